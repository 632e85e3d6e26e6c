"""The JSON shapes of schema "recoupe/1": names may be added, never renamed.

Offsets count Unicode code points, from zero, half-open. Every `evidence.text` is the text of its
document between `start` and `end`. Only checked dossiers come in here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import (
    ByHand,
    Dossier,
    Encounter,
    Evidence,
    Head,
    OriginLine,
    Person,
    PositionLine,
    Remark,
    Row,
    SharedPassage,
    Wording,
)
from recoupe.dossier.statements import Line, StatedFact, Statement, Verbatim
from recoupe.messages import Catalogue
from recoupe.records.ledger import Issue

SCHEMA = "recoupe/1"
Json = dict[str, Any]  # Any: JSON objects nest without end


def stories_object(heads: Iterable[Checked[Head]], catalogue: Catalogue) -> Json:
    """Return the answer of `recoupe stories --json`."""
    return {"schema": SCHEMA, "kind": "stories", "stories": [_story(h.shown, catalogue) for h in heads]}


def dossier_object(checked: Checked[Dossier], catalogue: Catalogue) -> Json:
    """Return the answer of `recoupe dossier --json`."""
    dossier = checked.shown
    return {
        "schema": SCHEMA,
        "kind": "dossier",
        "story": _story(dossier.story, catalogue),
        "articles": [_article(dossier, i) for i in range(len(dossier.story.articles))],
        "people": [_person(person, catalogue) for person in dossier.people],
        "encounters": [_encounter(encounter, catalogue) for encounter in dossier.encounters],
        "comparisons": [_row(row, catalogue) for row in dossier.all_rows()],
        "quotations": [_remark(remark, catalogue) for remark in dossier.remarks],
        "reuse": [_shared(passage) for passage in dossier.shared],
        "origins": [_origin(origin, catalogue) for origin in dossier.origins],
        "copies": [
            {
                "from": copy.from_id,
                "to": copy.to_id,
                "kind": copy.kind,
                "directed": copy.directed,
                "share": copy.share,
                "why": _said(copy.why, catalogue),
            }
            for copy in dossier.copies
        ],
        "timeline": [
            {
                "earliest": _instant(moment.earliest),
                "latest": _instant(moment.latest),
                "what": moment.stated.text,
                "about": moment.about,
                "evidence": _evidence(moment.evidence),
            }
            for moment in dossier.timeline
        ],
        "silences": [
            {"about": silence.about, "slot": silence.slot, "documents": list(silence.document_ids)}
            for silence in dossier.silences
        ],
        "issues": [issue_object(issue, catalogue) for issue in dossier.issues],
    }


def issue_object(issue: Issue, catalogue: Catalogue) -> Json:
    """Return one Issue; `detail` is in the catalogue's language."""
    return {
        "code": issue.code,
        "detail": issue_text(issue, catalogue),
        "input": issue.input,
        "document": issue.document_id,
        "stage": issue.stage,
        "facts": dict(issue.facts),
    }


def issue_text(issue: Issue, catalogue: Catalogue) -> str:
    """Return what an Issue says, without the name of its input."""
    key = f"issue.{issue.code}"
    facts: dict[str, object] = dict(issue.facts)
    if key not in catalogue or any(name not in facts for _, name in catalogue.slots(key)):
        return catalogue.text("issue.other", {"code": issue.code})
    return catalogue.text(key, facts)


def issue_line(issue: Issue, catalogue: Catalogue) -> str:
    """Return what an Issue says, behind the name of its input."""
    return catalogue.text("joined.named", {"what": issue.input, "text": issue_text(issue, catalogue)})


def line_text(line: Line | StatedFact, catalogue: Catalogue) -> str:
    """Return a line as text in the catalogue's language."""
    if isinstance(line, Verbatim):
        return line.text
    if isinstance(line, StatedFact):
        return line.value
    return catalogue.text(line.code, line.values())


def by_hand_text(said: ByHand, head: Head, catalogue: Catalogue) -> str:
    """Return what somebody said of the articles of a story, with who and why."""
    label = {article.document_id: article.label for article in head.articles}
    articles = ", ".join(
        label.get(document_id, short)
        for document_id, short in zip(said.document_ids, said.handles, strict=True)
    )
    told = catalogue.text(f"by_hand.{said.action}", {"articles": articles})
    because = catalogue.quoted(said.because) if said.because else ""
    return " · ".join(part for part in (told, said.by, because) if part)


def _said(line: Statement | None, catalogue: Catalogue) -> str | None:
    return None if line is None else line_text(line, catalogue)


def _story(head: Head, catalogue: Catalogue) -> Json:
    return {
        "id": head.id,
        "handle": head.handle,
        "title": None if head.title is None else line_text(head.title, catalogue),
        "earliest": _instant(head.earliest),
        "latest": _instant(head.latest),
        "articles": [
            {
                "document": article.document_id,
                "input": article.input.value,
                "outlet": None if article.outlet is None else article.outlet.value,
            }
            for article in head.articles
        ],
        "n_articles": len(head.articles),
        "n_outlets": head.n_outlets,
        "n_origins": head.n_origins,
        "n_unknown_origins": head.n_unknown,
        "n_divergences": head.n_divergences,
        "thread": head.thread,
        "why": [line_text(line, catalogue) for line in head.why],
        "by_hand": [
            {
                "correction": each.correction,
                "action": each.action,
                "documents": list(each.document_ids),
                "by": each.by,
                "because": each.because,
            }
            for each in head.by_hand
        ],
    }


