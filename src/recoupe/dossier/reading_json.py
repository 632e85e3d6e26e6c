"""What one article says, in the shape of `recoupe read --json`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from recoupe.dossier.as_json import SCHEMA, Json, issue_text
from recoupe.messages import Catalogue
from recoupe.records.documents import Document
from recoupe.records.findings import Encounter, Fact, Quotation, Reading
from recoupe.records.ledger import Issue
from recoupe.records.spans import Span


def reading_object(
    document: Document | None, reading: Reading | None, issues: Iterable[Issue], catalogue: Catalogue
) -> Json:
    """Return one article's findings; of an article that gave no text, its issues alone."""
    issues = tuple(issues)
    found: Json = {} if document is None else _of_document(document, reading)
    if document is None:
        found = {"document": {"id": None, "input": issues[0].input if issues else None, "text": None}}
    return {
        "schema": SCHEMA,
        "kind": "reading",
        **found,
        "issues": [{"code": issue.code, "detail": issue_text(issue, catalogue)} for issue in issues],
    }


def _of_document(document: Document, reading: Reading | None) -> Json:
    judged = None if reading is None else reading.machine_translated
    about: Json = {
        "id": document.id,
        "input": document.input,
        "outlet": None if document.outlet is None else document.outlet.value,
        "url": document.url,
        "language": document.language,
        "title": None if document.title is None else document.title.value,
        "published": None
        if document.published is None
        else {"value": document.published.value, "stated_by": document.published.stated_by},
        "machine_translated": {
            "value": None if judged is None else judged.value,
            "why": [] if judged is None else list(judged.reasons),
        },
        "section": document.section,
        "tags": list(document.tags),
        "text": document.text,
        "map": [[run.start, run.source_start, run.length] for run in document.offset_map],
    }
    blocks = [{"start": b.span.start, "end": b.span.end, "kind": b.kind} for b in document.blocks]
    return {"document": about, "blocks": blocks, **({} if reading is None else _findings(document, reading))}


def _findings(document: Document, reading: Reading) -> Json:
    text = document.text
    return {
        "not_read": reading.not_read,
        "sentences": _pairs(reading.sentences),
        "mentions": [
            {**_ends(m.span), "type": m.type, "form": m.form, "entity": m.entity_id} for m in reading.mentions
        ],
        "entities": [
            {
                "id": entity.id,
                "type": entity.type,
                "name": entity.name,
                "names": list(entity.names),
                "role": entity.roles[0].stated if entity.roles else None,
                "key": entity.key,
                "within": list(entity.within),
            }
            for entity in reading.entities
        ],
        "times": [
            {
                **_ends(time.span),
                "type": time.type,
                "value": time.value,
                "earliest": _builtin(None if time.when is None else time.when.earliest),
                "latest": _builtin(None if time.when is None else time.when.latest),
                "hedge": time.hedge,
                "duration": _builtin(time.duration),
            }
            for time in reading.times
        ],
        "quotations": [_quotation(quotation) for quotation in reading.quotations],
        "encounters": [_encounter(encounter) for encounter in reading.encounters],
        "quantities": [
            {
                **_ends(q.span),
                "low": q.value.low,
                "high": q.value.high,
                "unit": q.value.unit,
                "hedge": q.value.hedge,
                "of": None if q.of_span is None else q.of_span.of(text),
                "as_of": None if q.as_of is None else q.as_of.edtf,
                "authority": [source.name for source in q.authority],
                "polarity": q.polarity,
                "certainty": q.certainty,
            }
            for q in reading.quantities
        ],
        "credits": [
            {**_ends(credit.span), "kind": credit.kind, "name": credit.name, "covers": credit.covers}
            for credit in reading.credits
        ],
    }


def _quotation(quotation: Quotation) -> Json:
    return {
        "type": quotation.type,
        "content": _pairs(quotation.content),
        "cue": None if quotation.cue is None else _pair(quotation.cue),
        "speaker_span": None if quotation.speaker_span is None else _pair(quotation.speaker_span),
        "speaker": quotation.speaker,
        "entity": quotation.speaker_entity_id,
        "certainty": quotation.certainty,
        "authority": [source.name for source in quotation.authority],
    }


def _encounter(encounter: Encounter) -> Json:
    facts: dict[str, list[Fact]] = {}
    for fact in encounter.facts:
        facts.setdefault(fact.slot, []).append(fact)
    return {
        "id": encounter.id,
        "kind": encounter.kind,
        "trigger": _pair(encounter.triggers[0]),
        "triggers": _pairs(encounter.triggers),
        "participants": [
            {"name": p.name, "role": p.role, "span": _pair(p.span), "entity": p.entity_id}
            for p in encounter.participants
        ],
        "place": _first(facts.get("place", [])),
        "time": _first(facts.get("time", [])),
        "duration": _first(facts.get("duration", [])),
        "channel": encounter.channel,
        "format": [fact.stated for fact in facts.get("format", [])],
        "status": encounter.status,
        "topics": [
            {
                "topic": fact.stated,
                "span": _pair(fact.span),
                "polarity": "denied" if fact.polarity == "denied" else "raised",
            }
            for fact in facts.get("topic", [])
        ],
        "facts": [
            {
                "slot": fact.slot,
                "stated": fact.stated,
                "span": _pair(fact.span),
                "value": _builtin(fact.value),
                "polarity": fact.polarity,
                "certainty": fact.certainty,
                "authority": [source.name for source in fact.authority],
            }
            for fact in encounter.facts
        ],
        "evidence": _pairs(encounter.evidence),
    }


def _first(facts: list[Fact]) -> str | None:
    return facts[0].stated if facts else None


def _builtin(value: object) -> Any:  # Any: whatever JSON can hold
    return msgspec.to_builtins(value)


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [_pair(span) for span in spans]
