"""Read weeks, months and years by their distance from the article, parts of them, and "now"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from recoupe.packs import Pack
from recoupe.records.findings import TimeExpression
from recoupe.records.values import Granularity, When
from recoupe.stages.read.amounts import Amount, amount_of, by_form
from recoupe.stages.read.times.dates import (
    number_of,
    part_of,
    part_of_year,
    part_of_year_when,
    steps_of,
)
from recoupe.stages.read.times.placing import ends_of, placed
from recoupe.stages.read.times.saying import Direction, Found, Reader, Saying, Speaking, unplaced
from recoupe.stages.read.times.spells import lasting
from recoupe.stages.values.days import (
    MAX_YEAR,
    MIN_YEAR,
    Days,
    days_when,
    decade_days,
    edtf_of,
    equal_part,
    midnight,
    month_days,
    moved_months,
    span_of,
    third,
    week_days,
    weekend_days,
    weeks_of,
    year_days,
)

_MONTHS_OF = {"M": 1, "Q": 3, "S": 6, "Y": 12, "E": 120, "C": 1200}
_MOST_DAYS = 40_000
"""Days or weeks further off than this are not counted."""
_LONGEST_CUT_DAYS = 366
_DAY_HOURS = 24
_NEAR_WEEKEND_DAYS = 2
"""From the Thursday on "this weekend" is the coming one, whatever the tense: a choice."""
_SOON_WEEKEND_DAYS = 3
"""On the Monday and Tuesday it is the last one where no verb tells: a choice."""
_CENTURY_YEARS = 9
"""From a decade on a part of it keeps the rough name of the whole."""
_PARTS_OF_YEAR = {"Q": 4, "S": 2}


def read_period(speaking: Speaking, found: Found) -> Saying | None:
    """Read a week, weekend, month or year by its distance from the article, or a part of one."""
    groups = found.groups
    unit = groups.get("unit") or groups.get("unit_b") or ""
    iso = by_form(speaking.pack, "time_units")[unit]["iso"]
    steps = steps_of(speaking.pack, groups) or 0
    part = part_of(speaking.pack, groups)
    published = speaking.published
    if published is None:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    is_free = iso == "WE" or (part and "link" in groups and not groups["article"])
    direction = speaking.direction(found.span) if is_free and not steps else None
    if part == "start" and not is_free and not steps and not speaking.is_since(found.span):
        # "It will not begin at the start of the year" is said of the next year, when this one's is over.
        to_come = speaking.direction(found.span, planned=False) == "future"
        direction = "future" if to_come else None
    if part and direction and published.is_one:
        steps = _steps_told(published, iso, part, direction=direction)
    candidates = {
        days for day in ends_of(published) if (days := period_of(day, iso, steps=steps, direction=direction))
    }
    if not candidates:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    days = span_of(candidates)
    if len(candidates) > 1:
        return found.dated(
            days_when(days, granularity_of(iso), edtf=f"{days.first}/{days.last}"), relative_to="published"
        )
    if part and iso == "Y":
        when = part_of_year_when(days.first.year, part)
        return found.dated(when, days=part_of_year(days.first.year, part), relative_to="published")
    if part and days.last.year - days.first.year < _CENTURY_YEARS:
        days = third(days, part)
        granularity: Granularity = "part of month" if iso == "M" else "unknown"
        return found.dated(days_when(days, granularity), days=days, relative_to="published")
    return found.dated(period_when(days, iso), days=days, relative_to="published")


def read_since_start(speaking: Speaking, found: Found) -> Saying | None:
    """Read "since the start of the year": from its first day to the article's."""
    published = speaking.published
    if published is None or not published.is_one:
        return None
    iso = by_form(speaking.pack, "time_units")[found.groups["unit"] or ""]["iso"]
    whole = period_of(published.first, iso, steps=0)
    if whole is None:
        return None
    days = Days(whole.first, published.last)
    when = days_when(days, "unknown", edtf=f"{days.first}/{days.last}")
    return replace(found.dated(when, days=days, relative_to="published"), is_edge=True)


def _steps_told(published: Days, iso: str, part: str, *, direction: Direction) -> int:
    """Return which week, month or year "at the start of the week" is of, by the direction it is told in."""
    whole = period_of(published.first, iso, steps=0)
    if whole is None:
        return 0
    piece = third(whole, part)
    if direction == "future":
        return int(piece.last < published.first)
    return -int(piece.first > published.last)


