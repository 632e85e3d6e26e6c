"""What the lines of a paste state about their article: date, outlet, by-line, section, tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from recoupe.packs import Pack
from recoupe.records.documents import Stated
from recoupe.records.spans import Span
from recoupe.stages.clean.furniture import Judged
from recoupe.stages.values.edtf import days_in

_SPLIT_TAGS = re.compile(r"\s*[,;|•#]\s*|\s+[-/]\s+")
_SURE, _HINT = 2, 1
_LEAST = 2
"""One line that names the outlet ("Suivez X sur …"), or two hints that agree."""


@dataclass(frozen=True)
class Facts:
    """What the lines state; None and empty when they do not."""

    published: Stated | None
    modified: Stated | None
    outlet: Stated | None
    byline: Stated | None
    section: str | None
    tags: tuple[str, ...]


def facts_of(items: Sequence[Judged], spans: Sequence[Span], pack: Pack | None) -> Facts:
    """Return what the lines state. spans: where each line stands in the document's text."""
    named = [
        (name, span.moved(at.start), span.of(item.text))
        for item, at in zip(items, spans, strict=True)
        for name, span in item.groups
    ]
    tags = [tag for name, _, words in named if name == "tags" for tag in _tags(words)]
    section = next((words for name, _, words in named if name == "section"), None)
    byline = next(((span, words) for name, span, words in named if name == "byline"), None)
    return Facts(
        published=_date(named, "published", pack),
        modified=_date(named, "modified", pack),
        outlet=_outlet(named),
        byline=_stated(byline[1], byline[0]) if byline else None,
        section=section,
        tags=tuple(dict.fromkeys(tags)),
    )


def _stated(value: str, span: Span) -> Stated:
    return Stated(value, f"text:{span.start}-{span.end}")


def _tags(words: str) -> Iterator[str]:
    for tag in _SPLIT_TAGS.split(words):
        if tag.strip(" .#"):
            yield tag.strip(" .#")


def _outlet(named: Sequence[tuple[str, Span, str]]) -> Stated | None:
    """Return the outlet that the page's own furniture names; None when it names none, or two alike."""
    weights: Counter[str] = Counter()
    first: dict[str, tuple[str, Span]] = {}
    for name, span, words in named:
        if name in ("outlet", "outlet_hint"):
            weights[words.casefold()] += _SURE if name == "outlet" else _HINT
            first.setdefault(words.casefold(), (words, span))
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _LEAST or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return _stated(*first[ranked[0][0]])


def _date(named: Sequence[tuple[str, Span, str]], wanted: str, pack: Pack | None) -> Stated | None:
    for name, span, words in named:
        if name == wanted and pack is not None:
            found = date_in(words, pack)
            if found is not None:
                value, where = found
                return _stated(value, where.moved(span.start))
    return None


def date_in(words: str, pack: Pack) -> tuple[str, Span] | None:
    """Return the first date that the words print, as EDTF with its own granularity, and where.

    None when there is none. A clock time without a zone stays one: "2031-11-08T07:52".
    """
    months = {form: int(row["number"]) for row in pack.lexicon("months") for form in row["forms"].split("|")}
    for rule in pack.rules("page_dates"):
        for match in rule.finditer(words):
            value = _edtf({k: v for k, v in match.groupdict().items() if v is not None}, months)
            if value is not None:
                return value, Span(*match.span())
    return None


def date_alone(words: str, pack: Pack) -> str | None:
    """Return the date that the words print ("9-1-2031", "mardi 9 mars 2031 à 8h10"), as EDTF.

    None when there is none, or any other number beside it.
    """
    found = date_in(words, pack)
    if found is None:
        return None
    value, where = found
    rest = words[: where.start] + words[where.end :]
    return None if any(character.isdigit() for character in rest) else value


def _edtf(parts: dict[str, str], months: dict[str, int]) -> str | None:
    year = int(parts["year"]) + (2000 if len(parts["year"]) == 2 else 0)
    month = months.get(parts["month_name"].lower()) if "month_name" in parts else int(parts.get("month", 0))
    day = int(parts.get("day", 0))
    if not month:
        return f"{year:04}"
    if month > 12 or day > days_in(year, month):
        return None
    if not day:
        return f"{year:04}-{month:02}"
    value = f"{year:04}-{month:02}-{day:02}"
    hour, minute = int(parts.get("hour", 99)), int(parts.get("minute", 0))
    return f"{value}T{hour:02}:{minute:02}" if hour < 24 and minute < 60 else value
