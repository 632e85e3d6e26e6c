"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
4255 pairs of facts, of which 752 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.76
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.39,
    "both in the opening": 0.64,
    "both planned": 1.03,
    "both quoted": 3.64,
    "broad event in common": -0.04,
    "clocks close": 2.80,
    "clocks far apart": 1.94,
    "clocks of one spell": 0.52,
    "durations: apart": 0.51,
    "durations: finer": 0.82,
    "durations: same": 1.18,
    "durations: unknown": 1.78,
    "durations: wider": 0.72,
    "event among the other's words": -0.22,
    "event in common": 0.50,
    "hour of what one is about": -0.36,
    "hours of what both are about": 0.62,
    "no event": 0.04,
    "nothing in common": -0.24,
    "one far day": -1.76,
    "one grain": 0.78,
    "one in the opening": 0.04,
    "one longer time": -2.11,
    "one planned": 0.35,
    "one uncertain": 0.28,
    "other bound": -0.10,
    "other event": -0.16,
    "part of both": 4.72,
    "part of the shorter": -0.48,
    "places: apart": -0.85,
    "places: finer": 3.11,
    "places: same": 1.51,
    "places: unknown": -0.80,
    "shorter clause": -0.43,
    "slot: duration": 0.65,
    "slot: place": -0.20,
    "slot: time": -0.49,
    "times: apart": -0.57,
    "times: finer": 0.18,
    "times: same": 0.67,
    "times: unknown": 0.18,
    "times: wider": 0.36,
    "values far apart": -0.58,
    "values: apart": -0.53,
    "values: finer": 0.26,
    "values: same": 0.83,
    "values: unknown": -0.37,
    "values: wider": 0.41,
    "words in common": 0.16,
}
