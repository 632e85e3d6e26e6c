"""The whole line on the invented coverage: neither order, workers, hash seed nor history changes a byte."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import apsw
import pytest

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.records.documents import Capture, Document
from recoupe.run import add, forget, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.store.check import check_store
from recoupe.store.sqlite import open_store
from recoupe.store.words import folded, words
from shuffling_engine import ShufflingEngine
from toy_line import PRELOAD, dump

TESTS = Path(__file__).resolve().parents[1]
EXAMPLES = TESTS.parent / "src" / "recoupe" / "examples"
RESOURCES = load_resources()


def captures() -> list[Capture]:
    """Return the invented articles, read by the names they have in the package."""
    paths = sorted(path for path in EXAMPLES.iterdir() if path.suffix in {".txt", ".html", ".json", ".jsonl"})
    return list(read_inputs([str(path) for path in paths], stdin=io.BytesIO()))


def line(path: Path, batches: Iterable[list[Capture]], *, engine: Engine | None = None) -> bytes:
    """Add batch by batch, running the line after each; return what the store holds then."""
    with open_store(path) as store:
        for batch in batches:
            add(store, batch)
            run(store, engine or SerialEngine(), RESOURCES)
        return dump(store)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return line(tmp_path_factory.mktemp("expected") / "s.sqlite", [captures()])


def test_the_order_of_arrival_changes_no_byte(expected: bytes, tmp_path: Path) -> None:
    shuffled = captures()
    random.Random(7).shuffle(shuffled)
    assert line(tmp_path / "s.sqlite", [shuffled]) == expected


def test_one_by_one_equals_all_at_once(expected: bytes, tmp_path: Path) -> None:
    assert line(tmp_path / "s.sqlite", [[each] for each in reversed(captures())]) == expected


def test_the_number_of_workers_changes_no_byte(expected: bytes, tmp_path: Path) -> None:
    engine = ProcessEngine(2, at_home_s=0)
    assert line(tmp_path / "s.sqlite", [captures()], engine=engine) == expected
    engine.close()


def test_jobs_out_of_order_and_run_twice_change_no_byte(expected: bytes, tmp_path: Path) -> None:
    # Six articles: this engine compiles the pack anew for each job, on purpose.
    few = captures()[:6]
    serial = line(tmp_path / "serial.sqlite", [few])
    assert line(tmp_path / "shuffled.sqlite", [few], engine=ShufflingEngine(11)) == serial


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_the_hash_seed_changes_no_byte(expected: bytes, tmp_path: Path, seed: str) -> None:
    script = """if True:
        import hashlib, sys
        from pathlib import Path
        from test_real_line import captures, line
        print(hashlib.sha256(line(Path(sys.argv[1]), [captures()])).hexdigest())
    """
    path = os.pathsep.join([str(TESTS), str(TESTS / "properties"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "s.sqlite")],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
    )
    assert done.stdout.strip() == hashlib.sha256(expected).hexdigest()


def test_a_second_run_computes_no_unit(tmp_path: Path) -> None:
    line(tmp_path / "s.sqlite", [captures()])
    with open_store(tmp_path / "s.sqlite") as store:
        assert run(store, SerialEngine(), RESOURCES).computed == 0


def test_forgetting_leaves_no_trace(tmp_path: Path) -> None:
    everything = captures()
    path = tmp_path / "s.sqlite"
    line(path, [everything])
    for gone in (everything[0], everything[4], everything[-1]):
        with open_store(path) as store:
            documents = [each for each in store.scan(Document) if isinstance(each, Document)]
            (document,) = [each for each in documents if gone.id in each.capture_ids]
            forget(store, SerialEngine(), RESOURCES, capture_ids=[gone.id])
        traces = [document.id, gone.id, gone.body_digest, gone.input, *_own_words(document, documents)]
        assert _cells_with(path, traces) == []
        raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
        assert [trace for trace in traces if trace.encode() in raw] == []
        everything.remove(gone)
    with open_store(path) as store:
        assert dump(store) == line(tmp_path / "never.sqlite", [everything])
        assert check_store(path).problems == ()


def _own_words(document: Document, documents: list[Document]) -> list[str]:
    """Return long words of this article alone, as the index would hold them: without accent and ending."""
    texts = [each.text for each in documents if each.id != document.id]
    # Endings can be changed, not only cut: "conférence" stands in the index as "conferent".
    others = folded(" ".join(texts)) + " ".join(" ".join(words(text, "fr")) for text in texts)
    own = {word for word in words(document.text, document.language) if word.isascii() and len(word) > 6}
    found = sorted(word for word in own if word not in others)[:5]
    assert found, "each example has words of its own"
    return found


def _cells_with(path: Path, traces: list[str]) -> list[tuple[str, str]]:
    """Return (table, trace) for each cell of any table, the hidden ones included, that holds a trace."""
    connection = apsw.Connection(str(path))
    found = []
    for (table,) in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'").fetchall():
        if table == "sentence_words":
            continue  # a view on the tables beside it
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for cell in row:
                raw = cell if isinstance(cell, bytes) else str(cell).encode()
                found += [(table, trace) for trace in traces if trace.encode() in raw]
    connection.close()
    return found


def test_the_traces_are_looked_for_where_they_would_be(tmp_path: Path) -> None:
    first = captures()[0]
    line(tmp_path / "s.sqlite", [[first]])
    with open_store(tmp_path / "s.sqlite", write=False) as store:
        (document,) = store.scan(Document)
        assert isinstance(document, Document)
    traces = [first.id, document.id, *_own_words(document, [])]
    tables = {table for table, _ in _cells_with(tmp_path / "s.sqlite", traces)}
    assert {"record", "unit", "feed", "sentence", "sentence_words_data"} <= tables


def ingest(path: str) -> None:
    with open_store(Path(path)) as store:
        add(store, captures()[:5])
        run(store, SerialEngine(), RESOURCES)


def test_the_real_line_killed_at_any_moment_loses_and_doubles_nothing(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Four moments in every run; more with `check tests tests/properties/test_real_line.py --kills 50`."""
    few = captures()[:5]
    complete = line(tmp_path / "complete.sqlite", [few])
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    chance = random.Random(5)
    for moment in range(request.config.getoption("--kills")):
        path = tmp_path / f"{moment}.sqlite"
        child = context.Process(target=ingest, args=(str(path),))
        child.start()
        while child.is_alive() and not path.exists():
            time.sleep(0.01)
        child.join(chance.uniform(0, 0.8))
        child.kill()
        child.join()
        assert line(path, [few]) == complete
        assert check_store(path).problems == ()
