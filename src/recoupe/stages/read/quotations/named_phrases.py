"""Whose name a noun phrase bears, inside it or beside it."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.packs import MASKS
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.phrases import is_verb, phrase_end
from recoupe.stages.read.quotations.speech import Token, Words

_LONGEST_TITLE = 9
_PERSON = MASKS["PER"]
_BODY = MASKS["ORG"]
_ROLE = MASKS["ROLE"]


def named_in(chunk: Sequence[Token], words: Words) -> int:
    """Return the index behind the person's name that a chunk between commas is, titles before it; 0 without.

    "the Swiss actor Paul Morel", "Dr Morel"; not "the mother of Paul Morel".
    """
    for i, token in enumerate(chunk[:_LONGEST_TITLE]):
        if token.word[0] == _PERSON:
            return i + 1
        if is_verb(token) or words.has(
            token, "preposition", "conjunction", "relative", "auxiliary", "adverb"
        ):
            return 0
        if words.has(token, "link") and not words.has(token, "determiner"):
            return 0
        if not (token.word[0].isalpha() or token.word in {".", "-"} or token.word[0] == _ROLE):
            return 0
    return 0


def has_person(phrase: Sequence[Token], words: Words) -> bool:
    """Tell whether a phrase bears a person's name, not only in a complement ("the coach of Paul Morel")."""
    return any(
        token.word[0] == _PERSON and not (i and joins(phrase[i - 1], words)) for i, token in enumerate(phrase)
    )


def span_of(phrase: Sequence[Token]) -> Span:
    return Span(phrase[0].span.start, phrase[-1].span.end)


def joins(token: Token, words: Words) -> bool:
    """Tell whether a word opens a phrase that says where, when or to whom, and is no article."""
    return words.has(token, "preposition") or (
        words.has(token, "link") and not words.has(token, "determiner", "coordination")
    )


def named_behind(tokens: Sequence[Token], end: int, words: Words) -> tuple[int, int]:
    """Return the end of a phrase with the complement behind it, and the end of a name inside that, or 0.

    "the adviser to the mayor, …", "the head of studies Anne Morel": the name stands behind a preposition.
    """
    if end >= len(tokens) or not words.has(tokens[end], "preposition"):
        return end, 0
    more = phrase_end(tokens, end + 1, words, bare=True)
    for k in range(end + 2, more):
        if tokens[k].word[0] == _PERSON and not words.has(tokens[k - 1], "link", "determiner", "address"):
            return more, k + 1
    return max(end, more), 0


def names_it(phrase: Sequence[Token], behind: Sequence[Token], words: Words) -> bool:
    """Tell whether a body's name alone between commas says which one "the banks' federation" is."""
    if not phrase or not behind or any(t.word[0] == _PERSON for t in phrase):
        return False
    if not words.has(phrase[0], "definite", "indefinite") or (
        len(behind) < 2 and any(t.is_name for t in phrase)
    ):
        return False
    return behind[0].word[0] == _BODY and (len(behind) == 1 or behind[1].word in {",", "."})
