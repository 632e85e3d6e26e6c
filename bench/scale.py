"""How time, memory and the store grow with the number of articles, and what one more article costs.

    python bench/scale.py headlines FILE [--sizes 10000,20000,40000,76136] [--workers 2] [--to-stories]
    python bench/scale.py articles FILE [--sizes 5000,10000,20000] [--remember] …

FILE: JSON lines, may be packed with gzip. `headlines`: objects with title, summary, outlet, day and link,
read as short articles of one or two paragraphs. `articles`: objects with text, outlet, published; more
articles than there are get made by varying them (see bench/varied.py). Everything goes through the ordinary
`add`, from scratch, into a store in a temporary folder.

Reading (clean and read, each article by itself) and grouping (copies and stories, from scratch) are measured
apart. --to-stories stops once every article is in a story; without it the whole line runs, as `recoupe add`
does. --remember: an article that a smaller size has read is not read again; of reading only the new
ones count, and grouping is from scratch all the same. Both the time by the clock and the processor time
of all processes are printed: on a machine that others use, only the second says anything, and half of it is
what two free cores would need at least.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recoupe.cli.shelf import Shelf
from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.messages import load_catalogue
from recoupe.records.documents import Capture
from recoupe.records.stories import Story
from recoupe.run import RunReport, add, load_resources, run
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Resources, Stage
from recoupe.store.sqlite import SqliteStore, open_store
from remembering import RememberingEngine
from varied import varied

Item = dict[str, Any]
READING = "reading"
PHASES: dict[str, str | None] = {
    READING: "read",
    "copies and stories": "memberships",
    "accounts to tables": None,
}
"""The last stage of each phase; None for the end of the line."""
N_READING = 2
"""The stages that look at one article alone: clean and read."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the tables, and return the exit status."""
    parser = argparse.ArgumentParser(description="Growth of time and memory with the number of articles.")
    parser.add_argument("kind", choices=("headlines", "articles"))
    parser.add_argument("file", type=Path)
    parser.add_argument("--sizes", default="", help="numbers of articles, the largest last")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--to-stories", action="store_true", help="stop once every article is in a story")
    parser.add_argument("--remember", action="store_true", help="read no article twice")
    parser.add_argument("--one-more", type=int, default=40, help="articles added one by one at the end")
    options = parser.parse_args(arguments)
    sizes = [int(size) for size in (options.sizes or DEFAULT_SIZES[options.kind]).split(",")]
    items = MAKERS[options.kind](options.file, sizes[-1] + options.one_more)
    # Those that are added one by one are of any day, not of the last ones.
    chance = random.Random(1)
    more = [items.pop(chance.randrange(len(items))) for _ in range(options.one_more)]
    stages = STAGES[: _place_of("memberships") + 1] if options.to_stories else STAGES
    resources = load_resources()
    first: Measured | None = None
    with tempfile.TemporaryDirectory() as kept:
        results = Path(kept) / "results.sqlite" if options.remember else None
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "scale.sqlite") as store:
                crew = Crew(options.workers, results)
                found = from_scratch(store, items[:size], stages, resources=resources, crew=crew)
                first = first or found
                print_measured(found, first, store_bytes(Path(folder)))
                if size == sizes[-1]:
                    print_stages(found.reports)
                    print_one_more(store, more, stages, resources=resources, workers=options.workers)
                    if not options.to_stories:
                        print_list(store)
    return 0


def _place_of(name: str) -> int:
    return next(i for i, stage in enumerate(STAGES) if stage.name == name)


@dataclass(frozen=True)
class Crew:
    """Who does the work: so many processes, and where results of reading are kept; None for nowhere."""

    workers: int
    results: Path | None

    def engine(self) -> Engine:
        """Return an engine of fresh processes."""
        engine: Engine = SerialEngine() if self.workers == 1 else ProcessEngine(self.workers)
        if self.results is None:
            return engine
        return RememberingEngine(engine, self.results, stages=[stage.name for stage in STAGES[:N_READING]])


@dataclass(frozen=True)
class Phase:
    """A part of the line. clock_s: by the clock. cpu_s: processor time of all processes."""

    name: str
    clock_s: float
    cpu_s: float


@dataclass(frozen=True)
class Measured:
    """One run from scratch. n_read: articles that were read, the others are known from a smaller size."""

    n: int
    n_read: int
    n_stories: int
    phases: tuple[Phase, ...]
    peak_mb: float
    reports: tuple[RunReport, ...]

    def phase(self, name: str) -> Phase | None:
        """Return a phase by its name; None when the line stopped before it."""
        return next((phase for phase in self.phases if phase.name == name), None)


