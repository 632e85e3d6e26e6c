"""Corpus: all documents in order of publication, and which of them are alike or copied, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from recoupe.records.stories import CopiedWords, DayDocuments, DayLayers, Similar
from recoupe.stages.stories.copied import pairs_of
from recoupe.stages.stories.days import Ints, column
from recoupe.stages.stories.links import CorpusLinks
from recoupe.stages.stories.similar import LISTED, MILLION, apart, days_between, nearest


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


def corpus_of(
    days: Sequence[DayDocuments], copied: Sequence[CopiedWords], layers: Sequence[DayLayers]
) -> Corpus:
    """Return the documents of all days in order."""
    ordered = sorted((day for day in days if day.document_ids), key=lambda day: day.day)
    empty = np.zeros(0, dtype=np.int64)

    def joined(name: str, kind: str = "<i4") -> Ints:
        return np.concatenate([empty, *(column(getattr(day, name), kind) for day in ordered)])

    ids = tuple(document_id for day in ordered for document_id in day.document_ids)
    place = {document_id: i for i, document_id in enumerate(ids)}
    keys, words = pairs_of(copied, place)
    layer = np.zeros(len(ids), dtype=np.int64)
    for above in layers:
        layer[[place[document_id] for document_id in above.document_ids]] = column(above.layers, "u1")
    return Corpus(
        tuple(day.day for day in ordered),
        ids,
        np.repeat(np.arange(len(ordered)), [len(day.document_ids) for day in ordered]),
        joined("first"),
        joined("last"),
        joined("n_words"),
        joined("notices", "<i8"),
        layer,
        keys,
        words,
    )


def links_of(corpus: Corpus, similar: Sequence[Similar]) -> CorpusLinks:
    """Return the pairs that are alike or copied, with both taken together, sorted."""
    n = max(1, len(corpus.document_ids))
    place = {document_id: i for i, document_id in enumerate(corpus.document_ids)}
    like_keys, like = _like(similar, place)
    keys = distinct(np.concatenate([like_keys, corpus.copy_keys]))
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


def distinct(values: Ints) -> Ints:
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
