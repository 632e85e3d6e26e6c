"""The line checker: every way out takes a dossier from here, and shows nothing else.

A verbatim line must be what its document says at its anchor. A statement's quoted slots must lie,
as whole words, in a span it cites. A stated fact must be what the document states. A line that
fails is left out together with whatever cannot stand without it, and an Issue says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import fields

from recoupe.dossier.dossier import Dossier, Head
from recoupe.dossier.material import find_words
from recoupe.dossier.statements import StatedFact, Statement, Verbatim
from recoupe.records.documents import Document, Stated
from recoupe.records.ids import make_id
from recoupe.records.ledger import Issue
from recoupe.records.spans import is_true

_LINES = (Verbatim, StatedFact, Statement)
Shown = TypeVar("Shown", Dossier, Head)


@dataclass(frozen=True)
class Checked(Generic[Shown]):
    """A view whose every line was compared with the texts; only `checked` makes one.

    shown: what may be shown.
    """

    shown: Shown


class _Missing:
    """Stands where a line failed, until the smallest whole that needs it is left out."""


_MISSING = _Missing()


def checked(dossier: Dossier, documents: Mapping[str, Document]) -> Checked[Dossier]:
    """Return the dossier without the lines that its documents do not support, with an Issue for each."""
    failed: list[Verbatim | StatedFact | Statement] = []
    kept = _walk_struct(dossier, documents, failed)
    assert isinstance(kept, Dossier), "a dossier can stand without any line"
    issues = (*kept.issues, *sorted({_issue(line, documents) for line in failed}, key=lambda i: i.id))
    return Checked(msgspec.structs.replace(kept, issues=issues))


def checked_head(head: Head, documents: Mapping[str, Document]) -> Checked[Head]:
    """Return a story line without what its documents do not support."""
    kept = _walk_struct(head, documents, [])
    assert isinstance(kept, Head), "a story line can stand without any line"
    return Checked(kept)


def is_supported(line: Verbatim | StatedFact | Statement, documents: Mapping[str, Document]) -> bool:
    """Tell whether a line is borne out by the documents it cites."""
    if isinstance(line, Verbatim):
        document = documents.get(line.anchor.document_id)
        return (
            document is not None
            and is_true(line.anchor, document.text)
            and line.anchor.span.of(document.text) == line.text
        )
    if isinstance(line, StatedFact):
        return line.document_id in documents and line.value == _stated_value(
            documents[line.document_id], line.field
        )
    return _is_statement_supported(line, documents)


def _is_statement_supported(line: Statement, documents: Mapping[str, Document]) -> bool:
    covered = []
    for place in line.anchors:
        document = documents.get(place.document_id)
        if document is None or not is_true(place, document.text):
            return False
        covered.append((document, place.span.of(document.text)))
    for slot in line.slots:
        if slot.kind == "quoted" and not _stands_in(slot.value, [text for _, text in covered]):
            return False
        if slot.kind == "date" and slot.value not in {_stated_value(d, "published") for d, _ in covered}:
            return False
        if slot.kind == "given":
            return False
    return True


def _stands_in(words: str, texts: list[str]) -> bool:
    return bool(words) and any(find_words(words, text) is not None for text in texts)


def _stated_value(document: Document, field: str) -> str | None:
    value: Stated | str | None = getattr(document, field)
    return value.value if isinstance(value, Stated) else value


def _walk(
    value: object, documents: Mapping[str, Document], failed: list[Verbatim | StatedFact | Statement]
) -> object:
    """Return the value without unsupported lines; `_MISSING` when nothing of it can stand."""
    if isinstance(value, _LINES):
        if is_supported(value, documents):
            return value
        failed.append(value)
        return _MISSING
    if isinstance(value, tuple):
        walked = (_walk(item, documents, failed) for item in value)
        return tuple(item for item in walked if item is not _MISSING)
    if isinstance(value, msgspec.Struct) and _holds_lines(type(value)):
        return _walk_struct(value, documents, failed)
    return value


def _walk_struct(
    value: msgspec.Struct, documents: Mapping[str, Document], failed: list[Verbatim | StatedFact | Statement]
) -> object:
    changed: dict[str, object] = {}
    for field in fields(value):
        before = getattr(value, field.name)
        after = _walk(before, documents, failed)
        if after is _MISSING:
            if field.required:
                return _MISSING
            after = field.default
        if after == () and before != () and field.name in getattr(type(value), "needs", ()):
            return _MISSING
        if after is not before:
            changed[field.name] = after
    return msgspec.structs.replace(value, **changed) if changed else value


@cache
def _holds_lines(kind: type) -> bool:
    """Tell whether a record type is one of the dossier's own; values and issues hold no lines."""
    return kind.__module__.startswith(__package__ or "recoupe.dossier")


def _issue(line: Verbatim | StatedFact | Statement, documents: Mapping[str, Document]) -> Issue:
    """Return the trouble with one line. It names the line's place, never its words: they may be wrong."""
    document_id, what = _place(line)
    document = documents.get(document_id)
    return Issue(
        make_id("issue", document_id, "dossier", "line_not_supported", what),
        "" if document is None else document.input,
        None if document is None else document_id,
        "dossier",
        "line_not_supported",
        (("line", what),),
    )


def _place(line: Verbatim | StatedFact | Statement) -> tuple[str, str]:
    if isinstance(line, StatedFact):
        return line.document_id, line.field
    if isinstance(line, Verbatim):
        return line.anchor.document_id, f"{line.anchor.span.start}:{line.anchor.span.end}"
    return line.anchors[0].document_id, line.code
