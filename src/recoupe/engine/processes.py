"""The engine that runs jobs in several processes of this machine."""

from __future__ import annotations

import itertools
import multiprocessing
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from recoupe.engine.contract import Job, Result, Shared

CHUNK_S = 0.05
"""Jobs are sent in chunks of about this long: short against a commit, long against a hand-over (1 ms)."""
MAX_CHUNK = 256
IN_FLIGHT = 3
"""Chunks handed out per worker: enough to keep it busy, few enough to keep memory flat."""


class ProcessEngine:
    """Runs jobs in `workers` processes, started when there is enough to do.

    at_home_s: as long as no worker has been started, a map runs in this process for so many seconds: starting
    one costs about that much, and one more article is often done before. at_home: of risky maps only those
    with fewer jobs run here. Workers stay for the maps that follow, as long as what all jobs read is equal.
    """

    def __init__(self, workers: int, *, at_home_s: float = 1.0, at_home: int = 8) -> None:
        if workers < 1:
            raise ValueError(f"a process engine needs at least one worker, not {workers!r}")
        self._workers = workers
        self._at_home_s = at_home_s
        self._at_home = at_home
        self._pool: ProcessPoolExecutor | None = None
        self._shared: object = None

    def map(
        self,
        function: Callable[[Shared, Job], Result],
        jobs: Iterable[Job],
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
        risky: bool = False,
    ) -> Iterator[Result]:
        """See the contract."""
        waiting = iter(jobs)
        first: list[Job] = []
        if risky:
            first = list(itertools.islice(waiting, self._at_home))
            if len(first) < self._at_home:
                for job in first:
                    yield function(shared, job)
                return
        end = time.perf_counter() + (0.0 if risky else self._at_home_s)
        while self._pool is None and time.perf_counter() < end:
            one = list(itertools.islice(waiting, 1))
            if not one:
                return
            yield function(shared, one[0])
        if not risky:
            # To hand over a single job gains nothing.
            first = list(itertools.islice(waiting, 2))
            if len(first) < 2:
                for job in first:
                    yield function(shared, job)
                return
        yield from self._spread(function, itertools.chain(first, waiting), shared=shared, lost=lost)

    def close(self) -> None:
        """See the contract."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _spread(
        self,
        function: Callable[[Shared, Job], Result],
        jobs: Iterator[Job],
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
    ) -> Iterator[Result]:
        size = 1
        flying: dict[Future[tuple[list[Result], float]], list[Job]] = {}
        try:
            while True:
                while len(flying) < self._workers * IN_FLIGHT:
                    chunk = list(itertools.islice(jobs, size))
                    if not chunk:
                        break
                    flying[self._submit(function, chunk, shared=shared)] = chunk
                if not flying:
                    return
                done, _ = wait(flying, return_when=FIRST_COMPLETED)
                for future in done:
                    chunk = flying.pop(future)
                    try:
                        results, seconds = future.result()
                    except BrokenProcessPool:
                        # Every chunk in flight is lost with the pool; which job did it shows one by one.
                        self._drop_pool()
                        suspects = [chunk, *flying.values()]
                        flying.clear()
                        for job in itertools.chain.from_iterable(suspects):
                            yield self._alone(function, job, shared=shared, lost=lost)
                        break
                    size = _next_size(size, len(chunk), seconds=seconds)
                    yield from results
        finally:
            for future in flying:
                future.cancel()

    def _submit(
        self, function: Callable[[Shared, Job], Result], chunk: list[Job], *, shared: Shared
    ) -> Future[tuple[list[Result], float]]:
        if self._pool is None or self._shared != shared:
            self.close()
            self._pool = _pool(self._workers, shared)
            self._shared = shared
        try:
            return self._pool.submit(_run_chunk, function, chunk)
        except BrokenProcessPool as error:
            broken: Future[tuple[list[Result], float]] = Future()
            broken.set_exception(error)
            return broken

    def _alone(
        self,
        function: Callable[[Shared, Job], Result],
        job: Job,
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
    ) -> Result:
        try:
            results, _ = self._submit(function, [job], shared=shared).result()
        except BrokenProcessPool:
            self._drop_pool()
            return lost(job)
        return results[0]

    def _drop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _next_size(size: int, ran: int, *, seconds: float) -> int:
    """Return how many jobs the next chunk holds, from how long the last one took."""
    if ran < size or seconds <= 0:
        return size
    if seconds < CHUNK_S / 2:
        return min(size * 2, MAX_CHUNK)
    return max(size // 2, 1) if seconds > CHUNK_S * 2 else size


_shared_here: Any = None
"""What the jobs of this worker read; set once, when the worker starts."""


def _pool(workers: int, shared: object) -> ProcessPoolExecutor:
    # spawn: a worker inherits neither the store's connection nor its lock.
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(pickle.dumps(shared),),
    )


def _start_worker(shared: bytes) -> None:
    global _shared_here
    # Ctrl-C is for the parent, which then stops its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared_here = pickle.loads(shared)


def _run_chunk(function: Callable[[Any, Job], Result], chunk: list[Job]) -> tuple[list[Result], float]:
    start = time.perf_counter()
    results = [function(_shared_here, job) for job in chunk]
    return results, time.perf_counter() - start
