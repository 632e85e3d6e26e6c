"""Words on a terminal: tables, headings and sentences; plain text when it is none."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from recoupe.cli.base import Interface, plain
from recoupe.records.spans import Span

PLAIN_WIDTH = 110
"""Columns where standard output is no terminal: wide enough for the table, narrow enough to read."""
MAX_WIDTH = 140
NARROW = 80
"""Below so many columns a table has no room for one column of each figure."""
LEAST_COLUMN = 13
"""Characters that no word of a table's column is broken below: "se contredisent" is two words of it."""
STRONG, QUIET, ALERT, GOOD, LABEL, MARK = "bold", "dim", "bold red", "green", "cyan", "bold underline"


class Screen:
    """Writes to standard output. Whatever comes in is made safe: no text can steer the terminal."""

    def __init__(self, face: Interface) -> None:
        self._face = face
        terminal = sys.stdout.isatty()
        # Rich ends the program by itself when nobody reads on, so it never writes to the output.
        self._written = io.StringIO()
        self._console = Console(
            file=self._written,
            force_terminal=terminal,
            no_color=not face.colour,
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
            legacy_windows=False,
            width=None if terminal else PLAIN_WIDTH,
        )
        if terminal and self._console.width > MAX_WIDTH:
            self._console.width = MAX_WIDTH

    @property
    def is_narrow(self) -> bool:
        """Whether figures have to stand below each other."""
        return self._console.width < NARROW

    @property
    def is_terminal(self) -> bool:
        """Whether styles can be seen; where they cannot, marks have to be characters."""
        return self._console.is_terminal

    def title(self, text: str, aside: str) -> None:
        """Write the first line of a view, with a short word at its right end."""
        grid = Table.grid(expand=True)
        grid.add_column(ratio=1)
        grid.add_column(justify="right", no_wrap=True)
        grid.add_row(words(text, STRONG), words(aside, LABEL))
        self._print(grid)

    def heading(self, text: str) -> None:
        """Write the heading of a section, with a rule to the right margin."""
        self.blank()
        room = max(2, self._console.width - len(text) - 4)
        self._print(words(f"── {text} ", STRONG) + words("─" * room, QUIET))

    def line(self, *parts: Text | str, indent: int = 0) -> None:
        """Write one paragraph made of parts, wrapped behind its indent."""
        whole = Text()
        for part in parts:
            whole.append_text(words(part) if isinstance(part, str) else part)
        self._print(Padding(whole, (0, 0, 0, indent)))

    def note(self, text: str, indent: int = 0) -> None:
        """Write a quiet remark."""
        self.line(words(text, QUIET), indent=indent)

    def blank(self) -> None:
        """Write an empty line."""
        self._print("")

    def marked(self, label: str, text: str, marks: Iterable[Span], *, indent: int = 0) -> None:
        """Write a sentence behind its label, some of its words marked."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        sentence = words(text)
        for mark in marks:
            if self._console.is_terminal:
                sentence.stylize(MARK, mark.start, mark.end)
        if not self._console.is_terminal:
            sentence = words(starred(text, marks))
        grid.add_row(words(label, LABEL), sentence)
        self._print(Padding(grid, (0, 0, 0, indent)))

    def table(
        self, columns: Sequence[str], rows: Iterable[Sequence[Text | str]], *, shares: Sequence[int]
    ) -> None:
        """Write a table under a header; row by row, each value behind its header, where it is too wide.

        shares: of the width that each column takes; 0 for one that is as wide as its words.
        """
        table = Table(box=None, padding=(0, 2, 0, 0), header_style=QUIET, expand=True, pad_edge=False)
        lines = [[words(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
        wide = (max(map(_widest, cells)) for cells in zip(*lines, strict=True)) if lines else shares
        least = (
            LEAST_COLUMN if share else max(n, len(c))
            for c, share, n in zip(columns, shares, wide, strict=True)
        )
        if sum(least) + 2 * len(columns) > self._console.width:
            self._stacked(columns, lines)
            return
        for i, (column, share) in enumerate(zip(columns, shares, strict=True)):
            longest = max(map(_longest_word, (column, *(line[i].plain for line in lines))))
            table.add_column(
                words(column),
                ratio=share or None,
                no_wrap=not share,
                overflow="fold",
                width=min(longest, LEAST_COLUMN) if share else None,
            )
        for line in lines:
            table.add_row(*line)
        self._print(table)

    def _stacked(self, columns: Sequence[str], lines: Iterable[Sequence[Text]]) -> None:
        for first, *others in lines:
            named = (
                words(self._face.text("joined.named", what=column, text=_one_line(cell)))
                for column, cell in zip(columns[1:], others, strict=True)
                if cell.plain
            )
            self.line(first)
            self.line(joined(named, " · "), indent=4)

    def room(self, shares: Sequence[int], column: int) -> int:
        """Return about how many characters a line of one column holds in a table of these shares."""
        return (self._console.width - 2 * len(shares)) * shares[column] // sum(shares)

    def _print(self, shown: RenderableType) -> None:
        self._console.print(shown)
        written = self._written.getvalue()
        self._written.seek(0)
        self._written.truncate()
        for line in written.translate(_SPACED).splitlines():
            # Tables are filled up with spaces, which a file or a pipe has no use for.
            sys.stdout.write((line if self._console.is_terminal else line.rstrip()) + "\n")


_GLUED = {0xA0: "\ufdd0", 0x202F: "\ufdd1"}
"""Rich breaks lines at every space, so a no-break space goes through it as a character that is none."""
_SPACED = {ord(stand_in): space for space, stand_in in _GLUED.items()}


def words(text: str, style: str = "") -> Text:
    """Return text that is safe to show, in a style."""
    return Text(plain(text).translate(_GLUED), style=style)


def _one_line(cell: Text) -> str:
    return cell.plain.translate(_SPACED).replace("\n", " · ")


def _widest(cell: Text) -> int:
    return max(map(len, cell.plain.split("\n")))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def joined(parts: Iterable[Text | str], between: str = " ") -> Text:
    """Return the parts that are not empty with something between them."""
    shown = [words(part) if isinstance(part, str) else part for part in parts]
    return Text(between).join(part for part in shown if part.plain)


def starred(text: str, marks: Iterable[Span]) -> str:
    """Return the text with ** around the marks: without colour, marks have to be characters."""
    out, last = [], 0
    for mark in marks:
        out += [text[last : mark.start], "**", mark.of(text), "**"]
        last = mark.end
    return "".join([*out, text[last:]])
