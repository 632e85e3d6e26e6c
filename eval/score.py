"""What a measurement gives: scores, and the errors behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from recoupe.records.spans import Span


@dataclass(frozen=True)
class Score:
    """One figure.

    task: what was measured ("names"). set: the articles ("authored-fr test"). measure: which figure of
    the task. value: 0 to 1. n: how many marked things it rests on; 0 means that there was nothing to measure,
    and then value is 0. lower_is_better: of shares of errors. is_goal: what is aimed for, and gets a floor;
    the other figures explain it, and one of them may be given for another.
    """

    task: str
    set: str
    measure: str
    value: float
    n: int
    lower_is_better: bool = False
    is_goal: bool = False


@dataclass(frozen=True)
class Miss:
    """One error: its kind, the article, where it stands in the article's text, and what to say about it.

    note: about values, never the words of the article; empty when the kind says it all.
    """

    kind: str
    article: str
    span: Span
    note: str = ""


@dataclass(frozen=True)
class Result:
    """The scores of one task on one set, and its errors in the order of articles and offsets.

    table: what explains the scores, for the screen; empty for most tasks.
    """

    scores: tuple[Score, ...]
    misses: tuple[Miss, ...]
    table: str = ""


class Named(Protocol):
    """Gives scores of one task and set."""

    def __call__(
        self, measure: str, value: float, n: int, *, lower_is_better: bool = False, is_goal: bool = False
    ) -> Score:
        """Return a score."""


def named(task: str, set_name: str) -> Named:
    """Return what makes scores of one task on one set."""

    def score(
        measure: str, value: float, n: int, *, lower_is_better: bool = False, is_goal: bool = False
    ) -> Score:
        return Score(task, set_name, measure, value, n, lower_is_better, is_goal)

    return score


def share(n_right: int, n: int) -> float:
    """Return n_right / n; 0.0 when there was nothing."""
    return n_right / n if n else 0.0


def prf(score: Named, label: str, *, n_right: int, n_found: int, n_gold: int) -> tuple[Score, Score, Score]:
    """Return precision, recall and F of one label; F is what is aimed for.

    >>> [s.value for s in prf(named("t", "s"), "all", n_right=1, n_found=1, n_gold=2)]
    [1.0, 0.5, 0.6666666666666666]
    """
    return (
        score(f"{label} P", share(n_right, n_found), n_found),
        score(f"{label} R", share(n_right, n_gold), n_gold),
        score(f"{label} F", share(2 * n_right, n_found + n_gold), n_gold, is_goal=True),
    )


Gold = TypeVar("Gold")
Found = TypeVar("Found")


def pairs_by_likeness(
    gold: Sequence[Gold],
    found: Sequence[Found],
    *,
    likeness: Callable[[Gold, Found], float],
    least: float = 0.0,
) -> list[tuple[int, int]]:
    """Return which marked thing goes with which finding, as positions; each stands in one pair at most.

    The most alike are paired first, ties by position; pairs of likeness 0 or under `least` are none.
    """
    candidates = sorted(
        (-alike, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (alike := likeness(one, other)) > 0 and alike >= least
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in candidates:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return sorted(pairs)


def overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    """Return the characters that two groups of spans share over those that either has, 0 to 1.

    >>> overlap([Span(0, 10)], [Span(5, 10), Span(20, 25)])
    0.3333333333333333
    """
    ours = {offset for span in left for offset in range(span.start, span.end)}
    theirs = {offset for span in right for offset in range(span.start, span.end)}
    either = ours | theirs
    return len(ours & theirs) / len(either) if either else 0.0
