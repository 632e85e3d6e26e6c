"""The accounts stage: what one article says about its story, as comparables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import structs

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.accounts import Account, CastMember, Comparable, ToldEncounter
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document
from recoupe.records.findings import Credit, Encounter, Mention, Reading, Role
from recoupe.records.ids import make_id
from recoupe.records.ledger import Correction
from recoupe.records.spans import Anchor, Span, anchor
from recoupe.records.stories import Membership
from recoupe.stages.accounts.causes import causes
from recoupe.stages.accounts.comparables import Teller, encounter_comparables, figures, remarks
from recoupe.stages.accounts.story_facts import story_facts
from recoupe.stages.stage import Members, Resources, Stage

Spelled = tuple[str, Literal["name", "nominal", "pronoun"], Role | None, Anchor]


def _units(record: Record) -> Iterable[str]:
    if isinstance(record, Document):
        return (record.id,)
    if isinstance(record, Reading):
        return (record.document_id,)
    if isinstance(record, Membership):
        return record.document_ids
    if isinstance(record, Correction):
        return tuple(sorted({place.document_id for place in record.places}))
    assert isinstance(record, Reuse)
    return tuple(sorted({record.left.document_id, record.right.document_id}))


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    documents = [m for m in members if isinstance(m, Document)]
    readings = [m for m in members if isinstance(m, Reading)]
    stories = [m for m in members if isinstance(m, Membership)]
    # A document without a story, or a story whose document has gone, tells nothing.
    if not documents or not readings or not stories:
        return
    document, reading, story = documents[0], readings[0], stories[0]
    reuses = [m for m in members if isinstance(m, Reuse)]
    corrections = tuple(m for m in members if isinstance(m, Correction))
    pack = resources.packs.get(document.language.split("-")[0])
    told = account(document, reading, story=story, reuses=reuses, pack=pack)
    yield structs.replace(told, corrections=corrections) if corrections else told


def account(
    document: Document, reading: Reading, *, story: Membership, reuses: Iterable[Reuse], pack: Pack | None
) -> Account:
    """Return what `document` says about `story`.

    pack: of the document's language; None when there is none, and then nothing is compared.
    """
    own = sorted(reuses, key=lambda r: (_own_side(r, document.id), r.id))
    templates = tuple(_own_side(r, document.id).span for r in own if r.kind == "template")
    return Account(
        make_id("acc", document.id),
        story.story_id,
        document.id,
        document.outlet.value if document.outlet else None,
        document.published.value if document.published else None,
        document.language,
        reading.machine_translated.value,
        _cast(document, reading),
        tuple(_told(document, encounter) for encounter in reading.encounters),
        _comparables(document, reading, templates=templates, pack=pack),
        tuple(_credits(document, reading.credits)),
        tuple(r for r in own if r.kind != "template" and _other_side(r, document.id) in story.document_ids),
        tuple((anchor(document.id, document.text, s), s.of(document.text)) for s in reading.sentences),
        document.title.value if document.title else None,
        layer=dict(zip(story.document_ids, story.layers, strict=False)).get(document.id, 0),
    )


def _own_side(reuse: Reuse, document_id: str) -> Anchor:
    return reuse.left if reuse.left.document_id == document_id else reuse.right


def _other_side(reuse: Reuse, document_id: str) -> str:
    return reuse.right.document_id if reuse.left.document_id == document_id else reuse.left.document_id


def _comparables(
    document: Document, reading: Reading, *, templates: tuple[Span, ...], pack: Pack | None
) -> tuple[Comparable, ...]:
    if pack is None:
        return ()
    teller = Teller(document, reading, pack)
    told = (
        *encounter_comparables(teller),
        *remarks(teller),
        *figures(teller),
        *story_facts(teller),
        *causes(teller),
    )
    # What an outlet prints under each of its articles says nothing about this story.
    kept = [c for c in told if not any(passage.holds(c.anchor.span) for passage in templates)]
    return tuple(sorted(kept, key=lambda c: (c.anchor, c.slot, c.id)))


def _cast(document: Document, reading: Reading) -> tuple[CastMember, ...]:
    mentions = {mention.id: mention for mention in reading.mentions}
    return tuple(
        CastMember(
            entity,
            tuple(_spelling(document, mentions[i]) for i in entity.mention_ids if i in mentions),
        )
        for entity in reading.entities
    )


def _spelling(document: Document, mention: Mention) -> Spelled:
    words = mention.span.of(document.text)
    return words, mention.form, mention.role, anchor(document.id, document.text, mention.span)


def _told(document: Document, encounter: Encounter) -> ToldEncounter:
    def at(span: Span) -> Anchor:
        return anchor(document.id, document.text, span)

    return ToldEncounter(
        encounter.id,
        encounter.kind,
        tuple((p.entity_id, p.name, p.role, at(p.span)) for p in encounter.participants),
        encounter.channel,
        encounter.status,
        at(encounter.triggers[0]),
        tuple(at(span) for span in encounter.evidence),
    )


def _credits(document: Document, found: Iterable[Credit]) -> Iterable[tuple[Credit, Anchor]]:
    for credit in found:
        yield credit, anchor(document.id, document.text, credit.span)


_NEEDS = (Document, Reading, Membership, Reuse, Correction)
ACCOUNTS = Stage("accounts", _NEEDS, (Account,), "34", _units, _run)
