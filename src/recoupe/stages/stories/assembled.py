"""A story put together from its documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from recoupe.records.ids import make_id
from recoupe.records.stories import FoundStory
from recoupe.records.values import Reason

_FAR = 10**9


@dataclass(frozen=True)
class Teller:
    """A document as a story holds it.

    first, last: numbers of the days between which it was published; 0 without a date. layer: above 0 of a
    source that floods the store. joined: why it belongs to the story.
    """

    id: str
    first: int
    last: int
    layer: int
    joined: tuple[Reason, ...]


def in_order(teller: Teller) -> tuple[int, str]:
    """Return what a story sorts its documents by: publication, last those without a date; then id."""
    return teller.first or _FAR, teller.id


def assembled(
    tellers: Sequence[Teller], *, related: tuple[tuple[str, Reason], ...], thread: str | None
) -> FoundStory:
    """Return the story that some documents tell, in order."""
    ordered = sorted(tellers, key=in_order)
    least = min(each.layer for each in ordered)
    seed = next(each for each in ordered if each.layer == least)
    dated = [each for each in ordered if each.first]
    return FoundStory(
        make_id("story", seed.id),
        seed.id,
        tuple(each.id for each in ordered),
        _midnight(min(each.first for each in dated)) if dated else None,
        _midnight(max(each.last for each in dated)) + timedelta(days=1) if dated else None,
        tuple(() if each is seed else each.joined for each in ordered),
        related,
        thread,
        tuple(each.layer - least for each in ordered) if any(each.layer > least for each in ordered) else (),
        tuple(each.first for each in ordered),
        tuple(each.last for each in ordered),
    )


def tellers_of(found: FoundStory) -> list[Teller]:
    """Return the documents that a story was put together from."""
    layers = found.layers or (0,) * len(found.document_ids)
    columns = zip(found.document_ids, found.first, found.last, layers, found.joined, strict=True)
    return [Teller(*each) for each in columns]


@lru_cache(maxsize=1024)
def _midnight(day: int) -> datetime:
    return datetime.combine(datetime.fromordinal(day), time(), UTC)
