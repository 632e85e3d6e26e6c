"""What one account affirms and another denies, or tells the contrary of: which clauses, and their rows.

How likely two clauses are contraries of one thing is learnt (see `contraries`). Where rules tell that they
are, less is asked: that the one tells apart what the other tells (`tellings`), or says that there is none of
something which the other brings up or insists on (`contested`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import combinations

from recoupe.records.accounts import CALLS_OFF, Comparable
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.values import Interval, Reason, When
from recoupe.stages.crosscheck.alterations import words_of
from recoupe.stages.crosscheck.contested import is_contested
from recoupe.stages.crosscheck.contraries import likelihoods
from recoupe.stages.crosscheck.denied_matter import may_deny
from recoupe.stages.crosscheck.event_facts import Fact, name_others
from recoupe.stages.crosscheck.later_statement import has_followed, have_followed
from recoupe.stages.crosscheck.rows import Court, hours_between, make_row
from recoupe.stages.crosscheck.same_event import contrasted, is_of_then
from recoupe.stages.crosscheck.tellings import may_clash, told_apart
from recoupe.stages.values.days import published_instant
from recoupe.stages.values.ranks import ranked_apart

LATER_HOURS = 10.0
"""Between two articles, before what was planned in the first may have changed in the second."""

ANOTHER_DAY_HOURS = 24.0
"""Between two articles, before another date of one event is a later one. On the open stories of
eval/benches/accounts 20 of 26 dates that far apart are labelled updates."""

NEAR_DAYS = timedelta(days=3)
"""Between two days on which accounts may put one thing that is over. Of labelled dates that far apart at most
and a day or more between their articles all three of training/stories are told as two accounts of one thing;
of two such rows of the stories of 42,000 headlines, four days apart, both are of two things."""

ON_ONE_SIDE = 0.4
"""How much of the shorter of two clauses the other has to say for both to stand on one side of a row."""

LIKELY, LIKELY_BY_RULE = 0.7, 0.25
"""How likely it must be that two clauses are contraries of one thing, and where rules tell that they are. Of
the labelled pairs that are so likely when their story is left out of training .81 are contraries
(training/contraries.py). In the tables of the stories of `training`, .79 of 1,033 pairs that are shown to
part are labelled so; with 0.6 and 0.3 .76 of 1,143, and in the stories of 42,000 headlines, read by eye, ten
of 13 new rows of clauses were wrong."""

LIKELY_OF_ONE_VOICE = 0.5
"""The same where one person says both, and the affirmation names all that the denial does."""

_A_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")

_Group = list[Comparable]


def opposed_rows(court: Court, facts: Sequence[Fact]) -> Iterator[Comparison]:
    """Yield a row for each fact that one account affirms and another denies or tells the contrary of."""
    certain = [f for f in facts if f.told.certainty != "probable"]
    found = list(_closest(court, certain))
    ordered = [f.told for f in certain]
    fact_of = {fact.told.id: fact for fact in certain}
    taken: set[int] = set()
    against: dict[int, set[int]] = {}
    for _, i, j in found:
        against.setdefault(i, set()).add(j)
        against.setdefault(j, set()).add(i)
    for _, i, j in sorted(found):
        if i in taken or j in taken:
            continue
        left = _with_others(court, ordered, [i, *_alike(certain, i, against[j] - taken)])
        right = _with_others(court, ordered, [j, *_alike(certain, j, against[i] - taken)], but=left)
        followed = all(have_followed(fact_of[a.id], fact_of[b.id]) for a in left for b in right)
        if not followed and has_followed(certain[i], certain[j]):
            # News of the one account is none of others that tell of the same day.
            left, right, followed = [ordered[i]], [ordered[j]], True
        taken |= {ordered.index(c) for c in (*left, *right)}
        verdict = _opposed(
            court,
            left,
            right,
            have_followed=followed,
            is_contrast=contrasted(certain[i], certain[j]),
        )
        yield make_row(court, about="story", slot="decision", groups=[left, right], verdict=verdict)


def _closest(court: Court, facts: Sequence[Fact]) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs of contraries that are closest both ways of their two articles, by their distance.

    Two quotations are compared as remarks, unless it is known who says each. What both articles tell in the
    same words is told by neither against the other.
    """
    documents = [court.document_of[fact.told.id] for fact in facts]
    words = [tuple(words_of(fact.told.stated)) for fact in facts]
    told: dict[str, set[tuple[str, ...]]] = {}
    for document, own in zip(documents, words, strict=True):
        told.setdefault(document, set()).add(own)
    likely = likelihoods(facts, court.document_of)
    pairs = [
        (-likely.get((i, j), _closeness(a, b)), i, j)
        for (i, a), (j, b) in combinations(list(enumerate(facts)), 2)
        if documents[i] != documents[j]
        if words[i] not in told[documents[j]] and words[j] not in told[documents[i]]
        if not _are_quoted_from_somebody(a, b)
        and (_may_oppose(a, b, likely=likely.get((i, j), 0.0)) or has_followed(a, b))
        if _are_of_one_time(court, a.told, b.told)
    ]
    best: dict[tuple[int, str], float] = {}
    for score, i, j in pairs:
        for one, other in ((i, j), (j, i)):
            place = one, documents[other]
            best[place] = min(best.get(place, 0.0), score)
    for score, i, j in pairs:
        if score == best[i, documents[j]] == best[j, documents[i]]:
            yield score, i, j


