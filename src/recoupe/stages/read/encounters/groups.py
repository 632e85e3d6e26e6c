"""Which mentions of encounters in one document are one encounter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from recoupe.records.findings import Certainty, Channel, Fact, Slot, Status
from recoupe.records.spans import Span
from recoupe.records.values import Value, When, Where
from recoupe.stages.read.encounters.likeness import (
    are_gathered,
    are_misspelt,
    described_alike,
    fullest,
    names_of,
)
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.words import Kind
from recoupe.stages.text.folded import bare_word
from recoupe.stages.values.compare import match_places, match_times

MAX_FACTS = 200
"""Facts kept of one encounter: a bound on hostile text. The richest encounter in every fourth article of
press-fr (400 articles) has 6, those of the five lavrov-2017 articles have up to 20."""
MAX_HYPHEN = 3
"""Characters of a dash between two countries that open a headline, with its spaces."""
NEAR_SENTENCES = 2
"""How far back, in sentences, a doubtful encounter may be picked up by the one that took place."""


@dataclass(frozen=True)
class Telling:
    """One mention of an encounter.

    status: None when the words say neither; "held" is the default of the group. is_present: told in
    the present tense, which is used of past and future encounters alike. is_again: takes up an
    encounter told before. order: number of its sentence. is_going: a verb says that somebody goes there.
    is_besides: the words say that it is a further one ("he also met X"). is_past: the verb stands in the
    past. is_noun: a noun tells it, which has no tense.
    """

    trigger: Span
    sentence: Span
    order: int
    stem: str
    kind: Kind
    channel: Channel
    status: Status | None
    certainty: Certainty
    is_present: bool
    who: tuple[Party, ...]
    facts: tuple[Fact, ...]
    rule_id: str
    is_going: bool = False
    is_besides: bool = False
    is_past: bool = False
    is_noun: bool = False


@dataclass
class Group:
    """The tellings of one encounter, gathered so far.

    last_order: number of the last sentence that spoke of it. aliases: keys of the same people misspelt.
    """

    kind: Kind
    channel: Channel
    status: Status
    is_present: bool
    who: tuple[Party, ...]
    tellings: list[Telling] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    last_order: int = 0
    aliases: set[str] = field(default_factory=set)

    @property
    def keys(self) -> frozenset[str]:
        """Who takes part."""
        return frozenset(p.key for p in self.who)

    def has(self, parties: Iterable[Party]) -> bool:
        """Tell whether one of the parties takes part."""
        return bool((self.keys | self.aliases) & {p.key for p in parties})

    def add(self, telling: Telling) -> None:
        """Take a telling in; what it says more precisely replaces what was known."""
        known = {p.key for p in self.who}
        described = described_alike(self.who, telling.who)
        if are_misspelt(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif described is not None:
            self.aliases |= {p.key for p in (*self.who, *telling.who)}
            self.who = described
        elif self.who and are_gathered(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif telling.who and _tells_headline(self, telling):
            self.aliases |= {p.key for p in (*self.who, *telling.who)}
            self.who = fullest(self.who, telling.who)
        else:
            self.who = (*self.who, *(p for p in telling.who if p.key not in known))
        self.tellings.append(telling)
        self.last_order = telling.order
        self.facts.extend(telling.facts[: MAX_FACTS - len(self.facts)])
        if self.channel == "unknown":
            self.channel = telling.channel
            self.kind = "call" if telling.kind == "call" else self.kind
        elif self.kind == "call" and telling.channel == "call":
            self.channel = "call"


class Play:
    """The encounters of a document as they are told: what later words refer back to."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.groups: list[Group] = []
        self.told: list[Group] = []
        self.last_subject: tuple[Party, ...] = ()
        self.last_person: tuple[Party, ...] = ()

    def put(self, telling: Telling) -> Group:
        """Add a telling that says who takes part; return the encounter it belongs to."""
        for group in reversed(self._by_recency()):
            if _is_same(group, telling):
                _update(group, telling)
                group.add(telling)
                self.told.append(group)
                return group
        return self.open(telling)

    def open(self, telling: Telling) -> Group:
        """Add a telling as an encounter of its own; return it."""
        group = Group(
            telling.kind,
            telling.channel,
            telling.status or "held",
            telling.is_present and telling.status is None,
            (),
        )
        group.add(telling)
        self.groups.append(group)
        self.told.append(group)
        return group

    def join(self, group: Group, other: Group, *, slots: Sequence[Slot]) -> None:
        """Take the tellings and some facts of one encounter into another; the first is one no more."""
        other.tellings.extend(group.tellings)
        other.facts.extend(f for f in group.facts if f.slot in slots)
        self.groups = [g for g in self.groups if g is not group]
        self.told = [other if g is group else g for g in self.told]

    @staticmethod
    def is_near(group: Group, telling: Telling) -> bool:
        """Tell whether the encounter was spoken of a sentence or two before."""
        return telling.order - group.last_order <= NEAR_SENTENCES

    def again(
        self, telling: Telling, *, subject: Sequence[Party], is_demonstrative: bool, is_near: bool = False
    ) -> Group | None:
        """Add a telling that takes an encounter up again; None when there is none it can mean.

        is_near: it means one that was spoken of just before.
        """
        words = telling.trigger.of(self.scene.plain)
        may_be_call = any(rule.search(words) for rule in self.scene.rules("said of a call"))
        candidates = [g for g in self._by_recency() if _can_be_again(g, telling, may_be_call=may_be_call)]
        if is_near:
            candidates = [g for g in candidates if self.is_near(g, telling)]
        if not candidates:
            return None
        if telling.status in ("held", "planned"):
            candidates = [g for g in candidates if g.status == telling.status] or candidates
        near = [g for g in candidates if telling.order - g.tellings[-1].order <= NEAR_SENTENCES]
        same_word = [g for g in near if any(t.stem == telling.stem for t in g.tellings)]
        with_subject = [g for g in candidates if g.has(subject)]
        chosen = (same_word if is_demonstrative else []) or with_subject or near or candidates
        group = chosen[-1]
        if telling.status in ("cancelled", "postponed", "refused") and group.status in (
            "planned",
            "possible",
        ):
            group.status = telling.status
        if telling.status == "planned" and group.status == "possible":
            group.status = "planned"
        group.add(replace(telling, who=()))
        self.told.append(group)
        return group

    def pair(self, span: Span, *, is_pronoun: bool = False) -> tuple[Party, ...]:
        """Return the two that a plural such as "les deux présidents" or "ils" means; empty if unclear.

        is_pronoun: a bare pronoun means the two of an encounter told before, never just any two people.
        """
        words = self._content(span)
        holders = self._holders(words, before=span.start) if words else []
        if len(holders) >= 2:
            return tuple(holders[:2])
        for group in reversed(self.told):
            people = [p for p in group.who if p.kind == "person"]
            if len(people) >= 2 and (not holders or group.has(holders)):
                return tuple(replace(p, span=span, name_span=span) for p in people[:2])
        if self._means_lands(span):
            for group in reversed(self.told):
                lands = [p for p in group.who if p.kind in ("country", "body")]
                if len(lands) == 2:
                    return tuple(replace(p, span=span, name_span=span) for p in lands)
        in_front = self._lands_in_front(span)
        if in_front:
            return tuple(replace(p, span=span, name_span=span) for p in in_front)
        named = self._recent_people(before=span.start)
        if len(named) == 2 and not is_pronoun:
            return tuple(self.scene.party_of(i, span) for i in reversed(named))
        return ()

    def _means_lands(self, span: Span) -> bool:
        """Tell whether a plural ("les deux pays") means countries or bodies."""
        words = span.of(self.scene.plain)
        return any(rule.search(words) for rule in self.scene.rules("two sides"))

    def _lands_in_front(self, span: Span) -> tuple[Party, ...]:
        """The two countries that open the sentence ("X-Y : les deux présidents …"); empty without them."""
        sentence = self.scene.draft.sentence_at(span.start) or span
        before = self.scene.within(Span(sentence.start, max(sentence.start, span.start)))
        pair = before[-2:]
        is_joined = len(pair) == 2 and 0 < pair[1].span.start - pair[0].span.end <= MAX_HYPHEN
        return pair if is_joined and all(p.kind == "country" for p in pair) else ()

    def _content(self, span: Span) -> frozenset[str]:
        stem = self.scene.draft.pack.functions.stem
        stop = {row["word"] for row in self.scene.draft.pack.lexicon("stop_words")}
        words = span.of(self.scene.plain).casefold().replace("'", "' ").split()
        return frozenset(bare_word(stem(w)) for w in words if w not in stop and len(w) > 3)

    def _holders(self, words: frozenset[str], *, before: int) -> list[Party]:
        """The people whose stated role names the office that the plural names, latest first."""
        found = []
        for entity_id in self._recent_people(before=before):
            roles = self.scene.entities[entity_id].roles
            if any(self._head(r.stated) in words for r in roles):
                mention = max(
                    (p for p in self.scene.parties if p.entity_id == entity_id and p.span.end <= before),
                    key=lambda p: p.span,
                )
                found.append(mention)
        return found

    def _head(self, role: str) -> str:
        """The stem of the first noun of a role: "président" of "le président américain"."""
        words = role.casefold().replace("'", "' ").split()
        stop = {row["word"] for row in self.scene.draft.pack.lexicon("stop_words")}
        head = next((w for w in words if w not in stop), "")
        return bare_word(self.scene.draft.pack.functions.stem(head))

    def _recent_people(self, *, before: int) -> list[str]:
        ids = [
            p.entity_id
            for p in self.scene.parties
            if p.kind == "person" and p.entity_id in self.scene.entities and p.span.end <= before
        ]
        return [i for i in dict.fromkeys(reversed(ids)) if i is not None]

    def _by_recency(self) -> list[Group]:
        latest = {id(group): i for i, group in enumerate(self.told)}
        return sorted(self.groups, key=lambda g: latest[id(g)])


