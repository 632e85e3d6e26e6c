"""Durations, times, places and denials of a story: what is read of them, and which are set side by side."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.stages.crosscheck.event_facts import Fact
from recoupe.stages.text.folded import folded
from story_rows_shown import rows, shown, told

PACK = load_pack("fr")


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        (
            "Le tunnel a été fermé pendant une heure.",
            "La fermeture du tunnel a duré trois heures.",
            "contradicts",
        ),
        ("Le procès a été suspendu deux jours.", "La suspension a duré deux jours.", "agrees"),
        (
            "Le match a été interrompu 35 minutes.",
            "La partie a été stoppée plus d'une demi-heure.",
            "refines",
        ),
    ],
)
def test_durations_of_one_event_are_set_side_by_side(left: str, right: str, relation: str) -> None:
    assert ("duration", relation) in shown(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Le tunnel a été fermé pendant une heure.", "La grève a duré trois heures."),
        ("Le maire, 59 ans, a été détenu.", "Sa détention a duré quarante heures."),
        ("Le tunnel a été fermé trois jours.", "Le tunnel avait été fermé deux ans en 2015."),
        ("Il est resté en détention près de deux jours.", "Sa détention a duré quarante-quatre heures."),
    ],
)
def test_durations_of_other_things_or_rounded_ones_are_not_set_apart(left: str, right: str) -> None:
    assert not {r for s, r in shown(left, right) if r in ("contradicts", "differs")}


def test_two_days_of_one_event_exclude_each_other_and_a_changed_plan_is_an_update() -> None:
    now = shown("Le pont de Lerne a rouvert mardi.", "Le pont de Lerne a rouvert lundi.")
    assert ("time", "contradicts") in now
    later = shown(
        "Le pont de Lerne rouvrira le 15 mai.",
        "La réouverture du pont de Lerne est fixée au 30 juin.",
        days=("2031-05-02T09:00:00+02:00", "2031-05-12T09:00:00+02:00"),
    )
    assert ("time", "updates") in later
    assert ("time", "contradicts") not in later


def test_hours_of_the_clock_close_to_each_other_are_of_one_moment() -> None:
    crash = "Une barge chargée de sable a percuté le pont {} mercredi 14 mai."
    assert ("time", "contradicts") in shown(crash.format("à 6 h 15"), "L'accident s'est produit à 6 h 40.")
    assert ("time", "refines") in shown(crash.format("vers 6 h 30"), "L'accident s'est produit à 6 h 38.")
    assert not shown(crash.format("à 6 h 15"), "Les écoles ont rouvert à 14 heures.")


def test_when_something_was_said_is_not_when_it_happened() -> None:
    assert not {
        r
        for s, r in shown(
            "La fermeture du pont de Lerne a été annoncée lundi.", "Le pont de Lerne a fermé mercredi."
        )
        if s == "time"
    }


def test_another_place_of_one_event_is_no_divergence() -> None:
    assert not {
        s
        for s, _ in shown(
            "Le camion blindé est fabriqué à Lyon.", "Le camion blindé est fabriqué dans le Rhône."
        )
        if s == "place"
    }
    assert not {
        s for s, _ in shown("Le contrôle a eu lieu à Milan.", "Le maire vient de Turin.") if s == "place"
    }


@pytest.mark.parametrize(
    ("left", "right", "is_row"),
    [
        ("La halle a brûlé hier à Lyon.", "Une halle ancienne a brûlé à Lyon, dit le maire.", True),
        ("Une exposition s'ouvre à Lyon.", "Le ministre est arrivé à Lyon dans la matinée.", False),
        ("Un incendie a détruit la halle en France.", "La halle a brûlé en France, selon le maire.", False),
        ("Le feu a détruit la halle à Lyon.", "Le feu a détruit la halle à Lyon.", False),
        ("Aucun incendie n'a eu lieu ni à Lyon ni ailleurs.", "La halle a brûlé à Lyon hier.", False),
    ],
)
def test_a_place_is_a_row_where_one_event_is_told_there_in_two_texts(
    left: str, right: str, is_row: bool
) -> None:
    assert ("place" in {slot for slot, _ in shown(left, right)}) is is_row


@pytest.mark.parametrize(
    ("left", "right", "is_row"),
    [
        ("La fonderie a rouvert jeudi après-midi.", "La fonderie a rouvert jeudi.", True),
        ("La halle a brûlé jeudi à Lyon.", "La halle a brûlé jeudi à Lyon, dit le maire.", True),
        ("Les trains repartent jeudi à 17 heures.", "Le maire ouvre la fonderie jeudi.", False),
        ("Le feu a pris jeudi à 17 heures à Lyon.", "Le feu a pris jeudi à Nantes.", False),
    ],
)
def test_an_hour_lies_in_the_day_of_the_same_event_of_the_same_town(
    left: str, right: str, is_row: bool
) -> None:
    assert ("time" in {slot for slot, _ in shown(left, right)}) is is_row


def test_the_time_of_the_article_itself_is_no_time_to_compare() -> None:
    told = ("Le maire se trouve actuellement en vacances.", "Le maire est actuellement en vacances à la mer.")
    assert not {slot for slot, _ in shown(*told) if slot == "time"}


@pytest.mark.parametrize(
    ("affirmed", "denied"),
    [
        ("Trois accidents ont été signalés en France.", "Aucun accident n'a été signalé en France."),
        ("La chaussée était verglacée.", "La route n'était pas verglacée."),
        (
            "L'accord fixe un calendrier contraignant.",
            "Il n'y a pas de calendrier contraignant dans l'accord.",
        ),
        ("La délégation a été reçue en préfecture.", "Aucune délégation n'a été reçue en préfecture."),
    ],
)
def test_what_one_affirms_and_another_denies_is_a_row(affirmed: str, denied: str) -> None:
    assert {r for s, r in shown(affirmed, denied) if s == "decision"} <= {"contradicts", "differs"}
    assert "decision" in {s for s, _ in shown(affirmed, denied)}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Des riverains demandent l'ouverture d'une enquête.", "Aucune enquête n'a été ouverte."),
        ("Le maire a fermé la piscine.", "La piscine n'a pas été vendue."),
        ("Ils n'étaient guère plus de cent dans les rues de Lyon.", "Lyon est dans la rue."),
        ("Le tunnel n'a été fermé que lundi.", "Le tunnel a été fermé lundi."),
        (
            "Les deux maires ont parlé de la réouverture du tunnel de Lerne.",
            "C'est leur première rencontre depuis la fermeture du tunnel de Lerne.",
        ),
    ],
)
def test_a_wish_or_another_denial_opposes_nothing(left: str, right: str) -> None:
    assert not [row for row in rows(left, right) if row.slot == "decision"]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("La papeterie Aubrac nie tout déversement.", "Un produit s'est déversé dans la Lerne."),
        ("La directrice a refusé de recevoir les élus.", "La directrice a reçu les élus mardi."),
        ("Personne n'a été blessé.", "Trois spectateurs ont été blessés."),
        ("La digue a tenu.", "Dans la nuit, la digue a cédé."),
        ("Aucune enquête n'est ouverte.", "Le parquet a confirmé l'ouverture d'une enquête."),
        ("Le député Brisset était absent.", "Le député Brisset était présent à la réunion et a voté."),
    ],
)
def test_a_refusal_a_denial_and_a_contrary_oppose_what_happened(left: str, right: str) -> None:
    assert {r for s, r in shown(left, right) if s == "decision"} & {"contradicts", "differs"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # What is denied has to be told by a clause that is about it.
        ("Aucun spectateur n'a été blessé.", "Le gardien s'est adressé aux spectateurs."),
        ("Il n'y aura pas d'audience.", "Le juge l'a dit lundi à l'audience."),
        # Words of negation that turn round no one thing.
        ("Le maire n'exclut pas une fermeture du pont.", "La fermeture du pont est décidée."),
        ("Je suis pas venu au marché.", "Il est venu au marché."),
        ("Certains commerçants n'ont pas été prévenus.", "Les commerçants ont été prévenus."),
        ("Rien ne permet de dire que le pont a été fermé.", "Le pont n'a pas été fermé."),
        # The one after the other.
        ("Le maire a été arrêté puis libéré. Le maire a été libéré.", "Le maire a été arrêté."),
        ("La hausse de la taxe est annulée.", "Six mois sans hausse de la taxe."),
        # Other people.
        ("Anne Faure n'a pas signé le texte.", "Le texte a été signé par Luc Morand."),
    ],
)
def test_what_may_be_as_true_as_the_other_is_not_set_against_it(left: str, right: str) -> None:
    assert not [row for row in rows(left, right) if row.slot == "decision"]


def test_what_two_copies_tell_alike_is_set_against_neither() -> None:
    both = "La route est fermée, dit le maire. « La route n'est pas fermée », répond un riverain."
    assert "decision" not in {slot for slot, relation in shown(both, both) if relation != "agrees"}
    assert ("decision", "contradicts") in shown("La route est fermée.", "La route n'est pas fermée.")


def test_a_bare_noun_affirms_nothing() -> None:
    assert not [
        row for row in rows("L'accord, enfin.", "L'accord n'a pas été signé.") if row.slot == "decision"
    ]


def test_what_is_no_longer_so_and_the_contrary_of_the_day_after_are_updates() -> None:
    left = "La route du col de Merle est fermée."
    later = ("2031-05-12T09:00:00+02:00", "2031-05-14T09:00:00+02:00")
    assert ("decision", "updates") in shown(left, "La route du col de Merle a rouvert.", days=later)
    assert ("decision", "updates") in shown(left, "La route du col de Merle n'est plus fermée.", days=later)


def test_the_hour_of_what_both_articles_are_about_is_compared_whatever_words_tell_it() -> None:
    left = "Un car s'est couché lundi vers 7 h 20 sur la route du col."
    right = "Le car des élèves était en retard lundi. L'accident s'est produit à 7 h 40, selon les pompiers."
    assert ("time", "differs") in shown(left, right)
    assert ("time", "differs") in shown(left, "Lundi, au col de Merle. Il était 7 h 40, selon le chauffeur.")
    visit = shown(left, "Lundi, le maire est venu au col à 9 h 40.")
    assert not {("time", "differs"), ("time", "contradicts")} & set(visit)


def test_an_hour_of_no_named_day_is_on_the_day_that_others_name() -> None:
    left = "Un car s'est renversé lundi à 7 h 20 sur la route du col."
    later = ("2031-05-12T09:00:00+02:00", "2031-05-19T09:00:00+02:00")
    right = "Le car des élèves roulait trop vite. L'accident s'est produit à 7 h 40, selon les pompiers."
    assert ("time", "contradicts") in shown(left, right, days=later) or ("time", "differs") in shown(
        left, right, days=later
    )
    assert ("time", "agrees") in shown(left, right.replace("7 h 40", "7 h 20"), days=later)


def test_a_third_account_that_says_the_same_as_one_of_two_is_set_against_the_other() -> None:
    texts = (
        "Le boxeur est jugé pour avoir agressé deux gendarmes à Lormont le 8 mai.",
        "Le boxeur a été condamné à un an de prison pour avoir agressé deux gendarmes à Lormont le 5 mai.",
        "Le boxeur a été condamné à un an de prison pour avoir agressé deux gendarmes le 5 mai à Lormont.",
    )
    (row,) = [row for row in rows(*texts) if row.slot == "time"]
    assert (row.relation, sorted(len(p.document_ids) for p in row.positions)) == ("contradicts", [1, 2])


def test_a_part_of_a_duration_is_no_duration_of_the_same_thing() -> None:
    left = "Le notaire a été condamné à trois ans de prison."
    right = "Le notaire a été condamné à cinq ans de prison, dont trois ans ferme."
    assert ("duration", "agrees") not in shown(left, right)


def test_an_hour_told_as_about_leaves_minutes_only() -> None:
    left = "Un car s'est couché lundi vers 7 h 20 sur la route du col."
    assert ("time", "refines") in shown(left, "Un car s'est couché lundi à 7 h 23 sur la route du col.")
    assert ("time", "contradicts") in shown(left, "Un car s'est couché lundi à 7 h 35 sur la route du col.")


def test_a_time_without_a_known_event_is_compared_by_the_words_of_its_clause() -> None:
    left = "Les sirènes de Valmont ont réveillé le quartier des Tilleuls à 3 h 10."
    right = "À 3 h 10, les sirènes ont réveillé le quartier des Tilleuls."
    assert ("time", "agrees") in shown(left, right)


@pytest.mark.parametrize(
    "case",
    read_cases(PACK.folder / "cases" / "story_facts.txt"),
    ids=lambda case: f"{case.rule}:{case.line}",
)
def test_each_rule_finds_its_cases_and_no_others(case: Case) -> None:
    rule = next(r for r in PACK.rules("story_facts") if r.id.endswith(f"/{case.rule}"))
    found = [m.group() for m in rule.pattern.finditer(folded(case.text))]
    if case.positive:
        assert folded(case.marks[0][1].of(case.text)).strip() in [f.strip() for f in found]
    else:
        assert found == []


def test_the_examples_of_the_rules_hold() -> None:
    for rule in PACK.rules("story_facts"):
        assert rule.pattern.search(folded(rule.example)), rule.id
        assert not rule.pattern.search(folded(rule.counter_example)), rule.id


def test_what_clauses_have_in_common_is_added_up_exactly_in_whatever_order() -> None:
    (account,) = told("Le pont de Lerne a fermé lundi à midi.")
    clause = next(c for c in account.comparables if c.slot == "decision")
    assert clause.setting is not None
    keys = tuple(f"mot{i}" for i in range(10))
    setting = replace(clause.setting, around=keys)
    fact = Fact(clause, setting, dict.fromkeys(keys, 0.1), frozenset())
    assert fact.weight == fact.in_common(fact) == 1.0


@pytest.mark.parametrize(
    ("late", "hours", "relation"),
    [
        # The next day the contrary is news, unless somebody says it against the account of the day before.
        ("La route du col de Merle est fermée.", 22, "updates"),
        ("La route du col de Merle est fermée.", 6, "contradicts"),
        ("Selon la mairie, la route du col de Merle est fermée.", 22, "differs"),
        ("Selon la mairie, la route du col de Merle est fermée.", 96, "updates"),
    ],
)
def test_the_contrary_of_an_earlier_account_is_news_of_the_next_day(
    late: str, hours: int, relation: str
) -> None:
    days = (
        "2031-05-02T09:00:00+02:00",
        f"2031-05-0{2 + (9 + hours) // 24}T{(9 + hours) % 24:02}:00:00+02:00",
    )
    assert ("decision", relation) in shown("La route du col de Merle est ouverte.", late, days=days)
