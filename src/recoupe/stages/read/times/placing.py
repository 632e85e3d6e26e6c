"""Find the year of a date that names none: that of the story told so far, else the nearest one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from recoupe.stages.read.times.saying import (
    MAX_ANCHOR_DISTANCE,
    Direction,
    Found,
    Saying,
    Speaking,
    Tense,
)
from recoupe.stages.values.days import MAX_YEAR, MIN_YEAR, Days, month_days, one_day, year_days

OfYear = Callable[[int], Days | None]
"""The stretch of a given year that some words mean ("in June"); None when that year has none."""

_FAR_AHEAD_DAYS = 120
_FAR_AHEAD_MONTHS = 190
_PAST_BIAS = 1.25
"""A date that no verb places is a past one unless a coming one is nearer by this factor; a coming one is not
so many days off, for a day and for a month or season. Choices: news tells more of the past than of plans."""
_CLEARLY_NEAREST = 0.25
"""A date without year is the nearest one, whatever the tense says, when the other is four times as far."""
_DAY_BY = frozenset({"minute", "hour", "part of day", "day", "week", "part of month", "month"})
_STORY_BY = _DAY_BY | {"season", "year"}
_NEW_CLAUSE = re.compile("[:;]")
_SURE = frozenset({"perfect", "pluperfect", "narrative"})
_BACK_DAYS = 7
"""From the 21st "the 19th" is two days back, "the 3rd" one of the month after: a choice."""
_MONTH_DAYS = 28
"""A stretch so long that a verb in the future tense places lies ahead, however near the last one is."""
_BEFORE_CHARS = 16
_LATELY_DAYS = 31
"""A date that lies so near the article is news, not part of a story of the year before: a choice."""


def placed(
    speaking: Speaking,
    found: Found,
    *,
    steps: int | None,
    of_year: OfYear,
    lean: Direction | None = None,
    weekday: int | None = None,
) -> tuple[Days | None, str]:
    """Return the stretch of the year that the words mean, and what its year was told by.

    "On 21 August 1911 … On 23 August …": the year is that of the story so far, or the next one. lean: as of
    `nearest`. weekday: of the day, when it is told.
    """
    near = _of_this_year(speaking, found, of_year) if steps is None else None
    near = near or nearest(speaking, found, steps=steps, of_year=of_year, lean=lean)
    if weekday and near is not None and speaking.published is not None:
        near = _on_weekday(near, speaking.published, weekday=weekday, of_year=of_year)
    story = _story(speaking, found) if steps is None else None
    if story is not None and story.days is not None:
        year = story.days.first.year
        told = of_year(year)
        if told is not None and told.last < story.days.first:
            told = of_year(year + 1)
        if weekday and near is not None and near.first.isoweekday() == weekday:
            told = None
        if told is not None and _goes_on(speaking, found, story, told=told, near=near):
            at = story.expression.span
            return told, f"{at.start}:{at.end}"
    return near, "published"


def _of_this_year(speaking: Speaking, found: Found, of_year: OfYear) -> Days | None:
    """Return what is told as past in a sentence that has just named the article's own year."""
    last, published = speaking.before[-1] if speaking.before else None, speaking.published
    if last is None or published is None or last.sentence != speaking.sentence:
        return None
    days = of_year(published.first.year) if last.days == year_days(published.first.year) else None
    is_past = days is not None and days.last <= published.first
    return days if is_past and speaking.direction(found.span) == "past" else None


def _on_weekday(near: Days, published: Days, *, weekday: int, of_year: OfYear) -> Days:
    """Return the day of one of the years around the article's that is the weekday told.

    One of late stays: more weekdays are written wrong than such days are of another year.
    """
    if abs(published.first - near.first).days <= _LATELY_DAYS:
        return near
    year = published.first.year
    days = (of_year(y) for y in (year, year - 1, year + 1))
    return next((day for day in days if day is not None and day.first.isoweekday() == weekday), near)


