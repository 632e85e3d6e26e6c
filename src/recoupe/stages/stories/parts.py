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
from recoupe.stages.stories.corpus import links_between, places_in
from recoupe.stages.stories.days import HUNDREDTH, MILLION, Ints, Mask, column, distinct, order_of
from recoupe.stages.stories.links import Links
from recoupe.stages.stories.reach import part_of

MAX_RELATED = 10
"""Near misses listed with a story, nearest first: of one document no more than these are handed on."""
_N_PARTS = 256
"""One more headline changes groups or near misses of some 90 stories, and the part of each is told anew: the
more parts, the less that is, and the more there is to hand on. Of a week of 425 headlines a day a part has
12."""


_OWN = np.dtype([("group", "<i4"), ("thread", "<i4"), ("first", "<i4"), ("last", "<i4")])
_LINK = np.dtype(
    [
        ("left", "<u4"),
        ("right", "<u4"),
        *((name, "u1") for name in ("chance", "percent", "n_names", "n_days", "n_encounters")),
    ]
)
_LAYER = np.dtype([("layer", "u1"), ("is_notice", "u1")])
"""The rows of the tables of `Grouped`."""


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
        _OWN,
        np.searchsorted(of, np.arange(n_parts + 1)),
        (places(of, group[own]), in_thread, first[own], last[own]),
    )
    of_links = _sliced(
        _LINK,
        np.searchsorted(part, np.arange(n_parts + 1)),
        (
            places(part, links.left),
            places(part, links.right),
            links.chance // HUNDREDTH,
            links.percent,
            links.n_names,
            links.n_days,
            links.n_encounters,
        ),
    )
    of_all = _sliced(_LAYER, bounds[::2], (layer[table], notices[table]))
    ids = np.array(weeks.document_ids, dtype=object)[table].tolist()
    n_own = (bounds[1::2] - bounds[:-1:2]).tolist()
    for name, size, (begin, end), own_rows, between, layers in zip(
        names, n_own, pairwise(bounds[::2].tolist()), of_own, of_links, of_all, strict=True
    ):
        if begin < end:
            record_id = make_id("grouped", name, weeks.part)
            yield Grouped(record_id, name, weeks.part, size, tuple(ids[begin:end]), own_rows, between, layers)


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
    place = dict(zip(weeks.document_ids, range(len(weeks.document_ids)), strict=True))
    found = links_between(linked, places_in(place, linked))
    counts = (
        np.frombuffer(getattr(reasons, name), dtype="u1")
        for name in ("percent", "n_names", "n_days", "n_encounters")
    )
    links = Links(found.left, found.right, found.chance.astype(np.int64) * HUNDREDTH, *counts)
    strong = found.as_notices(np.arange(len(found.left))) >= at_least
    return links.chosen(np.flatnonzero(strong | (group[found.left] == group[found.right])))


def _entries(links: Links, group: Ints, layer: Ints, owner: Ints) -> tuple[Ints, Links]:
    """Return the links that each part is handed, part by part, and which part it is."""
    of_left, of_right = owner[links.left], owner[links.right]
    by_left, by_right = _by_ends(links, group, layer)
    by_right &= ~(by_left & (of_left == of_right))
    at = np.concatenate([np.flatnonzero(by_left), np.flatnonzero(by_right)])
    part = np.concatenate([of_left[by_left], of_right[by_right]])
    order = order_of(part)
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


def _sliced(kind: np.dtype[np.void], bounds: Ints, columns: Sequence[NDArray[Any]]) -> Iterator[bytes]:
    """Yield for each part its rows of a table, as a column of a record."""
    rows = np.empty(len(columns[0]), dtype=kind)
    for name, values in zip(kind.names or (), columns, strict=True):
        rows[name] = values
    raw, size = rows.tobytes(), kind.itemsize
    for begin, end in pairwise(bounds.tolist()):
        yield raw[begin * size : end * size]


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

    def rows(name: str, kind: np.dtype[np.void]) -> tuple[dict[str, Ints], Ints]:
        """Return the rows of all records column by column, and where the documents of each begin."""
        raws = [getattr(each, name) for each in pieces]
        found = np.frombuffer(b"".join(raws), dtype=kind)
        counts = [len(raw) // kind.itemsize for raw in raws]
        return {column: found[column].astype(np.int64) for column in kind.names or ()}, np.repeat(
            begins, counts
        )

    of_own, begin = rows("own", _OWN)
    thread = np.where(of_own["thread"] >= 0, at[of_own["thread"] + begin], -1)
    columns = (at[of_own["group"] + begin], thread, of_own["first"], of_own["last"])
    links, begin = rows("links", _LINK)
    ends = (at[links.pop("left") + begin], at[links.pop("right") + begin])
    chance = links.pop("chance") * HUNDREDTH
    kinds, _ = rows("layers", _LAYER)
    layer, notices = np.zeros(len(place), dtype=np.int64), np.zeros(len(place), dtype=bool)
    layer[at], notices[at] = kinds["layer"], kinds["is_notice"] != 0
    return Groups(tuple(place), *columns, layer, notices, Links(*ends, chance, *links.values()))
