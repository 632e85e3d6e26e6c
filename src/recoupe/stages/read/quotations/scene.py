"""A document as it stands where somebody speaks, and what is true there of each who bears a name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast, Memory
from recoupe.stages.read.quotations.definite_phrases import agencies, networks
from recoupe.stages.read.quotations.speech import tokens_of

Kind = Literal["uncued", "title", "pronoun", "description"]
Form = Literal["one", "many", "latest"]
How = Literal["subject", "described", "pronoun"]

SUBJECTS_BACK = 3
_TURNS_BACK, _TURNS = 12, 300
_UNITS_BACK, _UNITS_AHEAD, _MENTIONS, _NAMES = 30, 4, 300, 20
"""What is looked at around a place, so that endless articles take no endless time."""
_SUBJECT_CHARS = 25
"""A body named farther into its phrase only completes it ("le porte-parole de la mairie")."""


@dataclass(frozen=True)
class Place:
    """Where words are said by somebody whom their sentence does not name.

    kind: a "pronoun" or a "description" tells of him, or no word does, be it in a headline ("title") or in
    the text ("uncued"). said: the words; may be empty. teller: the pronoun or description; None without.
    gender: that it shows. form: "one" ("he"), "many" ("they") or "latest" ("the latter"). turn: what the verb
    tells of who spoke before, "more", "reply" or "".
    """

    kind: Kind
    said: tuple[Span, ...]
    teller: Span | None
    gender: str = ""
    form: Form = "one"
    turn: str = ""

    @property
    def at(self) -> int:
        """Where the pronoun or description stands, or else the words begin."""
        return self.said[0].start if self.teller is None else self.teller.start


@dataclass(frozen=True)
class Voice:
    """Somebody who may speak.

    entity: None when he bears no name. phrase: the words that tell of him then, phrase_back sentences
    before; None when he spoke before. teller: the words that told who spoke then, if any did. is_another: the
    phrase most likely means somebody who bears a name; this is whoever else it may mean.
    """

    name: str
    entity: DocumentEntity | None
    phrase: Span | None = None
    phrase_back: int = 0
    teller: Span | None = None
    is_another: bool = False

    @property
    def key(self) -> str:
        """What tells two voices of a document apart."""
        return self.name if self.entity is None else self.entity.id


@dataclass(frozen=True)
class Subject:
    """The subject of a sentence.

    entity_id: whom it means; None for nobody who bears a name. how: by his name ("subject"), "described" or
    by a "pronoun".
    """

    span: Span
    entity_id: str | None
    how: How


class Scene:
    """A document's voices as they stand at one place.

    meant: tells whom a subject means that names nobody; None where nobody asks. entities: those named near
    the place, in the order of their first names. spoken: who spoke before, for a headline in the whole text;
    the last one first.
    """

    def __init__(
        self, cast: Cast, memory: Memory, place: Place, meant: Callable[[Span], str | None] | None = None
    ) -> None:
        self.cast, self.place, self._said, self._meant = cast, place, memory.said, meant
        self.start = place.said[0].start if place.said else place.at
        self.unit, self.block = cast.unit_at(self.start), cast.block_at(self.start)
        self.subjects = [self.subject_of(self.unit - back) for back in range(SUBJECTS_BACK + 1)]
        self.last_subject = self._last_subject()
        turns = memory.spoken[-(_TURNS if place.kind == "title" else _TURNS_BACK) :]
        self.turns = turns[::-1]
        self.spoken = [speaker.entity_id or speaker.name for _, speaker, _ in self.turns]
        near = {m.entity_id for m in self._near() if m.form == "name" and m.type in {"PER", "ORG"}}
        places = networks(cast.draft.pack)  # where others speak
        able = [e for e in cast.entities.values() if e.id in near and e.name not in places]
        self.entities = sorted(able, key=lambda e: (cast.names_of[e.id][0], e.id))
        self.latest = {type_: self._latest(type_) for type_ in ("PER", "ORG")}

    def _last_subject(self) -> Subject | None:
        """Return the last subject before the place, in its block and in nobody's words; None without one."""
        for subject in self.subjects:
            if subject is None or subject.span.end > self.place.at:
                continue
            if self.cast.block_at(subject.span.start) != self.block:
                return None
            if not self.is_said(subject.span) and not self.is_told(subject.span):
                return subject
        return None

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
        fitting = [e for e in self.entities if e.type == type_ and gender_match(self, e) != "other"]
        named = [(span.start, e.id) for e in fitting if (span := self.before(e)) is not None]
        return [entity_id for _, entity_id in sorted(named, reverse=True)]

    def subject_of(self, unit: int) -> Subject | None:
        """Return the subject of a unit; None when it begins otherwise."""
        span = None if unit < 0 else self.cast.subject_at(unit)
        if span is None:
            return None
        names = [m for m in self.cast.names_in(span) if m.type in {"PER", "ORG"}]
        # "Le conseil d'Ana Roche, Me Paul Morel": the name between commas says who is meant.
        beside = span.start + span.of(self.cast.draft.text).rfind(",")
        people = sorted((m for m in names if m.type == "PER"), key=lambda m: (m.span.start < beside, m.span))
        bodies = [m for m in names[:1] if m.span.start - span.start <= _SUBJECT_CHARS]
        named = next((m.entity_id for m in people or bodies), None)
        if named is not None:
            return Subject(span, named, "subject")
        is_asked = self._meant is not None and span.end <= self.place.at
        token = tokens_of(span.of(self.cast.draft.text), span.start)[0]
        how: How = "pronoun" if self.cast.words.has(token, "pronoun") else "described"
        return Subject(span, self._meant(span) if self._meant is not None and is_asked else None, how)


