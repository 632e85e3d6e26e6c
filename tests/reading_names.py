"""Documents for tests of sentences, names and references."""

from __future__ import annotations

from dataclasses import replace

from recoupe.packs import load_pack
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.decisions import TypedName
from recoupe.stages.read.names.names import find_names, named_by_rules
from recoupe.stages.read.names.role_phrases import find_roles
from recoupe.stages.read.names.tables import name_tables
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


def ruled(text: str) -> tuple[TypedName, ...]:
    """Return the names that the rules and tables find without the trained model; producers are whole ids."""
    draft = Draft(document_of(text), PACK)
    draft = replace(draft, sentences=find_sentences(draft))
    roles = {s: find_roles(text, s, pack=PACK) for s in draft.sentences}
    return named_by_rules(draft, roles, tables=name_tables(PACK))


def named(text: str) -> list[tuple[str, str]]:
    """Return (type, name) of the names of a text, in order."""
    mentions, _ = names_of(text)
    return [(m.type, m.span.of(text)) for m in mentions if m.form == "name"]
