"""What the finders of the reading hand on to each other: the findings so far, on one document."""

from __future__ import annotations

from dataclasses import dataclass

from recoupe.packs import Pack, mask
from recoupe.records.documents import ARTICLE_TEXT, Document
from recoupe.records.findings import (
    Credit,
    DocumentEntity,
    Mention,
    Quantity,
    Quotation,
    TimeExpression,
)
from recoupe.records.spans import Span
from recoupe.settings import ModelSettings

PACKS_OWN = ModelSettings()
"""The models that come with the packs."""


@dataclass(frozen=True)
class Draft:
    """The reading of one document as far as it has got; each finder returns its findings, sorted.

    Finders read the sentences of article text only (`sentences`); `masked` shows earlier findings
    as runs of mask characters at the same offsets (see recoupe.packs.pack.MASKS). models: the user's.
    """

    document: Document
    pack: Pack
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[DocumentEntity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    credits: tuple[Credit, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    models: ModelSettings = PACKS_OWN

    def __hash__(self) -> int:
        # Caches look a draft up often: what tells two drafts apart is enough, all findings would take long.
        found = (self.sentences, self.mentions, self.entities, self.times, self.quantities)
        return hash(
            (self.document.id, *(len(part) for part in found), len(self.credits), len(self.quotations))
        )

    @property
    def text(self) -> str:
        """The document's text."""
        return self.document.text

    def blocks(self) -> tuple[Span, ...]:
        """Return the blocks of article text, in order."""
        return tuple(block.span for block in self.document.blocks if block.kind in ARTICLE_TEXT)

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence that holds `offset`; None when it lies outside article text."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].end <= offset:
                low = middle + 1
            else:
                high = middle
        if low < len(self.sentences) and self.sentences[low].start <= offset:
            return self.sentences[low]
        return None

    def masked(self, *, names: bool = True, times: bool = True, quantities: bool = True) -> str:
        """Return the text with the findings so far replaced by mask characters, offsets kept."""
        kinds: list[tuple[str, int, int]] = []
        if quantities:
            kinds += [("NUM", q.span.start, q.span.end) for q in self.quantities]
        if times:
            kinds += [("TIME", t.span.start, t.span.end) for t in self.times]
        if names:
            for mention in self.mentions:
                if mention.form == "name":
                    kinds.append((mention.type, mention.span.start, mention.span.end))
                elif mention.form == "nominal":
                    kinds.append(("ROLE", mention.span.start, mention.span.end))
            # A name inside a nominal stays visible as a name: names are laid over nominals.
            kinds.sort(key=lambda k: (k[0] != "NUM", k[0] != "TIME", k[0] != "ROLE"))
        return mask(self.text, kinds)
