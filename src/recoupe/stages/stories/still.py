"""Still: the pairs of one day that are what they were, since nothing that they are told from has moved.

One more document makes some words commoner. Of a window of 2,800 notices that moves one in ten; a pair of two
others is as like as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records.ids import make_id
from recoupe.records.stories import SimilarNotes
from recoupe.stages.stories.days import Ints, Mask, column, order_of, packed
from recoupe.stages.stories.window import Window, mixed

_COLUMNS = (
    ("strength", "<i4"),
    ("n_names", "u1"),
    ("n_days", "u1"),
    ("n_encounters", "u1"),
    ("near", "u1"),
    ("names", "<i4"),
)
_MOST = {"u1": 255, "<i4": 2**31 - 1}

Columns = tuple[Ints, ...]
"""Of pairs: left, right, strength, n_names, n_days, n_encounters, near, names; as Similar."""


@dataclass(frozen=True)
class Still:
    """Which documents of a window weigh what they did, and the pairs of two of these that are alike."""

    documents: Mask
    pairs: Columns


def rows_of(window: Window, flags: Sequence[Mask], *, told_by: float) -> NDArray[np.uint64]:
    """Return a number for each document that is another one when anything is that its pairs are told from.

    flags: what else is known of each document. told_by: what all pairs are told by.
    """
    ids = window.document_ids
    found = np.fromiter(map(xxhash.xxh3_64_intdigest, map(str.encode, ids)), dtype=np.uint64, count=len(ids))
    columns = (window.first, window.last, window.notices, window.series, window.voices, window.told)
    everywhere = np.full(len(found), told_by)
    for each in (window.features, *columns, *(flag.astype(np.int64) for flag in flags), everywhere):
        found = mixed(found, each.view(np.uint64))
    return found


def still_of(notes: SimilarNotes | None, rows: NDArray[np.uint64]) -> Still:
    """Return what is as it was when the notes were left; nothing without notes."""
    documents = np.zeros(len(rows), dtype=bool)
    if notes is None or not len(rows):
        return Still(documents, tuple(np.zeros(0, dtype=np.int64) for _ in range(2 + len(_COLUMNS))))
    order = np.argsort(rows)
    before = np.frombuffer(notes.rows, dtype="<u8")
    found = np.minimum(np.searchsorted(rows[order], before), len(rows) - 1)
    at = np.where(rows[order[found]] == before, order[found], -1)
    documents[at[at >= 0]] = True
    left, right = (at[column(side, "<u4")] for side in (notes.left, notes.right))
    kept = np.flatnonzero((left >= 0) & (right >= 0))
    values = (column(getattr(notes, name), kind)[kept] for name, kind in _COLUMNS)
    return Still(documents, (left[kept], right[kept], *values))


def notes_of(day: str, rows: NDArray[np.uint64], pairs: Columns) -> SimilarNotes:
    """Return what the next turn asks of this one."""
    left, right = np.minimum(*pairs[:2]), np.maximum(*pairs[:2])
    order = order_of(left * len(rows) + right)
    return SimilarNotes(
        make_id("simnotes", day),
        day,
        packed(rows, "<u8"),
        packed(left[order], "<u4"),
        packed(right[order], "<u4"),
        *(
            packed(np.minimum(values[order], _MOST[kind]), kind)
            for values, (_, kind) in zip(pairs[2:], _COLUMNS, strict=True)
        ),
    )
