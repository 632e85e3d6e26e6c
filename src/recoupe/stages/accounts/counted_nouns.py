"""The nouns of what is counted: how they are told apart, and what the pack says of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, takewhile

from recoupe.packs import Pack
from recoupe.stages.text.folded import bare_word


@cache
def noun_key(pack: Pack, word: str) -> str:
    """Return what stands for all forms of a noun: its stem.

    Of nouns for other things that have one stem ("habitant", "habitation"), it is the one that the word is
    most like.
    """
    noun = _singular(pack, word)
    stem = _stem(pack, noun)
    return max(_unlike(pack).get(stem, ()), key=lambda own: _n_alike(own, noun), default=stem)


def _n_alike(left: str, right: str) -> int:
    """Return how many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


@cache
def people(pack: Pack) -> dict[str, bool]:
    """Return by key of a noun for people whether it says no more than that they are people."""
    return {
        noun_key(pack, form): row["general"] == "yes"
        for row in pack.lexicon("people")
        for form in row["forms"].split("|")
    }


@cache
def kinds(pack: Pack) -> dict[str, tuple[int, ...]]:
    """Return by key the rows of things that a noun may name, in their order in the pack's list."""
    found: dict[str, list[int]] = {}
    for i, form in _same_counted(pack):
        found.setdefault(noun_key(pack, form), []).append(i)
    return {key: tuple(rows) for key, rows in found.items()}


@cache
def growing_counts(pack: Pack) -> dict[str, bool]:
    """Return what is counted anew while an event goes on, and whether such a count may fall."""
    rows = {row["what"]: row["falls"] == "yes" for row in pack.lexicon("growing_counts")}
    return rows | {noun_key(pack, word): falls for word, falls in rows.items()}


@cache
def _unlike(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return by stem the nouns that stand for other things than another one of it: they share no row."""
    rows: dict[str, dict[str, set[int]]] = {}
    for i, form in _same_counted(pack):
        noun = _singular(pack, form)
        rows.setdefault(_stem(pack, noun), {}).setdefault(noun, set()).add(i)
    return {
        stem: tuple(sorted(nouns))
        for stem, nouns in rows.items()
        if any(not own & other for own, other in combinations(nouns.values(), 2))
    }


def _same_counted(pack: Pack) -> Iterator[tuple[int, str]]:
    for i, row in enumerate(pack.lexicon("same_counted")):
        for form in row["forms"].split("|"):
            yield i, form


def _singular(pack: Pack, word: str) -> str:
    return str(pack.functions.singular(word.lower()))


def _stem(pack: Pack, noun: str) -> str:
    return bare_word(str(pack.functions.stem(noun)))
