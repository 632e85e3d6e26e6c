"""What a clause of one article denies, and whether one of another names it: what speaks for one thing."""

from __future__ import annotations

from collections.abc import Collection

from recoupe.records.accounts import CALLS_OFF
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, events_of
from recoupe.stages.crosscheck.trees import Traits

LIGHT = frozenset({"touch"})
"""Events of which the word alone says nothing: whom or what it touches does."""

COPIED = 0.5
"""How much of a denial has to stand in another one before both deny one thing."""


def may_deny(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause names something of what another one denies, and calls nothing off.

    Of who did not attend a mass, "elle a assisté à un concert" says nothing. "L'abandon des suppressions" is
    no contrary of "il n'y aura pas de suppressions".
    """
    reach = set(denied.setting.denied)
    focus = denied.setting.happened or ""
    if CALLS_OFF & affirmed.events - reach or focus not in affirmed.keys:
        return False
    if focus in denied.signs and denied.signs[focus] == affirmed.signs.get(focus):
        # "Accuse de ne pas respecter la trêve" tells what "accuse d'avoir violé la trêve" does.
        return False
    is_said = any(told.is_said and focus in events_of(told) for told in affirmed.setting.tellings)
    if focus in LIGHT and not _is_of_one(denied, affirmed, reach - {focus}):
        return False
    if focus in affirmed.events and not is_said and focus not in affirmed.setting.brings_up:
        # "L'obligation de quitter le territoire" is none of those who leave.
        return False
    return bool(reach & affirmed.keys - (BROAD if reach - BROAD else frozenset()))


def _is_of_one(denied: Fact, affirmed: Fact, rest: Collection[str]) -> bool:
    """Tell whether a clause names what else another denies, or tells something of the same subject."""
    subjects = ({t.before[0] for t in fact.setting.tellings if t.before} for fact in (denied, affirmed))
    return not affirmed.keys.isdisjoint(rest) or bool(set.intersection(*subjects))


def deny_one(one: Fact, other: Fact) -> bool:
    """Tell whether two denials deny one thing."""
    if one.setting.happened != other.setting.happened:
        return False
    return one.in_common(other) >= COPIED * one.weight


def traits_of_denial(denied: Fact, affirmed: Fact) -> Traits:
    """Return what a clause has of what another one denies, by name."""
    focus, missing = denied.setting.happened or "", denied.setting.missing[:1]
    reach = set(denied.setting.denied) - {focus}
    part = denied.weighed(reach & affirmed.keys) / max(0.1, denied.weighed(reach))
    ours, theirs = denied.setting, affirmed.setting
    return {
        "may deny": float(may_deny(denied, affirmed)),
        "names the event denied": float(focus in affirmed.keys),
        "names what is missing": float(not affirmed.keys.isdisjoint(missing)),
        "names of what is denied": float(len(affirmed.keys & set(ours.denied))),
        "names the rest of it": part if reach else 1.0,
        "denies it alone": float(len(denied.keys) <= 2),
        "denies any": float(ours.denies_any),
        "denial in the opening": float(ours.opens),
        "affirmed of a part": float(theirs.is_part),
        "still so": float(ours.is_still or theirs.is_still),
        "so after all": float(bool(theirs.insists)),
        "that one after all": float(not denied.keys.isdisjoint(theirs.insists)),
    }
