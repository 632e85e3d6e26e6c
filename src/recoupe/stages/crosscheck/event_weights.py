"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: 687 pairs of facts, of which
123 are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -1.51
WEIGHTS: Mapping[str, float] = {
    "both far from the news": 1.67,
    "both in the opening": 0.66,
    "both planned": 1.65,
    "both quoted": 0.00,
    "broad event in common": 0.70,
    "clocks close": 2.43,
    "clocks far apart": -0.20,
    "clocks of one spell": 1.56,
    "durations: apart": 0.44,
    "durations: finer": 1.36,
    "durations: same": 0.40,
    "durations: wider": 0.65,
    "event among the other's words": 0.43,
    "event in common": 1.08,
    "no event": -0.02,
    "nothing in common": -0.20,
    "one far day": 1.83,
    "one grain": 0.36,
    "one in the opening": -0.87,
    "one longer time": 1.84,
    "one planned": 0.72,
    "one uncertain": -0.41,
    "other bound": -0.29,
    "other event": -0.12,
    "part of both": 2.91,
    "part of the shorter": -0.05,
    "places: apart": -0.39,
    "places: finer": 2.49,
    "places: same": 0.39,
    "places: unknown": -0.16,
    "shorter clause": -0.15,
    "slot: duration": 0.61,
    "slot: place": -0.14,
    "slot: time": -0.42,
    "times: apart": -0.30,
    "times: finer": -0.46,
    "times: same": 0.52,
    "times: unknown": -0.03,
    "times: wider": 0.48,
    "values far apart": -0.38,
    "values: apart": -0.22,
    "values: finer": -0.06,
    "values: same": 0.48,
    "values: unknown": -0.13,
    "values: wider": 0.52,
    "words in common": 0.03,
}
