"""Who is told from whom: sources that are loud, and those that repeat others."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from recoupe.records.stories import DayDocuments, DayLayers
from recoupe.stages.stories.copied import copies_by_day, words_of
from recoupe.stages.stories.days import column, packed
from recoupe.stages.stories.voices import Repeats, layers_of_voices, voices_of

WORDS = 100


def a_day(number: int, voices: list[int]) -> DayDocuments:
    first = packed([738_000 + number] * len(voices), "<i4")
    ids = tuple(f"doc_{number:02}_{i:03}" for i in range(len(voices)))
    none = packed([0] * len(voices), "<i8")
    words = packed([WORDS] * len(voices), "<i4")
    day = f"2021-07-{number:02}" if number else "undated 00"
    return DayDocuments(f"dayd_{number}", day, ids, first, first, words, none, packed(voices, "<i8"))


def repeats(*pairs: tuple[int, int, int]) -> Repeats:
    left, right, n = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    return Repeats(np.concatenate([left, right]), np.concatenate([right, left]), np.tile(n, 2))


HONEST = [1] * 20 + [2] * 20 + [3] * 20
FEW = [9] * 24


def test_whoever_repeats_all_the_others_is_above_them_however_few_its_documents() -> None:
    layers = layers_of_voices([a_day(1, [*HONEST, *FEW])], repeats(*((60 + i, 2 * i, 90) for i in range(24))))
    assert layers.tolist() == [0] * 60 + [1] * 24


@pytest.mark.parametrize(
    "pairs",
    [
        [(60 + i, 2 * i, 50) for i in range(24)],  # A half of each article only.
        [(60 + i, 2 * i, 90) for i in range(18)],  # Six articles of its own.
        [(60 + i, 61 + i, 90) for i in range(23)],  # It repeats itself.
    ],
)
def test_whoever_has_words_of_its_own_is_told_with_the_others(pairs: list[tuple[int, int, int]]) -> None:
    assert not layers_of_voices([a_day(1, [*HONEST, *FEW])], repeats(*pairs)).any()


def test_several_names_in_one_hand_are_found_and_the_outlets_they_all_imitate_are_not() -> None:
    names = [7] * 30 + [8] * 30 + [9] * 30
    pairs = [(60 + i, 7 * i % 60, 90) for i in range(90)]
    pairs += [(60 + i, 90 + i, 90) for i in range(60)]
    layers = layers_of_voices([a_day(1, [*HONEST, *names])], repeats(*pairs))
    assert not layers[:60].any()
    assert sorted({*layers[60:].tolist()}) == [1, 2, 3]


def test_an_agency_that_all_others_run_a_day_later_is_told_with_them() -> None:
    days = [a_day(1, FEW), a_day(2, HONEST)]
    assert not layers_of_voices(days, repeats(*((i, 24 + 2 * i, 90) for i in range(24)))).any()


def test_a_voice_has_one_layer_in_quiet_days_and_loud_ones() -> None:
    quiet, loud = [1] * 5 + [2] * 30, [1] * 50 + [2] * 90 + [9] * 300
    layers = layers_of_voices([a_day(1, quiet), a_day(28, loud)], repeats((0, 1, 1)))
    assert layers[5:35].tolist() == [1] * 30
    assert {*layers[85:175].tolist()} == {1} and {*layers[175:].tolist()} == {2}


def test_only_documents_that_are_told_from_others_are_given_day_by_day() -> None:
    days = [a_day(1, HONEST[:30]), a_day(2, [*HONEST[30:], *FEW])]
    ids = [document_id for day in days for document_id in day.document_ids]
    copied = words_of("0", {(ids[2 * i], ids[60 + i]): 90 for i in range(24)})
    (found,) = (each for each in voices_of(days, [copied]) if isinstance(each, DayLayers))
    assert (found.day, found.document_ids) == ("2021-07-02", tuple(ids[60:]))
    assert set(found.layers) == {1}


def test_what_is_copied_is_told_with_the_day_of_the_later_one_whatever_the_order_of_ids() -> None:
    # Days come in order and those without a date last; ids need not. Week 0 and week 63 are parts 0 and 63.
    ids = ["z", "m", "a", "u", "b"]
    columns = [(64 * 7, 64 * 7), (64 * 7 + 6, 64 * 7 + 6), (127 * 7, 127 * 7), (0, 0), (0, 0)]
    names = [date.fromordinal(first).isoformat() if first else "undated 00" for first, _ in columns]
    days = []
    for name in dict.fromkeys(names):
        at = [i for i, one in enumerate(names) if one == name]
        first, last = (packed([columns[i][side] for i in at], "<i4") for side in (0, 1))
        none, words = packed([0] * len(at), "<i8"), packed([WORDS] * len(at), "<i4")
        days.append(
            DayDocuments(f"dayd_{name}", name, tuple(ids[i] for i in at), first, last, words, none, none)
        )
    pairs = {(0, 1): 10, (0, 3): 20, (1, 3): 30, (2, 4): 40, (3, 4): 50}
    keys = np.array([one * len(ids) + other for one, other in pairs])
    found = {
        copies.day: {
            (copies.document_ids[left], copies.document_ids[right]): share
            for left, right, share in zip(
                *(column(getattr(copies, name), "<i4").tolist() for name in ("left", "right", "share")),
                strict=True,
            )
        }
        for copies in copies_by_day(days, ids, keys, np.array([*pairs.values()]))
    }
    assert found == {
        names[1]: {("m", "z"): 100_000},
        "undated 0": {("u", "z"): 200_000, ("m", "u"): 300_000},
        "undated 63": {("a", "b"): 400_000},
        "undated": {("b", "u"): 500_000},
    }
