"""What the document and the tables know wins over what the tagger took a name for."""

from __future__ import annotations

import pytest

from reading_names import PACK, named
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.further import (
    Tagged,
    joined_halves,
    listed_places,
    regions_in_brackets,
    repeated,
    teams_of_results,
)
from recoupe.stages.read.names.listed import listed_names
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.names.tagger import listed_of
from recoupe.stages.read.names.tokens import Token, tokens_of

TABLES = name_tables(PACK)


def tagged(text: str, *names: tuple[str, NameType]) -> list[Tagged]:
    """Return names with the places of their first mentions."""
    return sorted((Span(text.index(name), text.index(name) + len(name)), kind) for name, kind in names)


def shown(text: str, names: list[Tagged]) -> list[tuple[str, str]]:
    return [(kind, span.of(text)) for span, kind in names]


def whole(text: str) -> list[tuple[Token, ...]]:
    return [tokens_of(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "text",
    [
        "Le président de la Veldonie Ossip Dravec est parti.",
        "Le président de l'Ardénie Clara Morel est partie.",
        "L'ambassadeur des États-Unis Hélène Vial a parlé.",
    ],
)
def test_a_place_and_a_person_in_a_row_are_two_names(text: str) -> None:
    (_, place), (kind, person) = named(text)
    assert (kind, len(person.split()), len(place.split())) == ("PER", 2, 1)


@pytest.mark.parametrize("text", ["M. Vial-Morel est parti.", "Jean-Luc Paris Morel est parti."])
def test_a_person_whose_name_holds_a_place_is_one_name(text: str) -> None:
    assert [kind for kind, _ in named(text)] == ["PER"]


def test_the_same_name_is_found_in_all_its_places() -> None:
    text = "Les Chênaies ont fermé. Hier, Chênaies a payé."
    assert shown(text, repeated(text, tagged(text, ("Chênaies", "ORG")), whole(text), tables=TABLES)) == [
        ("ORG", "Chênaies")
    ]


def test_a_surname_is_found_again_but_not_inside_another_name() -> None:
    text = "Ilan Dorvak parle. Puis Dorvak part pour Dorvak-les-Bains."
    again = repeated(text, tagged(text, ("Ilan Dorvak", "PER")), whole(text), tables=TABLES)
    assert shown(text, again) == [("PER", "Dorvak")]


def test_both_halves_of_a_pair_are_persons() -> None:
    text = "Les entretiens Trampel- Lavigne ont duré."
    found = joined_halves(text, tagged(text, ("Lavigne", "PER")))
    assert shown(text, found) == [("PER", "Trampel"), ("PER", "Lavigne")]


def test_teams_of_a_result_are_bodies() -> None:
    text = "Brumeval - Val-Perdu 2-1, Morne 98 - Lanvaux 71."
    names = tagged(text, ("Brumeval", "LOC"), ("Val-Perdu", "LOC"), ("Morne", "LOC"), ("Lanvaux", "ORG"))
    assert {kind for kind, _ in shown(text, teams_of_results(text, names))} == {"ORG"}


@pytest.mark.parametrize("text", ["Hugo Vial - Ilan Kane 6-4.", "La ligne Brumeval - Lanvaux 12 trains."])
def test_persons_and_lines_are_no_teams(text: str) -> None:
    names = tagged(text, *[(n, k) for n, k in NAMED if n in text])
    assert teams_of_results(text, names) == names


NAMED: list[tuple[str, NameType]] = [
    ("Hugo Vial", "PER"),
    ("Ilan Kane", "PER"),
    ("Brumeval", "LOC"),
    ("Lanvaux", "LOC"),
]


def test_the_code_of_a_region_behind_a_place_is_a_place() -> None:
    text = "À Brumeval (VD), le PS (VD) a gagné."
    names = tagged(text, ("Brumeval", "LOC"), ("VD", "ORG"), ("PS", "ORG"))
    assert shown(text, regions_in_brackets(text, names))[1] == ("LOC", "VD")
    alone = tagged(text, ("PS", "ORG"), ("VD", "ORG"))
    assert regions_in_brackets(text, alone) == alone


def test_a_listed_name_that_stands_free_is_found() -> None:
    listed: dict[str, NameType] = {"Unesco": "ORG"}
    text = "Selon l'Unesco, rien. L'accord Unesco Brumeval attend."
    found = listed_places(text, [], whole(text), listed=listed)
    assert shown(text, found) == [("ORG", "Unesco")]


def test_only_names_that_are_nothing_else_are_sure() -> None:
    sure = listed_of(PACK).sure
    assert sure["Human Rights Watch" if "Human Rights Watch" in sure else "Amnesty"] == "ORG"
    # A common word, a first name and a place that is a body, too.
    assert not {"Orange", "Marianne", "Chelsea"} & sure.keys()


def test_names_of_the_list_are_known_in_capitals() -> None:
    nothing: dict[str, str] = {}
    listed = listed_names(PACK, TABLES, words=nothing, places=nothing, people=nothing)
    assert listed.kinds["MÉDIAMÉTRIE"] == listed.kinds["Médiamétrie"] == ("ORG", "ORG.school")


def test_every_listed_name_has_a_type_and_a_kind() -> None:
    for row in PACK.lexicon("known_names"):
        assert row["type"] in {"PER", "LOC", "ORG", "EVT", "MISC"}
        assert row["kind"]
        assert all(name.strip() == name and name for name in row["names"].split("|"))
