"""What an engine does: run jobs somewhere. It may reorder results; it may not change, drop or repeat any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Shared = TypeVar("Shared")
Job = TypeVar("Job")
Result = TypeVar("Result")


class Engine(Protocol):
    """A map passed in from outside."""

    def map(
        self,
        function: Callable[[Shared, Job], Result],
        jobs: Iterable[Job],
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
        risky: bool = False,
    ) -> Iterator[Result]:
        """Yield `function(shared, job)` once for each job, in any order.

        function, lost: live at the top level of a module. shared: what all jobs read; sent to each
        worker once. lost: gives the result of a job whose worker died over it. risky: what the jobs read
        comes from outside and may kill the process it is read in. An exception that `function` raises
        ends the map.
        """

    def close(self) -> None:
        """Give back whatever the engine holds."""
