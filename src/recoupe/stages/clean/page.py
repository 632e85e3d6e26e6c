"""A page: the lines of its article, and what its markup states about it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recoupe.records.documents import BlockKind
from recoupe.stages.clean.furniture import Judged
from recoupe.stages.clean.page_facts import NO_FACTS, PageFacts, page_facts
from recoupe.stages.clean.source_text import Line, cleaned, lines_of

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 200
"""Deeper pages are read as bare text: the parser stops at 256 open elements, real pages have under 60."""

# The share of the quick extraction's words in those of the other extractor below which the slow one is
# asked: 181 pages, F1 .962 (2026-11, design notes on libraries).
_MIN_SHARE = 0.5

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})[^<>]*>")
# Elements that need no end tag do not nest, however many are open.
_FLAT = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option",
        "optgroup", "colgroup", "html", "head", "body",
    }
)  # fmt: skip
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_KINDS: dict[str, BlockKind] = {"head": "heading", "quote": "quote", "item": "list"}


@dataclass(frozen=True)
class Page:
    """lines: of the article, in order. facts: what the markup states. depth: of nesting, at most."""

    lines: tuple[Judged, ...]
    facts: PageFacts
    depth: int

    @property
    def is_too_deep(self) -> bool:
        """Whether the page had to be read as bare text."""
        return self.depth > MAX_DEPTH


def page_of(markup: str) -> Page:
    """Return the article of a page; no lines when there is no text on it."""
    depth = depth_of(markup)
    if depth > MAX_DEPTH:
        return Page(_bare_lines(markup, main=False), NO_FACTS, depth)
    tree = _tree(markup)
    if tree is None:
        return Page(_bare_lines(markup, main=False), NO_FACTS, depth)
    lines = _article_lines(tree, markup)
    return Page(lines or _bare_lines(markup, main=False), page_facts(tree), depth)


def depth_of(markup: str) -> int:
    """Return how many elements are open at once, at most; those that need no end tag are not counted."""
    depth = deepest = 0
    for tag in _TAG.finditer(markup):
        if tag[2].lower() in _FLAT or tag[0].endswith("/>"):
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _tree(markup: str) -> _Element | None:
    from lxml import etree, html  # late: with trafilatura 0.15 s

    try:
        raw = _DECLARATION.sub("", markup).encode("utf-8", "replace")
        tree: _Element = html.document_fromstring(raw, parser=html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError):  # nothing but comments and the like
        return None
    return tree


def _article_lines(tree: _Element, markup: str) -> tuple[Judged, ...]:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    bare = _bare_lines(markup, main=True)
    n_words = sum(len(item.text.split()) for item in bare)
    best: tuple[Judged, ...] = ()
    for fast in (True, False):
        found = bare_extraction(tree, fast=fast, with_metadata=False, include_comments=False)
        if isinstance(found, Document) and found.body is not None:
            lines = tuple(_lines(found.body))
            best = max(best, lines, key=lambda items: sum(len(item.text.split()) for item in items))
        if sum(len(item.text.split()) for item in best) >= _MIN_SHARE * n_words:
            break
    # Pages of one or two sentences are under the extraction's own least length.
    return best or bare


def _lines(body: _Element) -> Iterator[Judged]:
    """Yield the lines of trafilatura's body: its children are paragraphs, heads, lists, quotes and tables."""
    for child in body:
        if child.tag in ("list", "table"):
            inner = child.iter("item") if child.tag == "list" else child.iter("cell")
            for item in inner:
                yield from _judged(_words(item), "list", child.tag)
        elif child.tag == "quote" and len(child):
            for line in _words(child).split("\n"):
                yield from _judged(line, "quote", "quote")
        else:
            yield from _judged(_words(child), _KINDS.get(str(child.tag)), str(child.tag))


def _words(element: _Element) -> str:
    """Return the text of an element; line breaks inside it are kept, all other gaps are one space."""
    pieces: list[str] = []
    for inner in element.iter():
        if not isinstance(inner.tag, str):
            continue
        if inner.tag in ("lb", "p", "item") and inner is not element:
            pieces.append("\n")
        pieces.append(re.sub(r"\s+", " ", inner.text or ""))
        if inner is not element:
            pieces.append(re.sub(r"\s+", " ", inner.tail or ""))
    return "".join(pieces)


def _judged(words: str, kind: BlockKind | None, tag: str) -> Iterator[Judged]:
    for line in lines_of(cleaned(words)):
        yield Judged(Line(line.text, (), 2), kind, f"html/{tag}" if kind else "")


def _bare_lines(markup: str, *, main: bool) -> tuple[Judged, ...]:
    """Return the visible text of a page as lines; nesting does no harm (3 million open elements: 4 s)."""
    from resiliparse.extract.html2text import extract_plain_text

    text = extract_plain_text(markup, main_content=main, links=False, alt_texts=False)
    return tuple(Judged(Line(line.text, (), line.n_before)) for line in lines_of(cleaned(text)))
