"""Written forms of names: how they are folded, compared and cut into parts."""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_TYPOGRAPHY = {ord(c): "'" for c in "’‘ʼ`´"} | {ord(c): " " for c in "\u00a0\u202f\u2009\n\t"}
_TYPOGRAPHY |= {ord(c): "-" for c in "‐‑–"}
_UNUSUAL = re.compile("[" + "".join(map(chr, _TYPOGRAPHY)) + r"]|[^\S ]|  |^ | $")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_DOUBLE = re.compile(r"(.)\1+")
_END_OF_LATIN = "\u0180"


def normal_name(text: str) -> str:
    """Return a name with plain apostrophes, hyphens and single spaces; letters stay as they are.

    >>> normal_name("Côte\\u00a0d’Ivoire")
    "Côte d'Ivoire"
    """
    return " ".join(text.translate(_TYPOGRAPHY).split()) if _UNUSUAL.search(text) else text


def bare_capitals(text: str) -> str:
    """Return a name without the accents of its Latin capitals, as many papers write them.

    >>> bare_capitals("Saint-Étienne"), bare_capitals("Île-de-France")
    ('Saint-Etienne', 'Ile-de-France')
    """
    if text.isascii():
        return text
    return "".join(anyascii(c) if "\x7f" < c < _END_OF_LATIN and c.isupper() else c for c in text)


@lru_cache(maxsize=65536)
def folded_name(text: str) -> str:
    """Return a name as bare lower-case ASCII words, one space between them; "" when no letter is left.

    >>> folded_name("Sergueï Lavrov-Étienne")
    'serguei lavrov etienne'
    """
    return _NO_WORD.sub(" ", anyascii(text).lower()).strip()


def name_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a name.

    >>> name_words("N'Golo d'Étienne")
    ('n', 'golo', 'd', 'etienne')
    """
    return tuple(folded_name(text).split())


@lru_cache(maxsize=65536)
def sound_key(word: str) -> str:
    """Return how a folded word sounds, roughly and across transliterations; only fit to propose.

    Vowels are kept as one letter, so that "tramp" and "trump" agree, and doubled or silent letters go.

    >>> sound_key("tilerson") == sound_key("tillerson"), sound_key("tramp") == sound_key("trump")
    (True, True)
    """
    key = word
    for written, spoken in _SOUNDS:
        key = key.replace(written, spoken)
    key = _DOUBLE.sub(r"\1", re.sub(r"[aeiouy]+", "a", key))
    return key.rstrip("a") if len(key) > 3 else key


_SOUNDS = (
    ("tch", "c"),
    ("tsch", "c"),
    ("sch", "c"),
    ("sh", "c"),
    ("ch", "c"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("q", "k"),
    ("ph", "f"),
    ("gu", "g"),
    ("dj", "j"),
    ("zh", "j"),
    ("mp", "b"),
    ("w", "v"),
    ("ff", "v"),
    ("f", "v"),
    ("th", "t"),
    ("tz", "s"),
    ("ts", "s"),
    ("z", "s"),
    ("x", "s"),
    ("h", ""),
)
