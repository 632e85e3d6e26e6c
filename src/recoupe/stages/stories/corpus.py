"""Corpus: all documents in order of publication, and which of them are alike or copied, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from recoupe.records.stories import DayDocuments, DayLayers, Linked
from recoupe.stages.stories.days import Ints, column
from recoupe.stages.stories.links import Strengths


@dataclass(frozen=True)
class Corpus:
    """All documents in order of publication, those without a date last. place: of each, in this order.

    notices: as DayProfiles. layer: of each, by whose it is.
    """

    document_ids: tuple[str, ...]
    place: Mapping[str, int]
    first: Ints
    last: Ints
    notices: Ints
    layer: Ints


def corpus_of(days: Sequence[DayDocuments], layers: Sequence[DayLayers]) -> Corpus:
    """Return the documents of all days in order."""
    ordered = sorted((day for day in days if day.document_ids), key=lambda day: day.day)

    def joined(name: str, kind: str = "<i4") -> Ints:
        return column(b"".join(getattr(day, name) for day in ordered), kind)

    ids = tuple(chain.from_iterable(day.document_ids for day in ordered))
    place = dict(zip(ids, range(len(ids)), strict=True))
    layer = np.zeros(len(ids), dtype=np.int64)
    for above in layers:
        layer[[place[document_id] for document_id in above.document_ids]] = column(above.layers, "u1")
    return Corpus(ids, place, joined("first"), joined("last"), joined("notices", "<i8"), layer)


def places_in(place: Mapping[str, int], linked: Linked) -> Ints:
    """Return the places of the documents that are linked in some weeks, by the places of all."""
    return np.fromiter(map(place.__getitem__, linked.document_ids), dtype=np.int64)


def links_between(linked: Linked, at: Ints) -> Strengths:
    """Return the links of some weeks between documents named by their places, `at`."""
    left, right, strength, chance, whole = (
        np.frombuffer(getattr(linked, name), dtype=kind)
        for name, kind in (
            ("left", "<u4"),
            ("right", "<u4"),
            ("strength", "<i4"),
            ("chance", "u1"),
            ("whole", "u1"),
        )
    )
    return Strengths(at[left], at[right], strength, chance, whole)
