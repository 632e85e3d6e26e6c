"""All records of one story, with the look-ups that building its dossier needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from recoupe.dossier.dossier import Evidence
from recoupe.dossier.statements import Slot, Statement, Verbatim
from recoupe.messages import Catalogue
from recoupe.records.accounts import Account, Entity
from recoupe.records.comparisons import Comparison, Happening, SourceChain
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.records.ledger import Issue
from recoupe.records.spans import Anchor, Span, anchor
from recoupe.records.stories import Story
from recoupe.records.values import Reason


@dataclass(frozen=True)
class Material:
    """What one dossier is built from; every tuple may be empty, `chain` None, on a line cut short.

    documents: of the story, in its order. catalogue: any language; only its slot kinds are used.
    """

    story: Story
    documents: tuple[Document, ...]
    readings: tuple[Reading, ...]
    accounts: tuple[Account, ...]
    entities: tuple[Entity, ...]
    chain: SourceChain | None
    happenings: tuple[Happening, ...]
    comparisons: tuple[Comparison, ...]
    reuse: tuple[Reuse, ...]
    issues: tuple[Issue, ...]
    catalogue: Catalogue

    @cached_property
    def document(self) -> Mapping[str, Document]:
        """The documents by id."""
        return {document.id: document for document in self.documents}

    @cached_property
    def reading(self) -> Mapping[str, Reading]:
        """The readings by document id."""
        return {reading.document_id: reading for reading in self.readings}

    @cached_property
    def account(self) -> Mapping[str, Account]:
        """The accounts by document id."""
        return {account.document_id: account for account in self.accounts}

    @cached_property
    def label(self) -> Mapping[str, str]:
        """The labels A1, A2 … by document id."""
        return {document.id: f"A{i}" for i, document in enumerate(self.documents, 1)}

    @cached_property
    def entity_of(self) -> Mapping[str, Entity]:
        """The entity of the story that a document's entity belongs to, by the latter's id."""
        return {member: entity for entity in self.entities for member in entity.member_ids}

    @cached_property
    def entity(self) -> Mapping[str, Entity]:
        """The entities by id."""
        return {entity.id: entity for entity in self.entities}

    def in_order(self, document_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the ids that belong to the story, each once, in the story's order."""
        wanted = set(document_ids)
        return tuple(document.id for document in self.documents if document.id in wanted)

    def verbatim(self, place: Anchor) -> Verbatim | None:
        """Return the words an anchor covers; None when it points outside the story's texts."""
        document = self.document.get(place.document_id)
        text = "" if document is None else place.span.of(document.text)
        return Verbatim(text, place) if text and len(text) == len(place.span) else None

    def words_at(self, document_id: str, span: Span) -> Verbatim:
        """Return the words of a span of one of the documents."""
        text = self.document[document_id].text
        return Verbatim(span.of(text), anchor(document_id, text, span))

    def find(self, words: str, places: Iterable[Anchor]) -> Verbatim | None:
        """Return `words` where they first stand inside one of the places; None when in none of them."""
        for place in places:
            document = self.document.get(place.document_id)
            if document is None or not words:
                continue
            start = find_words(words, place.span.of(document.text))
            if start is not None:
                span = Span(place.span.start + start, place.span.start + start + len(words))
                return Verbatim(words, anchor(document.id, document.text, span))
        return None

    def evidence(self, words: Anchor, sentence: Anchor | None = None) -> Evidence | None:
        """Return the evidence line of a place, with the one sentence that holds it.

        sentence: what to show when the words reach beyond one sentence; None for the first of them.
        """
        shown = self.verbatim(words)
        if shown is None:
            return None
        holding = self.sentence_of(words)
        if sentence is None or (holding is not None and holding.span.holds(words.span)):
            sentence = holding
        label = self.sentence_label(sentence or words)
        return Evidence(label, shown, None if sentence is None else self.verbatim(sentence))

    def opening(self, document_id: str) -> tuple[Anchor, ...]:
        """Return the first sentence of an article: what a line about the whole article cites."""
        reading = self.reading.get(document_id)
        if reading is None or not reading.sentences:
            return ()
        return (self.words_at(document_id, reading.sentences[0]).anchor,)

    def sentence_of(self, place: Anchor) -> Anchor | None:
        """Return the sentence in which a place begins; None when it begins in none."""
        reading = self.reading.get(place.document_id)
        for span in () if reading is None else reading.sentences:
            if span.start <= place.span.start < span.end:
                return anchor(place.document_id, self.document[place.document_id].text, span)
        return None

    def sentence_label(self, place: Anchor) -> str:
        """Return "A1.4" for a place in the fourth sentence of the first article, else "A1"."""
        label = self.label[place.document_id]
        reading = self.reading.get(place.document_id)
        for i, span in enumerate(() if reading is None else reading.sentences, 1):
            if span.start <= place.span.start < span.end:
                return f"{label}.{i}"
        return label

    def statement(
        self, reason: Reason | None, *, otherwise: tuple[Anchor, ...], **more: str
    ) -> Statement | None:
        """Return a reason as a line: the message why.`code`, filled with the reason's facts.

        otherwise: the spans cited when the reason names none, and where quoted words are looked for that
        stand in none of its own. more: further facts, by slot name. None
        when there is no reason, nothing to cite, no message of that code, or a fact is missing.
        """
        if reason is None:
            return None
        code = f"why.{reason.code}"
        anchors = reason.anchors or otherwise
        if not anchors or code not in self.catalogue:
            return None
        facts = {**dict(reason.facts), **more}
        wanted = self.catalogue.slots(code)
        if any(name not in facts for _, name in wanted):
            return None
        slots = tuple(Slot(kind, name, self._shown(kind, facts[name])) for kind, name in wanted)
        anchors = (*anchors, *self._missing_words(slots, anchors, otherwise))
        return Statement(code, slots, tuple(dict.fromkeys(anchors)))

    def _missing_words(
        self, slots: tuple[Slot, ...], anchors: tuple[Anchor, ...], otherwise: tuple[Anchor, ...]
    ) -> Iterator[Anchor]:
        for slot in slots:
            if slot.kind == "quoted" and self.find(slot.value, anchors) is None:
                found = self.find(slot.value, otherwise)
                if found is not None:
                    yield found.anchor

    def _shown(self, kind: str, value: str) -> str:
        return self.label.get(value, value) if kind == "label" else value


def find_words(words: str, text: str) -> int | None:
    """Return where `words` first stand in `text` as whole words; None when they do not.

    >>> find_words("12", "en 2012, 12 morts")
    9
    """
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    match = re.search(before + re.escape(words) + after, text)
    return None if match is None else match.start()
