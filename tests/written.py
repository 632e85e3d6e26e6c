"""Documents for tests, made of a text alone."""

from __future__ import annotations

from recoupe.records.documents import Block, BlockKind, Document, Stated
from recoupe.records.spans import Span

WEDNESDAY = "2031-05-14"


def document_of(
    text: str,
    *,
    published: str | None = None,
    kind: BlockKind = "paragraph",
    first: BlockKind | None = None,
    language: str = "fr",
) -> Document:
    """Return a document whose blocks are the parts of `text` between blank lines.

    published: the day the article states; it states none when None. first: the kind of the first
    block, where it differs from that of the others.
    """
    blocks: list[Block] = []
    start = 0
    for part in text.split("\n\n"):
        if part:
            of_block = first if first and not blocks else kind
            blocks.append(Block(Span(start, start + len(part)), of_block, "test"))
        start += len(part) + 2
    stated = Stated(published, "given") if published else None
    return Document(
        "doc_test", "test", (), None, None, None, None, stated, None, language, None, (), text, (),
        tuple(blocks),
    )  # fmt: skip
