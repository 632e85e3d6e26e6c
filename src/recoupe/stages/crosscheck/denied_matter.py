"""Whether a clause of one article denies the very thing that a clause of another article affirms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from recoupe.records.accounts import CALLS_OFF
from recoupe.stages.crosscheck.denial_weights import BIAS, WEIGHTS
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, events_of, name_others
from recoupe.stages.crosscheck.odds import likelihood_of
from recoupe.stages.crosscheck.same_statement import heads, values_fit, values_part

_DAYS_LATER = 20.0
"""Hours after its denial from which on an affirmation may tell what became of the thing."""

FEW = 2
"""Pairs of a denial and an affirmation that share a word in two of the short articles learnt from, at the
median. Of two articles that have more, each pair is the less likely to be the one that matters."""

LIGHT = frozenset({"touch"})
"""Events of which the word alone says nothing: whom or what it touches does."""

COPIED = 0.5
"""How much of a denial has to stand in another one before both deny one thing."""


def denials_between(facts: Sequence[Fact], document_of: Mapping[str, str]) -> Mapping[tuple[int, int], float]:
    """Return by the numbers of two facts how likely it is, 0 to 1, that one denies what the other affirms.

    Facts of one article are none of them, nor is a denial that both articles tell. Whether it is another
    account or what became of the thing in the meantime is not asked.
    """
    documents = [document_of[fact.told.id] for fact in facts]
    pairs = pairs_between(facts, document_of)
    count = Counter(frozenset((documents[i], documents[j])) for i, j in pairs)
    denied = [i for i, fact in enumerate(facts) if fact.told.polarity == "denied"]
    told_by = {(i, documents[k]) for i in denied for k in denied if _deny_one(facts[i], facts[k])}
    return {
        (min(i, j), max(i, j)): likelihood(facts[i], facts[j], count[frozenset((documents[i], documents[j]))])
        for i, j in pairs
        if (i, documents[j]) not in told_by
    }


def pairs_between(facts: Sequence[Fact], document_of: Mapping[str, str]) -> list[tuple[int, int]]:
    """Return the pairs of facts of two articles of which the one may deny the other, by their numbers.

    The denial first; in order.
    """
    return [
        (i, j)
        for i, denied in enumerate(facts)
        if denied.told.polarity == "denied"
        for j, affirmed in enumerate(facts)
        if affirmed.told.polarity == "asserted" and may_deny(denied, affirmed)
        if document_of[denied.told.id] != document_of[affirmed.told.id]
    ]


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


def likelihood(denied: Fact, affirmed: Fact, n_pairs: int) -> float:
    """Return how likely it is that one clause denies what the other affirms, 0 to 1.

    n_pairs: of how many such pairs of their articles they are one. A logistic regression; see
    `denial_weights`.
    """
    bias = BIAS - math.log(max(1.0, n_pairs / FEW))
    return likelihood_of(traits(denied, affirmed), bias=bias, weights=WEIGHTS)


def _deny_one(one: Fact, other: Fact) -> bool:
    """Tell whether two denials deny one thing."""
    if one.setting.happened != other.setting.happened:
        return False
    return one.in_common(other) >= COPIED * one.weight


def traits(denied: Fact, affirmed: Fact) -> Iterator[tuple[str, float]]:
    """Yield what two clauses have in common and how they are told, by name; what is not yielded is 0."""
    shared = denied.keys & affirmed.keys
    yield "words in common", math.log(0.5 + denied.weighed(shared))
    yield "rarest word in common", max((denied.weight_of.get(key, 1.0) for key in shared), default=0.0)
    yield "one word in common", float(len(shared) == 1)
    yield "several words in common", float(len(shared) > 2)
    yield "letters in common", float(len(heads(denied.told.stated) & heads(affirmed.told.stated)))
    yield "size of the denial", math.log(0.5 + denied.weight)
    yield "size of the affirmation", math.log(0.5 + affirmed.weight)
    yield from _of_what_is_denied(denied, affirmed)
    yield from _of_voices(denied, affirmed)
    ours, theirs = denied.setting, affirmed.setting
    yield "denial in the opening", float(ours.opens)
    yield "affirmed of a part", float(theirs.is_part)
    yield "had not been so", float(ours.is_before)
    yield "still so", float(ours.is_still or theirs.is_still)
    yield "so at the time", float(ours.is_then or theirs.is_then)
    yield "so after all", float(bool(theirs.insists))
    yield "that one after all", float(bool(denied.keys & set(theirs.insists)))
    yield "one value", float(values_fit(denied, affirmed))
    yield "other values", float(values_part(denied, affirmed))
    yield "other towns", float(name_others(ours.towns, theirs.towns))
    yield "other places", float(name_others(ours.places, theirs.places))
    if denied.published is not None and affirmed.published is not None:
        hours = (affirmed.published - denied.published).total_seconds() / 3600
        yield "denied days later", float(hours < -_DAYS_LATER)


def _of_what_is_denied(denied: Fact, affirmed: Fact) -> Iterator[tuple[str, float]]:
    focus = denied.setting.happened or ""
    yield "names it alone", float(len(affirmed.keys) <= 2)
    yield "denies it alone", float(len(denied.keys) <= 2)
    yield "tells it first", float(any(telling.keys[:1] == (focus,) for telling in affirmed.tellings))
    yield "denies any", float(denied.setting.denies_any)
    reach = set(denied.setting.denied) - {focus}
    part = denied.weighed(reach & affirmed.keys) / max(0.1, denied.weighed(reach))
    yield "names the rest of it", part if reach else 1.0
    pairs = [(a, b) for a in denied.setting.tellings for b in affirmed.setting.tellings]
    yield "told in both", float(any(events_of(a) & events_of(b) for a, b in pairs))
    yield "one subject", float(any(a.before and a.before[0] in b.before for a, b in pairs))


def _of_voices(denied: Fact, affirmed: Fact) -> Iterator[tuple[str, float]]:
    ours, theirs = ({s.name.casefold() for s in f.told.authority} for f in (denied, affirmed))
    yield "denial quoted", float(denied.told.quoted and not ours & theirs)
    yield "somebody affirms", float(bool(theirs))
    yield "one voice", float(bool(ours & theirs))
    yield "two voices", float(bool(ours and theirs) and not ours & theirs)
