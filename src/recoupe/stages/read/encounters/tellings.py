"""What a sentence tells of an encounter by a word for it: whether it took place, how, and of which one."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from recoupe.packs.pack import Rule
from recoupe.records.findings import Certainty, Channel, Status
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.facts import facts_beside, place_there
from recoupe.stages.read.encounters.groups import Play
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.sides import apart, distinct, is_enough, taking_part
from recoupe.stages.read.encounters.sightings import (
    MAX_TRIGGERS,
    Sighting,
    form_of,
    has_form,
    is_participle,
    is_rejected,
    rule_fits,
)
from recoupe.stages.read.encounters.subjects import expanded, subjects
from recoupe.stages.read.encounters.told import Group, Telling
from recoupe.stages.read.encounters.words import find_triggers


def headline_telling(scene: Scene, sentence: Span, *, stems: set[str]) -> Telling | None:
    """Return what a headline tells of an encounter by a noun of one of the stems; None without one."""
    for trigger in islice(find_triggers(scene.plain, sentence, scene.draft.pack), MAX_TRIGGERS):
        words = scene.with_trigger(sentence, trigger.span)
        word = next((w for w in trigger.readings if w.part == "noun" and w.stem in stems), None)
        if word is None or is_rejected(scene, trigger, sentence, words=words):
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


def resolve(scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]) -> tuple[Telling, ...]:
    """Return the encounters a sighting tells, mostly one; empty when it lacks those who take part.

    others: the other encounter words of the sentence.
    """
    acting, named = apart(*taking_part(scene, play, sighting))
    who = distinct((*acting, *named))
    if not who or not is_enough(scene, sighting, who) or _denies_a_topic(scene, sighting):
        return ()
    if len(acting) == 1 and _is_one_by_one(scene, play, sighting, acting=acting, named=named):
        each = (distinct((*acting, party)) for party in named)
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
    article = _article(scene, sighting)
    status, certainty, is_present = _status(scene, sighting, words)
    facts = facts_beside(
        scene,
        sighting.sentence,
        trigger=sighting.trigger.span,
        word=sighting.word,
        others=others,
        certainty=certainty,
    )
    channel = _channel(scene, sighting, words)
    is_call = channel in ("call", "video")
    if is_call:
        # Who telephones meets nowhere: a place beside it is of something else.
        facts = tuple(fact for fact in facts if fact.slot != "place")
    elif not any(fact.slot == "place" for fact in facts):
        facts = (*facts, *place_there(scene, sighting.order, words=words, certainty=certainty))
    return Telling(
        sighting.trigger.span,
        scene.draft.sentence_at(sighting.trigger.span.start) or sighting.sentence,
        sighting.order,
        sighting.word.stem,
        "call" if is_call else sighting.word.kind,
        channel,
        status,
        certainty,
        is_present,
        who,
        facts,
        sighting.rule.id,
        sighting.word.part == "verb" and sighting.word.kind == "visit",
        any(rule.search(words) for rule in scene.rules("besides")),
        is_participle(scene, sighting) and any(rule.search(words) for rule in scene.rules("past")),
        sighting.word.part == "noun",
        sighting.word.part == "noun" and "new" in article,
        sighting.word.part == "noun" and (bool(article & {"the", "the2", "this"}) or not article),
        is_participle(scene, sighting) and not any(rule.search(words) for rule in scene.rules("auxiliary")),
    )


def _status(scene: Scene, sighting: Sighting, words: str) -> tuple[Status | None, Certainty, bool]:
    for rule in scene.rules("status"):
        is_meant = rule_fits(rule, sighting.word) and has_form(scene, rule, sighting.trigger)
        if is_meant and rule.search(words):
            return rule.options["status"], rule.options.get("certainty", "certain"), False
    if sighting.word.status is not None:
        return sighting.word.status, "certain", False
    form = form_of(scene, sighting)
    auxiliary = is_participle(scene, sighting) and any(r.search(words) for r in scene.rules("auxiliary"))
    if form == "present" and auxiliary:
        return None, "certain", False
    # A headline's noun has no tense, nor has a lone participle: what follows says whether it lies ahead.
    is_headline = sighting.word.part == "noun" and sighting.order == 0
    is_lone = is_participle(scene, sighting) and not auxiliary
    if form == "present" or is_headline or is_lone:
        return None, "certain", True
    return form, "certain", False


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
    acting = distinct(expanded(scene, play, subjects(scene, play, sighting.sentence, at=at)))
    return (_telling(scene, sighting, who=acting, others=others),) if len(acting) > 1 else ()


def rejoin(
    scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]
) -> tuple[Telling, Group] | None:
    """Return the encounter that words with one known side mean: the last one in which that side took part."""
    if sighting.word.part == "noun" or sighting.word.kind == "visit":
        return None
    acting, named = taking_part(scene, play, sighting)
    known = [p for p in distinct((*acting, *named)) if p.entity_id]
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
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    # "After the meeting, X talked with Y" tells of two.
    is_other = any(rule.search(words) for rule in scene.rules("behind another"))
    group = play.again(
        bare,
        subject=acting or play.last_subject,
        is_demonstrative="this" in article,
        but=sighting.sentence if is_other else None,
    )
    return (bare, group) if group else None


def take_up_this(
    scene: Scene, play: Play, sighting: Sighting, others: tuple[Span, ...]
) -> tuple[Telling, Group] | None:
    """Return the encounter just told that "this meeting" means, whoever else the sentence names, or None.

    So does "the meeting" of which the sentence says only who attends.
    """
    if sighting.word.part != "noun":
        return None
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    attending = sighting.rule.options["subject"] == "attending"
    # "X and Y took part in the discussions": in those just told of.
    is_bare = attending and any(rule.search(words) for rule in scene.rules("the alone"))
    if not sighting.word.again and not is_bare:
        return None
    is_this = any(rule.search(words) for rule in scene.rules("this"))
    subject = sighting.rule.options["subject"]
    is_the = bool(_article(scene, sighting) & {"the", "the2"})
    is_attended = subject in ("attending", "guests") and is_the
    if not is_this and not is_attended and not (subject == "side" and is_the):
        return None
    acting, beside = taking_part(scene, play, sighting)
    named = tuple(p for p in beside if p.is_name) if subject == "guests" else ()
    bare = _telling(scene, sighting, who=named, others=others)
    if not is_this and subject == "side":
        of_many = play.again_of_many(bare, beside=beside, acting=acting)
        return (bare, of_many) if of_many else None
    if is_this:
        near = any(len(g.keys) > 1 and play.is_near(g, bare) for g in play.groups)
        group = play.again(bare, subject=(), is_demonstrative=True, is_near=True) if near else None
    else:
        group = play.again_by_word(bare)
    if group is None and is_bare:
        near = any(len(g.keys) > 1 and play.is_near(g, bare) for g in play.groups)
        meant = replace(bare, status=bare.status or "held")
        group = play.again(meant, subject=(), is_demonstrative=False, is_near=True) if near else None
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