def _told_before(speaking: Speaking, found: Found) -> Iterator[Saying]:
    """Yield the times named in the paragraphs right before, the last one first."""
    for saying in reversed(speaking.before):
        if saying.expression.span.start < found.span.start - MAX_ANCHOR_DISTANCE:
            return
        if saying.expression.type not in {"duration", "set"} and saying.days is not None:
            yield saying


def _story(speaking: Speaking, found: Found) -> Saying | None:
    """Return the last time of a story that a date may go on with; None when another time was named since.

    It is one with its year, or told by such a one. A year alone tells of its own paragraph only.
    """
    for saying in _told_before(speaking, found):
        told_by, when = saying.expression.relative_to, saying.expression.when
        if when is None or when.granularity not in _STORY_BY or (told_by and ":" not in told_by):
            return None
        is_here = saying.expression.span.start >= speaking.block.start
        if _is_passing(saying):
            # "Since 2006 it is forbidden" tells no story of 2006.
            return saying if is_here and not saying.is_edge else None
        if saying.is_edge and not is_here:
            # What has been so "since 2 May 1989" is no story of that year.
            return None
        return saying if is_here or when.granularity != "year" else None
    return None


def _goes_on(speaking: Speaking, found: Found, story: Saying, *, told: Days, near: Days | None) -> bool:
    """Tell whether a date goes on with a story, rather than being the one nearest to the article.

    Nothing told of as yet to come does, nor a date of late when the story is another paragraph's or of the
    year before.
    """
    is_here = story.expression.span.start >= speaking.block.start
    published = speaking.published
    if published is None or near is None or told == near:
        return is_here
    if told.first > published.last or story.days is None:
        return False
    is_old = published.first.year > story.days.first.year + 1
    is_late = abs(published.first - near.last).days <= _LATELY_DAYS
    if is_here:
        tense = speaking.tense(found.span)
        base = replace(speaking, sentence=story.sentence).tense(story.expression.span)
        if is_old:
            return _is_told_alike(speaking, found, story, tenses=(base, tense), is_late=is_late)
        if tense != "future" and _is_next_step(speaking, found, story):
            return True
        return tense != "future" and base != "participle" and not (is_late or _is_passing(story))
    direction = speaking.direction(found.span, planned=False)
    return not is_late and (direction == "past" or (is_old and direction is None))


def _is_next_step(speaking: Speaking, found: Found, story: Saying) -> bool:
    """Tell whether a date is told as the next step of what its sentence told before ("then … on 1 May")."""
    if story.sentence != speaking.sentence or _is_passing(story):
        return False
    link = speaking.pack.compiled("{story_next}")
    return link.search(speaking.text, story.expression.span.end, found.span.start) is not None


def _is_passing(story: Saying) -> bool:
    """Tell whether the time of a story is a year or season said in passing, not opening its sentence."""
    when = story.expression.when
    is_wide = when is None or when.granularity in {"year", "season"}
    return is_wide and not story.is_story and not story.expression.relative_to


def _is_told_alike(
    speaking: Speaking,
    found: Found,
    story: Saying,
    *,
    tenses: tuple[Tense | None, Tense | None],
    is_late: bool,
) -> bool:
    """Tell whether a date is told in the tense of a story of long ago. tenses: the story's, the date's.

    News is told in the perfect, stories in the simple past, in the pluperfect, or in the present; a year said
    in passing is a story's only for what is told so.
    """
    base, tense = tenses
    is_next = story.sentence != speaking.sentence
    if not _is_passing(story):
        if tense == "future":
            return False
        if tense is None:
            is_plan = is_late and base in {"perfect", "participle"}
            return not is_plan and speaking.direction(found.span, planned=False) is None
        return tense != "perfect" or base is not None
    if tense in {"pluperfect", "imperfect"}:
        return base in {"narrative", "pluperfect", "imperfect"} or (base is None and is_next)
    if tense is not None or base not in {"narrative", None}:
        return tense == "narrative"
    gap = speaking.text[story.expression.span.end : found.span.start]
    return is_next or _NEW_CLAUSE.search(gap) is not None


