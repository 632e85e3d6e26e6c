"""Who speaks, as words: the noun phrase behind a verb of saying or a word for a source."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.packs import MASKS
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.named_phrases import (
    has_person,
    joins,
    named_behind,
    named_in,
    names_it,
    span_of,
)
from recoupe.stages.read.quotations.phrases import (
    is_dotted_address,
    is_glued,
    is_verb,
    opens_phrase,
    phrase_end,
)
from recoupe.stages.read.quotations.speech import QUOTE, Token, Unit, Words

_TIME = MASKS["TIME"]
_PERSON = MASKS["PER"]
_ROLE = MASKS["ROLE"]
_LONGEST_COMPARED = 4


def subject_after(unit: Unit, at: int, words: Words) -> Span | None:
    """Return the noun phrase that follows offset `at`, its apposition included; None when none does."""
    tokens = list(unit.tokens_from(at))
    i = _skipped(tokens, 0, words)
    end = phrase_end(tokens, i, words)
    if end == i:
        return None
    return _with_apposition(tokens, i, end, words)


def _skipped(tokens: list[Token], i: int, words: Words) -> int:
    """Return the index after adverbs, times and phrases that say to whom or where ("à l'AFP")."""
    for _ in range(3):
        if _is_occasion(tokens[i : i + 2], words):
            i += 4 if is_glued(tokens, i + 2) else 2  # "cette fois-ci"
        i += _compared(tokens[i : i + _LONGEST_COMPARED], words)
        while i < len(tokens) and not opens_phrase(tokens, i, words):
            adverb = words.has(tokens[i], "adverb") or words.is_manner(tokens[i])
            if not (adverb or tokens[i].word[0] == _TIME):
                break
            i += 1
        if i < len(tokens) and joins(tokens[i], words) and not opens_phrase(tokens, i, words):
            joined = i + 1 < len(tokens) and words.has(tokens[i + 1], "link", "preposition")
            begin = i + 2 if joined else i + 1
            if begin < len(tokens) and tokens[begin].word[0] == _TIME:
                i = begin + 1
                continue
            end = phrase_end(tokens, begin, words, bare=True)
            end = _before_person(tokens, begin, end, words)
            end += end < len(tokens) and words.has(tokens[end], "issued")
            if end < len(tokens) and tokens[end].word == ",":
                end += 1
            goes_on = end < len(tokens) and (
                opens_phrase(tokens, end, words) or words.has(tokens[end], "preposition")
            )
            if end > i + 1 and goes_on:
                i = end
                continue
        if i < len(tokens) and tokens[i].word == ",":
            # An inserted phrase: ", mercredi soir,"
            close = next((k for k in range(i + 1, min(i + 10, len(tokens))) if tokens[k].word == ","), -1)
            if close > 0:
                i = close + 1
                continue
        break
    return i


def _is_occasion(tokens: Sequence[Token], words: Words) -> bool:
    """Tell whether two words say when: "cette fois"."""
    return len(tokens) > 1 and words.has(tokens[0], "demonstrative") and words.has(tokens[1], "occasion")


def _compared(tokens: Sequence[Token], words: Words) -> int:
    """Return how many words say that something was sooner or later: "(un peu) plus tôt"; 0 without."""
    for i in range(len(tokens) - 1):
        if words.has(tokens[i], "comparative"):
            return i + 2 if words.has(tokens[i + 1], "compared") else 0
        if not words.has(tokens[i], "indefinite", "little"):
            return 0
    return 0


def _before_person(tokens: Sequence[Token], begin: int, end: int, words: Words) -> int:
    """Return where a phrase ends when a person's name, with or without "M.", only stands behind it."""
    for k in range(begin + 1, end):
        if tokens[k].word[0] == _ROLE and not words.has(tokens[k - 1], "link", "determiner", "coordination"):
            return k
        if tokens[k].word[0] != _PERSON:
            continue
        first = k
        while first > begin and (words.has(tokens[first - 1], "address") or tokens[first - 1].word == "."):
            first -= 1
        if first > begin and not words.has(tokens[first - 1], "link", "determiner"):
            return first
        return end
    return end


def _with_apposition(tokens: list[Token], i: int, end: int, words: Words) -> Span:
    phrase = tokens[i:end]
    if not has_person(phrase, words):
        longer, named = named_behind(tokens, end, words)
        if named:
            return span_of(tokens[i:named])
        if longer + 1 < len(tokens) and tokens[longer].word == ",":
            beside = tokens[longer + 1 : phrase_end(tokens, longer + 1, words)]
            end = longer if named_in(beside, words) else end
    if end + 1 < len(tokens) and tokens[end].word == "," and not has_person(phrase, words):
        more = phrase_end(tokens, end + 1, words)
        if more > end + 1 and any(t.word[0] == _PERSON for t in tokens[end + 1 : more]):
            named = tokens[end + 1].word[0] == _PERSON or words.has(tokens[end + 1], "address")
            named = named or is_dotted_address(tokens, end + 1, words)
            person = named_in(tokens[end + 1 : more], words)
            if person and tokens[end + person + 1 : more] and tokens[end + person + 1].word[0] == QUOTE:
                return span_of(phrase)  # "selon la mairie, Anne Morel « n'a rien signé »": she is the subject
            closed = more >= len(tokens) or tokens[more].word in {",", ".", ":", ";"}
            if person and closed:
                return Span(phrase[0].span.start, tokens[end + person].span.end)
            if named and not _acts(tokens, more, words):
                return Span(phrase[0].span.start, tokens[more - 1].span.end)
        if names_it(phrase, tokens[end + 1 : end + 3], words):
            return Span(phrase[0].span.start, tokens[end + 1].span.end)
    return span_of(phrase)


def _acts(tokens: Sequence[Token], end: int, words: Words) -> bool:
    """Tell whether a phrase is the subject of what follows: "selon la mairie, Anne Morel a signé"."""
    if end >= len(tokens) or not tokens[end].word[0].isalnum():
        return end < len(tokens) and (is_verb(tokens[end]) or tokens[end].word[0] == QUOTE)
    return not words.has(tokens[end], "preposition", "link", "relative", "adverb", "conjunction")


def source_after(unit: Unit, at: int, words: Words) -> Span | None:
    """Return the phrase behind offset `at` that says from whom something was learnt."""
    tokens = list(unit.tokens_from(at))
    for i in range(min(6, len(tokens))):
        if not words.has(tokens[i], "preposition", "link"):
            continue
        begin = i + 2 if i + 1 < len(tokens) and words.has(tokens[i + 1], "link") else i + 1
        end = phrase_end(tokens, begin, words, bare=True)
        if end > begin:
            return _with_apposition(tokens, begin, end, words)
    return None
