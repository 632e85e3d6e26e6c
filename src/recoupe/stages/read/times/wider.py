"""Times made of times: a piece of one ("the last Friday of May"), one within another, from one to another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

import msgspec

from recoupe.packs import MASKS, Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import When
from recoupe.stages.read.amounts import by_form
from recoupe.stages.read.times.dates import number_of, part_of
from recoupe.stages.read.times.hours import hours_between, in_part, joined, part_before_day, part_row
from recoupe.stages.read.times.periods import away, nth_of, ordinal_of, piece_name, piece_when
from recoupe.stages.read.times.saying import Found, Saying, Speaking
from recoupe.stages.read.times.spells import lasting
from recoupe.stages.values.days import (
    Days,
    days_when,
    edtf_of,
    equal_part,
    month_days,
    one_day,
    third,
    week_days,
    year_days,
)

_BEFORE_CHARS = 48
_BETWEEN_CHARS = 40
_EDGE_CHARS = 16
_MAX_STEPS = 4
_QUARTERS = 4

Piece = Callable[[Speaking, Found, Saying], Saying | None]


def composed(speaking: Speaking, found: list[Saying], new: Saying) -> None:
    """Add a time to those found in the text so far, put together with the words and times right before it."""
    for _ in range(_MAX_STEPS):
        better = _with_words_before(speaking, new) or _with_time_before(speaking, found, new)
        if better is None:
            break
        while found and found[-1].expression.span.end > better.expression.span.start:
            found.pop()
        new = better
    _take_over(speaking, found, new)
    start = new.expression.span.start
    edge = _edge(speaking.pack).search(
        speaking.text, max(speaking.sentence.start, start - _EDGE_CHARS), start
    )
    found.append(replace(new, is_edge=edge is not None, sentence=speaking.sentence))


@cache
def _edge(pack: Pack) -> re.Pattern[str]:
    return pack.compiled("{time_edge} ?$")


def _take_over(speaking: Speaking, found: list[Saying], new: Saying) -> None:
    """Give "two months later" the value of the date that follows it as the same time ("…, in May 2031")."""
    left = found[-1] if found else None
    if left is None or new.days is None or new.expression.relative_to is not None or new.clock is not None:
        return
    is_told = ":" in (left.expression.relative_to or "") or left.days is None
    is_date = left.expression.type == "date" or left.is_offset
    if not is_told or left.expression.span.start < speaking.sentence.start:
        return
    for rule, _ in _pairs(speaking, left, new, reads=("apposition",)):
        if not (is_date or (rule.options.get("lengths") and left.expression.type == "duration")):
            continue
        expression = msgspec.structs.replace(
            left.expression,
            type="date",
            duration=None,
            when=new.expression.when,
            value=new.expression.value,
            relative_to=None,
            producer=rule.id,
        )
        found[-1] = replace(left, expression=expression, days=new.days, kind=new.kind)


@cache
def _rules(pack: Pack, reads: str) -> tuple[Rule, ...]:
    return pack.rules_with("times", reads=reads)


def _with_words_before(speaking: Speaking, new: Saying) -> Saying | None:
    """Return the piece of a time that the words right before it name; None when they name none."""
    if new.clock is not None:
        return None
    end = new.expression.span.start
    start = max(speaking.sentence.start, end - _BEFORE_CHARS)
    if start == end:
        return None
    for rule in _rules(speaking.pack, "piece"):
        if new.days is None and rule.options["piece"] not in _OF_UNPLACED:
            continue
        match = rule.search(speaking.text, start, end)
        if match is None:
            continue
        first = match.start("span") if "span" in rule.pattern.groupindex else match.start()
        found = Found(Span(first, new.expression.span.end), rule, match.groupdict())
        piece = _PIECES[rule.options["piece"]](speaking, found, new)
        if piece is not None:
            return piece
    return None


def _with_time_before(speaking: Speaking, found: list[Saying], new: Saying) -> Saying | None:
    """Return one time for two that belong together; None when they do not."""
    if not found or found[-1].expression.span.start < speaking.sentence.start:
        return None
    left = found[-1]
    together = joined(speaking, left, new) or part_before_day(speaking, left, new)
    if together is not None:
        return together
    for rule, span in _pairs(speaking, left, new):
        one = _TOGETHER[rule.options["reads"]](speaking, Found(span, rule, {}), (left, new))
        if one is not None:
            return one
    return None


def _pairs(
    speaking: Speaking, left: Saying, right: Saying, *, reads: tuple[str, ...] = ("range", "hours", "within")
) -> Iterator[tuple[Rule, Span]]:
    """Yield the rules that put two times together, with the span of the whole."""
    one, other = left.expression.span, right.expression.span
    if not 0 <= other.start - one.end <= _BETWEEN_CHARS:
        return
    start = max(speaking.sentence.start, one.start - _BETWEEN_CHARS)
    time = MASKS["TIME"]
    before, between = speaking.text[start : one.start], speaking.text[one.end : other.start]
    seen = f"{before}{time}{between}{time}"
    for kind in reads:
        for rule in _rules(speaking.pack, kind):
            match = rule.search(seen)
            if match:
                yield rule, Span(min(one.start, start + match.start()), other.end)


def _from_to(speaking: Speaking, found: Found, ends: tuple[Saying, Saying]) -> Saying | None:
    """Read "from the 1st of August to today": both ends are in it."""
    left, right = ends
    if not found.rule.options.get("once") and (part := _from_part(found, left, right)):
        return part
    if left.expression.type != "date" or right.expression.type != "date" or not left.days or not right.days:
        return None
    is_week = _is_weekday(left) and _is_weekday(right) and not found.rule.options.get("once")
    if is_week and speaking.direction(found.span) is None:
        # "Open from Monday to Friday" is of every week, unlike "between Monday and Friday".
        label = f"{left.label}/{right.label}"
        return Saying(TimeExpression(found.span, "set", label, None, None, "exact", None, found.rule.id))
    first = left.days
    if left.in_year and right.days.last < first.first:
        first = left.in_year(right.days.last.year) or first
    elif left.in_year and right.expression.relative_to is None:
        first = left.in_year(right.days.first.year) or first
    if left.in_year and right.days.last < first.first:
        first = left.in_year(right.days.last.year - 1) or first
    last = right.days
    if last.last < first.first and right.in_year:
        last = right.in_year(first.first.year) or last
        last = last if last.first > first.first else right.in_year(first.first.year + 1) or last
    if first.is_one and _is_weekday(right) and _is_weekday(left):
        last = first.moved((last.first.weekday() - first.first.weekday() - 1) % 7 + 1) or last
        if speaking.direction(found.span) == "past" and speaking.published and last > speaking.published:
            first, last = first.moved(-7) or first, last.moved(-7) or last
    if last.last <= first.first:
        return None
    names = (_name(left, first).partition("/")[0], _name(right, last).rpartition("/")[2])
    days = Days(first.first, last.last)
    when = days_when(days, "unknown", edtf=f"{names[0]}/{names[1]}")
    relative_to = left.expression.relative_to or right.expression.relative_to
    return found.dated(when, days=days, relative_to=relative_to)


def _from_part(found: Found, left: Saying, right: Saying) -> Saying | None:
    """Read "from Sunday evening to Monday morning"; None where an end is no part of a day that is known."""
    first, last = left.expression.when, right.expression.when
    if first is None or last is None or left.days is None or right.days is None or left.days >= right.days:
        return None
    if not all(end.clock is None and end.expression.type == "time" for end in (left, right)):
        return None
    days = Days(left.days.first, right.days.last)
    edtf = f"{first.edtf}/{last.edtf}"
    when = msgspec.structs.replace(first, edtf=edtf, latest=last.latest, granularity="unknown")
    return found.dated(when, days=days, relative_to=left.expression.relative_to)


def _is_weekday(saying: Saying) -> bool:
    return (saying.label or "").startswith("XXXX-W") and saying.expression.relative_to is not None


def _name(saying: Saying, days: Days) -> str:
    """Return how an end of a stretch is written: as it was, unless it has moved."""
    edtf = saying.expression.when.edtf if saying.expression.when else ""
    return edtf_of(days) if days != saying.days or not edtf or "W" in edtf else edtf


def _within(speaking: Speaking, found: Found, pair: tuple[Saying, Saying]) -> Saying | None:
    """Read "in June of next year": what has no year of its own takes that of the wider time."""
    part, whole = pair
    if part.in_year is None or whole.days is None or whole.days != year_days(whole.days.first.year):
        return None
    days = part.in_year(whole.days.first.year)
    when = part.expression.when
    if days is None or when is None:
        return None
    edtf = days_when(days, when.granularity).edtf
    if when.granularity == "season":
        edtf = f"{whole.days.first.year:04d}{when.edtf[4:]}" if len(when.edtf) == len("XXXX-21") else edtf
    return found.dated(
        days_when(days, when.granularity, edtf=edtf),
        days=days,
        kind=part.kind,
        relative_to=whole.expression.relative_to,
    )


def _nth(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the last Friday of May", "the first half of 2031"."""
    piece = found.groups["piece"] or ""
    n = ordinal_of(speaking.pack, found.groups["ordinal"] or "")
    if whole.days is None or n == 0:
        return None
    days = nth_of(speaking.pack, n, piece, whole.days)
    return _of_whole(found, piece_when(speaking.pack, piece, days), whole, days=days) if days else None


