"""What stands beside an encounter word: place, time, duration, form, who else was there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import Authority, Certainty, Fact, Slot, TimeExpression
from recoupe.records.spans import Span, stripped
from recoupe.records.values import Label, Value, Where, Who
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.words import Word
from recoupe.stages.read.quotations.authorities import authority_of
from recoupe.stages.text.folded import bare_word

FORMAT_REACH = 120
"""Characters between an encounter word and words of form that still speak of it."""
CLAUSE_REACH = 120
"""Characters before a time or place that are searched for the verb or noun it may belong to."""
VALUE = "\ue014"
"""Stands for the words in question in the text that the rules of step "apart" see."""
_QUOTED = re.compile(r"[«“][^«»“”]{1,40}[»”]")
"""A few quoted words are no clause of their own."""
TIME_REACH = 140
"""Characters between an encounter word and the time it is given."""


def facts_beside(
    scene: Scene, sentence: Span, *, trigger: Span, word: Word, others: tuple[Span, ...], certainty: Certainty
) -> tuple[Fact, ...]:
    """Return the facts that the words of the sentence give about the encounter at `trigger`, in order.

    others: the other encounter words of the sentence; a fact belongs to the one it stands next to.
    """
    found = [
        *_by_rules(scene, sentence, trigger=trigger, word=word, others=others),
        *_times(scene, sentence, trigger=trigger, others=others),
        *_formats(scene, sentence, trigger=trigger, others=others),
    ]
    return tuple(
        make_fact(scene, slot, span, value=value, certainty=certainty, producer=producer)
        for slot, span, value, producer in sorted(found, key=lambda f: (f[1], f[0]))
    )


def make_fact(
    scene: Scene,
    slot: Slot,
    span: Span,
    *,
    value: Value | None,
    certainty: Certainty,
    producer: str,
) -> Fact:
    """Return a fact that the article's own words give, on the authority its sentence names."""
    sentence = scene.draft.sentence_at(span.start) or span
    authority: tuple[Authority, ...] = authority_of(scene.draft, span)
    return Fact(
        slot, span, span.of(scene.draft.text), sentence, value, "asserted", certainty, authority, producer
    )


def place_there(scene: Scene, order: int, *, words: str, certainty: Certainty) -> tuple[Fact, ...]:
    """Return the place that "there" means: the last one the sentence before names; empty without such words.

    order: number of the sentence. words: the sentence with its encounter word masked.
    """
    if order == 0 or not any(rule.search(words) for rule in scene.rules("there")):
        return ()
    before = scene.draft.sentences[order - 1]
    for rule in scene.rules("place told"):
        for match in reversed(list(rule.finditer(before.of(scene.masked)))):
            span = Span(before.start + match.start("place"), before.start + match.end("place"))
            value = place_at(scene, span)
            if value is not None:
                fact = make_fact(scene, "place", span, value=value, certainty=certainty, producer=rule.id)
                return (fact,)
    return ()


Found = tuple[Slot, Span, Value | None, str]


def _by_rules(
    scene: Scene, sentence: Span, *, trigger: Span, word: Word, others: tuple[Span, ...]
) -> Iterator[Found]:
    words = scene.with_trigger(sentence, trigger)
    done: set[tuple[str, bool, bool]] = set()
    for rule in scene.rules("fact"):
        slot: Slot = rule.options["slot"]
        # A building, the summit held there and the town they lie in are tellings of one place.
        kinds = rule.options.get("kinds")
        sort = (slot, bool(rule.options.get("described")), bool(rule.options.get("setting")))
        is_meant = sort not in done and (kinds is None or word.kind in kinds)
        is_meant = is_meant and rule.options.get("on") in (None, word.part)
        match = rule.search(words) if is_meant else None
        if match is None:
            continue
        span = _value_span(match, sentence)
        if slot != "first of its kind" and _belongs_elsewhere(span, trigger, others):
            continue
        if slot == "place" and _is_of_one_before(scene, words, span, trigger=trigger, others=others):
            continue
        behind = bool(rule.options.get("own_clause")) and span.start >= trigger.end
        if behind and is_apart(scene, span, sentence, trigger=trigger):
            continue
        value = _value(scene, rule, span)
        if value is None and not rule.options.get("bare"):
            continue
        if not rule.options.get("bare"):
            done.add(sort)
        yield slot, _widened(scene, rule, span, sentence), value, rule.id


def _value_span(match: re.Match[str], sentence: Span) -> Span:
    name = "value" if match.group("value") is not None else "value2"
    return Span(match.start(name) + sentence.start, match.end(name) + sentence.start)


