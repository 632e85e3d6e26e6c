"""The bench of encounters holds what it says: marks that stand in their texts, and enough of each kind."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from eval.encounters_bench import ASIDE, OPEN, bench_items

BENCHES = Path(__file__).resolve().parents[2] / "eval" / "benches"
STATUSES = {"held", "planned", "possible", "postponed", "refused", "cancelled", "denied"}


@pytest.mark.parametrize("part", [OPEN, ASIDE])
def test_every_part_of_the_bench_has_encounters_of_all_statuses_and_texts_without_any(part: str) -> None:
    items = bench_items(part, BENCHES / part)
    told = [encounter for item in items for encounter in item.encounters]
    assert len(items) >= 40
    assert sum(not item.encounters for item in items) >= 12
    assert {encounter.status for encounter in told} == STATUSES


@pytest.mark.parametrize("part", [OPEN, ASIDE])
def test_every_participant_and_place_of_the_bench_stands_in_its_text(part: str) -> None:
    table = tomllib.loads((BENCHES / part / "items.toml").read_text("utf-8"))
    for item in table["items"]:
        words = item["text"].casefold()
        for mark in item.get("encounters", ()):
            named = [*mark["who"], *([mark["place"]] if "place" in mark else [])]
            assert all(word in words for name in named for word in name.casefold().split())
