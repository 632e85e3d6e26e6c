"""How time, memory and the store grow with the number of articles, and what one more article costs.

    python bench/scale.py headlines FILE [--sizes 10000,20000,40000,76176] [--workers 2] [--to-stories]
    python bench/scale.py articles FILE [--sizes 20000] …

FILE: JSON lines, may be packed with gzip. `headlines`: objects with title, summary, outlet, day and link,
read as short articles of one or two paragraphs. `articles`: objects with text, outlet, published; more
articles than there are get made by varying them: each variant has a date of its own, other names and
numbers, its paragraphs in another order and some of them cut. Everything goes through the ordinary `add`,
from scratch, into a store in a temporary folder.

--to-stories stops once every article is in a story; without it the whole line runs, as `recoupe add` does.
Both the time by the clock and the processor time of all processes are printed: on a machine that others use,
only the second says anything, and half of it is what two free cores would need at least.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from recoupe.cli.shelf import Shelf
from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.messages import load_catalogue
from recoupe.records.documents import Capture
from recoupe.records.relations import Story
from recoupe.run import RunReport, add, load_resources, run
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Resources, Stage
from recoupe.store.sqlite import SqliteStore, open_store

Item = dict[str, Any]
FIRST_DAY = date(2018, 11, 1)
DAYS = 150
"""Variants of articles are spread over so many days."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÉÈÀÎÔÇ][\w-]{2,}")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, and return the exit status."""
    parser = argparse.ArgumentParser(description="Growth of time and memory with the number of articles.")
    parser.add_argument("kind", choices=("headlines", "articles"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", default="", help="numbers of articles, the largest last")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--to-stories", action="store_true", help="stop once every article is in a story")
    parser.add_argument("--one-more", type=int, default=40, help="articles added one by one at the end")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in (options.sizes or DEFAULT_SIZES[options.kind]).split(",")]
    items = MAKERS[options.kind](options.file, sizes[-1] + options.one_more)
    # Those that are added one by one are of any day, not of the last ones.
    chance = random.Random(1)
    more = [items.pop(chance.randrange(len(items))) for _ in range(options.one_more)]
    stages = STAGES
    if options.to_stories:
        last = next(i for i, stage in enumerate(STAGES) if stage.name == "stories")
        stages = STAGES[: last + 1]
    resources = load_resources()
    first: Measured | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "scale.sqlite") as store:
            found = from_scratch(store, items[:size], stages, resources=resources, workers=options.workers)
            first = first or found
            print_measured(found, first, store_bytes(Path(folder)))
            if size == sizes[-1]:
                print_stages(found.report)
                print_one_more(store, more, stages, resources=resources)
                if not options.to_stories:
                    print_list(store)
    return 0


@dataclass(frozen=True)
class Measured:
    """One run from scratch. clock_s: by the clock. cpu_s: processor time of all processes."""

    n: int
    n_stories: int
    clock_s: float
    cpu_s: float
    peak_mb: float
    report: RunReport


def from_scratch(
    store: SqliteStore, items: Sequence[Item], stages: Sequence[Stage], *, resources: Resources, workers: int
) -> Measured:
    """Add the articles to an empty store and bring it up to date."""
    engine: Engine = SerialEngine() if workers == 1 else ProcessEngine(workers)
    start, cpu = time.perf_counter(), cpu_seconds()
    add(store, captures(items))
    report = run(store, engine, resources, stages=stages)
    clock_s = time.perf_counter() - start
    engine.close()
    n_stories = sum(1 for _ in store.scan(Story))
    return Measured(len(items), n_stories, clock_s, cpu_seconds() - cpu, peak_mb(workers), report)


def captures(items: Iterable[Item]) -> Iterator[Capture]:
    """Yield the captures of some items, as a file of JSON lines gives them."""
    lines = b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)
    return articles_of_lines("scale.jsonl", io.BytesIO(lines), max_body_bytes=20_000_000)


def cpu_seconds() -> float:
    """Return the processor time of this process and of its children that have ended."""
    times = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(used.ru_utime + used.ru_stime for used in times)


def peak_mb(workers: int) -> float:
    """Return a bound of the memory in use: of this process, and of the largest worker for each of them."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss if workers > 1 else 0
    # Linux counts in kB, macOS in bytes.
    return (own + workers * largest) / (1e6 if sys.platform == "darwin" else 1e3)


def store_bytes(folder: Path) -> int:
    """Return the size of the store with its log."""
    return sum(file.stat().st_size for file in folder.iterdir())


def print_measured(found: Measured, first: Measured, n_bytes: int) -> None:
    """Print one line; linear: processor time an article against that of the smallest size."""
    ratio = (found.cpu_s / found.n) / (first.cpu_s / first.n)
    print(
        f"{found.n:>7,} articles  {found.n_stories:>7,} stories  clock {found.clock_s:7.1f} s"
        f"  processor {found.cpu_s:7.1f} s  linear × {ratio:4.2f}"
        f"  memory {found.peak_mb:6.0f} MB  store {n_bytes / 1e6:7.1f} MB",
        flush=True,
    )


