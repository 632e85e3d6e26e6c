"""Accounts of a story from their texts, with the names that the reading finds."""

from __future__ import annotations

from dataclasses import dataclass

from reading_names import names_of, sentences_of
from recoupe.records.accounts import Account, CastMember
from recoupe.records.findings import DocumentEntity
from recoupe.records.spans import anchor
from written import document_of


@dataclass(frozen=True)
class Told:
    """A text of a story, and whether it is a machine translation."""

    text: str
    translated: bool = False


def account_of(told: Told, number: int) -> Account:
    document_id = f"doc_{number}"
    mentions, entities = names_of(told.text)
    by_id = {mention.id: mention for mention in mentions}
    cast = tuple(
        CastMember(
            DocumentEntity(
                f"{document_id}/{entity.id}",
                entity.type,
                entity.name,
                entity.names,
                entity.mention_ids,
                entity.roles,
                entity.key,
                entity.within,
            ),
            tuple(
                (m.span.of(told.text), m.form, m.role, anchor(document_id, told.text, m.span))
                for m in (by_id[i] for i in entity.mention_ids)
            ),
        )
        for entity in entities
    )
    sentences = tuple((anchor(document_id, told.text, s), s.of(told.text)) for s in sentences_of(told.text))
    return Account(
        f"acc_{number}",
        "story_test",
        document_id,
        None,
        None,
        document_of(told.text).language,
        told.translated,
        cast,
        (),
        (),
        (),
        (),
        sentences,
    )
