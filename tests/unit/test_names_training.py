"""The articles written to train names are sound, and the model was made from them as they are."""

from __future__ import annotations

import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from eval.gold import authored_article
from training.digests import digest_of, pin

from reading_names import PACK

TRAINING = Path(__file__).resolve().parents[2] / "training"
ARTICLES = sorted((TRAINING / "articles").glob("*.xml"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_a_written_article_has_whole_names_of_known_types(path: Path) -> None:
    article = authored_article(path.read_text("utf-8"), beat="m", number=path.stem)
    names = [(span.of(article.text), kind) for span, kind in article.names]
    assert names
    assert {kind for _, kind in names} <= {"PER", "LOC", "ORG", "EVT", "MISC"}
    assert all(name == name.strip(" .,;:") or name.endswith(".") for name, _ in names)
    assert all(name.count(a) == name.count(b) for name, _ in names for a, b in ("()", "«»"))
    assert not any(mark.tag == "n" for n in ElementTree.parse(path).iter("n") for mark in n if mark is not n)


def test_the_model_was_made_from_the_articles_and_the_recipe_that_stand_here() -> None:
    made_from = tomllib.loads((PACK.folder / "model" / "digests.toml").read_text("utf-8"))["trained_on"]
    assert made_from["articles"] == digest_of(TRAINING, "articles/*.xml")
    assert made_from["names.toml"] == digest_of(TRAINING, "names.toml")


def test_pins_of_one_part_leave_those_of_another(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        (tmp_path / name).write_bytes(name.encode())
    pin(tmp_path, ["a.gz"], made_from={"texts": "1"})
    pin(tmp_path, ["b.gz"], made_from={"trees": "2"})
    pinned = tomllib.loads((tmp_path / "digests.toml").read_text("utf-8"))
    assert pinned["sha256"].keys() == {"a.gz", "b.gz"}
    assert pinned["trained_on"] == {"texts": "1", "trees": "2"}
