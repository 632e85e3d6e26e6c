"""The clean stage on the five real articles that lie beside the checkout."""

from __future__ import annotations

import difflib
import json
from io import BytesIO
from pathlib import Path

import pytest

from recoupe.packs import load_packs
from recoupe.records.documents import ARTICLE_TEXT, Document
from recoupe.settings import Settings
from recoupe.sources import read_inputs
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.stage import Resources

COVERAGE = Path(__file__).resolve().parents[2] / ".." / "shared" / "coverage" / "lavrov-2017"
pytestmark = pytest.mark.skipif(not COVERAGE.is_dir(), reason="the real example is not beside the checkout")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    resources = Resources(load_packs(), Settings())
    found = {}
    for path in sorted(COVERAGE.glob("*.txt")):
        (capture,) = read_inputs([str(path)], stdin=BytesIO())
        (document,) = CLEAN.run(capture.body_digest, (capture,), resources)
        assert isinstance(document, Document)
        found[path.name[:3]] = document
    return found


@pytest.fixture(scope="module")
def expected() -> dict:
    return json.loads((COVERAGE / "expected.json").read_text("utf-8"))


def article_text(document: Document) -> str:
    return "\n".join(block.span.of(document.text) for block in document.article_blocks())


def test_no_furniture_counts_as_article_text(documents: dict[str, Document], expected: dict) -> None:
    for name, strings in expected["not_article_text"].items():
        kept = article_text(documents[name])
        assert [string for string in strings if string in kept] == []


def test_nearly_all_the_rest_counts_as_article_text(documents: dict[str, Document], expected: dict) -> None:
    n_body = n_kept = 0
    for name, document in documents.items():
        source = next(COVERAGE.glob(f"{name}_*.txt")).read_text("utf-8")
        body = "".join(_body(source, expected["not_article_text"].get(name, [])).split())
        kept = "".join(article_text(document).split())
        matcher = difflib.SequenceMatcher(None, body, kept, autojunk=False)
        n_body += len(body)
        n_kept += sum(block.size for block in matcher.get_matching_blocks())
    assert n_kept / n_body >= 0.995


def _body(source: str, furniture: list[str]) -> str:
    """Return the text without the lines that hold furniture and without tags, section and caption."""
    for string in furniture:
        if string.startswith(("date ", "©", "Trump veut")):
            source = source.replace(string, "")
    lines = [line for line in source.split("\n") if not any(string in line for string in furniture)]
    metadata = (
        "Tags:",
        "sommet du G20 en Argentine (2018)",
        "International",
        "Donald Trump et Vladimir Poutine",
    )
    return "\n".join(line for line in lines if not line.strip().startswith(metadata) or len(line) > 120)


def test_facts_are_those_a_reader_finds(documents: dict[str, Document], expected: dict) -> None:
    for name, facts in expected["articles"].items():
        document = documents[name]
        assert document.language == facts["language"]
        assert (document.published and document.published.value) == facts["published"]
        assert (document.outlet and document.outlet.value) == facts.get("outlet")
        assert document.section == facts.get("section")
        assert list(document.tags) == facts.get("tags", [])
        assert (document.title and document.title.value) == facts.get("title")


def test_what_is_stated_by_the_text_stands_there(documents: dict[str, Document]) -> None:
    for document in documents.values():
        for stated in (document.outlet, document.published, document.title):
            if stated is not None:
                start, end = stated.stated_by.removeprefix("text:").split("-")
                assert document.text[int(start) : int(end)] == stated.value


def test_the_short_line_of_the_translated_article_is_a_heading(documents: dict[str, Document]) -> None:
    headings = [block for block in documents["000"].blocks if block.kind == "heading"]
    assert [block.span.of(documents["000"].text)[:15] for block in headings] == ["Président Trump"]


def test_the_names_above_the_title_are_the_caption_of_the_picture(documents: dict[str, Document]) -> None:
    captions = [b.span.of(documents["004"].text) for b in documents["004"].blocks if b.kind == "caption"]
    assert captions == ["Donald Trump et Vladimir Poutine"]


def test_every_kind_is_one_of_the_known(documents: dict[str, Document]) -> None:
    others = {"caption", "credit", "tags", "section", "furniture"}
    assert {b.kind for d in documents.values() for b in d.blocks} <= ARTICLE_TEXT | others
