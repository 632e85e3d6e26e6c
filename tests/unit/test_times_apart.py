"""When two articles give one thing two times, and when they speak of two things."""

from __future__ import annotations

import pytest

from recoupe.records.values import Interval
from recoupe.stages.values.compare import match_intervals
from story_rows_shown import apart, in_table

HOUR, DAY, MONTH = 3600.0, 86400.0, 2629800.0


def test_the_only_duration_of_either_article_may_be_of_one_thing_in_other_words() -> None:
    left = "La trêve durera dix jours."
    right = "Le document fixe un arrêt des combats de deux semaines."
    assert any(slot == "duration" for slot, _ in apart(left, right))


def test_two_years_of_one_coming_event_part() -> None:
    left = "La loi sur les pesticides entrera en vigueur en 2034."
    right = "La loi sur les pesticides entrera en vigueur dès 2033."
    assert ("time", "contradicts") in apart(left, right)


def test_what_is_not_before_a_year_is_not_in_the_year_before_it() -> None:
    left = "Le bassin de rétention ne sera pas livré avant 2039."
    assert ("time", "contradicts") in apart(left, "Le bassin de rétention sera livré en 2038.")
    assert not apart(left, "Le bassin de rétention sera livré en 2041.")


def test_how_long_after_a_thing_is_no_length_of_it() -> None:
    left = "Trois jours après la disparition de Léa, les recherches ont repris."
    assert not apart(left, "Les recherches ont repris après quatre jours d'absence de Léa.")


def test_a_sentence_that_is_asked_for_is_not_the_one_that_is_given_though_both_are_suspended() -> None:
    left = "Le parquet a requis douze mois de prison avec sursis contre le maire."
    right = "Le tribunal a condamné le maire à quinze mois de prison avec sursis."
    assert not [slot for slot, _ in apart(left, right) if slot == "duration"]
    assert ("duration", "contradicts") in apart(right, right.replace("quinze", "dix-huit"))


def test_an_hour_at_which_something_ceased_is_told() -> None:
    left = "Le tunnel de Valmont a cessé de fonctionner lundi à 18 heures."
    right = "Le tunnel de Valmont a cessé de fonctionner lundi à 20 h 30."
    assert ("time", "contradicts") in apart(left, right)


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        (3 * MONTH, 90 * DAY, "same"),
        (3 * MONTH, 80 * DAY, "apart"),
        (12 * MONTH, 365 * DAY, "same"),
        (6 * HOUR, 5 * HOUR + 3000, "wider"),
        (3 * HOUR, 2 * HOUR + 2400, "apart"),
        (7 * DAY, 6 * DAY, "apart"),
    ],
)
def test_lengths_of_time_in_other_units_are_one_when_a_writer_would_call_them_so(
    left: float, right: float, found: str
) -> None:
    one, other = (Interval(x, x, "s") for x in (left, right))
    assert match_intervals(one, other) == found


def test_a_little_more_or_less_than_whole_hours_refines_them() -> None:
    left = "La finale a duré six heures."
    assert not apart(left, "La finale a duré cinq heures cinquante.")
    assert ("duration", "refines") in in_table(left, "La finale a duré cinq heures cinquante.")


def test_shut_until_a_day_is_no_contrary_of_open_again_from_it_on() -> None:
    left = "Le musée restera fermé jusqu'à vendredi."
    assert not apart(left, "Le musée rouvrira samedi.")
    assert ("decision", "contradicts") in apart(left, "Le musée rouvrira jeudi.")