def _is_same(group: Group, telling: Telling) -> bool:
    keys = frozenset(p.key for p in telling.who)
    alone = {"call", "visit"}
    near = telling.order - group.last_order <= NEAR_SENTENCES
    if not keys:
        return False
    if _is_gathering_of(group, telling):
        return _status_fits(group, telling)
    is_headline = _tells_headline(group, telling)
    if group.kind != telling.kind and {group.kind, telling.kind} & alone and not is_headline:
        # "A call between X and Y. They talked for an hour.": the verb does not say how.
        is_call = near and {group.kind, telling.kind} == {"call", "meeting"}
        if not is_call or "in person" in (group.channel, telling.channel):
            return False
    if {group.channel, telling.channel} >= {"call", "in person"}:
        return False
    same_people = keys == group.keys or (keys < group.keys and len(keys) > 1)
    # "X received at the palace", then "Y received X": the host is told later.
    same_people |= near and group.kind == "meeting" and len(group.keys) == 1 and group.keys < keys
    same_people |= near and group.kind == telling.kind == "visit" and keys < group.keys
    # "X gathers the makers in Lyon to talk of the port"
    is_aim = group.kind == telling.kind == "meeting" and group.tellings[-1].sentence == telling.sentence
    same_people |= is_aim and keys < group.keys
    may_be_described = len(keys) > 1 or group.kind == telling.kind in ("visit", "summit")
    described = near and (
        (may_be_described and described_alike(group.who, telling.who) is not None)
        or are_gathered(group.who, telling.who)
    )
    described |= is_headline or _is_there_then(group, telling) or _is_told_anew(group, telling)
    if not same_people and not described and not are_misspelt(group.who, telling.who):
        return False
    if not same_people and (telling.is_besides or {group.status, telling.status} == {"possible", "held"}):
        return False
    return _status_fits(group, telling) and not _is_apart(group, telling)


