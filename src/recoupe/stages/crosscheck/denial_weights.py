"""How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: 663 pairs
of clauses, of which 235 are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -5.12
WEIGHTS: Mapping[str, float] = {
    "affirmed of a part": -1.79,
    "denial in the opening": -0.24,
    "denial quoted": -1.17,
    "denied days later": -0.64,
    "denies any": 0.61,
    "denies it alone": -0.68,
    "had not been so": 1.27,
    "letters in common": 0.33,
    "names it alone": -0.42,
    "names the rest of it": 0.55,
    "names what is denied": 1.32,
    "one subject": 0.56,
    "one value": 0.45,
    "one voice": -0.15,
    "one word in common": 0.16,
    "other places": -0.29,
    "other towns": -1.33,
    "other values": -0.61,
    "rarest word in common": 3.68,
    "says the same": -1.77,
    "several words in common": -0.71,
    "size of the affirmation": -0.17,
    "size of the denial": -0.84,
    "so after all": 1.16,
    "so at the time": 0.40,
    "somebody affirms": 0.57,
    "still so": -0.06,
    "tells it first": 0.14,
    "that one after all": 1.62,
    "told in both": 0.78,
    "two voices": 0.55,
    "words in common": 1.56,
}
