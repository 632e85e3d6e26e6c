"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 1047 pairs of facts, of which
219 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -1.75
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 2.10,
    "both in the opening": 0.80,
    "both planned": 1.24,
    "both quoted": 0.00,
    "broad event in common": 0.78,
    "clocks close": 2.07,
    "clocks far apart": -0.08,
    "clocks of one spell": 1.66,
    "durations: apart": 0.62,
    "durations: finer": 0.81,
    "durations: same": 1.32,
    "durations: wider": 0.57,
    "event among the other's words": -0.20,
    "event in common": 0.95,
    "no event": 0.11,
    "nothing in common": -0.22,
    "one far day": 1.04,
    "one grain": 0.69,
    "one in the opening": -0.70,
    "one longer time": 1.14,
    "one planned": 0.36,
    "one uncertain": -0.07,
    "other bound": 0.33,
    "other event": -0.13,
    "part of both": 3.83,
    "part of the shorter": -0.11,
    "places: apart": -0.04,
    "places: finer": 2.15,
    "places: same": -0.21,
    "places: unknown": -0.49,
    "shorter clause": 0.23,
    "slot: duration": 0.74,
    "slot: place": -0.21,
    "slot: time": -0.47,
    "times: apart": -0.62,
    "times: finer": 0.24,
    "times: same": 0.84,
    "times: unknown": 0.75,
    "times: wider": 0.11,
    "values far apart": -0.40,
    "values: apart": -0.54,
    "values: finer": 0.33,
    "values: same": 0.85,
    "values: unknown": -0.03,
    "values: wider": 0.17,
    "words in common": 0.09,
}
