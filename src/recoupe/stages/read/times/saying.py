"""What the readers of said times share: the situation a time is said in, and a time as read so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import Granularity, When
from recoupe.stages.values.days import Days

Direction = Literal["past", "future"]
Kind = Literal["day", "clock", "other"]
_MAX_ANCHOR_DISTANCE = 1200
"""How far back, in characters, "the day before" may look for its day: a few paragraphs."""


@dataclass(frozen=True)
class Clock:
    """A time of day. minute, zone_minutes (east of UTC): None when not told."""

    hour: int
    minute: int | None
    zone_minutes: int | None
    about: bool = False


@dataclass(frozen=True)
class Saying:
    """A time expression with what later ones need of it.

    days: the one stretch it means, None when the words and the article's date leave it open. label: how
    the day is named without a date ("XXXX-WXX-3"). kind: "day" when it names a day, "clock", "other".
    clock: of a time of day.
    """

    expression: TimeExpression
    kind: Kind = "other"
    days: Days | None = None
    label: str | None = None
    clock: Clock | None = None


@dataclass(frozen=True)
class Speaking:
    """Where a time is said: the folded text, the days the article may be from, what was said before.

    published: None when the article's date is unknown. before: the sayings so far, in text order.
    """

    pack: Pack
    text: str
    published: Days | None
    sentence: Span
    before: tuple[Saying, ...]

    def at(self, sentence: Span, before: list[Saying]) -> Speaking:
        """Return the situation in a sentence after the sayings `before`."""
        return replace(self, sentence=sentence, before=tuple(before[-8:]))

    def anchor(self, span: Span, *, same_sentence: bool = False, any_length: bool = False) -> Saying | None:
        """Return the nearest earlier saying of a known day; of a month or year too if `any_length`.

        None when there is none near.
        """
        start = self.sentence.start if same_sentence else span.start - _MAX_ANCHOR_DISTANCE
        for saying in reversed(self.before):
            if saying.expression.span.start < start:
                return None
            if saying.days is not None and (any_length or saying.kind in {"day", "clock"}):
                return saying
        return None

    def direction(self, span: Span) -> Direction | None:
        """Return which way the verb nearest to `span` in its sentence points; None when none tells."""
        nearest: tuple[int, Direction] | None = None
        for rule in self.pack.rules("tense"):
            for match in rule.pattern.finditer(self.text, self.sentence.start, self.sentence.end):
                gap = span.start - match.end() if match.end() <= span.start else match.start() - span.end
                if gap >= 0 and (nearest is None or gap < nearest[0]):
                    nearest = (gap, rule.options["direction"])
        return nearest[1] if nearest else None


@dataclass(frozen=True)
class Found:
    """Words that a rule matched: where, by which rule, and its groups."""

    span: Span
    rule: Rule
    groups: Mapping[str, str | None]

    def dated(
        self,
        when: When,
        *,
        days: Days | None = None,
        kind: Kind = "other",
        label: str | None = None,
        relative_to: str | None = None,
    ) -> Saying:
        """Return the saying of a date."""
        expression = TimeExpression(
            self.span, "date", when.edtf, when, None, "exact", relative_to, self.rule.id
        )
        return Saying(expression, kind, days, label)


Reader = Callable[[Speaking, Found], Saying | None]


def unplaced(edtf: str, granularity: Granularity) -> When:
    """Return a said time that cannot be placed in the calendar."""
    return When(edtf, None, None, granularity)
