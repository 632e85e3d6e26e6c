"""Layers: who is weighed with whom, so that whoever sends most decides nothing about the others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

LOUD = 20
"""Documents of one voice in a stretch of days before it can be loud: fewer move little."""


def layers_of(voices: Ints) -> Ints:
    """Return the layer of each document of a stretch of days by its voice: 0 for those all are weighed with.

    A voice that has more documents than all smaller ones together stands above them; so may the loudest of
    the rest, below it. A voice alone is layer 0. Whatever is told of documents of one layer is told from
    them and the layers below: one source that floods a store is a layer of its own above all others, which
    are then layered, and grouped, as if it were not there.
    """
    if len(voices) <= LOUD:
        return np.zeros(len(voices), dtype=np.int64)
    _, which, counts = np.unique(voices, return_inverse=True, return_counts=True)
    return layers_by_counts(counts)[which.reshape(-1)]


def layers_by_counts(counts: Ints) -> Ints:
    """Return the layer of each voice of a stretch of days, by how many documents it has there.

    Of two that have as many the latter is the louder one.
    """
    order = np.lexsort((np.arange(len(counts)), counts))
    ranked = counts[order]
    below = np.cumsum(ranked) - ranked
    n_loud = 0
    for count, rest in zip(ranked[::-1].tolist(), below[::-1].tolist(), strict=True):
        if count < LOUD or rest == 0 or count <= rest:
            break
        n_loud += 1
    layer = np.zeros(len(counts), dtype=np.int64)
    layer[order[len(order) - n_loud :]] = np.arange(1, n_loud + 1)
    return layer
