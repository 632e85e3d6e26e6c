"""Which links hold a group of documents together."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.settings import StorySettings
from recoupe.stages.stories.company import hanging_together, in_company, triangles
from recoupe.stages.stories.corpus import corpus_of
from recoupe.stages.stories.grouped import grouped


def test_a_much_named_person_does_not_hang_two_events_together() -> None:
    # Each event has four tellings that are alike; one article of each is about the same person.
    one = list(combinations(range(4), 2))
    pairs = [*one, (3, 4), *((a + 4, b + 4) for a, b in one)]
    left, right = np.array(pairs).T
    strength = np.where((left == 3) & (right == 4), 300_000, 500_000)
    holds = in_company(left, right, strength, n=8)
    assert hanging_together(8, left[holds], right[holds]).tolist() == [0, 0, 0, 0, 4, 4, 4, 4]
    assert in_company(left[6:7], right[6:7], strength[6:7], n=8).tolist() == [True]


def test_an_empty_corpus_has_no_group() -> None:
    assert grouped(corpus_of([], []), [], settings=StorySettings()) == []


@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] < pair[1])))
def test_three_documents_that_are_all_alike_are_found_once(pairs: set[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.stages.stories.company._MAX_MET", 3)
        check_threes(pairs)


def check_threes(pairs: set[tuple[int, int]]) -> None:
    links = sorted(pairs)
    left, right = np.array(links, dtype=np.int64).reshape(-1, 2).T
    found = [
        frozenset(three)
        for part in triangles(left, right, 8)
        for three in zip(*(side.tolist() for side in part), strict=True)
    ]
    wanted = {
        frozenset(links.index(pair) for pair in combinations(three, 2))
        for three in combinations(range(8), 3)
        if pairs.issuperset(combinations(three, 2))
    }
    assert sorted(map(sorted, found)) == sorted(map(sorted, wanted))


def test_two_that_are_much_alike_hold_two_groups_together() -> None:
    one = list(combinations(range(4), 2))
    pairs = [*one, (3, 4), *((a + 4, b + 4) for a, b in one)]
    left, right = np.array(pairs).T
    between = (left == 3) & (right == 4)
    for strength, held in ((700_000, True), (500_000, False)):
        strengths = np.where(between, strength, 800_000)
        assert in_company(left, right, strengths, n=8)[between].tolist() == [held]