def from_scratch(
    store: SqliteStore, items: Sequence[Item], stages: Sequence[Stage], *, resources: Resources, crew: Crew
) -> Measured:
    """Add the articles to an empty store and bring it up to date, phase by phase."""
    phases: list[Phase] = []
    reports: list[RunReport] = []
    n_read = 0
    for name, last in PHASES.items():
        if last is not None and _place_of(last) >= len(stages):
            break
        if last is None and len(stages) < len(STAGES):
            break
        engine = crew.engine()
        start, cpu = time.perf_counter(), cpu_seconds()
        if not reports:
            add(store, captures(items))
        upto = None if last is None else stages[: _place_of(last) + 1]
        reports.append(run(store, engine, resources, stages=upto))
        clock_s = time.perf_counter() - start
        # Only the time of processes that have ended is known.
        engine.close()
        phases.append(Phase(name, clock_s, cpu_seconds() - cpu))
        if not n_read:
            n_known = engine.n_known if isinstance(engine, RememberingEngine) else 0
            n_read = len(items) - n_known // N_READING
    n_stories = sum(1 for _ in store.scan(Story))
    return Measured(len(items), n_read, n_stories, tuple(phases), peak_mb(crew.workers), tuple(reports))


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
    """Print one line a phase; linear: processor time an article against that of the smallest size."""
    print(
        f"{found.n:>7,} articles  {found.n_stories:>7,} stories"
        f"  memory {found.peak_mb:6.0f} MB  store {n_bytes / 1e6:7.1f} MB"
    )
    for phase in found.phases:
        before = first.phase(phase.name)
        n, n_before = (one.n_read if phase.name == READING else one.n for one in (found, first))
        assert before is not None
        ratio = (phase.cpu_s / max(1, n)) / (before.cpu_s / max(1, n_before))
        print(
            f"    {phase.name:<28} {n:>7,}  clock {phase.clock_s:7.1f} s  processor {phase.cpu_s:7.1f} s"
            f"  {1000 * phase.cpu_s / max(1, n):6.1f} ms each  linear × {ratio:4.2f}",
            flush=True,
        )


def print_stages(reports: Sequence[RunReport]) -> None:
    """Print one line a stage; store: the part of its time spent on reading and writing records."""
    computed: dict[str, int] = {}
    seconds: dict[str, tuple[float, float]] = {}
    for stage in (stage for report in reports for stage in report.stages):
        name = stage.stage
        computed[name] = computed.get(name, 0) + stage.computed
        in_all, in_store = seconds.get(name, (0.0, 0.0))
        seconds[name] = in_all + stage.seconds, in_store + stage.store_seconds
    print(f"\n{'stage':<12} {'units':>9} {'clock s':>9} {'store':>7}")
    for name, (in_all, in_store) in seconds.items():
        print(f"{name:<12} {computed[name]:>9,} {in_all:>9.2f} {in_store / max(in_all, 1e-9):>7.1%}")


def print_one_more(
    store: SqliteStore, items: Sequence[Item], stages: Sequence[Stage], *, resources: Resources, workers: int
) -> None:
    """Print what one more article costs in a process that keeps its engine, whose workers are running.

    The first one, which starts them and reads the tables of the language, stands apart.
    """
    engine: Engine = SerialEngine() if workers == 1 else ProcessEngine(workers, at_home_s=0)
    clocks, cpus, computed = [], [], []
    of_stage: dict[str, list[float]] = {}
    for item in items:
        start, cpu = time.perf_counter(), cpu_seconds()
        add(store, captures([item]))
        report = run(store, engine, resources, stages=stages)
        clocks.append(time.perf_counter() - start)
        cpus.append(cpu_seconds() - cpu)
        computed.append(report.computed)
        for stage in report.stages:
            of_stage.setdefault(stage.stage, []).append(stage.seconds)
    engine.close()
    if len(items) < 2:
        return
    print(f"\none more article ({len(items) - 1} of them)      median    95th     most")
    for name, values in (
        ("by the clock, s", clocks[1:]),
        ("processor without workers, s", cpus[1:]),
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
    found = varied([json.loads(line) for line in lines_of(path)], n)
    return sorted(found, key=lambda item: (item.get("published", ""), item["id"]))


def lines_of(path: Path) -> Iterator[bytes]:
    """Yield the lines of a file that may be packed."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from file


DEFAULT_SIZES = {"headlines": "10000,20000,40000,76136", "articles": "5000,10000,20000"}
MAKERS = {"headlines": headlines, "articles": articles}

if __name__ == "__main__":
    sys.exit(main())
