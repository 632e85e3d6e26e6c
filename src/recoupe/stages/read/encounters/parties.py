"""Who can take part in an encounter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from recoupe.records.findings import Participant
from recoupe.records.spans import Span

Side = Literal["person", "group", "body", "country"]


@dataclass(frozen=True)
class Party:
    """Somebody who can take part.

    span: with title and role; name_span: the name or description alone. stands_for: "pair" and
    "counterpart" when the words refer to people named elsewhere; None for all others. is_name: a name stands
    there, not a description alone. is_vague: those who speak for others ("a delegation", "the spokesmen").
    is_house: a seat of power, which stands for whoever heads it. is_of_told: those it speaks for were told
    before ("members of the movement").
    """

    span: Span
    name_span: Span
    entity_id: str | None
    name: str
    role: str | None
    kind: Side
    stands_for: Literal["pair", "counterpart"] | None = None
    is_name: bool = False
    land: str | None = None
    is_vague: bool = False
    is_house: bool = False
    is_of_told: bool = False

    @property
    def key(self) -> str:
        """What tells one party from another: the country, the entity, or else the words."""
        return self.land or self.entity_id or f"words:{self.name.casefold()}"

    def participant(self) -> Participant:
        """Return the party as a participant."""
        return Participant(self.entity_id, self.name, self.role, self.name_span)
