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
class Pairs:
    """Pairs of documents, each once, by their places."""

    left: Ints
    right: Ints

    def chosen(self, which: Which) -> Self:
        """Return some of the pairs, by index or by a mask."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))

    def by_layer(self, layer: Ints) -> Iterator[tuple[Self, Ints, Which]]:
        """Yield for each layer of the documents the pairs of it and of those below.

        And the places of its own among all pairs, and which of those yielded they are.
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
class Likeness(Pairs):
    """What two documents have in common: strength, percent, counts and the others as in Similar."""

    strength: Ints
    percent: Counts
    n_names: Counts
    n_days: Counts
    n_encounters: Counts
    near: Counts
    whole: Counts
    names: Ints


@dataclass(frozen=True)
class Links(Pairs):
    """How likely two documents tell one event, in millionths, and what says so: as in LinkedReasons."""

    chance: Ints
    percent: Counts
    n_names: Counts
    n_days: Counts
    n_encounters: Counts


@dataclass(frozen=True)
class Strengths(Pairs):
    """How strong links are and how likely, in hundredths: what the grouping asks for. whole: as in Linked."""

    strength: Ints
    chance: Counts
    whole: Counts

    def as_notices(self, which: Ints) -> Ints:
        """Return strengths of links as those of notices: `similar` scales those of whole articles."""
        strength = self.strength[which]
        whole = np.flatnonzero(self.whole[which])
        strength[whole] = strength[whole] * 8 // 5
        return strength
