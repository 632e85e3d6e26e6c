"""A dossier on a terminal: the table first, then everything it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from rich.text import Text

from recoupe.cli.base import Interface
from recoupe.cli.screen import ALERT, GOOD, LABEL, QUIET, STRONG, Screen, joined, words
from recoupe.cli.show_lists import encounter_name, how_held, show_lists
from recoupe.cli.show_stories import origins_text, published
from recoupe.dossier.as_json import by_hand_text, line_text
from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import (
    Dossier,
    Encounter,
    Evidence,
    PositionLine,
    Row,
    counts_least,
    in_context,
    label_order,
)
from recoupe.dossier.rows import told_together
from recoupe.records.comparisons import Relation
from recoupe.records.findings import Slot
from recoupe.records.spans import Span
from recoupe.records.values import Label

_STYLES: dict[Relation, str] = {"contradicts": ALERT, "differs": ALERT, "edited copy": ALERT, "agrees": GOOD}

CONTEXT_CHARS = 96
"""Of a sentence shown with a value: two lines of its column."""

SHARES = (4, 11, 5, 3)
"""Of the width: what the four columns of the table take."""


def show_dossier(face: Interface, checked: Checked[Dossier], *, view: str | None = None) -> None:
    """Write a dossier to standard output: whole, or one view of it."""
    dossier = checked.shown
    shown = _View(face, dossier)
    shown.head()
    if view in (None, "table"):
        shown.tables()
    show_lists(face, shown.screen, dossier, view=view)


class _View:
    """What the parts of one view share."""

    def __init__(self, face: Interface, dossier: Dossier) -> None:
        self.face = face
        self.dossier = dossier
        self.screen = Screen(face)
        self.labels = {a.document_id: a.label for a in dossier.story.articles}

    def head(self) -> None:
        head = self.dossier.story
        text = self.face.text
        title = text("dossier.no_title") if head.title is None else line_text(head.title, self.face.catalogue)
        self.screen.blank()
        self.screen.title(title, head.handle)
        counts = [
            origins_text(self.face, head.n_origins, head.n_unknown),
            text("count.articles", n=len(head.articles)),
            text("count.outlets", n=head.n_outlets) if head.n_outlets else "",
            text("count.divergences", n=head.n_divergences),
            published(self.face, head),
        ]
        self.screen.line(" · ".join(part for part in counts if part))
        for said in head.by_hand:
            self.screen.note(by_hand_text(said, head, self.face.catalogue))
        if head.n_origins + head.n_unknown < 2:
            self.screen.note(text("dossier.one_origin"))
        elif not head.n_divergences:
            self.screen.note(text("dossier.no_divergence"))

    def tables(self) -> None:
        if not self.dossier.all_rows() and not self.dossier.encounters:
            self.screen.note(self.face.text("dossier.no_rows"))
        main = self.dossier.main_encounters()
        for encounter in main:
            self.encounter(encounter)
        if self.dossier.rows:
            self.screen.heading(self.face.text("dossier.other_facts" if main else "dossier.facts"))
            self.table(self.dossier.rows, ())
        for encounter in self.dossier.other_encounters():
            self.encounter(encounter)

    def encounter(self, encounter: Encounter) -> None:
        """Write an encounter with its table."""
        self.screen.heading(self.encounter_title(encounter))
        if len(encounter.document_ids) > 1 or len(self.labels) == 1:
            self.table(encounter.rows, encounter.evidence)
        else:
            # Nothing is compared: the sentence, with the place and the time marked in it, says it all.
            self.sentences(_cited(encounter.rows) or encounter.evidence)

    def encounter_title(self, encounter: Encounter) -> str:
        catalogue = self.face.catalogue
        name, how = encounter_name(catalogue, encounter), how_held(catalogue, encounter)
        return " · ".join([name, *how, self.articles(encounter.document_ids)])

    def table(self, rows: tuple[Row, ...], evidence: tuple[Evidence, ...]) -> None:
        """Write the rows, those that differ first, then the sentences they cite."""
        text = self.face.text
        columns = tuple(text(f"dossier.{key}") for key in ("slot", "value", "origins_of", "sentences_of"))
        cells = [line for group in told_together(rows) for line in self.row(group)]
        if cells:
            self.screen.table(columns, cells, shares=SHARES)
        self.sentences(_cited(rows) or evidence)

    def row(self, group: list[Row]) -> Iterable[tuple[Text | str, ...]]:
        """Yield the lines of one row: its values, then why they relate as they do."""
        lines: list[tuple[Text | str, ...]] = [
            (
                joined([self.position(row.slot, position), self.context(row, position)], "\n"),
                self.counts(position),
                words(" ".join(f"[{label}]" for label in _labels(position.evidence)), LABEL),
            )
            for row in group
            for position in row.positions
        ]
        first = group[0]
        heads = [words(self.face.catalogue.term("slot", first.slot), STRONG)]
        if first.is_of_one_voice:
            heads.append(words(self.face.text("dossier.one_voice"), QUIET))
        elif first.relation != "only one":
            heads.append(self.relation(first))
            lines += [(words(aside, QUIET), "", "") for aside in self.asides(first)]
        if any(len(str(lines[0][i])) > self.screen.room(SHARES, i + 1) for i in range(3)):
            # The first value takes several lines: the relation stands beside them, right below the slot.
            heads = [joined(heads, "\n")]
        for head, line in zip_longest(heads, lines):
            yield (head or "", *(line or ("", "", "")))
        yield ("", "", "", "")

    def asides(self, row: Row) -> Iterable[str]:
        """Yield why the values relate as they do, and who says nothing of it."""
        if row.why is not None:
            yield line_text(row.why, self.face.catalogue)
        if row.silent:
            yield self.face.text("dossier.says_nothing", articles=self.articles(row.silent))

    def relation(self, row: Row) -> Text:
        term = self.face.catalogue.term
        style = _STYLES.get(row.relation, QUIET)
        return words(f"{term('sign', row.relation)} {term('relation', row.relation)}", style)

    def position(self, slot: Slot, position: PositionLine) -> Text:
        term = self.face.catalogue.term
        asides = []
        if isinstance(position.value, Label) and slot == "status":
            asides.append(term("status", position.value.label))
        if position.polarity != "asserted":
            asides.append(term("polarity", position.polarity))
        if position.certainty in ("probable", "alleged"):
            asides.append(term("certainty", position.certainty))
        if position.authority:
            names = ", ".join(source.text for source in position.authority)
            asides.append(self.face.text("dossier.authority", names=names))
        aside = f" ({self.face.text('joined.asides').join(asides)})" if asides else ""
        return joined([words(self.face.quoted(position.stated.text)), words(aside, QUIET)], "")

    def context(self, row: Row, position: PositionLine) -> Text:
        """Return a piece of the sentence of a value that says nothing by itself."""
        shown = in_context(position, CONTEXT_CHARS) if row.needs_context else ""
        return words(shown, QUIET)

    def counts(self, position: PositionLine) -> str:
        origins = origins_text(self.face, position.n_origins, position.n_unknown)
        named = [origin.label for origin in self.dossier.origins if origin.id in position.root_ids]
        if counts_least(position, named):
            origins = self.face.text("dossier.at_least", origins=origins)
        which = f" ({', '.join(named)})" if named else ""
        return f"{origins}{which} · {self.articles(position.document_ids)}"

    def sentences(self, evidence: Iterable[Evidence]) -> None:
        """Write each cited sentence once, the words that are cited marked."""
        marks: dict[str, list[Evidence]] = {}
        for line in evidence:
            if line.sentence is not None:
                marks.setdefault(line.label, []).append(line)
        for label in sorted(marks, key=label_order):
            sentence = marks[label][0].sentence
            if sentence is not None:
                spans = [e.words.anchor.span.moved(-sentence.anchor.span.start) for e in marks[label]]
                whole = Span(0, len(sentence.text))
                within = sorted({span for span in spans if whole.holds(span) and span != whole})
                self.screen.marked(f"[{label}]", sentence.text, _disjoint(within), indent=2)

    def articles(self, document_ids: Iterable[str]) -> str:
        return ", ".join(self.labels[document_id] for document_id in document_ids)


def _cited(rows: Iterable[Row]) -> list[Evidence]:
    return [line for row in rows for position in row.positions for line in position.evidence]


def _labels(evidence: Iterable[Evidence]) -> list[str]:
    return list(dict.fromkeys(line.label for line in evidence))


def _disjoint(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
