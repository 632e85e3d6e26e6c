"""Speed, peak memory and share of time by stage on any folder of articles.

    python bench/speed.py FOLDER [FOLDER …] [--workers N] [--limit N]

The folder is read as `recoupe add` reads it, into a store in a temporary folder. Rates are per core:
of the whole time, so that two workers that take half the time have the same rate. The figures of
two machines, or of a busy and an idle one, are not comparable; shares and ratios are.
"""

from __future__ import annotations

import argparse
import itertools
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.errors import UnitsFailed
from recoupe.records.documents import Document
from recoupe.run import RunReport, add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import SqliteStore, open_store

WORD = re.compile(r"\w+")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and return the exit status: 1 when units crashed or there was no article."""
    parser = argparse.ArgumentParser(description="Speed, memory and share of time by stage.")
    parser.add_argument("paths", nargs="+", metavar="FOLDER", help="files or folders, as for `recoupe add`")
    parser.add_argument("--workers", type=int, default=1, help="processes; 1 (default) runs in this one")
    parser.add_argument("--limit", type=int, default=None, help="read no more than so many articles")
    options = parser.parse_args(arguments)
    engine: Engine = SerialEngine() if options.workers == 1 else ProcessEngine(options.workers)
    resources = load_resources()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.sqlite") as store:
        add(store, itertools.islice(read_inputs(options.paths, stdin=sys.stdin.buffer), options.limit))
        added_s = time.perf_counter() - start
        report = measured(store, engine, resources)
        total_s = time.perf_counter() - start
        store_bytes = sum(file.stat().st_size for file in Path(folder).iterdir())
        articles, words = size_of(store)
        start = time.perf_counter()
        measured(store, engine, resources)
        again_s = time.perf_counter() - start
    engine.close()
    if not articles:
        print(f"no article in {', '.join(options.paths)}", file=sys.stderr)
        return 1
    print_rates(articles, words, total_s=total_s, cores=options.workers)
    print(f"nothing new   {again_s:9.3f} s")
    print(f"peak memory   {peak_mb():9.0f} MB   store {store_bytes / 1e6:.1f} MB")
    print_shares(report, added_s=added_s, total_s=total_s)
    print_parser_ratio(resources)
    return 1 if report.failures else 0


def measured(store: SqliteStore, engine: Engine, resources: Resources) -> RunReport:
    """Run the line; crashed units are told and counted, not raised."""
    try:
        return run(store, engine, resources)
    except UnitsFailed as error:
        print(error.message, file=sys.stderr)
        report = error.facts["report"]
        assert isinstance(report, RunReport)
        return report


def size_of(store: SqliteStore) -> tuple[int, int]:
    """Return the number of documents and of the words of their article text."""
    articles = words = 0
    for document in store.scan(Document):
        assert isinstance(document, Document)
        articles += 1
        words += sum(len(WORD.findall(block.span.of(document.text))) for block in document.article_blocks())
    return articles, words


def peak_mb() -> float:
    """Return the peak resident memory of this process and of its largest worker, in MB."""
    own, workers = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    # Linux counts in kB, macOS in bytes.
    return (own + workers) / (1e6 if sys.platform == "darwin" else 1e3)


def print_rates(articles: int, words: int, *, total_s: float, cores: int) -> None:
    """Print what was read and how fast."""
    print(f"articles      {articles:9,}   {articles / total_s / cores:9.1f} a second per core")
    print(f"words         {words:9,}   {words / total_s / cores:9.0f} a second per core")
    print(f"time          {total_s:9.3f} s  on {cores} {'core' if cores == 1 else 'cores'}")


def print_shares(report: RunReport, *, added_s: float, total_s: float) -> None:
    """Print one line a stage; `store` is the part of its time spent on reading and writing records."""
    print(f"\n{'stage':<12} {'units':>8} {'seconds':>9} {'share':>7} {'store':>7}")
    print(f"{'add':<12} {'':>8} {added_s:>9.3f} {added_s / total_s:>7.1%} {'':>7}")
    for stage in report.stages:
        in_store = stage.store_seconds / stage.seconds if stage.seconds else 0.0
        print(
            f"{stage.stage:<12} {stage.computed:>8,} {stage.seconds:>9.3f}"
            f" {stage.seconds / total_s:>7.1%} {in_store:>7.1%}"
        )
    if report.failures:
        print(f"crashed units: {len(report.failures)}")


def print_parser_ratio(resources: Resources) -> None:
    """Print the ratio to the bare cost of parsing, for packs that use a parser; say so where none does."""
    parsed = [language for language, pack in sorted(resources.packs.items()) if "parse" in pack.covers]
    if parsed:
        print(f"\nratio to bare parsing: not measured yet for {', '.join(parsed)}")
    else:
        print("\nratio to bare parsing: none, because no pack uses a parser")


if __name__ == "__main__":
    sys.exit(main())
