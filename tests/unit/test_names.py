"""Names of one document: what is one, where it ends, what type it is, and who is one person."""

from __future__ import annotations

import time

import pytest

from reading_names import PACK, named, names_of
from recoupe.packs.places import cities
from recoupe.records.findings import Mention
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.sentences import find_sentences
from written import document_of


def mention_of(text: str, name: str) -> Mention:
    mentions, _ = names_of(text)
    return next(m for m in mentions if m.span.of(text) == name)


def test_a_title_and_a_role_are_no_part_of_the_name() -> None:
    text = "M. Vial a reçu le président norvégien Ilan Dorvak."
    assert named(text) == [("PER", "Vial"), ("PER", "Ilan Dorvak")]
    assert mention_of(text, "Vial").honorific == "M."
    role = mention_of(text, "Ilan Dorvak").role
    assert role is not None
    assert (role.stated, role.office, role.of) == ("président norvégien", "president", "NO")


@pytest.mark.parametrize(
    "name",
    [
        "Charles de Vial",
        "Lieve Van den Oster",
        "J. K. Vial",
        "Jean-Rodolphe de Morne-Kaya",
        "Adjoua Brou-N'Guessan",
        "Hugo d'Orvenne",
    ],
)
def test_particles_initials_and_hyphens_belong_to_the_name(name: str) -> None:
    assert ("PER", name) in named(f"Le juge {name} a tranché.")


def test_two_persons_joined_by_a_hyphen_are_two() -> None:
    text = "Hugo Vial a reçu Ilan Dorvak. La rencontre Vial-Dorvak a duré une heure."
    assert named(text)[2:] == [("PER", "Vial"), ("PER", "Dorvak")]


def test_a_country_before_a_person_ends_where_the_person_begins() -> None:
    assert named("Le président des États-Unis Hugo Vial est parti.") == [
        ("LOC", "États-Unis"),
        ("PER", "Hugo Vial"),
    ]


def test_a_ministry_inside_a_role_is_no_name_of_its_own() -> None:
    assert named("Le ministre norvégien des Affaires étrangères Ilan Dorvak est parti.") == [
        ("PER", "Ilan Dorvak")
    ]


def test_a_word_at_the_start_of_a_sentence_is_no_name_for_its_capital() -> None:
    assert named("Riverains et commerçants attendent. Aujourd'hui encore, rien.") == []


def test_a_name_at_the_start_of_a_sentence_is_known_from_elsewhere() -> None:
    assert named("On attend la Sodepro. Sodepro se tait.") == [("ORG", "Sodepro"), ("ORG", "Sodepro")]


def test_a_common_abbreviation_is_no_name() -> None:
    assert named("Le prix TTC et la TVA augmentent, le SMIC non.") == []


def test_no_name_crosses_a_quotation_mark_a_bracket_or_a_block() -> None:
    text = "Avec « Hugo » Vial (Paul Oster)\n\nIlan Dorvak a parlé."
    mentions, _ = names_of(text)
    assert not any(set(m.span.of(text)) & set("«»()\n") for m in mentions)


def test_furniture_is_not_read_for_names() -> None:
    document = document_of("Hugo Vial\n\nIl pleut.", first="furniture")
    assert [s.of(document.text) for s in find_sentences(Draft(document, PACK))] == ["Il pleut."]


def test_a_lone_surname_is_the_person_named_in_full() -> None:
    text = "Hugo Vial est maire. M. Vial a refusé."
    mentions, entities = names_of(text)
    (person,) = [e for e in entities if e.type == "PER"]
    assert person.name == "Hugo Vial"
    assert set(person.names) == {"Hugo Vial", "Vial"}
    assert [m.entity_id for m in mentions if m.form == "name"] == [person.id, person.id]


def test_a_lone_name_is_a_surname_before_it_is_a_first_name() -> None:
    text = "Ilan Philippe a reçu Philippe Morel. La réponse de Philippe a plu."
    mentions, entities = names_of(text)
    names = {entity.id: entity.name for entity in entities}
    assert [names[m.entity_id] for m in mentions if m.span.of(text) == "Philippe"] == ["Ilan Philippe"]


@pytest.mark.parametrize("title", ["Le roi", "Le prince héritier", "La reine"])
def test_the_first_name_of_a_sovereign_is_a_whole_name(title: str) -> None:
    _, entities = names_of(f"{title} Camille a reçu Hugo Camille. Camille Vial a refusé.")
    assert {e.name for e in entities if e.type == "PER"} == {"Camille", "Hugo Camille", "Camille Vial"}


@pytest.mark.parametrize("title", ["Le maire", "Mme"])
def test_the_lone_name_of_anybody_else_is_a_surname(title: str) -> None:
    _, entities = names_of(f"{title} Camille a reçu la presse. Agathe Camille a refusé.")
    assert {e.name for e in entities if e.type == "PER"} == {"Agathe Camille"}


