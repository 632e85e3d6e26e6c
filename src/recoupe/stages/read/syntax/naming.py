"""What nouns a document calls somebody by: "la fédération des scieries, Ligna", "X est un quotidien"."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from recoupe.records.findings import Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.syntax.parse import Parse
from recoupe.stages.read.syntax.parser import can_parse, parse_sentences

_NOUN = "NOUN"
_MAX_SENTENCES = 8
"""Sentences parsed for one noun: what is introduced at all is introduced early."""


def called_by(draft: Draft, noun: str, *, types: Collection[str]) -> str | None:
    """Return the one entity of some types that the document calls by a noun; None for none or several.

    noun: in lower case. Only sentences that hold the noun and a name are parsed. A noun counts where it
    and the name explain one another ("l'entreprise pilote, Vermeg"), where the name stands behind the noun
    without a preposition ("le collectif Rivage"), and where the sentence says that one is the other.
    """
    if not can_parse(draft):
        return None
    names = [m for m in draft.mentions if m.form == "name" and m.type in types and m.entity_id]
    near = [span for span in _holding(draft, noun) if any(span.holds(m.span) for m in names)]
    found: set[str] = set()
    for span, parse in sorted(parse_sentences(draft, near[:_MAX_SENTENCES]).items()):
        for mention in names:
            if span.holds(mention.span) and noun in _nouns_of(draft, parse, mention):
                assert mention.entity_id is not None
                found.add(mention.entity_id)
    return found.pop() if len(found) == 1 else None


def _holding(draft: Draft, noun: str) -> list[Span]:
    pattern = re.compile(rf"(?<!\w){re.escape(noun)}(?!\w)", re.IGNORECASE)
    return [span for span in draft.sentences if pattern.search(draft.text, span.start, span.end)]


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