def day_of_story(speaking: Speaking, found: Found, number: int) -> tuple[Days, str] | None:
    """Return the day of a month ("the 25th") that goes on with the last date whose month was named.

    None when another time was named since.
    """
    last = next(_told_before(speaking, found), None)
    if last is None or last.days is None or last.expression.when is None:
        return None
    has_month = last.in_year is not None or ":" in (last.expression.relative_to or ":")
    if not has_month or last.expression.when.granularity not in _DAY_BY:
        return None
    to_come = speaking.published is not None and last.days > speaking.published
    if last.is_edge and to_come and last.sentence != speaking.sentence:
        # "Before Christmas. … until the 5th": nothing is told of December.
        return None
    first, at = last.days.first, last.expression.span
    is_same_month = number >= first.day - _BACK_DAYS
    month = month_days(first.year, first.month + (not is_same_month)).first
    day = one_day(month.year, month.month, number)
    return (day, f"{at.start}:{at.end}") if day is not None else None


def nearest(
    speaking: Speaking, found: Found, *, steps: int | None, of_year: OfYear, lean: Direction | None = None
) -> Days | None:
    """Return the stretch of the year that the words mean, seen from the article's date.

    lean: which way it is meant where no verb tells; None for the nearer one. None when the article has no
    date or one so rough that two years are possible.
    """
    published = speaking.published
    if published is None:
        return None
    years = range(max(MIN_YEAR, published.first.year - 4), min(MAX_YEAR, published.last.year + 4) + 1)
    candidates = [days for year in years if (days := of_year(year)) is not None]
    ends = ends_of(published)
    meant = {chosen(candidates, day, steps=steps, direction=None) for day in ends}
    if len(meant) == 1 and steps is None:
        direction = speaking.direction(found.span) or lean
        tense = speaking.tense(found.span)
        is_ahead = direction == "future" and _is_foretold(speaking, found)
        is_sure = tense in _SURE or is_ahead
        if speaking.is_since(found.span):
            candidates = [days for days in candidates if days.first <= published.last] or candidates
        meant = {chosen(candidates, day, steps=steps, direction=direction, is_sure=is_sure) for day in ends}
    return meant.pop() if len(meant) == 1 else None


def _is_foretold(speaking: Speaking, found: Found) -> bool:
    """Tell whether a verb in the future tense places the words themselves, not a thing that is of then."""
    if found.groups.get("this") or not speaking.is_foretold(found.span):
        return False
    start = max(speaking.sentence.start, found.span.start - _BEFORE_CHARS)
    of_a_thing = speaking.pack.compiled("{of_a_thing}")
    return of_a_thing.search(speaking.text, start, found.span.start) is None


def ends_of(days: Days) -> tuple[date, ...]:
    """Return the days an article may have been written on at the earliest and the latest."""
    return (days.first,) if days.is_one else (days.first, days.last)


def _length(days: Days) -> int:
    return (days.last - days.first).days + 1


def chosen(
    candidates: list[Days],
    day: date,
    *,
    steps: int | None,
    direction: Direction | None,
    is_sure: bool = False,
) -> Days | None:
    """Return the one of several stretches that is meant on a day; None when none lies that way.

    is_sure: a tense that never tells of the other way gives the direction of months, however near it is.
    """
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
    is_clear = min(back, ahead) <= _CLEARLY_NEAREST * max(back, ahead)
    if is_sure and direction == "future":
        is_clear = is_clear and _length(future[0]) < _MONTH_DAYS
    is_month = is_sure and direction == "past" and 1 < _length(future[0]) <= _LATELY_DAYS
    if direction and (not is_clear or is_month):
        return past[-1] if direction == "past" else future[0]
    far = _FAR_AHEAD_DAYS if future[0].is_one else _FAR_AHEAD_MONTHS
    return past[-1] if back <= _PAST_BIAS * ahead or ahead > far else future[0]
