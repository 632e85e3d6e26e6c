"""Whether the later of two contraries tells what became of the thing, or is another account of it."""

from __future__ import annotations

from datetime import datetime

from recoupe.records.accounts import ADMITS
from recoupe.records.values import When
from recoupe.stages.crosscheck.contested import is_contested
from recoupe.stages.crosscheck.event_facts import Fact, hours_later, in_order
from recoupe.stages.crosscheck.same_event import are_apart
from recoupe.stages.crosscheck.tellings import clashes, follow, told_apart
from recoupe.stages.crosscheck.trees import Traits, trees_in

FILE = "later_statement_trees.json"
"""Written by training/later_statements.py."""

LIKELY = 0.35
"""How likely it must be that the later of two contraries tells what became of the thing. Of 2,415 labelled
pairs, each sixth of the stories left out of training in turn, .86 are told right with 0.4, of those that are
no news .91; by the hours between the articles and words as "désormais" .77. In the tables of these stories
fewer are taken for contradictions than with 0.4."""

NEXT_DAY_HOURS, DAYS_LATER_HOURS = 20.0, 80.0
"""Between two articles, before the contrary of what the first tells is what became of it: where the later one
tells it on nobody's authority, and where it does."""


def have_followed(left: Fact, right: Fact) -> bool:
    """Tell whether the later of two articles tells what became of what the earlier one tells.

    False where it is not known which one is the earlier.
    """
    ordered = in_order(left, right)
    if ordered is None:
        return False
    early, late, _ = ordered
    return has_followed(left, right) or likelihood(early, late) >= LIKELY


def has_followed(left: Fact, right: Fact) -> bool:
    """Tell whether the later of two articles tells a later step of a course of events."""
    ordered = in_order(left, right)
    return ordered is not None and follow(*ordered[:2])


def likelihood(early: Fact, late: Fact) -> float:
    """Return how likely it is that the later of two contraries tells what became of the thing, 0 to 1."""
    return float(trees_in(FILE).chances([traits(early, late)])[0])


def traits(early: Fact, late: Fact) -> Traits:
    """Return what speaks for or against an update, by name. Both facts have a date."""
    ours, theirs = early.voices, late.voices
    hours = hours_later(early, late)
    return {
        **_telling(early, "before"),
        **_telling(late, "later"),
        "hours": hours,
        "by rule": float(_is_news(early, late, hours)),
        "happened since": float(_is_since(late, early.published)),
        "next step": float(follow(early, late)),
        "clashes": float(len(clashes(early, late))),
        "told apart": float(told_apart(early, late)),
        "contested": float(is_contested(early, late) or is_contested(late, early)),
        "words in common": early.in_common(late),
        "other times": float(are_apart(early, late, "time")),
        "one voice": float(bool(ours & theirs)),
        "two voices": float(bool(ours and theirs) and not ours & theirs),
    }


def _telling(fact: Fact, when: str) -> Traits:
    told = fact.setting
    return {
        f"denied {when}": float(fact.told.polarity == "denied"),
        f"quoted {when}": float(fact.told.quoted),
        f"somebody's {when}": float(bool(fact.told.authority)),
        f"any {when}": float(told.denies_any),
        f"missing {when}": float(bool(told.missing)),
        f"after all {when}": float(bool(told.insists)),
        f"of a part {when}": float(told.is_part),
        f"had been so {when}": float(told.is_before),
        f"so at the time {when}": float(told.is_then),
        f"still so {when}": float(told.is_still),
        f"so again {when}": float(told.is_back),
        f"planned {when}": float(told.is_provisional),
        f"over {when}": float(told.noun == "end"),
        f"owned up to {when}": float(ADMITS in told.words),
        f"in the opening {when}": float(told.opens),
        f"words {when}": float(len(fact.keys)),
    }


def _is_since(late: Fact, out: datetime | None) -> bool:
    """Tell whether a clause tells what happened when the earlier article was out already.

    "Il ne démissionne pas", of Friday, is not denied by "il a démissionné samedi".
    """
    starts = [value.earliest for slot, value in late.values if slot == "time" and isinstance(value, When)]
    known = [start for start in starts if start is not None]
    return out is not None and bool(known) and all(start >= out for start in known)


def _is_news(early: Fact, late: Fact, hours: float) -> bool:
    """Tell whether the later article tells what became of what the earlier one tells, as far as rules tell.

    That is so of what was not so yet, of what it says is no longer so, of what somebody owns up to, and of
    the contrary that it tells days later. What somebody says against an account of the day before is no news.
    """
    ours, theirs = early.setting, late.setting
    is_over = theirs.noun == "end"
    is_back = theirs.is_back and late.told.polarity == "asserted"
    was_not_yet = ours.is_still and early.told.polarity == "denied"
    is_awaited = was_not_yet and ours.is_provisional and late.told.polarity == "asserted"
    if is_back or is_awaited or ADMITS in theirs.words:
        return True
    if not is_over and _speaks_of_then(early, late):
        return False
    return is_over or hours >= (DAYS_LATER_HOURS if late.told.authority else NEXT_DAY_HOURS)


def _speaks_of_then(early: Fact, late: Fact) -> bool:
    """Tell whether a later article says what had been so by then: that is no news, but another account.

    So it does of what was so at the time told of, and where it says that there was none of what has happened.
    """
    if late.setting.insists:
        return False
    denies_all = late.told.polarity == "denied" and late.setting.missing and early.told.polarity == "asserted"
    are_over = not early.setting.is_provisional and not late.setting.is_provisional
    return late.setting.is_then or bool(denies_all and are_over)
