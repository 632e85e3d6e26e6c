"""Read times of day: clock times, parts of a day, nights; and join them to the day they stand beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache

import msgspec

from recoupe.packs import Pack
from recoupe.packs.pack import Row
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import Granularity, Hedge, When
from recoupe.stages.read.amounts import by_form
from recoupe.stages.read.times.dates import read_calendar, read_day_number
from recoupe.stages.read.times.saying import PAST, Clock, Found, Reader, Saying, Speaking, unplaced
from recoupe.stages.read.times.spells import lasting
from recoupe.stages.read.times.weekdays import read_weekday
from recoupe.stages.values.days import Days, days_when, midnight

_NOON = 12
_EARLY = 6
"""Up to which hour one up to which something lasts is of the day after: a choice."""
_UNTIL_CHARS = 14
_IN_SENTENCE = 20
_WEEK_DAYS = 7
_SOON_NIGHT_DAYS = 3
"""Up to how many days ahead a night told in the present is one to come: a choice."""
_DAY_GAP = 2
_ONCE = frozenset({"perfect", "narrative"})
_ANY_DAY = "XXXX-XX-XX"
_ABOUT_MINUTES = 30
"""How far "vers 17 heures" may lie from the hour: a choice."""


def read_clock(speaking: Speaking, found: Found) -> Saying | None:
    """Read a clock time; its day is the one named in the same sentence before it, else unknown."""
    clock = _clock(speaking.pack, found.groups)
    if clock is None:
        return None
    if found.groups.get("hour") and _is_of_length(speaking, found):
        words = by_form(speaking.pack, "time_units")
        hour = next(word for word, row in words.items() if row["iso"] == "TH")
        groups = {"number": found.groups["hour"], "minutes": found.groups.get("minute"), "unit": hour}
        return lasting(speaking.pack, replace(found, groups=groups))
    if speaking.is_again():
        # "Every evening at six" is of no one day.
        return _at_clock(found.span, found.rule.id, clock=clock, day=None, label=None)
    anchor = speaking.anchor(found.span, same_sentence=True)
    if anchor and anchor.days and anchor.days.is_one:
        # Three in the morning of the night from Friday to Saturday is on Saturday.
        days = anchor.days_at(clock.hour)
        if days == anchor.days and anchor.clock is None and _is_past_midnight(speaking, found.span, clock):
            days = anchor.days.moved(1)
        saying = _at_clock(found.span, found.rule.id, clock=clock, day=days, label=None)
        return replace(saying, loose=anchor.loose)
    if anchor:
        return _at_clock(found.span, found.rule.id, clock=clock, day=None, label=None)
    days, relative_to = _day_of_part(speaking, found, hour=clock.hour)
    is_stamp = found.span.start == speaking.block.start
    stamped = speaking.stamped_before() if is_stamp else None
    if stamped is not None:
        # The hours of a running report are those of one day, whatever the lines between speak of.
        at = stamped.expression.span
        days, relative_to = stamped.days, f"{at.start}:{at.end}"
    elif relative_to == "published" and not is_stamp and not _is_of_today(speaking, found.span, clock):
        days = relative_to = None
    saying = _at_clock(found.span, found.rule.id, clock=clock, day=days, label=None)
    expression = msgspec.structs.replace(saying.expression, relative_to=relative_to)
    return replace(saying, expression=expression, loose=not is_stamp, is_stamp=is_stamp)


def _is_of_length(speaking: Speaking, found: Found) -> bool:
    """Tell whether its sentence speaks of how long something lasts ("battery life: from 3:30 to 6:30")."""
    of_length = speaking.pack.compiled("{lasting_hours}")
    return of_length.search(speaking.text, speaking.sentence.start, found.span.start) is not None


def _is_past_midnight(speaking: Speaking, span: Span, clock: Clock) -> bool:
    """Tell whether an hour in the small hours ends what has lasted since the day before it."""
    until = speaking.pack.compiled("{hour_until}")
    before = max(speaking.sentence.start, span.start - _UNTIL_CHARS), span.start
    return clock.hour < _EARLY and until.search(speaking.text, *before) is not None


def _is_of_today(speaking: Speaking, span: Span, clock: Clock) -> bool:
    """Tell whether an hour is one of the article's own day where no day at all is named.

    It is told as past or future, not as a habit, and as past only if it had come when the article went out.
    """
    direction = speaking.direction(span)
    minute = speaking.published_minute
    if direction == "past" and minute is not None:
        return 60 * clock.hour + (clock.minute or 0) <= minute
    return direction is not None


def _clock(pack: Pack, groups: Mapping[str, str | None]) -> Clock | None:
    minute = int(groups["minute"] or 0) if groups.get("minute") else None
    if groups.get("minute_words"):
        minute = int(pack.functions.read_number(groups["minute_words"]) or 0)
    if groups.get("noon") or groups.get("midnight"):
        hour = _NOON if groups.get("noon") else 0
    elif groups.get("hour_words"):
        hour = int(pack.functions.read_number(groups["hour_words"]) or 0)
    else:
        hour = int(groups["hour"] or 0)
    fraction = groups.get("fraction")
    if fraction:
        minutes = round(60 * float(by_form(pack, "fractions")[fraction]["value"]))
        hour, minute = hour + minutes // 60, minutes % 60
    half = groups.get("half_day")
    if half and hour < 12:
        hour += int(by_form(pack, "clock_halves")[half]["hours"])
    zone = groups.get("zone")
    zone_minutes = int(by_form(pack, "zones")[zone]["minutes"]) if zone else None
    return Clock(hour % 24, minute, zone_minutes, about=bool(groups.get("hedge")))


def _at_clock(span: Span, producer: str, *, clock: Clock, day: Days | None, label: str | None) -> Saying:
    minute = clock.minute or 0
    zone = _zone_name(clock.zone_minutes)
    hour_text = f"T{clock.hour:02d}:{minute:02d}{zone}"
    granularity: Granularity = "hour" if clock.minute is None else "minute"
    if day is None:
        when = When(f"{label or ''}{hour_text}", None, None, granularity)
    else:
        start = midnight(day.first) + timedelta(hours=clock.hour, minutes=minute - (clock.zone_minutes or 0))
        length = timedelta(hours=1) if clock.minute is None else timedelta(minutes=1)
        margin = timedelta(minutes=_ABOUT_MINUTES if clock.about else 0)
        edtf = f"{day.first.isoformat()}{hour_text}"
        when = When(edtf, start - margin, start + max(length, margin), granularity)
    hedge: Hedge = "about" if clock.about else "exact"
    expression = TimeExpression(span, "time", when.edtf, when, None, hedge, None, producer)
    return Saying(expression, "clock", day, label, clock)


def _at_hours(saying: Saying, span: Span, *, day: Days | None, label: str | None) -> Saying:
    """Return an hour or a stretch of hours of a day, at other words and on a day of its own."""
    assert saying.clock is not None
    end, producer = saying.until, saying.expression.producer
    first = _at_clock(span, producer, clock=saying.clock, day=day, label=label)
    if end is None or first.expression.when is None:
        return first
    start = first.expression.when
    is_next = (end.hour, end.minute or 0) <= (saying.clock.hour, saying.clock.minute or 0)
    last = day.moved(1) if day is not None and is_next else day
    then = _at_clock(span, producer, clock=end, day=last, label=label).expression.when
    assert then is not None
    latest = then.earliest if then.earliest != start.earliest else None
    when = When(f"{start.edtf}/{then.edtf}", start.earliest, latest, "part of day")
    expression = msgspec.structs.replace(first.expression, value=when.edtf, when=when)
    return replace(first, expression=expression, until=end)


def hours_between(speaking: Speaking, found: Found, pair: tuple[Saying, Saying]) -> Saying | None:
    """Read "from 7:30 to 20:00": one stretch of hours; None for hours of two days and for what was moved."""
    left, right = pair
    if left.clock is None or right.clock is None or left.until or right.until:
        return None
    moved = speaking.pack.compiled("{hours_moved}")
    before = speaking.sentence.start, found.span.start
    if found.rule.options.get("moved") and moved.search(speaking.text, *before):
        # "Avancé de 22 heures à 20 heures" names two hours.
        return None
    days = left.days or right.days
    is_told = speaking.tense(found.span) in PAST or not found.rule.options.get("moved")
    if left.loose and left.expression.relative_to == "published" and not is_told:
        # "Fermé de 8 heures à 20 heures", in no sentence that names a day, may be so on any.
        return _undated_hours(left, right, found)
    whole = replace(left, until=replace(right.clock, about=False))
    together = _at_hours(whole, found.span, day=days, label=left.label)
    if days is not None and right.days is not None and not _ends_on(together, right.days):
        return None
    expression = msgspec.structs.replace(
        together.expression, relative_to=left.expression.relative_to, producer=found.rule.id
    )
    return replace(together, expression=expression, loose=left.loose, is_edge=left.is_edge)


def _undated_hours(left: Saying, right: Saying, found: Found) -> Saying:
    assert right.clock is not None
    whole = replace(left, until=replace(right.clock, about=False))
    saying = _at_hours(whole, found.span, day=None, label=None)
    expression = msgspec.structs.replace(saying.expression, producer=found.rule.id)
    return replace(saying, expression=expression, loose=True)


def _ends_on(stretch: Saying, day: Days) -> bool:
    return stretch.expression.value.rpartition("/")[2].startswith(day.first.isoformat())


def clock_away(hour: Saying, found: Found, *, by: timedelta) -> Saying:
    """Return about the hour so long before or after another, as fine as the two are told."""
    assert hour.clock is not None and hour.days is not None
    told = midnight(hour.days.first) + timedelta(hours=hour.clock.hour, minutes=hour.clock.minute or 0) + by
    is_whole = hour.clock.minute is None and by % timedelta(hours=1) == timedelta(0)
    clock = replace(hour.clock, hour=told.hour, minute=None if is_whole else told.minute, about=True)
    day = Days(told.date(), told.date())
    saying = _at_clock(found.span, found.rule.id, clock=clock, day=day, label=None)
    at = hour.expression.span
    expression = msgspec.structs.replace(saying.expression, relative_to=f"{at.start}:{at.end}")
    return replace(saying, expression=expression)


def _zone_name(minutes: int | None) -> str:
    if not minutes:
        return "" if minutes is None else "Z"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def read_day_part(speaking: Speaking, found: Found) -> Saying | None:
    """Read a part of a day: of the article's own ("this evening") or of the day named just before."""
    groups = found.groups
    if groups.get("once") and speaking.tense(found.span) not in _ONCE:
        return None  # "In the evening, they sing" is every evening
    bare = groups.get("bare") or groups.get("bare_b") or groups.get("told") or groups.get("once")
    shifted = groups.get("last") or groups.get("next")
    words = groups.get("day_part") or shifted or bare or groups.get("same") or ""
    row = part_row(speaking.pack, words)
    if row is None and bare:
        days, relative_to = _day_of_part(speaking, found)
        when = days_when(days, "day") if days else unplaced("XXXX-XX-XX", "day")
        return found.dated(when, relative_to=relative_to)
    if row is None:
        return None
    if bare or groups.get("same"):
        days, relative_to = _day_of_part(speaking, found) if bare else speaking.day_spoken_of()
        is_told = (
            days is not None and days == speaking.published and speaking.direction(found.span) != "future"
        )
        if days is not None and row["code"] != "NI" and speaking.is_told_by_night(relative_to):
            # "In the night from Sunday to Monday … In the evening": that of Monday.
            days = days.moved(1)
        if row["code"] == "NI" and bare and days is not None and is_told:
            # "In the night", told the day after, is the night before.
            days = days.moved(-1)
    else:
        days, relative_to = speaking.published, "published"
        if days and groups.get("last"):
            days = days.moved(-1)
    day = found.dated(unplaced("XXXX-XX-XX", "day"), label="XXXX-XX-XX", relative_to=relative_to)
    if days is not None and days.is_one:
        tonight = row["code"] == "NI" and groups.get("this") and speaking.direction(found.span) != "future"
        saying = in_part(day, row, span=found.span, days=days, from_eve=bool(tonight))
        return replace(saying, is_night=row["code"] == "NI" and not tonight)
    return in_part(day, row, span=found.span, days=None)


