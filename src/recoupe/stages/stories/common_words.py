"""Common words: how often the press uses a word whatever the event; so a few articles tell what is rare."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np

from recoupe.packs import Pack
from recoupe.stages.stories.days import NAME, TERM, TITLE, Ints, hashed
from recoupe.stages.text.folded import bare
from recoupe.stages.text.name_forms import folded_name


def expected_counts(hashes: np.typing.NDArray[np.uint64], packs: Iterable[Pack], *, n: int) -> Ints:
    """Return for each feature in how many of `n` articles of other events it is expected.

    0 for a word that no pack calls common. A word of two languages counts as in the one that uses it more.
    """
    expected = np.zeros(len(hashes), dtype=np.int64)
    for pack in packs:
        common, per_thousand = _common(pack)
        if not len(common):
            continue
        at = np.minimum(np.searchsorted(common, hashes), len(common) - 1)
        found = np.where(common[at] == hashes, per_thousand[at] * n // 1000, 0)
        expected = np.maximum(expected, found)
    return expected


@cache
def _common(pack: Pack) -> tuple[np.typing.NDArray[np.uint64], Ints]:
    """Return the features of common words and names, sorted, and how many of 1,000 articles have each."""
    shares: dict[int, int] = {}
    for row in pack.lexicon("common_words"):
        for feature in _features(pack, row["word"], kind=row["kind"]):
            shares[feature] = max(shares.get(feature, 0), int(row["per_thousand"]))
    ordered = sorted(shares)
    return np.array(ordered, dtype=np.uint64), np.array([shares[f] for f in ordered], dtype=np.int64)


def _features(pack: Pack, word: str, *, kind: str) -> tuple[int, ...]:
    if kind == "name":
        return (hashed(folded_name(word).replace(" ", ""), NAME),)
    stem = pack.functions.stem(bare(word))
    return hashed(stem, TERM), hashed(stem, TITLE)
