"""How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: 644 pairs
of clauses, of which 227 are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -4.89
WEIGHTS: Mapping[str, float] = {
    "affirmed of a part": -1.81,
    "denial in the opening": -0.41,
    "denial quoted": -1.42,
    "denied days later": -0.58,
    "denies any": 0.60,
    "denies it alone": -0.69,
    "had not been so": 1.35,
    "letters in common": 0.30,
    "names it alone": -0.29,
    "names the rest of it": 0.50,
    "names what is denied": 1.37,
    "one subject": 0.61,
    "one value": 0.56,
    "one voice": 0.78,
    "one word in common": 0.07,
    "other places": -0.36,
    "other towns": -1.24,
    "other values": -0.60,
    "rarest word in common": 3.60,
    "says the same": -1.78,
    "several words in common": -0.60,
    "size of the affirmation": -0.18,
    "size of the denial": -0.80,
    "so after all": 1.08,
    "so at the time": 0.31,
    "somebody affirms": 0.54,
    "still so": -0.08,
    "tells it first": 0.11,
    "that one after all": 1.62,
    "told in both": 0.72,
    "two voices": 0.52,
    "words in common": 1.54,
}
