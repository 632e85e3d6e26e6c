"""Reach: how far apart in time documents may be published and tell one event, and the parts of the weeks."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import numpy as np

from recoupe.stages.stories.days import UNDATED, Ints, Mask

Number = TypeVar("Number", int, Ints)

WINDOW_DAYS, NOTICE_DAYS = 10, 6
"""Two whole articles that were surely published further apart, by the numbers of their days, tell no one
event; nor do two documents of which one is a notice, beyond the second number. Articles come back to an event
a week later: of the labelled pairs of the invented stories of eval/benches/accounts .763 are in one story
within six days, .821 within ten (aside .742 to .793). From eleven on, one event of eval/benches/events is
joined to the next."""
PARTS = 64
"""What is told of all weeks is told week by week, those apart by so many weeks together: so documents without
a date meet a part of the others at a time, and their number is bounded."""


def part_of(day: Number) -> Number:
    """Return the part of the weeks that a day belongs to, by its number."""
    return day // 7 % PARTS


def number_of(day: str) -> int:
    """Return the number of the day that documents are kept under; 0 for those without a date."""
    return 0 if day.startswith(UNDATED) else date.fromisoformat(day).toordinal()


def undated(part: int) -> str:
    """Return what pairs are kept under of which one has no date and the other one of a part of the weeks."""
    return f"{UNDATED} {part}"


def days_between(first: Ints, last: Ints, left: Ints, right: Ints) -> Ints:
    """Return how many days at least lie between the publication of two documents; 0 without a date.

    first, last: the numbers of the days each document may have been published on.
    """
    known = (first[left] > 0) & (first[right] > 0)
    between = np.maximum(first[left] - last[right], first[right] - last[left])
    return np.where(known, np.maximum(between, 0), 0)


def apart(between: Ints, whole: Mask) -> Mask:
    """Tell which pairs were surely published further apart than documents that tell one event."""
    return between > np.where(whole, WINDOW_DAYS, NOTICE_DAYS)
