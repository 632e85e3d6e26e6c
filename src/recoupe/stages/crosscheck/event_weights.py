"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4006 pairs of facts, of which 696 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.99
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.44,
    "both in the opening": 0.51,
    "both planned": 1.04,
    "both quoted": 3.62,
    "broad event in common": -0.15,
    "clocks close": 2.01,
    "clocks far apart": 1.67,
    "clocks of one spell": 1.04,
    "durations: apart": 0.58,
    "durations: finer": 1.13,
    "durations: same": 1.10,
    "durations: unknown": 4.93,
    "durations: wider": 0.23,
    "event among the other's words": -0.21,
    "event in common": 0.53,
    "no event": 0.16,
    "nothing in common": -0.34,
    "one far day": -1.85,
    "one grain": 0.83,
    "one in the opening": -0.02,
    "one longer time": -2.35,
    "one planned": 0.40,
    "one uncertain": 0.27,
    "other bound": 0.01,
    "other event": 0.01,
    "part of both": 4.88,
    "part of the shorter": -0.59,
    "places: apart": -0.79,
    "places: finer": 3.02,
    "places: same": 1.55,
    "places: unknown": -0.75,
    "shorter clause": -0.35,
    "slot: duration": 0.69,
    "slot: place": -0.15,
    "slot: time": -0.51,
    "times: apart": -0.63,
    "times: finer": 0.17,
    "times: same": 0.77,
    "times: unknown": 0.17,
    "times: wider": 0.49,
    "values far apart": -0.56,
    "values: apart": -0.58,
    "values: finer": 0.27,
    "values: same": 0.91,
    "values: unknown": -0.33,
    "values: wider": 0.47,
    "words in common": 0.17,
}
