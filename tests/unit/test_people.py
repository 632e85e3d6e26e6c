"""Who is who across the accounts of a story: merged on evidence, apart without it."""

from __future__ import annotations

from itertools import permutations

import pytest

from reading_names import PACK
from recoupe.records.accounts import Entity
from recoupe.records.values import Reason
from recoupe.settings import Settings
from recoupe.stages.people.likeness import FUZZY, SAME, SOUNDS, likeness
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.stage import Resources
from told_accounts import Told, account_of

RESOURCES = Resources({"fr": PACK}, Settings())


def people_of(*told: Told | str) -> list[Entity]:
    texts = [t if isinstance(t, Told) else Told(t) for t in told]
    accounts = tuple(account_of(t, i) for i, t in enumerate(texts))
    return [e for e in PEOPLE.run("story_test", accounts, RESOURCES) if isinstance(e, Entity)]


def spellings(entities: list[Entity]) -> set[frozenset[str]]:
    """Return for each person the set of all the ways they are called."""
    return {frozenset(s.text for s in e.spellings) for e in entities if e.type == "PER"}


def reasons(entities: list[Entity], name: str) -> list[str]:
    (entity,) = [e for e in entities if e.name == name]
    return [merge.code for merge in entity.merges]


def test_one_name_in_two_articles_is_one_person() -> None:
    found = people_of("Hortense Vial est arrivée.", "La mairesse Hortense Vial est arrivée.")
    assert spellings(found) == {frozenset({"Hortense Vial"})}
    assert reasons(found, "Hortense Vial") == ["same_name"]


def test_a_lone_surname_joins_the_only_full_name_that_has_it() -> None:
    found = people_of("Le maire Hugo Vial a refusé.", "M. Vial a refusé hier soir.")
    assert spellings(found) == {frozenset({"Hugo Vial", "Vial"})}
    assert reasons(found, "Hugo Vial") == ["surname_of"]


def test_a_lone_surname_that_two_people_bear_joins_neither() -> None:
    found = people_of("Hugo Vial et Paul Vial ont refusé.", "M. Vial a refusé hier soir.")
    assert spellings(found) == {frozenset({"Hugo Vial"}), frozenset({"Paul Vial"}), frozenset({"Vial"})}


@pytest.mark.parametrize("title", ["le roi Philippe", "le pape Philippe"])
def test_a_sovereign_called_by_a_first_name_is_nobody_who_bears_it(title: str) -> None:
    found = people_of(f"Hier, {title} a reçu la presse.", "Hugo Philippe a parlé. Philippe Vial a parlé.")
    names = {frozenset({"Philippe"}), frozenset({"Hugo Philippe"}), frozenset({"Philippe Vial"})}
    assert {frozenset(n for n in called if "P" in n) for called in spellings(found)} == names


@pytest.mark.parametrize("title", ["le ministre Philippe", "le maire Philippe"])
def test_a_minister_called_by_a_lone_name_is_who_bears_it(title: str) -> None:
    found = people_of(f"Hier, {title} a reçu la presse.", "Hugo Philippe a parlé.")
    assert len(spellings(found)) == 1


def test_brothers_stay_apart() -> None:
    found = people_of("Hugo Vial a parlé.", "Paul Vial a parlé.", "Hugo Vial et Paul Vial ont parlé.")
    assert spellings(found) == {frozenset({"Hugo Vial"}), frozenset({"Paul Vial"})}


def test_first_names_of_two_genders_that_sound_alike_stay_apart() -> None:
    found = people_of("Jean Martelle a parlé.", "Jeanne Martelle a parlé.")
    assert len(spellings(found)) == 2


def test_alike_surnames_of_two_countries_stay_apart() -> None:
    found = people_of(
        "Le ministre norvégien des Affaires étrangères Ilan Dorvak est arrivé.",
        "Le ministre islandais des Affaires étrangères Ilan Dorvac est arrivé.",
    )
    assert spellings(found) == {frozenset({"Ilan Dorvak"}), frozenset({"Ilan Dorvac"})}


def test_two_transliterations_with_one_office_are_one_person() -> None:
    found = people_of(
        "Le président norvégien Serguei Tchakhov a signé.",
        "Le président norvégien Sergueï Chakhov a signé.",
    )
    assert len(spellings(found)) == 1
    assert reasons(found, found[0].name if found[0].type == "PER" else found[1].name) == ["spelling_and_role"]


def test_a_mangled_surname_joins_by_given_name_and_the_better_spelling_is_shown() -> None:
    found = people_of(
        Told("La rencontre avec Rex Haldermann est finie.", translated=True),
        "La rencontre avec Rex Haldermann est finie.",
        Told("Rex Haldermman a parlé.", translated=True),
    )
    assert [e.name for e in found if e.type == "PER"] == ["Rex Haldermann"]


