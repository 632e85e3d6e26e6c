"""Whether two sentences rank one thing otherwise: the second stage is not the first."""

from __future__ import annotations

from collections.abc import Iterable


def ranked_apart(ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Tell whether two sets of "noun:rank" name a noun in common, and no rank of it.

    >>> ranked_apart(("étape:1",), ("étape:2", "tour:1"))
    True
    >>> ranked_apart(("étape:1",), ("tour:2",))
    False
    """
    left, right = _by_noun(ours), _by_noun(theirs)
    return any(not left[noun] & right[noun] for noun in left.keys() & right.keys())


def _by_noun(ranks: Iterable[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rank in ranks:
        noun, _, number = rank.rpartition(":")
        found.setdefault(noun, set()).add(number)
    return found
