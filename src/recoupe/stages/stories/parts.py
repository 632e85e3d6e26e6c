"""Parts: groups handed on to what tells their stories, each with the documents that are like its own."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import xxhash
from numpy.typing import NDArray

from recoupe.records.ids import make_id
from recoupe.records.stories import Grouped
from recoupe.stages.stories.corpus import Corpus, distinct
from recoupe.stages.stories.days import Ints
from recoupe.stages.stories.links import Links
from recoupe.stages.stories.similar import MILLION, Mask

MAX_RELATED = 10
"""Near misses listed with a story, nearest first: of one document no more than these are handed on."""
N_PARTS = 8192
"""One more headline changes groups or near misses of some 90 stories, and the part of each is told anew: the
more parts, the less that is, and the more there is to hand on. Of 80,000 documents 2,048 parts and 8,192 take
the same time to hand on, and a part then has six stories, not twenty-five."""


def parts_of(corpus: Corpus, links: Links, group: Ints, thread: Ints) -> list[Grouped]:
    """Return the groups, part by part.

    group: of each document the first one of its group; thread: the first one of its thread, -1 for none.
    """
    n, n_links = max(len(corpus.document_ids), 1), max(len(links.left), 1)
    owner = _parts(corpus, group)
    sides = zip((links.left, links.right), _handed_on(links, group, corpus.layer), strict=True)
    entries = distinct(
        np.concatenate([owner[end[kept]] * n_links + np.flatnonzero(kept) for end, kept in sides])
    )
    part, links = entries // n_links, links.chosen(entries % n_links)
    # Of each part first its own documents, then the others, each kind in order.
    own = 2 * owner * n + np.arange(len(owner))
    left, right = ((2 * part + (owner[end] != part)) * n + end for end in (links.left, links.right))
    known = np.flatnonzero(thread >= 0)
    threads = (2 * owner[known] + (owner[thread[known]] != owner[known])) * n + thread[known]
    table = distinct(np.concatenate([own, left, right, threads]))
    part_begins = 2 * np.arange(N_PARTS + 1) * n
    bounds = np.searchsorted(table, part_begins)

    def places(keys: Ints) -> Ints:
        """Return where in its part each document is."""
        found: Ints = np.searchsorted(table, keys) - bounds[keys // (2 * n)]
        return found

    in_thread = np.full(len(owner), -1, dtype=np.int64)
    in_thread[known] = places(threads)
    order = np.argsort(own)
    of_own = _sliced(
        np.searchsorted(own[order], part_begins),
        (places(own[group])[order], "<i4"),
        (in_thread[order], "<i4"),
        (corpus.first[order], "<i4"),
        (corpus.last[order], "<i4"),
    )
    of_links = _sliced(
        np.searchsorted(part, np.arange(N_PARTS + 1)),
        (places(left), "<u4"),
        (places(right), "<u4"),
        (links.chance, "<i4"),
        (links.percent, "u1"),
        (links.n_names, "u1"),
        (links.n_days, "u1"),
        (links.n_encounters, "u1"),
    )
    table %= n
    of_all = _sliced(bounds, (corpus.layer[table], "u1"), (corpus.notices[table] != 0, "u1"))
    ids = np.array(corpus.document_ids, dtype=object)[table]
    n_own = np.bincount(owner, minlength=N_PARTS).tolist()
    spans = pairwise(bounds.tolist())
    names = [f"{number:04x}" for number in range(N_PARTS)]
    rows = zip(names, n_own, spans, of_own, of_links, of_all, strict=True)
    return [
        Grouped(make_id("grouped", name), name, n, tuple(ids[begin:end]), *own, *between, *columns)
        for name, n, (begin, end), own, between, columns in rows
        if n
    ]


def _sliced(bounds: Ints, *columns: tuple[NDArray[Any], str]) -> Iterator[list[bytes]]:
    """Yield for each part its stretch of each column, as a column of a record."""
    packed = [(np.dtype(kind).itemsize, np.asarray(values, dtype=kind).tobytes()) for values, kind in columns]
    for begin, end in pairwise(bounds.tolist()):
        yield [raw[begin * size : end * size] for size, raw in packed]


def _parts(corpus: Corpus, group: Ints) -> Ints:
    """Return the part of each document: by the id of the first one of its group, in any corpus the same."""
    leaders = distinct(group)
    part = np.zeros(len(group), dtype=np.int64)
    part[leaders] = [
        xxhash.xxh3_64_intdigest(corpus.document_ids[i].encode()) % N_PARTS for i in leaders.tolist()
    ]
    return part[group]


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
