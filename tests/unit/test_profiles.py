"""What a profile keeps of an article."""

from __future__ import annotations

import pytest
from eval.press import through_line

from recoupe.records.findings import Reading
from recoupe.run import load_resources
from recoupe.stages.stories.columns import Profile
from recoupe.stages.stories.profiles import profile_of


@pytest.mark.parametrize(
    ("published", "text", "told"),
    [
        ("2031-06-04", "Le pont a été fermé mardi. Il rouvrira lundi.", "2031-06-03"),
        ("2031-06-04", "Le chantier dure depuis deux ans. La crue du 5 mai l'a retardé.", "2031-05-05"),
        ("", "Le pont a été fermé mardi matin. Il rouvrira lundi.", "XXXX-WXX-2"),
        ("2031-06-04", "Pour l'instant, le pont est fermé.", ""),
        ("2031-06-04", "Le pont est fermé depuis le mois de mai, et pour tout l'été.", ""),
    ],
)
def test_a_profile_keeps_the_first_single_day_that_is_told(published: str, text: str, told: str) -> None:
    assert _profile("Le pont de Varnes", text, published).told == told


def _profile(title: str, text: str = "Le maire de Varnes a parlé.", published: str = "2031-06-04") -> Profile:
    article = {"id": "a", "title": title, "text": text, "published": published}
    resources = load_resources()
    line = through_line([article], last="read", kind=Reading, resources=resources)
    (document,), (reading,) = line.documents.values(), line.records
    return profile_of(document, reading, pack=resources.packs["fr"])


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("L'armateur Colin Vasseur interpellé à Varnes", "Varnes : arrestation de l'armateur Vasseur", True),
        ("Le préfet annule la foire de Morvel", "Foire de Morvel : l'annulation passe mal", True),
        ("L'armateur Colin Vasseur interpellé à Varnes", "L'armateur Vasseur relaxé à Varnes", False),
        ("Le préfet annule la foire de Morvel", "Foire de Morvel : le maintien est confirmé", False),
    ],
)
def test_titles_tell_one_event_in_different_words(one: str, other: str, is_one: bool) -> None:
    shared = set(_profile(one).title_events) & set(_profile(other).title_events)
    assert bool(shared) == is_one


@pytest.mark.parametrize(
    ("title", "figures"),
    [
        ("Varnes : 1 200 emplois supprimés, une prime de 2,5 %", ("1200", "25")),
        ("Le port de Varnes perd 830.000 tonnes", ("830000",)),
        ("Le budget 2031 de Varnes", ()),
        ("Le port de Varnes attendra 2032", ()),
    ],
)
def test_a_profile_keeps_the_figures_of_the_title_but_for_the_years_around_it(
    title: str, figures: tuple[str, ...]
) -> None:
    assert _profile(title).title_figures == figures


def test_a_profile_keeps_whether_it_is_a_page_on_many_things() -> None:
    assert _profile("Le magazine du port de Varnes - Mercredi 4 juin").is_page
    assert not _profile("Le port de Varnes ferme mercredi 4 juin").is_page


def test_a_profile_keeps_the_match_that_the_title_is_about() -> None:
    assert _profile("Brumeval-Val Perdu : les notes").title_match == "brumeval - val perdu"
    assert _profile("Brumeval reçoit Val Perdu").title_match == ""
