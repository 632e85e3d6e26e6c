"""The hour of what an article is about, and the day that its words leave out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal

from recoupe.records.findings import TimeExpression
from recoupe.records.values import When
from recoupe.stages.accounts.clauses import Clause
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.text.event_words import pattern
from recoupe.stages.text.folded import folded

_EVENING, _MORNING = 18, 12
"""From that hour on a night begins; before that hour one is over."""
CLOCK = frozenset({"minute", "hour"})
"""What is not so at some hour may be so at another."""
_BEFORE_CHARS = 16
"""How far before a day the word may begin by which something began then."""
LIGHT = frozenset({"hold", "begin", "end"})
"""That something happens, begins or ends says least of all what it is."""


def main_of(
    teller: Teller, clause: Clause, time: TimeExpression, *, ends: bool
) -> Literal["told", "first", ""]:
    """Return whether a clause gives the hour of what the article is about; "" when it does not.

    It is "told" by "il était 7 heures", and of "the accident" or any word that can only mean it. The "first"
    hour of the article, where something happens then, may be that of something else. ends: it is when
    something was over.
    """
    if not _is_hour(time) or clause.planned or ends:
        return ""
    text = teller.document.text
    if pattern(teller.pack, "it was").search(folded(text[clause.sentence.start : time.span.start])):
        return "told"
    if pattern(teller.pack, "the event").search(folded(clause.span.of(text))):
        return "told"
    if any(_is_hour(other) and other.span < time.span for other in teller.reading.times):
        return ""
    return "first" if any(key not in LIGHT for _, key in clause.events) else ""


def _is_hour(time: TimeExpression) -> bool:
    return time.type == "time" and time.when is not None and time.when.granularity in CLOCK


def on_its_day(teller: Teller, time: TimeExpression) -> When | None:
    """Return the hour of what the article is about, on the day that is told for it.

    An hour whose sentence names no day is read as one of the day of the article, if at all, which need not be
    its day: "7 h 34" in an article of the week after. The first single day that an article speaks of is most
    often the one. None when no day is known.
    """
    when = time.when
    if when is None or names_day(teller, time):
        return when
    day = _first_day(teller)
    if day is None:
        return when
    clock = datetime.fromisoformat(f"{day.date().isoformat()}T{when.edtf.rstrip('~').partition('T')[2]}")
    # One in the morning of Saturday night is on Sunday.
    is_next = day.hour >= _EVENING and clock.hour < _MORNING
    hour = clock + timedelta(days=is_next)
    earliest = hour.replace(tzinfo=UTC)
    latest = earliest + (timedelta(minutes=1) if when.granularity == "minute" else timedelta(hours=1))
    return When(f"{hour:%Y-%m-%dT%H:%M}", earliest, latest, when.granularity)


def names_day(teller: Teller, time: TimeExpression) -> bool:
    """Tell whether the sentence of an hour names its day."""
    sentence = teller.sentences_over(time.span).of(teller.document.text)
    return pattern(teller.pack, "day").search(folded(sentence)) is not None


def _first_day(teller: Teller) -> datetime | None:
    """Return the first single day that the article names, or its part or hour; None when it names none."""
    says_day = pattern(teller.pack, "day").search
    text = teller.document.text
    for time in sorted(teller.reading.times, key=lambda t: t.span):
        when = time.when
        if time.type not in ("date", "time") or when is None or when.earliest is None or when.latest is None:
            continue
        if when.latest - when.earliest > timedelta(days=1) or when.granularity == "unknown":
            continue
        before = folded(text[max(0, time.span.start - _BEFORE_CHARS) : time.span.start])
        if pattern(teller.pack, "start").search(before):
            # "Disparue depuis dimanche, Lina a été retrouvée mardi": she is found on no Sunday.
            continue
        if time.type == "date" or says_day(folded(time.span.of(text))):
            return when.earliest
    return None
