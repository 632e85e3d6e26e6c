"""Trouble and repairs, as data."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.spans import Span


class Issue(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Trouble with one article, shown where the article would be.

    input: the article's input name. document_id: None when no document came of it. stage: who noticed.
    code: a message of the catalogue under "issue". facts: (name, value) pairs that fill it.
    span: where in the document; None when it is about the whole.
    """

    id: str
    input: str
    document_id: str | None
    stage: str
    code: str
    facts: tuple[tuple[str, str], ...]
    span: Span | None = None


class Correction(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A person's repair: an input of stages; the original stays visible.

    target_id: the record it corrects. action: what to do with it. value: what to put there, or whom to
    merge it with; empty for a rejection. author: who says so. reason: why, in the author's words.
    """

    id: str
    target_id: str
    action: Literal["reject", "replace", "merge", "split"]
    value: str
    author: str
    reason: str
