"""Which encounters of several accounts are one and the same happening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recoupe.records.accounts import Account, Comparable, ToldEncounter
from recoupe.records.comparisons import Happening
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Topic, When, Where
from recoupe.stages.values.compare import match_places, match_times

# A meeting that is told as planned in one account and as held in another is one happening that moved on;
# a call, a visit and a meeting stay apart.
_PHASES = {
    "held": 3,
    "planned": 1,
    "possible": 1,
    "postponed": 2,
    "refused": 2,
    "cancelled": 2,
    "denied": 2,
}
_KINDS = {"meeting": "meeting", "summit": "meeting", "call": "call", "visit": "visit"}


@dataclass(frozen=True)
class Telling:
    """One account's telling of an encounter, with its participants as entities of the story."""

    account: Account
    told: ToldEncounter
    in_order: tuple[str, ...]
    facts: tuple[Comparable, ...]

    @property
    def who(self) -> frozenset[str]:
        """The participants: ids of entities, or "words:…" for those that are none."""
        return frozenset(self.in_order)

    def values(self, slot: str) -> list[object]:
        """Return the typed values the telling gives for a slot."""
        return [c.value for c in self.facts if c.slot == slot and c.value is not None]


def find_happenings(
    accounts: Sequence[Account], entity_of: Mapping[str, str], names: Mapping[str, str]
) -> tuple[Happening, ...]:
    """Return the happenings of a story, those told by most accounts first.

    entity_of: story entity by document entity. names: display name by story entity.
    Two tellings of one article are never joined: the article itself keeps them apart.
    """
    tellings = sorted(
        (t for account in accounts for t in _tellings(account, entity_of)),
        key=lambda t: (-len(t.who), -len(t.facts), t.told.id),
    )
    groups: list[list[Telling]] = []
    for telling in tellings:
        home = _best_group(telling, groups)
        if home is None:
            groups.append([telling])
        else:
            home.append(telling)
    happenings = [_happening(group, names) for group in groups]
    return tuple(sorted(happenings, key=lambda h: (-len(h.document_ids), h.id)))


def _tellings(account: Account, entity_of: Mapping[str, str]) -> Iterable[Telling]:
    by_about: dict[str, list[Comparable]] = {}
    for comparable in account.comparables:
        if comparable.kind == "encounter" and comparable.about is not None:
            by_about.setdefault(comparable.about, []).append(comparable)
    for told in account.encounters:
        who = dict.fromkeys(_participant_key(p, entity_of) for p in told.participants)
        yield Telling(account, told, tuple(who), tuple(by_about.get(told.id, ())))


def _participant_key(
    participant: tuple[str | None, str, str | None, Anchor], entity_of: Mapping[str, str]
) -> str:
    entity_id, words, _, _ = participant
    bare = f"words:{words.casefold()}"
    return bare if entity_id is None else entity_of.get(entity_id, bare)


def _best_group(telling: Telling, groups: list[list[Telling]]) -> list[Telling] | None:
    best: tuple[float, int] | None = None
    for i, group in enumerate(groups):
        if any(member.account.document_id == telling.account.document_id for member in group):
            continue
        likeness = [_likeness(telling, member) for member in group]
        if None in likeness:
            continue
        mean = sum(x for x in likeness if x is not None) / len(likeness)
        if best is None or mean > best[0]:
            best = (mean, i)
    return groups[best[1]] if best is not None and best[0] > 0 else None


def _likeness(left: Telling, right: Telling) -> float | None:
    """Return how alike two tellings are, 0 to 1; None when they cannot be one happening."""
    if _KINDS[left.told.kind] != _KINDS[right.told.kind]:
        return None
    if {left.told.channel, right.told.channel} >= {"call", "in person"}:
        return None
    if not _fit(left.who, right.who):
        return None
    places = _agreement(left, right, "place")
    times = _agreement(left, right, "time")
    if places is False or times is False:
        return None
    moved_on = _PHASES[left.told.status] != _PHASES[right.told.status]
    if moved_on and not (places or times):
        # "A will meet B" and "A met B" are one meeting only when place or time says so.
        return None
    common = len(left.who & right.who) / max(len(left.who | right.who), 1)
    return min(1.0, 0.6 * common + 0.2 * bool(places) + 0.2 * bool(times) + 0.1 * _topics(left, right))


def _fit(left: frozenset[str], right: frozenset[str]) -> bool:
    """The same people, or one telling names fewer of them but none besides."""
    return bool(left & right) and (left <= right or right <= left)


def _agreement(left: Telling, right: Telling, slot: str) -> bool | None:
    """True when a value of the slot agrees, False when all contradict, None when nothing can be said."""
    verdicts: list[bool] = []
    for a in left.values(slot):
        for b in right.values(slot):
            if isinstance(a, Where) and isinstance(b, Where):
                match = match_places(a, b)
            elif isinstance(a, When) and isinstance(b, When):
                match = match_times(a, b)
            else:
                continue
            if match != "unknown":
                verdicts.append(match != "apart")
    if not verdicts:
        return None
    return any(verdicts)


def _topics(left: Telling, right: Telling) -> float:
    a = {key for v in left.values("topic") if isinstance(v, Topic) for key in v.keys}
    b = {key for v in right.values("topic") if isinstance(v, Topic) for key in v.keys}
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _happening(group: list[Telling], names: Mapping[str, str]) -> Happening:
    group = sorted(group, key=lambda t: t.told.id)
    fullest = max(group, key=lambda t: (len(t.who), t.told.id))
    stated = {f"words:{p[1].casefold()}": p[1] for t in group for p in t.told.participants}
    participants = tuple(
        (None, stated[who]) if who.startswith("words:") else (who, names.get(who, who))
        for who in fullest.in_order
    )
    latest = max(group, key=lambda t: (t.account.published or "", _PHASES[t.told.status], t.told.id))
    phase = max(group, key=lambda t: (_PHASES[t.told.status], t.told.id))
    status = latest.told.status if _PHASES[latest.told.status] >= 2 else phase.told.status
    channels = sorted({t.told.channel for t in group} - {"unknown"})
    reasons = tuple(
        Reason(
            "same_happening",
            (("n_participants", str(len(t.who & group[0].who))),),
            (group[0].told.trigger, t.told.trigger),
        )
        for t in group[1:]
    )
    return Happening(
        make_id("hap", group[0].account.story_id, group[0].told.id),
        group[0].account.story_id,
        min(t.told.kind for t in group),
        tuple(t.told.id for t in group),
        participants,
        status,
        channels[0] if channels else "unknown",
        tuple(sorted({t.account.document_id for t in group})),
        tuple(sorted({a for t in group for a in t.told.evidence})),
        reasons,
    )
