"""How two values of one kind relate: values are compared as values, never as strings."""

from __future__ import annotations

from typing import Literal

from recoupe.records.values import WEEKDAY, Cause, Interval, Label, Topic, Value, When, Where, Who, Words

Match = Literal["same", "finer", "wider", "apart", "unknown"]
"""same: one value. finer: left lies inside right. wider: right lies inside left. apart: no common value.
unknown: they cannot be compared, and nothing may be concluded."""

ROUNDING = 0.05
"""Two figures this close, as a share of the larger one, are one figure rounded differently when a bound
was hedged. Chosen as the step at which French press rounds durations and crowds; see the cases in
tests/unit/test_crosscheck.py."""

ROUGHLY_SO = 0.085
"""The same for what is said to be about or nearly so: "une quinzaine de mètres" of 18, "près d'une heure"
of 50 minutes. Of eight labelled pairs that miss each other by so much seven are told as one figure, of six
that do by up to .15 none is."""

ROUGHLY = 0.1
"""A hedged figure this close to another one that it may be, as a share of the larger, is that one told
roughly."""

_ROUGH = frozenset({"about", "nearly"})


def match_values(left: Value | None, right: Value | None) -> Match:
    """Return how `left` lies to `right`; "unknown" when a value is missing or the kinds differ."""
    if left is None or right is None:
        return "unknown"
    if isinstance(left, Interval) and isinstance(right, Interval):
        return match_intervals(left, right)
    if isinstance(left, When) and isinstance(right, When):
        return match_times(left, right)
    if isinstance(left, Where) and isinstance(right, Where):
        return match_places(left, right)
    if isinstance(left, Label) and isinstance(right, Label):
        return "same" if left == right else "apart"
    if isinstance(left, Who) and isinstance(right, Who):
        return _match_sets(frozenset(left.entity_ids), frozenset(right.entity_ids))
    if isinstance(left, Topic | Words) and isinstance(right, Topic | Words):
        return _match_sets(frozenset(left.keys), frozenset(right.keys))
    if isinstance(left, Cause) and isinstance(right, Cause):
        return match_causes(left, right)
    return "unknown"


def _match_sets(left: frozenset[str], right: frozenset[str]) -> Match:
    if left == right:
        return "same"
    if left and left < right:
        return "wider"
    if right and right < left:
        return "finer"
    return "unknown" if left & right else "apart"


def match_intervals(left: Interval, right: Interval) -> Match:
    """Return how two intervals of one unit lie to each other; "unknown" when the units differ.

    Hedged bounds that miss each other by little (see `ROUNDING`) may still hold the same figure.

    >>> match_intervals(Interval(40, 40, "s"), Interval(60, 75, "s", low_open=True))
    'apart'
    >>> match_intervals(Interval(7200, 7200, "s"), Interval(6480, 7200, "s", hedge="nearly", high_open=True))
    'finer'
    """
    if left.unit != right.unit:
        return "unknown"
    a, b = _bounds(left), _bounds(right)
    if a == b or _are_months_and_days(left, right) or _are_weeks_and_days(left, right):
        return "same"
    if b[0] <= a[0] and a[1] <= b[1]:
        return "finer"
    if a[0] <= b[0] and b[1] <= a[1]:
        return "wider"
    if a[0] <= b[1] and b[0] <= a[1]:
        return "unknown"
    gap = max(a[0] - b[1], b[0] - a[1])
    if _is_in_whole_units(right, left):
        return "finer"
    if _is_in_whole_units(left, right):
        return "wider"
    if _is_rounded(left, right):
        return "wider" if _n_digits(left) < _n_digits(right) else "finer"
    largest = max(abs(x) for x in (*a, *b) if abs(x) != float("inf"))
    hedges = {left.hedge, right.hedge}
    most = ROUGHLY_SO if hedges & _ROUGH else ROUNDING
    if hedges != {"exact"} and gap <= most * largest:
        return "unknown"
    return "apart"


