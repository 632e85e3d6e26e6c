"""Decision trees: what a file of them says, and what they make of traits."""

from __future__ import annotations

import math

import msgspec
import pytest

from recoupe.stages.crosscheck.trees import TreesFile, columns_of

FILE = TreesFile(
    "of two traits",
    ("size", "is near"),
    0.5,
    (((0, 2.5, 1, 2), -1.0, (1, 0.5, 3, 4), 0.25, 2.0), (1.5,)),
)


@pytest.mark.parametrize(
    ("size", "is_near", "added"),
    [(2.0, 1.0, -1.0), (2.5, 0.0, -1.0), (3.0, 0.0, 0.25), (3.0, 1.0, 2.0)],
)
def test_each_tree_adds_what_the_leaf_says_that_its_questions_lead_to(
    size: float, is_near: float, added: float
) -> None:
    (chance,) = columns_of(FILE).chances([{"size": size, "is near": is_near, "unasked": 9.0}])
    assert chance == pytest.approx(1 / (1 + math.exp(-(0.5 + 1.5 + added))))


def test_chances_come_in_the_order_of_what_is_told_and_none_of_nothing() -> None:
    trees = columns_of(FILE)
    low, high = {"size": 1.0, "is near": 0.0}, {"size": 3.0, "is near": 1.0}
    assert list(trees.chances([low, high])) == [*trees.chances([low]), *trees.chances([high])]
    assert list(trees.chances([])) == []


def test_a_trait_that_is_asked_for_and_not_told_is_an_error() -> None:
    with pytest.raises(KeyError, match="is near"):
        columns_of(FILE).chances([{"size": 3.0}])


def test_a_file_comes_back_from_its_text_as_it_was() -> None:
    assert msgspec.json.decode(msgspec.json.encode(FILE), type=TreesFile) == FILE