def test_what_is_said_to_be_theirs_joins_a_lone_name_to_a_mangled_one() -> None:
    found = people_of(
        Told("Tout a changé sous la présidence de Barnak Ompelda.", translated=True),
        "Tout a changé depuis l'administration d'Obelda.",
    )
    assert spellings(found) == {frozenset({"Barnak Ompelda", "Obelda"})}
    assert reasons(found, "Obelda") == ["spelling_and_position"]


def test_a_lone_name_that_only_sounds_alike_stays_apart() -> None:
    found = people_of("Barnak Ompelda vit à Londres.", "M. Obelda vend des vélos.")
    assert len(spellings(found)) == 2


def test_a_name_joined_to_another_in_a_machine_translation_finds_its_person() -> None:
    found = people_of(
        Told("Les entretiens Trampel- Lavigne ont duré une heure. Hugo Lavigne est parti.", translated=True),
        "Donald Trumpel a reçu Hugo Lavigne.",
    )
    assert frozenset({"Donald Trumpel", "Trampel"}) in spellings(found)


def test_who_is_called_by_office_only_is_the_only_holder_of_that_office() -> None:
    found = people_of(
        "Le président norvégien Ilan Dorvak a signé.", "Le président norvégien a signé hier soir."
    )
    assert spellings(found) == {frozenset({"Ilan Dorvak", "Le président norvégien"})}
    assert reasons(found, "Ilan Dorvak") == ["same_role"]


def test_an_office_that_two_hold_names_neither() -> None:
    found = people_of(
        "Le ministre norvégien des Ports Ilan Dorvak a vu le ministre norvégien des Forêts Hugo Vial.",
        "Le ministre norvégien s'est tu.",
    )
    assert frozenset({"Le ministre norvégien"}) in spellings(found)


def test_a_minister_of_another_portfolio_is_somebody_else() -> None:
    found = people_of("Le ministre des Ports Ilan Dorvak a signé.", "Le ministre des Forêts s'est tu.")
    assert spellings(found) == {frozenset({"Ilan Dorvak"}), frozenset({"Le ministre des Forêts"})}


def test_an_office_of_another_country_is_somebody_else() -> None:
    found = people_of("Le président norvégien Ilan Dorvak a signé.", "Le président islandais s'est tu.")
    assert spellings(found) == {frozenset({"Ilan Dorvak"}), frozenset({"Le président islandais"})}


def test_a_country_is_one_thing_under_all_its_names() -> None:
    found = people_of("Il vit aux États-Unis.", "Il vit aux Etats-Unis d'Amérique.")
    (country,) = [e for e in found if e.type == "LOC"]
    assert (country.key, len(country.member_ids)) == ("US", 2)


def test_every_member_after_the_first_has_a_reason_with_its_evidence() -> None:
    found = people_of("Hugo Vial a parlé.", "M. Vial a parlé.", "Hugo Vial et le maire ont parlé à Paris.")
    for entity in found:
        assert len(entity.merges) == len(entity.member_ids) - 1
        assert all(isinstance(merge, Reason) and merge.anchors for merge in entity.merges)


def test_the_order_of_the_accounts_changes_nothing() -> None:
    texts = (
        Told("Le président norvégien Ilan Dorvak a reçu Hugo Vial.", translated=True),
        Told("M. Vial a remercié le président norvégien."),
        Told("Ilan Dorvac, le président norvégien, a signé."),
    )
    results = set()
    for order in permutations(range(3)):
        accounts = tuple(account_of(texts[i], i) for i in order)
        results.add(tuple(e.id for e in PEOPLE.run("s", accounts, RESOURCES) if isinstance(e, Entity)))
    assert len(results) == 1


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("vial", "vial", SAME),
        ("tilerman", "tillerman", SOUNDS),
        ("chakhov", "tchakhov", SOUNDS),
        ("trampel", "trumpel", SOUNDS),
        ("ompelda", "obelda", SOUNDS),
        ("haldermann", "haldersmann", FUZZY),
        ("obama", "osama", 0),
        ("martin", "marsin", FUZZY),
        ("le", "la", 0),
    ],
)
def test_likeness_tells_spellings_from_other_names(one: str, other: str, wanted: int) -> None:
    assert likeness(one, other) == wanted == likeness(other, one)


