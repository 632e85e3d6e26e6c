"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4378 pairs of facts, of which 764 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.82
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.41,
    "both in the opening": 0.62,
    "both planned": 0.99,
    "both quoted": 3.64,
    "broad event in common": -0.13,
    "clocks close": 2.40,
    "clocks far apart": 2.07,
    "clocks of one spell": 0.51,
    "durations: apart": 0.55,
    "durations: finer": 0.93,
    "durations: same": 1.19,
    "durations: unknown": 1.83,
    "durations: wider": 0.40,
    "event among the other's words": -0.20,
    "event in common": 0.49,
    "hour of what one is about": -0.36,
    "hours of what both are about": 0.78,
    "no event": 0.06,
    "nothing in common": -0.25,
    "one far day": -1.82,
    "one grain": 0.86,
    "one in the opening": 0.03,
    "one longer time": -2.20,
    "one planned": 0.31,
    "one uncertain": 0.30,
    "other bound": 0.12,
    "other event": -0.11,
    "part of both": 4.90,
    "part of the shorter": -0.55,
    "places: apart": -0.88,
    "places: finer": 3.09,
    "places: same": 1.55,
    "places: unknown": -0.78,
    "shorter clause": -0.42,
    "slot: duration": 0.66,
    "slot: place": -0.19,
    "slot: time": -0.50,
    "times: apart": -0.58,
    "times: finer": 0.19,
    "times: same": 0.67,
    "times: unknown": 0.17,
    "times: wider": 0.39,
    "values far apart": -0.59,
    "values: apart": -0.53,
    "values: finer": 0.27,
    "values: same": 0.84,
    "values: unknown": -0.35,
    "values: wider": 0.40,
    "words in common": 0.16,
}
