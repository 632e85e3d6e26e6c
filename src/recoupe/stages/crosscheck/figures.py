"""Rows of figures: counts, amounts, shares and votes of one thing, compared where their scope can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from anyascii import anyascii
from rapidfuzz import fuzz

from recoupe.records.relations import Comparable, Comparison
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.rows import Court, compared_row
from recoupe.stages.values.compare import match_values

SAME_THING = 86.0
"""Token-sort ratio, 0 to 100, above which two wordings count the same thing. The order of words is no
matter, a word more is: "blessés graves" are a part of the "blessés"."""

NEAR_CHARS = 60
"""How far on each side of a figure its circumstances are looked for, about ten words of French."""

_WORD = re.compile(r"[^\W\d_]{5,}")


def figure_rows(
    court: Court, told: Sequence[Comparable], *, event_units: frozenset[str]
) -> Iterable[Comparison]:
    """Yield a row for each thing that at least two articles count; one article's own figures need no row.

    event_units: units that say what happened to those counted (the injured, the arrested): of one
    story they are one count. Other things ("passagers") are one count only if the values are the same
    or the words around them agree: three passengers may be some of three hundred.
    """
    for group in (_readable(court, group) for group in _by_thing(told, event_units)):
        if len({court.document_of[c.id] for c in group}) < 2:
            continue
        row = compared_row(court, about="story", slot=group[0].slot, told=group)
        if row is not None:
            yield row


def _readable(court: Court, group: Sequence[Comparable]) -> list[Comparable]:
    """Return the figures whose scope can be read.

    An article that gives one thing several figures speaks of several places, days or parts. Two figures
    can still be told apart by who gives them; of more than two, nobody knows which is which.
    """
    kept: list[Comparable] = []
    for document_id in sorted({court.document_of[c.id] for c in group}):
        own = [c for c in group if court.document_of[c.id] == document_id]
        values: list[Comparable] = []
        # The narrowest first: "at least 70" leaves room for everything and would hide the others.
        for figure in sorted(own, key=lambda c: (_width(c), c.id)):
            if all(match_values(figure.value, other.value) == "apart" for other in values):
                values.append(figure)
        if len(values) == 1:
            kept += own
        elif len(values) == 2:
            kept += [c for c in own if c.authority]
    return kept


def _width(figure: Comparable) -> float:
    value = figure.value
    assert isinstance(value, Interval)
    if value.low is None or value.high is None:
        return float("inf")
    return value.high - value.low


def _by_thing(told: Iterable[Comparable], event_units: frozenset[str]) -> list[list[Comparable]]:
    groups: list[list[Comparable]] = []
    readable = [c for c in told if isinstance(c.value, Interval) and c.value.of]
    for figure in sorted(readable, key=lambda c: (len(_thing(c)), _thing(c), c.id)):
        for group in groups:
            if _is_same_thing(group[0], figure, event_units):
                group.append(figure)
                break
        else:
            groups.append([figure])
    return groups


def _thing(figure: Comparable) -> str:
    assert isinstance(figure.value, Interval)
    return (figure.value.of or "").casefold()


def _is_same_thing(left: Comparable, right: Comparable, event_units: frozenset[str]) -> bool:
    assert isinstance(left.value, Interval) and isinstance(right.value, Interval)
    if (left.value.unit, left.slot, _scope(left)) != (right.value.unit, right.slot, _scope(right)):
        return False
    alike = fuzz.token_sort_ratio(_thing(left), _thing(right)) >= SAME_THING
    if left.value.unit in event_units:
        # "19 blessés" and "19 personnes ont été blessées" have one unit and two nouns.
        return alike or not (" " in _thing(left) or " " in _thing(right))
    if not alike:
        return False
    return match_values(left.value, right.value) == "same" or bool(_near(left) & _near(right))


def _scope(figure: Comparable) -> str:
    """Return the words that limit a figure. In the whole country and in one town are two counts."""
    return " ".join(anyascii(figure.scope or "").casefold().split())


def _near(figure: Comparable) -> frozenset[str]:
    """Return the beginnings of the longer words around a figure, without those of the figure itself."""
    start = figure.anchor.span.start - figure.sentence.span.start
    end = figure.anchor.span.end - figure.sentence.span.start
    around = figure.sentence_text[max(0, start - NEAR_CHARS) : end + NEAR_CHARS]
    own = set(_beginnings(figure.stated)) | set(_beginnings(_thing(figure)))
    return frozenset(_beginnings(around)) - own


def _beginnings(text: str) -> list[str]:
    return [anyascii(word).casefold()[:6] for word in _WORD.findall(text)]
