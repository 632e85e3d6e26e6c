"""Every engine gives each job's result once, whatever the order; a job that kills its process is told."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from shuffling_engine import ShufflingEngine

MAKERS: dict[str, Callable[[], Engine]] = {
    "serial": SerialEngine,
    "processes": lambda: ProcessEngine(2, at_home_s=0),
    "shuffling": lambda: ShufflingEngine(seed=20),
}


@pytest.fixture(scope="module", params=sorted(MAKERS))
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made = MAKERS[request.param]()
    yield made
    made.close()


def plus(shared: int, job: int) -> int:
    return shared + job


def dies_on_seven(shared: int, job: int) -> int:
    if job == 7:
        os._exit(1)
    return shared + job


def fails(shared: int, job: int) -> int:
    raise LookupError(f"job {job}")


def minus_one(job: int) -> int:
    return -1


def test_each_job_gives_its_result_once(engine: Engine) -> None:
    jobs = [*range(700), 3, 3]
    results = Counter(engine.map(plus, jobs, shared=1000, lost=minus_one))
    assert results == Counter(1000 + job for job in jobs)


def test_a_map_without_jobs_gives_nothing(engine: Engine) -> None:
    assert list(engine.map(plus, [], shared=0, lost=minus_one)) == []


def test_another_shared_value_is_seen_by_the_next_map(engine: Engine) -> None:
    jobs = range(20)
    list(engine.map(plus, jobs, shared=100, lost=minus_one))
    assert sorted(engine.map(plus, jobs, shared=500, lost=minus_one)) == [500 + job for job in jobs]


def test_an_exception_of_the_function_ends_the_map(engine: Engine) -> None:
    with pytest.raises(LookupError):
        list(engine.map(fails, range(20), shared=0, lost=minus_one))


def test_a_map_left_half_way_does_not_disturb_the_next(engine: Engine) -> None:
    half = engine.map(plus, range(50), shared=0, lost=minus_one)
    next(iter(half))
    del half
    assert sorted(engine.map(plus, range(50), shared=1, lost=minus_one)) == list(range(1, 51))


def test_a_job_that_kills_its_process_is_lost_alone() -> None:
    engine = ProcessEngine(2, at_home_s=0)
    results = sorted(engine.map(dies_on_seven, range(40), shared=0, lost=minus_one))
    engine.close()
    assert results == sorted([-1, *(job for job in range(40) if job != 7)])


def where(shared: int, job: int) -> int:
    return os.getpid()


@pytest.mark.parametrize(
    ("n", "risky", "at_home_s", "is_home"),
    [(300, False, 60, True), (300, False, 0, False), (7, True, 0, True), (8, True, 60, False)],
)
def test_a_map_runs_at_home_for_a_time_and_a_risky_one_when_it_has_few_jobs(
    n: int, risky: bool, at_home_s: float, is_home: bool
) -> None:
    engine = ProcessEngine(1, at_home_s=at_home_s)
    found = set(engine.map(where, range(n), shared=0, lost=minus_one, risky=risky))
    engine.close()
    assert (found == {os.getpid()}) == is_home


def where_with(shared: list[int], job: int) -> int:
    return os.getpid()


def test_workers_stay_while_what_all_jobs_read_is_equal() -> None:
    engine = ProcessEngine(1, at_home_s=0)
    one, again, other = (
        set(engine.map(where_with, range(5), shared=shared, lost=minus_one)) for shared in ([1], [1], [2])
    )
    engine.close()
    assert one == again != other


def test_a_single_job_is_not_handed_to_workers() -> None:
    engine = ProcessEngine(1, at_home_s=0)
    assert set(engine.map(where, range(5), shared=0, lost=minus_one)) != {os.getpid()}
    assert list(engine.map(where, [1], shared=0, lost=minus_one)) == [os.getpid()]
    engine.close()


def test_jobs_are_taken_as_they_are_needed() -> None:
    taken = []

    def jobs() -> Iterator[int]:
        for job in range(10_000):
            taken.append(job)
            yield job

    engine = ProcessEngine(2, at_home_s=0)
    results = engine.map(plus, jobs(), shared=0, lost=minus_one)
    next(results)
    assert len(taken) < 2_000
    engine.close()


def test_an_engine_needs_a_worker() -> None:
    with pytest.raises(ValueError, match="at least one worker, not 0"):
        ProcessEngine(0)
