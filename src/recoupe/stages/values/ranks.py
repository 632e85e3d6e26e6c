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
    left, right = set(ours), set(theirs)
    return bool((_nouns(left) & _nouns(right)) - _nouns(left & right))


def _nouns(ranks: Iterable[str]) -> set[str]:
    return {rank.rpartition(":")[0] for rank in ranks}
