"""The facts of a story's events, laid out to be compared: each with what its article and its story say."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from msgspec.structs import replace as changed

from recoupe.records.accounts import CONTRARY, NAMED, SAYS_NO, Comparable, Setting, Telling, contrary
from recoupe.records.findings import Slot
from recoupe.records.spans import Span
from recoupe.records.values import Interval, Value, When
from recoupe.stages.values.days import published_instant

BROAD = frozenset({"hold", "meet", "play", "arrive", "attend", "leave", "begin", "end"})
"""Events of which a story may have several: one such word alone says too little."""

OFTEN = 5
"""Clauses of one article that name a key before it is what the article is about."""

NEWS_DAYS = timedelta(days=2)
"""Around its article, in which any time may be that of the news itself; one outside is seldom told of two
things in one story."""

_ONE_HOUR = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)T(?P<clock>[^/]+)")
"""An hour of the clock with its day, in EDTF."""


@dataclass(frozen=True)
class Fact:
    """A comparable of an event, laid out to be compared with many.

    weight_of: how much each key says. topics: those of what its story is about. published: its article's
    date; None when it has none. own: all that its article tells, each with each thing it is told of.
    values: the times, durations and figures in its clause, each with its slot. until: the beginning of the
    day or hour until which its clause says that it is so; None when it says none. n_alike: how many values
    its article tells of its slot and fineness, this one among them. contrasts: by kind and thing what its
    clause says, where its article says nothing else of that.
    """

    told: Comparable
    setting: Setting
    weight_of: Mapping[str, float]
    topics: frozenset[str]
    published: datetime | None = None
    own: frozenset[tuple[str, str]] = frozenset()
    values: tuple[tuple[Slot, Value], ...] = ()
    until: datetime | None = None
    n_alike: int = 1
    contrasts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[str]:
        """What its clause names."""
        return frozenset(self.setting.around)

    @cached_property
    def voices(self) -> frozenset[str]:
        """Who stands behind its clause, in lower case."""
        return frozenset(source.name.casefold() for source in self.told.authority)

    @cached_property
    def signs(self) -> dict[str, bool]:
        """By event whether the clause says that it is so; nothing of one it says and says the contrary of."""
        denied = self.told.polarity == "denied"
        words = {word.removeprefix(NAMED) for word in self.setting.words}
        return {
            key.removeprefix(CONTRARY): key.startswith(CONTRARY) == denied
            for key in words
            if not {key.removeprefix(CONTRARY), CONTRARY + key.removeprefix(CONTRARY)} <= words
        }

    @cached_property
    def events(self) -> frozenset[str]:
        """The events of its clause, or the one nearest to its time or place."""
        return frozenset(key.lstrip(NAMED + CONTRARY) for key in self.setting.words)

    @cached_property
    def said(self) -> frozenset[str]:
        """The events that its clause does not only name."""
        return frozenset(w.removeprefix(CONTRARY) for w in self.setting.words if not w.startswith(NAMED))

    @cached_property
    def tellings(self) -> tuple[Telling, ...]:
        """What its clause affirms, or what it denies first of all."""
        is_denied = self.told.polarity == "denied"
        return tuple(
            telling
            for telling in self.setting.tellings
            if not is_denied or telling.keys[0].removeprefix(CONTRARY) == self.setting.happened
        )

    @cached_property
    def spurned(self) -> frozenset[str]:
        """What its clause says no to by a word of its own: "la justice rejette l'indemnisation"."""
        told = (telling for telling in self.setting.tellings if telling.keys[0] in SAYS_NO)
        return frozenset(key for telling in told if telling.is_said for key in telling.behind)

    def subjects(self, event: str) -> frozenset[str]:
        """Return the names that its clause tells an event, or its contrary, of."""
        told = (telling for telling in self.setting.tellings if event in events_of(telling))
        return frozenset(key for telling in told for key in telling.before if key in self.setting.places)

    def states(self, keys: Iterable[str]) -> frozenset[str]:
        """Return what its clause says by telling some keys: their contraries where it denies them."""
        return frozenset(keys if self.told.polarity == "asserted" else map(contrary, keys))

    def says(self, state: str) -> bool:
        """Tell whether its clause says something, whatever else it says."""
        return any(state in self.states(telling.keys) for telling in self.setting.tellings)

    @cached_property
    def affirmed(self) -> frozenset[str]:
        """What its clause tells something of, and does not only name beside it."""
        return self.keys - set(self.setting.beside)

    @cached_property
    def bound(self) -> str:
        """Whether a time is the "end" of something, a duration a "part", or what somebody asks for or risks.

        When something begins is when it is, and a figure is reached in as long as something lasts.
        """
        return "" if self.setting.noun in ("start", "counted") else self.setting.noun

    @cached_property
    def grain(self) -> str:
        """What a time is as fine as: a "day" with its parts and hours, or more; "" for no time."""
        if not isinstance(self.told.value, When):
            return ""
        grain = self.told.value.granularity
        return "day" if grain in ("minute", "hour", "part of day", "day") else grain

    @cached_property
    def clock(self) -> datetime | None:
        """The hour of the clock that it tells, with its day; None for a coarser time or none."""
        when = self.told.value
        is_hour = isinstance(when, When) and when.granularity in ("minute", "hour")
        return when.earliest if isinstance(when, When) and is_hour else None

    @cached_property
    def is_far(self) -> bool:
        """Tell whether a time lies well before or after its article: it is no day of the news."""
        when, published = self.told.value, self.published
        if not isinstance(when, When) or published is None or when.earliest is None or when.latest is None:
            return False
        return when.earliest > published + NEWS_DAYS or when.latest < published - NEWS_DAYS

    @cached_property
    def weight(self) -> float:
        """How much its clause says in all."""
        return self.weighed(self.keys)

    @cached_property
    def telling_keys(self) -> frozenset[str]:
        """What its clause names, without what its story is about."""
        return self.keys - self.topics

    def weighed(self, keys: Iterable[str]) -> float:
        """Return how much some keys say."""
        # Added up exactly: the order of a set must not decide between two facts.
        return math.fsum(self.weight_of.get(key, 1.0) for key in keys)

    def in_common(self, other: Fact) -> float:
        """Return how much the words say that two clauses have in common."""
        return self.weighed(self.keys & other.keys)


def events_of(telling: Telling) -> frozenset[str]:
    """Return the events that something is told of, whether it says them or their contraries."""
    return frozenset(key.removeprefix(CONTRARY) for key in telling.keys)


def hours_later(first: Fact, second: Fact) -> float:
    """Return how much later the article of the second fact is; 0 where one of the two has no date."""
    if first.published is None or second.published is None:
        return 0.0
    return (second.published - first.published).total_seconds() / 3600


def in_order(left: Fact, right: Fact) -> tuple[Fact, Fact, datetime] | None:
    """Return the fact of the earlier article, that of the later one, and when the earlier one was published.

    None where it is not known which one that is, or both are of one time.
    """
    if left.published is None or right.published is None or left.published == right.published:
        return None
    if left.published < right.published:
        return left, right, left.published
    return right, left, right.published


def name_others(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Tell whether two clauses both name something, as their places, and nothing in common."""
    return bool(ours and theirs) and set(ours).isdisjoint(theirs)


