"""Rows of causes: what accounts say brought about one event, or what their story is about.

Two causes are set side by side only where they are of one event, named by one key in both or meant by both
as what the story is about. Classes of causes that may both have played a part never part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from recoupe.packs.places import is_country
from recoupe.records.accounts import Comparable, Setting
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.values import Cause, Reason
from recoupe.stages.crosscheck.event_facts import name_others
from recoupe.stages.crosscheck.opposites import LATER_HOURS, excluding
from recoupe.stages.crosscheck.rows import Court, by_value, hours_between, is_one_telling, make_row
from recoupe.stages.crosscheck.story_rows import is_told_anew
from recoupe.stages.values.compare import match_values

_GRAVEST: tuple[Relation, ...] = ("contradicts", "differs", "updates", "refines", "agrees")

_Verdict = tuple[Relation, Reason]
_Group = list[Comparable]


def cause_rows(court: Court, told: Sequence[Comparable]) -> Iterator[Comparison]:
    """Yield a row for each event whose cause two accounts tell."""
    last = _last_words(court, told)
    open_ids = _left_open(court, last)
    linked = {
        (a.id, b.id)
        for a, b in combinations(last, 2)
        if court.document_of[a.id] != court.document_of[b.id] and _are_of_one(a, b)
    }
    for members in _gathered(last, linked):
        groups = by_value(members)
        verdicts: dict[tuple[int, int], _Verdict] = {}
        for i, j in combinations(range(len(groups)), 2):
            found = [
                _relation(court, a, b, open_ids)
                for a in groups[i]
                for b in groups[j]
                if {(a.id, b.id), (b.id, a.id)} & linked
            ]
            told_so = [verdict for verdict in found if verdict is not None]
            if told_so:
                verdicts[i, j] = _gravest(told_so)
        if verdicts:
            kept = sorted({i for pair in verdicts for i in pair})
            yield _row(court, [groups[i] for i in kept], _gravest(verdicts.values()))
            continue
        for group in groups:
            if any(is_told_anew(court, a, b) for a, b in combinations(group, 2)):
                yield _row(court, [group], _agreed(court, group))


def _row(court: Court, groups: Sequence[_Group], verdict: _Verdict) -> Comparison:
    return make_row(court, about="story", slot="cause", groups=groups, verdict=verdict)


def _last_words(court: Court, told: Sequence[Comparable]) -> list[Comparable]:
    """Return the causes that count: of those of one article not what it says was thought at first, nor what
    it leaves open where it asserts another."""
    kept = []
    for telling in sorted(told, key=lambda c: c.id):
        others = [
            c
            for c in told
            if c is not telling and court.document_of[c.id] == court.document_of[telling.id]
            if c.polarity == "asserted" and not _setting(c).is_before
        ]
        was_thought = _setting(telling).is_before
        is_less_sure = telling.certainty != "certain" and any(c.certainty == "certain" for c in others)
        is_known = telling.polarity == "unknown" and bool(others)
        is_over = (was_thought or is_less_sure) and any(_part(telling, c) for c in others)
        if is_known or is_over:
            continue
        kept.append(telling)
    return kept


def _left_open(court: Court, told: Sequence[Comparable]) -> set[str]:
    """Return the ids of the causes of articles that give several which exclude each other."""
    return {
        c.id
        for a, b in combinations(told, 2)
        if court.document_of[a.id] == court.document_of[b.id]
        if a.polarity == b.polarity == "asserted" and _part(a, b)
        for c in (a, b)
    }


def _part(left: Comparable, right: Comparable) -> bool:
    return left.polarity == right.polarity and match_values(left.value, right.value) == "apart"


def _setting(told: Comparable) -> Setting:
    assert told.setting is not None
    return told.setting


def _are_of_one(left: Comparable, right: Comparable) -> bool:
    """Tell whether two causes are of one event: in doubt they are not."""
    ours, theirs = _setting(left), _setting(right)
    places = [[key for key in one.places if not is_country(key)] for one in (ours, theirs)]
    if name_others(*places):
        return False
    if ours.noun and theirs.noun:
        return ours.noun == theirs.noun
    if ours.noun or theirs.noun:
        named, other = (ours, theirs) if ours.noun else (theirs, ours)
        is_main = named.noun in named.words or not named.words
        return named.noun in other.words or (is_main and not other.words)
    return bool(set(ours.words) & set(theirs.words)) or not ours.words or not theirs.words


def _gathered(told: Sequence[Comparable], linked: Iterable[tuple[str, str]]) -> list[_Group]:
    """Gather the causes of one event, in order."""
    group_of = {c.id: [c] for c in told}
    for a, b in sorted(linked):
        left, right = group_of[a], group_of[b]
        if left is not right:
            left += right
            for c in right:
                group_of[c.id] = left
    return [group for group in {id(g): g for g in group_of.values()}.values() if len(group) > 1]


def _gravest(verdicts: Iterable[_Verdict]) -> _Verdict:
    return min(verdicts, key=lambda verdict: _GRAVEST.index(verdict[0]))


def _agreed(court: Court, group: _Group) -> _Verdict:
    documents = {court.document_of[c.id] for c in group}
    reason = Reason("same_cause", (("n_articles", str(len(documents))),), (group[0].anchor,))
    return "agrees", reason


def _relation(court: Court, left: Comparable, right: Comparable, open_ids: set[str]) -> _Verdict | None:
    """Return how two causes of one event relate; None when neither says anything about the other."""
    if is_one_telling([left], [right]):
        return None
    evidence = (left.anchor, right.anchor)
    hours = hours_between(court, left, right) or 0.0
    early, late = (left, right) if hours >= 0 else (right, left)
    if "unknown" in (left.polarity, right.polarity):
        is_news = hours != 0 and early.polarity == "unknown" and late.polarity != "unknown"
        return ("updates", Reason("cause_known", (), evidence)) if is_news else None
    if left.polarity == right.polarity:
        match = match_values(left.value, right.value)
        if match in ("finer", "wider"):
            return "refines", Reason("narrower_cause", (), evidence)
        if match != "apart" or left.polarity == "denied" or {left.id, right.id} & open_ids:
            return None
        if abs(hours) >= LATER_HOURS and _is_overruled(early, late):
            return "updates", Reason("cause_known", (), evidence)
        return excluding(court, [left], [right], Reason("other_cause", (), evidence))
    denied, asserted = (left, right) if left.polarity == "denied" else (right, left)
    if asserted.id in open_ids or not _is_within(asserted, denied):
        return None
    if abs(hours) >= LATER_HOURS and (early.polarity == "asserted" or early.certainty != "certain"):
        return "updates", Reason("cause_known", (), evidence)
    return excluding(court, [left], [right], Reason("opposed", (), evidence))


def _is_overruled(early: Comparable, late: Comparable) -> bool:
    """Tell whether the later of two articles says no to the cause that the earlier one tells."""
    assert isinstance(early.value, Cause)
    return not {*early.value.keys, *early.value.within}.isdisjoint(_setting(late).denied)


def _is_within(asserted: Comparable, denied: Comparable) -> bool:
    """Tell whether a denial is of what is asserted: who denies a crime denies arson, and no more."""
    ours, theirs = asserted.value, denied.value
    assert isinstance(ours, Cause) and isinstance(theirs, Cause)
    return bool(theirs.keys) and set(theirs.keys) <= {*ours.keys, *ours.within}
