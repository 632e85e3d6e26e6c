"""Facts of a story outside its encounters and figures: how long, when, and what is affirmed or denied.

A fact is about what its clause names: the events, by a key that noun, verb and synonyms share, and the stems
of the other words. Accounts are set side by side by these keys alone (see stages/crosscheck/story_rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from recoupe.packs import Pack
from recoupe.records.findings import Authority, Certainty, Polarity, Quotation, Slot, TimeExpression
from recoupe.records.ids import make_id
from recoupe.records.relations import CONTRARY, NAMED, Comparable, Setting, Source
from recoupe.records.spans import Span, stripped
from recoupe.records.values import Value, When, Where, Words
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.settings import OPENING_SENTENCES
from recoupe.stages.text.folded import bare_word, folded
from recoupe.stages.values.days import published_instant

_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")
_NEAR_CHARS = 60
"""How far from a time the word may stand that names what happened then."""
_BESIDE_CHARS = 30
"""How far from a duration such a word may stand to be shown with it."""
LONG_AGO = timedelta(days=300)
"""What happened before is told to compare."""
LONG_SPELL = timedelta(days=400)
"""A century or a decade is no time of an event of the news."""
_ROUGHLY: Mapping[str, tuple[timedelta, timedelta]] = {
    "about": (timedelta(minutes=15), timedelta(minutes=15)),
    "shortly before": (timedelta(minutes=30), timedelta(0)),
    "shortly after": (timedelta(0), timedelta(minutes=30)),
}
"""How much earlier and later than it says a hedged hour of the clock may be."""
_AMID_CHARS = 40
"""How far from a duration its event may stand in a clause that has no word for lasting."""
MIN_KEYS = 2
MAX_KEYS = 16
"""A clause with fewer keys could be of anything; one with more is a list."""
NOTHING = "none"
"""The key of words that say nothing of what happened."""
LIGHT = frozenset({"hold", "begin", "end"})
"""That something happens, begins or ends says least of all what it is."""


@dataclass(frozen=True)
class _Clause:
    """A clause with what it names.

    events: (word, key) in order, with the sign of a contrary. placed: every word that says something, with
    its key: of an event, of a name, or its stem. hours: the times and durations in it. before: events of the
    clause before it in its sentence; context: its keys.
    """

    span: Span
    sentence: Span
    events: tuple[tuple[Span, str], ...]
    negations: tuple[Span, ...]
    unsure: bool
    planned: bool
    aims: bool
    lasting: bool
    over: bool
    opens: bool
    hours: tuple[TimeExpression, ...]
    placed: tuple[tuple[Span, str], ...]
    before: tuple[tuple[Span, str], ...]
    context: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """What the clause names, whether it says so or the contrary."""
        return frozenset(key for _, key in self.placed)


def story_facts(teller: Teller) -> Iterator[Comparable]:
    """Yield the durations, times and yes-or-no facts of the article's clauses, in text order."""
    for clause in _clauses(teller):
        for time in clause.hours:
            yield from _timed(teller, clause, time)
        yield from _placed(teller, clause)
        yield from _affirmed(teller, clause)


