"""The bench of encounters: invented headlines and short articles, as they stand in the files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.encounters import score_encounters
from eval.gold import GoldArticle, GoldEncounter, Split
from eval.reading import read_articles
from eval.score import Result
from recoupe.engine.serial import SerialEngine
from recoupe.records.spans import Span
from recoupe.stages.stage import Resources

OPEN = "encounters/open"
ASIDE = "encounters/aside"
"""The part nobody who works on the rules reads: its words and its errors are never shown."""
TASK = "encounters-bench"
LANGUAGE = "fr"


def score_encounters_bench(
    set_name: str, folder: Path, resources: Resources
) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores on one part of the bench, with its articles; of the part kept aside no errors."""
    items = bench_items(set_name, folder)
    read = read_articles(items, with_stories=False, engine=SerialEngine(), resources=resources)
    result = score_encounters(set_name, read, resources.packs[LANGUAGE], task=TASK)
    return (Result(result.scores, ()), ()) if set_name == ASIDE else (result, items)


def bench_items(set_name: str, folder: Path) -> tuple[GoldArticle, ...]:
    """Return the items of one part, in the order of the file."""
    table = tomllib.loads((folder / "items.toml").read_text("utf-8"))
    return tuple(_item(set_name, number, item) for number, item in enumerate(table["items"], start=1))


def _item(set_name: str, number: int, item: Mapping[str, Any]) -> GoldArticle:
    text = item["text"].strip()
    marks = tuple(_encounter(text, mark) for mark in item.get("encounters", ()))
    given = {"published": item["published"]}
    split: Split = "test" if set_name == ASIDE else "train"
    return GoldArticle(set_name, f"{number:02}", split, "", "", text, given, encounters=marks)


def _encounter(text: str, mark: Mapping[str, Any]) -> GoldEncounter:
    """Return a marked encounter; its trigger is the first place where the words stand."""
    start = text.index(mark["trigger"])
    span = Span(start, start + len(mark["trigger"]))
    return GoldEncounter(span, tuple(mark["who"]), mark.get("place"), mark["status"])
