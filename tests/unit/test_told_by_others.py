"""Who is counted, quoted or tested in two accounts: what is of the same people, and what is not."""

from __future__ import annotations

from story_rows_shown import DAYS, apart, in_table, told


def test_others_are_people_of_those_counted_before_them() -> None:
    left = "Un élève est mort et vingt autres ont été blessés dans l'accident."
    assert ("count", "contradicts") in apart(left, "Vingt-quatre élèves ont été blessés dans l'accident.")


def test_vehicles_are_no_rougher_number_of_those_who_were_hurt() -> None:
    left = "Une quinzaine de véhicules ont été précipités dans le vide."
    assert ("count", "refines") not in in_table(left, "Le bilan est de quinze blessés.")


def test_what_a_crash_did_to_others_did_not_happen_to_the_cars() -> None:
    left = "Une collision impliquant trois voitures a fait deux blessés près de Valmont."
    right = "Une collision a blessé trois personnes près de Valmont."
    assert ("count", "agrees") not in in_table(left, right)
    assert ("count", "contradicts") in in_table(left, right)


def test_bullets_are_not_those_who_were_killed() -> None:
    left = "Un homme de 19 ans a été tué dimanche à Valmont."
    assert not apart(left, "Yanis a été tué de deux balles dimanche à Valmont.")


def test_the_dead_of_all_on_board_are_all_the_dead() -> None:
    left = "Un avion s'est écrasé à Valmont, tuant 68 des 92 personnes à bord."
    assert ("count", "contradicts") in apart(left, "Un avion s'est écrasé à Valmont : 81 personnes ont péri.")


def test_two_tests_of_one_driver_are_set_against_each_other() -> None:
    left = "Le conducteur du car a été testé positif au cannabis."
    right = "Le conducteur du car a été testé négatif à l'alcool et aux stupéfiants."
    assert ("decision", "contradicts") in apart(left, right)
    assert ("decision", "agrees") not in in_table(left, right)


def test_levels_of_two_numbers_do_not_agree() -> None:
    left = "L'incident de la centrale de Valmont est classé au niveau 2."
    right = "L'incident survenu à la centrale de Valmont est classé au niveau 1."
    assert ("decision", "agrees") not in in_table(left, right)


def test_one_person_who_is_quoted_both_ways_contradicts_herself() -> None:
    left = "« Je n'ai jamais été maltraitée », a déclaré Léa Morvan."
    right = "« J'ai été maltraitée les premiers mois », a déclaré Léa Morvan."
    assert ("decision", "contradicts") in apart(left, right)


def test_who_is_quoted_denies_what_another_account_tells() -> None:
    left = "Le conducteur a foncé sur un policier."
    right = "« Il n'a pas foncé sur ce policier », affirme son avocat, Karim Benali."
    assert ("decision", "differs") in apart(left, right)


def test_a_verb_behind_a_relative_clause_is_of_what_stands_before_it() -> None:
    left = "Les détecteurs de la mine, où onze mineurs ont péri, fonctionnaient parfaitement."
    assert ("decision", "contradicts") in apart(left, "Les détecteurs de la mine étaient en panne.")


def test_a_restart_that_is_put_off_is_an_update_of_its_day() -> None:
    left = "Le réacteur redémarrera mercredi."
    right = "La direction a reporté au 20 mai le redémarrage du réacteur."
    assert ("time", "updates") in in_table(left, right, days=DAYS)


def test_the_age_of_a_man_is_that_of_whom_he_is_said_to_be() -> None:
    left = "Le conducteur, un homme de 56 ans, est indemne."
    assert ("count", "contradicts") in apart(left, "Le chauffeur, âgé de 59 ans, est indemne.")


def test_those_without_water_for_days_are_counted_as_of_now() -> None:
    left = "Les 1.200 habitants de Valmont sont ravitaillés par camion."
    right = "À Valmont, 1.300 habitants n'ont plus d'eau au robinet depuis dix jours."
    assert ("count", "differs") in apart(left, right)


def test_the_force_of_a_quake_in_a_country_is_that_of_its_town() -> None:
    left = (
        "Un séisme de magnitude 6,4 a frappé la Turquie près d'Ankara. Trente immeubles sont tombés à Ankara."
    )
    right = "Un séisme de magnitude 6,7 a secoué la région d'Ankara dimanche."
    assert {slot for slot, _ in apart(left, right)} == {"count"}


def test_an_airport_named_after_its_town_is_the_airport_of_the_town() -> None:
    left = "L'aéroport de Niamey est fermé depuis dimanche, selon la radio."
    assert ("decision", "updates") in in_table(left, "L'aéroport de Niamey a rouvert.", days=DAYS)


