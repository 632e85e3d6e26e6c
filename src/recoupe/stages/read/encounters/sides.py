"""Who takes part in an encounter that a sentence names, and whether they are enough for one."""

from __future__ import annotations

from dataclasses import replace

from recoupe.records.spans import Span
from recoupe.stages.read.encounters.facts import is_venue
from recoupe.stages.read.encounters.groups import Play
from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.sightings import Sighting, form_of, side_spans
from recoupe.stages.read.encounters.subjects import expanded, main_subject, quotation_at, speaker, subjects
from recoupe.stages.read.encounters.words import Word
from recoupe.stages.read.names.tables import name_tables


def taking_part(scene: Scene, play: Play, sighting: Sighting) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return whoever acts and whoever the rule found beside the word."""
    spans = side_spans(sighting.sentence, sighting.match)
    sides = [*(p for span in spans for p in scene.touching(span)), *_chairs(scene, sighting)]
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
        [p for p in _told_to(scene, sighting) if p not in sides]
        or subjects(scene, play, sighting.sentence, at=at, but=sides),
    )
    if all(p.span.start > at for p in acting) and _is_theirs(scene, sighting):
        acting = _last_named(scene, sighting, but=sides) or acting
    if acting and all(p.kind == "group" for p in acting) and _is_of_one(scene, sighting):
        acting = _main_person(scene, sighting, but=sides) or acting
    if where == "side" and not acting and quotation_at(scene, at):
        acting = speaker(scene, sighting.trigger.span)
    if where == "side" and not acting and len(named) == 1 and sighting.word.kind != "visit":
        acting = _spoken_of(scene, play, sighting, named[0])
    if where == "possessor" and len(acting) == 1 and sighting.word.kind != "visit":
        acting = _with_other(scene, sighting, acting[0])
    if where == "possessor" and len(acting) < 2 and sighting.word.kind != "visit":
        # "His meeting" without a word on the other side is a meeting told before.
        return (), ()
    if where == "both, many":
        return acting, _last_many(scene, play, sighting)
    if where == "both":
        taken = {p.key for p in acting}
        near = [p for p in scene.within(sighting.sentence) if p.span.end <= at][::-1]
        others = (p for p in (*near, *play.last_subject) if p.kind == "person" and p.key not in taken)
        return acting, tuple(others)[:1]
    return acting, named


def _chairs(scene: Scene, sighting: Sighting) -> tuple[Party, ...]:
    """Return whoever is said to chair the meeting, or to attend it, besides those whom its rule found."""
    is_meeting = sighting.word.part == "noun" and sighting.word.kind in ("meeting", "summit")
    if not is_meeting or sighting.rule.options["subject"] in ("gathering", "again"):
        return ()
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    start = sighting.sentence.start
    matches = (match for rule in scene.rules("chair") if (match := rule.search(words)) is not None)
    spans = (Span(match.start("who") + start, match.end("who") + start) for match in matches)
    taken = side_spans(sighting.sentence, sighting.match)
    found = (p for span in spans for p in scene.touching(span) if p.kind in ("person", "group"))
    return tuple(p for p in found if not any(p.span.meets(other) for other in taken))


def _spoken_of(scene: Scene, play: Play, sighting: Sighting, other: Party) -> tuple[Party, ...]:
    """Return whom the text speaks of where "a meeting with X is planned" opens a sentence, else nobody."""
    before = scene.within(Span(sighting.sentence.start, sighting.trigger.span.start))
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    opens = not before and any(rule.search(words) for rule in scene.rules("opening"))
    last = play.last_person if opens and sighting.word.part == "noun" else ()
    return tuple(
        replace(p, span=sighting.trigger.span, name_span=p.name_span) for p in last if p.key != other.key
    )


def _last_many(scene: Scene, play: Play, sighting: Sighting) -> tuple[Party, ...]:
    """Return the plural that "them" means: the last one before it, or one of the encounter told last."""
    before = Span(sighting.sentence.start, sighting.trigger.span.start)
    met = play.told[-1].who if play.told else ()
    many = [p for p in (*met, *scene.within(before)) if p.kind == "group"]
    return tuple(many[-1:])


def apart(acting: tuple[Party, ...], named: tuple[Party, ...]) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Return both sides; nobody meets himself: a description taken for the other side stands for itself."""
    mine, theirs = {p.key for p in acting}, {p.key for p in named}
    return tuple(_by_words(p, theirs) for p in acting), tuple(_by_words(p, mine) for p in named)


def _by_words(party: Party, other_side: set[str]) -> Party:
    if party.is_name or party.kind != "person" or party.key not in other_side:
        return party
    return replace(party, entity_id=None, name=party.role or party.name, role=None)


