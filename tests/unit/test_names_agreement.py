"""What the document and the tables know wins over what the tagger took a name for."""

from __future__ import annotations

import re

import pytest

from reading_names import PACK, named, names_of
from recoupe.packs.model import name_model
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.agreement import agree
from recoupe.stages.read.names.further import (
    Tagged,
    by_initials,
    coupled,
    enumerated,
    joined_halves,
    listed_places,
    listed_wholes,
    of_one_type,
    places_in_brackets,
    repeated,
    with_domains,
    with_rests,
)
from recoupe.stages.read.names.listed import listed_names
from recoupe.stages.read.names.role_phrases import find_roles
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.names.tagger import listed_of
from recoupe.stages.read.names.teams import teams_of_results, towns_that_play
from recoupe.stages.read.names.tokens import Token, tokens_of

TABLES = name_tables(PACK)
LISTED = listed_of(PACK).sure


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
        "La présidente de la Veldonie Clara Morel est partie.",
        "L'ambassadeur des États-Unis Hélène Vial a parlé.",
    ],
)
def test_a_place_and_a_person_in_a_row_are_two_names(text: str) -> None:
    (_, place), (kind, person) = named(text)
    assert (kind, len(person.split()), len(place.split())) == ("PER", 2, 1)


@pytest.mark.parametrize("text", ["M. Vial-Morel est parti.", "Jean-Luc Paris Morel est parti."])
def test_a_person_whose_name_holds_a_place_is_one_name(text: str) -> None:
    assert [kind for kind, _ in named(text)] == ["PER"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hélène Vial Oui, nous sommes partis.", "Hélène Vial"),
        ("Hélène Vial Il existe un gouffre.", "Hélène Vial"),
        ("Hélène Vial Un jour suffira.", "Hélène Vial"),
        ("Hélène Van Il est partie.", "Hélène Van Il"),
    ],
)
def test_the_word_that_opens_an_answer_is_no_part_of_the_name_before_it(text: str, name: str) -> None:
    assert [found for _, found in named(text)] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kim Sun Un avait promis de venir.", "Kim Sun Un"),
        ("Kim Sun Un le sait.", "Kim Sun Un"),
        ("Kim Sun Un jour suffira.", "Kim Sun"),
        ("Kim Sun Le bruit court.", "Kim Sun"),
    ],
)
def test_an_article_with_nothing_to_stand_before_is_part_of_the_name(text: str, name: str) -> None:
    taken = " ".join(text.split()[:3])
    names = agree(text, tagged(text, (taken, "PER")), roles={Span(0, len(text)): ()}, pack=PACK)
    assert [found.span.of(text) for found in names] == [name]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Le député LR Ilan Dorvak a voté contre.", "LR"),
        ("C'est une machine, assénait l'élu LaREM Ilan Dorvak.", "LaREM"),
        ("Le rapporteur UDI Ilan Dorvak attend.", "UDI"),
        ("Le pape II Ilan Dorvak attend.", None),
        ("Le chanteur USA Ilan Dorvak attend.", None),
        ("Le député Marc Ilan Dorvak attend.", None),
    ],
)
def test_initials_between_an_office_and_a_name_are_a_body(text: str, party: str | None) -> None:
    found = [(kind, name) for kind, name in named(text) if kind == "ORG"]
    assert found == ([("ORG", party)] if party else [])


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La BD d'Hubert Orvel et Zanzime paraît.", "PER PER"),
        ("La BD d'Hubert Orvel et Quimper paraît.", "PER LOC"),
        ("La BD d'Hubert Orvel à Zanzime paraît.", "PER LOC"),
    ],
)
def test_an_unknown_name_coupled_with_a_person_is_one(text: str, found: str) -> None:
    names = tagged(text, *[(n, k) for n, k in COUPLED if n in text])
    places = name_model(PACK).places
    typed = coupled(text, names, tables=TABLES, listed=LISTED, places=places)
    assert [kind for _, kind in typed] == found.split()


