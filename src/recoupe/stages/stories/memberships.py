"""Memberships: which documents each story has, apart from reasons and near misses, which move more often."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.relations import Membership, Story
from recoupe.stages.stage import Members, Resources, Stage

_PART_DIGITS = 3


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Story)
    # Stories by the thousand: a unit for a part of them costs less than a unit for each.
    return (record.id[-_PART_DIGITS:],)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    for story in members:
        if isinstance(story, Story):
            yield Membership(make_id("memb", story.id), story.id, story.document_ids, story.layers)


MEMBERSHIPS = Stage("memberships", (Story,), (Membership,), "2", _units, _run)
