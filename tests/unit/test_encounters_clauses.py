"""Times, places and spells are taken from the encounter word's own clause, or not at all."""

from __future__ import annotations

import pytest

import encounter_cast as cast
from recoupe.packs import load_pack
from recoupe.records.findings import Encounter
from recoupe.records.values import Where
from recoupe.stages.read.encounters.encounters import find_encounters

PACK = load_pack("fr")
TOLD = "Claire Montbrun a rencontré Igor Valkine.\n"


def encounters_in(text: str) -> tuple[Encounter, ...]:
    """Return the encounters of a text of one paragraph for each line."""
    return find_encounters(cast.draft_of(text, PACK))


def stated(text: str, slot: str) -> list[str]:
    """Return what the text's encounters say of one slot, in order."""
    return [f.stated for e in encounters_in(text) for f in e.facts if f.slot == slot]


@pytest.mark.parametrize(
    "text",
    [
        TOLD
        + "C'est le premier entretien à ce niveau depuis la fermeture du pont, en mars, qui a tout changé.",
        TOLD + "C'est leur premier entretien depuis l'élection de Nadia Ferrand en 2019.",
        "Claire Montbrun a rencontré Igor Valkine, qui est rentré lundi de Nice.",
        "Igor Valkine sera reçu par Claire Montbrun à la veille de « l'acte 3 » de la grève.",
        "Claire Montbrun a reçu Igor Valkine au lendemain de la fête.",
        "Osmar avait été rappelé lundi, notamment après la rencontre entre Claire Montbrun et Igor Valkine.",
        "Dans une interview à la radio mercredi matin, Claire Montbrun s'est dite prête à recevoir des élus.",
        "Claire Montbrun a rencontré Igor Valkine, nommé lundi à ce poste.",
        "Claire Montbrun a rencontré Igor Valkine et repartira jeudi.",
        "Claire Montbrun a rencontré Igor Valkine, a annoncé mardi son cabinet.",
        "Claire Montbrun a indiqué mardi avoir rencontré Igor Valkine.",
        "Claire Montbrun a annoncé lundi qu'elle avait rencontré Igor Valkine.",
        "Arrivée lundi à Lyon, Claire Montbrun a rencontré Igor Valkine.",
        "Claire Montbrun, blessée lundi dans la rue, a reçu Igor Valkine.",
        "Claire Montbrun, absente lundi, a reçu Igor Valkine.",
        "Claire Montbrun, dont le parti a perdu lundi, a reçu Igor Valkine.",
        "Claire Montbrun et Igor Valkine ont parlé de la fermeture du pont, en mars.",
        "Claire Montbrun a rencontré Igor Valkine avant son départ mercredi.",
        "Claire Montbrun a rencontré Igor Valkine à Lyon, comme en 2018.",
        "La ville a fermé le pont vendredi, un choix qui a plu, et Claire Montbrun a rencontré Igor Valkine.",
        "Après la réception des élus lundi, Claire Montbrun a rencontré Igor Valkine.",
        "La veille, un journal affirmait que Claire Montbrun avait rencontré Igor Valkine.",
        "Reçus par Claire Montbrun, Igor Valkine et des élus ont voté une grève, jeudi 22 juin.",
        "Claire Montbrun va recevoir les délégués d'ici à vendredi.",
        "Selon un communiqué publié mardi soir, Claire Montbrun a rencontré Igor Valkine.",
    ],
)
def test_a_time_of_another_clause_is_not_the_time_of_the_encounter(text: str) -> None:
    meetings = [e for e in encounters_in(text) if e.kind == "meeting"]
    assert meetings
    assert [f.stated for e in meetings for f in e.facts if f.slot == "time"] == []


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Claire Montbrun a rencontré Igor Valkine lundi à Lyon.", "lundi"),
        ("Claire Montbrun a rencontré Igor Valkine la veille, à Lyon.", "la veille"),
        ("Lundi, après la rencontre de Claire Montbrun et d'Igor Valkine, le port a rouvert.", "Lundi"),
        ("Dans un café de Lyon mercredi matin, Claire Montbrun a reçu Igor Valkine.", "mercredi matin"),
        ("Mardi, à Lyon, Claire Montbrun, la maire, a rencontré Igor Valkine.", "Mardi"),
        ("C'est mardi que Claire Montbrun a rencontré Igor Valkine.", "mardi"),
        ("La rencontre entre Claire Montbrun et Igor Valkine a eu lieu lundi.", "lundi"),
        ("La rencontre entre Claire Montbrun et Igor Valkine, qui s'est tenue lundi, fut brève.", "lundi"),
        ("Une rencontre entre Claire Montbrun et Igor Valkine est prévue le 3 mai à Lyon.", "3 mai"),
        ("Claire Montbrun rencontrera Igor Valkine en marge du sommet du G20, qui aura lieu en mai.", "mai"),
    ],
)
def test_a_time_of_the_same_clause_is_the_time_of_the_encounter(text: str, time: str) -> None:
    assert stated(text, "time") == [time]


