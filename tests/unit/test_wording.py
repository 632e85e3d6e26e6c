"""Comparing a stated wording with what an article quotes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.packs import load_packs
from recoupe.wording import compare, find_places, orthography, tokens, verdict
from written import document_of

RULES = orthography(load_packs()["fr"])
TOLD = "Nous n'avons jamais déployé 12 000 soldats à l'Est. C'est, à l'évidence, une pure invention…"
EXAMPLES = Path(__file__).resolve().parents[2] / "src" / "recoupe" / "examples"
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))


def changes(stated: str, told: str = TOLD) -> list[str] | None:
    found = compare(tokens(stated), tokens(told), rules=RULES)
    return None if found is None else [change.kind for change in found.changes]


@pytest.mark.parametrize(
    "stated",
    [
        TOLD,
        "« Nous n’avons jamais déployé 12\u00a0000 soldats à l’Est »",
        "nous n'avons jamais déployé 12.000 soldats à l'Est",
        "NOUS N'AVONS JAMAIS DEPLOYE 12000 SOLDATS A L'EST",
        "C'est, à l'évidence, une pure invention...",
        "C'est, à l'évidence, une pure inven\u00adtion",
        "C'est, à l'e\u0301vidence, une pure invention",
    ],
)
def test_typography_and_whole_sentences_leave_a_wording_exact(stated: str) -> None:
    assert changes(stated) == []


@pytest.mark.parametrize(
    ("stated", "kinds"),
    [
        ("Nous avons déployé 12 000 soldats à l'Est", ["negation", "negation"]),
        ("Nous n'avons jamais déployé 13 000 soldats à l'Est", ["number"]),
        ("Nous n'avons jamais deploye 12 000 soldats à l'Est", ["accent"]),
        ("Nous n'avons jamais déployé 12 000 soldats à l'est", ["capital"]),
        ("Nous n'avons jamais déployé 12 000 soldats au Nord", ["word", "name"]),
        ("Nous n'avons jamais deployé 12 000 soldats à l'Est", []),
        ("Nous n'avons jamais déplyoé 12 000 soldats à l'Est", ["letters"]),
        ("Nous n'avons jamais déployé 12 000 bons soldats à l'Est", ["added"]),
        ("Nous n'avons jamais déployé 12 000 soldats", ["left out"]),
        ("déployé 12 000 soldats à l'Est", ["negation"]),
        ("n'avons Nous jamais déployé 12 000 soldats à l'Est", ["order"]),
        ("C'est à l'évidence une pure invention", ["punctuation", "punctuation"]),
        ("Nous n'avons jamais […] déployé 12 000 soldats à l'Est", ["cut"]),
    ],
)
def test_a_change_of_meaning_is_named(stated: str, kinds: list[str]) -> None:
    assert changes(stated) == kinds


@pytest.mark.parametrize("stated", ["Les soldats sont rentrés hier soir", "une", "À l'Ouest rien de nouveau"])
def test_other_words_are_not_found(stated: str) -> None:
    assert changes(stated) is None


@pytest.mark.parametrize(
    ("left", "right"), [("ou", "où"), ("il a tue", "il a tué"), ("du", "dû"), ("-5 %", "5 %")]
)
def test_an_accent_or_sign_that_tells_words_apart_counts(left: str, right: str) -> None:
    assert changes(left, right) != []


@given(st.text(alphabet="abcé ,.?!’'«»-12 ", max_size=60), st.text(alphabet="abcé ,.?!’'«»-12 ", max_size=60))
def test_a_text_is_itself_and_any_two_texts_can_be_compared(one: str, other: str) -> None:
    own = changes(one, one)
    assert own == [] or not any(token.is_word for token in tokens(one))
    changes(one, other)


@given(st.text(max_size=80))
def test_tokens_slice_to_the_text_in_order(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert last <= token.start < token.end <= len(text)
        last = token.end


def test_without_a_reading_words_of_the_article_are_elsewhere() -> None:
    document = document_of("Le pont tiendra encore dix ans.")
    asked = {"by": None, "spellings": {}, "rules": RULES}
    places = find_places("Le pont tiendra encore dix ans", document, None, **asked)
    assert verdict(places) == "elsewhere"
    assert [places[0].spans[0].of(document.text)] == ["Le pont tiendra encore dix ans"]
    assert verdict(find_places("Le pont ne tiendra pas", document, None, **asked)) == "not found"
    assert find_places("« … »", document, None, **asked) == ()


def test_only_blocks_that_reach_near_the_given_stretches_are_looked_at() -> None:
    document = document_of("Le pont tiendra encore dix ans.\n\nLe maire dort.")
    first, second = (block.span for block in document.blocks)
    asked = {"by": None, "spellings": {}, "rules": RULES}
    assert find_places("Le maire dort", document, None, near=[second], **asked)
    assert find_places("Le maire dort", document, None, near=[first], **asked) == ()


def test_no_altered_quotation_of_the_examples_is_called_exact(capsys: pytest.CaptureFixture[str]) -> None:
    import check_quote

    assert check_quote.main([str(EXAMPLES), "--alterations", "300"]) == 0, capsys.readouterr().out
