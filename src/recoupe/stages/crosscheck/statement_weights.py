"""How much each trait of two clauses says for or against their stating one thing alike.

Written by training/statements.py from the open stories of eval/benches/accounts and training/stories: 807
pairs of clauses, of which 173 are alike. Logarithms of odds; see `traits` in same_statement.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -2.71
WEIGHTS: Mapping[str, float] = {
    "both denied": 2.47,
    "broad event in common": -0.57,
    "event in common": -0.29,
    "letters in common": 0.79,
    "names in common": -0.42,
    "one in the opening": -0.86,
    "one planned": -0.59,
    "one subject": 0.40,
    "one value": 2.15,
    "only named in one": 0.68,
    "other events": -0.42,
    "part of both": 0.10,
    "shorter clause": 0.10,
    "told in both": 0.85,
    "words in common": 1.97,
}