COUPLED: list[tuple[str, NameType]] = [("Hubert Orvel", "PER"), ("Zanzime", "LOC"), ("Quimper", "LOC")]


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("Le nouveau film de Zanzime sort.", True),
        ("La déportation illégale de Zanzime choque.", True),
        ("Elle triomphe au Zanzime.", False),
        ("La mort près de Zanzime choque.", False),
    ],
)
def test_what_belongs_to_an_unknown_name_makes_it_a_person(text: str, owned: bool) -> None:
    names = agree(text, tagged(text, ("Zanzime", "LOC")), roles={Span(0, len(text)): ()}, pack=PACK)
    assert [name.type == "PER" for name in names] == [owned]


@pytest.mark.parametrize(
    ("text", "taken", "kind", "kept"),
    [
        ("La place de la République est vide.", "place de la République", "LOC", "place de la République"),
        ("Le président du Sénat Ilan Orvel est là.", "Sénat", "ORG", "Sénat"),
        (
            "La Commission vérité de Morva siège.",
            "La Commission vérité de Morva",
            "ORG",
            "Commission vérité de Morva",
        ),
        ("Le champion de France est là.", "France", "ORG", "France"),
    ],
)
def test_a_name_keeps_what_it_is_and_no_article(text: str, taken: str, kind: NameType, kept: str) -> None:
    roles = {Span(0, len(text)): find_roles(text, Span(0, len(text)), pack=PACK)}
    names = agree(text, tagged(text, (taken, kind)), roles=roles, pack=PACK)
    assert kept in [name.span.of(text) for name in names]
    assert "ORG" not in [name.type for name in names if name.written == "France"]


def played(text: str, *names: tuple[str, NameType]) -> dict[str, str]:
    found = towns_that_play(
        text,
        tagged(text, *names),
        whole(text),
        rules=PACK.rules("teams"),
        tables=TABLES,
        listed=listed_of(PACK),
        model=name_model(PACK),
    )
    return {span.of(text): kind for span, kind in found}


@pytest.mark.parametrize(
    ("text", "teams"),
    [
        ("Lens-Metz : les supporters et le buteur sont là.", "Lens Metz"),
        ("Le championnat reprend : Lens a perdu son buteur à Metz.", "Lens"),
        ("Les supporters ont vu la victoire de Lens à Metz, un choc du championnat.", "Lens"),
        ("Battu par Metz, le club cherche un entraîneur à Lens.", "Metz"),
        ("Trois clubs visent la relégation : Lens, Metz et Angers.", ""),
        ("Trois clubs évitent la relégation contre Lens, Metz et Angers.", "Lens Metz Angers"),
        ("Le maire a perdu contre Lens.", ""),
        ("PSG-Lens : ce qu'il faut savoir.", "Lens"),
        ("L'entraîneur et le gardien de la France sont à Lens.", ""),
    ],
)
def test_a_town_that_plays_is_a_body_in_a_report_on_sport(text: str, teams: str) -> None:
    towns = [(n, "LOC") for n in ("Lens", "Metz", "Angers", "France") if n in text]
    clubs = [("PSG", "ORG")] if "PSG" in text else []
    found = played(text, *towns, *clubs)  # type: ignore[arg-type]
    assert [name for name, kind in found.items() if kind == "ORG" and name != "PSG"] == teams.split()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Les rebelles accusent Lens d'avoir menti.", "LOC"),
        ("La liaison de nuit par Lens est fermée.", "LOC"),
        ("L'éditeur Lens a été condamné.", "ORG"),
        ("Les supporters et le buteur de Lens sont là.", "ORG"),
    ],
)
def test_a_town_taken_for_a_body_is_the_town_where_no_team_is_spoken_of(text: str, kind: str) -> None:
    assert played(text, ("Lens", "ORG")) == {"Lens": kind}


@pytest.mark.parametrize(
    ("written", "known"),
    [("Nouvelle Zélande", True), ("Hauts de France", True), ("Seine et Marne", False), ("Val Perdu", False)],
)
def test_a_land_is_known_without_its_hyphens(written: str, known: bool) -> None:
    assert (written in TABLES.known) is known


