"""From decoded characters to clean ones, with the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from recoupe.records.spans import Run, Span, composed

# What nobody sees: controls, soft hyphens, zero-width spaces and joins of words, byte-order marks, and
# the marks that turn the direction of writing (they can make a line read otherwise than it is stored).
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]+"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
# Up to U+02FF every character is one of its own in NFC and never joins the one before it.
_CLUSTER = re.compile(r"[\s\S][^\x00-\u02ff]*")
_LINE = re.compile("[^\n\x0b\x0c\r\x85\u2028\u2029]+")
_BREAK = re.compile("\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]")
_GAP = re.compile("[ \t]{2,}|\t")


@dataclass(frozen=True)
class Mapped:
    """A text and the runs that lead from it to its source, in order."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Line:
    """A line that holds something.

    text: without white space at its ends, gaps inside made one space. runs: from `text` to the source.
    n_before: line breaks since the line before it; 1 means that it follows directly.
    """

    text: str
    runs: tuple[Run, ...]
    n_before: int


def cleaned(source: str) -> Mapped:
    """Return the source in NFC, without characters nobody sees; lone surrogates become U+FFFD."""
    source = _SURROGATE.sub("\ufffd", source)
    kept: list[Run] = []
    pieces: list[str] = []
    length = at = 0
    for unseen in _UNSEEN.finditer(source):
        if unseen.start() > at:
            kept.append(Run(length, at, unseen.start() - at))
            pieces.append(source[at : unseen.start()])
            length += unseen.start() - at
        at = unseen.end()
    if at < len(source):
        kept.append(Run(length, at, len(source) - at))
        pieces.append(source[at:])
    seen = "".join(pieces)
    if unicodedata.is_normalized("NFC", seen):
        return Mapped(seen, tuple(kept))
    normal = _normalised(seen)
    return Mapped(normal.text, composed(normal.runs, tuple(kept)))


def _normalised(text: str) -> Mapped:
    pieces: list[str] = []
    runs: list[Run] = []
    length = run_start = run_source = 0
    for cluster in _CLUSTER.finditer(text):
        piece = unicodedata.normalize("NFC", cluster[0])
        pieces.append(piece)
        if piece != cluster[0]:
            if length > run_start:
                runs.append(Run(run_start, run_source, length - run_start))
            run_start, run_source = length + len(piece), cluster.end()
        length += len(piece)
    if length > run_start:
        runs.append(Run(run_start, run_source, length - run_start))
    return Mapped("".join(pieces), tuple(runs))


def lines_of(mapped: Mapped) -> tuple[Line, ...]:
    """Return the lines that hold something, in order; a tab or a gap inside a line becomes one space."""
    text = mapped.text
    lines: list[Line] = []
    n_breaks = at = 0
    for match in _LINE.finditer(text):
        n_breaks += len(_BREAK.findall(text, at, match.start()))
        at = match.end()
        span = _trimmed(text, match.start(), match.end())
        if span is None:
            continue
        line, outer = _squeezed(text, span)
        lines.append(Line(line, composed(outer, mapped.runs), n_breaks))
        n_breaks = 0
    return tuple(lines)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    return Span(start + left, start + left + len(stripped)) if stripped else None


def _squeezed(text: str, span: Span) -> tuple[str, tuple[Run, ...]]:
    pieces: list[str] = []
    runs: list[Run] = []
    length, at = 0, span.start
    for gap in _GAP.finditer(text, span.start, span.end):
        # The first blank of a gap stands for it all; a tab has no counterpart in the clean text.
        end = gap.start() + (text[gap.start()] == " ")
        if end > at:
            runs.append(Run(length, at, end - at))
        pieces.append(text[at : gap.start()] + " ")
        length += gap.start() - at + 1
        at = gap.end()
    if span.end > at:
        runs.append(Run(length, at, span.end - at))
        pieces.append(text[at : span.end])
    return "".join(pieces), tuple(runs)


def part(line: Line, span: Span) -> Line:
    """Return a part of a line as a line of its own that follows directly."""
    outer = (Run(0, span.start, span.end - span.start),)
    return Line(line.text[span.start : span.end], composed(outer, line.runs), 1)


def joined(lines: list[Line], glue: list[str]) -> Line:
    """Return lines as one, with `glue[i]` between the lines i and i + 1; the glue has no source."""
    pieces: list[str] = []
    runs: list[Run] = []
    length = 0
    for i, line in enumerate(lines):
        runs += [Run(run.start + length, run.source_start, run.length) for run in line.runs]
        pieces.append(line.text + (glue[i] if i < len(glue) else ""))
        length += len(pieces[-1])
    return Line("".join(pieces), tuple(runs), lines[0].n_before)
