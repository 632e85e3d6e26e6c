"""What is asked for, allowed, planned or over: what accounts say of it is no other measure of what is so."""

from __future__ import annotations

import pytest

from story_rows_shown import DAYS, apart, crosschecked, in_table, told


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "Les syndicats exigent l'embauche de 120 intérimaires.",
            "L'accord prévoit l'embauche de 90 intérimaires.",
        ),
        ("Le convoi roulait à 70 km/h.", "La vitesse du convoi était limitée à 60 km/h."),
        ("Les classes dépassent trente élèves.", "La moyenne est de 28 élèves par classe."),
        ("Le séisme était de magnitude 6,1.", "Une réplique du séisme, de magnitude 5, a suivi."),
        ("Le ministre annonce vingt policiers supplémentaires.", "Deux policiers patrouillent au port."),
        ("Il risque un an de suspension.", "La suspension est de neuf mois."),
        ("Quatre ans de prison requis contre le maire.", "Le maire est condamné à trois ans de prison."),
    ],
)
def test_what_may_be_or_is_asked_for_is_not_set_against_what_is(left: str, right: str) -> None:
    assert not apart(left, right)


def test_what_two_accounts_give_as_a_bound_is_compared() -> None:
    assert apart("La vitesse était limitée à 60 km/h.", "La vitesse était limitée à 70 km/h.")


def test_a_sentence_behind_a_court_is_compared() -> None:
    left = "Le maire a été condamné à cinq ans de prison, dont trois ferme."
    assert ("duration", "contradicts") in in_table(left, "Le maire a été condamné à quatre ans de prison.")


def test_a_state_that_ends_is_an_update_and_no_contradiction() -> None:
    found = in_table(
        "Le tunnel de Valmont est fermé.", "Le tunnel de Valmont a rouvert à 18 heures.", days=DAYS
    )
    assert ("decision", "updates") in found
    assert ("decision", "contradicts") not in found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (
            "La circulation sera interrompue entre Valmont et Tarnac.",
            "La circulation ne reprendra pas avant lundi entre Valmont et Tarnac.",
        ),
        (
            "La banque centrale a annoncé lundi une hausse des taux.",
            "La banque centrale a exclu toute nouvelle hausse des taux.",
        ),
        (
            "Valoria supprime 1.200 postes en France.",
            "Valoria confirme la fermeture de son usine de Tressac.",
        ),
    ],
)
def test_what_only_sounds_like_a_denial_is_no_contradiction(left: str, right: str) -> None:
    assert ("decision", "contradicts") not in apart(left, right)


def test_what_had_been_planned_and_is_called_off_foresees_nothing() -> None:
    left, right = "Le concert de samedi est maintenu.", "Le concert prévu samedi a été annulé."
    assert ("decision", "contradicts") in apart(left, right)


def test_one_watcher_is_no_other_wording_of_two() -> None:
    left = "Selon la mairie, deux maîtres-nageurs surveillaient le grand bassin."
    right = "Selon une mère, un seul maître-nageur surveillait le grand bassin."
    assert {slot for slot, _ in in_table(left, right)} >= {"count"}
    assert "wording" not in {slot for slot, _ in in_table(left, right)}


def test_a_blockade_that_was_lifted_is_the_contrary_of_a_blockade() -> None:
    found = in_table(
        "Les marins bloquent le port depuis mardi.", "Le blocage du port a été levé jeudi.", days=DAYS
    )
    assert not [row for row in found if row == ("time", "contradicts")]


def test_a_length_in_whole_units_is_no_other_than_the_exact_one() -> None:
    left = "Elle a gagné la course en 16 jours, 7 heures et 22 minutes."
    assert not apart(left, "Elle a gagné la course en seize jours et sept heures.")


def test_the_age_of_somebody_quoted_is_nobody_elses() -> None:
    left = "« On a basculé tout doucement », raconte Lina Morel, 12 ans."
    assert not apart(left, "Une seule collégienne, 13 ans, reste à l'hôpital.")


def test_two_dates_of_the_only_plan_of_two_people_are_set_apart() -> None:
    left = "Ana Roux a rencontré Paul Morel lundi à Lyon. Ils doivent se revoir en novembre à Bruxelles."
    right = (
        "Paul Morel a rencontré Ana Roux lundi à Lyon. "
        "Une nouvelle rencontre est prévue en décembre à Bruxelles."
    )
    _, rows = crosschecked(told(left, right))
    assert "contradicts" in {row.relation for row in rows if row.slot == "time"}


def test_reports_that_tell_the_contrary_are_no_rewording() -> None:
    left = "La piste criminelle est privilégiée, selon le procureur."
    _, rows = crosschecked(told(left, "La piste criminelle est écartée, selon le procureur."))
    assert not [row for row in rows if row.slot == "wording" and row.relation == "reworded"]


def test_a_date_that_is_moved_is_an_update_and_the_old_one_is_agreed_on_by_nobody() -> None:
    later = "Le procès de Paul Vial, initialement prévu le 4 juin, a été repoussé au 12 juillet."
    days = ("2031-05-12T09:00:00+02:00", "2031-05-14T09:00:00+02:00")
    found = in_table("Le procès de Paul Vial s'ouvrira le 4 juin à Valmont.", later, days=days)
    assert ("time", "updates") in found
    assert ("time", "agrees") not in found