@pytest.mark.parametrize(
    "text",
    [
        "Claire Montbrun et Igor Valkine ont discuté du sort des marins bloqués à Nice.",
        "Claire Montbrun a rencontré Igor Valkine, qui vit à Nice.",
        "Claire Montbrun a rencontré Igor Valkine et est repartie à Nice.",
        "Claire Montbrun a rencontré Igor Valkine avant de rentrer à Nice.",
    ],
)
def test_a_place_of_another_clause_is_not_the_place_of_the_encounter(text: str) -> None:
    assert stated(text, "place") == []


@pytest.mark.parametrize(
    ("text", "spell"),
    [
        ("Claire Montbrun et Igor Valkine ont eu un tête-à-tête de deux heures.", "deux heures"),
        (
            "Claire Montbrun a été reçue par Igor Valkine pour un tête-à-tête de près de deux heures.",
            "près de deux heures",
        ),
        ("Claire Montbrun a eu une rencontre d'une heure avec Igor Valkine.", "une heure"),
        (
            TOLD + "L'entretien, qui s'est déroulé à l'hôtel de la Marine, a duré « un peu moins de deux "
            "heures », selon la maire.",
            "un peu moins de deux heures",
        ),
        (TOLD + "L'entretien a duré plus longtemps que prévu.", None),
        (TOLD + "L'entretien a porté sur la grève. La grève a duré deux jours.", None),
    ],
)
def test_the_spell_is_the_encounters_own(text: str, spell: str | None) -> None:
    assert stated(text, "duration") == ([spell] if spell else [])


def test_a_building_lies_in_the_town_named_with_it_or_before() -> None:
    beside = encounters_in("Claire Montbrun a rencontré Igor Valkine à l'hôtel de la Marine, à Lyon.")
    before = encounters_in(
        "Claire Montbrun a rencontré Igor Valkine à Lyon.\nLa rencontre s'est tenue à l'hôtel de la Marine."
    )
    for encounters in (beside, before):
        places = [f.value for e in encounters for f in e.facts if f.slot == "place"]
        hotels = [p for p in places if isinstance(p, Where) and p.key == "hotel marine"]
        assert [(h.name, h.within[0]) for h in hotels] == [("hôtel de la Marine", "lyon")]


def test_a_building_without_a_name_is_placed_in_no_town() -> None:
    text = "Claire Montbrun a rencontré Igor Valkine à Lyon.\nLa rencontre s'est tenue dans un hôtel."
    places = [f.value for e in encounters_in(text) for f in e.facts if f.slot == "place"]
    assert [p.within for p in places if isinstance(p, Where) and p.key == "hotel"] == [()]


def test_an_article_left_out_by_a_translation_does_not_change_the_building() -> None:
    (one,) = encounters_in("Claire Montbrun a rencontré Igor Valkine à l'hôtel de Marine.")
    (other,) = encounters_in("Claire Montbrun a rencontré Igor Valkine à l'hôtel de la Marine.")
    keys = [f.value.key for e in (one, other) for f in e.facts if isinstance(f.value, Where)]
    assert keys == ["hotel marine", "hotel marine"]


def test_what_was_discussed_between_two_is_their_meeting_with_what_was_not_raised() -> None:
    text = (
        "Parmi les nombreux sujets discutés mardi à Lyon entre Claire Montbrun et Igor Valkine, celui des "
        "marins n'a pas été évoqué.\nIls ont consacré l'essentiel de leur rencontre au barrage et au grain. "
        "L'entretien a duré une heure.\nUne nouvelle rencontre entre Claire Montbrun et Igor Valkine doit "
        "avoir lieu le 2 mai à Nice."
    )
    held, planned = encounters_in(text)
    assert [e.status for e in (held, planned)] == ["held", "planned"]
    told = [(f.slot, f.polarity, f.stated) for f in held.facts]
    assert ("topic", "denied", "marins") in told
    assert [s for slot, p, s in told if slot == "topic" and p == "asserted"] == ["barrage", "grain"]
    assert [s for slot, _, s in told if slot in ("time", "place")] == ["mardi", "Lyon"]
    assert ("duration", "asserted", "une heure") in told
    assert [f.stated for f in planned.facts if f.slot in ("time", "place", "duration")] == ["2 mai", "Nice"]


