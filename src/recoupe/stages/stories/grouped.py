"""Grouped: the corpus looked at once and cut into the groups that stories are made from, by numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import DayDocuments, DayLayers, GroupedWeeks, Linked
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.company import hanging_in_layers, in_company
from recoupe.stages.stories.corpus import Corpus, corpus_of, links_of
from recoupe.stages.stories.days import MILLION, Ints, Mask
from recoupe.stages.stories.links import CorpusLinks
from recoupe.stages.stories.parts import Groups, parted_groups
from recoupe.stages.stories.reach import PARTS, part_of

_MIN_CHANCE = 0.3
"""Notices that are less likely to tell one event hold no group together. Where all that are listed did, half
a year of headlines hung together in one group (33,879 of 76,136), which one more article told anew; so the
largest has 1,932, the second 508. Labelled days among them P .857, R .590 to P .859, R .598; each alone
P .820, R .669 to P .828, R .664."""


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    days = [record for record in members if isinstance(record, DayDocuments)]
    linked = [record for record in members if isinstance(record, Linked)]
    layers = [record for record in members if isinstance(record, DayLayers)]
    return grouped(corpus_of(days, layers), linked, settings=resources.settings.stories)


GROUPED = Stage("grouped", (DayDocuments, Linked, DayLayers), (GroupedWeeks,), "17", _units, _run)


def grouped(corpus: Corpus, linked: Sequence[Linked], *, settings: StorySettings) -> list[GroupedWeeks]:
    """Return the groups of a corpus, by the week of their first document.

    Memory: about 150 bytes a document and 100 a pair that is listed; no text and no word.
    """
    links = links_of(corpus, linked)
    joining = links.chosen(_holds(corpus, links, joins=round(settings.min_similarity * MILLION)))
    group = hanging_in_layers(corpus.layer, joining.left, joining.right, joining.strength)
    related = round(settings.related_similarity * MILLION)
    # Whole articles are less alike than notices are: their strength is scaled in `similar`.
    as_notices = np.where(links.whole > 0, links.strength * 8 // 5, links.strength)
    thread = _threads(corpus.layer, group, replace(links, strength=as_notices), at_least=related)
    within = group[links.left] == group[links.right]
    links = links.chosen(within | (as_notices >= related))
    is_notice = corpus.notices != 0
    columns = (group, thread, corpus.first, corpus.last, corpus.layer, is_notice)
    groups = Groups(corpus.document_ids, *columns, links.bare())
    names = [f"{part:02x}" for part in range(PARTS)]
    return [
        GroupedWeeks(make_id("weeks", each.part), each.part, each)
        for each in parted_groups(groups, part_of(corpus.first)[group], names)
    ]


def _holds(corpus: Corpus, links: CorpusLinks, *, joins: int) -> Mask:
    """Tell which links hold a group together, each judged among those of its layer and those below."""
    strong = np.where(links.whole > 0, links.strength >= joins, links.chance >= _MIN_CHANCE * MILLION)
    held = np.flatnonzero(strong)
    for known, at, own in links.chosen(held).by_layer(corpus.layer):
        holds = in_company(known.left, known.right, known.strength, n=len(corpus.layer))
        strong[held[at]] = holds[own]
    return strong


def _threads(layer: Ints, group: Ints, links: CorpusLinks, *, at_least: int) -> Ints:
    """Return for each document the first one of its thread; -1 when its group is alone.

    Groups hang together when the mean strength over all pairs of two of them is high enough. The documents of
    a layer above both are not counted.
    """
    n = max(len(group), 1)
    sizes = np.stack(
        [np.bincount(group[layer <= most], minlength=n) for most in range(int(layer.max(initial=0)) + 1)]
    )
    one, other = group[links.left], group[links.right]
    level = np.maximum(layer[one], layer[other])
    counted = (one != other) & (layer[links.left] <= level) & (layer[links.right] <= level)
    keys = np.minimum(one, other)[counted] * n + np.maximum(one, other)[counted]
    pairs, which = np.unique(keys, return_inverse=True)
    total = np.bincount(which.reshape(-1), weights=links.strength[counted], minlength=len(pairs))
    left, right = pairs // n, pairs % n
    level = np.maximum(layer[left], layer[right])
    mean = total / (sizes[level, left] * sizes[level, right])
    near = mean >= at_least
    strength = np.rint(mean[near]).astype(np.int64)
    thread = hanging_in_layers(layer, left[near], right[near], strength)[group]
    n_groups = np.bincount(thread[np.unique(group)], minlength=n)
    return np.where(n_groups[thread] > 1, thread, -1)
