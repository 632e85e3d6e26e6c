"""Grouped: the corpus cut into the groups that stories are made from, by numbers alone.

COPIED gathers what documents have in common as copies, part by part; GROUPED looks at the whole corpus once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

import numpy as np
import xxhash

from recoupe.records import Record
from recoupe.records.copies import Reuse
from recoupe.records.ids import make_id
from recoupe.records.stories import CopiedWords, DayDocuments, Grouped, Similar
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.chances import chances
from recoupe.stages.stories.company import hanging_in_layers, in_company
from recoupe.stages.stories.days import Ints, column, packed
from recoupe.stages.stories.links import CorpusLinks, Links
from recoupe.stages.stories.similar import (
    LISTED,
    MILLION,
    Mask,
    apart,
    days_between,
    nearest,
)
from recoupe.stages.stories.voices import Repeats, layers_of_voices

_COPY_KINDS = frozenset({"copy", "near copy"})
_STANDING_OUT_PERCENT = 75
_MIN_CHANCE = 0.3
"""Notices that are less likely to tell one event hold no group together. Where all that are listed did, half
a year of headlines hung together in one group (33,879 of 76,136), which one more article told anew; so the
largest has 1,932, the second 508. Labelled days among them P .857, R .590 to P .859, R .598; each alone
P .820, R .669 to P .828, R .664."""


def _copied_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Reuse)
    if record.kind in _COPY_KINDS:
        yield f"{xxhash.xxh3_64_intdigest(record.left.document_id.encode()) & 0x3FF:03x}"


def _run_copied(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    n_words: Counter[tuple[str, str]] = Counter()
    for reuse in members:
        if isinstance(reuse, Reuse):
            n_words[(reuse.left.document_id, reuse.right.document_id)] += reuse.n_words
    yield CopiedWords(make_id("copied", unit), tuple((*pair, n_words[pair]) for pair in sorted(n_words)))


COPIED = Stage("copied", (Reuse,), (CopiedWords,), "1", _copied_units, _run_copied)


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    days = [record for record in members if isinstance(record, DayDocuments)]
    similar = [record for record in members if isinstance(record, Similar)]
    copied = [record for record in members if isinstance(record, CopiedWords)]
    return grouped(days, similar, copied, settings=resources.settings.stories)


GROUPED = Stage("grouped", (DayDocuments, Similar, CopiedWords), (Grouped,), "12", _units, _run)


@dataclass(frozen=True)
class Corpus:
    """All documents in order of publication, those without a date last. day: of each, its place in `days`.

    notices: as DayProfiles. layer: of each, by whose it is. copy_keys, copy_words: of each two with copied
    words in common, both as one number, and how many words.
    """

    days: tuple[str, ...]
    document_ids: tuple[str, ...]
    day: Ints
    first: Ints
    last: Ints
    n_words: Ints
    notices: Ints
    layer: Ints
    copy_keys: Ints
    copy_words: Ints


def grouped(
    days: Sequence[DayDocuments],
    similar: Sequence[Similar],
    copied: Sequence[CopiedWords],
    *,
    settings: StorySettings,
) -> list[Grouped]:
    """Return the groups of a corpus, by the day of their first document, sorted by day.

    Memory: about 150 bytes a document and 100 a pair that is listed; no text and no word.
    """
    corpus = corpus_of(days, copied)
    joins = round(settings.min_similarity * MILLION)
    links, joins_two = _joining(corpus, links_of(corpus, similar), joins=joins)
    joining = links.chosen(joins_two)
    group = hanging_in_layers(corpus.layer, joining.left, joining.right, joining.strength)
    related = round(settings.related_similarity * MILLION)
    # Whole articles are less alike than notices are: their strength is scaled in `similar`.
    as_notices = np.where(links.whole > 0, links.strength * 8 // 5, links.strength)
    thread = _threads(corpus.layer, group, replace(links, strength=as_notices), at_least=related)
    within = group[links.left] == group[links.right]
    links = links.chosen(within | (as_notices >= related))
    return list(_by_day(corpus, links, group, thread))


def corpus_of(days: Sequence[DayDocuments], copied: Sequence[CopiedWords]) -> Corpus:
    """Return the documents of all days in order."""
    ordered = sorted((day for day in days if day.document_ids), key=lambda day: day.day)
    empty = np.zeros(0, dtype=np.int64)

    def joined(name: str, kind: str = "<i4") -> Ints:
        return np.concatenate([empty, *(column(getattr(day, name), kind) for day in ordered)])

    ids = tuple(document_id for day in ordered for document_id in day.document_ids)
    keys, words = _words(copied, {document_id: i for i, document_id in enumerate(ids)})
    sides = keys // max(1, len(ids)), keys % max(1, len(ids))
    repeats = Repeats(np.concatenate(sides), np.concatenate(sides[::-1]), np.tile(words, 2))
    return Corpus(
        tuple(day.day for day in ordered),
        ids,
        np.repeat(np.arange(len(ordered)), [len(day.document_ids) for day in ordered]),
        joined("first"),
        joined("last"),
        joined("n_words"),
        joined("notices", "<i8"),
        layers_of_voices(ordered, repeats),
        keys,
        words,
    )


def links_of(corpus: Corpus, similar: Sequence[Similar]) -> CorpusLinks:
    """Return the pairs that are alike or copied, with both taken together, sorted."""
    n = max(1, len(corpus.document_ids))
    place = {document_id: i for i, document_id in enumerate(corpus.document_ids)}
    like_keys, like = _like(similar, place)
    keys = _distinct(np.concatenate([like_keys, corpus.copy_keys]))
    found = np.zeros((7, len(keys)), dtype=np.int64)
    found[:6, np.searchsorted(keys, like_keys)] = like
    found[6, np.searchsorted(keys, corpus.copy_keys)] = corpus.copy_words
    strength, n_names, n_days, n_encounters, near, names, n_copied = found
    left, right = keys // n, keys % n
    shorter = np.maximum(1, np.minimum(corpus.n_words[left], corpus.n_words[right]))
    share = np.minimum(MILLION, n_copied * MILLION // shorter)
    # What an outlet says below several of its notices is no copy of one by another.
    share[(corpus.notices[left] != 0) & (corpus.notices[left] == corpus.notices[right])] = 0
    whole = (corpus.notices[left] == 0) & (corpus.notices[right] == 0)
    strength = np.minimum(MILLION, strength + share * 2 // 5 * np.where(whole, 5, 7) // 7)
    percent = (share + 5_000) // 10_000
    links = CorpusLinks(
        left,
        right,
        np.zeros(len(left), dtype=np.int64),
        percent,
        n_names,
        n_days,
        n_encounters,
        strength,
        near,
        names,
        whole.astype(np.int64),
    )
    too_late = apart(days_between(corpus.first, corpus.last, left, right), whole)
    links = links.chosen((strength >= LISTED * MILLION) & ~too_late)
    layers = corpus.layer[links.left], corpus.layer[links.right]
    loud = (layers[0] == layers[1]) & (layers[0] > 0)
    if not loud.any():
        return links
    return links.chosen(nearest(links.left, links.right, links.strength, loud=loud))


def _distinct(values: Ints) -> Ints:
    """Return the different values, sorted: faster than by hashes, which numpy takes for large numbers."""
    ordered: Ints = np.sort(values)
    found: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return found


def _like(similar: Sequence[Similar], place: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return the pairs that are alike, as one number each, and their columns from strength to names."""
    n = max(1, len(place))
    keys = [np.zeros(0, dtype=np.int64)]
    columns = [np.zeros((6, 0), dtype=np.int64)]
    for record in similar:
        at = np.fromiter(map(place.get, record.document_ids, repeat(-1)), dtype=np.int64)
        left, right = at[column(record.left, "<u4")], at[column(record.right, "<u4")]
        known = (left >= 0) & (right >= 0)
        keys.append((np.minimum(left, right) * n + np.maximum(left, right))[known])
        counts = (record.n_names, record.n_days, record.n_encounters, record.near)
        small = [column(raw, "u1") for raw in counts]
        values = np.stack([column(record.strength, "<i4"), *small, column(record.names, "<i4")])
        columns.append(values[:, known])
    return np.concatenate(keys), np.concatenate(columns, axis=1)


