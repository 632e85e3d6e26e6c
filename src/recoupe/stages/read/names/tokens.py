"""Words of a sentence as names see them: elided articles apart, hyphenated words whole."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from recoupe.records.spans import Span

_TOKEN = re.compile(r"(?:[A-Z]\.){2,6}|[A-ZÀ-Þ]\.(?=[ \u00a0-]?[A-ZÀ-Þ])|[^\W_]+(?:[-‑][^\W_]+|&[A-Z]\b)*")
_MIXED = re.compile(r"[a-z]{1,2}[A-Z][\w]+$")
_INNER_CAPITAL = re.compile(r"[-‑](?=[A-ZÀ-ÖØ-Þ])")
GAP = re.compile(r"[ \u00a0\u202f]{1,2}$")
"""What may stand between two words of one name or title: a space, maybe with one that keeps the line."""
_APOSTROPHE = "'’"
_OPENING = re.compile(r"[«“:.!?…•]|^\s*[-–—]\s*$")


class Token(msgspec.Struct, frozen=True, gc=False):
    """A word of a sentence: `capital`: it opens like a name; `first`: a capital is due there anyway."""

    span: Span
    text: str
    capital: bool
    first: bool


@lru_cache(maxsize=1024)
def tokens_of(text: str, sentence: Span, *, joined: frozenset[str] = frozenset()) -> tuple[Token, ...]:
    """Return the words of a sentence, elided articles apart, hyphenated words whole.

    joined: small words that a hyphen makes part of the name behind them ("el-Mina"); what stands before
    a hyphen and a capital otherwise is left out ("anti-Vial").
    """
    tokens: list[Token] = []
    opens = True
    for match in _TOKEN.finditer(text, sentence.start, sentence.end):
        word = match[0]
        start = match.start()
        if tokens and opens is False and _is_after_opening(text, tokens[-1].span.end, start):
            opens = True
        is_small = word.islower()
        capital = not is_small and (word[0].isupper() or bool(_MIXED.match(word)))
        if not is_small and not capital and (inner := _INNER_CAPITAL.search(word)):
            if word[: inner.start()].lower() in joined:
                capital = True
            else:
                start += inner.end()
                word = word[inner.end() :]
                capital = True
        tokens.append(Token(Span(start, match.end()), word, capital, opens))
        elided = match.end() < len(text) and text[match.end()] in _APOSTROPHE and len(word) <= 2
        opens = opens and elided
    return tuple(tokens)


def _is_after_opening(text: str, end: int, start: int) -> bool:
    """Tell whether a new sentence or quotation opens between two words, so that a capital is due there."""
    between = text[end:start]
    return between != " " and _OPENING.search(between) is not None