def are_near(left: Interval, right: Interval) -> bool:
    """Tell whether two intervals that may be one lie so near that the one is the other told roughly."""
    a, b = (value.low or value.high or 0.0 for value in (left, right))
    return abs(a - b) <= ROUGHLY * max(abs(a), abs(b))


def _exact(left: Interval, right: Interval) -> tuple[float, float] | None:
    """Return the numbers of two intervals that are one number each; None when either is not."""
    a, b = left.low, right.low
    return None if a is None or b is None or a != left.high or b != right.high else (a, b)


def _is_rounded(left: Interval, right: Interval) -> bool:
    """Tell whether of two exact figures the one with fewer digits is the other one rounded.

    "42 millions" is what a headline makes of 42.3 millions, and "42 degrés" of 41.8. Small whole figures are
    counted, not rounded.
    """
    exact = _exact(left, right)
    if exact is None:
        return False
    a, b = exact
    coarse, fine = sorted((left, right), key=_n_digits)
    if min(a, b) < ROUNDED_FROM and (fine.low or 0.0) % 1 == 0:
        return False
    n = _n_digits(coarse)
    if n == 1 and abs(a - b) > ROUNDED_TO_ONE * max(a, b):
        return False
    return n < _n_digits(fine) and float(f"{fine.low:.{n}g}") == coarse.low


def _is_in_whole_units(coarse: Interval, fine: Interval) -> bool:
    """Tell whether one exact length of time is another one in its whole units, the rest left out.

    "Seize jours et sept heures" are "16 jours, 7 heures et 22 minutes", "sept ans" are 2 628 days, "six
    heures" are "cinq heures cinquante". Of a few units the rest is too much: two hours are not "2 h 40".

    >>> match_intervals(Interval(1407600, 1407600, "s"), Interval(1408920, 1408920, "s"))
    'wider'
    >>> match_intervals(Interval(21600, 21600, "s"), Interval(21000, 21000, "s"))
    'wider'
    """
    exact = _exact(coarse, fine)
    if coarse.unit != "s" or exact is None:
        return False
    a, b = exact
    if a % _FEW_S == 0 and b % _FEW_S and a >= _HOUR and abs(a - b) <= _A_MINUTE_OR_TWO:
        return True
    unit = next((unit for unit in _WHOLE_UNITS if a % unit == 0), None)
    if unit is None or b % unit == 0:
        return False
    return b // unit == a // unit >= _MANY_UNITS or (unit == _HOUR and abs(a - b) <= _FEW_MINUTES)