def _day_of_part(speaking: Speaking, found: Found, *, hour: int = _NOON) -> tuple[Days | None, str | None]:
    """Return the day of "in the evening": the one spoken of, unless it lies the other way."""
    days, relative_to = speaking.day_spoken_of(hour=hour)
    published = speaking.published
    if days is None or published is None or not published.is_one or days == published:
        return days, relative_to
    tense = speaking.tense(found.span)
    is_other_way = tense == "future" if days < published else tense in PAST
    return (published, "published") if is_other_way else (days, relative_to)


def part_row(pack: Pack, words: str) -> Row | None:
    """Return the row of the part of day that `words` end with; None when they name none."""
    known = by_form(pack, "day_parts")
    for i in range(len(words)):
        if (i == 0 or not words[i - 1].isalnum()) and words[i:] in known:
            return known[words[i:]]
    return next((known[word] for word in words.split(" ") if word in known), None)


def in_part(saying: Saying, row: Row, *, span: Span, days: Days | None, from_eve: bool = False) -> Saying:
    """Return the saying narrowed to a part of its day; from_eve: the night may be the one before."""
    expression = saying.expression
    code = f"T{row['code']}"
    if days is None:
        label = saying.label or "XXXX-XX-XX"
        bounds = (expression.when.earliest, expression.when.latest) if expression.when else (None, None)
        when = When(label + code, *bounds, "part of day")
    else:
        start = midnight(days.first)
        earliest = start + timedelta(hours=int(row["from"]) - (24 if from_eve else 0))
        latest = start + timedelta(hours=int(row["to"]))
        when = When(days.first.isoformat() + code, earliest, latest, "part of day")
    changed = msgspec.structs.replace(expression, span=span, type="time", value=when.edtf, when=when)
    return Saying(changed, "day", days, saying.label)