def _run(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the first six months of 2031": a length of time, with its bounds."""
    length = lasting(speaking.pack, found)
    n = speaking.pack.functions.read_number(found.groups["number"])
    iso = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]["iso"]
    if length is None or whole.days is None or not n:
        return None
    is_last = found.groups["last"] is not None
    edge, way = (whole.days.last, -1) if is_last else (whole.days.first, 1)
    ends = away(edge, iso, way * (round(n) - 1))
    if ends is None:
        return None
    days = Days(ends.first, edge) if is_last else Days(edge, ends.last)
    if not (whole.days.first <= days.first and days.last <= whole.days.last):
        return None
    when = days_when(days, "unknown", edtf=piece_name(days))
    expression = msgspec.structs.replace(
        length.expression, when=when, relative_to=whole.expression.relative_to
    )
    return replace(length, expression=expression, days=days)


def _of_whole(found: Found, when: When, whole: Saying, *, days: Days) -> Saying:
    return found.dated(
        when,
        days=days,
        kind="day" if days.is_one else "other",
        relative_to=whole.expression.relative_to,
    )


def _weekday_of(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "Friday of next week"."""
    if whole.days is None or whole.days != week_days(whole.days.first):
        return None
    weekday = number_of(speaking.pack, "weekdays", found.groups["weekday"]) or 1
    day = whole.days.moved(weekday - 1)
    days = Days(day.first, day.first) if day else None
    return _of_whole(found, days_when(days, "day"), whole, days=days) if days else None


def _days_of_month(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the 20th of next month", "from the 4th to the 22nd of this month"."""
    if whole.days is None or whole.days != month_days(whole.days.first.year, whole.days.first.month):
        return None
    first = whole.days.first
    ends = [
        one_day(first.year, first.month, int("".join(c for c in stated if c.isdigit()) or 1))
        for stated in (found.groups["day"], found.groups.get("day_b"))
        if stated
    ]
    if None in ends:
        return None
    known = [end for end in ends if end]
    days = Days(known[0].first, known[-1].last)
    if days.last < days.first:
        return None
    edtf = None if days.is_one else f"{days.first}/{days.last}"
    return _of_whole(found, days_when(days, "day", edtf=edtf), whole, days=days)


def _week_with(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the week of the 16th of September": the week that holds the day."""
    if whole.days is None or not whole.days.is_one:
        return None
    days = week_days(whole.days.first)
    return _of_whole(found, piece_when(speaking.pack, found.groups["unit"] or "", days), whole, days=days)


def _part_of_day(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the evening of the 12th of May"."""
    row = part_row(speaking.pack, found.groups["day_part"] or "")
    if row is None or whole.kind != "day" or whole.expression.type != "date":
        return None
    one = whole.days if whole.days and whole.days.is_one else None
    saying = in_part(whole, row, span=found.span, days=one)
    return replace(saying, expression=msgspec.structs.replace(saying.expression, producer=found.rule.id))


def _beside(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the eve of the 14th of July"."""
    words, bare = found.groups["text_day"], found.groups.get("bare_day")
    rows = speaking.pack.lexicon("text_day_words")
    named = next((row for row in rows if bare and row["bare"] == bare), None)
    distance = number_of(speaking.pack, "text_day_words", words, column="days") or int(
        (named or {}).get("days", 0)
    )
    if whole.days is None or not whole.days.is_one or whole.kind != "day":
        return None
    days = whole.days.moved(distance)
    return _of_whole(found, days_when(days, "day"), whole, days=days) if days else None


def _third(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the end of the winter", "the start of the 20th century"; a century keeps its rough name."""
    part = part_of(speaking.pack, found.groups)
    when = whole.expression.when
    if part is None or whole.days is None or when is None:
        return None
    if month := _month_of_quarter(whole.days, part):
        return _of_whole(found, days_when(month, "month"), whole, days=month)
    if when.granularity not in {"season", "unknown"} or "/" in when.edtf:
        return None
    days = third(whole.days, part)
    edtf = when.edtf if "XX" in when.edtf else None
    return _of_whole(found, days_when(days, "unknown", edtf=edtf), whole, days=days)


def _month_of_quarter(whole: Days, part: str) -> Days | None:
    """Return the first, second or third month of a quarter of a year; None when the stretch is none."""
    quarters = (equal_part(year_days(whole.first.year), n, _QUARTERS) for n in range(1, _QUARTERS + 1))
    if whole not in quarters:
        return None
    return equal_part(whole, {"start": 1, "middle": 2, "end": 3}[part], 3)


def _itself(speaking: Speaking, found: Found, whole: Saying) -> Saying | None:
    """Read "the day of Monday": the same day."""
    if whole.kind != "day" or whole.expression.type != "date":
        return None
    expression = msgspec.structs.replace(whole.expression, span=found.span, producer=found.rule.id)
    return replace(whole, expression=expression)


_OF_UNPLACED = frozenset({"part of day", "itself"})
_PIECES: Mapping[str, Piece] = {
    "nth": _nth,
    "run": _run,
    "weekday": _weekday_of,
    "days": _days_of_month,
    "week": _week_with,
    "part of day": _part_of_day,
    "beside": _beside,
    "itself": _itself,
    "third": _third,
}
_TOGETHER: Mapping[str, Callable[[Speaking, Found, tuple[Saying, Saying]], Saying | None]] = {
    "range": _from_to,
    "hours": hours_between,
    "within": _within,
}
