"""How likely it is that two clauses of two articles say, of one thing, what cannot both be so.

Learnt: what is asked is whether the one denies what the other affirms, or tells the contrary of it. Whether
that is another account or what became of the thing in the meantime is not asked here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from recoupe.records.accounts import CONTRARY
from recoupe.stages.crosscheck.contested import is_contested
from recoupe.stages.crosscheck.denied_matter import deny_one, traits_of_denial
from recoupe.stages.crosscheck.event_facts import Fact, events_of, hours_later
from recoupe.stages.crosscheck.same_event import are_apart
from recoupe.stages.crosscheck.same_statement import heads, values_part
from recoupe.stages.crosscheck.tellings import Clash, clashes, told_apart, traits_of_clashes
from recoupe.stages.crosscheck.trees import Pair, Traits, trees_in

FILE = "contrary_trees.json"
"""Written by training/contraries.py."""

_MOST_HOURS = 100.0
"""Articles further apart are as far as any."""

_NO_DENIAL = -2.0
"""Said for what is asked of a denial, where neither clause is one."""


def likelihoods(facts: Sequence[Fact], document_of: Mapping[str, str]) -> dict[Pair, float]:
    """Return by the numbers of two facts how likely it is, 0 to 1, that they are contraries of one thing.

    Facts of one article are none, nor are those that nothing sets against each other.
    """
    return trees_in(FILE).likelihoods(traits_of(facts, document_of))


def traits_of(facts: Sequence[Fact], document_of: Mapping[str, str]) -> Iterator[tuple[Pair, Traits]]:
    """Yield by their numbers, the lower one first, what two facts that may be contraries have in common.

    By name; the order of the facts changes nothing.
    """
    documents = [document_of[fact.told.id] for fact in facts]
    found = {
        (i, j): clashing
        for i, j in combinations(range(len(facts)), 2)
        if documents[i] != documents[j]
        if (clashing := _set_against(facts[i], facts[j])) is not None
    }
    count = Counter(frozenset((documents[i], documents[j])) for i, j in found)
    denied = [i for i, fact in enumerate(facts) if fact.told.polarity == "denied"]
    told_by = {(i, documents[k]) for i in denied for k in denied if deny_one(facts[i], facts[k])}
    for (i, j), clashing in found.items():
        first, second = (i, j) if _is_first(facts[i], facts[j]) else (j, i)
        turned = clashing if first == i else [clash.turned() for clash in clashing]
        traits = _traits(facts[first], facts[second], turned)
        traits["denied in both"] = float((first, documents[second]) in told_by)
        traits["pairs"] = math.log(count[frozenset((documents[i], documents[j]))])
        yield (i, j), traits


def _set_against(left: Fact, right: Fact) -> list[Clash] | None:
    """Return what two clauses tell contraries by; None where nothing sets them against each other."""
    if left.told.polarity == right.told.polarity == "denied":
        return None
    found = clashes(left, right)
    is_denial = left.told.polarity != right.told.polarity
    return found if found or (is_denial and not left.keys.isdisjoint(right.keys)) else None


def _is_first(left: Fact, right: Fact) -> bool:
    """Tell whether the left one is asked about first: a denial, else what was published earlier."""
    if left.told.polarity != right.told.polarity:
        return left.told.polarity == "denied"
    if left.published is None or right.published is None or left.published == right.published:
        return left.told.id < right.told.id
    return left.published < right.published


def _traits(first: Fact, second: Fact, clashing: Sequence[Clash]) -> Traits:
    is_denial = first.told.polarity == "denied"
    asked = traits_of_denial(first, second)
    return {
        "a denial": float(is_denial),
        **{name: value if is_denial else _NO_DENIAL for name, value in asked.items()},
        "clashes": float(len(clashing)),
        **traits_of_clashes(first, second, clashing),
        "told apart": float(told_apart(first, second)),
        "contested": float(is_contested(first, second)),
        **_of_words(first, second, clashing),
        **_of_times(first, second),
        **_of_voices(first, second),
    }


def _of_words(first: Fact, second: Fact, clashing: Sequence[Clash]) -> Traits:
    shared = first.keys & second.keys
    events = {state.removeprefix(CONTRARY) for clash in clashing for state in clash.states}
    if not events and first.setting.happened:
        events = {first.setting.happened}
    rest = first.weighed(shared - events)
    least = min(first.weighed(first.keys - events), second.weighed(second.keys - events))
    common = first.weighed(shared)
    pairs = [(a, b) for a in first.setting.tellings for b in second.setting.tellings]
    return {
        "words in common": common,
        "rarest word in common": _rarest(first, shared),
        "part of both": common / max(first.weight + second.weight - common, 0.1),
        "letters in common": float(len(heads(first.told.stated) & heads(second.told.stated))),
        "first clause": first.weight,
        "second clause": second.weight,
        "shorter clause": min(first.weight, second.weight),
        "longer clause": max(first.weight, second.weight),
        "event": _rarest(first, events),
        "words beside it": rest,
        "rarest word beside it": _rarest(first, shared - events),
        "part beside it": rest / least if least > 0 else 1.0,
        "names in common": float(len(set(first.setting.places) & set(second.setting.places))),
        "told in both": float(any(events_of(a) & events_of(b) for a, b in pairs)),
        "one subject": float(any(a.before and a.before[0] in b.before for a, b in pairs)),
    }


def _rarest(fact: Fact, keys: frozenset[str] | set[str]) -> float:
    return max((fact.weight_of.get(key, 1.0) for key in keys), default=0.0)


def _of_times(first: Fact, second: Fact) -> Traits:
    ours, theirs = first.setting, second.setting
    hours = max(-_MOST_HOURS, min(_MOST_HOURS, hours_later(first, second)))
    return {
        "hours later": hours,
        "hours apart": abs(hours),
        "other times": float(are_apart(first, second, "time")),
        "other values": float(values_part(first, second)),
        "so at the time": float(ours.is_then) + float(theirs.is_then),
        "of a part": float(ours.is_part) + float(theirs.is_part),
        "in the opening": float(ours.opens) + float(theirs.opens),
        "planned": float(ours.is_provisional) + float(theirs.is_provisional),
    }


def _of_voices(first: Fact, second: Fact) -> Traits:
    ours, theirs = first.voices, second.voices
    return {
        "first quoted": float(first.told.quoted and not ours & theirs),
        "somebody says the second": float(bool(theirs)),
        "one voice": float(bool(ours & theirs)),
        "two voices": float(bool(ours and theirs) and not ours & theirs),
    }
