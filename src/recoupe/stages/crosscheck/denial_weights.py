"""How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: 367 pairs
of clauses, of which 167 are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -4.85
WEIGHTS: Mapping[str, float] = {
    "affirmed of a part": -1.78,
    "denial in the opening": -0.57,
    "denial quoted": -1.16,
    "denied days later": -0.80,
    "denies any": 0.37,
    "denies it alone": -0.51,
    "had not been so": 1.22,
    "letters in common": 0.38,
    "names it alone": -0.36,
    "names the rest of it": 0.05,
    "one subject": 0.70,
    "one value": 0.60,
    "one voice": -0.34,
    "one word in common": 0.24,
    "other places": -0.44,
    "other towns": -2.32,
    "other values": -1.41,
    "rarest word in common": 4.63,
    "several words in common": -0.32,
    "size of the affirmation": -0.12,
    "size of the denial": -0.56,
    "so after all": 1.50,
    "so at the time": 1.01,
    "somebody affirms": 0.75,
    "still so": -1.14,
    "tells it first": 0.56,
    "that one after all": 1.20,
    "told in both": 0.80,
    "two voices": 0.23,
    "words in common": 1.27,
}
