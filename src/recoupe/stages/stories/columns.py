"""Columns: what one document is about as numbers, so that a day is put together without looking at words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import xxhash

from recoupe.records.stories import ProfileColumns
from recoupe.records.values import WEEKDAY

KINDS = TERM, NAME, DAY, ENCOUNTER, TITLE, NAME_WORD, EVENT, FIGURE, MATCH, PAGE = range(10)
"""The lowest bits of a feature: what it is a hash of."""
KIND_BITS = 15
"""These bits."""


@dataclass(frozen=True)
class Profile:
    """The compact form of one document that stories are grouped by, without its text.

    terms: (stem, weight) of the text, sorted; of a notice those of title and address, too. names: (key, n) of
    the names. days: ISO dates the text or its dateline speaks of. earliest, latest: of publication, None when
    no date is known. encounters: keys of the encounters told. title_terms: stems of the title. title_names,
    lead_names: how the words of names in title and lead sound. told: an ISO date, or "XXXX-WXX-3" when only
    the day of the week is known; "" for none. title_events: keys of the events its title tells, as the pack
    names them. title_figures: the figures of the title but for the years around it. title_match: the sides of
    the match it is about, "" for none. is_page: whether its title is that of a page on many things. The
    others as ProfileColumns.
    """

    id: str
    document_id: str
    earliest: datetime | None
    latest: datetime | None
    terms: tuple[tuple[str, float], ...]
    names: tuple[tuple[str, int], ...]
    days: tuple[str, ...]
    encounters: tuple[str, ...]
    n_words: int
    title_terms: tuple[str, ...] = ()
    title_names: tuple[str, ...] = ()
    lead_names: tuple[str, ...] = ()
    notice_of: str | None = None
    opening: str = ""
    title_digest: str = ""
    voice: str = ""
    told: str = ""
    title_events: tuple[str, ...] = ()
    title_figures: tuple[str, ...] = ()
    title_match: str = ""
    is_page: bool = False


def columns_of(profile: Profile) -> ProfileColumns:
    """Return a profile by the hashes of its words."""
    first, last = _stretch(profile)
    features = _features(profile)
    return ProfileColumns(
        profile.id,
        profile.document_id,
        first,
        last,
        profile.n_words,
        np.array([feature for feature, _ in features], dtype="<u8").tobytes(),
        np.array([weight for _, weight in features], dtype="<i4").tobytes(),
        profile.notice_of,
        profile.opening,
        profile.title_digest,
        profile.voice,
        _told(profile.told),
    )


def _stretch(profile: Profile) -> tuple[int, int]:
    """Return the first and the last day number a document may have been published on; (0, 0): unknown."""
    if profile.earliest is None or profile.latest is None:
        return 0, 0
    return profile.earliest.toordinal(), profile.latest.toordinal() - 1


def _told(told: str) -> int:
    if told.startswith(WEEKDAY):
        return -int(told.removeprefix(WEEKDAY))
    return date.fromisoformat(told).toordinal() if told else 0


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
        (MATCH, [profile.title_match] if profile.title_match else []),
        (PAGE, [""] if profile.is_page else []),
    ):
        found |= {hashed(key, kind): 1 for key in keys}
    return sorted(found.items())


def hashed(key: str, kind: int) -> int:
    """Return what a feature is known by in a column: a hash, its lowest bits the kind."""
    return int(xxhash.xxh3_64_intdigest(key.encode())) & ~KIND_BITS | kind