def test_a_title_tells_which_of_two_with_one_surname_is_meant() -> None:
    text = "Hortense Vial et Hugo Vial sont élus. Mme Vial a refusé."
    mentions, entities = names_of(text)
    by_id = {e.id: e.name for e in entities}
    assert by_id[str(mentions[-1].entity_id)] == "Hortense Vial"


def test_places_carry_their_keys_and_what_they_lie_in() -> None:
    _, entities = names_of("Il vit à Paris, en France, et travaille à la Maison-Blanche.")
    assert {e.name: (e.key, e.within) for e in entities} == {
        "Paris": ("paris", ("FR",)),
        "France": ("FR", ()),
        "Maison-Blanche": ("white-house", ("washington", "US")),
    }


def test_a_country_under_two_names_is_one_entity() -> None:
    _, entities = names_of("Les États-Unis ont signé. Il vit aux Etats-Unis.")
    assert [e.key for e in entities] == ["US"]


def test_a_nominal_without_a_named_holder_is_an_entity_of_its_own() -> None:
    text = "Le président norvégien a signé. Le président norvégien est parti."
    mentions, entities = names_of(text)
    assert [m.form for m in mentions] == ["nominal", "nominal"]
    (entity,) = entities
    assert (entity.names, entity.name) == ((), "Le président norvégien")


def test_two_presidents_beside_two_names_lend_them_their_office() -> None:
    text = "Les deux présidents se sont vus. Ilan Dorvak et Hugo Vial ont déjeuné."
    _, entities = names_of(text)
    assert [[r.office for r in e.roles] for e in entities] == [["president"], ["president"]]


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Ilan Dorvak promet un pont.\n\nLe préfet a parlé lundi à Lyon.", ["prefect"]),
        ("Le préfet attendu à Lyon.\n\nIlan Dorvak a promis un pont.", ["prefect"]),
        ("Le préfet attendu à Lyon.\n\nHugo Vial a promis un pont. Ilan Dorvak doute.", []),
        ("Ilan Dorvak et Hugo Vial se parlent.\n\nLe préfet a parlé lundi à Lyon.", []),
        ("Ilan Dorvak promet un pont.\n\nHugo Vial doute. Le préfet a parlé lundi à Lyon.", []),
        ("Ilan Dorvak promet un pont.\n\nLe préfet a parlé. Le maire Ilan Dorvak l'a dit.", ["mayor"]),
    ],
)
def test_an_office_that_opens_the_text_is_held_by_the_one_person_of_the_title(
    text: str, offices: list[str]
) -> None:
    _, entities = names_of(text)
    named = next(e for e in entities if "Ilan Dorvak" in e.names)
    assert [role.office for role in named.roles] == offices


def test_the_head_of_state_is_no_leader_of_a_party() -> None:
    text = "Le leader du Parti du fleuve, Ilan Dorvak, a parlé. Le chef de l'État refuse de répondre."
    mentions, entities = names_of(text)
    by_id = {e.id: e.names for e in entities}
    assert by_id[str(mentions[-1].entity_id)] == ()


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Après les menaces d'Ilan Dorvak, le président norvégien refuse de signer.", []),
        ("À l'issue d'un appel d'Ilan Dorvak, le président norvégien a signé.", []),
        ("Ilan Dorvak, le président norvégien, refuse de signer.", ["president"]),
        ("Après les menaces d'Ilan Dorvak, président norvégien, la mairie refuse de signer.", ["president"]),
    ],
)
def test_who_acts_behind_a_name_is_not_the_one_named(text: str, offices: list[str]) -> None:
    _, entities = names_of(text)
    named = next(e for e in entities if "Ilan Dorvak" in e.names)
    assert [role.office for role in named.roles] == offices


def test_a_large_city_bears_its_own_name_in_the_gazetteer() -> None:
    assert cities()["Oslo"].country == "NO"


