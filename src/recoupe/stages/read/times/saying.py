"""What the readers of said times share: the situation a time is said in, and a time as read so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, cast

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import Granularity, When
from recoupe.stages.values.days import Days, midnight

_NOWHERE = Span(0, 0)
Direction = Literal["past", "future"]
Kind = Literal["day", "clock", "other"]
Tense = Literal["future", "perfect", "pluperfect", "narrative", "imperfect", "participle", "hint"]
"""narrative: the simple past, which news tells a story of long ago in. hint: a noun that points a way."""
PAST: frozenset[Tense] = frozenset({"perfect", "pluperfect", "narrative", "imperfect"})
"""Of what has been, once or for long."""
_REMEMBERED = 12
"""How many sayings back a time may look for what it hangs on."""
_YEAR_DAYS = 366
_PART_CHARS = 8
"""How far before "of that year" the day or month may stand that is told by it."""
_VERB_CHARS = 210
"""How far from a time its verb is looked for, so that a text without a full stop takes no longer."""
_WEAK_CHARS = 40
_SINCE_CHARS = 25
_STOP_CHARS = 30
_BEHIND_CHARS = 35
_FAR_CHARS = 150
"""How far before a time a participle tells of it; how many characters the end of a clause counts for, and
that a verb stands behind the time; from how many on a verb tells nothing. Choices, tried on the press."""
OPENING_CHARS = 6
"""How far into its sentence a time may stand that the sentence opens with ("In 2019, …")."""
_NOON, _LATE, _EARLY = 12, 20, 7
"""After 11 p.m. "at 1 o'clock" is the next day; from which hour on, and up to which one: choices."""
MAX_ANCHOR_DISTANCE = 1200
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
    clock: of a time of day, or of the start of a stretch of hours that ends at `until`. is_night: it is
    the night that begins on that day. loose: its day is that of other sentences, and one that the rest
    of its own names is more likely. is_stamp: an hour that opens a paragraph, as in a running report.
    in_year: for what names a stretch of any year ("en juin"), the one of a given year. is_story: a year
    or an aside that opens its sentence ("en 2019"), which what follows may go on with. is_aside: a day
    told of as lying before another ("la veille"). is_edge: where a stretch begins or ends ("depuis
    mardi"): hours told beside it are not of that day. is_offset: a length of time after one that nobody
    names ("thirty years later"). sentence: where it was said.
    """

    expression: TimeExpression
    kind: Kind = "other"
    days: Days | None = None
    label: str | None = None
    clock: Clock | None = None
    until: Clock | None = None
    is_night: bool = False
    loose: bool = False
    is_stamp: bool = False
    in_year: Callable[[int], Days | None] | None = None
    is_story: bool = False
    is_aside: bool = False
    is_edge: bool = False
    is_offset: bool = False
    sentence: Span = _NOWHERE

    def days_at(self, hour: int) -> Days | None:
        """Return the day of an hour told after this time: the next one in the small hours of a night."""
        late = self.clock is not None and self.clock.hour >= _LATE
        if self.days is None or not ((self.is_night and hour < _NOON) or (late and hour < _EARLY)):
            return self.days
        return self.days.moved(1)

    def holds(self, hour: int) -> bool:
        """Tell whether a part of a day is named that holds an hour of it."""
        when = self.expression.when
        if self.days is None or self.clock is not None or self.expression.type != "time" or when is None:
            return False
        at = midnight(self.days.first) + timedelta(hours=hour)
        return when.earliest is not None and when.latest is not None and when.earliest <= at < when.latest


