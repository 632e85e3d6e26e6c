"""Stories: which documents tell one event. An event is no thread: what is near is listed as related."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.relations import Profile, Reuse, Similar, Story
from recoupe.records.values import Reason
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.affinity import Evidence, Vector, copied_words, evidence, rarity, vector

MAX_COMPARED_WHOLLY = 200
"""In a group of at most so many linked documents all pairs are compared; in a larger one those that
share a sketch bucket or a passage only, the others counting as unlike."""

MAX_RELATED = 10
"""Near misses listed with a story, nearest first."""

_STANDING_OUT_SHARE = 0.75

_FAR = datetime.max.replace(tzinfo=UTC)
Pair = tuple[str, str]


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    profiles = [record for record in members if isinstance(record, Profile)]
    similar = [record for record in members if isinstance(record, Similar)]
    reuses = [record for record in members if isinstance(record, Reuse)]
    yield from stories_of(profiles, similar, reuses, settings=resources.settings.stories)


STORIES = Stage("stories", (Profile, Similar, Reuse), (Story,), "1", _units, _run)


@dataclass(frozen=True)
class Corpus:
    """All documents by id, with the words copied between two of them; gives the evidence of any pair."""

    vectors: Mapping[str, Vector]
    n_copied: Mapping[Pair, int]
    settings: StorySettings

    def evidence(self, left: str, right: str) -> Evidence:
        """Return what speaks for two documents telling one event."""
        pair = (left, right) if left < right else (right, left)
        one, other = self.vectors[pair[0]], self.vectors[pair[1]]
        shorter = max(1, min(one.profile.n_words, other.profile.n_words))
        copied = min(1.0, self.n_copied.get(pair, 0) / shorter)
        return evidence(one, other, copied=copied, settings=self.settings)


def stories_of(
    profiles: Sequence[Profile],
    similar: Iterable[Similar],
    reuses: Iterable[Reuse],
    *,
    settings: StorySettings,
) -> list[Story]:
    """Return the stories of a corpus, each document in exactly one, sorted by id.

    Memory: the profiles (about 8 kB each) and one number for each pair that shares a bucket or passage.
    """
    rare = rarity(profiles)
    vectors = {p.document_id: vector(p, rare) for p in sorted(profiles, key=lambda p: p.document_id)}
    corpus = Corpus(vectors, copied_words(reuses), settings)
    candidates = {(s.left, s.right) for s in similar} | set(corpus.n_copied)
    links: dict[Pair, float] = {}
    for pair in sorted(candidates):
        if pair[0] in vectors and pair[1] in vectors:
            strength = corpus.evidence(*pair).strength
            if strength >= settings.related_similarity:
                links[pair] = strength
    links |= _standing_out(corpus, links)
    groups: list[tuple[str, ...]] = []
    between: dict[Pair, float] = {}
    for linked in connected(vectors, links):
        strengths = _all_strengths(corpus, linked, links)
        found = averaged_groups(linked, strengths, at_least=settings.min_similarity)
        groups += found
        between |= _between(found, strengths)
    return sorted(_described(corpus, groups, links, between), key=lambda story: story.id)


def _standing_out(corpus: Corpus, links: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the pairs that are joined though their likeness alone is not enough, at the strength that joins.

    Published within two days, with two names or a day in common, and far more alike than either is to
    any other article: in a long-running affair all articles are alike, and none stands out.
    """
    settings = corpus.settings
    strongest: dict[str, list[float]] = {}
    for pair, strength in links.items():
        for node in pair:
            strongest[node] = sorted([*strongest.get(node, []), strength], reverse=True)[:2]
    found: dict[Pair, float] = {}
    for pair, strength in links.items():
        if not settings.standing_out <= strength < settings.min_similarity:
            continue
        others = [second for node in pair for second in strongest[node][1:]]
        first = all(strongest[node][0] == strength for node in pair)
        if not first or any(other > _STANDING_OUT_SHARE * strength for other in others):
            continue
        facts = corpus.evidence(*pair)
        if facts.near_in_time and (facts.n_names >= 2 or facts.n_days):
            found[pair] = settings.min_similarity
    return found


def connected(nodes: Iterable[str], links: Iterable[Pair]) -> list[tuple[str, ...]]:
    """Return the groups of nodes that hang together, each sorted, in order of their first node."""
    parent = {node: node for node in nodes}

    def root(node: str) -> str:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for left, right in links:
        one, other = sorted((root(left), root(right)))
        parent[other] = one
    groups: dict[str, list[str]] = {}
    for node in sorted(parent):
        groups.setdefault(root(node), []).append(node)
    return [tuple(group) for _, group in sorted(groups.items())]


def _all_strengths(corpus: Corpus, group: Sequence[str], links: Mapping[Pair, float]) -> dict[Pair, float]:
    if len(group) <= MAX_COMPARED_WHOLLY:
        pairs = [(left, right) for i, left in enumerate(group) for right in group[i + 1 :]]
        return {pair: links[pair] if pair in links else corpus.evidence(*pair).strength for pair in pairs}
    inside = set(group)
    return {pair: strength for pair, strength in links.items() if pair[0] in inside}


