"""The timeline: every said time of the story's encounters, in order, in the articles' words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from recoupe.dossier.dossier import Evidence, Moment
from recoupe.dossier.material import Material
from recoupe.records.spans import Span
from recoupe.records.values import When

_LAST = datetime.max.replace(tzinfo=UTC)


class _Said(msgspec.Struct, frozen=True):
    """A said time, where it stands, and the encounter it is about."""

    evidence: Evidence
    when: When
    about: str | None


def make_timeline(material: Material) -> tuple[Moment, ...]:
    """Return the said times, earliest first; those without a readable time last.

    Articles that say the same time of the same thing share one entry.
    """
    groups: dict[tuple[str | None, str, datetime | None, datetime | None], list[_Said]] = {}
    for said in _said_times(material):
        key = (said.about, said.when.edtf, said.when.earliest, said.when.latest)
        groups.setdefault(key, []).append(said)
    moments = [
        Moment(
            group[0].evidence.words,
            tuple(said.evidence for said in group),
            material.in_order(said.evidence.words.anchor.document_id for said in group),
            earliest,
            latest,
            about,
        )
        for (about, _, earliest, latest), group in groups.items()
    ]
    return tuple(sorted(moments, key=lambda m: (m.earliest or _LAST, m.latest or _LAST)))


def _said_times(material: Material) -> Iterator[_Said]:
    """Yield the times told of encounters, then the dates of sentences that speak of an encounter."""
    seen: set[tuple[str, Span]] = set()
    told = {t: h.id for h in material.happenings for t in h.told_ids}
    for document in material.documents:
        account = material.account.get(document.id)
        for fact in () if account is None else account.comparables:
            if fact.slot != "time" or not isinstance(fact.value, When):
                continue
            evidence = material.evidence(fact.anchor, fact.sentence)
            if evidence is not None:
                seen.add((document.id, fact.anchor.span))
                yield _Said(evidence, fact.value, told.get(fact.about or ""))
    for document in material.documents:
        yield from _dated_sentences(material, document.id, seen)


def _dated_sentences(material: Material, document_id: str, seen: set[tuple[str, Span]]) -> Iterator[_Said]:
    reading = material.reading.get(document_id)
    if reading is None:
        return
    about = [(a.span, h.id) for h in material.happenings for a in h.evidence if a.document_id == document_id]
    for time in reading.times:
        near = next((key for span, key in about if span.holds(time.span)), None)
        if near is None or time.when is None or time.type not in ("date", "time"):
            continue
        if any(key == document_id and span.meets(time.span) for key, span in seen):
            continue
        evidence = material.evidence(material.words_at(document_id, time.span).anchor)
        if evidence is not None:
            yield _Said(evidence, time.when, near)