def _is_there_then(group: Group, telling: Telling) -> bool:
    """Tell whether both take place at one place, at one time or by one word, and one side names nobody."""
    if group.kind != telling.kind or (names_of(group.who) and names_of(telling.who)):
        return False
    pairs = [(mine, other) for mine in group.facts for other in telling.facts if mine.slot == other.slot]
    said = {mine.slot for mine, other in pairs if _are_same(mine.value, other.value)}
    is_one_word = any(t.stem == telling.stem for t in group.tellings)
    return "place" in said and ("time" in said or is_one_word)


def _is_told_anew(group: Group, telling: Telling) -> bool:
    """Tell whether a later passage tells of the same people, described in like words, by the same word."""
    if group.kind != telling.kind:
        return False
    if group.kind == "visit":
        if telling.status != group.tellings[0].status:
            return False
        keys = frozenset(p.key for p in telling.who)
        places = [any(f.slot == "place" for f in facts) for facts in (group.facts, telling.facts)]
        return (keys <= group.keys or group.keys <= keys) and not all(places)
    is_one_word = any(t.stem == telling.stem for t in group.tellings)
    is_named = bool(names_of(group.who) & names_of(telling.who))
    return is_one_word and is_named and described_alike(group.who, telling.who) is not None


def _are_same(left: Value | None, right: Value | None) -> bool:
    if isinstance(left, Where) and isinstance(right, Where):
        return match_places(left, right) == "same"
    if isinstance(left, When) and isinstance(right, When):
        return match_times(left, right) in ("same", "finer", "wider")
    return False


