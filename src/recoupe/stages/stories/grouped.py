"""Grouped: the corpus looked at once and cut into the groups that stories are made from, by numbers alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from recoupe.records import Record
from recoupe.records.stories import CopiedWords, DayDocuments, DayLayers, Grouped, Similar
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.chances import chances
from recoupe.stages.stories.company import hanging_in_layers, in_company
from recoupe.stages.stories.corpus import Corpus, corpus_of, links_of
from recoupe.stages.stories.days import Ints
from recoupe.stages.stories.links import CorpusLinks
from recoupe.stages.stories.parts import parts_of
from recoupe.stages.stories.similar import MILLION, Mask

_STANDING_OUT_PERCENT = 75
_MIN_CHANCE = 0.3
"""Notices that are less likely to tell one event hold no group together. Where all that are listed did, half
a year of headlines hung together in one group (33,879 of 76,136), which one more article told anew; so the
largest has 1,932, the second 508. Labelled days among them P .857, R .590 to P .859, R .598; each alone
P .820, R .669 to P .828, R .664."""


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    days = [record for record in members if isinstance(record, DayDocuments)]
    similar = [record for record in members if isinstance(record, Similar)]
    copied = [record for record in members if isinstance(record, CopiedWords)]
    layers = [record for record in members if isinstance(record, DayLayers)]
    return grouped(corpus_of(days, copied, layers), similar, settings=resources.settings.stories)


GROUPED = Stage("grouped", (DayDocuments, Similar, CopiedWords, DayLayers), (Grouped,), "16", _units, _run)


def grouped(corpus: Corpus, similar: Sequence[Similar], *, settings: StorySettings) -> list[Grouped]:
    """Return the groups of a corpus, part by part.

    Memory: about 150 bytes a document and 100 a pair that is listed; no text and no word.
    """
    joins = round(settings.min_similarity * MILLION)
    links, joins_two = _joining(corpus, links_of(corpus, similar), joins=joins)
    joining = links.chosen(joins_two)
    group = hanging_in_layers(corpus.layer, joining.left, joining.right, joining.strength)
    related = round(settings.related_similarity * MILLION)
    # Whole articles are less alike than notices are: their strength is scaled in `similar`.
    as_notices = np.where(links.whole > 0, links.strength * 8 // 5, links.strength)
    thread = _threads(corpus.layer, group, replace(links, strength=as_notices), at_least=related)
    within = group[links.left] == group[links.right]
    return parts_of(corpus, links.bare().chosen(within | (as_notices >= related)), group, thread)


def _joining(corpus: Corpus, links: CorpusLinks, *, joins: int) -> tuple[CorpusLinks, Mask]:
    """Return the links with their chances, raised where they stand out, and which hold a group together.

    Each is judged among the links of its layer and those below.
    """
    strength = links.strength.copy()
    for known, at, own in links.by_layer(corpus.layer):
        strength[at] = _standing_out(known, whole=corpus.notices == 0, joins=joins)[own]
    links = replace(links, strength=strength)
    links = replace(links, chance=chances(links, corpus.layer))
    strong = np.where(links.whole > 0, strength >= joins, links.chance >= _MIN_CHANCE * MILLION)
    held = np.flatnonzero(strong)
    for known, at, own in links.chosen(held).by_layer(corpus.layer):
        holds = in_company(known.left, known.right, known.strength, n=len(corpus.layer))
        strong[held[at]] = holds[own]
    return links, strong


def _standing_out(links: CorpusLinks, *, whole: Mask, joins: int) -> Ints:
    """Return the strength of the links, of those raised that stand out though they are not strong.

    Published within two days, with two names or a day in common, and far more alike than either is to any
    other article: in a long-running affair all articles are alike, and none stands out.
    """
    stands = whole[links.left] & whole[links.right] & (links.near > 0)
    stands &= (links.strength * 7 >= joins * 5) & (links.strength < joins)
    stands &= (links.n_names >= 2) | (links.n_days > 0)
    if not stands.any():
        return links.strength
    touched = np.zeros(len(whole), dtype=bool)
    touched[links.left[stands]] = touched[links.right[stands]] = True
    best, second = _two_best(links.chosen(touched[links.left] | touched[links.right]), n=len(whole))
    for side in (links.left, links.right):
        stands &= best[side] == links.strength
        stands &= second[side] * 100 <= links.strength * _STANDING_OUT_PERCENT
    return np.where(stands, joins, links.strength)


def _two_best(links: CorpusLinks, *, n: int) -> tuple[Ints, Ints]:
    """Return the greatest and the second strength of the links of each of n documents; 0 for none."""
    nodes = np.concatenate([links.left, links.right])
    strengths = np.tile(links.strength, 2)
    order = np.lexsort((-strengths, nodes))
    nodes, strengths = nodes[order], strengths[order]
    at = np.flatnonzero(np.diff(nodes, prepend=-1))
    best = np.zeros(n, dtype=np.int64)
    second = np.zeros(n, dtype=np.int64)
    best[nodes[at]] = strengths[at]
    after = at[(at + 1 < len(nodes)) & (nodes[np.minimum(at + 1, len(nodes) - 1)] == nodes[at])] + 1
    second[nodes[after]] = strengths[after]
    return best, second


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
