"""Who may say words whose sentence names nobody, or only a pronoun, and how likely each one is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker, gender_of_noun
from recoupe.stages.read.quotations.definite_phrases import agencies, described, sort_of
from recoupe.stages.read.quotations.noun_phrases import whole_subject
from recoupe.stages.read.quotations.speech import tokens_of, unit_around
from recoupe.stages.read.quotations.voice_weights import WEIGHTS

Kind = Literal["uncued", "title", "pronoun"]
Form = Literal["one", "many", "latest"]

_WORD = re.compile(r"\w+'|\w+(?:-\w+)*")
_SUBJECTS_BACK = 3
_TURNS_TOLD = ("more", "reply")
_UNNAMED_BACK = 4
"""Turns after which somebody without a name may go on."""
_TURNS_BACK, _TURNS = 12, 300
_UNITS_BACK, _UNITS_AHEAD, _MENTIONS, _NAMES = 30, 4, 300, 20
"""What is looked at around a place, so that endless articles take no endless time."""
_SUBJECT_CHARS = 25
"""A body named farther into its phrase only completes it ("le porte-parole de la mairie")."""


@dataclass(frozen=True)
class Place:
    """Where words are said by somebody whom their sentence does not name.

    kind: a "pronoun" names him, or no word does, be it in a headline ("title") or in the text ("uncued").
    said: the words; may be empty. at: where the pronoun stands, or the words begin. gender: that the pronoun
    shows. form: "one" ("he"), "many" ("they") or "latest" ("the latter"). turn: what the verb tells of
    who spoke before, "more", "reply" or "".
    """

    kind: Kind
    said: tuple[Span, ...]
    at: int
    gender: str = ""
    form: Form = "one"
    turn: str = ""


@dataclass(frozen=True)
class Voice:
    """Somebody who may speak.

    entity: None when he bears no name. phrase: the subject that tells of him then, phrase_back sentences
    before; None when he spoke before.
    """

    name: str
    entity: DocumentEntity | None
    phrase: Span | None = None
    phrase_back: int = 0

    @property
    def key(self) -> str:
        """What tells two voices of a document apart."""
        return self.name if self.entity is None else self.entity.id


def place_of(cast: Cast, said: tuple[Span, ...], speaker: Span | None, cue: Span | None) -> Place | None:
    """Return the place of words said; None where the words for their speaker are no pronoun for somebody.

    speaker: None when no words name him. cue: the verb or preposition that introduces the words, if any.
    """
    unit = None if cue is None else unit_around(cast.draft, cue)
    takes = {taken for verb in unit.verbs_in(cue) for taken in verb.takes} if unit and cue else set()
    turn = next((turn for turn in _TURNS_TOLD if turn in takes), "")
    if speaker is None:
        unit = unit_around(cast.draft, said[0])
        kind: Kind = "title" if unit is not None and unit.is_title else "uncued"
        return Place(kind, said, said[0].start, turn=turn)
    tokens = tokens_of(speaker.of(cast.draft.text), speaker.start)
    pronoun = " ".join(token.word for token in tokens).replace(" - ", "-")
    classes = cast.words.classes.get(pronoun, frozenset())
    if not (pronoun in cast.words.latest or "pronoun" in classes) or "nobody" in classes:
        return None
    gender = cast.words.genders.get(pronoun, "")
    form: Form = "latest" if pronoun in cast.words.latest else "many" if "many" in classes else "one"
    return Place("pronoun", said, speaker.start, gender, form, turn)


class Scene:
    """A document's voices as they stand at one place.

    entities: those named near it, in the order of their first names. spoken: who spoke before, for a headline
    in the whole text; the last one first.
    """

    def __init__(self, cast: Cast, memory: Memory, place: Place) -> None:
        self.cast, self.place, self._said = cast, place, memory.said
        self.start = place.said[0].start if place.said else place.at
        self.unit, self.block = cast.unit_at(self.start), cast.block_at(self.start)
        self.subjects = [self.subject_of(self.unit - back) for back in range(_SUBJECTS_BACK + 1)]
        turns = memory.spoken[-(_TURNS if place.kind == "title" else _TURNS_BACK) :]
        self.turns = turns[::-1]
        self.spoken = [speaker.entity_id or speaker.name for _, speaker, _ in self.turns]
        near = {m.entity_id for m in self._near() if m.form == "name" and m.type in {"PER", "ORG"}}
        able = [entity for entity in cast.entities.values() if entity.id in near]
        self.entities = sorted(able, key=lambda e: (cast.names_of[e.id][0], e.id))
        self.latest = {type_: self._latest(type_) for type_ in ("PER", "ORG")}

    def _near(self) -> Sequence[Mention]:
        units = self.cast.units
        if self.place.kind == "title":
            return self.cast.mentions_from(self.start, units[-1].span.end)[:_MENTIONS]
        low, high = max(0, self.unit - _UNITS_BACK), min(len(units) - 1, self.unit + _UNITS_AHEAD)
        return self.cast.mentions_from(units[low].span.start, units[high].span.end)[-_MENTIONS:]

    def before(self, entity: DocumentEntity) -> Span | None:
        """Return where somebody is named last before the place, outside the words said there."""
        names = self.cast.names_of[entity.id]
        end = bisect_left(names, self.place.at, key=lambda s: s.start)
        return next((s for s in reversed(names[:end][-_NAMES:]) if not self.is_said(s)), None)

    def behind(self, entity: DocumentEntity) -> Span | None:
        """Return where somebody is named first behind the place, outside the words said there."""
        names = self.cast.names_of[entity.id]
        begin = bisect_left(names, self.place.at, key=lambda s: s.start)
        return next((s for s in names[begin:][:_NAMES] if not self.is_said(s)), None)

    def is_said(self, span: Span) -> bool:
        """Tell whether a name stands in the words said at the place."""
        return any(words.holds(span) for words in self.place.said)

    def is_told(self, span: Span) -> bool:
        """Tell whether a name stands in words said before, whose speaker it is not."""
        i = bisect_left(self._said, span.end, key=lambda s: s.start) - 1
        return i >= 0 and self._said[i].holds(span)

    def _latest(self, type_: str) -> list[str]:
        """Return those of a type named before that fit the pronoun, the last one first."""
        fitting = [e for e in self.entities if e.type == type_ and _gender_match(self, e) != "other"]
        named = [(span.start, e.id) for e in fitting if (span := self.before(e)) is not None]
        return [entity_id for _, entity_id in sorted(named, reverse=True)]

    def subject_of(self, unit: int) -> tuple[Span | None, str | None, bool]:
        """Return the subject of a unit, the entity it names, and whether it is a pronoun."""
        if unit < 0:
            return None, None, False
        subject = whole_subject(self.cast.units[unit], self.cast.words)
        if subject is None:
            return None, None, False
        tokens = tokens_of(subject.of(self.cast.draft.text), subject.start)
        if self.cast.words.has(tokens[0], "pronoun"):
            return subject, None, True
        names = [m for m in self.cast.names_in(subject) if m.type in {"PER", "ORG"}]
        people = [m for m in names if m.type == "PER"]
        bodies = [m for m in names[:1] if m.span.start - subject.start <= _SUBJECT_CHARS]
        return subject, next((m.entity_id for m in people or bodies), None), False


def likeliest(cast: Cast, memory: Memory, place: Place) -> Speaker | None:
    """Return who most likely says the words; None for nobody, as when a sentence speaks of a thing.

    A choice among all voices (a softmax) by what is true of each; see `voice_weights`.
    """
    weights = WEIGHTS[place.kind]
    ranked = [
        (sum(weights.get(t, 0.0) for t in traits), voice) for voice, traits in voices(cast, memory, place)
    ]
    if not ranked:
        return None
    _, voice = max(ranked, key=lambda r: r[0])
    if voice.entity is not None:
        kind = "person" if voice.entity.type == "PER" else "institution"
        return Speaker(None, voice.entity.id, voice.entity.name, kind)
    if voice.phrase is not None:
        is_thing = place.form != "many" and sort_of(cast, _noun_of(cast, voice)) == "thing"
        return None if is_thing else Speaker(None, None, voice.name)
    return next(
        Speaker(None, None, s.name, s.kind)
        for _, s, _ in reversed(memory.spoken)
        if s.entity_id is None and s.name == voice.name
    )


def voices(cast: Cast, memory: Memory, place: Place) -> Iterator[tuple[Voice, tuple[str, ...]]]:
    """Yield those who may say the words at a place, each with what is true of him there."""
    scene = Scene(cast, memory, place)
    for entity in scene.entities:
        yield Voice(entity.name, entity), tuple(dict.fromkeys(_of_named(scene, entity)))
    for voice in _unnamed(scene):
        yield voice, tuple(dict.fromkeys(_of_unnamed(scene, voice)))


def _unnamed(scene: Scene) -> Iterator[Voice]:
    """Yield those without a name who spoke lately, or of whom the last sentences speak."""
    cast, seen = scene.cast, set()
    for _, speaker, _ in scene.turns if scene.place.kind == "title" else scene.turns[:_UNNAMED_BACK]:
        if speaker.entity_id is None and speaker.name and speaker.name not in seen:
            seen.add(speaker.name)
            yield Voice(speaker.name, None)
    is_title = cast.units[scene.unit].is_title
    for back, (subject, entity_id, is_pronoun) in enumerate(scene.subjects[:_SUBJECTS_BACK]):
        if subject is None or entity_id is not None or is_pronoun or subject.end > scene.place.at:
            continue
        name = described(cast, subject)
        if name not in seen and cast.units[scene.unit - back].is_title == is_title:
            seen.add(name)
            yield Voice(name, None, subject, back)


def _of_named(scene: Scene, entity: DocumentEntity) -> Iterator[str]:
    """Yield what is true of a person or body at a place."""
    who = "person" if entity.type == "PER" else "body"
    yield who
    before, behind = scene.before(entity), scene.behind(entity)
    if before is not None:
        yield f"named {_few(scene.unit - scene.cast.unit_at(before.start), 5)} sentences before"
        yield f"named {_few(scene.block - scene.cast.block_at(before.start), 2)} blocks before"
        latest = scene.latest[entity.type]
        rank = latest.index(entity.id) if entity.id in latest else 3
        yield f"{who} {_few(rank, 3)} of the last"
        yield from _named_how(scene, entity, before)
    else:
        yield f"{who} not named before"
    if behind is not None:
        yield from _told_next(scene, entity, behind, is_new=before is None)
    if any(scene.is_said(span) for span in scene.cast.names_of[entity.id]):
        yield "named in the words"
    yield from _as_subject(scene, entity)
    yield from _spoken(scene, entity.id)
    yield from _standing(scene, entity, who)
    if scene.place.kind == "pronoun":
        yield f"gender: {_gender_match(scene, entity)}"
        yield f"{scene.place.form}: {who}"
        yield f"{scene.place.form}: {who} {_few(rank, 3) if before is not None else 'new'} of the last"


def _named_how(scene: Scene, entity: DocumentEntity, before: Span) -> Iterator[str]:
    """Yield how somebody is named where he is named last."""
    text = scene.cast.draft.text
    unit = scene.cast.units[scene.cast.unit_at(before.start)].span
    earlier = scene.cast.mentions_from(unit.start, before.start)
    if any(m.form == "name" and m.type == entity.type and m.entity_id != entity.id for m in earlier):
        yield "named behind another"
    if scene.is_told(before):
        yield "named in words said before"
    if text[before.start - 1 : before.start] == "(":
        yield "named in brackets"
    lead = tokens_of(text[max(0, before.start - 6) : before.start], 0)
    if lead and scene.cast.words.has(lead[-1], "link") and scene.place.kind == "pronoun":
        yield "named in a complement"


def _told_next(scene: Scene, entity: DocumentEntity, behind: Span, *, is_new: bool) -> Iterator[str]:
    """Yield how soon somebody is named behind words that nobody is named beside."""
    if scene.place.kind == "pronoun":
        return
    ahead = scene.cast.unit_at(behind.start) - scene.unit
    if is_new:
        yield f"first named {_few(ahead, 3)} sentences behind"
    if ahead > 1 or scene.cast.block_at(behind.start) != scene.block:
        return
    yield f"named {ahead} sentences behind"
    if ahead and scene.subject_of(scene.unit + 1)[1] == entity.id:
        yield "subject of the next sentence"


def _as_subject(scene: Scene, entity: DocumentEntity) -> Iterator[str]:
    """Yield in which of the last sentences somebody is the subject, by name or as a pronoun right behind."""
    for back, (subject, entity_id, is_pronoun) in enumerate(scene.subjects):
        if subject is None or (not back and subject.end > scene.start):
            continue
        if entity_id == entity.id and scene.is_told(subject):
            yield "subject in words said before"
        elif entity_id == entity.id:
            yield f"subject {back} back"
            yield f"subject {back} back {_whose_block(scene, subject)}"
        elif is_pronoun and back < _SUBJECTS_BACK and scene.subjects[back + 1][1] == entity.id:
            yield f"subject {back} back as a pronoun"


def _whose_block(scene: Scene, span: Span) -> str:
    return "of its block" if scene.cast.block_at(span.start) == scene.block else "of another block"


def _spoken(scene: Scene, key: str) -> Iterator[str]:
    """Yield how somebody has spoken: lately, or for a headline in the whole article."""
    return _in_all(scene, key) if scene.place.kind == "title" else _as_speaker(scene, key)


def _as_speaker(scene: Scene, key: str) -> Iterator[str]:
    """Yield how lately somebody spoke."""
    if key not in scene.spoken:
        yield "has not spoken"
        if scene.place.turn:
            yield f"{scene.place.turn}: has not spoken"
        return
    turns = list(dict.fromkeys(scene.spoken)).index(key)
    end = scene.turns[scene.spoken.index(key)][0] - 1
    yield f"spoke {_few(turns, 2)} turns ago"
    if scene.place.turn:
        yield f"{scene.place.turn}: spoke {_few(turns, 2)} turns ago"
    yield f"spoke {_few(scene.unit - scene.cast.unit_at(end), 3)} sentences ago"
    if not turns and scene.unit - scene.cast.unit_at(end) <= 1:
        yield "just spoke" + (" in the same block" if scene.cast.block_at(end) == scene.block else "")


def _in_all(scene: Scene, key: str) -> Iterator[str]:
    """Yield how often somebody speaks in the whole article, for the words of a headline above it."""
    times = scene.spoken.count(key)
    yield f"speaks {_few(times, 4)} times"
    if not times:
        return
    if times == max(scene.spoken.count(other) for other in set(scene.spoken)):
        yield "speaks most"
    if scene.spoken[-1] == key:
        yield "speaks first"
    below = [who for (end, _, _), who in zip(scene.turns, scene.spoken, strict=True) if end > scene.start]
    if below[-1:] == [key]:
        yield "speaks next"
    if len(set(scene.spoken)) == 1:
        yield "speaks alone"


def _standing(scene: Scene, entity: DocumentEntity, who: str) -> Iterator[str]:
    """Yield what is true of somebody in the whole document."""
    first, n_entities = scene.cast.standing[entity.type]
    if first == entity.id:
        yield f"first {who}"
    if n_entities == 1:
        yield f"only {who}"
    if who == "person":
        yield "full name" if " " in entity.name else "one name"
    elif entity.name in agencies(scene.cast.draft.pack):
        yield "agency"


def _of_unnamed(scene: Scene, voice: Voice) -> Iterator[str]:
    """Yield what is true of somebody without a name."""
    cast, words = scene.cast, scene.cast.words
    noun = _noun_of(cast, voice)
    sort = sort_of(cast, noun)
    yield f"unnamed {sort}"
    if voice.phrase is None:
        yield f"unnamed {sort} spoke"
        for trait in _spoken(scene, voice.name):
            yield f"unnamed {trait}"
    else:
        yield f"unnamed {sort} subject {voice.phrase_back} back"
        yield f"unnamed {sort} subject {voice.phrase_back} back {_whose_block(scene, voice.phrase)}"
    if scene.place.kind == "pronoun":
        phrase = tokens_of(voice.name if voice.phrase is None else voice.phrase.of(cast.draft.text), 0)
        gender = gender_of_noun(noun, cast.draft.pack) or words.genders.get(phrase[0].word, "")
        if gender and scene.place.gender:
            yield "unnamed gender: " + ("same" if gender == scene.place.gender else "other")
        many = words.has(phrase[0], "many") or (len(phrase) > 1 and words.has(phrase[1], "pair"))
        yield "unnamed number: " + ("same" if many == (scene.place.form == "many") else "other")
        yield f"{scene.place.form}: unnamed {sort}"


def _noun_of(cast: Cast, voice: Voice) -> str:
    """Return the noun that somebody without a name is called by, its hyphens kept; "" without one."""
    for word in _WORD.findall(voice.name.lower().replace("’", "'")):
        if not cast.words.classes.get(word, frozenset()) & {"determiner", "fore adjective"}:
            return str(word)
    return ""


def _gender_match(scene: Scene, entity: DocumentEntity) -> str:
    if entity.type != "PER":
        return "body"
    known = scene.cast.genders.get(entity.id, "")
    if not known or not scene.place.gender:
        return "unknown"
    return "same" if known == scene.place.gender else "other"


def _few(count: int, most: int) -> str:
    """Return a count as a word, those from `most` on as one."""
    return f"{count}" if count < most else f"{most}+"
