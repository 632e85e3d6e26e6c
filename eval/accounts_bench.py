"""The bench of the agreement table: invented stories with their labels, as they stand in the files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold import GoldArticle
from recoupe.records.spans import Span

OPEN = "accounts/open"
ASIDE = "accounts/aside"
"""The part nobody who works on the rules reads: its words and its errors are never shown."""

KINDS = frozenset(
    {"victims", "count", "money", "percent", "vote", "duration", "date", "time", "place", "participants"}
    | {"decision", "yes/no", "remark", "status"}
)
RELATIONS = frozenset({"agrees", "refines", "differs", "contradicts", "updates", "reworded"})


@dataclass(frozen=True)
class Cell:
    """Words of one article that tell a fact. article: its id in the story. span: in its text."""

    article: str
    span: Span
    words: str


@dataclass(frozen=True)
class Pair:
    """How two articles relate in one fact. left, right: the cells of each article, most often one."""

    kind: str
    what: str
    relation: str
    left: tuple[Cell, ...]
    right: tuple[Cell, ...]


@dataclass(frozen=True)
class Trap:
    """Two cells that must never be set against each other, and why somebody might do it."""

    why: str
    left: Cell
    right: Cell


@dataclass(frozen=True)
class BenchStory:
    """One invented story. articles: by their id in the story. cells: of each fact, in order of the facts."""

    name: str
    articles: Mapping[str, GoldArticle]
    cells: tuple[tuple[str, tuple[Cell, ...]], ...]
    pairs: tuple[Pair, ...]
    traps: tuple[Trap, ...]


def bench_stories(set_name: str, folder: Path) -> tuple[BenchStory, ...]:
    """Return the stories of one part by file name.

    Raises FileNotFoundError when there is none, and ValueError, naming file and label, for a label whose
    words do not stand in their article, or for one that means nothing.
    """
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise FileNotFoundError(f"no story in {str(folder)!r}")
    return tuple(bench_story(set_name, path.stem, path.read_text("utf-8")) for path in paths)


def bench_story(set_name: str, name: str, source: str) -> BenchStory:
    """Return the story written in `source` (TOML); see eval/benches/accounts/README.md for the format."""
    given = tomllib.loads(source)
    articles = {one["id"]: _article(set_name, name, one) for one in given["article"]}
    cells: list[tuple[str, tuple[Cell, ...]]] = []
    pairs: list[Pair] = []
    for i, fact in enumerate(given.get("fact", ()), start=1):
        place = f"{name}, fact {i}"
        if fact["kind"] not in KINDS:
            raise ValueError(f"{place}: there is no kind {fact['kind']!r}")
        told = tuple(_cell(articles, one, place) for one in fact["cells"])
        cells.append((fact["kind"], told))
        pairs += [_pair(fact, told, text, place) for text in fact["pairs"]]
    traps = [
        Trap(
            trap["why"],
            _cell(articles, trap["left"], f"{name}, trap {i}"),
            _cell(articles, trap["right"], f"{name}, trap {i}"),
        )
        for i, trap in enumerate(given.get("trap", ()), start=1)
    ]
    return BenchStory(name, articles, tuple(cells), tuple(pairs), tuple(traps))


def _article(set_name: str, story: str, given: Mapping[str, Any]) -> GoldArticle:
    """Return an article whose text begins with its title, as a page does."""
    title = given["title"].strip()
    stated = {"title": title, "published": str(given["date"]), "outlet": given["outlet"]}
    text = f"{title}\n\n{given['text'].strip()}"
    return GoldArticle(set_name, f"{story}/{given['id']}", "test", "", story, text, stated)


def _cell(articles: Mapping[str, GoldArticle], given: Mapping[str, Any], place: str) -> Cell:
    article, words = given["article"], given["words"]
    if article not in articles:
        raise ValueError(f"{place}: there is no article {article!r}")
    text = articles[article].text
    starts = [i for i in range(len(text)) if text.startswith(words, i)] if words else []
    nth = given.get("nth")
    if not 1 <= (nth or 1) <= len(starts) or (nth is None and len(starts) > 1):
        raise ValueError(f"{place}: {words!r} stands {len(starts)} times in {article}")
    start = starts[(nth or 1) - 1]
    return Cell(article, Span(start, start + len(words)), words)


def _pair(fact: Mapping[str, Any], told: Sequence[Cell], text: str, place: str) -> Pair:
    left, right, relation = text.split()
    if relation not in RELATIONS:
        raise ValueError(f"{place}: there is no relation {relation!r}")
    sides = [tuple(cell for cell in told if cell.article == article) for article in (left, right)]
    if left == right or not all(sides):
        raise ValueError(f"{place}: the pair {text!r} needs a cell in each of its two articles")
    return Pair(fact["kind"], fact["what"], relation, sides[0], sides[1])
