"""Who stands behind what a sentence says, when the article names somebody."""

from __future__ import annotations

from recoupe.records.findings import Authority
from recoupe.records.spans import Span
from recoupe.stages.draft import Draft


def authority_of(draft: Draft, span: Span) -> tuple[Authority, ...]:
    """Return who is named as standing behind the words of `span`, outermost first.

    `span` is a sentence or a part of one; only its own sentence is looked at. Empty: the article
    itself says it. "Tass cites the ministry's press service" gives (Tass, the press service).
    """
    return ()


def authorities_in(draft: Draft, sentence: Span, *, holder: Span | None) -> tuple[Authority, ...]:
    """Return the texts, occasions and media by which words of `sentence` reached the article, in text order.

    holder: the words that name the speaker; they are no authority of their own.
    """
    return ()
