"""What holds for quotations and credits of any text."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.packs import load_pack
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.authorities import authority_of
from recoupe.stages.read.quotations.credits import find_credits
from recoupe.stages.read.quotations.marks import find_marked
from recoupe.stages.read.quotations.quotations import find_quotations
from written import document_of

PIECES = st.sampled_from(
    ["« ", " »", "“", "”", '"', "’", "‘", ", a dit ", "Selon ", "le maire", " que ", "Anne Morel", ". ", ", ",
     " : ", "\n\n", "a-t-il ajouté", "- ", "(AFP)", "dans un communiqué", "promet de venir",
     "Nous partons", "\ue008"]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip)
HOSTILE = (
    "« ",
    '"a ',
    "« a », a dit ",
    "Selon Anne, a dit que ",
    "a-t-il dit, ",
    "le de la ",
    ", , , ",
    "((((",
)
MAX_SECONDS_FOR_64_KB = 6.0


def draft_of(text: str) -> Draft:
    parts = [part for part in text.split("\n\n") if part.strip()]
    document = document_of("\n\n".join(parts))
    return Draft(document, load_pack("fr"), sentences=tuple(block.span for block in document.blocks))


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_span_lies_inside_one_block_and_contents_do_not_overlap(text: str) -> None:
    draft = draft_of(text)
    quotations = find_quotations(draft)
    for quotation in quotations:
        others = [s for s in (quotation.cue, quotation.speaker_span) if s is not None]
        for span in (*quotation.content, *others):
            assert 0 <= span.start < span.end <= len(draft.text)
            assert any(block.holds(span) for block in draft.blocks())
        assert list(quotation.content) == sorted(quotation.content)
        assert all(a.end <= b.start for a, b in pairwise(quotation.content))
    assert find_quotations(draft) == quotations


@given(TEXTS)
@settings(max_examples=40, deadline=None)
def test_authorities_and_credits_are_words_of_the_text(text: str) -> None:
    draft = draft_of(text)
    for credit in find_credits(draft):
        assert credit.span.of(draft.text).strip()
    for sentence in draft.sentences:
        for authority in authority_of(draft, sentence):
            assert authority.span.of(draft.text).strip() and authority.name


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_marked_stretches_are_in_order_and_bear_their_marks(text: str) -> None:
    draft = draft_of(text)
    marked = find_marked(draft.text, draft.blocks())
    assert all(a.span.end <= b.span.start for a, b in pairwise(marked))
    for stretch in marked:
        assert stretch.span.holds(stretch.content) and len(stretch.content)


def test_hostile_texts_of_64_kb_are_read_in_seconds() -> None:
    for piece in HOSTILE:
        text = (piece * (64_000 // len(piece)))[:64_000]
        draft = draft_of(text)
        started = time.process_time()
        find_quotations(draft)
        find_credits(draft)
        assert time.process_time() - started < MAX_SECONDS_FOR_64_KB, piece


BAD_INPUT = {
    "marks without end": "« Nous partons demain matin, a dit Paul Morel. " * 400,
    "no full stop": "Anne Morel a déclaré que le pont serait fermé, « nous partons », a dit Paul, " * 400,
    "all capitals": "ANNE MOREL A DÉCLARÉ QUE LE PONT SERAIT FERMÉ. « NOUS PARTONS », DIT-ELLE. " * 300,
    "noise of scanning": "Anne M0rel a déc1aré qne le p0nt serait fermé . « Nous part0ns >>, dit - elle ,, "
    * 300,
    "hidden characters": "Anne\u200b Morel a dé\u00adclaré que \u202ele pont\u202c fermait. "
    "« Nous\u2066 partons\u2069 ». " * 300,
    "cut in mid-word": "Anne Morel a déclaré que le pont serait fermé. « Nous partons », a-t-elle ajou",
    "questions without end": "\n\n".join(["Que dites-vous ?", "– Je ne dis rien."] * 400),
}
MAX_SECONDS_FOR_BAD_INPUT = 3.0


@pytest.mark.parametrize("name", sorted(BAD_INPUT))
def test_bad_input_is_read_in_bounded_time_with_spans_that_slice_to_words(name: str) -> None:
    draft = draft_of(BAD_INPUT[name])
    started = time.process_time()
    quotations = find_quotations(draft)
    assert time.process_time() - started < MAX_SECONDS_FOR_BAD_INPUT
    for quotation in quotations:
        for span in quotation.content:
            assert span.of(draft.text) == span.of(draft.text).strip() != ""
            assert any(block.holds(span) for block in draft.blocks())


def test_twice_the_sentences_take_no_more_than_some_twice_the_time() -> None:
    find_quotations(draft_of("Elle a dit que tout va."))  # the rules are compiled once
    seconds = []
    for n_paragraphs in (150, 300, 600):
        text = "\n\n".join(
            ["Elle a dit que tout va. Il pleut. « Nous partons demain », a dit le maire."] * n_paragraphs
        )
        draft = draft_of(text)
        started = time.process_time()
        find_quotations(draft)
        seconds.append(time.process_time() - started)
    assert seconds[2] < 8 * max(seconds[0], 0.02)
