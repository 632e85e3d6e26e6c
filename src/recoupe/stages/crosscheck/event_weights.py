"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 6791 pairs of facts, of which
264 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS: Mapping[str, float] = {"value": -0.98, "clause": -4.53}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "value": {
        "both in the opening": 0.34,
        "both planned": 2.03,
        "both quoted": 0.00,
        "broad event in common": 0.33,
        "durations: apart": 0.30,
        "durations: finer": 1.37,
        "durations: same": 0.11,
        "durations: wider": 0.57,
        "event among the other's words": 0.66,
        "event in common": 1.01,
        "no event": 0.07,
        "nothing in common": 0.07,
        "one grain": 0.01,
        "one in the opening": -1.05,
        "one planned": 0.51,
        "one uncertain": -0.78,
        "other bound": 0.32,
        "other event": -0.16,
        "part of both": 3.63,
        "part of the shorter": -0.47,
        "places: apart": -0.58,
        "places: finer": 1.62,
        "places: same": -0.34,
        "places: unknown": -0.50,
        "shorter clause": -0.07,
        "slot: duration": 0.48,
        "slot: place": -0.47,
        "slot: time": -0.17,
        "times: apart": -0.22,
        "times: finer": -0.19,
        "times: same": 0.99,
        "times: unknown": 1.34,
        "times: wider": 0.16,
        "values far apart": -0.40,
        "values: apart": -0.24,
        "values: finer": 0.16,
        "values: same": 0.58,
        "values: unknown": -0.28,
        "values: wider": 0.24,
        "words in common": 0.43,
    },
    "clause": {
        "both denied": 0.53,
        "both in the opening": 0.35,
        "both planned": 1.43,
        "both quoted": -1.44,
        "broad event in common": -0.21,
        "contrary sign": -1.27,
        "event among the other's words": 1.09,
        "event in common": 1.17,
        "no event": 0.07,
        "nothing in common": -0.27,
        "one denied": -0.31,
        "one in the opening": -0.47,
        "one planned": -0.33,
        "one uncertain": -0.53,
        "other event": 0.44,
        "part of both": 2.30,
        "part of the shorter": 0.33,
        "same sign": -1.93,
        "shorter clause": 0.15,
        "what is denied is named": 1.93,
        "words in common": 1.24,
    },
}
