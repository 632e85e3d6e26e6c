"""Whatever the history, the store ends as if the articles it holds had been added at once."""

from __future__ import annotations

import multiprocessing
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.engine.contract import Engine
from recoupe.engine.serial import SerialEngine
from recoupe.records.documents import Capture
from recoupe.run import add, forget, run
from recoupe.store.check import check_store
from recoupe.store.contract import INPUTS, Output
from recoupe.store.sqlite import open_store
from shuffling_engine import ShufflingEngine
from toy_line import PRELOAD, RESOURCES, TOY_STAGES, capture, dump

TEXTS = ["a b. c", "b c d", "e f", "f g. h", "h a", "", "x y z", "a b. c"]
CAPTURES = [capture(f"{number}.txt", text) for number, text in enumerate(TEXTS)]

Step = tuple[str, int]
steps = st.lists(
    st.tuples(st.sampled_from(["add", "add", "forget", "run"]), st.integers(0, len(CAPTURES) - 1)),
    max_size=14,
)


def held_after(history: list[Step]) -> set[int]:
    held: set[int] = set()
    for verb, which in history:
        if verb == "add":
            held.add(which)
        elif verb == "forget":
            held.discard(which)
    return held


def from_scratch(captures: list[Capture], folder: Path) -> bytes:
    with open_store(folder / "scratch.sqlite") as store:
        add(store, captures)
        run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES)
        return dump(store)


@settings(max_examples=40, deadline=None)
@given(history=steps, seed=st.integers(0, 9))
def test_any_history_equals_adding_what_is_left_at_once(history: list[Step], seed: int) -> None:
    engine: Engine = ShufflingEngine(seed) if seed else SerialEngine()
    with TemporaryDirectory() as folder, open_store(Path(folder) / "s.sqlite") as store:
        for verb, which in history:
            if verb == "add":
                add(store, [CAPTURES[which]])
            elif verb == "forget":
                store.replace(INPUTS, [Output(CAPTURES[which].id, "", ())])
            else:
                run(store, engine, RESOURCES, stages=TOY_STAGES)
        run(store, engine, RESOURCES, stages=TOY_STAGES)
        assert run(store, engine, RESOURCES, stages=TOY_STAGES).computed == 0
        left = [CAPTURES[which] for which in sorted(held_after(history))]
        assert dump(store) == from_scratch(left, Path(folder))
        assert check_store(Path(folder) / "s.sqlite").problems == ()


@settings(max_examples=15, deadline=None)
@given(st.permutations(CAPTURES), st.integers(0, len(CAPTURES)))
def test_forgetting_equals_never_having_added(order: list[Capture], n_forgotten: int) -> None:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "s.sqlite") as store:
        add(store, order)
        run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES)
        gone = [each.id for each in order[:n_forgotten]]
        forget(store, SerialEngine(), RESOURCES, capture_ids=gone, stages=TOY_STAGES)
        assert dump(store) == from_scratch(order[n_forgotten:], Path(folder))


MANY = [capture(f"{number}.txt", f"w{number} v{number // 4}. u{number % 11}") for number in range(40)]


def ingest(path: Path, told: Path) -> None:
    """Add article by article and say which ones are in; run every now and then."""
    with open_store(path) as store, told.open("a") as out:
        for number, each in enumerate(MANY):
            add(store, [each])
            out.write(each.id + "\n")
            out.flush()
            if number % 8 == 7:
                run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES)


def test_an_ingest_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    expected = from_scratch(MANY, tmp_path)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    chance = random.Random(2017)
    for name in ("first", "second"):  # the first one also waits for the fork server
        start = time.perf_counter()
        whole = context.Process(target=ingest, args=(tmp_path / f"{name}.sqlite", tmp_path / f"{name}.txt"))
        whole.start()
        whole.join()
        assert whole.exitcode == 0
        took = time.perf_counter() - start
    killed = 0
    for moment in range(50):
        path, told = tmp_path / f"{moment}.sqlite", tmp_path / f"{moment}.txt"
        child = context.Process(target=ingest, args=(path, told))
        child.start()
        child.join(chance.uniform(0.01, took))
        child.kill()
        child.join()
        killed += child.exitcode == -9
        with open_store(path) as store:
            in_store = {each.id for each in store.scan(Capture)}
            promised = set(told.read_text().split()) if told.exists() else set()
            assert promised <= in_store, "what was said to be in has to be in"
            add(store, MANY)
            run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES)
            assert dump(store) == expected
        assert check_store(path).problems == ()
    assert killed >= 25, "the kills have to hit the ingest, not its end"