def _are_months_and_days(left: Interval, right: Interval) -> bool:
    """Tell whether one exact length of time is in months or years and the other their days: they vary.

    >>> match_intervals(Interval(7889400, 7889400, "s"), Interval(7776000, 7776000, "s"))
    'same'
    """
    exact = _exact(left, right)
    if left.unit != "s" or exact is None:
        return False
    a, b = exact
    months = [x / _MONTH for x in (a, b) if x % _MONTH == 0]
    days = [x / _DAY for x in (a, b) if x % _MONTH != 0 and x % _DAY == 0]
    return any(n * 30 - n / 12 <= m <= n * 30 + (n + 1) // 2 + n / 12 for n in months for m in days)


def _are_weeks_and_days(left: Interval, right: Interval) -> bool:
    """Tell whether one exact length of time is a week or two, and the other the days that stand for them.

    Counted with both ends, a week has eight days and a fortnight fifteen.

    >>> match_intervals(Interval(1296000, 1296000, "s"), Interval(1209600, 1209600, "s"))
    'same'
    """
    exact = _exact(left, right)
    return left.unit == "s" and exact is not None and sorted(exact) in _WEEKS_AND_DAYS


_WHOLE_UNITS = (31557600, 2629800, 604800, 86400, 3600, 60)
"""Seconds of a year, a month, a week, a day, an hour and a minute, as times are read (time_units.tsv)."""

_MONTH, _DAY, _HOUR = 2629800, 86400, 3600

_WEEKS_AND_DAYS = ([7 * _DAY, 8 * _DAY], [14 * _DAY, 15 * _DAY])

_FEW_MINUTES = 600
"""Seconds by which a length in whole hours may miss one that is told with its minutes."""

_FEW_S, _A_MINUTE_OR_TWO = 300, 120
"""Seconds in whole multiples of which a length is rounded, and by which it then misses the exact one:
"5 h 30" of 5 hours and 29 minutes."""

_MANY_UNITS = 5
"""From so many units on the rest may be left out: a fifth of the whole at most."""

ROUNDED_TO_ONE = 0.02
"""How far, as a share, a figure lies at most from one of a single digit that it was rounded to: "a billion"
is made of 1.01 billion, and of 1.3 billion it is another figure."""

ROUNDED_FROM = 1000
"""Below this newspapers give whole numbers as they are."""


def _n_digits(value: Interval) -> int:
    """Return the number of digits of a figure without the zeros at its end."""
    return len(f"{value.low:.12g}".replace(".", "").strip("0")) if value.low is not None else 0


def _bounds(value: Interval) -> tuple[float, float]:
    """Return closed bounds: an excluded bound still touches, so that "nearly two hours" meets two hours."""
    low = float("-inf") if value.low is None else value.low
    high = float("inf") if value.high is None else value.high
    return low, high


def match_times(left: When, right: When) -> Match:
    """Return how two said times lie to each other.

    Without bounds on both sides only the words can be compared, and different words say nothing; but a day
    of the week, of an article without a date, takes in any such day.
    """
    if left.edtf == right.edtf:
        # "XXXX-XX-XX" says that a day is meant, not which: only a value with a figure names a time.
        return "same" if any(c.isdigit() for c in left.edtf) else "unknown"
    if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
        if _is_such_a_day(left, right):
            return "finer"
        return "wider" if _is_such_a_day(right, left) else "unknown"
    if (left.earliest, left.latest) == (right.earliest, right.latest):
        # Two wordings with one interval are the same time only if both are as fine as their interval.
        return "same" if left.granularity == right.granularity else "unknown"
    if right.earliest <= left.earliest and left.latest <= right.latest:
        return "finer"
    if left.earliest <= right.earliest and right.latest <= left.latest:
        return "wider"
    if left.earliest < right.latest and right.earliest < left.latest:
        return "unknown"
    return "apart"


def _is_such_a_day(day: When, weekday: When) -> bool:
    """Tell whether `day` is a day of the calendar on the day of the week that is all `weekday` says."""
    if day.earliest is None or day.granularity != "day":
        return False
    return weekday.edtf == f"{WEEKDAY}{day.earliest.isoweekday()}"


def match_places(left: Where, right: Where) -> Match:
    """Return how two places lie to each other; "unknown" unless the gazetteer places both.

    >>> match_places(Where("Le Port", "le port", ("nantes", "FR")), Where("Nantes", "nantes", ("FR",)))
    'finer'
    """
    if left.key == right.key:
        return "same"
    if right.key in left.within:
        return "finer"
    if left.key in right.within:
        return "wider"
    if not left.within or not right.within:
        return "unknown"
    # "Une base militaire", "une base spatiale": what has no name of its own may be called either.
    heads = {place.name.split()[0] for place in (left, right)}
    return "unknown" if len(heads) == 1 and all(head.islower() for head in heads) else "apart"


def match_causes(left: Cause, right: Cause) -> Match:
    """Return how two causes lie to each other; "unknown" when both may be causes of one thing.

    >>> match_causes(Cause(("electrical",), ("technical",)), Cause(("technical",)))
    'finer'
    >>> match_causes(Cause(("electrical",), ("technical",)), Cause(("deliberate",)))
    'apart'
    """
    ours, theirs = set(left.keys), set(right.keys)
    if not ours or not theirs:
        return "same" if ours == theirs else "unknown"
    if ours == theirs:
        return "same"
    if ours & theirs:
        return _match_sets(frozenset(ours), frozenset(theirs))
    if theirs & set(left.within):
        return "finer"
    if ours & set(right.within):
        return "wider"
    may_both_be = (ours | set(left.within)) & set(right.beside) or (theirs | set(right.within)) & set(
        left.beside
    )
    return "unknown" if may_both_be else "apart"
