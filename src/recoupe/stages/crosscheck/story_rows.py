"""Rows of the story's own facts: durations, times, places, and what accounts state alike; for denials see
opposites.py.

Two facts are of one thing when what their clauses have in common makes it likely (see same_event.py). In
doubt nothing is set side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import combinations

from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.findings import Slot
from recoupe.records.spans import Span
from recoupe.records.values import Interval, Reason, Value, When
from recoupe.stages.crosscheck import same_statement
from recoupe.stages.crosscheck.alterations import alike, words_of
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, facts_of, name_others
from recoupe.stages.crosscheck.event_pairs import likelihoods
from recoupe.stages.crosscheck.opposites import has_changed, opposed_rows
from recoupe.stages.crosscheck.rows import Court, judge, make_row, same_valued
from recoupe.stages.crosscheck.same_event import (
    are_close,
    are_main,
    is_broad,
    is_put_off,
    match,
)
from recoupe.stages.values.compare import match_values
from recoupe.stages.values.ranks import ranked_apart

LIKELY_TOGETHER: Mapping[Slot, float] = {"time": 0.5, "duration": 0.5, "place": 0.4}
LIKELY_APART: Mapping[Slot, float] = {"time": 0.5, "duration": 0.5}
"""How likely it must be that two facts are of one thing, for values that agree and for values that part.

On the labelled stories, each sixth left out of training in turn, of the times so found .82 are labelled as
one thing where they agree and .84 where they part, of the durations .87 and .73 (training/events.py). Places
never part: of 25 that did in stories of 33,000 headlines none told another place of the same thing.
"""

LIKELY_DATED = 0.8
"""The same for two months or years of which one event only stands beside its own."""

LIKELY_LONE = 0.55
"""How likely it must be that two durations whose clauses name nothing of one kind are of one thing."""

A_DAY = timedelta(days=1)
"""Between two articles, from which on what goes on has grown by days."""

HEDGED_GAP = 0.15
"""Two durations that part by less than this share are one when a writer rounds one of them."""

LIKELY_ALIKE = 0.6
"""How likely it must be that two clauses state one thing alike.

On the stories they are learnt from, each sixth left out in turn, .77 of the pairs so found are labelled as
alike (training/statements.py); read by eye, half of the others are, too, and nobody labelled them.
"""

COPIED = 0.75
"""Part of the words of the shorter of two clauses from which on one is a copy of the other: accounts agree
where each says it in its own words."""

_CALENDAR = frozenset({"day", "month", "year"})
"""What has a first and a last day: "2028" ends before 1 January 2029, "mi-décembre" when one likes."""

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
    facts = facts_of(told, court.document_of, court.published)
    for slot in ("duration", "time", "place"):
        own = [fact for fact in facts if fact.told.slot == slot and not is_broad(fact)]
        scores = _scores(court, own, slot)
        linked = _linked(court, own, scores)
        pairs = [(-score, i, j) for score, i, j in linked if _are_of_one(own[i], own[j], score)]
        for group in _gathered(court, [fact.told for fact in own], pairs):
            pairs_of = list(combinations(group, 2))
            if slot != "place" or any(is_told_anew(court, *p) for p in pairs_of):
                yield from _row(court, group, rows)
    statements = [fact for fact in facts if fact.told.slot == "decision"]
    opposed = list(opposed_rows(court, statements))
    yield from opposed
    taken = {id_ for row in opposed for position in row.positions for id_ in position.comparable_ids}
    # What tells of an encounter stands in its own rows.
    shown: dict[str, list[Span]] = {}
    for anchor in (a for row in rows for position in row.positions for a in position.anchors):
        shown.setdefault(anchor.document_id, []).append(anchor.span)
    free = [
        fact
        for fact in statements
        if fact.told.id not in taken
        and not any(map(fact.told.anchor.span.meets, shown.get(fact.told.anchor.document_id, ())))
    ]
    yield from _agreed_rows(court, free)


def _scores(court: Court, facts: Sequence[Fact], slot: Slot) -> dict[tuple[int, int], float]:
    """Return how likely facts of one slot of two articles are of one event, by their places."""
    by_document: dict[str, list[int]] = {}
    for i, fact in enumerate(facts):
        by_document.setdefault(court.document_of[fact.told.id], []).append(i)
    found = {}
    for ours, theirs in combinations(by_document.values(), 2):
        chances = likelihoods([facts[i] for i in ours], [facts[j] for j in theirs])
        for (i, j), chance in chances.items():
            left, right = sorted((ours[i], theirs[j]))
            is_delayed = is_put_off(facts[left], facts[right])
            found[left, right] = max(chance, LIKELY_APART.get(slot, 0.0) * is_delayed)
    return dict(sorted(found.items()))


def _part(left: Comparable, right: Comparable) -> bool:
    """Tell whether two values exclude each other."""
    return match_values(left.value, right.value) == "apart"


def _agreed_rows(court: Court, facts: Sequence[Fact]) -> Iterator[Comparison]:
    """Yield a row for each thing that articles of two texts state alike, each in words of its own."""
    scores = {
        (i, j): same_statement.likelihood(facts[i], facts[j])
        for i, j in _with_a_key_in_common(court, facts)
        if same_statement.may_be_alike(facts[i], facts[j])
    }
    pairs = [(-score, i, j) for score, i, j in _linked(court, facts, scores) if score >= LIKELY_ALIKE]
    for group in _gathered(court, [fact.told for fact in facts], pairs):
        if any(is_told_anew(court, a, b) for a, b in combinations(group, 2)):
            documents = {court.document_of[c.id] for c in group}
            reason = Reason("same_statement", (("n_articles", str(len(documents))),), (group[0].anchor,))
            yield make_row(court, about="story", slot="decision", groups=[group], verdict=("agrees", reason))


def _with_a_key_in_common(court: Court, facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Return the pairs of facts of two articles that name one thing beside what their story is about."""
    by_key: dict[str, list[int]] = {}
    for i, fact in enumerate(facts):
        for key in fact.telling_keys:
            by_key.setdefault(key, []).append(i)
    documents = [court.document_of[fact.told.id] for fact in facts]
    pairs = {pair for own in by_key.values() for pair in combinations(own, 2)}
    return sorted((i, j) for i, j in pairs if documents[i] != documents[j])


