"""Facts of a story outside its encounters and figures: how long, when, and what is affirmed or denied.

A fact is about what its clause names: the events, by a key that noun, verb and synonyms share, and the stems
of the other words. Accounts are set side by side by these keys alone (see stages/crosscheck/story_rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from msgspec.structs import replace as changed

from recoupe.packs import Pack
from recoupe.records.accounts import CALLS_OFF, CONTRARY, NAMED, Comparable, Setting, Source
from recoupe.records.findings import Authority, Certainty, Polarity, Quotation, Slot, TimeExpression
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.records.values import Value, When, Where, Words
from recoupe.stages.accounts.clauses import MIN_KEYS, Clause, clauses, saying
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.happened import role
from recoupe.stages.accounts.main_hours import CLOCK, LIGHT, main_of, names_day, on_its_day
from recoupe.stages.accounts.missing import (
    brought_up_in,
    denied_in,
    insisted_in,
    missing_in,
    without_presence,
)
from recoupe.stages.accounts.settings import STANCES
from recoupe.stages.accounts.subjects import PRONOUNS
from recoupe.stages.accounts.tellings import tellings
from recoupe.stages.text.event_words import WORD, event_verbs, pattern
from recoupe.stages.text.folded import bare_word, folded
from recoupe.stages.values.days import published_instant

_NEAR_CHARS = 60
"""How far from a time the word may stand that names what happened then."""
_BESIDE_CHARS = 30
"""How far from a duration such a word may stand to be shown with it."""
LONG_AGO = timedelta(days=300)
"""What happened before is told to compare."""
LONG_SPELL = timedelta(days=400)
"""A century or a decade is no time of an event of the news."""
_ROUND_MINUTES = 30
"""An hour of the clock is round when it is whole or half."""
_ROUGHLY: Mapping[str, tuple[timedelta, timedelta]] = {
    "about": (timedelta(minutes=5), timedelta(minutes=6)),
    "about, round": (timedelta(minutes=15), timedelta(minutes=15)),
    "shortly before": (timedelta(minutes=30), timedelta(0)),
    "shortly after": (timedelta(0), timedelta(minutes=30)),
}
"""How much earlier and later than it says a hedged hour of the clock may be."""
_AMID_CHARS = 40
"""How far from a duration its event may stand in a clause that has no word for lasting."""
_OF_THOSE_CHARS = 30
"""How far from a duration the words may stand that make it a part of another."""
_AGED_CHARS = 18
"""How far before an age the word for whose it is may begin: "un nourrisson de huit mois"."""
_BEFORE_CHARS = 12
"""How far before a word its article is looked for."""
MAX_KEYS = 16
"""A clause with fewer than `MIN_KEYS` keys could be of anything; one with more of them is a list."""


def story_facts(teller: Teller) -> Iterator[Comparable]:
    """Yield the durations, times and yes-or-no facts of the article's clauses, in text order."""
    for clause in clauses(teller):
        for time in clause.hours:
            yield from _timed(teller, clause, time)
        yield from _placed(teller, clause)
        yield from _affirmed(teller, clause)


