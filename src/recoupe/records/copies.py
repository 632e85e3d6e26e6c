"""What two documents have in common word by word: passages, and what was edited in them."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.spans import Anchor, Span


class Passages(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The compact form of one document that copies are found and aligned by, without its text.

    outlet: normalised; None when unknown. published: EDTF or None. word_hashes: one 8-byte hash a
    word, little-endian, in order. word_starts, word_ends: offsets, 4 bytes each. sentence_starts: index
    of the first word of each sentence. article_sentences: per sentence whether it is article text.
    fingerprints: sorted distinct winnowing fingerprints of the article text, 8 bytes each;
    other_fingerprints: those of the other blocks (furniture, captions …).
    quoted: per word one byte, 1 when the word lies inside a direct quotation.
    word_classes: per word one byte of flags: 1 a number, 2 a negation, 4 begins with a capital, 8 a
    conjunction, preposition or article, 16 any word that says little by itself. sentence_spans: aligned
    with sentence_starts; a block that is no article text counts as one sentence.
    text: of the document, which the anchors of a shared passage
    and of its edits are checked against.
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    word_hashes: bytes
    word_starts: bytes
    word_ends: bytes
    sentence_starts: tuple[int, ...]
    article_sentences: tuple[bool, ...]
    quoted: bytes
    fingerprints: bytes
    other_fingerprints: bytes
    word_classes: bytes
    sentence_spans: tuple[Span, ...]
    text: str


class Edit(msgspec.Struct, frozen=True):
    """What was changed inside a copied passage.

    left, right: the words on either side; None on the side where nothing stands. kind: of the change,
    as far as it could be told.
    """

    left: Anchor | None
    right: Anchor | None
    kind: Literal["replaced", "number", "negation", "name", "added", "cut", "small words"]


class Reuse(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Two documents share a passage. It does not say who copied: direction needs evidence.

    left, right: the passages, whole sentences; the document with the smaller id is left.
    kind: "copy" (word for word), "near copy" (edited), "template" (an outlet's own repeated words),
    "quotation" (the same quotation in both is no copy). jaccard: of the aligned words, 0 to 1. n_words:
    aligned. edits: in text order; empty for a verbatim copy.
    """

    id: str
    left: Anchor
    right: Anchor
    kind: Literal["copy", "near copy", "template", "quotation"]
    jaccard: float
    n_words: int
    edits: tuple[Edit, ...]
