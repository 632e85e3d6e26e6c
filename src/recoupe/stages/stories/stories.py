"""Stories: which documents tell one event. An event is no thread: what is near is listed as related."""

from __future__ import annotations

import heapq
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import Grouped, Story
from recoupe.records.values import Reason
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.days import column
from recoupe.stages.stories.similar import MILLION

MAX_RELATED = 10
"""Near misses listed with a story, nearest first."""

_FOR_COMPANY, _BIAS, _FOR_COPIES = 9.0, -6.3, 0.6
_FOR_ARTICLES = 2.1001
"""The least strength that joins two whole articles is then the least chance that joins two groups."""

_OF_NOTICES = 0.66
"""A big event is told in notices that are not all alike: those of one day count by the logarithm of their
number, and in turn two notices alone have to be surer. On eleven days of headlines, with
`similar._OWN_WORDS`, P .811 to .827, R .514 to .602 against powers of the numbers of pairs; on one of them,
grouped before this was tried, P .778 to .828, R .685 to .715. Over two weeks of headlines the labelled pairs
within a day gain so, too (P .774 to .809 and .910 to .913, R .406 to .417 and .467 to .728); counted without
their days, notices make one event of a week of war (P .676 and .836). Whole articles do worse so.
"""

Pair = tuple[str, str]


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Grouped)
    return (record.day,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    for record in members:
        if isinstance(record, Grouped):
            yield from stories_of(record, settings=resources.settings.stories)


STORIES = Stage("stories", (Grouped,), (Story,), "7", _units, _run)


@dataclass(frozen=True)
class Link:
    """What speaks for two documents telling one event.

    strength: of the words in common and copied, in millionths. chance: of one event, all things together and
    the company of both, 0 to 1. percent: copied. names: as Similar. is_whole: both are whole articles. The
    others count what is in common.
    """

    strength: int
    chance: float
    percent: int
    names: int
    is_whole: bool
    n_names: int
    n_days: int
    n_encounters: int


Neighbours = Mapping[str, Mapping[str, Link]]


def stories_of(grouped: Grouped, *, settings: StorySettings) -> list[Story]:
    """Return the stories that begin on one day, each of its documents in exactly one, sorted by id."""
    ids = grouped.document_ids
    layers = dict(zip(ids, column(grouped.layer, "u1").tolist(), strict=True))
    notices = frozenset(itertools.compress(ids, column(grouped.notices, "u1").tolist()))
    neighbours = in_layers(_neighbours(grouped), layers)
    groups: dict[int, list[int]] = {}
    for i, first in enumerate(column(grouped.group, "<i4").tolist()):
        groups.setdefault(first, []).append(i)
    threads = column(grouped.thread, "<i4").tolist()
    firsts, lasts = column(grouped.first, "<i4").tolist(), column(grouped.last, "<i4").tolist()
    dates = dict(zip(ids, zip(firsts, lasts, strict=True), strict=False))
    days = dict(zip(ids, firsts, strict=False))
    found: list[Story] = []
    for first, members in groups.items():
        names = [ids[i] for i in members]
        parts = [tuple(names)]
        if len(names) > 1:
            parts = _parts(names, neighbours, layers, notices, days, settings=settings)
        thread = threads[first] if threads[first] >= 0 or len(parts) == 1 else first
        thread_id = make_id("thread", ids[thread]) if thread >= 0 else None
        found += [_story(part, neighbours, dates, layers, thread_id) for part in parts]
    return sorted(found, key=lambda story: story.id)


def _neighbours(grouped: Grouped) -> Neighbours:
    """Return for each document those it is alike, with what speaks for it."""
    columns = [
        column(grouped.left, "<u4").tolist(),
        column(grouped.right, "<u4").tolist(),
        column(grouped.strength, "<i4").tolist(),
        *(
            column(raw, "u1").tolist()
            for raw in (grouped.percent, grouped.n_names, grouped.n_days, grouped.n_encounters)
        ),
        column(grouped.names, "<i4").tolist(),
        column(grouped.whole, "u1").tolist(),
    ]
    found: dict[str, dict[str, Link]] = {}
    for left, right, strength, percent, *counts, names, whole in zip(*columns, strict=True):
        one, other = grouped.document_ids[left], grouped.document_ids[right]
        link = Link(strength, 0.0, percent, names, bool(whole), *counts)
        found.setdefault(one, {})[other] = link
        found.setdefault(other, {})[one] = link
    return found


def in_layers(neighbours: Neighbours, layers: Mapping[str, int]) -> Neighbours:
    """Return the links with their chances, each told from the documents of its layer and those below."""
    if not any(layers.values()):
        return with_chances(neighbours)
    found: dict[str, dict[str, Link]] = {}
    for layer in sorted(set(layers.values())):
        known = {
            name: {other: link for other, link in links.items() if layers[other] <= layer}
            for name, links in neighbours.items()
            if layers[name] <= layer
        }
        for name, links in with_chances(known).items():
            for other, link in links.items():
                if max(layers[name], layers[other]) == layer:
                    found.setdefault(name, {})[other] = link
    return found


def with_chances(neighbours: Neighbours) -> Neighbours:
    """Return the links with the chance that both documents tell one event.

    Two documents that are like the same others are likelier to tell one event than two that are like each
    other only. A name that both have says little when they have many in common: a long-running affair has
    always the same ones.
    """
    strengths = {
        name: {other: link.strength for other, link in links.items()} for name, links in neighbours.items()
    }
    lengths = {
        name: math.sqrt(MILLION**2 + sum(strength**2 for strength in near.values()))
        for name, near in strengths.items()
    }
    found: dict[str, dict[str, Link]] = {}
    for name, links in neighbours.items():
        for other, link in links.items():
            if name < other:
                company = 0.0
                # What a chance does not ask for is not summed: whole articles have neighbours by the hundred.
                if not link.is_whole:
                    few, many = sorted((strengths[name], strengths[other]), key=len)
                    shared = sum(few[third] * many[third] for third in few.keys() & many.keys())
                    company = (2 * MILLION * link.strength + shared) / (lengths[name] * lengths[other])
                known = replace(link, chance=chance(company, link))
                found.setdefault(name, {})[other] = found.setdefault(other, {})[name] = known
    return found


def chance(company: float, link: Link) -> float:
    """Return how likely it is that two documents tell one event, 0 to 1.

    company: cosine of what the two are like, each other included. The weights are those of a logistic
    regression on three days of headlines (eval/benches/stories), moved by what groups best: 6 for the cosine
    of the words of names, -0.85 for each of the first eight in common, 2 for that of the titles; what is
    copied counts on top. Letters, prefixes, word vectors of open text, other means of joining and a second
    round of company, learnt on two days for the third, gave .76 of pairs F at most. The strength of two whole
    articles is told from their text and stands for itself.
    """
    if link.is_whole:
        return round(min(1.0, _FOR_ARTICLES * link.strength / MILLION), 6)
    logit = _FOR_COMPANY * company + link.names / MILLION + _BIAS
    return round(min(1.0, 1 / (1 + math.exp(-logit)) + _FOR_COPIES * link.percent / 100), 6)


def _parts(
    names: Sequence[str],
    neighbours: Neighbours,
    layers: Mapping[str, int],
    notices: Set[str],
    days: Mapping[str, int],
    *,
    settings: StorySettings,
) -> list[tuple[str, ...]]:
    """Return the documents of a group parted into events, layer by layer.

    A document of a higher layer goes to the event of those below that it is likeliest to tell, and is no
    measure for any other; what is left of a layer is parted by itself.
    """
    parts: list[tuple[str, ...]] = []
    for layer in sorted({layers[name] for name in names}):
        own = [name for name in names if layers[name] == layer]
        led = {
            name: _nearest_part(name, parts, neighbours.get(name, {}), notices, days, settings=settings)
            for name in own
        }
        free = {name for name in own if led[name] < 0}
        strengths = {
            (name, other): link.chance
            for name in own
            if name in free
            for other, link in neighbours.get(name, {}).items()
            if name < other and other in free
        }
        joined = [
            (*part, *(name for name in own if led[name] == i)) if len(led) > len(free) else part
            for i, part in enumerate(parts)
        ]
        among = [name for name in own if name in free]
        parts = joined + averaged_groups(among, strengths, notices, days, at_least=settings.min_chance)
    return parts


def _nearest_part(
    name: str,
    parts: Sequence[Sequence[str]],
    links: Mapping[str, Link],
    notices: Set[str],
    days: Mapping[str, int],
    *,
    settings: StorySettings,
) -> int:
    """Return the place of the part with the highest mean chance; -1 when none is high enough."""
    alone = _group((name,), notices, days)
    means = []
    for part in parts:
        total = sum(links[other].chance for other in part if other in links)
        means.append(_mean(total, alone, _group(part, notices, days)) if total else 0.0)
    best = max(means, default=0.0)
    return means.index(best) if parts and best >= settings.min_chance else -1


@dataclass(frozen=True)
class _Group:
    """Documents that tell one event so far, sorted, how many are notices, and for how many they count."""

    members: tuple[str, ...]
    n_notices: int
    breadth: float


def _group(members: Iterable[str], notices: Set[str], days: Mapping[str, int]) -> _Group:
    found = tuple(sorted(members))
    of_days = Counter(days.get(name, 0) for name in found)
    breadth = sum(1 + math.log2(n) for n in sorted(of_days.values()))
    return _Group(found, sum(name in notices for name in found), breadth)


def _mean(total: float, one: _Group, other: _Group) -> float:
    """Return the mean of strengths that add up to `total` over all pairs of two groups.

    When most of their documents are notices, the mean is that of notices.
    """
    n, n_other = len(one.members), len(other.members)
    if 2 * (one.n_notices + other.n_notices) > n + n_other:
        return round(_OF_NOTICES * total / (one.breadth * other.breadth), 9)
    return round(total / (n * n_other), 9)


def averaged_groups(
    nodes: Sequence[str],
    strengths: Mapping[Pair, float],
    notices: Set[str] = frozenset(),
    days: Mapping[str, int] | None = None,
    *,
    at_least: float,
) -> list[tuple[str, ...]]:
    """Return the nodes joined while the mean strength over all pairs of two groups is high enough.

    The two most alike groups are joined first, ties by their first node; a pair without a strength
    counts as 0. A chain of neighbours makes no group: each new member is measured against all others.
    days: the number of the day of each node, 0 when it has none; all of one day without them.
    """
    days = days or {}
    groups = {node: _group((node,), notices, days) for node in nodes}
    sums: dict[str, dict[str, float]] = {node: {} for node in nodes}
    heap: list[tuple[float, str, str, int, int]] = []
    for (left, right), strength in sorted(strengths.items()):
        sums[left][right] = sums[right][left] = strength
        mean = _mean(strength, groups[left], groups[right])
        if mean >= at_least:
            heap.append((-mean, left, right, 1, 1))
    heapq.heapify(heap)
    while heap:
        _, left, right, n_left, n_right = heapq.heappop(heap)
        sizes = [len(groups[name].members) if name in groups else 0 for name in (left, right)]
        if sizes != [n_left, n_right]:
            continue
        groups[left] = _group(groups[left].members + groups.pop(right).members, notices, days)
        gone = sums.pop(right)
        for other, total in gone.items():
            del sums[other][right]
            if other != left:
                sums[left][other] = sums[other][left] = sums[left].get(other, 0.0) + total
        for other, total in sums[left].items():
            mean = _mean(total, groups[left], groups[other])
            if mean >= at_least:
                one, two = sorted((left, other))
                sizes = [len(groups[name].members) for name in (one, two)]
                heapq.heappush(heap, (-mean, one, two, sizes[0], sizes[1]))
    return [groups[node].members for node in sorted(groups)]


def _story(
    part: Sequence[str],
    neighbours: Neighbours,
    dates: Mapping[str, tuple[int, int]],
    layers: Mapping[str, int],
    thread: str | None,
) -> Story:
    """Return the story of some documents: their order, the reasons of each, what is near."""
    ordered = sorted(part, key=lambda d: (dates[d][0] or _FAR, d))
    seed = min(ordered, key=lambda d: (layers[d], dates[d][0] or _FAR, d))
    least = layers[seed]
    inside = frozenset(part)
    firsts = [dates[d][0] for d in part if dates[d][0]]
    lasts = [dates[d][1] for d in part if dates[d][0]]
    return Story(
        make_id("story", seed),
        seed,
        tuple(ordered),
        _midnight(min(firsts)) if firsts else None,
        _midnight(max(lasts)) + timedelta(days=1) if lasts else None,
        tuple(() if d == seed else _joined(d, inside, neighbours, layers) for d in ordered),
        _related(part, neighbours, layers),
        thread,
        tuple(layers[d] - least for d in ordered) if any(layers[d] > least for d in part) else (),
    )


_FAR = 10**9


def _midnight(day: int) -> datetime:
    return datetime.combine(datetime.fromordinal(day), time(), UTC)


def _joined(
    document_id: str, part: Set[str], neighbours: Neighbours, layers: Mapping[str, int]
) -> tuple[Reason, ...]:
    """Return why a member belongs to the story: what it has in common with the member it is nearest to."""
    links = neighbours.get(document_id, {})
    found = [
        (link.chance, other)
        for other, link in links.items()
        if other in part and layers[other] <= layers[document_id]
    ]
    if not found:
        return ()
    _, other = max(found)
    link = links[other]
    facts = (("document", other), ("strength", f"{link.chance:.2f}"), ("n_names", str(link.n_names)))
    reasons = [Reason("joined_like", facts)]
    if link.percent:
        reasons.append(Reason("joined_copy", (("document", other), ("percent", str(link.percent)))))
    if link.n_days:
        reasons.append(Reason("joined_days", (("document", other), ("n_days", str(link.n_days)))))
    if link.n_encounters:
        common = (("document", other), ("n_encounters", str(link.n_encounters)))
        reasons.append(Reason("joined_encounters", common))
    return tuple(reasons)


def _related(
    part: Sequence[str], neighbours: Neighbours, layers: Mapping[str, int]
) -> tuple[tuple[str, Reason], ...]:
    """Return the near misses: documents like one of the story's, but not enough like all of them."""
    inside = set(part)
    best: dict[str, float] = {}
    for member in part:
        for other, link in neighbours.get(member, {}).items():
            if other not in inside:
                best[other] = max(best.get(other, 0.0), link.chance)
    # A source that floods the store takes no place from the others.
    nearest = sorted(best, key=lambda d: (layers[d], -best[d], d))[:MAX_RELATED]
    return tuple((other, Reason("near_miss", (("strength", f"{best[other]:.2f}"),))) for other in nearest)
