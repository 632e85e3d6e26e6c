"""Calendar arithmetic: stretches of days, their EDTF names, and the day an article speaks from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from recoupe.records.documents import Document
from recoupe.records.values import Granularity, When

MIN_YEAR, MAX_YEAR = 1, 9998
_PUBLISHED = re.compile(r"(\d{4})[?~%]?(?:-(\d{2})[?~%]?(?:-(\d{2})[?~%]?)?)?(?:-XX){0,2}(?:T.*)?\Z")
_PUBLISHED_AT = re.compile(r"\dT(\d{2}):(\d{2})")
_MAX_LISTED_DAYS = 6
_WEEK = 7
_SEASON_STARTS = {21: (3, 20), 22: (6, 21), 23: (9, 22), 24: (12, 21)}


@dataclass(frozen=True, order=True)
class Days:
    """A stretch of whole days, first and last included."""

    first: date
    last: date

    def moved(self, days: int) -> Days | None:
        """Return the stretch `days` further on; None when it leaves the calendar."""
        try:
            return Days(self.first + timedelta(days), self.last + timedelta(days))
        except OverflowError:
            return None

    @property
    def is_one(self) -> bool:
        """Whether the stretch is a single day."""
        return self.first == self.last


def published_days(edtf: str | None) -> Days | None:
    """Return the days an article may have been published on; None when nobody states it readably.

    >>> published_days("2031-02")
    Days(first=datetime.date(2031, 2, 1), last=datetime.date(2031, 2, 28))
    """
    match = _PUBLISHED.match(edtf) if edtf else None
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    if not month:
        return year_days(year)
    if not 1 <= month <= 12:
        return None
    if not day:
        return month_days(year, month)
    return one_day(year, month, day)


def published_instant(edtf: str | None) -> datetime | None:
    """Return when an article was published, in UTC where no zone is stated; None for less than a day.

    >>> published_instant("2031-02-03T08:30:00+01:00").isoformat(), published_instant("2031-02")
    ('2031-02-03T08:30:00+01:00', None)
    """
    if edtf is None or len(edtf) < len("2031-02-03"):
        return None
    told = datetime.fromisoformat(edtf)
    return told if told.tzinfo is not None else told.replace(tzinfo=UTC)


def instant_of(document: Document) -> datetime | None:
    """Return when a document was published, as `published_instant` does; None when it does not say."""
    return published_instant(None if document.published is None else document.published.value)


def published_minute(edtf: str) -> int | None:
    """Return the minute of its day at which an article came out, by its own clock; None when not stated.

    >>> published_minute("2031-05-14T18:04:00+02:00"), published_minute("2031-05-14")
    (1084, None)
    """
    match = _PUBLISHED_AT.search(edtf)
    return int(match[1]) * 60 + int(match[2]) if match else None


def one_day(year: int, month: int, day: int) -> Days | None:
    """Return the stretch of one day; None when there is no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Days(found, found) if MIN_YEAR <= year <= MAX_YEAR else None


def month_days(year: int, month: int) -> Days:
    """Return the days of a month; the month may lie outside 1 to 12 and then counts on from the year."""
    years, month0 = divmod(month - 1, 12)
    year += years
    after = date(year + (month0 == 11), (month0 + 1) % 12 + 1, 1)
    return Days(date(year, month0 + 1, 1), after - timedelta(1))


def year_days(year: int) -> Days:
    """Return the days of a year."""
    return Days(date(year, 1, 1), date(year, 12, 31))


def season_days(year: int, code: int) -> Days:
    """Return the days of a season of the northern year, by its EDTF code (21 spring … 24 winter).

    A winter bears the year in which it begins.
    """
    following = 21 if code == 24 else code + 1
    start = date(year, *_SEASON_STARTS[code])
    return Days(start, date(year + (code == 24), *_SEASON_STARTS[following]) - timedelta(1))


def week_days(day: date) -> Days:
    """Return the week, Monday to Sunday, that holds `day`."""
    monday = day - timedelta(day.weekday())
    return Days(monday, monday + timedelta(6))


def weekend_days(day: date) -> Days:
    """Return the Saturday and Sunday of the week that holds `day`."""
    sunday = week_days(day).last
    return Days(sunday - timedelta(1), sunday)


