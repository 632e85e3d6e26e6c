"""The engine that runs everything here, one job after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from recoupe.engine.contract import Job, Result, Shared


class SerialEngine:
    """Runs the jobs in this process, in the order given. A job that kills the process kills the run."""

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
        for job in jobs:
            yield function(shared, job)

    def close(self) -> None:
        """See the contract."""
