"""What the form of a title tells."""

from __future__ import annotations

import pytest

from recoupe.packs import load_packs
from recoupe.stages.stories.titles import is_day_page, match_of

PACK = load_packs()["fr"]


@pytest.mark.parametrize(
    ("title", "match"),
    [
        ("Brumeval-Val Perdu : les notes des joueurs", "brumeval - val perdu"),
        ("EN DIRECT - Val Perdu - Brumeval (2-1) : les locaux tiennent bon", "brumeval - val perdu"),
        ("DIRECT. Brumeval-Val Perdu, revivez le match", "brumeval - val perdu"),
        ("France - Italie (24-12) : le résumé", "france - italie"),
    ],
)
def test_a_title_that_begins_with_two_sides_is_about_their_match(title: str, match: str) -> None:
    assert match_of(title, PACK) == match


@pytest.mark.parametrize(
    "title",
    [
        "France-Algérie : la crise dure",
        "Nouvelle-Calédonie : les négociations reprennent",
        "Saint-Malo : un ferry à quai",
        "Jean-Luc Vasseur : « Je reviendrai »",
        "Cessez-le-feu : ce que contient l'accord",
        "Brumeval bat Val Perdu (2-1)",
        "Le maire de Brumeval-Val Perdu a parlé",
        "",
    ],
)
def test_countries_places_and_persons_are_no_match(title: str) -> None:
    assert match_of(title, PACK) == ""


@pytest.mark.parametrize(
    ("title", "is_page"),
    [
        ("Crue de la Sorve, jour 12 : ce qu’il faut retenir de la journée du mardi 3 juin", True),
        ("L'essentiel de l'actualité à 18 heures", True),
        ("Le magazine du port - Mardi 3 juin", True),
        ("Le magazine du port | mardi 1er juin 2031", True),
        ("Crue de la Sorve : ce qu’il faut retenir du rapport", False),
        ("Un motard blessé à Varnes ce mardi 3 juin", False),
        ("Le pont de Varnes fermé - 03/06", False),
        ("Mardi 3 juin", False),
        ("Rendez-vous : en juin", False),
    ],
)
def test_a_page_on_many_things_says_so_or_has_but_a_date_behind_its_name(title: str, is_page: bool) -> None:
    assert is_day_page(title, PACK) == is_page


def test_without_a_pack_a_title_tells_nothing() -> None:
    assert match_of("Brumeval-Val Perdu : les notes", None) == ""
    assert not is_day_page("Le magazine du port - Mardi 3 juin", None)
