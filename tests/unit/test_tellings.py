"""Events and states that cannot both be so: which clauses of two accounts are set against each other."""

from __future__ import annotations

import pytest

from recoupe.packs import load_pack
from recoupe.stages.text.event_words import keys_of, phrases_in, without_denials
from story_rows_shown import shown, told

PACK = load_pack("fr")
EARLY, LATE = "2031-05-14T08:00:00+02:00", "2031-05-14T18:00:00+02:00"
APART = {"contradicts", "differs"}


def decisions(*texts: str, days: tuple[str, ...] = ()) -> set[str]:
    return {relation for slot, relation in shown(*texts, days=days) if slot == "decision"}


@pytest.mark.parametrize(
    ("plain", "words", "key"),
    [
        ("le suspect a pris la fuite lundi", "pris la fuite", "flee"),
        ("la mairie n'a pas porté plainte", "porté plainte", "complain"),
        ("elle ne porte pas plainte", "porte pas plainte", "complain"),
        ("les deux blessés sont hors de danger", "hors de danger", "out_of_danger"),
        ("ses jours ne sont plus en danger", "jours ne sont plus en danger", "out_of_danger"),
        ("trois élus ont été mis en examen", "mis en examen", "charge"),
        ("l'acheteur a finalement retiré son offre", "retiré son offre", "withdraw"),
    ],
)
def test_a_phrase_tells_an_event_whatever_stands_between_verb_and_noun(
    plain: str, words: str, key: str
) -> None:
    assert (words, key) in {(p.span.of(plain), p.keys[0]) for p in phrases_in(PACK, plain)}


@pytest.mark.parametrize(
    "plain",
    ["la fuite a été prise au sérieux", "il a porté la plainte du maire", "hors du danger", "mis au vert"],
)
def test_words_that_are_not_the_phrase_tell_nothing_of_it(plain: str) -> None:
    told = {key for p in phrases_in(PACK, plain) for key in p.keys}
    assert not told & {"flee", "out_of_danger", "charge", "withdraw"}


def test_the_longer_of_two_phrases_that_meet_is_told() -> None:
    plain = "son pronostic vital n'est pas engagé"
    assert [p.span.of(plain) for p in phrases_in(PACK, plain)] == ["pronostic vital n'est pas engagé"]


def test_a_negation_inside_a_fixed_phrase_denies_nothing_and_one_around_a_verb_does() -> None:
    fixed, verb = "il est blessé sans gravité", "il ne porte pas plainte"
    assert "sans" not in without_denials(PACK, fixed, phrases_in(PACK, fixed))
    assert without_denials(PACK, verb, phrases_in(PACK, verb)) == verb


def test_a_word_may_tell_several_events_and_a_reflexive_verb_another_than_the_plain_one() -> None:
    assert {"-cancel", "-postpone", "-suspend"} <= set(keys_of(PACK, "maintenue", "la visite est "))
    assert keys_of(PACK, "retire", "l'acheteur se ") != keys_of(PACK, "retire", "l'acheteur ")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("L'acheteur a retiré son offre.", "L'acheteur maintient son offre."),
        ("Le stade était comble.", "Le stade était à moitié désert."),
        ("La préfète a assisté à la messe.", "La préfète n'était pas présente à la messe."),
        ("Le coureur est forfait.", "Le coureur est au départ."),
        ("La banque va déposer un recours.", "La banque ne fera pas appel."),
        ("Le nageur perd son titre.", "Le nageur conserve toutefois son titre."),
        (
            "La barque a coulé après une collision. Elle avait été révisée.",
            "La barque n'avait pas été révisée.",
        ),
        ("La visite du ministre est reportée.", "La visite du ministre aura bien lieu."),
        ("Le chauffeur qui conduisait le bus était ivre.", "Le chauffeur du bus n'était pas ivre."),
        ("Le maire refuse de fermer le marché.", "Le maire ferme le marché."),
        ("Aucune enquête n'est ouverte.", "Le parquet a ouvert une enquête."),
        # The noun names the event, the verb says what became of it.
        ("L'incendie de l'usine a été maîtrisé.", "Les pompiers n'ont pas maîtrisé l'incendie de l'usine."),
    ],
)
def test_contraries_of_one_thing_are_set_against_each_other(left: str, right: str) -> None:
    assert decisions(left, right) & APART


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Of two things or persons.
        ("L'acheteur a retiré son offre.", "Le syndicat maintient son appel à la grève."),
        ("Le gardien de but est forfait.", "L'attaquant est titularisé."),
        ("Les huissiers ont dégagé le dépôt.", "Les manifestants bloquent la gare."),
        # Of some of them.
        ("Deux magasins de la rue ont fermé.", "Les magasins de la rue sont restés ouverts."),
        ("Plusieurs barrages sont levés.", "Les barrages sont maintenus."),
        # One after the other.
        ("Le caissier, arrêté lundi, avait pris la fuite.", "Le caissier a été arrêté lundi."),
        # Words that may be so of both.
        ("La collecte a commencé.", "La collecte finit lundi."),
        ("Les prix du gaz montent.", "Les prix du gaz ont baissé en mai."),
        # What is denied is more than what the other tells.
        (
            "La préfète n'a pas assisté à la messe des pompiers de Valmont.",
            "La préfète a assisté à un concert.",
        ),
    ],
)
def test_what_may_both_be_so_is_not_set_apart(left: str, right: str) -> None:
    assert not decisions(left, right) & APART


