"""Who said what: each remark with its speaker and every telling of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from recoupe.dossier.dossier import Remark, Wording
from recoupe.dossier.material import Material
from recoupe.dossier.statements import Verbatim
from recoupe.records.comparisons import Comparison
from recoupe.records.findings import Quotation
from recoupe.records.spans import Anchor, anchor

_FULLEST = {"direct": 0, "mixed": 1, "indirect": 2}


class _Told(msgspec.Struct, frozen=True):
    """A quotation of one document, with the comparison that groups it with others, if any."""

    document_id: str
    quotation: Quotation
    comparison: Comparison | None


def make_remarks(material: Material) -> tuple[Remark, ...]:
    """Return the remarks: those told by several articles first, then in the order of the story."""
    groups: dict[str, list[_Told]] = {}
    for told in _told(material):
        key = told.quotation.id if told.comparison is None else told.comparison.id
        groups.setdefault(key, []).append(told)
    remarks = [remark for group in groups.values() if (remark := _make_remark(material, group)) is not None]
    return tuple(
        sorted(remarks, key=lambda remark: -len({d for w in remark.wordings for d in w.document_ids}))
    )


def _told(material: Material) -> Iterator[_Told]:
    rows = [comparison for comparison in material.comparisons if comparison.slot == "wording"]
    for document in material.documents:
        reading = material.reading.get(document.id)
        for quotation in () if reading is None else reading.quotations:
            yield _Told(document.id, quotation, _comparison_of(document.id, quotation, rows))


def _comparison_of(document_id: str, quotation: Quotation, rows: list[Comparison]) -> Comparison | None:
    for row in rows:
        for position in row.positions:
            for place in position.anchors:
                if place.document_id == document_id and any(
                    place.span.meets(span) for span in quotation.content
                ):
                    return row
    return None


def _make_remark(material: Material, group: list[_Told]) -> Remark | None:
    wordings = sorted(
        _each_once(material, (_make_wording(material, told) for told in group)),
        key=lambda w: (_FULLEST[w.type], -sum(len(piece.text) for piece in w.content)),
    )
    speaker_id, speaker = _speaker(material, group)
    row = group[0].comparison
    several = row is not None and len(group) > 1
    cited = tuple(piece.anchor for wording in wordings for piece in wording.content)
    return Remark(
        tuple(wordings),
        speaker_id,
        speaker,
        row.relation if row is not None and several else None,
        material.statement(row.why, otherwise=cited) if row is not None and several else None,
    )


def _make_wording(material: Material, told: _Told) -> Wording:
    quotation = told.quotation
    content = tuple(material.words_at(told.document_id, span) for span in quotation.content)
    evidence = [material.evidence(piece.anchor) for piece in content]
    authority = [material.words_at(told.document_id, source.span) for source in quotation.authority]
    return Wording(
        (told.document_id,),
        quotation.type,
        quotation.certainty,
        content,
        tuple(line for line in evidence if line is not None),
        tuple(authority),
    )


def _each_once(material: Material, wordings: Iterable[Wording]) -> Iterator[Wording]:
    """Yield the wordings, those of equal words as one with the articles and places of all."""
    equal: dict[tuple[object, ...], list[Wording]] = {}
    for wording in wordings:
        words = tuple(piece.text for piece in wording.content)
        equal.setdefault((wording.type, wording.certainty, words), []).append(wording)
    for group in equal.values():
        authority = {source.text: source for wording in group for source in wording.authority}
        yield msgspec.structs.replace(
            group[0],
            document_ids=material.in_order(d for wording in group for d in wording.document_ids),
            evidence=tuple(line for wording in group for line in wording.evidence),
            authority=tuple(authority.values()),
        )


def _speaker(material: Material, group: list[_Told]) -> tuple[str | None, Verbatim | None]:
    """Return the speaker's id and best name; failing that, the words that stand for the speaker."""
    for told in group:
        entity = material.entity_of.get(told.quotation.speaker_entity_id or "")
        if entity is not None:
            places = [a for spelling in entity.spellings for a in spelling.anchors]
            name = material.find(entity.name, places)
            if name is not None:
                return entity.id, name
    for told in group:
        for words, place in _said_by(material, told):
            name = material.find(words, [place])
            if name is not None:
                return None, name
    return None, None


def _said_by(material: Material, told: _Told) -> Iterator[tuple[str, Anchor]]:
    """Yield the words that may name the speaker, each with where to look for it."""
    text = material.document[told.document_id].text
    quotation = told.quotation
    if quotation.speaker is not None:
        reading = material.reading[told.document_id]
        spans = [m.span for m in reading.mentions if m.entity_id == quotation.speaker_entity_id is not None]
        for span in spans:
            yield quotation.speaker, anchor(told.document_id, text, span)
    if quotation.speaker_span is not None:
        place = anchor(told.document_id, text, quotation.speaker_span)
        if quotation.speaker is not None:
            yield quotation.speaker, place
            yield quotation.speaker_span.of(text), place
