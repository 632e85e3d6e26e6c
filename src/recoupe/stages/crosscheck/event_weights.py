"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4297 pairs of facts, of which 754 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.79
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.38,
    "both in the opening": 0.63,
    "both planned": 1.09,
    "both quoted": 3.96,
    "broad event in common": -0.10,
    "clocks close": 2.89,
    "clocks far apart": 1.90,
    "clocks of one spell": 0.56,
    "durations: apart": 0.52,
    "durations: finer": 0.87,
    "durations: same": 0.83,
    "durations: unknown": 1.86,
    "durations: wider": 0.75,
    "event among the other's words": -0.18,
    "event in common": 0.30,
    "hour of what one is about": -0.37,
    "hours of what both are about": 0.21,
    "no event": 0.01,
    "nothing in common": -0.22,
    "one far day": -1.81,
    "one grain": 0.79,
    "one in the opening": 0.01,
    "one longer time": -2.13,
    "one planned": 0.37,
    "one uncertain": 0.24,
    "other bound": -0.07,
    "other event": -0.16,
    "part of both": 4.66,
    "part of the shorter": -0.32,
    "places: apart": -0.83,
    "places: finer": 3.10,
    "places: same": 1.56,
    "places: unknown": -0.80,
    "shorter clause": -0.41,
    "slot: duration": 0.63,
    "slot: place": -0.18,
    "slot: time": -0.48,
    "times: apart": -0.57,
    "times: finer": 0.19,
    "times: same": 0.68,
    "times: unknown": 0.20,
    "times: wider": 0.36,
    "values far apart": -0.58,
    "values: apart": -0.52,
    "values: finer": 0.28,
    "values: same": 0.80,
    "values: unknown": -0.35,
    "values: wider": 0.41,
    "words in common": 0.13,
}
