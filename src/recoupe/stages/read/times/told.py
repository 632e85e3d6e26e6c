"""Read times that hang on one named before in the text: "the day before", "that year", "two months later"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import msgspec

from recoupe.records.values import When
from recoupe.stages.read.amounts import Amount, amount_of, by_form
from recoupe.stages.read.times.dates import number_of
from recoupe.stages.read.times.hours import clock_away
from recoupe.stages.read.times.periods import away, granularity_of, period_of, period_when, piece_name
from recoupe.stages.read.times.saying import (
    OPENING_CHARS,
    PAST,
    Found,
    Kind,
    Reader,
    Saying,
    Speaking,
    unplaced,
)
from recoupe.stages.read.times.spells import lasting
from recoupe.stages.values.days import Days, days_when, edtf_of, midnight, season_days

_AROUND_DAYS = 7
_MONTH_DAYS = 31
_MINUTE = 60
_OPENING_CHARS = 16
"""How far into its sentence "on the day after the vote" may stand to tell of the day named before."""


def read_text_day(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the day before", "that evening", "that Friday": counted from the day told of."""
    groups, pack = found.groups, speaking.pack
    shift = number_of(pack, "text_shifts", groups.get("shift"), column="steps")
    distance = number_of(pack, "text_day_words", groups.get("text_day"), column="days") or shift or 0
    is_of = groups.get("of") and distance
    days, relative_to = _day_of_event(speaking, found) if is_of else _day_told(speaking, found, distance)
    distance = 0 if is_of else distance
    weekday = number_of(pack, "weekdays", groups.get("weekday"))
    if weekday and days is not None and days.first.isoweekday() != weekday:
        days = None
    days = days.moved(distance) if days else None
    if days is None:
        label = f"XXXX-WXX-{weekday}" if weekday else "XXXX-XX-XX"
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    saying = found.dated(days_when(days, "day"), days=days, kind="day", relative_to=relative_to)
    opens = found.span.start - speaking.sentence.start <= OPENING_CHARS
    return replace(saying, is_aside=distance < 0, is_story=opens and distance < 0)


def _day_of_event(speaking: Speaking, found: Found) -> tuple[Days | None, str | None]:
    """Return the day that is "on the eve of the vote" itself: the one its sentence names, else the article's.

    (None, None) for the eve of something without "on", and for what is told as past.
    """
    if found.groups.get("at") is None or speaking.tense(found.span) == "narrative":
        return None, None
    days, relative_to = speaking.day_spoken_of()
    named = speaking.anchor(found.span, same_sentence=True)
    if named is not None and named.days == days:
        return days, relative_to
    is_today = speaking.published is not None and speaking.published.is_one
    opens = found.span.start - speaking.sentence.start <= _OPENING_CHARS
    if is_today and (speaking.direction(found.span) != "past" or (opens and days == speaking.published)):
        return speaking.published, "published"
    return None, None


def _day_told(speaking: Speaking, found: Found, distance: int) -> tuple[Days | None, str | None]:
    """Return the day that "the day before" or "the day after" is counted from, and what it was told by.

    What lies before is counted from no day that is such an aside itself; outside its paragraph from the
    article's own day, as long as the article speaks of its own days. What has been the day before or after
    lies beside no day to come, and "that day" is not the article's own where another one was named.
    """
    published = speaking.published if distance < 0 else None
    is_past = speaking.tense(found.span) in PAST
    until = speaking.published.last if speaking.published is not None and is_past else None
    anchor = speaking.anchor(
        found.span,
        aside=distance >= 0,
        until=until,
        but=speaking.published if distance == 0 and is_past else None,
        edge=distance >= 0,
    ) or speaking.anchor(found.span, aside=distance >= 0, until=until)
    is_near = anchor is not None and anchor.expression.span.start >= speaking.block.start
    is_own = anchor is None or (anchor.expression.relative_to == "published" and not is_near)
    if published is not None and published.is_one and is_own:
        return published, "published"
    if anchor is None or anchor.days is None or not anchor.days.is_one:
        return None, None
    at = anchor.expression.span
    return anchor.days, f"{at.start}:{at.end}"