def facts_of(
    told: Iterable[Comparable], document_of: Mapping[str, str], published: Mapping[str, str]
) -> list[Fact]:
    """Return the facts of events in order of their ids.

    A key says the less the more clauses of the story have it. What an article names again and again is what
    it is about, and tells none of its clauses from the others. document_of: document by comparable.
    published: date by document.
    """
    dates = {document: published_instant(stated) for document, stated in published.items()}
    told = _on_one_day(sorted(told, key=lambda c: c.id), document_of, dates)
    ordered = [c for c in told if c.setting is not None and c.kind == "event"]
    clauses = [c for c in ordered if c.slot == "decision"]
    counts: Counter[str] = Counter()
    own: dict[str, Counter[str]] = {}
    for clause in clauses:
        keys = clause.setting.around if clause.setting is not None else ()
        counts.update(keys)
        own.setdefault(document_of[clause.id], Counter()).update(keys)
    most = math.log(1 + len(clauses) / 2) or 1.0
    weight_of = {key: min(1.0, math.log(1 + len(clauses) / n) / most) for key, n in counts.items()}
    topics = frozenset(key for found in own.values() for key, n in found.items() if n >= OFTEN)
    values = _values_in(clauses, told, document_of)
    ends = _ends_in(clauses, ordered, document_of)
    facts = [
        Fact(
            c,
            c.setting,
            weight_of,
            topics,
            dates.get(document_of[c.id]),
            values=values.get(c.id, ()),
            until=ends.get(c.id),
        )
        for c in ordered
        if c.setting is not None
    ]
    told_of: dict[str, set[tuple[str, str]]] = {}
    for fact in facts:
        told_of.setdefault(document_of[fact.told.id], set()).update(
            (state, key)
            for telling in fact.tellings
            for state in fact.states(telling.keys)
            for key in (*telling.before, *telling.behind)
        )
    alike = _values_alike(facts, document_of)
    contrasts = _contrasts(facts, document_of)
    return [
        replace(
            fact,
            own=frozenset(told_of[document_of[fact.told.id]]),
            n_alike=len(alike[document_of[fact.told.id], _sort(fact)]),
            contrasts={
                (c.kind, c.thing): c.value
                for c in fact.setting.contrasts
                if len(contrasts[document_of[fact.told.id], c.kind, c.thing]) == 1
            },
        )
        for fact in facts
    ]


