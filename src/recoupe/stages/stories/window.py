"""Documents of a few days as sparse tables, and what any two of them have in common.

All sums are of whole numbers below 2**53, so that they do not depend on the order of the terms.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from recoupe.packs import Pack
from recoupe.records.stories import DayProfiles
from recoupe.stages.stories.columns import KIND_BITS, KINDS, NAME, NAME_WORD, TERM, TITLE
from recoupe.stages.stories.common_words import expected_in_articles, expected_in_notices
from recoupe.stages.stories.days import Ints, Mask, column, order_of, stretches

OTHER_NOTICES = 700
"""A few notices say little about how rare a word is: as if so many others had been read before, in which the
words of the language are as common as the pack says. So the words of a day's great event, which are common on
that day, stay rarer than those. On eleven days of headlines, each left out of the learning in its turn, with
300 others, each with other words, pairs P .815, R .644, F .720; so P .799, R .675, F .732. Of the pairs that
tell one event .77 are looked at, .73 before."""
_OTHER_ARTICLES = 1000
"""As many other articles have been read before, in which common words are as common as the pack says. Of the
articles of the invented stories of eval/benches/accounts, each story in a store of its own, pairs in one
story rise by it from .57 to .66 (aside), with no more pairs joined among 400 press articles."""
_STEPS = 20
"""Steps of a rarity of 1, so that one more document moves few weights, and few pairs are told anew."""
_NEARLY = 1 - 1e-9
_MAX_CELLS, _MAX_TERMS_MET = 250_000, 250_000
"""Bounds of one step of the comparison, about 10 MB, so that it stays in the processor's cache: pairs of
documents, and terms that two have in common."""
_MAX_PAIRS = 500_000
"""Pairs that are near enough are handed on by so many: about 100 MB for all that is told of them."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Table:
    """What documents have of one kind, as in DayProfiles: in order of documents, then features.

    row, feature, weight: of each, its document, a small number for what it is, and how much it says, by
    rarity: a whole number. starts: the first one of each document, and the number of all. n_features: as
    Window. What follows is told when it is asked for: of most kinds it is not.
    """

    row: Ints
    feature: Ints
    weight: Ints
    starts: Ints
    n_features: int

    @cached_property
    def keys(self) -> Ints:
        """Row and feature as one number."""
        return self.row * self.n_features + self.feature

    @cached_property
    def norms(self) -> Floats:
        """Squared length of each document."""
        n = len(self.starts) - 1
        squares = self.weight.astype(np.float64) ** 2
        return np.bincount(self.row, weights=squares, minlength=n).astype(np.float64)


@dataclass(frozen=True)
class Window:
    """Documents side by side.

    tables: by kind. n_features: one more than the greatest number of a feature; a stem has one number, in a
    title as in a text. notices, series, voices, told: as in DayProfiles. features: of each document a hash of
    all that it has and of what it weighs.
    """

    document_ids: tuple[str, ...]
    first: Ints
    last: Ints
    tables: Mapping[int, Table]
    n_features: int
    notices: Ints
    series: Ints
    voices: Ints
    told: Ints
    features: NDArray[np.uint64]


