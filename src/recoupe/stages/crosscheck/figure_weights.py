"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts: 3340 pairs of figures, of
which 672 are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -0.40
WEIGHTS: Mapping[str, float] = {
    "both in the opening": 0.24,
    "both people": 0.55,
    "equal and telling": 1.52,
    "kinship: happened": -0.40,
    "kinship: kind": 0.70,
    "kinship: none": -0.83,
    "kinship: noun": 1.46,
    "kinship: same people": -0.63,
    "nouns of one kind": -0.01,
    "one happened": -0.31,
    "one is a part": -0.71,
    "one is a total": -0.43,
    "one people": -0.35,
    "one unit": 0.88,
    "only value": 0.27,
    "other happened": -1.40,
    "other persons": -0.97,
    "other places": -0.60,
    "other time": -0.51,
    "other words": 0.27,
    "same happened": 1.67,
    "same noun": -0.99,
    "slot: amount": 1.42,
    "slot: count": 0.09,
    "slot: share": -0.76,
    "slot: vote": 0.69,
    "thing in the other's sentence": 0.12,
    "values far apart": -1.27,
    "values: apart": -0.47,
    "values: finer": 0.67,
    "values: same": 0.34,
    "values: unknown": -0.19,
    "values: wider": 0.80,
    "without a noun": -0.34,
    "words of the thing": -0.38,
}
