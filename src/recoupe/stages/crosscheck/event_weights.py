"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4330 pairs of facts, of which 763 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.80
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.40,
    "both in the opening": 0.62,
    "both planned": 0.99,
    "both quoted": 3.63,
    "broad event in common": -0.14,
    "clocks close": 2.40,
    "clocks far apart": 2.07,
    "clocks of one spell": 0.51,
    "durations: apart": 0.54,
    "durations: finer": 0.93,
    "durations: same": 1.18,
    "durations: unknown": 1.83,
    "durations: wider": 0.39,
    "event among the other's words": -0.19,
    "event in common": 0.49,
    "hour of what one is about": -0.36,
    "hours of what both are about": 0.78,
    "no event": 0.06,
    "nothing in common": -0.25,
    "one far day": -1.81,
    "one grain": 0.84,
    "one in the opening": 0.03,
    "one longer time": -2.18,
    "one planned": 0.31,
    "one uncertain": 0.30,
    "other bound": 0.12,
    "other event": -0.12,
    "part of both": 4.91,
    "part of the shorter": -0.56,
    "places: apart": -0.83,
    "places: finer": 3.06,
    "places: same": 1.51,
    "places: unknown": -0.80,
    "shorter clause": -0.42,
    "slot: duration": 0.65,
    "slot: place": -0.19,
    "slot: time": -0.50,
    "times: apart": -0.58,
    "times: finer": 0.19,
    "times: same": 0.68,
    "times: unknown": 0.17,
    "times: wider": 0.39,
    "values far apart": -0.59,
    "values: apart": -0.53,
    "values: finer": 0.27,
    "values: same": 0.84,
    "values: unknown": -0.36,
    "values: wider": 0.40,
    "words in common": 0.16,
}
