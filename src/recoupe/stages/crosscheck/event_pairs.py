"""How likely two times, durations or places of two articles are of one event, by all that speaks for it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from recoupe.records.values import Interval, When
from recoupe.stages.crosscheck.event_facts import BROAD, NEWS_DAYS, Fact, name_others
from recoupe.stages.crosscheck.same_event import (
    ONE_SPELL,
    are_close,
    are_main,
    match,
)
from recoupe.stages.crosscheck.trees import CLOSENESS, Pair, Traits, ahead_of, trees_in
from recoupe.stages.values.compare import Match, match_values
from recoupe.stages.values.ranks import ranked_apart

FILE = "event_trees.json"
"""Written by training/events.py."""

_SLOTS: Mapping[str, float] = {"time": 0.0, "duration": 1.0, "place": 2.0}

_MOST_DAYS = 400.0
"""Times further apart are as far as any."""

_NONE = -1.0
"""Said for a distance of which one end is not told."""


def likelihoods(ours: Sequence[Fact], theirs: Sequence[Fact]) -> dict[Pair, float]:
    """Return how likely facts of one slot of two articles are of one event, 0 to 1, by the places of both.

    ours, theirs: all facts of this slot of each.
    """
    return trees_in(FILE).likelihoods(traits_of(ours, theirs))


def traits_of(ours: Sequence[Fact], theirs: Sequence[Fact]) -> Iterator[tuple[Pair, Traits]]:
    """Yield by the places of both what facts of two articles have in common and in what they part, by name.

    The order of the two articles changes nothing.
    """
    shared = {(i, j): a.in_common(b) for i, a in enumerate(ours) for j, b in enumerate(theirs)}
    matches = {(i, j): match(ours[i], theirs[j]) for i, j in shared}
    for (i, j), words in shared.items():
        left, right = ours[i], theirs[j]
        rivals = [(i, k) for k in range(len(theirs)) if k != j], [(k, j) for k in range(len(ours)) if k != i]
        ahead = ahead_of(words, shared, rivals)
        traits = {
            **_of_words(left, right, words),
            **_of_events(left, right),
            **_of_values(left, right, matches[i, j]),
            **_of_tellings(left, right),
            "likelier than others": min(ahead),
            "likelier than others of one": max(ahead),
            "others": float(sum(map(len, rivals))),
            "others of one value": float(sum(any(matches[p] == "same" for p in own) for own in rivals)),
        }
        yield (i, j), traits


def _of_words(left: Fact, right: Fact, shared: float) -> Traits:
    least = min(left.weight, right.weight)
    n_keys = sorted((len(left.keys), len(right.keys)))
    return {
        "words in common": shared,
        "part of the shorter": shared / max(least, 0.1),
        "part of both": shared / max(left.weight + right.weight - shared, 0.1),
        "shorter clause": math.log(0.5 + least),
        "words": float(len(left.keys & right.keys)),
        "words that tell": float(len(left.telling_keys & right.telling_keys)),
        "fewer words": float(n_keys[0]),
        "more words": float(n_keys[1]),
    }


def _of_events(left: Fact, right: Fact) -> Traits:
    both = left.events & right.events
    a, b = left.setting, right.setting
    signed = [left.signs[event] == right.signs[event] for event in left.signs.keys() & right.signs.keys()]
    return {
        "events in common": float(len(both - BROAD)),
        "broad event in common": float(bool(both) and not both - BROAD),
        "events": float(len(left.events) + len(right.events)),
        "event among the other's words": float(bool(left.events & right.keys or right.events & left.keys)),
        "other event": float(bool(left.events) and bool(right.events) and not both),
        "no event": float((not left.events) + (not right.events)),
        "so in both": float(sum(signed)),
        "so in one": float(len(signed) - sum(signed)),
        "same happened": float(a.happened is not None and a.happened == b.happened),
        "same person": float(a.person is not None and a.person == b.person),
        "places": float(bool(a.places) + bool(b.places)),
        "places in common": float(len(set(a.places) & set(b.places))),
        "two towns": float(name_others(a.towns, b.towns)),
        "other ranks": float(ranked_apart(a.ranks, b.ranks)),
    }


def _of_values(left: Fact, right: Fact, found: Match) -> Traits:
    a, b = left.setting, right.setting
    beside = [
        match_values(ours, theirs)
        for slot, ours in left.values
        for other, theirs in right.values
        if slot == other != left.told.slot
    ]
    grains = [left.grain, right.grain]
    return {
        "values": CLOSENESS[found],
        "slot": _SLOTS[left.told.slot],
        "far apart": _distance(left, right),
        "days apart": _days(left.told.value, right.told.value),
        "hours apart": _NONE if left.clock is None or right.clock is None else _gap(left.clock - right.clock),
        "clocks close": float(are_close(left, right)),
        "clocks": float((left.clock is not None) + (right.clock is not None)),
        "one grain": float(grains[0] == grains[1] != ""),
        "days": float(grains.count("day")),
        "far from the news": float(left.is_far + right.is_far),
        "one longer time": float(grains[0] not in ("", "day") and found == "same"),
        "values of the kind": float(left.n_alike + right.n_alike),
        "values of the kind in one": float(max(left.n_alike, right.n_alike)),
        "bounds": float((left.bound != "") + (right.bound != "")),
        "other bound": float(left.bound != right.bound),
        "hours of what both are about": float(are_main(left, right)),
        "main hours": float(bool(a.main) + bool(b.main)),
        "main hours told": float((a.main == "told") + (b.main == "told")),
        "other values in common": float(beside.count("same")),
    }


def _of_tellings(left: Fact, right: Fact) -> Traits:
    a, b = left.setting, right.setting
    when = [fact.published for fact in (left, right)]
    between = _NONE if when[0] is None or when[1] is None else min(_MOST_DAYS, _gap(when[0] - when[1]))
    return {
        "in the opening": float(a.opens + b.opens),
        "planned": float(a.is_provisional + b.is_provisional),
        "so before": float(a.is_before + b.is_before),
        "still so": float(a.is_still + b.is_still),
        "so then": float(a.is_then + b.is_then),
        "names no day": float(a.names_no_day + b.names_no_day),
        "other stance": float(a.stance != b.stance),
        "other certainty": float(left.told.certainty != right.told.certainty),
        "denied": float((left.told.polarity == "denied") + (right.told.polarity == "denied")),
        "other polarity": float(left.told.polarity != right.told.polarity),
        "quoted": float(left.told.quoted + right.told.quoted),
        "authorities": float(bool(left.told.authority) + bool(right.told.authority)),
        "hours between the articles": between,
    }


def _gap(time: timedelta) -> float:
    return abs(time) / timedelta(hours=1)


def _days(left: object, right: object) -> float:
    if not isinstance(left, When) or not isinstance(right, When) or not left.earliest or not right.earliest:
        return _NONE
    return min(_MOST_DAYS, abs(left.earliest - right.earliest) / timedelta(days=1))


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
