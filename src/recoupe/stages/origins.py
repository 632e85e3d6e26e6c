"""Origins: what goes back to what in one story."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Record
from recoupe.records.relations import Account, SourceChain
from recoupe.stages.stage import Members, Resources, Stage


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Account)
    return (record.story_id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    return ()


ORIGINS = Stage("origins", (Account,), (SourceChain,), "1", _units, _run)
