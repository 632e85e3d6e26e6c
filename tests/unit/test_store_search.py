"""Search: accents, case, endings and elisions do not count; what is forgotten is not found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from recoupe.engine.serial import SerialEngine
from recoupe.records.documents import Block, Document
from recoupe.records.findings import Judgement, Reading
from recoupe.records.spans import Span
from recoupe.run import add, forget, run
from recoupe.store.contract import Output
from recoupe.store.sqlite import SqliteStore, open_store
from recoupe.store.words import match_expression, words
from toy_line import RESOURCES, TOY_STAGES, capture, filled

TEXTS = {
    "port": "La maire a signé l’accord de paix. Les négociateurs sont repartis",
    "grain": "Aujourd'hui les élections ont été reportées. L'accord reste lettre morte",
    "mer": "Un cœur de pêcheur. Le porte-parole se tait",
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    made = open_store(tmp_path / "s.sqlite")
    add(made, [capture(name, text) for name, text in TEXTS.items()])
    run(made, SerialEngine(), RESOURCES, stages=TOY_STAGES)
    yield made
    made.close()


def found(store: SqliteStore, query: str) -> list[str]:
    out = []
    for hit in store.search(query, limit=10):
        document = store.get(hit.document_id)
        assert isinstance(document, Document)
        out.append(document.text[hit.start : hit.end])
    return sorted(out)


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("election", ["Aujourd'hui les élections ont été reportées"]),
        ("ÉLECTIONS", ["Aujourd'hui les élections ont été reportées"]),
        ("reporter", ["Aujourd'hui les élections ont été reportées"]),
        ("négociateur", ["Les négociateurs sont repartis"]),
        ("accord", ["L'accord reste lettre morte", "La maire a signé l’accord de paix"]),
        ("d'accord", ["L'accord reste lettre morte", "La maire a signé l’accord de paix"]),
        ("accord paix", ["La maire a signé l’accord de paix"]),
        ('"accord de paix"', ["La maire a signé l’accord de paix"]),
        ("« paix de accord »", []),
        ("aujourd'hui", ["Aujourd'hui les élections ont été reportées"]),
        ("coeur", ["Un cœur de pêcheur"]),
        ("porte-parole", ["Le porte-parole se tait"]),
        ("parole-porte", []),
        ("accord OR mer", []),
        ("", []),
        ("?! *", []),
    ],
)
def test_a_query_finds_the_sentences_that_hold_its_words(
    store: SqliteStore, query: str, sentences: list[str]
) -> None:
    assert found(store, query) == sentences


def test_no_more_hits_than_asked_for(store: SqliteStore) -> None:
    assert len(store.search("accord", limit=1)) == 1


def test_hits_do_not_depend_on_the_order_of_arrival(store: SqliteStore, tmp_path: Path) -> None:
    other = open_store(tmp_path / "other.sqlite")
    for name, text in reversed(TEXTS.items()):
        add(other, [capture(name, text)])
        run(other, SerialEngine(), RESOURCES, stages=TOY_STAGES)
    assert other.search("accord", limit=10) == store.search("accord", limit=10)
    other.close()


def test_a_forgotten_article_is_not_found(store: SqliteStore) -> None:
    gone = capture("port", TEXTS["port"]).id
    forget(store, SerialEngine(), RESOURCES, capture_ids=[gone], stages=TOY_STAGES)
    assert found(store, "accord") == ["L'accord reste lettre morte"]


def test_a_text_without_a_pack_is_found_by_its_blocks(tmp_path: Path) -> None:
    text = "Il sindaco ha parlato. Poi tacque.\n\nFotografia"
    document = filled(
        Document,
        id="doc_it",
        language="it",
        text=text,
        blocks=(
            Block(Span(0, 34), "paragraph", "toy"),
            Block(Span(36, 46), "credit", "toy"),
        ),
    )
    reading = filled(
        Reading,
        id="read_it",
        document_id="doc_it",
        language="it",
        machine_translated=Judgement(None, (), ()),
        not_read="no pack",
    )
    with open_store(tmp_path / "s.sqlite") as store:
        store.replace("clean", [Output("u", "1", (document,))])
        store.replace("read", [Output("u", "1", (reading,))])
        assert [(hit.start, hit.end) for hit in store.search("parlare sindaci", limit=5)] == [(0, 34)]
        assert store.search("fotografia", limit=5) == []


def test_the_store_can_be_searched_before_anything_is_in_it(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        assert store.search("accord", limit=5) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text())
def test_no_query_breaks_the_search(store: SqliteStore, query: str) -> None:
    assert len(store.search(query, limit=3)) <= 3


@given(st.text(), st.sampled_from(["fr", "it", "xx", ""]))
@example("\ufc5e", "fr")
def test_words_have_no_accent_and_no_capital(text: str, language: str) -> None:
    for word in words(text, language):
        assert word and '"' not in word and " " not in word
        assert match_expression(word, [language]) is not None
