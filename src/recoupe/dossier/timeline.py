"""The timeline: every said time of the story's encounters, in order, in the articles' words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import msgspec

from recoupe.dossier.dossier import Article, Evidence, Moment
from recoupe.dossier.material import Material
from recoupe.records.values import When

_YEAR = re.compile(r"\b\d{4}\b")
_DAY = len("2031-03-09")
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


def told_on(moment: Moment, articles: Iterable[Article]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return from which day each article speaks that tells a moment in words that need one ("mardi").

    Labels of articles of one day together, with that day as EDTF. None of words that tell the year, and
    none of articles without a date.
    """
    if _YEAR.search(moment.stated.text):
        return ()
    days: dict[str, list[str]] = {}
    for article in articles:
        if article.document_id in moment.document_ids and article.published is not None:
            days.setdefault(article.published.value[:_DAY], []).append(article.label)
    return tuple((tuple(labels), day) for day, labels in sorted(days.items()))


def _said_times(material: Material) -> Iterator[_Said]:
    """Yield the times told of the encounters, then those of the story's other events.

    Other dates in the same sentences are left out: they are as often about something else ("the
    election of 2016"). What is told of an encounter is not told again of the story.
    """
    told = {t: h.id for h in material.happenings for t in h.told_ids}
    for document in material.documents:
        account = material.account.get(document.id)
        facts = [
            (told.get(fact.about or ""), fact, fact.value)
            for fact in (() if account is None else account.comparables)
            if fact.slot == "time" and isinstance(fact.value, When)
        ]
        of_encounters = [fact.anchor.span for about, fact, _ in facts if about is not None]
        for about, fact, when in facts:
            if about is None and any(span.meets(fact.anchor.span) for span in of_encounters):
                continue
            evidence = material.evidence(fact.anchor, fact.sentence)
            if evidence is not None:
                yield _Said(evidence, when, about)
