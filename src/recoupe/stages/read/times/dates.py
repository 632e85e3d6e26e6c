"""Read dates: with or without a year, weekdays, and weeks, months and years told by their distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from recoupe.packs import Pack
from recoupe.records.values import Granularity, When
from recoupe.stages.read.amounts import amount_of, by_form
from recoupe.stages.read.times.saying import Direction, Found, Kind, Reader, Saying, Speaking, unplaced
from recoupe.stages.values.days import (
    MAX_YEAR,
    MIN_YEAR,
    Days,
    days_when,
    month_days,
    one_day,
    one_of,
    season_days,
    span_of,
    third,
    week_days,
    weekend_days,
    year_days,
)

_ROMAN = {"i": 1, "v": 5, "x": 10}
_CLEARLY_NEAREST = 0.25
"""A date without year is the nearest one, whatever the tense says, when the other is four times as far."""
_MONTHS_OF = {"M": 1, "Q": 3, "S": 6, "Y": 12, "E": 120, "C": 1200}


def number_of(pack: Pack, lexicon: str, form: str | None, *, column: str = "number") -> int | None:
    """Return the number a table gives for a word; None without a word."""
    return int(by_form(pack, lexicon)[form][column]) if form else None


def steps_of(pack: Pack, groups: Mapping[str, str | None]) -> int | None:
    """Return -1, 0 or 1 as the word behind a period says; None without such a word."""
    return number_of(pack, "shifts", groups.get("shift"), column="steps")


def part_of(pack: Pack, groups: Mapping[str, str | None]) -> str | None:
    """Return "start", "middle" or "end" as the words before a period say; None without such words."""
    words = groups.get("part")
    return by_form(pack, "parts_of_period")[words]["part"] if words else None


def read_calendar(speaking: Speaking, found: Found) -> Saying | None:
    """Read a date that names a day, month, season, year, decade or century."""
    groups = found.groups
    for name, reader in (
        ("century", _century),
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
    roman = [_ROMAN[c] for c in found.groups["century"] or ""]
    n = sum(-v if v < max(roman[i:], default=0) else v for i, v in enumerate(roman))
    days = Days(year_days(max(1, (n - 1) * 100)).first, year_days((n - 1) * 100 + 99).last)
    return found.dated(days_when(days, "unknown", edtf=f"{n - 1:02d}XX"))


def _decade(speaking: Speaking, found: Found) -> Saying | None:
    stated = int(found.groups["decade"] or 0)
    if stated < 30:
        return found.dated(unplaced(f"XX{stated // 10}X", "unknown"))
    start = stated if stated > 99 else 1900 + stated
    days = Days(year_days(start).first, year_days(start + 9).last)
    return found.dated(days_when(days, "unknown", edtf=f"{start // 10}X"))


def _season(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    word = groups.get("season") or groups.get("season_b")
    code = number_of(speaking.pack, "seasons", word, column="code") or 21
    if groups.get("year"):
        year = int(groups["year"] or 0)
        return found.dated(days_when(season_days(year, code), "season", edtf=f"{year:04d}-{code}"))
    steps = steps_of(speaking.pack, groups)
    days = _nearest(speaking, found, steps=steps, of_year=lambda year: season_days(year, code))
    if days is None:
        return found.dated(unplaced(f"XXXX-{code}", "season"))
    return found.dated(
        days_when(days, "season", edtf=f"{days.first.year:04d}-{code}"), relative_to="published"
    )


def _years(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    year = int(groups["year"] or 0)
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    stated_b = groups.get("year_b")
    if stated_b:
        year_b = int(str(year)[: 4 - len(stated_b)] + stated_b)
        if not year < year_b <= year + 99:
            return None
        days = Days(year_days(year).first, year_days(year_b).last)
        return found.dated(days_when(days, "year", edtf=f"{year:04d}/{year_b:04d}"))
    part = part_of(speaking.pack, groups)
    if part:
        return found.dated(days_when(_part_of_year(year, part), "season"))
    return found.dated(days_when(year_days(year), "year"), days=year_days(year))


def _part_of_year(year: int, part: str) -> Days:
    """Return the first or last three months of a year, or its four middle ones."""
    first, last = {"start": (1, 3), "middle": (5, 8), "end": (10, 12)}[part]
    return Days(month_days(year, first).first, month_days(year, last).last)


def _dates(speaking: Speaking, found: Found) -> Saying | None:
    groups = found.groups
    month_b = number_of(speaking.pack, "months", groups.get("month_b"))
    month = number_of(speaking.pack, "months", groups.get("month")) or month_b
    if groups.get("month_number"):
        month = int(groups["month_number"] or 0)
    assert month is not None
    day, day_b = _day(groups.get("day")), _day(groups.get("day_b"))
    part = part_of(speaking.pack, groups)

    def of_year(year: int) -> Days | None:
        return _day_or_month(year, month, day, part=part)

    year = int(groups.get("year") or groups.get("year_b") or 0) or None
    granularity: Granularity = "day" if day else "part of month" if part else "month"
    if year:
        days, relative_to = of_year(year) if year <= MAX_YEAR else None, None
    else:
        steps = steps_of(speaking.pack, groups)
        days, relative_to = _nearest(speaking, found, steps=steps, of_year=of_year), "published"
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
        return found.dated(days_when(days, granularity, edtf=edtf), relative_to=relative_to)
    kind: Kind = "day" if day else "other"
    return found.dated(days_when(days, granularity), days=days, kind=kind, relative_to=relative_to)


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
    leap = _day_or_month(2000, month, day, part=part)
    if leap is None:
        return None
    if day:
        label = f"XXXX-{month:02d}-{day:02d}"
        if month_b and day_b:
            return found.dated(unplaced(f"{label}/XXXX-{month_b:02d}-{day_b:02d}", "day"))
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    if part:
        edtf = f"XXXX-{leap.first:%m-%d}/XXXX-{leap.last:%m-%d}"
        return found.dated(unplaced(edtf, "part of month"))
    ranged = f"/XXXX-{month_b:02d}" if month_b else ""
    return found.dated(unplaced(f"XXXX-{month:02d}{ranged}", "month"))


def _nearest(
    speaking: Speaking, found: Found, *, steps: int | None, of_year: Callable[[int], Days | None]
) -> Days | None:
    """Return the stretch of the year that the words mean, seen from the article's date.

    None when the article has no date or one so rough that two years are possible.
    """
    published = speaking.published
    if published is None:
        return None
    years = range(max(MIN_YEAR, published.first.year - 4), min(MAX_YEAR, published.last.year + 4) + 1)
    candidates = [days for year in years if (days := of_year(year)) is not None]
    chosen = {_chosen(candidates, day, steps=steps, direction=None) for day in _ends(published)}
    if len(chosen) == 1 and steps is None:
        direction = speaking.direction(found.span)
        chosen = {_chosen(candidates, day, steps=steps, direction=direction) for day in _ends(published)}
    return chosen.pop() if len(chosen) == 1 else None


def _ends(days: Days) -> tuple[date, ...]:
    return (days.first,) if days.is_one else (days.first, days.last)


def _chosen(
    candidates: list[Days], day: date, *, steps: int | None, direction: Direction | None
) -> Days | None:
    past = [days for days in candidates if days.last < day]
    future = [days for days in candidates if days.first > day]
    now = [days for days in candidates if days.first <= day <= days.last]
    if steps:
        return (past[-1] if past else None) if steps < 0 else (future[0] if future else None)
    if now:
        return now[0]
    if not past or not future:
        return next(iter(past[-1:] + future[:1]), None)
    back, ahead = (day - past[-1].last).days, (future[0].first - day).days
    if min(back, ahead) > _CLEARLY_NEAREST * max(back, ahead) and direction:
        return past[-1] if direction == "past" else future[0]
    return past[-1] if back <= ahead else future[0]


def read_weekday(speaking: Speaking, found: Found) -> Saying | None:
    """Read a weekday: the nearest one in the direction of the verb, the article's own day included.

    In an article dated by its month it is one of that month's; then all of them are kept.
    """
    if found.groups.get("day_word"):
        return read_day_word(speaking, found)
    weekday = number_of(speaking.pack, "weekdays", found.groups["weekday"]) or 1
    label = f"XXXX-WXX-{weekday}"
    published = speaking.published
    if published is None:
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    steps = steps_of(speaking.pack, found.groups)
    direction = "future" if steps == 1 else "past" if steps == -1 else speaking.direction(found.span)
    if published.is_one:
        day = published.first
        if steps:
            day = (published.moved(steps) or published).first
        days = _to_weekday(day, weekday, direction=direction)
        return found.dated(
            days_when(days, "day"), days=days, kind="day", label=label, relative_to="published"
        )
    if steps:
        near = Days((published.moved(-7) or published).first, published.last)
        if steps > 0:
            near = Days(published.first, (published.moved(7) or published).last)
        return found.dated(
            days_when(near, "day", edtf=label), kind="day", label=label, relative_to="published"
        )
    ordinals = range(published.first.toordinal(), published.last.toordinal() + 1)
    days_of = [date.fromordinal(n) for n in ordinals]
    candidates = [Days(day, day) for day in days_of if day.isoweekday() == weekday]
    when = days_when(published, "day", edtf=one_of(candidates) if candidates else label)
    return found.dated(when, kind="day", label=label, relative_to="published")


def _to_weekday(day: date, weekday: int, *, direction: Direction | None) -> Days:
    move = (weekday - day.isoweekday()) % 7 if direction == "future" else -((day.isoweekday() - weekday) % 7)
    return Days(day, day).moved(move) or Days(day, day)


def read_day_word(speaking: Speaking, found: Found) -> Saying | None:
    """Read a word such as yesterday or tomorrow."""
    distance = number_of(speaking.pack, "day_words", found.groups["day_word"], column="days") or 0
    published = speaking.published
    days = published.moved(distance) if published else None
    if published is None or days is None:
        label = "XXXX-XX-XX"
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    if days.is_one:
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")
    edtf = one_of(Days(date.fromordinal(n), date.fromordinal(n)) for n in _ordinals(days))
    return found.dated(
        days_when(days, "day", edtf=edtf), kind="day", label="XXXX-XX-XX", relative_to="published"
    )


def _ordinals(days: Days) -> range:
    return range(days.first.toordinal(), days.last.toordinal() + 1)


def read_text_day(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the day before" and the like: counted from the nearest day said before."""
    distance = number_of(speaking.pack, "text_day_words", found.groups["text_day"], column="days") or 0
    anchor = speaking.anchor(found.span)
    days = anchor.days.moved(distance) if anchor and anchor.days and anchor.days.is_one else None
    if anchor is None or days is None:
        return found.dated(unplaced("XXXX-XX-XX", "day"), kind="day", label="XXXX-XX-XX")
    at = anchor.expression.span
    return found.dated(days_when(days, "day"), days=days, kind="day", relative_to=f"{at.start}:{at.end}")