def _with_other(scene: Scene, sighting: Sighting, acting: Party) -> tuple[Party, ...]:
    """Return the two that "their meeting" is of: whoever acts and the one named last before him."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    if not any(rule.search(words) for rule in scene.rules("theirs")):
        return (acting,)
    before = [
        p
        for p in scene.within(sighting.sentence)
        if p.span.end <= acting.span.start and p.kind == acting.kind and p.key != acting.key
    ]
    return (*before[-1:], acting)


def _is_theirs(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the noun belongs to somebody named before it ("his talks")."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return any(r.options.get("subject") == "possessor" and r.search(words) for r in scene.rules("side"))


def _is_of_one(scene: Scene, sighting: Sighting) -> bool:
    """Tell whether the noun belongs to one ("his talks"), and not to several ("their talks")."""
    words = scene.with_trigger(sighting.sentence, sighting.trigger.span)
    return _is_theirs(scene, sighting) and not any(rule.search(words) for rule in scene.rules("theirs"))


def _main_person(scene: Scene, sighting: Sighting, *, but: list[Party]) -> tuple[Party, ...]:
    """Return the person of whom the sentence speaks before the word; nobody when it speaks of others."""
    subject = main_subject(scene, sighting.sentence)[:1]
    at = sighting.trigger.span.start
    return tuple(p for p in subject if p.kind == "person" and p.span.end <= at and p not in but)


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


def distinct(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple({p.key: p for p in reversed(parties)}.values())[::-1]


def is_enough(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
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
        return bool(rule.options.get("lands")) or any(p.kind != "country" for p in who)
    if subject == "guest":
        return _is_guest(scene, who)
    if word.kind == "visit":
        return _is_visit(scene, sighting, who)
    if word.part == "verb":
        is_come = bool(rule.options.get("alone")) and who[0].kind in ("group", "body")
        return len(who) > 1 or is_come or _gathers(scene, word, who[0]) or _are_two(scene, who[0])
    if word.needs == "body" or (rule.options.get("alone") and word.needs == "side"):
        return bool(who)
    if len(who) > 1 or _are_two(scene, who[0]):
        return True
    if rule.options.get("together") and who[0].kind == "group":
        return True
    if subject == "host" and word.again and all(_is_crowd(scene, p) for p in who):
        return False
    return has_with and word.needs == "side" and any(p.kind != "country" for p in who)


def _is_guest(scene: Scene, who: tuple[Party, ...]) -> bool:
    """Being received somewhere is news of named people, of those with an office, and of several."""
    return any(p.kind != "person" or scene.has_role(p) or p.is_name for p in who)


def _gathers(scene: Scene, word: Word, party: Party) -> bool:
    """Tell whether one party is enough for the verb: a body, people, those of a country ("the Russians")."""
    if _is_crowd(scene, party):
        return False
    is_people = party.kind == "country" and party.name in name_tables(scene.draft.pack).demonyms
    return party.kind in word.gathers or (is_people and "group" in word.gathers)


def _is_crowd(scene: Scene, party: Party) -> bool:
    """Tell whether it names many who do not speak for anybody ("demonstrators"); their gathering is none."""
    return party.kind == "group" and any(rule.search(party.name) for rule in scene.rules("crowd"))


def _are_two(scene: Scene, party: Party) -> bool:
    """Tell whether one phrase names two sides: "the Russian and Ukrainian delegations", "the two"."""
    if party.stands_for == "pair":
        return True
    return party.kind == "group" and any(rule.search(party.name) for rule in scene.rules("two in one"))


def _is_visit(scene: Scene, sighting: Sighting, who: tuple[Party, ...]) -> bool:
    """Going somewhere is news of a visit when somebody with an office goes, or goes with notice.

    That of a crowd is none.
    """
    if all(_is_crowd(scene, p) or (p.kind == "body" and is_venue(scene, p.span)) for p in who):
        # "A visit to a hospital": nobody is said to pay it.
        return False
    if sighting.word.part == "noun":
        return any(p.kind != "country" for p in who)
    if not any(p.kind in ("person", "group", "body") for p in who):
        return False
    announced = sighting.word.status == "planned" or form_of(scene, sighting) == "planned"
    # A headline names by the last name alone those whom everybody knows.
    is_headline = sighting.order == 0
    return any(
        p.kind != "person"
        or announced
        or scene.has_role(p)
        or (is_headline and " " not in p.name)
        or _is_named_with_office(scene, p, sighting.sentence)
        for p in who
    )


def _is_named_with_office(scene: Scene, party: Party, sentence: Span) -> bool:
    """Tell whether a plural before it says the office of several ("the mayors of A and B, X and Y")."""
    before = scene.masked[sentence.start : party.span.start]
    return any(rule.search(before) for rule in scene.rules("offices"))
