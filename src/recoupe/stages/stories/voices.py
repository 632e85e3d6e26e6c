"""Voices: which documents of a corpus are told from which others: no source decides about the rest."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import CopiedWords, DayCopies, DayDocuments, DayLayers
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.copied import copies_by_day, pairs_of
from recoupe.stages.stories.days import MILLION, UNDATED, Ints, Mask, column, packed
from recoupe.stages.stories.reach import WINDOW_DAYS, number_of
from recoupe.stages.values.layers import LOUD, layers_by_counts

_MOST_LAYERS = 15
"""Each layer is gone through by itself; the highest one may hold many voices."""
_REPEATED_PERCENT = 60
"""Part of a document that stands in others before it repeats them: as much makes two articles one text."""
_MOSTLY = 0.8
"""Part of a voice's documents that repeat others before it is known as one that does. Two outlets that run
the same agency do so with .53 and .72 of theirs (1,600 press articles), imitations with .92 and more."""


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    days = [record for record in members if isinstance(record, DayDocuments)]
    copied = [record for record in members if isinstance(record, CopiedWords)]
    return voices_of(days, copied)


VOICES = Stage("voices", (DayDocuments, CopiedWords), (DayLayers, DayCopies), "2", _units, _run)


def voices_of(days: Sequence[DayDocuments], copied: Sequence[CopiedWords]) -> list[DayLayers | DayCopies]:
    """Return for each day which of its documents are told from the others, and what they have copied.

    Memory: about 100 bytes a document and 50 a pair that has copied words in common.
    """
    ordered = sorted(days, key=lambda day: day.day)
    ids = [*chain.from_iterable(day.document_ids for day in ordered)]
    place = dict(zip(ids, range(len(ids)), strict=True))
    keys, words = pairs_of(copied, place, n=len(ids))
    sides = keys // max(1, len(ids)), keys % max(1, len(ids))
    repeats = Repeats(np.concatenate(sides), np.concatenate(sides[::-1]), np.tile(words, 2))
    layer = layers_of_voices(ordered, repeats)
    found: list[DayLayers | DayCopies] = [*copies_by_day(ordered, ids, keys, words)]
    begin = 0
    for day in ordered:
        own = layer[begin : begin + len(day.document_ids)]
        begin += len(day.document_ids)
        above = np.flatnonzero(own)
        if len(above):
            last = int(column(day.last, "<i4")[above].max())
            known = tuple(day.document_ids[i] for i in above.tolist())
            found.append(DayLayers(make_id("dayl", day.day), day.day, last, known, packed(own[above], "u1")))
    return found


@dataclass(frozen=True)
class Repeats:
    """Who has words of whom: document, other document, and how many words, each pair from both sides."""

    own: Ints
    other: Ints
    n_words: Ints


def layers_of_voices(days: Sequence[DayDocuments], repeats: Repeats) -> Ints:
    """Return the layer of each document of some days in order: 0 for those that all are told from.

    Above them stands whoever is loud in a stretch of days, and above these whoever repeats others; the others
    are loud or not as if those that repeat were not there. One voice has one layer, by the most documents it
    has in such a stretch, or, when it repeats others, at all: what is above another voice is so everywhere.
    """
    empty = np.zeros(0, dtype=np.int64)
    voices = np.concatenate([empty, *(column(day.voices, "<i8") for day in days)])
    n_words = np.concatenate([empty, *(column(day.n_words, "<i4") for day in days)])
    named = Named.of(voices)
    is_source = np.isin(voices, _sources(days, voices, repeats))
    is_repeating = np.isin(voices, _repeating(named, n_words, repeats)) & ~is_source
    repeating = Counter(voices[is_repeating].tolist())
    is_loud, most = _loud(days, named, ~is_repeating)
    layer = np.zeros(len(voices), dtype=np.int64)
    ranked = [sorted(found, key=lambda voice: (found[voice], voice)) for found in (most, repeating)]
    for rank, voice in enumerate([*ranked[0], *ranked[1]], 1):
        layer[(voices == voice) & (is_loud | is_repeating)] = min(rank, _MOST_LAYERS)
    return layer


@dataclass(frozen=True)
class Named:
    """The voices of some documents. names: each once, sorted. which: of each document, its place there."""

    names: Ints
    which: Ints

    @staticmethod
    def of(voices: Ints) -> Named:
        """Return the voices of documents, numbered."""
        names, which = np.unique(voices, return_inverse=True)
        return Named(names, which.reshape(-1))


def _loud(days: Sequence[DayDocuments], voices: Named, counted: Mask) -> tuple[Mask, Counter[int]]:
    """Tell which documents are of a voice that is loud around their day, and how many such a voice has there.

    Among those counted of `WINDOW_DAYS` before and after; of all of the corpus for documents without a date,
    whose days are the last ones.
    """
    bounds = np.cumsum([0, *(len(day.document_ids) for day in days)]).tolist()
    numbers = [number_of(day.day) for day in days if not day.day.startswith(UNDATED)]
    names, which = voices.names, voices.which
    is_loud = np.zeros(len(which), dtype=bool)
    most: Counter[int] = Counter()

    def n_of_each(begin: int, end: int) -> Ints:
        return np.bincount(which[begin:end][counted[begin:end]], minlength=len(names))

    counts, low, high = n_of_each(0, 0), 0, 0
    for i in range(len(numbers) + 1):
        if i < len(numbers):
            begin, end = bounds[i], bounds[i + 1]
            first = bounds[bisect_left(numbers, numbers[i] - WINDOW_DAYS)]
            last = bounds[bisect_right(numbers, numbers[i] + WINDOW_DAYS)]
        else:
            begin, end, first, last = bounds[i], len(which), 0, len(which)
        # What was counted around the day before is kept: only the ends move.
        for sign, one, other in ((1, first, low), (-1, low, first), (1, high, last), (-1, last, high)):
            if one < other:
                counts = counts + sign * n_of_each(one, other)
        low, high = first, last
        loudest = int(counts.max(initial=0))
        if loudest < LOUD or 2 * loudest <= int(counts.sum()):
            continue
        there = np.flatnonzero(counts)
        loud = there[layers_by_counts(counts[there]) > 0]
        is_loud[begin:end] |= counted[begin:end] & np.isin(which[begin:end], loud)
        most |= Counter(dict(zip(names[loud].tolist(), counts[loud].tolist(), strict=True)))
    return is_loud, most


def _sources(days: Sequence[DayDocuments], voices: Ints, repeats: Repeats) -> list[int]:
    """Return the voices that others repeat, as an agency's: they mostly had it first."""
    empty = np.zeros(0, dtype=np.int64)
    first, last = (
        np.concatenate([empty, *(column(side, "<i4") for side in sides)])
        for sides in ([day.first for day in days], [day.last for day in days])
    )
    own, other = repeats.own, repeats.other
    known = (first[own] > 0) & (first[other] > 0) & (voices[own] != voices[other])
    earlier = Counter(voices[own[known & (last[own] < first[other])]].tolist())
    later = Counter(voices[own[known & (last[other] < first[own])]].tolist())
    return [voice for voice, n in earlier.items() if n >= 3 * later[voice]]