def read_period(speaking: Speaking, found: Found) -> Saying | None:
    """Read a week, weekend, month or year by its distance from the article, or a part of one."""
    groups = found.groups
    unit = groups.get("unit") or groups.get("unit_b") or ""
    iso = by_form(speaking.pack, "time_units")[unit]["iso"]
    steps = steps_of(speaking.pack, groups) or 0
    part = part_of(speaking.pack, groups)
    granularity = _granularity(iso)
    published = speaking.published
    if published is None:
        return found.dated(unplaced("XXXX", granularity))
    direction = speaking.direction(found.span) if iso == "WE" and not steps else None
    candidates = {
        days for day in _ends(published) if (days := _period(day, iso, steps=steps, direction=direction))
    }
    if not candidates:
        return found.dated(unplaced("XXXX", granularity))
    days = span_of(candidates)
    if len(candidates) > 1:
        return found.dated(
            days_when(days, granularity, edtf=f"{days.first}/{days.last}"), relative_to="published"
        )
    if part:
        days = _part_of_year(days.first.year, part) if iso == "Y" else third(days, part)
        granularity = "season" if iso == "Y" else "part of month" if iso == "M" else "unknown"
        return found.dated(days_when(days, granularity), relative_to="published")
    return found.dated(_period_when(days, iso), relative_to="published")


