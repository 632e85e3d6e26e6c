"""Which mentions of encounters in one document are one encounter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recoupe.records.findings import Slot
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.sameness import can_be_again, is_only_recalled, is_same, tells_headline
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.told import NEAR_SENTENCES, Group, Telling
from recoupe.stages.text.folded import bare_word

MAX_HYPHEN = 3
"""Characters of a dash between two countries that open a headline, with its spaces."""


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
            if is_same(group, telling):
                if is_only_recalled(group, telling):
                    telling = replace(telling, who=tuple(p for p in telling.who if p.key in group.keys))
                group.learn(telling)
                group.add(telling, is_headline=tells_headline(group, telling))
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
        self,
        telling: Telling,
        *,
        subject: Sequence[Party],
        is_demonstrative: bool,
        is_near: bool = False,
        but: Span | None = None,
    ) -> Group | None:
        """Add a telling that takes an encounter up again; None when there is none it can mean.

        is_near: it means one that was spoken of just before. but: words; it means none told there alone.
        """
        candidates = self._meant_by(telling)
        if but is not None:
            candidates = [g for g in candidates if any(not but.holds(t.trigger) for t in g.tellings)]
        if is_near:
            candidates = [g for g in candidates if self.is_near(g, telling)]
        if not candidates:
            return None
        if telling.status == "held":
            # What was wished for or turned down has not taken place.
            candidates = [g for g in candidates if g.status not in ("possible", "refused")]
        if telling.status in ("held", "planned"):
            candidates = [g for g in candidates if g.status == telling.status] or candidates
        if not candidates:
            return None
        near = [g for g in candidates if telling.order - g.tellings[-1].order <= NEAR_SENTENCES]
        same_word = [g for g in near if g.has_word(telling)]
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
        if telling.status == "held" and group.status == "planned":
            # "X has bidden Y to dinner. The dinner went on until midnight."
            group.status = "held"
        return self._taken(replace(telling, who=()), group)

    def again_by_word(self, telling: Telling) -> Group | None:
        """Add a telling to the only encounter that its noun told of; None when there is none."""
        meant = self._meant_by_word(telling)
        return self._taken(telling, meant) if meant is not None else None

    def again_of_many(
        self, telling: Telling, *, beside: Sequence[Party], acting: Sequence[Party]
    ) -> Group | None:
        """Add "the meeting with X", out of which Y comes, to the one its noun told of: that of X and many."""
        meant = self._meant_by_word(telling)
        keys = {p.key for p in beside}
        if meant is None or not acting or not keys or not keys <= meant.keys or meant.has(acting):
            return None
        return self._taken(telling, meant) if any(p.kind == "group" for p in meant.who) else None

    def _meant_by_word(self, telling: Telling) -> Group | None:
        """The only encounter that was told by the word of a telling; None when there are more or none."""
        meant = [g for g in self._meant_by(telling) if g.has_word(telling)]
        return meant[0] if len(meant) == 1 else None

    def _meant_by(self, telling: Telling) -> list[Group]:
        """The encounters that words without any side can mean, the latest told last."""
        words = telling.trigger.of(self.scene.plain)
        may_be_call = any(rule.search(words) for rule in self.scene.rules("said of a call"))
        return [g for g in self._by_recency() if can_be_again(g, telling, may_be_call=may_be_call)]

    def _taken(self, telling: Telling, group: Group) -> Group:
        group.add(telling)
        self.told.append(group)
        return group

    def pair(self, span: Span, *, is_pronoun: bool = False) -> tuple[Party, ...]:
        """Return those that a plural such as "les deux présidents" or "ils" means; empty if unclear.

        They are two, or as many as have met where the words do not say that they are two.
        is_pronoun: a bare pronoun means those of an encounter told before, never just any two people.
        """
        are_two = any(rule.search(span.of(self.scene.plain)) for rule in self.scene.rules("two"))
        words = self._content(span)
        holders = self._holders(words, before=span.start) if words else []
        if not are_two and len(holders) < 3:
            all_told = self._all_told(span, holders)
            if all_told:
                return all_told
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

    def _all_told(self, span: Span, holders: Sequence[Party]) -> tuple[Party, ...]:
        """Return the three or more of the encounter told last, if they were as many; else nobody."""
        read_number = self.scene.draft.pack.functions.read_number
        counts = [n for word in span.of(self.scene.plain).casefold().split() if (n := read_number(word))]
        for group in reversed(self.told):
            people = [p for p in group.who if p.kind == "person"]
            if counts and len(people) != counts[0]:
                continue
            if len(people) < 3 or (holders and not group.has(holders)):
                return ()
            return tuple(replace(p, span=span, name_span=span) for p in people)
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
