"""Read durations, as intervals of seconds, and repeated times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recoupe.packs import Pack
from recoupe.records.findings import TimeExpression
from recoupe.stages.read.amounts import Amount, amount_of, by_form
from recoupe.stages.read.times.saying import Found, Reader, Saying, Speaking

_ISO = {
    "TS": ("PT", "S", 1), "TM": ("PT", "M", 1), "TH": ("PT", "H", 1), "D": ("P", "D", 1), "W": ("P", "W", 1),
    "WE": ("P", "W", 1), "M": ("P", "M", 1), "Q": ("P", "M", 3), "S": ("P", "M", 6), "Y": ("P", "Y", 1),
    "E": ("P", "Y", 10), "C": ("P", "Y", 100),
}  # fmt: skip
"""Prefix, designator and factor of each unit's ISO 8601 duration."""


def read_duration(speaking: Speaking, found: Found) -> Saying | None:
    """Read a length of time with its hedge."""
    pack, groups = speaking.pack, found.groups
    unit = by_form(pack, "time_units")[groups["unit"] or ""]
    amount = _fraction(pack, groups) if groups.get("fraction") else amount_of(pack, groups)
    if amount is None:
        return None
    seconds = float(unit["seconds"])
    prefix, designator, factor = _ISO[unit["iso"]]
    shown = amount.exact if amount.exact is not None else amount.low if amount.hedge == "between" else None
    count = "X" if shown is None else _plain(shown * factor)
    value = f"{prefix}{count}{designator}"
    if groups.get("number_b") or groups.get("minutes"):
        value, amount = _with_rest(pack, groups, value=value, amount=amount, seconds=seconds)
    interval = amount.interval("s", factor=seconds)
    return Saying(
        TimeExpression(found.span, "duration", value, None, interval, interval.hedge, None, found.rule.id)
    )


def _fraction(pack: Pack, groups: Mapping[str, str | None]) -> Amount | None:
    value = by_form(pack, "fractions")[groups["fraction"] or ""]["value"]
    bare = amount_of(pack, {**groups, "number": "1", "vague": None, "collective": None})
    if bare is None:
        return None
    share = float(value)
    return replace(
        bare,
        low=None if bare.low is None else bare.low * share,
        high=None if bare.high is None else bare.high * share,
        exact=None if bare.exact is None else bare.exact * share,
    )


def _with_rest(
    pack: Pack, groups: Mapping[str, str | None], *, value: str, amount: Amount, seconds: float
) -> tuple[str, Amount]:
    """Add the second part of "two hours and ten minutes"."""
    if groups.get("minutes"):
        rest, unit = float(groups["minutes"] or 0), {"iso": "TM", "seconds": "60"}
    else:
        rest = pack.functions.read_number(groups["number_b"]) or 0.0
        unit = dict(by_form(pack, "time_units")[groups["unit_b"] or ""])
    prefix, designator, factor = _ISO[unit["iso"]]
    joint = "T" if prefix == "PT" and not value.startswith("PT") else ""
    value = f"{value}{joint}{_plain(rest * factor)}{designator}"
    return value, amount.plus(rest * float(unit["seconds"]) / seconds)


def _plain(number: float) -> str:
    return f"{number:.6g}" if number < 1_000_000 else f"{number:.0f}"


def read_set(speaking: Speaking, found: Found) -> Saying | None:
    """Read a repeated time: every Monday, each year, every two hours."""
    pack, groups = speaking.pack, found.groups
    weekday = groups.get("weekday") or groups.get("weekday_b")
    unit = groups.get("unit") or groups.get("unit_b")
    if weekday:
        value = f"XXXX-WXX-{by_form(pack, 'weekdays')[weekday]['number']}"
    elif unit:
        count = pack.functions.read_number(groups["number"]) if groups.get("number") else 1.0
        if count is None:
            return None
        prefix, designator, factor = _ISO[by_form(pack, "time_units")[unit]["iso"]]
        value = f"{prefix}{_plain(count * factor)}{designator}"
    else:
        value = "P1D"
    return Saying(TimeExpression(found.span, "set", value, None, None, "exact", None, found.rule.id))


READERS: Mapping[str, Reader] = {"duration": read_duration, "set": read_set}
