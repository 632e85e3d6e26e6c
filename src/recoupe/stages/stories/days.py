"""Days: the profiles of one day put side by side as columns, so that a corpus can be gone through at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import DayDocuments, DayProfiles, ProfileColumns
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.columns import TERM, hashed
from recoupe.stages.values.layers import layers_of

UNDATED = "undated"
MAX_STATED_DAYS = 40
"""A date that names a month is compared within that month; one that names a year only is like none."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Which = Ints | Mask
"""Some rows: their indexes, or a mask."""
MILLION = 1_000_000
"""Strengths and shares are whole numbers of millionths in a column."""
HUNDREDTH = MILLION // 100
"""Chances are whole numbers of hundredths in a column, a byte each."""


def packed(values: Any, kind: str) -> bytes:
    """Return numbers as a column of a record; `kind` is the little-endian type, such as "<i4"."""
    return np.asarray(values, dtype=kind).tobytes()


def column(raw: bytes, kind: str) -> Ints:
    """Return a column of a record as whole numbers."""
    return np.frombuffer(raw, dtype=kind).astype(np.int64)


def indexed(document_ids: Sequence[str], left: Ints, right: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return pairs of documents as a record holds them: by the indexes of those that occur, sorted by id.

    Which documents occur, in order of their ids; the index of the one with the smaller id of each pair and
    that of the other, in order; and which pair each of these is.
    """
    occurs = distinct(np.concatenate([left, right]))
    names = [document_ids[i] for i in occurs.tolist()]
    by_id = np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)
    _, one, other, order = numbered_by(by_id, np.searchsorted(occurs, left), np.searchsorted(occurs, right))
    return occurs[by_id], one, other, order


def occurring(left: Ints, right: Ints, *, n: int) -> Ints:
    """Return which of n documents stand in a pair, in order."""
    occurs = np.zeros(n, dtype=bool)
    occurs[left] = occurs[right] = True
    return np.flatnonzero(occurs)


def numbered_by(occurs: Sequence[int] | Ints, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """Return what `indexed` does by another order of the documents, those that occur."""
    found = np.array(occurs, dtype=np.int64)
    rank = np.zeros(int(found.max(initial=-1)) + 1, dtype=np.int64)
    rank[found] = np.arange(len(found))
    one, other = np.minimum(rank[left], rank[right]), np.maximum(rank[left], rank[right])
    order = order_of(one * max(len(found), 1) + other)
    return found, one[order], other[order], order


def distinct(values: Ints) -> Ints:
    """Return the different values, sorted: faster than by hashes, which numpy takes for large numbers."""
    ordered: Ints = np.sort(values)
    found: Ints = ordered[turns(ordered)]
    return found


def turns(values: Ints) -> Mask:
    """Tell which of some values differ from the one before: the first of each stretch of equal ones."""
    found = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=found[1:])
    return found


def order_of(keys: Ints) -> Ints:
    """Return the places of some whole numbers in order, equal ones as they come: as a stable argsort does.

    Each is sorted with its place in its lowest bits, where that fits: numpy sorts numbers three times as fast
    as it sorts by them.
    """
    bits = len(keys).bit_length()
    if len(keys) and (int(keys.min()) < 0 or int(keys.max()) >> (63 - bits)):
        return np.argsort(keys, kind="stable")
    ordered: Ints = np.sort(keys << bits | np.arange(len(keys))) & ((1 << bits) - 1)
    return ordered


def stretches(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return all indexes of some stretches of a column, one after the other: whose each is, and itself.

    starts, counts: of each stretch, its first index and its length.
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(len(owner))


def day_of(profile: ProfileColumns) -> str:
    """Return the day a document is kept under: its first, or a part of those without a date."""
    if profile.first and profile.last - profile.first < MAX_STATED_DAYS:
        return date.fromordinal(profile.first).isoformat()
    # Its id decides, so that the parts are in the order of the ids.
    return f"{UNDATED} {profile.document_id.rpartition('_')[2][2:4]}"


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, ProfileColumns)
    return (day_of(record),)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    profiles = [record for record in members if isinstance(record, ProfileColumns)]
    return day_records(unit, profiles)


DAYS = Stage("days", (ProfileColumns,), (DayDocuments, DayProfiles), "9", _units, _run)


def day_records(
    day: str, profiles: Iterable[ProfileColumns]
) -> tuple[DayDocuments, *tuple[DayProfiles, ...]]:
    """Return the profiles of one day as columns, no matter in what order they come.

    Those of notices stand apart from those of whole articles, which are compared over more days: one more
    notice is no news to those days. There are none of what has no documents.
    """
    ordered = sorted(profiles, key=lambda profile: profile.document_id)
    hashes = [hashed(p.voice or p.document_id, TERM) for p in ordered]
    voices = np.array(hashes, dtype=np.uint64).astype(np.int64)
    notices = np.array([hashed(p.notice_of, TERM) if p.notice_of else 0 for p in ordered], dtype=np.uint64)
    first, last = (
        np.array([getattr(p, side) for p in ordered], dtype=np.int64) for side in ("first", "last")
    )
    documents = DayDocuments(
        make_id("dayd", day),
        day,
        tuple(profile.document_id for profile in ordered),
        packed(first, "<i4"),
        packed(last, "<i4"),
        packed([p.n_words for p in ordered], "<i4"),
        packed(notices, "<u8"),
        packed(voices, "<i8"),
    )
    series = np.array(_series(ordered, layers_of(voices).tolist()), dtype=np.uint64)
    found: list[DayProfiles] = []
    for kind, which in (("articles", np.flatnonzero(notices == 0)), ("notices", np.flatnonzero(notices))):
        own = [ordered[i] for i in which.tolist()]
        if own:
            features = np.frombuffer(b"".join(profile.features for profile in own), dtype="<u8")
            known, feature = np.unique(features, return_inverse=True)
            found.append(
                DayProfiles(
                    make_id("dayp", day, kind),
                    day,
                    tuple(profile.document_id for profile in own),
                    packed(first[which], "<i4"),
                    packed(last[which], "<i4"),
                    packed(np.cumsum([0, *(len(profile.features) // 8 for profile in own)]), "<i4"),
                    packed(known, "<u8"),
                    packed(feature, "<u4"),
                    b"".join(profile.weights for profile in own),
                    packed(notices[which], "<u8"),
                    packed(series[which], "<u8"),
                    packed(voices[which], "<i8"),
                    packed([profile.told for profile in own], "<i4"),
                )
            )
    return documents, *found


_SERIES = 3
"""Titles of one outlet that begin alike, as no other outlet's titles do, are a series from so many on."""


def _series(profiles: Sequence[ProfileColumns], layers: Sequence[int]) -> list[int]:
    """Return for each profile its series and title as one number, 0 for none: a programme, the weather."""
    found = [0] * len(profiles)
    for layer in sorted(set(layers)):
        ids = _series_ids([p for p, own in zip(profiles, layers, strict=True) if own <= layer])
        for i, profile in enumerate(profiles):
            if layers[i] == layer and profile.opening in ids:
                found[i] = ids[profile.opening] | int(profile.title_digest[:8] or "0", 16)
    return found


def _series_ids(profiles: Iterable[ProfileColumns]) -> dict[str, int]:
    """Return the openings that make a series of one outlet, with the high half of a number for each."""
    outlets: dict[str, Counter[str]] = {}
    for profile in profiles:
        if profile.opening:
            outlets.setdefault(profile.opening, Counter())[profile.notice_of or ""] += 1
    return {
        opening: hashed(f"{next(iter(counts))} {opening}", TERM) >> 33 << 32
        for opening, counts in outlets.items()
        if len(counts) == 1 and counts.total() >= _SERIES and "" not in counts
    }
