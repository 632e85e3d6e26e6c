"""Read dates: with or without a year, weekdays, and weeks, months and years told by their distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from recoupe.packs import Pack
from recoupe.records.values import Granularity, When
from recoupe.stages.read.amounts import by_form
from recoupe.stages.read.times.placing import chosen, day_of_story, nearest, placed
from recoupe.stages.read.times.saying import (
    OPENING_CHARS,
    Found,
    Kind,
    Reader,
    Saying,
    Speaking,
    unplaced,
)
from recoupe.stages.values.days import (
    MAX_YEAR,
    MIN_YEAR,
    Days,
    days_when,
    easter,
    edtf_of,
    month_days,
    moved_years,
    one_day,
    season_days,
    third,
    week_days,
    year_days,
)

_NEAR_MONTHS = (-2, -1, 0, 1, 2)
"""Months around the article's in which "Friday 15th" is looked for."""
_YEARLY_CHARS = 8
"""How far behind "every year" its day or month may stand ("chaque année, en mai"): a choice."""
_REMEMBERED_YEARS = 15
"""How long ago a year told by two figures is at least ("the storm of 87"): a choice."""
_CENTURY = 2000
"""Of years of two digits ("8/12/31"): newspapers shorten no others."""
_LEAP_YEAR = 2000
_ROMAN = {"i": 1, "v": 5, "x": 10}


def number_of(pack: Pack, lexicon: str, form: str | None, *, column: str = "number") -> int | None:
    """Return the number a table gives for a word; None without a word."""
    return int(by_form(pack, lexicon)[form][column]) if form else None


def steps_of(pack: Pack, groups: Mapping[str, str | None]) -> int | None:
    """Return -1, 0 or 1 as the word beside a period says; None without such a word."""
    return number_of(
        pack, "shifts", groups.get("shift") or groups.get("shift_b") or groups.get("shift_c"), column="steps"
    )


def part_of(pack: Pack, groups: Mapping[str, str | None]) -> str | None:
    """Return "start", "middle" or "end" as the words before a period say; None for none and for any part."""
    words = groups.get("part")
    return by_form(pack, "parts_of_period")[words]["part"] or None if words else None


def read_calendar(speaking: Speaking, found: Found) -> Saying | None:
    """Read a date that names a day, month, season, year, decade or century."""
    groups = found.groups
    for name, reader in (
        ("century", _century),
        ("ordinal", _century),
        ("decade", _decade),
        ("season", _season),
        ("season_b", _season),
    ):
        if groups.get(name):
            return reader(speaking, found)
    if groups.get("month") or groups.get("month_b") or groups.get("month_number"):
        return _dates(speaking, found)
    return _years(speaking, found)


def _century(speaking: Speaking, found: Found) -> Saying | None:
    written = found.groups["century"] or ""
    if found.groups.get("ordinal"):
        n = number_of(speaking.pack, "ordinals", found.groups["ordinal"]) or 0
    elif written.isdigit():
        n = int(written)
    else:
        roman = [_ROMAN[c] for c in written]
        n = sum(-v if v < max(roman[i:], default=0) else v for i, v in enumerate(roman))
    if not 1 <= n <= 30:
        return None
    if found.groups.get("before_era"):
        return found.dated(unplaced(f"-{n - 1:02d}XX", "unknown"))
    days = Days(year_days(max(1, (n - 1) * 100)).first, year_days((n - 1) * 100 + 99).last)
    return found.dated(days_when(days, "unknown", edtf=f"{n - 1:02d}XX"), days=days)


def _decade(speaking: Speaking, found: Found) -> Saying | None:
    stated = round(speaking.pack.functions.read_number(found.groups["decade"]) or 0)
    if stated % 10:
        return None
    if stated < 30:
        return found.dated(unplaced(f"XX{stated // 10}X", "unknown"))
    start = stated if stated > 99 else 1900 + stated
    days = Days(year_days(start).first, year_days(start + 9).last)
    return found.dated(days_when(days, "unknown", edtf=f"{start // 10}X"), days=days)


