"""Memberships: the stories as people leave them, and whose words each of them compares.

Memberships stand apart from reasons and near misses, which move more often.
"""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import FoundStory, GatheredStory, Membership, Story
from recoupe.stages.stage import Members, Resources, Stage

_PART_DIGITS = 4
"""Of the ids of stories: one of 65,536 parts each. Of 76,136 headlines that are 34,488 units. Three digits
make 4,096 of twelve stories each, and one more headline has one of these told anew for each story that moves:
66 units in 75 ms, now in 36 ms. From scratch it takes 7 s of 600 more."""

MOST_COMPARED, MOST_OF_A_FLOOD = 120, 40
"""Articles of one story whose words are compared, and those of one source that floods the store: the first
and the last ones. All tellings are compared in pairs; the largest group of 76,136 headlines has 78."""


def _units(record: Record) -> Iterable[str]:
    if isinstance(record, GatheredStory):
        return sorted({_part(name) for name in (record.story.id, *record.instead_of)})
    assert isinstance(record, FoundStory)
    return (_part(record.id),)


def _part(story_id: str) -> str:
    return story_id[-_PART_DIGITS:]


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    gathered = [member for member in members if isinstance(member, GatheredStory)]
    replaced = {name for each in gathered for name in each.instead_of}
    found = [m for m in members if isinstance(m, FoundStory) and m.id not in replaced]
    for each in (*found, *(each.story for each in gathered if _part(each.story.id) == unit)):
        story = Story(*(getattr(each, field) for field in Story.__struct_fields__))
        yield story
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


MEMBERSHIPS = Stage("memberships", (FoundStory, GatheredStory), (Story, Membership), "5", _units, _run)
