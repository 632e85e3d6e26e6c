"""What a document tells of its encounters: each telling, and the tellings of one encounter together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from recoupe.records.findings import Certainty, Channel, Fact, Status
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.likeness import are_gathered, are_misspelt, described_alike, fullest
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.words import Kind

MAX_FACTS = 200
"""Facts kept of one encounter: a bound on hostile text. The richest encounter in every fourth article of
press-fr (400 articles) has 6, those of the five lavrov-2017 articles have up to 20."""
NEAR_SENTENCES = 2
"""How far back, in sentences, a doubtful encounter may be picked up by the one that took place."""


@dataclass(frozen=True)
class Telling:
    """One mention of an encounter.

    status: None when the words say neither; "held" is the default of the group. is_present: told in
    the present tense, which is used of past and future encounters alike. is_again: takes up an
    encounter told before. order: number of its sentence. is_going: a verb says that somebody goes there.
    is_besides: the words say that it is a further one ("he also met X"). is_past: the verb stands in the
    past. is_noun: a noun tells it, which has no tense. is_new: an indefinite article introduces it.
    is_known: a definite one takes it for known, or none in a text that has told of it. is_lone: a
    participle that only says of somebody what was told ("the two received by X").
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
    is_new: bool = False
    is_known: bool = False
    is_lone: bool = False

    @property
    def keys(self) -> frozenset[str]:
        """Whoever it says to take part."""
        return frozenset(p.key for p in self.who)


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

    def has_word(self, telling: Telling) -> bool:
        """Tell whether the encounter has been told by the word of a telling."""
        return any(known.stem == telling.stem for known in self.tellings)

    def add(self, telling: Telling, *, is_headline: bool = False) -> None:
        """Take a telling in; what it says more precisely replaces what was known.

        is_headline: the encounter is the headline's, whose words may name the same people otherwise.
        """
        known = {p.key for p in self.who}
        described = described_alike(self.who, telling.who)
        if are_misspelt(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif described is not None:
            self.aliases |= {p.key for p in (*self.who, *telling.who)}
            self.who = described
        elif self.who and are_gathered(self.who, telling.who):
            self.aliases |= {p.key for p in telling.who}
        elif is_headline and telling.who:
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

    def learn(self, telling: Telling) -> None:
        """Let a clearer word on whether it takes place replace what was known."""
        status = telling.status or "held"
        if telling.is_past and telling.status is None:
            self.is_present = False
        if self.is_present and telling.status is not None:
            self.status, self.is_present = telling.status, False
            return
        is_off = self.status in ("planned", "possible") and status in ("cancelled", "postponed", "refused")
        is_firmer = self.status == "possible" and status in ("planned", "held") and not telling.is_present
        if is_off or is_firmer:
            self.status = status
