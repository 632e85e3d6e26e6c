"""Two to four articles side by side, sentence by sentence: what they share, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

import msgspec

from recoupe.dossier.statements import StatedFact, Verbatim
from recoupe.records.comparisons import DIVERGENT, Comparison
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document, Stated
from recoupe.records.findings import Reading
from recoupe.records.spans import Anchor, Span, anchor, merged

COPIES = frozenset({"copy", "near copy"})
"""A quotation in common or an outlet's own formula is no text that one has from the other."""


class Column(msgspec.Struct, frozen=True):
    """One of the articles. label: A1 … in the order asked for. share_common: of its text, 0 to 1."""

    document_id: str
    label: str
    input: StatedFact
    share_common: float
    outlet: StatedFact | None = None
    published: StatedFact | None = None
    title: StatedFact | None = None


class Piece(msgspec.Struct, frozen=True):
    """One sentence of one article.

    label: "A1.4". is_common: another of the articles has it, word for word or edited. marks: spans of the
    sentence's text where a word or a value is not that of the others.
    """

    label: str
    sentence: Verbatim
    is_common: bool
    marks: tuple[Span, ...]


class Line(msgspec.Struct, frozen=True):
    """What stands side by side; a cell is None where an article has nothing here."""

    cells: tuple[Piece | None, ...]


