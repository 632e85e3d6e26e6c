"""How verbs of the French pack conjugate, and that clauses are read whoever speaks."""

from __future__ import annotations

import pytest

from recoupe.packs.fr.functions import verb_forms
from story_rows_shown import told


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("rouvrir", {"rouvrira", "rouvriront", "rouvrirait", "rouvriraient"}),
        ("prédire", {"prédira", "prédiront", "prédirait", "prédiraient"}),
        ("vendre", {"vendra", "vendront", "vendrait", "vendraient"}),
    ],
)
def test_a_verb_whose_future_is_known_has_its_conditional(verb: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(verb, "finite"))


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("payer", {"paierai", "paierons", "paierez", "payons", "payez", "payais"}),
        ("finir", {"finirai", "finirons", "finissons", "finissez"}),
        ("faire", {"ferai", "ferons", "faisons"}),
        ("négocier", {"négocierons", "négocions"}),
    ],
)
def test_first_and_second_persons_are_forms_as_well(verb: str, forms: set[str]) -> None:
    assert forms <= set(verb_forms(verb, "spoken")) <= set(verb_forms(verb, "all"))


@pytest.mark.parametrize("noun", ["avions", "portions", "mentions"])
def test_a_form_that_most_often_is_a_noun_is_none(noun: str) -> None:
    verbs = {"avions": "avoir", "portions": "porter", "mentions": "mentir"}
    assert noun not in verb_forms(verbs[noun], "all")


@pytest.mark.parametrize(
    "text",
    [
        "« Nous ne paierons pas la rançon », a dit le maire.",
        "« Je ne démissionnerai pas de la mairie », a dit le maire.",
        "Le tunnel ne rouvrirait pas aux camions.",
    ],
)
def test_what_is_denied_is_read_in_every_person_and_in_the_conditional(text: str) -> None:
    (account,) = told(text)
    assert [c.polarity for c in account.comparables if c.slot == "decision"] == ["denied"]
