"""What an article tells about a figure: its town, its time, whose age it is, and what it takes out of it."""

from __future__ import annotations

from recoupe.packs import load_pack
from recoupe.records.accounts import Setting
from recoupe.settings import Settings as UserSettings
from recoupe.stages.accounts.counted_nouns import noun_key
from recoupe.stages.accounts.settings import Settings
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources
from story_rows_shown import apart, told
from written import WEDNESDAY, document_of

PACK = load_pack("fr")
RESOURCES = Resources({"fr": PACK}, UserSettings())


def settings_of(text: str) -> list[tuple[str, Setting]]:
    """Return for each figure its words and its setting."""
    document = document_of(text, published=WEDNESDAY)
    (reading,) = READ.run(document.id, (document,), RESOURCES)
    settings = Settings(document, reading, PACK)  # type: ignore[arg-type]
    return [(quantity.span.of(text), settings.of(quantity)) for quantity in reading.quantities]  # type: ignore[union-attr]


def towns_of(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return for each figure its words, its towns, and whether the article counts by town."""
    return [(words, setting.towns, setting.by_town) for words, setting in settings_of(text)]


def test_a_figure_is_of_the_town_named_in_its_sentence_or_shortly_before() -> None:
    told = towns_of(
        "À Nantes, 900 manifestants ont défilé samedi. Le cortège est resté calme. Vers 15 heures, 20"
        " personnes ont été interpellées. À Lyon, 400 manifestants ont défilé."
    )
    assert [(words.split()[0], towns, by_town) for words, towns, by_town in told] == [
        ("900", ("nantes",), True),
        ("20", ("nantes",), False),
        ("400", ("lyon",), True),
    ]


def test_an_article_of_one_town_does_not_count_by_town() -> None:
    told = towns_of(
        "À Nantes, 900 manifestants ont défilé samedi. Les syndicats ont compté 2.000 manifestants."
    )
    assert [towns for _, towns, _ in told] == [("nantes",), ("nantes",)]
    assert not any(by_town for _, _, by_town in told)


def test_a_time_behind_a_figure_told_to_compare_is_of_that_figure_alone() -> None:
    told = dict(settings_of("La région compte 60 fermetures, contre 41 en 2009."))
    assert {words: setting.long_ago for words, setting in told.items()} == {"60": None, "41": "2009"}
    told = dict(settings_of("En 2009, la région comptait 41 fermetures."))
    assert told["41"].long_ago == "2009"


def test_a_time_behind_what_is_told_to_compare_is_of_no_figure() -> None:
    told = dict(settings_of("La participation est de 58 %, trois points de moins qu'en 2027."))
    assert told["58 %"].long_ago is None


def test_who_is_held_since_a_day_is_counted_but_once() -> None:
    (held,) = dict(settings_of("Treize marins sont retenus depuis janvier au port.")).values()
    (killed,) = dict(settings_of("Treize marins ont été tués depuis janvier au port.")).values()
    assert (held.is_total, killed.is_total) == (False, True)


def test_a_share_is_that_of_the_party_its_sentence_begins_with() -> None:
    told = dict(settings_of("L'Union populaire obtient 28,7 %. La baisse atteint 3 %."))
    assert {words: setting.person for words, setting in told.items()} == {
        "28,7 %": "union populaire",
        "3 %": None,
    }


def test_a_word_that_says_that_there_is_one_names_nobody() -> None:
    (told,) = dict(settings_of("Un seul surveillant était là.")).values()
    assert told.noun.startswith("surveil")


def test_an_age_is_of_the_noun_it_stands_behind() -> None:
    told = dict(
        settings_of("Le neveu du pilote, âgé de 17 ans, est sauf. La conductrice, 52 ans, est blessée.")
    )
    assert [(words, setting.noun[:5]) for words, setting in told.items()] == [
        ("17 ans", "neveu"),
        ("52 ans", "condu"),
    ]


def test_an_age_is_of_the_noun_before_what_it_is_of() -> None:
    told = dict(settings_of("Le conducteur du train de Corbelin, 43 ans, a été relâché."))
    assert told["43 ans"].noun.startswith("conducteur")


def test_what_stands_far_behind_a_time_is_no_total_since_then() -> None:
    (told,) = dict(
        settings_of("Il était visé depuis janvier par une enquête de police portant sur 240 euros.")
    ).values()
    assert not told.is_total


def test_what_is_told_as_some_of_a_figure_is_known_with_it() -> None:
    told = dict(
        settings_of("La police a procédé à 20 interpellations, dont 11 au stade. Elle a saisi 11 armes.")
    )
    assert told["20"].parts == (11.0,)
    assert told["11"].parts == ()


def test_words_tell_a_figure_that_takes_the_place_of_another() -> None:
    told = dict(settings_of("Le bilan s'alourdit : 14 morts. On compte 9 blessés."))
    assert {words: setting.is_revised for words, setting in told.items()} == {"14": True, "9": False}


def test_an_age_of_the_technician_is_that_of_whom_the_sentence_before_is_about() -> None:
    told = dict(settings_of("Paul Vial a été limogé. Le technicien de 48 ans a parlé à la radio."))
    assert told["48 ans"].person == "vial"
    other = dict(settings_of("Paul Vial a reçu Anne Roche. Le technicien de 48 ans a parlé à la radio."))
    assert other["48 ans"].person is None


def test_nouns_of_one_stem_for_other_things_are_told_apart() -> None:
    keys = {word: noun_key(PACK, word) for word in ("habitants", "habitations", "départs", "départements")}
    assert len(set(keys.values())) == 4
    assert noun_key(PACK, "employées") == noun_key(PACK, "employé") != noun_key(PACK, "emplois")


def test_a_place_given_as_an_example_is_not_where_all_are_counted() -> None:
    left = "Météo-France a placé 39 départements en vigilance orange, dont le Rhône."
    right = "Météo-France a placé 45 départements en vigilance orange."
    assert ("count", "contradicts") in apart(left, right)


def test_a_partial_election_is_no_partial_count() -> None:
    (share,) = (
        c
        for c in told("Elle gagne la législative partielle avec 52 % des voix.")[0].comparables
        if c.slot == "share"
    )
    assert share.setting is not None
    assert not share.setting.is_provisional


def test_a_duration_is_shown_without_what_stands_beside_it() -> None:
    (account,) = told("Il est condamné à 50 000 euros d'amende et cinq ans d'inéligibilité.")
    assert [c.stated for c in account.comparables if c.slot == "duration"] == ["cinq ans"]


def test_where_survivors_are_taken_is_not_where_they_were_rescued() -> None:
    ((_, setting),) = settings_of("Quarante rescapés ont été conduits à Marseille.")
    assert setting.places == ()
    ((_, setting),) = settings_of("Quarante personnes ont été secourues à Marseille.")
    assert setting.places == ("marseille",)


def test_soldiers_who_take_part_in_a_rescue_do_not_march() -> None:
    ((_, setting),) = settings_of("Deux mille soldats participent aux secours.")
    assert setting.happened == "mobilisé"
    ((_, setting),) = settings_of("Deux mille soldats ont participé au défilé.")
    assert setting.happened == "manifestant"


def test_the_year_in_which_a_thing_was_made_is_no_year_of_its_height() -> None:
    ((_, setting),) = settings_of("Le barrage, haut de 42 mètres et achevé en 2009, a cédé vendredi.")
    assert setting.long_ago is None
    ((_, setting),) = settings_of("En 2009, une crue avait emporté 42 maisons.")
    assert setting.long_ago == "2009"


def test_some_of_those_counted_before_are_called_as_they_are() -> None:
    found = dict(settings_of("Cinquante enfants sont malades. Trente d'entre eux ont été hospitalisés."))
    assert found["Trente"].noun == "enfant"


def test_those_who_had_to_leave_their_homes_were_evacuated() -> None:
    ((_, setting),) = settings_of("Près de 2 000 personnes ont dû quitter les lieux.")
    assert setting.happened == "évacué"
