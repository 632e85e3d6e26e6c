"""What one article says of its story: cast, encounters and comparables."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from recoupe.packs import load_pack
from recoupe.records.accounts import Account, Comparable
from recoupe.records.copies import Reuse
from recoupe.records.documents import Block, Document, Stated
from recoupe.records.findings import (
    Authority,
    DocumentEntity,
    Encounter,
    Fact,
    Judgement,
    Mention,
    Participant,
    Quantity,
    Quotation,
    Reading,
)
from recoupe.records.spans import Span, anchor, is_true
from recoupe.records.stories import Membership
from recoupe.records.values import Interval, Words
from recoupe.settings import Settings
from recoupe.stages.accounts.accounts import ACCOUNTS
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.stage import Resources

PACK = load_pack("fr")
RESOURCES = Resources({"fr": PACK}, Settings())
TEXT = (
    "Claire Montbrun a rencontré Igor Valkine pendant 40 minutes. « Le barrage tiendra. L'eau sera moins "
    "chère », a dit la maire. Quelque 300 pêcheurs attendaient dehors.\n\nSuivez Le Rivage chaque matin."
)


def at(words: str) -> Span:
    """Return where the words stand in the text."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def document() -> Document:
    """Return the article of this test."""
    first, second = TEXT.split("\n\n")
    blocks = (
        Block(Span(0, len(first)), "paragraph", "test"),
        Block(Span(len(first) + 2, len(TEXT)), "paragraph", "test"),
    )
    assert second
    stated = Stated("2024-03-12", "given")
    return Document(
        "doc_a", "a.txt", (), None, Stated("Le Rivage", "given"), None, None, stated, None, "fr", None, (),
        TEXT, (), blocks,
    )  # fmt: skip


def reading() -> Reading:
    """Return what was found in it, by hand."""
    sentences = (
        at("Claire Montbrun a rencontré Igor Valkine pendant 40 minutes."),
        at("« Le barrage tiendra."),
        at("L'eau sera moins chère », a dit la maire."),
        at("Quelque 300 pêcheurs attendaient dehors."),
        at("Suivez Le Rivage chaque matin."),
    )
    people = (("dent_m", "Claire Montbrun"), ("dent_v", "Igor Valkine"))
    mentions = tuple(
        Mention(f"men_{key}", at(name), "PER", "name", name, key, None, None, "test") for key, name in people
    )
    entities = tuple(DocumentEntity(key, "PER", name, (name,), (f"men_{key}",), ()) for key, name in people)
    ministry = Authority("institution", "préfecture", at("la maire"), None)
    fact = Fact(
        "duration", at("40 minutes"), "40 minutes", sentences[0], Interval(2400, 2400, "s"), "asserted",
        "certain", (ministry,), "test",
    )  # fmt: skip
    participants = tuple(Participant(key, name, None, at(name)) for key, name in people)
    encounter = Encounter(
        "enc_1", "meeting", (at("rencontré"),), participants, "unknown", "held", (fact,), (sentences[0],),
        "test",
    )  # fmt: skip
    quotation = Quotation(
        "quot_1", "direct", (at("Le barrage tiendra. L'eau sera moins chère"),), at("a dit"), at("la maire"),
        "dent_m", "Claire Montbrun", "certain", (), "test",
    )  # fmt: skip
    counted = Quantity(
        "qua_1", at("Quelque 300"), Interval(270, 330, "pêcheur", "pêcheurs", "about"), at("pêcheurs"), None,
        None, None, "asserted", "certain", (), "test",
    )  # fmt: skip
    bare = Quantity(
        "qua_2", at("40"), Interval(40, 40, ""), None, None, None, None, "asserted", "certain", (), "test"
    )
    return Reading(
        "read_a", "doc_a", "fr", sentences, mentions, entities, (), (counted, bare), (quotation,),
        (encounter,), (), Judgement(False, (), ()),
    )  # fmt: skip


STORY = Membership("memb_1", "story_1", ("doc_a", "doc_b"))


def reused(kind: str, other: str, words: str) -> Reuse:
    """Return a passage of the article that another document has too."""
    mine = anchor("doc_a", TEXT, at(words))
    theirs = anchor(other, words, Span(0, len(words)))
    return Reuse(f"reu_{kind}_{other}", mine, theirs, kind, 1.0, 12, ())  # type: ignore[arg-type]


def told(*reuses: Reuse) -> Account:
    """Return the account of the article."""
    members = tuple(sorted((document(), reading(), STORY, *reuses), key=lambda m: m.id))
    (account,) = ACCOUNTS.run("doc_a", members, RESOURCES)
    assert isinstance(account, Account)
    return account


