"""Linked: how likely documents that are alike tell one event, judged by what else they are like."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, repeat

import numpy as np

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import Linked, LinkedNotes, LinkedReasons, Similar
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.chances import asking, companies, company_of, likely
from recoupe.stages.stories.days import (
    HUNDREDTH,
    MAX_STATED_DAYS,
    MILLION,
    UNDATED,
    Ints,
    Mask,
    column,
    numbered_by,
    occurring,
    packed,
    turns,
)
from recoupe.stages.stories.links import Likeness
from recoupe.stages.stories.reach import PARTS, WINDOW_DAYS, number_of, part_of
from recoupe.stages.stories.shared import Web, notes_of, shared_in
from recoupe.stages.stories.similar import nearest
from recoupe.stages.stories.window import Floats

_STANDING_OUT_PERCENT = 75
_WEEKS_BACK = (MAX_STATED_DAYS + WINDOW_DAYS) // 7 + 1
"""A pair of one week may hold a document that is kept under a day so many weeks before."""


def _units(record: Record) -> Iterable[str]:
    """Return the weeks whose pairs may hold a document of these: each is judged by all that it is like."""
    assert isinstance(record, Similar)
    if not record.document_ids:
        return ()
    if record.day == UNDATED:
        return (UNDATED, *map(str, range(PARTS)))
    if record.day.startswith(UNDATED):
        week = int(_own(record))
        weeks = range(week, week + _WEEKS_BACK + 1)
    else:
        weeks = range(record.begin // 7, record.end // 7 + 1)[:PARTS]
    return sorted({str(week % PARTS) for week in weeks})


def _own(record: Similar) -> str:
    """Return the part that the pairs themselves belong to."""
    if record.day.startswith(UNDATED):
        return record.day.removeprefix(UNDATED).strip() or UNDATED
    return str(part_of(number_of(record.day)))


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    similar = [record for record in members if isinstance(record, Similar)]
    notes = next((record for record in members if isinstance(record, LinkedNotes)), None)
    if any(_own(record) == unit for record in similar):
        yield from linked_in(unit, similar, settings=resources.settings.stories, notes=notes)


LINKED = Stage(
    "linked", (Similar,), (Linked, LinkedReasons, LinkedNotes), "4", _units, _run, notes=LinkedNotes
)


def linked_in(
    part: str, similar: Iterable[Similar], *, settings: StorySettings, notes: LinkedNotes | None = None
) -> tuple[Linked, LinkedReasons] | tuple[Linked, LinkedReasons, LinkedNotes]:
    """Return how likely the pairs of some weeks tell one event, by all that their documents are like.

    similar: these pairs, and all others of their documents. What documents without a date are like is told
    with each part of the weeks by itself. notes: of the last time; they change nothing. None are left where a
    loud source has a layer of its own. Memory: about 100 bytes a pair.
    """
    joins = round(settings.min_similarity * MILLION)
    ordered = sorted(similar, key=lambda record: record.day)
    beside = side_by_side(ordered)
    ids = beside.place.names
    is_own = np.repeat([_own(record) == part for record in ordered], [len(record.near) for record in ordered])
    kept = _asked(beside, is_own)
    like, own = beside.like.chosen(kept), is_own[kept]
    strength = like.strength.copy()
    for known, at, of_layer in like.by_layer(beside.layer):
        strength[at] = _standing_out(known, n=len(ids), joins=joins)[of_layer]
    company, left_notes = _company(part, beside, like, own, notes)
    like = replace(like, strength=strength).chosen(own)
    # In order of their days, so that what is near in time lies together wherever all pairs are gone through.
    occurs = occurring(like.left, like.right, n=len(ids))
    occurs, left, right, order = numbered_by(occurs, like.left, like.right)
    linked = Linked(
        make_id("linked", part),
        part,
        tuple(map(ids.__getitem__, occurs.tolist())),
        packed(left, "<u4"),
        packed(right, "<u4"),
        packed(like.strength[order], "<i4"),
        packed(likely(like, company[own])[order] // HUNDREDTH, "u1"),
        packed(like.whole[order], "u1"),
    )
    columns = (like.percent, like.n_names, like.n_days, like.n_encounters)
    reasons = LinkedReasons(
        make_id("reasons", part), part, *(packed(values[order], "u1") for values in columns)
    )
    return (linked, reasons, left_notes) if left_notes else (linked, reasons)


def _company(
    part: str, beside: Beside, like: Likeness, own: Mask, notes: LinkedNotes | None
) -> tuple[Floats, LinkedNotes | None]:
    """Return the company that the documents of each pair keep, right for one's own, and notes of it."""
    n = len(beside.place.names)
    if beside.layer.any():
        return companies(like, beside.layer), None
    known = asking(like, n=n)
    web = Web(n, like.left[known], like.right[known], like.strength[known], own[known])
    shared = np.zeros(len(like.left), dtype=np.int64)
    shared[known] = shared_in(web, notes, beside.place.of(notes.document_ids) if notes else None)
    return company_of(like, shared, n=n), notes_of(part, beside.place.names, web, shared[known])


