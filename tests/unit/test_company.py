"""Which links hold a group of documents together."""

from __future__ import annotations

import numpy as np

from recoupe.settings import StorySettings
from recoupe.stages.stories.company import hanging_together, in_company
from recoupe.stages.stories.grouped import grouped


def test_a_much_named_person_does_not_hang_two_events_together() -> None:
    # Each event has three tellings that are alike; one article of each is about the same person.
    left, right = np.array([[0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5], [4, 5]]).T
    strength = np.array([500, 500, 500, 300, 500, 500, 500]) * 1000
    holds = in_company(left, right, strength, n=6)
    assert hanging_together(6, left[holds], right[holds]).tolist() == [0, 0, 0, 3, 3, 3]
    assert in_company(left[3:4], right[3:4], strength[3:4], n=6).tolist() == [True]


def test_an_empty_corpus_has_no_group() -> None:
    assert grouped([], [], [], settings=StorySettings()) == []
