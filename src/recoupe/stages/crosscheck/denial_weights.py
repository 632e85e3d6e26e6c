"""How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: 671 pairs
of clauses, of which 236 are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = -5.08
WEIGHTS: Mapping[str, float] = {
    "affirmed of a part": -1.78,
    "denial in the opening": -0.25,
    "denial quoted": -1.15,
    "denied days later": -0.66,
    "denies any": 0.59,
    "denies it alone": -0.70,
    "had not been so": 1.30,
    "letters in common": 0.33,
    "names it alone": -0.43,
    "names the rest of it": 0.55,
    "names what is denied": 1.33,
    "one subject": 0.57,
    "one value": 0.45,
    "one voice": -0.15,
    "one word in common": 0.15,
    "other places": -0.30,
    "other towns": -1.34,
    "other values": -0.61,
    "rarest word in common": 3.64,
    "says the same": -1.77,
    "several words in common": -0.73,
    "size of the affirmation": -0.17,
    "size of the denial": -0.84,
    "so after all": 1.17,
    "so at the time": 0.39,
    "somebody affirms": 0.57,
    "still so": -0.07,
    "tells it first": 0.16,
    "that one after all": 1.63,
    "told in both": 0.77,
    "two voices": 0.57,
    "words in common": 1.57,
}
