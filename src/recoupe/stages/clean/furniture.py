"""Which lines of an article are not its text: the pack's rules, and what those lines say about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from recoupe.packs import Pack, Rule
from recoupe.records.documents import BlockKind
from recoupe.records.spans import Span
from recoupe.stages.clean.source_text import Line, part

# Longer lines are article text: the longest invitation of the pages read for the rules (six French
# outlets of 2017 to 2019) has 330 characters.
_MAX_CHARS = 600
_MAX_LINKS = 12
# How far a rule that cuts something off the front or the end of a line looks.
_EDGE_CHARS = 240

_NO_WORDS = re.compile(r"[\W_]+\Z")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z")
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'’”»)\]\s]*\Z")
_ENDS_TITLE = re.compile(r"[^.…:;,][\"'’”»)\]\s]*\Z")
_LONG = 200
"""A line longer than this is a paragraph, whatever its end."""


@dataclass(frozen=True)
class Judged:
    """A line and what it was found to be.

    kind: None as long as nobody knows. groups: what the rule named in the line, as (name, span).
    then: what the lines below are said to be, "links" or "tags"; empty when nothing is said.
    """

    line: Line
    kind: BlockKind | None = None
    producer: str = ""
    groups: tuple[tuple[str, Span], ...] = ()
    then: str = ""

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text


def is_paragraph(text: str) -> bool:
    """Tell whether a line reads like a paragraph: it ends like a sentence (no question alone) or is long."""
    if len(text) > _LONG:
        return True
    ends = _ENDS_SENTENCE.search(text)
    return ends is not None and (ends[0][0] in ".…" or text.count(" ") > 20)


def is_title(text: str) -> bool:
    """Tell whether a line has the shape of a title: not long, and no stop at its end.

    A question or an exclamation may be a title; a line may pass both this and `is_paragraph` never.
    """
    return not is_paragraph(text) and _ENDS_TITLE.search(text) is not None


def judged(lines: Sequence[Judged], pack: Pack | None) -> tuple[Judged, ...]:
    """Return the lines with all furniture marked; some are cut in two. Lines that have a kind keep it.

    Without a pack only lines without words and bare addresses are known.
    """
    out: list[Judged] = []
    rules = pack.rules("furniture") if pack else ()
    anywhere = tuple(rule for rule in rules if "where" not in rule.options)
    follow = _Following()
    for given in lines:
        for item in _cut(given, anywhere):
            out.append(follow.next(item))
    return _by_place(out, tuple(rule for rule in rules if "where" in rule.options))


class _Following:
    """What an earlier line says about the lines below it: link titles, tags."""

    def __init__(self) -> None:
        self._expected = ""
        self._producer = ""
        self._n = 0
        self._touching = False

    def next(self, item: Judged) -> Judged:
        """Return the line as the lines above it make it out."""
        if self._expected and item.kind in (None, "list", "heading") and self._goes_on(item):
            self._n += 1
            self._touching = self._touching or item.line.n_before == 1
            kind: BlockKind = "tags" if self._expected == "tags" else "furniture"
            groups = (("tags", Span(0, len(item.text))),) if kind == "tags" else ()
            if kind == "tags":
                self._expected = ""
            return replace(item, kind=kind, producer=self._producer, groups=groups)
        if item.then or item.kind is None:
            self._expected, self._producer = item.then, item.producer
            self._n, self._touching = 0, False
        return item

    def _goes_on(self, item: Judged) -> bool:
        if self._expected == "tags":
            return len(item.text) < _MAX_CHARS and not _ENDS_SENTENCE.search(item.text)
        # Links that stand line under line end where a blank line comes.
        if self._n >= _MAX_LINKS or (self._touching and item.line.n_before > 1):
            return False
        return is_title(item.text) and not item.text.endswith("»")


def _cut(item: Judged, rules: Sequence[Rule]) -> Iterator[Judged]:
    """Yield the line as judged by the first rule that knows it, in pieces if the rule cuts it."""
    text = item.text
    if item.kind not in (None, "paragraph", "list", "heading", "quote", "lead"):
        yield item
        return
    if _NO_WORDS.match(text):
        yield replace(item, kind="furniture", producer="clean/no-words")
        return
    if _ADDRESS.match(text):
        yield replace(item, kind="furniture", producer="clean/bare-address")
        return
    for rule in rules:
        match = _matched(rule, text)
        if match is None:
            continue
        start, end = match.span("cut") if "cut" in match.re.groupindex else match.span()
        if "cuts" not in rule.options:
            yield _known(item, rule, match)
            return
        whole = _known(item, rule, match)
        if rule.options["cuts"] == "front":
            front = replace(whole, line=replace(part(item.line, Span(0, end)), n_before=item.line.n_before))
            yield replace(front, groups=tuple((n, s) for n, s in whole.groups if s.end <= end))
            rest = _rest(item, end, len(text))
            if rest is not None:
                yield from _after_front(rest, rule, rules)
        else:
            rest = _rest(item, 0, start)
            if rest is not None:
                yield replace(rest, line=replace(rest.line, n_before=item.line.n_before))
            groups = tuple((n, s.moved(-start)) for n, s in whole.groups if s.start >= start)
            yield replace(whole, line=part(item.line, Span(start, len(text))), groups=groups)
        return
    yield item


def _after_front(rest: Judged, rule: Rule, rules: Sequence[Rule]) -> Iterator[Judged]:
    # What is glued to a photo credit is the title of the article the picture links to, or the text
    # going on; only its shape can tell.
    if rule.options.get("inset") and is_title(rest.text):
        yield replace(rest, kind="furniture", producer=rule.id)
        return
    yield from _cut(rest, [other for other in rules if other.id != rule.id])


def _rest(item: Judged, start: int, end: int) -> Judged | None:
    piece = item.text[start:end]
    left = len(piece) - len(piece.lstrip())
    if not piece.strip():
        return None
    return replace(
        item, line=part(item.line, Span(start + left, start + left + len(piece.strip()))), groups=()
    )


def _matched(rule: Rule, text: str) -> re.Match[str] | None:
    cuts = rule.options.get("cuts")
    if cuts == "front":
        return rule.pattern.match(text, 0, min(len(text), _EDGE_CHARS))
    if cuts == "end":
        return rule.search(text, max(0, len(text) - _EDGE_CHARS))
    return rule.pattern.match(text) if len(text) <= rule.options.get("max_chars", _MAX_CHARS) else None


def _known(item: Judged, rule: Rule, match: re.Match[str]) -> Judged:
    groups = tuple(
        (name, Span(*match.span(name)))
        for name in sorted(match.re.groupindex)
        if name != "cut" and match[name]
    )
    kind: BlockKind = rule.options["kind"]
    follows = rule.options.get("then")
    if follows is None or (follows == "tags" and any(name == "tags" for name, _ in groups)):
        return Judged(item.line, kind, rule.id, groups)
    return Judged(item.line, "furniture", rule.id, groups, follows)


def _by_place(items: list[Judged], rules: Sequence[Rule]) -> tuple[Judged, ...]:
    """Apply the rules that hold above the first or below the last paragraph only."""
    bodies = [
        i for i, item in enumerate(items) if item.kind in (None, "paragraph") and is_paragraph(item.text)
    ]
    first, last = (bodies[0], bodies[-1]) if bodies else (len(items), -1)
    out: list[Judged] = []
    for i, item in enumerate(items):
        # A line of furniture that also names a date or an outlet has had its say already.
        places = {"head"} if i < first else {"tail"} if i > last else set()
        usable = [rule for rule in rules if rule.options["where"] in places]
        out.extend(_cut(item, usable) if usable and item.kind is None else (item,))
    return tuple(out)
