"""The pairs of a day, told anew and from notes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from recoupe.records.stories import DayCopies, DayLayers, DayProfiles, Similar, SimilarNotes
from recoupe.settings import Settings
from recoupe.stages.stories.columns import Profile, columns_of
from recoupe.stages.stories.days import day_records, packed
from recoupe.stages.stories.similar import similar_on
from recoupe.stages.stories.still import rows_of, still_of
from recoupe.stages.stories.window import window_of

FIRST = datetime(2031, 3, 3, tzinfo=UTC)
DAY = "2031-03-05"
Beside = Sequence[DayLayers | DayCopies]


def profile(number: int, chance: random.Random) -> Profile:
    """Return a notice of one of three days, or now and then a whole article."""
    words = sorted({f"w{int(60 * chance.random() ** 2)}" for _ in range(9)})
    published = FIRST + timedelta(days=number % 3)
    outlet = f"outlet {number % 4}" if number % 5 else None
    return Profile(
        f"prof_{number}",
        f"doc_{number:03}",
        published,
        published + timedelta(days=1),
        tuple((word, 2.0) for word in words),
        ((words[0], 1),),
        (),
        (),
        12,
        tuple(words[:4]),
        notice_of=outlet,
        voice=outlet or "",
    )


def blocks_of(profiles: Sequence[Profile]) -> list[DayProfiles]:
    days = sorted({each.earliest for each in profiles if each.earliest})
    found = []
    for day in days:
        own = [columns_of(each) for each in profiles if each.earliest == day]
        found += [each for each in day_records(f"{day:%Y-%m-%d}", own) if isinstance(each, DayProfiles)]
    return found


def told(
    profiles: Sequence[Profile], notes: SimilarNotes | None = None, beside: Beside = ()
) -> tuple[Similar, SimilarNotes | None]:
    similar, *left = similar_on(
        DAY, blocks_of(profiles), settings=Settings().stories, beside=beside, notes=notes
    )
    assert isinstance(similar, Similar)
    return similar, left[0] if left and isinstance(left[0], SimilarNotes) else None


@pytest.mark.parametrize("seed", range(12))
def test_notes_of_any_earlier_time_change_no_pair(seed: int) -> None:
    chance = random.Random(seed)
    profiles = [profile(number, chance) for number in range(90)]
    now = told(profiles)
    assert now[0].document_ids and now[1] is not None
    # One more, one less, other ones, the same ones.
    for before in (profiles[:-1], profiles[1:], [*profiles[:40], profile(200, chance)], profiles):
        assert told(profiles, told(before)[1]) == now


def test_a_pair_is_told_from_notes_only_when_neither_document_weighs_otherwise() -> None:
    chance = random.Random(3)
    profiles = [profile(number, chance) for number in range(90)]
    one_more = [*profiles, profile(92, chance)]
    notes = told(profiles)[1]
    assert notes is not None
    window = window_of(blocks_of(one_more))
    is_of_day = window.first == (FIRST + timedelta(days=2)).toordinal()
    rows = rows_of(window, (is_of_day, is_of_day | True), told_by=0.075 / 1.4)
    still = still_of(notes, rows)
    place = {document_id: i for i, document_id in enumerate(window.document_ids)}
    assert 0 < still.documents.sum() < len(profiles)
    assert not still.documents[place["doc_092"]]
    assert still.documents[still.pairs[0]].all() and still.documents[still.pairs[1]].all()


def test_what_is_copied_is_told_anew_each_time() -> None:
    chance = random.Random(4)
    profiles = [profile(number, chance) for number in range(90)]
    ends = ("doc_002", "doc_005")
    copies = DayCopies("dayc_1", DAY, ends, packed([0], "<u4"), packed([1], "<u4"), packed([900_000], "<i4"))
    plain, notes = told(profiles)
    with_copies = told(profiles, beside=[copies])
    assert with_copies[0] != plain
    assert told(profiles, notes, [copies]) == with_copies
    assert told(profiles, with_copies[1]) == (plain, notes)


def test_no_notes_are_left_where_a_loud_source_has_a_layer_of_its_own() -> None:
    chance = random.Random(5)
    profiles = [profile(number, chance) for number in range(90)]
    loud = DayLayers("dayl_1", DAY, (FIRST + timedelta(days=2)).toordinal(), ("doc_002",), packed([1], "u1"))
    notes = told(profiles)[1]
    anew, left = told(profiles, beside=[loud])
    assert left is None
    assert told(profiles, notes, [loud]) == (anew, None)
