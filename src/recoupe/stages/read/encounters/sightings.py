"""Words that name an encounter, in the reading a rule gives them, before it is known who takes part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.scene import Scene, rules_by_step
from recoupe.stages.read.encounters.words import Trigger, Word, find_triggers

MAX_TRIGGERS = 12
"""A sentence with more encounter words is a list of them, not an account."""


@dataclass(frozen=True)
class Sighting:
    """A telling that is not yet resolved: the word in one of its readings, and the rule that matched.

    order: number of the sentence. number: of the reading among all that the rules can give.
    """

    sentence: Span
    order: int
    trigger: Trigger
    word: Word
    rule: Rule
    match: re.Match[str]
    number: int

    @property
    def is_again(self) -> bool:
        """Tell whether it takes an encounter up again."""
        return bool(self.rule.options["subject"] == "again")


def sightings(scene: Scene, sentence: Span, order: int) -> tuple[Sighting, ...]:
    """Return the encounter words of a sentence that a rule takes for an encounter, in text order."""
    found: list[Sighting] = []
    triggers = islice(find_triggers(scene.plain, sentence, scene.draft.pack), MAX_TRIGGERS)
    for trigger in triggers:
        words = scene.with_trigger(sentence, trigger.span)
        if is_rejected(scene, trigger, sentence, words=words):
            continue
        found += islice(_readings(scene, sentence, order, trigger=trigger, words=words), 1)
    return tuple(found)


def _readings(
    scene: Scene, sentence: Span, order: int, *, trigger: Trigger, words: str, after: int = -1
) -> Iterator[Sighting]:
    """Yield what the rules behind number `after` take the word for: the likelier part of speech first."""
    likely = _likely_part(scene, words)
    by_likelihood = sorted(trigger.readings, key=lambda w: w.part != likely)
    pairs = ((word, rule) for word in by_likelihood for rule in _rules_for(scene.draft.pack, word))
    for number, (word, rule) in enumerate(pairs):
        if number <= after:
            continue
        match = rule.search(words)
        if match is None or not has_form(scene, rule, trigger):
            continue
        if all(scene.touching(s) for s in side_spans(sentence, match)):
            yield Sighting(sentence, order, trigger, word, rule, match, number)


def otherwise(scene: Scene, sighting: Sighting) -> Iterator[Sighting]:
    """Yield how else the rules read the word, for when whoever takes part cannot be told this way."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    trigger, after = sighting.trigger, sighting.number
    others = _readings(scene, sighting.sentence, sighting.order, trigger=trigger, words=words, after=after)
    yield from (other for other in others if other.word.part == sighting.word.part)


def is_rejected(scene: Scene, trigger: Trigger, sentence: Span, *, words: str) -> bool:
    word = trigger.span.of(scene.plain).casefold()
    if any(part in word for part in scene.programme_words):
        return True
    bare = scene.plain_with_trigger(sentence, trigger.span)
    is_capital = trigger.span.of(scene.plain)[0].isupper()
    for rule in scene.rules("reject"):
        if rule.options.get("capital") and not is_capital:
            continue
        seen = bare if rule.options.get("plain") else words
        if _is_about(rule, word) and rule.search(seen):
            return True
    return False


def _is_about(rule: Rule, word: str) -> bool:
    """Tell whether a rule that rejects some words only ("a|b") is meant for this one."""
    return any(part in word for part in rule.options.get("words", "").split("|"))


def has_form(scene: Scene, rule: Rule, trigger: Trigger) -> bool:
    """Some rules hold for some forms of the verb only."""
    form = rule.options.get("form")
    words = trigger.span.of(scene.plain)
    return form is None or any(r.search(words) for r in scene.rules(form))


def _likely_part(scene: Scene, words: str) -> str:
    """A form that is noun and verb ("rencontre") is the verb right behind a party or a pronoun."""
    verb = any(rule.search(words) for rule in scene.rules("verb position"))
    return "verb" if verb else "noun"


@cache
def _rules_for(pack: Pack, word: Word) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules_by_step(pack)["side"] if rule_fits(rule, word))


def rule_fits(rule: Rule, word: Word) -> bool:
    frame = rule.options.get("frame")
    kinds = rule.options.get("kinds")
    if rule.options.get("bare_verb") and word.is_reflexive:
        return False
    return (
        rule.options.get("on") in (None, word.part)
        and (frame is None or frame in word.frames)
        and (kinds is None or word.kind in kinds)
    )


def side_spans(sentence: Span, match: re.Match[str]) -> list[Span]:
    """Where the rule says that parties stand."""
    return [
        Span(match.start(name) + sentence.start, match.end(name) + sentence.start)
        for name in ("sides", "others")
        if match.groupdict().get(name)
    ]


def form_of(scene: Scene, sighting: Sighting) -> Any:
    """Return what the verb's form says: a status, or "present"; None when it says neither."""
    if sighting.word.part == "noun":
        return None
    form = sighting.trigger.span.of(scene.plain)
    # A rule's options come from a file and have no static type.
    return next((r.options["status"] for r in scene.rules("form") if r.search(form)), None)


def is_participle(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the verb has the form of a past participle."""
    form = sighting.trigger.span.of(scene.plain)
    return sighting.word.part == "verb" and any(r.search(form) for r in scene.rules("participle form"))
