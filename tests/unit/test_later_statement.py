"""Whether the later of two contraries tells what became of the thing, or is another account of it."""

from __future__ import annotations

import pytest

from recoupe.stages.crosscheck import contraries, later_statement
from recoupe.stages.crosscheck.event_facts import Fact, facts_of
from recoupe.stages.crosscheck.later_statement import LIKELY, have_followed, likelihood, traits
from recoupe.stages.crosscheck.trees import trees_in
from story_rows_shown import told

MORNING, EVENING, DAYS_LATER = (
    "2031-05-14T08:00:00+02:00",
    "2031-05-14T18:00:00+02:00",
    "2031-05-19T09:00:00+02:00",
)


def both(early: str, late: str, *days: str) -> tuple[Fact, Fact]:
    """Return the clause of each of two articles of these days."""
    accounts = told(early, late)
    document_of = {c.id: a.document_id for a in accounts for c in a.comparables}
    published = dict(zip((a.document_id for a in accounts), days, strict=True)) if days else {}
    facts = facts_of([c for a in accounts for c in a.comparables], document_of, published)
    first, second = (f for a in accounts for f in facts if document_of[f.told.id] == a.document_id)
    return first, second


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("La route de Lerne est fermée.", "La route de Lerne a rouvert."),
        ("Le maire nie avoir signé le bail.", "Le maire reconnaît avoir signé le bail."),
        ("Le concert n'est pas encore annulé.", "Le concert est annulé."),
    ],
)
def test_what_became_of_a_thing_is_told_days_later(early: str, late: str) -> None:
    assert have_followed(*both(early, late, MORNING, DAYS_LATER))


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("La sirène a retenti à temps.", "La sirène n'avait pas retenti."),
        ("Le club a payé l'amende.", "Le trésorier l'assure : l'amende n'a jamais été payée."),
    ],
)
def test_another_account_of_what_was_so_by_then_is_no_news(early: str, late: str) -> None:
    assert not have_followed(*both(early, late, MORNING, EVENING))


def test_of_articles_without_a_date_none_follows_the_other() -> None:
    assert not have_followed(*both("La route de Lerne est fermée.", "La route de Lerne a rouvert."))


def test_more_hours_make_news_likelier() -> None:
    told_twice = "Le ministre ne démissionne pas.", "Le ministre a démissionné."
    soon, late = (likelihood(*both(*told_twice, MORNING, day)) for day in (EVENING, DAYS_LATER))
    assert soon < late >= LIKELY


def test_the_trees_ask_for_nothing_that_is_not_told() -> None:
    early, late = both("La route de Lerne est fermée.", "La route de Lerne a rouvert.", MORNING, EVENING)
    assert set(trees_in(later_statement.FILE).traits) == set(traits(early, late))
    document_of = {early.told.id: "a", late.told.id: "b"}
    ((_, asked),) = contraries.traits_of([early, late], document_of)
    assert set(trees_in(contraries.FILE).traits) == set(asked)
