"""What a stage is: a pure function from the members of one unit to that unit's records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.settings import Settings


@dataclass(frozen=True)
class Resources:
    """All that a stage may read besides its members: the packs by language, and the settings."""

    packs: Mapping[str, Pack]
    settings: Settings


Members = tuple[Record, ...]


@dataclass(frozen=True)
class Stage:
    """One step of the line.

    name: unique. needs: record types it reads. gives: record types it writes. version: raised by hand
    whenever its results may change. units: the units a record feeds (a document, a fingerprint, a
    story, "corpus"); called with records of `needs` only. run: the records of one unit from its
    members, which come sorted by id; no clock, chance, network, disk, environment or log.
    min_members: units with fewer members give nothing and are not run.
    notes: one of the types it gives, which no stage reads but this one: what a unit left is one more member
    of the unit when it is run again, after the others, as long as the version is the same. Notes save work
    and change no result: with them or without, a unit gives the same.
    risky: what its units read comes from outside and may kill the process it is read in.
    Both functions live at the top level of a module, so that a stage can be sent to another process.
    """

    name: str
    needs: tuple[type, ...]
    gives: tuple[type, ...]
    version: str
    units: Callable[[Record], Iterable[str]]
    run: Callable[[str, Members, Resources], Iterable[Record]]
    min_members: int = 1
    notes: type | None = None
    risky: bool = False
