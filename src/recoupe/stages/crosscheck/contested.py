"""Whether one clause says that there is, or that something is so, where another says that there is none.

Two kinds of evidence stand for one event beside the words in common: one clause says that there is no such
thing at all, or the other one that something is so after all ("a bien été signé").
"""

from __future__ import annotations

from recoupe.records.accounts import CONTRARY
from recoupe.stages.crosscheck.same_event import BROAD, Fact
from recoupe.stages.crosscheck.tellings import GRADED, VAGUE
from recoupe.stages.values.compare import match_values

SHARED = 0.5
"""How much two clauses must have in common besides the thing that is missing in the one: half of a word that
no other clause of the story has."""

_UNCLEAR = VAGUE | GRADED | BROAD


def is_contested(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause affirms the very thing that another one denies."""
    if denied.told.polarity != "denied" or affirmed.told.polarity != "asserted":
        return False
    if affirmed.told.certainty == "probable" or _are_of_two_times(denied, affirmed):
        return False
    return _is_insisted_on(denied, affirmed) or _is_there(denied, affirmed)


def _is_insisted_on(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause says that what another denies first of all is so after all."""
    focus = {denied.setting.happened, *denied.setting.missing[:1]} - _topics(denied, affirmed)
    return any(key in focus - _UNCLEAR for key in affirmed.setting.insists)


def _is_there(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause tells of the thing or event that another says there is none of."""
    missing = denied.setting.missing
    if not missing or missing[0] in _UNCLEAR | _topics(denied, affirmed):
        return False
    reach = set(denied.setting.denied)
    if not reach <= affirmed.keys or missing[0] not in affirmed.affirmed:
        return False
    told = {telling.keys[0].removeprefix(CONTRARY) for telling in affirmed.tellings}
    others = (denied.keys & affirmed.keys) - {missing[0]} - _topics(denied, affirmed)
    if missing[0] in told and (denied.keys <= reach or denied.setting.denies_any):
        return True
    return denied.weighed(others) >= SHARED


def _topics(left: Fact, right: Fact) -> frozenset[str]:
    return left.topics | right.topics


def _are_of_two_times(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses name days or hours that exclude each other."""
    times = [[value for slot, value in fact.values if slot == "time"] for fact in (left, right)]
    return any(match_values(a, b) == "apart" for a in times[0] for b in times[1])
