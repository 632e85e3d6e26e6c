"""Copied: how many words any two documents have in common as copies, gathered part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import xxhash

from recoupe.records import Record
from recoupe.records.copies import Reuse
from recoupe.records.ids import make_id
from recoupe.records.stories import CopiedWords
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.days import Ints

_COPY_KINDS = frozenset({"copy", "near copy"})


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Reuse)
    if record.kind in _COPY_KINDS:
        yield f"{xxhash.xxh3_64_intdigest(record.left.document_id.encode()) & 0x3FF:03x}"


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    n_words: Counter[tuple[str, str]] = Counter()
    for reuse in members:
        if isinstance(reuse, Reuse):
            n_words[(reuse.left.document_id, reuse.right.document_id)] += reuse.n_words
    yield CopiedWords(make_id("copied", unit), tuple((*pair, n_words[pair]) for pair in sorted(n_words)))


COPIED = Stage("copied", (Reuse,), (CopiedWords,), "1", _units, _run)


def pairs_of(copied: Sequence[CopiedWords], place: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return the pairs that have copied words in common, as one number each, sorted, and how many words.

    place: of each document. The number of a pair is that of its lower place times all, and the higher one.
    """
    n_words: dict[int, int] = {}
    for record in copied:
        for one, other, n in record.pairs:
            low, high = sorted((place.get(one, -1), place.get(other, -1)))
            if low >= 0:
                n_words[low * len(place) + high] = n
    keys = np.array(sorted(n_words), dtype=np.int64)
    return keys, np.array([n_words[key] for key in keys.tolist()], dtype=np.int64)
