"""What holds for the names of any text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reading_names import names_of, sentences_of
from written import document_of

WORDS = (
    "Hugo Vial",
    "Mme Vial",
    "le président norvégien",
    "son homologue",
    "Ilan Dorvak",
    "Ce dernier",
    "a-t-il dit",
    "à Paris",
    "«",
    "»",
    "(",
    ")",
    "l'",
    ", ",
    ". ",
    " ",
    "\n\n",
    "ministre des Ports",
    "Union des femmes",
    "É",
    "L'",
    "\u00a0",
    "😀",
    "VIAL",
    "Vial-Dorvak",
)
TEXTS = st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=25).map(" ".join)


def sound(text: str) -> str:
    """Return the text without what no document holds: lone surrogates and blank lines at its ends."""
    return text.encode("utf-8", "ignore").decode().strip()


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_sentences_are_in_order_apart_and_lose_no_word(text: str) -> None:
    text = sound(text)
    found = sentences_of(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = "".join(s.of(text) for s in found)
    assert "".join(covered.split()) == "".join(text.split())


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_mentions_lie_in_one_sentence_and_do_not_overlap_their_like(text: str) -> None:
    text = sound(text)
    sentences = sentences_of(text)
    mentions, entities = names_of(text)
    assert len({m.id for m in mentions}) == len(mentions)
    for mention in mentions:
        assert any(s.holds(mention.span) for s in sentences)
        assert mention.span.of(text) == mention.span.of(text).strip() != ""
    for form in ("name", "nominal"):
        alike = sorted(m.span for m in mentions if m.form == form)
        assert all(a.end <= b.start for a, b in pairwise(alike))
    known = {e.id for e in entities}
    assert all(m.entity_id in known for m in mentions if m.entity_id)


@given(TEXTS)
@settings(max_examples=50, deadline=None)
def test_reading_twice_gives_the_same(text: str) -> None:
    text = sound(text)
    assert names_of(text) == names_of(text)
    assert document_of(text) == document_of(text)