def _timed(teller: Teller, clause: _Clause, time: TimeExpression) -> Iterator[Comparable]:
    """Yield the duration or time with the event it is of, where one is named near it."""
    if clause.negations or _is_of_another_time(teller, clause):
        return
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    bound = _bound(teller, clause, time.span)
    near: list[Span] = []
    if time.type == "duration":
        if not told and clause.lasting:
            told = list(clause.before)
        if time.duration is None or bound or _is_clock(teller, time):
            return
        if told and any(
            _nearest(t.span, told) < _nearest(time.span, told) for t in clause.hours if t.duration
        ):
            return
        slot: Slot = "duration"
        value: Value = time.duration
        within = _AMID_CHARS if not clause.lasting else len(clause.sentence)
        near = [s for s, _ in told if _gap(time.span, s) <= _BESIDE_CHARS and clause.span.holds(s)][:1]
    else:
        if time.when is None or time.when.earliest is None or time.when.latest is None:
            return
        gap = _nearest(time.span, told) if told else _NEAR_CHARS
        if _said_then(teller, clause, time.span, gap):
            return
        light = [(_gap(time.span, words), key) for words, key in clause.events if key in LIGHT]
        if bound == "" and light and min(light)[1] == "end":
            bound = "end"
        slot, value, within = "time", _as_rough_as_told(teller, clause, time.span, time.when), _NEAR_CHARS
    events = _nearest_event(time.span, told, within=within)
    around = clause.keys | clause.context | {key.removeprefix(CONTRARY) for _, key in told}
    if not around:
        return
    span = Span(min(s.start for s in (time.span, *near)), max(s.end for s in (time.span, *near)))
    setting = _setting(clause, events, around, bound=bound)
    yield _comparable(teller, clause, _Fact(slot, span, value, "asserted", setting))


def _nearest_event(place: Span, told: Sequence[tuple[Span, str]], *, within: int) -> tuple[str, ...]:
    """Return the key of the event nearest to a time or place; empty when none stands near enough."""
    near = [(_gap(place, span), span, key) for span, key in told]
    return (min(near)[2],) if near and min(near)[0] <= within else ()


def _setting(
    clause: _Clause,
    events: tuple[str, ...],
    keys: frozenset[str],
    *,
    bound: str = "",
    focus: str | None = None,
) -> Setting:
    return Setting(
        bound,
        events,
        happened=focus,
        around=tuple(sorted(keys)),
        opens=clause.opens,
        is_provisional=clause.planned,
    )


def _nearest(time: Span, told: Sequence[tuple[Span, str]]) -> int:
    return min(_gap(time, span) for span, _ in told)


def _is_clock(teller: Teller, time: TimeExpression) -> bool:
    """Tell whether the words say that hours of the clock or years of age are meant."""
    if time.duration is not None and time.duration.hedge == "between":
        return True
    before = folded(teller.document.text[max(0, time.span.start - 12) : time.span.start])
    return _pattern(teller.pack, "clock").search(before) is not None


def _is_of_another_time(teller: Teller, clause: _Clause) -> bool:
    """Tell whether a clause names a time long before its article, or one that is no time of an event."""
    stated = teller.document.published
    published = published_instant(None if stated is None else stated.value)
    return published is not None and any(
        t.when is not None
        and t.when.earliest is not None
        and t.when.latest is not None
        and (t.when.latest < published - LONG_AGO or t.when.latest - t.when.earliest > LONG_SPELL)
        for t in clause.hours
    )


def _placed(teller: Teller, clause: _Clause) -> Iterator[Comparable]:
    """Yield where a clause says that something is; nothing of a clause that names two places."""
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    if clause.negations:
        return
    entities = {e.id: e for e in teller.reading.entities}
    inside = [m for m in teller.reading.mentions if m.type == "LOC" and clause.span.holds(m.span)]
    if len(inside) != 1 or inside[0].entity_id not in entities:
        return
    mention, entity = inside[0], entities[inside[0].entity_id or ""]
    before = folded(
        teller.document.text[max(clause.span.start, mention.span.start - 12) : mention.span.start]
    )
    opening = _pattern(teller.pack, "place").search(before)
    around = (clause.keys | clause.context) - {entity.key or ""}
    if opening is None or entity.key is None or not around:
        return
    value = Where(entity.name, entity.key, entity.within)
    span = Span(mention.span.start - len(before) + opening.start(), mention.span.end)
    setting = _setting(clause, _nearest_event(mention.span, told, within=_AMID_CHARS), around)
    yield _comparable(teller, clause, _Fact("place", span, value, "asserted", setting))


