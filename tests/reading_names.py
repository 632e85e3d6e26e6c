"""Documents for tests of sentences, names and references."""

from __future__ import annotations

from dataclasses import replace

from recoupe.packs import load_pack
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.sentences import find_sentences
from written import document_of

PACK = load_pack("fr")


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
