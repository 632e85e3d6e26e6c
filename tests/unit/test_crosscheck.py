"""How tellings become rows: relations, positions, counts of origins."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from recoupe.packs import load_pack
from recoupe.records.accounts import Account, Comparable, Setting, Source
from recoupe.records.comparisons import Comparison, Root, SourceChain
from recoupe.records.copies import Edit, Reuse
from recoupe.records.spans import Anchor, Span, text_check
from recoupe.records.values import (
    UNNAMED_CURRENCY,
    Interval,
    Label,
    Reason,
    Topic,
    Value,
    When,
    Where,
    Words,
)
from recoupe.settings import CrosscheckSettings
from recoupe.stages.crosscheck.alterations import (
    Turns,
    alteration,
    is_spelt_otherwise,
    numbers_of,
    turns_of,
    words_of,
    written_alike,
)
from recoupe.stages.crosscheck.copied import edited_copy_rows
from recoupe.stages.crosscheck.figures import figure_rows
from recoupe.stages.crosscheck.remarks import Remark, remark_rows
from recoupe.stages.crosscheck.rows import Court, compared_row, court_of
from recoupe.stages.crosscheck.topic_rows import topic_rows
from recoupe.stages.values.compare import match_intervals, match_places, match_times


@dataclass(frozen=True)
class Told:
    """What a test says about one comparable; the rest is filled in."""

    document: str
    stated: str
    value: Value | None
    at: int = 0


def comparable(told: Told, **changes: Any) -> Comparable:
    span = Span(told.at, told.at + len(told.stated))
    anchored = Anchor(told.document, span, text_check(told.stated))
    facts: dict[str, Any] = {
        "id": f"cmp_{told.document}_{told.at}",
        "about": "story",
        "kind": "encounter",
        "slot": "duration",
        "stated": told.stated,
        "value": told.value,
        "polarity": "asserted",
        "certainty": "certain",
        "as_of": None,
        "scope": None,
        "authority": (),
        "anchor": anchored,
        "sentence": anchored,
        "sentence_text": told.stated,
        "quoted": False,
    }
    return Comparable(**(facts | changes))


def by(name: str, document: str) -> tuple[Source, ...]:
    return (Source("person", name, Anchor(document, Span(0, 1), "0" * 16), None),)


def court(
    *told: Comparable,
    roots: dict[str, str] | None = None,
    translated: tuple[str, ...] = (),
    texts: tuple[tuple[str, ...], ...] = (),
) -> Court:
    """A court in which every document is an origin of its own unless `roots` says otherwise."""
    documents = sorted({c.anchor.document_id for c in told})
    accounts = [
        Account(
            f"acc_{d}", "story", d, None, None, "fr", d in translated, (), (),
            tuple(c for c in told if c.anchor.document_id == d), (), (),
        )
        for d in documents
    ]  # fmt: skip
    root_of = {c.id: (roots or {}).get(c.id, f"root_{c.anchor.document_id}") for c in told}
    kinds = {r: "unknown" if r == "unknown" else "outlet" for r in root_of.values()}
    chain = SourceChain(
        "chain",
        "story",
        tuple(Root(r, kinds[r], None, (), Reason("own_account")) for r in sorted(set(root_of.values()))),
        tuple(sorted(root_of.items())),
        (),
        (),
        0,
        0,
        texts,
    )
    return court_of(accounts, chain)


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
        (14, 19, 1, "contradicts"),
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
    (named,) = rows_of_figures(aged("a", 26, person="valin"), aged("b", 36, person="valin"))
    assert named.relation == "contradicts"


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


def test_a_number_is_the_same_however_it_is_written() -> None:
    texts = (
        "Quelque 4 600 personnes étaient à 15 h 30 place Darnault",
        "Quelque 4.600 personnes étaient à 15H30 place Darnault",
    )
    (row,) = rows_of_remarks(*(remark(d, t, quoted=False) for d, t in zip("ab", texts, strict=True)))
    assert (row.relation, row.why.code) == ("agrees", "same_words")
    hours = (
        "Dès 8 heures on les voyait passer devant chez nous",
        "Dès 8H00 on les voyait passer devant chez nous",
    )
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", hours, strict=True)))
    assert row.relation == "reworded"


def test_accents_that_capitals_lack_change_no_words() -> None:
    texts = ("À l'heure actuelle, il n'existe pas d'accord", "A l'heure actuelle il n'existe pas d'accord")
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", texts, strict=True)))
    assert (row.relation, row.why.code) == ("agrees", "same_words")


def test_one_origin_with_two_values_does_not_contradict_itself() -> None:
    told = [count(d, n, "blessés", INJURED) for d, n in (("a", 287), ("b", 412))]
    for roots, relation in (("xx", "differs"), ("xy", "contradicts")):
        behind = {c.id: root for c, root in zip(told, roots, strict=True)}
        (row,) = figure_rows(court(*told, roots=behind), told)
        assert row.relation == relation


def test_reports_of_other_numbers_are_two_reports() -> None:
    texts = (
        "trois personnes interpellées pour outrage et dégradations",
        "14 personnes interpellées pour outrage et rébellion",
    )
    assert rows_of_remarks(*(remark(d, t, quoted=False) for d, t in zip("ab", texts, strict=True))) == []
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", texts, strict=True)))
    assert row.relation == "differs"


def test_reports_of_nobody_known_need_most_of_their_words_in_common() -> None:
    texts = (
        "des heurts ont éclaté devant la gare de Brumeval dimanche soir",
        "un homme a été renversé devant la gare de Brumeval dimanche par un camion",
    )
    both = [remark(d, t, speaker=None, quoted=False) for d, t in zip("ab", texts, strict=True)]
    assert rows_of_remarks(*both) == []
    assert rows_of_remarks(both[0], remark("b", texts[0] + " encore", speaker=None, quoted=False)) != []


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


def remark(
    document: str, stated: str, *, speaker: str | None = "p", quoted: bool = True, at: int = 0
) -> Remark:
    keys = tuple(sorted({w.strip("«».,").casefold()[:7] for w in stated.split() if len(w) > 3}))
    told = comparable(
        Told(document, stated, Words(keys), at), kind="remark", slot="wording", quoted=quoted, about=speaker
    )
    return Remark(told, speaker, frozenset(keys))


def said_by(told: Remark, name: str) -> Remark:
    """The remark with its speaker named in its sentence."""
    sentence = f"{name} : {told.told.stated}"
    source = Source("person", name, replace(told.told.anchor, span=Span(0, len(name))), None)
    where = replace(told.told.sentence, span=Span(0, len(sentence)))
    return told._replace(told=replace(told.told, authority=(source,), sentence=where, sentence_text=sentence))


def rows_of_remarks(*remarks: Remark, translated: tuple[str, ...] = ()) -> list[Comparison]:
    return remark_rows(
        court(*(r.told for r in remarks), translated=translated),
        remarks,
        settings=CrosscheckSettings(),
        turns=Turns(
            frozenset({"ne", "pas"}), frozenset({"deux", "trois"}), frozenset({"le", "la", "les", "du"})
        ),
    )


WORDS = "Le port sera fermé avant la fin du mois de novembre"


@pytest.mark.parametrize(
    ("other", "quoted", "relation", "code"),
    [
        (WORDS, True, "agrees", "same_words"),
        ("Le port sera fermé avant la fin du mois", True, "refines", "shortened"),
        ("le port serait fermé avant la fin de novembre", False, "reworded", "reported"),
        ("Le port ne sera pas fermé avant la fin du mois de novembre", True, "differs", "negation_altered"),
        ("Le grand port sera bientôt fermé, avant la fin novembre", True, "reworded", "quoted_differently"),
    ],
)
def test_one_remark_is_followed_across_accounts(other: str, quoted: bool, relation: str, code: str) -> None:
    (row,) = rows_of_remarks(remark("a", WORDS), remark("b", other, quoted=quoted))
    assert (row.relation, row.why.code) == (relation, code)
    assert row.about == "p"


def test_a_number_changed_inside_a_quotation_is_seen() -> None:
    (row,) = rows_of_remarks(
        remark("a", "Nous livrerons 40 navires avant la fin novembre"),
        remark("b", "Nous livrerons 14 navires avant la fin novembre"),
    )
    assert (row.relation, row.why.code) == ("differs", "number_altered")


def test_a_decimal_number_is_one_number() -> None:
    turns = turns_of(load_pack("fr"))
    told = ("Le trou est de 2,3 milliards pour la ville", "Le trou est de 3,2 milliards pour la ville")
    assert alteration(told, turns) == "number_altered"
    assert numbers_of(words_of("2,3"), turns) != numbers_of(words_of("3,2"), turns)


def test_the_same_words_in_another_mouth_are_seen() -> None:
    mine, other = said_by(remark("a", WORDS), "Ana Roux"), remark("b", WORDS + " prochain", speaker="q")
    (row,) = rows_of_remarks(mine, said_by(other, "Luc Valin"))
    assert (row.relation, row.why.code) == ("differs", "another_mouth")


@pytest.mark.parametrize("name", ["Valin", "Mme Roux", "il"])
def test_words_of_one_who_is_not_named_in_full_beside_them_are_in_no_other_mouth(name: str) -> None:
    mine, other = said_by(remark("a", WORDS), "Ana Roux"), remark("b", WORDS + " prochain", speaker="q")
    (row,) = rows_of_remarks(mine, said_by(other, name))
    assert row.relation == "refines"


def test_the_same_words_in_another_order_are_in_no_other_mouth() -> None:
    mixed = " ".join(reversed(WORDS.split()))
    assert not rows_of_remarks(remark("a", WORDS), remark("b", mixed, speaker="q"))


def test_who_tells_that_somebody_says_it_is_no_other_mouth() -> None:
    by_paper = remark("b", "Mme Morel dit : le port sera fermé avant la fin du mois de novembre", speaker="q")
    assert not rows_of_remarks(remark("a", WORDS), by_paper._replace(entities=frozenset({"p"})))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La digue tient depuis 3 ans et elle tiendra", "La digue tient depuis trois ans et elle tiendra"),
        ("Dès 8 heures, on les voyait passer ici", "Dès 8H00, on les voyait passer ici"),
        ("On a perdu 7 000 à 8 000 euros de recettes", "On a perdu 7 à 8.000 euros de recettes"),
        ("Quand tout cela sera fini, on paiera", "Quand tout ceci sera fini, on paiera"),
        ("On doit laver les murs de la ville", "On va sans doute laver les murs de la ville"),
        ("Ils seront pris sur le quai du port", "Ils seront pris sur le quai du port, où 24 hommes sont là"),
    ],
)
def test_what_is_written_otherwise_is_no_altered_quotation(one: str, other: str) -> None:
    told = [remark("a", one), remark("b", other)]
    asked = court(*(r.told for r in told))
    rows = remark_rows(asked, told, settings=CrosscheckSettings(), turns=turns_of(load_pack("fr")))
    assert [row.relation for row in rows] in (["reworded"], ["refines"], ["agrees"])


def test_a_sentence_that_two_articles_share_is_never_set_against_itself() -> None:
    days = [Told(d, "mardi", When(f"2026-03-0{n}", at(n), at(n + 1), "day")) for d, n in (("a", 3), ("b", 4))]
    told = [replace(comparable(day, slot="time"), sentence_text="Le port ouvre mardi.") for day in days]
    assert told_in_a_row(*told) == "only one"
    other = replace(told[1], stated="mercredi", sentence_text="Le port ouvre mercredi.")
    assert told_in_a_row(told[0], other) == "contradicts"


@pytest.mark.parametrize(
    ("early", "late", "relation"),
    [
        ("planned", "held", "only one"),
        ("possible", "planned", "only one"),
        ("planned", "cancelled", "updates"),
        ("cancelled", "planned", "differs"),
        ("held", "denied", "contradicts"),
    ],
)
def test_a_plan_and_what_became_of_it_are_no_contradiction(early: str, late: str, relation: str) -> None:
    told = [
        comparable(Told(document, "réunion", Label(state)), slot="status")
        for document, state in (("a", early), ("b", late))
    ]
    told = [replace(c, sentence_text=f"{c.sentence_text} {c.id}") for c in told]
    asked = dataclasses.replace(
        court(*told), published={"a": "2026-03-02T08:00:00Z", "b": "2026-03-03T08:00:00Z"}
    )
    row = compared_row(asked, about="story", slot="status", told=told)
    assert row is not None
    assert row.relation == relation


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def told_in_a_row(*told: Comparable) -> str:
    row = compared_row(court(*told), about="story", slot="time", told=told)
    assert row is not None
    return row.relation


def test_machine_translated_wording_is_never_called_an_altered_quotation() -> None:
    (row,) = rows_of_remarks(
        remark("a", WORDS),
        remark("b", "Le port ne sera pas fermé avant le fin de mois novembre"),
        translated=("b",),
    )
    assert (row.relation, row.why.code) == ("reworded", "translated_words")


def test_two_remarks_of_one_speaker_that_share_common_words_stay_apart() -> None:
    assert rows_of_remarks(remark("a", WORDS), remark("b", "Les marins seront payés avant Noël")) == []


def test_a_short_saying_with_one_word_changed_is_one_remark_of_its_speaker() -> None:
    plain, other = "C'est une honte pour le club", "Une honte pour le football"
    (row,) = rows_of_remarks(remark("a", plain), remark("b", other))
    assert (row.relation, row.why.code) == ("differs", "noun_altered")
    assert rows_of_remarks(remark("a", plain), remark("b", "C'est un jour de fête au club")) == []


def test_a_saying_that_begins_alike_is_one_remark_though_one_account_names_nobody() -> None:
    whole = "La mer n'est pas un parking"
    (row,) = rows_of_remarks(remark("a", whole), remark("b", "La mer n'est pas un garage", speaker=None))
    assert row.relation in ("differs", "reworded")
    assert rows_of_remarks(remark("a", whole), remark("b", "La mer monte", speaker=None)) == []


def test_words_that_any_article_has_make_no_remark_the_same() -> None:
    a, b = "le ministre annonce jeudi la création du poste", "jeudi le ministre annonce partir pour Vienne"
    told = [remark("a", a, quoted=False), remark("b", b, quoted=False)]
    assert rows_of_remarks(*told) != []
    common = frozenset({"ministr", "annonce", "jeudi"})
    turns = Turns(common=common)
    asked = court(*(r.told for r in told))
    assert remark_rows(asked, told, settings=CrosscheckSettings(), turns=turns) == []


def test_hedges_meet_the_figure_they_surround() -> None:
    two_hours = Interval(7200, 7200, "s")
    nearly = Interval(6480, 7200, "s", hedge="nearly", high_open=True)
    assert match_intervals(two_hours, nearly) == "finer"
    assert match_intervals(nearly, Interval(5400, 5400, "s")) == "apart"
    assert match_intervals(Interval(100, 100, "n"), Interval(104, 110, "n", hedge="about")) == "unknown"
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


@pytest.mark.parametrize(("name", "is_shown"), [("Jean", True), ("M", False), ("Mme", False), ("P", False)])
def test_a_title_in_place_of_a_given_name_is_no_edit_that_is_shown(name: str, is_shown: bool) -> None:
    texts = {"a": "Hier, Paul Vial a signé.", "b": f"Hier, {name} Vial a signé."}
    whole = {d: Anchor(d, Span(0, len(t)), text_check(t)) for d, t in texts.items()}
    words = [Anchor(d, Span(6, t.index(" Vial")), text_check(d)) for d, t in texts.items()]
    reuse = Reuse("r", whole["a"], whole["b"], "near copy", 0.9, 5, (Edit(*words, "name"),))
    accounts = [
        Account(f"acc_{d}", "story", d, None, None, "fr", False, (), (), (), (), (reuse,), ((whole[d], t),))
        for d, t in texts.items()
    ]
    rows = edited_copy_rows(court_of(accounts, None), accounts, (), (), turns=turns_of(load_pack("fr")))
    assert [row.relation for row in rows] == ["edited copy"] * is_shown


def edited(left: str, right: str, kind: Any, *told: Comparable) -> list[str]:
    """Return the relations of the rows of a sentence in two copies, the words between bars edited."""
    parts = {d: text.split("|") for d, text in (("a", left), ("b", right))}
    texts = {d: "".join(part) for d, part in parts.items()}
    whole = {d: Anchor(d, Span(0, len(t)), text_check(t)) for d, t in texts.items()}
    words = [
        Anchor(d, Span(len(part[0]), len(part[0] + part[1])), text_check(part[1]))
        for d, part in parts.items()
    ]
    reuse = Reuse("r", whole["a"], whole["b"], "near copy", 0.9, 5, (Edit(*words, kind),))
    accounts = [
        Account(
            f"acc_{d}", "story", d, None, None, "fr", False, (), (),
            tuple(c for c in told if c.anchor.document_id == d), (), (reuse,), ((whole[d], t),),
        )
        for d, t in texts.items()
    ]  # fmt: skip
    turns = turns_of(load_pack("fr"))
    return [row.relation for row in edited_copy_rows(court_of(accounts, None), accounts, (), (), turns=turns)]


@pytest.mark.parametrize(
    ("left", "right", "kind", "is_shown"),
    [
        ("Un barrage, a dit |Paul Vial|, tient.", "Un barrage, a dit |M. Vial, qui|, tient.", "name", False),
        ("Le sculpteur |Emmanuel| Vial est là.", "Le sculpteur |Emanuel| Vial est là.", "name", False),
        ("Le maire, |sur Radio Nord|, parle.", "Le maire, |À Radionord|, parle.", "name", False),
        ("Le maire |Jean| Vial est là.", "Le maire |Louis| Vial est là.", "name", True),
        ("Le maire |devait partir| mardi.", "Le maire |s'envolait| mardi.", "replaced", False),
        ("Les bus |n'ont pas| pu rouler.", "Les bus |ont| pu rouler.", "negation", True),
    ],
)
def test_an_edit_is_a_row_where_it_changes_what_is_told(
    left: str, right: str, kind: str, is_shown: bool
) -> None:
    assert edited(left, right, kind) == ["edited copy"] * is_shown


def test_other_words_are_an_edit_where_their_values_exclude_each_other() -> None:
    left, right = "La foire est |à Lyon cette fois|.", "La foire est |à Nantes pour finir|."
    places = [Where("Lyon", "lyon", ("FR",)), Where("Nantes", "nantes", ("FR",))]
    told = [
        comparable(Told(d, words, place, 13), slot="place", kind="event")
        for d, words, place in zip("ab", ("à Lyon", "à Nantes"), places, strict=True)
    ]
    assert edited(left, right, "replaced", *told) == ["edited copy"]
    same = [replace(c, value=places[0]) for c in told]
    assert edited(left, right, "replaced", *same) == []


def test_a_hedged_number_that_holds_the_other_is_no_edit() -> None:
    told = [
        comparable(Told("a", "Plus de 5 000", Interval(5000, None, "marcheurs", hedge="more than"))),
        comparable(Told("b", "5 400", Interval(5400, 5400, "marcheurs"))),
    ]
    told = [replace(c, slot="count", kind="figure") for c in told]
    assert edited("|Plus de 5 000| marcheurs.", "|5 400| marcheurs.", "number", *told) == []
    other = replace(told[0], value=Interval(6000, 6000, "marcheurs"))
    assert edited("|6 000| marcheurs.", "|5 400| marcheurs.", "number", other, told[1]) == ["edited copy"]


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        ("des information sûres", "des informations sûres", True),
        ("l'émission a trois ans", "l'émission a 3 ans", True),
        ("si l'on est pas d'accord", "si l'on n'est pas d'accord", True),
        ("faire avec ça", "composer avec ça", False),
        ("si l'on est d'accord", "si l'on n'est pas d'accord", False),
        ("l'émission a trois ans", "l'émission a treize ans", False),
    ],
)
def test_another_spelling_is_no_other_wording(left: str, right: str, is_same: bool) -> None:
    assert is_spelt_otherwise(left, right, turns_of(load_pack("fr"))) is is_same


def test_a_fact_in_a_copied_sentence_is_told_by_one_text() -> None:
    sentence = "Le tunnel a été fermé hier pendant quarante minutes à cause de la fumée."
    told = [
        comparable(Told(d, "40 minutes", MINUTES_40), sentence_text=text)
        for d, text in (("a", sentence), ("b", sentence), ("c", "La fermeture a duré quarante minutes."))
    ]
    (position,) = duration_row(*told).positions
    assert position.n_origins == 2


def test_a_day_of_no_date_is_one_in_copies_of_one_sentence() -> None:
    today = When("XXXX-XX-XX", None, None, "day")
    told = [
        comparable(Told(d, "à midi", today), slot="time", sentence_text="Il avait été reçu à midi.")
        for d in "ab"
    ]
    row = compared_row(court(*told), about="story", slot="time", told=told)
    assert row is not None and row.relation == "agrees"


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
