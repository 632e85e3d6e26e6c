"""The engine of the benches that does no job twice."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from recoupe.engine.serial import SerialEngine

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from remembering import RememberingEngine


@dataclass(frozen=True)
class Job:
    stage: str
    unit: str
    members: tuple[bytes, ...]


@dataclass(frozen=True)
class Result:
    unit: str
    n_bytes: int


RAN: list[str] = []


def measured(shared: int, job: Job) -> Result:
    RAN.append(job.unit)
    return Result(job.unit, shared * sum(len(member) for member in job.members))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[RememberingEngine]:
    RAN.clear()
    engine = RememberingEngine(SerialEngine(), tmp_path / "results", stages=["read"])
    yield engine
    engine.close()


def given_for(engine: RememberingEngine, *jobs: Job) -> set[Result]:
    return set(engine.map(measured, jobs, shared=1, lost=lambda job: Result(job.unit, 0)))


def test_the_same_unit_with_the_same_members_is_run_once(engine: RememberingEngine) -> None:
    jobs = [Job("read", "a", (b"xy",)), Job("read", "b", (b"xyz",))]
    first = given_for(engine, *jobs)
    assert given_for(engine, *reversed(jobs), Job("read", "c", ())) == first | {Result("c", 0)}
    assert RAN == ["a", "b", "c"]
    assert engine.n_known == 2


def test_other_members_or_another_stage_are_run(engine: RememberingEngine) -> None:
    given_for(engine, Job("read", "a", (b"x", b"yz")), Job("clean", "a", (b"x",)))
    found = given_for(engine, Job("read", "a", (b"xy", b"z")), Job("clean", "a", (b"x",)))
    assert found == {Result("a", 3), Result("a", 1)}
    assert RAN == ["a"] * 4
