"""The rows of the table: one slot of one thing, each value with its origins and its sentences."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.dossier.dossier import Encounter, Evidence, PositionLine, Row, Side, Silence
from recoupe.dossier.material import Material, find_words
from recoupe.dossier.statements import Statement, Verbatim
from recoupe.records.comparisons import Comparison, Happening, Position, Relation
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason

FIRST_SHOWN: tuple[Relation, ...] = (
    "contradicts",
    "differs",
    "edited copy",
    "reworded",
    "updates",
    "refines",
    "agrees",
    "only one",
    "silent",
)
"""The order of rows: those that a reader has to look at first come first."""


CIRCUMSTANCES = frozenset({"time", "place", "duration"})
"""Slots that say when and where: of rows of one relation they come behind what happened, and to how many."""


_IN_OWN_WORDS = frozenset({"decision", "cause"})
"""Slots that an article may fill in words that are not read: none is called silent of them."""


def make_encounters(material: Material) -> tuple[Encounter, ...]:
    """Return the encounters of the story, those told by most articles first."""
    lines = [
        line
        for happening in material.happenings
        if (line := _make_encounter(material, happening)) is not None
    ]
    return tuple(sorted(lines, key=lambda line: (-len(line.document_ids), -len(line.rows), line.id)))


def make_rows(material: Material, about: str | None) -> tuple[Row, ...]:
    """Return the rows about one thing in the order they are shown in, remarks left out.

    about: id of an encounter; None for whatever is about no encounter.
    """
    happenings = {happening.id for happening in material.happenings}
    return _rows(
        material,
        (
            comparison
            for comparison in material.comparisons
            if comparison.slot != "wording"
            and (comparison.about == about if about is not None else comparison.about not in happenings)
        ),
    )


def make_wordings(material: Material) -> tuple[Row, ...]:
    """Return the rows that set remarks side by side."""
    return _rows(
        material, (comparison for comparison in material.comparisons if comparison.slot == "wording")
    )


def _rows(material: Material, comparisons: Iterable[Comparison]) -> tuple[Row, ...]:
    rows = (_make_row(material, comparison) for comparison in comparisons)
    return tuple(sorted((row for row in rows if row is not None), key=_shown_order))


def told_together(rows: Iterable[Row]) -> list[list[Row]]:
    """Return the rows in their order, those of one slot in which nothing is compared as one group.

    Nothing is compared where a single version tells something, or all that do have it from one origin.
    """
    groups: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        alone = row.relation == "only one" or row.is_of_one_voice
        key = (row.slot, row.about, row.relation) if alone else (row.id, "", "")
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def make_silences(rows: Iterable[Row]) -> tuple[Silence, ...]:
    """Return, for each slot of each thing, the articles that say nothing of it at all."""
    silent: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        silent.setdefault((row.about, row.slot), []).append(row)
    lines = []
    for group in silent.values():
        nowhere = [d for d in group[0].silent if all(d in row.silent for row in group)]
        if nowhere:
            lines.append(Silence(group[0].about, group[0].slot, tuple(nowhere)))
    return tuple(lines)


def evidence_of(
    material: Material, words: Iterable[Anchor], sentences: Iterable[Anchor]
) -> tuple[Evidence, ...]:
    """Return the evidence of places and the sentences aligned with them, in the story's order."""
    lines = [material.evidence(place, sentence) for place, sentence in zip(words, sentences, strict=False)]
    order = {document.id: i for i, document in enumerate(material.documents)}
    return tuple(
        sorted(
            dict.fromkeys(line for line in lines if line is not None),
            key=lambda line: (order[line.words.anchor.document_id], line.words.anchor.span),
        )
    )


def reasons_of(
    material: Material, reasons: Iterable[Reason], otherwise: tuple[Anchor, ...]
) -> tuple[Statement, ...]:
    """Return the reasons that can be shown; of those that read the same, the first."""
    shown: dict[tuple[object, ...], Statement] = {}
    for reason in reasons:
        line = material.statement(reason, otherwise=otherwise)
        if line is not None:
            shown.setdefault((line.code, *line.slots), line)
    return tuple(shown.values())


