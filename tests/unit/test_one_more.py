"""What one more notice costs: the work counted, in a store of two months."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from recoupe.engine.serial import SerialEngine
from recoupe.records import encoded
from recoupe.records.stories import DayDocuments, Grouped, GroupedNotes, Linked, ProfileColumns
from recoupe.run import run
from recoupe.settings import Settings, StorySettings
from recoupe.stages.stage import Resources
from recoupe.stages.stories.columns import Profile, columns_of
from recoupe.stages.stories.copied import COPIED
from recoupe.stages.stories.corpus import corpus_of
from recoupe.stages.stories.days import DAYS
from recoupe.stages.stories.grouped import GROUPED, grouped
from recoupe.stages.stories.linked import LINKED
from recoupe.stages.stories.parts import PARTS_OF_GROUPS, Groups, groups_of
from recoupe.stages.stories.reach import NOTICE_DAYS, part_of
from recoupe.stages.stories.similar import SIMILAR
from recoupe.stages.stories.stories import STORIES
from recoupe.stages.stories.voices import VOICES
from recoupe.store.contract import INPUTS, Output
from recoupe.store.sqlite import SqliteStore, open_store

FIRST = datetime(2031, 3, 1, tzinfo=UTC)
N_DAYS, N_A_DAY, N_WORDS = 60, 12, 400
STAGES = (DAYS, COPIED, VOICES, SIMILAR, LINKED, GROUPED, PARTS_OF_GROUPS, STORIES)


def notice(number: int, day: int, chance: random.Random) -> Profile:
    """Return a notice of some words, of which each day has some that the days beside it have, too."""
    words = sorted({f"w{(4 * day + chance.randrange(40)) % N_WORDS}" for _ in range(9)})
    published = FIRST + timedelta(days=day)
    terms = tuple((word, 2.0) for word in words)
    outlet = f"outlet {number % 5}"
    return Profile(
        f"prof_{number}",
        f"doc_{number:06}",
        published,
        published + timedelta(days=1),
        terms,
        (),
        (),
        (),
        12,
        tuple(words[:5]),
        notice_of=outlet,
        voice=outlet,
    )


def put(store: SqliteStore, profiles: list[Profile]) -> dict[str, int]:
    """Add notices and return how many units each stage ran."""
    given = [columns_of(profile) for profile in profiles]
    store.replace(INPUTS, [Output(p.id, encoded(p).digest.hex(), (p,)) for p in given])
    report = run(store, SerialEngine(), Resources({}, Settings()), stages=STAGES)
    return {stage.stage: stage.computed for stage in report.stages}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    chance = random.Random(1)
    store = open_store(Path(tmp_path_factory.mktemp("one_more")) / "s.sqlite")
    days = [day for day in range(N_DAYS) for _ in range(N_A_DAY)]
    put(store, [notice(number, day, chance) for number, day in enumerate(days)])
    return store


def test_one_more_notice_is_compared_with_a_week_and_little_is_told_anew(
    store: SqliteStore,
) -> None:
    done = put(store, [notice(10_000, N_DAYS // 2, random.Random(2))])
    assert (done["days"], done["grouped"]) == (1, 1)
    # The days it is compared in, and a part of those without a date.
    assert done["similar"] <= NOTICE_DAYS + 2
    # The weeks of these days and those around them.
    assert done["linked"] <= 5
    # The weeks of the documents whose groups or near misses moved.
    assert done["parts"] <= 5
    # Parts with a document that is like one it is like.
    assert done["stories"] <= N_DAYS * N_A_DAY / 10


def test_notices_that_are_alike_from_day_to_day_do_not_all_hang_together(store: SqliteStore) -> None:
    sizes = [int(np.bincount(groups_of(pieces).group).max()) for pieces in pieces_of_parts(store)]
    # Where whatever is listed held a group together there was one of 719.
    assert max(sizes) <= N_DAYS * N_A_DAY / 4


def test_each_document_is_handed_on_once_with_its_group(store: SqliteStore) -> None:
    given = {
        record.document_id for record in store.scan(ProfileColumns) if isinstance(record, ProfileColumns)
    }
    handed: list[str] = []
    for pieces in pieces_of_parts(store):
        groups = groups_of(pieces)
        handed += groups.document_ids[: len(groups.group)]
        assert {part_of(int(groups.first[i])) for i in groups.group} == {int(pieces[0].part[:2], 16)}
        pairs = [*zip(groups.links.left.tolist(), groups.links.right.tolist(), strict=True)]
        assert len({frozenset(pair) for pair in pairs}) == len(pairs)
        assert all(min(pair) < len(groups.group) for pair in pairs)
    assert sorted(handed) == sorted(given)


def test_a_group_over_several_weeks_is_joined_from_what_each_week_knows(store: SqliteStore) -> None:
    assert any(len(pieces) > 1 for pieces in pieces_of_parts(store))
    for pieces in pieces_of_parts(store):
        one, other = groups_of(pieces), groups_of(pieces[::-1])
        assert leaders(one) == leaders(other)


def leaders(groups: Groups) -> dict[str, str]:
    """Return the first one of the group of each document."""
    ids = groups.document_ids
    return {ids[i]: ids[leader] for i, leader in enumerate(groups.group.tolist())}


def pieces_of_parts(store: SqliteStore) -> list[list[Grouped]]:
    """Return the records of each part."""
    found: dict[str, list[Grouped]] = {}
    for record in store.scan(Grouped):
        if isinstance(record, Grouped):
            found.setdefault(record.part, []).append(record)
    return [*found.values()]


def test_notes_of_any_earlier_time_change_no_group(store: SqliteStore) -> None:
    members = store.members("grouped", "corpus")
    days = [record for record in members if isinstance(record, DayDocuments)]
    linked = [record for record in members if isinstance(record, Linked)]
    corpus, given = corpus_of(days, []), StorySettings()
    (notes,) = (record for record in grouped(corpus, linked, settings=given) if type(record) is GroupedNotes)
    assert grouped(corpus, linked, settings=given, notes=notes) == grouped(corpus, linked, settings=given)
    # What the first weeks say is another thing now, and the last weeks are no more.
    moved = [replace(linked[0], chance=bytes(len(linked[0].chance))), *linked[1:-1]]
    anew = grouped(corpus, moved, settings=given)
    assert grouped(corpus, moved, settings=given, notes=notes) == anew
    assert anew != grouped(corpus, linked[:-1], settings=given)