def read_same(speaking: Speaking, found: Found) -> Saying | None:
    """Read "that year", "that date", "in those days": the time named before that is as long."""
    groups = found.groups
    unit = groups.get("unit") or groups.get("unit_b")
    iso = by_form(speaking.pack, "time_units")[unit]["iso"] if unit else ""
    is_wide = bool(unit or groups.get("date") or groups.get("season"))
    anchor = speaking.without_part(found.span).anchor(found.span, any_length=is_wide)
    if anchor is None or anchor.days is None or anchor.expression.when is None:
        return found.dated(unplaced("XXXX", "unknown"))
    at, day = anchor.expression.span, anchor.days.first
    relative_to = f"{at.start}:{at.end}"
    if groups.get("season"):
        code = number_of(speaking.pack, "seasons", groups["season"], column="code") or 21
        season = season_days(day.year, code)
        when = days_when(season, "season", edtf=f"{day.year:04d}-{code}")
        return found.dated(when, days=season, relative_to=relative_to)
    if unit:
        days = period_of(day, iso, steps=0)
        if days is None:
            return None
        return found.dated(period_when(days, iso), days=days, relative_to=relative_to)
    when = anchor.expression.when
    if not groups.get("date"):
        around = Days(day - timedelta(_AROUND_DAYS), anchor.days.last + timedelta(_AROUND_DAYS))
        return found.dated(days_when(around, "unknown", edtf=f"{day.isoformat()}~"), relative_to=relative_to)
    return found.dated(when, days=anchor.days, kind=anchor.kind, relative_to=relative_to)


def read_text_offset(speaking: Speaking, found: Found) -> Saying | None:
    """Read a distance from a time said before: "two months later"."""
    iso = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]["iso"]
    amount = amount_of(speaking.pack, found.groups)
    if amount is None:
        return None
    if iso.startswith("T"):
        return _hours_off(speaking, found, amount)
    steps = int(found.rule.options["steps"])
    told, relative_to, kind = _time_told(speaking, found, steps)
    if told is None:
        return _unanchored(speaking, found)
    is_rough = iso in {"D", "W"} and kind == "other"
    is_half = iso != "Y" and amount.exact is not None and amount.exact % 1 != 0
    if is_rough or is_half or amount.exact is None:
        return found.dated(_about(told, iso, steps), relative_to=relative_to)
    days = away(told.first, iso, steps * amount.exact)
    if days and speaking.published and days > speaking.published and speaking.tense(found.span) != "future":
        # Nothing that was told as yet to come: later than something that has no date.
        return _unanchored(speaking, found)
    if days is None:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    if iso == "D":
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to=relative_to)
    return found.dated(period_when(days, iso), days=days, relative_to=relative_to)