def _timed(teller: Teller, clause: Clause, time: TimeExpression) -> Iterator[Comparable]:
    """Yield the duration or time with the event it is of, where one is named near it."""
    if clause.denies or _is_of_another_time(teller, clause):
        return
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    bound = _bound(teller, clause, time.span)
    near: list[Span] = []
    main: Literal["told", "first", ""] = ""
    if time.type == "duration":
        if not told and clause.lasting:
            told = list(clause.before)
        if time.duration is None or bound or _is_clock(teller, time) or _is_of_those(teller, time):
            return
        if told and any(
            _nearest(t.span, told) < _nearest(time.span, told) for t in clause.hours if t.duration
        ):
            return
        bound = "part" if _is_served(teller, time) else _stance(teller, clause, time)
        slot: Slot = "duration"
        value: Value = time.duration
        within = _AMID_CHARS if not clause.lasting else len(clause.sentence)
        near = [s for s, _ in told if _gap(time.span, s) <= _BESIDE_CHARS and clause.span.holds(s)][:1]
    else:
        if _is_once_planned(teller, clause, time.span):
            return
        if _is_put_off_to(teller, clause, time.span):
            told = (
                [one for one in told if one[1].removeprefix(CONTRARY) not in CALLS_OFF]
                or list(clause.before)
                or told
            )
        main = main_of(teller, clause, time, ends=bound == "end")
        when = on_its_day(teller, time) if main else time.when
        if when is None or when.earliest is None or when.latest is None:
            return
        if folded(time.span.of(teller.document.text)) in _now(teller.pack) or _is_not_its_time(
            teller, clause, time, bound=bound
        ):
            return
        gap = _nearest(time.span, told) if told else _NEAR_CHARS
        if not main and _said_then(teller, clause, time.span, gap):
            return
        light = [(_gap(time.span, words), key) for words, key in clause.events if key in LIGHT]
        if bound == "" and light and min(light)[1] == "end":
            bound = "end"
        slot, value, within = "time", _as_rough_as_told(teller, clause, time.span, when), _NEAR_CHARS
    events = _nearest_event(time.span, told, within=within)
    around = clause.keys | clause.context | {key.removeprefix(CONTRARY) for _, key in told}
    if not (around or main):
        return
    span = Span(min(s.start for s in (time.span, *near)), max(s.end for s in (time.span, *near)))
    setting = changed(
        _setting(clause, events, around, bound=bound),
        towns=_towns(teller, clause),
        main=main,
        names_no_day=main == "told" and not names_day(teller, time),
        ranks=teller.ranks_in(clause.sentence),
    )
    yield _comparable(teller, clause, _Fact(slot, span, value, "asserted", setting))


def _towns(teller: Teller, clause: Clause) -> tuple[str, ...]:
    """Return the keys of the places that a clause names, whole countries left out."""
    entities = {e.id: e for e in teller.reading.entities if e.type == "LOC" and e.within}
    inside = (m for m in teller.reading.mentions if clause.span.holds(m.span))
    return tuple(sorted({entities[m.entity_id].key or "" for m in inside if m.entity_id in entities}))


@cache
def _now(pack: Pack) -> frozenset[str]:
    """Return the words for the time of the article itself: what is so now has no time to compare."""
    return frozenset(folded(form) for row in pack.lexicon("now_words") for form in row["forms"].split("|"))


def _nearest_event(place: Span, told: Sequence[tuple[Span, str]], *, within: int) -> tuple[str, ...]:
    """Return the key of the event nearest to a time or place; empty when none stands near enough."""
    near = [(_gap(place, span), span, key) for span, key in told]
    return (min(near)[2],) if near and min(near)[0] <= within else ()


