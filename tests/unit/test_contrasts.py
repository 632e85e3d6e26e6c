"""What one article describes otherwise than another: a colour, a side, a storey, a weapon."""

from __future__ import annotations

import pytest

from story_rows_shown import apart, in_table


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Elle a pris la fuite à bord d'une voiture grise.", "Une voiture blanche a été vue par un témoin."),
        ("Le feu a pris au premier étage.", "Le feu a pris dans le hall du rez-de-chaussée."),
        ("L'homme était armé d'un couteau.", "L'agresseur était armé d'un pistolet."),
        ("La victime a été touchée à l'œil gauche.", "Elle a été opérée de l'œil droit."),
        (
            "Il s'agit du quatrième foyer du département.",
            "C'est le troisième foyer recensé dans le département.",
        ),
        ("Ils ont fui dans une camionnette de couleur noire.", "Une camionnette verte a pris la fuite."),
    ],
)
def test_one_thing_described_in_two_ways_is_set_apart(left: str, right: str) -> None:
    assert ("decision", "contradicts") in apart(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Which one it is, of other things.
        ("C'est la troisième fois qu'elle gagne.", "Il s'agit du quatrième foyer du département."),
        # Two cards of two players, two wings of politics.
        ("Le capitaine a reçu un carton jaune.", "Le gardien a reçu un carton rouge."),
        ("L'extrême droite a présenté une liste.", "L'extrême gauche a présenté une liste."),
        # Another thing.
        ("Elle a pris la fuite à bord d'une voiture grise.", "Elle portait une veste blanche."),
        # Two of the kind in one article.
        ("Une voiture noire a heurté une voiture blanche.", "Une voiture grise a été vue par un témoin."),
        # Another happening on another floor.
        ("Le feu a pris au premier étage.", "Les policiers ont arrêté un voisin au troisième étage."),
        # The left of politics is no side of anything.
        ("La gauche a fait campagne pour le pont.", "Les élus de droite ont fait campagne pour le pont."),
        # Nobody says that it is white.
        ("La voiture grise a été retrouvée.", "Aucune voiture blanche n'a été retrouvée."),
    ],
)
def test_what_is_of_two_things_is_not(left: str, right: str) -> None:
    assert not apart(left, right)


def test_the_sixth_and_the_eighth_of_two_days_are_two() -> None:
    days = ("2031-05-12T09:00:00+02:00", "2031-05-19T09:00:00+02:00")
    told = in_table(
        "Il s'agit du sixième décès du mouvement.", "C'est le huitième décès du mouvement.", days=days
    )
    assert not {relation for _, relation in told} & {"contradicts", "differs"}
