"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts: 3805 pairs of figures, of
which 791 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.32
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.17,
    "both people": 0.49,
    "digits slipped": 2.89,
    "equal and telling": 1.85,
    "kinship: happened": 0.12,
    "kinship: kind": 0.46,
    "kinship: none": -0.81,
    "kinship: noun": 1.61,
    "kinship: same people": -0.63,
    "kinship: some": 0.28,
    "nouns of one kind": 0.14,
    "one happened": -0.29,
    "one is a part": -0.80,
    "one is a total": -0.60,
    "one measure": 1.84,
    "one people": -0.31,
    "one unit": 0.07,
    "only value": 0.26,
    "other happened": -0.75,
    "other persons": -1.06,
    "other places": -0.55,
    "other time": -0.72,
    "other words": 0.24,
    "same happened": 1.74,
    "same noun": -0.78,
    "slot: amount": 1.66,
    "slot: count": -0.18,
    "slot: share": -0.51,
    "slot: vote": 0.66,
    "thing in the other's sentence": -0.04,
    "values far apart": -1.31,
    "values: apart": -0.41,
    "values: finer": 1.11,
    "values: same": 0.24,
    "values: unknown": -0.23,
    "values: wider": 0.86,
    "without a noun": -0.26,
    "words of the thing": -0.17,
}
