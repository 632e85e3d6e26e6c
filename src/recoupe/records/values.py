"""Typed values that accounts are compared by; the words they were read from are kept beside them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from recoupe.records.spans import Anchor

Hedge = Literal["exact", "about", "at least", "more than", "at most", "less than", "nearly", "between"]
Granularity = Literal[
    "minute", "hour", "part of day", "day", "week", "part of month", "month", "season", "year", "unknown"
]


UNNAMED_CURRENCY = "¤"
"""The unit of money whose currency the article does not name."""


AGE = "an"
"""The unit of the ages of persons, which are no counts."""


class Interval(msgspec.Struct, frozen=True, tag="interval"):
    """A quantity, an amount of money, a share or a duration.

    low, high: bounds; None means unbounded on that side. `low_open`, `high_open`: the bound itself
        is excluded ("plus de 40" is low 40, low_open). unit: "s" for durations, an ISO 4217 code for
        money (the bare name where the text leaves open whose: "couronne"; see UNNAMED_CURRENCY), "%" for
        shares, an SI symbol, or the singular noun that is counted; empty when the text does not say what is
        ("ils étaient 3 500").
    of: the words that say what is counted; None when the unit says it all or nothing does.
    hedge: how the bound was worded.
    """

    low: float | None
    high: float | None
    unit: str
    of: str | None = None
    hedge: Hedge = "exact"
    low_open: bool = False
    high_open: bool = False


WEEKDAY = "XXXX-WXX-"
"""What an EDTF value begins with that says the day of the week only; its number comes after it."""


class When(msgspec.Struct, frozen=True, tag="when"):
    """A said time.

    edtf: EDTF or ISO 8601 value. earliest, latest: half-open UTC interval; None when the words and
    the article's date do not give it. granularity: of the words, not of the interval.
    """

    edtf: str
    earliest: datetime | None
    latest: datetime | None
    granularity: Granularity


class Where(msgspec.Struct, frozen=True, tag="where"):
    """A place.

    name: as the pack normalises it. key: its own in the gazetteer; for a place that is not in it, made from
    the name. within: keys of the wider places it lies in, nearest first, such as "washington", "US"; empty
    when the place is not in the gazetteer.
    """

    name: str
    key: str
    within: tuple[str, ...] = ()


class Who(msgspec.Struct, frozen=True, tag="who"):
    """A set of participants.

    entity_ids: sorted. closed: the text says that there was no other.
    """

    entity_ids: tuple[str, ...]
    closed: bool = False


class Topic(msgspec.Struct, frozen=True, tag="topic"):
    """A subject spoken of.

    keys: the stems of its content words and the keys of its names.
    """

    keys: tuple[str, ...]


class Label(msgspec.Struct, frozen=True, tag="label"):
    """One label of a closed list.

    label: a status, a channel, a format.
    """

    label: str


class Words(msgspec.Struct, frozen=True, tag="words"):
    """Somebody's words.

    keys: the stems of the content words, with numbers and names kept whole.
    """

    keys: tuple[str, ...]


class Cause(msgspec.Struct, frozen=True, tag="cause"):
    """What brought something about, in classes of the pack.

    keys: of the classes that the words name, sorted; empty where they say that nobody knows. within: wider
    classes that these lie in. beside: classes that may be a cause of the same thing as well.
    """

    keys: tuple[str, ...]
    within: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


Value = Interval | When | Where | Who | Topic | Label | Words | Cause


class Reason(msgspec.Struct, frozen=True):
    """Why something was concluded, as a template and what fills it.

    code: name of a message in the interface catalogue, under "why". facts: (name, value) pairs.
    anchors: the evidence; empty only where the facts are about records, not words.
    """

    code: str
    facts: tuple[tuple[str, str], ...] = ()
    anchors: tuple[Anchor, ...] = ()
