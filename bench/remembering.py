"""An engine that does no job twice: what a unit gave from the same members is taken from a file.

Stages are pure, so that the results are those of the engine within; what is no longer tested is that a stage
called again gives the same, and the time of its jobs is not spent again. A bench that uses it says so.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from recoupe.engine.contract import Engine, Job, Result, Shared


class RememberingEngine:
    """Passes jobs of some stages on to another engine only when their members are new.

    file: made when it is not there, and left to whoever gave it. stages: names of those whose results are
    kept. n_known: the jobs that were not run because they had been before.
    """

    def __init__(self, engine: Engine, file: Path, *, stages: Collection[str]) -> None:
        self.n_known = 0
        self.engine = engine
        self._stages = frozenset(stages)
        self._results = sqlite3.connect(file)
        self._results.execute("PRAGMA synchronous=OFF")
        self._results.execute(
            "CREATE TABLE IF NOT EXISTS result(job BLOB PRIMARY KEY, given BLOB) WITHOUT ROWID"
        )

    def map(
        self,
        function: Callable[[Shared, Job], Result],
        jobs: Iterable[Job],
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
        risky: bool = False,
    ) -> Iterator[Result]:
        """See the contract of engines."""
        known: list[bytes] = []
        asked: dict[str, bytes] = {}

        def unknown() -> Iterator[Job]:
            for job in jobs:
                key = self._key(job)
                row = self._results.execute("SELECT given FROM result WHERE job=?", (key,)).fetchone()
                if row is not None:
                    known.append(row[0])
                    continue
                if key:
                    asked[_unit(job)] = key
                yield job

        for result in self.engine.map(function, unknown(), shared=shared, lost=lost, risky=risky):
            given = asked.pop(_unit(result), None)
            if given is not None:
                self._results.execute("INSERT INTO result VALUES(?, ?)", (given, pickle.dumps(result)))
            yield result
            yield from self._taken(known)
        yield from self._taken(known)
        self._results.commit()

    def close(self) -> None:
        """Close the engine within; results are kept for the next one."""
        self.engine.close()

    def _taken(self, known: list[bytes]) -> Iterator[Any]:
        while known:
            self.n_known += 1
            yield pickle.loads(known.pop())

    def _key(self, job: Any) -> bytes:
        """Return what names a job with its members; empty for one of a stage that is not remembered."""
        if job.stage not in self._stages:
            return b""
        digest = blake2b(digest_size=16)
        for part in (job.stage.encode(), job.unit.encode(), *job.members):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.digest()


def _unit(job_or_result: Any) -> str:
    return str(job_or_result.unit)
