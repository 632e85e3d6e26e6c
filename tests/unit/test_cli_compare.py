"""Articles side by side, and what each outlet has in common with others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_store import filled, run
from recoupe.dossier.build import handle
from recoupe.dossier.side_by_side import _rows


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("compare"))


def answer(store: Path, capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capfd.readouterr()
    assert run(store, *words, "--json") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def inputs(store: Path, capfd: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Return the ids of the articles by their input."""
    stories = answer(store, capfd, "stories")["stories"]
    articles = {}
    for story in stories:
        for article in answer(store, capfd, "dossier", story["handle"])["articles"]:
            articles[article["input"]] = article["document"]
    return articles


def ids_of(store: Path, capfd: pytest.CaptureFixture[str], *names: str) -> list[str]:
    known = inputs(store, capfd)
    return [next(i for given, i in known.items() if name in given) for name in names]


def test_every_sentence_of_every_article_stands_in_one_line_once(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = answer(store, capfd, "compare", *ids_of(store, capfd, "01-avp", "maurel-dorvak", "detroit"))
    for j in range(3):
        labels = [line[j]["label"] for line in found["lines"] if line[j] is not None]
        assert labels == [f"A{j + 1}.{i}" for i in range(1, len(labels) + 1)]


def test_each_column_names_its_article_as_other_commands_take_it(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ids = ids_of(store, capfd, "01-avp", "maurel-dorvak")
    capfd.readouterr()
    assert run(store, "compare", *ids) == 0
    head = capfd.readouterr().out.split("[A1.1]")[0]
    assert handle("A", ids[0]) in head and handle("A", ids[1]) in head and "01-avp" in head


def test_common_sentences_stand_side_by_side_and_changed_words_are_marked(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = answer(store, capfd, "compare", *ids_of(store, capfd, "01-avp", "maurel-dorvak"))
    both = [line for line in found["lines"] if None not in line and all(cell["in_common"] for cell in line)]
    assert any(a["text"] == b["text"] for a, b in both)
    changed = [
        [cell["text"][m[0] - cell["start"] : m[1] - cell["start"]] for cell in line for m in cell["marks"]]
        for line in both
    ]
    assert ["et les droits de pêche", "et l'échange de prisonniers"] in changed
    assert all(0 < a["share_in_common"] < 1 for a in found["articles"])


def test_the_page_has_every_sentence_and_no_script(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "c.html"
    ids = ids_of(store, capfd, "01-avp", "maurel-dorvak")
    assert run(store, "compare", *ids, "--html", str(page)) == 0
    html = page.read_text("utf-8")
    assert "<mark>et les droits de pêche</mark>" in html and "<script" not in html
    assert 'class="common"' in html


@pytest.mark.parametrize(("n", "code"), [(1, 2), (5, 2)])
def test_one_article_or_five_are_refused(
    store: Path, capfd: pytest.CaptureFixture[str], n: int, code: int
) -> None:
    capfd.readouterr()
    assert run(store, "compare", *["A0000"] * n) == code
    assert "deux à quatre" in capfd.readouterr().err


def test_an_article_is_not_compared_with_itself(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ids = ids_of(store, capfd, "01-avp")
    assert run(store, "compare", *ids, *ids) == 2


def test_outlets_own_and_common_text_make_the_whole(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outlets = answer(store, capfd, "reuse")["outlets"]
    assert sum(o["n_articles"] for o in outlets) == 15
    for outlet in outlets:
        assert outlet["own"] + outlet["in_common"] == pytest.approx(1)
        assert 0 <= outlet["agency"] <= outlet["in_common"]
    by_name = {o["outlet"]: o for o in outlets}
    for name, outlet in by_name.items():
        for partner in outlet["partners"]:
            assert {"outlet": name, "n_passages": partner["n_passages"]} in by_name[partner["outlet"]][
                "partners"
            ]
    assert answer(store, capfd, "reuse", "--outlet", "fanal")["outlets"] == [by_name["Le Fanal"]]


@given(st.data())
def test_rows_hold_each_number_once_in_order(data: st.DataObject) -> None:
    counts = data.draw(st.lists(st.integers(0, 8), min_size=2, max_size=4))
    aligned = []
    for count in counts[1:]:
        n = data.draw(st.integers(0, min(count, counts[0])))
        left = sorted(data.draw(st.permutations(range(counts[0])))[:n])
        right = sorted(data.draw(st.permutations(range(count)))[:n])
        aligned.append(dict(zip(left, right, strict=True)))
    rows = _rows(counts, aligned)
    for j, count in enumerate(counts):
        assert [row[j] for row in rows if row[j] is not None] == list(range(count))
    for j, mapping in enumerate(aligned, 1):
        for a, b in mapping.items():
            assert any(row[0] == a and row[j] == b for row in rows)
