"""Whether the same articles give the same store, byte for byte, in whatever order they arrive.

    python bench/order.py PATH… [--orders 20] [--limit 2000] [--one-by-one] [--remember clean,read]

PATH: articles as `recoupe add` reads them. All are added at once in random orders, every second time in
some batches of random size; with --one-by-one also one after the other, the whole line brought up to date
after each. Every record of each store is compared with the first store's.

--remember: what the named stages gave for a unit is not computed again for the same members; "all" stands for
every stage. That costs a fraction, and tests all that an order can touch: which units there are, what
members they have, what is stale and what is removed. It is not the whole line: that a stage gives the same
when it is run again is tested without it, by fewer orders.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.records import RECORD_TYPES, encode
from recoupe.records.documents import Capture
from recoupe.run import add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import open_store
from remembering import RememberingEngine

History = tuple[str, list[list[Capture]]]


def main(arguments: list[str] | None = None) -> int:
    """Compare, print a line for each history, and return the exit status: 1 when a store differs."""
    parser = argparse.ArgumentParser(description="The same store whatever the order of arrival.")
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--orders", type=int, default=20)
    parser.add_argument("--limit", type=int, default=2000, help="take so many articles, spread over all")
    parser.add_argument("--one-by-one", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--remember", default="", metavar="STAGES", help="run their units once, or all")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    given = spread(list(read_inputs(options.paths, stdin=io.BytesIO())), options.limit)
    with tempfile.TemporaryDirectory() as folder:
        engine: Engine = SerialEngine() if options.workers == 1 else ProcessEngine(options.workers)
        names = [stage.name for stage in STAGES] if options.remember == "all" else options.remember.split(",")
        if options.remember:
            engine = RememberingEngine(engine, Path(folder) / "results.sqlite", stages=names)
        n_histories, n_different = compared(histories_of(given, options), engine)
        engine.close()
    print(f"{len(given):,} articles, {n_histories} histories, {n_different} with another store")
    if options.remember:
        print(f"units of {options.remember} ran once for the same members: not the whole line each time")
    return int(n_different > 0)


def histories_of(given: Sequence[Capture], options: argparse.Namespace) -> list[History]:
    """Return the names of the histories, with the batches in which the articles arrive."""
    chance = random.Random(options.seed)
    histories: list[History] = [("as given", [list(given)])]
    for number in range(options.orders):
        shuffled = chance.sample(given, len(given))
        batches = [shuffled] if number % 2 else cut(shuffled, chance)
        histories.append((f"order {number + 1}, {len(batches)} batches", batches))
    if options.one_by_one:
        shuffled = chance.sample(given, len(given))
        histories.append(("one by one", [[capture] for capture in shuffled]))
    return histories


def compared(histories: Iterable[History], engine: Engine) -> tuple[int, int]:
    """Print the digest of each history's store, and return how many there are and how many differ."""
    resources = load_resources()
    expected = None
    n_histories = n_different = 0
    for name, batches in histories:
        start = time.perf_counter()
        digest = digest_of(batches, engine, resources)
        expected = expected or digest
        n_histories, n_different = n_histories + 1, n_different + (digest != expected)
        same = "same" if digest == expected else "DIFFERENT"
        print(f"{name:<24} {digest[:16]}  {same}  {time.perf_counter() - start:7.1f} s", flush=True)
    return n_histories, n_different


def spread(given: Sequence[Capture], limit: int) -> list[Capture]:
    """Return at most `limit` captures, spread evenly over all."""
    step = max(1, len(given) // limit)
    return list(given[::step][:limit])


def cut(given: Sequence[Capture], chance: random.Random) -> list[list[Capture]]:
    """Return the captures in three to eight batches."""
    bounds = sorted(chance.sample(range(1, max(2, len(given))), min(len(given) - 1, chance.randint(2, 7))))
    return [list(given[a:b]) for a, b in zip([0, *bounds], [*bounds, len(given)], strict=True)]


def digest_of(batches: Iterable[Sequence[Capture]], engine: Engine, resources: Resources) -> str:
    """Return the digest of all records of a store that the batches were added to one after the other."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "order.sqlite") as store:
        for batch in batches:
            add(store, batch)
            run(store, engine, resources)
        digest = hashlib.blake2b(digest_size=16)
        for kind in RECORD_TYPES.values():
            for record in store.scan(kind):
                digest.update(encode(record))
        return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
