"""Word vectors of a pack: how near in use two words are ("pompiers", "secours"), learnt from open text.

model/word_groups.txt.gz    a line for each vector, the commonest first: the words that have it, likewise
model/word_vectors.npy      the vectors, 8-bit integers; a row for each line
model/word_clusters.npy     for each line its cluster in a coarse, a middle and a fine division
"""

from __future__ import annotations

import ast
import io
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from recoupe.errors import PackError
from recoupe.packs.model import has_model, model_bytes
from recoupe.packs.pack import Pack

if TYPE_CHECKING:  # who reads clusters alone does without NumPy: it takes a tenth of a second to load
    import numpy as np
    import numpy.typing as npt

WORD_FILES = ("word_groups.txt.gz", "word_vectors.npy", "word_clusters.npy")


@dataclass(frozen=True)
class WordVectors:
    """rows: the row of each word as written. vectors: of length 1, a row each. clusters: three a row."""

    rows: Mapping[str, int]
    vectors: npt.NDArray[np.float32]
    clusters: npt.NDArray[np.uint16]

    def row(self, word: str) -> int | None:
        """Return the row of a word as written or, failing that, in lower case; None if it is unknown."""
        return _row(self.rows, word)

    @cached_property
    def likeness(self) -> Callable[[int, int], float]:
        """Return how near two rows are, from -1 to 1: the cosine of their vectors."""
        vectors = self.vectors

        @cache
        def of(left: int, right: int) -> float:
            return float(vectors[left] @ vectors[right])

        return of


@dataclass(frozen=True)
class WordClusters:
    """What a reader of clusters alone needs: the vectors stay on disk.

    rows: the row of each word as written. clusters: of each row its coarse, middle and fine one.
    """

    rows: Mapping[str, int]
    clusters: Sequence[tuple[int, int, int]]

    def of(self, word: str) -> tuple[int, int, int] | None:
        """Return the clusters of a word, looked up as vectors are; None if it is unknown."""
        found = _row(self.rows, word)
        return None if found is None else self.clusters[found]


@cache
def word_clusters(pack: Pack) -> WordClusters | None:
    """Return the clusters of the words of a pack, loaded once per process; None when it has none.

    Raises PackError as `word_vectors` does.
    """
    if not has_model(pack, files=WORD_FILES):
        return None
    return WordClusters(_rows(pack), _divisions(model_bytes(pack, WORD_FILES[2])))


@cache
def word_vectors(pack: Pack) -> WordVectors | None:
    """Return the word vectors of a pack, loaded once per process; None when it has none.

    Raises PackError when a file is missing or is not the one whose digest is pinned.
    """
    if not has_model(pack, files=WORD_FILES):
        return None
    import numpy as np

    packed, clusters = (model_bytes(pack, name) for name in WORD_FILES[1:])
    vectors = _array(packed).astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return WordVectors(_rows(pack), vectors, _array(clusters).astype(np.uint16))


@cache
def _rows(pack: Pack) -> Mapping[str, int]:
    """Return the row of each word as written."""
    lines = model_bytes(pack, WORD_FILES[0]).decode("utf-8").splitlines()
    return {word: i for i, line in enumerate(lines) for word in line.split(" ")}


def _row(rows: Mapping[str, int], word: str) -> int | None:
    found = rows.get(word)
    return rows.get(word.lower()) if found is None else found


def _divisions(data: bytes) -> list[tuple[int, int, int]]:
    """Return the rows of a NumPy file that holds three columns of 16-bit numbers, row after row."""
    start = 10 + int.from_bytes(data[8:10], "little")
    header = ast.literal_eval(data[10:start].decode("latin-1"))
    if data[:8] != b"\x93NUMPY\x01\x00" or header["descr"] != "<u2" or header["fortran_order"]:
        raise PackError(f"the clusters of words are no table of 16-bit numbers: {header!r}")
    numbers = array("H", data[start:])
    if sys.byteorder == "big":
        numbers.byteswap()
    return list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))


@cache
def commonest_words(pack: Pack, n: int) -> tuple[str, ...]:
    """Return the first words of the first n lines, the commonest first; none when the pack has no vectors.

    They are read without the vectors. Raises PackError as `word_vectors` does.
    """
    if not has_model(pack, files=WORD_FILES[:1]):
        return ()
    lines = model_bytes(pack, WORD_FILES[0]).decode("utf-8").split("\n", n)[:n]
    return tuple(line.partition(" ")[0] for line in lines if line)


def _array(data: bytes) -> npt.NDArray[Any]:
    import numpy as np

    found: npt.NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
    return found
