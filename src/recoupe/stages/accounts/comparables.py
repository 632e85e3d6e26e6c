"""Comparables of one article: the facts of its encounters, the remarks it quotes, the figures it gives."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from recoupe.packs import Pack
from recoupe.records.accounts import Comparable, Source
from recoupe.records.documents import Document
from recoupe.records.findings import (
    Authority,
    Certainty,
    Encounter,
    Quantity,
    Quotation,
    Reading,
    Slot,
)
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor, Span, anchor, stripped
from recoupe.records.values import Interval, Label, Who, Words
from recoupe.stages.accounts.ages import is_age
from recoupe.stages.accounts.happened import role
from recoupe.stages.accounts.persons import told_persons
from recoupe.stages.accounts.ranks import ranks_at
from recoupe.stages.accounts.settings import Settings
from recoupe.stages.read.amounts import money_units
from recoupe.stages.read.quotations.marks import find_marked
from recoupe.stages.text.folded import folded
from recoupe.stages.text.topics import Lexis, content_keys

_MOST_BETWEEN = 12
"""Characters between a figure and what it counts that are shown with both."""

_FEW_WORDS = 5
"""Fewer quoted words in a report are a term, not what somebody said."""

_MOST_OF = 0.6
"""Part of the words of a report that are quoted when the rest only leads to them."""

_MOST_WITHIN = 60
"""Characters between a figure and the time within which it was reached."""

_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?:[ '’][^\W\d_]+)*['’]?")


@dataclass(frozen=True)
class Teller:
    """One article with its reading: what its comparables are made from."""

    document: Document
    reading: Reading
    pack: Pack

    @cached_property
    def lexis(self) -> Lexis:
        """The article's words with its names, for the keys of topics and remarks."""
        return Lexis(self.document.text, self.reading.mentions, self.reading.entities, self.pack)

    @cached_property
    def home(self) -> str | None:
        """The one place named more than once in the article, by entity; None when there are more or none."""
        often = [e.id for e in self.reading.entities if e.type == "LOC" and len(e.mention_ids) > 1]
        return often[0] if len(often) == 1 else None

    def ranks_in(self, sentence: Span) -> tuple[str, ...]:
        """Return which one of several a sentence is about, as in `Setting.ranks`."""
        sentences = self.reading.sentences
        return ranks_at(self.pack, self.document.text, sentences, sentences.index(sentence))

    def at(self, span: Span) -> Anchor:
        """Return the anchor on a span of the article."""
        return anchor(self.document.id, self.document.text, span)

    def sentences_over(self, span: Span) -> Span:
        """Return the whole sentences that a span touches, as one span; the span itself if there are none."""
        touched = [s for s in self.reading.sentences if s.meets(span)]
        return Span(min(touched[0].start, span.start), max(touched[-1].end, span.end)) if touched else span

    def quotation_over(self, span: Span) -> Quotation | None:
        """Return the quotation whose exact words hold a span; None when the article itself speaks."""
        return next((q for q, parts in self._exact if any(part.holds(span) for part in parts)), None)

    def remark_over(self, span: Span) -> Quotation | None:
        """Return the remark, quoted or reported, that a fact is part of; None when nobody says it."""
        for quotation in self.reading.quotations:
            if any(part.meets(span) for part in quotation.content):
                return quotation
        return None

    def reached_in(self, quantity: Quantity) -> Iterator[Span]:
        """Yield the lengths of time in which a figure is told to be reached: "78 corps en trois jours"."""
        if is_age(quantity):
            return
        at = quantity.span.end
        near = (
            bisect_right(self._lengths, at, key=_start),
            bisect_right(self._lengths, at + _MOST_WITHIN, key=_start),
        )
        for length in self._lengths[slice(*near)]:
            between = folded(self.document.text[at : length.start])
            if role(self.pack, "within").search(between):
                yield length

    @cached_property
    def reaching(self) -> frozenset[Span]:
        """The lengths of time in which some figure of the reading is told to be reached."""
        return frozenset(length for q in self.reading.quantities for length in self.reached_in(q))

    @cached_property
    def _lengths(self) -> list[Span]:
        return sorted(time.span for time in self.reading.times if time.duration is not None)

    def is_quoted(self, span: Span) -> bool:
        """Tell whether most of a span stands between quotation marks that somebody's exact words have."""
        shared = sum(part.n_shared(span) for _, parts in self._exact for part in parts)
        return 2 * shared > len(span)

    @cached_property
    def _exact(self) -> tuple[tuple[Quotation, tuple[Span, ...]], ...]:
        """The quotations with the spans of their exact words, for those that have some."""
        found = []
        for quotation in self.reading.quotations:
            if quotation.type == "direct":
                found.append((quotation, quotation.content))
            elif quotation.type == "mixed":
                marked = find_marked(self.document.text, quotation.content)
                found.append((quotation, tuple(one.content for one in marked)))
        return tuple(found)

    def sources(self, authority: tuple[Authority, ...]) -> tuple[Source, ...]:
        """Return the authorities of a finding with their anchors, in the same order."""
        return tuple(
            Source(a.kind, a.name, self.at(self._naming(a.span, a.entity_id)), a.entity_id) for a in authority
        )

    def speaker(self, quotation: Quotation) -> tuple[Source, ...]:
        """Return the speaker of a quotation as its innermost authority; empty when nobody is named."""
        if quotation.speaker is None:
            return ()
        named = quotation.speaker_span or self._last_named(quotation)
        if named is None:
            return ()
        span = self._naming(named, quotation.speaker_entity_id)
        kinds = {e.id: e.type for e in self.reading.entities}
        person = kinds.get(quotation.speaker_entity_id or "", "PER") == "PER"
        return (
            Source(
                "person" if person else "institution",
                quotation.speaker,
                self.at(span),
                quotation.speaker_entity_id,
            ),
        )

    def speaker_id(self, quotation: Quotation) -> str | None:
        """Return whom the words for a speaker mean: one who is called by a role only, too; None: unknown."""
        span = quotation.speaker_span
        if quotation.speaker_entity_id is not None or span is None:
            return quotation.speaker_entity_id
        called = (m for m in self.reading.mentions if m.form == "nominal" and m.span.meets(span))
        return next((mention.entity_id for mention in called), None)

    def _last_named(self, quotation: Quotation) -> Span | None:
        """The last words before a quotation that refer to its speaker, or the first ones after it."""
        return self._nearest_words(quotation.speaker_entity_id, quotation.content[0].start)

    def _naming(self, span: Span, entity_id: str | None) -> Span:
        """Return where somebody is named whom a finding only calls "she"; other words stay as they are."""
        if span.of(self.document.text).casefold() not in _pronouns(self.pack):
            return span
        return self._nearest_words(entity_id, span.start) or span

    def _nearest_words(self, entity_id: str | None, at: int) -> Span | None:
        """The last words before a place that name somebody, or the first ones after it; None without any."""
        own = [m.span for m in self.reading.mentions if m.entity_id == entity_id and m.form != "pronoun"]
        if entity_id is None or not own:
            return None
        before = [span for span in own if span.end <= at]
        return before[-1] if before else own[0]


