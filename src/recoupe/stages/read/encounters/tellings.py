"""Mentions of encounters in a sentence: which word names one, who takes part, whether it took place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import Certainty, Channel, Status
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.facts import facts_beside, place_there
from recoupe.stages.read.encounters.groups import Group, Play, Telling
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene, rules_by_step
from recoupe.stages.read.encounters.subjects import expanded, quotation_at, speaker, subjects
from recoupe.stages.read.encounters.words import Trigger, Word, find_triggers
from recoupe.stages.read.names.tables import name_tables

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
        if _is_rejected(scene, trigger, sentence, words=words):
            continue
        found += islice(_readings(scene, sentence, order, trigger=trigger, words=words), 1)
    return tuple(found)


def headline_telling(scene: Scene, sentence: Span, *, stems: set[str]) -> Telling | None:
    """Return what a headline tells of an encounter by a noun of one of the stems; None without one."""
    for trigger in islice(find_triggers(scene.plain, sentence, scene.draft.pack), MAX_TRIGGERS):
        words = scene.with_trigger(sentence, trigger.span)
        word = next((w for w in trigger.readings if w.part == "noun" and w.stem in stems), None)
        if word is None or _is_rejected(scene, trigger, sentence, words=words):
            continue
        for rule in scene.rules("headline"):
            match = rule.search(words)
            if match is not None:
                sighting = Sighting(sentence, 0, trigger, word, rule, match, 0)
                return _telling(scene, sighting, who=(), others=())
    return None


def is_adjunct(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the word only says how or on what occasion another one took place ("in audience")."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return any(rule.search(words) for rule in scene.rules("adjunct"))


def _is_rejected(scene: Scene, trigger: Trigger, sentence: Span, *, words: str) -> bool:
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
        if match is None or not _has_form(scene, rule, trigger):
            continue
        if all(scene.touching(s) for s in _side_spans(sentence, match)):
            yield Sighting(sentence, order, trigger, word, rule, match, number)


def otherwise(scene: Scene, sighting: Sighting) -> Iterator[Sighting]:
    """Yield how else the rules read the word, for when whoever takes part cannot be told this way."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    trigger, after = sighting.trigger, sighting.number
    others = _readings(scene, sighting.sentence, sighting.order, trigger=trigger, words=words, after=after)
    yield from (other for other in others if other.word.part == sighting.word.part)


def _has_form(scene: Scene, rule: Rule, trigger: Trigger) -> bool:
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
    return tuple(rule for rule in rules_by_step(pack)["side"] if _rule_fits(rule, word))


def _rule_fits(rule: Rule, word: Word) -> bool:
    frame = rule.options.get("frame")
    kinds = rule.options.get("kinds")
    if rule.options.get("bare_verb") and word.is_reflexive:
        return False
    return (
        rule.options.get("on") in (None, word.part)
        and (frame is None or frame in word.frames)
        and (kinds is None or word.kind in kinds)
    )


def _side_spans(sentence: Span, match: re.Match[str]) -> list[Span]:
    """Where the rule says that parties stand."""
    return [
        Span(match.start(name) + sentence.start, match.end(name) + sentence.start)
        for name in ("sides", "others")
        if match.groupdict().get(name)
    ]


def resolve(scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]) -> tuple[Telling, ...]:
    """Return the encounters a sighting tells, mostly one; empty when it lacks those who take part.

    others: the other encounter words of the sentence.
    """
    acting, named = _who(scene, play, sighting)
    who = _distinct((*acting, *named))
    if not who or not _is_enough(scene, sighting, who) or _denies_a_topic(scene, sighting):
        return ()
    if len(acting) == 1 and _is_one_by_one(scene, play, sighting, acting=acting, named=named):
        each = (_distinct((*acting, party)) for party in named)
        return tuple(_telling(scene, sighting, who=w, others=others) for w in each if len(w) > 1)
    return (_telling(scene, sighting, who=who, others=others),)


def _denies_a_topic(scene: Scene, sighting: Sighting) -> bool:
    """ "They did not talk of X" denies the topic, not that they met."""
    if sighting.rule.options.get("denies") != "topic":
        return False
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return _status(scene, sighting, words)[0] == "denied"


