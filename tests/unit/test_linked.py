"""Linked: each week's pairs are judged by all that their documents are like, and by nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date

import pytest

from recoupe.records.stories import Linked, LinkedReasons, Similar
from recoupe.settings import Settings
from recoupe.stages.stage import Resources
from recoupe.stages.stories.chances import chances
from recoupe.stages.stories.days import HUNDREDTH, UNDATED, column, packed
from recoupe.stages.stories.linked import LINKED, side_by_side
from recoupe.stages.stories.reach import NOTICE_DAYS

FIRST = date(2031, 6, 2).toordinal()
N_DAYS = 40


def similar(day: str, pairs: list[tuple[str, str]], chance: random.Random) -> Similar:
    """Return notices that are alike, told of by the letter and the day in their names."""
    ids = sorted({name for pair in pairs for name in pair})
    days = [int(name[1:3]) for name in ids if name[0] == "d"]
    n = len(pairs)
    return Similar(
        f"sim_{day}",
        day,
        0 if day.startswith(UNDATED) else FIRST + min(days),
        0 if day.startswith(UNDATED) else FIRST + max(days) + NOTICE_DAYS,
        tuple(ids),
        bytes(len(ids)),
        packed([ids.index(min(pair)) for pair in pairs], "<u4"),
        packed([ids.index(max(pair)) for pair in pairs], "<u4"),
        packed([chance.randrange(200_000, 900_000) for _ in pairs], "<i4"),
        *[bytes(n)] * 6,
        packed([chance.randrange(-2_000_000, 2_000_000) for _ in pairs], "<i4"),
    )


def of_days(chance: random.Random) -> Iterator[Similar]:
    """Yield what is alike on each day of some weeks, four notices a day."""
    names = [[f"d{day:02}{i}" for i in range(4)] for day in range(N_DAYS)]
    for day in range(N_DAYS):
        before = [name for near in names[max(0, day - NOTICE_DAYS) : day + 1] for name in near]
        pairs = {
            (min(one, other), max(one, other))
            for one in names[day]
            for other in chance.sample(before, min(len(before), 6))
            if one != other
        }
        yield similar(date.fromordinal(FIRST + day).isoformat(), sorted(pairs), chance)


def linked(records: list[Similar]) -> dict[str, Linked]:
    """Return what the stage gives for all its units."""
    resources = Resources({}, Settings())
    found: dict[str, Linked] = {}
    for unit in sorted({unit for record in records for unit in LINKED.units(record)}):
        own = tuple(record for record in records if unit in LINKED.units(record))
        for record in LINKED.run(unit, own, resources):
            if isinstance(record, Linked):
                found[unit] = record
            elif isinstance(record, LinkedReasons):
                assert len(record.percent) == len(found[unit].whole)
    return found


def by_pair(records: dict[str, Linked]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for record in records.values():
        ids, columns = record.document_ids, (column(record.left, "<u4"), column(record.right, "<u4"))
        for one, other, value in zip(*columns, column(record.chance, "u1"), strict=True):
            chance = int(value) * HUNDREDTH
            assert found.setdefault((ids[one], ids[other]), chance) == chance
            assert len(found) <= sum(len(each.whole) for each in records.values())
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_told_one_by_one_say_what_all_told_at_once_would(seed: int) -> None:
    records = [*of_days(random.Random(seed))]
    told = side_by_side(records)
    wanted = chances(told.like, told.layer).tolist()
    sides = (told.like.left.tolist(), told.like.right.tolist())
    ends = [tuple(sorted(told.place.names[i] for i in pair)) for pair in zip(*sides, strict=True)]
    assert by_pair(linked(records)) == dict(zip(ends, wanted, strict=True))


def test_one_day_is_news_to_the_weeks_around_it_only() -> None:
    records = [*of_days(random.Random(1))]
    assert all(1 <= len([*LINKED.units(record)]) <= 3 for record in records)


def test_pairs_without_a_date_are_judged_once_and_count_for_those_with_one() -> None:
    chance = random.Random(3)
    dated = [*of_days(chance)]
    undated = similar(UNDATED, [("u000", "u001")], chance)
    (week,) = set(LINKED.units(dated[0])) & {str(FIRST // 7 % 64)}
    one = dated[0].document_ids[0]
    mixed = similar(f"{UNDATED} {week}", [(one, "u000"), (one, "u001")], chance)
    found = by_pair(linked([*dated, undated, mixed]))
    assert {("u000", "u001"), (one, "u000"), (one, "u001")} <= found.keys()
    assert found.keys() - {("u000", "u001"), (one, "u000"), (one, "u001")} == by_pair(linked(dated)).keys()


def test_where_nothing_is_alike_nothing_is_given() -> None:
    assert linked([similar(UNDATED, [], random.Random(1))]).keys() <= {UNDATED}