@dataclass(frozen=True)
class Speaking:
    """Where a time is said: the folded text, the days the article may be from, what was said before.

    published: None when the article's date is unknown. before: the sayings so far, in text order. block: the
    paragraph. published_minute: of its day; None when not stated.
    """

    pack: Pack
    text: str
    published: Days | None
    sentence: Span
    before: tuple[Saying, ...]
    block: Span
    published_minute: int | None = None

    def after(self, before: list[Saying]) -> Speaking:
        """Return the situation after the sayings `before`."""
        return replace(self, before=tuple(before[-_REMEMBERED:]))

    def anchor(
        self,
        span: Span,
        *,
        same_sentence: bool = False,
        any_length: bool = False,
        aside: bool = True,
        edge: bool = True,
        until: date | None = None,
        but: Days | None = None,
    ) -> Saying | None:
        """Return the nearest earlier saying of a known day; of a month or year too if `any_length`.

        aside: it may be a day that was told as lying before another. edge: it may be the edge of a stretch,
        but not in the same sentence. until: it is none of a later day. but: it is not that one. None when
        there is none near.
        """
        start = self.sentence.start if same_sentence else span.start - MAX_ANCHOR_DISTANCE
        for saying in reversed(self.before):
            if saying.expression.span.start < start:
                return None
            if (saying.is_aside and not aside) or (saying.is_edge and (same_sentence or not edge)):
                continue
            if saying.days is None or (saying.days.last - saying.days.first).days > _YEAR_DAYS:
                continue
            if saying.days == but or (until is not None and saying.days.first > until):
                continue
            if any_length or saying.kind in {"day", "clock"}:
                return saying
        return None

    def without_part(self, span: Span) -> Speaking:
        """Return the situation without a time right before, whose year the words at `span` tell.

        "Of that year" in "on 30 June of that year" is no year of the 30 June.
        """
        last = self.before[-1] if self.before else None
        is_part = last is not None and last.in_year and span.start - last.expression.span.end <= _PART_CHARS
        return replace(self, before=self.before[:-1]) if is_part else self

    def day_spoken_of(self, *, hour: int = 12) -> tuple[Days | None, str | None]:
        """Return the day that an hour without a day belongs to, and what that was told by.

        It is the last day named in the sentence or paragraph, or the only one named so far beside the
        article's own, or that of the last hour told; where no day is named, the article's own. (None, None)
        when none of these tells.
        """
        named = [s for s in self.before if s.kind != "other" and s.days is not None and s.days.is_one]
        named = [s for s in named if not s.is_edge and (s.is_story or not s.is_aside)]
        named = [s for s in named if not self._is_far_ahead(s)]
        named = [s for s in named if s.expression.span.start >= self.block.start or not self._is_long_ago(s)]
        others = {saying.days for saying in named} - {self.published}
        last = named[-1] if named else None
        is_far = last is not None and last.expression.span.start < self.block.start
        if last is not None and is_far and last.days != self.published and len(others) > 1:
            last = next((saying for saying in reversed(named) if saying.clock), None)
            last = last or (_only_around(named, hour) if hour != _NOON else None)  # noon: no hour is told
            if last is None:
                return None, None
        if last is None and hour != _NOON:
            # "Missing since Tuesday evening … It happened at 9 p.m."
            last = _only_around((s for s in self.before if s.is_edge and s.days and s.days.is_one), hour)
        if last is not None:
            at = last.expression.span
            return last.days_at(hour), f"{at.start}:{at.end}"
        if self.published is not None and self.published.is_one:
            return self.published, "published"
        return None, None

    def is_told_by_night(self, relative_to: str | None) -> bool:
        """Tell whether the words at a place ("start:end") tell of a night, which ends on the next day."""
        nights = (saying.expression.span for saying in self.before if saying.is_night)
        return any(f"{span.start}:{span.end}" == relative_to for span in nights)

    def _is_long_ago(self, saying: Saying) -> bool:
        """Tell whether a day years before the article is told in passing, amid its sentence.

        The hours of the paragraphs behind "the record of 21 August 1922" are of no day of that year.
        """
        if self.published is None or saying.days is None or saying.clock is not None:
            return False
        is_amid = saying.expression.span.start - saying.sentence.start > OPENING_CHARS
        return is_amid and (self.published.first - saying.days.last).days > _YEAR_DAYS

    def _is_far_ahead(self, saying: Saying) -> bool:
        """Tell whether a day lies more than a year ahead: no hours are told of it."""
        if self.published is None or saying.days is None or saying.clock is not None:
            return False
        return (saying.days.first - self.published.last).days > _YEAR_DAYS

    def is_again(self) -> bool:
        """Tell whether the last time of the sentence but for hours is a repeated one ("every evening")."""
        said = (s for s in reversed(self.before) if s.clock is None or s.days is not None)
        last = next(said, None)
        return (
            last is not None
            and last.expression.type == "set"
            and last.expression.span.start >= self.sentence.start
        )

    def is_since(self, span: Span) -> bool:
        """Tell whether "since" stands right before a time, which is then none to come."""
        since = self.pack.compiled(r"(?i)(?<!\w)(?:{since_word})\s?$")
        return since.search(self.text, max(0, span.start - _SINCE_CHARS), span.start) is not None

    def stamped_before(self) -> Saying | None:
        """Return the last hour that opens an earlier paragraph and whose day is known; None for none near."""
        return next((s for s in reversed(self.before) if s.is_stamp and s.days is not None), None)

    def direction(self, span: Span, *, planned: bool = True) -> Direction | None:
        """Return which way the verb nearest to `span` in its sentence points; None when none tells.

        Where none does, a word before a noun ("since the vote on Monday") may.
        planned: a present tense that tells of a plan ("begins on Monday") counts.
        """
        for hints in (False, True):
            for sign in _signs(self.pack, self.text, self.sentence, span, hints=hints):
                if planned or not sign.is_planned:
                    return None if sign.direction == "open" else sign.direction
        return None

    def is_foretold(self, span: Span) -> bool:
        """Tell whether the verb nearest to `span` is in the future tense, which tells of nothing past."""
        signs = _signs(self.pack, self.text, self.sentence, span, hints=False)
        return next((sign.is_sure for sign in signs if not sign.is_planned), False)

    def tense(self, span: Span) -> Tense | None:
        """Return the tense of the verb nearest to `span` in its sentence; None for a present one or none."""
        signs = _signs(self.pack, self.text, self.sentence, span, hints=False)
        return next((sign.tense for sign in signs if not sign.is_planned and sign.tense != "hint"), None)