@pytest.mark.parametrize(
    "part", ["A ", "Union des femmes ", "Ilan Dorvak, le ministre, son homologue, ", "« ", "Jean-", "a-t-il "]
)
def test_hostile_text_is_read_in_a_time_that_grows_with_its_length(part: str) -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        names_of(part * (n // len(part)))
        return time.process_time() - start

    seconds(500)
    # Four times the text may take some ten times as long on a busy machine, not sixteen and more.
    assert seconds(32_000) < 14 * seconds(8_000) + 0.5


def test_a_role_ends_where_the_name_of_its_body_ends() -> None:
    text = "Le président de l'Union nationale des scieurs refuse."
    mentions, _ = names_of(text)
    (nominal,) = [m for m in mentions if m.form == "nominal"]
    assert nominal.span.of(text) == "Le président de l'Union nationale des scieurs"


def test_a_role_word_inside_a_name_is_no_role() -> None:
    mentions, _ = names_of("Selon Reporters sans frontières, rien ne change.")
    assert [(m.type, m.form) for m in mentions] == [("ORG", "name")]


def test_a_land_that_nobody_knows_ends_where_its_president_is_named() -> None:
    text = "Le président de la Veldonie Ossip Dravec est parti."
    assert named(text)[-1] == ("PER", "Ossip Dravec")


@pytest.mark.parametrize(
    ("text", "offices"),
    [
        ("Le maire, Hortense Vial, s'est rendu sur place.", ["mayor"]),
        ("La maire sortante, Hortense Vial, a protesté.", ["mayor"]),
        ("La cheffe de file des élus locaux, Hortense Vial, a protesté.", ["party leader"]),
        ("Le commandant du groupement, le colonel Hugo Vial, précise.", ["commander", "colonel"]),
        ("L'avocat de la victime, Hugo Vial, a réagi.", ["lawyer"]),
        ("La veuve de la victime, Hortense Vial, a réagi.", []),
        ("Reçue par le ministre, Hortense Vial a parlé.", []),
        ("« Le pont tombera », a prévenu Hugo Vial.", []),
    ],
)
def test_a_role_before_a_name_and_a_comma_is_its_bearers(text: str, offices: list[str]) -> None:
    _, entities = names_of(text)
    (person,) = [e for e in entities if e.names]
    assert [role.office for role in person.roles] == offices


def test_what_greets_somebody_is_no_part_of_the_name() -> None:
    assert named("« Bravo Hugo Vial ! »") == [("PER", "Hugo Vial")]


def test_a_woman_is_not_called_by_a_mans_role() -> None:
    text = "La directrice du port, Hortense Vial, est là. Le directeur s'est tu."
    mentions, entities = names_of(text)
    (person,) = [e for e in entities if e.names]
    assert [m.entity_id == person.id for m in mentions if m.form == "nominal"] == [False]


def test_an_unnamed_person_in_between_leaves_a_pronoun_open() -> None:
    text = "Hugo Vial a reçu le négociateur islandais. Ce dernier est reparti."
    mentions, _ = names_of(text)
    assert not [m for m in mentions if m.form == "pronoun"]


def test_a_dateline_in_capitals_is_the_place_it_names() -> None:
    _, entities = names_of("BAMAKO (AVP) - Le pont a rouvert.")
    assert [(e.type, e.key) for e in entities if e.type == "LOC"] == [("LOC", "bamako")]


def test_a_surname_of_several_words_is_short_for_the_full_name() -> None:
    _, entities = names_of(
        "Luigi Di Marsan est arrivé. M. Di Marsan a rencontré Ana Le Vial. Mme Le Vial rit."
    )
    assert [e.name for e in entities if e.type == "PER"] == ["Luigi Di Marsan", "Ana Le Vial"]


def test_an_office_that_opens_the_text_is_held_by_the_one_who_speaks_next() -> None:
    text = (
        "Le Premier ministre veut un pont.\n\n« Il faut un pont », a déclaré Ilan Dorvak mardi.\n\n"
        "Le Premier ministre est reparti."
    )
    _, entities = names_of(text)
    assert [e.name for e in entities if e.type == "PER"] == ["Ilan Dorvak"]


def test_a_mans_office_is_not_a_womans_named_behind_it() -> None:
    text = "Reçue par le ministre, Claire Vial a parlé. Le ministre doute."
    _, entities = names_of(text)
    assert next(e for e in entities if "Claire Vial" in e.names).roles == ()


@pytest.mark.parametrize(
    ("text", "name", "stated"),
    [
        ("Le sénateur républicain Ilan Dorvak a parlé.", "Ilan Dorvak", "sénateur"),
        ("Le maréchal des logis-chef Ilan Dorvak est mort.", "Ilan Dorvak", "maréchal des logis-chef"),
        ("Le secrétaire d'État à la Mer, Ilan Dorvak, a parlé.", "Ilan Dorvak", "secrétaire d'État à la Mer"),
        (
            "La ministre déléguée chargée du Port, Ana Vial, est là.",
            "Ana Vial",
            "ministre déléguée chargée du Port",
        ),
    ],
)
def test_an_office_may_have_a_party_a_rank_or_a_field(text: str, name: str, stated: str) -> None:
    role = mention_of(text, name).role
    assert role is not None
    assert role.stated == stated


def test_a_noun_for_an_office_before_an_article_is_a_verb() -> None:
    assert mention_of("Le patron, Ilan Dorvak, juge cette grève honteuse.", "Ilan Dorvak").role is not None
    role = mention_of("Venu de loin, Ilan Dorvak, juge cette grève honteuse.", "Ilan Dorvak").role
    assert role is None


def test_a_verb_behind_a_role_is_no_part_of_it() -> None:
    mentions, _ = names_of("La présidente l'interrompt aussitôt.")
    assert [m.role.stated for m in mentions if m.role is not None] == ["présidente"]


def test_a_place_before_persons_is_none_of_them() -> None:
    text = "À l'aéroport d'Orvenne, Fatou Vial et Christian Dorvak, en partance, ne décoléraient pas."
    assert ("PER", "aéroport d'Orvenne") not in named(text)
