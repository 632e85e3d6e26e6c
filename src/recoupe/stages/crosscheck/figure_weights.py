"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts: 3449 pairs of figures, of
which 733 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.29
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.27,
    "both people": 0.67,
    "digits slipped": 2.87,
    "equal and telling": 1.60,
    "kinship: happened": -0.42,
    "kinship: kind": 0.56,
    "kinship: none": -0.82,
    "kinship: noun": 1.58,
    "kinship: same people": -0.53,
    "nouns of one kind": 0.11,
    "one happened": -0.23,
    "one is a part": -0.80,
    "one is a total": -0.48,
    "one measure": 1.83,
    "one people": -0.20,
    "one unit": 0.20,
    "only value": 0.23,
    "other happened": -1.26,
    "other persons": -1.10,
    "other places": -0.56,
    "other time": -0.65,
    "other words": 0.23,
    "same happened": 2.09,
    "same noun": -0.67,
    "slot: amount": 1.59,
    "slot: count": -0.08,
    "slot: share": -0.62,
    "slot: vote": 0.63,
    "thing in the other's sentence": 0.06,
    "values far apart": -1.37,
    "values: apart": -0.45,
    "values: finer": 1.04,
    "values: same": 0.32,
    "values: unknown": -0.31,
    "values: wider": 0.84,
    "without a noun": -0.24,
    "words of the thing": -0.36,
}
