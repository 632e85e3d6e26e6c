"""Common words: how often the press uses a word whatever the event; so a few articles tell what is rare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from recoupe.packs import Pack
from recoupe.packs.model import commonest_words
from recoupe.stages.stories.columns import NAME, TERM, TITLE, hashed
from recoupe.stages.stories.days import Ints
from recoupe.stages.text.folded import bare
from recoupe.stages.text.name_forms import folded_name
from recoupe.stages.text.words import word_classes

_COMMONEST = 4_000
"""Words that are told how common they are in notices: of a thousand notices less than one has any other."""
_PER_TEN_THOUSAND, _FIRST_PLACES = 30_000, 10
"""A notice of 30 words has the word at place n of the commonest with a chance of 3 in n: by Zipf's law every
10 n-th word is that one. Evened out at the first ten places."""

Hashes = np.typing.NDArray[np.uint64]


def expected_in_articles(hashes: Hashes, packs: Iterable[Pack], *, n: int) -> Ints:
    """Return for each feature in how many of `n` articles of other events it is expected.

    hashes: sorted. 0 for a word that no pack calls common. A word of two languages counts as in the one that
    uses it more.
    """
    return _expected(hashes, map(_in_articles, packs), n=n)


def expected_in_notices(hashes: Hashes, packs: Iterable[Pack], *, n: int) -> Ints:
    """Return for each feature in how many of `n` notices of other events it is expected, as for articles."""
    return _expected(hashes, map(_in_notices, packs), n=n)


def _expected(hashes: Hashes, tables: Iterable[tuple[Hashes, Ints]], *, n: int) -> Ints:
    expected = np.zeros(len(hashes), dtype=np.int64)
    for common, per_ten_thousand in tables:
        if not len(common) or not len(hashes):
            continue
        # These are fewer than the features of some days.
        at = np.minimum(np.searchsorted(hashes, common), len(hashes) - 1)
        met = np.flatnonzero(hashes[at] == common)
        at = at[met]
        expected[at] = np.maximum(expected[at], per_ten_thousand[met] * n // 10_000)
    return expected


@cache
def _in_articles(pack: Pack) -> tuple[Hashes, Ints]:
    """Return the features of common words and names, sorted, and how many of 10,000 articles have each."""
    shares: dict[int, int] = {}
    for row in pack.lexicon("common_words"):
        for feature in _features(pack, row["word"], kind=row["kind"]):
            shares[feature] = max(shares.get(feature, 0), 10 * int(row["per_thousand"]))
    return _sorted(shares)


@cache
def _in_notices(pack: Pack) -> tuple[Hashes, Ints]:
    """Return the features of the commonest words, sorted, and how many of 10,000 notices have each."""
    small = word_classes(pack)
    shares: dict[int, int] = {}
    for place, word in enumerate(commonest_words(pack, _COMMONEST)):
        share = _PER_TEN_THOUSAND // (place + _FIRST_PLACES)
        for part in bare(word).split("-"):
            if len(part) > 1 and part not in small:
                # Words of one stem count together.
                for feature in _features(pack, part, kind="word"):
                    shares[feature] = shares.get(feature, 0) + share
    return _sorted(shares)


def _sorted(shares: Mapping[int, int]) -> tuple[Hashes, Ints]:
    ordered = sorted(shares)
    return np.array(ordered, dtype=np.uint64), np.array([shares[f] for f in ordered], dtype=np.int64)


def _features(pack: Pack, word: str, *, kind: str) -> tuple[int, ...]:
    if kind == "name":
        return (hashed(folded_name(word).replace(" ", ""), NAME),)
    stem = pack.functions.stem(bare(word))
    return hashed(stem, TERM), hashed(stem, TITLE)