def _setting(
    clause: Clause,
    events: tuple[str, ...],
    keys: frozenset[str],
    *,
    bound: str = "",
) -> Setting:
    return Setting(
        bound,
        events,
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
    before = folded(teller.document.text[max(0, time.span.start - _AGED_CHARS) : time.span.start])
    if pattern(teller.pack, "clock").search(before) is None:
        return False
    return pattern(teller.pack, "to serve").search(_right_behind(teller, time)) is None


def _is_of_those(teller: Teller, time: TimeExpression) -> bool:
    """Tell whether a duration is a part of one named before it: "five years, three of them suspended"."""
    before = folded(teller.document.text[max(0, time.span.start - _OF_THOSE_CHARS) : time.span.start])
    return pattern(teller.pack, "of those").search(before) is not None


def _is_served(teller: Teller, time: TimeExpression) -> bool:
    """Tell whether the words behind a duration call it the part of a sentence that is served, or is not."""
    return pattern(teller.pack, "served").search(_right_behind(teller, time)) is not None


def _right_behind(teller: Teller, time: TimeExpression) -> str:
    return folded(teller.document.text[time.span.end : time.span.end + _OF_THOSE_CHARS])


def _stance(teller: Teller, clause: Clause, time: TimeExpression) -> str:
    """Return whether a duration is "asked" for, "offered", or a "bound" that may be; "" for what is so."""
    before, behind = _around(teller, clause, time.span)
    for stance in STANCES:
        if role(teller.pack, stance).search(before) or role(teller.pack, f"{stance}, behind").search(behind):
            return stance
    return ""


def _around(teller: Teller, clause: Clause, time: Span) -> tuple[str, str]:
    """Return what stands before and behind a time in its sentence, folded."""
    before, behind = Span(clause.sentence.start, time.start), Span(time.end, clause.sentence.end)
    return folded(before.of(teller.document.text)), folded(behind.of(teller.document.text))


def _is_of_another_time(teller: Teller, clause: Clause, but: Sequence[TimeExpression] = ()) -> bool:
    """Tell whether a clause names a time long before its article, or one that is no time of an event.

    In an article without a date any time that is known may be long ago.
    """
    stated = teller.document.published
    published = published_instant(None if stated is None else stated.value)
    return any(
        t.when is not None
        and t.when.earliest is not None
        and t.when.latest is not None
        and (
            published is None
            or t.when.latest < published - LONG_AGO
            or t.when.latest - t.when.earliest > LONG_SPELL
        )
        for t in clause.hours
        if t not in but
    )


def _placed(teller: Teller, clause: Clause) -> Iterator[Comparable]:
    """Yield where a clause says that something is; nothing of a clause that names two places."""
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    if clause.denies or clause.denial.unclear:
        return
    entities = {e.id: e for e in teller.reading.entities}
    inside = [m for m in teller.reading.mentions if m.type == "LOC" and clause.span.holds(m.span)]
    if len(inside) != 1 or inside[0].entity_id not in entities:
        return
    mention, entity = inside[0], entities[inside[0].entity_id or ""]
    opening = _place_words(teller, clause, mention.span)
    around = (clause.keys | clause.context) - {entity.key or ""}
    if opening is None or entity.key is None or not around:
        return
    value = Where(entity.name, entity.key, entity.within)
    span = Span(opening.start, mention.span.end)
    setting = _setting(clause, _nearest_event(mention.span, told, within=_AMID_CHARS), around)
    yield _comparable(teller, clause, _Fact("place", span, value, "asserted", setting))


def _place_words(teller: Teller, clause: Clause, name: Span) -> Span | None:
    """Return the words right before a name that say that something is there; None when none do."""
    start = max(clause.span.start, name.start - _BEFORE_CHARS)
    opening = pattern(teller.pack, "place").search(folded(teller.document.text[start : name.start]))
    if opening is None or not clause.span.holds(name):
        return None
    return Span(start + opening.start(), name.start)


def _affirmed(teller: Teller, clause: Clause) -> Iterator[Comparable]:
    """Yield what a clause affirms or denies; nothing of a clause that says too little."""
    keys = clause.keys | set(clause.elided[:1])
    missing = missing_in(teller, clause)
    if len(keys) < MIN_KEYS and not clause.events and not missing:
        return
    if len(keys) > MAX_KEYS or clause.denial.unclear or clause.aims:
        return
    # "Aucune fuite depuis 2019" tells of today as well.
    since = [t for t in clause.hours if clause.denies and _bound(teller, clause, t.span) == "start"]
    if _is_of_another_time(teller, clause, but=since):
        return
    if missing:
        clause = without_presence(teller, clause, missing)
        keys = clause.keys | set(clause.elided[:1])
    denied = denied_in(teller, clause, missing)
    if clause.denies and any(t.when is not None and t.when.granularity in CLOCK for t in clause.hours):
        return
    if clause.denies != bool(denied) or not (clause.elided or _has_verb(teller, clause)):
        return
    if clause.denial.refused:
        # "La mairie nie tout retard": who denies it is no part of what is denied.
        keys = frozenset(denied)
        clause = replace(
            clause, events=tuple(e for e in clause.events if e[1].removeprefix(CONTRARY) in keys)
        )
    plain = folded(clause.span.of(teller.document.text))
    if not clause.events and pattern(teller.pack, "said").match(plain):
        # "…, a affirmé lundi le ministre des Finances."
        return
    where = [
        m.span for m in teller.reading.mentions if m.type == "LOC" and _place_words(teller, clause, m.span)
    ]
    doers = [word for word, key in clause.events if _does(teller, word) and not key.startswith(CONTRARY)]
    named = [word for word, _ in clause.placed if word in doers or _is_only_named(teller, clause, word)]
    nouns = [word for word, _ in clause.events if _has_article(teller, word)]
    who = {key for word, key in clause.events if word in doers}
    events = tuple(sorted({NAMED + key if word in named else key for word, key in clause.events}))
    polarity: Polarity = "denied" if clause.denies else "asserted"
    beside = clause.keys - {key for word, key in clause.placed if word not in named}
    denies_any = clause.denies and pattern(teller.pack, "any").search(plain) is not None
    setting = changed(
        _setting(clause, events, keys, bound="end" if clause.over else ""),
        # "Aucune donnée de patient n'a été volée" denies a theft, and no patients.
        happened=_focus(denied, who | beside, who) if denies_any else _focus(denied, who),
        denied=denied,
        missing=tuple(dict.fromkeys(key for _, key in missing)),
        insists=insisted_in(teller, clause),
        brings_up=brought_up_in(teller, clause),
        is_then=pattern(teller.pack, "then").search(plain) is not None,
        beside=tuple(sorted(beside)),
        places=tuple(sorted(clause.names & keys)),
        tellings=tuple(tellings(teller.pack, clause, but=[*named, *doers], nouns=nouns, where=where)),
        towns=tuple(sorted(key for word, key in clause.placed if word in where)),
        is_part=pattern(teller.pack, "a part").search(plain) is not None,
        denies_any=denies_any,
        is_still=pattern(teller.pack, "still").search(plain) is not None,
        is_back=pattern(teller.pack, "back").search(plain) is not None,
        is_before=pattern(teller.pack, "had been").search(plain) is not None,
    )
    value = Words(tuple(sorted(keys)))
    yield _comparable(teller, clause, _Fact("decision", clause.span, value, polarity, setting))


def _focus(denied: Sequence[str], *but: Container[str]) -> str | None:
    """Return the key that a denial turns round, rather none of what only does it or stands beside it."""
    return next((key for left_out in but for key in denied if key not in left_out), next(iter(denied), None))


def _does(teller: Teller, word: Span) -> bool:
    """Tell whether the word of an event names who does it ("manifestants"); "ne bloquant" names nobody."""
    plain = folded(Span(max(0, word.start - _BEFORE_CHARS), word.end).of(teller.document.text))
    return pattern(teller.pack, "doer").search(plain) is not None


def _has_article(teller: Teller, word: Span) -> bool:
    before = folded(teller.document.text[max(0, word.start - _BEFORE_CHARS) : word.start])
    return any(pattern(teller.pack, f"{one} before").search(before) for one in PRONOUNS)


def _is_only_named(teller: Teller, clause: Clause, word: Span) -> bool:
    """Tell whether a clause names an event without saying that it is so ("parler de la réouverture")."""
    before = folded(teller.document.text[max(clause.span.start, word.start - 24) : word.start])
    return pattern(teller.pack, "named").search(before) is not None


def _has_verb(teller: Teller, clause: Clause) -> bool:
    """Tell whether a clause says something of what it names: a bare noun is neither so nor not so."""
    text = clause.span.of(teller.document.text)
    # A sentence of one clause is hardly without a verb, even if it is none of those known.
    if text.endswith(".") and clause.span.start <= clause.sentence.start:
        return True
    telling = (event_verbs(teller.pack), saying(teller.pack))
    return pattern(teller.pack, "verb").search(folded(text)) is not None or any(
        bare_word(word) in words for word in WORD.findall(text) for words in telling
    )


@dataclass(frozen=True)
class _Fact:
    """What differs from fact to fact."""

    slot: Slot
    span: Span
    value: Value
    polarity: Polarity
    setting: Setting


def _comparable(teller: Teller, clause: Clause, fact: _Fact) -> Comparable:
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
        quotation is not None and (quotation.type == "direct" or teller.is_quoted(fact.span)),
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


def _said_then(teller: Teller, clause: Clause, time: Span, gap: int) -> bool:
    """Tell whether a verb that reports stands nearer to a time than the event does."""
    plain = folded(clause.span.of(teller.document.text))
    told = [Span(*m.span()).moved(clause.span.start) for m in pattern(teller.pack, "said").finditer(plain)]
    cues = [q.cue for q in teller.reading.quotations if q.cue is not None and clause.span.holds(q.cue)]
    return any(_gap(time, said) < gap for said in told + cues)


def _as_rough_as_told(teller: Teller, clause: Clause, place: Span, when: When) -> When:
    """Return a time; an hour of the clock as wide as its hedge leaves it ("shortly before noon").

    "Vers 7 h 20" leaves less than "vers 7 heures": accounts that tell minutes part by minutes.
    """
    hedge = _before(teller, clause, place, _ROUGHLY) if when.granularity in CLOCK else ""
    if not hedge or when.earliest is None or when.latest is None:
        return when
    hour = datetime.fromisoformat(when.edtf.rstrip("~")).replace(tzinfo=UTC)
    if hedge == "about":
        hedge = "about, round" if hour.minute % _ROUND_MINUTES == 0 else hedge
    earlier, later = _ROUGHLY[hedge]
    return When(f"{hour:%Y-%m-%dT%H:%M}~", hour - earlier, hour + later, when.granularity)


def _is_not_its_time(teller: Teller, clause: Clause, time: TimeExpression, *, bound: str) -> bool:
    """Tell whether a time is only told to say when something was not, or beside another event.

    "Elle sera jugée après Noël" leaves open when, "au lendemain de la finale" says when the finale was,
    "restaient privés d'eau lundi" what still was so. bound: whether something begins or ends then.
    """
    if _before(teller, clause, time.span, ("after",)):
        return True
    before = folded(Span(clause.span.start, time.span.start).of(teller.document.text))
    if not bound and pattern(teller.pack, "as of").search(before):
        return True
    _, behind = _around(teller, clause, time.span)
    if pattern(teller.pack, "as of, behind").search(behind):
        return True
    beside = pattern(teller.pack, "beside an event").search(behind)
    return beside is not None and time.producer.endswith("/text-day")


def _is_once_planned(teller: Teller, clause: Clause, time: Span) -> bool:
    """Tell whether a time is the one that was given before its sentence moves the event to another."""
    before, behind = _around(teller, clause, time)
    if pattern(teller.pack, "put off").search(behind) is None:
        return False
    return pattern(teller.pack, "once planned").search(before) is not None


def _is_put_off_to(teller: Teller, clause: Clause, time: Span) -> bool:
    """Tell whether a time is the one to which an event is moved ("repoussé à juin")."""
    before, _ = _around(teller, clause, time)
    return any(m.end() == len(before) for m in pattern(teller.pack, "put off").finditer(before))


def _bound(teller: Teller, clause: Clause, time: Span) -> str:
    """Return whether a time is when something begins ("start") or ends ("end"); "" for neither."""
    return _before(teller, clause, time, ("start", "end"))


def _before(teller: Teller, clause: Clause, time: Span, roles: Container[str]) -> str:
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