NAMED: list[tuple[str, NameType]] = [
    ("Hugo Vial", "PER"),
    ("Ilan Kane", "PER"),
    ("Brumeval", "LOC"),
    ("Lanvaux", "LOC"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Selon Morneinfo.org, rien.", ("ORG", "Morneinfo.org")),
        ("Selon Morneinfo.fr.", ("ORG", "Morneinfo.fr")),
        ("Elle quitte Morneinfo.Depuis, rien.", ("LOC", "Morneinfo")),
        ("Elle quitte Morneinfo.", ("LOC", "Morneinfo")),
    ],
)
def test_a_name_in_an_address_is_the_address(text: str, found: tuple[str, str]) -> None:
    assert shown(text, with_domains(text, tagged(text, ("Morneinfo", "LOC")))) == [found]


def test_a_known_place_or_the_code_of_a_region_in_brackets_is_a_place() -> None:
    text = "À Brumeval (VD), le PS (VD) a gagné, à Orvenne (Lyon) aussi."
    names = tagged(
        text, ("Brumeval", "LOC"), ("VD", "ORG"), ("PS", "ORG"), ("Orvenne", "LOC"), ("Lyon", "ORG")
    )
    found = places_in_brackets(text, names, tables=TABLES, places={})
    assert [kind for kind, _ in shown(text, found)] == ["LOC", "LOC", "ORG", "LOC", "LOC"]
    alone = tagged(text, ("PS", "ORG"), ("VD", "ORG"))
    assert places_in_brackets(text, alone, tables=TABLES, places={}) == alone


def test_a_town_may_be_called_by_the_first_part_of_its_name() -> None:
    text = "À Brume-en-Val, la nuit. Brume dort."
    names = tagged(text, ("Brume-en-Val", "LOC"))
    assert shown(text, repeated(text, names, whole(text), tables=TABLES)) == [("LOC", "Brume")]


@pytest.mark.parametrize(
    ("text", "taken", "kind"),
    [
        ("La filiale Nimbex part, Nimbex reste.", "LOC", "ORG"),
        ("La commune de Tassaro vote.", "PER", "LOC"),
        ("La commune avec Tassaro vote.", "PER", "PER"),
        ("La filiale Lyon part.", "LOC", "LOC"),
    ],
)
def test_what_stands_before_an_unknown_name_may_settle_its_type(
    text: str, taken: NameType, kind: NameType
) -> None:
    name = next(word.strip(".,") for word in text.split()[1:] if word[0].isupper())
    names = [(Span(m.start(), m.end()), taken) for m in re.finditer(name, text)]
    found = agree(text, names, roles={Span(0, len(text)): ()}, pack=PACK)
    assert {name.type for name in found} == {kind}


@pytest.mark.parametrize(
    ("text", "part", "found"),
    [
        ("Une journaliste de France 24 a parlé.", ("France", "LOC"), ("ORG", "France 24")),
        ("Le Conseil de sécurité a voté.", ("Conseil", "ORG"), ("ORG", "Conseil de sécurité")),
        ("Une voix : le Conseil de sécurité sociale de Brumeval.", ("Brumeval", "LOC"), ("LOC", "Brumeval")),
        ("Un train part de France 24 fois.", ("Un train part de France 24 fois", "MISC"), None),
    ],
)
def test_a_known_name_of_several_words_takes_the_place_of_its_parts(
    text: str, part: tuple[str, NameType], found: tuple[str, str] | None
) -> None:
    names = tagged(text, part)
    kept = shown(text, listed_wholes(text, names, whole(text), tables=TABLES, listed=LISTED))
    assert kept == [found or (part[1], part[0])]