def _tells_headline(group: Group, telling: Telling) -> bool:
    """Tell whether the text tells the headline's encounter by the same word, of people who may be the same.

    "Drach received in Paris", and below: "The Ukrainian president was received by Sonia Varenne".
    """
    first = min(group.tellings, key=lambda t: t.order, default=None)
    if first is None or first.order > 1 or not first.order < telling.order <= first.order + NEAR_SENTENCES:
        return False
    mine, theirs = names_of(group.who), names_of(telling.who)
    are_nested = mine <= theirs or theirs <= mine
    kinds = {group.kind, telling.kind}
    if first.stem != telling.stem and first.order > 0:
        return False
    if first.stem != telling.stem:
        is_gathering = kinds == {"summit", "meeting"} and all(
            p.kind != "person" for p in (*group.who, *telling.who)
        )
        is_way = group.kind == "meeting" and telling.kind in ("meeting", "visit")
        return is_gathering or (is_way and are_nested and bool(mine & theirs))
    if "call" in kinds and {group.channel, telling.channel} >= {"call", "in person"}:
        return False
    are_named = len(mine) == len(group.who) and len(theirs) == len(telling.who)
    if are_nested:
        return bool(mine & theirs) or not are_named
    return len(mine | theirs) <= max(2, len(group.who), len(telling.who)) and not are_named


def _is_gathering_of(group: Group, telling: Telling) -> bool:
    """Tell whether one sentence names an encounter twice: "the ministers of X gather for a summit"."""
    keys = frozenset(p.key for p in telling.who)
    is_one_sentence = group.tellings[-1].sentence == telling.sentence
    holds = keys <= group.keys or group.keys <= keys
    return is_one_sentence and holds and {group.kind, telling.kind} == {"meeting", "summit"}


def _status_fits(group: Group, telling: Telling) -> bool:
    status = telling.status or "held"
    if status == group.status:
        return True
    if telling.is_noun and telling.status is None and (telling.kind == "call") == (group.kind == "call"):
        # "They will meet on Monday. The meeting of the two …": the noun does not say that it took place.
        return True
    pair = {status, group.status}
    if pair == {"held", "planned"}:
        return (telling.is_present and telling.status is None) or group.is_present
    if pair & {"cancelled", "postponed", "refused"} and pair & {"planned", "possible"}:
        return True
    if pair == {"planned", "possible"}:
        return True
    near = telling.order - group.tellings[-1].order <= NEAR_SENTENCES
    # "Nobody knew whether they would meet. In the end they did.": one encounter.
    return near and group.status == "possible" and status == "held"


def _update(group: Group, telling: Telling) -> None:
    """Let a clearer word on whether it takes place replace what was known."""
    status = telling.status or "held"
    if telling.is_past and telling.status is None:
        group.is_present = False
    if group.is_present and telling.status is not None:
        group.status, group.is_present = telling.status, False
        return
    called_off = group.status in ("planned", "possible") and status in ("cancelled", "postponed", "refused")
    firmer = group.status == "possible" and status in ("planned", "held") and not telling.is_present
    if called_off or firmer:
        group.status = status


def _is_apart(group: Group, telling: Telling) -> bool:
    """Tell whether place or time of the two cannot be the same: nothing said of them fits together."""
    for slot in ("place", "time"):
        pairs = [(a, b) for a in group.facts for b in telling.facts if a.slot == b.slot == slot]
        # A bare "on Friday" may be read as last or as next: the same words mean the same day.
        if pairs and all(a.stated != b.stated and _are_apart(a.value, b.value) for a, b in pairs):
            return True
    return False


def _are_apart(left: Value | None, right: Value | None) -> bool:
    if isinstance(left, Where) and isinstance(right, Where):
        return match_places(left, right) == "apart" or _lie_in_two_countries(left, right)
    if isinstance(left, When) and isinstance(right, When):
        return match_times(left, right) == "apart"
    return False


def _lie_in_two_countries(left: Where, right: Where) -> bool:
    countries = [{k for k in (p.key, *p.within) if len(k) == 2 and k.isupper()} for p in (left, right)]
    return all(countries) and not countries[0] & countries[1]


def _can_be_again(group: Group, telling: Telling, *, may_be_call: bool) -> bool:
    if "visit" in (group.kind, telling.kind):
        return group.kind == telling.kind
    if telling.kind == "call" or telling.kind == "summit":
        return group.kind == telling.kind
    if group.kind == "call":
        is_same = may_be_call or any(t.stem == telling.stem for t in group.tellings)
        return telling.channel == "unknown" and is_same
    return True
