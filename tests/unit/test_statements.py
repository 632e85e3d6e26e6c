"""What accounts state alike, each in words of its own: which clauses make a row, and which do not."""

from __future__ import annotations

import pytest

from story_rows_shown import rows


def agreed(*texts: str) -> list[str]:
    """The first words of each row of statements that agree."""
    return [
        row.positions[0].stated
        for row in rows(*texts)
        if (row.slot, row.relation, row.why.code) == ("decision", "agrees", "same_statement")
    ]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Le maire de Valmerie, Paul Drouin, a démissionné lundi soir.",
            "Lundi, Paul Drouin a quitté ses fonctions.",
        ),
        ("Le préfet n'a signé aucun arrêté.", "Aucun arrêté n'a été pris par le préfet."),
        ("La route du col de Merle est fermée depuis lundi.", "Lundi, le col de Merle a été fermé."),
        ("Les pirates exigent une rançon de 300 000 euros.", "La rançon réclamée est de 300 000 euros."),
    ],
)
def test_accounts_that_state_one_thing_in_their_own_words_agree(left: str, right: str) -> None:
    assert agreed(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # A copy says nothing that its model does not.
        ("Le maire a démissionné lundi soir.", "Le maire a démissionné lundi soir."),
        # Another day, another figure, the contrary.
        ("Paul Drouin a démissionné lundi soir.", "Mardi, Paul Drouin a quitté ses fonctions."),
        ("Lundi, le feu a blessé sept pompiers.", "Neuf pompiers ont été blessés lundi par le feu."),
        ("Le pont de Lerne est fermé depuis lundi.", "Le pont de Lerne a rouvert lundi."),
        # Of another place, and of one of whom much else is told.
        ("Le pont de Lerne est fermé.", "Le pont de Sarre est fermé."),
        ("Le maire a inauguré lundi une école.", "Le maire a été opéré."),
        # Who says something states nothing by it.
        ("Il pleuvra, a affirmé lundi le maire de Lerne.", "Tout va bien, a estimé lundi le maire de Lerne."),
    ],
)
def test_copies_and_clauses_of_two_things_make_no_row(left: str, right: str) -> None:
    assert not agreed(left, right)
