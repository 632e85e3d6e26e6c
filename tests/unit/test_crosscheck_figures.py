"""Which figures and ages of several articles are set side by side, and how they relate."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from court_tellings import Told, by, comparable, court
from recoupe.records.accounts import Comparable, Setting
from recoupe.records.comparisons import Comparison
from recoupe.records.values import (
    AGE,
    UNNAMED_CURRENCY,
    Interval,
    When,
)
from recoupe.stages.crosscheck.figures import figure_rows
from recoupe.stages.crosscheck.rows import Court, compared_row

CRASH = ("autocar", "col", "ravin", "virag")


MARCH = ("cortege", "defil", "gare", "samed")


INJURED = Setting("bless", ("bless",), happened="blessé", grows=True, around=CRASH, opens=True, is_only=True)


MARCHERS = Setting(
    "manifest", ("manifest",), is_people=True, around=MARCH, home=("lyon",), opens=True, is_only=True
)


def count(document: str, n: int, noun: str, setting: Setting, *, at: int = 0, **changes: Any) -> Comparable:
    value = Interval(n, n, noun, noun)
    facts: dict[str, Any] = {"kind": "figure", "slot": "count", "setting": setting}
    return comparable(Told(document, f"{n} {noun}", value, at), **(facts | changes))


def rows_of_figures(*told: Comparable) -> list[Comparison]:
    return list(figure_rows(court(*told), told))


def test_a_later_figure_updates_an_earlier_one() -> None:
    def injured(document: str, n: int, hour: str) -> Comparable:
        return count(document, n, "blessés", INJURED, as_of=When(hour, None, None, "hour"))

    (row,) = rows_of_figures(injured("a", 14, "T17"), injured("b", 19, "T21"))
    assert (row.relation, row.why.code) == ("updates", "later_figure")


@pytest.mark.parametrize(
    ("first", "second", "hours", "relation"),
    [
        (14, 19, 6, "updates"),
        (14, 19, 1, "updates"),
        (19, 14, 6, "contradicts"),
        (14, 14, 6, "agrees"),
    ],
)
def test_a_count_that_grows_with_time_is_no_contradiction(
    first: int, second: int, hours: int, relation: str
) -> None:
    told = (count("a", first, "blessés", INJURED), count("b", second, "blessés", INJURED))
    when = {"a": "2031-05-14T08:00:00+00:00", "b": f"2031-05-14T{8 + hours:02}:00:00+00:00"}
    (row,) = figure_rows(replace_published(court(*told), when), told)
    assert row.relation == relation


@pytest.mark.parametrize(
    ("value", "relation"),
    [
        (Interval(18, 22, "b", "b", "about"), "refines"),
        (Interval(19, None, "b", "b", "more than"), "refines"),
        (Interval(18, 26, "b", "b", "between"), "refines"),
        (Interval(9, None, "b", "b", "at least"), "updates"),
    ],
)
def test_a_figure_told_roughly_later_is_no_new_figure(value: Interval, relation: str) -> None:
    rough = count("b", 20, "blessés", INJURED)
    told = (count("a", 20, "blessés", INJURED), replace(rough, value=value))
    when = {"a": "2031-05-14T08:00:00+00:00", "b": "2031-05-24T08:00:00+00:00"}
    (row,) = figure_rows(replace_published(court(*told), when), told)
    assert row.relation == relation


def replace_published(asked: Court, published: dict[str, str]) -> Court:
    return dataclasses.replace(asked, published=published)


def test_a_figure_that_takes_the_place_of_another_updates_it_and_not_the_other_way_round() -> None:
    revised = replace(MARCHERS, is_revised=True)
    when = {"a": "2031-05-14T08:00:00+00:00", "b": "2031-05-14T10:00:00+00:00"}
    for settings, relation in (((MARCHERS, revised), "updates"), ((revised, MARCHERS), "contradicts")):
        told = [count(d, n, "manifestants", s) for d, n, s in zip("ab", (900, 800), settings, strict=True)]
        (row,) = figure_rows(replace_published(court(*told), when), told)
        assert row.relation == relation


def aged(document: str, n: int, noun: str = "", *kinds: int, person: str | None = None) -> Comparable:
    setting = Setting(noun, kinds=kinds, around=CRASH, opens=True, is_only=True, person=person)
    return replace(count(document, n, "ans", setting), value=Interval(n, n, "an"))


def test_ages_of_persons_that_articles_call_something_else_are_not_compared() -> None:
    (row,) = rows_of_figures(aged("a", 52, "chauffeur", 1), aged("b", 58, "conducteur", 1))
    assert row.relation == "contradicts"
    assert rows_of_figures(aged("a", 52, "chauffeur", 1), aged("b", 58, "victim", 2)) == []


def test_equal_ages_agree_unless_they_are_those_of_two_named_persons() -> None:
    (row,) = rows_of_figures(aged("a", 52, "chauffeur", 1), aged("b", 52, person="valin"))
    assert row.relation == "agrees"
    assert rows_of_figures(aged("a", 52, person="roux"), aged("b", 52, person="valin")) == []


def test_two_ages_a_year_or_two_apart_are_of_one_person_where_no_other_age_is_told() -> None:
    (row,) = rows_of_figures(aged("a", 26, "joueus"), aged("b", 27, person="valin"))
    assert row.relation == "contradicts"
    other = aged("b", 61, person="roux")
    assert rows_of_figures(aged("a", 26, "joueus"), aged("b", 28, person="valin"), other) == []
    (close,) = rows_of_figures(aged("a", 26, "joueus"), aged("b", 27, person="valin"), other)
    assert close.relation == "contradicts"
    third = aged("b", 25, person="roux")
    assert rows_of_figures(aged("a", 26, "joueus"), aged("b", 27, person="valin"), third) == []
    (named,) = rows_of_figures(aged("a", 26, person="valin"), aged("b", 28, person="valin"))
    assert named.relation == "contradicts"
    # The name beside an age is not always that of who is so old: father and son.
    assert rows_of_figures(aged("a", 26, person="valin"), aged("b", 36, person="valin")) == []


def test_an_age_is_no_update_of_another() -> None:
    (row,) = rows_of_figures(aged("a", 26, person="valin"), aged("b", 27, person="valin"))
    assert row.relation == "contradicts"


def test_what_is_asked_for_is_not_set_against_what_is_given() -> None:
    bonus = Setting("prim", ("prim",), around=("eboueur", "mois"))

    def euros(document: str, n: int, setting: Setting) -> Comparable:
        told = Told(document, f"{n} euros", Interval(n, n, "EUR", "prime"))
        return comparable(told, kind="figure", slot="amount", setting=setting)

    given = euros("a", 150, bonus)
    (row,) = rows_of_figures(given, euros("b", 200, bonus))
    assert row.relation == "contradicts"
    assert rows_of_figures(given, euros("b", 200, replace(bonus, stance="asked"))) == []


def test_what_an_article_says_twice_stands_in_one_row() -> None:
    loot = Setting("butin", ("butin",), around=("braquag", "bijouter"), opens=True)
    jewels = replace(loot, noun="bijou", words=("bijou",))

    def euros(document: str, n: int, setting: Setting, *, at: int = 0) -> Comparable:
        told = Told(document, f"{n} euros", Interval(n, n, "EUR", setting.noun), at=at)
        return comparable(told, kind="figure", slot="amount", setting=setting)

    twice = euros("a", 200_000, jewels), euros("a", 200_000, loot, at=90)
    (row,) = rows_of_figures(*twice, euros("b", 180_000, loot))
    assert sorted(len(position.comparable_ids) for position in row.positions) == [1, 2]


def test_a_speed_is_set_against_another_whatever_moves() -> None:
    train = Setting("train", ("train",), around=("deraill", "roul"), opens=True)
    convoy = replace(train, noun="rame", words=("rame",))

    def speed(document: str, n: int, setting: Setting) -> Comparable:
        told = Told(document, f"{n} km/h", Interval(n, n, "km/h", setting.noun))
        return comparable(told, kind="figure", slot="count", setting=setting)

    (row,) = rows_of_figures(speed("a", 92, train), speed("b", 118, convoy))
    assert row.relation == "contradicts"


def test_a_place_named_after_a_town_lies_there() -> None:
    town = Setting(
        "bless",
        ("bless",),
        happened="blessé",
        is_people=True,
        is_general=True,
        around=CRASH,
        places=("corbelin",),
        home=("corbelin",),
    )
    tunnel = replace(town, places=("tunnel de corbelin",), home=("tunnel de corbelin",))
    elsewhere = replace(town, places=("valmont",), home=("valmont",))
    (row,) = rows_of_figures(count("a", 23, "blessé", town), count("b", 26, "blessé", tunnel))
    assert row.relation == "contradicts"
    assert rows_of_figures(count("a", 23, "blessé", town), count("b", 26, "blessé", elsewhere)) == []


def test_things_spoken_of_as_known_are_no_row_and_counted_ones_are() -> None:
    known = Setting("voisin", ("voisin",), around=CRASH, opens=True, is_only=True, is_given=True)
    told = count("a", 2, "voisins", known), count("b", 2, "voisins", known)
    assert rows_of_figures(*told) == []
    counted = replace(told[1], setting=replace(known, is_given=False))
    (row,) = rows_of_figures(told[0], counted)
    assert row.relation == "agrees"


def test_figures_of_different_things_are_never_set_side_by_side() -> None:
    passengers = Setting("passag", ("passag",), is_people=True)
    assert rows_of_figures(count("a", 14, "blessés", INJURED), count("b", 30, "passagers", passengers)) == []


def test_money_of_an_unnamed_currency_is_compared_with_any_and_two_named_ones_are_not() -> None:
    repairs = Setting("répar", ("répar",), around=("pont", "toitur"), opens=True, is_only=True)

    def cost(document: str, millions: int, code: str) -> Comparable:
        value = Interval(millions * 1e6, millions * 1e6, code, "réparations")
        told = Told(document, f"{millions} millions", value)
        return comparable(told, kind="figure", slot="amount", setting=repairs)

    (row,) = rows_of_figures(cost("a", 31, "EUR"), cost("b", 24, UNNAMED_CURRENCY))
    assert row.relation == "contradicts"
    assert rows_of_figures(cost("a", 31, "EUR"), cost("b", 24, "USD")) == []


def test_nouns_for_one_thing_are_compared_and_others_are_not() -> None:
    def staff(noun: str, *kinds: int) -> Setting:
        return Setting(
            noun, (noun,), kinds, is_people=True, around=("emploi", "four", "usin"), opens=True, is_only=True
        )

    same = (count("a", 85, "salariés", staff("salari", 0)), count("b", 85, "employés", staff("employ", 0)))
    (row,) = rows_of_figures(*same)
    assert row.relation == "agrees"
    other = count("b", 92, "employés", staff("employ", 0))
    (row,) = rows_of_figures(same[0], other)
    assert row.relation == "contradicts"
    assert rows_of_figures(same[0], count("b", 92, "clients", staff("client", 1))) == []


@pytest.mark.parametrize(
    "limits",
    [
        {"long_ago": "2019"},
        {"is_total": True},
        {"area": "dans tout le pays"},
        {"places": ("rennes",)},
        {"is_part": True},
        {"parts": (800.0,)},
    ],
)
def test_figures_of_other_times_places_and_parts_are_not_compared(limits: dict[str, Any]) -> None:
    told = count("a", 800, "manifestants", MARCHERS), count("b", 900, "manifestants", MARCHERS)
    (row,) = rows_of_figures(*told)
    assert row.relation == "contradicts"
    limited = replace(told[1], setting=replace(MARCHERS, **limits))
    assert rows_of_figures(told[0], limited) == []


def test_shares_of_two_persons_are_two_shares() -> None:
    def votes(document: str, n: float, person: str) -> Comparable:
        setting = Setting("voix", ("voix",), around=MARCH, opens=True, is_only=True, person=person)
        value = Interval(n, n, "%", "voix")
        return replace(count(document, 0, "voix", setting), slot="share", stated=f"{n} %", value=value)

    assert rows_of_figures(votes("a", 48.5, "dorval"), votes("b", 52.5, "lemoine")) == []
    (row,) = rows_of_figures(votes("a", 48.5, "dorval"), votes("b", 48.5, "dorval"))
    assert row.relation == "agrees"


def test_nobody_hurt_excludes_whoever_was_hurt() -> None:
    some = replace(MARCHERS, happened="blessé")
    none = replace(INJURED, grows=False, around=MARCH)
    (row,) = rows_of_figures(count("a", 2, "manifestants", some), count("b", 0, "blessé", none))
    assert row.relation == "contradicts"
    assert rows_of_figures(count("a", 2, "manifestants", some), count("b", 9, "blessés", none)) == []


def marchers(document: str, n: int, at: int, **changes: Any) -> Comparable:
    return count(document, n, "manifestants", MARCHERS, at=at, **changes)


def test_small_numbers_of_things_not_akin_are_equal_by_chance() -> None:
    def things(noun: str) -> Setting:
        return Setting(noun, (noun,), around=CRASH, opens=True, is_only=True)

    assert (
        rows_of_figures(count("a", 4, "grues", things("grue")), count("b", 4, "taxis", things("taxi"))) == []
    )
    (row,) = rows_of_figures(count("a", 4, "grues", things("grue")), count("b", 4, "grues", things("grue")))
    assert row.relation == "agrees"


def test_equal_numbers_of_two_fates_are_never_one_however_they_are_linked() -> None:
    men = Setting("homm", ("homm",), (1,), is_people=True, is_general=True, around=CRASH, opens=True)
    dead = replace(men, noun="mort", words=("mort",), kinds=(), happened="mort")
    hurt = replace(men, noun="bless", words=("bless",), kinds=(), happened="blessé")
    told = count("a", 2, "morts", dead), count("a", 2, "blessés", hurt, at=60), count("b", 2, "hommes", men)
    for row in rows_of_figures(*told):
        assert not {told[0].id, told[1].id} <= {i for p in row.positions for i in p.comparable_ids}


def test_the_injured_are_no_exacter_number_of_those_of_whom_no_harm_is_told() -> None:
    police = {"is_people": True, "kinds": (7,), "around": CRASH, "opens": True, "is_only": True}
    injured = Setting("polici", ("polici",), happened="blessé", fate="one", **police)
    about_ten = Interval(9, 11, "gendarme", "gendarmes", "about")

    def rows(of_others: Setting) -> list[Comparison]:
        others = count("b", 10, "gendarmes", of_others)
        return rows_of_figures(count("a", 10, "policiers", injured), replace(others, value=about_ten))

    assert [row.relation for row in rows(replace(injured, noun="gendarm", words=("gendarm",)))] == ["refines"]
    assert rows(Setting("gendarm", ("gendarm",), **police)) == []


def test_a_round_up_of_many_towns_is_compared_with_nothing() -> None:
    told = [marchers("a", n, at) for n, at in ((800, 0), (1000, 50), (1100, 100))]
    assert rows_of_figures(*told, marchers("b", 900, 0)) == []


def seen_in(document: str, n: int, *towns: str, by_town: bool = True, at: int = 0) -> Comparable:
    return count(document, n, "manifestants", replace(MARCHERS, towns=towns, by_town=by_town), at=at)


def test_a_round_up_is_compared_town_by_town() -> None:
    other = seen_in("b", 900, "brumeval")
    (row,) = rows_of_figures(seen_in("a", 700, "brumeval"), other)
    assert row.relation in ("differs", "contradicts")
    assert rows_of_figures(seen_in("a", 700, "orvallon"), other) == []
    assert rows_of_figures(seen_in("a", 700), other) == []


def test_equal_counts_of_two_towns_are_two_counts() -> None:
    here = seen_in("a", 900, "brumeval")
    assert rows_of_figures(here, seen_in("b", 900, "orvallon")) == []
    (row,) = rows_of_figures(here, seen_in("b", 900))
    assert row.relation == "agrees"
    told = [seen_in("a", 900, "brumeval"), seen_in("a", 900, "orvallon", at=50), seen_in("b", 900)]
    assert [len(p.comparable_ids) for row in rows_of_figures(*told) for p in row.positions] == [2]
    alone = [seen_in(d, 900, town, by_town=False) for d, town in (("a", "brumeval"), ("b", "orvallon"))]
    (row,) = rows_of_figures(*alone)
    assert row.relation == "agrees", "an article with one count may name any town beside it"


def test_one_origin_with_two_values_does_not_contradict_itself() -> None:
    told = [count(d, n, "blessés", INJURED) for d, n in (("a", 287), ("b", 412))]
    for roots, relation in (("xx", "differs"), ("xy", "contradicts")):
        behind = {c.id: root for c, root in zip(told, roots, strict=True)}
        (row,) = figure_rows(court(*told, roots=behind), told)
        assert row.relation == relation


def test_two_times_of_one_article_are_two_stops_and_no_contradiction() -> None:
    def day(at: int, n: int) -> Comparable:
        start = datetime(2031, 5, n, tzinfo=UTC)
        value = When(f"2031-05-{n:02}", start, start + timedelta(days=1), "day")
        return comparable(Told("a", f"le {n} mai", value, at), slot="time")

    row = compared_row(court(day(0, 5), day(50, 6)), about="story", slot="time", told=[day(0, 5), day(50, 6)])
    assert row is not None
    assert (row.relation, row.why.code) == ("only one", "told_together")


def test_two_counts_of_one_article_are_told_apart_by_who_gives_them() -> None:
    (row,) = rows_of_figures(
        marchers("a", 2200, 0, authority=by("la police", "a")),
        marchers("a", 2900, 50, authority=by("les syndicats", "a")),
        marchers("b", 2500, 0),
    )
    assert (row.relation, row.why.code) == ("differs", "different_people_asked")
    assert len(row.positions) == 3


def test_counts_of_different_places_are_different_rows() -> None:
    told = (marchers("a", 200, 0, scope="à Lyon"), marchers("b", 900, 0, scope="dans tout le pays"))
    assert rows_of_figures(*told) == []


def test_a_figure_that_does_not_say_what_it_counts_is_compared_with_nothing() -> None:
    nothing = Setting()
    told = (count("a", 3, "n", nothing), count("b", 4, "n", nothing))
    assert rows_of_figures(*told) == []


def test_a_figure_in_a_round_word_is_refined_by_the_exact_one() -> None:
    workers = Setting("salari", ("salari",), is_people=True, opens=True, is_only=True)
    exact = count("a", 5200, "salariés", workers)
    rough = replace(count("b", 5000, "salariés", workers), stated="cinq mille salariés")
    (row,) = rows_of_figures(exact, rough)
    assert (row.relation, row.why.code) == ("refines", "rounded")
    (row,) = rows_of_figures(exact, count("b", 5000, "salariés", workers))
    assert row.relation == "contradicts"


def test_dollars_and_euros_do_not_meet_in_a_sum_of_no_currency() -> None:
    fine = Setting("amend", ("amend",), opens=True, is_only=True)
    euros, bare_sum, dollars = (
        replace(count(d, n, "amende", fine), slot="amount", value=Interval(n, n, unit))
        for d, n, unit in (("a", 240, "EUR"), ("b", 240, UNNAMED_CURRENCY), ("c", 260, "USD"))
    )
    (row,) = rows_of_figures(euros, bare_sum, dollars)
    assert row.relation == "agrees"


def test_the_same_later_figure_is_an_update_days_later_and_none_at_once() -> None:
    for later, relation in (
        ("2031-05-14T09:10:00+00:00", "contradicts"),
        ("2031-05-20T09:00:00+00:00", "updates"),
    ):
        when = {"a": "2031-05-14T09:00:00+00:00", "b": later}
        told = count("a", 20, "blessés", INJURED), count("b", 17, "blessés", INJURED)
        (row,) = figure_rows(replace_published(court(*told), when), told)
        assert row.relation == relation


def test_votes_for_are_set_against_votes_for_and_never_against_those_against() -> None:
    budget = Setting("voix", ("voix",), around=("adopt", "budget", "conseil"), opens=True)

    def votes(document: str, n: int, of: str, at: int) -> Comparable:
        told = Told(document, f"{n} {of}", Interval(n, n, "voix", of), at)
        return comparable(told, kind="figure", slot="vote", setting=budget)

    sides = [
        ("a", 18, "voix", 0),
        ("a", 15, "contre voix", 9),
        ("b", 17, "voix", 0),
        ("b", 15, "contre voix", 9),
    ]
    rows = rows_of_figures(*(votes(*side) for side in sides))
    assert {(row.relation, *sorted(p.stated for p in row.positions)) for row in rows} == {
        ("contradicts", "17 voix", "18 voix"),
        ("agrees", "15 contre voix"),
    }


DEAD = Setting("homm", ("homm",), is_people=True, is_general=True, happened="mort", fate="all", opens=True)


def test_the_one_of_two_dead_is_not_the_only_one_of_another_article() -> None:
    driver = replace(DEAD, noun="automobil", words=("automobil",), is_people=False, is_general=False)
    fisher = replace(driver, noun="pecheur", words=("pecheur",), is_one=True)
    assert not rows_of_figures(count("a", 1, "mort", driver), count("b", 1, "mort", fisher))
    (row,) = rows_of_figures(count("a", 1, "mort", driver), count("c", 1, "mort", DEAD))
    assert row.relation == "agrees"


def test_ages_far_apart_are_those_of_the_only_dead_of_one_place() -> None:
    def age(document: str, n: int, noun: str, *places: str) -> Comparable:
        setting = replace(DEAD, noun=noun, words=(noun,), is_general=False, places=places)
        return comparable(
            Told(document, f"{n} ans", Interval(n, n, AGE, noun), 0),
            kind="figure",
            slot="count",
            setting=setting,
        )

    (row,) = rows_of_figures(age("a", 54, "homm", "lestreac"), age("b", 45, "automobil", "lestreac"))
    assert row.relation == "contradicts"
    assert not rows_of_figures(age("a", 54, "homm", "lestreac"), age("b", 45, "automobil", "kervan"))


def test_ages_of_two_among_many_who_are_called_the_same_are_not_compared() -> None:
    children = Setting("enfant", ("enfant",), is_people=True, happened="hospitalisé", grows=True, opens=True)

    def age(document: str, n: int, happened: str | None) -> Comparable:
        told = Told(document, f"{n} ans", Interval(n, n, AGE, "enfant"), 40)
        return comparable(told, kind="figure", slot="count", setting=replace(children, happened=happened))

    rows = rows_of_figures(count("a", 9, "enfants", children), age("a", 4, "hospitalisé"), age("b", 3, None))
    assert not rows
