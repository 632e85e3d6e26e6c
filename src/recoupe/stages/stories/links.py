"""Links: pairs of documents that are alike or copied, as columns."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from recoupe.stages.stories.days import Ints, Which


@dataclass(frozen=True)
class Links:
    """Pairs of documents, each once, by their places.

    strength: of the words in common and copied, in millionths. percent: copied. names: as Similar. whole: 1
    when both are whole articles. The others count what is in common.
    """

    left: Ints
    right: Ints
    strength: Ints
    percent: Ints
    names: Ints
    whole: Ints
    n_names: Ints
    n_days: Ints
    n_encounters: Ints

    def chosen(self, which: Which) -> Self:
        """Return some of the links, by index or by a mask."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))
