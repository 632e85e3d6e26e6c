"""Whether two articles tell one thing of an event: by what the clauses of their facts name."""

from __future__ import annotations

from datetime import timedelta

from recoupe.packs.places import is_country
from recoupe.records.accounts import PUT_OFF, RANK
from recoupe.records.findings import Slot
from recoupe.records.values import When, Where
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, in_order
from recoupe.stages.values.compare import Match, match_values

CLOSE_CLOCKS, ONE_SPELL = timedelta(minutes=45), timedelta(hours=6)
"""Between two hours of the clock that accounts may give one moment, and two of one course of events."""


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


def is_broad(fact: Fact) -> bool:
    """Tell whether a place is a whole country: nearly everything that is told lies in it."""
    return isinstance(fact.told.value, Where) and is_country(fact.told.value.key)