@pytest.mark.parametrize(
    ("early", "late"),
    [
        ("Le braqueur est en fuite.", "Le braqueur a été arrêté."),
        ("Le caissier a été placé en garde à vue.", "Le caissier a été remis en liberté."),
        ("La grimpeuse est dans un état critique.", "La grimpeuse est hors de danger."),
        ("Les dockers sont en grève.", "Les dockers ont voté la reprise du travail."),
    ],
)
def test_a_later_step_of_one_course_is_news_and_an_earlier_one_told_later_is_not_shown(
    early: str, late: str
) -> None:
    assert decisions(early, late, days=(EARLY, LATE)) == {"updates"}
    assert not decisions(early, late, days=(LATE, EARLY))


def test_what_is_so_still_is_set_against_what_had_happened_before() -> None:
    found, still = "Le collier a été retrouvé.", "Le collier reste introuvable."
    assert decisions(found, still, days=(EARLY, LATE)) & APART
    assert not decisions(found, "Le collier avait disparu.", days=(EARLY, LATE))


@pytest.mark.parametrize(
    "text",
    [
        "Le caissier a été arrêté lundi. Il a été écroué.",
        "Le caissier, jugé lundi à Valmont, a été écroué.",
        "Le caissier qui avait pris la fuite a été écroué.",
    ],
)
def test_a_clause_without_a_subject_is_of_whom_the_one_before_is_about(text: str) -> None:
    assert decisions(text, "Le caissier a été laissé libre.") & APART
    assert not decisions(text, "La gérante a été laissée libre.") & APART


def test_a_report_that_is_quoted_for_the_most_part_is_these_words_alone() -> None:
    left = (
        "Ils répondaient à un « appel à la majorité discrète qui reste cloîtrée chez elle depuis dix "
        "semaines », selon l'organisateur de la marche, Paul Morel."
    )
    right = (
        "La « majorité discrète restée cloîtrée chez elle depuis six semaines », estime l'un des "
        "organisateurs, Paul Morel."
    )
    quoted = [
        [c.stated for c in account.comparables if c.kind == "remark" and c.quoted]
        for account in told(left, right)
    ]
    assert quoted == [
        ["appel à la majorité discrète qui reste cloîtrée chez elle depuis dix semaines"],
        ["majorité discrète restée cloîtrée chez elle depuis six semaines"],
    ]
    assert ("decision", "agrees") not in shown(left, right)


def test_a_few_quoted_words_are_a_part_of_what_is_reported() -> None:
    text = "Le maire de Lormont, Paul Morel, a jugé que la fermeture du pont était une « faute grave »."
    (account,) = told(text)
    remarks = [c for c in account.comparables if c.kind == "remark"]
    assert remarks and not any(c.quoted for c in remarks)
