"""Nothing leaves Recoupe without a span: every way out, walked over real and invented coverage.

Counted are the names and figures in the output that no article supports. There may be none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli.main import run_command
from recoupe.messages import load_catalogue
from recoupe.records.documents import Document
from recoupe.records.stories import Story
from recoupe.store.sqlite import open_store
from ways_out import Page, Reader, strings_in, strings_of

ROOT = Path(__file__).resolve().parents[2]
COVERAGE = {
    "examples": ROOT / "src" / "recoupe" / "examples",
    "lavrov": ROOT.parent / "shared" / "coverage" / "lavrov-2017",
}
SHOWN = frozenset(
    {
        *("title", "name", "text", "stated", "role", "roles", "speaker", "authority"),
        *("from", "to", "what", "why", "detail", "about_name"),
    }
)
"""The keys under which a dossier's JSON holds words; ids of documents stand under some of them too."""


@dataclass(frozen=True)
class Filled:
    """A store with one coverage in it, its documents, and the ids of its stories."""

    path: Path
    documents: dict[str, Document]
    stories: list[str]


@pytest.fixture(scope="module", params=sorted(COVERAGE))
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    files = sorted(p for p in COVERAGE[request.param].glob("*.*") if p.suffix in (".txt", ".html", ".json"))
    files = [p for p in files if p.name != "expected.json"]
    if not files:
        pytest.skip("this coverage is not beside the checkout")
    path = tmp_path_factory.mktemp(request.param) / "store.sqlite"
    # Input names are relative, so that no long path is broken over two lines of a table.
    with chdir(COVERAGE[request.param]):
        assert run_command(["--store", str(path), "--quiet", "add", *(p.name for p in files)]) == 0
        store = open_store(path, write=False)
        documents = {d.id: d for d in store.scan(Document) if isinstance(d, Document)}
        stories = [s.id for s in store.scan(Story)]
        store.close()
        yield Filled(path, documents, stories)


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def reader(filled: Filled, language: str) -> Reader:
    return Reader(load_catalogue(language), filled.documents.values())


def output(filled: Filled, language: str, *words: str, capfdbinary: pytest.CaptureFixture[bytes]) -> str:
    capfdbinary.readouterr()
    assert run_command(["--store", str(filled.path), "--lang", language, *words]) == 0
    return capfdbinary.readouterr().out.decode()


def evidences(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"document", "start", "end", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from evidences(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from evidences(inner)


def test_the_terminal_shows_nothing_unsupported(
    filled: Filled, language: str, reader: Reader, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    found: list[str] = []
    for story in filled.stories:
        found += reader.unsupported(output(filled, language, "dossier", story, capfdbinary=capfdbinary))
    found += reader.unsupported(output(filled, language, "stories", capfdbinary=capfdbinary))
    assert found == []


def test_the_page_shows_nothing_unsupported(
    filled: Filled, language: str, reader: Reader, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for story in filled.stories:
        file = tmp_path / f"{story}.html"
        output(filled, language, "dossier", story, "--html", str(file), capfdbinary=capfdbinary)
        page = Page(file.read_text("utf-8"))
        assert [word for text in page.texts for word in reader.unsupported(text)] == []
        assert not {tag for tag, _ in page.elements} & {"script", "img", "iframe", "link", "object", "form"}


def test_the_json_shows_nothing_unsupported(
    filled: Filled, language: str, reader: Reader, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    n_evidence = 0
    for story in filled.stories:
        dossier = json.loads(output(filled, language, "dossier", story, "--json", capfdbinary=capfdbinary))
        shown = [text for text in strings_of(dossier, SHOWN) if not text.startswith("doc_")]
        assert [w for text in shown for w in reader.unsupported(text)] == []
        assert not [i for i in dossier["issues"] if i["code"] == "line_not_supported"]
        for evidence in evidences(dossier):
            n_evidence += 1
            text = filled.documents[evidence["document"]].text
            assert text[evidence["start"] : evidence["end"]] == evidence["text"]
        for row in dossier["comparisons"]:
            for position in row["positions"]:
                texts = [filled.documents[e["document"]].text for e in position["evidence"]]
                assert any(position["stated"] in text for text in texts)
    assert n_evidence > 100


def test_a_search_shows_sentences_of_the_articles(
    filled: Filled, language: str, reader: Reader, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for query in ("rencontre", "ministre"):
        shown = output(filled, language, "search", query, capfdbinary=capfdbinary)
        assert reader.unsupported(shown.rsplit("\n\n", 1)[0]) == []
        found = json.loads(output(filled, language, "search", query, "--json", capfdbinary=capfdbinary))
        hits = list(evidences(found))
        assert hits
        for hit in hits:
            text = filled.documents[hit["document"]].text
            assert text[hit["start"] : hit["end"]] == hit["text"]
            assert all(hit["start"] <= start < end <= hit["end"] for start, end in hit["marks"])


def test_what_a_reading_says_lies_in_its_text(
    filled: Filled, language: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    inputs = sorted({document.input for document in filled.documents.values() if "#" not in document.input})
    paths = [path for path in inputs if Path(path).is_file()]
    if not paths:
        pytest.skip("these articles are named by their ids")
    for line in output(filled, language, "read", *paths, "--json", capfdbinary=capfdbinary).splitlines():
        reading = json.loads(line)
        text = reading["document"]["text"]
        for encounter in reading["encounters"]:
            for fact in encounter["facts"]:
                assert text[slice(*fact["span"])] == fact["stated"]
        for entity in reading["entities"]:
            assert entity["name"] in text
        for quotation in reading["quotations"]:
            assert all(0 <= start < end <= len(text) for start, end in quotation["content"])


def test_the_second_reader_sees_what_nothing_supports(filled: Filled, reader: Reader) -> None:
    """The test itself must be able to fail: a name and a figure from nowhere are found."""
    assert reader.unsupported("Zorglub est venu, et 98765 autres") == ["Zorglub", "98765"]
    assert list(strings_in({"a": ["b"]})) == ["b"]
