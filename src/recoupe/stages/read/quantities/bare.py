"""What a bare number counts, behind which no noun stands: "against 50,000 last week", "they were 4,000"."""

from __future__ import annotations

import math
import re

from recoupe.records.values import UNNAMED_CURRENCY
from recoupe.stages.read.amounts import by_form, money_units
from recoupe.stages.read.quantities.counted import Behind, Counted
from recoupe.stages.read.quantities.spots import named_rule

_STOP = re.compile(r"[.!?] ")
_AGAINST_CHARS = 20
_SUBJECT_CHARS = 400
"""How far back the sentence before may say who "they" are."""

_MILLION = 1_000_000

TELLING = 10
"""A bare number below it is not taken for one of what an earlier sentence counts."""

FAR = math.log(12)
"""Nor is one that is twelve times as much, or as little: it is of something else."""


def of_words_around(behind: Behind) -> Counted | None:
    """Take what is counted from the words before: "by 312 votes to 201"; None when they do not say it.

    Those of its own sentence come first, then a pronoun, then what the sentences right before it count.
    """
    if behind.spot.is_article or behind.spot.amount.exact == 0:
        return None  # "une température proche de zéro" counts nobody
    for name in ("number-before", "bracket-before", "in-number", "they-are"):
        said = behind.before_it(name)
        if said:
            return behind.said(said)
    measured = behind.in_unit_before()
    if measured is not None:
        return measured
    if behind.before_it("of-them-before"):
        return _like_before(behind, least=2) or _of_subject(behind)
    if behind.before_it("pronoun-before"):
        counted = _in_sentence(behind) or _of_subject(behind) or _like_before(behind, least=2)
        return counted or behind.counted("")
    code = _currency(behind)
    if code is not None:
        return behind.counted(code)
    one = _in_sentence(behind)
    if one is None and _is_told_anew(behind):
        said = behind.before_it("dash-before")
        return behind.said(said) if said else _like_before(behind, least=TELLING)
    return one


def of_them(behind: Behind) -> Counted | None:
    """Read a number that opens its sentence and counts those of whom the sentence before speaks."""
    opening = behind.match.string[behind.sentence.start : behind.spot.span.start]
    if opening.strip(' «»"“') or behind.before or behind.spot.is_article:
        return None
    return _of_subject(behind)


def _of_subject(behind: Behind) -> Counted | None:
    """Return a number of "them", whom the sentence before is about; None when it is about nobody."""
    text, start = behind.match.string, behind.sentence.start
    subjects = list(named_rule(behind.pack, "subject").finditer(text, max(0, start - _SUBJECT_CHARS), start))
    stops = [m.start() for m in _STOP.finditer(text, max(0, start - _SUBJECT_CHARS), max(0, start - 2))]
    if not subjects or (stops and subjects[-1].start() < stops[-1] - 1):
        return None
    subject = subjects[-1]
    # "Des milliers de manifestants" are marchers, not thousands.
    named = [one for one in behind.earlier if one.of_span and subject.start() <= one.span.start]
    is_rough = named and named[-1].span.start <= subject.start("of") < named[-1].span.end
    return _like(behind, named[-1]) if is_rough else behind.said(subject)


def _in_sentence(behind: Behind) -> Counted | None:
    """Return a number of what the last count before it in its sentence is of.

    "Sept enfants hospitalisés dans trois villes, dont deux en réanimation": of people, and no towns.
    """
    counts = [one for one in behind.before if not one.needs_next and _gives_unit(behind, one)]
    if named_rule(behind.pack, "hurt-behind").pattern.match(
        behind.match.string, behind.spot.span.end, behind.sentence.end
    ):
        people = by_form(behind.pack, "people")
        counts = [one for one in counts if any(w in people for w in (one.value.of or "").split())] or counts
    return _like(behind, counts[-1]) if counts else None


def _like(behind: Behind, previous: Counted) -> Counted:
    start, of = behind.spot.span.start, previous.value.of
    near = max(0, start - _AGAINST_CHARS)
    against = named_rule(behind.pack, "against").search(behind.match.string, near, start)
    if against and of:
        of = f"{against['word']} {of}"
    return behind.counted(previous.value.unit, of=of, of_span=previous.of_span)


def _like_before(behind: Behind, *, least: float) -> Counted | None:
    """Return a number of the last thing counted before it that has about as many, its own sentence first.

    Of several numbers of the last thing ("41,500 marchers, 5,000 of them in Paris") the nearest that fits is
    meant.
    """
    size = behind.spot.amount.low or behind.spot.amount.high or 0.0
    unit: str | None = None
    for one in reversed((*behind.earlier, *behind.before)):
        if one.needs_next or one.of_span is None or one.value.unit in money_units(behind.pack) | {"%"}:
            continue
        if unit not in (None, one.value.unit):
            return None
        unit = one.value.unit
        other = one.value.low or one.value.high or 0.0
        if min(size, other) >= least and abs(math.log(size / other)) <= FAR:
            return _like(behind, one)
    return None


def _is_told_anew(behind: Behind) -> bool:
    """Tell whether the words around a bare number say that it counts again what was counted before."""
    authority = named_rule(behind.pack, "authority-behind").pattern
    return bool(
        behind.before_it("counting-before")
        or authority.match(behind.match.string, behind.spot.span.end, behind.sentence.end)
    )


def _gives_unit(behind: Behind, one: Counted) -> bool:
    """Tell whether a later bare number may count the same: "2 millions d'euros, contre 3 millions"."""
    if one.of_span is not None or not one.value.unit:
        return True
    return one.value.unit in money_units(behind.pack) and are_millions(behind)


def _currency(behind: Behind) -> str | None:
    """Return the currency of bare millions; None for any other number, or after a count in millions."""
    if not are_millions(behind):
        return None
    counted = [one for one in (*behind.earlier, *behind.before) if (one.value.high or 0) >= _MILLION]
    is_price = behind.before_it("money-before") is not None
    if counted and counted[-1].value.unit not in money_units(behind.pack) and not is_price:
        return None
    return currency_around(behind)


def are_millions(behind: Behind) -> bool:
    """Tell whether a number is so large that it may be one of money whose currency is named elsewhere."""
    return (behind.spot.amount.high or behind.spot.amount.low or 0) >= _MILLION


def currency_around(behind: Behind) -> str:
    """Return the currency that the article names last before a number, or else first behind it."""
    text, at = behind.match.string, behind.spot.span.start
    named = behind.pack.compiled(r"(?:\d|million|milliard)s? ?(?:d'|de )?(?P<currency>{currency})(?!\w)")
    found = [*reversed(list(named.finditer(text, 0, at))), *named.finditer(text, at)]
    return by_form(behind.pack, "currencies")[found[0]["currency"]]["code"] if found else UNNAMED_CURRENCY
