"""What headlines of one event say in other words, and of several people and things, sets nothing apart."""

from __future__ import annotations

import pytest

from story_rows_shown import apart, crosschecked, told

ONE_DAY = ("2031-05-14T08:00:00+02:00", "2031-05-14T18:00:00+02:00")
TWO_DAYS = ("2031-05-13T08:00:00+02:00", "2031-05-14T18:00:00+02:00")


def slots_apart(left: str, right: str, *, days: tuple[str, ...] = ONE_DAY) -> set[str]:
    return {slot for slot, _ in apart(left, right, days=days)}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("La journaliste détenue à Sorn a été libérée.", "Ana Roux, détenue à Sorn, rentre chez elle."),
        ("Trois otages et dix détenus ont été libérés.", "Gerland : trois otages et dix captifs libérés"),
        ("Le maire de Valmont a été réélu sans opposition.", "Le maire de Valmont a été réélu dimanche."),
        ("Kessel accuse Sorn de ne pas respecter la trêve.", "Kessel accuse Sorn d'avoir violé la trêve."),
        ("Le ministre a toujours nié tout lien.", "Le ministre avait nié en avril dernier tout lien."),
        ("Le conducteur a tué un piéton.", "« Je n'ai jamais voulu tuer le piéton », dit le conducteur."),
        ("Le maire appelle à ne pas fermer la halle.", "Le maire ferme la halle."),
        ("L'agence n'a pas modifié la note.", "La note avait été modifiée par l'agence en mars."),
        ("Les dockers refusent de charger le navire.", "Les dockers ont refusé jeudi de charger le navire."),
        (
            "« Ce n'est pas le moment de partir », dit Ana Roux.",
            "Ce n'est pas le « moment de partir », dit-elle.",
        ),
        ("Kessel exclut toujours l'entrée d'aide à Sorn.", "Kessel exclut l'entrée d'aide à Sorn."),
        (
            "L'accord confirme l'abandon de la fermeture.",
            "La mairie confirme qu'il n'y aura pas de fermeture.",
        ),
    ],
)
def test_what_is_only_called_so_or_denied_by_both_is_no_contrary(left: str, right: str) -> None:
    assert "decision" not in slots_apart(left, right)


@pytest.mark.parametrize(
    ("left", "right", "slot"),
    [
        ("Un car s'est renversé à Chartres.", "Un car s'est renversé en Eure-et-Loir.", "place"),
        (
            "La visite a lieu quinze jours après la crue.",
            "La visite a lieu deux semaines après la crue.",
            "duration",
        ),
        (
            "Après des mois de travaux, le pont rouvre.",
            "Après dix jours de travaux, le pont rouvre.",
            "duration",
        ),
        (
            "Une femme et ses deux filles sont mortes à Valmont.",
            "Trois personnes sont mortes à Valmont.",
            "count",
        ),
        (
            "Cinq choses à savoir sur le maire de Valmont",
            "Dix choses à savoir sur le maire de Valmont",
            "count",
        ),
        ("À trois semaines du vote, Valmont défile.", "À deux semaines du vote, Valmont défile.", "duration"),
    ],
)
def test_one_value_told_in_another_way_sets_nothing_apart(left: str, right: str, slot: str) -> None:
    assert slot not in slots_apart(left, right)


def test_one_person_in_two_spellings_is_no_other_mouth() -> None:
    left = "« Il n'y aura pas de trêve cet hiver », a dit Benjamin Kessler."
    assert not slots_apart(left, left.replace("Benjamin Kessler", "Benyamin Kesslère"))


def test_each_article_tells_the_day_of_its_own_news() -> None:
    left, right = "Trois otages ont été libérés ce mardi.", "Trois otages ont été libérés ce mercredi."
    assert "time" not in slots_apart(left, right, days=TWO_DAYS)


def test_far_fewer_dead_on_a_later_day_are_those_of_another_raid() -> None:
    left, right = "Une frappe a fait 40 morts à Sorn.", "Une frappe a fait 41 morts à Sorn."
    _, rows = crosschecked(told(left, right, days=TWO_DAYS))
    assert [row.relation for row in rows if row.slot == "count"] == ["updates"]
    assert "count" not in slots_apart(left, right.replace("41", "30"), days=TWO_DAYS)


def test_what_was_not_so_yet_is_news_when_it_is() -> None:
    left = "Le président de la chambre n'a pas encore été élu."
    assert "decision" not in slots_apart(left, "Le président de la chambre a été élu.", days=TWO_DAYS)
