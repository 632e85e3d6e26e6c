"""Days: the profiles of one day put side by side as columns, so that a corpus can be gone through at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import DayDocuments, DayProfiles, Profile
from recoupe.records.values import WEEKDAY
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.values.layers import layers_of

UNDATED = "undated"
MAX_STATED_DAYS = 40
"""A date that names a month is compared within that month; one that names a year only is like none."""

TERM, NAME, DAY, ENCOUNTER, TITLE, NAME_WORD, EVENT, FIGURE = 0, 1, 2, 3, 4, 5, 6, 7
"""The three lowest bits of a feature: what it is a hash of."""

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
    occurs = occurring(left, right, n=len(document_ids))
    return numbered_by(sorted(occurs.tolist(), key=document_ids.__getitem__), left, right)


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
    order = np.argsort(one * max(len(found), 1) + other)
    return found, one[order], other[order], order


def stretches(starts: Ints, counts: Ints) -> tuple[Ints, Ints]:
    """Return all indexes of some stretches of a column, one after the other: whose each is, and itself.

    starts, counts: of each stretch, its first index and its length.
    """
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(len(owner))


def stretch(profile: Profile) -> tuple[int, int]:
    """Return the first and the last day number a document may have been published on; (0, 0): unknown."""
    if profile.earliest is None or profile.latest is None:
        return 0, 0
    return profile.earliest.toordinal(), profile.latest.toordinal() - 1


def day_of(profile: Profile) -> str:
    """Return the day a document is kept under: its first, or a part of those without a date."""
    first, last = stretch(profile)
    if first and last - first < MAX_STATED_DAYS:
        return date.fromordinal(first).isoformat()
    # Its id decides, so that the parts are in the order of the ids.
    return f"{UNDATED} {profile.document_id.rpartition('_')[2][2:4]}"


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Profile)
    return (day_of(record),)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    profiles = [record for record in members if isinstance(record, Profile)]
    return day_records(unit, profiles)


DAYS = Stage("days", (Profile,), (DayDocuments, DayProfiles), "8", _units, _run)


def day_records(day: str, profiles: Iterable[Profile]) -> tuple[DayDocuments, *tuple[DayProfiles, ...]]:
    """Return the profiles of one day as columns, no matter in what order they come.

    Those of notices stand apart from those of whole articles, which are compared over more days: one more
    notice is no news to those days. There are none of what has no documents.
    """
    ordered = sorted(profiles, key=lambda profile: profile.document_id)
    hashes = [hashed(p.voice or p.document_id, TERM) for p in ordered]
    voices = np.array(hashes, dtype=np.uint64).astype(np.int64)
    notices = np.array([hashed(p.notice_of, TERM) if p.notice_of else 0 for p in ordered], dtype=np.uint64)
    first, last = (np.array(side, dtype=np.int64) for side in zip(*map(stretch, ordered), strict=True))
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
        rows = [_features(profile) for profile in own]
        if own:
            found.append(
                DayProfiles(
                    make_id("dayp", day, kind),
                    day,
                    tuple(profile.document_id for profile in own),
                    packed(first[which], "<i4"),
                    packed(last[which], "<i4"),
                    packed(np.cumsum([0, *map(len, rows)]), "<i4"),
                    packed([feature for row in rows for feature, _ in row], "<u8"),
                    packed([weight for row in rows for _, weight in row], "<i4"),
                    packed(notices[which], "<u8"),
                    packed(series[which], "<u8"),
                    packed(voices[which], "<i8"),
                    packed([_told(profile.told) for profile in own], "<i4"),
                )
            )
    return documents, *found


def _told(told: str) -> int:
    if told.startswith(WEEKDAY):
        return -int(told.removeprefix(WEEKDAY))
    return date.fromisoformat(told).toordinal() if told else 0


_SERIES = 3
"""Titles of one outlet that begin alike, as no other outlet's titles do, are a series from so many on."""


def _series(profiles: Sequence[Profile], layers: Sequence[int]) -> list[int]:
    """Return for each profile its series and title as one number, 0 for none: a programme, the weather."""
    found = [0] * len(profiles)
    for layer in sorted(set(layers)):
        ids = _series_ids([p for p, own in zip(profiles, layers, strict=True) if own <= layer])
        for i, profile in enumerate(profiles):
            if layers[i] == layer and profile.opening in ids:
                found[i] = ids[profile.opening] | int(profile.title_digest[:8] or "0", 16)
    return found


def _series_ids(profiles: Iterable[Profile]) -> dict[str, int]:
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


def _features(profile: Profile) -> list[tuple[int, int]]:
    found = {hashed(stem, TERM): round(weight * 1000) for stem, weight in profile.terms}
    found |= {hashed(stem, TITLE): 1000 for stem in profile.title_terms}
    for kind, keys in (
        (NAME, [name for name, _ in profile.names]),
        (DAY, profile.days),
        (ENCOUNTER, profile.encounters),
        (NAME_WORD, sorted({*profile.lead_names, *profile.title_names})),
        (EVENT, profile.title_events),
        (FIGURE, profile.title_figures),
    ):
        found |= {hashed(key, kind): 1 for key in keys}
    return sorted(found.items())


def hashed(key: str, kind: int) -> int:
    """Return what a feature is known by in a column: a hash, its three lowest bits the kind."""
    return int(xxhash.xxh3_64_intdigest(key.encode())) & ~7 | kind
