"""Titles: what the form of a title tells of what stands below it, whatever its words are about."""

from __future__ import annotations

import re
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.model import has_model, name_model
from recoupe.stages.text.name_forms import folded_name

BREAK = re.compile(r"\s[-–—|]\s|\s?:\s")
"""What parts a title from what is said before it: a programme, a place, an affair."""
_WORD = r"[^\W\d_][\w'’]*"
_SIDE = rf"{_WORD}(?:\s{_WORD}){{0,2}}"
_SIDES = re.compile(
    rf"(?:^|[.|!–—-]\s+)(?P<one>{_SIDE})\s?[-–]\s?(?P<other>{_SIDE})\s*"
    r"(?P<score>\(\s?\d+\s?[-–]\s?\d+[^)]*\))?\s*[:,(]"
)


def match_of(title: str, pack: Pack | None) -> str:
    """Return the two sides of the match that a title is about by its first words, sorted; "" for none.

    "PSG - Aston Villa (3-1) : les notes" is about a match, as is all that begins so on its day. Two countries
    without a score may be at war, a first name begins a person ("Jean-Luc"), and a place may be called so.
    """
    found = _SIDES.search(title)
    if not found or pack is None:
        return ""
    sides = found["one"], found["other"]
    if not all(word[0].isupper() for side in sides for word in side.split()):
        return ""
    one, other = map(folded_name, sides)
    last, first = one.split()[-1], other.split()[0]
    if not found["score"] and (
        {last, other} & _countries(pack)
        or {last, first} & _first_names(pack)
        or _is_place(pack, f"{sides[0].split()[-1]}-{sides[1]}")
    ):
        return ""
    return " - ".join(sorted((one, other)))


def is_day_page(title: str, pack: Pack | None) -> bool:
    """Tell whether a title is that of a page on many things: on all of a day, or of a programme of that day.

    It says so ("ce qu'il faut retenir de la journée"), or a date in words is all that stands behind a break.
    """
    if pack is None:
        return False
    plain = folded_name(title)
    if any(phrase in plain for phrase in _of_many_things(pack)):
        return True
    head, *_, last = ("", *BREAK.split(title))
    words = folded_name(last).split() if head or last != title else []
    months, others = _words_of_dates(pack)
    return any(word in months for word in words) and all(
        word in months or word in others or word[0].isdigit() for word in words
    )


@cache
def _of_many_things(pack: Pack) -> tuple[str, ...]:
    return tuple(folded_name(row["phrase"]) for row in pack.lexicon("pages_of_many_things"))


@cache
def _words_of_dates(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of months and those of days of the week."""
    return _forms(pack, "months", "forms"), _forms(pack, "weekdays", "forms")


@cache
def _countries(pack: Pack) -> frozenset[str]:
    return _forms(pack, "countries", "name", "aliases")


@cache
def _first_names(pack: Pack) -> frozenset[str]:
    return _forms(pack, "first_names", "name")


def _is_place(pack: Pack, written: str) -> bool:
    if folded_name(written) in _countries(pack) | _regions(pack):
        return True
    return has_model(pack) and written in name_model(pack).places


@cache
def _regions(pack: Pack) -> frozenset[str]:
    return _forms(pack, "regions", "name")


def _forms(pack: Pack, lexicon: str, *columns: str) -> frozenset[str]:
    """Return the folded forms that some columns of a lexicon list."""
    cells = (row[column] for row in pack.lexicon(lexicon) for column in columns)
    return frozenset(folded_name(form) for cell in cells for form in cell.split("|") if form)