class SideBySide(msgspec.Struct, frozen=True):
    """The articles and their lines, in the order of the first article as far as the others follow it."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def side_by_side(
    documents: Sequence[Document],
    readings: Mapping[str, Reading],
    *,
    reuse: Iterable[Reuse],
    comparisons: Iterable[Comparison],
) -> SideBySide:
    """Return the articles side by side.

    readings: by document id; an article without one is shown block by block. reuse: passages, of these or any
    articles. comparisons: rows whose differing values are marked.
    """
    within = {document.id for document in documents}
    passages = [p for p in reuse if p.kind in COPIES and {p.left.document_id, p.right.document_id} <= within]
    shared = _shared(passages)
    marks = _marks(passages, comparisons, within)
    sentences = [_sentences(document, readings.get(document.id)) for document in documents]
    rows = _rows([len(s) for s in sentences], _aligned(documents, sentences, passages))
    lines = []
    for row in rows:
        cells: list[Piece | None] = []
        for j, i in enumerate(row):
            if i is None:
                cells.append(None)
                continue
            document, span = documents[j], sentences[j][i]
            cells.append(_piece(document, span, f"A{j + 1}.{i + 1}", shared=shared, marks=marks))
        lines.append(Line(tuple(cells)))
    columns = (
        _column(document, f"A{j}", sentences[j - 1], shared) for j, document in enumerate(documents, 1)
    )
    return SideBySide(tuple(columns), tuple(lines))


def _sentences(document: Document, reading: Reading | None) -> list[Span]:
    if reading is not None and reading.sentences:
        return list(reading.sentences)
    return [block.span for block in document.article_blocks()]


def _shared(passages: Iterable[Reuse]) -> dict[str, tuple[Span, ...]]:
    spans: dict[str, list[Span]] = {}
    for passage in passages:
        for side in (passage.left, passage.right):
            spans.setdefault(side.document_id, []).append(side.span)
    return {document_id: merged(found) for document_id, found in spans.items()}


def _marks(
    passages: Iterable[Reuse], comparisons: Iterable[Comparison], within: set[str]
) -> dict[str, tuple[Span, ...]]:
    """Return where each document differs from the others in a copied passage or in a row of the table."""
    places: list[Anchor] = []
    for passage in passages:
        for edit in passage.edits:
            if edit.kind != "small words":
                places += [side for side in (edit.left, edit.right) if side is not None]
    for row in comparisons:
        told = [p for p in row.positions if within & set(p.document_ids)]
        if row.relation in DIVERGENT and row.slot != "wording" and len(told) > 1:
            places += [place for position in told for place in position.anchors]
    spans: dict[str, list[Span]] = {}
    for place in places:
        spans.setdefault(place.document_id, []).append(place.span)
    return {document_id: merged(found) for document_id, found in spans.items()}


def _aligned(
    documents: Sequence[Document], sentences: Sequence[Sequence[Span]], passages: Sequence[Reuse]
) -> list[dict[int, int]]:
    """Return, for each article after the first, which of its sentences stands beside which of the first's."""
    aligned = []
    for j in range(1, len(documents)):
        pairs: list[tuple[int, int]] = []
        for passage in passages:
            sides = {side.document_id: side.span for side in (passage.left, passage.right)}
            if set(sides) == {documents[0].id, documents[j].id}:
                left = _inside(sentences[0], sides[documents[0].id])
                right = _inside(sentences[j], sides[documents[j].id])
                pairs += [(left[k * len(left) // max(len(left), len(right))], r) for k, r in enumerate(right)]
        kept: dict[int, int] = {}
        last = -1
        for a, b in sorted(pairs):
            if a not in kept and b > last:
                kept[a], last = b, b
        aligned.append(kept)
    return aligned


def _inside(sentences: Sequence[Span], span: Span) -> list[int]:
    return [i for i, sentence in enumerate(sentences) if 2 * sentence.n_shared(span) > len(sentence)]


def _rows(counts: Sequence[int], aligned: Sequence[Mapping[int, int]]) -> list[tuple[int | None, ...]]:
    """Return the sentence numbers that stand side by side, every sentence of every article once.

    >>> _rows([2, 2], [{1: 0}])
    [(0, None), (1, 0), (None, 1)]
    """
    rows: list[tuple[int | None, ...]] = []
    done = [0] * len(counts)

    def fill(ends: Sequence[int]) -> None:
        columns = [range(start, end) for start, end in zip(done, ends, strict=True)]
        rows.extend(zip_longest(*columns))
        done[:] = ends

    for anchor_at in sorted({i for mapping in aligned for i in mapping}):
        beside = [mapping.get(anchor_at) for mapping in aligned]
        ends = [anchor_at, *(d if b is None else b for b, d in zip(beside, done[1:], strict=True))]
        room = max(end - start for end, start in zip(ends, done, strict=True))
        for j, mapping in enumerate(aligned, 1):
            # What has no counterpart here may stand beside what the others have to themselves.
            following = min((b for a, b in mapping.items() if a > anchor_at), default=counts[j])
            ends[j] = min(following, done[j] + room) if beside[j - 1] is None else ends[j]
        fill(ends)
        rows.append((anchor_at, *beside))
        done[:] = [anchor_at + 1, *(d if b is None else b + 1 for b, d in zip(beside, done[1:], strict=True))]
    fill(counts)
    return rows


def _piece(
    document: Document,
    span: Span,
    label: str,
    *,
    shared: Mapping[str, tuple[Span, ...]],
    marks: Mapping[str, tuple[Span, ...]],
) -> Piece:
    common = sum(span.n_shared(passage) for passage in shared.get(document.id, ()))
    inside = (
        Span(max(mark.start, span.start), min(mark.end, span.end)).moved(-span.start)
        for mark in marks.get(document.id, ())
        if mark.meets(span)
    )
    sentence = Verbatim(span.of(document.text), anchor(document.id, document.text, span))
    return Piece(label, sentence, 2 * common > len(span), tuple(inside))


def _column(
    document: Document, label: str, sentences: Sequence[Span], shared: Mapping[str, tuple[Span, ...]]
) -> Column:
    length = sum(len(span) for span in sentences)
    common = sum(s.n_shared(p) for s in sentences for p in shared.get(document.id, ()))
    stated: dict[str, Stated | None] = {
        "outlet": document.outlet,
        "published": document.published,
        "title": document.title,
    }
    facts = {
        name: StatedFact(document.id, name, fact.value)  # type: ignore[arg-type]
        for name, fact in stated.items()
        if fact is not None
    }
    own = StatedFact(document.id, "input", document.input)
    return Column(document.id, label, own, common / length if length else 0.0, **facts)
