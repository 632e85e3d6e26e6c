"""Find the passages that two documents share, sentence by sentence, and what was changed in them."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from recoupe.records.copies import Passages
from recoupe.records.spans import Span

NUMBER, NEGATION, CAPITAL, LINK, SMALL = 1, 2, 4, 8, 16
"""Flags of `Passages.word_classes`."""

_SEED_WORDS = 4
# A hash that stands more often in the right document is followed to its first places only, so that a
# text of one sentence repeated ten thousand times costs no more than another of its length.
_MAX_PLACES = 3
_MAX_CHAIN_WORDS = 2000
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

Words = NDArray[np.uint64]
Pairs = tuple[tuple[int, int], ...]
"""Sentences of the left and the right document that belong together, in order."""


@dataclass(frozen=True)
class Side:
    """One document made ready for alignment; made once, aligned with many.

    words: hash of each word. starts, ends: its offsets. bounds: first word of each sentence, then the number
    of words. sentence_of: sentence of each word. seeds: hash of the four words from each place on.
    """

    passages: Passages
    words: Words
    as_list: list[int]
    starts: list[int]
    ends: list[int]
    bounds: list[int]
    sentence_of: NDArray[np.int64]
    seeds: Words


@dataclass(frozen=True)
class Change:
    """Words that differ: index ranges of words on both sides; a range is empty where nothing stands."""

    left: tuple[int, int]
    right: tuple[int, int]


@dataclass(frozen=True)
class SharedPassage:
    """A run of sentences that both documents have: sentence ranges, matched words, and the changes."""

    left: tuple[int, int]
    right: tuple[int, int]
    matched: tuple[tuple[int, int], ...]
    changes: tuple[Change, ...]
    n_left: int
    n_right: int


def prepare(passages: Passages) -> Side:
    """Return a document's passages as arrays."""
    words = np.frombuffer(passages.word_hashes, dtype="<u8").astype(np.uint64)
    bounds = [*passages.sentence_starts, len(words)]
    sentence_of = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    starts, ends = (
        np.frombuffer(raw, dtype="<u4").tolist() for raw in (passages.word_starts, passages.word_ends)
    )
    seeds = ngram_hashes(words, _SEED_WORDS)
    return Side(passages, words, words.tolist(), starts, ends, bounds, sentence_of, seeds)


def ngram_hashes(words: Words, n: int) -> Words:
    """Return a hash of each run of `n` words, by its first word; empty when there are fewer words."""
    if len(words) < n:
        return np.zeros(0, dtype=np.uint64)
    hashes = np.zeros(len(words) - n + 1, dtype=np.uint64)
    for i in range(n):
        hashes = hashes * _MULTIPLIER + words[i : i + len(hashes)]
    # The product's high bits depend on all words, its low bits do not: bring the high ones down.
    hashes ^= hashes >> np.uint64(29)
    hashes *= np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(32)
    return hashes