@pytest.mark.parametrize(
    ("name", "types", "agreed"),
    [
        ("Morneval", ("ORG", "PER", "ORG"), {"ORG"}),
        ("Morneval", ("MISC", "LOC", "LOC"), {"LOC"}),
        ("Morneval", ("ORG", "PER"), {"ORG", "PER"}),
        ("Morneval", ("ORG", "PER", "LOC"), {"ORG", "PER", "LOC"}),
        ("Belgique", ("LOC", "ORG", "LOC"), {"LOC", "ORG"}),
    ],
)
def test_an_unknown_name_is_of_the_type_it_has_most_often(
    name: str, types: tuple[NameType, ...], agreed: set[str]
) -> None:
    text = f"{name} paie. " * len(types)
    step = len(name) + len(" paie. ")
    names: list[Tagged] = [(Span(i * step, i * step + len(name)), kind) for i, kind in enumerate(types)]
    assert {kind for _, kind in of_one_type(text, names, tables=TABLES)} == agreed


@pytest.mark.parametrize(
    ("text", "types", "agreed"),
    [
        ("Vial, Dorvak et Trampel parlent.", ("PER", "LOC", "PER"), ("PER", "PER", "PER")),
        ("De Brumeval, Morne, Lanvaux et Vial.", ("LOC", "PER", "LOC", "ORG"), ("LOC", "LOC", "LOC", "LOC")),
        ("Vial, France et Trampel parlent.", ("PER", "LOC", "PER"), ("PER", "LOC", "PER")),
        ("Vial, Brumeval et Unicorp parlent.", ("PER", "LOC", "ORG"), ("PER", "LOC", "ORG")),
        ("Vial parle à Brumeval de Trampel.", ("PER", "LOC", "PER"), ("PER", "LOC", "PER")),
    ],
)
def test_names_of_an_enumeration_are_of_one_type_unless_they_are_known(
    text: str, types: tuple[NameType, ...], agreed: tuple[NameType, ...]
) -> None:
    words = [token.text for token in whole(text)[0] if token.capital and token.text != "De"]
    names = tagged(text, *zip(words, types, strict=True))
    assert [kind for _, kind in enumerated(text, names, tables=TABLES, listed=LISTED)] == list(agreed)


def test_a_person_whose_surname_is_a_listed_place_stays_a_person() -> None:
    text = "Hélène Vercors est élue. Mme Vial l'a dit. Puis Vercors a parlé."
    assert ("LOC", "Vercors") not in named(text)


@pytest.mark.parametrize("body", ["Greenpeace", "WWF"])
def test_a_listed_body_and_a_person_in_a_row_are_two_names(body: str) -> None:
    assert named(f"Le porte-parole de {body} Hélène Vial est parti.") == [
        ("ORG", body),
        ("PER", "Hélène Vial"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("La subvention va à la Fondation Hélène Vial.", "Fondation Hélène Vial"),
        ("Les pilotes d'Air France sont partis.", "Air France"),
    ],
)
def test_a_body_that_is_named_after_a_person_is_one_name(text: str, name: str) -> None:
    assert [found for _, found in named(text)] == [name]


def test_what_opens_with_a_noun_for_a_place_is_no_person() -> None:
    text = "Leur rencontre a porté sur le détroit de Morve."
    taken = (Span(text.index("détroit"), len(text) - 1), "PER")
    (found,) = agree(text, [taken], roles={Span(0, len(text)): ()}, pack=PACK)
    assert (found.type, found.span.of(text)) == ("LOC", "détroit de Morve")


def test_a_listed_name_that_stands_free_is_found() -> None:
    listed: dict[str, NameType] = {"Unesco": "ORG"}
    text = "Selon l'Unesco, rien. L'accord Unesco Brumeval attend."
    found = listed_places(text, [], whole(text), tables=TABLES, listed=listed, model=name_model(PACK))
    assert shown(text, found) == [("ORG", "Unesco")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Toulouse sans voitures", [("LOC", "Toulouse")]),
        ("Leïla aussi vote.", [("PER", "Leïla")]),
        ("Rose et Tours sont des mots.", []),
    ],
)
def test_a_town_or_first_name_that_is_no_common_word_is_found(
    text: str, found: list[tuple[str, str]]
) -> None:
    names = listed_places(text, [], whole(text), tables=TABLES, listed={}, model=name_model(PACK))
    assert shown(text, names) == found


