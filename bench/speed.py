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
from dataclasses import replace
from pathlib import Path

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.errors import UnitsFailed
from recoupe.records.documents import Document
from recoupe.run import RunReport, add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.read import READ
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.syntax.parser import can_parse, parse_sentences
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import SqliteStore, open_store

WORD = re.compile(r"\w+")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and return the exit status: 1 when units crashed or there was no article."""
    parser = argparse.ArgumentParser(description="Speed, memory and share of time by stage.")
    parser.add_argument("paths", nargs="+", metavar="FOLDER", help="files or folders, as for `recoupe add`")
    parser.add_argument("--workers", type=int, default=1, help="processes; 1 (default) runs in this one")
    parser.add_argument("--limit", type=int, default=None, help="read no more than so many articles")
    parser.add_argument(
        "--parsed", type=int, default=200, help="articles to hold against a bare parse (default 200)"
    )
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
        documents = [d for d in store.scan(Document) if isinstance(d, Document)][: options.parsed]
    engine.close()
    if not articles:
        print(f"no article in {', '.join(options.paths)}", file=sys.stderr)
        return 1
    print_rates(articles, words, total_s=total_s, cores=options.workers)
    print(f"nothing new   {again_s:9.3f} s")
    print(f"peak memory   {peak_mb():9.0f} MB   store {store_bytes / 1e6:.1f} MB")
    print_shares(report, added_s=added_s, total_s=total_s)
    print_parser_ratio(documents, resources)
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


def print_parser_ratio(documents: list[Document], resources: Resources) -> None:
    """Print how long reading takes beside a bare parse of the same articles, both in this process.

    CPU seconds are compared, so that other work on the machine weighs on neither. Models are loaded before.
    """
    drafts = [
        Draft(document, pack, models=resources.settings.models)
        for document in documents
        if (pack := resources.packs.get(document.language.split("-")[0])) is not None
    ]
    if not any(can_parse(draft) for draft in drafts):
        print("\nratio to bare parsing: none, because no article is in a language with a parser")
        return
    drafts = [replace(draft, sentences=find_sentences(draft)) for draft in drafts]
    words = sum(len(WORD.findall(span.of(d.text))) for d in drafts for span in d.sentences)
    for draft in drafts[:1]:
        parse_sentences(draft, draft.sentences)
        list(READ.run(draft.document.id, (draft.document,), resources))
    start = time.process_time()
    for draft in drafts:
        parse_sentences(draft, draft.sentences)
    parsed_s = time.process_time() - start
    start = time.process_time()
    for draft in drafts:
        list(READ.run(draft.document.id, (draft.document,), resources))
    read_s = time.process_time() - start
    print(f"\nbare parse    {words / parsed_s:9.0f} words a CPU second, {len(drafts):,} articles")
    print(f"reading       {words / read_s:9.0f} words a CPU second, the same articles")
    print(f"ratio         {read_s / parsed_s:9.2f}")


if __name__ == "__main__":
    sys.exit(main())
