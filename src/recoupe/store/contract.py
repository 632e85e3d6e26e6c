"""What a store does; `tests/contract` holds every implementation to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from recoupe.records import Encoded, Record

INPUTS = ""
"""The stage name of what is given from outside: a unit of it is one capture or correction, by its id."""

FAILED: None = None
"""The stamp of a unit that crashed: it has no output, and stays stale."""


class Output(NamedTuple):
    """What one unit of a stage gives.

    stamp: as `Store.stale` gave it; an empty one (with no records) removes the unit; FAILED removes
    its records but leaves it stale. records: as they are, or as bytes already.
    """

    unit: str
    stamp: str | None
    records: Sequence[Record | Encoded] = ()


class Hit(NamedTuple):
    """A sentence found by a search: its document and offsets. rank: smaller is better."""

    document_id: str
    start: int
    end: int
    rank: float


class Store(Protocol):
    """Records by the unit that gave them. Everything is keyed by (stage, unit)."""

    def replace(self, stage: str, outputs: Iterable[Output]) -> tuple[str, ...]:
        """Make each output the whole output of its unit, all at once or not at all.

        Records that are byte for byte what the store holds are left alone. Returns the units whose
        records changed, sorted. Raises StoreReadOnly, StoreFull or StoreDamaged; then nothing changed.
        """

    def stale(
        self,
        stage: str,
        kinds: Sequence[type],
        *,
        units: Callable[[Record], Iterable[str]],
        version: str,
        min_members: int = 1,
        notes: type | None = None,
    ) -> Mapping[str, str]:
        """Return the units of a stage that are to be computed again, sorted, with their new stamps.

        units: which units a record of `kinds` feeds; called once for each record that is new since the
        last call. version: of the stage and of all that it reads besides records. The stamp is a
        digest of the version and of the members' ids and contents. A unit that has not `min_members`
        members any more has an empty stamp: its output is to be removed. notes: the type of record that a
        unit leaves for its next turn; with a new version those of the last one go. A call costs as much as
        what changed since the last one, not as much as the store holds.
        """

    def retire(self, stages: Collection[str]) -> None:
        """Remove all that stages other than these gave: a stage that was renamed or dropped leaves nothing.

        What was given from outside stays.
        """

    def members(self, stage: str, unit: str) -> tuple[Record, ...]:
        """Return the records that feed a unit as of the last call of `stale`, sorted by id."""

    def bodies(self, stage: str, unit: str) -> tuple[bytes, ...]:
        """Return what `members` returns, as the bytes that `recoupe.records.decode` reads."""

    def notes(self, stage: str, unit: str, kind: type) -> tuple[bytes, ...]:
        """Return the records of a type that a unit of a stage gave, as bytes, sorted by id."""

    def outputs(self, stage: str, unit: str) -> tuple[Record, ...]:
        """Return the records that a unit of a stage gave, sorted by id; empty when there is no such unit."""

    def scan(self, kind: type[Record]) -> Iterator[Record]:
        """Yield every record of a type, sorted by id."""

    def get(self, record_id: str) -> Record | None:
        """Return one record; None when there is none."""

    def search(self, query: str, *, limit: int, any_word: bool = False) -> list[Hit]:
        """Return the sentences that hold all the words of a query, best first; "…" holds a phrase.

        any_word: one of the words is enough; a sentence that holds more and rarer ones comes first.
        Accents, case and endings do not count. Empty when nothing matches or the query has no word.
        """

    def close(self) -> None:
        """Release the file and the lock."""
