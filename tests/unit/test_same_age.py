"""Whether ages that two articles tell are of one person."""

from __future__ import annotations

import pytest

from story_rows_shown import apart


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Un élève de 16 ans a été blessé jeudi.", "Un lycéen de 17 ans a été blessé jeudi."),
        ("Le maire, 61 ans, a été blessé jeudi.", "L'édile, âgé de 62 ans, a été blessé jeudi."),
    ],
)
def test_the_only_ages_of_two_articles_that_lie_close_are_of_one(left: str, right: str) -> None:
    assert any(slot == "count" for slot, _ in apart(left, right))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Not the same happened to them.
        ("Un élève de 16 ans a été blessé jeudi.", "Le suspect de 17 ans a été mis en examen."),
        # Of some people.
        ("Une étudiante de 19 ans est morte jeudi.", "Trois malades, âgés de 18 à 21 ans, sont en soins."),
    ],
)
def test_ages_of_two_people_are_not_set_apart(left: str, right: str) -> None:
    assert not apart(left, right)
