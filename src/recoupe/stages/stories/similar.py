"""Similar: which documents are alike enough to be tellings of one event, or near to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.relations import DayProfiles, Similar
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.days import DAY, ENCOUNTER, NAME, UNDATED, Ints, column, packed
from recoupe.stages.stories.window import Floats, Window, alike, in_common, window_of

WINDOW_DAYS = 6
"""Two documents that were surely published further apart, by the numbers of their days, tell no one event."""
LISTED = 0.1
"""Pairs under this strength count as not alike at all."""
MILLION = 1_000_000

Mask = NDArray[np.bool_]

_NEAR_DAYS = 2
_MOST_PER_TERM = 1.4
"""The strength of a pair is at most so many times the cosine of its terms, before what adds to it."""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, DayProfiles)
    if record.day.startswith(UNDATED):
        return (UNDATED,)
    first = date.fromisoformat(record.day).toordinal()
    last = int(column(record.last, "<i4").max(initial=first)) + WINDOW_DAYS
    last = min(last, date.max.toordinal())
    return (UNDATED, *(date.fromordinal(day).isoformat() for day in range(first, last + 1)))


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    blocks = sorted((m for m in members if isinstance(m, DayProfiles)), key=lambda block: block.day)
    if any(block.day.startswith(unit) for block in blocks):
        yield similar_on(unit, blocks, settings=resources.settings.stories)


SIMILAR = Stage("similar", (DayProfiles,), (Similar,), "2", _units, _run)


def similar_on(day: str, blocks: Iterable[DayProfiles], *, settings: StorySettings) -> Similar:
    """Return the pairs that are alike, of which one was first published on `day` and the other not later.

    day: ISO date; "undated" for the pairs with a document without a date, which is compared with all.
    Memory: 12 bytes a word and name of the documents compared, and what `alike` needs.
    """
    blocks = list(blocks)
    window = window_of(blocks)
    rows = np.repeat([b.day.startswith(day) for b in blocks], [len(b.document_ids) for b in blocks])
    chosen = np.flatnonzero(rows)
    floor = settings.related_similarity / 2
    parts = [
        _strong(window, left, right, cosine, settings=settings)
        for left, right, cosine in alike(window, chosen, at_least=floor / _MOST_PER_TERM)
    ]
    columns = [np.concatenate(column_parts) for column_parts in zip(*parts, strict=True)]
    return _similar(day, window, columns)


def _strong(
    window: Window, left: Ints, right: Ints, terms: Floats, *, settings: StorySettings
) -> tuple[Ints, ...]:
    """Return columns of the pairs that are strong enough to be listed.

    left, right, strength in millionths, names, days and encounters in common, near or not.
    """
    n_names, product = in_common(window, left, right, kind=NAME)
    lengths = np.sqrt(window.norms[1][left] * window.norms[1][right])
    names = np.divide(product, lengths, out=np.zeros(len(left)), where=lengths > 0)
    # Two short lists of much-named people look alike by chance: names count as far as words bear them out.
    strength = 0.6 * terms + 0.4 * np.minimum(names, 2 * terms)
    kept = np.flatnonzero((strength >= settings.related_similarity / 2) & ~_apart(window, left, right))
    left, right, strength, n_names = left[kept], right[kept], strength[kept], n_names[kept]
    n_days, _ = in_common(window, left, right, kind=DAY)
    n_encounters, _ = in_common(window, left, right, kind=ENCOUNTER)
    near = _near(window, left, right)
    # These say nothing alone: two articles on nothing in common speak of "yesterday", too.
    strength += 0.01 * np.minimum(n_days, 2) + 0.03 * np.minimum(n_encounters, 2) + 0.12 * near
    whole = np.minimum(np.rint(strength * MILLION), MILLION).astype(np.int64)
    found = (left, right, whole, n_names, n_days, n_encounters, near.astype(np.int64))
    listed = np.flatnonzero(whole >= LISTED * MILLION)
    return tuple(values[listed] for values in found)


def _known(window: Window, left: Ints, right: Ints) -> Mask:
    return (window.first[left] > 0) & (window.first[right] > 0)


def _apart(window: Window, left: Ints, right: Ints) -> Mask:
    """Tell which pairs were surely published further apart than the window; no date, no evidence."""
    one = window.first[left] - window.last[right] > WINDOW_DAYS
    other = window.first[right] - window.last[left] > WINDOW_DAYS
    return _known(window, left, right) & (one | other)


def _near(window: Window, left: Ints, right: Ints) -> Mask:
    """Tell which pairs were surely published within two days of each other; a month is not sure."""
    last = np.maximum(window.last[left], window.last[right])
    first = np.minimum(window.first[left], window.first[right])
    return _known(window, left, right) & (last - first <= _NEAR_DAYS)


def _similar(day: str, window: Window, columns: list[Ints]) -> Similar:
    left, right, *values = columns
    occurring = sorted(set(left.tolist()) | set(right.tolist()), key=lambda i: window.document_ids[i])
    rank = np.zeros(len(window.document_ids), dtype=np.int64)
    rank[occurring] = np.arange(len(occurring))
    one, other = np.minimum(rank[left], rank[right]), np.maximum(rank[left], rank[right])
    order = np.lexsort((other, one))
    strength, n_names, n_days, n_encounters, near = (part[order] for part in values)
    return Similar(
        make_id("sim", day),
        day,
        tuple(window.document_ids[i] for i in occurring),
        packed(one[order], "<u4"),
        packed(other[order], "<u4"),
        packed(strength, "<i4"),
        packed(np.minimum(n_names, 255), "u1"),
        packed(np.minimum(n_days, 255), "u1"),
        packed(np.minimum(n_encounters, 255), "u1"),
        packed(near, "u1"),
    )
