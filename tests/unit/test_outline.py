"""The outline of a story says of it what its head says, in the same order."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from recoupe.cli.shelf import Shelf
from recoupe.dossier.build import build_head
from recoupe.engine.serial import SerialEngine
from recoupe.messages import load_catalogue
from recoupe.run import add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.store.contract import FAILED, Output
from recoupe.store.sqlite import SqliteStore, open_store

EXAMPLES = Path(__file__).resolve().parents[2] / "src" / "recoupe" / "examples"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> SqliteStore:
    made = open_store(tmp_path_factory.mktemp("outlines") / "s.sqlite")
    paths = sorted(str(path) for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".html", ".json"})
    add(made, read_inputs(paths, stdin=io.BytesIO()))
    run(made, SerialEngine(), load_resources())
    return made


def test_an_outline_counts_what_the_head_counts(store: SqliteStore) -> None:
    shelf = Shelf(store, load_catalogue("fr"))
    outlines = shelf.outlines()
    assert {outline.story_id for outline in outlines} == set(shelf.stories)
    assert len(outlines) > 1 and max(outline.n_divergences for outline in outlines) > 0
    for outline in outlines:
        material = shelf.head_material(shelf.stories[outline.story_id])
        head = build_head(material)
        counts = (head.n_divergences, head.n_origins, head.n_unknown, len(head.articles), head.n_outlets)
        assert counts == (
            outline.n_divergences,
            outline.n_origins,
            outline.n_unknown,
            outline.n_documents,
            len(outline.outlets),
        )
        names = {entity.name for entity in material.entities}
        assert names <= set(outline.names)
        assert (
            {e.name for e in material.entities if e.type == "LOC"}
            <= set(outline.places)
            <= set(outline.names)
        )
        assert {a.title.value for a in head.articles if a.title} <= set(outline.titles)


def test_a_story_without_an_outline_stands_at_the_end_of_the_list(store: SqliteStore) -> None:
    shelf = Shelf(store, load_catalogue("fr"))
    before = shelf.outlines()
    unit = before[0].story_id
    kept = store.outputs("crosscheck", unit)
    store.replace("crosscheck", [Output(unit, FAILED, ())])
    after = Shelf(store, load_catalogue("fr")).outlines()
    assert [o.story_id for o in after] == [o.story_id for o in before[1:]] + [unit]
    store.replace("crosscheck", [Output(unit, FAILED, kept)])