def _repeating(voices: Named, n_words: Ints, repeats: Repeats) -> list[int]:
    """Return the voices whose documents mostly repeat those of others: as few as explain the copying.

    Who copied whom cannot be told from two documents, but whoever has the words of all the others is the one
    that repeats: without it none of them does. The voice is set aside first that leaves the least repeated,
    as a part of what each voice says; what the others have in common with it speaks against none of them.
    """
    names, which, n_names = voices.names, voices.which, max(len(voices.names), 1)
    n_all = np.bincount(which, minlength=len(names))
    known = which[repeats.own] != which[repeats.other]
    # What each document has of each other voice.
    keys, at = np.unique(repeats.own[known] * n_names + which[repeats.other[known]], return_inverse=True)
    words = np.bincount(at.reshape(-1), weights=repeats.n_words[known], minlength=len(keys))
    document, other = keys // n_names, keys % n_names
    found: list[int] = []
    while len(document) and len(found) < _MOST_LAYERS:
        in_others = np.bincount(document, weights=words, minlength=len(which))
        least = np.maximum(n_words * _REPEATED_PERCENT / 100, 1)
        is_repeat = in_others >= least
        share = np.bincount(which[is_repeat], minlength=n_names) / n_all
        frees = is_repeat[document] & (in_others[document] - words < least[document])
        freed = np.bincount(other[frees], weights=1 / n_all[which[document[frees]]], minlength=n_names)
        may_be = np.flatnonzero((share >= _MOSTLY) & (n_all >= LOUD))
        if not len(may_be):
            break
        gain = np.rint((share + freed)[may_be] * MILLION)
        chosen = may_be[np.lexsort((names[may_be], gain))[-1]]
        found.append(int(names[chosen]))
        kept = (which[document] != chosen) & (other != chosen)
        document, other, words = document[kept], other[kept], words[kept]
    return found
