"""Word vectors of a pack: how near in use two words are ("pompiers", "secours"), learnt from open text.

model/word_groups.txt.gz    a line for each vector: the words that have it, the commonest first
model/word_vectors.npy      the vectors, 8-bit integers; a row for each line
model/word_clusters.npy     for each line its cluster in a coarse, a middle and a fine division
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from recoupe.packs.model import has_model, model_bytes
from recoupe.packs.pack import Pack

WORD_FILES = ("word_groups.txt.gz", "word_vectors.npy", "word_clusters.npy")


@dataclass(frozen=True)
class WordVectors:
    """rows: the row of each word as written. vectors: of length 1, a row each. clusters: three a row."""

    rows: Mapping[str, int]
    vectors: npt.NDArray[np.float32]
    clusters: npt.NDArray[np.uint16]

    def row(self, word: str) -> int | None:
        """Return the row of a word as written or, failing that, in lower case; None if it is unknown."""
        found = self.rows.get(word)
        return self.rows.get(word.lower()) if found is None else found

    @cached_property
    def likeness(self) -> Callable[[int, int], float]:
        """Return how near two rows are, from -1 to 1: the cosine of their vectors."""
        vectors = self.vectors

        @cache
        def of(left: int, right: int) -> float:
            return float(vectors[left] @ vectors[right])

        return of


@cache
def word_vectors(pack: Pack) -> WordVectors | None:
    """Return the word vectors of a pack, loaded once per process; None when it has none.

    Raises PackError when a file is missing or is not the one whose digest is pinned.
    """
    if not has_model(pack, files=WORD_FILES):
        return None
    groups, packed, clusters = (model_bytes(pack, name) for name in WORD_FILES)
    rows: dict[str, int] = {}
    for i, line in enumerate(groups.decode("utf-8").splitlines()):
        for word in line.split(" "):
            rows[word] = i
    vectors = _array(packed).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return WordVectors(rows, vectors, _array(clusters).astype(np.uint16))


def _array(data: bytes) -> npt.NDArray[Any]:
    found: npt.NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return found
