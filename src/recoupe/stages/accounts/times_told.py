"""When something is and how long it takes, as a clause tells it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Literal

from msgspec.structs import replace as changed

from recoupe.packs import Pack
from recoupe.records.accounts import CALLS_OFF, CONTRARY, contrary
from recoupe.records.findings import Slot, TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import Value, When
from recoupe.stages.accounts.ages import is_age
from recoupe.stages.accounts.clause_facts import (
    AMID_CHARS,
    ClauseFact,
    gap_between,
    nearest_event,
    setting_of,
)
from recoupe.stages.accounts.clauses import Clause
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.happened import role
from recoupe.stages.accounts.main_hours import CLOCK, LIGHT, main_of, names_day, on_its_day
from recoupe.stages.accounts.settings import STANCES
from recoupe.stages.text.event_words import pattern
from recoupe.stages.text.folded import folded
from recoupe.stages.values.days import instant_of

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
_OPEN_END = timedelta(days=36525)
"""How long after its first day something that is "not before" it may be."""
_OF_THOSE_CHARS = 30
"""How far from a duration the words may stand that make it a part of another."""
_NUMBER = re.compile(r"\d")
_AGED_CHARS = 18
"""How far before an age the word for whose it is may begin: "un nourrisson de huit mois"."""


def timed(teller: Teller, clause: Clause, time: TimeExpression) -> Iterator[ClauseFact]:
    """Yield the duration or time with the event it is of, where one is named near it; nothing else."""
    not_before = is_not_before(teller, clause, time)
    if is_of_another_time(teller, clause) or not (not_before or _is_so_then(teller, clause, time)):
        return
    told = [one for one in clause.events if one[1] not in LIGHT] or list(clause.events)
    bound = bound_of(teller, clause, time.span)
    near: list[Span] = []
    main: Literal["told", "first", ""] = ""
    if time.type == "duration":
        if not told and clause.lasting:
            told = list(clause.before)
        if time.duration is None or bound or _is_clock(teller, time) or _is_of_those(teller, time):
            return
        if pattern(teller.pack, "vague").match(folded(time.span.of(teller.document.text))):
            return
        if told and any(
            _nearest(t.span, told) < _nearest(time.span, told) for t in clause.hours if t.duration
        ):
            return
        bound = _stance(teller, clause, time) or ("part" if _is_served(teller, time) else "")
        lasts = pattern(teller.pack, "lasting").search(_around(teller, clause, time.span)[0])
        if not lasts and pattern(teller.pack, "offset").search(_right_behind(teller, time)):
            bound = "offset"
        if time.span in teller.reaching:
            bound = "counted"
        slot: Slot = "duration"
        value: Value = time.duration
        within = AMID_CHARS if not clause.lasting else len(clause.sentence)
        near = [s for s, _ in told if _is_beside(teller, time.span, s) and clause.span.holds(s)][:1]
    else:
        if _is_once_planned(teller, clause, time.span):
            return
        if _is_put_off_to(teller, clause, time.span):
            told = (
                [one for one in told if one[1].removeprefix(CONTRARY) not in CALLS_OFF]
                or list(clause.before)
                or told
            )
        main = main_of(teller, clause, time, ends=bound == "end" or clause.denial.refused)
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
        light = [(gap_between(time.span, words), key) for words, key in clause.events if key in LIGHT]
        if bound == "" and light and min(light)[1] == "end":
            bound = "end"
        if not_before and when.earliest is not None:
            bound, when = "start", changed(when, latest=when.earliest + _OPEN_END)
        slot, value, within = "time", _as_rough_as_told(teller, clause, time.span, when), _NEAR_CHARS
    events = nearest_event(time.span, told, within=within)
    if clause.denial.refused:
        events = tuple(map(contrary, events))
    around = clause.keys | clause.context | {key.removeprefix(CONTRARY) for _, key in told}
    if not (around or main):
        return
    span = Span(min(s.start for s in (time.span, *near)), max(s.end for s in (time.span, *near)))
    setting = changed(
        setting_of(clause, events, around, bound=bound),
        towns=towns_in(teller, clause),
        main=main,
        names_no_day=main == "told" and not names_day(teller, time),
        ranks=teller.ranks_in(clause.sentence),
    )
    yield ClauseFact(slot, span, value, "asserted", setting)


def _is_beside(teller: Teller, time: Span, event: Span) -> bool:
    """Tell whether an event stands near a duration, and is not told beside it ("une amende et …")."""
    between = teller.document.text[min(time.end, event.end) : max(time.start, event.start)]
    joined = pattern(teller.pack, "and").search(folded(f" {between.strip()} ")) is not None
    return gap_between(time, event) <= _BESIDE_CHARS and not joined


def _is_so_then(teller: Teller, clause: Clause, time: TimeExpression) -> bool:
    """Tell whether a clause says of a time that something is so, or is no more so, and not that it is not.

    "N'a pas fermé lundi" gives no time of a closure. "A cessé d'émettre à 18 heures" tells since when it was
    silent, "ne pourra plus approcher pendant deux ans" for how long, "saisis vendredi sans un mot" when.
    """
    if not clause.denies or clause.denial.refused:
        return True
    if clause.over and time.duration is not None:
        return True
    behind = [word.moved(clause.span.start) for word in clause.denial.words]
    return bool(behind) and all(word.start >= time.span.end for word in behind)


def is_not_before(teller: Teller, clause: Clause, time: TimeExpression) -> bool:
    """Tell whether a time is the first at which something may be: "n'ouvrira pas avant 2030"."""
    if not clause.denies or time.duration is not None:
        return False
    before = folded(teller.document.text[clause.span.start : time.span.start])
    return pattern(teller.pack, "not before").search(before) is not None


def towns_in(teller: Teller, clause: Clause) -> tuple[str, ...]:
    """Return the keys of the places that a clause names, whole countries left out."""
    entities = {e.id: e for e in teller.reading.entities if e.type == "LOC" and e.within}
    inside = (m for m in teller.reading.mentions if clause.span.holds(m.span))
    return tuple(sorted({entities[m.entity_id].key or "" for m in inside if m.entity_id in entities}))


@cache
def _now(pack: Pack) -> frozenset[str]:
    """Return the words for the time of the article itself: what is so now has no time to compare."""
    return frozenset(folded(form) for row in pack.lexicon("now_words") for form in row["forms"].split("|"))


def _nearest(time: Span, told: Sequence[tuple[Span, str]]) -> int:
    return min(gap_between(time, span) for span, _ in told)


def _is_clock(teller: Teller, time: TimeExpression) -> bool:
    """Tell whether the words say that hours of the clock or years of age are meant."""
    if time.duration is not None and time.duration.hedge == "between":
        return True
    if any(is_age(quantity) and quantity.span.meets(time.span) for quantity in teller.reading.quantities):
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
    # Behind the next number something is said of that one: "condamné à 14 ans contre 18 requis".
    behind = _NUMBER.split(behind, maxsplit=1)[0]
    for stance in STANCES:
        if role(teller.pack, stance).search(before) or role(teller.pack, f"{stance}, behind").search(behind):
            return stance
    return ""


def _around(teller: Teller, clause: Clause, time: Span) -> tuple[str, str]:
    """Return what stands before and behind a time in its sentence, folded."""
    before, behind = Span(clause.sentence.start, time.start), Span(time.end, clause.sentence.end)
    return folded(before.of(teller.document.text)), folded(behind.of(teller.document.text))


def is_of_another_time(teller: Teller, clause: Clause, but: Sequence[TimeExpression] = ()) -> bool:
    """Tell whether a clause names a time long before its article, or one that is no time of an event.

    In an article without a date any time that is known may be long ago.
    """
    published = instant_of(teller.document)
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


def _said_then(teller: Teller, clause: Clause, time: Span, gap: int) -> bool:
    """Tell whether a verb that reports stands nearer to a time than the event does."""
    plain = folded(clause.span.of(teller.document.text))
    told = [Span(*m.span()).moved(clause.span.start) for m in pattern(teller.pack, "said").finditer(plain)]
    cues = [q.cue for q in teller.reading.quotations if q.cue is not None and clause.span.holds(q.cue)]
    return any(gap_between(time, said) < gap and not _is_aside(teller, time, said) for said in told + cues)


def _is_aside(teller: Teller, time: Span, said: Span) -> bool:
    """Tell whether a verb that reports opens an aside behind a time: "…vers midi, estiment les gendarmes"."""
    return time.end <= said.start and teller.document.text[time.end : said.start].endswith(", ")


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


def bound_of(teller: Teller, clause: Clause, time: Span) -> str:
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
