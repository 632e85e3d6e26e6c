"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts and training/stories:
10900 pairs of figures, of which 2150 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.27
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.38,
    "both people": 0.35,
    "digits slipped": 2.02,
    "equal and telling": 2.56,
    "kinship: happened": -0.13,
    "kinship: kind": 0.54,
    "kinship: none": -0.71,
    "kinship: noun": 1.51,
    "kinship: same people": -0.27,
    "kinship: some": 0.29,
    "nouns of one kind": 0.19,
    "one happened": -0.39,
    "one is a part": -0.07,
    "one is a total": -0.68,
    "one measure": 1.24,
    "one people": -0.16,
    "one unit": 0.19,
    "only value": 0.37,
    "other happened": -1.03,
    "other persons": -1.34,
    "other places": -0.90,
    "other time": -1.24,
    "other words": 0.27,
    "same happened": 1.72,
    "same noun": -0.93,
    "slot: amount": 1.25,
    "slot: count": -0.13,
    "slot: share": -0.92,
    "slot: vote": 0.26,
    "thing in the other's sentence": -0.09,
    "values far apart": -1.60,
    "values: apart": -0.40,
    "values: finer": 1.47,
    "values: same": -0.10,
    "values: unknown": 0.32,
    "values: wider": 0.79,
    "without a noun": 0.05,
    "words of the thing": 0.48,
}
