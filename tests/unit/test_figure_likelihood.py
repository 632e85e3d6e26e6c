"""How likely two figures count one thing, by all that their sentences and articles say."""

from __future__ import annotations

import pytest

from recoupe.stages.crosscheck import later_figure
from recoupe.stages.crosscheck.figure_pairs import FILE, likelihoods, traits_of
from recoupe.stages.crosscheck.same_figure import Figure, figure_of
from recoupe.stages.crosscheck.trees import trees_in
from story_rows_shown import apart, told


def _only_figure(text: str) -> Figure:
    (account,) = told(text)
    (figure,) = (f for f in map(figure_of, account.comparables) if f is not None)
    return figure


COST = ("Le chantier a coûté 12 millions d'euros à la ville.", "La ville a payé 15 millions d'euros.")


def _figures(text: str) -> list[Figure]:
    (account,) = told(text)
    return [f for f in map(figure_of, account.comparables) if f is not None]


def test_the_order_of_two_articles_does_not_change_what_two_figures_have_in_common() -> None:
    ours, theirs = (_figures(text) for text in COST)
    forth = {(i, j): traits for (i, j), traits in traits_of(ours, theirs)}
    back = {(j, i): traits for (i, j), traits in traits_of(theirs, ours)}
    assert forth == back != {}


def test_the_trees_ask_for_nothing_that_is_not_told() -> None:
    ((_, traits),) = traits_of(*(_figures(text) for text in COST))
    assert set(trees_in(FILE).traits) == set(traits)
    before, after = (_only_figure(text) for text in COST)
    assert set(trees_in(later_figure.FILE).traits) == set(later_figure.traits(before, after, 3.0))


def test_a_figure_is_likelier_meant_when_its_article_gives_no_other_of_the_kind() -> None:
    ours = _figures("Le pont a coûté 12 millions d'euros.")
    theirs = _figures("Le chantier a coûté 15 millions d'euros. Le pont a coûté 31 millions d'euros.")
    alone = likelihoods(ours, theirs[:1])[0, 0]
    assert likelihoods(ours, theirs)[0, 0] < alone


def test_figures_of_units_that_cannot_be_compared_are_left_out() -> None:
    assert (
        likelihoods(_figures("Le pont a coûté 12 millions d'euros."), _figures("Il mesure 12 mètres.")) == {}
    )


def test_one_dead_more_of_the_same_people_parts() -> None:
    left = "Un incendie dans une maison de retraite de Valmont a fait quatre morts lundi."
    assert apart(
        left, "Cinq personnes sont mortes lundi dans l'incendie d'une maison de retraite de Valmont."
    )


def test_two_distances_of_which_no_word_says_what_they_are_do_not_part() -> None:
    left = "Le séisme a frappé le port de Valmont, à 15 kilomètres."
    assert not apart(left, "La profondeur n'était que de neuf kilomètres.")


@pytest.mark.parametrize(
    ("left", "right", "parts"),
    [
        ("trois centimes", "2,9 centimes", False),
        ("1,5 million d'euros", "1,47 million d'euros", False),
        ("trois centimes", "3,9 centimes", True),
        ("1,5 million d'euros", "1,2 million d'euros", True),
        ("3 millions d'euros", "4 millions d'euros", True),
    ],
)
def test_a_figure_told_with_fewer_decimals_does_not_part_from_the_exact_one(
    left: str, right: str, parts: bool
) -> None:
    tax = "La taxe sur l'essence augmentera de {} en janvier."
    assert bool(apart(tax.format(left), tax.format(right))) is parts
