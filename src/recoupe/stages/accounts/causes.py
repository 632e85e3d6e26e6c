"""The causes an article tells: what brought about what it is about, or another event that it names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from recoupe.records.accounts import Comparable, Setting
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.stages.accounts.cause_words import ToldCause, causes_in, mishaps_in
from recoupe.stages.accounts.clause_facts import ClauseFact, comparable_of
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.text.folded import folded
from recoupe.stages.values.days import instant_of

LONG_BEFORE = timedelta(days=30)
"""A sentence that names a time so long before its article tells of another event of the kind."""

_LEAD_SENTENCES = 2
"""The sentences that tell what an article is about: its title, and the one behind it."""


def causes(teller: Teller) -> Iterator[Comparable]:
    """Yield the causes that the article tells, in text order, each of an event or of its whole story."""
    text = teller.document.text
    found = [
        (sentence, told)
        for sentence in teller.reading.sentences
        for told in causes_in(teller.pack, folded(sentence.of(text)))
        if not _is_of_long_before(teller, sentence)
    ]
    if not found:
        return
    about = mishaps_in(teller.pack, folded(". ".join(s.of(text) for s in _lead(teller))))
    denied = {key for _, told in found if told.polarity == "denied" for key in told.value.keys}
    for sentence, told in found:
        setting = Setting(
            noun=told.effect,
            words=tuple(sorted(about)),
            places=tuple(sorted(set(_places(teller, (*_lead(teller), sentence))))),
            is_before=told.was_thought,
            denied=tuple(sorted(denied)) if told.polarity == "asserted" else (),
        )
        yield _comparable(teller, sentence, told, setting)


def _lead(teller: Teller) -> tuple[Span, ...]:
    return teller.reading.sentences[:_LEAD_SENTENCES]


def _is_of_long_before(teller: Teller, sentence: Span) -> bool:
    published = instant_of(teller.document)
    return published is not None and any(
        time.when is not None and time.when.latest is not None and time.when.latest < published - LONG_BEFORE
        for time in teller.reading.times
        if sentence.holds(time.span)
    )


def _comparable(teller: Teller, sentence: Span, told: ToldCause, setting: Setting) -> Comparable:
    span = told.span.moved(sentence.start)
    return comparable_of(
        teller,
        sentence,
        ClauseFact("cause", span, told.value, told.polarity, setting),
        id_=make_id("cmp", teller.document.id, "cause", f"{span.start}:{span.end}"),
        certainty=told.certainty,
    )


def _places(teller: Teller, spans: tuple[Span, ...]) -> Iterator[str]:
    """Yield the keys of the known places that some sentences name, with the wider ones that they lie in."""
    entities = {e.id: e for e in teller.reading.entities if e.type == "LOC"}
    for mention in teller.reading.mentions:
        entity = entities.get(mention.entity_id or "")
        if (
            entity is not None
            and entity.key is not None
            and entity.within
            and any(s.holds(mention.span) for s in spans)
        ):
            yield from (entity.key, *entity.within)
