"""What a search finds: sentences, the matched words marked, grouped by story."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from recoupe.cli.base import Interface
from recoupe.cli.screen import Screen
from recoupe.cli.shelf import Shelf
from recoupe.dossier.as_json import SCHEMA, line_text
from recoupe.dossier.build import build_head
from recoupe.dossier.check import Checked, checked_head, is_supported
from recoupe.dossier.dossier import Head
from recoupe.dossier.material import Material
from recoupe.dossier.statements import Verbatim
from recoupe.messages import Catalogue
from recoupe.records.documents import Document
from recoupe.records.spans import Span, anchor
from recoupe.store.contract import Hit, Store
from recoupe.store.words import words

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Found:
    """A sentence that holds the words. label: A1.4 within its story. marks: spans of the matched words."""

    label: str
    sentence: Verbatim
    outlet: str | None
    marks: tuple[Span, ...]


@dataclass(frozen=True)
class Group:
    """The sentences found in one story; head is None for articles that are in none yet."""

    head: Checked[Head] | None
    found: tuple[Found, ...]


def find_hits(store: Store, query: str, *, limit: int, catalogue: Catalogue) -> tuple[list[Group], bool]:
    """Return the sentences that hold all words of the query, and whether there are more than the limit.

    Best story first, best sentence first.
    """
    shelf = Shelf(store, catalogue)
    by_story: dict[str, list[Hit]] = {}
    hits = store.search(query, limit=limit + 1)
    for hit in hits[:limit]:
        story = shelf.story_of.get(hit.document_id)
        by_story.setdefault("" if story is None else story.id, []).append(hit)
    groups = [_group(store, shelf, story_id, found, query=query) for story_id, found in by_story.items()]
    return groups, len(hits) > limit


def _group(store: Store, shelf: Shelf, story_id: str, hits: list[Hit], *, query: str) -> Group:
    material = shelf.head_material(shelf.stories[story_id]) if story_id else None
    head = None if material is None else checked_head(build_head(material), material.document)
    found = (_found(store, material, hit, query) for hit in hits)
    return Group(head, tuple(line for line in found if line is not None))


def _found(store: Store, material: Material | None, hit: Hit, query: str) -> Found | None:
    document = store.get(hit.document_id)
    if not isinstance(document, Document):
        return None
    span = Span(hit.start, hit.end)
    sentence = Verbatim(span.of(document.text), anchor(document.id, document.text, span))
    if not is_supported(sentence, {document.id: document}):
        return None
    label = document.input if material is None else material.sentence_label(sentence.anchor)
    outlet = None if document.outlet is None else document.outlet.value
    return Found(label, sentence, outlet, matched(sentence.text, query, document.language))


def matched(text: str, query: str, language: str) -> tuple[Span, ...]:
    """Return where the words of a query stand in a text, whatever their endings, accents and case.

    >>> matched("Des élections auront lieu.", "election", "fr")
    (Span(start=4, end=13),)
    """
    wanted = set(words(query, language))
    spans = (Span(m.start(), m.end()) for m in _WORD.finditer(text))
    return tuple(span for span in spans if wanted & set(words(span.of(text), language)))


def hits_object(
    query: str, groups: list[Group], catalogue: Catalogue, *, there_is_more: bool
) -> dict[str, Any]:
    """Return the answer of `recoupe search --json`; offsets of `marks` are within the document."""
    return {
        "schema": SCHEMA,
        "kind": "hits",
        "query": query,
        "there_is_more": there_is_more,
        "stories": [
            {
                "id": None if group.head is None else group.head.shown.id,
                "handle": None if group.head is None else group.head.shown.handle,
                "title": _title(group, catalogue),
                "hits": [_hit(found) for found in group.found],
            }
            for group in groups
        ],
    }


def _hit(found: Found) -> dict[str, Any]:
    place = found.sentence.anchor
    return {
        "document": place.document_id,
        "start": place.span.start,
        "end": place.span.end,
        "text": found.sentence.text,
        "label": found.label,
        "marks": [[place.span.start + m.start, place.span.start + m.end] for m in found.marks],
    }


def _title(group: Group, catalogue: Catalogue) -> str | None:
    title = None if group.head is None else group.head.shown.title
    return None if title is None else line_text(title, catalogue)


def show_hits(face: Interface, groups: list[Group], *, there_is_more: bool) -> None:
    """Write the sentences, each under its story."""
    screen = Screen(face)
    for group in groups:
        head = "" if group.head is None else f"  {group.head.shown.handle}"
        screen.heading((_title(group, face.catalogue) or face.text("dossier.no_title")) + head)
        for found in group.found:
            outlet = found.outlet or face.text("dossier.no_outlet")
            screen.marked(f"[{found.label}] {outlet} ", found.sentence.text, found.marks)
    n = sum(len(group.found) for group in groups)
    if groups:
        screen.blank()
        n_stories = sum(group.head is not None for group in groups)
        screen.note(f"{face.text('count.sentences', n=n)} · {face.text('count.stories', n=n_stories)}")
        if there_is_more:
            screen.note(face.text("search.more"))
