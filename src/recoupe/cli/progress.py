"""Progress on standard error: only on a terminal, and only for work of more than a second."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from recoupe.cli.base import Interface
from recoupe.run import Progress

FIRST_AFTER_S = 1.0
EVERY_S = 0.1


class ProgressLine:
    """One line that is written over: stage, count, rate, remaining time, failures so far."""

    def __init__(self, face: Interface, stream: TextIO | None = None) -> None:
        self._face = face
        self._stream = sys.stderr if stream is None else stream
        self._shown = not face.quiet and self._stream.isatty()
        self._begun = self._stage_begun = time.monotonic()
        self._stage = ""
        self._last = 0.0
        self._width = 0

    def __call__(self, progress: Progress) -> None:
        """Show how far the work has got."""
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._stage_begun = progress.stage, now
        if not self._shown or now - self._begun < FIRST_AFTER_S or now - self._last < EVERY_S:
            return
        self._last = now
        self._write(progress_text(self._face, progress, seconds=now - self._stage_begun))

    def count(self, n: int) -> None:
        """Show how many articles have come in, while their number is not known."""
        now = time.monotonic()
        if self._shown and now - self._begun >= FIRST_AFTER_S and now - self._last >= EVERY_S:
            self._last = now
            rate = n / (now - self._begun)
            text = self._face.text
            self._write(f"{text('progress.reading')} {n} · {text('progress.rate', rate=f'{rate:.0f}')}")

    def end(self) -> None:
        """Take the line away."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0

    def _write(self, line: str) -> None:
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = max(self._width, len(line))


def progress_text(face: Interface, progress: Progress, *, seconds: float) -> str:
    """Return the line: "Lecture 412/520 · 38/s · reste 0:03 · 3 échecs"."""
    stage = face.catalogue.term("stage", progress.stage)
    parts = [face.text("progress.stage", stage=stage, done=progress.done, total=progress.total)]
    rate = progress.done / seconds if seconds > 0 else 0.0
    if rate > 0:
        left = round((progress.total - progress.done) / rate)
        parts.append(face.text("progress.rate", rate=f"{rate:.0f}" if rate >= 1 else f"{rate:.1f}"))
        parts.append(face.text("progress.left", time=f"{left // 60}:{left % 60:02d}"))
    if progress.failures:
        parts.append(face.text("progress.failures", n=progress.failures))
    return " · ".join(parts)
