"""Stories: which documents tell one event. An event is no thread: what is near is listed as related."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import FoundStory, Grouped
from recoupe.records.values import Reason
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.assembled import Teller, assembled
from recoupe.stages.stories.days import MILLION, Ints, order_of, turns
from recoupe.stages.stories.links import Links
from recoupe.stages.stories.parting import Documents, parted
from recoupe.stages.stories.parts import MAX_RELATED, Groups, groups_of


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Grouped)
    return (record.part,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    pieces = [record for record in members if isinstance(record, Grouped)]
    return stories_of(groups_of(pieces), settings=resources.settings.stories)


STORIES = Stage("stories", (Grouped,), (FoundStory,), "15", _units, _run)


@dataclass(frozen=True)
class _Given:
    """The documents of some groups, and those near to them, each named by its place.

    ids: of all of them. rank: the place of each in the order of the ids. links: of each two that are alike.
    """

    ids: Sequence[str]
    rank: Ints
    layer: Ints
    first: Ints
    last: Ints
    links: Links


def stories_of(groups: Groups, *, settings: StorySettings) -> list[FoundStory]:
    """Return the stories of some groups, each of their documents in exactly one, sorted by id."""
    ids = groups.document_ids
    rank = np.empty(len(ids), dtype=np.int64)
    rank[np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)] = np.arange(len(ids))
    given = _Given(ids, rank, groups.layer, groups.first, groups.last, groups.links)
    parts, threads = _parts(groups, given, settings=settings)
    story = np.full(len(ids), -1, dtype=np.int64)
    for place, part in enumerate(parts):
        story[part] = place
    joined, related = _joined(given, story), _related(given, story, len(parts))
    found = [
        _story(part, given, thread, joined, near)
        for part, thread, near in zip(parts, threads, related, strict=True)
    ]
    return sorted(found, key=lambda one: one.id)


def _parts(
    groups: Groups, given: _Given, *, settings: StorySettings
) -> tuple[list[list[int]], list[str | None]]:
    """Return the documents of each story, and its thread."""
    members_of: dict[int, list[int]] = {}
    for i, leader in enumerate(groups.group.tolist()):
        members_of.setdefault(leader, []).append(i)
    threads = groups.thread.tolist()
    within = _within(given, groups.group)
    documents = _documents(groups, given)
    by_rank = np.argsort(given.rank)
    parts: list[list[int]] = []
    thread_of: list[str | None] = []
    for leader, members in members_of.items():
        own = [members]
        if len(members) > 1:
            ranks = given.rank[members].tolist()
            found = parted(ranks, within, documents, at_least=settings.min_chance)
            own = [by_rank[list(part)].tolist() for part in found]
        thread = threads[leader] if threads[leader] >= 0 or len(own) == 1 else leader
        parts += own
        thread_of += [make_id("thread", given.ids[thread]) if thread >= 0 else None] * len(own)
    return parts, thread_of


def _within(given: _Given, group: Ints) -> dict[int, dict[int, int]]:
    """Return the chances of the pairs within groups, as the parting asks for them; named by their ranks."""
    left, right = given.links.left, given.links.right
    at = np.flatnonzero((left < len(group)) & (right < len(group)))
    at = at[group[left[at]] == group[right[at]]]
    one, other = given.rank[left[at]], given.rank[right[at]]
    ends, others = np.concatenate([one, other]), np.concatenate([other, one])
    order = order_of(ends)
    nodes = ends[order]
    begins = np.flatnonzero(turns(nodes))
    near, chance = others[order].tolist(), given.links.chance[np.concatenate([at, at])[order]].tolist()
    return {
        node: dict(zip(near[begin:end], chance[begin:end], strict=True))
        for node, (begin, end) in zip(
            nodes[begins].tolist(), pairwise([*begins.tolist(), len(near)]), strict=True
        )
    }


def _documents(groups: Groups, given: _Given) -> Documents:
    """Return what the parting asks of documents, by their ranks."""
    n_own = len(groups.group)
    own = given.rank[:n_own]
    return Documents(
        frozenset(own[groups.is_notice[:n_own]].tolist()),
        dict(zip(own.tolist(), given.first.tolist(), strict=True)),
        {rank: layer for rank, layer in zip(own.tolist(), given.layer.tolist(), strict=False) if layer},
    )


def _story(
    part: Sequence[int],
    given: _Given,
    thread: str | None,
    joined: Mapping[int, tuple[Reason, ...]],
    related: tuple[tuple[str, Reason], ...],
) -> FoundStory:
    columns = (given.first[part].tolist(), given.last[part].tolist(), given.layer[part].tolist())
    tellers = [
        Teller(given.ids[i], first, last, layer, joined.get(i, ()))
        for i, first, last, layer in zip(part, *columns, strict=True)
    ]
    return assembled(tellers, related=related, thread=thread)


def _joined(given: _Given, story: Ints) -> dict[int, tuple[Reason, ...]]:
    """Return why each document belongs to its story: what it has in common with the one it is nearest to."""
    both, end, other = _both_ways(given.links)
    kept = np.flatnonzero(
        (story[end] >= 0) & (story[end] == story[other]) & (given.layer[other] <= given.layer[end])
    )
    order = kept[np.lexsort((-given.rank[other[kept]], -given.links.chance[both[kept]], end[kept]))]
    nearest = order[turns(end[order])]
    links, near = given.links.chosen(both[nearest]), [given.ids[i] for i in other[nearest].tolist()]
    columns = (links.chance, links.percent, links.n_names, links.n_days, links.n_encounters)
    said = map(_reasons, near, *(column.tolist() for column in columns))
    return dict(zip(end[nearest].tolist(), said, strict=True))


def _both_ways(links: Links) -> tuple[Ints, Ints, Ints]:
    """Return each link from either side: which it is, the document at this side, the one at the other."""
    which = np.arange(len(links.left))
    return (
        np.concatenate([which, which]),
        np.concatenate([links.left, links.right]),
        np.concatenate([links.right, links.left]),
    )


def _reasons(
    other: str, chance: int, percent: int, n_names: int, n_days: int, n_encounters: int
) -> tuple[Reason, ...]:
    """Return what a link to another document says for a document's being in a story."""
    common = ("document", other)
    reasons = [Reason("joined_like", (common, ("strength", _strength(chance)), ("n_names", str(n_names))))]
    if percent:
        reasons.append(Reason("joined_copy", (common, ("percent", str(percent)))))
    if n_days:
        reasons.append(Reason("joined_days", (common, ("n_days", str(n_days)))))
    if n_encounters:
        reasons.append(Reason("joined_encounters", (common, ("n_encounters", str(n_encounters)))))
    return tuple(reasons)