def _words(copied: Sequence[CopiedWords], place: Mapping[str, int]) -> tuple[Ints, Ints]:
    """Return the pairs that have copied words in common, as one number each, sorted, and how many words."""
    n_words: dict[int, int] = {}
    for record in copied:
        for one, other, n in record.pairs:
            low, high = sorted((place.get(one, -1), place.get(other, -1)))
            if low >= 0:
                n_words[low * len(place) + high] = n
    keys = np.array(sorted(n_words), dtype=np.int64)
    return keys, np.array([n_words[key] for key in keys.tolist()], dtype=np.int64)


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


def _by_day(corpus: Corpus, links: Links, group: Ints, thread: Ints) -> Iterable[Grouped]:
    """Yield the groups that begin on each day, with the links of their documents."""
    owner = corpus.day[group]
    documents = np.argsort(owner, kind="stable")
    of_documents = np.searchsorted(owner[documents], np.arange(len(corpus.days) + 1))
    both = np.arange(len(links.left))
    twice = owner[links.left] != owner[links.right]
    of_link = np.concatenate([owner[links.left], owner[links.right][twice]])
    which = np.concatenate([both, both[twice]])
    order = np.lexsort((which, of_link))
    of_links = np.searchsorted(of_link[order], np.arange(len(corpus.days) + 1))
    for i, day in enumerate(corpus.days):
        own = documents[of_documents[i] : of_documents[i + 1]]
        if len(own):
            near = links.chosen(which[order[of_links[i] : of_links[i + 1]]])
            yield _grouped(day, corpus, own, near, group[own], thread[own])


def _grouped(day: str, corpus: Corpus, own: Ints, links: Links, group: Ints, thread: Ints) -> Grouped:
    touched = np.concatenate([links.left, links.right, thread[thread >= 0]])
    others = _distinct(touched)
    others = others[~np.isin(others, own)]
    table = np.concatenate([own, others])
    order = np.argsort(table, kind="stable")

    def local(documents: Ints) -> Ints:
        return order[np.searchsorted(table[order], documents)]

    in_thread = np.full(len(own), -1, dtype=np.int64)
    in_thread[thread >= 0] = local(thread[thread >= 0])
    return Grouped(
        make_id("grouped", day),
        day,
        len(own),
        tuple(map(corpus.document_ids.__getitem__, table.tolist())),
        packed(local(group), "<i4"),
        packed(in_thread, "<i4"),
        packed(corpus.first[own], "<i4"),
        packed(corpus.last[own], "<i4"),
        packed(local(links.left), "<u4"),
        packed(local(links.right), "<u4"),
        packed(links.chance, "<i4"),
        packed(links.percent, "u1"),
        packed(links.n_names, "u1"),
        packed(links.n_days, "u1"),
        packed(links.n_encounters, "u1"),
        packed(corpus.layer[table], "u1"),
        packed(corpus.notices[table] != 0, "u1"),
    )
