"""What a store does; `tests/contract` holds every implementation to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from recoupe.records import Record


class Feed(NamedTuple):
    """A record feeds a unit of a stage."""

    unit: str
    record_id: str


class Hit(NamedTuple):
    """A sentence found by a search: its document and offsets. Best first."""

    document_id: str
    start: int
    end: int
    rank: float


class Store(Protocol):
    """Records by the unit that gave them. Seven methods; everything is keyed by (stage, unit)."""

    def replace(self, stage: str, outputs: Iterable[tuple[str, str, Sequence[Record]]]) -> None:
        """Make `records` the whole output of each unit, and remember the unit's stamp, all at once.

        outputs: (unit, stamp, records). Empty records with an empty stamp remove the unit. Records
        that are byte for byte what the store holds are left alone.
        """

    def stale(self, stage: str, kinds: Sequence[type], units: object, version: str) -> dict[str, str]:
        """Return the units of a stage that are to be computed again, with their new stamps.

        The stamp is a digest of the members' ids and contents and of `version`. A unit without
        members any more has an empty stamp: its output is to be removed.
        """

    def members(self, stage: str, unit: str) -> tuple[Record, ...]:
        """Return the records that feed a unit, sorted by id."""

    def scan(self, kind: type) -> Iterator[Record]:
        """Yield every record of a type, sorted by id."""

    def get(self, record_id: str) -> Record | None:
        """Return one record; None when there is none."""

    def search(self, query: str, *, limit: int) -> list[Hit]:
        """Return the sentences that hold the words of a query, best first."""

    def close(self) -> None:
        """Release the file and the lock."""