def test_the_aim_of_a_visit_is_not_a_second_meeting_of_the_same_two() -> None:
    text = (
        "Le port manque de crédits.\n"
        "Claire Montbrun et Igor Valkine se sont rencontrés mardi à Lyon.\nClaire Montbrun s'est rendue à "
        "Lyon pour rencontrer Igor Valkine et pour visiter le port."
    )
    found = encounters_in(text)
    assert sorted(e.kind for e in found) == ["meeting", "visit"]
    assert [f.stated for e in found for f in e.facts if f.slot == "purpose"] == [
        "pour rencontrer Igor Valkine et pour visiter le port"
    ]


def test_a_planned_second_meeting_takes_nothing_from_the_first() -> None:
    text = (
        "Claire Montbrun et Igor Valkine se sont vus mardi. Ils se reverront le 2 mai.\n"
        "L'entretien a duré une heure et demie."
    )
    held, planned = encounters_in(text)
    assert [e.status for e in (held, planned)] == ["held", "planned"]
    assert [f.stated for f in held.facts if f.slot in ("time", "duration")] == ["mardi", "une heure et demie"]
    assert [f.stated for f in planned.facts if f.slot in ("time", "duration")] == ["2 mai"]


def test_a_gathering_told_in_the_present_is_planned_when_its_day_lies_ahead() -> None:
    ahead = encounters_in("Le Forum mondial de l'eau s'ouvre le 3 mai 2024 à Lyon.")
    past = encounters_in("Le Forum mondial de l'eau s'ouvre le 3 mars 2024 à Lyon.")
    assert [e.status for e in (*ahead, *past)] == ["planned", "held"]


@pytest.mark.parametrize(
    "text",
    [
        "Claire Montbrun a reçu des élus. Lors de cette rencontre, Igor Valkine et Nadia Ferrand rient.",
        "Claire Montbrun a reçu les pêcheurs lundi. Une délégation a été reçue par Claire Montbrun à Lyon.",
        "Claire Montbrun rencontrera Igor Valkine. L'entretien de Claire Montbrun et Igor Valkine plaît.",
        "La réunion de Claire Montbrun avec Igor Valkine a plu. Il pleut. Le roi participe à la réunion.",
        "La visite de Claire Montbrun à Igor Valkine a plu. Claire Montbrun a rencontré Igor Valkine.",
        "Claire Montbrun a reçu des pêcheurs. Il pleut. Rien. Les pêcheurs reçus par Claire Montbrun rient.",
    ],
)
def test_one_meeting_told_in_other_words_is_told_once(text: str) -> None:
    assert len(encounters_in(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Claire Montbrun a reçu des délégués des pêcheurs. Claire Montbrun a reçu des délégués des bergers.",
        "Claire Montbrun a reçu les pêcheurs lundi à Lyon. Claire Montbrun a reçu les pêcheurs mardi à Nice.",
        "Les ministres se sont réunis. Après la réunion, Claire Montbrun s'est entretenue avec Igor Valkine.",
        "Claire Montbrun a annulé une visite à Nice. Claire Montbrun a effectué une visite à Lyon.",
    ],
)
def test_two_meetings_told_in_like_words_are_two(text: str) -> None:
    title = "Le port manque de crédits. Le pont est fermé. "
    assert len(encounters_in(title + text)) == 2


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Claire Montbrun parle. Depuis Lyon, où il est en visite, Igor Valkine répond.", ["Igor Valkine"]),
        (
            "Une réunion avec des élus présidée par Claire Montbrun a eu lieu lundi.",
            ["élus", "Claire Montbrun"],
        ),
        (
            "Igor Valkine a tenu une réunion en présence de Claire Montbrun et de Nadia Ferrand.",
            ["Igor Valkine", "Claire Montbrun", "Nadia Ferrand"],
        ),
        (
            "Igor Valkine a salué Claire Montbrun. Il pleuvait. Elle a tenu une réunion de crise à Lyon.",
            ["Claire Montbrun"],
        ),
    ],
)
def test_who_takes_part_is_told_ahead_behind_and_by_a_pronoun(text: str, who: list[str]) -> None:
    (encounter,) = encounters_in(text)
    assert [p.name for p in encounter.participants] == who


