"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts: 3511 pairs of figures, of
which 783 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.43
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.51,
    "both people": 0.57,
    "digits slipped": 3.22,
    "equal and telling": 2.04,
    "kinship: happened": -0.42,
    "kinship: kind": 0.72,
    "kinship: none": -0.89,
    "kinship: noun": 1.54,
    "kinship: same people": -0.60,
    "nouns of one kind": 0.09,
    "one happened": -0.33,
    "one is a part": -1.06,
    "one is a total": -0.71,
    "one measure": 1.90,
    "one people": -0.24,
    "one unit": 0.22,
    "only value": 0.37,
    "other happened": -1.37,
    "other persons": -0.83,
    "other places": -0.79,
    "other time": -0.73,
    "other words": 0.22,
    "same happened": 2.36,
    "same noun": -0.92,
    "slot: amount": 1.55,
    "slot: count": -0.01,
    "slot: share": -0.69,
    "slot: vote": 0.52,
    "thing in the other's sentence": 0.13,
    "values far apart": -1.36,
    "values: apart": -0.60,
    "values: finer": 1.38,
    "values: same": 0.49,
    "values: unknown": -0.46,
    "values: wider": 0.92,
    "without a noun": -0.14,
    "words of the thing": 0.09,
}
