"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 6891 pairs of facts, of which
267 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS: Mapping[str, float] = {"value": -0.96, "clause": -4.55}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "value": {
        "both in the opening": 0.32,
        "both planned": 2.02,
        "both quoted": 0.00,
        "broad event in common": 0.42,
        "durations: apart": 0.28,
        "durations: finer": 0.96,
        "durations: same": 0.17,
        "durations: wider": 0.52,
        "event among the other's words": 0.71,
        "event in common": 0.98,
        "no event": 0.07,
        "nothing in common": 0.09,
        "one grain": 0.00,
        "one in the opening": -1.08,
        "one planned": 0.48,
        "one uncertain": -0.76,
        "other bound": 0.25,
        "other event": -0.12,
        "part of both": 3.21,
        "part of the shorter": -0.43,
        "places: apart": -0.54,
        "places: finer": 1.76,
        "places: same": -0.25,
        "places: unknown": -0.48,
        "shorter clause": -0.10,
        "slot: duration": 0.42,
        "slot: place": -0.43,
        "slot: time": -0.14,
        "times: apart": -0.24,
        "times: finer": -0.13,
        "times: same": 0.98,
        "times: unknown": 1.33,
        "times: wider": 0.30,
        "values far apart": -0.40,
        "values: apart": -0.27,
        "values: finer": 0.14,
        "values: same": 0.60,
        "values: unknown": -0.27,
        "values: wider": 0.35,
        "words in common": 0.39,
    },
    "clause": {
        "both denied": 0.49,
        "both in the opening": 0.33,
        "both planned": 1.45,
        "both quoted": -1.64,
        "broad event in common": -0.19,
        "contrary sign": -1.08,
        "event among the other's words": 1.06,
        "event in common": 1.14,
        "no event": 0.09,
        "nothing in common": -0.24,
        "one denied": -0.38,
        "one in the opening": -0.45,
        "one planned": -0.25,
        "one uncertain": -0.57,
        "other event": 0.45,
        "part of both": 2.43,
        "part of the shorter": 0.38,
        "same sign": -1.88,
        "shorter clause": 0.11,
        "what is denied is named": 1.86,
        "words in common": 1.29,
    },
}
