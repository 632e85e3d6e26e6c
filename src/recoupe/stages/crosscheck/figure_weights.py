"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts and training/stories:
10906 pairs of figures, of which 2150 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.50
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.39,
    "both people": 0.23,
    "digits slipped": 2.01,
    "equal and telling": 2.51,
    "kinship: happened": -0.13,
    "kinship: kind": 0.32,
    "kinship: none": -0.52,
    "kinship: noun": 1.17,
    "kinship: same people": 0.02,
    "kinship: some": 0.44,
    "nouns of one kind": 0.55,
    "one happened": -0.39,
    "one is a part": -0.05,
    "one is a total": -0.68,
    "one measure": 1.21,
    "one people": -0.11,
    "one unit": 0.28,
    "only value": 0.38,
    "other happened": -1.02,
    "other persons": -0.74,
    "other places": -0.90,
    "other time": -1.29,
    "other words": 0.20,
    "same happened": 1.65,
    "same noun": -0.87,
    "slot: amount": 1.35,
    "slot: count": -0.13,
    "slot: share": -1.01,
    "slot: vote": 0.29,
    "thing in the other's sentence": -0.12,
    "values far apart": -1.59,
    "values: apart": -0.41,
    "values: finer": 1.46,
    "values: same": -0.06,
    "values: unknown": 0.34,
    "values: wider": 0.80,
    "without a noun": -0.02,
    "words of the thing": 0.54,
}