def print_stages(report: RunReport) -> None:
    """Print one line a stage; store: the part of its time spent on reading and writing records."""
    print(f"\n{'stage':<12} {'units':>9} {'clock s':>9} {'store':>7}")
    for stage in report.stages:
        share = stage.store_seconds / stage.seconds if stage.seconds else 0.0
        print(f"{stage.stage:<12} {stage.computed:>9,} {stage.seconds:>9.2f} {share:>7.1%}")


def print_one_more(
    store: SqliteStore, items: Sequence[Item], stages: Sequence[Stage], *, resources: Resources
) -> None:
    """Print what one more article costs; the first one, which reads the tables of the language, apart."""
    clocks, cpus, computed = [], [], []
    of_stage: dict[str, list[float]] = {}
    for item in items:
        start, cpu = time.perf_counter(), cpu_seconds()
        add(store, captures([item]))
        report = run(store, SerialEngine(), resources, stages=stages)
        clocks.append(time.perf_counter() - start)
        cpus.append(cpu_seconds() - cpu)
        computed.append(report.computed)
        for stage in report.stages:
            of_stage.setdefault(stage.stage, []).append(stage.seconds)
    if len(items) < 2:
        return
    print(f"\none more article ({len(items) - 1} of them)      median    95th     most")
    for name, values in (
        ("by the clock, s", clocks[1:]),
        ("processor, s", cpus[1:]),
        ("units", computed[1:]),
    ):
        ranked = sorted(values)
        middle, high = ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]
        print(f"  {name:<28} {middle:>8.2f} {high:>8.2f} {ranked[-1]:>8.2f}")
    shares = {name: sum(values[1:]) / (len(values) - 1) for name, values in of_stage.items()}
    print("  mean by the clock, s: " + ", ".join(f"{name} {s:.3f}" for name, s in shares.items()))


def print_list(store: SqliteStore) -> None:
    """Print how long it takes to find what a list of stories shows first."""
    start = time.perf_counter()
    shelf = Shelf(store, load_catalogue("fr"))
    outlines = shelf.outlines()
    materials = [shelf.head_material(shelf.stories[outline.story_id]) for outline in outlines[:40]]
    seconds = time.perf_counter() - start
    print(f"\nthe first {len(materials)} of a list of {len(outlines):,} stories: {seconds:.2f} s")


def headlines(path: Path, n: int) -> list[Item]:
    """Return short articles: a title, and where there is one a summary."""
    found = []
    for i, line in enumerate(lines_of(path)):
        item = json.loads(line)
        text = "\n\n".join(part for part in (item["title"], item["summary"]) if part)
        found.append(
            {
                "id": str(i),
                "outlet": item["outlet"],
                "published": item["day"],
                "title": item["title"],
                "text": text,
                "url": item["link"],
            }
        )
    return found[:n]


def articles(path: Path, n: int) -> list[Item]:
    """Return n articles: those of the file, then variants of them, in the order of their dates."""
    given = [json.loads(line) for line in lines_of(path)]
    pool = sorted({name for item in given for name in _NAME.findall(item["text"])})
    found = [varied(given[i % len(given)], i, pool=pool) for i in range(n)]
    return sorted(found, key=lambda item: (item["published"], item["id"]))


def varied(item: Item, number: int, *, pool: Sequence[str]) -> Item:
    """Return an article with other names, numbers and date, its paragraphs moved and cut; by its number."""
    chance = random.Random(number)
    names: dict[str, str] = {}

    def renamed(match: re.Match[str]) -> str:
        return names.setdefault(match[0], chance.choice(pool))

    def renumbered(match: re.Match[str]) -> str:
        return str(chance.randrange(10 ** len(match[0]))) if len(match[0]) < 4 else match[0]

    paragraphs = [part for part in item["text"].split("\n") if part.strip()]
    if len(paragraphs) > 2:
        head, rest = paragraphs[:1], paragraphs[1:]
        chance.shuffle(rest)
        paragraphs = head + [part for part in rest if chance.random() < 0.85]
    text = _NUMBER.sub(renumbered, _NAME.sub(renamed, "\n\n".join(paragraphs)))
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    return {
        "id": f"{item['id']}-{number}",
        "outlet": item["outlet"],
        "published": day.isoformat(),
        "title": item["title"],
        "text": text,
    }


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file that may be packed."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from file


DEFAULT_SIZES = {"headlines": "10000,20000,40000,76136", "articles": "5000,10000,20000"}
MAKERS = {"headlines": headlines, "articles": articles}

if __name__ == "__main__":
    sys.exit(main())
