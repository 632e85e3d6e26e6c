"""Whatever comes in, offsets slice to what they claim and lead back to the same characters."""

from __future__ import annotations

import json
import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.packs import load_packs
from recoupe.records.documents import Document
from recoupe.records.spans import Run, Span, composed, to_source
from recoupe.settings import Settings
from recoupe.sources.captures import ARTICLE, PAGE, TEXT, taken
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.clean.source_text import cleaned, lines_of
from recoupe.stages.stage import Resources

RESOURCES = Resources(load_packs(), Settings())

PIECES = st.sampled_from(
    ["Lire aussi:", "© AVP / Ilan Dorvak", "« Oui », dit-elle.", "date 2031-02 ", "Tags:", "e\u0301te\u0301",
     "\u00ad", "\r\n", "\n", "\n\n", "\t", "  ", "\u2028", "\ufeff", "\x00", "\u212b", "- ",
     "Suivez La Gazette sur Telegram",
     "La ministre est arrivée lundi à Tarnac, où l'attendait le préfet.", "International",
     "2 111"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=12), max_size=30).map("".join)


def documents(body: bytes, media_type: str) -> list[Document]:
    capture = taken("x", body, media_type=media_type)
    records = CLEAN.run(capture.body_digest, (capture,), RESOURCES)
    return [record for record in records if isinstance(record, Document)]


def check_layout(document: Document) -> None:
    text = document.text
    assert unicodedata.is_normalized("NFC", text) and "\x00" not in text and "\ufeff" not in text
    assert document.blocks[0].span.start == 0 and document.blocks[-1].span.end == len(text)
    for left, right in pairwise(document.blocks):
        assert text[left.span.end : right.span.start] == "\n\n"
    for block in document.blocks:
        piece = block.span.of(text)
        assert piece and piece == piece.strip() and "\n" not in piece
    for stated in (document.title, document.outlet, document.published, document.byline):
        if stated is not None and stated.stated_by.startswith("text:"):
            start, end = stated.stated_by.removeprefix("text:").split("-")
            assert 0 <= int(start) < int(end) <= len(text)


def check_map(document: Document, source: str) -> None:
    last = 0
    for run in document.offset_map:
        assert run.length > 0 and run.start >= last
        last = run.start + run.length
        piece = document.text[run.start : last]
        assert piece == source[run.source_start : run.source_start + run.length]
    assert last <= len(document.text)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_a_text_maps_back_to_its_file(text: str) -> None:
    body = text.encode("utf-8", "replace")
    for document in documents(body, TEXT):
        check_layout(document)
        check_map(document, body.removeprefix(b"\xef\xbb\xbf").decode())


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_json_text_maps_back_to_its_value(text: str) -> None:
    for document in documents(json.dumps({"text": text}).encode(), ARTICLE):
        check_layout(document)
        check_map(document, text)


@given(st.lists(TEXTS, max_size=5))
@settings(max_examples=40, deadline=None)
def test_a_page_is_laid_out_likewise(texts: list[str]) -> None:
    page = "<html><body><article>" + "".join(f"<p>{text}</p>" for text in texts)
    for document in documents(page.encode("utf-8", "replace"), PAGE):
        check_layout(document)
        assert document.offset_map == ()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_document_or_nothing(body: bytes) -> None:
    for document in documents(body, TEXT):
        check_layout(document)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_no_letter_of_a_text_is_lost(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    kept = "".join(line.text for line in lines_of(cleaned(text)))
    letters = [c for c in unicodedata.normalize("NFC", text) if c.isalnum()]
    assert [c for c in kept if c.isalnum()] == letters


RUNS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 4)), max_size=6).map(
    lambda steps: _runs(steps)
)


def _runs(steps: list[tuple[int, int, int]]) -> tuple[Run, ...]:
    runs, at, source = [], 0, 0
    for gap, source_gap, length in steps:
        runs.append(Run(at + gap, source + source_gap, length))
        at, source = at + gap + length, source + source_gap + length
    return tuple(runs)


@given(RUNS, RUNS, st.integers(0, 40))
@settings(max_examples=200, deadline=None)
def test_composed_runs_lead_where_the_two_lead_one_after_the_other(
    outer: tuple[Run, ...], inner: tuple[Run, ...], offset: int
) -> None:
    between = to_source(outer, Span(offset, offset + 1))
    wanted = to_source(inner, between) if between else None
    assert to_source(composed(outer, inner), Span(offset, offset + 1)) == wanted
