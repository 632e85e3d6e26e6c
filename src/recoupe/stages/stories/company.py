"""Which documents hang together, and which links are strong enough in their company to hold them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from recoupe.stages.stories.days import Ints, Mask, order_of, stretches, turns

SAME_COMPANY_PERCENT = 30
"""Part of all that is alike either of two documents which has to be alike both."""
_SURE, _SURE_PERCENT = 600_000, 20
"""The same for two that are themselves so much alike, in millionths. On eleven days of headlines pairs P
.804, R .670 to P .807, R .682; the largest group of 79,960 headlines has 622, 621 before. It would have 3,278
if this went for all."""


_MAX_MET, _MAX_CELLS, _MAX_ROWS = 50_000, 2_000_000, 4_000
"""Bounds of one step: pairs of links that are looked at; places of a table of 8 MB of who is linked to whom,
and its rows."""


def triangles(left: Ints, right: Ints, n: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield all threes of links that tie three of n documents to each other, each once, in parts.

    left, right: of each link, which comes once. The links are named by their places.
    """
    degree = np.bincount(left, minlength=n) + np.bincount(right, minlength=n)
    # Each link is told from its end that has fewer: of a document with hundreds of links few are told.
    few = np.where(degree[left] * n + left <= degree[right] * n + right, left, right)
    many = left + right - few
    order = order_of(few * n + many)
    few, many = few[order], many[order]
    n_told = np.bincount(few, minlength=n)
    starts = np.concatenate([[0], np.cumsum(n_told)])
    counts = n_told[many]
    rows = np.flatnonzero(n_told)
    begins = starts[rows]
    ends = begins + n_told[rows]
    met_before = np.concatenate([[0], np.cumsum(counts)])[np.append(begins, len(few))]
    # Documents are in order of their days, so that those linked to a few that follow each other lie together.
    low, high = many[begins], many[ends - 1]
    link_of = np.zeros(max(_MAX_CELLS, n + 1), dtype=np.int32)
    row = 0
    while row < len(rows):
        lowest = np.minimum.accumulate(low[row : row + _MAX_ROWS])
        widths = np.maximum.accumulate(high[row : row + _MAX_ROWS]) - lowest + 1
        fitting = np.searchsorted((widths + 1) * np.arange(1, len(widths) + 1), _MAX_CELLS, "right")
        end = int(np.searchsorted(met_before, met_before[row] + _MAX_MET, "right")) - 1
        end = max(row + 1, min(end, row + int(fitting)))
        first, width = int(lowest[end - row - 1]), int(widths[end - row - 1])
        links = np.arange(begins[row], ends[end - 1])
        # The place behind each row of the table stands for all who are out of reach: no link leads there.
        begin_of = np.repeat(np.arange(end - row) * (width + 1), n_told[rows[row:end]])
        cells = begin_of + many[links] - first
        link_of[cells] = links + 1
        one, other = stretches(starts[many[links]], counts[links])
        # One that is too low is no number below `width` either, without a sign.
        at = np.minimum((many[other] - first).view(np.uint64), np.uint64(width)).view(np.int64)
        third = link_of[begin_of[one] + at]
        link_of[cells] = 0
        met = np.flatnonzero(third)
        yield order[links[one[met]]], order[other[met]], order[third[met] - 1]
        row = end


def in_company(left: Ints, right: Ints, strength: Ints, *, n: int) -> Mask:
    """Tell which strong links hold a group of n documents together: those between documents of one company.

    Enough of what is alike either of the two is alike both, or each is the other's best. Without this
    headlines hang together in one group from one much-named person to the next: of 20,000 the 4,170 that are
    likely enough to tell one event; so the largest has 327.
    """
    degree = np.bincount(left, minlength=n) + np.bincount(right, minlength=n)
    both = np.zeros(len(left), dtype=np.int64)
    # Most have few links: those in a three lie closer together without the others.
    inner = np.flatnonzero((degree[left] > 1) & (degree[right] > 1))
    place = np.cumsum(degree > 1) - 1
    for three in triangles(place[left[inner]], place[right[inner]], int(place[-1]) + 1 if n else 0):
        np.add.at(both, inner[np.concatenate(three)], 1)
    either = degree[left] + degree[right] - both
    # Of one type: numpy is slower by far where it has to convert.
    best = np.zeros(n, dtype=strength.dtype)
    np.maximum.at(best, np.concatenate([left, right]), np.tile(strength, 2))
    mutual = (best[left] == strength) & (best[right] == strength)
    # The two themselves belong to the company of each.
    percent = np.where(strength >= _SURE, _SURE_PERCENT, SAME_COMPANY_PERCENT)
    return np.asarray(((both + 2) * 100 >= either * percent) | mutual)


def hanging_together(n: int, left: Ints, right: Ints) -> Ints:
    """Return for each of n nodes the first node of all that hang together with it by pairs."""
    first = np.arange(n)
    while len(left):
        lowest = np.minimum(first[left], first[right])
        before = first.copy()
        for side in (left, right):
            np.minimum.at(first, before[side], lowest)
        while True:
            further = first[first]
            if np.array_equal(further, first):
                break
            first = further
        # Two that have one first node say nothing more: soon few are left.
        apart = first[left] != first[right]
        left, right = left[apart], right[apart]
    return first


def hanging_in_layers(layer: Ints, left: Ints, right: Ints, strength: Ints) -> Ints:
    """Return for each node the first node of all that hang together with it, layer by layer.

    A node that is linked to layers below belongs where its strongest such link leads, the first of equal
    ones; it ties nothing together that is apart without it. The others hang together within their layer.
    """
    n = len(layer)
    level = np.maximum(layer[left], layer[right])
    flat = layer[left] == layer[right]
    within = flat & (level == 0)
    first = hanging_together(n, left[within], right[within])
    for own in range(1, int(layer.max(initial=0)) + 1):
        down = np.flatnonzero((level == own) & ~flat)
        upper = np.where(layer[left[down]] == own, left[down], right[down])
        lower = left[down] + right[down] - upper
        order = np.lexsort((lower, -strength[down], upper))
        upper, lower = upper[order], lower[order]
        strongest = np.flatnonzero(turns(upper))
        is_led = np.zeros(n, dtype=bool)
        is_led[upper[strongest]] = True
        within = flat & (level == own) & ~is_led[left] & ~is_led[right]
        hanging = hanging_together(n, left[within], right[within])
        free = (layer == own) & ~is_led
        first[free] = hanging[free]
        first[upper[strongest]] = first[lower[strongest]]
    return first