def is_told_anew(court: Court, left: Comparable, right: Comparable) -> bool:
    """Tell whether two clauses stand in two texts and neither is a copy of the other."""
    documents = [court.document_of[c.id] for c in (left, right)]
    words = [words_of(c.stated if c.slot == "decision" else c.sentence_text) for c in (left, right)]
    return court.text_of.get(documents[0], documents[0]) != court.text_of.get(
        documents[1], documents[1]
    ) and (alike(*words) < COPIED * min(map(len, words)))


def _linked(court: Court, facts: Sequence[Fact], scores: Mapping[tuple[int, int], float]) -> Iterator[_Pair]:
    """Yield how likely two facts are of one thing, each with the likeliest of another article only."""
    by_fact: dict[tuple[int, str], list[tuple[float, int]]] = {}
    for (i, j), score in scores.items():
        by_fact.setdefault((i, court.document_of[facts[j].told.id]), []).append((score, j))
        by_fact.setdefault((j, court.document_of[facts[i].told.id]), []).append((score, i))
    for (i, j), score in scores.items():
        of_left = by_fact[i, court.document_of[facts[j].told.id]]
        of_right = by_fact[j, court.document_of[facts[i].told.id]]
        if _is_likeliest(facts, of_left, score, j) and _is_likeliest(facts, of_right, score, i):
            yield score, i, j


def _is_likeliest(
    facts: Sequence[Fact], found: Sequence[tuple[float, int]], score: float, chosen: int
) -> bool:
    """Tell whether no fact of the same article that says something else is likelier to be meant."""
    return all(rival < score or i == chosen or match(facts[i], facts[chosen]) == "same" for rival, i in found)


def _are_of_one(left: Fact, right: Fact, score: float) -> bool:
    """Tell whether two facts of one slot may stand in one row."""
    slot = left.told.slot
    if slot == "time" and any(
        left.signs[event] != right.signs[event] for event in left.signs.keys() & right.signs.keys()
    ):
        return False
    if slot != "place" and name_others(left.setting.towns, right.setting.towns):
        return False
    if ranked_apart(left.setting.ranks, right.setting.ranks):
        return False
    values = match(left, right)
    is_one_event = bool(left.events & right.events - BROAD)
    if slot == "time" and values in ("finer", "wider") and not left.telling_keys & right.telling_keys:
        # Any hour of a day of the news lies in it.
        return False
    if values != "apart":
        # A town is named for many things: what happens there has to be the same.
        is_one = slot != "place" or (is_one_event and len(left.telling_keys & right.telling_keys) > 1)
        return is_one and score >= LIKELY_TOGETHER[slot]
    if slot == "place" or left.bound != right.bound or score < LIKELY_APART[slot]:
        # "À Landerneau" and "dans le Finistère" may be one place; a story goes on in several.
        return False
    if _are_told_alike(left, right):
        return False
    if slot == "duration":
        # "N days after" is told of the day of the article, whatever it tells; "78 in three days" of a figure.
        is_of_figures = left.setting.noun == right.setting.noun == "counted"
        if left.bound == "offset" or is_of_figures or _are_counted_from_two_days(left, right):
            return False
        if _is_rounded(left.told, right.told):
            return False
        return bool(left.telling_keys & right.telling_keys) or score >= LIKELY_LONE
    if _are_each_of_its_day(left, right) or _is_near_miss(left.told.value, right.told.value):
        return False
    # Of two hours of one day the words of the place say nothing.
    are_words_telling = is_one_event or left.clock is None or right.clock is None
    is_told = are_words_telling and left.telling_keys & right.telling_keys
    if not (is_told or are_close(left, right) or are_main(left, right)):
        return False
    if left.grain == right.grain == "day" or is_one_event:
        return True
    return score >= LIKELY_DATED and bool(
        (left.events - BROAD) & right.keys or (right.events - BROAD) & left.keys
    )