def test_only_names_that_are_nothing_else_are_sure() -> None:
    sure = listed_of(PACK).sure
    assert sure["Human Rights Watch" if "Human Rights Watch" in sure else "Amnesty"] == "ORG"
    # A common word, a first name and a place that is a body, too.
    assert not {"Orange", "Marianne", "Chelsea"} & sure.keys()


def test_names_of_the_list_are_known_in_capitals() -> None:
    nothing: dict[str, str] = {}
    listed = listed_names(PACK, TABLES, words=nothing, places=nothing, people=nothing)
    assert listed.kinds["MÉDIAMÉTRIE"] == listed.kinds["Médiamétrie"] == ("ORG", "ORG.school")


@pytest.mark.parametrize("name", ["Etats-Unis", "Ecole polytechnique", "EMMAUS"])
def test_names_are_known_with_capitals_without_accents(name: str) -> None:
    known = TABLES.known_as(name)
    assert known is not None or name in listed_of(PACK).kinds


def test_every_listed_name_has_a_type_and_a_kind() -> None:
    for row in PACK.lexicon("known_names"):
        assert row["type"] in {"PER", "LOC", "ORG", "EVT", "MISC"}
        assert row["kind"]
        assert all(name.strip() == name and name for name in row["names"].split("|"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Anne Morel a parlé. Pour AM, il est tard.", "PER"),
        ("Anne Morel dirige l'AM. Pour AM, il est tard.", "ORG"),
        ("Anne Morel a parlé à Abel Marsan. Pour AM, il est tard.", "ORG"),
    ],
)
def test_the_initials_of_one_person_are_that_person(text: str, kind: NameType) -> None:
    people = [(name, "PER") for name in ("Anne Morel", "Abel Marsan") if name in text]
    names = [
        *tagged(text, *people),  # type: ignore[arg-type]
        *((Span(m.start(), m.end()), "ORG") for m in re.finditer(r"\bAM\b", text)),
    ]
    assert by_initials(text, sorted(names), tables=TABLES)[-1][1] == kind  # type: ignore[type-var]


def test_an_office_may_be_a_surname() -> None:
    assert named("Le ministre, Anne Le Maire, est venue.") == [("PER", "Anne Le Maire")]


def test_a_place_behind_a_mayors_party_is_not_his_first_name() -> None:
    text = "Le maire PDV de Valmorte Nicolas Lavaur a parlé."
    assert ("PER", "Nicolas Lavaur") in named(text)


def test_a_person_named_in_full_elsewhere_is_whole() -> None:
    text = "Ilse Van de keere a parlé. Selon Ilse Van de keere, rien."
    second = text.rindex("Ilse")
    names: list[Tagged] = [(Span(0, 17), "PER"), (Span(second, second + 8), "PER")]
    assert [span.of(text) for span, _ in with_rests(text, names)] == ["Ilse Van de keere"] * 2


def test_all_of_a_list_of_villages_are_places() -> None:
    text = "les clubs des localités d'Orvel, Saf El-Morva, Oum Valda et Merahva"
    names = tagged(text, ("Orvel", "LOC"), ("Saf El-Morva", "ORG"), ("Oum Valda", "PER"), ("Merahva", "PER"))
    found = enumerated(text, names, tables=TABLES, listed=LISTED, rules=PACK.rules("name_types"))
    assert [kind for _, kind in found] == ["LOC"] * 4


def test_the_main_demand_is_no_headteacher() -> None:
    mentions, _ = names_of("Il a défendu la principale revendication.")
    assert mentions == ()


def test_whom_one_faces_is_a_person_of_that_first_name() -> None:
    text = "Un direct. Emmanuel Dorval compte dire qu'il ne peut pas être faible face à Vladimir Poutrel."
    assert ("PER", "Vladimir Poutrel") in named(text)