def _on_one_day(
    told: Sequence[Comparable], document_of: Mapping[str, str], published: Mapping[str, datetime | None]
) -> list[Comparable]:
    """Return the comparables, hours of what the story is about on one day where their words name none.

    An article of the week after says "at 7.34" and means the day that the others name: that of most articles,
    else one that is named with its hour, else that of the earliest article.
    """
    mains = [(c, day) for c in told if _is_main(c) and (day := _day_of(c))]
    articles: dict[date, set[str]] = {}
    named: dict[date, bool] = {}
    first: dict[date, float] = {}
    for main, day in mains:
        document = document_of[main.id]
        articles.setdefault(day, set()).add(document)
        named[day] = named.get(day, False) or not _names_no_day(main)
        instant = published.get(document)
        first[day] = min(first.get(day, math.inf), math.inf if instant is None else instant.timestamp())
    if len(articles) < 2:
        return list(told)
    chosen = min(articles, key=lambda day: (-len(articles[day]), not named[day], first[day], day))
    moved = {main.id: _moved(main, chosen - day) for main, day in mains if _names_no_day(main)}
    return [moved.get(c.id, c) for c in told]


def _is_main(told: Comparable) -> bool:
    """Tell whether an hour is said to be that of what the story is about, or the first one of a lead."""
    setting = told.setting
    return setting is not None and (setting.main == "told" or (setting.main == "first" and setting.opens))


def _names_no_day(told: Comparable) -> bool:
    return told.setting is not None and told.setting.names_no_day


def _day_of(told: Comparable) -> date | None:
    when = told.value
    return when.earliest.date() if isinstance(when, When) and when.earliest is not None else None


def _moved(told: Comparable, by: timedelta) -> Comparable:
    """Return a comparable with its hour some days later or earlier; one of more than one hour as it is."""
    when = told.value
    if not isinstance(when, When) or when.earliest is None or when.latest is None:
        return told
    hour = _ONE_HOUR.fullmatch(when.edtf)
    if hour is None:
        return told
    edtf = f"{date.fromisoformat(hour['day']) + by}T{hour['clock']}"
    return changed(told, value=When(edtf, when.earliest + by, when.latest + by, when.granularity))


def _values_in(
    clauses: Iterable[Comparable], told: Iterable[Comparable], document_of: Mapping[str, str]
) -> dict[str, tuple[tuple[Slot, Value], ...]]:
    """Return by clause the times, durations and figures in it, each with its slot."""
    of_document: dict[str, list[tuple[Span, tuple[Slot, Value]]]] = {}
    for one in told:
        if isinstance(one.value, When | Interval):
            of_document.setdefault(document_of[one.id], []).append((one.anchor.span, (one.slot, one.value)))
    return {
        clause.id: tuple(
            value for at, value in of_document.get(document_of[clause.id], ()) if clause.anchor.span.holds(at)
        )
        for clause in clauses
    }


def _ends_in(
    clauses: Iterable[Comparable], told: Iterable[Comparable], document_of: Mapping[str, str]
) -> dict[str, datetime]:
    """Return by clause the time in it at which it says that something ends, the first of several."""
    ends = [
        (document_of[one.id], one.anchor.span, one.value.earliest)
        for one in told
        if one.setting is not None and one.setting.noun == "end"
        if isinstance(one.value, When) and one.value.earliest is not None
    ]
    found: dict[str, datetime] = {}
    for clause in clauses:
        own = [t for d, at, t in ends if d == document_of[clause.id] and clause.anchor.span.holds(at)]
        if own:
            found[clause.id] = min(own)
    return found


def _values_alike(
    facts: Iterable[Fact], document_of: Mapping[str, str]
) -> dict[tuple[str, tuple[str, str]], set[Value | None]]:
    """Return the values that a document tells of one slot and fineness."""
    found: dict[tuple[str, tuple[str, str]], set[Value | None]] = {}
    for fact in facts:
        found.setdefault((document_of[fact.told.id], _sort(fact)), set()).add(fact.told.value)
    return found


def _contrasts(facts: Iterable[Fact], document_of: Mapping[str, str]) -> dict[tuple[str, str, str], set[str]]:
    """Return what a document says of one kind about one thing: two cars have two colours."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for fact in facts:
        for c in fact.setting.contrasts:
            found.setdefault((document_of[fact.told.id], c.kind, c.thing), set()).add(c.value)
    return found


def _sort(fact: Fact) -> tuple[str, str]:
    return fact.told.slot, "clock" if fact.clock is not None else fact.grain
