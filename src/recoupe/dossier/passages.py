"""The passages that articles share, with what was changed in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from recoupe.dossier.dossier import Change, Evidence, SharedPassage
from recoupe.dossier.material import Material
from recoupe.dossier.statements import Verbatim
from recoupe.records.copies import Edit, Reuse
from recoupe.records.spans import Anchor, Span

_KINDS: dict[str, Literal["copy", "template", "quotation"]] = {
    "copy": "copy",
    "near copy": "copy",
    "template": "template",
    "quotation": "quotation",
}


def make_shared(material: Material) -> tuple[SharedPassage, ...]:
    """Return the shared passages, each with all the articles that hold it; the most shared first."""
    pairs = [
        pair
        for pair in material.reuse
        if pair.left.document_id in material.document and pair.right.document_id in material.document
    ]
    lines = [
        line
        for kind in ("copy", "template", "quotation")
        for group in _groups([pair for pair in pairs if _KINDS[pair.kind] == kind])
        if (line := _make_passage(material, group)) is not None
    ]
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                tuple(_KINDS.values()).index(line.kind),
                -len(line.passages),
                -len(line.passages[0].words.text),
                line.passages[0].words.anchor,
            ),
        )
    )


def _groups(pairs: Sequence[Reuse]) -> list[list[Reuse]]:
    """Return the pairs grouped so that two pairs that overlap in one document stand together."""
    sides = sorted(
        (side.document_id, side.span, i) for i, pair in enumerate(pairs) for side in (pair.left, pair.right)
    )
    group_of = list(range(len(pairs)))

    def root(i: int) -> int:
        while group_of[i] != i:
            group_of[i] = group_of[group_of[i]]
            i = group_of[i]
        return i

    reach: tuple[str, int, int] = ("", 0, 0)  # document, furthest end so far, a pair that reaches it
    for document_id, span, i in sides:
        if document_id == reach[0] and span.start < reach[1]:
            group_of[root(i)] = root(reach[2])
        if document_id != reach[0] or span.end > reach[1]:
            reach = (document_id, span.end, i)
    groups: dict[int, list[Reuse]] = {}
    for i, pair in enumerate(pairs):
        groups.setdefault(root(i), []).append(pair)
    return list(groups.values())


def _make_passage(material: Material, group: list[Reuse]) -> SharedPassage | None:
    longest: dict[str, Anchor] = {}
    for place in (side for pair in group for side in (pair.left, pair.right)):
        known = longest.get(place.document_id)
        if known is None or (len(place.span), -place.span.start) > (len(known.span), -known.span.start):
            longest[place.document_id] = place
    order = material.in_order(longest)
    passages = [line for d in order if (line := _passage_line(material, longest[d])) is not None]
    if not passages:
        return None
    common = Counter(line.words.text for line in passages)
    base = {
        line.words.anchor.document_id
        for line in passages
        if line.words.text == max(common, key=lambda text: common[text])
    }
    return SharedPassage(_KINDS[group[0].kind], tuple(passages), _changes(material, group, base))


def _passage_line(material: Material, place: Anchor) -> Evidence | None:
    words = material.verbatim(place)
    return None if words is None else Evidence(material.sentence_label(place), words)


def _changes(material: Material, group: list[Reuse], base: set[str]) -> tuple[Change, ...]:
    """Return the edits of the articles outside `base`, the largest set of articles with equal words."""
    changes: dict[tuple[str, str, str], Change] = {}
    for pair in group:
        left, right = pair.left.document_id, pair.right.document_id
        if (left in base) == (right in base):
            continue
        for edit in pair.edits:
            change = _change(material, edit, left if right in base else right)
            if change is not None:
                key = (change.document_id, _text(change.before), _text(change.after))
                changes.setdefault(key, change)
    order = {document.id: i for i, document in enumerate(material.documents)}
    return tuple(sorted(changes.values(), key=lambda change: (order[change.document_id], *_place(change))))


def _place(change: Change) -> tuple[bool, Span]:
    """Return where a change stands in its article; what was cut has no place there and comes last."""
    place = change.after or change.before
    return (change.after is None, Span(0, 0) if place is None else place.anchor.span)


def _change(material: Material, edit: Edit, changed_id: str) -> Change | None:
    sides = [side for side in (edit.left, edit.right) if side is not None]
    after = next((side for side in sides if side.document_id == changed_id), None)
    before = next((side for side in sides if side.document_id != changed_id), None)
    shown_before = None if before is None else material.verbatim(before)
    shown_after = None if after is None else material.verbatim(after)
    if shown_before is None and shown_after is None:
        return None
    return Change(changed_id, edit.kind, shown_before, shown_after)


def _text(line: Verbatim | None) -> str:
    return "" if line is None else line.text
