"""Shared: how much of what two documents are like is the same, and what of it a few links move.

A week has a hundred thousand links, of which one more document moves some hundred: its notes say what the
others share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from recoupe.records.ids import make_id
from recoupe.records.stories import LinkedNotes
from recoupe.stages.stories.company import triangles
from recoupe.stages.stories.days import Ints, Mask, column, order_of, packed, stretches

_MOST_MOVED = 5
"""When more than one link in so many has moved, all is told anew: that is no slower."""


@dataclass(frozen=True)
class Web:
    """Links between n documents, each once.

    left, right: the places of both, the lower first. is_asked: whether what the two share is asked for.
    """

    n: int
    left: Ints
    right: Ints
    strength: Ints
    is_asked: Mask


def shared_in(web: Web, notes: LinkedNotes | None = None, at: Ints | None = None) -> Ints:
    """Return for each link that is asked for what its two documents share; 0 for the others.

    That is the sum, over all documents that are linked to both, of the product of both strengths. notes: of
    an earlier web; they save work and change nothing. at: the places of its documents here, -1 for one that
    is no more.
    """
    shared = None if notes is None or at is None else _moved(web, notes, at)
    if shared is None:
        shared = all_shared(web.left, web.right, web.strength, n=web.n)
    return np.where(web.is_asked, shared, 0)


def notes_of(part: str, document_ids: tuple[str, ...], web: Web, shared: Ints) -> LinkedNotes:
    """Return what the next turn asks of this one."""
    return LinkedNotes(
        make_id("notes", part),
        part,
        document_ids,
        packed(web.left, "<u4"),
        packed(web.right, "<u4"),
        packed(web.strength, "<i4"),
        packed(web.is_asked, "u1"),
        packed(shared[web.is_asked], "<i8"),
    )


def all_shared(left: Ints, right: Ints, strength: Ints, *, n: int) -> Ints:
    """Return what the two of each link share, of links between n documents, from all of them."""
    shared = np.zeros(len(left), dtype=np.int64)
    for one, two, three in triangles(left, right, n):
        first, second, third = strength[one], strength[two], strength[three]
        np.add.at(shared, one, second * third)
        np.add.at(shared, two, third * first)
        np.add.at(shared, three, first * second)
    return shared


def _moved(web: Web, notes: LinkedNotes, at: Ints) -> Ints | None:
    """Return what is shared now, from what was and from what has moved; None when that is too much."""
    n_links = len(web.left)
    web, before, shared = _beside(web, notes, at)
    is_new = web.is_asked & (shared < 0)
    moved = np.flatnonzero((before != web.strength) | is_new)
    if len(moved) * _MOST_MOVED > len(web.left):
        return None
    shared[is_new] = 0
    threes = _threes(web, moved)
    for one, two, three in (threes, threes[1:] + threes[:1], threes[2:] + threes[:2]):
        was = np.where(is_new[one], 0, before[two] * before[three])
        np.add.at(shared, one, web.strength[two] * web.strength[three] - was)
    return shared[:n_links]


def _beside(web: Web, notes: LinkedNotes, at: Ints) -> tuple[Web, Ints, Ints]:
    """Return the links of a web and those that the notes know besides, which have no strength any more.

    And what the notes say of each: its strength, 0 for a new one; and what was shared, -1 when it is unknown.
    """
    # A document that is no more has a place behind the others.
    is_no_more = at < 0
    at = np.where(is_no_more, web.n - 1 + np.cumsum(is_no_more), at)
    n = web.n + int(is_no_more.sum())
    ends = [at[column(side, "<u4")] for side in (notes.left, notes.right)]
    left, right = np.minimum(*ends), np.maximum(*ends)
    strength, was_asked = column(notes.strength, "<i4"), column(notes.is_asked, "u1") > 0
    known = np.full(len(left), -1, dtype=np.int64)
    known[was_asked] = column(notes.shared, "<i8")
    keys, wanted = web.left * n + web.right, left * n + right
    which, at_notes = _met(keys, wanted)
    is_there = np.zeros(len(wanted), dtype=bool)
    is_there[at_notes] = True
    gone = np.flatnonzero(~is_there)
    before = np.zeros(len(keys) + len(gone), dtype=np.int64)
    shared = np.full(len(before), -1, dtype=np.int64)
    before[which], shared[which] = strength[at_notes], known[at_notes]
    before[len(keys) :] = strength[gone]
    nothing = np.zeros(len(gone), dtype=np.int64)
    web = replace(
        web,
        n=n,
        left=np.concatenate([web.left, left[gone]]),
        right=np.concatenate([web.right, right[gone]]),
        strength=np.concatenate([web.strength, nothing]),
        is_asked=np.concatenate([web.is_asked, nothing > 0]),
    )
    return web, before, shared


def _met(keys: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Return where the numbers are that both have, each of which comes once: in one and in the other."""
    both = np.concatenate([keys, wanted])
    # Put in order together, they lie side by side: to look up each takes four times as long.
    order = order_of(both)
    ordered = both[order]
    first = np.flatnonzero(ordered[1:] == ordered[:-1])
    return order[first], order[first + 1] - len(keys)


def _threes(web: Web, moved: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the threes of links that tie three documents to each other and of which one is of `moved`."""
    n = web.n
    is_end = np.zeros(n, dtype=bool)
    is_end[web.left[moved]] = is_end[web.right[moved]] = True
    # The other two of such a three each have an end in common with the one that has moved.
    beside = np.flatnonzero(is_end[web.left] | is_end[web.right])
    left, right = web.left[beside], web.right[beside]
    keys = np.concatenate([left * n + right, right * n + left])
    order = order_of(keys)
    keys, links = keys[order], np.tile(beside, 2)[order]
    near = keys % n
    starts = np.searchsorted(keys, np.arange(n + 1) * n)
    degree = np.diff(starts)
    # Of the two ends of a link, all that one is linked with are told and looked up with the other.
    is_left = degree[web.left[moved]] <= degree[web.right[moved]]
    few = np.where(is_left, web.left[moved], web.right[moved])
    many = web.left[moved] + web.right[moved] - few
    which, at = stretches(starts[few], degree[few])
    wanted = many[which] * n + near[at]
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    met = np.flatnonzero(keys[found] == wanted)
    one, two, three = moved[which[met]], links[at[met]], links[found[met]]
    # Three links of which several have moved are told once, with the first of these.
    is_moved = np.zeros(len(web.left), dtype=bool)
    is_moved[moved] = True
    once = ~(is_moved[two] & (two < one)) & ~(is_moved[three] & (three < one))
    return one[once], two[once], three[once]