def _is_one_by_one(
    scene: Scene, play: Play, sighting: Sighting, *, acting: tuple[Party, ...], named: tuple[Party, ...]
) -> bool:
    """Tell whether "he came to meet X and Y" means a meeting with each: people, and no meeting of all."""
    people = [p for p in named if p.kind == "person" and p.entity_id]
    if len(people) < 2 or len(people) != len(named):
        return False
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    if any(rule.search(words) for rule in scene.rules("each")):
        return True
    pairs = [{acting[0].key, p.key} for p in named]
    return any(group.keys in pairs for group in play.groups)


def _telling(
    scene: Scene, sighting: Sighting, *, who: tuple[Party, ...], others: tuple[Span, ...]
) -> Telling:
    """Return the telling with its status, channel and the facts that stand beside the word."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    status, certainty, is_present = _status(scene, sighting, words)
    facts = facts_beside(
        scene,
        sighting.sentence,
        trigger=sighting.trigger.span,
        kind=sighting.word.kind,
        others=others,
        certainty=certainty,
    )
    if not any(fact.slot == "place" for fact in facts):
        facts = (*facts, *place_there(scene, sighting.order, words=words, certainty=certainty))
    channel = _channel(scene, sighting, words)
    return Telling(
        sighting.trigger.span,
        scene.draft.sentence_at(sighting.trigger.span.start) or sighting.sentence,
        sighting.order,
        sighting.word.stem,
        "call" if channel in ("call", "video") else sighting.word.kind,
        channel,
        status,
        certainty,
        is_present,
        who,
        facts,
        sighting.rule.id,
    )


def _who(scene: Scene, play: Play, sighting: Sighting) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return whoever acts and whoever the rule found beside the word."""
    sides = [p for span in _side_spans(sighting.sentence, sighting.match) for p in scene.touching(span)]
    named = expanded(scene, play, sides)
    where = sighting.rule.options["subject"]
    at = sighting.trigger.span.start
    if where in ("none", "again", "host", "guests"):
        return (), named
    if where == "gathering":
        return (), _gathered(scene, sighting)
    acting = expanded(
        scene,
        play,
        _told_to(scene, sighting) or subjects(scene, play, sighting.sentence, at=at, but=sides),
    )
    if all(p.span.start > at for p in acting) and _is_theirs(scene, sighting):
        acting = _last_named(scene, sighting, but=sides) or acting
    if where == "side" and not acting and quotation_at(scene, at):
        acting = speaker(scene, sighting.trigger.span)
    if where == "possessor" and len(acting) < 2 and sighting.word.kind != "visit":
        # "His meeting" without a word on the other side is a meeting told before.
        return (), ()
    if where == "both":
        taken = {p.key for p in acting}
        near = [p for p in scene.within(sighting.sentence) if p.span.end <= at][::-1]
        others = (p for p in (*near, *play.last_subject) if p.kind == "person" and p.key not in taken)
        return acting, tuple(others)[:1]
    return acting, named


