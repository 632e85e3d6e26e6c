"""Documents for tests of sentences, names and references."""

from __future__ import annotations

from dataclasses import replace

from recoupe.packs import load_pack
from recoupe.records.documents import Block, BlockKind, Document
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.sentences import find_sentences

PACK = load_pack("fr")


def document_of(text: str, *, first: BlockKind = "paragraph") -> Document:
    """Return a document whose blocks are the parts of `text` between blank lines."""
    blocks = []
    start = 0
    for part in text.split("\n\n"):
        if part:
            kind = first if not blocks else "paragraph"
            blocks.append(Block(Span(start, start + len(part)), kind, "test"))
        start += len(part) + 2
    return Document(
        "doc_test", "test", (), None, None, None, None, None, None, "fr", None, (), text, (), tuple(blocks)
    )


def sentences_of(text: str) -> tuple[Span, ...]:
    """Return the sentences of a text."""
    return find_sentences(Draft(document_of(text), PACK))


def names_of(text: str) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    """Return mentions and entities of a text."""
    draft = Draft(document_of(text), PACK)
    return find_names(replace(draft, sentences=find_sentences(draft)))


def named(text: str) -> list[tuple[str, str]]:
    """Return (type, name) of the names of a text, in order."""
    mentions, _ = names_of(text)
    return [(m.type, m.span.of(text)) for m in mentions if m.form == "name"]