def _start(span: Span) -> int:
    return span.start


@cache
def _pronouns(pack: Pack) -> frozenset[str]:
    return frozenset(row["form"] for row in pack.lexicon("pronouns"))


@dataclass(frozen=True)
class _Told:
    """What differs from kind to kind of comparable."""

    about: str | None
    slot: Slot
    span: Span


def encounter_comparables(teller: Teller) -> Iterator[Comparable]:
    """Yield what the article tells about each encounter: its facts, then who took part and its status."""
    for encounter in teller.reading.encounters:
        for fact in encounter.facts:
            yield Comparable(
                make_id("cmp", teller.document.id, encounter.id, fact.slot, _where(fact.span)),
                encounter.id,
                "encounter",
                fact.slot,
                fact.span.of(teller.document.text),
                fact.value,
                fact.polarity,
                fact.certainty,
                None,
                None,
                teller.sources(fact.authority),
                teller.at(fact.span),
                teller.at(fact.sentence),
                fact.sentence.of(teller.document.text),
                teller.quotation_over(fact.span) is not None,
            )
        yield from _participants(teller, encounter)
        yield _plain(
            teller,
            _Told(encounter.id, "status", encounter.triggers[0]),
            value=Label(encounter.status),
        )


def _participants(teller: Teller, encounter: Encounter) -> Iterator[Comparable]:
    ids = tuple(sorted({p.entity_id for p in encounter.participants if p.entity_id is not None}))
    if not ids:
        return
    trigger = encounter.triggers[0]
    sentence = teller.sentences_over(trigger)
    near = [p.span for p in encounter.participants if sentence.holds(p.span)] + [trigger]
    span = Span(min(s.start for s in near), max(s.end for s in near))
    yield _plain(teller, _Told(encounter.id, "participant", span), value=Who(ids))


