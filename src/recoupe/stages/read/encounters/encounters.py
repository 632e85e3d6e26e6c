"""Encounters of one document: meetings, calls, visits and summits, each with all that is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

import msgspec

from recoupe.records.findings import Encounter, Fact, Slot, Status
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.records.values import When
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.encounters.facts import in_their_town
from recoupe.stages.read.encounters.groups import Play
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.sightings import Sighting, otherwise, sightings
from recoupe.stages.read.encounters.subjects import last_person, main_subject
from recoupe.stages.read.encounters.tellings import (
    headline_telling,
    introduce,
    is_adjunct,
    rejoin,
    resolve,
    take_up,
    take_up_this,
)
from recoupe.stages.read.encounters.told import Group, Telling
from recoupe.stages.read.encounters.topics import Teller
from recoupe.stages.read.quotations.authorities import authority_of
from recoupe.stages.values.days import published_days

MAX_SENTENCE_CHARS = 1500
"""Longer sentences are read in pieces, so that the work grows with the text and not with its square. The
longest sentence in every fourth article of press-fr (400 articles) has 690 characters."""
_OFF = frozenset({"cancelled", "postponed"})
_HEADLINE_REACH = 3
"""In which sentence at the latest the encounter of a headline is told: a choice."""


def find_encounters(draft: Draft) -> tuple[Encounter, ...]:
    """Return the encounters of a document, in order of their first mention."""
    scene = Scene(draft)
    play = Play(scene)
    teller = Teller(scene, play)
    for order, sentence in enumerate(draft.sentences):
        for piece in _pieces(draft.text, sentence):
            told = _read(scene, play, piece, order=order)
            if told or play.groups:
                teller.tell(piece, order, told)
        person = last_person(scene, sentence)
        play.last_subject = main_subject(scene, sentence) or person or play.last_subject
        play.last_person = person or play.last_person
    _with_headline(scene, play)
    found = [_encounter(scene, group) for group in play.groups]
    return tuple(sorted(found, key=lambda e: (e.triggers[0], e.id)))


def _with_headline(scene: Scene, play: Play) -> None:
    """Add what a headline that says nobody's name tells of the encounter the text begins with.

    "Crisis talks in Lyon", and below: "The mayor and the prefect talked on Monday …".
    """
    sentences = scene.draft.sentences
    first = min(play.groups, key=lambda group: group.tellings[0].order, default=None)
    if first is None or not 0 < first.tellings[0].order <= _HEADLINE_REACH:
        return
    if sentences[0] not in scene.draft.blocks():
        return
    telling = headline_telling(scene, sentences[0], stems={t.stem for t in first.tellings})
    if telling is None or first.kind != telling.kind:
        return
    if telling.status is not None and all(t.status is None for t in first.tellings):
        first.status = telling.status
    first.add(replace(telling, order=first.last_order))


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the sentence, or pieces of one that is too long to be a sentence of the press."""
    start = sentence.start
    while sentence.end - start > MAX_SENTENCE_CHARS:
        space = text.rfind(" ", start + 1, start + MAX_SENTENCE_CHARS)
        end = space if space > start else start + MAX_SENTENCE_CHARS
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)


def _read(scene: Scene, play: Play, sentence: Span, *, order: int) -> list[tuple[Telling, Group]]:
    """Add the encounters a sentence tells; those that say who takes part come first."""
    seen = sightings(scene, sentence, order)
    heads = tuple(s for s in seen if not is_adjunct(scene, s) and not _is_in_a_name(scene, s))
    told: list[tuple[Telling, Group]] = []
    later: list[Sighting] = []
    for sighting in seen:
        this = take_up_this(scene, play, sighting, _others(heads, sighting))
        if this is not None:
            told.append(this)
            continue
        found = _resolved(scene, play, sighting, _others(heads, sighting))
        telling = tuple(_called_off(scene, play, sighting, one) for one in found)
        told += [(one, play.put(one)) for one in telling]
        if not telling:
            again_told = rejoin(scene, play, sighting, _others(heads, sighting))
            if again_told is not None:
                told.append(again_told)
            else:
                later.append(sighting)
    told = _with_purposes(scene, play, _with_journeys(scene, play, told))
    for sighting in later:
        again = take_up(scene, play, sighting, _others(heads, sighting))
        if again is not None:
            told.append(again)
    return sorted(told, key=lambda tg: tg[0].trigger)


def _is_in_a_name(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the word is part of a body's name ("the Conference of X"): no fact is of it."""
    span = sighting.trigger.span
    return any(
        p.kind == "body" and p.name_span.holds(span) and p.name_span != span for p in scene.touching(span)
    )


def _resolved(scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]) -> tuple[Telling, ...]:
    """Return the encounters the word tells, by the first of its readings that says who takes part."""
    words = scene.masked[sighting.sentence.start : sighting.sentence.end]
    has_sides = bool(scene.within(sighting.sentence)) or any(
        rule.search(words) for rule in scene.rules("pronoun")
    )
    for reading in chain((sighting,), otherwise(scene, sighting) if has_sides else ()):
        read = introduce if reading.is_again else resolve
        telling = read(scene, play, reading, others)
        if telling:
            return telling
    return ()


def _called_off(scene: Scene, play: Play, sighting: Sighting, telling: Telling) -> Telling:
    """Return the telling; what was to take place goes the way of what was just told to be called off.

    "His visit is put off. He was to meet the mayor there."
    """
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    group = play.told[-1] if play.told else None
    if group is None or group.status not in _OFF or telling.status != "planned":
        return telling
    was_to = any(rule.search(words) for rule in scene.rules("was to"))
    is_its = was_to and play.is_near(group, telling) and group.has(telling.who)
    return replace(telling, status=group.status) if is_its else telling