def _period(day: date, iso: str, *, steps: int, direction: Direction | None) -> Days | None:
    if iso == "W":
        return week_days(day).moved(7 * steps)
    if iso == "WE":
        saturday = weekend_days(day)
        if steps < 0 or (direction == "past" and day < saturday.first):
            return saturday.moved(-7)
        return saturday.moved(7) if steps > 0 and day >= saturday.first else saturday
    months = _MONTHS_OF.get(iso)
    if months is None or months > 12:
        return None
    first = (day.month - 1) // months * months + 1 + steps * months
    if not MIN_YEAR < day.year + steps < MAX_YEAR:
        return None
    return Days(month_days(day.year, first).first, month_days(day.year, first + months - 1).last)


def _period_when(days: Days, iso: str) -> When:
    if iso == "W":
        year, week, _ = days.first.isocalendar()
        return days_when(days, "week", edtf=f"{year:04d}-W{week:02d}")
    return days_when(days, _granularity(iso))


def _granularity(iso: str) -> Granularity:
    known: Mapping[str, Granularity] = {
        "D": "day", "W": "week", "WE": "week", "M": "month", "Q": "season", "S": "season", "Y": "year",
    }  # fmt: skip
    return known.get(iso, "unknown")


def read_offset(speaking: Speaking, found: Found) -> Saying | None:
    """Read a distance from the article's date: "three days ago", "in two weeks"."""
    published = speaking.published
    steps = int(found.rule.options["steps"])
    iso = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]["iso"]
    amount = amount_of(speaking.pack, found.groups)
    if amount is None:
        return None
    if published is None:
        return found.dated(unplaced("XXXX", _granularity(iso)))
    if amount.exact is None or amount.hedge != "exact":
        edge = published.first.isoformat() if published.is_one else "XXXX-XX-XX"
        edtf = f"../{edge}" if steps < 0 else f"{edge}/.."
        return found.dated(unplaced(edtf, _granularity(iso)), relative_to="published")
    moved = {_away(day, iso, steps * amount.exact) for day in _ends(published)}
    if None in moved:
        return found.dated(unplaced("XXXX", _granularity(iso)))
    days = span_of(days for days in moved if days)
    if iso == "D" and days.is_one:
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")
    if len(moved) > 1:
        edtf = f"{days.first}/{days.last}"
        return found.dated(days_when(days, _granularity(iso), edtf=edtf), relative_to="published")
    return found.dated(_period_when(days, iso), relative_to="published")


