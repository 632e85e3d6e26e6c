"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts and training/stories:
10648 pairs of figures, of which 2095 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.28
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.30,
    "both people": 0.32,
    "digits slipped": 2.06,
    "equal and telling": 2.61,
    "kinship: happened": -0.20,
    "kinship: kind": 0.55,
    "kinship: none": -0.70,
    "kinship: noun": 1.52,
    "kinship: same people": -0.32,
    "kinship: some": 0.27,
    "nouns of one kind": 0.21,
    "one happened": -0.38,
    "one is a part": -0.82,
    "one is a total": -0.65,
    "one measure": 1.30,
    "one people": -0.21,
    "one unit": 0.18,
    "only value": 0.40,
    "other happened": -1.00,
    "other persons": -1.40,
    "other places": -0.92,
    "other time": -1.28,
    "other words": 0.30,
    "same happened": 1.80,
    "same noun": -0.79,
    "slot: amount": 1.25,
    "slot: count": -0.14,
    "slot: share": -0.87,
    "slot: vote": 0.26,
    "thing in the other's sentence": -0.09,
    "values far apart": -1.59,
    "values: apart": -0.42,
    "values: finer": 1.55,
    "values: same": -0.11,
    "values: unknown": 0.30,
    "values: wider": 0.85,
    "without a noun": 0.02,
    "words of the thing": 0.26,
}
