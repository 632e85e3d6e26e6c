"""Trouble and repairs, as data."""

from __future__ import annotations

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


class Correction(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A person's repair of who is who: an input of stages; what they found by themselves stays visible.

    action: "split" keeps those apart whom the places name, "merge" makes them one. places: two mentions,
    sorted: they hold on to the articles' words, whatever a later reading or grouping calls the records
    made from them. author: who says so; may be empty. reason: why, in the author's words; may be empty.
    """

    id: str
    action: Literal["merge", "split"]
    places: tuple[Anchor, ...]
    author: str = ""
    reason: str = ""


def correction(
    action: Literal["merge", "split"], one: Anchor, other: Anchor, *, author: str = "", reason: str = ""
) -> Correction:
    """Return the correction about two mentions; the same two, in whatever order, give the same id."""
    places = tuple(sorted((one, other)))
    return Correction(make_id("corr", action, *map(_place, places)), action, places, author, reason)


def merge_id(places: tuple[Anchor, ...]) -> str:
    """Return the id of a merge: it is named by the places that its reason cites."""
    return make_id("merge", *sorted(map(_place, places)))


def _place(place: Anchor) -> str:
    return f"{place.document_id}:{place.span.start}:{place.span.end}"
