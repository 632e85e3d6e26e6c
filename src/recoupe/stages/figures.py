"""Rows of figures: counts, amounts, shares and votes of one thing, compared where their scope can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from recoupe.records.relations import Comparable, Comparison
from recoupe.records.values import Interval
from recoupe.stages.rows import Court, compared_row

SAME_THING = 86.0
"""Token-set ratio, 0 to 100, above which two wordings count the same thing ("blessés", "blessés graves")."""


def figure_rows(court: Court, told: Sequence[Comparable]) -> Iterable[Comparison]:
    """Yield a row for each thing that at least two articles count; one article's own figures need no row."""
    for group in _by_thing(told):
        if len({court.document_of[c.id] for c in group}) < 2:
            continue
        row = compared_row(court, about="story", slot=group[0].slot, told=group)
        if row is not None:
            yield row


def _by_thing(told: Iterable[Comparable]) -> list[list[Comparable]]:
    groups: list[list[Comparable]] = []
    readable = [c for c in told if isinstance(c.value, Interval) and c.value.of]
    for figure in sorted(readable, key=lambda c: (len(_thing(c)), _thing(c), c.id)):
        for group in groups:
            if _is_same_thing(group[0], figure):
                group.append(figure)
                break
        else:
            groups.append([figure])
    return groups


def _thing(figure: Comparable) -> str:
    assert isinstance(figure.value, Interval)
    return (figure.value.of or "").casefold()


def _is_same_thing(left: Comparable, right: Comparable) -> bool:
    assert isinstance(left.value, Interval) and isinstance(right.value, Interval)
    if left.value.unit != right.value.unit or left.slot != right.slot:
        return False
    return fuzz.token_set_ratio(_thing(left), _thing(right)) >= SAME_THING
