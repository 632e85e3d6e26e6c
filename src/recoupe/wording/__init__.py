"""Whether somebody's words stand in an article as they are quoted: exact, altered or not at all.

tokens    a text as words and marks, written simply but never so simply that a meaning changes
compare   two wordings: the same, or what was changed
places    where in a document a wording stands, and who says it there
"""

from recoupe.wording.compare import Change, Comparison, compare
from recoupe.wording.places import RANKS, Outcome, Place, find_places, verdict
from recoupe.wording.tokens import Orthography, Token, orthography, tokens

__all__ = [
    "RANKS",
    "Change",
    "Comparison",
    "Orthography",
    "Outcome",
    "Place",
    "Token",
    "compare",
    "find_places",
    "orthography",
    "tokens",
    "verdict",
]
