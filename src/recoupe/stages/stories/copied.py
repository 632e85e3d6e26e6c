"""Copied: how many words any two documents have in common as copies: by parts of them, then by days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from itertools import chain, pairwise, repeat

import numpy as np
import xxhash

from recoupe.records import Record
from recoupe.records.copies import Reuse
from recoupe.records.ids import make_id
from recoupe.records.stories import CopiedWords, DayCopies, DayDocuments
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.days import MILLION, UNDATED, Ints, Mask, column, distinct, order_of, packed
from recoupe.stages.stories.links import Likeness
from recoupe.stages.stories.reach import apart, days_between, number_of, part_of, undated

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


def pairs_of(copied: Sequence[CopiedWords], place: Mapping[str, int], *, n: int) -> tuple[Ints, Ints]:
    """Return the pairs that have copied words in common, as one number each, sorted, and how many words.

    place: among n documents; a pair of which one has none is left out. The number of a pair is its lower
    place times n, and the higher place.
    """
    left, right, words = (
        column(b"".join(getattr(record, name) for record in copied), "<u4")
        for name in ("left", "right", "n_words")
    )
    at, begin = places_of(copied, [len(record.left) // 4 for record in copied], place)
    keys, order = numbered(at[left + begin], at[right + begin], n=n)
    return keys, words[order]


def places_of(
    records: Sequence[CopiedWords | DayCopies],
    n_pairs: Sequence[int],
    place: Mapping[str, int],
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


def copies_by_day(
    days: Sequence[DayDocuments], ids: Sequence[str], keys: Ints, words: Ints
) -> Iterator[DayCopies]:
    """Yield what of each other documents have copied, by the day of the later one.

    days: in order, those without a date last. ids: of all their documents. keys, words: as `pairs_of` gives
    them.
    """
    if not len(keys):
        return
    kept = np.repeat([number_of(day.day) for day in days], [len(day.document_ids) for day in days])
    first, last, n_words, notices = (
        np.concatenate([column(getattr(day, name), kind) for day in days])
        for name, kind in (("first", "<i4"), ("last", "<i4"), ("n_words", "<i4"), ("notices", "<i8"))
    )
    left, right = keys // len(ids), keys % len(ids)
    shorter = np.maximum(1, np.minimum(n_words[left], n_words[right]))
    share = np.minimum(MILLION, words * MILLION // shorter)
    # What an outlet says below several of its notices is no copy of one by another.
    is_copy = (notices[left] == 0) | (notices[left] != notices[right])
    whole = (notices[left] == 0) & (notices[right] == 0)
    is_copy &= (share > 0) & ~apart(days_between(first, last, left, right), whole)
    left, right, share = left[is_copy], right[is_copy], share[is_copy]
    # A day by its number; the part of its week, less than 0, where one has no date; 0 where none has.
    number = np.where(kept[right] > 0, kept[right], np.where(kept[left] > 0, -1 - part_of(kept[left]), 0))
    occurs = distinct(np.concatenate([left, right]))
    names = [ids[i] for i in occurs.tolist()]
    by_id = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    rank = np.zeros(len(occurs), dtype=np.int64)
    rank[by_id] = np.arange(len(occurs))
    one, other = (rank[np.searchsorted(occurs, side)] for side in (left, right))
    # All days at once: the documents of each in order of their ids, the pairs in order of those.
    days_of = distinct(number)
    day, n = np.searchsorted(days_of, number), len(occurs)
    table = distinct(np.concatenate([day * n + one, day * n + other]))
    begins = np.searchsorted(table, np.arange(len(days_of) + 1) * n)
    order = order_of((day * n + np.minimum(one, other)) * n + np.maximum(one, other))
    day, one, other, share = day[order], one[order], other[order], share[order]
    sides = [np.searchsorted(table, day * n + side) - begins[day] for side in (one, other)]
    raws = (packed(np.minimum(*sides), "<u4"), packed(np.maximum(*sides), "<u4"), packed(share, "<i4"))
    told = [names[i] for i in by_id[table % n].tolist()]
    bounds = np.searchsorted(day, np.arange(len(days_of) + 1)).tolist()
    for which, (begin, end), (first_one, last_one) in zip(
        days_of.tolist(), pairwise(bounds), pairwise(begins.tolist()), strict=True
    ):
        name = date.fromordinal(which).isoformat() if which > 0 else undated(-1 - which) if which else UNDATED
        columns = (raw[4 * begin : 4 * end] for raw in raws)
        yield DayCopies(make_id("dayc", name), name, tuple(told[first_one:last_one]), *columns)


def with_copies(
    like: Likeness, copies: Sequence[DayCopies], place: Mapping[str, int], *, is_notice: Mask
) -> Likeness:
    """Return pairs that are alike with what is copied on top, and those that are copied only.

    place: of each document. is_notice: which of these are.
    """
    n = len(place)
    left, right, share = (
        column(b"".join(getattr(record, name) for record in copies), kind)
        for name, kind in (("left", "<u4"), ("right", "<u4"), ("share", "<i4"))
    )
    at, begin = places_of(copies, [len(record.left) // 4 for record in copies], place)
    copied, order = numbered(at[left + begin], at[right + begin], n=n)
    share = share[order]
    keys, known = numbered(like.left, like.right, n=n)
    which = np.searchsorted(keys, copied)
    is_new = np.append(keys, -1)[which] != copied
    # Those that are new come last.
    which = np.where(is_new, len(known) - 1 + np.cumsum(is_new), np.append(known, 0)[which])
    nothing = np.zeros(np.count_nonzero(is_new), dtype=np.int64)
    new = copied[is_new] // max(n, 1), copied[is_new] % max(n, 1)
    columns = (getattr(like, field.name) for field in fields(Likeness)[2:])
    ends = (np.concatenate([like.left, new[0]]), np.concatenate([like.right, new[1]]))
    like = Likeness(*ends, *(np.concatenate([values, nothing]) for values in columns))
    whole = ~(is_notice[like.left] | is_notice[like.right])
    like.percent[which] = (share + 5_000) // 10_000
    like.strength[which] += share * 2 // 5 * np.where(whole[which], 5, 7) // 7
    strength = np.minimum(MILLION, like.strength)
    return replace(like, strength=strength, whole=whole.astype(np.int64))
