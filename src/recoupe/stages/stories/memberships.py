"""Memberships: whose words each story compares, apart from reasons and near misses, which move more often."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import Membership, Story
from recoupe.stages.stage import Members, Resources, Stage

_PART_DIGITS = 3

MOST_COMPARED, MOST_OF_A_FLOOD = 120, 40
"""Articles of one story whose words are compared, and those of one source that floods the store: the first
and the last ones. All tellings are compared in pairs; the largest group of 76,136 headlines has 78."""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Story)
    # Stories by the thousand: a unit for a part of them costs less than a unit for each.
    return (record.id[-_PART_DIGITS:],)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    for story in members:
        if isinstance(story, Story):
            yield membership_of(story)


def membership_of(story: Story) -> Membership:
    """Return which articles of a story are compared: all of them, unless they are too many."""
    layers = story.layers or (0,) * len(story.document_ids)
    kept: list[int] = []
    for layer in sorted(set(layers)):
        own = [i for i, each in enumerate(layers) if each == layer]
        half = (MOST_OF_A_FLOOD if layer else MOST_COMPARED) // 2
        kept += own if len(own) <= 2 * half else own[:half] + own[-half:]
    kept.sort()
    return Membership(
        make_id("memb", story.id),
        story.id,
        tuple(story.document_ids[i] for i in kept),
        tuple(layers[i] for i in kept) if story.layers else (),
    )


MEMBERSHIPS = Stage("memberships", (Story,), (Membership,), "3", _units, _run)