def _with_journeys(
    scene: Scene, play: Play, told: list[tuple[Telling, Group]]
) -> list[tuple[Telling, Group]]:
    """Return the tellings; one who travels to meet somebody is said to meet, not to visit as well."""
    kept = list(told)
    for visit, group in told:
        for meeting, meant in told:
            is_alone = group.kind == "visit" and all(t.order in (0, visit.order) for t in group.tellings)
            if not is_alone or meant.kind not in ("meeting", "summit"):
                continue
            slots = _journey(scene, visit, meeting) if group.keys <= meant.keys else None
            if slots is not None:
                play.join(group, meant, slots=slots)
                kept[kept.index((visit, group))] = (visit, meant)
                break
    return kept


def _with_purposes(
    scene: Scene, play: Play, told: list[tuple[Telling, Group]]
) -> list[tuple[Telling, Group]]:
    """Return the tellings; those received "to talk with Y" are told to meet once."""
    kept = list(told)
    for i, (telling, group) in enumerate(told):
        for later, meant in told[i + 1 :]:
            between = scene.masked[telling.trigger.end : later.trigger.start]
            is_alone = (
                len(meant.tellings) == 1 and meant is not group and group.kind == meant.kind == "meeting"
            )
            is_purpose = is_alone and any(rule.search(between) for rule in scene.rules("meant for"))
            if is_purpose and group.has(meant.who):
                play.join(meant, group, slots=("place", "time", "topic"))
                kept[kept.index((later, meant))] = (later, group)
    return kept


def _journey(scene: Scene, visit: Telling, meeting: Telling) -> tuple[Slot, ...] | None:
    """Return what the visit tells of the meeting it is the way to; None when it is more than the way.

    Who "has arrived to meet X" has been there; one who has arrived and has met X may have come long before.
    One who "is received by X for his first visit" pays none besides.
    """
    if visit.trigger > meeting.trigger:
        before = scene.masked[meeting.trigger.end : visit.trigger.start]
        return () if any(rule.search(before) for rule in scene.rules("during")) else None
    between = scene.masked[visit.trigger.end : meeting.trigger.start]
    matches = (rule.search(between) for rule in scene.rules("journey"))
    way = next((match for match in matches if match is not None), None)
    if way is not None:
        is_ahead = visit.status not in (None, "held") or visit.is_present
        return ("place", "time") if is_ahead or not way["ahead"] else None
    goers = {p.key for p in visit.who}
    # Who goes somewhere and talks with those who live there has paid a visit and held a meeting.
    is_to_somebody = any(p.kind != "group" for p in meeting.who if p.key not in goers)
    is_one = visit.is_going and is_to_somebody and (visit.status or "held") == (meeting.status or "held")
    return ("place",) if is_one else None


def _others(heads: tuple[Sighting, ...], sighting: Sighting) -> tuple[Span, ...]:
    own = sighting.match.span() if sighting.rule.options["subject"] == "gathering" else (0, 0)
    start = sighting.sentence.start
    inside = Span(start + own[0], start + own[1])
    return tuple(s.trigger.span for s in heads if s is not sighting and not inside.holds(s.trigger.span))


def _encounter(scene: Scene, group: Group) -> Encounter:
    draft = scene.draft
    triggers = tuple(sorted(t.trigger for t in group.tellings))
    known = in_their_town(scene, _on_opening_authority(draft, group))
    facts = tuple(sorted(_distinct(known), key=lambda f: (f.span, f.slot, f.producer)))
    evidence = {t.sentence for t in group.tellings} | {f.sentence for f in facts}
    first = min(group.tellings, key=lambda t: t.trigger)
    return Encounter(
        make_id("enc", draft.document.id, f"{first.trigger.start}:{first.trigger.end}", *sorted(group.keys)),
        group.kind,
        triggers,
        tuple(p.participant() for p in group.who),
        group.channel,
        _status(draft, group, facts),
        facts,
        tuple(sorted(evidence)),
        first.rule_id,
    )


def _status(draft: Draft, group: Group, facts: tuple[Fact, ...]) -> Status:
    """Return whether it took place: what no verb says to have been held, and lies ahead, is planned.

    "The forum opens on 3 May" is told in the present; the article's own date says which it is.
    """
    if group.status != "held" or any(t.status is not None or t.is_past for t in group.tellings):
        return group.status
    stated = draft.document.published
    published = published_days(stated.value) if stated else None
    starts = [f.value.earliest for f in facts if f.slot == "time" and isinstance(f.value, When)]
    dated = [start.date() for start in starts if start is not None]
    if published is not None and dated and min(dated) > published.last:
        return "planned"
    return group.status


def _on_opening_authority(draft: Draft, group: Group) -> list[Fact]:
    """Return the facts; what follows an opening such as "…, Tass reports" stands on its authority too.

    Only for the sentence right behind the opening one, and only when both tell of this encounter.
    """
    opening = draft.sentences[0] if draft.sentences else None
    if opening is None or all(t.sentence != opening for t in group.tellings):
        return group.facts
    named = authority_of(draft, opening)
    if not any(a.kind in ("agency", "communique") for a in named):
        return group.facts
    follows = draft.sentences[1:2]
    return [
        msgspec.structs.replace(f, authority=named) if f.sentence in follows and not f.authority else f
        for f in group.facts
    ]


def _distinct(facts: list[Fact]) -> list[Fact]:
    """The facts without those that a wider reading of the same words repeats."""
    out: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (f.slot, f.span.start, -f.span.end)):
        if not any(o.slot == fact.slot and o.span.holds(fact.span) for o in out):
            out.append(fact)
    return out