def _plain(teller: Teller, told: _Told, *, value: Label | Who) -> Comparable:
    sentence = teller.sentences_over(told.span)
    quotation = teller.quotation_over(told.span)
    return Comparable(
        make_id("cmp", teller.document.id, told.about or "", told.slot, _where(told.span)),
        told.about,
        "encounter",
        told.slot,
        told.span.of(teller.document.text),
        value,
        "asserted",
        "certain",
        None,
        None,
        (*teller.sources(quotation.authority), *teller.speaker(quotation)) if quotation else (),
        teller.at(told.span),
        teller.at(sentence),
        sentence.of(teller.document.text),
        quotation is not None,
    )


def remarks(teller: Teller) -> Iterator[Comparable]:
    """Yield the remarks the article quotes or reports, each sentence of a quotation on its own.

    Of a report that is quoted for the most part, the quoted words alone: "he was answering a « call to … »".
    """
    for quotation in teller.reading.quotations:
        for parts in _by_sentence(teller, quotation):
            exact = _exact_words(teller, parts) if quotation.type == "mixed" else None
            parts = (exact,) if exact is not None else parts
            keys = tuple(sorted({key for part in parts for key in content_keys(teller.lexis, part)}))
            if not keys:
                continue
            span = Span(parts[0].start, parts[-1].end)
            sentence = teller.sentences_over(span)
            yield Comparable(
                make_id("cmp", teller.document.id, "remark", _where(span)),
                teller.speaker_id(quotation),
                "remark",
                "wording",
                span.of(teller.document.text),
                Words(keys),
                "asserted",
                quotation.certainty,
                None,
                None,
                (*teller.sources(quotation.authority), *teller.speaker(quotation)),
                teller.at(span),
                teller.at(sentence),
                sentence.of(teller.document.text),
                quotation.type == "direct" or exact is not None,
            )


def _exact_words(teller: Teller, parts: tuple[Span, ...]) -> Span | None:
    """Return the marked words of a report that is little more than these; None when it is more."""
    marked = find_marked(teller.document.text, parts)
    if len(marked) != 1:
        return None
    n_quoted = len(marked[0].content.of(teller.document.text).split())
    n_words = sum(len(part.of(teller.document.text).split()) for part in parts)
    return marked[0].content if n_quoted >= _FEW_WORDS and n_quoted >= _MOST_OF * n_words else None


def _by_sentence(teller: Teller, quotation: Quotation) -> Iterator[tuple[Span, ...]]:
    """Yield the parts of a quotation, those of one sentence together."""
    together: list[tuple[Span, list[Span]]] = []
    for content in quotation.content:
        for sentence in teller.reading.sentences:
            if not sentence.meets(content):
                continue
            part = stripped(
                teller.document.text,
                Span(max(sentence.start, content.start), min(sentence.end, content.end)),
            )
            if part.start >= part.end:
                continue
            if together and together[-1][0] == sentence:
                together[-1][1].append(part)
            else:
                together.append((sentence, [part]))
    for _, parts in together:
        yield tuple(parts)


