"""Where marked words stand: pairs of quotation marks, nested, unclosed, or running over paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from recoupe.records.spans import Span, stripped

_CLOSERS = {"«": "»", "“": '”“"', "„": "“”", '"': '"”', "‘": "’", "‹": "›"}
_INNER_SINGLE_CHARS = 300
_LONGEST_CARRIED_BLOCKS = 8
_LOOSE_CHARS = 12
_OF_TWO = re.compile(r"(?P<opens>‘‘|(?<![^\s(:])''(?=\S))|(?P<closes>’’|(?<=\S)''(?![^\s,;:.!?)]))")
"""Marks written as two single ones."""


@dataclass(frozen=True)
class Marked:
    """A stretch between quotation marks.

    span: with its marks. content: without them and without the white space beside them. closed: False
    when the closing mark was missing and the end of the block stands for it.
    """

    span: Span
    content: Span
    closed: bool


def find_marked(text: str, blocks: Iterable[Span]) -> tuple[Marked, ...]:
    """Return the outermost marked stretches of the blocks, in order; none crosses a block border.

    A stretch that is left open at the end of its block goes on in the next one when that one holds the
    closing mark before any opening one, or opens with a mark of its own.
    """
    text = _OF_TWO.sub(lambda m: "“ " if m["opens"] else " ”", text)
    found: list[Marked] = []
    open_mark = ""
    carried = 0
    for block in blocks:
        body = block.of(text)
        if open_mark and carried < _LONGEST_CARRIED_BLOCKS and _goes_on(body, open_mark):
            start_open = open_mark
        else:
            start_open = ""
        stretches, open_mark = _scan(body, start_open)
        carried = carried + 1 if open_mark else 0
        for start, end, closed, bare in stretches:
            inner = stripped(
                text, Span(block.start + start + (not bare), block.start + end - (1 if closed else 0))
            )
            if inner.start < inner.end:
                found.append(Marked(Span(block.start + start, block.start + end), inner, closed))
    return tuple(found)


def _goes_on(body: str, mark: str) -> bool:
    """Tell whether a block goes on with the words left open before it by `mark`."""
    closers = _CLOSERS[mark]
    if body[:1] == mark or (mark == '"' and body[:1] in closers):
        return False
    first_open = body.find(mark)
    first_close = min((i for i in (body.find(c) for c in closers) if i >= 0), default=-1)
    return first_close >= 0 and (first_open < 0 or first_close < first_open)


@lru_cache(maxsize=256)
def _scan(body: str, carried: str) -> tuple[tuple[tuple[int, int, bool, bool], ...], str]:
    """Return (start, end, closed, bare) of each outermost stretch of one block, and the mark left open."""
    found: list[tuple[int, int, bool, bool]] = []
    stack: list[str] = [carried] if carried else []
    start, bare = 0, bool(carried)
    for i, character in enumerate(body):
        if stack and character in _CLOSERS[stack[-1]] and not _is_apostrophe(body, i):
            stack.pop()
            if not stack:
                found.append((start, i + 1, True, bare))
        elif len(stack) > 1 and character in _CLOSERS[stack[0]] and not _is_apostrophe(body, i):
            # An inner mark was never closed: the outer one closes both.
            stack.clear()
            found.append((start, i + 1, True, bare))
        elif character in _CLOSERS and _opens(body, i):
            if stack and stack[-1] == character:
                if _reopens(body, i, character):
                    stack.append(character)
                    continue
                # A second opening mark of the kind that stands open: the first was never closed.
                end = body.rfind(".", start, i) + 1
                if len(stack) == 1:
                    if end > start:
                        found.append((start, end, False, bare))
                    stack.clear()
            if not stack:
                start, bare = i, False
            stack.append(character)
    if not stack:
        return tuple(found), ""
    if not bare or len(body) > start:
        found.append((start, len(body), False, bare))
    return tuple(found), stack[0]


def _opens(body: str, i: int) -> bool:
    """Tell whether the mark at `i` can open: straight and single ones stand after a space."""
    character = body[i]
    if character in "«“„‹":
        return True
    before = body[i - 1] if i else " "
    after = body[i + 1] if i + 1 < len(body) else " "
    if character == '"' and _is_loose(body, i):
        return True
    if character == '"' and before in ".!?" and after.isupper():
        return '"' in body[i + 1 :]  # "from noon on."We leave", he says": the space is lost
    if after.isspace() or not (before.isspace() or before in "([«“-—–:’'"):
        return False
    return character == '"' or body.find("’", i + 1, i + _INNER_SINGLE_CHARS) >= 0


def _is_loose(body: str, i: int) -> bool:
    """Tell whether the straight mark at `i` opens, a space behind it and one before the next mark."""
    close = body.find('"', i + 1)
    if close < 0 or not body[i + 1].isspace() or not body[close - 1].isspace() or close - i < _LOOSE_CHARS:
        return False
    return (not i or body[i - 1].isspace()) and not body[close + 1 : close + 2].isalnum()


def _is_apostrophe(body: str, i: int) -> bool:
    return body[i] == "’" and i + 1 < len(body) and body[i + 1].isalnum()


def _reopens(body: str, i: int, mark: str) -> bool:
    """Tell whether as many marks close later as stand open with this one: real nesting."""
    closer = _CLOSERS[mark][0]
    return body.count(closer, i, i + 2000) > body.count(mark, i, i + 2000)
