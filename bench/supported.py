"""Whether every line of every dossier is borne out by the sentences that it cites.

    python bench/supported.py PATH… [--limit N] [--workers N] [--show N] [--store FILE]

PATH: articles as `recoupe add` reads them, into a store in a temporary folder (or kept as --store, which is
brought up to date). The dossier of every story is made in every language of the interface, and each of its
lines is checked as before it is shown; --show tells the first lines that would have been left out. The
exit status is 1 when there is one.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from recoupe.cli.shelf import Shelf
from recoupe.dossier.build import build
from recoupe.dossier.check import is_supported
from recoupe.dossier.material import Material
from recoupe.dossier.statements import StatedFact, Statement, Verbatim
from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.messages import LANGUAGES, load_catalogue
from recoupe.run import add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.store.contract import Store
from recoupe.store.sqlite import open_store

Line = Verbatim | StatedFact | Statement


def main(arguments: list[str] | None = None) -> int:
    """Make and check every dossier, print the counts, and return the exit status."""
    parser = argparse.ArgumentParser(description="Check every line of every dossier.")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--limit", type=int, default=None, help="read no more than so many articles")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--show", type=int, default=10, help="tell so many unsupported lines (default 10)")
    parser.add_argument("--store", type=Path, default=None, help="keep the store in this file")
    options = parser.parse_args(arguments)
    engine: Engine = SerialEngine() if options.workers == 1 else ProcessEngine(options.workers)
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "supported.sqlite"
        return added_and_checked(path, options.paths, engine, limit=options.limit, n_shown=options.show)


def added_and_checked(
    path: Path, inputs: list[str], engine: Engine, *, limit: int | None, n_shown: int
) -> int:
    """Add the articles to a store, bring it up to date, and return what `check_all` returns."""
    with open_store(path) as store:
        start = time.perf_counter()
        add(store, itertools.islice(read_inputs(inputs, stdin=sys.stdin.buffer), limit))
        run(store, engine, load_resources())
        engine.close()
        print(f"added and run in {time.perf_counter() - start:.0f} s", flush=True)
        return check_all(store, n_shown=n_shown)


def check_all(store: Store, *, n_shown: int = 0) -> int:
    """Check the dossiers of a store, print a line for each language, and return 1 when a line failed."""
    n_failed = 0
    for language in LANGUAGES:
        start = time.perf_counter()
        shelf = Shelf(store, load_catalogue(language))
        n_rows = n_lines = 0
        failed: list[tuple[Line, Material]] = []
        for story_id in sorted(shelf.stories):
            material = shelf.material(shelf.stories[story_id])
            dossier = build(material)
            n_rows += len(dossier.all_rows())
            for line in lines_of(dossier):
                n_lines += 1
                if not is_supported(line, material.document):
                    failed.append((line, material))
        print(
            f"{language}: {len(shelf.stories):,} dossiers, {n_rows:,} rows, {n_lines:,} lines,"
            f" {len(failed):,} unsupported  ({time.perf_counter() - start:.0f} s)",
            flush=True,
        )
        for line, material in failed[:n_shown]:
            print(f"  {told(line, material)}")
        n_failed += len(failed)
    return int(n_failed > 0)


def lines_of(value: object) -> Iterator[Line]:
    """Yield every line that a dossier, or a part of one, consists of."""
    if isinstance(value, Line):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from lines_of(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from lines_of(getattr(value, name))


def told(line: Line, material: Material) -> str:
    """Return a line with the words of the spans that it cites."""
    if not isinstance(line, Statement):
        return repr(line)
    texts = [a.span.of(material.document[a.document_id].text) for a in line.anchors]
    return f"{line.code} {line.values()} cites {texts}"


if __name__ == "__main__":
    sys.exit(main())