def period_of(day: date, iso: str, *, steps: int, direction: Direction | None = None) -> Days | None:
    """Return the week, weekend, month, year … that lies `steps` of them from the one of `day`."""
    if iso == "D":
        return Days(day, day).moved(steps)
    if iso == "W":
        return week_days(day).moved(7 * steps)
    if iso == "WE":
        saturday = weekend_days(day)
        ahead = (saturday.first - day).days
        is_over = ahead > _NEAR_WEEKEND_DAYS if direction == "past" else ahead > _SOON_WEEKEND_DAYS
        if steps < 0 or (is_over and direction != "future"):
            return saturday.moved(-7)
        return saturday.moved(7) if steps > 0 and day >= saturday.first else saturday
    months = _MONTHS_OF.get(iso)
    if months is None:
        return None
    if not MIN_YEAR < day.year + steps * max(1, months // 12) < MAX_YEAR:
        return None
    if months > 12:
        return decade_days(day.year + steps * months // 12, years=months // 12)
    first = (day.month - 1) // months * months + 1 + steps * months
    return Days(month_days(day.year, first).first, month_days(day.year, first + months - 1).last)


def period_when(days: Days, iso: str) -> When:
    """Return the said time of a whole unit: a week by its number, months that make no year as an interval."""
    if iso == "W":
        year, week, _ = days.first.isocalendar()
        return days_when(days, "week", edtf=f"{year:04d}-W{week:02d}")
    if iso in _PARTS_OF_YEAR:
        return days_when(days, "season", edtf=f"{str(days.first)[:7]}/{str(days.last)[:7]}")
    if iso in {"E", "C"}:
        digits = 3 if iso == "E" else 2
        return days_when(days, "unknown", edtf=f"{days.last.year:04d}"[:digits].ljust(4, "X"))
    return days_when(days, granularity_of(iso))


def granularity_of(iso: str) -> Granularity:
    """Return how rough a unit is."""
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
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    if iso.startswith("T"):
        return _hours_ago(found, amount, iso, steps, published=published)
    if found.groups.get("number_b") or found.groups.get("exactly"):
        return _compound_offset(speaking, found, iso=iso, amount=amount)
    if amount.exact is None:
        return found.dated(_beyond(published, iso, steps), relative_to="published")
    moved = {away(day, iso, steps * amount.exact) for day in ends_of(published)}
    if None in moved:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    days = span_of(days for days in moved if days)
    if amount.hedge != "exact":
        return _hedged_offset(found, amount, iso, steps, published=published, days=days)
    if found.rule.options.get("within"):
        return _within_offset(speaking, found, days, iso=iso)
    if iso == "D" and days.is_one:
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")
    if len(moved) > 1:
        edtf = f"{days.first}/{days.last}"
        return found.dated(days_when(days, granularity_of(iso), edtf=edtf), relative_to="published")
    return found.dated(period_when(days, iso), days=days, relative_to="published")


def _hours_ago(found: Found, amount: Amount, iso: str, steps: int, *, published: Days) -> Saying:
    """Return "two hours ago": about the article's day, when it is not as far off as days."""
    n = amount.exact or 1
    days = away(published.first, "D", steps * n / _DAY_HOURS) if iso == "TH" and n % _DAY_HOURS == 0 else None
    if published.is_one and days is not None:
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")
    if not published.is_one or (iso == "TH" and n > _DAY_HOURS):
        return found.dated(unplaced("XXXX", "unknown"))
    start = midnight(published.first)
    bounds = (start - timedelta(steps < 0), start + timedelta(1 + (steps > 0)))
    return found.dated(When(f"{published.first.isoformat()}~", *bounds, "day"), relative_to="published")


def _beyond(published: Days, iso: str, steps: int) -> When:
    """Return "some years ago" and the like: open on the far side, as rough as the unit."""
    edge = "XXXX-XX-XX"
    if published.is_one:
        edge = published.first.isoformat()[: {"Y": 4, "E": 4, "C": 4, "M": 7}.get(iso, 10)]
    return unplaced(f"../{edge}" if steps < 0 else f"{edge}/..", granularity_of(iso))


def _hedged_offset(
    found: Found, amount: Amount, iso: str, steps: int, *, published: Days, days: Days
) -> Saying:
    """Return "more than ten years ago" and the like: about then, and open where the hedge leaves it open."""
    named = edtf_of(days) if iso != "W" else period_when(days, "W").edtf
    far_open = amount.high is None
    near_open = amount.low is None
    if far_open:
        edtf = f"../{named}" if steps < 0 else f"{named}/.."
        return found.dated(unplaced(edtf, granularity_of(iso)), relative_to="published")
    if near_open:
        between = span_of([days, published])
        edtf = f"{between.first}/{between.last}"
        return found.dated(days_when(between, granularity_of(iso), edtf=edtf), relative_to="published")
    ends = [away(day, iso, steps * n) for day in ends_of(published) for n in (amount.low, amount.high) if n]
    about = span_of([days, *(end for end in ends if end)])
    when = days_when(about, granularity_of(iso), edtf=f"{named}~" if "/" not in named else named)
    return found.dated(when, relative_to="published")


def _within_offset(speaking: Speaking, found: Found, days: Days, *, iso: str) -> Saying | None:
    """Return "within three weeks": a length of time that begins on the article's day, with its bounds."""
    if speaking.published is None or not speaking.published.is_one:
        return None
    between = span_of([days, speaking.published])
    when = days_when(between, granularity_of(iso), edtf=f"{between.first}/{between.last}")
    length = lasting(speaking.pack, found)
    value = length.expression.value if length else when.edtf
    kind: Literal["duration", "date"] = "duration" if length else "date"
    return Saying(TimeExpression(found.span, kind, value, when, None, "at most", "published", found.rule.id))


def _compound_offset(speaking: Speaking, found: Found, *, iso: str, amount: Amount) -> Saying:
    """Return "a month and 21 days ago", "five years ago to the day": counted by the larger unit first."""
    pack, steps, stated = speaking.pack, int(found.rule.options["steps"]), found.groups["number_b"]
    rest = pack.functions.read_number(stated) if stated else 0.0
    iso_b = by_form(pack, "time_units")[found.groups["unit_b"] or ""]["iso"] if stated else iso
    published = speaking.published
    nothing = found.dated(unplaced("XXXX", granularity_of(iso_b)))
    if published is None or not published.is_one or rest is None or amount.exact is None:
        return nothing
    day: date | None = published.first
    for unit, n in ((iso, amount.exact), (iso_b, rest)):
        if day is not None:
            day = _exactly_away(day, unit, steps * round(n))
    if day is None:
        return nothing
    days = Days(day, day)
    return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")


def _exactly_away(day: date, iso: str, n: int) -> date | None:
    if iso in _MONTHS_OF:
        return moved_months(day, n * _MONTHS_OF[iso])
    if iso not in {"D", "W"} or abs(n) > _MOST_DAYS:
        return None
    moved = Days(day, day).moved(n * (7 if iso == "W" else 1))
    return moved.first if moved else None


def away(day: date, iso: str, n: float) -> Days | None:
    """Return the day, week, month or year that lies `n` units from `day`; None when the unit is no such."""
    if iso in {"D", "W"}:
        if abs(n) > _MOST_DAYS:
            return None
        moved = Days(day, day).moved(round(n * (7 if iso == "W" else 1)))
        return week_days(moved.first) if moved and iso == "W" else moved
    months = _MONTHS_OF.get(iso)
    if months is None:
        return None
    if not MIN_YEAR < day.year + n * months / 12 < MAX_YEAR:
        return None
    if months >= 12 and n * months % 12 == 0:
        return year_days(day.year + round(n * months / 12))
    return month_days(day.year, day.month + round(n * months)) if months <= 12 else None


def read_vague_period(speaking: Speaking, found: Found) -> Saying | None:
    """Read "these last months", "the coming weeks": a length of time that ends or begins with the article."""
    groups = found.groups
    steps = number_of(speaking.pack, "shifts", groups["side"] or groups["side_b"], column="steps") or 0
    published = speaking.published
    edge = published.first.isoformat() if published and published.is_one else "XXXX-XX-XX"
    when = unplaced(f"../{edge}" if steps < 0 else f"{edge}/..", "unknown")
    length = lasting(speaking.pack, found)
    if length is None:
        return None
    value = length.expression.value
    return Saying(
        TimeExpression(found.span, "duration", value, when, None, "exact", "published", found.rule.id)
    )


def read_now(speaking: Speaking, found: Found) -> Saying | None:
    """Read "currently", "from now on", "recently": the article's day, or what lies after or before it."""
    side = by_form(speaking.pack, "now_words")[found.groups["now"] or ""]["side"]
    published = speaking.published
    edge = edtf_of(published) if published else "XXXX-XX-XX"
    if side == "at" and published:
        return found.dated(days_when(published, "unknown"), relative_to="published")
    edtf = {"since": f"{edge}/..", "until": f"../{edge}"}.get(side, edge)
    return found.dated(unplaced(edtf, "unknown"), relative_to="published")


def read_rest(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the rest of the week", "later this year": from the article's day on, or up to it."""
    groups, published = found.groups, speaking.published
    iso = by_form(speaking.pack, "time_units")[groups["unit"] or ""]["iso"]
    if published is None or not published.is_one:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    day = published.first
    if iso == "D":
        said, relative_to = speaking.day_spoken_of()
        day = said.first if said else day
        return found.dated(days_when(Days(day, day), "day"), relative_to=relative_to)
    whole = period_of(day, iso, steps=0, direction=None)
    if whole is None or not whole.first <= day <= whole.last:
        return found.dated(unplaced("XXXX", granularity_of(iso)))
    days = Days(whole.first, day) if groups.get("earlier") else Days(day, whole.last)
    return found.dated(days_when(days, "unknown", edtf=f"{days.first}/{days.last}"), relative_to="published")


def read_nth(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the third quarter" without its year, "the second half of the month": the article's own."""
    groups, pack = found.groups, speaking.pack
    piece = groups.get("piece") or ""
    n = ordinal_of(pack, groups["ordinal"] or "")
    if groups.get("unit"):
        whole = read_period(speaking, found)
        days = nth_of(pack, n, piece, whole.days) if whole and whole.days else None
        if whole is None or days is None:
            return None
        return found.dated(piece_when(pack, piece, days), days=days, relative_to="published")
    of = _PARTS_OF_YEAR.get(by_form(pack, "time_units")[piece]["iso"], 0)
    if not 1 <= abs(n) <= of:
        return None
    # Quarters and halves are told of when their figures are known.
    days, relative_to = placed(
        speaking, found, steps=None, of_year=lambda year: equal_part(year_days(year), n, of), lean="past"
    )
    if days is None:
        return found.dated(unplaced("XXXX", "season"))
    return found.dated(
        piece_when(pack, piece, days),
        days=days,
        relative_to=relative_to,
        in_year=lambda year: equal_part(year_days(year), n, of),
    )


def read_weekday_nth(speaking: Speaking, found: Found) -> Saying | None:
    """Read "the first Sunday of the month": this month's where a verb places it, else that of every month."""
    if speaking.direction(found.span, planned=False) is not None:
        return read_nth(speaking, found)
    weekday = by_form(speaking.pack, "weekdays")[found.groups["piece"] or ""]["number"]
    value = f"XXXX-WXX-{weekday}"
    return Saying(TimeExpression(found.span, "set", value, None, None, "exact", None, found.rule.id))


def ordinal_of(pack: Pack, written: str) -> int:
    """Return the number of "second" or "3e"; -1 for the last one."""
    known = by_form(pack, "ordinals").get(written)
    return int(known["number"]) if known else int("".join(c for c in written if c.isdigit()) or 0)


def nth_of(pack: Pack, n: int, piece: str, whole: Days) -> Days | None:
    """Return the n-th weekday, week, weekend, quarter or half of a stretch; None when there is none."""
    weekday, unit = by_form(pack, "weekdays").get(piece), by_form(pack, "time_units").get(piece)
    if weekday is None and unit is None:
        return equal_part(whole, n, 2)
    iso = unit["iso"] if unit else ""
    if iso in _PARTS_OF_YEAR or iso == "M":
        is_year = whole == year_days(whole.first.year)
        return equal_part(whole, n, _PARTS_OF_YEAR.get(iso, 12)) if is_year else None
    if iso not in {"", "W", "WE", "D"} or (whole.last - whole.first).days > _LONGEST_CUT_DAYS:
        return None
    days = weeks_of(whole) if iso == "W" else _days_of(whole, iso, int(weekday["number"]) if weekday else 6)
    return days[n - 1 if n > 0 else n] if 0 < abs(n) <= len(days) else None


def _days_of(whole: Days, iso: str, weekday: int) -> tuple[Days, ...]:
    """Return the weekdays of a stretch, or its weekends when the unit is one, or all its days."""
    every = [date.fromordinal(i) for i in range(whole.first.toordinal(), whole.last.toordinal() + 1)]
    if iso == "D":
        return tuple(Days(day, day) for day in every)
    length = 1 if iso == "WE" else 0
    return tuple(Days(day, day + timedelta(length)) for day in every if day.isoweekday() == weekday)


def piece_when(pack: Pack, piece: str, days: Days) -> When:
    """Return the said time of a piece of a stretch."""
    if days.is_one:
        return days_when(days, "day")
    unit = by_form(pack, "time_units").get(piece)
    return period_when(days, unit["iso"]) if unit else days_when(days, "unknown", edtf=piece_name(days))


def piece_name(days: Days) -> str | None:
    """Return "2012-01/2012-06" or "1975/1979" for whole months or years; None for days."""
    first, last = days.first, days.last
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return f"{first.year:04d}/{last.year:04d}"
    if first.day == 1 and last == month_days(last.year, last.month).last and first.month != last.month:
        return f"{str(first)[:7]}/{str(last)[:7]}"
    return None


READERS: Mapping[str, Reader] = {
    "period": read_period,
    "since-start": read_since_start,
    "offset": read_offset,
    "period-vague": read_vague_period,
    "now": read_now,
    "rest": read_rest,
    "nth": read_nth,
    "weekday-nth": read_weekday_nth,
}