@pytest.mark.parametrize(
    "text",
    [
        (
            "La rencontre entre l'exécutif et les pêcheurs a duré une heure.\n"
            "Claire Montbrun a reçu les représentants des pêcheurs."
        ),
        (
            "La rencontre prévue lundi entre Claire Montbrun et Igor Valkine est utile.\n"
            "La rencontre a été reportée à jeudi."
        ),
        (
            "Nadia Ferrand a demandé à Claire Montbrun de recevoir des représentants du port.\n"
            "Le texte est long.\nIl y a du vent.\nLa mer est haute.\n"
            "Nadia Ferrand a demandé à Claire Montbrun de recevoir des représentants des pêcheurs."
        ),
        (
            "Claire Montbrun recevra à un déjeuner-débat avec Igor Valkine des élus.\n"
            "Des élus assisteront au déjeuner."
        ),
        (
            "Claire Montbrun a rencontré des pêcheurs lundi.\n"
            "Des membres du mouvement ont été reçus par le préfet."
        ),
        "Une délégation de pêcheurs a été reçue à la mairie, afin de discuter avec les autorités.",
        (
            "Claire Montbrun a reçu des représentants du port, recevant pendant deux heures Igor Valkine "
            "et Nadia Ferrand."
        ),
    ],
)
def test_one_meeting_in_other_words_is_one(text: str) -> None:
    assert len([e for e in encounters_in(text) if e.kind == "meeting"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        (
            "La rencontre entre l'exécutif et les pêcheurs a duré une heure.\n"
            "Claire Montbrun a reçu les représentants des routiers."
        ),
        "Claire Montbrun a rencontré Igor Valkine lundi.\nClaire Montbrun a rencontré Igor Valkine jeudi.",
        (
            "Nadia Ferrand veut que les pêcheurs soient reçus à la mairie.\n"
            "Les pêcheurs ont reçu Igor Valkine."
        ),
        (
            "Claire Montbrun a rencontré des pêcheurs lundi.\n"
            "Des membres du mouvement fluvial ont été reçus par le préfet."
        ),
    ],
)
def test_two_meetings_in_like_words_are_two(text: str) -> None:
    assert len([e for e in encounters_in(text) if e.kind == "meeting"]) == 2


def test_what_is_put_off_keeps_its_status() -> None:
    (found,) = encounters_in(
        "La rencontre prévue lundi entre Claire Montbrun et Igor Valkine est utile.\n"
        "La rencontre a été reportée à jeudi."
    )
    assert found.status == "postponed"


def test_what_took_place_where_somebody_went_took_place_when_he_went() -> None:
    text = "Claire Montbrun s'est rendue lundi à Lyon, où elle a rencontré Igor Valkine."
    assert stated(text, "time") == ["lundi"]


@pytest.mark.parametrize(
    ("visit", "status"),
    [("annulé", "cancelled"), ("reporté", "postponed")],
)
def test_a_meeting_that_was_to_be_goes_the_way_of_the_visit(visit: str, status: str) -> None:
    text = f"Claire Montbrun a {visit} sa visite à Lyon. Elle devait y rencontrer Igor Valkine."
    assert [encounter.status for encounter in encounters_in(text)] == [status, status]


def test_a_meeting_that_was_to_be_after_one_held_is_planned_still() -> None:
    text = "Claire Montbrun a reçu Igor Valkine. Elle devait rencontrer Nadia Ferrand ensuite."
    assert [encounter.status for encounter in encounters_in(text)] == ["held", "planned"]


def test_somebody_known_by_a_trade_alone_takes_part() -> None:
    (encounter,) = encounters_in("La chanteuse a été reçue lundi par Claire Montbrun.")
    assert [who.name for who in encounter.participants] == ["chanteuse", "Claire Montbrun"]


@pytest.mark.parametrize(
    "text",
    [
        "Claire Montbrun, dont le parti a perdu les élections, a reçu Igor Valkine.",
        "Claire Montbrun a reçu lundi à Lyon, en présence de Nadia Ferrand, Igor Valkine.",
    ],
)
def test_who_acts_and_who_is_met_stand_on_either_side_of_an_aside(text: str) -> None:
    (encounter,) = encounters_in(text)
    assert [who.name for who in encounter.participants] == ["Claire Montbrun", "Igor Valkine"]
