"""The dossier of an invented story, built from hand-made records."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from dossier_records import material, place
from recoupe.cli.show_stories import published_text
from recoupe.dossier.build import build, build_head, handle
from recoupe.dossier.dossier import Dossier, Row, in_context
from recoupe.dossier.rows import told_together
from recoupe.dossier.statements import StatedFact
from recoupe.dossier.timeline import told_on
from recoupe.messages import load_catalogue
from recoupe.records.comparisons import Comparison
from recoupe.records.findings import Slot
from recoupe.records.values import Reason


def dossier() -> Dossier:
    return build(material())


def test_rows_that_differ_come_first() -> None:
    (encounter,) = dossier().encounters
    assert [row.slot for row in encounter.rows] == ["duration", "place"]
    assert [row.is_divergent for row in encounter.rows] == [True, False]


def row_of(*n_origins: int, slot: str = "place", about: str = "story", id: str = "row") -> Row:
    """Return an agreeing row of the dossier with so many origins behind its positions."""
    row = dossier().encounters[0].rows[1]
    positions = tuple(msgspec.structs.replace(row.positions[0], n_origins=n) for n in n_origins)
    return msgspec.structs.replace(row, id=id, slot=slot, about=about, positions=positions)


def test_what_all_have_from_one_origin_stands_together_and_confirms_nothing() -> None:
    one, two, three = row_of(1, id="a"), row_of(2, id="b"), row_of(1, id="c")
    assert [row.is_of_one_voice for row in (one, two, three)] == [True, False, True]
    assert told_together([two, one, three]) == [[two], [one, three]]
    assert told_together([one, row_of(1, slot="time", id="d")]) == [[one], [row_of(1, slot="time", id="d")]]


def test_an_encounter_that_few_articles_tell_stands_below_the_facts_of_the_story() -> None:
    whole = dossier()
    assert whole.main_encounters() == whole.encounters and not whole.other_encounters()
    (encounter,) = whole.encounters
    few = msgspec.structs.replace(encounter, document_ids=encounter.document_ids[:1])
    other = msgspec.structs.replace(whole, encounters=(few,))
    assert other.other_encounters() == (few,) and not other.main_encounters()


def test_a_value_of_the_story_is_shown_with_the_words_around_it() -> None:
    (position,) = row_of(1).positions
    assert in_context(position, 200) == position.evidence[0].sentence.text  # type: ignore[union-attr]
    assert in_context(position, 22) == "… à Brissac."
    assert row_of(1).needs_context and not row_of(1, about="hap_1").needs_context


def test_an_article_that_holds_the_words_is_not_called_silent() -> None:
    assert dossier().encounters[0].rows[1].silent == ("doc_01bbbb",)
    whole = material()
    rows = tuple(
        msgspec.structs.replace(c, silent=("doc_01bbbb", "doc_01cccc")) if c.slot == "place" else c
        for c in whole.comparisons
    )
    (encounter,) = build(dataclasses.replace(whole, comparisons=rows)).encounters
    assert encounter.rows[1].silent == ("doc_01bbbb",)


@pytest.mark.parametrize("slot", ["decision", "cause"])
def test_no_article_is_called_silent_of_what_it_may_say_in_words_of_its_own(slot: Slot) -> None:
    whole = material()
    rows = tuple(msgspec.structs.replace(c, slot=slot) if c.slot == "place" else c for c in whole.comparisons)
    (encounter,) = build(dataclasses.replace(whole, comparisons=rows)).encounters
    assert [row.silent for row in encounter.rows if row.slot == slot] == [()]


def test_a_value_is_shown_as_stated_with_its_origins_and_its_sentence() -> None:
    long, short = dossier().encounters[0].rows[0].positions
    assert long.stated.text == "deux heures"
    assert (long.n_origins, long.n_unknown) == (1, 0)
    assert [e.label for e in long.evidence] == ["A1.3"]
    assert long.evidence[0].sentence is not None
    assert long.evidence[0].sentence.text == "L'entretien a duré deux heures."
    assert [source.text for source in short.authority] == ["Norpresse"]


def test_the_story_is_called_by_a_headline() -> None:
    title = build_head(material()).title
    assert title is not None and getattr(title, "value", None) == "Vélande reçoit Orsini"


def test_a_story_without_headline_is_called_by_its_main_encounter() -> None:
    whole = material()
    bare = tuple(msgspec.structs.replace(document, title=None) for document in whole.documents)
    title = build_head(dataclasses.replace(whole, documents=bare)).title
    assert getattr(title, "code", None) == "line.encounter_title"


def test_tellings_of_one_remark_stand_together_under_their_speaker() -> None:
    (remark,) = dossier().remarks
    assert remark.speaker is not None and remark.speaker.text == "Anna Vélande"
    assert [(w.type, w.content[0].text) for w in remark.wordings] == [
        ("direct", "Rien n'est signé"),
        ("indirect", "rien n'était signé"),
    ]
    assert remark.relation == "reworded"


def test_people_stand_with_their_spellings_roles_and_merges() -> None:
    first, second = dossier().people
    assert (first.name.text, first.roles[0].text) == ("Anna Vélande", "la ministre des Ports")
    assert [name.text.text for name in second.names] == ["Paul Orsini", "Orsini"]
    assert [line.code for line in second.merges] == ["why.surname_of"]


def test_a_shared_passage_shows_what_was_changed_in_it() -> None:
    (passage,) = dossier().shared
    (edit,) = passage.edits
    assert edit.before is not None and edit.after is not None
    assert (edit.document_id, edit.before.text, edit.after.text) == (
        "doc_01bbbb",
        "deux heures",
        "quarante minutes",
    )


def test_an_origin_is_named_by_an_article_or_by_its_page() -> None:
    names = [getattr(o.name, "text", getattr(o.name, "value", None)) for o in dossier().origins]
    assert sorted(str(name) for name in names) == ["Le Quai", "None", "Norpresse"]


def test_silence_is_told_slot_by_slot() -> None:
    assert [(s.slot, s.document_ids) for s in dossier().silences] == [
        ("duration", ("doc_01cccc",)),
        ("place", ("doc_01bbbb",)),
    ]


def test_a_said_time_without_a_date_stays_undated() -> None:
    (moment,) = dossier().timeline
    assert (moment.stated.text, moment.earliest) == ("lundi", None)


@pytest.mark.parametrize(
    ("days", "fr", "en"),
    [
        (("2031-06-01", "2031-06-04T08:00"), "du 1er au 4 juin 2031", "1 to 4 June 2031"),
        (("2031-05-30", "2031-06-04"), "du 30 mai au 4 juin 2031", "30 May to 4 June 2031"),
        (
            ("2030-12-31", "2031-01-02"),
            "du 31 décembre 2030 au 2 janvier 2031",
            "31 December 2030 to 2 January 2031",
        ),
        (("2031-05", "2031-06"), "mai 2031 – juin 2031", "May 2031 – June 2031"),
        (("2031-06-01", "2031-06-01T08:00"), "1er juin 2031", "1 June 2031"),
    ],
)
def test_the_days_of_a_story_are_told_without_saying_a_month_twice(
    days: tuple[str, str], fr: str, en: str
) -> None:
    head = dossier().story
    articles = tuple(
        msgspec.structs.replace(a, published=StatedFact(a.document_id, "published", day))
        for a, day in zip(head.articles, days, strict=False)
    )
    head = msgspec.structs.replace(head, articles=articles)
    assert [published_text(load_catalogue(lang), head) for lang in ("fr", "en")] == [fr, en]


def test_a_moment_without_a_year_tells_from_which_days_its_articles_speak() -> None:
    (moment,) = dossier().timeline
    articles = [
        msgspec.structs.replace(a, published=StatedFact(a.document_id, "published", day))
        for a, day in zip(
            dossier().story.articles, ("2031-03-09", "2031-03-10T08:00", "2031-03-10"), strict=True
        )
    ]
    told = {article.document_id: article.label for article in articles}
    wanted = [told[d] for d in moment.document_ids]
    days = told_on(moment, articles)
    assert sorted(label for labels, _ in days for label in labels) == sorted(wanted)
    assert {day for _, day in days} <= {"2031-03-09", "2031-03-10"} and days
    assert told_on(moment, dossier().story.articles[:0]) == ()
    words = msgspec.structs.replace(moment.stated, text="2031.")
    assert told_on(msgspec.structs.replace(moment, stated=words), articles) == ()


def test_a_time_told_of_an_encounter_is_not_told_again_of_the_story() -> None:
    whole = material()
    accounts = []
    for account in whole.accounts:
        times = [c for c in account.comparables if c.slot == "time"]
        again = tuple(msgspec.structs.replace(c, id=f"{c.id}_again", about="story") for c in times)
        accounts.append(msgspec.structs.replace(account, comparables=account.comparables + again))
    assert any(a.comparables != b.comparables for a, b in zip(accounts, whole.accounts, strict=True))
    assert build(dataclasses.replace(whole, accounts=tuple(accounts))).timeline == dossier().timeline


def test_why_an_article_belongs_cites_how_both_articles_begin() -> None:
    (line,) = build_head(material()).why
    assert [a.document_id for a in line.anchors] == ["doc_01bbbb", "doc_01aaaa"]


def test_a_reason_that_lacks_a_fact_gives_no_line() -> None:
    reason = Reason("surname_of", (("name", "Paul Orsini"),), (place("doc_01aaaa", "Paul Orsini"),))
    assert material().statement(reason, otherwise=()) is None


def test_a_story_on_which_nothing_was_found_still_has_its_articles() -> None:
    whole = material()
    empty = dataclasses.replace(
        whole, readings=(), accounts=(), entities=(), chain=None, happenings=(), comparisons=(), reuse=()
    )
    found = build(empty)
    assert [a.label for a in found.story.articles] == ["A1", "A2", "A3"]
    assert found.all_rows() == () and found.people == ()


def test_the_order_of_comparisons_changes_nothing() -> None:
    whole = material()
    turned = dataclasses.replace(whole, comparisons=tuple(reversed(whole.comparisons)))
    assert build(turned) == build(whole)


def test_a_comparison_whose_words_are_gone_gives_no_row() -> None:
    whole = material()
    lost = tuple(
        msgspec.structs.replace(c, positions=()) for c in whole.comparisons if isinstance(c, Comparison)
    )
    assert build(dataclasses.replace(whole, comparisons=lost)).all_rows() == ()


def test_a_handle_leaves_out_the_digits_that_all_ids_share() -> None:
    assert handle("S", "story_01f00dabcd") == "Sf00d"
    assert handle("S", "story_01f00dabcd", 6) == "Sf00dab"