def decade_days(year: int, *, years: int = 10) -> Days:
    """Return the decade that holds a year, or its century with `years` 100."""
    start = max(MIN_YEAR, year // years * years)
    return Days(year_days(start).first, year_days(min(MAX_YEAR, year // years * years + years - 1)).last)


def moved_years(days: Days, years: int) -> Days | None:
    """Return a stretch of the calendar as many years on; None when a day of it is missing there."""
    if days == month_days(days.first.year, days.first.month):
        moved = days.first.year + years
        return month_days(moved, days.first.month) if MIN_YEAR <= moved <= MAX_YEAR else None
    try:
        return Days(*(day.replace(year=day.year + years) for day in (days.first, days.last)))
    except ValueError:
        return None


def moved_months(day: date, months: int) -> date | None:
    """Return the same day of another month, or the last one of a shorter month; None outside the calendar."""
    if not MIN_YEAR < day.year + months // 12 < MAX_YEAR:
        return None
    there = month_days(day.year, day.month + months)
    return min(there.first + timedelta(day.day - 1), there.last)


def weeks_of(days: Days) -> tuple[Days, ...]:
    """Return the weeks of a month or year: those with their Thursday in it, as ISO 8601 counts them."""
    first = week_days(days.first)
    if first.first + timedelta(3) < days.first:
        first = week_days(days.first + timedelta(7))
    starts = range(first.first.toordinal(), days.last.toordinal() - 2, 7)
    return tuple(week_days(date.fromordinal(n)) for n in starts)


def equal_part(days: Days, n: int, of: int) -> Days | None:
    """Return the n-th of `of` parts of a stretch, counted in years, months or days; None without it.

    A month is cut after its 15th day. n below 0 counts from the end.

    >>> equal_part(month_days(2031, 2), 2, of=2)
    Days(first=datetime.date(2031, 2, 16), last=datetime.date(2031, 2, 28))
    """
    n = of + 1 + n if n < 0 else n
    if not 1 <= n <= of:
        return None
    months = (days.last.year - days.first.year) * 12 + days.last.month - days.first.month + 1
    if months >= of and months % of == 0 and days.first.day == 1:
        step = months // of
        first = days.first.month + (n - 1) * step
        return Days(
            month_days(days.first.year, first).first, month_days(days.first.year, first + step - 1).last
        )
    length = (days.last - days.first).days + 1
    step = 15 if of == 2 and 28 <= length <= 31 else max(1, length // of)
    start = days.first + timedelta((n - 1) * step)
    return Days(start, days.last if n == of else start + timedelta(step - 1))


def easter(year: int) -> date:
    """Return Easter Sunday of a year of the Gregorian calendar.

    >>> easter(2031)
    datetime.date(2031, 4, 13)
    """
    golden, century = year % 19, year // 100
    epact = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    full_moon = epact - epact // 28 * (1 - 29 // (epact + 1) * ((21 - golden) // 11))
    weekday = (year + year // 4 + full_moon + 2 - century + century // 4) % 7
    month = 3 + (full_moon - weekday + 40) // 44
    return date(year, month, full_moon - weekday + 28 - 31 * (month // 4))


def third(days: Days, part: str) -> Days:
    """Return the "start", "middle" or "end" of a stretch: of a month the 1st–10th, 11th–20th or the rest.

    Of a week each is three days: from Monday, from Tuesday, from Friday on.
    """
    n = (days.last - days.first).days + 1
    if n == _WEEK:
        first = days.first + timedelta({"start": 0, "middle": 1, "end": 4}[part])
        return Days(first, first + timedelta(2))
    step = 10 if 28 <= n <= 31 else max(1, n // 3)
    if part == "start":
        return Days(days.first, days.first + timedelta(step - 1))
    if part == "middle":
        return Days(days.first + timedelta(step), days.first + timedelta(2 * step - 1))
    return Days(days.first + timedelta(2 * step), days.last)


def days_when(days: Days, granularity: Granularity, *, edtf: str | None = None) -> When:
    """Return the said time that covers `days`; its EDTF value is made from them unless given."""
    return When(edtf or edtf_of(days), midnight(days.first), midnight(days.last + timedelta(1)), granularity)


def midnight(day: date) -> datetime:
    """Return the start of a day. The clock of an unnamed place is taken for UTC: nobody says more."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def edtf_of(days: Days) -> str:
    """Return the shortest EDTF name of a stretch: a day, month, year, or an interval of days.

    >>> edtf_of(Days(date(2031, 2, 1), date(2031, 2, 28)))
    '2031-02'
    """
    if days.is_one:
        return days.first.isoformat()
    year = days.first.year
    if days == year_days(year):
        return f"{year:04d}"
    if days == month_days(year, days.first.month):
        return f"{year:04d}-{days.first.month:02d}"
    return f"{days.first.isoformat()}/{days.last.isoformat()}"


def one_of(candidates: Iterable[Days]) -> str:
    """Return the EDTF name of "one of these days": a list when short, else the month or year that holds them.

    >>> one_of([Days(date(2031, 5, 7), date(2031, 5, 7)), Days(date(2031, 5, 14), date(2031, 5, 14))])
    '[2031-05-07,2031-05-14]'
    """
    found = sorted(set(candidates))
    if len(found) == 1:
        return edtf_of(found[0])
    if len(found) <= _MAX_LISTED_DAYS:
        return "[" + ",".join(edtf_of(days) for days in found) + "]"
    first, last = found[0].first, found[-1].last
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.year:04d}-{first.month:02d}-XX"
    if first.year == last.year:
        return f"{first.year:04d}-XX-XX"
    return f"[{first.isoformat()}..{last.isoformat()}]"


def span_of(candidates: Iterable[Days]) -> Days:
    """Return the shortest stretch that holds all candidates; there has to be one at least."""
    found = sorted(set(candidates))
    return Days(found[0].first, max(days.last for days in found))