def averaged_groups(
    nodes: Sequence[str], strengths: Mapping[Pair, float], *, at_least: float
) -> list[tuple[str, ...]]:
    """Return the nodes joined while the mean strength over all pairs of two groups is high enough.

    The two most alike groups are joined first, ties by their first node; a pair without a strength
    counts as 0. A chain of neighbours makes no group: each new member is measured against all others.
    """
    members: dict[str, tuple[str, ...]] = {node: (node,) for node in nodes}
    sums: dict[str, dict[str, float]] = {node: {} for node in nodes}
    for (left, right), strength in strengths.items():
        sums[left][right] = sums[right][left] = strength
    heap = [(-s, left, right, 1, 1) for (left, right), s in strengths.items() if s >= at_least]
    heapq.heapify(heap)
    while heap:
        _, left, right, n_left, n_right = heapq.heappop(heap)
        if len(members.get(left, ())) != n_left or len(members.get(right, ())) != n_right:
            continue
        members[left] = tuple(sorted(members[left] + members.pop(right)))
        gone = sums.pop(right)
        for other, total in gone.items():
            del sums[other][right]
            if other != left:
                sums[left][other] = sums[other][left] = sums[left].get(other, 0.0) + total
        n = len(members[left])
        for other, total in sums[left].items():
            mean = round(total / (n * len(members[other])), 9)
            if mean >= at_least:
                one, two = sorted((left, other))
                heapq.heappush(heap, (-mean, one, two, len(members[one]), len(members[two])))
    return [members[node] for node in sorted(members)]


def _between(groups: Sequence[tuple[str, ...]], strengths: Mapping[Pair, float]) -> dict[Pair, float]:
    """Return the mean strength between each two groups, by their first nodes."""
    group_of = {node: group for group in groups for node in group}
    sums: dict[Pair, float] = {}
    for (left, right), strength in sorted(strengths.items()):
        one, other = sorted((group_of[left], group_of[right]))
        if one != other:
            sums[(one[0], other[0])] = sums.get((one[0], other[0]), 0.0) + strength
    sizes = {group[0]: len(group) for group in groups}
    return {pair: total / (sizes[pair[0]] * sizes[pair[1]]) for pair, total in sums.items()}


def _described(
    corpus: Corpus,
    groups: Sequence[tuple[str, ...]],
    links: Mapping[Pair, float],
    between: Mapping[Pair, float],
) -> Iterable[Story]:
    """Yield the story of each group: its order, the reasons of each member, what is near, its thread."""
    near = sorted(pair for pair, mean in between.items() if mean >= corpus.settings.related_similarity)
    threads = {first: thread for thread in connected([g[0] for g in groups], near) for first in thread}
    linked: dict[str, list[str]] = {}
    for left, right in links:
        linked.setdefault(left, []).append(right)
        linked.setdefault(right, []).append(left)
    for group in groups:
        ordered = sorted(group, key=lambda d: (corpus.vectors[d].profile.earliest or _FAR, d))
        profiles = [corpus.vectors[d].profile for d in ordered]
        earliest = [p.earliest for p in profiles if p.earliest]
        latest = [p.latest for p in profiles if p.latest]
        thread = threads[group[0]]
        yield Story(
            make_id("story", ordered[0]),
            ordered[0],
            tuple(ordered),
            min(earliest, default=None),
            max(latest, default=None),
            tuple(_joined(corpus, ordered, i) for i in range(len(ordered))),
            _related(corpus, group, linked),
            make_id("thread", thread[0]) if len(thread) > 1 else None,
        )


def _joined(corpus: Corpus, ordered: Sequence[str], i: int) -> tuple[Reason, ...]:
    """Return why a member belongs to the story: what it has in common with the member it is nearest to."""
    if i == 0:
        return ()
    found = [(corpus.evidence(ordered[i], other), other) for other in ordered if other != ordered[i]]
    best, other = max(found, key=lambda pair: (pair[0].strength, pair[1]))
    reasons = [
        Reason(
            "joined_like",
            (("document", other), ("strength", f"{best.strength:.2f}"), ("n_names", str(best.n_names))),
        )
    ]
    if best.copied:
        reasons.append(Reason("joined_copy", (("document", other), ("percent", f"{100 * best.copied:.0f}"))))
    if best.n_days:
        reasons.append(Reason("joined_days", (("document", other), ("n_days", str(best.n_days)))))
    if best.n_encounters:
        facts = (("document", other), ("n_encounters", str(best.n_encounters)))
        reasons.append(Reason("joined_encounters", facts))
    return tuple(reasons)


def _related(
    corpus: Corpus, group: Sequence[str], linked: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, Reason], ...]:
    """Return the near misses: documents like one of the story's, but not enough like all of them."""
    inside = set(group)
    best: dict[str, float] = {}
    for member in group:
        for other in linked.get(member, ()):
            if other not in inside:
                best[other] = max(best.get(other, 0.0), corpus.evidence(member, other).strength)
    nearest = sorted(best, key=lambda d: (-best[d], d))[:MAX_RELATED]
    return tuple((other, Reason("near_miss", (("strength", f"{best[other]:.2f}"),))) for other in nearest)