def _belongs_elsewhere(span: Span, trigger: Span, others: tuple[Span, ...]) -> bool:
    """Tell whether another encounter word stands between the word and the fact."""
    low, high = min(span.start, trigger.start), max(span.end, trigger.end)
    return any(low <= other.start and other.end <= high for other in others if not span.holds(other))


def _is_of_one_before(
    scene: Scene, words: str, place: Span, *, trigger: Span, others: tuple[Span, ...]
) -> bool:
    """Tell whether a place is that of the encounter told before it: "met X in Y after a talk with Z"."""
    if place.start >= trigger.end or all(other.end > place.start for other in others):
        return False
    return any(rule.search(words) for rule in scene.rules("behind another"))


def _value(scene: Scene, rule: Rule, span: Span) -> Value | None:
    slot = rule.options["slot"]
    if slot == "place":
        if rule.options.get("setting") or rule.options.get("described"):
            return _setting(scene, span)
        return place_at(scene, span)
    if slot == "duration":
        return next((t.duration for t in _times_at(scene, span) if t.duration is not None), None)
    if slot == "also present":
        ids = tuple(sorted({p.entity_id for p in scene.touching(span) if p.entity_id}))
        return Who(ids) if ids else None
    label = rule.options.get("label")
    return Label(label) if label else None


def _widened(scene: Scene, rule: Rule, span: Span, sentence: Span) -> Span:
    """A setting keeps the place named with it ("the G20 summit in Argentina"); others stay as they are."""
    if not (rule.options.get("setting") or rule.options.get("described")):
        return stripped(scene.draft.text, span)
    for tail in scene.rules("setting place"):
        match = tail.pattern.match(scene.masked[span.end : sentence.end])
        if match:
            return Span(span.start, span.end + match.end("place"))
    return span


def place_at(scene: Scene, span: Span) -> Where | None:
    """Return the place that the name at `span` means; None when no name of a place or body stands there."""
    for mention in scene.mentions_at(span):
        if mention.type in ("LOC", "ORG") and mention.form == "name":
            entity = scene.entities.get(mention.entity_id or "")
            if is_venue(scene, mention.span) and not (entity and entity.within):
                return _setting(scene, mention.span)
            # A body is a place only where the gazetteer knows its seat.
            if mention.type == "ORG" and not (entity and entity.within):
                continue
            name = entity.name if entity else mention.normal
            key = entity.key if entity and entity.key else bare_word(name)
            return Where(name, key, entity.within if entity else ())
    return None


def _setting(scene: Scene, span: Span) -> Where:
    """A summit, building or room is a place of its own, inside the place named with it."""
    words = scene.draft.text[span.start : span.end]
    sentence = scene.draft.sentence_at(span.start) or span
    within: tuple[str, ...] = ()
    for tail in scene.rules("setting place"):
        match = tail.pattern.match(scene.masked[span.end : sentence.end])
        if match:
            inner = place_at(scene, Span(span.end + match.start("place"), span.end + match.end("place")))
            within = (inner.key, *inner.within) if inner else ()
    key = _described_key(scene, words)
    return Where(words, key, within)


def is_venue(scene: Scene, span: Span) -> bool:
    """Tell whether the words name a building, a room or a craft."""
    words = span.of(scene.plain)
    return any(rule.search(words) for rule in scene.rules("venue"))


def _described_key(scene: Scene, words: str) -> str:
    """The words that tell one described place from another, so that "hotel de la X" is "hotel de X"."""
    stop = {bare_word(row["word"]) for row in scene.draft.pack.lexicon("stop_words")}
    return " ".join(w for w in re.findall(r"\w+", bare_word(words)) if w not in stop and len(w) > 1)


def in_their_town(scene: Scene, facts: Iterable[Fact]) -> list[Fact]:
    """Return the facts, named buildings placed in the one town the encounter is said to have been in.

    A building without a name of its own ("at a hotel") stays unplaced: it contradicts nothing.
    """
    known = list(facts)
    places = [f.value for f in known if f.slot == "place" and isinstance(f.value, Where)]
    towns = {p.key: p for p in places if not _is_description(scene, p)}
    if len(towns) != 1:
        return known
    (town,) = towns.values()
    return [_placed(scene, fact, town) for fact in known]


def _placed(scene: Scene, fact: Fact, town: Where) -> Fact:
    value = fact.value
    if not isinstance(value, Where) or value.within or not _is_description(scene, value):
        return fact
    if not any(c.isupper() for c in value.name[1:]):
        return fact
    return msgspec.structs.replace(fact, value=Where(value.name, value.key, (town.key, *town.within)))