def _only_around(named: Iterable[Saying], hour: int) -> Saying | None:
    """Return the only time whose part of a day holds an hour: 9 p.m. is of "Sunday evening", not "Monday"."""
    around = [saying for saying in named if saying.holds(hour)]
    return around[0] if len({s.days for s in around}) == 1 else None


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
        in_year: Callable[[int], Days | None] | None = None,
    ) -> Saying:
        """Return the saying of a date."""
        expression = TimeExpression(
            self.span, "date", when.edtf, when, None, "exact", relative_to, self.rule.id
        )
        return Saying(expression, kind, days, label, in_year=in_year)


Reader = Callable[[Speaking, Found], Saying | None]


@dataclass(frozen=True)
class _Sign:
    """A sign of tense near a time. is_planned: a present tense, which may tell of a plan.

    is_sure: it is a verb in the future tense. direction: "open" for what was to be ("he was to arrive
    on Friday"), on either side of the article.
    """

    far: int
    direction: Direction | Literal["open"]
    tense: Tense
    is_planned: bool
    is_sure: bool


@lru_cache(maxsize=_REMEMBERED)
def _signs(pack: Pack, text: str, sentence: Span, span: Span, *, hints: bool = False) -> tuple[_Sign, ...]:
    """Return the verbs in whose reach a time stands, the nearest first; with `hints`, the nouns before it."""
    start, end = max(sentence.start, span.start - _VERB_CHARS), min(sentence.end, span.end + _VERB_CHARS)
    rules = pack.rules("tense")
    clause = next(rule.pattern for rule in rules if rule.options.get("clause"))
    stops = [match.start() for match in clause.finditer(text, start, end)]
    signs = []
    for rule in rules:
        if rule.options.get("clause") or bool(rule.options.get("hint")) != hints:
            continue
        for match in rule.finditer(text, start, span.start if hints else end):
            if rule.options.get("ahead") and match.start() < span.start < match.end():
                continue
            far = _distance(span, Span(*match.span()), stops, weak=bool(rule.options.get("weak")))
            if far is not None and far < _FAR_CHARS:
                tense = cast(Tense, (match.lastgroup or rule.options["tense"]).partition("_")[0])
                planned, is_sure = bool(rule.options.get("planned")), match.lastgroup == "future_sure"
                signs.append(_Sign(far, rule.options["direction"], tense, planned, is_sure))
    return tuple(sorted(signs, key=lambda sign: sign.far))


def _distance(time: Span, sign: Span, stops: Sequence[int], *, weak: bool) -> int | None:
    """Return how far the sign of a tense is from a time, ends of clauses (`stops`) between them counted in.

    None where the sign tells nothing of the time: when it stands in it, or is weak and not right before.
    """
    if sign.start < time.start:
        # "Before the end of April" may hold the start of what it stands before.
        between = sum(sign.end <= stop < time.start for stop in stops)
        gap = max(0, time.start - sign.end)
        return None if weak and (between or gap > _WEAK_CHARS) else gap + _STOP_CHARS * between
    if sign.start < time.end or weak:
        return None
    # The comma right behind a time that opens its clause is no end of it.
    between = sum(time.end + 1 < stop < sign.start for stop in stops)
    return sign.start - time.end + _STOP_CHARS * between + _BEHIND_CHARS


def unplaced(edtf: str, granularity: Granularity) -> When:
    """Return a said time that cannot be placed in the calendar."""
    return When(edtf, None, None, granularity)
