"""The crosscheck stage: the happenings of a story and the rows of its table.

What the words mean is written in docs/explanation/crosscheck.md. Never: who is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recoupe.records import Record
from recoupe.records.accounts import Account, Comparable, Entity
from recoupe.records.comparisons import Comparison, Happening, SourceChain
from recoupe.records.findings import Slot
from recoupe.records.spans import Anchor
from recoupe.records.stories import Outline
from recoupe.records.values import Words
from recoupe.stages.crosscheck.alterations import turns_of
from recoupe.stages.crosscheck.causes import cause_rows
from recoupe.stages.crosscheck.copied import edited_copy_rows
from recoupe.stages.crosscheck.figures import figure_rows
from recoupe.stages.crosscheck.happenings import find_happenings
from recoupe.stages.crosscheck.outline import outline_of
from recoupe.stages.crosscheck.remarks import remark_of, remark_rows
from recoupe.stages.crosscheck.rows import Court, compared_row, court_of
from recoupe.stages.crosscheck.story_rows import story_rows
from recoupe.stages.crosscheck.topic_rows import topic_rows
from recoupe.stages.stage import Members, Resources, Stage


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Account | Entity | SourceChain)
    return (record.story_id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    accounts = [m for m in members if isinstance(m, Account)]
    if not accounts:
        return
    entities = [m for m in members if isinstance(m, Entity)]
    chains = [m for m in members if isinstance(m, SourceChain)]
    found = list(_compared(accounts, entities, chains, resources=resources))
    yield from found
    comparisons = [record for record in found if isinstance(record, Comparison)]
    chain = chains[0] if chains else None
    yield outline_of(unit, accounts, entities=entities, chain=chain, comparisons=comparisons)


def _compared(
    accounts: Sequence[Account],
    entities: Sequence[Entity],
    chains: Sequence[SourceChain],
    *,
    resources: Resources,
) -> Iterable[Happening | Comparison]:
    entity_of = {member: entity.id for entity in entities for member in entity.member_ids}
    happenings = find_happenings(accounts, entities, entity_of)
    yield from happenings
    court = court_of(accounts, chains[0] if chains else None)
    pack = resources.packs.get(accounts[0].language.split("-")[0])
    settled = list(_happening_rows(court, accounts, happenings))
    yield from settled
    named = _named(entities)
    remarks = [
        remark_of(c, entity_of, named)
        for account in accounts
        for c in account.comparables
        if c.kind == "remark" and isinstance(c.value, Words)
    ]
    said = list(remark_rows(court, remarks, settings=resources.settings.crosscheck, turns=turns_of(pack)))
    yield from said
    figures = [c for a in accounts for c in a.comparables if c.kind == "figure"]
    of_figures = list(figure_rows(court, figures))
    yield from of_figures
    causes = [c for a in accounts for c in a.comparables if c.slot == "cause"]
    of_causes = list(cause_rows(court, causes))
    yield from of_causes
    events = [c for a in accounts for c in a.comparables if c.kind == "event" and c.slot != "cause"]
    told = story_rows(court, [*events, *figures], settled)
    of_story = [row for row in told if not any(_sets_apart(one, row) for one in (*said, *of_causes))]
    yield from of_story
    others = [*settled, *of_figures, *of_causes, *of_story]
    yield from edited_copy_rows(court, accounts, happenings, chains, turns=turns_of(pack), others=others)


def _sets_apart(remarks: Comparison, row: Comparison) -> bool:
    """Tell whether a row of remarks or causes shows already that the clauses of another row part."""
    if remarks.relation not in ("differs", "contradicts") or row.slot != "decision":
        return False
    sides = [
        {
            i
            for i, position in enumerate(remarks.positions)
            if any(a.meets(b) for a in position.anchors for b in own.anchors)
        }
        for own in row.positions
    ]
    return len(sides) > 1 and all(sides) and not set.intersection(*sides)


def _named(entities: Sequence[Entity]) -> Mapping[str, list[tuple[Anchor, str, str]]]:
    named: dict[str, list[tuple[Anchor, str, str]]] = {}
    for entity in entities:
        for spelling in entity.spellings:
            if spelling.form == "name":
                for anchored in spelling.anchors:
                    named.setdefault(anchored.document_id, []).append((anchored, entity.id, spelling.text))
    return named


ONE_VALUED: tuple[Slot, ...] = (
    "place",
    "time",
    "duration",
    "status",
    "channel",
    "first of its kind",
    "next step",
    "vote",
    "amount",
)
MANY_VALUED: tuple[Slot, ...] = (
    "topic",
    "format",
    "also present",
    "assessment",
    "outcome",
    "purpose",
    "decision",
)


def _happening_rows(
    court: Court, accounts: Sequence[Account], happenings: Sequence[Happening]
) -> Iterable[Comparison]:
    told: dict[str, list[Comparable]] = {}
    for account in accounts:
        for comparable in account.comparables:
            if comparable.kind == "encounter" and comparable.about is not None:
                told.setdefault(comparable.about, []).append(comparable)
    for happening in happenings:
        facts = [c for told_id in happening.told_ids for c in told.get(told_id, ())]
        for slot in ONE_VALUED:
            row = compared_row(
                court, about=happening.id, slot=slot, told=[c for c in facts if c.slot == slot]
            )
            if row is not None and not _says_nothing(row):
                yield row
        for slot in MANY_VALUED:
            yield from topic_rows(
                court, about=happening.id, slot=slot, told=[c for c in facts if c.slot == slot]
            )


def _says_nothing(row: Comparison) -> bool:
    """A status or channel that every telling gives alike stands in the happening itself."""
    return row.slot in ("status", "channel") and row.relation in ("agrees", "only one")


CROSSCHECK = Stage(
    "crosscheck", (Account, Entity, SourceChain), (Happening, Comparison, Outline), "44", _units, _run
)