def _is_description(scene: Scene, place: Where) -> bool:
    return place.key == _described_key(scene, place.name) and any(
        rule.search(place.name) for rule in scene.rules("venue")
    )


def _times_at(scene: Scene, span: Span) -> list[TimeExpression]:
    return [t for t in scene.draft.times if t.span.meets(span)]


def _times(scene: Scene, sentence: Span, *, trigger: Span, others: tuple[Span, ...]) -> Iterator[Found]:
    """Yield the times of the sentence that are nearer to this encounter word than to another one."""
    for time in scene.draft.times:
        if not sentence.holds(time.span) or time.type not in ("date", "time"):
            continue
        distance = _distance(time.span, trigger)
        nearer = [other for other in others if _distance(time.span, other) < distance]
        if distance > TIME_REACH or not all(_leads_there(scene, other, trigger) for other in nearer):
            continue
        if _is_of_something_else(scene, time.span, sentence, trigger):
            continue
        if time.type == "time" and _is_of_what_followed(scene, time.span, trigger):
            continue
        yield "time", time.span, time.when, time.producer


def _leads_there(scene: Scene, other: Span, trigger: Span) -> bool:
    """Tell whether another word tells how somebody came there: "went to X, where he met Y"."""
    between = scene.masked[other.end : trigger.start]
    return any(rule.search(between) for rule in scene.rules("arrival"))


def _distance(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _is_of_something_else(scene: Scene, time: Span, sentence: Span, trigger: Span) -> bool:
    """Tell whether a time dates other words: "the elections of 2016", "the first since March".

    "The meeting of Monday" dates the meeting. The eve of something is told from that, not from the article.
    """
    if any(rule.search(scene.plain[time.start : sentence.end]) for rule in scene.rules("eve of")):
        return True
    before = scene.masked[sentence.start : time.start]
    if any(rule.search(before) for rule in scene.rules("time since")):
        return True
    if any(rule.search(before) for rule in scene.rules("time of")):
        return scene.plain[trigger.end : time.start].count(" ") > 2 or time.start < trigger.start
    return is_apart(scene, time, sentence, trigger=trigger)


def _is_of_what_followed(scene: Scene, hour: Span, trigger: Span) -> bool:
    """Tell whether an hour is that of what came after: "levé à midi après une rencontre"."""
    between = scene.plain[hour.end : trigger.start] if hour.end <= trigger.start else ""
    return any(rule.search(between) for rule in scene.rules("behind it"))


def is_apart(scene: Scene, span: Span, sentence: Span, *, trigger: Span) -> bool:
    """Tell whether words stand in another clause than the trigger, or belong to another noun or verb.

    Asked of the times, places and spells that rules find: in doubt they are not the encounter's.
    """
    words = _QUOTED.sub(lambda m: " " * len(m[0]), scene.with_trigger(sentence, trigger))
    start, end = span.start - sentence.start, span.end - sentence.start
    head = words[max(0, start - CLAUSE_REACH) : start] + VALUE
    if any(rule.search(head) for rule in scene.rules("apart")):
        return True
    if span.start >= trigger.end:
        gap = words[trigger.end - sentence.start : start] + VALUE
        return any(rule.search(gap) for rule in scene.rules("apart behind"))
    gap = head + words[end : trigger.start - sentence.start]
    return any(rule.search(gap) for rule in scene.rules("apart before"))


def _formats(scene: Scene, sentence: Span, *, trigger: Span, others: tuple[Span, ...]) -> Iterator[Found]:
    labels = _format_labels(scene.draft.pack)
    for match in _format_pattern(scene.draft.pack).finditer(scene.plain, sentence.start, sentence.end):
        span = Span(match.start(), match.end())
        distance = _distance(span, trigger)
        if distance > FORMAT_REACH or any(span.meets(word) for word in (trigger, *others)):
            continue
        before = scene.plain[max(sentence.start, span.start - FORMAT_REACH) : span.start]
        if any(rule.search(before) for rule in scene.rules("no format")):
            continue
        if any(_distance(span, other) < distance for other in others if not other.meets(span)):
            continue
        yield (
            "format",
            span,
            Label(labels[match[0].casefold()]),
            f"{scene.draft.pack.language}/encounters/format",
        )


@cache
def _format_labels(pack: Pack) -> dict[str, str]:
    return {row["phrase"].casefold(): row["label"] for row in pack.lexicon("encounter_formats")}


@cache
def _format_pattern(pack: Pack) -> re.Pattern[str]:
    phrases = sorted(_format_labels(pack), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"(?i)(?<!\w)(?:" + "|".join(map(re.escape, phrases)) + r")(?!\w)")
