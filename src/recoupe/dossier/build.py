"""Build the dossier of a story from its records; pure, and in a declared order throughout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from recoupe.dossier.dossier import Article, ByHand, Dossier, Head
from recoupe.dossier.material import Material
from recoupe.dossier.passages import make_shared
from recoupe.dossier.people import make_people, translation_signs
from recoupe.dossier.remarks import make_remarks
from recoupe.dossier.rows import make_encounters, make_rows, make_silences, make_wordings
from recoupe.dossier.sources import make_copies, make_origins
from recoupe.dossier.statements import Line, Slot, StatedFact, StatedField, Statement
from recoupe.dossier.timeline import make_timeline
from recoupe.records.comparisons import DIVERGENT, Happening
from recoupe.records.documents import Document, Stated
from recoupe.records.spans import Anchor
from recoupe.records.stories import Story
from recoupe.records.values import Reason

HANDLE_DIGITS = 4
"""Hex digits of a handle: 65,536 stories before two are likely to need a longer one."""
_HEX_FROM = 2  # the first two digits of every id are its version, the same in all


def build(material: Material) -> Dossier:
    """Return the dossier of a story. Show it through `check.checked` only."""
    encounters = make_encounters(material)
    rows = make_rows(material, None)
    every_row = [*(row for encounter in encounters for row in encounter.rows), *rows]
    return Dossier(
        build_head(material),
        encounters,
        rows,
        make_wordings(material),
        make_remarks(material),
        make_people(material),
        make_shared(material),
        make_origins(material),
        make_copies(material),
        make_timeline(material),
        make_silences(every_row),
        tuple(sorted(material.issues, key=lambda issue: (issue.input, issue.stage, issue.code, issue.id))),
    )


def build_head(material: Material) -> Head:
    """Return a story in one line, with its articles."""
    story = material.story
    chain = material.chain
    outlets = {document.outlet.value for document in material.documents if document.outlet is not None}
    return Head(
        story.id,
        handle("S", story.id),
        tuple(make_article(material, document) for document in material.documents),
        len(outlets),
        chain.n_origins if chain else 0,
        chain.n_unknown if chain else len(story.document_ids),
        sum(comparison.relation in DIVERGENT for comparison in material.comparisons),
        _title(material),
        story.earliest,
        story.latest,
        story.thread,
        tuple(_reasons_to_join(material)),
        tuple(_by_hand(material.story)),
    )


def _reasons_to_join(material: Material) -> Iterator[Statement]:
    """Yield why each article belongs to the story; each line cites how the articles begin."""
    joined = zip(material.story.document_ids, material.story.joined, strict=False)
    for document_id, reasons in joined:
        for reason in reasons:
            others = (value for name, value in reason.facts if name == "document")
            cited = tuple(a for d in (document_id, *others) for a in material.opening(d))
            line = material.statement(reason, otherwise=cited, article=document_id)
            if line is not None:
                yield line


def _by_hand(story: Story) -> Iterator[ByHand]:
    """Yield what people say of the articles of a story, and of those that they took out of it."""
    gathered: dict[str, list[str]] = {}
    reasons: dict[str, Reason] = {}
    for document_id, joined in zip(story.document_ids, story.joined, strict=False):
        for reason in joined:
            if reason.code == "gathered_by_hand":
                facts = dict(reason.facts)
                gathered.setdefault(facts["correction"], [facts["document"]]).append(document_id)
                reasons[facts["correction"]] = reason
    for name in sorted(gathered):
        yield _said(reasons[name], "gather", [d for d in story.document_ids if d in gathered[name]])
    for document_id, reason in story.related:
        if reason.code == "parted_by_hand":
            yield _said(reason, "part", [document_id])


def _said(reason: Reason, action: Literal["gather", "part"], document_ids: Sequence[str]) -> ByHand:
    facts = dict(reason.facts)
    handles = tuple(handle("A", document_id) for document_id in document_ids)
    return ByHand(facts["correction"], action, tuple(document_ids), handles, facts["by"], facts["because"])


def handle(letter: str, record_id: str, digits: int = HANDLE_DIGITS) -> str:
    """Return the short name of a record for people to type: a letter and hex digits of its id.

    >>> handle("S", "story_01ab34ef0000000000000000")
    'Sab34'
    """
    return letter + record_id.rpartition("_")[2][_HEX_FROM : _HEX_FROM + digits]


def make_article(material: Material, document: Document) -> Article:
    """Return what is shown of one article."""
    reading = material.reading.get(document.id)
    shares = {} if material.chain is None else dict(material.chain.shares)
    return Article(
        document.id,
        material.label[document.id],
        handle("A", document.id),
        document.language,
        0 if reading is None else len(reading.sentences),
        StatedFact(document.id, "input", document.input),
        _stated(document, "outlet", document.outlet),
        _stated(document, "published", document.published),
        _stated(document, "title", document.title),
        None if document.url is None else StatedFact(document.id, "url", document.url),
        shares.get(document.id),
        None if reading is None else reading.machine_translated.value,
        document.published is not None and document.published == document.modified,
        translation_signs(material, document.id),
    )


def _stated(document: Document, field: StatedField, stated: Stated | None) -> StatedFact | None:
    return None if stated is None else StatedFact(document.id, field, stated.value)


def _title(material: Material) -> Line | StatedFact | None:
    """Return what the story is called: a headline, else its main encounter, else an opening sentence.

    A headline of an article known to be machine-translated comes last: it may mangle the names.
    """
    headed = [document for document in material.documents if document.title is not None]
    well = [d for d in headed if not _is_translated(material, d.id)]
    if well:
        return _stated(well[0], "title", well[0].title)
    encounter = _encounter_title(material)
    if encounter is not None:
        return encounter
    if headed:
        return _stated(headed[0], "title", headed[0].title)
    for document in material.documents:
        reading = material.reading.get(document.id)
        if reading is not None and reading.sentences:
            return material.words_at(document.id, reading.sentences[0])
    return None


def _is_translated(material: Material, document_id: str) -> bool:
    reading = material.reading.get(document_id)
    return reading is not None and reading.machine_translated.value is True


def _encounter_title(material: Material) -> Statement | None:
    """Return a title made from the encounter that most articles tell; None without two named sides."""
    for happening in sorted(material.happenings, key=lambda h: (-len(h.document_ids), h.id)):
        names = _names(material, happening)
        if len(names) >= 2:
            slots = (
                Slot("encounter", "kind", happening.kind),
                Slot("quoted", "left", names[0][0]),
                Slot("quoted", "right", names[1][0]),
            )
            return Statement("line.encounter_title", slots, (names[0][1], names[1][1]))
    return None


def _names(material: Material, happening: Happening) -> list[tuple[str, Anchor]]:
    names = []
    for entity_id, name in happening.participants:
        entity = material.entity.get(entity_id or "")
        places = happening.evidence if entity is None else [a for s in entity.spellings for a in s.anchors]
        found = material.find(name if entity is None else entity.name, places)
        if found is not None:
            names.append((found.text, found.anchor))
    return names
