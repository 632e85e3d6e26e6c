"""The benches of said times and of quotations: invented articles in which every one of them is marked.

Their folders stand under `benches`; the README of each says how they are marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from eval.gold import GoldArticle, authored_article
from eval.quotations import score_quotations
from eval.reading import ReadArticle, read_articles
from eval.score import Result
from eval.times import score_times
from recoupe.engine.serial import SerialEngine
from recoupe.packs import Pack
from recoupe.stages.stage import Resources

TIMES = ("times/open", "times/aside")
QUOTATIONS = ("quotations/open", "quotations/aside")
"""The part aside nobody who works on the rules reads: its words and its errors are never shown."""

LANGUAGE = "fr"


def score_times_bench(
    set_name: str, folder: Path, resources: Resources
) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores of said times on one part, with its articles; of the part kept aside no errors."""
    return _scored("times-bench", score_times, set_name, folder, resources)


def score_quotations_bench(
    set_name: str, folder: Path, resources: Resources
) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores of quotations on one part, with its articles; of the part kept aside no errors."""
    return _scored("quotations-bench", score_quotations, set_name, folder, resources)


def bench_articles(set_name: str, folder: Path) -> list[GoldArticle]:
    """Return the articles of one part, by the names of their files."""
    return [
        replace(
            authored_article(path.read_text("utf-8"), beat="", number=path.stem),
            set=set_name,
            id=path.stem,
            split="test" if set_name.endswith("aside") else "train",
        )
        for path in sorted(folder.glob("*.xml"))
    ]


def _scored(
    task: str,
    measure: Callable[[str, Sequence[ReadArticle], Pack], Result],
    set_name: str,
    folder: Path,
    resources: Resources,
) -> tuple[Result, Sequence[GoldArticle]]:
    articles = bench_articles(set_name, folder)
    read = read_articles(articles, with_stories=False, engine=SerialEngine(), resources=resources)
    found = measure(set_name, read, resources.packs[LANGUAGE])
    scores = tuple(replace(score, task=task) for score in found.scores)
    if set_name.endswith("aside"):
        return Result(scores, ()), ()
    return Result(scores, found.misses), articles
