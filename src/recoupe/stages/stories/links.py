"""Links: pairs of documents that are alike or copied, as columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

from recoupe.stages.stories.days import Ints, Which

Counts = Ints | NDArray[np.uint8]


@dataclass(frozen=True)
class Links:
    """Pairs of documents, each once, by their places.

    chance: that both tell one event, in millionths. percent: copied. The others count what is in common.
    """

    left: Ints
    right: Ints
    chance: Ints
    percent: Counts
    n_names: Counts
    n_days: Counts
    n_encounters: Counts

    def chosen(self, which: Which) -> Self:
        """Return some of the links, by index or by a mask."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    def bare(self) -> Links:
        """Return the links without what a subclass knows of them."""
        return Links(*(getattr(self, field.name) for field in fields(Links)))

    def by_layer(self, layer: Ints) -> Iterator[tuple[Self, Ints, Which]]:
        """Yield for each layer of the documents the links of it and of those below.

        And the places of its own among all links, and which of those yielded they are.
        """
        level = np.maximum(layer[self.left], layer[self.right])
        if not level.any():
            every = np.arange(len(level))
            yield self, every, every
            return
        for one in np.unique(level).tolist():
            known = np.flatnonzero(level <= one)
            own = level[known] == one
            yield self if len(known) == len(level) else self.chosen(known), known[own], own


@dataclass(frozen=True)
class CorpusLinks(Links):
    """The links of a corpus, left before right, sorted; their chances are 0 until they are told.

    strength: of the words in common and copied, in millionths. near, names: as Similar. whole: 1 when both
    are whole articles.
    """

    strength: Ints
    near: Counts
    names: Ints
    whole: Counts
