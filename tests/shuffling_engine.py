"""An engine that does on purpose what a cluster may do: it takes jobs out of order and runs some twice."""

from __future__ import annotations

import pickle
import random
from collections.abc import Callable, Iterable, Iterator

from recoupe.engine.contract import Job, Result, Shared


class ShufflingEngine:
    """Runs every job on copies of its inputs, some of them twice, and gives results in another order."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def map(
        self,
        function: Callable[[Shared, Job], Result],
        jobs: Iterable[Job],
        *,
        shared: Shared,
        lost: Callable[[Job], Result],
        risky: bool = False,
    ) -> Iterator[Result]:
        waiting = list(jobs)
        self._random.shuffle(waiting)
        results = []
        for job in waiting:
            result = function(pickle.loads(pickle.dumps(shared)), pickle.loads(pickle.dumps(job)))
            if self._random.random() < 0.3:
                again = function(pickle.loads(pickle.dumps(shared)), job)
                assert again == result, "a job run twice has to give the same result"
            results.append(result)
        self._random.shuffle(results)
        yield from results

    def close(self) -> None:
        pass