def _season(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    word = groups.get("season") or groups.get("season_b")
    code = number_of(speaking.pack, "seasons", word, column="code") or 21
    if groups.get("year"):
        year = int(groups["year"] or 0)
        days = season_days(year, code)
        return found.dated(days_when(days, "season", edtf=f"{year:04d}-{code}"), days=days)
    if groups.get("any"):
        return found.dated(unplaced(f"XXXX-{code}", "season"), in_year=lambda year: season_days(year, code))
    steps = steps_of(speaking.pack, groups)

    def of_year(year: int) -> Days:
        return season_days(year, code)

    if groups.get("this"):
        days_found, relative_to = nearest(speaking, found, steps=steps, of_year=of_year), "published"
    else:
        days_found, relative_to = placed(speaking, found, steps=steps, of_year=of_year)
    if days_found is None:
        return found.dated(unplaced(f"XXXX-{code}", "season"), in_year=of_year)
    return found.dated(
        days_when(days_found, "season", edtf=f"{days_found.first.year:04d}-{code}"),
        days=days_found,
        relative_to=relative_to,
        in_year=of_year,
    )


def _years(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    if short := groups.get("short_year"):
        return _short_year(speaking, found, int(short))
    if groups.get("before_era"):
        return found.dated(unplaced(f"-{int(groups['year'] or 0) - 1:04d}", "year"))
    year = int(groups["year"] or 0)
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    stated_b = groups.get("year_b")
    if stated_b:
        year_b = int(str(year)[: max(0, len(str(year)) - len(stated_b))] + stated_b)
        if not year < year_b <= year + 99:
            return None
        days = Days(year_days(year).first, year_days(year_b).last)
        return found.dated(days_when(days, "year", edtf=f"{year:04d}/{year_b:04d}"))
    part = part_of(speaking.pack, groups)
    if part:
        return found.dated(part_of_year_when(year, part), days=part_of_year(year, part))
    saying = found.dated(days_when(year_days(year), "year"), days=year_days(year))
    opens = found.span.start - speaking.sentence.start <= OPENING_CHARS
    return replace(saying, is_story=opens and bool(groups.get("story")))


def _short_year(speaking: Speaking, found: Found, digits: int) -> Saying | None:
    """Read "the storm of 87": the last such year that is no recent one; None where no date tells."""
    published = speaking.published
    if published is None:
        return None
    last = published.first.year - _REMEMBERED_YEARS
    days = year_days(last - (last - digits) % 100)
    return found.dated(days_when(days, "year"), days=days)


def part_of_year(year: int, part: str) -> Days:
    """Return the first or last three months of a year, or its four middle ones."""
    first, last = {"start": (1, 3), "middle": (5, 8), "end": (10, 12)}[part]
    return Days(month_days(year, first).first, month_days(year, last).last)


def part_of_year_when(year: int, part: str) -> When:
    """Return the said time of a part of a year: the start and the end are called by their outmost month."""
    month = {"start": "01~", "end": "12~"}.get(part)
    return days_when(part_of_year(year, part), "season", edtf=f"{year:04d}-{month}" if month else None)


def _dates(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    month_b = number_of(speaking.pack, "months", groups.get("month_b"))
    month = number_of(speaking.pack, "months", groups.get("month") or groups.get("month_c")) or month_b
    if groups.get("month_number"):
        month = int(groups["month_number"] or 0)
    assert month is not None
    day, day_b = _day(groups.get("day")), _day(groups.get("day_b"))
    part = part_of(speaking.pack, groups)

    def of_year(year: int) -> Days | None:
        return _day_or_month(year, month, day, part=part)

    short = groups.get("short_year")
    year = _CENTURY + int(short) if short else int(groups.get("year") or groups.get("year_b") or 0) or None
    granularity: Granularity = "day" if day else "part of month" if part else "month"
    if year:
        days, relative_to = of_year(year) if year <= MAX_YEAR else None, None
    else:
        steps = steps_of(speaking.pack, groups)
        weekday = number_of(speaking.pack, "weekdays", groups.get("of_week"))
        if groups.get("any") is not None or _is_yearly(speaking, found):
            return _undated(found, month, day, part=part, month_b=month_b, day_b=day_b)
        beside = _beside_told(speaking, found, of_year)
        if beside is not None:
            days, relative_to = beside
        elif groups.get("this"):
            days, relative_to = nearest(speaking, found, steps=steps, of_year=of_year), "published"
        else:
            days, relative_to = placed(speaking, found, steps=steps, of_year=of_year, weekday=weekday)
    if days is None:
        return _undated(found, month, day, part=part, month_b=month_b, day_b=day_b)
    if month_b:
        year_b = int(groups.get("year_b") or 0) or days.first.year + (month_b < month)
        if groups.get("year_b") and not groups.get("year") and month_b < month:
            days = of_year(year_b - 1) or days
        end = _day_or_month(year_b, month_b, day_b, part=None) if year_b <= MAX_YEAR else None
        if end is None or end.last < days.first:
            return None
        days = Days(days.first, end.last)
        edtf = f"{days.first}/{days.last}" if day_b else f"{str(days.first)[:7]}/{str(days.last)[:7]}"
        return found.dated(
            days_when(days, granularity, edtf=edtf),
            days=days,
            relative_to=relative_to,
            in_year=None if year else lambda year: moved_years(days, year - days.first.year),
        )
    kind: Kind = "day" if day else "other"
    return found.dated(
        days_when(days, granularity),
        days=days,
        kind=kind,
        relative_to=relative_to,
        in_year=None if year else of_year,
    )


def _is_yearly(speaking: Speaking, found: Found) -> bool:
    """Tell whether a date stands right behind "every year", and is of each of them."""
    last = speaking.before[-1] if speaking.before else None
    if last is None or not speaking.is_again() or last.expression.value != "P1Y":
        return False
    return found.span.start - last.expression.span.end <= _YEARLY_CHARS


def _beside_told(
    speaking: Speaking, found: Found, of_year: Callable[[int], Days | None]
) -> tuple[Days, str] | None:
    """Return "the 12 December following": the first one on that side of the time named before."""
    steps = number_of(speaking.pack, "text_shifts", found.groups.get("told"), column="steps")
    anchor = speaking.anchor(found.span, any_length=True) if steps else None
    if steps is None or anchor is None or anchor.days is None:
        return None
    at, told = anchor.expression.span, anchor.days
    first = (told.last if steps > 0 else told.first).year
    years = (of_year(year) for year in (first, first + steps))
    fitting = (days for days in years if days and (days > told if steps > 0 else days < told))
    return next(((days, f"{at.start}:{at.end}") for days in fitting), None)


def _day(stated: str | None) -> int | None:
    if not stated:
        return None
    digits = "".join(c for c in stated if c.isdigit())
    return int(digits) if digits else 1


def _day_or_month(year: int, month: int, day: int | None, *, part: str | None) -> Days | None:
    if day:
        return one_day(year, month, day)
    days = month_days(year, month)
    return third(days, part) if part else days


def _undated(
    found: Found, month: int, day: int | None, *, part: str | None, month_b: int | None, day_b: int | None
) -> Saying | None:
    """Keep a date whose year nobody gives; a day the month never has is no date."""
    leap = _day_or_month(_LEAP_YEAR, month, day, part=part)
    if leap is None:
        return None

    def of_year(year: int) -> Days | None:
        return _day_or_month(year, month, day, part=part)

    if day:
        label = f"XXXX-{month:02d}-{day:02d}"
        if month_b and day_b:
            return found.dated(unplaced(f"{label}/XXXX-{month_b:02d}-{day_b:02d}", "day"))
        return found.dated(unplaced(label, "day"), kind="day", label=label, in_year=of_year)
    if part:
        edtf = f"XXXX-{leap.first:%m-%d}/XXXX-{leap.last:%m-%d}"
        return found.dated(unplaced(edtf, "part of month"), in_year=of_year)
    ranged = f"/XXXX-{month_b:02d}" if month_b else ""
    return found.dated(unplaced(f"XXXX-{month:02d}{ranged}", "month"), in_year=None if month_b else of_year)


def read_weekday_number(speaking: Speaking, found: Found) -> Saying | None:
    """Read "Friday 15th" without its month: the nearest such day; None when no such Friday is near."""
    weekday = number_of(speaking.pack, "weekdays", found.groups["weekday"]) or 1
    number = _day(found.groups["day"]) or 1
    published = speaking.published
    if published is None or not published.is_one:
        label = f"XXXX-XX-{number:02d}"
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    today = published.first
    near = (month_days(today.year, today.month + months).first for months in _NEAR_MONTHS)
    days = [day for first in near if (day := one_day(first.year, first.month, number))]
    fitting = [day for day in days if day.first.isoweekday() == weekday]
    if not fitting:
        return None
    day = min(fitting, key=lambda one: abs((one.first - today).days))
    return found.dated(days_when(day, "day"), days=day, kind="day", relative_to="published")


def read_day_number(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the 3rd" without its month: the nearest one in the direction of the verb.

    None for a number that is no day unless a month was named before.
    """
    number, published = _day(found.groups["day"]) or 1, speaking.published
    label = f"XXXX-XX-{number:02d}"
    told = day_of_story(speaking, found, number)
    if told is not None and _is_other_way(speaking, found, told[0]):
        near = _near_day_number(speaking, found, number)
        told = (near, "published") if near is not None else told
    if told is None and found.rule.options.get("told"):
        return None
    if told is None and (published is None or not published.is_one):
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    day, relative_to = told or (_near_day_number(speaking, found, number), "published")
    if day is None:
        return None
    return found.dated(days_when(day, "day"), days=day, kind="day", relative_to=relative_to)


def _is_other_way(speaking: Speaking, found: Found, day: Days) -> bool:
    """Tell whether a day is past that a sentence tells as to come, or to come that it tells as past.

    "It began on 8 October. A meeting is planned for the 24th": of this month.
    """
    published = speaking.published
    if published is None or not published.is_one or speaking.anchor(found.span, same_sentence=True):
        return False
    direction = speaking.direction(found.span, planned=False)
    return (
        day.last < published.first
        if direction == "future"
        else (direction == "past" and day.first > published.last)
    )


def _near_day_number(speaking: Speaking, found: Found, number: int) -> Days | None:
    assert speaking.published is not None
    today = speaking.published.first
    near = (month_days(today.year, today.month + months).first for months in _NEAR_MONTHS)
    days = [day for first in near if (day := one_day(first.year, first.month, number))]
    return chosen(days, today, steps=None, direction=speaking.direction(found.span))


def read_week_number(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the week of the 18th" without its month: the week with the nearest 18th."""
    number, published = _day(found.groups["day"]) or 1, speaking.published
    if published is None or not published.is_one:
        return found.dated(unplaced("XXXX", "week"))
    today = published.first
    near = (month_days(today.year, today.month + months).first for months in _NEAR_MONTHS)
    days = [day for first in near if (day := one_day(first.year, first.month, number))]
    direction = speaking.direction(found.span)
    if direction:
        days = [day for day in days if (day.last >= today) == (direction == "future")] or days
    week = week_days(min(days, key=lambda one: abs((one.first - today).days)).first)
    year, of_year, _ = week.first.isocalendar()
    when = days_when(week, "week", edtf=f"{year:04d}-W{of_year:02d}")
    return found.dated(when, days=week, relative_to="published")


def read_feast(speaking: Speaking, found: Found) -> Saying | None:
    """Read a day with a name: of the year named, else of the nearest year."""
    groups = found.groups
    row = by_form(speaking.pack, "feasts")[groups["feast"] or ""]

    def of_year(year: int) -> Days | None:
        return Days(_feast(year, row["day"]), _feast(year, row["last"] or row["day"]))

    year = int(groups.get("year") or 0)
    steps = steps_of(speaking.pack, groups)
    days, relative_to = (
        (of_year(year), None) if year else placed(speaking, found, steps=steps, of_year=of_year)
    )
    kind: Kind = "other" if row["last"] else "day"
    if days is None:
        named = of_year(_LEAP_YEAR) if row["last"] and not row["day"].startswith("E") else None
        label = "XXXX-XX-XX" if row["day"].startswith("E") else f"XXXX-{row['day']}"
        label = f"XXXX{edtf_of(named)[4:]}" if named else label
        return found.dated(unplaced(label, "day"), kind=kind, label=label, in_year=of_year)
    return found.dated(
        days_when(days, "day"),
        days=days,
        kind=kind,
        relative_to=relative_to,
        in_year=None if year else of_year,
    )


def _feast(year: int, day: str) -> date:
    if day.startswith("E"):
        return easter(year) + timedelta(int(day[1:]))
    month, _, number = day.partition("-")
    return date(year, int(month), int(number))


READERS: Mapping[str, Reader] = {
    "weekday-number": read_weekday_number,
    "day-number": read_day_number,
    "week-number": read_week_number,
    "feast": read_feast,
    "calendar": read_calendar,
}
