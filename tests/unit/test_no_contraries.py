"""What sounds like a contrary and is none, as daily headlines tell it, each beside one that is."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from recoupe.records.values import Where
from recoupe.stages.crosscheck.rows import court_of, judge
from recoupe.stages.values.compare import match_values
from story_rows_shown import apart, crosschecked, in_table, told

DAY, NEXT = "2031-05-13T18:00:00+02:00", "2031-05-14T18:00:00+02:00"

NO_CONTRARIES = {
    "two say no to one thing": (
        "Vaccin Corvex : la justice ne prévoit aucune indemnisation aux plaignants de Valmont.",
        "Vaccin Corvex : la justice rejette une indemnisation par l'État.",
    ),
    "who refuses a thing does not tell of it": (
        "Refus de permis : Jean Valtier ne plaide plus coupable.",
        "Refus de permis : le maire Jean Valtier refuse le « plaider coupable ».",
    ),
    "failing in a duty is not doing it": (
        "Il lui était reproché de ne pas s'être enregistré comme agent de l'étranger.",
        "Les autorités l'accusaient d'avoir manqué à son obligation de s'enregistrer comme agent.",
    ),
    "two parties part, not two accounts": (
        "Conseil des sages : pourquoi les Progressistes s'opposent à la nomination de Paul Ferrel.",
        "Conseil des sages : pourquoi l'Union populaire ne s'est pas opposée à la nomination de Paul Ferrel.",
    ),
    "steps of one course, and nobody knows which article came first": (
        "Un prisonnier muni d'une arme a retenu cinq personnes vendredi à la centrale de Valmont.",
        "Un détenu de la centrale de Valmont a libéré vendredi les cinq personnes qu'il retenait.",
    ),
    "a denial before the quotation marks": (
        "« Je ne participerai pas à un truc d'appareils qui produit une synthèse molle », dit Luc Morel.",
        "Luc Morel se refuse à « participer à un truc d'appareils qui produit une synthèse molle ».",
    ),
    "a verb that denies what is quoted behind it": (
        "« La milice n'a pas accepté la nouvelle offre de trêve », assure Paul Ferrel.",
        "Paul Ferrel dément que « la milice a accepté la nouvelle offre de trêve ».",
    ),
    "a negation in what the other leaves out": (
        "Paul Ferrel promet « moins d'impôts, une défense bien meilleure pour les îliens et aucun droit ».",
        "Paul Ferrel promet « moins d'impôts et une défense bien meilleure pour les îliens ».",
    ),
    "a word of which one letter is printed": (
        "« Éliminer ce p..... de maire », dit la lettre reçue par Luc Morel.",
        "« Éliminer ce putain de maire » : Luc Morel menacé dans un courrier.",
    ),
    "new ones are no other number of all": (
        "Rapt du notaire de Valmont : deux nouveaux suspects interpellés.",
        "Rapt du notaire de Valmont : cinq personnes ont été interpellées et la rançon n'est pas versée.",
    ),
    "a couple is two": (
        "Un homme a ouvert le feu mercredi devant la mairie de Valmont, tuant deux employés de la ville.",
        "Un jeune couple d'employés de la ville a été abattu mercredi devant la mairie de Valmont.",
    ),
    "an age that somebody had once": (
        "La doyenne du village, Rose Callot, est décédée à l'âge de 108 ans jeudi à Valmont.",
        "Née à Paris, la doyenne de Valmont avait reçu une médaille à l'âge de 102 ans.",
    ),
    "counted within other lengths of time": (
        "Valmont : 60 corps extraits en deux jours d'une mine désaffectée.",
        "Mine désaffectée de Valmont : 78 corps extraits en trois jours.",
    ),
    "either of two things happened to those counted": (
        "Un cartel se déchire : 136 enfants morts ou disparus dans la guerre du Sinola.",
        "Dans la guerre du Sinola, 39 mineurs ont été assassinés et 97 ont disparu.",
    ),
    "a verb that says nothing without its object": (
        "Certains produits de Valmont ne seront pas concernés par les droits de douane.",
        "Le changement va également concerner des catégories de produits de Valmont.",
    ),
    "what is called impossible is not told of": (
        "Luc Morel a jugé impossible un retour de l'âge de la retraite à 62 ans.",
        "Luc Morel a exclu un retour de l'âge de la retraite à 62 ans.",
    ),
    "two people beside one remark, one of whom is spoken to": (
        "Luc Morel appelle Ana Roux à « mettre fin aux frappes sur le port et à revenir à la trêve ».",
        "Ana Roux, que Luc Morel a appelée, va « mettre fin aux frappes sur le port et revenir à la trêve ».",
    ),
    "the cause of a closure that is not suspect": (
        "L'aéroport de Valmont a fermé vendredi à cause d'un incendie.",
        "Aéroport de Valmont : l'incendie à l'origine de la fermeture « ne semble pas suspect ».",
    ),
    "a noun behind an adjective is no verb": (
        "Nous avons lu Espero, le nouveau livre du pape qui sort ce mercredi.",
        "Dans Espero, le pape ne livre pas d'informations inédites.",
    ),
    "a hyphen makes one word": (
        "Los Vallos a connu une nuit calme, tandis que la contestation gagnait d'autres villes du pays.",
        "La contestation contre les expulsions de sans-papiers gagne le pays.",
    ),
}


@pytest.mark.parametrize("why", NO_CONTRARIES)
def test_two_accounts_do_not_part(why: str) -> None:
    assert apart(*NO_CONTRARIES[why]) == set()


CONTRARIES = {
    "one hit, the other not": (
        "Le village de Valmont n'a pas été touché par les coulées.",
        "Le village de Valmont a été fortement touché.",
    ),
    "one person who knew, or did not": (
        "Le ministre avait connaissance des faits, selon une enquête.",
        "Le ministre affirme ne pas avoir eu connaissance de tels faits.",
    ),
    "new ones by two numbers": (
        "Le Front revendique 20 000 nouveaux adhérents depuis dimanche.",
        "Le Front revendique 10 000 nouveaux adhérents depuis dimanche.",
    ),
    "the first day of a year that the other leaves out": (
        "La réforme des retraites s'appliquera en 2032, selon le ministère.",
        "La réforme des retraites n'entrera en vigueur qu'au 1er janvier 2033, selon la caisse.",
    ),
    "two months of one inquiry that one clause only names": (
        "La justice l'entend dans une enquête ouverte en octobre à Valmont.",
        "L'enquête de Valmont est née en septembre d'une dénonciation.",
    ),
    "two years of one production": (
        "L'usine produira ses batteries à Valmont à partir de 2033.",
        "L'usine de Valmont : la production de batteries n'interviendrait pas avant 2035.",
    ),
    "a negation within what both quote": (
        "« Nous ne fermerons pas le site de Valmont avant l'hiver », a dit Luc Morel.",
        "« Nous fermerons le site de Valmont avant l'hiver », a dit Luc Morel.",
    ),
}


@pytest.mark.parametrize("why", CONTRARIES)
def test_two_accounts_part(why: str) -> None:
    assert apart(*CONTRARIES[why])


def test_a_state_of_health_of_the_next_day_is_no_contrary() -> None:
    worse, better = (
        "Le pape va plus mal, son état s'est dégradé.",
        "L'état du pape s'améliore, dit le Vatican.",
    )
    assert apart(worse, better, days=(DAY, NEXT)) == set()


def test_what_is_to_last_longer_than_was_said_is_an_update() -> None:
    found = in_table(
        "Le pape hospitalisé au moins pour cinq jours.",
        "Le pape restera hospitalisé au moins dix jours.",
        days=(DAY, NEXT),
    )
    assert ("duration", "updates") in found


def test_one_word_that_is_read_as_two_days_sets_nothing_apart() -> None:
    accounts = told(
        "Luc Morel recevra jeudi à Valmont le ministre Paul Ferrel.",
        "Le ministre Paul Ferrel reçu jeudi à Valmont par Luc Morel.",
        days=("2031-05-14", "2031-05-14"),
    )
    told_times = [[c for c in a.comparables if c.slot == "time"][:1] for a in accounts]
    left, right = (times[0].value for times in told_times)
    assert match_values(left, right) == "apart"
    assert judge(court_of(accounts, None), told_times)[0] == "only one"


def test_one_outlet_that_gives_two_values_in_two_articles_is_not_set_against_itself() -> None:
    texts = "Une collision à Valmont a fait deux blessés.", "Une collision à Valmont a fait six blessés."
    two_outlets = told(*texts)
    one_outlet = [replace(account, outlet="Le Valmontois") for account in two_outlets]
    relations = [
        {row.relation for row in crosschecked(accounts)[1]} for accounts in (two_outlets, one_outlet)
    ]
    assert "contradicts" in relations[0]
    assert not relations[1] & {"contradicts", "differs"}


def test_two_places_without_names_of_their_own_may_be_one() -> None:
    military = Where("base militaire", "base militaire", ("GL",))
    space = Where("base spatiale", "base spatiale", ("thule",))
    assert match_values(military, space) == "unknown"
    assert match_values(military, Where("port de Kessel", "port kessel", ("thule",))) == "apart"


def test_the_second_part_of_a_text_counts_no_dead() -> None:
    account = told("Elle critique le second volet du texte portant sur l'aide à mourir.")[0]
    assert [c.stated for c in account.comparables if c.kind == "figure"] == []
