"""Parts: groups handed on to what tells their stories, each with the documents that are like its own.

First the groups of some weeks, then a few of these at a time: one more document changes groups of few weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import Grouped, GroupedWeeks
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.corpus import distinct
from recoupe.stages.stories.days import MILLION, Ints, Mask, column
from recoupe.stages.stories.links import Links

MAX_RELATED = 10
"""Near misses listed with a story, nearest first: of one document no more than these are handed on."""
_N_PARTS = 256
"""One more headline changes groups or near misses of some 90 stories, and the part of each is told anew: the
more parts, the less that is, and the more there is to hand on. Of a week of 425 headlines a day a part has
12."""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, GroupedWeeks)
    return (record.part,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    for weeks in members:
        if isinstance(weeks, GroupedWeeks):
            groups = groups_of(weeks.groups)
            leaders = distinct(groups.group)
            part = np.zeros(len(groups.group), dtype=np.int64)
            # By the id of the first one of its group, in any corpus the same.
            part[leaders] = [
                xxhash.xxh3_64_intdigest(groups.document_ids[i].encode()) % _N_PARTS for i in leaders.tolist()
            ]
            names = [f"{unit}.{number:02x}" for number in range(_N_PARTS)]
            yield from parted_groups(groups, part[groups.group], names)


PARTS_OF_GROUPS = Stage("parts", (GroupedWeeks,), (Grouped,), "1", _units, _run)


@dataclass(frozen=True)
class Groups:
    """Documents in groups, and after these others that are near to them.

    group: of each in a group the place of the first one of it. thread: that of the first one of its thread,
    -1 for none. first, last: as DayDocuments. layer, is_notice: of all documents. links: between all of them.
    """

    document_ids: Sequence[str]
    group: Ints
    thread: Ints
    first: Ints
    last: Ints
    layer: Ints
    is_notice: Mask
    links: Links


def groups_of(grouped: Grouped) -> Groups:
    """Return what a record says of some groups."""

    def joined(*names: str, kind: str) -> Iterator[Ints]:
        return (column(getattr(grouped, name), kind) for name in names)

    left, right = joined("left", "right", kind="<u4")
    group, thread, first, last, chance = joined("group", "thread", "first", "last", "chance", kind="<i4")
    layer, notices, *counts = joined(
        "layer", "notices", "percent", "n_names", "n_days", "n_encounters", kind="u1"
    )
    links = Links(left, right, chance, *counts)
    return Groups(grouped.document_ids, group, thread, first, last, layer, notices != 0, links)


def parted_groups(groups: Groups, owner: Ints, names: Sequence[str]) -> Iterator[Grouped]:
    """Yield the groups part by part, each with what is like its documents; none of an empty part.

    owner: of each document in a group, which part it belongs to. names: of the parts.
    """
    links = groups.links
    n, n_links = max(len(groups.document_ids), 1), max(len(links.left), 1)
    n_own, n_near = len(owner), len(groups.document_ids) - len(owner)
    # Those that are near only are of no group here, and of no part.
    part_of = np.concatenate([owner, np.full(n_near, -1)])
    group = np.concatenate([groups.group, np.arange(n_own, n_own + n_near)])
    sides = zip((links.left, links.right), _handed_on(links, group, groups.layer), strict=True)
    kept = [(part_of[end], np.flatnonzero(is_kept & (part_of[end] >= 0))) for end, is_kept in sides]
    entries = distinct(np.concatenate([part[at] * n_links + at for part, at in kept]))
    part, links = entries // n_links, links.chosen(entries % n_links)
    # Of each part first its own documents, then the others, each kind in order.
    own = 2 * owner * n + np.arange(n_own)
    left, right = ((2 * part + (part_of[end] != part)) * n + end for end in (links.left, links.right))
    known = np.flatnonzero(groups.thread >= 0)
    thread = groups.thread[known]
    threads = (2 * owner[known] + (part_of[thread] != owner[known])) * n + thread
    table = distinct(np.concatenate([own, left, right, threads]))
    part_begins = 2 * np.arange(len(names) + 1) * n
    bounds = np.searchsorted(table, part_begins)

    def places(keys: Ints) -> Ints:
        """Return where in its part each document is."""
        found: Ints = np.searchsorted(table, keys) - bounds[keys // (2 * n)]
        return found

    in_thread = np.full(n_own, -1, dtype=np.int64)
    in_thread[known] = places(threads)
    order = np.argsort(own)
    of_own = _sliced(
        np.searchsorted(own[order], part_begins),
        (places(own[groups.group])[order], "<i4"),
        (in_thread[order], "<i4"),
        (groups.first[order], "<i4"),
        (groups.last[order], "<i4"),
    )
    of_links = _sliced(
        np.searchsorted(part, np.arange(len(names) + 1)),
        (places(left), "<u4"),
        (places(right), "<u4"),
        (links.chance, "<i4"),
        (links.percent, "u1"),
        (links.n_names, "u1"),
        (links.n_days, "u1"),
        (links.n_encounters, "u1"),
    )
    table %= n
    of_all = _sliced(bounds, (groups.layer[table], "u1"), (groups.is_notice[table], "u1"))
    ids = np.array(groups.document_ids, dtype=object)[table]
    sizes = np.bincount(owner, minlength=len(names)).tolist()
    rows = zip(names, sizes, pairwise(bounds.tolist()), of_own, of_links, of_all, strict=True)
    for name, size, (begin, end), own_columns, between, columns in rows:
        if size:
            record_id = make_id("grouped", name)
            yield Grouped(record_id, name, size, tuple(ids[begin:end]), *own_columns, *between, *columns)


def _sliced(bounds: Ints, *columns: tuple[NDArray[Any], str]) -> Iterator[list[bytes]]:
    """Yield for each part its stretch of each column, as a column of a record."""
    packed = [(np.dtype(kind).itemsize, np.asarray(values, dtype=kind).tobytes()) for values, kind in columns]
    for begin, end in pairwise(bounds.tolist()):
        yield [raw[begin * size : end * size] for size, raw in packed]


def _handed_on(links: Links, group: Ints, layer: Ints) -> tuple[Mask, Mask]:
    """Tell which links are handed on with the group of their left end, and which with that of the right one.

    All those between two of one group. Of the others only those of each document that may be listed with its
    story: to those of lower layers first, then the likeliest, and all that are as likely as the last one.
    """
    ends = np.concatenate([links.left, links.right])
    others = np.concatenate([links.right, links.left])
    is_kept = group[ends] == group[others]
    misses = np.flatnonzero(~is_kept)
    n_ranks = (int(layer.max(initial=0)) + 1) * (MILLION + 1)
    rank = layer[others[misses]] * (MILLION + 1) + MILLION - np.tile(links.chance, 2)[misses]
    keys = ends[misses] * n_ranks + rank
    ranked = np.sort(keys)
    bounds = np.searchsorted(ranked, np.arange(len(group) + 1) * n_ranks)
    last = ranked[np.minimum(bounds[:-1] + MAX_RELATED, bounds[1:]) - 1] if len(ranked) else ranked
    is_kept[misses] = keys <= last[ends[misses]]
    return is_kept[: len(links.left)], is_kept[len(links.left) :]