def figures(teller: Teller) -> Iterator[Comparable]:
    """Yield the figures of the article; a count of which nothing says what it counts is left out."""
    wholes = {quantity.id: quantity for quantity in teller.reading.quantities}
    settings = Settings(teller.document, teller.reading, teller.pack)
    persons = told_persons(teller.document, teller.reading, teller.pack)
    for quantity in (*teller.reading.quantities, *persons):
        slot = _figure_slot(teller, quantity)
        setting = settings.of(quantity)
        whole = wholes.get(quantity.part_of or "")
        # "19 blessés, dont trois …" gives three of the nineteen, no other number of injured.
        same = whole is not None and whole.value.unit == quantity.value.unit
        if same and whole is not None and settings.of(whole).happened == setting.happened:
            continue
        is_told = quantity.value.of is not None or settings.is_measure(quantity)
        if slot == "count" and not is_told and not (is_age(quantity) and (setting.noun or setting.person)):
            continue
        if settings.is_supposed(quantity) or settings.is_base(quantity) or settings.is_listed(quantity):
            continue
        # "1 800 personnes selon la police, 3 500 selon les syndicats": the second figure counts the same.
        span = _counted_span(teller, quantity)
        sentence = teller.sentences_over(span)
        quotation = teller.quotation_over(quantity.span)
        yield Comparable(
            make_id("cmp", teller.document.id, "figure", _where(quantity.span)),
            "story",
            "figure",
            slot,
            span.of(teller.document.text),
            quantity.value,
            quantity.polarity,
            _certainty(quantity, quotation),
            quantity.as_of,
            _scope(teller, quantity),
            _figure_sources(teller, quantity, quotation=quotation),
            teller.at(span),
            teller.at(sentence),
            sentence.of(teller.document.text),
            quotation is not None,
            setting,
        )


def _counted_span(teller: Teller, quantity: Quantity) -> Span:
    """Return the figure with what it counts, when both stand side by side; else the figure alone.

    Behind the figure, some small words may stand between: "deux millions de touristes".
    """
    of_span = quantity.of_span or quantity.span
    first, last = sorted((quantity.span, of_span))
    between = teller.document.text[first.end : last.start].strip()
    is_near = first == quantity.span and len(between) <= _MOST_BETWEEN and _PLAIN_WORDS.fullmatch(between)
    if between and not is_near:
        return quantity.span
    return Span(first.start, max(first.end, last.end))


def _scope(teller: Teller, quantity: Quantity) -> str | None:
    """Return the words that limit a figure; the place where the whole article happens limits nothing."""
    if quantity.scope is None:
        within = next(teller.reached_in(quantity), None)
        return None if within is None else within.of(teller.document.text)
    home = teller.home
    inside = [m for m in teller.reading.mentions if quantity.scope.holds(m.span) and m.type == "LOC"]
    if home is not None and inside and all(m.entity_id == home for m in inside):
        return None
    return quantity.scope.of(teller.document.text)


def _figure_sources(teller: Teller, quantity: Quantity, *, quotation: Quotation | None) -> tuple[Source, ...]:
    if quantity.authority or quotation is None:
        return teller.sources(quantity.authority)
    return (*teller.sources(quotation.authority), *teller.speaker(quotation))


def _certainty(quantity: Quantity, quotation: Quotation | None) -> Certainty:
    return quotation.certainty if quotation and quantity.certainty == "certain" else quantity.certainty


def _figure_slot(teller: Teller, quantity: Quantity) -> Slot:
    value: Interval = quantity.value
    if value.unit == "%":
        return "share"
    if value.unit in money_units(teller.pack):
        return "amount"
    return "vote" if value.unit in teller.lexis.vote_units else "count"


def _where(span: Span) -> str:
    return f"{span.start}:{span.end}"
