"""Corpus: all documents in order of publication, and which of them are alike or copied, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recoupe.records.stories import DayDocuments, DayLayers, Linked
from recoupe.stages.stories.copied import places_of
from recoupe.stages.stories.days import Ints, column
from recoupe.stages.stories.links import CorpusLinks


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

    ids = tuple(document_id for day in ordered for document_id in day.document_ids)
    place = {document_id: i for i, document_id in enumerate(ids)}
    layer = np.zeros(len(ids), dtype=np.int64)
    for above in layers:
        layer[[place[document_id] for document_id in above.document_ids]] = column(above.layers, "u1")
    return Corpus(ids, place, joined("first"), joined("last"), joined("notices", "<i8"), layer)


def links_of(corpus: Corpus, linked: Sequence[Linked]) -> CorpusLinks:
    """Return all pairs, part by part."""

    def joined(name: str, kind: str) -> NDArray[Any]:
        return np.frombuffer(b"".join(getattr(record, name) for record in linked), dtype=kind)

    at, begin = places_of(linked, [len(record.whole) for record in linked], corpus.place)
    one, other = (at[joined(side, "<u4") + begin] for side in ("left", "right"))
    chance, strength = (joined(name, "<i4").astype(np.int64) for name in ("chance", "strength"))
    percent, n_names, n_days, n_encounters, whole = (
        joined(name, "u1") for name in ("percent", "n_names", "n_days", "n_encounters", "whole")
    )
    left, right = np.minimum(one, other), np.maximum(one, other)
    return CorpusLinks(left, right, chance, percent, n_names, n_days, n_encounters, strength, whole)


def distinct(values: Ints) -> Ints:
    """Return the different values, sorted: faster than by hashes, which numpy takes for large numbers."""
    ordered: Ints = np.sort(values)
    found: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return found
