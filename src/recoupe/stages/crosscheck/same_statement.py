"""Whether clauses of two articles state one thing alike: by what they tell, and of whom or what."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache

from recoupe.records.accounts import Telling
from recoupe.records.values import Interval, Value
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, name_others
from recoupe.stages.crosscheck.odds import likelihood_of
from recoupe.stages.crosscheck.same_event import contrasted
from recoupe.stages.crosscheck.statement_weights import BIAS, WEIGHTS
from recoupe.stages.text.folded import bare
from recoupe.stages.values.compare import are_near, match_values

_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBERED = re.compile(r"(?P<word>[^\W\d_]{4,}) (?P<number>\d+)(?!\w)")
_HEAD_CHARS = 5
"""Letters that a noun has in common with its verb or adjective: "éboulement", "éboulé"."""

_ACCEPT = "accept"
"""The event whose contrary turns round what it is told of."""

MANY = 3
"""Words that two clauses have to share which name no event in common."""


def may_be_alike(left: Fact, right: Fact) -> bool:
    """Tell whether nothing that two clauses say keeps them from stating one thing alike.

    What is quoted is a remark, and has rows of its own.
    """
    if left.told.quoted or right.told.quoted or left.told.polarity != right.told.polarity:
        return False
    if contrasted(left, right):
        return False
    n_shared = len(left.telling_keys & right.telling_keys)
    both = left.events & right.events
    if left.told.certainty != right.told.certainty or n_shared < (1 if both else MANY):
        return False
    # "La canicule s'est étendue" is not "la canicule a provoqué des décès".
    if n_shared == 1 and left.said - both and right.said - both:
        return False
    if any(left.signs[event] != right.signs[event] for event in left.signs.keys() & right.signs.keys()):
        return False
    # "A refusé l'offre d'une hausse" is not "propose une hausse".
    if (left.signs.get(_ACCEPT) is False) != (right.signs.get(_ACCEPT) is False):
        return False
    one, other = left.setting, right.setting
    if name_others(one.places, other.places) and name_others(one.towns, other.towns):
        return False
    if any(_are_turned(a, b) for a in left.tellings for b in right.tellings):
        return False
    return not (values_part(left, right) or _numbered_otherwise(left, right))


def likelihood(left: Fact, right: Fact) -> float:
    """Return how likely it is that two clauses that may be alike state one thing, 0 to 1."""
    return likelihood_of(traits(left, right), bias=BIAS, weights=WEIGHTS)


def traits(left: Fact, right: Fact) -> Iterator[tuple[str, float]]:
    """Yield what two clauses have in common and in what they part, by name; what is not yielded is 0."""
    shared = left.weighed(left.telling_keys & right.telling_keys)
    least = min(left.weight, right.weight)
    yield "words in common", math.log(0.5 + shared)
    yield "shorter clause", math.log(0.5 + least)
    yield "part of both", shared / max(left.weight + right.weight - shared, 0.1)
    ours, theirs = heads(left.told.stated), heads(right.told.stated)
    yield "letters in common", len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    one, other = left.setting, right.setting
    yield "names in common", float(min(2, len(set(one.places) & set(other.places))))
    yield "one value", float(values_fit(left, right))
    yield "both denied", float(left.told.polarity == right.told.polarity == "denied")
    yield "one planned", float(one.is_provisional != other.is_provisional)
    yield "one in the opening", float(one.opens != other.opens)
    yield from _of_events(left, right)


def _of_events(left: Fact, right: Fact) -> Iterator[tuple[str, float]]:
    both = left.events & right.events
    yield "event in common", float(bool(both - BROAD))
    yield "broad event in common", float(bool(both) and not both - BROAD)
    yield "only named in one", float(bool(both - BROAD - (left.said & right.said)))
    yield "other events", float(min(len(left.events - both), len(right.events - both)))
    told = [(a, b) for a in left.tellings for b in right.tellings if set(a.keys) & set(b.keys)]
    yield "told in both", float(bool(told))
    yield "one subject", float(any(_have_one_subject(a, b) for a, b in told))


def _have_one_subject(left: Telling, right: Telling) -> bool:
    ours, theirs = left.before, right.before
    return bool(ours and theirs) and (ours[0] in theirs or theirs[0] in ours)


def _are_turned(left: Telling, right: Telling) -> bool:
    """Tell whether who does something in one clause suffers it in the other: "A a percuté B"."""
    if not set(left.keys) & set(right.keys):
        return False
    ours, theirs = ((set(t.before) - {*t.behind}, set(t.behind) - {*t.before}) for t in (left, right))
    return bool(ours[0] & theirs[1]) and bool(ours[1] & theirs[0])


@cache
def heads(stated: str) -> frozenset[str]:
    """Return the first letters of the longer words of a clause, folded."""
    return frozenset(word[:_HEAD_CHARS] for word in _LONG_WORD.findall(bare(stated)))


def values_fit(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses give one time or figure."""
    return any(_fit(a, b) for _, a in left.values for _, b in right.values)


def values_part(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses give times, or figures of one kind, of which none fits."""
    slots = {slot for slot, _ in left.values} & {slot for slot, _ in right.values}
    return any(
        not any(_fit(a, b) for one, a in left.values for other, b in right.values if one == other == slot)
        for slot in sorted(slots)
    )


def _numbered_otherwise(left: Fact, right: Fact) -> bool:
    """Tell whether a number stands behind one word in both, and not the same: "niveau 1", "niveau 2"."""
    ours, theirs = (
        {m["word"]: m["number"] for m in _NUMBERED.finditer(bare(f.told.stated))} for f in (left, right)
    )
    return any(ours[word] != theirs[word] for word in ours.keys() & theirs.keys())


def _fit(left: Value, right: Value) -> bool:
    """Tell whether two values are one, of which one may be told more roughly; 51 is no "more than 30"."""
    if isinstance(left, Interval) and isinstance(right, Interval) and not are_near(left, right):
        return False
    return match_values(left, right) in ("same", "finer", "wider")
