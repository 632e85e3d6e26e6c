"""The words a sentence is found by: folded, without accents and endings, in the sentence's own language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import Stemmer

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_APOSTROPHES = "'’ʼ＇"
_CLITIC = 2
"""One or two letters before an apostrophe are a word that leans on the next one and says nothing alone."""
_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i"})
"""Letters that Unicode does not take apart."""
_PART = re.compile(r'"([^"]*)"|“([^”]*)”|«([^»]*)»|([^\s"“”«»]+)')


def words(text: str, language: str) -> list[str]:
    """Return the words of a text in order, as the index holds them.

    language: BCP 47 tag; the words of a language without a stemmer keep their endings.

    >>> words("L’accord des élections", "fr")
    ['accord', 'de', 'elect']
    """
    return [key for word in _plain_words(text) if (key := _key(word, language))]


def folded(word: str) -> str:
    """Return a word in small letters and without accents.

    >>> folded("Œuvres"), folded("GÉNÉRAL")
    ('oeuvres', 'general')
    """
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    # Some signs are a mark on a blank: neither is a letter.
    bare = "".join(c for c in decomposed if not unicodedata.combining(c) and not c.isspace())
    return bare.translate(_LETTERS)


def match_expression(query: str, languages: Iterable[str], *, any_word: bool = False) -> str | None:
    """Return the FTS5 expression for a reader's query; None when it holds no word.

    All words have to occur, or any of them; words between quotation marks have to follow each other. As the
    language of a query is not known, each language of the store may read it.
    """
    tags = sorted(set(languages)) or [""]
    parts = []
    for match in _PART.finditer(query):
        text = next(group for group in match.groups() if group is not None)
        forms = sorted({" ".join(found) for tag in tags if (found := words(text, tag))})
        if forms:
            parts.append("(" + " OR ".join(f'"{form}"' for form in forms) + ")")
    return (" OR " if any_word else " AND ").join(parts) or None


def _plain_words(text: str) -> Iterable[str]:
    for match in _WORD.finditer(text):
        leans = match.end() < len(text) and text[match.end()] in _APOSTROPHES
        if not (leans and len(match[0]) <= _CLITIC):
            yield match[0]


@lru_cache(maxsize=65_536)
def _key(word: str, language: str) -> str:
    stem = _stemmer(language)
    # Twice: "reportées" loses its ending only with its accents, "reportees", typed in haste, in two steps.
    return str(stem(folded(stem(word.lower()))))


@cache
def _stemmer(language: str) -> Any:  # PyStemmer has no types
    """Return the function that takes the ending off a word of a language."""
    name = language.split("-")[0].lower()
    try:
        return Stemmer.Stemmer(name).stemWord
    except KeyError:
        return str
