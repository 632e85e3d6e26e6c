"""What an engine does: run jobs somewhere. It may reorder results; it may not change, drop or repeat any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


class Engine(Protocol):
    """A map passed in from outside."""

    def map(self, function: Callable[[Job], Result], jobs: Iterable[Job]) -> Iterator[Result]:
        """Yield `function(job)` for each job, in any order."""

    def close(self) -> None:
        """Give back whatever the engine holds."""