class Places:
    """Names that come again and again, numbered by where each comes first.

    names: each once, in this order. at: the number of each name given.
    """

    def __init__(self, given: Sequence[str]) -> None:
        self._first: dict[str, int] = {}
        # In one pass: there are tens of thousands of names, and each is looked up but once.
        first = np.fromiter(map(self._first.setdefault, given, count()), dtype=np.int64, count=len(given))
        self._rank = np.cumsum(first == np.arange(len(given))) - 1
        self.names = tuple(self._first)
        self.at = self._rank[first]

    def of(self, names: Sequence[str]) -> Ints:
        """Return the numbers of some names, -1 for one that is unknown."""
        first = np.fromiter(map(self._first.get, names, repeat(-1)), dtype=np.int64, count=len(names))
        return np.where(first < 0, -1, np.append(self._rank, -1)[first])


@dataclass(frozen=True)
class Beside:
    """Pairs of some days side by side. layer: of each document."""

    place: Places
    layer: Ints
    like: Likeness


def side_by_side(similar: Sequence[Similar]) -> Beside:
    """Return the pairs of some days, one after the other, their documents in order of these days."""
    ids = [*chain.from_iterable(record.document_ids for record in similar)]
    place = Places(ids)
    at = place.at
    begins = np.cumsum([0, *(len(record.document_ids) for record in similar)])
    begin = np.repeat(begins[:-1], [len(record.near) for record in similar])
    layer = np.zeros(len(place.names), dtype=np.int64)
    layer[at] = _joined(similar, "layers", "u1")
    left, right = (at[_joined(similar, side, "<u4") + begin] for side in ("left", "right"))
    strength, names = (_joined(similar, name, "<i4") for name in ("strength", "names"))
    percent, n_names, n_days, n_encounters, near, whole = (
        np.frombuffer(b"".join(getattr(record, name) for record in similar), dtype=np.uint8)
        for name in ("percent", "n_names", "n_days", "n_encounters", "near", "whole")
    )
    like = Likeness(
        np.minimum(left, right),
        np.maximum(left, right),
        strength,
        percent,
        n_names,
        n_days,
        n_encounters,
        near,
        whole,
        names,
    )
    return Beside(place, layer, like)


def _asked(beside: Beside, is_own: Mask) -> Mask:
    """Tell which pairs hold a document of one's own pairs; of those of a loud source the strongest."""
    like, layer = beside.like, beside.layer
    asked = np.zeros(len(layer), dtype=bool)
    asked[like.left[is_own]] = asked[like.right[is_own]] = True
    kept: Mask = asked[like.left] | asked[like.right]
    loud = (layer[like.left] == layer[like.right]) & (layer[like.left] > 0)
    return kept & nearest(like.left, like.right, like.strength, loud=loud) if loud.any() else kept


def _joined(similar: Sequence[Similar], name: str, kind: str) -> Ints:
    return column(b"".join(getattr(record, name) for record in similar), kind)


def _standing_out(links: Likeness, *, n: int, joins: int) -> Ints:
    """Return the strength of the links, of those raised that stand out though they are not strong.

    Published within two days, with two names or a day in common, and far more alike than either is to any
    other article: in a long-running affair all articles are alike, and none stands out.
    """
    stands = (links.whole > 0) & (links.near > 0)
    stands &= (links.strength * 7 >= joins * 5) & (links.strength < joins)
    stands &= (links.n_names >= 2) | (links.n_days > 0)
    if not stands.any():
        return links.strength
    touched = np.zeros(n, dtype=bool)
    touched[links.left[stands]] = touched[links.right[stands]] = True
    best, second = _two_best(links.chosen(touched[links.left] | touched[links.right]), n=n)
    for side in (links.left, links.right):
        stands &= best[side] == links.strength
        stands &= second[side] * 100 <= links.strength * _STANDING_OUT_PERCENT
    return np.where(stands, joins, links.strength)


def _two_best(links: Likeness, *, n: int) -> tuple[Ints, Ints]:
    """Return the greatest and the second strength of the links of each of n documents; 0 for none."""
    nodes = np.concatenate([links.left, links.right])
    strengths = np.tile(links.strength, 2)
    order = np.lexsort((-strengths, nodes))
    nodes, strengths = nodes[order], strengths[order]
    at = np.flatnonzero(turns(nodes))
    best = np.zeros(n, dtype=np.int64)
    second = np.zeros(n, dtype=np.int64)
    best[nodes[at]] = strengths[at]
    after = at[(at + 1 < len(nodes)) & (nodes[np.minimum(at + 1, len(nodes) - 1)] == nodes[at])] + 1
    second[nodes[after]] = strengths[after]
    return best, second