def of_slot(account: Account, slot: str) -> list[Comparable]:
    """Return the comparables of one slot."""
    return [c for c in account.comparables if c.slot == slot]


def test_a_fact_keeps_its_value_its_authority_and_its_sentence() -> None:
    (duration,) = of_slot(told(), "duration")
    assert duration.about == "enc_1"
    assert duration.value == Interval(2400, 2400, "s")
    assert [source.name for source in duration.authority] == ["préfecture"]
    assert duration.sentence_text.startswith("Claire Montbrun a rencontré")


def test_each_sentence_of_a_quotation_is_a_remark_of_its_speaker() -> None:
    remarks = of_slot(told(), "wording")
    assert [r.stated for r in remarks] == ["Le barrage tiendra.", "L'eau sera moins chère"]
    assert all(r.about == "dent_m" and r.quoted for r in remarks)
    assert all(r.authority[-1].name == "Claire Montbrun" for r in remarks)
    assert all(isinstance(r.value, Words) and r.value.keys for r in remarks)


def test_a_source_that_is_called_she_stands_where_her_name_does() -> None:
    text = "Claire Montbrun et Igor Valkine sont venus. « Oui », a-t-elle dit."
    spans = {
        name: Span(text.index(name), text.index(name) + len(name)) for name in ("Claire Montbrun", "elle")
    }
    (named, _) = reading().mentions
    teller = Teller(
        replace(document(), text=text),
        replace(reading(), mentions=(replace(named, span=spans["Claire Montbrun"]),)),
        PACK,
    )
    she = Authority("person", "Claire Montbrun", spans["elle"], "dent_m")
    assert [s.anchor.span for s in teller.sources((she,))] == [spans["Claire Montbrun"]]
    unknown = replace(she, entity_id=None)
    assert [s.anchor.span for s in teller.sources((unknown,))] == [spans["elle"]]


def test_a_figure_that_does_not_say_what_it_counts_is_not_compared() -> None:
    assert [figure.stated for figure in of_slot(told(), "count")] == ["Quelque 300 pêcheurs"]


def test_an_encounter_tells_who_took_part_and_whether_it_took_place() -> None:
    account = told()
    (participants,) = of_slot(account, "participant")
    assert participants.stated == "Claire Montbrun a rencontré Igor Valkine"
    (status,) = of_slot(account, "status")
    assert status.stated == "rencontré"
    assert [p[0] for p in account.encounters[0].participants] == ["dent_m", "dent_v"]


def test_what_an_outlet_prints_under_every_article_is_not_compared() -> None:
    account = told(reused("template", "doc_b", "Quelque 300 pêcheurs attendaient dehors."))
    assert of_slot(account, "count") == []
    assert account.reuse == ()


def test_only_passages_shared_within_the_story_are_kept() -> None:
    words = "Claire Montbrun a rencontré Igor Valkine pendant 40 minutes."
    account = told(reused("copy", "doc_b", words), reused("copy", "doc_far", words))
    assert [r.right.document_id for r in account.reuse] == ["doc_b"]


def test_a_document_without_a_story_gives_no_account() -> None:
    assert list(ACCOUNTS.run("doc_a", (document(), reading()), RESOURCES)) == []


def test_every_anchor_of_an_account_covers_the_words_it_claims() -> None:
    account = told()
    for comparable in account.comparables:
        assert comparable.stated == comparable.anchor.span.of(TEXT)
        assert comparable.sentence_text == comparable.sentence.span.of(TEXT)
        assert all(is_true(a, TEXT) for a in (comparable.anchor, comparable.sentence))
        assert all(is_true(source.anchor, TEXT) for source in comparable.authority)
    for member in account.cast:
        assert all(text == place.span.of(TEXT) for text, _, _, place in member.spellings)


@given(st.permutations([reused("copy", f"doc_{x}", "a rencontré Igor Valkine") for x in "bcd"]))
def test_the_order_in_which_passages_arrive_changes_nothing(reuses: list[Reuse]) -> None:
    story = Membership("memb_1", "story_1", ("doc_a", "doc_b", "doc_c", "doc_d"))
    first, second = (
        list(ACCOUNTS.run("doc_a", (document(), reading(), story, *order), RESOURCES))
        for order in (reuses, sorted(reuses, key=lambda r: r.id))
    )
    assert first == second


def test_an_account_is_fed_by_its_document_its_reading_its_story_and_its_passages() -> None:
    passage = reused("copy", "doc_b", "Igor Valkine")
    assert list(ACCOUNTS.units(document())) == ["doc_a"]
    assert list(ACCOUNTS.units(reading())) == ["doc_a"]
    assert list(ACCOUNTS.units(STORY)) == ["doc_a", "doc_b"]
    assert list(ACCOUNTS.units(passage)) == ["doc_a", "doc_b"]
