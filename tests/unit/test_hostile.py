"""A source that imitates the others.

A longer version is `python bench/hostile.py flood FILE… --items 10000`.
"""

from __future__ import annotations

import importlib.util
import io
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "src" / "recoupe" / "examples"
ACCOUNTS = ROOT / "eval" / "benches" / "accounts" / "open"


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_hostile", ROOT / "bench" / "hostile.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_hostile"] = module
    spec.loader.exec_module(module)
    return module


def test_imitations_change_no_text_or_reading_and_add_at_most_one_origin() -> None:
    hostile = bench()
    paths = sorted(str(path) for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".json"})[:4]
    given = list(hostile.read_inputs(paths, stdin=io.BytesIO()))
    before, documents = hostile.known(given, [], workers=1)
    items = list(hostile.imitations(documents, 10, seed=1))
    after, _ = hostile.known(given, items, workers=1)
    assert before.records and after.records == before.records
    assert after.same_story == before.same_story
    for name, (n_origins, most) in before.origins.items():
        assert after.origins[name][0] <= n_origins + 1
        assert after.origins[name][1] <= most + 1


STORIES = (
    "accord-pneus-valdrin",
    "arret-reacteur-grangent",
    "avion-tourisme-lauze",
    "entrepot-vaubry",
    "funiculaire-virazel",
    "incendie-rue-des-tanneurs",
    "ligne-ter-combrailles",
    "manifestation-littoral",
)


@pytest.fixture(scope="module")
def invented() -> tuple[ModuleType, list[object]]:
    hostile = bench()
    items = [
        {
            "id": f"{name}-{article['id']}",
            "outlet": article["outlet"],
            "title": article["title"],
            "published": str(article["date"])[:10],
            "text": article["text"].strip(),
        }
        for name in STORIES
        for article in tomllib.loads((ACCOUNTS / f"{name}.toml").read_text("utf-8"))["article"]
    ]
    return hostile, list(hostile.captures(items))


@pytest.fixture(scope="module")
def told_alone(invented: tuple[ModuleType, list[object]]) -> tuple[object, list[object]]:
    hostile, given = invented
    before, documents = hostile.known(given, [], workers=1)
    assert len(before.same_story) > 20
    return before, documents


@pytest.mark.parametrize(("n_items", "n_names", "seed"), [(24, 1, 1), (60, 3, 1)])
def test_a_small_flood_moves_none_of_the_others_and_each_name_adds_at_most_one_origin(
    invented: tuple[ModuleType, list[object]],
    told_alone: tuple[Any, list[object]],
    n_items: int,
    n_names: int,
    seed: int,
) -> None:
    hostile, given = invented
    before, documents = told_alone
    items = list(hostile.imitations(documents, n_items, n_names=n_names, seed=seed))
    after, _ = hostile.known(given, items, workers=1)
    assert after.records == before.records
    assert after.same_story == before.same_story
    for name, counts in before.origins.items():
        # A story of one article has no table; with a second telling there is one, and its own origin in it.
        for now, then in zip(after.origins[name], counts, strict=True):
            assert now <= max(1, then) + n_names


@pytest.mark.parametrize(
    ("then", "now", "more"), [(0, 0, 0), (0, 1, 0), (1, 1, 0), (0, 2, 1), (1, 2, 1), (2, 1, -1), (1, 0, -1)]
)
def test_the_first_origin_that_a_story_counts_is_none_more(then: int, now: int, more: int) -> None:
    assert bench().gained(then, now) == more
