"""What a shown line is made of: verbatim words, stated facts of a document, filled templates.

There is no other way to bring an article's words into a dossier. Each of these types names the
place it rests on, and `recoupe.dossier.check` compares it with that place before anything is shown.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.errors import RecoupeError
from recoupe.records.spans import Anchor

StatedField = Literal["outlet", "title", "published", "url", "input"]


class UnsupportedLine(RecoupeError):
    """A line was to be made that rests on nothing: always a bug of the caller."""

    code = "unsupported_line"


class Verbatim(msgspec.Struct, frozen=True):
    """Words of an article, unchanged.

    text: the words. anchor: where they stand; the covered text is exactly `text`.
    """

    text: str
    anchor: Anchor

    def __post_init__(self) -> None:
        if not self.text or len(self.text) != len(self.anchor.span):
            raise UnsupportedLine(f"{self.text!r} does not fill its span {self.anchor.span}")


class StatedFact(msgspec.Struct, frozen=True):
    """What an article or its page states about the article itself: outlet, date, title, address.

    value: exactly the value of that field of the document.
    """

    document_id: str
    field: StatedField
    value: str


class Slot(msgspec.Struct, frozen=True, array_like=True):
    """One filled slot of a template: its kind and name (see `messages.catalogue`) and its value."""

    kind: str
    name: str
    value: str


class Statement(msgspec.Struct, frozen=True):
    """A template of the catalogue with its slots filled.

    code: dotted key of the message. slots: every `quoted` one lies in a span of `anchors`.
    anchors: the spans the line cites; never empty.
    """

    code: str
    slots: tuple[Slot, ...]
    anchors: tuple[Anchor, ...]

    def __post_init__(self) -> None:
        if not self.anchors:
            raise UnsupportedLine(f"the statement {self.code!r} cites no span")

    def values(self) -> dict[str, object]:
        """Return the values by slot name, as the catalogue takes them."""
        return {slot.name: slot.value for slot in self.slots}


Line = Verbatim | Statement
