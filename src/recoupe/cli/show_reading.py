"""What one article says, on a terminal."""

from __future__ import annotations

from recoupe.cli.base import Interface
from recoupe.cli.screen import ALERT, LABEL, QUIET, STRONG, Screen, words
from recoupe.dossier.as_json import issue_text
from recoupe.records.documents import Document
from recoupe.records.findings import Encounter, Quotation, Reading
from recoupe.records.ledger import Issue
from recoupe.records.spans import Span


def show_reading(
    face: Interface,
    name: str,
    document: Document | None,
    *,
    reading: Reading | None,
    issues: tuple[Issue, ...],
) -> None:
    """Write one article's findings, each in the article's own words, and its trouble."""
    screen = Screen(face)
    screen.heading(name)
    for issue in issues:
        screen.line(words(issue_text(issue, face.catalogue), ALERT))
    if document is None:
        return
    screen.line(_about(face, document), indent=0)
    if reading is None or reading.not_read is not None:
        screen.note(face.text("read.not_read", language=document.language))
        return
    _Reading(face, screen, document).show(reading)


def _about(face: Interface, document: Document) -> str:
    outlet = face.text("dossier.no_outlet") if document.outlet is None else document.outlet.value
    date = face.text("dossier.no_date")
    if document.published is not None:
        date = face.catalogue.date(document.published.value)
    title = "" if document.title is None else document.title.value
    return " · ".join(part for part in (title, outlet, date, document.language) if part)


class _Reading:
    def __init__(self, face: Interface, screen: Screen, document: Document) -> None:
        self.face = face
        self.screen = screen
        self.text = document.text

    def show(self, reading: Reading) -> None:
        if reading.machine_translated.value:
            self.screen.line(words(self.face.text("dossier.translated"), ALERT))
        if reading.quotations:
            self.screen.line(words(self.face.text("read.quotations"), STRONG))
        for quotation in reading.quotations:
            self.quotation(quotation)
        if reading.encounters:
            self.screen.line(words(self.face.text("read.encounters"), STRONG))
        for encounter in reading.encounters:
            self.encounter(encounter)
        self.spans("times", [time.span for time in reading.times])
        self.spans("quantities", [quantity.span for quantity in reading.quantities])
        self.spans("entities", [mention.span for mention in reading.mentions if mention.form == "name"])
        if not (reading.quotations or reading.encounters or reading.times or reading.mentions):
            self.screen.note(self.face.text("read.nothing_found"))

    def quotation(self, quotation: Quotation) -> None:
        """Write the words, then who says them in the article's own words."""
        content = " […] ".join(span.of(self.text) for span in quotation.content)
        shown = content if quotation.type == "indirect" else self.face.quoted(content)
        said_by = quotation.speaker_span
        speaker = self.face.text("dossier.no_speaker") if said_by is None else said_by.of(self.text)
        kind = self.face.catalogue.term("speech", quotation.type)
        self.screen.line(words(speaker, LABEL), f"  {shown}  ", words(kind, QUIET), indent=2)

    def encounter(self, encounter: Encounter) -> None:
        """Write who met whom and what is told of it, slot by slot."""
        term = self.face.catalogue.term
        sides = " – ".join(dict.fromkeys(p.span.of(self.text) for p in encounter.participants))
        head = f"{term('encounter', encounter.kind)}  {sides}  "
        self.screen.line(words(head, LABEL), term("status", encounter.status), indent=2)
        for fact in encounter.facts:
            denied = "" if fact.polarity == "asserted" else f" ({term('polarity', fact.polarity)})"
            stated = self.face.quoted(fact.span.of(self.text))
            self.screen.line(words(f"{term('slot', fact.slot)}  ", QUIET), stated + denied, indent=4)

    def spans(self, key: str, spans: list[Span]) -> None:
        """Write findings as the article words them, each wording once, in one paragraph."""
        stated = dict.fromkeys(span.of(self.text) for span in spans)
        if stated:
            self.screen.line(words(self.face.text(f"read.{key}") + "  ", STRONG), " · ".join(stated))
