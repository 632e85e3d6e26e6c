"""Which encounters of several accounts are one and the same happening."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recoupe.records.accounts import Account, Comparable, Entity, ToldEncounter
from recoupe.records.comparisons import Happening
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Topic, When, Where
from recoupe.stages.text.folded import bare
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
_SAME_START, _TELLING_LETTERS = 4, 5
"""Letters that two words for a role have to begin with in common, and that a word needs to say something:
"allemand" and "Allemagne" are akin, so are "russe" and "Russie"."""
_WORDS = re.compile(r"[^\W\d_]+")
_UNNAMED = "words:"
_KINDS = {"meeting": "meeting", "summit": "meeting", "call": "call", "visit": "visit"}


@dataclass(frozen=True)
class Telling:
    """One account's telling of an encounter, with its participants as entities of the story.

    said_of: how the words begin that say what each participant is, in this account or in any other.
    """

    account: Account
    told: ToldEncounter
    in_order: tuple[str, ...]
    facts: tuple[Comparable, ...]
    said_of: Mapping[str, frozenset[str]]

    @property
    def who(self) -> frozenset[str]:
        """The participants: ids of entities, or "words:…" for those that are none."""
        return frozenset(self.in_order)

    @property
    def named(self) -> frozenset[str]:
        """The participants that are entities of the story."""
        return frozenset(one for one in self.in_order if not one.startswith(_UNNAMED))

    def values(self, slot: str) -> list[object]:
        """Return the typed values the telling gives for a slot."""
        return [c.value for c in self.facts if c.slot == slot and c.value is not None]


def find_happenings(
    accounts: Sequence[Account], entities: Sequence[Entity], entity_of: Mapping[str, str]
) -> tuple[Happening, ...]:
    """Return the happenings of a story, those told by most accounts first.

    entities: of the story. entity_of: story entity by document entity.
    Two tellings of one article are never joined: the article itself keeps them apart.
    """
    names = {entity.id: entity.name for entity in entities}
    said_of = {e.id: _starts(*(role.stated for role in e.roles)) for e in entities if e.type == "PER"}
    tellings = sorted(
        (t for account in accounts for t in _tellings(account, entity_of, said_of)),
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


def _tellings(
    account: Account, entity_of: Mapping[str, str], said_of: Mapping[str, frozenset[str]]
) -> Iterable[Telling]:
    by_about: dict[str, list[Comparable]] = {}
    for comparable in account.comparables:
        if comparable.kind == "encounter" and comparable.about is not None:
            by_about.setdefault(comparable.about, []).append(comparable)
    for told in account.encounters:
        who = dict.fromkeys(_participant_key(p, entity_of) for p in told.participants)
        said = {one: said_of.get(one, frozenset()) for one in who}
        said |= {one: _starts(one.removeprefix(_UNNAMED)) for one in who if one.startswith(_UNNAMED)}
        yield Telling(account, told, tuple(who), tuple(by_about.get(told.id, ())), said)


def _starts(*words: str) -> frozenset[str]:
    """Return how the longer of some words begin, folded."""
    found = (word for text in words for word in _WORDS.findall(bare(text)))
    return frozenset(word[:_SAME_START] for word in found if len(word) >= _TELLING_LETTERS)


def _participant_key(
    participant: tuple[str | None, str, str | None, Anchor], entity_of: Mapping[str, str]
) -> str:
    entity_id, words, _, _ = participant
    unnamed = f"{_UNNAMED}{words.casefold()}"
    return unnamed if entity_id is None else entity_of.get(entity_id, unnamed)


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
    places = _agreement(left, right, "place")
    times = _agreement(left, right, "time")
    if places is False or (times is False and not _is_one_plan(left, right, places)):
        return None
    if not _fit(left.who, right.who):
        if not (_described(left, right) or _described(right, left)):
            return None
        if not times:
            # Nothing but the role speaks for it: it takes others who say more.
            return 0.0
    moved_on = _PHASES[left.told.status] != _PHASES[right.told.status]
    if moved_on and not (places or times or _is_denied(left, right)):
        # "A will meet B" and "A met B" are one meeting only when place or time says so.
        return None
    common = len(left.who & right.who) / max(len(left.who | right.who), 1)
    return min(1.0, 0.6 * common + 0.2 * bool(places) + 0.2 * bool(times) + 0.1 * _topics(left, right))


def _is_one_plan(left: Telling, right: Telling, places: bool | None) -> bool:
    """Tell whether two accounts date one plan otherwise: in each the only one of these people.

    One who goes alone goes to a place that both name.
    """
    plans = (_plans_like(telling) for telling in (left, right))
    return bool(places) and left.who == right.who and bool(left.named) and all(n == 1 for n in plans)


def _is_denied(left: Telling, right: Telling) -> bool:
    """Tell whether one account denies the only encounter of some people that the other tells.

    "Il n'a pas rencontré X" names no time or place of what was not.
    """
    if {left.told.status, right.told.status} != {"denied", "held"} or len(left.named) < 2:
        return False
    return left.who == right.who and all(len(_statuses_like(telling)) == 1 for telling in (left, right))


def _plans_like(telling: Telling) -> int:
    """Return how many encounters of as many people its account foresees; 0 when it is no plan itself."""
    return _statuses_like(telling).count("planned") if telling.told.status == "planned" else 0


def _statuses_like(telling: Telling) -> list[str]:
    """Return the statuses of an account's encounters of as many people, its own among them."""
    n_people = len(telling.told.participants)
    return [other.status for other in telling.account.encounters if len(other.participants) == n_people]


def _fit(left: frozenset[str], right: frozenset[str]) -> bool:
    """The same people, or one telling names fewer of them but none besides."""
    return bool(left & right) and (left <= right or right <= left)


def _described(named: Telling, unnamed: Telling) -> bool:
    """Tell whether one telling says by a role only whom the other one names besides: "his German colleague".

    Some of them are named in both.
    """
    others, here = unnamed.who - named.who, named.who - unnamed.who
    return bool(named.who & unnamed.who) and all(
        other.startswith(_UNNAMED) and any(unnamed.said_of[other] & named.said_of[one] for one in here)
        for other in others
    )


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
    fullest = max(group, key=lambda t: (len(t.named), len(t.who), t.told.id))
    stated = {f"{_UNNAMED}{p[1].casefold()}": p[1] for t in group for p in t.told.participants}
    participants = tuple(
        (None, stated[who]) if who.startswith(_UNNAMED) else (who, names.get(who, who))
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