def _article(dossier: Dossier, i: int) -> Json:
    article = dossier.story.articles[i]
    return {
        "document": article.document_id,
        "label": article.label,
        "handle": article.handle,
        "input": article.input.value,
        "outlet": _value(article.outlet),
        "title": _value(article.title),
        "url": _value(article.url),
        "published": _value(article.published),
        "language": article.language,
        "machine_translated": article.machine_translated,
        "share_reused": article.share_reused,
    }


def _value(fact: StatedFact | None) -> str | None:
    return None if fact is None else fact.value


def _person(person: Person, catalogue: Catalogue) -> Json:
    return {
        "entity": person.id,
        "type": person.type,
        "name": person.name.text,
        "names": [
            {"text": name.text.text, "form": name.form, "n": name.n, "documents": list(name.document_ids)}
            for name in person.names
        ],
        "role": person.roles[0].text if person.roles else None,
        "roles": [role.text for role in person.roles],
        "documents": list(person.document_ids),
        "why": [line_text(line, catalogue) for line in person.merges],
        "kept_apart": [line_text(line, catalogue) for line in person.kept_apart],
    }


def _encounter(encounter: Encounter, catalogue: Catalogue) -> Json:
    told: dict[str, list[Json]] = {}
    for row in encounter.rows:
        told.setdefault(row.slot, []).extend(_position(position) for position in row.positions)
    return {
        "id": encounter.id,
        "kind": encounter.kind,
        "participants": [
            {"name": participant.name.text, "entity": participant.entity_id}
            for participant in encounter.participants
        ],
        "status": encounter.status,
        "channel": encounter.channel,
        "place": told.get("place", []),
        "time": told.get("time", []),
        "duration": told.get("duration", []),
        "format": told.get("format", []),
        "topics": told.get("topic", []),
        "documents": list(encounter.document_ids),
        "evidence": _evidence(encounter.evidence),
        "why": [line_text(line, catalogue) for line in encounter.reasons],
    }


def _row(row: Row, catalogue: Catalogue) -> Json:
    return {
        "id": row.id,
        "about": row.about,
        "about_name": None if row.about_name is None else row.about_name.text,
        "slot": row.slot,
        "relation": row.relation,
        "positions": [_position(position) for position in row.positions],
        "silent": list(row.silent),
        "why": _said(row.why, catalogue),
        "why_code": None if row.why is None else row.why.code.removeprefix("why."),
    }


def _position(position: PositionLine) -> Json:
    return {
        "value": msgspec.to_builtins(position.value),
        "stated": position.stated.text,
        "polarity": position.polarity,
        "certainty": position.certainty,
        "documents": list(position.document_ids),
        "n_origins": position.n_origins,
        "n_unknown": position.n_unknown,
        "origins": list(position.root_ids),
        "authority": [source.text for source in position.authority],
        "evidence": _evidence(position.evidence),
    }


def _remark(remark: Remark, catalogue: Catalogue) -> Json:
    first, *others = remark.wordings
    return {
        "speaker": None if remark.speaker is None else remark.speaker.text,
        "entity": remark.speaker_id,
        **_wording(first),
        "variants": [_wording(wording) for wording in others],
        "relation": remark.relation,
        "why": _said(remark.why, catalogue),
    }


def _wording(wording: Wording) -> Json:
    return {
        "document": wording.document_ids[0],
        "documents": list(wording.document_ids),
        "text": " […] ".join(piece.text for piece in wording.content),
        "type": wording.type,
        "certainty": wording.certainty,
        "authority": [source.text for source in wording.authority],
        "evidence": _evidence(wording.evidence),
    }


def _shared(shared: SharedPassage) -> Json:
    return {
        "kind": shared.kind,
        "passages": _evidence(shared.passages),
        "edits": [
            {
                "document": edit.document_id,
                "kind": edit.kind,
                "from": None if edit.before is None else edit.before.text,
                "to": None if edit.after is None else edit.after.text,
            }
            for edit in shared.edits
        ],
    }


def _origin(origin: OriginLine, catalogue: Catalogue) -> Json:
    return {
        "id": origin.id,
        "label": origin.label,
        "kind": origin.kind,
        "name": None if origin.name is None else line_text(origin.name, catalogue),
        "documents": list(origin.document_ids),
        "n_tellings": origin.n_tellings,
        "why": _said(origin.why, catalogue),
        "evidence": _evidence(origin.evidence),
    }


def _evidence(lines: Iterable[Evidence]) -> list[Json]:
    return [
        {
            "document": line.words.anchor.document_id,
            "start": line.words.anchor.span.start,
            "end": line.words.anchor.span.end,
            "text": line.words.text,
            "label": line.label,
            "sentence": None
            if line.sentence is None
            else [line.sentence.anchor.span.start, line.sentence.anchor.span.end],
        }
        for line in lines
    ]


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")