def _affirmed(teller: Teller, clause: _Clause) -> Iterator[Comparable]:
    """Yield what a clause affirms or denies; nothing of a clause that says too little."""
    keys = clause.keys
    if len(keys) < MIN_KEYS and not clause.events:
        return
    if len(keys) > MAX_KEYS or len(clause.negations) > 1 or clause.aims:
        return
    if _is_of_another_time(teller, clause):
        return
    named = [word for word, _ in clause.events if _is_only_named(teller, clause, word)]
    events = tuple(sorted({NAMED + key if word in named else key for word, key in clause.events}))
    polarity: Polarity = "denied" if clause.negations else "asserted"
    focus = _denied(teller, clause) if clause.negations else None
    if clause.negations and focus is None:
        return
    setting = _setting(clause, events, keys, bound="end" if clause.over else "", focus=focus)
    value = Words(tuple(sorted(keys)))
    yield _comparable(teller, clause, _Fact("decision", clause.span, value, polarity, setting))


def _is_only_named(teller: Teller, clause: _Clause, word: Span) -> bool:
    """Tell whether a clause names an event without saying that it is so ("parler de la réouverture")."""
    before = folded(teller.document.text[max(clause.span.start, word.start - 24) : word.start])
    return _pattern(teller.pack, "named").search(before) is not None


def _denied(teller: Teller, clause: _Clause) -> str | None:
    """Return the key of the word that a clause denies: the one behind the negation, or inside it; None: none.

    "Aucune enquête n'a été ouverte" denies an inquiry, "le pont n'est pas fermé" that it is closed.
    """
    at = clause.negations[0].moved(clause.span.start).start
    for span, key in clause.placed:
        if span.start >= at:
            return None if any(span == name for name, _ in teller.lexis.names) else key
    return None


@dataclass(frozen=True)
class _Fact:
    """What differs from fact to fact."""

    slot: Slot
    span: Span
    value: Value
    polarity: Polarity
    setting: Setting


def _comparable(teller: Teller, clause: _Clause, fact: _Fact) -> Comparable:
    quotation = _told_by(teller, fact.span)
    certainty: Certainty = "probable" if clause.unsure else "certain"
    if quotation is not None and certainty == "certain":
        certainty = quotation.certainty
    authority: tuple[Source, ...] = ()
    if quotation is not None:
        named: tuple[Authority, ...] = quotation.authority
        authority = (*teller.sources(named), *teller.speaker(quotation))
    where = f"{fact.span.start}:{fact.span.end}"
    return Comparable(
        make_id("cmp", teller.document.id, "event", fact.slot, where),
        "story",
        "event",
        fact.slot,
        fact.span.of(teller.document.text),
        fact.value,
        fact.polarity,
        certainty,
        None,
        None,
        authority,
        teller.at(fact.span),
        teller.at(clause.sentence),
        clause.sentence.of(teller.document.text),
        quotation is not None and quotation.type == "direct",
        fact.setting,
    )


def _told_by(teller: Teller, span: Span) -> Quotation | None:
    """Return the remark, quoted or reported, that a fact is part of; None when the article itself speaks."""
    for quotation in teller.reading.quotations:
        if any(part.meets(span) for part in quotation.content):
            return quotation
    return None


def _gap(left: Span, right: Span) -> int:
    return max(left.start - right.end, right.start - left.end, 0)


def _said_then(teller: Teller, clause: _Clause, time: Span, gap: int) -> bool:
    """Tell whether a verb that reports stands nearer to a time than the event does."""
    plain = folded(clause.span.of(teller.document.text))
    told = [Span(*m.span()).moved(clause.span.start) for m in _pattern(teller.pack, "said").finditer(plain)]
    cues = [q.cue for q in teller.reading.quotations if q.cue is not None and clause.span.holds(q.cue)]
    return any(_gap(time, said) < gap for said in told + cues)


def _as_rough_as_told(teller: Teller, clause: _Clause, place: Span, when: When) -> When:
    """Return a time; an hour of the clock as wide as its hedge leaves it ("shortly before noon")."""
    hedge = _before(teller, clause, place, _ROUGHLY) if when.granularity in ("minute", "hour") else ""
    if not hedge or when.earliest is None or when.latest is None:
        return when
    earlier, later = _ROUGHLY[hedge]
    latest = when.latest if hedge == "about" else when.earliest
    return When(f"{when.edtf}~", when.earliest - earlier, latest + later, when.granularity)


