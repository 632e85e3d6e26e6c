"""Mentions of encounters in a sentence: which word names one, who takes part, whether it took place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from recoupe.packs.pack import Rule
from recoupe.records.findings import Certainty, Channel, Status
from recoupe.records.spans import Span
from recoupe.stages.encounter_facts import facts_beside
from recoupe.stages.encounter_groups import Group, Play, Telling
from recoupe.stages.encounter_scene import Party, Scene
from recoupe.stages.encounter_subjects import quotation_at, speaker, subjects
from recoupe.stages.encounter_words import Trigger, Word, find_triggers


@dataclass(frozen=True)
class Place:
    """Where a telling stands: its sentence with its number, and all encounter words of that sentence."""

    sentence: Span
    order: int
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True)
class Sighting:
    """A telling that is not yet resolved: the word in one of its readings, and the rule that matched."""

    place: Place
    trigger: Trigger
    word: Word
    rule: Rule
    match: re.Match[str]

    @property
    def is_again(self) -> bool:
        """Tell whether it takes an encounter up again."""
        return bool(self.rule.options["subject"] == "again")


def sightings(scene: Scene, sentence: Span, order: int) -> tuple[Sighting, ...]:
    """Return the encounter words of a sentence that a rule takes for an encounter, in text order."""
    triggers = tuple(find_triggers(scene.plain, sentence, scene.draft.pack))
    place = Place(sentence, order, triggers)
    found = []
    for trigger in triggers:
        words = scene.with_trigger(sentence, trigger.span)
        if _is_rejected(scene, trigger, words):
            continue
        sighting = _sighting(scene, place, trigger, words)
        if sighting is not None:
            found.append(sighting)
    return tuple(found)


def _is_rejected(scene: Scene, trigger: Trigger, words: str) -> bool:
    summit = trigger.readings[0].kind == "summit"
    for rule in scene.rules("reject"):
        if rule.options.get("words") == "setting" and not summit:
            continue
        if rule.pattern.search(words):
            return True
    return False


def _sighting(scene: Scene, place: Place, trigger: Trigger, words: str) -> Sighting | None:
    for word in sorted(trigger.readings, key=lambda w: w.part != _likely_part(scene, trigger, words)):
        for rule in scene.rules("side"):
            if rule.options["on"] != word.part or not _rule_fits(rule, word):
                continue
            match = _match_at_trigger(rule, words)
            if match is not None and _has_sides(scene, place, match):
                return Sighting(place, trigger, word, rule, match)
    return None


def _likely_part(scene: Scene, trigger: Trigger, words: str) -> str:
    """A form that is noun and verb ("rencontre") is the verb right behind a party or a pronoun."""
    verb = any(rule.pattern.search(words) for rule in scene.rules("verb position"))
    return "verb" if verb else "noun"


def _rule_fits(rule: Rule, word: Word) -> bool:
    frame = rule.options.get("frame")
    kinds = rule.options.get("kinds")
    return (frame is None or frame in word.frames) and (kinds is None or word.kind in kinds)


def _match_at_trigger(rule: Rule, words: str) -> re.Match[str] | None:
    return rule.pattern.search(words)


def _has_sides(scene: Scene, place: Place, match: re.Match[str]) -> bool:
    """Groups for sides, where the rule has some, must hold a party."""
    spans = _side_spans(place, match)
    return all(scene.touching(span) for span in spans)


def _side_spans(place: Place, match: re.Match[str]) -> list[Span]:
    return [
        Span(match.start(name) + place.sentence.start, match.end(name) + place.sentence.start)
        for name in ("sides", "others")
        if match.groupdict().get(name)
    ]


def resolve(scene: Scene, play: Play, sighting: Sighting) -> Telling | None:
    """Return the telling a sighting makes; None when it lacks those who have to take part."""
    who = _who(scene, play, sighting)
    if not who and not sighting.is_again:
        return None
    if not sighting.is_again and not _is_enough(scene, sighting, who):
        return None
    return telling(scene, sighting, who)


def telling(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> Telling:
    """Return the telling with its status, channel and the facts that stand beside the word."""
    words = scene.with_trigger(sighting.place.sentence, sighting.trigger.span)
    status, certainty, is_present = _status(scene, sighting, words)
    return Telling(
        sighting.trigger.span,
        sighting.place.sentence,
        sighting.place.order,
        sighting.word.stem,
        "call" if _channel(scene, sighting, words) in ("call", "video") else sighting.word.kind,
        _channel(scene, sighting, words),
        status,
        certainty,
        is_present,
        who,
        facts_beside(
            scene,
            sighting.place.sentence,
            trigger=sighting.trigger.span,
            others=tuple(t.span for t in sighting.place.triggers if t.span != sighting.trigger.span),
            certainty=certainty,
        ),
        sighting.rule.id,
    )


def _who(scene: Scene, play: Play, sighting: Sighting) -> tuple[Party, ...]:
    sides = [p for span in _side_spans(sighting.place, sighting.match) for p in scene.touching(span)]
    named = _expanded(scene, play, sides)
    where = sighting.rule.options["subject"]
    at = sighting.trigger.span.start
    sentence = sighting.place.sentence
    if where == "none":
        return _distinct(named)
    if where == "again":
        return ()
    if where == "host":
        return _distinct(named)
    acting = _expanded(scene, play, subjects(scene, play, sentence, at=at, but=sides))
    if where == "side":
        if not acting and quotation_at(scene, at):
            acting = speaker(scene, sighting.trigger.span)
        return _distinct((*acting, *named))
    if where == "possessor":
        return _possessors(scene, play, sighting, acting)
    if where == "visitor":
        return _distinct(acting)
    if where == "both":
        others = [p for p in play.last_subject if p.key not in {a.key for a in acting}]
        return _distinct((*acting, *others[:1])) if others else ()
    return _distinct(acting)


def _possessors(scene: Scene, play: Play, sighting: Sighting, acting: tuple[Party, ...]) -> tuple[Party, ...]:
    """ "Their meeting": the two in play; "his visit": the one who acts."""
    if len(acting) > 1 or sighting.word.kind == "visit":
        return _distinct(acting)
    return ()


def _expanded(scene: Scene, play: Play, parties: Iterable[Party]) -> tuple[Party, ...]:
    """Put the two that a plural means in its place, and the known other side for "his counterpart"."""
    out: list[Party] = []
    for party in parties:
        if party.kind == "group" and _matches(scene, party, "pair"):
            out.extend(play.pair(party.span) or (party,))
        elif party.kind == "group" and _matches(scene, party, "counterpart"):
            out.append(_counterpart(play, party))
        else:
            out.append(party)
    return tuple(out)


def _matches(scene: Scene, party: Party, option: str) -> bool:
    words = party.span.of(scene.plain)
    return any(rule.options.get(option) and rule.pattern.search(words) for rule in scene.rules("group"))


def _counterpart(play: Play, party: Party) -> Party:
    """The other side of the last encounter of two in which whoever acts took part."""
    for group in reversed(play.told):
        people = [p for p in group.who if p.kind == "person"]
        if len(people) == 2 and group.has(play.last_subject):
            others = [p for p in people if p.key not in {s.key for s in play.last_subject}]
            if len(others) == 1:
                return (
                    play.scene.party_of(others[0].entity_id, party.span) if others[0].entity_id else others[0]
                )
    return party


def _distinct(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple({p.key: p for p in reversed(parties)}.values())[::-1]


def _is_enough(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
    """Tell whether those named make an encounter of this word."""
    word, subject = sighting.word, sighting.rule.options["subject"]
    has_with = sighting.rule.options.get("frame") in ("with", "to", "by", "object") or subject in (
        "none",
        "side",
    )
    if word.kind == "visit":
        return _is_visit(scene, sighting, who)
    if word.part == "verb":
        return len(who) > 1
    if word.needs == "body":
        return bool(who)
    if len(who) > 1:
        return True
    return has_with and word.needs == "side" and any(p.kind != "country" for p in who)


def _is_visit(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
    """Going somewhere is news of a visit when a person with an office goes."""
    if sighting.word.part == "noun":
        return any(p.kind != "country" for p in who)
    return any(
        p.kind == "body" or p.role is not None or (p.entity_id and scene.holders(p.entity_id)) for p in who
    )


def _status(scene: Scene, sighting: Sighting, words: str) -> tuple[Status | None, Certainty, bool]:
    for rule in scene.rules("status"):
        if rule.pattern.search(words):
            return rule.options["status"], rule.options.get("certainty", "certain"), False
    if sighting.word.part == "verb":
        form = sighting.trigger.span.of(scene.plain)
        for rule in scene.rules("form"):
            if rule.pattern.search(form):
                if rule.options["status"] == "present":
                    return None, "certain", True
                return rule.options["status"], "certain", False
    return None, "certain", False


def _channel(scene: Scene, sighting: Sighting, words: str) -> Channel:
    if sighting.word.channel in ("call", "video"):
        return sighting.word.channel
    for rule in scene.rules("channel"):
        if rule.pattern.search(words):
            channel: Channel = rule.options["channel"]
            return channel
    return sighting.word.channel


def take_up(scene: Scene, play: Play, sighting: Sighting) -> tuple[Telling, Group] | None:
    """Return the telling and the encounter it takes up, or a new one that its subject makes.

    None when there is nothing the words can mean.
    """
    if sighting.word.part == "verb":
        return None
    words = scene.with_trigger(sighting.place.sentence, sighting.trigger.span)
    found = {name for rule in scene.rules("article") for name in _groups(rule, words)}
    bare = telling(scene, sighting, ())
    at = sighting.trigger.span.start
    acting = _expanded(scene, play, subjects(scene, play, sighting.place.sentence, at=at))
    if "new" in found and len(_distinct(acting)) > 1:
        made = replace(bare, who=_distinct(acting))
        return made, play.put(made)
    if not found or ("new" in found and bare.status not in (None, "held")):
        return None
    subject = acting or play.last_subject
    group = play.again(bare, subject=subject, is_demonstrative="this" in found)
    return (bare, group) if group else None


def _groups(rule: Rule, words: str) -> list[str]:
    match = rule.pattern.search(words)
    return [name for name, value in match.groupdict().items() if value] if match else []
