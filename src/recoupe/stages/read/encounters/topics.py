"""What was spoken of in an encounter, what was not, how it was judged and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recoupe.packs.pack import Rule
from recoupe.records.findings import Authority, Certainty, Fact, Polarity, Slot
from recoupe.records.spans import Span, stripped
from recoupe.records.values import Topic, Value, Who, Words
from recoupe.stages.read.encounters.groups import Play
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.subjects import expanded, main_subject, speaker, subjects
from recoupe.stages.read.encounters.told import MAX_FACTS, NEAR_SENTENCES, Group, Telling
from recoupe.stages.read.quotations.authorities import authority_of
from recoupe.stages.text.topics import Lexis, content_keys

FOCUS_SENTENCES = 4
"""How far behind an encounter, in sentences, its topics may still be told without naming it again, when
the article tells of more than one."""
MAX_TOPICS = 8
"""A list of more members than this is no list of topics but a badly read sentence."""


class Teller:
    """Reads a sentence for what it says about the encounter it speaks of."""

    def __init__(self, scene: Scene, play: Play) -> None:
        self.scene = scene
        self.play = play
        draft = scene.draft
        self.lexis = Lexis(draft.text, draft.mentions, draft.entities, draft.pack)

    def tell(self, sentence: Span, order: int, told: Sequence[tuple[Telling, Group]]) -> None:
        """Add topics, assessments, outcomes and purposes of one sentence to their encounters.

        told: the encounters told in this very sentence.
        """
        for rule in self.scene.rules("topic"):
            beside = "\\ue010" in rule.pattern.pattern
            for words, near in self._views(sentence, told if beside else ()):
                for match in rule.finditer(words):
                    self._topics(rule, match, sentence=sentence, order=order, told=near or told)
        for step in ("assessment", "outcome", "purpose"):
            for rule in self.scene.rules(step):
                self._other(rule, sentence, order=order, told=told)
        for rule in self.scene.rules("attendance"):
            self._attendance(rule, sentence, order=order)

    def _attendance(self, rule: Rule, sentence: Span, *, order: int) -> None:
        """Add who else is said to have been there ("X was present, too") to the meeting told just before."""
        match = rule.search(self.scene.masked[sentence.start : sentence.end])
        held = (g for g in reversed(self.play.told) if g.kind in ("meeting", "summit") and g.status == "held")
        group = next((g for g in held if 0 < order - g.tellings[-1].order <= NEAR_SENTENCES), None)
        if match is None or group is None:
            return
        span = Span(match.start("value") + sentence.start, match.end("value") + sentence.start)
        others = [p for p in self.scene.touching(span) if p.entity_id and p.key not in group.keys]
        ids = tuple(sorted({p.entity_id for p in others if p.entity_id}))
        if ids:
            authority = self._authority(span)
            _add(group, self._fact("also present", span, Who(ids), "asserted", authority, rule.id))

    def _views(
        self, sentence: Span, told: Sequence[tuple[Telling, Group]]
    ) -> Iterator[tuple[str, Sequence[tuple[Telling, Group]]]]:
        """The sentence once for each encounter told in it, its word overlaid, or once as it stands."""
        for telling, group in told:
            yield self.scene.with_trigger(sentence, telling.trigger), [(telling, group)]
        if not told:
            yield self.scene.masked[sentence.start : sentence.end], ()

    def _topics(
        self,
        rule: Rule,
        match: re.Match[str],
        *,
        sentence: Span,
        order: int,
        told: Sequence[tuple[Telling, Group]],
    ) -> None:
        span = Span(match.start("value") + sentence.start, match.end("value") + sentence.start)
        actors = self._actors(rule, match, sentence)
        group = self._group(
            actors, span, order=order, told=told, needs_subject=bool(rule.options.get("subject"))
        )
        if group is None:
            return
        polarity: Polarity = "denied" if rule.options.get("denied") else "asserted"
        if polarity == "asserted" and self._is_negated(match, sentence):
            return
        if rule.options.get("antecedent"):
            self._deny_again(group, span, order=order, producer=rule.id)
            return
        authority = self._authority(span)
        for part in self._members(span):
            keys = content_keys(self.lexis, part)
            if keys:
                group.last_order = order
                certainty = self._certainty(match)
                _add(
                    group,
                    self._fact("topic", part, Topic(keys), polarity, authority, rule.id, certainty),
                )

    def _actors(self, rule: Rule, match: re.Match[str], sentence: Span) -> tuple[Party, ...]:
        if not rule.options.get("subject"):
            return ()
        found = subjects(self.scene, self.play, sentence, at=sentence.start + match.start())
        return expanded(self.scene, self.play, found)

    def _group(
        self,
        actors: Sequence[Party],
        span: Span,
        *,
        order: int,
        told: Sequence[tuple[Telling, Group]],
        needs_subject: bool,
    ) -> Group | None:
        """Return the encounter that words at `span` speak of; None when they speak of none."""
        here = [(t, g) for t, g in told if g.kind != "visit"]
        fitting = [(t, g) for t, g in here if not actors or g.has(actors)]
        if fitting:
            return min(fitting, key=lambda tg: _distance(tg[0].trigger, span))[1]
        talks = [g for g in reversed(self.play.told) if g.kind != "visit"]
        took_place = [g for g in talks if g.status == "held"]
        held = self._in_reach(took_place, order) or self._in_reach(talks, order)
        if needs_subject:
            held = [g for g in held if actors and g.has(actors)]
        return held[0] if held else None

    @staticmethod
    def _in_reach(talks: Sequence[Group], order: int) -> list[Group]:
        """Return those that were spoken of a few sentences ago; the only ones are never out of mind."""
        only = len({id(g) for g in talks}) == 1
        return [g for g in talks if only or order - g.last_order <= FOCUS_SENTENCES]

    def _is_negated(self, match: re.Match[str], sentence: Span) -> bool:
        start = match.start("value") + sentence.start
        head = self.scene.masked[max(sentence.start, sentence.start + match.start() - 16) : start]
        return any(r.search(head) for r in self.scene.rules("negated"))

    def _certainty(self, match: re.Match[str]) -> Certainty:
        """What the press conditional tells ("aurait été évoquée") is alleged."""
        doubt = any(rule.search(match[0]) for rule in self.scene.rules("alleged"))
        return "alleged" if doubt else "certain"

    def _deny_again(self, group: Group, span: Span, *, order: int, producer: str) -> None:
        """ "We do not discuss that": denies once more what the text has just said not to be a topic."""
        denied = [f for f in group.facts if f.slot == "topic" and f.polarity == "denied"]
        if not denied or denied[-1].span.start > span.start or order - self._order_of(denied[-1]) > 2:
            return
        authority = self._authority(span)
        _add(group, self._fact("topic", span, denied[-1].value, "denied", authority, producer))

    def _order_of(self, fact: Fact) -> int:
        return self.scene.draft.sentences.index(fact.sentence)

    def _authority(self, span: Span) -> tuple[Authority, ...]:
        named = authority_of(self.scene.draft, span)
        if named:
            return named
        return tuple(
            Authority("person", p.name, p.name_span, p.entity_id) for p in speaker(self.scene, span)[:1]
        )

    def _members(self, span: Span) -> Iterator[Span]:
        """Yield the topics of a list without their lead words; an inserted remark is none."""
        parts = [self._without_lead(part) for part in self._split(span)]
        for i, part in enumerate(parts):
            bare = not self._has_article(part) and self.scene.plain[part.start].islower()
            inserted = i > 0 and bare and self.scene.plain[: part.start].rstrip().endswith(",")
            if len(part) and not self._is_no_topic(part) and not (inserted and self._has_article(parts[0])):
                yield part

    def _has_article(self, part: Span) -> bool:
        """Tell whether an article opens the part or stands right before it ("parlé des exportations")."""
        words = self.scene.masked[part.start : part.end]
        before = self.scene.masked[max(0, part.start - 8) : part.start]
        return any(rule.search(words) for rule in self.scene.rules("with article")) or any(
            rule.search(before) for rule in self.scene.rules("behind article")
        )

    def _without_lead(self, part: Span) -> Span:
        for rule in self.scene.rules("lead"):
            match = rule.pattern.match(self.scene.plain[part.start : part.end])
            if match:
                part = Span(part.start + match.end(), part.end)
        return part

    def _split(self, span: Span) -> tuple[Span, ...]:
        """Return the members of a list of topics, each with its own span and without its lead words."""
        cuts = [span.start]
        ends = []
        for rule in self.scene.rules("split"):
            for match in rule.finditer(self.scene.masked, span.start, span.end):
                if match.start() > cuts[-1] and not self._is_inside_pair(cuts[-1], match.start()):
                    ends.append(match.start())
                    cuts.append(match.end())
        ends.append(span.end)
        if len(cuts) > MAX_TOPICS:
            return ()
        parts = (
            stripped(self.scene.draft.text, Span(a, b)) for a, b in zip(cuts, ends, strict=True) if a < b
        )
        return tuple(p for p in parts if p.start < p.end)

    def _is_inside_pair(self, start: int, at: int) -> bool:
        """Between "between" and its "and" nothing is split."""
        words = self.scene.masked[start:at]
        return any(rule.search(words) for rule in self.scene.rules("open pair"))

    def _is_no_topic(self, part: Span) -> bool:
        words = part.of(self.scene.plain)
        return any(rule.search(words) for rule in self.scene.rules("no topic"))

    def _fact(
        self,
        slot: Slot,
        span: Span,
        value: Value | None,
        polarity: Polarity,
        authority: tuple[Authority, ...],
        producer: str,
        certainty: Certainty = "certain",
    ) -> Fact:
        sentence = self.scene.draft.sentence_at(span.start) or span
        return Fact(
            slot,
            span,
            span.of(self.scene.draft.text),
            sentence,
            value,
            polarity,
            certainty,
            authority,
            producer,
        )

    def _other(
        self, rule: Rule, sentence: Span, *, order: int, told: Sequence[tuple[Telling, Group]]
    ) -> None:
        slot: Slot = rule.options.get("slot", rule.options["step"])
        beside = "\\ue010" in rule.pattern.pattern
        for words, near in self._views(sentence, told if beside else ()):
            near = near or told
            match = rule.search(words)
            if match is None:
                continue
            name = "value" if match.group("value") is not None else "value2"
            span = stripped(
                self.scene.draft.text,
                Span(match.start(name) + sentence.start, match.end(name) + sentence.start),
            )
            group = near[0][1] if near else self._in_focus(rule, match, sentence, order=order)
            if group is None or (slot == "purpose" and group.kind != "visit"):
                continue
            holder = self._holder(match, sentence) if slot == "assessment" else ()
            authority = holder or self._authority(span)
            keys = self._purpose_keys(span) if slot == "purpose" else content_keys(self.lexis, span)
            keys = tuple(k for k in keys if k not in self._stems(group))
            if keys:
                _add(group, self._fact(slot, span, Words(keys), "asserted", authority, rule.id))

    def _purpose_keys(self, span: Span) -> tuple[str, ...]:
        """The keys of a purpose, of people their names alone: titles are worded in many ways."""
        keys: set[str] = set()
        at = span.start
        for party in self.scene.within(span):
            keys.update(content_keys(self.lexis, Span(at, max(at, party.span.start))))
            keys.update(content_keys(self.lexis, party.name_span))
            at = max(at, party.span.end)
        keys.update(content_keys(self.lexis, Span(at, max(at, span.end))))
        return tuple(sorted(keys))

    @staticmethod
    def _stems(group: Group) -> frozenset[str]:
        """The encounter's own words, which say nothing about how it was judged."""
        return frozenset(t.stem for t in group.tellings)

    def _in_focus(self, rule: Rule, match: re.Match[str], sentence: Span, *, order: int) -> Group | None:
        """Outcomes and next steps may stand in a sentence of their own, when the two act together."""
        if rule.options["step"] != "outcome":
            return None
        actors = main_subject(self.scene, sentence)
        for group in reversed(self.play.told):
            near = order - group.last_order <= 2
            if (
                near
                and group.kind != "visit"
                and (len(actors) > 1 or not actors)
                and (not actors or group.has(actors))
            ):
                return group
        return None

    def _holder(self, match: re.Match[str], sentence: Span) -> tuple[Authority, ...]:
        """Return who judges, as an authority; empty when the article itself does."""
        if not match.groupdict().get("holder"):
            return ()
        span = Span(match.start("holder") + sentence.start, match.end("holder") + sentence.start)
        parties = self.scene.touching(span) or subjects(self.scene, self.play, sentence, at=span.end)
        return tuple(Authority("person", p.name, p.name_span, p.entity_id) for p in parties[:1])


def _distance(trigger: Span, span: Span) -> tuple[bool, int]:
    """An encounter named before the topic is nearer than one named after it."""
    return trigger.start > span.start, abs(trigger.start - span.start)


def _add(group: Group, fact: Fact) -> None:
    """Add a fact unless a rule has already read the same words."""
    if len(group.facts) >= MAX_FACTS:
        return
    for known in group.facts:
        if known.slot == fact.slot and known.span.meets(fact.span):
            return
    group.facts.append(fact)
