"""Rows of the story's own facts: durations, times, and what one account affirms and another denies.

Two facts are of one thing when their clauses name the same event, or enough of the same words. In doubt
nothing is set side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from msgspec.structs import replace

from recoupe.records.findings import Slot
from recoupe.records.relations import Comparable, Comparison, Relation, Setting
from recoupe.records.values import Interval, Reason, When
from recoupe.stages.crosscheck.rows import Court, hours_between, judge, make_row, same_valued
from recoupe.stages.values.compare import match_values

CONTRARY = "-"
"""Stands before the key of an event that a word says the contrary of."""

LATER_HOURS = 10.0
"""Between two articles, before what was planned in the first may have changed in the second."""

BROAD = frozenset({"hold", "meet", "play", "arrive", "attend", "leave", "begin", "end"})
"""Events of which a story may have several: one such word alone says too little."""

MIN_SHARED = 2
"""Words that two clauses have to share before one can deny the other."""

NEARLY_ALL = 0.6
"""Part of the words of the shorter clause that the other one has to have."""

OFTEN = 4
"""Clauses of one article that name a key before it is what the article is about."""

AFFIRMED_SHARE = 0.4
"""Part of the affirming clause that the denial has to name: longer clauses tell something else besides."""

HEDGED_GAP = 0.15
"""Two durations that part by less than this share are one when a writer rounds one of them."""

_Pair = tuple[float, int, int]
_Group = list[Comparable]


def story_rows(
    court: Court, told: Sequence[Comparable], settled: Iterable[Comparison]
) -> Iterator[Comparison]:
    """Yield the rows of the story's own facts.

    settled: rows of encounters; where one of them sets two accounts side by side, no other row of its slot
    does.
    """
    rows = list(settled)
    told = _without_topics(court, told)
    for slot, likeness in (("duration", _same_spell), ("time", _same_moment), ("place", _same_spot)):
        facts = sorted((c for c in told if c.slot == slot), key=lambda c: c.id)
        pairs = [
            (-score, i, j)
            for (i, a), (j, b) in combinations(list(enumerate(facts)), 2)
            if court.document_of[a.id] != court.document_of[b.id] and (score := likeness(a, b)) > 0
        ]
        for group in _gathered(court, facts, pairs):
            yield from _row(court, group, rows)
    yield from _opposed_rows(court, [c for c in told if c.slot == "decision"])


def _without_topics(court: Court, told: Sequence[Comparable]) -> list[Comparable]:
    """Return the facts without the keys that an article names again and again: all its facts have them."""
    counts: dict[str, Counter[str]] = {}
    for fact in told:
        if fact.slot == "decision":
            counts.setdefault(court.document_of[fact.id], Counter()).update(_setting(fact).around)
    topics = {key for own in counts.values() for key, n in own.items() if n >= OFTEN}
    return [
        replace(fact, setting=replace(_setting(fact), around=tuple(k for k in around if k not in topics)))
        for fact in told
        if (around := _setting(fact).around)
    ]


def _setting(fact: Comparable) -> Setting:
    assert fact.setting is not None
    return fact.setting


def _keys(fact: Comparable) -> frozenset[str]:
    return frozenset(_setting(fact).around)


def _events(fact: Comparable) -> frozenset[str]:
    return frozenset(key.removeprefix(CONTRARY) for key in _setting(fact).words)


def _same_spell(left: Comparable, right: Comparable) -> float:
    """Return how surely two durations are of one thing, 0 to 1."""
    events = _events(left) & _events(right)
    if not events or _bound(left) != _bound(right):
        return 0.0
    shared = _keys(left) & _keys(right)
    apart = match_values(left.value, right.value) == "apart"
    if apart and (_is_rounded(left, right) or (len(shared) < 2 and events <= BROAD)):
        return 0.0
    return min(1.0, 0.4 + 0.2 * len(shared))


def _is_rounded(left: Comparable, right: Comparable) -> bool:
    """Tell whether one of two durations is hedged and they lie close."""
    a, b = left.value, right.value
    if not isinstance(a, Interval) or not isinstance(b, Interval) or a.hedge == b.hedge == "exact":
        return False
    ends = [x for x in (a.low, a.high, b.low, b.high) if x is not None]
    gaps = [abs(x - y) for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
    return bool(gaps) and min(gaps) <= HEDGED_GAP * max(ends)


def _bound(fact: Comparable) -> str:
    """Return "end" for a time or spell that is the end of something; when it begins is when it is."""
    return "end" if _setting(fact).noun == "end" else ""


def _same_moment(left: Comparable, right: Comparable) -> float:
    """Return how surely two times are of one event, 0 to 1."""
    if not _events(left) & _events(right) or _bound(left) != _bound(right):
        return 0.0
    if match_values(left.value, right.value) == "apart" and not _grain(left) == _grain(right) == "day":
        return 0.0
    return _closeness(left, right)


def _same_spot(left: Comparable, right: Comparable) -> float:
    """Return how surely two places are of one event, 0 to 1."""
    if not _events(left) & _events(right) - {"leave"}:
        return 0.0
    return _closeness(left, right)


def _closeness(left: Comparable, right: Comparable) -> float:
    """Return how much two clauses name in common, 0 to 1; values that part need nearly all of it."""
    mine, theirs = _keys(left), _keys(right)
    shared = mine & theirs
    share = len(shared) / max(1, min(len(mine), len(theirs)))
    if len(shared) < MIN_SHARED or share < NEARLY_ALL:
        return 0.0
    if match_values(left.value, right.value) == "apart" and len(shared) < NEARLY_ALL * len(mine | theirs):
        return 0.0
    return min(1.0, 0.4 + 0.2 * len(shared))


def _grain(fact: Comparable) -> str:
    """Return what a time is as fine as: a day with its parts and hours, or more."""
    grain = fact.value.granularity if isinstance(fact.value, When) else "unknown"
    return "day" if grain in ("minute", "hour", "part of day", "day") else grain


def _gathered(court: Court, facts: Sequence[Comparable], pairs: Sequence[_Pair]) -> list[_Group]:
    """Gather facts of one thing, the likeliest pairs first; one article never tells two values in a group."""
    group_of = {i: [i] for i in range(len(facts))}
    linked = {(i, j) for _, i, j in pairs}
    for _, i, j in sorted(pairs):
        left, right = group_of[i], group_of[j]
        if left is right or _tells_two(court, [facts[k] for k in left], [facts[k] for k in right]):
            continue
        known = sum((min(a, b), max(a, b)) in linked for a in left for b in right)
        if 2 * known < len(left) * len(right):
            continue
        left += right
        for k in right:
            group_of[k] = left
    seen = {id(group): group for group in group_of.values()}
    return [[facts[i] for i in sorted(group)] for group in seen.values() if len(group) > 1]


def _tells_two(court: Court, left: _Group, right: _Group) -> bool:
    return any(
        court.document_of[a.id] == court.document_of[b.id] and match_values(a.value, b.value) == "apart"
        for a in left
        for b in right
    )


def _row(court: Court, group: _Group, settled: Sequence[Comparison]) -> Iterator[Comparison]:
    slot: Slot = group[0].slot
    documents = {court.document_of[c.id] for c in group}
    if len(documents) < 2:
        return
    for row in settled:
        if row.slot == slot and len({d for p in row.positions for d in p.document_ids} & documents) > 1:
            return
    groups = same_valued(group)
    verdict = _verdict(court, groups)
    if verdict[0] != "only one":
        yield make_row(court, about="story", slot=slot, groups=groups, verdict=verdict)


def _verdict(court: Court, groups: Sequence[_Group]) -> tuple[Relation, Reason]:
    relation, reason = judge(court, groups)
    if relation in ("contradicts", "differs"):
        changed = [
            _has_changed(court, a, b)
            for left, right in combinations(groups, 2)
            if match_values(left[0].value, right[0].value) == "apart"
            for a in left
            for b in right
        ]
        if changed and all(changed):
            return "updates", Reason("plan_changed", (), reason.anchors)
    return relation, reason


def _has_changed(court: Court, left: Comparable, right: Comparable) -> bool:
    """Tell whether the earlier of two articles tells a plan that the later one no longer tells."""
    hours = hours_between(court, left, right)
    if hours is None or abs(hours) < LATER_HOURS:
        return False
    early = left if hours > 0 else right
    return _setting(early).is_provisional


def _opposed_rows(court: Court, facts: Sequence[Comparable]) -> Iterator[Comparison]:
    """Yield a row for each fact that one account affirms and another denies."""
    ordered = sorted((c for c in facts if c.certainty != "probable"), key=lambda c: c.id)
    by_key: dict[str, list[int]] = {}
    for i, fact in enumerate(ordered):
        for key in _setting(fact).around:
            by_key.setdefault(key, []).append(i)
    found: list[_Pair] = []
    for i, fact in enumerate(ordered):
        near = {j for key in _setting(fact).around for j in by_key[key] if j > i}
        for j in sorted(near):
            other = ordered[j]
            if court.document_of[fact.id] == court.document_of[other.id]:
                continue
            score = _opposition(fact, other)
            if score > 0:
                found.append((-score, i, j))
    taken: set[int] = set()
    against: dict[int, set[int]] = {}
    for _, i, j in found:
        against.setdefault(i, set()).add(j)
        against.setdefault(j, set()).add(i)
    for _, i, j in sorted(found):
        if i in taken or j in taken:
            continue
        left = _with_others(court, ordered, [i, *sorted(against[j] - taken - {i})])
        right = _with_others(court, ordered, [j, *sorted(against[i] - taken - {j})], but=left)
        taken |= {ordered.index(c) for c in (*left, *right)}
        verdict = _opposed(court, left, right)
        yield make_row(court, about="story", slot="decision", groups=[left, right], verdict=verdict)


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


def _signs(fact: Comparable) -> dict[str, bool]:
    """Return by event whether the clause says that it is so."""
    denied = fact.polarity == "denied"
    return {key.removeprefix(CONTRARY): key.startswith(CONTRARY) == denied for key in _setting(fact).words}


def _opposition(left: Comparable, right: Comparable) -> float:
    """Return how surely one clause denies the other, 0 to 1."""
    shared = _keys(left) & _keys(right)
    if _are_two_voices(left, right):
        return 0.0
    if len(shared) < MIN_SHARED and not (_keys(left) == _keys(right) == _events(left)):
        return 0.0
    mine, theirs = _signs(left), _signs(right)
    both = mine.keys() & theirs.keys()
    if left.polarity == right.polarity:
        if left.polarity == "denied" or not any(mine[key] != theirs[key] for key in both):
            return 0.0
        enough = len(shared) > MIN_SHARED
        wanted = min(len(_keys(left)), len(_keys(right)))
    else:
        denied = left if left.polarity == "denied" else right
        if _setting(denied).happened not in shared:
            return 0.0
        if both and all(mine[key] == theirs[key] for key in both):
            return 0.0
        affirmed = right if denied is left else left
        enough = len(shared) >= AFFIRMED_SHARE * len(_keys(affirmed))
        wanted = len(_keys(denied))
    share = len(shared) / wanted
    return share if enough and share >= NEARLY_ALL else 0.0


def _are_two_voices(left: Comparable, right: Comparable) -> bool:
    """Tell whether two people are quoted word for word: each may speak of something else."""
    names = [{s.name.casefold() for s in c.authority} for c in (left, right)]
    return left.quoted and right.quoted and not names[0] & names[1]


def _opposed(court: Court, left: _Group, right: _Group) -> tuple[Relation, Reason]:
    """Return the relation of an affirmation and its denial; in doubt the weaker one."""
    evidence = (left[0].anchor, right[0].anchor)
    pairs = [(a, b) for a in left for b in right]
    if all(_has_changed(court, a, b) for a, b in pairs):
        return "updates", Reason("plan_changed", (), evidence)
    if any(c.certainty != "certain" for c in (*left, *right)):
        return "differs", Reason("not_both_certain", (), evidence)
    named = [{s.name.casefold() for c in side for s in c.authority} for side in (left, right)]
    if any(named) and not named[0] & named[1]:
        return "differs", Reason("different_people_asked", (), evidence)
    if any(court.document_of[c.id] in court.machine_translated for c in (*left, *right)):
        return "differs", Reason("machine_translated", (), evidence)
    return "contradicts", Reason("opposed", (), evidence)
