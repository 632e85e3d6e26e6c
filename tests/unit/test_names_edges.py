"""Names begin and end where what stands beside them says so."""

from __future__ import annotations

import pytest

from reading_names import PACK, named
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.edges import (
    parted,
    spelt_out,
    with_cut_surnames,
    with_nicknames,
    with_particles,
)
from recoupe.stages.read.names.tables import name_tables

TABLES = name_tables(PACK)


def tagged(text: str, name: str, kind: NameType) -> tuple[Span, NameType]:
    return Span(text.index(name), text.index(name) + len(name)), kind


def shown(text: str, names: object) -> list[tuple[str, str]]:
    return [(kind, span.of(text)) for span, kind in names]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "taken", "whole"),
    [
        ("Le prévenu, Milo V., a fait appel.", "Milo V", "Milo V."),
        ("Il accuse Milo V. C'est nouveau.", "Milo V", "Milo V."),
        ("Il accuse Milo V, sans preuve.", "Milo V", "Milo V"),
        ("Milo Vial. Fin.", "Milo Vial", "Milo Vial"),
    ],
)
def test_a_surname_cut_to_a_letter_keeps_its_full_stop(text: str, taken: str, whole: str) -> None:
    assert shown(text, with_cut_surnames(text, [tagged(text, taken, "PER")])) == [("PER", whole)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Selon M. de Morvan, rien.", "de Morvan"),
        ("Selon Mme d'Morvan, rien.", "d'Morvan"),
        ("Le frère de Morvan part.", "Morvan"),
        ("Le Val de Morvan est beau.", "Morvan"),
    ],
)
def test_a_particle_behind_a_title_is_part_of_the_surname(text: str, whole: str) -> None:
    assert shown(text, with_particles(text, [tagged(text, "Morvan", "PER")], tables=TABLES)) == [
        ("PER", whole)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le maire Gérard « Gégé » Morlon est battu.", ["Gérard « Gégé » Morlon"]),
        ('Le maire Gérard "Gégé" Morlon est battu.', ['Gérard "Gégé" Morlon']),
        ("Gérard « bon vivant » sourit.", ["Gérard"]),
    ],
)
def test_a_nickname_in_marks_stands_within_a_name(text: str, found: list[str]) -> None:
    names = with_nicknames(text, [tagged(text, "Gérard", "PER")], tables=TABLES)
    assert [span.of(text) for span, _ in names] == found


@pytest.mark.parametrize(
    ("text", "taken", "found"),
    [
        (
            "La Fédération des pêcheurs à pied du Val (FPPV) proteste. FPPV insiste.",
            ("Fédération des pêcheurs", "ORG"),
            [("ORG", "Fédération des pêcheurs à pied du Val"), ("ORG", "FPPV")],
        ),
        (
            "Le « Ralliement des Pêcheurs en Mer » (RPeM) est né.",
            ("Ralliement", "ORG"),
            [("ORG", "Ralliement des Pêcheurs en Mer"), ("ORG", "RPeM")],
        ),
        ("Le salaire minimum horaire (SMH) monte.", ("SMH", "ORG"), []),
        ("Le syndicat des mineurs houillers (SMH) proteste.", ("SMH", "ORG"), [("ORG", "SMH")]),
        ("La première secrétaire (PS) part.", ("PS", "ORG"), [("ORG", "PS")]),
        ("Selon Paul Simon (PS), rien.", ("Paul Simon", "PER"), [("PER", "Paul Simon")]),
        ("Il vit en Haute-Lande (HL).", ("Haute-Lande", "LOC"), [("LOC", "Haute-Lande"), ("LOC", "HL")]),
    ],
)
def test_the_letters_in_brackets_say_where_a_name_begins(
    text: str, taken: tuple[str, NameType], found: list[tuple[str, str]]
) -> None:
    names = spelt_out(text, [tagged(text, *taken)], [Span(0, len(text))], pack=PACK)
    assert shown(text, names) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("AFP Hélène Vial", [("ORG", "AFP"), ("PER", "Hélène Vial")]),
        ("Parti socialiste de Hélène Vial", [("ORG", "Parti socialiste"), ("PER", "Hélène Vial")]),
        ("BFM Paris", [("ORG", "BFM Paris")]),
        ("Fondation Hélène Vial", [("ORG", "Fondation Hélène Vial")]),
        ("Vial Forges ou des Morel Frères", [("ORG", "Vial Forges"), ("ORG", "Morel Frères")]),
        ("Conseil des scieurs de cette vallée", [("ORG", "Conseil des scieurs")]),
    ],
)
def test_what_holds_two_names_is_parted(text: str, found: list[tuple[str, str]]) -> None:
    assert shown(text, parted(text, tagged(text, text, "ORG"), pack=PACK)) == found


def test_a_work_goes_on_behind_or() -> None:
    text = "Vivre ou Mourir"
    assert shown(text, parted(text, tagged(text, text, "MISC"), pack=PACK)) == [("MISC", text)]


def test_what_ends_like_a_firm_is_no_person() -> None:
    assert named("Selon Stavros Shipping, le cargo a coulé.") == [("ORG", "Stavros Shipping")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("la Cour des comptes tape", [("ORG", "Cour des comptes")]),
        ("la Croix-Rouge malienne", [("ORG", "Croix-Rouge malienne")]),
        ("la Banque de France", [("ORG", "Banque de France")]),
        ("la RTBF la tête", [("ORG", "RTBF")]),
        ("la Commission européenne bloque Quimper", [("ORG", "Commission européenne"), ("LOC", "Quimper")]),
    ],
)
def test_a_listed_body_ends_before_a_word_that_goes_on_nothing(
    text: str, names: list[tuple[str, str]]
) -> None:
    assert shown(text, parted(text, tagged(text, text[3:], "ORG"), pack=PACK)) == names
