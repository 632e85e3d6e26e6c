"""Sentences of the article text: where each one starts and ends, inside one block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from recoupe.packs import Pack
from recoupe.records.spans import Span, stripped
from recoupe.stages.read.draft import Draft

# A terminal, then what closes with it (a quotation mark may stand after a space), then white space; that may
# be lost behind a full stop ("le ministère.Un autre").
_END = re.compile(r"(?:[.!?…]{1,8})(?:[^\S\n]?[»”]|[\"'’)\]]){0,4}(?=\s|(?<=[a-zà-ÿ]{3}\.)[A-ZÀ-Ý])")
_DOTTED = re.compile(r"(?:\b[A-Z]\.){2,6}$")
_INITIAL = re.compile(r"(?:^|[\s(«“\-–.])([^\W\d_])\.$")
_NEXT_INITIAL = re.compile(r"[^\W\d_]\.")
_OPENERS = "«“\"'‘(["
_DASHES = "-–—"
_LOOK_BACK = 24


@dataclass(frozen=True)
class _Abbreviations:
    """Abbreviations of a pack by kind, and the words that open a sentence after a doubtful full stop."""

    before: frozenset[str]
    number: frozenset[str]
    doubtful: frozenset[str]
    openers: frozenset[str]


@cache
def _abbreviations(pack: Pack) -> _Abbreviations:
    rows = pack.lexicon("abbreviations")
    kinds = {
        kind: frozenset(row["abbreviation"] for row in rows if row["kind"] == kind)
        for kind in ("before", "number", "any")
    }
    openers = frozenset(row["word"].capitalize() for row in pack.lexicon("function_words"))
    return _Abbreviations(kinds["before"], kinds["number"], kinds["any"], openers)


def find_sentences(draft: Draft) -> tuple[Span, ...]:
    """Return the sentences of the article text, in order; a heading is one, and none leaves its block.

    A closing quotation mark or bracket belongs to the sentence that ends before it. A quotation of
    several sentences gives several sentences.
    """
    abbreviations = _abbreviations(draft.pack)
    return tuple(
        sentence
        for block in draft.blocks()
        for sentence in _sentences(draft.text, block, abbreviations=abbreviations)
    )


def _sentences(text: str, block: Span, *, abbreviations: _Abbreviations) -> Iterator[Span]:
    start = block.start
    for match in _END.finditer(text, block.start, block.end):
        if _is_end(text, match, block=block, abbreviations=abbreviations):
            sentence = stripped(text, Span(start, match.end()))
            if sentence:
                yield sentence
            start = match.end()
    rest = stripped(text, Span(start, block.end))
    if rest:
        yield rest


def _is_end(text: str, match: re.Match[str], *, block: Span, abbreviations: _Abbreviations) -> bool:
    following = _following(text, match.end(), block.end)
    if not following:
        return True
    first = following.lstrip(_OPENERS + _DASHES + " \u00a0\u202f")[:1]
    opens_quote = following[0] in "«“"
    if not first or not (first.isupper() or first.isdigit() or opens_quote or following[0] in _DASHES):
        return False
    if following[0] in _DASHES and not first.isupper() and not first.isdigit():
        return False
    if match[0] != ".":
        return True
    if not text[match.end()].isspace():
        return re.split(r"[\s,.;:'’]", following)[0] in abbreviations.openers
    before = text[max(block.start, match.start() - _LOOK_BACK) : match.start() + 1]
    return not _is_abbreviation(before, following, abbreviations=abbreviations)


def _following(text: str, start: int, end: int) -> str:
    """Return a few characters of what follows, without the white space before it."""
    while start < end and text[start].isspace():
        start += 1
    return text[start : min(end, start + _LOOK_BACK)]


def _is_abbreviation(before: str, following: str, *, abbreviations: _Abbreviations) -> bool:
    """Tell whether the full stop that ends `before` belongs to a shortened word and ends no sentence."""
    word = re.split(r"[\s(«“'’]", before)[-1]
    two_words = " ".join(before.split()[-2:])
    if word in abbreviations.before or two_words in abbreviations.before:
        return True
    if word in abbreviations.number:
        return following[0].isdigit() or following[0] == "°"
    next_word = re.split(r"[\s,.;:'’]", following)[0]
    if word in abbreviations.doubtful or _DOTTED.search(before):
        return next_word not in abbreviations.openers
    initial = _INITIAL.search(before)
    goes_on = _NEXT_INITIAL.match(following) is not None or next_word not in abbreviations.openers
    return bool(initial and initial[1].isupper() and goes_on)
