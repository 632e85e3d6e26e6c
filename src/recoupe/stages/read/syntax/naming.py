"""What nouns a document calls somebody by: "la fédération des scieries, Ligna", "X est un quotidien"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from recoupe.records.findings import Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.syntax.parse import Parse
from recoupe.stages.read.syntax.parser import can_parse, parse_sentences

_NOUN = "NOUN"
_NEAR_CHARS = 60
"""A name farther from the noun is hardly ever explained by it, and its sentence need not be parsed."""
_MAX_SENTENCES = 8
"""Sentences parsed for one noun: whoever is introduced at all is introduced early."""


@lru_cache(maxsize=64)
def called_by(draft: Draft, noun: str, *, types: frozenset[str], within: Span | None = None) -> str | None:
    """Return the one entity of some types that the document calls by a noun; None for none or several.

    noun: in lower case. within: the only sentence looked at; all of them when None. Only sentences that
    hold the noun and a name near it are parsed, and those of one question once. A noun counts where it and
    the name explain one another ("l'entreprise pilote, Vermeg"), where the name stands behind the noun
    without a preposition ("le collectif Rivage"), and where the sentence says that one is the other.
    """
    if not can_parse(draft):
        return None
    names = [m for m in draft.mentions if m.form == "name" and m.type in types and m.entity_id]
    places = [place for place in _places(draft, noun) if within is None or within.holds(place)]
    beside = [
        (s, m) for place in places for m in names if _is_near(place, m) if (s := _sentence(draft, place, m))
    ]
    sentences = sorted({sentence for sentence, _ in beside})[:_MAX_SENTENCES]
    parses = parse_sentences(draft, sentences)
    found = {
        mention.entity_id
        for sentence, mention in beside
        if sentence in parses and noun in _nouns_of(draft, parses[sentence], mention)
    }
    return found.pop() if len(found) == 1 else None


def _places(draft: Draft, noun: str) -> list[Span]:
    pattern = re.compile(rf"(?<!\w){re.escape(noun)}(?!\w)", re.IGNORECASE)
    return [Span(*match.span()) for match in pattern.finditer(draft.text)]


def _is_near(place: Span, mention: Mention) -> bool:
    return max(place.start, mention.span.start) - min(place.end, mention.span.end) <= _NEAR_CHARS


def _sentence(draft: Draft, place: Span, mention: Mention) -> Span | None:
    sentence = draft.sentence_at(place.start)
    return sentence if sentence is not None and sentence.holds(mention.span) else None


def _nouns_of(draft: Draft, parse: Parse, mention: Mention) -> set[str]:
    """Return the nouns, in lower case, that a sentence calls the bearer of a name by."""
    inside = parse.indices_in(mention.span)
    tops = [i for i in inside if parse.words[i].head not in inside or parse.words[i].head == i]
    return {
        parse.words[i].span.of(draft.text).lower()
        for top in tops[:1]
        for i in _calling(parse, top, inside)
        if parse.words[i].tag == _NOUN
    }


def _calling(parse: Parse, name: int, inside: Sequence[int]) -> Iterator[int]:
    """Yield the words that explain a name whose head is `name`, or are explained by it."""
    word = parse.words[name]
    marked = any(parse.words[i].relation == "case" for i in parse.children[name])
    if word.relation in {"appos", "flat"} or (word.relation == "nmod" and not marked):
        yield word.head
    yield from (i for i in parse.children[name] if i not in inside and parse.words[i].relation == "appos")
    if word.relation == "nsubj" and any(parse.words[i].relation == "cop" for i in parse.children[word.head]):
        yield word.head
