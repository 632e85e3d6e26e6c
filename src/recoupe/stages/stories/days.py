"""Days: the profiles of one day put side by side as columns, so that a corpus can be gone through at once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.relations import DayDocuments, DayProfiles, Profile
from recoupe.stages.stage import Members, Resources, Stage

UNDATED = "undated"
_MAX_STATED_DAYS = 40
"""A date that names a month is compared within that month; one that names a year only is like none."""

TERM, NAME, DAY, ENCOUNTER = 0, 1, 2, 3
"""The two lowest bits of a feature: what it is a hash of."""

Ints = NDArray[np.int64]
Which = NDArray[np.int64] | NDArray[np.bool_]
"""Some rows: their indexes, or a mask."""


def packed(values: Any, kind: str) -> bytes:
    """Return numbers as a column of a record; `kind` is the little-endian type, such as "<i4"."""
    return np.asarray(values, dtype=kind).tobytes()


def column(raw: bytes, kind: str) -> Ints:
    """Return a column of a record as whole numbers."""
    return np.frombuffer(raw, dtype=kind).astype(np.int64)


def stretch(profile: Profile) -> tuple[int, int]:
    """Return the first and the last day number a document may have been published on; (0, 0): unknown."""
    if profile.earliest is None or profile.latest is None:
        return 0, 0
    return profile.earliest.toordinal(), profile.latest.toordinal() - 1


def day_of(profile: Profile) -> str:
    """Return the day a document is kept under: its first, or a part of those without a date."""
    first, last = stretch(profile)
    if first and last - first < _MAX_STATED_DAYS:
        return date.fromordinal(first).isoformat()
    # Its id decides, so that the parts are in the order of the ids.
    return f"{UNDATED} {profile.document_id.rpartition('_')[2][2:4]}"


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Profile)
    return (day_of(record),)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    profiles = [record for record in members if isinstance(record, Profile)]
    return day_records(unit, profiles)


DAYS = Stage("days", (Profile,), (DayDocuments, DayProfiles), "1", _units, _run)


def day_records(day: str, profiles: Iterable[Profile]) -> tuple[DayDocuments, DayProfiles]:
    """Return the profiles of one day as columns, no matter in what order they come."""
    ordered = sorted(profiles, key=lambda profile: profile.document_id)
    stretches = [stretch(profile) for profile in ordered]
    ids = tuple(profile.document_id for profile in ordered)
    first = packed([first for first, _ in stretches], "<i4")
    last = packed([last for _, last in stretches], "<i4")
    rows = [_features(profile) for profile in ordered]
    bounds = np.cumsum([0, *(len(row) for row in rows)])
    return (
        DayDocuments(
            make_id("dayd", day), day, ids, first, last, packed([p.n_words for p in ordered], "<i4")
        ),
        DayProfiles(
            make_id("dayp", day),
            day,
            ids,
            first,
            last,
            packed(bounds, "<i4"),
            packed([feature for row in rows for feature, _ in row], "<u8"),
            packed([weight for row in rows for _, weight in row], "<i4"),
        ),
    )


def _features(profile: Profile) -> list[tuple[int, int]]:
    found = {_hash(stem, TERM): round(weight * 1000) for stem, weight in profile.terms}
    for kind, keys in (
        (NAME, [name for name, _ in profile.names]),
        (DAY, profile.days),
        (ENCOUNTER, profile.encounters),
    ):
        found |= {_hash(key, kind): 1 for key in keys}
    return sorted(found.items())


def _hash(key: str, kind: int) -> int:
    return int(xxhash.xxh3_64_intdigest(key.encode())) & ~3 | kind