def _bound(teller: Teller, clause: _Clause, time: Span) -> str:
    """Return whether a time is when something begins ("start") or ends ("end"); "" for neither."""
    return _before(teller, clause, time, ("start", "end"))


def _before(teller: Teller, clause: _Clause, time: Span, roles: Container[str]) -> str:
    """Return the first of some roles whose words stand right before a time or open it; "" for none."""
    text = folded(Span(max(clause.sentence.start, time.start - 24), time.end).of(teller.document.text))
    before = text[: len(text) - len(time)]
    for rule in teller.pack.rules("story_facts"):
        role = str(rule.options["role"])
        if role in roles and (rule.search(before) or _opens(rule.pattern, text)):
            return role
    return ""


def _opens(pattern: re.Pattern[str], text: str) -> bool:
    """Tell whether the words of a role stand inside the time itself ("jusqu'au 17 avril")."""
    words = text.split(" ")
    return any(pattern.search(" ".join(words[: i + 1]) + " ") for i in range(min(len(words), 6)))


def _clauses(teller: Teller) -> Iterator[_Clause]:
    text = teller.document.text
    times = sorted(teller.reading.times, key=lambda t: t.span)
    for sentence in teller.reading.sentences:
        plain = folded(sentence.of(text))
        held = [t for t in times if sentence.holds(t.span)]
        named = [n for n in teller.lexis.names if sentence.holds(n[0])]
        before: tuple[tuple[Span, str], ...] = ()
        context: frozenset[str] = frozenset()
        start: int | None = None
        for cut_start, cut_end in _cuts(teller.pack, plain, [t.span.moved(-sentence.start) for t in held]):
            # A clause that says next to nothing belongs to the one behind it: "jeudi, le maire est venu".
            start = cut_start if start is None else start
            span = stripped(text, Span(sentence.start + start, sentence.start + cut_end))
            if span.start >= span.end:
                start = None
                continue
            own = tuple(t for t in held if span.meets(t.span))
            events, placed = _words(teller, span, [n for n in named if span.holds(n[0])], own)
            if len(placed) < MIN_KEYS and not events and span.end < sentence.end - 1:
                continue
            start = None
            if placed:
                yield _clause(teller, sentence, _Read(span, events, placed, own, before, context))
            before = events or before
            context = frozenset(key for _, key in placed)


class _Read(NamedTuple):
    """A clause as far as its words are read."""

    span: Span
    events: tuple[tuple[Span, str], ...]
    placed: tuple[tuple[Span, str], ...]
    hours: tuple[TimeExpression, ...]
    before: tuple[tuple[Span, str], ...]
    context: frozenset[str]


def _clause(teller: Teller, sentence: Span, read: _Read) -> _Clause:
    plain = folded(read.span.of(teller.document.text))
    found = {
        role: [Span(*m.span()) for m in _pattern(teller.pack, role).finditer(plain)]
        for role in ("negation", "none", "without", "unsure", "planned", "aim", "lasting", "over")
    }
    # "Aucune enquête n'est ouverte": what there is none of stands inside these words.
    none = [Span(n.start, n.start + 1) for n in found["none"]]
    later = [n for n in found["negation"] if not any(n.meets(m) for m in found["none"])]
    without = [w for w in found["without"] if not any(w.meets(n) for n in (*later, *found["none"]))]
    denying = [w.moved(read.span.start) for w in without]
    return _Clause(
        read.span,
        sentence,
        tuple(e for e in read.events if not any(d.holds(e[0]) for d in denying)),
        tuple(sorted(none + later + without)),
        bool(found["unsure"]),
        bool(found["planned"]),
        bool(found["aim"]),
        bool(found["lasting"]),
        bool(found["over"]),
        sentence in teller.reading.sentences[:OPENING_SENTENCES],
        read.hours,
        tuple(p for p in read.placed if not any(d.holds(p[0]) for d in denying)),
        read.before,
        read.context,
    )


