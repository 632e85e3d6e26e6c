"""Which documents hang together, and which links are strong enough in their company to hold them."""

from __future__ import annotations

import numpy as np

from recoupe.stages.stories.days import Ints, stretches
from recoupe.stages.stories.similar import Mask

SAME_COMPANY_PERCENT = 30
"""Part of all that is alike either of two documents which has to be alike both."""


class Neighbours:
    """Whom each of n documents is linked to. order: of the links, told from both sides, by both documents.

    ends: the document at this side of each, in that order. degree: how many links each document has.
    """

    def __init__(self, left: Ints, right: Ints, n: int) -> None:
        ends = np.concatenate([left, right])
        keys = ends * n + np.concatenate([right, left])
        self.order: Ints = np.argsort(keys)
        self.ends: Ints = ends[self.order]
        self._n, self._keys = n, keys[self.order]
        self._starts: Ints = np.searchsorted(self._keys, np.arange(n + 1) * n)
        self.degree: Ints = np.diff(self._starts)

    def in_common(self, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the neighbours that two documents have in common, pair by pair.

        Of each: the place of the pair, and those of its links to the one and to the other, in order.
        """
        few = np.where(self.degree[left] <= self.degree[right], left, right)
        pair, one = stretches(self._starts[few], self.degree[few])
        wanted = (left + right - few)[pair] * self._n + self._keys[one] % max(self._n, 1)
        other = np.minimum(np.searchsorted(self._keys, wanted), max(len(self._keys) - 1, 0))
        met = np.flatnonzero(self._keys[other] == wanted)
        return pair[met], one[met], other[met]


def in_company(left: Ints, right: Ints, strength: Ints, *, n: int) -> Mask:
    """Tell which strong links hold a group of n documents together: those between documents of one company.

    Most of what is alike either of the two is alike both, or each is the other's best. Without this a week
    of headlines hangs together in one group from one much-named person to the next (headlines-fr: 2,217 of
    the first 4,000); so the largest has 78, and .94 of the pairs that stories join are the same.
    """
    near = Neighbours(left, right, n)
    pair, _, _ = near.in_common(left, right)
    both = np.bincount(pair, minlength=len(left))
    either = near.degree[left] + near.degree[right] - both
    best = np.zeros(n, dtype=np.int64)
    np.maximum.at(best, np.concatenate([left, right]), np.tile(strength, 2))
    mutual = (best[left] == strength) & (best[right] == strength)
    # The two themselves belong to the company of each.
    return np.asarray(((both + 2) * 100 >= either * SAME_COMPANY_PERCENT) | mutual)


def hanging_together(n: int, left: Ints, right: Ints) -> Ints:
    """Return for each of n nodes the first node of all that hang together with it by pairs."""
    first = np.arange(n)
    while True:
        lowest = np.minimum(first[left], first[right])
        before = first.copy()
        for side in (left, right):
            np.minimum.at(first, before[side], lowest)
        while True:
            further = first[first]
            if np.array_equal(further, first):
                break
            first = further
        if np.array_equal(first, before):
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
        strongest = np.flatnonzero(np.diff(upper, prepend=-1))
        is_led = np.zeros(n, dtype=bool)
        is_led[upper[strongest]] = True
        within = flat & (level == own) & ~is_led[left] & ~is_led[right]
        hanging = hanging_together(n, left[within], right[within])
        free = (layer == own) & ~is_led
        first[free] = hanging[free]
        first[upper[strongest]] = first[lower[strongest]]
    return first
