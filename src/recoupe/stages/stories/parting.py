"""Parting: the documents of a group joined into events, by how likely any two of them tell one event."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from recoupe.stages.stories.days import MILLION

_OF_NOTICES = 0.65
"""A big event is told in notices that are not all alike: those of one day count by the logarithm of their
number, and in turn two notices alone have to be surer (`StorySettings.min_chance`). Against powers of their
numbers P .85 is reached at F .66, not .60, on eleven days of headlines left out one by one; counted without
their days, notices make one event of a week of war (P .676 and .836). Whole articles do worse so. With 0.8
P .837, R .726, F .777 on the eleven days left out one by one, so P .855, R .704, F .773: a wrong pair is the
worse mistake.
"""

Near = Mapping[int, Mapping[int, int]]
"""Chances that two documents tell one event, in millionths: of each with the others, from both sides."""


@dataclass(frozen=True)
class Documents:
    """What is known of documents, each named by a number. notices: which of them are.

    days: the number of the day of each, 0 when it has none; all of one day where it is empty. layers: of each
    that is above 0.
    """

    notices: Set[int] = frozenset()
    days: Mapping[int, int] | None = None
    layers: Mapping[int, int] | None = None


def parted(
    group: Sequence[int], chances: Near, documents: Documents, *, at_least: float
) -> list[tuple[int, ...]]:
    """Return the documents of a group parted into events, layer by layer.

    chances: of these documents; a pair that is not there has none.
    A document of a higher layer goes to the event of those below that it is likeliest to tell, and is no
    measure for any other; what is left of a layer is parted by itself.
    """
    layers = documents.layers or {}
    parts: list[tuple[int, ...]] = []
    for layer in sorted({layers.get(i, 0) for i in group}):
        own = [i for i in group if layers.get(i, 0) == layer]
        led = (
            {i: _nearest_part(i, parts, chances, documents, at_least=at_least) for i in own} if parts else {}
        )
        parts = [
            (*part, *(i for i in own if led.get(i) == place)) if led else part
            for place, part in enumerate(parts)
        ]
        free = [i for i in own if led.get(i, -1) < 0]
        known = chances if len(free) == len(group) else _among(free, chances)
        parts += averaged_groups(free, known, documents, at_least=at_least)
    return parts


def _among(nodes: Sequence[int], chances: Near) -> Near:
    known = set(nodes)
    return {
        node: {other: chance for other, chance in chances.get(node, {}).items() if other in known}
        for node in nodes
    }


def _nearest_part(
    i: int,
    parts: Sequence[Sequence[int]],
    chances: Near,
    documents: Documents,
    *,
    at_least: float,
) -> int:
    """Return the place of the part with the highest mean chance; -1 when none is high enough."""
    alone, near = _alone(i, documents), chances.get(i, {})
    means = []
    for part in parts:
        total = sum(near.get(other, 0) for other in part)
        means.append(_mean(total, alone, _group(part, documents)))
    best = max(means, default=0.0)
    return means.index(best) if best >= at_least else -1


class _Group(NamedTuple):
    """Documents that tell one event so far: sorted, how many, how many are notices, how many of which day.

    breadth: for how many they count when they are notices.
    """

    members: tuple[int, ...]
    n: int
    n_notices: int
    of_days: Mapping[int, int]
    breadth: float


def _alone(i: int, documents: Documents) -> _Group:
    return _Group((i,), 1, int(i in documents.notices), {(documents.days or {}).get(i, 0): 1}, 1.0)


def _group(members: Iterable[int], documents: Documents) -> _Group:
    return reduce(_merged, (_alone(i, documents) for i in members))


def _merged(one: _Group, other: _Group) -> _Group:
    of_days = {**one.of_days}
    for day, n in other.of_days.items():
        of_days[day] = of_days.get(day, 0) + n
    members = tuple(sorted(one.members + other.members))
    return _Group(members, len(members), one.n_notices + other.n_notices, of_days, _breadth(of_days))


def _breadth(of_days: Mapping[int, int]) -> float:
    return sum(1 + math.log2(n) for n in sorted(of_days.values()))


def _mean(total: int, one: _Group, other: _Group) -> float:
    """Return the mean, 0 to 1, of chances that add up to `total` millionths over all pairs of two groups.

    When most of their documents are notices, the mean is that of notices.
    """
    if 2 * (one.n_notices + other.n_notices) > one.n + other.n:
        return _OF_NOTICES * total / (one.breadth * other.breadth * MILLION)
    return total / (one.n * other.n * MILLION)


def averaged_groups(
    nodes: Sequence[int],
    chances: Near,
    documents: Documents = Documents(),
    *,
    at_least: float,
) -> list[tuple[int, ...]]:
    """Return the nodes joined while the mean chance over all pairs of two groups is high enough.

    The two most alike groups are joined first, ties by their first node; a pair that is not there counts as
    0. A chain of neighbours makes no group: each new member is measured against all others.
    """
    groups = {node: _alone(node, documents) for node in nodes}
    sums = {node: dict(chances.get(node, {})) for node in nodes}
    heap: list[tuple[float, int, int, int, int, int]] = []
    all_notices = all(node in documents.notices for node in nodes)

    def offer(own: int) -> None:
        """Offer the best join of a group as all are now.

        Each group has one offer at a time. What a join is worth changes only when one of the two is joined to
        another, and that one offers anew: so the best join of all is always among the offers.
        """
        group = groups[own]
        best, nearest = 0.0, own
        # No other group counts for less than one document: a smaller sum gives no mean that is high enough.
        as_notices = group.breadth / _OF_NOTICES
        unit = MILLION * (as_notices if all_notices else min(group.n, as_notices))
        least = at_least * unit - 1
        if max(sums[own].values(), default=0) < least:
            return
        for other, total in sums[own].items():
            if total >= least:
                mean = _mean(total, group, groups[other])
                if mean > best or (mean == best and other < nearest):
                    best, nearest = mean, other
                    least = max(at_least, best) * unit - 1
        if best >= at_least:
            # What a group was when it was offered is known by its number of documents: it only grows.
            sizes = group.n, groups[nearest].n
            heapq.heappush(heap, (-best, min(own, nearest), max(own, nearest), own, *sizes))

    for node in groups:
        offer(node)
    while heap:
        _, left, right, own, n, n_other = heapq.heappop(heap)
        if own not in groups or groups[own].n != n:
            continue
        other = left + right - own
        if other not in groups or groups[other].n != n_other:
            offer(own)
            continue
        groups[left] = _merged(groups[left], groups.pop(right))
        gone = sums.pop(right)
        near = sums[left]
        del near[right]
        for other, total in gone.items():
            if other != left:
                del sums[other][right]
                near[other] = sums[other][left] = near.get(other, 0) + total
        offer(left)
    return [groups[node].members for node in sorted(groups)]