def _is_rounded(left: Comparable, right: Comparable) -> bool:
    """Tell whether one of two durations is hedged and they lie close."""
    a, b = left.value, right.value
    if not isinstance(a, Interval) or not isinstance(b, Interval) or a.hedge == b.hedge == "exact":
        return False
    ends = [x for x in (a.low, a.high, b.low, b.high) if x is not None]
    gaps = [abs(x - y) for x in (a.low, a.high) for y in (b.low, b.high) if x is not None and y is not None]
    return bool(gaps) and min(gaps) <= HEDGED_GAP * max(ends)


def _are_counted_from_two_days(left: Fact, right: Fact) -> bool:
    """Tell whether two durations part by the days between their articles: "in two days", "in three days".

    What goes on, or is still to come, is told of one moment so.
    """
    a, b = left.told.value, right.told.value
    if not isinstance(a, Interval) or not isinstance(b, Interval):
        return False
    if left.published is None or right.published is None:
        return False
    days = abs(left.published - right.published)
    gap = timedelta(seconds=abs((a.low or 0.0) - (b.low or 0.0)))
    is_exact = a.low == a.high and b.low == b.high
    return is_exact and days >= A_DAY and abs(gap - days) <= A_DAY


def _are_told_alike(left: Fact, right: Fact) -> bool:
    """Tell whether two articles of one day give a value in the same words, or one day of two years.

    Then it is read otherwise, not told otherwise: "jeudi", "le 7 octobre".
    """
    published = [fact.published.date() for fact in (left, right) if fact.published is not None]
    are_of_one_day = len(published) == 2 and published[0] == published[1]
    if are_of_one_day and words_of(left.told.stated) == words_of(right.told.stated):
        return True
    a, b = left.told.value, right.told.value
    if not isinstance(a, When) or not isinstance(b, When) or a.earliest is None or b.earliest is None:
        return False
    are_days = left.grain == right.grain == "day"
    is_one_day = (a.earliest.month, a.earliest.day) == (b.earliest.month, b.earliest.day)
    return are_days and is_one_day and a.earliest.year != b.earliest.year


def _are_each_of_its_day(left: Fact, right: Fact) -> bool:
    """Tell whether two articles of two days each tell the day of its own news, and neither foresees it.

    "Libérés ce samedi" of one Saturday and of the next are two releases.
    """
    if left.setting.is_provisional or right.setting.is_provisional:
        return False
    published, away = [], []
    for fact in (left, right):
        when = fact.told.value
        if not isinstance(when, When) or when.earliest is None or fact.published is None:
            return False
        published.append(fact.published.date())
        away.append((when.earliest.date() - fact.published.date()).days)
    return published[0] != published[1] and away[0] == away[1] and abs(away[0]) <= 1


def _is_near_miss(left: Value | None, right: Value | None) -> bool:
    """Tell whether a time lies little before or after a longer one told for it ("mi-décembre")."""
    if not isinstance(left, When) or not isinstance(right, When) or left.granularity == right.granularity:
        return False
    if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
        return False
    if all(when.granularity in _CALENDAR for when in (left, right)):
        return False
    gap = max(left.earliest - right.latest, right.earliest - left.latest)
    return gap < max(left.latest - left.earliest, right.latest - right.earliest) / 2


def _gathered(court: Court, facts: Sequence[Comparable], pairs: Sequence[_Pair]) -> list[_Group]:
    """Gather facts of one thing, the likeliest pairs first; one article never tells two values in a group.

    Two values that exclude each other are not set side by side because a third one, a wider place, fits both.
    """
    group_of = {i: [i] for i in range(len(facts))}
    linked = {(i, j) for _, i, j in pairs}
    for _, i, j in sorted(pairs):
        left, right = group_of[i], group_of[j]
        if left is right or _tells_two(court, [facts[k] for k in left], [facts[k] for k in right]):
            continue
        across = [(min(a, b), max(a, b)) for a in left for b in right]
        known = [pair for pair in across if pair in linked]
        if 2 * len(known) < len(across) or any(
            pair not in linked and _part(facts[pair[0]], facts[pair[1]]) and not _is_known(facts, pair, known)
            for pair in across
        ):
            continue
        left += right
        for k in right:
            group_of[k] = left
    seen = {id(group): group for group in group_of.values()}
    return [[facts[i] for i in sorted(group)] for group in seen.values() if len(group) > 1]


def _is_known(facts: Sequence[Comparable], pair: tuple[int, int], known: Iterable[tuple[int, int]]) -> bool:
    """Tell whether one of two facts is linked to a third that says what the other says and stands for it."""
    apart = [{*pair} ^ {*link} for link in known]
    return any(
        len(two) == 2 and match_values(*(facts[k].value for k in sorted(two))) == "same" for two in apart
    )


def _tells_two(court: Court, left: _Group, right: _Group) -> bool:
    return any(
        court.document_of[a.id] == court.document_of[b.id] and _part(a, b) for a in left for b in right
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
            has_changed(court, a, b)
            for left, right in combinations(groups, 2)
            if _part(left[0], right[0])
            for a in left
            for b in right
        ]
        if changed and all(changed):
            return "updates", Reason("plan_changed", (), reason.anchors)
    return relation, reason
