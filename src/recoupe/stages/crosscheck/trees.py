"""Trees: what traits that speak for and against something make of it together, where none speaks alone.

A sum of small decision trees (gradient boosting: Friedman, Greedy function approximation, 2001), read from a
file that training writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import msgspec
import numpy as np
from numpy.typing import NDArray

from recoupe.stages.values.compare import Match

Pair = tuple[int, int]
"""Two things of two articles, by the place of each among those of its article."""
Traits = dict[str, float]
"""What speaks for or against something, by name."""

CLOSENESS: Mapping[Match, float] = {"apart": 0.0, "unknown": 1.0, "wider": 2.0, "finer": 2.0, "same": 3.0}
"""How near two values are, as a trait: which of the two is the finer says nothing of the pair."""


class TreesFile(msgspec.Struct, frozen=True):
    """What the file of some trees says.

    says: what they tell and what taught them. traits: names, numbered by their places. start: the logarithm
    of odds that the trees add to. trees: each a list of its nodes, the first one first: a question is the
    number of a trait, the greatest value that leads to the first answer, and the two nodes it leads to; a
    leaf is what it adds.
    """

    says: str
    traits: tuple[str, ...]
    start: float
    trees: tuple[tuple[tuple[int, float, int, int] | float, ...], ...]


@dataclass(frozen=True)
class Trees:
    """Trees as columns of nodes, one tree after the other; a leaf leads to itself.

    traits: the names they ask for. roots: the first node of each. steps: from a root to the farthest leaf.
    """

    traits: tuple[str, ...]
    start: float
    roots: NDArray[np.int64]
    trait: NDArray[np.int64]
    most: NDArray[np.float32]
    yes: NDArray[np.int64]
    no: NDArray[np.int64]
    adds: NDArray[np.float64]
    steps: int

    def chances(self, told: Iterable[Mapping[str, float]]) -> NDArray[np.float64]:
        """Return how likely each is, 0 to 1, in order. told: the traits of each, by name.

        Raises KeyError where a trait is not told that the trees ask for.
        """
        rows = [[one[name] for name in self.traits] for one in told]
        table = np.array(rows, dtype=np.float32).reshape(len(rows), len(self.traits))
        node = np.tile(self.roots, (len(rows), 1))
        row = np.arange(len(rows))[:, None]
        for _ in range(self.steps):
            is_yes = table[row, self.trait[node]] <= self.most[node]
            node = np.where(is_yes, self.yes[node], self.no[node])
        odds: NDArray[np.float64] = self.start + self.adds[node].sum(axis=1)
        return 1 / (1 + np.exp(-odds))

    def likelihoods(self, pairs: Iterable[tuple[Pair, Traits]]) -> dict[Pair, float]:
        """Return how likely each pair is, 0 to 1. pairs: each with its traits, all that the trees ask for."""
        found = dict(pairs)
        return dict(zip(found, self.chances(found.values()).tolist(), strict=True))


@cache
def trees_in(name: str) -> Trees:
    """Return the trees of a file that stands beside this module, read once."""
    raw = resources.files(__package__).joinpath(name).read_bytes()
    return columns_of(msgspec.json.decode(raw, type=TreesFile))


def columns_of(file: TreesFile) -> Trees:
    """Return the trees of a file as columns of nodes."""
    roots: list[int] = []
    nodes: list[tuple[int, float, int, int, float]] = []
    steps = 0
    for tree in file.trees:
        first = len(nodes)
        roots.append(first)
        for place, node in enumerate(tree, first):
            if isinstance(node, float):
                nodes.append((0, 0.0, place, place, node))
            else:
                nodes.append((node[0], node[1], first + node[2], first + node[3], 0.0))
        steps = max(steps, _depth(tree, 0))
    trait, most, yes, no, adds = (list(values) for values in zip(*nodes, strict=True))
    return Trees(
        file.traits,
        file.start,
        np.array(roots, dtype=np.int64),
        np.array(trait, dtype=np.int64),
        np.array(most, dtype=np.float32),
        np.array(yes, dtype=np.int64),
        np.array(no, dtype=np.int64),
        np.array(adds, dtype=np.float64),
        steps,
    )


def _depth(tree: tuple[tuple[int, float, int, int] | float, ...], place: int) -> int:
    node = tree[place]
    if isinstance(node, float):
        return 0
    return 1 + max(_depth(tree, node[2]), _depth(tree, node[3]))


def ahead_of(own: float, alike: Mapping[Pair, float], rivals: Iterable[Iterable[Pair]]) -> list[float]:
    """Return by how much a pair is more alike than the likest of either side that could be meant instead.

    own: how much alike it is. rivals: the other pairs of the one, and of the other; the whole where none is.
    """
    return [own - max((alike[pair] for pair in side), default=0.0) for side in rivals]
