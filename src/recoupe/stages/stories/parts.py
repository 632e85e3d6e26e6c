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
    n, n_parts = max(len(groups.document_ids), 1), len(names)
    n_own, n_near = len(owner), len(groups.document_ids) - len(owner)
    # Those that are near only are of no group here, and of no part.
    part_of = np.concatenate([owner, np.full(n_near, n_parts)])
    group = np.concatenate([groups.group, np.arange(n_own, n_own + n_near)])
    part, links = _entries(groups, group, part_of, n_parts)
    known = np.flatnonzero(groups.thread >= 0)
    thread = groups.thread[known]
    # Of each part first its own documents, then the others, each kind in order.
    own = _by_part(owner)
    sizes = np.bincount(owner, minlength=n_parts)
    rank = np.zeros(n, dtype=np.int64)
    rank[own] = np.arange(n_own) - (np.cumsum(sizes) - sizes)[owner[own]]
    wanted = ((part, links.left), (part, links.right), (owner[known], thread))
    others = distinct(np.concatenate([(of * n + end)[part_of[end] != of] for of, end in wanted]))
    begins = np.searchsorted(others, np.arange(n_parts + 1) * n)

    def places(of: Ints, end: Ints) -> Ints:
        """Return where in a part each document is."""
        found = rank[end]
        far = np.flatnonzero(part_of[end] != of)
        found[far] = (sizes - begins[:-1])[of[far]] + np.searchsorted(others, of[far] * n + end[far])
        return found

    in_thread = np.full(n_own, -1, dtype=np.int64)
    in_thread[known] = places(owner[known], thread)
    of_own = _sliced(
        np.concatenate([[0], np.cumsum(sizes)]),
        (rank[groups.group[own]], "<i4"),
        (in_thread[own], "<i4"),
        (groups.first[own], "<i4"),
        (groups.last[own], "<i4"),
    )
    of_links = _sliced(
        np.searchsorted(part, np.arange(n_parts + 1)),
        (places(part, links.left), "<u4"),
        (places(part, links.right), "<u4"),
        (links.chance, "<i4"),
        (links.percent, "u1"),
        (links.n_names, "u1"),
        (links.n_days, "u1"),
        (links.n_encounters, "u1"),
    )
    order = _by_part(np.concatenate([owner[own], others // n]))
    table = np.concatenate([own, others % n])[order]
    bounds = np.concatenate([[0], np.cumsum(sizes + np.diff(begins))])
    of_all = _sliced(bounds, (groups.layer[table], "u1"), (groups.is_notice[table], "u1"))
    ids = np.array(groups.document_ids, dtype=object)[table]
    rows = zip(names, sizes.tolist(), pairwise(bounds.tolist()), of_own, of_links, of_all, strict=True)
    for name, size, (begin, end), own_columns, between, columns in rows:
        if size:
            record_id = make_id("grouped", name)
            yield Grouped(record_id, name, size, tuple(ids[begin:end]), *own_columns, *between, *columns)


def _entries(groups: Groups, group: Ints, part_of: Ints, n_parts: int) -> tuple[Ints, Links]:
    """Return the links that each part is handed, part by part, and which part it is."""
    links = groups.links
    of_left, of_right = part_of[links.left], part_of[links.right]
    by_left, by_right = _handed_on(links, group, groups.layer)
    by_left &= of_left < n_parts
    by_right &= (of_right < n_parts) & ~(by_left & (of_left == of_right))
    at = np.concatenate([np.flatnonzero(by_left), np.flatnonzero(by_right)])
    part = np.concatenate([of_left[by_left], of_right[by_right]])
    order = _by_part(part)
    return part[order], links.chosen(at[order])


def _by_part(part: Ints) -> Ints:
    """Return the order by part; small numbers are sorted in one pass."""
    return np.argsort(part.astype(np.uint16), kind="stable")


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
