"""Grouped: the corpus looked at once and cut into the groups that stories are made from, by numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import DayDocuments, DayLayers, GroupedNotes, GroupedWeeks, Linked
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.company import hanging_in_layers
from recoupe.stages.stories.corpus import Corpus, corpus_of, links_between, places_in
from recoupe.stages.stories.days import MILLION, Ints, order_of, packed, turns
from recoupe.stages.stories.holding import holding
from recoupe.stages.stories.links import Strengths
from recoupe.stages.stories.reach import PARTS, part_of


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    days = [record for record in members if isinstance(record, DayDocuments)]
    linked = [record for record in members if isinstance(record, Linked)]
    layers = [record for record in members if isinstance(record, DayLayers)]
    notes = next((record for record in members if isinstance(record, GroupedNotes)), None)
    return grouped(corpus_of(days, layers), linked, settings=resources.settings.stories, notes=notes)


GROUPED = Stage(
    "grouped",
    (DayDocuments, Linked, DayLayers),
    (GroupedWeeks, GroupedNotes),
    "19",
    _units,
    _run,
    notes=GroupedNotes,
)


def grouped(
    corpus: Corpus, linked: Sequence[Linked], *, settings: StorySettings, notes: GroupedNotes | None = None
) -> list[GroupedWeeks | GroupedNotes]:
    """Return the groups of a corpus, week by week, and notes for the next time.

    notes: of the last time; they change nothing. Memory: about 100 bytes a document and 80 a pair that is
    listed; no text and no word.
    """
    at = {each.part: places_in(corpus.place, each) for each in linked}
    links = _side_by_side([links_between(each, at[each.part]) for each in linked])
    joins = round(settings.min_similarity * MILLION)
    joining, left_notes = holding(corpus, linked, at, links, joins=joins, notes=notes)
    group = hanging_in_layers(
        corpus.layer, links.left[joining], links.right[joining], links.strength[joining]
    )
    thread = _threads(corpus.layer, group, links, at_least=round(settings.related_similarity * MILLION))
    return [*_by_week(corpus, at, group, thread), *([left_notes] if left_notes else [])]


def _side_by_side(links: Sequence[Strengths]) -> Strengths:
    if not links:
        return Strengths(*[np.zeros(0, dtype=np.int64)] * 5)
    columns = ([getattr(each, field.name) for each in links] for field in fields(Strengths))
    return Strengths(*map(np.concatenate, columns))


def _threads(layer: Ints, group: Ints, links: Strengths, *, at_least: int) -> Ints:
    """Return for each document the first one of its thread; -1 when its group is alone.

    Groups hang together when the mean strength over all pairs of two of them is high enough. The documents of
    a layer above both are not counted.
    """
    n = max(len(group), 1)
    left, right, mean = _between_groups(layer, group, links)
    near = mean >= at_least
    strength = np.rint(mean[near]).astype(np.int64)
    thread = hanging_in_layers(layer, left[near], right[near], strength)[group]
    n_groups = np.bincount(thread[group == np.arange(len(group))], minlength=n)
    return np.where(n_groups[thread] > 1, thread, -1)


def _between_groups(layer: Ints, group: Ints, links: Strengths) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Return the groups that are linked, each by its first document, and the mean strength of their pairs."""
    n = max(len(group), 1)
    sizes = np.stack(
        [np.bincount(group[layer <= most], minlength=n) for most in range(int(layer.max(initial=0)) + 1)]
    )
    one, other = group[links.left], group[links.right]
    counted = one != other
    if len(sizes) > 1:
        level = np.maximum(layer[one], layer[other])
        counted &= (layer[links.left] <= level) & (layer[links.right] <= level)
    # Two that are alone have no pair but this.
    alone = np.bincount(group, minlength=n) == 1
    is_two = alone[one] & alone[other]
    two, many = np.flatnonzero(counted & is_two), np.flatnonzero(counted & ~is_two)
    of_many, of_other = one[many], other[many]
    keys = np.minimum(of_many, of_other) * n + np.maximum(of_many, of_other)
    order = order_of(keys)
    keys = keys[order]
    begins = np.flatnonzero(turns(keys))
    # Whole numbers below 2**53: their order does not matter.
    of_pair = np.cumsum(np.append(0, links.as_notices(many[order]).astype(np.int64)))
    total = np.diff(of_pair[np.append(begins, len(keys))])
    left, right = keys[begins] // n, keys[begins] % n
    level = np.maximum(layer[left], layer[right])
    mean = total / (sizes[level, left] * sizes[level, right])
    return (
        np.concatenate([one[two], left]),
        np.concatenate([other[two], right]),
        np.concatenate([links.as_notices(two), mean]),
    )


def _by_week(corpus: Corpus, at: Mapping[str, Ints], group: Ints, thread: Ints) -> Iterator[GroupedWeeks]:
    """Yield the groups of the documents that are kept under a day of some weeks or linked there."""
    kept = part_of(corpus.first)
    order = np.argsort(kept.astype(np.uint8), kind="stable")
    bounds = np.searchsorted(kept[order], np.arange(PARTS + 1))
    own = {str(part): order[begin:end] for part, (begin, end) in enumerate(pairwise(bounds)) if begin < end}
    number = {str(part): part for part in range(PARTS)}
    place = np.zeros(len(group), dtype=np.int64)
    ids = np.array(corpus.document_ids, dtype=object)
    # Each thread's first one is that of a group; one that is alone is its own.
    leader = np.where(thread >= 0, thread, np.arange(len(group)))
    for part in sorted({*own, *at}):
        is_known = np.zeros(len(group), dtype=bool)
        for each in (own, at):
            is_known[each.get(part, place[:0])] = True
        known = np.flatnonzero(is_known)
        # The first ones of groups and threads are the first ones of their own.
        is_known[group[known]] = is_known[leader[known]] = True
        known = np.flatnonzero(is_known)
        place[known] = np.arange(len(known))
        in_thread = np.where(thread[known] >= 0, place[leader[known]], -1)
        yield GroupedWeeks(
            make_id("weeks", part),
            part,
            tuple(ids[known].tolist()),
            packed(kept[known] == number.get(part, -1), "u1"),
            packed(place[group[known]], "<i4"),
            packed(in_thread, "<i4"),
            packed(corpus.first[known], "<i4"),
            packed(corpus.last[known], "<i4"),
            packed(corpus.layer[known], "u1"),
            packed(corpus.notices[known] != 0, "u1"),
        )
