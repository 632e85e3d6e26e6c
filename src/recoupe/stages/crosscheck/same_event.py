"""Whether two articles tell one thing of an event: by what the clauses of their facts name."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import timedelta

from recoupe.records.accounts import PUT_OFF, RANK
from recoupe.records.findings import Slot
from recoupe.records.values import Interval, When
from recoupe.stages.crosscheck.event_facts import BROAD, NEWS_DAYS, Fact, in_order
from recoupe.stages.crosscheck.event_weights import BIAS, WEIGHTS
from recoupe.stages.crosscheck.odds import likelihood_of
from recoupe.stages.values.compare import Match, match_values

CLOSE_CLOCKS, ONE_SPELL = timedelta(minutes=45), timedelta(hours=6)
"""Between two hours of the clock that accounts may give one moment, and two of one course of events."""

A_YEAR = 31557600
"""In seconds, from which on a length is hardly that of the news."""

FEW = 2
"""An article that tells more hours, days or durations than these tells of many things."""

_MOST_SHARED = 4.0
"""Rare words in common beyond these say no more."""


def _are_of_one_day(left: Fact, right: Fact) -> bool:
    if left.published is None or right.published is None:
        return False
    return abs(left.published - right.published) < timedelta(days=1)


def contrasted(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses say of one thing what cannot both be true: a grey car and a white one.

    What is said of no thing that is named is of one only where one thing happens. The sixth and the eighth
    of their kind are two unless both are told on one day.
    """
    is_one_event = bool(left.events & right.events - BROAD)
    return any(
        right.contrasts.get((kind, thing), value) != value
        and (_are_of_one_day(left, right) if kind == RANK else thing or is_one_event)
        for (kind, thing), value in left.contrasts.items()
    )


def is_of_then(left: Fact, right: Fact) -> bool:
    """Tell whether the one clause says what is so until a time, and the other what is so from then on.

    "Fermé jusqu'à vendredi" is no contrary of "rouvrira samedi".
    """
    return any(
        until.until is not None
        and any(
            isinstance(value, When) and value.earliest is not None and value.earliest >= until.until
            for slot, value in later.values
            if slot == "time"
        )
        for until, later in ((left, right), (right, left))
    )


def may_be_one(left: Fact, right: Fact) -> bool:
    """Tell whether anything speaks for two facts being of one event: words, or times few things share."""
    if left.keys & right.keys or are_close(left, right) or are_main(left, right):
        return True
    return (left.is_far and right.is_far) or are_lone(left, right)


def are_lone(left: Fact, right: Fact) -> bool:
    """Tell whether two durations are the only ones of their articles; years that people tell are theirs."""
    if not left.told.slot == right.told.slot == "duration" or not left.n_alike == right.n_alike == 1:
        return False
    values = [f.told.value for f in (left, right) if f.told.quoted or f.told.authority]
    return all(isinstance(v, Interval) and (v.high or v.low or 0.0) < A_YEAR for v in values)


def are_main(left: Fact, right: Fact) -> bool:
    """Tell whether two facts tell the hour of what their articles are about, within one course of events.

    One of the two has to say so: the first hours that two articles tell may be of two things.
    """
    mains = (left.setting.main, right.setting.main)
    if "told" not in mains or not all(mains) or left.clock is None or right.clock is None:
        return False
    return abs(left.clock - right.clock) <= ONE_SPELL


def are_close(left: Fact, right: Fact) -> bool:
    """Tell whether two facts tell hours of the clock that accounts may give one moment."""
    if left.clock is None or right.clock is None:
        return False
    return abs(left.clock - right.clock) <= CLOSE_CLOCKS


def is_put_off(left: Fact, right: Fact) -> bool:
    """Tell whether the later of two articles puts off what the earlier one foresees, to another time."""
    ordered = in_order(left, right)
    if ordered is None:
        return False
    early, late, then = ordered
    when = early.told.value
    if PUT_OFF not in late.keys - early.keys or not isinstance(when, When):
        return False
    if when.earliest is None or when.earliest <= then:
        return False
    shared = (left.events & right.events) - BROAD - {PUT_OFF}
    return any(left.signs.get(event) == right.signs.get(event) for event in shared)


def are_apart(left: Fact, right: Fact, slot: Slot) -> bool:
    """Tell whether two clauses tell values of a slot that exclude each other."""
    ours, theirs = ([value for own, value in fact.values if own == slot] for fact in (left, right))
    return any(match_values(a, b) == "apart" for a in ours for b in theirs)


