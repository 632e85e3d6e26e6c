"""Copied: how many words any two documents have in common as copies, gathered part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat

import numpy as np
import xxhash

from recoupe.records import Record
from recoupe.records.copies import Reuse
from recoupe.records.ids import make_id
from recoupe.records.stories import CopiedWords, Similar
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.days import Ints, column, packed

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
    yield words_of(unit, n_words)


COPIED = Stage("copied", (Reuse,), (CopiedWords,), "2", _units, _run)


def words_of(part: str, n_words: Mapping[tuple[str, str], int]) -> CopiedWords:
    """Return pairs of documents, the one with the smaller id first, with their words as a record."""
    pairs = sorted(n_words)
    ids = sorted({document_id for pair in pairs for document_id in pair})
    place = {document_id: i for i, document_id in enumerate(ids)}
    return CopiedWords(
        make_id("copied", part),
        tuple(ids),
        packed([place[left] for left, _ in pairs], "<u4"),
        packed([place[right] for _, right in pairs], "<u4"),
        packed([n_words[pair] for pair in pairs], "<u4"),
    )


def pairs_of(copied: Sequence[CopiedWords], place: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return the pairs that have copied words in common, as one number each, sorted, and how many words.

    place: of each document; a pair of which one has none is left out. The number of a pair is its lower place
    times the number of documents, and the higher place.
    """
    left, right, words = (
        column(b"".join(getattr(record, name) for record in copied), "<u4")
        for name in ("left", "right", "n_words")
    )
    at, begin = places_of(copied, [len(record.left) // 4 for record in copied], place)
    keys, order = numbered(at[left + begin], at[right + begin], n=len(place))
    return keys, words[order]


def places_of(
    records: Sequence[CopiedWords | Similar], n_pairs: Sequence[int], place: Mapping[str, int]
) -> tuple[Ints, Ints]:
    """Return the places of the documents of some records, one after the other, -1 for none.

    And for each of their pairs where the documents of its record begin.
    """
    ids = chain.from_iterable(record.document_ids for record in records)
    at = np.fromiter(map(place.get, ids, repeat(-1)), dtype=np.int64)
    begins = np.cumsum([0, *(len(record.document_ids) for record in records)])
    return at, np.repeat(begins[:-1], np.array(n_pairs, dtype=np.int64))


def numbered(one: Ints, other: Ints, *, n: int) -> tuple[Ints, Ints]:
    """Return pairs of n places as one number each, sorted, and which pair each is; none that has no place."""
    keys = np.minimum(one, other) * max(n, 1) + np.maximum(one, other)
    order = np.argsort(keys)
    keys = keys[order]
    begin = np.searchsorted(keys, 0)
    return keys[begin:], order[begin:]
