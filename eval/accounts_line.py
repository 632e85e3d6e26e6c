"""The bench of the agreement table through the real line: what the table shows between two cells."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from eval.accounts_bench import BenchStory, Cell
from recoupe.engine.contract import Engine
from recoupe.records import Record
from recoupe.records.accounts import Account
from recoupe.records.comparisons import Comparison
from recoupe.records.documents import Document
from recoupe.records.ledger import gathered
from recoupe.records.spans import Anchor, to_source
from recoupe.records.stories import Story
from recoupe.run import add, correct, run
from recoupe.settings import CleanSettings
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.stages.crosscheck.crosscheck import CROSSCHECK
from recoupe.stages.stage import Resources
from recoupe.store.contract import Store
from recoupe.store.sqlite import open_store

NONE = "none"
"""What is shown between two cells that no row sets side by side."""
_GRAVEST = ("contradicts", "differs", "edited copy", "updates", "reworded", "refines", "agrees")
_REMARK_SLOT = "wording"
_FIGURE = re.compile(r"\d[\d\s,.]*[\w%]+ [^\W\d]+")
"""A figure with the word that follows it."""


@dataclass(frozen=True)
class Row:
    """A row of a table. sides: by position, its words as cells of the articles as they were given."""

    comparison: Comparison
    sides: tuple[tuple[Cell, ...], ...]

    def sides_of(self, cell: Cell) -> list[int]:
        """Return the positions that hold words of a cell, or the same words elsewhere in its article."""
        return [i for i, side in enumerate(self.sides) if any(_is_told_by(cell, shown) for shown in side)]


@dataclass(frozen=True)
class ShownStory:
    """The tables made from the articles of one bench story.

    story_of: by article, the story it was put into. members: what the crosscheck was given, by story.
    """

    gold: BenchStory
    documents: Mapping[str, Document]
    rows: tuple[Row, ...]
    story_of: Mapping[str, str]
    members: Mapping[str, tuple[Record, ...]]

    def is_read(self, cells: Sequence[Cell]) -> bool:
        """Tell whether the reading made a comparable of one of these cells, whatever became of it."""
        accounts = [m for own in self.members.values() for m in own if isinstance(m, Account)]
        told = [_cell(c.anchor, self.documents) for account in accounts for c in account.comparables]
        return any(_is_told_by(cell, one) for cell in cells for one in told if one is not None)

    def relation(self, left: Sequence[Cell], right: Sequence[Cell], kind: str, resources: Resources) -> str:
        """Return what the table shows between two tellings: the gravest relation of the rows that hold both.

        Remarks are looked for in rows of wording first, everything else in the others first. NONE when no
        row sets the two side by side.
        """
        found: list[tuple[bool, int]] = []
        for row in self.rows:
            relation = min(
                (self._within(row, a, b, resources) for a in left for b in right), key=_rank, default=NONE
            )
            if relation != NONE:
                found.append((not fits(row, kind), _rank(relation)))
        return _GRAVEST[min(found)[1]] if found else NONE

    def _within(self, row: Row, left: Cell, right: Cell, resources: Resources) -> str:
        ours, theirs = row.sides_of(left), row.sides_of(right)
        if not ours or not theirs:
            return NONE
        if set(ours) & set(theirs):
            return "agrees"
        if len(row.sides) > 2 and row.comparison.slot != "copied passage":
            return self._alone(row, (*ours, *theirs), left=left, right=right, resources=resources)
        return _shown(row.comparison.relation)

    def _alone(
        self, row: Row, positions: Sequence[int], *, left: Cell, right: Cell, resources: Resources
    ) -> str:
        """Return how the crosscheck relates two positions of a row when it is given no other.

        A row shows the gravest relation of all its positions; two of them may well be closer.
        """
        articles = {
            left.article: self.documents[left.article].id,
            right.article: self.documents[right.article].id,
        }
        told = {c for i in positions for c in row.comparison.positions[i].comparable_ids}
        members = tuple(
            replace(m, comparables=tuple(c for c in m.comparables if c.id in told), reuse=())
            if isinstance(m, Account)
            else m
            for m in self.members[row.comparison.story_id]
            if not isinstance(m, Account) or m.document_id in articles.values()
        )
        again = [
            r
            for r in CROSSCHECK.run(row.comparison.story_id, members, resources)
            if isinstance(r, Comparison)
        ]
        for one in _rows(again, self.documents):
            ours, theirs = one.sides_of(left), one.sides_of(right)
            if one.comparison.slot == row.comparison.slot and ours and theirs:
                return "agrees" if set(ours) & set(theirs) else _shown(one.comparison.relation)
        return _shown(row.comparison.relation)


def fits(row: Row, kind: str) -> bool:
    """Tell whether a row is of the kind of thing that was labelled: remarks are, or are not, wording."""
    return row.comparison.slot == "copied passage" or (row.comparison.slot == _REMARK_SLOT) == (
        kind == "remark"
    )


def _is_told_by(cell: Cell, shown: Cell) -> bool:
    """Tell whether shown words are those of a cell: a title says again what the text says, often shorter."""
    if cell.article != shown.article:
        return False
    ours, theirs = cell.words.casefold(), shown.words.casefold()
    figure = _FIGURE.search(ours)
    return (
        cell.span.meets(shown.span)
        or (figure is not None and re.search(rf"(?<![\d,.]){re.escape(figure[0])}", theirs) is not None)
        or (" " in theirs and theirs in ours)
        or (" " in ours and ours in theirs)
    )


def _rank(relation: str) -> int:
    return len(_GRAVEST) if relation == NONE else _GRAVEST.index(relation)


def _shown(relation: str) -> str:
    """Tellings that stand in one row because they cannot be compared are not related by it."""
    return relation if relation in _GRAVEST else NONE


def shown_story(gold: BenchStory, engine: Engine, resources: Resources) -> ShownStory:
    """Return the tables that the whole line makes of the articles of one story, in a store of their own."""
    return next(shown_stories(gold, engine, resources))


def shown_stories(gold: BenchStory, engine: Engine, resources: Resources) -> Iterator[ShownStory]:
    """Yield the same, then what the tables are when somebody says that the articles tell one story."""
    lines = b"".join(_line(id_, article.given, article.text) for id_, article in gold.articles.items())
    captures = articles_of_lines("eval", io.BytesIO(lines), max_body_bytes=CleanSettings.max_body_bytes)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "eval.sqlite") as store:
        add(store, captures)
        run(store, engine, resources)
        yield _shown_story(gold, store)
        correct(store, [gathered(document.id for document in store.scan(Document))])
        run(store, engine, resources)
        yield _shown_story(gold, store)


def _shown_story(gold: BenchStory, store: Store) -> ShownStory:
    documents = {d.input: d for d in store.scan(Document) if isinstance(d, Document)}
    id_of = {document.id: name for name, document in documents.items()}
    stories = [s for s in store.scan(Story) if isinstance(s, Story)]
    rows = _rows((c for c in store.scan(Comparison) if isinstance(c, Comparison)), documents)
    given: dict[str, list[tuple[str, Record]]] = {}
    for record_type in CROSSCHECK.needs:
        for record in store.scan(record_type):
            for unit in CROSSCHECK.units(record):
                given.setdefault(unit, []).append((record.id, record))
    members = {
        unit: tuple(record for _, record in sorted(own, key=lambda one: one[0]))
        for unit, own in given.items()
    }
    story_of = {id_of[d]: s.id for s in stories for d in s.document_ids if d in id_of}
    return ShownStory(gold, documents, rows, story_of, members)


def _line(id_: str, given: Mapping[str, str], text: str) -> bytes:
    return json.dumps({"id": id_, **given, "text": text}, ensure_ascii=False).encode() + b"\n"


def _rows(comparisons: Iterable[Comparison], documents: Mapping[str, Document]) -> tuple[Row, ...]:
    return tuple(
        Row(
            comparison,
            tuple(
                tuple(cell for anchor in position.anchors if (cell := _cell(anchor, documents)) is not None)
                for position in comparison.positions
            ),
        )
        for comparison in sorted(comparisons, key=lambda c: c.id)
    )


def _cell(anchor: Anchor, documents: Mapping[str, Document]) -> Cell | None:
    document = next(d for d in documents.values() if d.id == anchor.document_id)
    span = to_source(document.offset_map, anchor.span)
    return None if span is None else Cell(document.input, span, anchor.span.of(document.text))
