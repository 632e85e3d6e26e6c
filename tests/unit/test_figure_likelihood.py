"""How likely two figures count one thing, by what sort of quantity they are."""

from __future__ import annotations

from recoupe.stages.crosscheck.same_figure import Figure, figure_of, traits
from story_rows_shown import apart, told


def _only_figure(text: str) -> Figure:
    (account,) = told(text)
    (figure,) = (f for f in map(figure_of, account.comparables) if f is not None)
    return figure


def test_each_trait_is_weighed_for_its_sort_of_quantity_and_its_kinship() -> None:
    left = _only_figure("Le chantier a coûté 12 millions d'euros à la ville.")
    right = _only_figure("Le chantier a coûté 15 millions d'euros à la ville.")
    found = dict(traits(left, right))
    assert found["values: apart"] == 1.0
    assert (
        found["amount, values: apart"] == found["noun, values: apart"] == 1.0 or "kinship: noun" not in found
    )
    assert not any(value == 0.0 for value in found.values())


def test_one_dead_more_of_the_same_people_parts() -> None:
    left = "Un incendie dans une maison de retraite de Valmont a fait quatre morts lundi."
    assert apart(
        left, "Cinq personnes sont mortes lundi dans l'incendie d'une maison de retraite de Valmont."
    )


def test_two_distances_of_which_no_word_says_what_they_are_do_not_part() -> None:
    left = "Le séisme a frappé le port de Valmont, à 15 kilomètres."
    assert not apart(left, "La profondeur n'était que de neuf kilomètres.")
