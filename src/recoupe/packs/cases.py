"""Cases in inline marks: `{speaker|La maire} a {cue|affirmé} : « {content|C'est non.} »`.

Format of a cases file: `# rule-id: one sentence` opens the cases of a rule (its id without language
and file); `# not: …` comments the negative ones; a line that starts with "- " must give nothing
of that rule; any other line is a text with marks. A mark without a bar (`{LOC Paris}`) is no mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from recoupe.errors import PackError
from recoupe.records.spans import Span

_MARK = re.compile(r"\{([a-z_ ]+)\|")
_RULE = re.compile(r"# ([a-z0-9-]+): ")


@dataclass(frozen=True)
class Case:
    """One case: the bare text, the marked spans as (label, span) in order, and whether it must match."""

    rule: str
    text: str
    marks: tuple[tuple[str, Span], ...]
    positive: bool
    line: int


def read_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a file, in order. Raises PackError on a line before any rule or an open mark."""
    cases = []
    rule = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        heading = _RULE.match(line)
        if heading and heading[1] != "not":
            rule = heading[1]
        if not line.strip() or line.startswith("#"):
            continue
        if not rule:
            raise PackError(f"{path.name}:{number}: a case stands before any '# rule-id: …' line")
        positive = not line.startswith("- ")
        text, marks = unmarked(line if positive else line[2:])
        cases.append(Case(rule, text, marks, positive, number))
    return tuple(cases)


def unmarked(marked: str) -> tuple[str, tuple[tuple[str, Span], ...]]:
    """Return the bare text and the spans of its marks, in order of their starts; marks may nest.

    >>> unmarked("{cue|Selon} lui")
    ('Selon lui', (('cue', Span(start=0, end=5)),))
    """
    out: list[str] = []
    open_marks: list[tuple[str, int]] = []
    marks: list[tuple[str, Span]] = []
    length = 0
    i = 0
    while i < len(marked):
        mark = _MARK.match(marked, i)
        if mark:
            open_marks.append((mark[1], length))
            i = mark.end()
            continue
        if marked[i] == "}" and open_marks:
            label, start = open_marks.pop()
            marks.append((label, Span(start, length)))
        else:
            out.append(marked[i])
            length += 1
        i += 1
    if open_marks:
        raise PackError(f"the mark {open_marks[-1][0]!r} is not closed in {marked!r}")
    return "".join(out), tuple(sorted(marks, key=lambda m: m[1]))
