"""Dates as others give them, kept as EDTF with the granularity they were given in."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime

# EDTF levels 0 and 1 (Library of Congress, 2019) and ISO 8601 times.
_DATE = re.compile(
    r"(?P<year>\d{4})[?~%]?(?:-(?P<month>\d{2})[?~%]?(?:-(?P<day>\d{2})[?~%]?"
    r"(?:[T ](?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?) ?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?\Z"
)
_LOOSE = re.compile(r"[\dX]{4}(?:-[\dX]{2}){0,2}(?:/(?:\.\.|[\dX]{4}(?:-[\dX]{2}){0,2}))?\Z")
_MAIL = re.compile(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d{2}:\d{2}")


def edtf(value: str) -> str | None:
    """Return a given date as EDTF when it is EDTF, ISO 8601 or RFC 2822; None when it is something else.

    The zone stays as it was given; a time without a zone stays without.

    >>> edtf("2017-05"), edtf("2017-05-10 18:04:00+0200"), edtf("12 mai 2017")
    ('2017-05', '2017-05-10T18:04:00+02:00', None)
    """
    value = value.strip()
    match = _DATE.match(value)
    if match is None:
        if _MAIL.match(value):
            return _of_mail(value)
        return value if _LOOSE.match(value) and "X" in value else None
    year, month, day = int(match["year"]), int(match["month"] or 1), int(match["day"] or 1)
    # EDTF writes the seasons as months 21 to 24.
    if 21 <= month <= 24 and match["day"] is None:
        return value
    if not 1 <= month <= 12 or not 1 <= day <= days_in(year, month):
        return None
    if not match["time"]:
        return value
    return value[:10] + "T" + match["time"].replace(",", ".") + _zone(match["zone"])


def _zone(zone: str | None) -> str:
    if zone is None or zone == "Z":
        return zone or ""
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _of_mail(value: str) -> str | None:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
