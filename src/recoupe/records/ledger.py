"""Trouble and repairs, as data."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Literal

import msgspec

from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor, Span


class Issue(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Trouble with one article, shown where the article would be.

    input: the article's input name. document_id: None when no document came of it. stage: who noticed.
    code: a message of the catalogue under "issue". facts: (name, value) pairs that fill it.
    span: where in the document; None when it is about the whole.
    """

    id: str
    input: str
    document_id: str | None
    stage: str
    code: str
    facts: tuple[tuple[str, str], ...]
    span: Span | None = None


Action = Literal["merge", "split", "gather", "part"]


class Correction(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A person's repair of who is who or of what is one story: an input of stages.

    What these found by themselves stays visible. action: "split" keeps those apart whom the places name,
    "merge" makes them one; "gather" makes one story of the documents, "part" takes the first of them out of
    the story that the others tell. places: two mentions, sorted: they hold on to the articles' words,
    whatever a later reading or grouping calls the records made from them; none where it is about a story.
    documents: those of a story; none where it is about names. author: who says so; may be empty. reason:
    why, in the author's words; may be empty.
    """

    id: str
    action: Action
    places: tuple[Anchor, ...]
    author: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()

    def cited(self) -> tuple[str, ...]:
        """Return the documents that it is about, each once, sorted."""
        return tuple(sorted({*self.documents, *(place.document_id for place in self.places)}))


def correction(
    action: Literal["merge", "split"], one: Anchor, other: Anchor, *, author: str = "", reason: str = ""
) -> Correction:
    """Return the correction about two mentions; the same two, in whatever order, give the same id."""
    places = tuple(sorted((one, other)))
    return Correction(make_id("corr", action, *map(_place, places)), action, places, author, reason)


def gathered(document_ids: Iterable[str], *, author: str = "", reason: str = "") -> Correction:
    """Return the correction that makes one story of two documents or more."""
    return _of_story("gather", tuple(sorted(set(document_ids))), author=author, reason=reason)


def parted(document_id: str, others: Iterable[str], *, author: str = "", reason: str = "") -> Correction:
    """Return the correction that takes a document out of the story that others tell."""
    documents = (document_id, *sorted({*others} - {document_id}))
    return _of_story("part", documents, author=author, reason=reason)


def without(made: Correction, gone: Container[str]) -> Correction | None:
    """Return what a correction says when some documents are no more; None when that is nothing."""
    if not any(document_id in gone for document_id in made.cited()):
        return made
    kept = tuple(document_id for document_id in made.documents if document_id not in gone)
    if len(kept) < 2 or (made.action == "part" and kept[0] != made.documents[0]):
        return None
    return _of_story(made.action, kept, author=made.author, reason=made.reason)


def _of_story(action: Action, documents: tuple[str, ...], *, author: str, reason: str) -> Correction:
    return Correction(make_id("corr", action, *documents), action, (), author, reason, documents)


def merge_id(places: tuple[Anchor, ...]) -> str:
    """Return the id of a merge: it is named by the places that its reason cites."""
    return make_id("merge", *sorted(map(_place, places)))


def _place(place: Anchor) -> str:
    return f"{place.document_id}:{place.span.start}:{place.span.end}"
