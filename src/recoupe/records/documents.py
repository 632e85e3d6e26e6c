"""What comes in: the bytes as received, and the document read from them."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.spans import Run, Span

BlockKind = Literal[
    "title",
    "lead",
    "paragraph",
    "heading",
    "list",
    "quote",
    "caption",
    "credit",
    "tags",
    "section",
    "furniture",
]
ARTICLE_TEXT: frozenset[str] = frozenset({"title", "lead", "paragraph", "heading", "list", "quote"})
"""The kinds of block that count as article text; the others are kept and marked."""


class Stated(msgspec.Struct, frozen=True):
    """A value together with where it was stated.

    value: as normalised for use (an EDTF date, an outlet's name).
    stated_by: "given" (in the JSON article), "text:START-END" (offsets in `Document.text`),
        "json-ld:datePublished", "meta:og:site_name", "htmldate:…" and the like.
    """

    value: str
    stated_by: str


class Capture(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One article as it came in: bytes as received, never changed.

    id: from the digest of the body and the input name.
    input: the id given with the article, or the path as it was written, or "-".
    media_type: "text/plain", "text/html" or "application/json" (one article object).
    charset: as declared by whoever delivered it; None when nothing was declared.
    url: where it was published; None when not known.
    body_digest: 64 hex digits. body: the bytes themselves; empty when they were refused.
    refused: code of the Issue that says why the body was not taken (too large, binary …); None
        when it was. facts: (name, value) pairs that fill the message of `refused`.
    """

    id: str
    input: str
    media_type: str
    charset: str | None
    url: str | None
    body_digest: str
    body: bytes
    refused: str | None = None
    facts: tuple[tuple[str, str], ...] = ()


class Block(msgspec.Struct, frozen=True, array_like=True):
    """A block of a document.

    span: without the blank lines around it. kind: what it is. producer: the rule that said so.
    """

    span: Span
    kind: BlockKind
    producer: str


class Document(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """All visible text of one article in reading order, blocks separated by two line ends.

    id: from the body's digest, the URL and the text: a better cleaner gives a new document.
    input: of its captures, the first in alphabetical order. capture_ids: all captures of this body.
    url: where it was published; None when not known.
    outlet, title, byline, published, modified: None when nobody states them.
    published: EDTF, with the granularity that was stated ("2017-05" is a month); the same as `modified` where
        the article tells only when it was changed.
    language: BCP 47 tag, "und" when it could not be told.
    section: of the paper, as the page names it; None when it names none. tags: keywords of the page; empty
        when it has none.
    text: Unicode NFC, no NUL, no byte-order mark.
    offset_map: runs that lead from `text` to the source text (of a text file the decoded file; of
        a JSON article its "text" value); empty when the source is a page.
    blocks: in order, disjoint; between two blocks stands exactly one blank line.
    """

    id: str
    input: str
    capture_ids: tuple[str, ...]
    url: str | None
    outlet: Stated | None
    title: Stated | None
    byline: Stated | None
    published: Stated | None
    modified: Stated | None
    language: str
    section: str | None
    tags: tuple[str, ...]
    text: str
    offset_map: tuple[Run, ...]
    blocks: tuple[Block, ...]

    def article_blocks(self) -> tuple[Block, ...]:
        """Return the blocks that count as article text, in order."""
        return tuple(block for block in self.blocks if block.kind in ARTICLE_TEXT)
