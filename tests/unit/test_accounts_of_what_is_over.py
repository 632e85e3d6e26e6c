"""One toll told over days is one row, whatever it calls the dead, and the day of what is over is no news."""

from __future__ import annotations

import pytest

from court_tellings import Told, comparable
from recoupe.records.accounts import Setting
from recoupe.records.comparisons import Comparison
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.same_figure import Figure, are_far, figure_of
from story_rows_shown import crosschecked, told


def shown(*texts: str, days: tuple[str, ...]) -> list[Comparison]:
    _, rows = crosschecked(told(*texts, days=days))
    return [row for row in rows if row.relation != "only one"]


def told_figure(n: int) -> Figure:
    told = Told("a", f"{n} morts", Interval(n, n, "personne", "morts"), 0)
    figure = figure_of(comparable(told, kind="figure", slot="count", setting=Setting("mort", ("mort",))))
    assert figure is not None
    return figure


def stated(row: Comparison) -> set[str]:
    return {position.stated for position in row.positions}


FIRST = "Séisme à Valmont : 26 morts. La terre a tremblé lundi à Valmont."
TITLE_AND_TEXT = (
    "Séisme à Valmont : plus de 240 morts. La préfecture fait état de 243 morts mardi soir à Valmont."
)
NEXT = "Séisme à Valmont : 318 morts. Les secours arrivent mercredi."
LAST = "Le séisme de lundi à Valmont a fait 402 morts, selon un bilan de jeudi."


def test_a_toll_that_a_title_tells_roughly_and_its_text_exactly_stands_in_the_row_of_all_tolls() -> None:
    rows = shown(TITLE_AND_TEXT, NEXT, days=("2031-05-06T20:00:00+02:00", "2031-05-07T09:00:00+02:00"))
    (row,) = (row for row in rows if row.slot == "count")
    assert row.relation == "updates"
    assert stated(row) == {"plus de 240 morts", "243 morts", "318 morts"}


def test_the_first_and_the_last_toll_stand_in_one_row_when_others_lie_between() -> None:
    days = ("2031-05-05T09:00:00+02:00", "2031-05-06T20:00:00+02:00")
    days = (*days, "2031-05-07T09:00:00+02:00", "2031-05-08T09:00:00+02:00")
    (row,) = (row for row in shown(FIRST, TITLE_AND_TEXT, NEXT, LAST, days=days) if row.slot == "count")
    assert row.relation == "updates"
    assert {"26 morts", "402 morts"} <= stated(row)


def test_the_first_and_the_last_toll_alone_are_too_far_apart_to_be_one() -> None:
    rows = shown(FIRST, LAST, days=("2031-05-05T09:00:00+02:00", "2031-05-08T09:00:00+02:00"))
    assert not [row for row in rows if row.slot == "count"]


def test_a_count_below_zero_is_far_from_any_other() -> None:
    few, none, many = (told_figure(n) for n in (-3, 0, 40))
    assert are_far(few, none) and are_far(few, few) and are_far(none, many)
    assert not are_far(many, told_figure(41))


def test_a_toll_is_compared_with_one_that_calls_its_dead_otherwise() -> None:
    night = ("2031-05-14T18:00:00+02:00",) * 2
    hens = "L'incendie de l'élevage de Valmont a tué 60 000 poules dans la nuit de mardi."
    animals = "Dans l'incendie de l'élevage de Valmont, dans la nuit de mardi, 62 000 bêtes ont été tuées."
    cows = "Dans l'incendie de la ferme de Valmont, dans la nuit de mardi, 62 vaches ont été sauvées."
    (row,) = (row for row in shown(hens, animals, days=night) if row.slot == "count")
    assert row.relation == "contradicts"
    assert not [row for row in shown(hens, cows, days=night) if row.slot == "count"]


LATER = ("2031-05-05T09:00:00+02:00", "2031-05-08T09:00:00+02:00")


@pytest.mark.parametrize(
    ("early", "late", "relation"),
    [
        ("a été découverte le 24 mars", "a été découverte le 27 mars", "differs"),
        ("a été découverte le 4 mars", "a été découverte le 27 mars", "updates"),
        ("sera remontée le 24 juin", "sera remontée le 27 juin", "updates"),
    ],
)
def test_another_near_day_of_what_is_over_is_another_account_and_no_update(
    early: str, late: str, relation: str
) -> None:
    wreck = "L'épave du Saint-Roch {} au large de Valmont"
    rows = shown(f"{wreck.format(early)}, selon la mairie.", f"{wreck.format(late)}.", days=LATER)
    assert [row.relation for row in rows if row.slot == "time"] == [relation]
