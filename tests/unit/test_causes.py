"""What brought about what a story is about: how an article says it, and which causes are set side by side."""

from __future__ import annotations

import pytest

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.values import Cause
from recoupe.stages.accounts.cause_words import causes_in, value_of
from recoupe.stages.text.folded import folded
from recoupe.stages.values.compare import match_values
from story_rows_shown import apart, in_table, told

PACK = load_pack("fr")
FIRE = "Incendie d'une grange à Valmont. "
DAYS = ("2031-05-12T09:00:00+02:00", "2031-05-16T09:00:00+02:00")


def causes(text: str) -> list[tuple[str, str, str, str]]:
    """Return words, effect, polarity and certainty of the causes that an article tells."""
    (account,) = told(text)
    return [
        (c.stated, c.setting.noun, c.polarity, c.certainty)
        for c in account.comparables
        if c.slot == "cause" and c.setting is not None
    ]


def in_rows(left: str, right: str, *, days: tuple[str, ...] = ()) -> set[str]:
    """Return the relations of the rows of causes that two articles of one story are shown in."""
    return {relation for slot, relation in in_table(left, right, days=days) if slot == "cause"}


@pytest.mark.parametrize(
    "case", read_cases(PACK.folder / "cases" / "causes.txt"), ids=lambda case: f"{case.rule}:{case.line}"
)
def test_each_rule_finds_the_words_for_a_cause_and_nothing_else(case: Case) -> None:
    found = [case.text[told.span.start : told.span.end] for told in causes_in(PACK, folded(case.text))]
    assert found == [span.of(case.text) for _, span in case.marks]


def test_the_examples_of_the_rules_hold() -> None:
    for rule in PACK.rules("causes"):
        assert rule.pattern.search(folded(rule.example)), rule.id
        assert not rule.pattern.search(folded(rule.counter_example)), rule.id


def test_every_class_of_causes_named_by_another_is_one() -> None:
    rows = PACK.lexicon("causes")
    keys = {row["key"] for row in rows}
    named = {key for row in rows for key in (*row["broader"].split("|"), *row["beside"].split("|")) if key}
    assert named <= keys


@pytest.mark.parametrize(
    ("text", "stated", "effect", "polarity", "certainty"),
    [
        ("L'incendie est dû à un court-circuit.", "un court-circuit", "burn", "asserted", "certain"),
        ("Un court-circuit serait en cause.", "Un court-circuit", "", "asserted", "alleged"),
        (
            "La piste criminelle n'est pas exclue.",
            "La piste criminelle n'est pas exclue",
            "",
            "asserted",
            "alleged",
        ),
        ("La piste criminelle est écartée.", "La piste criminelle est écartée", "", "denied", "certain"),
        (
            "La piste criminelle est confirmée.",
            "La piste criminelle est confirmée",
            "",
            "asserted",
            "certain",
        ),
        ("Un court-circuit n'est pas en cause.", "Un court-circuit", "", "denied", "certain"),
        ("La batterie, injustement incriminée, va bien.", "La batterie", "", "denied", "alleged"),
        ("Les freins sont pointés du doigt.", "Les freins", "", "asserted", "alleged"),
    ],
)
def test_a_cause_is_told_with_its_event_and_how_sure_it_is(
    text: str, stated: str, effect: str, polarity: str, certainty: str
) -> None:
    assert (stated, effect, polarity, certainty) in causes(FIRE + text)


def test_the_words_shown_are_those_of_the_article() -> None:
    text = FIRE + "Le feu est parti d'une « multiprise » défectueuse, selon les pompiers."
    (account,) = told(text)
    (cause,) = [c for c in account.comparables if c.slot == "cause"]
    assert cause.anchor.span.of(text) == cause.stated
    assert cause.sentence.span.of(text) == cause.sentence_text


@pytest.mark.parametrize(
    "text",
    [
        "Un homme est mis en examen pour incendie volontaire.",
        "La réunion est reportée à cause de lui.",
        "Les prix montent en raison de la sécheresse.",
        "Le maire remet en cause les travaux.",
        "Il est mort des suites de ses brûlures.",
        "La piste criminelle est-elle écartée ?",
        "En 2019, l'incendie avait été provoqué par un mégot.",
    ],
)
def test_charges_prices_and_events_of_another_year_are_told_as_no_cause(text: str) -> None:
    (account,) = told(FIRE + text, days=("2031-05-12T09:00:00+02:00",))
    assert not [c for c in account.comparables if c.slot == "cause" and c.polarity != "unknown"]


def test_two_accounts_of_one_class_of_causes_agree() -> None:
    left, right = "Un court-circuit serait en cause.", "L'incendie est dû à un problème électrique."
    assert in_rows(FIRE + left, FIRE + right) == {"agrees"}


def test_a_cause_within_a_wider_class_refines_it() -> None:
    left, right = "L'incendie serait d'origine accidentelle.", "L'incendie est dû à un mégot."
    assert in_rows(FIRE + left, FIRE + right) == {"refines"}


def test_causes_that_exclude_each_other_differ_where_one_is_open_and_contradict_where_both_are_sure() -> None:
    left = "L'incendie est dû à un court-circuit."
    assert in_rows(FIRE + left, FIRE + "La piste criminelle n'est pas exclue.") == {"differs"}
    assert in_rows(FIRE + left, FIRE + "L'incendie est d'origine criminelle.") == {"contradicts"}


