"""One remark followed across accounts, and edits of copied passages."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from court_tellings import Told, comparable, court
from recoupe.packs import load_pack
from recoupe.records.accounts import Account, Comparable, Source
from recoupe.records.comparisons import Comparison
from recoupe.records.copies import Edit, Reuse
from recoupe.records.spans import Anchor, Span, text_check
from recoupe.records.values import (
    Interval,
    Label,
    When,
    Where,
    Words,
)
from recoupe.settings import CrosscheckSettings
from recoupe.stages.crosscheck.alterations import (
    Turns,
    alteration,
    is_spelt_otherwise,
    numbers_of,
    turns_of,
    words_of,
)
from recoupe.stages.crosscheck.copied import edited_copy_rows
from recoupe.stages.crosscheck.remarks import Remark, remark_rows
from recoupe.stages.crosscheck.rows import compared_row, court_of


def test_a_number_is_the_same_however_it_is_written() -> None:
    texts = (
        "Quelque 4 600 personnes étaient à 15 h 30 place Darnault",
        "Quelque 4.600 personnes étaient à 15H30 place Darnault",
    )
    (row,) = rows_of_remarks(*(remark(d, t, quoted=False) for d, t in zip("ab", texts, strict=True)))
    assert (row.relation, row.why.code) == ("agrees", "same_words")
    hours = (
        "Dès 8 heures on les voyait passer devant chez nous",
        "Dès 8H00 on les voyait passer devant chez nous",
    )
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", hours, strict=True)))
    assert row.relation == "reworded"


def test_accents_that_capitals_lack_change_no_words() -> None:
    texts = ("À l'heure actuelle, il n'existe pas d'accord", "A l'heure actuelle il n'existe pas d'accord")
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", texts, strict=True)))
    assert (row.relation, row.why.code) == ("agrees", "same_words")


def test_reports_of_other_numbers_are_two_reports() -> None:
    texts = (
        "trois personnes interpellées pour outrage et dégradations",
        "14 personnes interpellées pour outrage et rébellion",
    )
    assert rows_of_remarks(*(remark(d, t, quoted=False) for d, t in zip("ab", texts, strict=True))) == []
    (row,) = rows_of_remarks(*(remark(d, t) for d, t in zip("ab", texts, strict=True)))
    assert row.relation == "differs"


def test_reports_of_nobody_known_need_most_of_their_words_in_common() -> None:
    texts = (
        "des heurts ont éclaté devant la gare de Brumeval dimanche soir",
        "un homme a été renversé devant la gare de Brumeval dimanche par un camion",
    )
    both = [remark(d, t, speaker=None, quoted=False) for d, t in zip("ab", texts, strict=True)]
    assert rows_of_remarks(*both) == []
    assert rows_of_remarks(both[0], remark("b", texts[0] + " encore", speaker=None, quoted=False)) != []


def remark(
    document: str, stated: str, *, speaker: str | None = "p", quoted: bool = True, at: int = 0
) -> Remark:
    keys = tuple(sorted({w.strip("«».,").casefold()[:7] for w in stated.split() if len(w) > 3}))
    told = comparable(
        Told(document, stated, Words(keys), at), kind="remark", slot="wording", quoted=quoted, about=speaker
    )
    return Remark(told, speaker, frozenset(keys))


def said_by(told: Remark, name: str) -> Remark:
    """The remark with its speaker named in its sentence."""
    sentence = f"{name} : {told.told.stated}"
    source = Source("person", name, replace(told.told.anchor, span=Span(0, len(name))), None)
    where = replace(told.told.sentence, span=Span(0, len(sentence)))
    return told._replace(told=replace(told.told, authority=(source,), sentence=where, sentence_text=sentence))


def rows_of_remarks(*remarks: Remark, translated: tuple[str, ...] = ()) -> list[Comparison]:
    return remark_rows(
        court(*(r.told for r in remarks), translated=translated),
        remarks,
        settings=CrosscheckSettings(),
        turns=Turns(
            frozenset({"ne", "pas"}), frozenset({"deux", "trois"}), frozenset({"le", "la", "les", "du"})
        ),
    )


WORDS = "Le port sera fermé avant la fin du mois de novembre"


@pytest.mark.parametrize(
    ("other", "quoted", "relation", "code"),
    [
        (WORDS, True, "agrees", "same_words"),
        ("Le port sera fermé avant la fin du mois", True, "refines", "shortened"),
        ("le port serait fermé avant la fin de novembre", False, "reworded", "reported"),
        ("Le port ne sera pas fermé avant la fin du mois de novembre", True, "differs", "negation_altered"),
        ("Le grand port sera bientôt fermé, avant la fin novembre", True, "reworded", "quoted_differently"),
    ],
)
def test_one_remark_is_followed_across_accounts(other: str, quoted: bool, relation: str, code: str) -> None:
    (row,) = rows_of_remarks(remark("a", WORDS), remark("b", other, quoted=quoted))
    assert (row.relation, row.why.code) == (relation, code)
    assert row.about == "p"


@pytest.mark.parametrize(
    ("other", "relation", "code"),
    [
        ("le port ne sera pas fermé avant la fin du mois de novembre", "differs", "negation_altered"),
        # More than a negation is another: what each was asked stays open.
        ("le port ne sera pas fermé la nuit avant la fin du mois de novembre", "reworded", "reported"),
    ],
)
def test_a_report_that_denies_the_same_words_is_set_apart(other: str, relation: str, code: str) -> None:
    (row,) = rows_of_remarks(remark("a", WORDS), remark("b", other, quoted=False))
    assert (row.relation, row.why.code) == (relation, code)


def test_a_number_changed_inside_a_quotation_is_seen() -> None:
    (row,) = rows_of_remarks(
        remark("a", "Nous livrerons 40 navires avant la fin novembre"),
        remark("b", "Nous livrerons 14 navires avant la fin novembre"),
    )
    assert (row.relation, row.why.code) == ("differs", "number_altered")


def test_a_decimal_number_is_one_number() -> None:
    turns = turns_of(load_pack("fr"))
    told = ("Le trou est de 2,3 milliards pour la ville", "Le trou est de 3,2 milliards pour la ville")
    assert alteration(told, turns) == "number_altered"
    assert numbers_of(words_of("2,3"), turns) != numbers_of(words_of("3,2"), turns)


def test_the_same_words_in_another_mouth_are_seen() -> None:
    mine, other = said_by(remark("a", WORDS), "Ana Roux"), remark("b", WORDS + " prochain", speaker="q")
    (row,) = rows_of_remarks(mine, said_by(other, "Luc Valin"))
    assert (row.relation, row.why.code) == ("differs", "another_mouth")


@pytest.mark.parametrize("name", ["Valin", "Mme Roux", "il"])
def test_words_of_one_who_is_not_named_in_full_beside_them_are_in_no_other_mouth(name: str) -> None:
    mine, other = said_by(remark("a", WORDS), "Ana Roux"), remark("b", WORDS + " prochain", speaker="q")
    (row,) = rows_of_remarks(mine, said_by(other, name))
    assert row.relation == "refines"


def test_the_same_words_in_another_order_are_in_no_other_mouth() -> None:
    mixed = " ".join(reversed(WORDS.split()))
    assert not rows_of_remarks(remark("a", WORDS), remark("b", mixed, speaker="q"))


def test_who_tells_that_somebody_says_it_is_no_other_mouth() -> None:
    by_paper = remark("b", "Mme Morel dit : le port sera fermé avant la fin du mois de novembre", speaker="q")
    assert not rows_of_remarks(remark("a", WORDS), by_paper._replace(entities=frozenset({"p"})))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("La digue tient depuis 3 ans et elle tiendra", "La digue tient depuis trois ans et elle tiendra"),
        ("Dès 8 heures, on les voyait passer ici", "Dès 8H00, on les voyait passer ici"),
        ("On a perdu 7 000 à 8 000 euros de recettes", "On a perdu 7 à 8.000 euros de recettes"),
        ("Quand tout cela sera fini, on paiera", "Quand tout ceci sera fini, on paiera"),
        ("On doit laver les murs de la ville", "On va sans doute laver les murs de la ville"),
        ("Ils seront pris sur le quai du port", "Ils seront pris sur le quai du port, où 24 hommes sont là"),
    ],
)
def test_what_is_written_otherwise_is_no_altered_quotation(one: str, other: str) -> None:
    told = [remark("a", one), remark("b", other)]
    asked = court(*(r.told for r in told))
    rows = remark_rows(asked, told, settings=CrosscheckSettings(), turns=turns_of(load_pack("fr")))
    assert [row.relation for row in rows] in (["reworded"], ["refines"], ["agrees"])


def test_a_sentence_that_two_articles_share_is_never_set_against_itself() -> None:
    days = [Told(d, "mardi", When(f"2026-03-0{n}", at(n), at(n + 1), "day")) for d, n in (("a", 3), ("b", 4))]
    told = [replace(comparable(day, slot="time"), sentence_text="Le port ouvre mardi.") for day in days]
    assert told_in_a_row(*told) == "only one"
    other = replace(told[1], stated="mercredi", sentence_text="Le port ouvre mercredi.")
    assert told_in_a_row(told[0], other) == "contradicts"


@pytest.mark.parametrize(
    ("early", "late", "relation"),
    [
        ("planned", "held", "only one"),
        ("possible", "planned", "only one"),
        ("planned", "cancelled", "updates"),
        ("cancelled", "planned", "differs"),
        ("held", "denied", "contradicts"),
    ],
)
def test_a_plan_and_what_became_of_it_are_no_contradiction(early: str, late: str, relation: str) -> None:
    told = [
        comparable(Told(document, "réunion", Label(state)), slot="status")
        for document, state in (("a", early), ("b", late))
    ]
    told = [replace(c, sentence_text=f"{c.sentence_text} {c.id}") for c in told]
    asked = dataclasses.replace(
        court(*told), published={"a": "2026-03-02T08:00:00Z", "b": "2026-03-03T08:00:00Z"}
    )
    row = compared_row(asked, about="story", slot="status", told=told)
    assert row is not None
    assert row.relation == relation


def at(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


def told_in_a_row(*told: Comparable) -> str:
    row = compared_row(court(*told), about="story", slot="time", told=told)
    assert row is not None
    return row.relation


def test_machine_translated_wording_is_never_called_an_altered_quotation() -> None:
    (row,) = rows_of_remarks(
        remark("a", WORDS),
        remark("b", "Le port ne sera pas fermé avant le fin de mois novembre"),
        translated=("b",),
    )
    assert (row.relation, row.why.code) == ("reworded", "translated_words")


def test_two_remarks_of_one_speaker_that_share_common_words_stay_apart() -> None:
    assert rows_of_remarks(remark("a", WORDS), remark("b", "Les marins seront payés avant Noël")) == []


def test_a_short_saying_with_one_word_changed_is_one_remark_of_its_speaker() -> None:
    plain, other = "C'est une honte pour le club", "Une honte pour le football"
    (row,) = rows_of_remarks(remark("a", plain), remark("b", other))
    assert (row.relation, row.why.code) == ("differs", "noun_altered")
    assert rows_of_remarks(remark("a", plain), remark("b", "C'est un jour de fête au club")) == []


def test_a_saying_that_begins_alike_is_one_remark_though_one_account_names_nobody() -> None:
    whole = "La mer n'est pas un parking"
    (row,) = rows_of_remarks(remark("a", whole), remark("b", "La mer n'est pas un garage", speaker=None))
    assert row.relation in ("differs", "reworded")
    assert rows_of_remarks(remark("a", whole), remark("b", "La mer monte", speaker=None)) == []


def test_words_that_any_article_has_make_no_remark_the_same() -> None:
    a, b = "le ministre annonce jeudi la création du poste", "jeudi le ministre annonce partir pour Vienne"
    told = [remark("a", a, quoted=False), remark("b", b, quoted=False)]
    assert rows_of_remarks(*told) != []
    common = frozenset({"ministr", "annonce", "jeudi"})
    turns = Turns(common=common)
    asked = court(*(r.told for r in told))
    assert remark_rows(asked, told, settings=CrosscheckSettings(), turns=turns) == []


@pytest.mark.parametrize(("name", "is_shown"), [("Jean", True), ("M", False), ("Mme", False), ("P", False)])
def test_a_title_in_place_of_a_given_name_is_no_edit_that_is_shown(name: str, is_shown: bool) -> None:
    texts = {"a": "Hier, Paul Vial a signé.", "b": f"Hier, {name} Vial a signé."}
    whole = {d: Anchor(d, Span(0, len(t)), text_check(t)) for d, t in texts.items()}
    words = [Anchor(d, Span(6, t.index(" Vial")), text_check(d)) for d, t in texts.items()]
    reuse = Reuse("r", whole["a"], whole["b"], "near copy", 0.9, 5, (Edit(*words, "name"),))
    accounts = [
        Account(f"acc_{d}", "story", d, None, None, "fr", False, (), (), (), (), (reuse,), ((whole[d], t),))
        for d, t in texts.items()
    ]
    rows = edited_copy_rows(court_of(accounts, None), accounts, (), (), turns=turns_of(load_pack("fr")))
    assert [row.relation for row in rows] == ["edited copy"] * is_shown


def edited(left: str, right: str, kind: Any, *told: Comparable) -> list[str]:
    """Return the relations of the rows of a sentence in two copies, the words between bars edited."""
    return [row.relation for row in edited_rows(left, right, kind, *told)]


def edited_rows(
    left: str, right: str, kind: Any, *told: Comparable, others: tuple[Comparison, ...] = ()
) -> list[Comparison]:
    parts = {d: text.split("|") for d, text in (("a", left), ("b", right))}
    texts = {d: "".join(part) for d, part in parts.items()}
    whole = {d: Anchor(d, Span(0, len(t)), text_check(t)) for d, t in texts.items()}
    words = [
        Anchor(d, Span(len(part[0]), len(part[0] + part[1])), text_check(part[1]))
        for d, part in parts.items()
    ]
    reuse = Reuse("r", whole["a"], whole["b"], "near copy", 0.9, 5, (Edit(*words, kind),))
    accounts = [
        Account(
            f"acc_{d}", "story", d, None, None, "fr", False, (), (),
            tuple(c for c in told if c.anchor.document_id == d), (), (reuse,), ((whole[d], t),),
        )
        for d, t in texts.items()
    ]  # fmt: skip
    turns = turns_of(load_pack("fr"))
    return list(edited_copy_rows(court_of(accounts, None), accounts, (), (), turns=turns, others=others))


@pytest.mark.parametrize(
    ("left", "right", "kind", "is_shown"),
    [
        ("Un barrage, a dit |Paul Vial|, tient.", "Un barrage, a dit |M. Vial, qui|, tient.", "name", False),
        ("Le sculpteur |Emmanuel| Vial est là.", "Le sculpteur |Emanuel| Vial est là.", "name", False),
        ("Le maire, |sur Radio Nord|, parle.", "Le maire, |À Radionord|, parle.", "name", False),
        ("Le maire |Jean| Vial est là.", "Le maire |Louis| Vial est là.", "name", True),
        ("Le maire |devait partir| mardi.", "Le maire |s'envolait| mardi.", "replaced", False),
        ("Les bus |n'ont pas| pu rouler.", "Les bus |ont| pu rouler.", "negation", True),
    ],
)
def test_an_edit_is_a_row_where_it_changes_what_is_told(
    left: str, right: str, kind: str, is_shown: bool
) -> None:
    assert edited(left, right, kind) == ["edited copy"] * is_shown


def test_other_words_are_an_edit_where_their_values_exclude_each_other() -> None:
    left, right = "La foire est |à Lyon cette fois|.", "La foire est |à Nantes pour finir|."
    places = [Where("Lyon", "lyon", ("FR",)), Where("Nantes", "nantes", ("FR",))]
    told = [
        comparable(Told(d, words, place, 13), slot="place", kind="event")
        for d, words, place in zip("ab", ("à Lyon", "à Nantes"), places, strict=True)
    ]
    assert edited(left, right, "replaced", *told) == ["edited copy"]
    same = [replace(c, value=places[0]) for c in told]
    assert edited(left, right, "replaced", *same) == []


def test_a_hedged_number_that_holds_the_other_is_no_edit() -> None:
    told = [
        comparable(Told("a", "Plus de 5 000", Interval(5000, None, "marcheurs", hedge="more than"))),
        comparable(Told("b", "5 400", Interval(5400, 5400, "marcheurs"))),
    ]
    told = [replace(c, slot="count", kind="figure") for c in told]
    assert edited("|Plus de 5 000| marcheurs.", "|5 400| marcheurs.", "number", *told) == []
    other = replace(told[0], value=Interval(6000, 6000, "marcheurs"))
    assert edited("|6 000| marcheurs.", "|5 400| marcheurs.", "number", other, told[1]) == ["edited copy"]


def test_copies_that_a_row_of_their_figures_sets_apart_make_no_row_of_their_own() -> None:
    sides = "|Vingt| marins sont là.", "|Trente| marins sont là."
    told = [
        comparable(Told(d, f"{word} marins", Interval(n, n, "marin")), slot="count", kind="figure")
        for d, word, n in (("a", "Vingt", 20), ("b", "Trente", 30))
    ]
    figures = compared_row(court(*told), about="story", slot="count", told=told)
    assert figures is not None and figures.relation in ("differs", "contradicts")
    assert edited(*sides, "number", *told) == ["edited copy"]
    assert edited_rows(*sides, "number", *told, others=(figures,)) == []
    agreeing = replace(figures, relation="agrees")
    assert len(edited_rows(*sides, "number", *told, others=(agreeing,))) == 1


@pytest.mark.parametrize(
    ("left", "right", "is_same"),
    [
        ("des information sûres", "des informations sûres", True),
        ("l'émission a trois ans", "l'émission a 3 ans", True),
        ("si l'on est pas d'accord", "si l'on n'est pas d'accord", True),
        ("faire avec ça", "composer avec ça", False),
        ("si l'on est d'accord", "si l'on n'est pas d'accord", False),
        ("l'émission a trois ans", "l'émission a treize ans", False),
    ],
)
def test_another_spelling_is_no_other_wording(left: str, right: str, is_same: bool) -> None:
    assert is_spelt_otherwise(left, right, turns_of(load_pack("fr"))) is is_same


def test_a_day_of_no_date_is_one_in_copies_of_one_sentence() -> None:
    today = When("XXXX-XX-XX", None, None, "day")
    told = [
        comparable(Told(d, "à midi", today), slot="time", sentence_text="Il avait été reçu à midi.")
        for d in "ab"
    ]
    row = compared_row(court(*told), about="story", slot="time", told=told)
    assert row is not None and row.relation == "agrees"


@pytest.mark.parametrize(
    ("longer", "changed"),
    [
        ("Rien ne permet de dire que le camion a franchi la ligne blanche", "negation_altered"),
        ("Je nie que le camion a franchi la ligne blanche", "negation_altered"),
        ("Je répète que le camion a franchi la ligne blanche", None),
        ("Il ne pleuvait pas, le camion a franchi la ligne blanche", None),
    ],
)
def test_words_that_a_longer_remark_says_no_to_are_not_shortened_but_turned(
    longer: str, changed: str | None
) -> None:
    turns = turns_of(load_pack("fr"))
    assert alteration(("Le camion a franchi la ligne blanche", longer), turns) == changed
