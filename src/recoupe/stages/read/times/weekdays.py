"""Read weekdays and days told from the article's own: "Friday", "Tuesday week", "yesterday"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from recoupe.records.findings import TimeExpression
from recoupe.stages.read.times.dates import number_of, steps_of
from recoupe.stages.read.times.saying import Direction, Found, Reader, Saying, Speaking, unplaced
from recoupe.stages.values.days import Days, days_when, one_of, week_days

_NEAR_WEEK_CHARS = 12
_SOON_DAYS = 3
"""A weekday that no verb places is the nearest one: the next one up to this many days ahead."""
_ONCE = frozenset({"future", "perfect", "pluperfect", "narrative"})
_WEEK_DAYS = 7
_LIST_DAYS = 3
"""Up to how many days after the one before it a weekday of a list is taken for the next one: a choice."""
_WEEKS_ON = {"week_on": 1, "fortnight_on": 2}
"""How many weeks after the coming weekday the one is that a rule's group names ("Tuesday week")."""


def read_weekday(speaking: Speaking, found: Found) -> Saying | None:
    """Read a weekday: the nearest one in the direction of the verb, the article's own day included.

    In an article dated by its month it is one of that month's; then all of them are kept.
    """
    if found.groups.get("day_word"):
        return read_day_word(speaking, found)
    weekday = number_of(speaking.pack, "weekdays", found.groups["weekday"]) or 1
    label = f"XXXX-WXX-{weekday}"
    published = speaking.published if found.groups.get("any") is None else None
    week = _week_before(speaking, found)
    if found.groups.get("told"):
        return _weekday_told(speaking, found, weekday)
    if week is not None:
        told = week.moved(weekday - 1) or week
        days = Days(told.first, told.first)
        return found.dated(days_when(days, "day"), days=days, kind="day", relative_to="published")
    if published is None:
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    steps = steps_of(speaking.pack, found.groups)
    direction = "future" if steps == 1 else "past" if steps == -1 else speaking.direction(found.span)
    if published.is_one:
        day = published.first
        if steps:
            day = (published.moved(steps) or published).first
        ahead = (weekday - day.isoweekday()) % 7
        if direction is None and 0 < ahead <= _SOON_DAYS:
            direction = "future"
        weeks_on = next((n for word, n in _WEEKS_ON.items() if found.groups.get(word)), 0)
        listed = _next_in_list(speaking, found, weekday)
        days = listed or _to_weekday(day, weekday, direction="future" if weeks_on else direction)
        days = days.moved(_WEEK_DAYS * weeks_on) or days
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


def _next_in_list(speaking: Speaking, found: Found, weekday: int) -> Days | None:
    """Return the day of "Friday" in "Thursday and Friday": the one right after; None outside such a list."""
    before = speaking.before[-1] if speaking.before else None
    if before is None or before.kind != "day" or before.days is None or not before.days.is_one:
        return None
    link, then = (speaking.pack.compiled(f"{{list_{name}}}") for name in ("link", "then"))
    gap = before.expression.span.end, found.span.start
    is_next = then.fullmatch(speaking.text, *gap) is not None
    if not (before.label or "").startswith("XXXX-W") or not (is_next or link.fullmatch(speaking.text, *gap)):
        return None
    day = _to_weekday(before.days.first, weekday, direction="future")
    return day if is_next or (day.first - before.days.first).days <= _LIST_DAYS else None


def read_weekday_habit(speaking: Speaking, found: Found) -> Saying | None:
    """Read "le lundi": every Monday, unless a verb tells of one that was or will be."""
    if speaking.tense(found.span) in _ONCE:
        return read_weekday(speaking, found)
    weekday = number_of(speaking.pack, "weekdays", found.groups["weekday"]) or 1
    value = f"XXXX-WXX-{weekday}"
    return Saying(TimeExpression(found.span, "set", value, None, None, "exact", None, found.rule.id))


def _weekday_told(speaking: Speaking, found: Found, weekday: int) -> Saying:
    """Return the weekday after or before the day named before in the text ("the Friday after")."""
    steps = number_of(speaking.pack, "text_shifts", found.groups["told"], column="steps") or 1
    anchor = speaking.anchor(found.span)
    day = anchor.days.moved(steps) if anchor and anchor.days and anchor.days.is_one else None
    if anchor is None or day is None:
        label = f"XXXX-WXX-{weekday}"
        return found.dated(unplaced(label, "day"), kind="day", label=label)
    days = _to_weekday(day.first, weekday, direction="future" if steps > 0 else "past")
    at = anchor.expression.span
    return found.dated(days_when(days, "day"), days=days, kind="day", relative_to=f"{at.start}:{at.end}")


def _week_before(speaking: Speaking, found: Found) -> Days | None:
    """Return the week named right before a weekday ("next week, on Thursday"); None when none is."""
    if not speaking.before or speaking.before[-1].expression.span.start < speaking.sentence.start:
        return None
    said = speaking.before[-1]
    if said.days is None or found.groups.get("shift"):
        return None
    if said.kind == "day" and len(speaking.before) > 1 and said.days.is_one:
        # "Next week between Wednesday and Friday": the second day, too, lies in the week.
        week = speaking.before[-2]
        if week.days is not None and week.days.first <= said.days.first <= week.days.last:
            said = replace(said, days=week.days)
    if said.days is None or said.days != week_days(said.days.first):
        return None
    return said.days if 0 <= found.span.start - said.expression.span.end <= _NEAR_WEEK_CHARS else None


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


READERS: Mapping[str, Reader] = {
    "weekday": read_weekday,
    "weekday-habit": read_weekday_habit,
    "day": read_day_word,
}
