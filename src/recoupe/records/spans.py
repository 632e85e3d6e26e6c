"""Spans, anchors and offset maps: all offset arithmetic of Recoupe.

An offset counts Unicode code points from zero in a document's text; a span holds its start and
excludes its end. Other units (UTF-16 for browsers, bytes) exist at the edge only, through the
functions below.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from hashlib import blake2b

import msgspec

from recoupe.errors import SpanError


class Span(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A stretch of one text, half-open.

    start: offset of the first code point. end: offset after the last one.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the covered part of `text`.

        >>> Span(3, 8).of("La maire a dit non.")
        'maire'
        """
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Tell whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end

    def n_shared(self, other: Span) -> int:
        """Return how many code points the two spans share.

        >>> Span(3, 8).n_shared(Span(6, 20)), Span(3, 8).n_shared(Span(8, 9))
        (2, 0)
        """
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def moved(self, by: int) -> Span:
        """Return the span `by` code points further on."""
        return Span(self.start + by, self.end + by)

    def __len__(self) -> int:
        return self.end - self.start


class Anchor(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A span of a named document, with a digest of the text it covers.

    document_id: the document. span: where in its text.
    check: 16 hex digits, BLAKE2b of the covered text; `is_true` compares it.
    """

    document_id: str
    span: Span
    check: str

    def meets(self, other: Anchor) -> bool:
        """Tell whether both share text of one document."""
        return self.document_id == other.document_id and self.span.meets(other.span)


def text_check(text: str) -> str:
    """Return the digest an anchor carries for the text it covers: 16 hex digits."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def anchor(document_id: str, text: str, span: Span) -> Anchor:
    """Return an anchor on `span` of the document's `text`.

    Raises SpanError when the span is empty or leaves the text.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise SpanError(
            f"span {span.start}:{span.end} does not fit a text of {len(text)} code points",
            document_id=document_id,
        )
    return Anchor(document_id, span, text_check(span.of(text)))


def is_true(anchored: Anchor, text: str) -> bool:
    """Tell whether the anchor still covers the very text it was made on."""
    return 0 <= anchored.span.start < anchored.span.end <= len(text) and (
        text_check(anchored.span.of(text)) == anchored.check
    )


def stripped(text: str, span: Span) -> Span:
    """Return the span without the white space at its two ends; an empty one if nothing is left.

    >>> stripped("  oui ", Span(0, 6))
    Span(start=2, end=5)
    """
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap joined into one.

    >>> merged([Span(5, 9), Span(0, 2), Span(2, 3)])
    (Span(start=0, end=3), Span(start=5, end=9))
    """
    out: list[Span] = []
    for span in sorted(spans):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return tuple(out)


class Run(msgspec.Struct, frozen=True, array_like=True):
    """A stretch of clean text that stands unchanged in the source text.

    start: offset in the clean text. source_start: offset in the source. length: code points.
    """

    start: int
    source_start: int
    length: int


def to_source(runs: tuple[Run, ...], span: Span) -> Span | None:
    """Return where a span of the clean text stands in the source; None when an end has no source.

    The end is mapped through the last covered character, so that a cut just behind it does no harm.
    """
    first = _source_of(runs, span.start)
    last = _source_of(runs, span.end - 1)
    if first is None or last is None or last < first:
        return None
    return Span(first, last + 1)


def _source_of(runs: tuple[Run, ...], offset: int) -> int | None:
    i = bisect_right(runs, offset, key=_start) - 1
    if i >= 0 and offset < runs[i].start + runs[i].length:
        return runs[i].source_start + offset - runs[i].start
    return None


def _start(run: Run) -> int:
    return run.start


def utf16_offset(text: str, offset: int) -> int:
    """Return the offset in UTF-16 units, as browsers count, of a code-point offset.

    >>> utf16_offset("été 🌍 chaud", 6)
    7
    """
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


def byte_offset(text: str, offset: int) -> int:
    """Return the offset in bytes of the UTF-8 form of a code-point offset.

    >>> byte_offset("été 🌍 chaud", 6)
    11
    """
    return len(text[:offset].encode("utf-8", "surrogatepass"))


def composed(outer: tuple[Run, ...], inner: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return the runs that lead from a clean text through a text between to the source.

    outer: from clean to between. inner: from between to source. Both in order of their starts, as is
    what comes out.

    >>> composed((Run(0, 2, 3),), (Run(0, 10, 4), Run(4, 20, 9)))
    (Run(start=0, source_start=12, length=2), Run(start=2, source_start=20, length=1))
    """
    out: list[Run] = []
    for run in outer:
        i = max(0, bisect_right(inner, run.source_start, key=_start) - 1)
        end = run.source_start + run.length
        while i < len(inner) and inner[i].start < end:
            step = inner[i]
            first = max(run.source_start, step.start)
            last = min(end, step.start + step.length)
            if first < last:
                start = run.start + first - run.source_start
                _append(out, Run(start, step.source_start + first - step.start, last - first))
            i += 1
    return tuple(out)


def _append(runs: list[Run], run: Run) -> None:
    """Add a run; one that goes on where the last one ends becomes part of it."""
    if runs:
        last = runs[-1]
        if last.start + last.length == run.start and last.source_start + last.length == run.source_start:
            runs[-1] = Run(last.start, last.source_start, last.length + run.length)
            return
    runs.append(run)
