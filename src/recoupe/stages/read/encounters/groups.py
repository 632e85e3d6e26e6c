"""Which mentions of encounters in one document are one encounter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from recoupe.records.findings import Certainty, Channel, Fact, Slot, Status
from recoupe.records.spans import Span
from recoupe.records.values import Value, When, Where
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.words import Kind
from recoupe.stages.text.folded import bare_word
from recoupe.stages.values.compare import match_places, match_times

MAX_FACTS = 200
"""Facts kept of one encounter: a bound on hostile text. The richest encounter in every fourth article of
press-fr (400 articles) has 6, those of the five lavrov-2017 articles have up to 20."""
SPELLING_RATIO = 85
"""Letters two spellings of one full name share, 0 to 100; asked of every participant at once. The example
coverage's translated article has pairs at 87 and 91; "Jean" and "Jeanne" with one surname stand at 92,
which is why one like name alone proves nothing."""
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
    past.
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
        described = _described_alike(self.who, telling.who)
        if _are_misspelt(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif described is not None:
            self.aliases |= {p.key for p in (*self.who, *telling.who)}
            self.who = described
        elif self.who and _are_gathered(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif telling.who and _tells_headline(self, telling):
            self.aliases |= {p.key for p in (*self.who, *telling.who)}
            self.who = _fullest(self.who, telling.who)
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

    def again(self, telling: Telling, *, subject: Sequence[Party], is_demonstrative: bool) -> Group | None:
        """Add a telling that takes an encounter up again; None when there is none it can mean."""
        words = telling.trigger.of(self.scene.plain)
        may_be_call = any(rule.search(words) for rule in self.scene.rules("said of a call"))
        candidates = [g for g in self._by_recency() if _can_be_again(g, telling, may_be_call=may_be_call)]
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
        (may_be_described and _described_alike(group.who, telling.who) is not None)
        or _are_gathered(group.who, telling.who)
    )
    described |= is_headline
    if not same_people and not described and not _are_misspelt(group.who, telling.who):
        return False
    if not same_people and (telling.is_besides or {group.status, telling.status} == {"possible", "held"}):
        return False
    return _status_fits(group, telling) and not _is_apart(group, telling)


def _tells_headline(group: Group, telling: Telling) -> bool:
    """Tell whether the text tells the headline's encounter by the same word, of people who may be the same.

    "Drach received in Paris", and below: "The Ukrainian president was received by Sonia Varenne".
    """
    first = min(group.tellings, key=lambda t: t.order, default=None)
    if first is None or first.order > 0 or not 0 < telling.order <= NEAR_SENTENCES:
        return False
    mine, theirs = _names(group.who), _names(telling.who)
    are_nested = mine <= theirs or theirs <= mine
    kinds = {group.kind, telling.kind}
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


def _names(who: Sequence[Party]) -> frozenset[str]:
    return frozenset(p.key for p in who if p.is_name)


def _fullest(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...]:
    """Return all that are named, and as many of the described ones, the later first, as are missing."""
    named = {p.key: p for p in (*left, *right) if p.is_name} | {p.key: p for p in left if p.is_name}
    missing = max(len(left), len(right)) - len(named)
    described = {p.key: p for p in (*right, *left) if not p.is_name}
    return (*named.values(), *list(described.values())[: max(0, missing)])


def _is_gathering_of(group: Group, telling: Telling) -> bool:
    """Tell whether one sentence names an encounter twice: "the ministers of X gather for a summit"."""
    keys = frozenset(p.key for p in telling.who)
    is_one_sentence = group.tellings[-1].sentence == telling.sentence
    holds = keys <= group.keys or group.keys <= keys
    return is_one_sentence and holds and {group.kind, telling.kind} == {"meeting", "summit"}


def _described_alike(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...] | None:
    """Return who takes part when one telling describes those whom the other names.

    "Rencontre X-Y", then "The French president received his Chilean counterpart": each description stands
    for one of those that are left. None when the two are not of the same number, or nobody is described.
    """
    keys = {p.key for p in left} & {p.key for p in right}
    if not keys and all(p.is_name and p.kind != "country" for p in (*left, *right)):
        return None
    mine = [p for p in left if p.key not in keys]
    theirs = [p for p in right if p.key not in keys]
    if not mine or len(mine) != len(theirs):
        return None
    spoken_for = _spoken_for(mine, theirs) if not keys else None
    if spoken_for is not None:
        return spoken_for
    merged = [p for p in left if p.key in keys]
    last_two = len(mine) == 1 and bool(keys)
    for party in mine:
        other = next((o for o in theirs if _may_be(party, o, last_two=last_two)), None)
        if other is None:
            return None
        theirs.remove(other)
        merged.append(other if _is_described(party) and other.is_name else party)
    return tuple(merged)


def _spoken_for(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...] | None:
    """Return who takes part when one side names two countries and the other those who speak for them.

    None when it does not. Names of people say more than countries do, and those more than "the envoys".
    """
    for lands, people in ((left, right), (right, left)):
        are_lands = len(lands) == 2 and all(p.kind == "country" for p in lands)
        if are_lands and all(p.kind in ("person", "group") for p in people):
            return tuple(people) if all(p.is_name for p in people) else tuple(lands)
    return None


def _is_described(party: Party) -> bool:
    return party.kind == "person" and not party.is_name


def _may_be(one: Party, other: Party, *, last_two: bool) -> bool:
    """Tell whether one of the two is a description that nothing keeps from being of the other.

    last_two: all others are the same on both sides, so that two descriptions ("the pope", "the pontiff") may
    be of one person.
    """
    if one.kind == other.kind == "body" and _words(one.name) and _words(other.name):
        # "Sommet de X", then "X": the gathering and the body that holds it.
        return _words(one.name) <= _words(other.name) or _words(other.name) <= _words(one.name)
    if {one.kind, other.kind} == {"group", "body"}:
        # "A delegation of X", then "X".
        body, group = (one, other) if one.kind == "body" else (other, one)
        return bool(_words(body.name)) and _words(body.name) <= _words(group.name)
    if one.kind == other.kind == "group":
        return bool(_words(one.name) & _words(other.name))
    if "country" in (one.kind, other.kind):
        # "Talks with Valdonia", then "with the Valdonian envoys": who speaks for it, the rest being one.
        return last_two and one.kind != other.kind
    if last_two and _is_described(one) and _is_described(other):
        return True
    if one.kind != "person" or other.kind != "person" or one.is_name == other.is_name:
        return False
    return one.role is None or other.role is None or bool(_words(one.role) & _words(other.role))


def _words(role: str) -> frozenset[str]:
    return frozenset(word for word in bare_word(role).split() if len(word) > 3)


def _are_gathered(left: Sequence[Party], right: Sequence[Party]) -> bool:
    """Tell whether both name nobody, but plurals only ("the delegates meet", "a meeting of ministers")."""
    return all(p.kind == "group" for p in (*left, *right))


def _are_misspelt(left: Sequence[Party], right: Sequence[Party]) -> bool:
    """Tell whether both sides are the same people with names spelt in two ways, as translations do."""
    if len(left) != len(right) or len(left) < 2:
        return False
    return all(
        any(fuzz.ratio(bare_word(a.name), bare_word(b.name)) >= SPELLING_RATIO for b in right) for a in left
    )


def _status_fits(group: Group, telling: Telling) -> bool:
    status = telling.status or "held"
    if status == group.status:
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
    if group.is_present and telling.status is not None:
        group.status, group.is_present = telling.status, False
        return
    called_off = group.status in ("planned", "possible") and status in ("cancelled", "postponed", "refused")
    firmer = group.status == "possible" and status in ("planned", "held") and not telling.is_present
    if called_off or firmer:
        group.status = status


def _is_apart(group: Group, telling: Telling) -> bool:
    """Tell whether place or time of the two cannot be the same."""
    return any(
        mine.slot == other.slot and _are_apart(mine.value, other.value)
        for mine in group.facts
        for other in telling.facts
    )


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
