"""Whether one clause says that there is, or that something is so, where another says that there is none.

Two kinds of evidence stand for one event beside the words in common: one clause says that there is no such
thing at all, or the other one that something is so after all ("a bien été signé").
"""

from __future__ import annotations

from recoupe.records.accounts import CONTRARY
from recoupe.stages.crosscheck.event_facts import BROAD, Fact
from recoupe.stages.crosscheck.same_event import are_apart
from recoupe.stages.crosscheck.tellings import GRADED, RARE, VAGUE

SHARED = 0.5
"""How much two clauses must have in common besides the thing that is missing in the one: half of a word that
no other clause of the story has."""

_UNCLEAR = VAGUE | GRADED | BROAD


def is_contested(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause affirms the very thing that another one denies."""
    if denied.told.polarity != "denied" or affirmed.told.polarity != "asserted":
        return False
    if affirmed.told.certainty == "probable" or are_apart(denied, affirmed, "time"):
        return False
    return _is_insisted_on(denied, affirmed) or _is_there(denied, affirmed)


def _is_insisted_on(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause says that what another denies first of all is so after all."""
    focus = {denied.setting.happened, *denied.setting.missing[:1]} - _topics(denied, affirmed)
    return any(key in focus - _UNCLEAR for key in affirmed.setting.insists)


def _is_there(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether a clause tells of the thing or event that another says there is none of."""
    missing, reach = denied.setting.missing, set(denied.setting.denied)
    if any(denied.weighed((thing,)) >= RARE for thing in _brought_up(denied, affirmed)):
        return True
    if not missing or not reach <= affirmed.keys or missing[0] not in affirmed.affirmed:
        return False
    topics = _topics(denied, affirmed)
    if missing[0] in _UNCLEAR | topics:
        return False
    if missing[0] in denied.signs and denied.signs[missing[0]] == affirmed.signs.get(missing[0]):
        # "Aucun survivant" tells of deaths as "28 morts" does.
        return False
    told = {telling.keys[0].removeprefix(CONTRARY) for telling in affirmed.tellings}
    if missing[0] in told and (denied.keys <= reach or denied.setting.denies_any):
        return True
    return denied.weighed((denied.keys & affirmed.keys) - {missing[0]} - topics) >= SHARED


def _brought_up(denied: Fact, affirmed: Fact) -> frozenset[str]:
    """Return what one clause says there is none of and the other brings up as new.

    "Tous avaient un gilet" is the contrary of "pas de gilets de sauvetage"; so is "des passagers avaient des
    gilets" of "aucun passager ne portait de gilet".
    """
    missing = denied.setting.missing
    if affirmed.setting.is_provisional or set(denied.setting.denied) - affirmed.keys - set(missing):
        return frozenset()
    things = set(missing if set(missing) <= affirmed.keys else missing[:1])
    found = things & set(affirmed.setting.brings_up) & affirmed.affirmed
    return frozenset(found - _UNCLEAR - _topics(denied, affirmed))


def _topics(left: Fact, right: Fact) -> frozenset[str]:
    return left.topics | right.topics
