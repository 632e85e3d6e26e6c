"""How texts are written simply before they are compared, from the gentlest fold to the strongest.

`folded` keeps accents, for rules that tell "a" from "à". `bare` lets them go and keeps every offset.
`bare_word` also takes "œ" apart, so its length may change. Names go further: see `name_forms`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_PLAIN = tuple(
    (written, plain)
    for plain, group in (
        ("'", "’‘ʼ"),
        (" ", "\u00a0\u202f\u2009\u200a\u2007\n\t"),
        ("-", "‐‑–"),
        ("e", "ᵉ"),
        ("r", "ʳ"),
    )
    for written in group
)


def folded(text: str) -> str:
    """Return `text` in lower case with plain spaces, apostrophes, hyphens and "er"; the length stays.

    A letter whose lower case is longer than itself is kept as it is.

    >>> folded("L’été\\u00a02031")
    "l'été 2031"
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return rewritten(lowered, _PLAIN)


def rewritten(text: str, marks: Iterable[tuple[str, str]]) -> str:
    """Return `text` with each (written, plain) mark replaced, one character by one.

    A pass for each mark takes a tenth of the time of `str.translate`, which looks every letter up.
    """
    for written, plain in marks:
        text = text.replace(written, plain)
    return text


class _Fold(dict[int, str]):
    """A table for `str.translate` that gives each letter in lower case and without accents.

    One code point gives one code point, so that offsets in the bare text are those of the text.
    """

    def __missing__(self, code: int) -> str:
        letter = unicodedata.normalize("NFD", chr(code))[0].lower()
        self[code] = letter if len(letter) == 1 else chr(code)
        return self[code]


_fold = _Fold()


def bare(text: str) -> str:
    """Return the text in lower case and without accents, as long as it was.

    >>> bare("L’Été à Orléans")
    'l’ete a orleans'
    """
    return text.translate(_fold)


@lru_cache(maxsize=1 << 14)
def bare_word(text: str) -> str:
    """Return `text` in lower case without accents, its ligatures apart.

    >>> bare_word("Émotion"), bare_word("Œuvre")
    ('emotion', 'oeuvre')
    """
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("œ", "oe").replace("æ", "ae")
