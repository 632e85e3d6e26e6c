"""A text says which language it is in, or too little to tell."""

from __future__ import annotations

import pytest

from recoupe.stages.clean.language import UNKNOWN, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Montbrun reçoit les pêcheurs à la mairie", "fr"),
        ("Les syndicats reçus à Bercy", "fr"),
        ("La ministre a rencontré le préfet lundi matin à Lyon.", "fr"),
        ("The harbour master refused to answer any of our questions on Monday.", "en"),
    ],
)
def test_the_language_of_a_text_or_a_clear_headline_is_known(text: str, language: str) -> None:
    assert language_of([text]) == language


@pytest.mark.parametrize("text", ["", "Météo", "Paris, Lyon, Nice", "Merkel trifft Varga in Berlin"])
def test_words_too_few_or_unclear_are_of_no_language(text: str) -> None:
    assert language_of([text]) == UNKNOWN
