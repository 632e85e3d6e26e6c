"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4291 pairs of facts, of which 753 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.79
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.40,
    "both in the opening": 0.64,
    "both planned": 1.05,
    "both quoted": 3.97,
    "broad event in common": -0.08,
    "clocks close": 2.81,
    "clocks far apart": 1.90,
    "clocks of one spell": 0.52,
    "durations: apart": 0.51,
    "durations: finer": 0.88,
    "durations: same": 0.82,
    "durations: unknown": 1.88,
    "durations: wider": 0.76,
    "event among the other's words": -0.19,
    "event in common": 0.33,
    "hour of what one is about": -0.37,
    "hours of what both are about": 0.62,
    "no event": 0.02,
    "nothing in common": -0.23,
    "one far day": -1.81,
    "one grain": 0.77,
    "one in the opening": 0.01,
    "one longer time": -2.12,
    "one planned": 0.37,
    "one uncertain": 0.25,
    "other bound": -0.06,
    "other event": -0.16,
    "part of both": 4.59,
    "part of the shorter": -0.28,
    "places: apart": -0.85,
    "places: finer": 3.13,
    "places: same": 1.55,
    "places: unknown": -0.80,
    "shorter clause": -0.38,
    "slot: duration": 0.62,
    "slot: place": -0.19,
    "slot: time": -0.47,
    "times: apart": -0.57,
    "times: finer": 0.19,
    "times: same": 0.68,
    "times: unknown": 0.18,
    "times: wider": 0.36,
    "values far apart": -0.59,
    "values: apart": -0.52,
    "values: finer": 0.28,
    "values: same": 0.80,
    "values: unknown": -0.36,
    "values: wider": 0.41,
    "words in common": 0.11,
}
