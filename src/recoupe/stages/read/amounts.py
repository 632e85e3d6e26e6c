"""Amounts: the interval that a number means once its hedge is read ("près de 40", "une centaine")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Row
from recoupe.records.values import UNNAMED_CURRENCY, Hedge, Interval

Groups = Mapping[str, str | None]
_ROUGH = 0.1
"""How far a collective noun ("une quarantaine") reaches to either side, a share of its number: a choice."""
_HEDGES: Mapping[str, Hedge] = {
    "about": "about",
    "at least": "at least",
    "more than": "more than",
    "at most": "at most",
    "less than": "less than",
    "nearly": "nearly",
}


@dataclass(frozen=True)
class Amount:
    """Bounds of a number; None means unbounded. exact: the bare number, None when it is only rough."""

    low: float | None
    high: float | None
    hedge: Hedge = "exact"
    low_open: bool = False
    high_open: bool = False
    exact: float | None = None

    def interval(self, unit: str, *, factor: float = 1.0, of: str | None = None) -> Interval:
        """Return the bounds, times `factor`, as a value in `unit`."""
        low = None if self.low is None else _tidy(self.low * factor)
        high = None if self.high is None else _tidy(self.high * factor)
        return Interval(low, high, unit, of, self.hedge, self.low_open, self.high_open)

    def negated(self) -> Amount:
        """Return the amount with the sign of its bounds turned."""
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        exact = None if self.exact is None else -self.exact
        return Amount(low, high, self.hedge, self.high_open, self.low_open, exact)

    def plus(self, more: float) -> Amount:
        """Return the amount with `more` added to its bounds."""
        low = None if self.low is None else self.low + more
        high = None if self.high is None else self.high + more
        exact = None if self.exact is None else self.exact + more
        return Amount(low, high, self.hedge, self.low_open, self.high_open, exact)

    def times(self, factor: float) -> Amount:
        """Return the amount with its bounds multiplied by a positive `factor`."""
        low, high, exact = (None if n is None else n * factor for n in (self.low, self.high, self.exact))
        return Amount(low, high, self.hedge, self.low_open, self.high_open, exact)


@cache
def money_units(pack: Pack) -> frozenset[str]:
    """Return the units of money: ISO 4217 codes, and names that several currencies bear."""
    return frozenset(row["code"] for row in pack.lexicon("currencies")) | {UNNAMED_CURRENCY}


@cache
def by_form(pack: Pack, lexicon: str) -> Mapping[str, Row]:
    """Return the rows of a lexicon by each of the forms in their `forms` column."""
    return {form: row for row in pack.lexicon(lexicon) for form in row["forms"].split("|")}


def amount_of(pack: Pack, groups: Groups) -> Amount | None:
    """Return the amount a match says; None when its words make no number.

    groups: of the match: `number`, `number_high`, `collective` or `vague`, and the hedges around them:
    `hedge`, `hedge_after`, `size`. `half` adds a fraction of the unit; `times` multiplies a collective.
    """
    bare = _bare(pack, groups)
    if bare is None:
        return None
    half = groups.get("half")
    if half:
        bare = bare.plus(float(by_form(pack, "fractions")[half]["value"]))
    for name in ("hedge", "hedge_after", "size"):
        words = groups.get(name)
        row = by_form(pack, "hedges").get(words) if words else None
        if row is not None:
            return _hedged(bare, row)
    return bare


def _bare(pack: Pack, groups: Groups) -> Amount | None:
    number, high, collective = groups.get("number"), groups.get("number_high"), groups.get("collective")
    if collective:
        amount, times = _collective(pack, collective), groups.get("times")
        return amount.times(_scale(pack, times)) if amount and times else amount
    if number:
        low_value = pack.functions.read_number(number)
        if low_value is None:
            return None
        if not high:
            return exactly(low_value)
        high_value = pack.functions.read_number(high)
        if high_value is None or high_value <= low_value:
            return None
        low_value *= _scale_in_common(pack, low_value, high, high_value)
        return Amount(low_value, high_value, "between")
    return Amount(2.0, None, "at least") if groups.get("vague") else None


def _scale_in_common(pack: Pack, low: float, high_words: str, high: float) -> float:
    """Return what the lower number is told in as well: "between 4 and 6 million" is from 4 million."""
    scale = float(pack.functions.read_number(high_words.split(" ")[-1]) or 1)
    return scale if scale >= _THOUSAND > low and low * scale < high else 1.0


def _scale(pack: Pack, word: str) -> float:
    """Return what a word for many multiplies by ("tens of thousands")."""
    row = by_form(pack, "collectives").get(word)
    return float(row["value"]) if row else float(pack.functions.read_number(word) or 1)


def exactly(number: float) -> Amount:
    """Return the amount of a bare number."""
    return Amount(number, number, exact=number)


def _collective(pack: Pack, words: str) -> Amount | None:
    """Read "une quarantaine", "des centaines" (twice to ten times), "deux douzaines"."""
    *before, noun = words.split(" ")
    row = by_form(pack, "collectives").get(noun)
    if row is None:
        return None
    value = float(row["value"])
    times = pack.functions.read_number(before[0]) if before else 1.0
    # "Les milliers de lettres" are no thousand, but thousands.
    is_many = not before and pack.functions.singular(noun) != noun
    if times is None or is_many:
        return Amount(2 * value, 10 * value, "between", high_open=True)
    value *= times
    return Amount(value * (1 - _ROUGH), value * (1 + _ROUGH), "about", exact=value)


def _hedged(bare: Amount, row: Row) -> Amount:
    """Widen or cut an amount as its hedge says; a vague one keeps its far bound."""
    if bare.exact is None:
        if row["low"] and not row["high"]:
            return Amount(bare.low, None, _HEDGES[row["hedge"]], low_open=row["open"] == "low")
        if row["high"] and not row["low"]:
            return Amount(None, bare.high, _HEDGES[row["hedge"]], high_open=row["open"] == "high")
        return bare
    low = bare.exact * float(row["low"]) if row["low"] else None
    high = bare.exact * float(row["high"]) if row["high"] else None
    return Amount(
        low, high, _HEDGES[row["hedge"]], row["open"] == "low", row["open"] == "high", exact=bare.exact
    )


def hedged_interval(pack: Pack, value: Interval, hedge: str) -> Interval:
    """Return an exact value with the hedge that stands behind it; any other value as it is."""
    row = by_form(pack, "hedges").get(hedge)
    if row is None or value.hedge != "exact" or value.low is None:
        return value
    return _hedged(exactly(value.low), row).interval(value.unit, of=value.of)


_THOUSAND = 1000


def _tidy(number: float) -> float:
    """Drop the dust of binary fractions, so that 0.9 × 40 is 36."""
    return float(f"{number:.12g}")
