"""Turns: which documents of a unit are aligned with which, so that no outlet keeps the others from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from recoupe.records.copies import Passages
from recoupe.stages.values.layers import layers_of

MAX_NEIGHBOURS = 40
"""In a unit of more documents each one is aligned with the next 40 only, so that a text that stands in n
documents costs 40 n alignments, not n²/2. The first document of every outlet comes first, then the second of
each: an outlet that floods a unit does not keep the others from being aligned."""

_OF_ONE_FLOOD = 3
"""Documents of an outlet that floods a unit, or that has more than `MAX_NEIGHBOURS` in it, are aligned with
so many of its own only: each then shows that the outlet repeats these words. What one outlet says below 687
of 76,136 headlines took 13 s for one more of them."""


def by_turns(passages: Iterable[Passages]) -> list[tuple[int, Passages]]:
    """Return documents with their layers, by id, the first of each outlet before the second of any.

    No outlet counts as one. Those of an outlet that has more than all others together come last.
    """
    seen: Counter[str | None] = Counter()
    turns: list[tuple[int, int, str, Passages]] = []
    ordered = sorted(passages, key=lambda p: p.document_id)
    outlets = sorted({each.outlet or "" for each in ordered})
    layers = layers_of(np.array([outlets.index(each.outlet or "") for each in ordered], dtype=np.int64))
    for each, layer in zip(ordered, layers.tolist(), strict=True):
        turns.append((layer, seen[each.outlet], each.document_id, each))
        seen[each.outlet] += 1
    return [(layer, each) for layer, _, _, each in sorted(turns, key=lambda turn: turn[:3])]


def neighbours(turns: Sequence[tuple[int, Passages]]) -> Iterator[tuple[int, int]]:
    """Yield which documents of a unit are aligned, by their places."""
    seen: Counter[str | None] = Counter()
    # Of each document, how many of its outlet come before it; those without an outlet are of none.
    before: list[int] = []
    for _, each in turns:
        before.append(seen[each.outlet])
        seen[each.outlet] += 1
    crowds = {outlet for outlet, n in seen.items() if outlet is not None and n > MAX_NEIGHBOURS}
    for i, (layer, one) in enumerate(turns):
        for j in range(i + 1, min(len(turns), i + 1 + MAX_NEIGHBOURS)):
            above, other = turns[j]
            if layer and layer == above and j - i > _OF_ONE_FLOOD:
                break
            is_crowd = one.outlet in crowds and one.outlet == other.outlet
            if not is_crowd or before[j] - before[i] <= _OF_ONE_FLOOD:
                yield i, j
