"""How tellings become rows: relations, positions, counts of origins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from court_tellings import Told, by, comparable, court
from recoupe.packs import load_pack
from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison
from recoupe.records.values import (
    Interval,
    Label,
    Topic,
    When,
    Where,
)
from recoupe.stages.crosscheck.alterations import (
    turns_of,
    written_alike,
)
from recoupe.stages.crosscheck.rows import compared_row
from recoupe.stages.crosscheck.topic_rows import topic_rows
from recoupe.stages.values.compare import match_intervals, match_places, match_times


def duration_row(*told: Comparable, **how: Any) -> Comparison:
    row = compared_row(court(*told, **how), about="story", slot="duration", told=told)
    assert row is not None
    return row


MINUTES_40 = Interval(2400, 2400, "s")


OVER_AN_HOUR = Interval(3600, 4500, "s", hedge="more than", low_open=True)


def test_the_same_value_from_two_articles_agrees_and_counts_two_origins() -> None:
    row = duration_row(
        comparable(Told("a", "40 minutes", MINUTES_40)), comparable(Told("b", "quarante minutes", MINUTES_40))
    )
    assert row.relation == "agrees"
    assert len(row.positions) == 1
    assert len(row.positions[0].root_ids) == 2


def test_a_copied_value_counts_one_origin() -> None:
    told = [comparable(Told(d, "40 minutes", MINUTES_40)) for d in "abc"]
    row = duration_row(*told, roots={c.id: "wire" for c in told})
    assert row.positions[0].root_ids == ("wire",)
    assert len(row.positions[0].document_ids) == 3


def test_articles_that_tell_one_text_count_one_origin_the_commonest_known() -> None:
    told = [comparable(Told(d, "40 minutes", MINUTES_40)) for d in "abcd"]
    documents = tuple(c.anchor.document_id for c in told)
    roots = dict(zip([c.id for c in told], ["police", "wire", "police", "other"], strict=True))
    row = duration_row(*told, roots=roots, texts=(documents[:3],))
    assert row.positions[0].root_ids == ("other", "police")
    assert duration_row(*told, roots=roots).positions[0].root_ids == ("other", "police", "wire")


def test_articles_that_tell_one_text_of_unknown_origin_are_one_unknown() -> None:
    told = [comparable(Told(d, "40 minutes", MINUTES_40)) for d in "abc"]
    documents = tuple(c.anchor.document_id for c in told)
    roots = dict.fromkeys([c.id for c in told], "unknown")
    assert duration_row(*told, roots=roots).positions[0].n_unknown == 3
    assert duration_row(*told, roots=roots, texts=(documents,)).positions[0].n_unknown == 1


def test_an_unknown_origin_is_counted_apart() -> None:
    a, b = (comparable(Told(d, "40 minutes", MINUTES_40)) for d in "ab")
    row = duration_row(a, b, roots={b.id: "unknown"})
    assert row.positions[0].root_ids == ("root_a",)
    assert row.positions[0].n_unknown == 1


def test_disjoint_values_told_as_certain_contradict() -> None:
    row = duration_row(
        comparable(Told("a", "40 minutes", MINUTES_40)),
        comparable(Told("b", "plus d'une heure", OVER_AN_HOUR)),
    )
    assert (row.relation, row.why.code) == ("contradicts", "disjoint")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"scope": "à Paris"}, "other_scope"),
        ({"certainty": "alleged"}, "not_both_certain"),
        ({"authority": by("la police", "b")}, "different_people_asked"),
    ],
)
def test_disjoint_values_that_can_both_hold_only_differ(change: dict[str, Any], code: str) -> None:
    row = duration_row(
        comparable(Told("a", "40 minutes", MINUTES_40)),
        comparable(Told("b", "plus d'une heure", OVER_AN_HOUR), **change),
    )
    assert (row.relation, row.why.code) == ("differs", code)


def test_two_values_of_one_article_are_shown_as_such() -> None:
    row = duration_row(
        comparable(Told("a", "40 minutes", MINUTES_40), authority=by("Tass", "a")),
        comparable(Told("a", "un peu plus d'une heure", OVER_AN_HOUR, at=100)),
    )
    assert row.relation == "differs"
    assert {p.stated for p in row.positions} == {"40 minutes", "un peu plus d'une heure"}


def topic(document: str, stated: str, *keys: str, polarity: str = "asserted", at: int = 0) -> Comparable:
    return comparable(Told(document, stated, Topic(keys), at), slot="topic", polarity=polarity)


def rows_of_topics(*told: Comparable, **how: Any) -> list[Comparison]:
    return list(topic_rows(court(*told, **how), about="story", slot="topic", told=told))


def test_a_topic_raised_by_one_and_denied_by_another_contradicts() -> None:
    (row,) = rows_of_topics(
        topic("a", "les prisonniers", "prisonni"),
        topic("b", "la question des prisonniers", "prisonni", polarity="denied"),
    )
    assert (row.relation, row.why.code) == ("contradicts", "opposed")
    assert {p.polarity for p in row.positions} == {"asserted", "denied"}


def test_a_topic_denied_by_two_accounts_agrees() -> None:
    (row,) = rows_of_topics(
        topic("a", "sanctions contre la Russie", "RU", "sanction", polarity="denied"),
        topic("b", "sanctions antirusses", "antirus", "sanction", polarity="denied"),
    )
    assert row.relation == "agrees"
    assert len(row.positions[0].root_ids) == 2


def test_a_denied_part_of_a_topic_does_not_contradict_the_topic() -> None:
    rows = rows_of_topics(
        topic("a", "la Syrie", "SY"), topic("b", "les otages en Syrie", "SY", "otag", polarity="denied")
    )
    assert {row.relation for row in rows} == {"only one"}


def test_topics_of_different_countries_stay_apart() -> None:
    assert len(rows_of_topics(topic("a", "la Syrie", "SY"), topic("b", "l'Ukraine", "UA"))) == 2


def test_hedges_meet_the_figure_they_surround() -> None:
    two_hours = Interval(7200, 7200, "s")
    nearly = Interval(6480, 7200, "s", hedge="nearly", high_open=True)
    assert match_intervals(two_hours, nearly) == "finer"
    assert match_intervals(nearly, Interval(5400, 5400, "s")) == "apart"
    assert match_intervals(Interval(100, 100, "n"), Interval(104, 110, "n", hedge="about")) == "unknown"
    about_fifteen = Interval(13.5, 16.5, "m", hedge="about")
    assert match_intervals(about_fifteen, Interval(18, 18, "m")) == "unknown"
    assert match_intervals(about_fifteen, Interval(18.5, 18.5, "m")) == "apart"
    assert match_intervals(Interval(40, 40, "EUR"), Interval(40, 40, "USD")) == "unknown"


def test_a_whole_number_may_be_a_finer_one_rounded_and_counts_are_not_rounded() -> None:
    assert match_intervals(Interval(42, 42, "°C"), Interval(41.8, 41.8, "°C")) == "wider"
    assert match_intervals(Interval(42, 42, "°C"), Interval(41.2, 41.2, "°C")) == "apart"
    assert match_intervals(Interval(42, 42, "mort"), Interval(43, 43, "mort")) == "apart"
    assert match_intervals(Interval(1e9, 1e9, "EUR"), Interval(1.01e9, 1.01e9, "EUR")) == "wider"
    assert match_intervals(Interval(1e9, 1e9, "EUR"), Interval(1.3e9, 1.3e9, "EUR")) == "apart"


def test_places_refine_along_the_gazetteer_and_unknown_places_prove_nothing() -> None:
    palace = Where("Palais", "palais", ("rome", "IT"))
    assert match_places(palace, Where("Rome", "rome", ("IT",))) == "finer"
    assert match_places(palace, Where("Lyon", "lyon", ("FR",))) == "apart"
    assert match_places(palace, Where("Hôtel de la Marine", "hotel de la marine")) == "unknown"


def test_a_day_of_the_week_without_a_date_takes_in_such_days_and_proves_nothing_of_others() -> None:
    tuesday = When("XXXX-WXX-2", None, None, "day")
    wednesday = When("XXXX-WXX-3", None, None, "day")
    known = When("2026-11-17", datetime(2026, 11, 17, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC), "day")
    assert match_times(wednesday, tuesday) == "unknown"
    assert (match_times(tuesday, known), match_times(known, tuesday)) == ("wider", "finer")
    assert match_times(wednesday, known) == "unknown"


def test_silent_articles_are_named_and_not_counted() -> None:
    told = [
        comparable(Told("a", "40 minutes", MINUTES_40)),
        comparable(Told("b", "à huis clos", Label("closed")), slot="format"),
    ]
    row = compared_row(court(*told), about="story", slot="duration", told=told[:1])
    assert row is not None
    assert row.relation == "only one"
    assert row.silent == ("b",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("09H00", "9 heures", True),
        ("06h00", "6h", True),
        ("130 km", "130 kilomètres", True),
        ("trois ans", "3 ans", True),
        ("1 200", "1\u202f200", True),
        ("anti-émeute", "antiémeute", True),
        ("1,5", "15", False),
        ("0,5", "5", False),
        ("1,05", "1,5", False),
        ("2,3", "3,2", False),
        ("2,3", "2.3", True),
        ("9h00", "9h30", False),
        ("130 km", "130 mètres", False),
    ],
)
def test_words_written_otherwise_are_the_same_words(one: str, other: str, same: bool) -> None:
    assert written_alike(one, other, turns_of(load_pack("fr"))) is same


def test_a_fact_in_a_copied_sentence_is_told_by_one_text() -> None:
    sentence = "Le tunnel a été fermé hier pendant quarante minutes à cause de la fumée."
    told = [
        comparable(Told(d, "40 minutes", MINUTES_40), sentence_text=text)
        for d, text in (("a", sentence), ("b", sentence), ("c", "La fermeture a duré quarante minutes."))
    ]
    (position,) = duration_row(*told).positions
    assert position.n_origins == 2
