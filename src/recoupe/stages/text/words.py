"""Words as copies and stories see them: in bare letters, at unchanged offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.text.folded import bare

# A number keeps its separators ("12 000", "1,5"); any other word is a run of letters, so that a changed digit
# in "17h30" or "A7" is seen as one, and "d’État" and "d'Etat" are the same whatever the apostrophe.
_WORD = re.compile(r"\d{1,3}(?:[ .\u00a0\u202f\u2009\u200a]\d{3})+(?!\d)|\d+(?:[.,]\d+)?|[^\W\d_]+")
_SEPARATORS = re.compile(r"[ .\u00a0\u202f\u2009\u200a]")


def words_in(bare_text: str, span: Span) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a span of a bare text with its start and end.

    >>> [word for word, _, _ in words_in(bare("Près de 12 000 à 14h30."), Span(0, 23))]
    ['pres', 'de', '12000', 'a', '14', 'h', '30']
    """
    for match in _WORD.finditer(bare_text, span.start, span.end):
        word = match[0]
        if word[0].isdigit() and len(word) > 3:
            # "12 000" and "12.000" are one number; "1,5" and "3.14" keep their decimals.
            parts = _SEPARATORS.split(word)
            if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]):
                word = "".join(parts)
        yield word, match.start(), match.end()


@cache
def word_classes(pack: Pack) -> dict[str, str]:
    """Return the class of each stop word of a language, bare; its table is `lexicon/stop_words.tsv`.

    A word that is written with an apostrophe stands without it; one of several parts is left out.
    """
    classes: dict[str, str] = {}
    for row in pack.lexicon("stop_words"):
        text = bare(row["word"])
        words = [word for word, _, _ in words_in(text, Span(0, len(text)))]
        if len(words) == 1:
            classes.setdefault(words[0], row["class"])
    return classes