@cache
def _strength(chance: int) -> str:
    return f"{chance / MILLION:.2f}"


@cache
def _near_miss(chance: int) -> Reason:
    return Reason("near_miss", (("strength", _strength(chance)),))


def _related(given: _Given, story: Ints, n_stories: int) -> list[tuple[tuple[str, Reason], ...]]:
    """Return the near misses of each story: documents like one of its own, but not enough like all."""
    both, one, other = _both_ways(given.links)
    kept = np.flatnonzero((story[one] >= 0) & (story[one] != story[other]))
    of, near, chance = story[one[kept]], other[kept], given.links.chance[both[kept]]
    order = np.lexsort((-chance, near, of))
    of, near, chance = of[order], near[order], chance[order]
    is_best = turns(of) | turns(near)
    of, near, chance = of[is_best], near[is_best], chance[is_best]
    # A source that floods the store takes no place from the others.
    order = np.lexsort((given.rank[near], -chance, given.layer[near], of))
    of, near, chance = of[order], near[order], chance[order]
    listed = np.arange(len(of)) - np.searchsorted(of, of) < MAX_RELATED
    near_misses = [
        (given.ids[i], _near_miss(value))
        for i, value in zip(near[listed].tolist(), chance[listed].tolist(), strict=True)
    ]
    bounds = np.searchsorted(of[listed], np.arange(n_stories + 1)).tolist()
    return [tuple(near_misses[begin:end]) for begin, end in pairwise(bounds)]