def test_who_says_no_to_a_cause_contradicts_who_tells_it_or_a_narrower_one() -> None:
    no = FIRE + "La piste criminelle est écartée."
    assert in_rows(no, FIRE + "L'incendie est d'origine criminelle.") == {"contradicts"}
    assert in_rows(no, FIRE + "L'incendie est dû à un sabotage.") == {"contradicts"}
    assert in_rows(no, FIRE + "Un mégot est à l'origine de l'incendie.") == set()


def test_who_says_no_to_one_part_of_a_machine_says_nothing_of_others() -> None:
    left = FIRE + "Le câble n'est pas en cause."
    assert in_rows(left, FIRE + "L'incendie est dû à une surtension.") == set()


def test_a_cause_of_which_the_other_article_knows_nothing_yet_is_news() -> None:
    left = FIRE + "L'origine de l'incendie reste inconnue."
    right = FIRE + "L'incendie est dû à un court-circuit."
    assert in_rows(left, right, days=DAYS) == {"updates"}
    assert in_rows(right, left, days=DAYS) == set()
    assert in_rows(left, right) == set()


def test_a_later_article_that_says_no_to_an_earlier_cause_is_news_and_one_that_tells_another_is_none() -> (
    None
):
    left = FIRE + "Une batterie serait en cause."
    right = FIRE + "Le feu venait d'une cigarette et non d'une batterie."
    assert in_rows(left, right, days=DAYS) == {"updates"}
    assert in_rows(left, FIRE + "Le feu venait d'une cigarette.", days=DAYS) == {"differs"}


def test_an_article_that_leaves_two_causes_open_parts_from_neither() -> None:
    left = FIRE + "L'hypothèse d'un accident ou d'un acte volontaire est étudiée."
    for right in ("L'incendie est d'origine criminelle.", "L'incendie est d'origine accidentelle."):
        assert not {r for s, r in apart(left, FIRE + right) if s == "cause"}
    open_too = FIRE + "Un court-circuit est possible. La piste criminelle n'est pas exclue."
    assert not {r for s, r in apart(open_too, FIRE + "L'incendie est d'origine criminelle.") if s == "cause"}


def test_of_an_article_that_thought_of_another_cause_first_its_last_word_counts() -> None:
    left = FIRE + "Un court-circuit avait d'abord été mis en cause. L'incendie est d'origine criminelle."
    assert in_rows(left, FIRE + "La piste criminelle est confirmée.") == {"agrees"}


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ('Le feu est dû à "une surtension" sur le réseau.', "une surtension"),
        ('Le feu est dû à une "surtension" sur le réseau.', 'une "surtension"'),
        ("Le feu est dû à une « surtension », dit-il.", "une « surtension »"),
        ('La mairie évoque un "acte malveillant" tandis que le feu couve.', 'évoque un "acte malveillant"'),
    ],
)
def test_quotation_marks_in_the_words_for_a_cause_are_shown_whole_or_not_at_all(
    text: str, stated: str
) -> None:
    assert stated in [words for words, *_ in causes(FIRE + text)]


def test_a_death_in_a_title_tells_nothing_of_what_an_article_is_about() -> None:
    left = "Un mort à Valmont. La piste criminelle est privilégiée."
    right = FIRE + "L'hypothèse d'un départ de feu volontaire est étudiée."
    assert in_rows(left, right) == {"agrees"}


def test_causes_of_two_events_are_never_set_side_by_side() -> None:
    left = "Incendie et panne à Valmont. L'incendie est dû à un court-circuit."
    right = "Incendie et panne à Valmont. La panne est due à un acte de malveillance."
    assert in_rows(left, right) == set()


def test_the_reason_of_a_postponement_is_compared_with_another_of_the_same_only() -> None:
    left = "La course de Valmont est reportée en raison de la neige."
    assert in_rows(left, "L'incendie de Valmont est dû à un mégot.") == set()
    right = "La course de Valmont est reportée à cause d'une grève."
    assert in_rows(left, right) == {"contradicts"}


def test_causes_that_may_both_have_played_a_part_do_not_part() -> None:
    left = "Accident à Valmont. La collision serait due à la vitesse."
    for right in ("La collision serait due à l'alcool.", "La collision serait due au verglas."):
        assert in_rows(left, "Accident à Valmont. " + right) == set()
    left = FIRE + "L'incendie est dû à un mégot."
    assert in_rows(left, FIRE + "L'incendie est dû à la sécheresse.") == set()


def test_copies_of_one_sentence_agree_with_nothing() -> None:
    text = FIRE + "Un court-circuit serait en cause."
    assert "agrees" not in in_rows(text, text)


def test_classes_are_compared_by_what_lies_within_them() -> None:
    def read(words: str) -> Cause:
        value = value_of(PACK, words, in_lead=False)
        assert value is not None
        return value

    assert match_values(read("un court-circuit"), read("une panne")) == "finer"
    assert match_values(read("une panne"), read("un court-circuit")) == "wider"
    assert match_values(read("un court-circuit"), read("un acte criminel")) == "apart"
    assert match_values(read("la vitesse"), read("l'alcool")) == "unknown"
    assert value_of(PACK, "une fête", in_lead=False) is None
