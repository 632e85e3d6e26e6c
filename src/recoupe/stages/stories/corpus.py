"""Corpus: all documents in order of publication, and which of them are alike or copied, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recoupe.records.stories import CopiedWords, DayDocuments, DayLayers, Similar
from recoupe.stages.stories.copied import numbered, pairs_of, places_of
from recoupe.stages.stories.days import Ints, column
from recoupe.stages.stories.links import CorpusLinks
from recoupe.stages.stories.similar import LISTED, MILLION, apart, days_between, nearest


@dataclass(frozen=True)
class Corpus:
    """All documents in order of publication, those without a date last. place: of each, in this order.

    notices: as DayProfiles. layer: of each, by whose it is. copy_keys, copy_words: of each two with copied
    words in common, both as one number, and how many words.
    """

    document_ids: tuple[str, ...]
    place: Mapping[str, int]
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

    def joined(name: str, kind: str = "<i4") -> Ints:
        return column(b"".join(getattr(day, name) for day in ordered), kind)

    ids = tuple(document_id for day in ordered for document_id in day.document_ids)
    place = {document_id: i for i, document_id in enumerate(ids)}
    keys, words = pairs_of(copied, place)
    layer = np.zeros(len(ids), dtype=np.int64)
    for above in layers:
        layer[[place[document_id] for document_id in above.document_ids]] = column(above.layers, "u1")
    return Corpus(
        ids,
        place,
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
    keys, like = _like(similar, corpus.place)
    at = np.searchsorted(keys, corpus.copy_keys)
    is_new = np.append(keys, -1)[at] != corpus.copy_keys
    if is_new.any():
        keys = np.insert(keys, at[is_new], corpus.copy_keys[is_new])
        like = [np.insert(values, at[is_new], 0) for values in like]
    strength, n_names, n_days, n_encounters, near, names = like
    left, right = keys // n, keys % n
    whole = (corpus.notices[left] == 0) & (corpus.notices[right] == 0)
    is_copied = np.searchsorted(keys, corpus.copy_keys)
    share = _share(corpus, left[is_copied], right[is_copied])
    strength[is_copied] += share * 2 // 5 * np.where(whole[is_copied], 5, 7) // 7
    percent = np.zeros(len(keys), dtype=np.uint8)
    percent[is_copied] = (share + 5_000) // 10_000
    links = CorpusLinks(
        left,
        right,
        np.zeros(len(left), dtype=np.int64),
        percent,
        n_names,
        n_days,
        n_encounters,
        np.minimum(MILLION, strength),
        near,
        names,
        whole.astype(np.uint8),
    )
    is_kept = links.strength >= LISTED * MILLION
    # Pairs that are alike were looked at with their days.
    between = days_between(corpus.first, corpus.last, left[is_copied], right[is_copied])
    is_kept[is_copied] &= ~apart(between, whole[is_copied])
    links = links if is_kept.all() else links.chosen(is_kept)
    layers = corpus.layer[links.left], corpus.layer[links.right]
    loud = (layers[0] == layers[1]) & (layers[0] > 0)
    if not loud.any():
        return links
    return links.chosen(nearest(links.left, links.right, links.strength, loud=loud))


def _share(corpus: Corpus, left: Ints, right: Ints) -> Ints:
    """Return how much of the shorter one of two documents is copied, in millionths, of those with copies."""
    shorter = np.maximum(1, np.minimum(corpus.n_words[left], corpus.n_words[right]))
    share: Ints = np.minimum(MILLION, corpus.copy_words * MILLION // shorter)
    # What an outlet says below several of its notices is no copy of one by another.
    share[(corpus.notices[left] != 0) & (corpus.notices[left] == corpus.notices[right])] = 0
    return share


def distinct(values: Ints) -> Ints:
    """Return the different values, sorted: faster than by hashes, which numpy takes for large numbers."""
    ordered: Ints = np.sort(values)
    found: Ints = ordered[np.diff(ordered, prepend=-1) != 0]
    return found


def _like(similar: Sequence[Similar], place: Mapping[str, int]) -> tuple[Ints, list[NDArray[Any]]]:
    """Return the pairs that are alike, as one number each, sorted, and their columns, strength to names."""

    def joined(name: str, kind: str) -> NDArray[Any]:
        return np.frombuffer(b"".join(getattr(record, name) for record in similar), dtype=kind)

    at, begin = places_of(similar, [len(record.near) for record in similar], place)
    left, right = at[joined("left", "<u4") + begin], at[joined("right", "<u4") + begin]
    keys, order = numbered(left, right, n=len(place))
    small = [joined(name, "u1") for name in ("n_names", "n_days", "n_encounters", "near")]
    like = [joined("strength", "<i4").astype(np.int64), *small, joined("names", "<i4").astype(np.int64)]
    return keys, [values[order] for values in like]