def _is_theirs(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the noun belongs to somebody named before it ("his talks")."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return any(r.options.get("subject") == "possessor" and r.search(words) for r in scene.rules("side"))


def _last_named(scene: Scene, sighting: Sighting, *, but: list[Party]) -> tuple[Party, ...]:
    """Return the last party before the word: in "the failures of X in his talks" the talks are X's.

    A visit is paid by people.
    """
    at = sighting.trigger.span.start
    people = ("person", "group")
    before = [
        p
        for p in scene.within(sighting.sentence)
        if p.span.end <= at and p not in but and (sighting.word.kind != "visit" or p.kind in people)
    ]
    return tuple(before[-1:])


def _gathered(scene: Scene, sighting: Sighting) -> tuple[Party, ...]:
    """Return whoever a gathering brings together: parties, else the bare words, else the gathering itself."""
    groups = dict(_named_spans(sighting))
    words = groups.get("gathered")
    if words is not None:
        return scene.touching(words) or (scene.party_in_words(words, kind="group"),)
    name = groups.get("name") or groups["name2"]
    inside = [p for p in scene.touching(name) if p.kind in ("person", "group")]
    return tuple(inside) or (scene.party_in_words(name, kind="body"),)


def _named_spans(sighting: Sighting) -> list[tuple[str, Span]]:
    """Where the groups of the rule stand in the text."""
    start, match = sighting.sentence.start, sighting.match
    return [
        (name, Span(match.start(name) + start, match.end(name) + start))
        for name, value in match.groupdict().items()
        if value
    ]


def _told_to(scene: Scene, sighting: Sighting) -> tuple[Party, ...]:
    """Return whoever is asked to do it: in "X asked Y to receive Z" the host is Y."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    for rule in scene.rules("controller"):
        match = rule.search(words)
        if match:
            start = sighting.sentence.start
            return scene.touching(Span(match.start("who") + start, match.end("who") + start))
    return ()


def _distinct(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple({p.key: p for p in reversed(parties)}.values())[::-1]


def _is_enough(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
    """Tell whether those named make an encounter of this word."""
    word, rule = sighting.word, sighting.rule
    subject = rule.options["subject"]
    if subject == "gathering" or word.needs == "gathering":
        return bool(subject == "gathering")
    has_with = subject in ("none", "side", "host")
    if word.needs == "phone":
        return bool(rule.options.get("phone")) and len(who) > 1
    if "guests" in (subject, word.needs):
        return bool(subject == "guests")
    if subject == "attending":
        return any(p.kind != "country" for p in who)
    if subject == "guest":
        return _is_guest(scene, who)
    if word.kind == "visit":
        return _is_visit(scene, sighting, who)
    if word.part == "verb":
        return len(who) > 1 or _gathers(scene, word, who[0]) or _are_two(scene, who[0])
    if word.needs == "body" or (rule.options.get("alone") and word.needs == "side"):
        return bool(who)
    if len(who) > 1 or _are_two(scene, who[0]):
        return True
    if rule.options.get("together"):
        return who[0].kind == "group"
    return has_with and word.needs == "side" and any(p.kind != "country" for p in who)


def _is_guest(scene: Scene, who: tuple[Party, ...]) -> bool:
    """Being received somewhere is news of named people, of those with an office, and of several."""
    return any(p.kind != "person" or scene.has_role(p) or p.is_name for p in who)


def _gathers(scene: Scene, word: Word, party: Party) -> bool:
    """Tell whether one party is enough for the verb: a body, people, those of a country ("the Russians")."""
    is_people = party.kind == "country" and party.name in name_tables(scene.draft.pack).demonyms
    return party.kind in word.gathers or (is_people and "group" in word.gathers)


def _are_two(scene: Scene, party: Party) -> bool:
    """Tell whether one phrase names two sides: "the Russian and Ukrainian delegations", "the two"."""
    if party.stands_for == "pair":
        return True
    return party.kind == "group" and any(rule.search(party.name) for rule in scene.rules("two in one"))


def _is_visit(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
    """Going somewhere is news of a visit when somebody with an office goes, or goes with notice.

    That of a crowd is none.
    """
    if all(p.kind == "group" and any(r.search(p.name) for r in scene.rules("crowd")) for p in who):
        return False
    if sighting.word.part == "noun":
        return any(p.kind != "country" for p in who)
    if not any(p.kind in ("person", "group", "body") for p in who):
        return False
    announced = sighting.word.status == "planned" or _form(scene, sighting) == "planned"
    # A headline names by the last name alone those whom everybody knows.
    is_headline = sighting.order == 0
    return any(
        p.kind != "person" or announced or scene.has_role(p) or (is_headline and " " not in p.name)
        for p in who
    )


def _status(scene: Scene, sighting: Sighting, words: str) -> tuple[Status | None, Certainty, bool]:
    for rule in scene.rules("status"):
        is_meant = _rule_fits(rule, sighting.word) and _has_form(scene, rule, sighting.trigger)
        if is_meant and rule.search(words):
            return rule.options["status"], rule.options.get("certainty", "certain"), False
    if sighting.word.status is not None:
        return sighting.word.status, "certain", False
    form = _form(scene, sighting)
    auxiliary = _is_participle(scene, sighting) and any(r.search(words) for r in scene.rules("auxiliary"))
    if form == "present" and auxiliary:
        return None, "certain", False
    # A headline's noun has no tense, nor has a lone participle: what follows says whether it lies ahead.
    is_headline = sighting.word.part == "noun" and sighting.order == 0
    is_lone = _is_participle(scene, sighting) and not auxiliary
    if form == "present" or is_headline or is_lone:
        return None, "certain", True
    return form, "certain", False


def _form(scene: Scene, sighting: Sighting) -> Any:
    """Return what the verb's form says: a status, or "present"; None when it says neither."""
    if sighting.word.part == "noun":
        return None
    form = sighting.trigger.span.of(scene.plain)
    # A rule's options come from a file and have no static type.
    return next((r.options["status"] for r in scene.rules("form") if r.search(form)), None)


def _is_participle(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the verb has the form of a past participle."""
    form = sighting.trigger.span.of(scene.plain)
    return sighting.word.part == "verb" and any(r.search(form) for r in scene.rules("participle form"))


def _channel(scene: Scene, sighting: Sighting, words: str) -> Channel:
    if sighting.word.channel in ("call", "video"):
        return sighting.word.channel
    for rule in scene.rules("channel"):
        if rule.search(words):
            channel: Channel = rule.options["channel"]
            return channel
    return sighting.word.channel


def introduce(scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]) -> tuple[Telling, ...]:
    """Return the encounter that "in a recent call, the two …" tells for the first time; empty when none."""
    if not sighting.word.again or "new" not in _article(scene, sighting):
        return ()
    at = sighting.trigger.span.start
    acting = _distinct(expanded(scene, play, subjects(scene, play, sighting.sentence, at=at)))
    return (_telling(scene, sighting, who=acting, others=others),) if len(acting) > 1 else ()


def rejoin(
    scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]
) -> tuple[Telling, Group] | None:
    """Return the encounter that words with one known side mean: the last one in which that side took part."""
    if sighting.word.part == "noun" or sighting.word.kind == "visit":
        return None
    acting, named = _who(scene, play, sighting)
    known = [p for p in _distinct((*acting, *named)) if p.entity_id]
    if len(known) != 1:
        return None
    bare = _telling(scene, sighting, who=(), others=others)
    if not any(group.has(known) for group in play.groups) or bare.status not in (None, "held"):
        return None
    group = play.again(bare, subject=known, is_demonstrative=False)
    return (bare, group) if group else None


def take_up(
    scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]
) -> tuple[Telling, Group] | None:
    """Return the telling and the encounter told before that it takes up; None when there is none."""
    article = _article(scene, sighting)
    is_again = sighting.is_again if sighting.word.part == "verb" else sighting.word.again
    if not is_again or not article:
        return None
    bare = _telling(scene, sighting, who=(), others=others)
    further = _further(scene, play, sighting, bare)
    if further is not None:
        return further
    if "new" in article and bare.status not in (None, "held"):
        return None
    at = sighting.trigger.span.start
    acting = expanded(scene, play, subjects(scene, play, sighting.sentence, at=at))
    group = play.again(bare, subject=acting or play.last_subject, is_demonstrative="this" in article)
    return (bare, group) if group else None


def _further(scene: Scene, play: Play, sighting: Sighting, bare: Telling) -> tuple[Telling, Group] | None:
    """Return the next encounter of those who met before ("the next talks will be held …"), or None."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    if bare.status not in ("planned", "possible"):
        return None
    if not any(rule.search(words) for rule in scene.rules("next")):
        return None
    held = (g for g in reversed(play.told) if g.status == "held" and g.kind == bare.kind)
    before = next((g for g in held if len(g.keys) > 1), None)
    if before is None:
        return None
    telling = replace(bare, who=before.who)
    return telling, play.open(telling)


def _article(scene: Scene, sighting: Sighting) -> set[str]:
    """Return how the noun is introduced: "new", "this", "the"; empty for a bare noun."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return {name for rule in scene.rules("article") for name in _groups(rule, words)}


def _groups(rule: Rule, words: str) -> list[str]:
    match = rule.search(words)
    return [name for name, value in match.groupdict().items() if value] if match else []