def read_night(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the night from Friday to Saturday": the first day's night."""
    groups = dict(found.groups)
    row = by_form(speaking.pack, "day_parts")
    night = next(r for r in row.values() if r["code"] == "NI")
    day = groups.get("day") or groups.get("day_c")
    month = groups.get("month") or groups.get("month_b")
    if day and month:
        groups.update(day=day, month=month, month_b=None, day_b=None)
        saying = read_calendar(speaking, Found(found.span, found.rule, groups))
    elif groups.get("weekday"):
        saying = read_weekday(speaking, found)
    elif day:
        saying = read_day_number(speaking, Found(found.span, found.rule, {"day": day}))
    else:
        return None
    if saying is None:
        return None
    days = saying.days
    if groups.get("weekday") and days is not None and _is_night_gone(speaking, found, days):
        days = days.moved(-_WEEK_DAYS)
    return replace(in_part(saying, night, span=found.span, days=days), is_night=True)


def _is_night_gone(speaking: Speaking, found: Found, days: Days) -> bool:
    """Tell whether a night some days off is the one before, told in the present ("policemen are called")."""
    published = speaking.published
    if published is None or not published.is_one or found.groups.get("shift"):
        return False
    is_far = (days.first - published.first).days > _SOON_NIGHT_DAYS
    return is_far and speaking.direction(found.span, planned=False) != "future"


def narrowed(speaking: Speaking, found: Found, saying: Saying) -> Saying:
    """Return the saying of a day, narrowed when the same words name a part of it ("Wednesday evening")."""
    words = found.groups.get("day_part")
    row = part_row(speaking.pack, words) if words and saying.kind == "day" else None
    if row is None or saying.expression.type == "time":
        return saying
    days = saying.days if saying.days and saying.days.is_one else None
    return in_part(saying, row, span=found.span, days=days)


@cache
def _joint(pack: Pack, *, is_clock_first: bool) -> re.Pattern[str]:
    # "De mercredi 18 heures à vendredi" names no hour of the Friday.
    return pack.compiled("{day_joint}" if is_clock_first else "{time_joint}")


def joined(speaking: Speaking, left: Saying, right: Saying) -> Saying | None:
    """Return one saying for a day and a time of day that stand side by side; None when they do not.

    Either may come first: "Wednesday at 5 p.m.", "at 9 this morning".
    """
    gap = speaking.text[left.expression.span.end : right.expression.span.start]
    joint = _joint(speaking.pack, is_clock_first=left.clock is not None)
    if len(gap) > 30 or not joint.fullmatch(gap):
        return None
    day, clock = (left, right) if right.clock else (right, left)
    if day.kind != "day" or clock.clock is None or day.clock is not None or day.is_night:
        return None
    span = Span(left.expression.span.start, right.expression.span.end)
    days = day.days if day.days and day.days.is_one else None
    together = _at_hours(clock, span, day=days, label=day.label)
    relative_to = day.expression.relative_to
    expression = msgspec.structs.replace(together.expression, relative_to=relative_to)
    return replace(together, expression=expression, label=day.label)


def part_before_day(speaking: Speaking, left: Saying, right: Saying) -> Saying | None:
    """Return one saying for a part of day and the day right behind it ("at dawn on Monday")."""
    gap = speaking.text[left.expression.span.end : right.expression.span.start]
    code = left.expression.value.rpartition("T")[2]
    is_part = left.expression.type == "time" and left.clock is None and gap.strip(", ") == ""
    if not is_part or len(gap) > _DAY_GAP or right.kind != "day" or right.expression.type != "date":
        return None
    row = next((row for row in speaking.pack.lexicon("day_parts") if row["code"] == code), None)
    if row is None or left.label != _ANY_DAY:
        return None
    span = Span(left.expression.span.start, right.expression.span.end)
    days = right.days if right.days and right.days.is_one else None
    return in_part(right, row, span=span, days=days)


def settle_hours(speaking: Speaking, found: list[Saying]) -> None:
    """Give hours whose day was taken from elsewhere the only day that their own sentence names after them.

    What has happened at an hour has not happened on a day to come.
    """
    sentence, published = speaking.sentence, speaking.published
    here = [i for i, saying in enumerate(found[-_IN_SENTENCE:], max(0, len(found) - _IN_SENTENCE))
            if saying.expression.span.start >= sentence.start]  # fmt: skip
    sure = [found[i] for i in here if not found[i].loose and not found[i].is_edge]
    named = [saying for saying in sure if saying.kind != "other"]
    only = named[0].days if len({saying.days for saying in named}) == 1 else None
    if only is None or not only.is_one:
        return
    for i in here:
        one = found[i]
        is_to_come = published is not None and only > published
        if one.loose and one.clock is not None:
            if is_to_come and speaking.tense(one.expression.span) in _ONCE:
                continue
            expression, day = one.expression, named[0].days_at(one.clock.hour)
            found[i] = _at_hours(one, expression.span, day=day, label=None)


READERS: Mapping[str, Reader] = {"clock": read_clock, "day-part": read_day_part, "night": read_night}