def test_the_moment_at_which_a_state_holds_is_no_time_of_an_event() -> None:
    left = "Les parents bloquaient lundi l'école de Saint-Bris."
    right = "Les parents ont occupé mardi l'école de Saint-Bris."
    assert "time" not in {slot for slot, _ in apart(left, right)}


def test_what_remains_so_since_a_day_has_begun_that_day() -> None:
    left = "Les écoles de Valmont restent fermées depuis lundi."
    assert ("time", "contradicts") in apart(left, "Les écoles de Valmont sont fermées depuis mardi.")


def test_a_count_at_another_hour_is_a_later_figure() -> None:
    left = "Quelque 1.200 foyers étaient privés d'électricité lundi à 7 heures."
    right = "Environ 400 foyers restaient privés d'électricité lundi à midi."
    assert ("count", "updates") in in_table(left, right, days=(DAYS[0], DAYS[0]))


def test_an_occupation_that_was_lifted_is_over() -> None:
    found = in_table(
        "Des parents bloquent l'école de Saint-Bris.",
        "Les parents ont levé samedi l'occupation de l'école de Saint-Bris.",
        days=DAYS,
    )
    assert ("decision", "updates") in found
    assert ("decision", "agrees") not in found


def test_what_somebody_says_of_himself_is_set_against_what_is_said_of_him() -> None:
    left = "Paul Vial a été limogé mardi par le club."
    right = "Paul Vial conteste. « Je n'ai pas été limogé, je suis parti », a déclaré Paul Vial."
    assert ("decision", "differs") in apart(left, right)


def test_a_denial_of_what_is_told_with_what_stands_beside_it_is_one() -> None:
    left = "« Aucune donnée de patient n'a été volée », a assuré la directrice, Anne Roche."
    assert ("decision", "differs") in apart(left, "Les données de 600 patients ont été dérobées.")


def test_what_somebody_denies_having_paid_is_agreed_on_by_nobody() -> None:
    left = "L'indemnité de départ s'élève à 800.000 euros."
    found = in_table(left, "Le club a démenti avoir versé 800.000 euros d'indemnité.")
    assert ("amount", "agrees") not in found


def test_two_polls_asked_two_numbers_of_people() -> None:
    left = "Le sondage a été réalisé auprès de 804 personnes."
    assert not apart(left, "L'enquête a été menée auprès de 600 personnes.")


def test_an_agreement_that_was_signed_is_the_contrary_of_none() -> None:
    left = "Aucun accord n'a été signé."
    assert ("decision", "contradicts") in apart(left, "Les deux pays ont signé un protocole d'accord.")


def test_who_refuses_to_go_to_a_blockade_denies_no_blockade() -> None:
    left = "Paul Vial a exclu de se rendre sur le barrage de Sauzelles."
    assert not apart(left, "Plus de 200 tracteurs bloquent la route de Sauzelles.")


def test_hours_of_one_past_day_contradict_each_other_in_a_later_article_as_well() -> None:
    days = ("2031-05-12T18:00:00+02:00", "2031-05-13T19:00:00+02:00")
    left, right = (
        f"La circulation a été rétablie lundi {hour} sur l'autoroute A77." for hour in ("à 14 heures", "soir")
    )
    assert ("time", "updates") not in in_table(left, right, days=days)


def test_two_thieves_and_two_who_are_charged_are_not_one_count() -> None:
    left = "Deux hommes ont dérobé une toile au musée Delorme."
    assert ("count", "agrees") not in in_table(left, "Deux hommes ont été mis en examen samedi.")


def test_an_encounter_that_one_account_denies_is_the_one_that_another_tells() -> None:
    left = "Ana Roux n'a pas rencontré Paul Morel."
    right = "Ana Roux s'est entretenue vingt minutes avec Paul Morel à l'aéroport."
    assert ("status", "contradicts") in apart(left, right)


def test_two_months_of_the_only_journey_of_one_person_are_set_apart() -> None:
    left = "Une visite d'Ana Roux à Oslo est prévue en septembre."
    assert ("time", "contradicts") in apart(left, "Ana Roux se rendra à Oslo en octobre.")


def test_who_refuses_an_offer_does_not_state_it() -> None:
    left = "Paul Vial a refusé l'offre d'une hausse des salaires de 2,5 %."
    assert ("decision", "agrees") not in in_table(
        left, "Anne Roche propose une hausse des salaires de 2,5 %."
    )


def test_who_is_beaten_says_nothing_against_who_beat_him() -> None:
    left = "Claire Danton remporte l'élection législative face à Yves Morel."
    assert not apart(left, "Yves Morel a reconnu sa défaite à l'élection législative.")


def test_a_word_behind_an_article_is_a_noun_and_no_form_of_a_verb() -> None:
    left = "Le vote aura lieu le 19 octobre."
    assert ("time", "contradicts") in apart(left, "Un vote sera organisé le 12 octobre.")
    assert not apart(
        "Les lycéens ont participé à la marche de Valmont.", "Le tunnel de Valmont ne marche pas."
    )


def test_as_many_victims_are_not_the_injured() -> None:
    left = "Deux skieurs sont morts et trois personnes ont été légèrement blessées à Valmont."
    right = "Un corps a été retrouvé à Valmont, portant à trois le nombre des victimes."
    assert ("count", "agrees") not in in_table(left, right)
