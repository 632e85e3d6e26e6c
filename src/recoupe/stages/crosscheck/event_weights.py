"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 6791 pairs of facts, of which
262 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS: Mapping[str, float] = {"value": -1.05, "clause": -4.53}
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "value": {
        "both in the opening": 0.32,
        "both planned": 2.00,
        "both quoted": 0.00,
        "broad event in common": 0.43,
        "durations: apart": 0.28,
        "durations: finer": 0.93,
        "durations: same": 0.21,
        "durations: wider": 0.64,
        "event among the other's words": 0.74,
        "event in common": 0.96,
        "no event": 0.07,
        "nothing in common": 0.10,
        "one grain": 0.05,
        "one in the opening": -1.08,
        "one planned": 0.51,
        "one uncertain": -0.71,
        "other bound": 0.30,
        "other event": -0.13,
        "part of both": 3.16,
        "part of the shorter": -0.45,
        "places: apart": -0.52,
        "places: finer": 1.79,
        "places: same": -0.21,
        "places: unknown": -0.46,
        "shorter clause": -0.09,
        "slot: duration": 0.42,
        "slot: place": -0.41,
        "slot: time": -0.15,
        "times: apart": -0.23,
        "times: finer": -0.11,
        "times: same": 0.99,
        "times: unknown": 1.30,
        "times: wider": 0.16,
        "values far apart": -0.38,
        "values: apart": -0.25,
        "values: finer": 0.14,
        "values: same": 0.63,
        "values: unknown": -0.25,
        "values: wider": 0.26,
        "words in common": 0.40,
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