def are_one(first: str, second: str, *texts: str) -> bool:
    """Tell whether one entity of the story is called both ways."""
    return any({first, second} <= {s.text for s in e.spellings} for e in people_of(*texts))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hortense Dorval", "H. Dorval"),
        ("Jean-Baptiste Dorval", "J.-B. Dorval"),
        ("Hortense Dorval-Keskin", "Hortense Dorval"),
        ("Chen Wei-lun", "Chen Weilun"),
    ],
)
def test_a_name_shortened_or_joined_is_the_same_person(first: str, second: str) -> None:
    assert are_one(first, second, f"La juge {first} a tranché.", f"La juge {second} a tranché hier.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Hortense Dorval", "P. Dorval"),
        ("Robert J. Dorval", "Robert K. Dorval"),
        ("Jean-Pierre Dorval", "Jean Dorval"),
        ("Robert Dorval", "Robert Dorval Jr"),
        ("Moussa Ag Dorvalet", "Moussa Dorvalat"),
    ],
)
def test_an_initial_a_given_name_or_a_generation_of_another_keeps_people_apart(
    first: str, second: str
) -> None:
    assert not are_one(first, second, f"{first} a tranché.", f"{second} a tranché hier.")


def test_an_initial_that_two_people_share_joins_neither() -> None:
    found = people_of("Paul Dorval et Pauline Dorval dorment.", "Hier, P. Dorval a tranché.")
    assert frozenset({"P. Dorval"}) in spellings(found)


def test_why_a_shortened_name_was_joined_is_said() -> None:
    found = people_of("Hortense Dorval a tranché.", "Hier, H. Dorval a tranché.")
    assert reasons(found, "Hortense Dorval") == ["initials_of"]
    found = people_of("Ada Dorval-Keskin a tranché.", "Hier, Ada Dorval a tranché.")
    assert reasons(found, "Ada Dorval-Keskin") == ["shorter_name"]


def test_titles_of_two_genders_give_a_surname_to_the_right_one() -> None:
    texts = ("Hugo Vial a parlé. Claire Vial a répondu.", "Mme Vial a répondu hier à M. Vial.")
    (her,) = [e for e in people_of(*texts) if e.name == "Claire Vial"]
    (him,) = [e for e in people_of(*texts) if e.name == "Hugo Vial"]
    assert {s.text for s in her.spellings} == {"Claire Vial", "Vial"}
    assert {s.text for s in him.spellings} == {"Hugo Vial", "Vial"}


@pytest.mark.parametrize(
    ("told", "called", "one"),
    [
        ("L'ancien maire de Lormeau, Hugo Vial, dort.", "L'ancien maire de Lormeau", True),
        ("L'ex-président chilien Hugo Vial dort.", "L'ancien président chilien", True),
        ("L'ancien maire de Lormeau, Hugo Vial, dort.", "Le maire de Lormeau", False),
        ("Le maire de Lormeau, Hugo Vial, dort.", "L'ancien maire de Lormeau", False),
        ("Le roi du Danemark, Hugo Vial, dort.", "La reine du Danemark", False),
        ("Le président américain Hugo Vial dort.", "Le locataire de la Maison-Blanche", True),
        ("Le président russe Hugo Vial dort.", "Le locataire de la Maison-Blanche", False),
        ("Hugo Vial a été élu maire de Lormeau.", "Le maire de Lormeau", True),
        ("Hugo Vial a été battu par le maire de Lormeau.", "Le maire de Lormeau", False),
        ("Le président cubain Luc Orval a vu son homologue chilien Hugo Vial.", "Le président chilien", True),
        ("Le président cubain Luc Orval a vu son homologue chilien Hugo Vial.", "Le président grec", False),
    ],
)
def test_who_is_called_by_role_is_who_holds_that_office_now(told: str, called: str, one: bool) -> None:
    assert are_one("Hugo Vial", called, told, f"{called} a refusé de venir hier.") is one


def test_a_person_said_to_be_a_namesake_stays_apart() -> None:
    found = people_of(
        "Le député Hugo Vial a parlé.", "Le boulanger Hugo Vial, simple homonyme, a reçu des lettres."
    )
    assert [e.type for e in found].count("PER") == 2


def test_a_place_of_a_persons_name_is_no_mention_of_the_person() -> None:
    found = people_of(
        "La chanteuse Élodie Dinard est malade.", "Elle devait aller à Dinard. Mme Dinard est malade."
    )
    assert {(e.type, len(e.spellings)) for e in found if "Dinard" in e.name} == {("PER", 2), ("LOC", 1)}


def test_a_given_name_among_relatives_is_who_alone_bears_it() -> None:
    found = people_of(
        "Anselme Vial est mort. Julien Vial a parlé.", "Anselme Vial est mort. Son fils Julien a parlé."
    )
    assert frozenset({"Julien Vial", "Julien"}) in spellings(found)
    apart = people_of("Anselme Vial est mort. Julien Vial a parlé.", "Hier, le jeune Julien a parlé à Lyon.")
    assert frozenset({"Julien Vial", "Julien"}) not in spellings(apart)