def test_data_that_were_stolen_contradict_that_none_were() -> None:
    left = "Le vol de données bancaires est avéré pour 40.000 clients."
    right = "« Aucune donnée bancaire n'a été dérobée », a déclaré Élise Fontan."
    assert ("decision", "differs") in apart(left, right)


def test_who_says_something_tells_nothing_of_what_is_said() -> None:
    left = "« Je n'ai pas envie d'être là », a dit Sandrine Roux, fleuriste."
    right = "« Je n'ai aucune envie d'être là », explique Sandrine Roux, fleuriste à Valmont."
    assert ("decision", "contradicts") not in apart(left, right)
    assert ("decision", "differs") not in apart(left, right)


def test_a_later_plan_is_no_answer_to_a_quoted_denial() -> None:
    left = "« Le ministère ne paie pas », a dit Paul Vial."
    right = "Le gouvernement propose de payer une prime."
    assert ("decision", "updates") not in in_table(left, right, days=DAYS)


def test_what_is_found_contrary_to_the_constitution_is_not_upheld() -> None:
    left = "Le Conseil constitutionnel a jugé contraires à la Constitution les fouilles préventives."
    right = "Le Conseil constitutionnel a validé les fouilles préventives."
    assert ("decision", "differs") in apart(left, right)
    assert ("decision", "agrees") not in in_table(left, right)


def test_who_is_suspected_of_having_killed_is_not_the_dead() -> None:
    left = "Un gendarme mobile de 29 ans a été tué dimanche à Valmont."
    right = "L'homme de 24 ans soupçonné d'avoir tué un gendarme dimanche à Valmont s'est rendu."
    assert not apart(left, right)


def test_an_operation_that_is_denied_is_the_one_that_another_account_tells() -> None:
    left = "La reine Margaret a été opérée du coeur dimanche à Londres."
    assert ("decision", "differs") in apart(left, "Le palais a démenti toute opération du coeur.")


def test_figures_of_two_stages_are_not_one() -> None:
    left = "Il a remporté samedi la deuxième étape du Tour de Corse, 168 km entre Bastia et Calvi."
    right = "Il a remporté vendredi la première étape du Tour de Corse, 142 km autour d'Ajaccio."
    assert not apart(left, right)
    assert apart(
        left, "Il a remporté samedi la deuxième étape du Tour de Corse, 165 km entre Bastia et Calvi."
    )


def test_arrests_by_two_hours_of_one_day_follow_each_other() -> None:
    left = "À 17 heures, 46 personnes avaient été interpellées à Valmont."
    right = "La police a procédé à 72 interpellations à 20 heures à Valmont."
    assert {relation for _, relation in in_table(left, right)} == {"updates"}


def test_what_a_rate_is_of_counts_nobody() -> None:
    left = "Le taux d'incidence de la grippe atteint 312 cas pour 100.000 habitants."
    assert ("count", "agrees") not in in_table(left, "Il était de 256 cas de grippe pour 100.000 habitants.")


def test_topics_that_were_raised_and_were_not_are_set_apart() -> None:
    left = "« Les sanctions ont été évoquées », a indiqué Ana Roux."
    right = "« Les sanctions n'ont pas été évoquées », a affirmé Vladimir Sorokine."
    assert ("decision", "differs") in apart(left, right)


def test_who_hit_whom_is_not_agreed_on_the_other_way_round() -> None:
    left = "Un navire chinois a percuté un bateau de pêche japonais près des îles."
    right = "Un bateau de pêche japonais a heurté un navire chinois près des îles."
    assert ("decision", "agrees") not in in_table(left, right)


def test_an_hour_is_not_of_the_day_since_which_somebody_was_missing() -> None:
    left = "Disparue depuis dimanche, Lina a été retrouvée mardi. Un promeneur l'a découverte vers 8h15."
    accounts = told(left, "Lina a été retrouvée mardi à 8h15.", days=("2031-05-13", "2031-05-13"))
    hours = {c.value.edtf for a in accounts for c in a.comparables if c.stated.endswith("8h15")}
    assert {hour.rstrip("~") for hour in hours} == {"2031-05-13T08:15"}


def test_an_age_that_both_articles_tell_is_set_against_no_other_one() -> None:
    left = "Un policier de 29 ans a été blessé par balle à Valmont."
    right = "Un homme de 24 ans s'est rendu. Le policier blessé, âgé de 29 ans, a quitté l'hôpital."
    assert not apart(left, right)


def test_two_men_whose_ages_lie_far_apart_are_two_men() -> None:
    left = "Un homme de 35 ans a été tué dans le tramway de Valmont."
    right = "Un homme de 20 ans est soupçonné d'avoir tué un passager du tramway de Valmont."
    assert not any(slot == "count" for slot, _ in apart(left, right))