def shared_passages(left: Side, right: Side, *, min_words: int) -> list[SharedPassage]:
    """Return the maximal passages two documents share, in the left document's order.

    min_words: words that are no numbers a passage must have in common; lists of figures share none.
    No sentence lies in two passages: the longer one has it. A run of sentences that agrees too little
    as a whole, or of which a longer passage has a part, is tried in halves.
    """
    heap: list[tuple[int, Pairs, SharedPassage]] = []

    def offer(pairs: Pairs) -> None:
        passage = _aligned(left, right, pairs)
        if _n_plain(left, passage) >= min_words:
            heapq.heappush(heap, (-len(passage.matched), pairs, passage))

    for pairs in _chained(left, right, _sentence_pairs(left, right)):
        offer(pairs)
    kept: list[SharedPassage] = []
    while heap:
        _, pairs, passage = heapq.heappop(heap)
        if _agrees(passage) and not any(_meet(passage, other) for other in kept):
            kept.append(passage)
        elif len(pairs) > 1:
            offer(pairs[: len(pairs) // 2])
            offer(pairs[len(pairs) // 2 :])
    return sorted(kept, key=lambda passage: passage.left)


def _agrees(passage: SharedPassage) -> bool:
    """Tell whether so much of a passage agrees that it is no accident of two texts on one subject.

    On press-fr (1,600 articles; samples of seven read by eye) 7 of 7 near copies of jaccard 0.5 and more
    and 6 of 7 from 0.35 have one source; under 0.35 about half, mostly the longer ones.
    """
    n_matched = len(passage.matched)
    n_shorter = min(passage.n_left, passage.n_right)
    jaccard = n_matched / (passage.n_left + passage.n_right - n_matched)
    return n_matched * 10 >= n_shorter * 6 and (jaccard >= 0.35 or (n_matched >= 25 and jaccard >= 0.25))


def _meet(one: SharedPassage, other: SharedPassage) -> bool:
    return (one.left[0] < other.left[1] and other.left[0] < one.left[1]) or (
        one.right[0] < other.right[1] and other.right[0] < one.right[1]
    )


def _n_plain(left: Side, passage: SharedPassage) -> int:
    classes = left.passages.word_classes
    return sum(not classes[i] & NUMBER for i, _ in passage.matched)


def _sentence_pairs(left: Side, right: Side) -> list[tuple[int, int]]:
    """Return the pairs of sentences that are the same but for a few words, sorted."""
    if not len(left.seeds) or not len(right.seeds):
        return []
    order = np.argsort(right.seeds, kind="stable")
    ranked = right.seeds[order]
    first = np.searchsorted(ranked, left.seeds, "left")
    count = np.searchsorted(ranked, left.seeds, "right") - first
    candidates: set[tuple[int, int]] = set()
    for k in range(_MAX_PLACES):
        at = np.flatnonzero(count > k)
        there = order[first[at] + k]
        for offset in (0, _SEED_WORDS - 1):
            pairs = (left.sentence_of[at + offset], right.sentence_of[there + offset])
            candidates.update(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
    best_of_left: dict[int, tuple[int, int, int]] = {}
    best_of_right: dict[int, tuple[int, int, int]] = {}
    for a, b in sorted(candidates):
        n_common = _n_common(left, right, a, b)
        if n_common:
            best_of_left[a] = max(best_of_left.get(a, (0, 0, 0)), (n_common, -abs(a - b), -b))
            best_of_right[b] = max(best_of_right.get(b, (0, 0, 0)), (n_common, -abs(a - b), -a))
    pairs_of_left = {(a, -best[2]) for a, best in best_of_left.items()}
    return sorted(pairs_of_left | {(-best[2], b) for b, best in best_of_right.items()})


def _n_common(left: Side, right: Side, a: int, b: int) -> int:
    """Return the number of words two sentences have in common, in order; 0 when they are too unlike."""
    one = left.as_list[left.bounds[a] : left.bounds[a + 1]]
    other = right.as_list[right.bounds[b] : right.bounds[b + 1]]
    n_common = int(LCSseq.similarity(one, other))
    # Half of the shorter one: in a copy with 15 % of the words replaced .98 of the sentences pass, while
    # two sentences on one subject have about .3 in common, mostly articles and prepositions.
    return n_common if n_common >= 5 and n_common * 2 > min(len(one), len(other)) else 0


def _chained(left: Side, right: Side, pairs: Iterable[tuple[int, int]]) -> list[Pairs]:
    """Join neighbouring pairs of sentences to runs; one sentence in between may stand alone."""
    chains: list[list[tuple[int, int]]] = []
    open_by_place: dict[tuple[int, int], int] = {}
    is_article = (left.passages.article_sentences, right.passages.article_sentences)
    for a, b in pairs:
        joined = None
        for da, db in ((0, 1), (1, 0), (1, 1), (1, 2), (2, 1), (2, 2)):
            joined = open_by_place.get((a - da, b - db))
            if joined is None:
                continue
            # A caption or a "read also" in the middle ends the passage: it is no part of the article.
            same = len({*is_article[0][a - da : a + 1]}) == 1 and len({*is_article[1][b - db : b + 1]}) == 1
            start = chains[joined][0]
            short = left.bounds[a + 1] - left.bounds[start[0]] <= _MAX_CHAIN_WORDS
            short = short and right.bounds[b + 1] - right.bounds[start[1]] <= _MAX_CHAIN_WORDS
            if same and short:
                break
            joined = None
        if joined is None:
            joined = len(chains)
            chains.append([])
        chains[joined].append((a, b))
        open_by_place[(a, b)] = joined
    return [tuple(chain) for chain in chains]


def _aligned(left: Side, right: Side, pairs: Pairs) -> SharedPassage:
    """Align the words of a run of sentences."""
    a0, a1 = pairs[0][0], pairs[-1][0] + 1
    b0, b1 = min(b for _, b in pairs), max(b for _, b in pairs) + 1
    i0, i1, j0, j1 = left.bounds[a0], left.bounds[a1], right.bounds[b0], right.bounds[b1]
    matched: list[tuple[int, int]] = []
    for op in LCSseq.opcodes(left.as_list[i0:i1], right.as_list[j0:j1]):
        if op.tag == "equal":
            length = op.src_end - op.src_start
            matched += [(i0 + op.src_start + k, j0 + op.dest_start + k) for k in range(length)]
    changes = _changes(left, right, matched, ((i0, i1), (j0, j1)))
    matched = [m for m in matched if not any(c.left[0] <= m[0] < c.left[1] for c in changes)]
    return SharedPassage((a0, a1), (b0, b1), tuple(matched), tuple(changes), i1 - i0, j1 - j0)


def _changes(
    left: Side,
    right: Side,
    matched: list[tuple[int, int]],
    bounds: tuple[tuple[int, int], tuple[int, int]],
) -> list[Change]:
    """Return what lies between the matched words, with chance matches in the middle of a change taken in."""
    runs = _runs(matched)
    ends = [(bounds[0][0], bounds[1][0]), *((i + n, j + n) for i, j, n in runs)]
    starts = [*((i, j) for i, j, _ in runs), (bounds[0][1], bounds[1][1])]
    changes: list[Change] = []
    for k, ((i0, j0), (i1, j1)) in enumerate(zip(ends, starts, strict=True)):
        if i0 == i1 and j0 == j1:
            continue
        change = Change((i0, i1), (j0, j1))
        if changes and k and _by_chance(left, runs[k - 1], changes[-1], change):
            change = Change((changes[-1].left[0], i1), (changes[-1].right[0], j1))
            changes.pop()
        changes.append(change)
    return changes


def _by_chance(left: Side, run: tuple[int, int, int], before: Change, after: Change) -> bool:
    """Tell whether a matched run between two changes is no more than a word or some small words.

    Numbers on both sides of it stay apart: "12 morts, 30 blessés" has two changes of figures.
    """
    i, _, length = run
    if left.passages.sentence_starts and left.sentence_of[i] != left.sentence_of[max(i - 1, 0)]:
        return False
    classes = left.passages.word_classes
    are_links = all(classes[k] & LINK for k in range(i, i + length))
    return length == 1 or (are_links and length <= 3)


def _runs(matched: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
    runs: list[tuple[int, int, int]] = []
    for i, j in matched:
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1] = (runs[-1][0], runs[-1][1], runs[-1][2] + 1)
        else:
            runs.append((i, j, 1))
    return runs


def word_span(side: Side, words: tuple[int, int]) -> Span:
    """Return the text span of a range of words that is not empty."""
    return Span(side.starts[words[0]], side.ends[words[1] - 1])


def sentence_span(side: Side, sentences: tuple[int, int]) -> Span:
    """Return the text span of a range of sentences that is not empty."""
    spans = side.passages.sentence_spans
    return Span(spans[sentences[0]].start, spans[sentences[1] - 1].end)