def of_named(scene: Scene, entity: DocumentEntity) -> Iterator[str]:
    """Yield what is true of a person or body at a place."""
    who = sort_of_voice(entity)
    yield who
    before, behind = scene.before(entity), scene.behind(entity)
    if before is not None:
        yield f"named {few(scene.unit - scene.cast.unit_at(before.start), 5)} sentences before"
        yield f"named {few(scene.block - scene.cast.block_at(before.start), 2)} blocks before"
        latest = scene.latest[entity.type]
        rank = latest.index(entity.id) if entity.id in latest else 3
        yield f"{who} {few(rank, 3)} of the last"
        yield from _named_how(scene, entity, before)
    else:
        yield f"{who} not named before"
    if behind is not None:
        yield from _told_next(scene, entity, behind, is_new=before is None)
    if any(scene.is_said(span) for span in scene.cast.names_of[entity.id]):
        yield "named in the words"
    yield from _as_subject(scene, entity)
    yield from spoken_how(scene, entity.id)
    yield from _standing(scene, entity, who)
    if scene.place.kind == "pronoun":
        yield f"gender: {gender_match(scene, entity)}"
        yield f"{scene.place.form}: {who}"
        yield f"{scene.place.form}: {who} {few(rank, 3) if before is not None else 'new'} of the last"


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
    if lead and scene.cast.words.has(lead[-1], "link") and scene.place.teller is not None:
        yield "named in a complement"


def _told_next(scene: Scene, entity: DocumentEntity, behind: Span, *, is_new: bool) -> Iterator[str]:
    """Yield how soon somebody is named behind words that nobody is named beside."""
    if scene.place.teller is not None:
        return
    ahead = scene.cast.unit_at(behind.start) - scene.unit
    if is_new:
        yield f"first named {few(ahead, 3)} sentences behind"
    if ahead > 1 or scene.cast.block_at(behind.start) != scene.block:
        return
    yield f"named {ahead} sentences behind"
    following = scene.subject_of(scene.unit + 1) if ahead else None
    if following is not None and following.entity_id == entity.id:
        yield "subject of the next sentence"


def _as_subject(scene: Scene, entity: DocumentEntity) -> Iterator[str]:
    """Yield in which of the last sentences somebody is the subject."""
    for back, subject in enumerate(scene.subjects):
        if subject is None or subject.entity_id != entity.id or (not back and subject.span.end > scene.start):
            continue
        if scene.is_told(subject.span):
            yield "subject in words said before"
        else:
            yield f"{subject.how} {back} back"
            yield f"{subject.how} {back} back {whose_block(scene, subject.span)}"
    last = scene.last_subject
    if last is not None and last.entity_id == entity.id:
        yield f"last {last.how}"


def whose_block(scene: Scene, span: Span) -> str:
    return "of its block" if scene.cast.block_at(span.start) == scene.block else "of another block"


def spoken_how(scene: Scene, key: str) -> Iterator[str]:
    """Yield how somebody has spoken: lately, or for a headline in the whole article."""
    return _in_all(scene, key) if scene.place.kind == "title" else _as_speaker(scene, key)


def _as_speaker(scene: Scene, key: str) -> Iterator[str]:
    """Yield how lately somebody spoke."""
    if key not in scene.spoken:
        yield "has not spoken"
        if scene.place.turn:
            yield f"{scene.place.turn}: has not spoken"
        return
    times = Counter(scene.spoken)
    if len(times) == 1:
        yield "speaks alone so far"
    elif times[key] == max(times.values()):
        yield "speaks most so far"
    if scene.place.kind != "description":
        yield f"spoke {few(times[key], 4)} times"
    turns = list(dict.fromkeys(scene.spoken)).index(key)
    end = scene.turns[scene.spoken.index(key)][0] - 1
    yield f"spoke {few(turns, 2)} turns ago"
    if scene.place.turn:
        yield f"{scene.place.turn}: spoke {few(turns, 2)} turns ago"
    yield f"spoke {few(scene.unit - scene.cast.unit_at(end), 3)} sentences ago"
    if not turns and scene.unit - scene.cast.unit_at(end) <= 1:
        yield "just spoke" + (" in the same block" if scene.cast.block_at(end) == scene.block else "")
        told = scene.turns[0][1].span if scene.place.kind == "pronoun" else None
        if told is not None and any(told.holds(name) for name in scene.cast.names_of.get(key, ())):
            yield "just spoke by name"


def _in_all(scene: Scene, key: str) -> Iterator[str]:
    """Yield how often somebody speaks in the whole article, for the words of a headline above it."""
    times = scene.spoken.count(key)
    yield f"speaks {few(times, 4)} times"
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


def sort_of_voice(entity: DocumentEntity) -> str:
    """Return "person" or "body"."""
    return "person" if entity.type == "PER" else "body"


def gender_match(scene: Scene, entity: DocumentEntity) -> str:
    if entity.type != "PER":
        return "body"
    known = scene.cast.genders.get(entity.id, "")
    if not known or not scene.place.gender:
        return "unknown"
    return "same" if known == scene.place.gender else "other"


def few(count: int, most: int) -> str:
    """Return a count as a word, those from `most` on as one."""
    return f"{count}" if count < most else f"{most}+"
