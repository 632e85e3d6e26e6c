"""The people stage: who is who across the accounts of one story."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Account, Entity, Record
from recoupe.stages.stage import Members, Resources, Stage


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Account)
    return (record.story_id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    return ()


PEOPLE = Stage("people", (Account,), (Entity,), "1", _units, _run)
