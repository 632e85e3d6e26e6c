"""Parts: groups handed on to what tells their stories, each with the documents that are like its own.

Some weeks' pairs at a time, to a few groups at a time: one more document changes pairs of few weeks, and of
these what few groups are told from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import Grouped, GroupedWeeks, Linked, LinkedReasons
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.corpus import distinct, links_between, places_in
from recoupe.stages.stories.days import HUNDREDTH, MILLION, Ints, Mask, column, packed
from recoupe.stages.stories.links import Links
from recoupe.stages.stories.reach import part_of

MAX_RELATED = 10
"""Near misses listed with a story, nearest first: of one document no more than these are handed on."""
_N_PARTS = 256
"""One more headline changes groups or near misses of some 90 stories, and the part of each is told anew: the
more parts, the less that is, and the more there is to hand on. Of a week of 425 headlines a day a part has
12."""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, GroupedWeeks | Linked | LinkedReasons)
    return (record.part,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    linked = next((record for record in members if isinstance(record, Linked)), None)
    reasons = next((record for record in members if isinstance(record, LinkedReasons)), None)
    for weeks in members:
        if isinstance(weeks, GroupedWeeks):
            yield from handed_on(weeks, linked, reasons, settings=resources.settings.stories)


PARTS_OF_GROUPS = Stage("parts", (GroupedWeeks, Linked, LinkedReasons), (Grouped,), "2", _units, _run)


def handed_on(
    weeks: GroupedWeeks, linked: Linked | None, reasons: LinkedReasons | None, *, settings: StorySettings
) -> Iterator[Grouped]:
    """Yield what each part of the groups is told from, as far as the pairs of some weeks tell.

    linked, reasons: these pairs; None when there are none.
    """
    group, thread, first, last = (
        column(getattr(weeks, name), "<i4") for name in ("group", "thread", "first", "last")
    )
    is_own, layer, notices = (column(getattr(weeks, name), "u1") for name in ("is_own", "layer", "notices"))
    owner, names = _owners(weeks, group, first)
    links = _links(weeks, linked, reasons, group, at_least=round(settings.related_similarity * MILLION))
    part, links = _entries(links, group, layer, owner)
    n, n_parts = max(len(group), 1), len(names)

    def keys(of: Ints, document: Ints) -> Ints:
        """Return numbers that put the documents in order, part by part, of each first its own."""
        is_other = (is_own[document] == 0) | (owner[document] != of)
        found: Ints = (2 * of + is_other) * n + document
        return found

    own = np.flatnonzero(is_own)
    threaded = own[thread[own] >= 0]
    wanted = (
        (owner[own], own),
        (owner[own], group[own]),
        (owner[threaded], thread[threaded]),
        (part, links.left),
        (part, links.right),
    )
    rows = distinct(np.concatenate([keys(of, document) for of, document in wanted]))
    bounds = np.searchsorted(rows, np.arange(2 * n_parts + 1) * n)

    def places(of: Ints, document: Ints) -> Ints:
        """Return where in a part each document is."""
        return np.searchsorted(rows, keys(of, document)) - bounds[2 * of]

    table = rows % n
    own = table[(rows // n) % 2 == 0]
    of = owner[own]
    in_thread = np.where(thread[own] >= 0, places(of, np.maximum(thread[own], 0)), -1)
    of_own = _sliced(
        np.searchsorted(of, np.arange(n_parts + 1)),
        (places(of, group[own]), "<i4"),
        (in_thread, "<i4"),
        (first[own], "<i4"),
        (last[own], "<i4"),
    )
    of_links = _sliced(
        np.searchsorted(part, np.arange(n_parts + 1)),
        (places(part, links.left), "<u4"),
        (places(part, links.right), "<u4"),
        (links.chance // HUNDREDTH, "u1"),
        (links.percent, "u1"),
        (links.n_names, "u1"),
        (links.n_days, "u1"),
        (links.n_encounters, "u1"),
    )
    of_all = _sliced(bounds[::2], (layer[table], "u1"), (notices[table], "u1"))
    ids = [weeks.document_ids[i] for i in table.tolist()]
    n_own = (bounds[1::2] - bounds[:-1:2]).tolist()
    for name, size, (begin, end), own_columns, between, columns in zip(
        names, n_own, pairwise(bounds[::2].tolist()), of_own, of_links, of_all, strict=True
    ):
        if begin < end:
            record_id = make_id("grouped", name, weeks.part)
            known = tuple(ids[begin:end])
            yield Grouped(record_id, name, weeks.part, size, known, *own_columns, *between, *columns)


def _owners(weeks: GroupedWeeks, group: Ints, first: Ints) -> tuple[Ints, list[str]]:
    """Return the part that each document belongs to with its group, and the names of these parts.

    By the first one of the group, in any corpus the same: its week, and its id.
    """
    leaders = distinct(group)
    hashes = [xxhash.xxh3_64_intdigest(weeks.document_ids[i].encode()) % _N_PARTS for i in leaders.tolist()]
    codes = part_of(first[leaders]) * _N_PARTS + np.array(hashes, dtype=np.int64)
    known = distinct(codes)
    of_leader = np.zeros(len(group), dtype=np.int64)
    of_leader[leaders] = np.searchsorted(known, codes)
    return of_leader[group], [f"{code // _N_PARTS:02x}.{code % _N_PARTS:02x}" for code in known.tolist()]


def _links(
    weeks: GroupedWeeks, linked: Linked | None, reasons: LinkedReasons | None, group: Ints, *, at_least: int
) -> Links:
    """Return the links within groups and those that may be near misses."""
    if linked is None or reasons is None:
        return Links(*[np.zeros(0, dtype=np.int64)] * 7)
    place = {document_id: i for i, document_id in enumerate(weeks.document_ids)}
    found = links_between(linked, places_in(place, linked))
    counts = (
        np.frombuffer(getattr(reasons, name), dtype="u1")
        for name in ("percent", "n_names", "n_days", "n_encounters")
    )
    links = Links(found.left, found.right, found.chance.astype(np.int64) * HUNDREDTH, *counts)
    return links.chosen((group[found.left] == group[found.right]) | (found.as_notices() >= at_least))


def _entries(links: Links, group: Ints, layer: Ints, owner: Ints) -> tuple[Ints, Links]:
    """Return the links that each part is handed, part by part, and which part it is."""
    of_left, of_right = owner[links.left], owner[links.right]
    by_left, by_right = _by_ends(links, group, layer)
    by_right &= ~(by_left & (of_left == of_right))
    at = np.concatenate([np.flatnonzero(by_left), np.flatnonzero(by_right)])
    part = np.concatenate([of_left[by_left], of_right[by_right]])
    order = np.argsort(part, kind="stable")
    return part[order], links.chosen(at[order])


def _by_ends(links: Links, group: Ints, layer: Ints) -> tuple[Mask, Mask]:
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


def _sliced(bounds: Ints, *columns: tuple[NDArray[Any], str]) -> Iterator[list[bytes]]:
    """Yield for each part its stretch of each column, as a column of a record."""
    raws = [(np.dtype(kind).itemsize, packed(values, kind)) for values, kind in columns]
    for begin, end in pairwise(bounds.tolist()):
        yield [raw[begin * size : end * size] for size, raw in raws]


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


def groups_of(pieces: Sequence[Grouped]) -> Groups:
    """Return what all records of one part say of its groups."""
    own = chain.from_iterable(each.document_ids[: each.n_own] for each in pieces)
    others = chain.from_iterable(each.document_ids[each.n_own :] for each in pieces)
    place = {document_id: i for i, document_id in enumerate(dict.fromkeys(chain(own, others)))}
    sizes = [len(each.document_ids) for each in pieces]
    ids = chain.from_iterable(each.document_ids for each in pieces)
    at = np.fromiter(map(place.__getitem__, ids), dtype=np.int64, count=sum(sizes))
    begins = np.cumsum([0, *sizes[:-1]])

    def joined(name: str, kind: str) -> Ints:
        return column(b"".join(getattr(each, name) for each in pieces), kind)

    def placed(name: str, kind: str) -> Ints:
        """Return places of documents, -1 for none."""
        found = joined(name, kind)
        counts = [len(getattr(each, name)) // 4 for each in pieces]
        return np.where(found >= 0, at[found + np.repeat(begins, counts)], -1)

    layer, notices = np.zeros(len(place), dtype=np.int64), np.zeros(len(place), dtype=bool)
    layer[at], notices[at] = joined("layer", "u1"), joined("notices", "u1") != 0
    counts = (joined(name, "u1") for name in ("percent", "n_names", "n_days", "n_encounters"))
    chance = joined("chance", "u1") * HUNDREDTH
    links = Links(placed("left", "<u4"), placed("right", "<u4"), chance, *counts)
    columns = (placed("group", "<i4"), placed("thread", "<i4"), joined("first", "<i4"), joined("last", "<i4"))
    return Groups(tuple(place), *columns, layer, notices, links)