def _make_encounter(material: Material, happening: Happening) -> Encounter | None:
    evidence = evidence_of(material, happening.evidence, happening.evidence)
    if not evidence:
        return None
    sides = [
        Side(shown, entity_id)
        for entity_id, name in happening.participants
        if (shown := _participant(material, happening, entity_id, name)) is not None
    ]
    return Encounter(
        happening.id,
        happening.kind,
        happening.status,
        happening.channel,
        tuple(sides),
        material.in_order(happening.document_ids),
        make_rows(material, happening.id),
        evidence,
        reasons_of(material, happening.reasons, happening.evidence),
    )


def _participant(
    material: Material, happening: Happening, entity_id: str | None, name: str
) -> Verbatim | None:
    """Return a participant's best name where an article writes it."""
    entity = material.entity.get(entity_id or "")
    if entity is not None:
        places = [a for spelling in entity.spellings for a in spelling.anchors]
        found = material.find(entity.name, places) or material.find(name, places)
        if found is not None:
            return found
    return material.find(name, happening.evidence)


def _make_row(material: Material, comparison: Comparison) -> Row | None:
    positions = tuple(
        line for position in comparison.positions if (line := make_position(material, position)) is not None
    )
    if not positions:
        return None
    cited = tuple(a for position in comparison.positions for a in (*position.anchors, *position.sentences))
    entity = material.entity.get(comparison.about)
    name = None
    if entity is not None:
        name = material.find(entity.name, [a for s in entity.spellings for a in s.anchors])
    return Row(
        comparison.id,
        comparison.about,
        comparison.slot,
        comparison.relation,
        positions,
        # What one article states in words of its own, another one may state in others.
        () if comparison.slot in _IN_OWN_WORDS else _silent(material, comparison.silent, positions),
        name,
        material.statement(comparison.why, otherwise=cited),
    )


def _silent(
    material: Material, document_ids: Iterable[str], positions: Iterable[PositionLine]
) -> tuple[str, ...]:
    """Return the articles in which the words of no position stand, whatever they were read as there."""
    told = [line.stated.text for line in positions]
    known = (material.document.get(document_id) for document_id in document_ids)
    return material.in_order(
        document.id
        for document in known
        if document is not None and all(find_words(words, document.text) is None for words in told)
    )


def make_position(material: Material, position: Position) -> PositionLine | None:
    """Return one value of a row with its evidence; None when no article holds its words any more."""
    evidence = evidence_of(material, position.anchors, position.sentences)
    stated = material.find(position.stated, (*position.anchors, *position.sentences))
    if stated is None and evidence:
        stated = evidence[0].words
    if stated is None:
        return None
    authority = dict.fromkeys(
        shown for source in position.authority if (shown := material.verbatim(source.anchor)) is not None
    )
    return PositionLine(
        stated,
        position.polarity,
        position.certainty,
        material.in_order(position.document_ids),
        position.n_origins,
        position.n_unknown,
        tuple(sorted(set(position.root_ids))),
        evidence,
        position.value,
        _each_name_once(authority),
    )


def _each_name_once(lines: Iterable[Verbatim]) -> tuple[Verbatim, ...]:
    """Return who is named, each once; not "Morel" beside "Claire Morel"."""
    seen: dict[str, Verbatim] = {}
    for line in lines:
        seen.setdefault(line.text.casefold(), line)
    return tuple(line for name, line in seen.items() if not any(other.endswith(f" {name}") for other in seen))


def _shown_order(row: Row) -> tuple[int, bool, bool, int, str, str]:
    n_documents = sum(len(position.document_ids) for position in row.positions)
    relation = FIRST_SHOWN.index(row.relation)
    return (relation, row.is_of_one_voice, row.slot in CIRCUMSTANCES, -n_documents, row.slot, row.id)