def _cuts(pack: Pack, plain: str, times: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield where the clauses of a sentence begin and end; no time is cut."""
    head = _pattern(pack, "head").match(plain)
    start = head.end() if head else 0
    breaks = [
        match.start()
        for match in _pattern(pack, "break").finditer(plain)
        if match.start() >= start and not any(t.start < match.start() < t.end for t in times)
    ]
    said = _pattern(pack, "said")
    for at, behind in pairwise([*breaks, len(plain)]):
        # "… has been shut, Monday at noon, the mayor has said": the time is not when it was said.
        is_time = any(t.start >= at and t.end <= behind and t.end - t.start > behind - at - 12 for t in times)
        if is_time and said.match(plain[behind + 1 :].lstrip()):
            continue
        yield start, at
        start = at + 1
    yield start, len(plain)


def _words(
    teller: Teller, span: Span, named: Sequence[tuple[Span, str]], times: Sequence[TimeExpression]
) -> tuple[tuple[tuple[Span, str], ...], tuple[tuple[Span, str], ...]]:
    """Return the events that a clause names, and all its words that say something, with their keys."""
    events: list[tuple[Span, str]] = []
    placed = list(named)
    hidden = [n for n, _ in named] + [t.span for t in times]
    table, small, things = _events(teller.pack), _small(teller.pack), _things(teller.pack)
    for match in _WORD.finditer(teller.document.text, span.start, span.end):
        word = Span(*match.span())
        if any(h.holds(word) for h in hidden):
            continue
        plain = bare_word(match[0])
        key = table.get(plain) or table.get(plain.removesuffix("s"))
        if key == NOTHING or plain in small:
            continue
        if key is not None:
            events.append((word, key))
            placed.append((word, key.removeprefix(CONTRARY)))
        elif len(plain) > 2:
            placed.append((word, things.get(plain.removesuffix("s")) or _stem(teller.pack, match[0])))
    return tuple(events), tuple(sorted(placed))


@cache
def _stem(pack: Pack, word: str) -> str:
    return bare_word(str(pack.functions.stem(word.lower()))).removesuffix("s")


@cache
def _small(pack: Pack) -> frozenset[str]:
    rows = (*pack.lexicon("stop_words"), *pack.lexicon("topic_stop_words"))
    return frozenset(bare_word(row["word"]) for row in rows) | _saying(pack)


@cache
def _saying(pack: Pack) -> frozenset[str]:
    verbs = [row["lemma"] for row in pack.lexicon("speech_verbs")]
    return frozenset(
        bare_word(form)
        for verb in verbs
        for form in pack.functions.verb_forms(verb, "all")
        if " " not in form
    ) - frozenset(_events(pack))


@cache
def _events(pack: Pack) -> dict[str, str]:
    """Return the key of an event by the words that tell it; of those for its contrary with a sign."""
    keys: dict[str, str] = {}
    for row in pack.lexicon("event_words"):
        for sign, verbs, words in (
            ("", row["verbs"], row["words"]),
            (CONTRARY, row["against_verbs"], row["against_words"]),
        ):
            forms = [w for w in words.split("|") if w]
            for verb in filter(None, verbs.split("|")):
                forms += [f for f in pack.functions.verb_forms(verb, "all") if " " not in f]
            for form in forms:
                keys.setdefault(bare_word(form), sign + row["key"])
    return keys


@cache
def _things(pack: Pack) -> dict[str, str]:
    """Return the key of a thing or person by the nouns that may name it, in the singular."""
    return {
        bare_word(word).removesuffix("s"): row["key"]
        for row in pack.lexicon("same_things")
        for word in row["words"].split("|")
    }


@cache
def _pattern(pack: Pack, role: str) -> re.Pattern[str]:
    rules = [rule for rule in pack.rules("story_facts") if rule.options["role"] == role]
    return re.compile("|".join(rule.pattern.pattern for rule in rules))