def match(left: Fact, right: Fact) -> Match:
    """Return how the values of two facts of one slot relate."""
    return match_values(left.told.value, right.told.value)


def likelihood(left: Fact, right: Fact) -> float:
    """Return how likely it is that two times, durations or places are of one event, 0 to 1.

    A logistic regression on what their clauses have in common; see `event_weights`.
    """
    return likelihood_of(traits(left, right), bias=BIAS, weights=WEIGHTS)


def traits(left: Fact, right: Fact) -> Iterator[tuple[str, float]]:
    """Yield what two facts have in common and in what they part, by name; what is not yielded is 0."""
    shared = left.in_common(right)
    least = min(left.weight, right.weight)
    both = left.events & right.events
    yield "words in common", min(_MOST_SHARED, shared)
    yield "part of the shorter", shared / max(least, 0.1)
    yield "part of both", shared / max(left.weight + right.weight - shared, 0.1)
    yield "shorter clause", math.log(0.5 + least)
    yield "event in common", float(bool(both - BROAD))
    yield "broad event in common", float(bool(both) and not both - BROAD)
    yield (
        "event among the other's words",
        float(bool((left.events & right.keys) | (right.events & left.keys))),
    )
    yield "other event", float(bool(left.events) and bool(right.events) and not both)
    yield "no event", float((not left.events) + (not right.events))
    a, b = left.setting, right.setting
    yield "both in the opening", float(a.opens and b.opens)
    yield "one in the opening", float(a.opens != b.opens)
    yield "both planned", float(a.is_provisional and b.is_provisional)
    yield "one planned", float(a.is_provisional != b.is_provisional)
    yield "one uncertain", float(left.told.certainty != right.told.certainty)
    yield "both quoted", float(left.told.quoted and right.told.quoted)
    yield "nothing in common", float(not left.keys & right.keys)
    yield from _of_values(left, right)


def _of_values(left: Fact, right: Fact) -> Iterator[tuple[str, float]]:
    values, slot = match(left, right), left.told.slot
    yield f"slot: {slot}", 1.0
    yield f"values: {values}", 1.0
    yield f"{slot}s: {values}", 1.0
    yield f"{slot}s far apart", _distance(left, right)
    shared = left.in_common(right)
    yield f"{slot}: part of both", shared / max(left.weight + right.weight - shared, 0.1)
    yield f"{slot}: nothing in common", float(not left.keys & right.keys)
    yield f"{slot}: event in common", float(bool(left.events & right.events - BROAD))
    yield f"only {slot} of both", float(left.n_alike == right.n_alike == 1)
    yield f"one of many {slot}s", float(max(left.n_alike, right.n_alike) > FEW)
    yield "other bound", float(left.bound != right.bound)
    yield "one grain", float(left.grain == right.grain != "")
    both_far = left.is_far and right.is_far
    is_day = left.grain == "day"
    yield "both far from the news", float(both_far)
    yield "one far day", float(both_far and is_day and values == "same")
    yield "one longer time", float(left.grain not in ("", "day") and values == "same")
    yield "clocks close", float(are_close(left, right))
    yield "hours of what both are about", float(are_main(left, right))
    yield "hour of what one is about", float(bool(left.setting.main) != bool(right.setting.main))
    if left.clock is not None and right.clock is not None and not are_close(left, right):
        is_near = abs(left.clock - right.clock) <= ONE_SPELL
        yield ("clocks of one spell" if is_near else "clocks far apart"), 1.0


def _distance(left: Fact, right: Fact) -> float:
    a, b = left.told.value, right.told.value
    if isinstance(a, Interval) and isinstance(b, Interval):
        sizes = [x.low or x.high or 0.0 for x in (a, b)]
        return min(5.0, abs(math.log((sizes[0] + 1) / (sizes[1] + 1))))
    if isinstance(a, When) and isinstance(b, When) and a.earliest and b.earliest:
        # A month to and fro is little for what is years away, and much for the news of the day.
        away = [
            abs(when.earliest - fact.published)
            for when, fact in ((a, left), (b, right))
            if when.earliest is not None and fact.published is not None
        ]
        near = 1 + min(away, default=timedelta()) / NEWS_DAYS
        return min(5.0, math.log(1 + abs(a.earliest - b.earliest) / ONE_SPELL / near))
    return 0.0