def _away(day: date, iso: str, n: float) -> Days | None:
    """Return the day, week, month or year that lies `n` units from `day`; None when the unit is no such."""
    if iso in {"D", "W"}:
        if abs(n) > 40_000:
            return None
        moved = Days(day, day).moved(round(n * (7 if iso == "W" else 1)))
        return week_days(moved.first) if moved and iso == "W" else moved
    months = _MONTHS_OF.get(iso)
    if months is None:
        return None
    if not MIN_YEAR < day.year + n * months / 12 < MAX_YEAR:
        return None
    if months == 12 and n == int(n):
        return year_days(day.year + int(n))
    return month_days(day.year, day.month + round(n * months)) if months <= 12 else None


def read_text_offset(speaking: Speaking, found: Found) -> Saying | None:
    """Read a distance from a time said before: "two months later"."""
    iso = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]["iso"]
    amount = amount_of(speaking.pack, found.groups)
    if amount is None:
        return None
    anchor = speaking.anchor(found.span, any_length=iso not in {"D", "W"})
    if anchor is None or anchor.days is None or amount.exact is None:
        return found.dated(unplaced("XXXX", _granularity(iso)))
    days = _away(anchor.days.first, iso, int(found.rule.options["steps"]) * amount.exact)
    if days is None:
        return found.dated(unplaced("XXXX", _granularity(iso)))
    at = anchor.expression.span
    relative_to = f"{at.start}:{at.end}"
    if iso == "D":
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to=relative_to)
    return found.dated(_period_when(days, iso), relative_to=relative_to)


def read_vague_period(speaking: Speaking, found: Found) -> Saying | None:
    """Read "these last days", "the coming weeks": open on the far side."""
    steps = number_of(speaking.pack, "shifts", found.groups["side"], column="steps") or 0
    published = speaking.published
    edge = published.first.isoformat() if published and published.is_one else "XXXX-XX-XX"
    return found.dated(
        unplaced(f"../{edge}" if steps < 0 else f"{edge}/..", "unknown"), relative_to="published"
    )


READERS: Mapping[str, Reader] = {
    "calendar": read_calendar,
    "weekday": read_weekday,
    "day": read_day_word,
    "text-day": read_text_day,
    "period": read_period,
    "offset": read_offset,
    "text-offset": read_text_offset,
    "period-vague": read_vague_period,
}