def read_told_length(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the eight months before", "the weeks after": a length of time, with its bounds where they show.

    They do when it has a number and what it lies beside was named in the text, not behind it.
    """
    groups, pack = found.groups, speaking.pack
    vague = None if groups["number"] else "some"
    length = lasting(pack, replace(found, groups={**groups, "vague": vague}))
    anchor = speaking.anchor(found.span, any_length=True)
    n = pack.functions.read_number(groups["number"]) if groups["number"] else None
    if length is None or n is None or groups["of"] or anchor is None or anchor.days is None:
        return length
    iso = by_form(pack, "time_units")[groups["unit"] or ""]["iso"]
    steps = number_of(pack, "text_shifts", groups["shift"], column="steps") or 0
    edge = anchor.days.first if steps < 0 else anchor.days.last
    near, far = away(edge, iso, steps), away(edge, iso, steps * n)
    if near is None or far is None:
        return length
    days = Days(min(near, far).first, max(near, far).last)
    at = anchor.expression.span
    when = days_when(days, "unknown", edtf=piece_name(days))
    expression = msgspec.structs.replace(length.expression, when=when, relative_to=f"{at.start}:{at.end}")
    return replace(length, expression=expression)


def _unanchored(speaking: Speaking, found: Found) -> Saying | None:
    """Return "thirty years later" as a length of time, as nothing names the time it is counted from."""
    saying = lasting(speaking.pack, found)
    return replace(saying, is_offset=True) if saying else None


def _time_told(speaking: Speaking, found: Found, steps: int) -> tuple[Days | None, str | None, Kind]:
    """Return the time that "two months later" is counted from, what tells it, and its kind.

    It is rather not the end of a stretch ("until 1967"). Where none was named, "two months earlier" is
    counted from the article's day.
    """
    told = [speaking.anchor(found.span, any_length=True, edge=edge) for edge in (False, True)]
    anchor = next((saying for saying in told if saying is not None), None)
    if anchor is not None:
        at = anchor.expression.span
        return anchor.days, f"{at.start}:{at.end}", anchor.kind
    published = speaking.published
    if steps < 0 and published is not None and published.is_one:
        return published, "published", "day"
    return None, None, "other"


def _about(days: Days, iso: str, steps: int) -> When:
    """Return "some days later": about then for days, open for longer units and from a rough time."""
    if iso == "D" and days.is_one:
        margin = timedelta(_MONTH_DAYS)
        start, end = midnight(days.first), midnight(days.last) + timedelta(1)
        bounds = (start - margin, end) if steps < 0 else (start, end + margin)
        return When(f"{days.first.isoformat()}~", *bounds, "day")
    edge = edtf_of(days).partition("/")[0]
    return unplaced(f"../{edge}" if steps < 0 else f"{edge}/..", granularity_of(iso))


def _hours_off(speaking: Speaking, found: Found, amount: Amount) -> Saying:
    """Return "an hour later": counted from the hour told before, else about the day spoken of."""
    anchor = speaking.anchor(found.span)
    if anchor is None or anchor.days is None or not anchor.days.is_one:
        return found.dated(unplaced("XXXX-XX-XX", "unknown"))
    unit = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]
    hour = _hour_told(speaking, anchor)
    if amount.exact is not None and hour.clock is not None and float(unit["seconds"]) >= _MINUTE:
        away_by = timedelta(seconds=int(found.rule.options["steps"]) * amount.exact * float(unit["seconds"]))
        return clock_away(hour, found, by=away_by)
    day, at = anchor.days.first, anchor.expression.span
    bounds = midnight(day) - timedelta(1), midnight(day) + timedelta(2)
    when = When(f"{day.isoformat()}~", *bounds, "day")
    return found.dated(when, relative_to=f"{at.start}:{at.end}")


def _hour_told(speaking: Speaking, anchor: Saying) -> Saying:
    """Return the hour that an offset is counted from: none that stands in brackets behind another."""
    before = [said for said in speaking.before if said.clock is not None and said.sentence == anchor.sentence]
    opens = speaking.text[: anchor.expression.span.start].endswith("(")
    return before[-2] if opens and len(before) > 1 else anchor


def read_text_period(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the week after", "the previous year": from the time named before, else from the article."""
    groups = found.groups
    iso = by_form(speaking.pack, "time_units")[groups["unit"] or ""]["iso"]
    steps = number_of(speaking.pack, "text_shifts", groups["shift"], column="steps") or 0
    anchor = speaking.without_part(found.span).anchor(found.span, any_length=True)
    if anchor is not None and anchor.days is not None:
        at = anchor.expression.span
        day, relative_to = anchor.days.first if steps < 0 else anchor.days.last, f"{at.start}:{at.end}"
    elif speaking.published is not None and speaking.published.is_one:
        day, relative_to = speaking.published.first, "published"
    else:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    days = period_of(day, iso, steps=steps)
    if days is None:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    return found.dated(period_when(days, iso), days=days, relative_to=relative_to)


READERS: Mapping[str, Reader] = {
    "text-day": read_text_day,
    "same": read_same,
    "told-length": read_told_length,
    "text-offset": read_text_offset,
    "text-period": read_text_period,
}
