"""Articles side by side: on a terminal, as a page, as JSON. Common text is grey, changed words are marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any

from rich.text import Text

from recoupe.cli.base import Interface
from recoupe.cli.elements import Child, Element, element
from recoupe.cli.forget_command import captures_of
from recoupe.cli.page import POLICY
from recoupe.cli.screen import LABEL, QUIET, STRONG, Screen, joined, starred, words
from recoupe.cli.shelf import Shelf
from recoupe.dossier.as_json import SCHEMA
from recoupe.dossier.build import handle
from recoupe.dossier.check import is_supported
from recoupe.dossier.side_by_side import Column, Piece, SideBySide, side_by_side
from recoupe.dossier.statements import StatedFact
from recoupe.errors import RecoupeError, UsageError
from recoupe.messages import Catalogue
from recoupe.records.comparisons import Comparison
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.store.contract import Store


def find_columns(store: Store, what: Sequence[str], catalogue: Catalogue) -> SideBySide:
    """Return the articles that the words name, side by side.

    Raises NothingFound when a word names none, UsageError when one names several or two name the same.
    """
    named = [captures_of(store, stated) for stated in what]
    by_capture = {c: d for d in store.scan(Document) if isinstance(d, Document) for c in d.capture_ids}
    documents: list[Document] = []
    for stated, captures in zip(what, named, strict=True):
        found = {by_capture[c].id: by_capture[c] for c in captures if c in by_capture}
        if len(found) != 1:
            raise UsageError(
                f"{stated!r} names {len(found)} articles", code="compare_one_each", what=repr(stated)
            )
        documents += found.values()
    if len({d.id for d in documents}) < len(documents):
        raise UsageError("one article twice", code="compare_twice")
    readings: dict[str, Reading] = {}
    reuse: dict[str, Reuse] = {}
    for document in documents:
        for record in store.members("accounts", document.id):
            if isinstance(record, Reading):
                readings[document.id] = record
            elif isinstance(record, Reuse):
                reuse[record.id] = record
    shown = side_by_side(
        documents,
        readings,
        reuse=[reuse[i] for i in sorted(reuse)],
        comparisons=_comparisons(store, documents, catalogue),
    )
    return _checked(shown, documents)


def _comparisons(store: Store, documents: Sequence[Document], catalogue: Catalogue) -> tuple[Comparison, ...]:
    """Return the rows of the story that all the articles belong to; none when they belong to several."""
    shelf = Shelf(store, catalogue)
    stories = {story.id: story for d in documents if (story := shelf.story_of.get(d.id)) is not None}
    if len(stories) != 1:
        return ()
    return shelf.head_material(next(iter(stories.values()))).comparisons


def _checked(shown: SideBySide, documents: Iterable[Document]) -> SideBySide:
    by_id = {document.id: document for document in documents}
    for piece in (cell for line in shown.lines for cell in line.cells if cell is not None):
        if not is_supported(piece.sentence, by_id):
            raise RecoupeError(f"{piece.label} is not what its article says", code="unsupported_line")
    return shown


def show_columns(face: Interface, shown: SideBySide) -> None:
    """Write the articles as columns of a table."""
    screen = Screen(face)
    heads = tuple(_head(face.catalogue, column) for column in shown.columns)
    shares = (1,) * len(heads)
    rows = [[_cell(screen, piece) for piece in line.cells] for line in shown.lines]
    spaced = [row for line in rows for row in (line, [""] * len(heads))]
    screen.table(heads, spaced, shares=shares)
    screen.note(face.text("compare.legend"))


def _head(catalogue: Catalogue, column: Column) -> str:
    share = catalogue.text("compare.share", {"share": column.share_common})
    article = f"{handle('A', column.document_id)}  {column.input.value}"
    return "\n".join([f"{column.label}  {_named(catalogue, column)}", article, share])


def _named(catalogue: Catalogue, column: Column) -> str:
    outlet = catalogue.text("dossier.no_outlet") if column.outlet is None else column.outlet.value
    published = column.published
    date = catalogue.text("dossier.no_date") if published is None else catalogue.date(published.value)
    return f"{outlet}, {date}"


def _cell(screen: Screen, piece: Piece | None) -> Text | str:
    if piece is None:
        return ""
    text = piece.sentence.text if screen.is_terminal else starred(piece.sentence.text, piece.marks)
    sentence = words(text, QUIET if piece.is_common else "")
    if screen.is_terminal:
        for mark in piece.marks:
            sentence.stylize(f"not dim {STRONG} underline", mark.start, mark.end)
    sign = "= " if piece.is_common else ""
    return joined([words(f"{sign}[{piece.label}]", LABEL), sentence])


def columns_page(shown: SideBySide, catalogue: Catalogue) -> str:
    """Return the articles side by side as a page of its own, without script or network."""
    style = (files("recoupe.cli") / "page.css").read_text("utf-8")
    heads = (element("th", _head(catalogue, column), scope="col") for column in shown.columns)
    rows = (element("tr", *(_td(piece) for piece in line.cells)) for line in shown.lines)
    table = element(
        "table", element("thead", element("tr", *heads)), element("tbody", *rows), class_="facts side"
    )
    title = catalogue.text("compare.title")
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="generator", content="Recoupe"),
            element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{title} · Recoupe"),
            Element(f"<style>{style}</style>"),
        ),
        element(
            "body",
            element(
                "div",
                element("h1", title),
                element("p", catalogue.text("compare.legend_page"), class_="why ui"),
                element("div", table, class_="scroll"),
                class_="page",
            ),
        ),
        lang=catalogue.language,
    )
    return f"<!doctype html>\n{page.html}\n"


def _td(piece: Piece | None) -> Element:
    if piece is None:
        return element("td")
    children: list[Child] = [element("span", f"[{piece.label}] ", class_="label")]
    last = 0
    for mark in piece.marks:
        children += [piece.sentence.text[last : mark.start], element("mark", mark.of(piece.sentence.text))]
        last = mark.end
    children.append(piece.sentence.text[last:])
    return element("td", *children, class_="common" if piece.is_common else None)


def columns_object(shown: SideBySide) -> dict[str, Any]:
    """Return the answer of `recoupe compare --json`; offsets are within the documents."""
    return {
        "schema": SCHEMA,
        "kind": "side_by_side",
        "articles": [
            {
                "document": column.document_id,
                "label": column.label,
                "input": column.input.value,
                "outlet": _value(column.outlet),
                "published": _value(column.published),
                "title": _value(column.title),
                "share_in_common": round(column.share_common, 4),
            }
            for column in shown.columns
        ],
        "lines": [[_piece_object(piece) for piece in line.cells] for line in shown.lines],
    }


def _value(fact: StatedFact | None) -> str | None:
    return None if fact is None else fact.value


def _piece_object(piece: Piece | None) -> dict[str, Any] | None:
    if piece is None:
        return None
    at = piece.sentence.anchor.span
    return {
        "label": piece.label,
        "start": at.start,
        "end": at.end,
        "text": piece.sentence.text,
        "in_common": piece.is_common,
        "marks": [[at.start + mark.start, at.start + mark.end] for mark in piece.marks],
    }
