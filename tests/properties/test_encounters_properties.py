"""Encounters on any text: spans hold, nothing crosses a sentence, the same text gives the same bytes."""

from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import encounter_cast as cast
from recoupe.packs import load_pack
from recoupe.stages.read.encounters.encounters import find_encounters

PACK = load_pack("fr")
PIECES = st.sampled_from(
    [
        "Claire Montbrun", "Igor Valkine", "le roi Osmar", "a rencontré", "a reçu", "s'entretient avec",
        "la rencontre", "leur entretien", "entre", "avec", "et", "à Lyon", "en Valdonie", "lundi",
        "pendant deux heures", "a évoqué le barrage", "n'a pas été évoquée", "sera reportée", ",", ".", ";",
        "«", "»", "les deux ministres", "il", "ils", "qui", "sommet du G20", "\n", "’", "…",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_every_span_lies_in_a_sentence_and_slices_to_what_is_claimed(pieces: list[str]) -> None:
    draft = cast.draft_of(" ".join(["Texte.", *pieces]), PACK)
    for encounter in find_encounters(draft):
        assert encounter.participants
        for fact in encounter.facts:
            assert fact.stated == fact.span.of(draft.text)
            assert fact.sentence in draft.sentences
            assert fact.sentence.holds(fact.span)
        for trigger in encounter.triggers:
            assert any(s.holds(trigger) for s in draft.sentences)
        assert set(encounter.evidence) <= set(draft.sentences)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=20))
def test_reading_a_text_twice_gives_the_same_bytes(pieces: list[str]) -> None:
    text = " ".join(["Texte.", *pieces])
    once, again = (msgspec.json.encode(find_encounters(cast.draft_of(text, PACK))) for _ in range(2))
    assert once == again


@pytest.mark.parametrize(
    "hostile",
    ["rencontre ", "rencontre avec Claire Montbrun et ", "Claire Montbrun, ", "a évoqué la ", "« ", "a"],
)
def test_the_work_grows_with_the_text_and_not_with_its_square(hostile: str) -> None:
    def seconds(n_chars: int) -> float:
        draft = cast.draft_of(hostile * (n_chars // len(hostile)), PACK)
        start = time.process_time()
        find_encounters(draft)
        return time.process_time() - start

    seconds(2_000)
    small, large = seconds(4_000), seconds(32_000)
    # Eight times the text: linear work takes about 8 times as long, quadratic work 64 times.
    assert large < 30 * max(small, 0.02)