def _are_quoted_from_somebody(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses are quoted, and of one of them it is not known from whom."""
    return left.told.quoted and right.told.quoted and not (left.voices and right.voices)


def _closeness(left: Fact, right: Fact) -> float:
    """Return how much two clauses have in common, 0 to 1."""
    shared = left.in_common(right)
    return shared / max(left.weight + right.weight - shared, 0.1)


def _may_oppose(left: Fact, right: Fact, *, likely: float) -> bool:
    """Tell whether one clause says the contrary of the other. likely: how likely that is of one thing."""
    if name_others(left.setting.places, right.setting.places) or is_of_then(left, right):
        return False
    if contrasted(left, right):
        return True
    if ranked_apart(left.setting.ranks, right.setting.ranks) or likely < LIKELY_BY_RULE:
        return False
    is_told = told_apart(left, right)
    if left.told.polarity == right.told.polarity:
        return is_told or (likely >= LIKELY and may_clash(left, right))
    denied, affirmed = (left, right) if left.told.polarity == "denied" else (right, left)
    if affirmed.setting.is_before and not (denied.setting.is_before or denied.setting.is_then):
        # What had been so once may well be so no more.
        return False
    focus = denied.setting.happened or ""
    if {focus, *denied.setting.missing[:1]} & affirmed.spurned:
        # "Aucune indemnisation n'est prévue", "la justice rejette l'indemnisation".
        return False
    if name_others(denied.subjects(focus), affirmed.subjects(focus)):
        # One party opposes it, another does not.
        return False
    if is_told or is_contested(denied, affirmed):
        return True
    least = LIKELY_OF_ONE_VOICE if _are_of_one_voice(denied, affirmed) else LIKELY
    return likely >= least and (may_deny(denied, affirmed) or may_clash(denied, affirmed))


def _are_of_one_voice(denied: Fact, affirmed: Fact) -> bool:
    """Tell whether somebody denies what he affirms elsewhere, in a clause that names all that is denied."""
    named = denied.voices & affirmed.voices
    return bool(named) and set(denied.setting.denied) <= affirmed.keys


def _are_of_one_time(court: Court, left: Comparable, right: Comparable) -> bool:
    """Tell whether a clause that only foresees something is not set against what had happened by then.

    "Le concert prévu samedi a été annulé" foresees nothing.
    """
    plans = [c for c in (left, right) if c.setting is not None and c.setting.is_provisional]
    if len(plans) != 1:
        return True
    (plan,) = plans
    if plan.setting is not None and set(plan.setting.words) & CALLS_OFF:
        return True
    other = right if plan is left else left
    return other.polarity == "asserted" and (hours_between(court, plan, other) or 0.0) > 0


def _alike(facts: Sequence[Fact], chosen: int, others: Iterable[int]) -> list[int]:
    """Return those of some facts that say much of what the chosen one says, by their numbers."""
    fact = facts[chosen]
    return [
        i
        for i in sorted(others)
        if i != chosen and facts[i].in_common(fact) >= ON_ONE_SIDE * min(facts[i].weight, fact.weight)
    ]


def _with_others(
    court: Court, facts: Sequence[Comparable], chosen: Sequence[int], *, but: Sequence[Comparable] = ()
) -> _Group:
    """Return the chosen facts, the first of each article, of articles that do not stand on the other side."""
    taken = {court.document_of[c.id] for c in but}
    group: _Group = []
    for i in chosen:
        if court.document_of[facts[i].id] not in taken:
            taken.add(court.document_of[facts[i].id])
            group.append(facts[i])
    return group


def _opposed(
    court: Court, left: _Group, right: _Group, *, have_followed: bool, is_contrast: bool
) -> tuple[Relation, Reason]:
    """Return the relation of an affirmation and its denial; in doubt the weaker one.

    have_followed: the later tells what became of the thing. is_contrast: neither denies the other, they
    describe one thing otherwise.
    """
    evidence = (left[0].anchor, right[0].anchor)
    if have_followed:
        planned = any(_is_planned(c) for c in (*left, *right))
        return "updates", Reason("plan_changed" if planned else "what_followed", (), evidence)
    why = Reason("told_otherwise", (), evidence) if is_contrast else Reason("opposed", (), evidence)
    return excluding(court, left, right, why)


def excluding(
    court: Court, left: Sequence[Comparable], right: Sequence[Comparable], why: Reason
) -> tuple[Relation, Reason]:
    """Return the relation of what cannot both be so; in doubt the weaker one, with a reason of its own.

    why: the reason for which they contradict each other.
    """
    evidence = why.anchors
    if any(c.certainty != "certain" for c in (*left, *right)):
        return "differs", Reason("not_both_certain", (), evidence)
    named = [_named(side) for side in (left, right)]
    if any(named) and not named[0] & named[1]:
        return "differs", Reason("different_people_asked", (), evidence)
    if any(court.document_of[c.id] in court.machine_translated for c in (*left, *right)):
        return "differs", Reason("machine_translated", (), evidence)
    return "contradicts", why


def _is_planned(told: Comparable) -> bool:
    return told.setting is not None and told.setting.is_provisional


def _named(side: Sequence[Comparable]) -> set[str]:
    """Return who stands behind some clauses, in lower case."""
    return {source.name.casefold() for told in side for source in told.authority}


def has_changed(court: Court, left: Comparable, right: Comparable) -> bool:
    """Tell whether the later of two articles tells another value that took the place of the earlier one.

    That is so of a plan that it no longer tells, of what is to last longer, and of another date.
    """
    hours = hours_between(court, left, right)
    if not hours:
        return False
    early, late = (left, right) if hours > 0 else (right, left)
    if abs(hours) < LATER_HOURS:
        return False
    if _is_long_over(court, early, late):
        return False
    if _is_planned(early) or _is_longer(early, late):
        return True
    return left.slot == "time" and abs(hours) >= ANOTHER_DAY_HOURS and not _is_past(left, right)


def _is_long_over(court: Court, early: Comparable, late: Comparable) -> bool:
    """Tell whether two near days were over when the earlier article came out: no later news moves them.

    Days told by their number. Of others, and of days further apart, it is less sure that they are of one
    thing.
    """
    out = published_instant(court.published.get(court.document_of[early.id]))
    days = [c.value for c in (early, late) if isinstance(c.value, When) and _A_DAY.search(c.stated)]
    ends = [day.latest for day in days if day.latest is not None]
    if out is None or len(ends) < 2:
        return False
    return abs(ends[0] - ends[1]) <= NEAR_DAYS and max(ends) <= out


def _is_longer(early: Comparable, late: Comparable) -> bool:
    """Tell whether what is to last is told to last longer by a later article: five days, then ten."""
    a, b = early.value, late.value
    if not isinstance(a, Interval) or not isinstance(b, Interval) or late.slot != "duration":
        return False
    return _is_planned(late) and (b.low or 0.0) > (a.low or 0.0)


def _is_past(left: Comparable, right: Comparable) -> bool:
    """Tell whether two hours are those of what happened: another account of it changes nothing of it.

    Two hours of one day are, unless one is foreseen: a day later nobody moves them.
    """
    if any(one.setting is None for one in (left, right)):
        return False
    if all(one.setting is not None and one.setting.main for one in (left, right)):
        return True
    if any(_is_planned(one) for one in (left, right)):
        return False
    hours = [c.value.edtf for c in (left, right) if isinstance(c.value, When) and "T" in c.value.edtf]
    return len(hours) == 2 and hours[0].partition("T")[0] == hours[1].partition("T")[0]
