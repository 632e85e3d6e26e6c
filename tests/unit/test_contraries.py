"""How likely it is that clauses of two articles say of one thing what cannot both be so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from recoupe.stages.crosscheck.contraries import likelihoods, traits_of
from recoupe.stages.crosscheck.denied_matter import may_deny
from recoupe.stages.crosscheck.event_facts import Fact, facts_of
from recoupe.stages.crosscheck.opposites import LIKELY
from story_rows_shown import rows, shown, told


def clauses(*texts: str) -> tuple[list[Fact], Mapping[str, str]]:
    """Return what articles say happened, and which article says it."""
    accounts = told(*texts)
    document_of = {c.id: a.document_id for a in accounts for c in a.comparables}
    facts = facts_of([c for a in accounts for c in a.comparables], document_of, {})
    return [f for f in facts if f.told.slot == "decision"], document_of


def pair(denial: str, affirmation: str) -> tuple[Fact, Fact]:
    """Return the clause of each of two articles, that which denies first."""
    facts, _ = clauses(denial, affirmation)
    (denied,) = (f for f in facts if f.told.polarity == "denied")
    (affirmed,) = (f for f in facts if f.told.polarity == "asserted")
    return denied, affirmed


@pytest.mark.parametrize(
    ("denial", "affirmation"),
    [
        ("La sirène n'a pas retenti.", "La sirène a retenti à temps."),
        ("Le gérant nie avoir licencié la vendeuse.", "La vendeuse a été licenciée mardi."),
        ("Le club n'a pas payé l'amende.", "L'amende a bien été payée."),
    ],
)
def test_a_clause_that_tells_the_thing_itself_is_likely_to_be_denied(denial: str, affirmation: str) -> None:
    assert max(likelihoods(*clauses(denial, affirmation)).values()) >= LIKELY


@pytest.mark.parametrize(
    ("denial", "affirmation"),
    [
        # The clause says the same itself.
        ("Le tunnel n'a pas rouvert.", "Le tunnel de Lerne reste fermé aux camions."),
        # It tells another thing of somebody.
        ("La vendeuse n'a pas été licenciée.", "La vendeuse du magasin habitait la rue des Carmes."),
    ],
)
def test_a_clause_that_shares_a_word_by_chance_is_not(denial: str, affirmation: str) -> None:
    assert max(likelihoods(*clauses(denial, affirmation)).values(), default=0.0) < LIKELY


def test_the_order_of_the_facts_changes_nothing() -> None:
    facts, document_of = clauses("La sirène n'a pas retenti. Le pont est fermé.", "Le pont est resté ouvert.")
    told = dict(traits_of(facts, document_of))
    turned = dict(traits_of(facts[::-1], document_of))
    last = len(facts) - 1
    assert told and told == {(last - j, last - i): found for (i, j), found in turned.items()}


def test_clauses_of_one_article_are_no_contraries() -> None:
    facts, document_of = clauses("Le pont est fermé. Le pont n'est pas fermé.")
    assert len(facts) == 2
    assert not likelihoods(facts, document_of)


def test_who_did_not_attend_one_thing_may_have_attended_another() -> None:
    assert not may_deny(*pair("La préfète n'a pas assisté à la messe.", "Elle a assisté à un concert."))


def test_a_denial_that_both_articles_tell_is_known_as_one() -> None:
    denial = "Aucun policier n'a été blessé."
    for more, is_told in (("", 0.0), (denial, 1.0)):
        facts, document_of = clauses(denial, f"{more} La veille, trois policiers avaient été blessés.")
        ((_, found),) = traits_of(facts, document_of)
        assert found["denied in both"] == is_told


def test_what_happened_when_the_denial_was_out_is_what_followed() -> None:
    told_then, told_later = "Le ministre ne démissionne pas.", "Le ministre a démissionné samedi."
    days = ("2031-05-16T19:00:00+02:00", "2031-05-17T08:00:00+02:00")
    assert ("decision", "updates") in shown(told_then, told_later, days=days)
    at_once = ("2031-05-17T07:00:00+02:00", "2031-05-17T08:00:00+02:00")
    assert ("decision", "updates") not in shown(told_then, told_later, days=at_once)


def test_a_clause_that_shares_one_word_with_a_side_does_not_stand_on_it() -> None:
    found = rows(
        "La juge a ouvert une enquête sur le vol. Les magasins restent ouverts.",
        "Aucune enquête sur le vol n'a été ouverte par la juge.",
    )
    (row,) = (row for row in found if row.slot == "decision")
    assert not [p for p in row.positions if "magasins" in p.stated]
