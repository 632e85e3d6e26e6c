"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 686 pairs of facts, of which
123 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -1.48
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 1.71,
    "both in the opening": 0.65,
    "both planned": 1.70,
    "both quoted": 0.00,
    "broad event in common": 0.71,
    "clocks close": 2.40,
    "clocks far apart": -0.19,
    "clocks of one spell": 1.57,
    "durations: apart": 0.45,
    "durations: finer": 1.36,
    "durations: same": 0.38,
    "durations: wider": 0.57,
    "event among the other's words": 0.40,
    "event in common": 1.11,
    "no event": -0.03,
    "nothing in common": -0.19,
    "one far day": 1.79,
    "one grain": 0.34,
    "one in the opening": -0.89,
    "one longer time": 1.80,
    "one planned": 0.73,
    "one uncertain": -0.43,
    "other bound": -0.34,
    "other event": -0.12,
    "part of both": 2.95,
    "part of the shorter": -0.04,
    "places: apart": -0.41,
    "places: finer": 2.48,
    "places: same": 0.36,
    "places: unknown": -0.17,
    "shorter clause": -0.13,
    "slot: duration": 0.61,
    "slot: place": -0.15,
    "slot: time": -0.42,
    "times: apart": -0.31,
    "times: finer": -0.47,
    "times: same": 0.51,
    "times: unknown": -0.04,
    "times: wider": 0.59,
    "values far apart": -0.40,
    "values: apart": -0.24,
    "values: finer": -0.06,
    "values: same": 0.47,
    "values: unknown": -0.14,
    "values: wider": 0.59,
    "words in common": 0.02,
}