def window_of(
    blocks: Sequence[DayProfiles], chosen: Mask | None = None, *, packs: Iterable[Pack] = ()
) -> Window:
    """Return documents of some days side by side, their words and names weighed by rarity among them.

    chosen: which of all the documents of these days; all when not given. packs: of the languages, which know
    what words are common in any article.
    """
    every = tuple(chain.from_iterable(block.document_ids for block in blocks))
    chosen = np.ones(len(every), dtype=bool) if chosen is None else chosen
    ids = tuple(compress(every, chosen.tolist()))

    def joined(name: str, kind: str) -> Ints:
        return column(b"".join(getattr(block, name) for block in blocks), kind)[chosen]

    # Each day knows its features in order, so that not all that its documents have is put in order again.
    known, number = np.unique(
        np.frombuffer(b"".join(block.known for block in blocks), "<u8"), return_inverse=True
    )
    begins = np.cumsum([0, *(len(block.known) // 8 for block in blocks)])
    lengths = [len(block.features) // 4 for block in blocks]
    feature = number[
        column(b"".join(block.features for block in blocks), "<u4") + np.repeat(begins[:-1], lengths)
    ]
    stated = column(b"".join(block.weights for block in blocks), "<i4")
    counts = np.concatenate([np.diff(column(block.bounds, "<i4")) for block in blocks] or [begins[:0]])
    if not chosen.all():
        of_chosen = np.repeat(chosen, counts)
        feature, stated, counts = feature[of_chosen], stated[of_chosen], counts[chosen]
    row = np.repeat(np.arange(len(ids)), counts)
    kinds = (known & np.uint64(KIND_BITS)).astype(np.uint8)
    notices = joined("notices", "<i8")
    rare = _rare(known, kinds, row, feature, notices, packs=tuple(packs))
    kind = kinds[feature]
    weight = _weighed(stated, kind, rare)
    sums = np.cumsum(mixed(known[feature], weight.view(np.uint64)), dtype=np.uint64)
    of_rows = np.diff(np.append(np.uint64(0), sums)[np.cumsum([0, *counts])])
    feature = _by_stem(known, kinds)[feature]
    # Of bytes a stable argsort only counts.
    order = np.argsort(kind, kind="stable")
    row, feature, weight = row[order], feature[order], weight[order]
    ends = np.cumsum(np.bincount(kind, minlength=KIND_BITS + 1)).tolist()
    tables = {}
    for one in KINDS:
        at = slice(ends[one - 1] if one else 0, ends[one])
        tables[one] = _table(row[at], feature[at], weight[at], n=len(ids), n_features=len(known))
    return Window(
        ids,
        joined("first", "<i4"),
        joined("last", "<i4"),
        tables,
        len(known),
        notices,
        joined("series", "<i8"),
        joined("voices", "<i8"),
        joined("told", "<i4"),
        of_rows,
    )


def mixed(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a hash of two numbers, for many at once: of what is mixed so, sums tell as much as lists do."""
    found = one + other * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        found = (found ^ (found >> np.uint64(shift))) * np.uint64(factor)
    last: NDArray[np.uint64] = found ^ (found >> np.uint64(31))
    return last


def _table(row: Ints, feature: Ints, weight: Ints, *, n: int, n_features: int) -> Table:
    starts = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n))])
    return Table(row, feature, weight, starts, n_features)


def _by_stem(known: NDArray[np.uint64], kinds: NDArray[np.uint8]) -> Ints:
    """Return a small number for each hash; a stem has one number, in a title as in a text.

    Those of one kind are in order of their hashes.
    """
    number = np.arange(len(known))
    titles = np.flatnonzero(kinds == TITLE)
    in_text = known[titles] - np.uint64(TITLE - TERM)
    at = np.searchsorted(known, in_text)
    number[titles] = np.where(known[at] == in_text, at, titles)
    return number


def _rare(
    known: NDArray[np.uint64],
    kinds: NDArray[np.uint8],
    row: Ints,
    feature: Ints,
    notices: Ints,
    *,
    packs: tuple[Pack, ...],
) -> Ints:
    """Return how rare the features of all documents are; those of notices by what is common in notices."""
    n_with = np.bincount(feature, minlength=len(known))
    whole = notices == 0
    rare = np.zeros((2, len(known)), dtype=np.int64)
    for place, own, expect, n_others in (
        (0, whole, expected_in_articles, _OTHER_ARTICLES),
        (1, ~whole, expected_in_notices, OTHER_NOTICES),
    ):
        if own.any():
            is_squared = (kinds == NAME) | ((kinds == TERM) & (n_others == _OTHER_ARTICLES))
            rare[place] = _rarities(n_with + expect(known, packs, n=n_others), is_squared, n=len(notices))
    found: Ints = rare.reshape(-1)[feature + np.where(whole, 0, len(known))[row]]
    return found


def _rarities(n_with: Ints, is_squared: NDArray[np.bool_], *, n: int) -> Ints:
    """Return how rare features are that stand in so many of n documents, in hundredths.

    is_squared: of which the square counts, for the terms and names of whole articles, since on 480 invented
    articles of which 40 tell 20 events twice (authored-fr, every date ignored) 15 of the 20 pairs are then
    above the 20 most alike of 114,940 others; 8 with plain TF-IDF. Plain for notices: on three days of
    headlines (eval/benches/stories) squared rarity costs .08 of pairs F.
    """
    # To a power of two, so that the tables are made once for many days.
    most = 1 << int(n_with.max(initial=0)).bit_length()
    plain, squared = (
        _rarity(most, _steps_of(n + others), power)[n_with]
        for power, others in ((1, OTHER_NOTICES), (2, _OTHER_ARTICLES))
    )
    return np.where(is_squared, squared, plain)


@lru_cache(maxsize=64)
def _rarity(most: int, of_all: int, power: int) -> Ints:
    """Return how rare a feature is that stands in 0, 1, 2 … `most` documents, to a power, in hundredths.

    In natural logarithms. of_all: the steps of the number of all documents.
    """
    steps = (max(0, of_all - _steps_of(count + 1)) / _STEPS for count in range(most + 1))
    return np.array([round(100 * value**power) for value in steps], dtype=np.int64)


def rarest_in(n: int) -> float:
    """Return the weight of a word of a title that no other of n notices has: in steps, as all weights are."""
    return 100 * _steps_of(n + OTHER_NOTICES) / _STEPS


def _steps_of(count: int) -> int:
    return round(math.log(max(count, 1)) * _STEPS)


def _weighed(stated: Ints, kind: NDArray[np.uint8], rare: Ints) -> Ints:
    """Return the weight of each feature: by its count in the document and by its rarity."""
    is_term = (kind == TERM) | (kind == TITLE)
    is_name = (kind == NAME) | (kind == NAME_WORD)
    return np.where(is_term, (stated * rare + 500) // 1000, np.where(is_name, rare, 1))


def alike(
    window: Window, rows: Ints, among: Ints | None = None, *, at_least: float
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Yield (rows, other documents, cosines of their terms) of the pairs whose cosine is high enough.

    among: the other documents, in order; all when not given. Each pair of two of `rows` comes once. Comes in
    parts of some `_MAX_PAIRS`, so that memory stays bounded.
    """
    among = np.arange(len(window.document_ids)) if among is None else among
    found: list[tuple[Ints, Ints, Floats]] = []
    for step in _alike(window, rows, among, at_least=at_least) if len(among) else ():
        found.append(step)
        if sum(len(left) for left, _, _ in found) >= _MAX_PAIRS:
            yield _one_part(found)
            found = []
    if found:
        yield _one_part(found)


def _one_part(steps: Sequence[tuple[Ints, Ints, Floats]]) -> tuple[Ints, Ints, Floats]:
    left, right, cosines = zip(*steps, strict=True)
    return np.concatenate(left), np.concatenate(right), np.concatenate(cosines)


def _alike(
    window: Window, rows: Ints, among: Ints, *, at_least: float
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Yield what `alike` does, step by step: one row against all others, or about `_MAX_CELLS`."""
    n = len(among)
    terms = window.tables[TERM]
    of_row, mine = stretches(terms.starts[rows], np.diff(terms.starts)[rows])
    is_met = np.zeros(window.n_features, dtype=bool)
    is_met[terms.feature[mine]] = True
    _, told = stretches(terms.starts[among], np.diff(terms.starts)[among])
    told = told[is_met[terms.feature[told]]]
    by_feature = told[order_of(terms.feature[told])]
    n_told = np.bincount(terms.feature[told], minlength=window.n_features)
    starts = np.concatenate([[0], np.cumsum(n_told)])
    weight = terms.weight.astype(np.float64)
    place = np.full(len(window.document_ids), -1, dtype=np.int64)
    place[among] = np.arange(n)
    postings, weights = place[terms.row[by_feature]], weight[by_feature]
    lengths = np.sqrt(terms.norms)
    # One without a term is near to none.
    reached = np.where(lengths > 0, lengths, np.inf)
    place[:] = -1
    place[rows] = np.arange(len(rows))
    n_met = n_told[terms.feature[mine]]
    met_before = np.concatenate([[0], np.cumsum(np.bincount(of_row, weights=n_met, minlength=len(rows)))])
    begin = 0
    while begin < len(rows):
        end = int(np.searchsorted(met_before, met_before[begin] + _MAX_TERMS_MET, "right")) - 1
        end = max(begin + 1, min(end, begin + max(1, _MAX_CELLS // n), len(rows)))
        low, high = np.searchsorted(of_row, [begin, end])
        part, met = mine[low:high], n_met[low:high]
        _, at = stretches(starts[terms.feature[part]], met)
        cells = np.repeat((of_row[low:high] - begin) * n, met) + postings[at]
        products = np.repeat(weight[part], met) * weights[at]
        sums = np.bincount(cells, weights=products, minlength=(end - begin) * n)
        # Most pairs are far below: only those near enough are looked at one by one.
        least = np.multiply.outer(at_least * _NEARLY * reached[rows[begin:end]], reached[among])
        met_cells = np.flatnonzero(sums >= least.reshape(-1))
        left, right = met_cells // n + begin, among[met_cells % n]
        cosine = sums[met_cells] / (lengths[rows[left]] * lengths[right])
        # The pair of two rows is met from both sides, and each row meets itself.
        kept = np.flatnonzero((cosine >= at_least) & ((place[right] < 0) | (place[right] > left)))
        yield rows[left[kept]], right[kept], cosine[kept]
        begin = end


def _shared(window: Window, left: Ints, right: Ints, *, kind: int, within: int) -> tuple[Ints, Ints, Ints]:
    """Return what the left ones of some pairs have of a kind and the right ones have of the kind `within`.

    Of each such feature: the place of the pair, and its weight in both documents.
    """
    pair, weights, found = _looked_up(window, left, right, kind=kind, within=within)
    both = np.flatnonzero(found >= 0)
    return pair[both], weights[both], window.tables[within].weight[found[both]]


def _looked_up(window: Window, left: Ints, right: Ints, *, kind: int, within: int) -> tuple[Ints, Ints, Ints]:
    """Return all that the left ones of some pairs have of a kind: the place of the pair, and the weight.

    And where the right one has it among all features of the kind `within`; -1 where it has not.
    """
    mine, keys = window.tables[kind], window.tables[within].keys
    pair, at = stretches(mine.starts[left], mine.starts[left + 1] - mine.starts[left])
    wanted = right[pair] * window.n_features + mine.feature[at]
    found = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    has = keys[found] == wanted if len(keys) else np.zeros(len(found), dtype=bool)
    return pair, mine.weight[at], np.where(has, found, -1)


def in_common(window: Window, left: Ints, right: Ints, *, kind: int) -> tuple[Ints, Floats]:
    """Return for each pair of documents how many features of a kind both have, and their product."""
    pair, one, other = _shared(window, left, right, kind=kind, within=kind)
    n_both = np.bincount(pair, minlength=len(left)).astype(np.int64)
    return n_both, np.bincount(pair, weights=one * other, minlength=len(left)).astype(np.float64)


def cosines(window: Window, left: Ints, right: Ints, *, kind: int) -> tuple[Ints, Floats]:
    """Return for each pair of documents how many features of a kind both have, and the cosine of those."""
    n_both, products = in_common(window, left, right, kind=kind)
    norms = window.tables[kind].norms
    lengths = np.sqrt(norms[left] * norms[right])
    return n_both, np.divide(products, lengths, out=np.zeros(len(left)), where=lengths > 0)


def title_told(window: Window, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    """Return how much of the title of the left one of each pair the right one tells, and which rare words.

    The share by the weights of the words, 0 to 1, 0 without a title. Of each pair the weights of the second
    and the third rarest word that the right one tells, in its title or below, and of the second rarest one
    that it does not tell; 0 where there are not so many.
    """
    pair, weights, found = _looked_up(window, left, right, kind=TITLE, within=TERM)
    whole = np.bincount(pair, weights=weights, minlength=len(left))
    told = np.flatnonzero(found >= 0)
    of_told = np.bincount(pair[told], weights=weights[told], minlength=len(left))
    share: Floats = np.divide(of_told, whole, out=np.zeros(len(left)), where=whole > 0)
    untold = np.flatnonzero(found < 0)
    _, second, third = _rarest(pair[told], weights[told], len(left))
    _, news, _ = _rarest(pair[untold], weights[untold], len(left))
    return share, np.stack([second, third, news], axis=1)


def _rarest(pair: Ints, weights: Ints, n_pairs: int) -> tuple[Floats, ...]:
    """Return the three greatest weights of each pair, 0 for none."""
    # One number each, so that they are sorted at once: first by the pair, the greatest weight first.
    most = int(weights.max(initial=0)) + 1
    ranked = np.sort((pair + 1) * most - 1 - weights)
    pair, weights = ranked // most, most - 1 - ranked % most
    n_before = np.cumsum(np.bincount(pair, minlength=n_pairs))
    place = np.arange(len(pair)) - np.concatenate([[0], n_before])[pair]
    found = np.zeros((3, n_pairs))
    kept = place < 3
    found[place[kept], pair[kept]] = weights[kept]
    return tuple(found)
