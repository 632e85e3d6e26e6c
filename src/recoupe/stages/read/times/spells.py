"""Read durations, as intervals of seconds, and repeated times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from recoupe.packs import Pack
from recoupe.records.findings import TimeExpression
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import Amount, amount_of, by_form, exactly
from recoupe.stages.read.times.saying import Found, Reader, Saying, Speaking

_ISO = {
    "TMS": ("PT", "S", 0.001), "TCS": ("PT", "S", 0.01), "TDS": ("PT", "S", 0.1),
    "TS": ("PT", "S", 1), "TM": ("PT", "M", 1), "TH": ("PT", "H", 1), "D": ("P", "D", 1), "W": ("P", "W", 1),
    "WE": ("P", "D", 2), "M": ("P", "M", 1), "Q": ("P", "M", 3), "S": ("P", "M", 6), "Y": ("P", "Y", 1),
    "E": ("P", "Y", 10), "C": ("P", "Y", 100),
}  # fmt: skip
"""Prefix, designator and factor of each unit's ISO 8601 duration."""
_UNKNOWN: Mapping[float, str] = {10: 2 * "X", 100: 3 * "X"}
"""How some decades and centuries are written in years."""


def read_duration(speaking: Speaking, found: Found) -> Saying | None:
    """Read a length of time with its hedge; "10h40" that opens a paragraph is an hour, whatever follows."""
    is_stamp = found.rule.options.get("amid") and found.span.start == speaking.block.start
    return None if is_stamp else lasting(speaking.pack, found)


def lasting(pack: Pack, found: Found) -> Saying | None:
    """Return the length of time that a match says; None when its words make no amount."""
    groups: dict[str, str | None] = dict(found.groups)
    if groups.get("whole"):
        groups["number"] = "1"
    elif groups.get("side") or groups.get("side_b"):
        groups["number"] = groups["number"] or groups.get("number_inside")
        groups["vague"] = None if groups.get("number") else "some"
        groups["unit"] = groups["unit"] or groups["unit_b"]
    unit = by_form(pack, "time_units")[groups["unit"] or ""]
    amount = _fraction(pack, groups) if groups.get("fraction") else amount_of(pack, groups)
    if amount is None:
        return None
    seconds = float(unit["seconds"])
    rest = _rest(pack, groups)
    if any(of_one == seconds for _, _, of_one in rest):
        # "8 h 56 heure locale" is no length of time.
        return None
    if rest:
        shown = amount.exact if amount.exact is not None else amount.low
        value = _value([(shown or 0.0, unit["iso"], seconds), *rest])
        amount = amount.plus(sum(n * of_one for n, _, of_one in rest) / seconds)
    else:
        shown = amount.exact
        if shown is None and amount.hedge == "between":
            shown = amount.low
        value = _value([(shown, unit["iso"], seconds)])
    interval = amount.interval("s", factor=seconds)
    if amount.exact == 1 and unit["one_from"] and not rest:
        interval = Interval(float(unit["one_from"]), float(unit["one_to"]), "s", hedge="about")
    return Saying(
        TimeExpression(found.span, "duration", value, None, interval, interval.hedge, None, found.rule.id)
    )


def read_measured(speaking: Speaking, found: Found) -> Saying | None:
    """Read what a clock measures: "7 min 35 s", "9 s 69"."""
    groups = found.groups

    def told_of(name: str) -> str | None:
        return next((n for mark in ("", "_b", "_c") if (n := groups.get(name + mark))), None)

    parts = f"{told_of('seconds') or '0'}.{told_of('hundredths') or '0'}"
    told = ((groups.get("hours"), "TH", 3600.0), (told_of("minutes"), "TM", 60.0), (parts, "TS", 1.0))
    shown: list[tuple[float, str, float]] = [(float(n), iso, of_one) for n, iso, of_one in told if n]
    length = exactly(sum(n * of_one for n, _, of_one in shown)).interval("s")
    value = _value([*shown])
    return Saying(TimeExpression(found.span, "duration", value, None, length, "exact", None, found.rule.id))


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


def _rest(pack: Pack, groups: Mapping[str, str | None]) -> list[tuple[float, str, float]]:
    """Return the further parts of "two hours and ten minutes": number, unit, seconds of one unit."""
    if groups.get("minutes"):
        told = (("minutes", "TM", 60.0), ("seconds", "TS", 1.0))
        return [(_counted(pack, stated), iso, s) for k, iso, s in told if (stated := groups.get(k))]
    parts = []
    for key in ("b", "c"):
        if groups.get(f"number_{key}"):
            number = pack.functions.read_number(groups[f"number_{key}"])
            unit = by_form(pack, "time_units")[groups[f"unit_{key}"] or ""]
            parts.append((number or 0.0, unit["iso"], float(unit["seconds"])))
    return parts


def _counted(pack: Pack, stated: str) -> float:
    """Return a count of minutes or seconds: "04" of a clock is four."""
    return float(stated) if stated.isdigit() else pack.functions.read_number(stated) or 0.0


def _value(parts: list[tuple[float | None, str, float]]) -> str:
    """Return the ISO 8601 duration of some parts, the longest unit first; X stands for an unknown number."""
    days = hours = ""
    for number, iso, _ in sorted(parts, key=lambda part: -part[2]):
        prefix, designator, factor = _ISO[iso]
        count = _UNKNOWN.get(factor, "X") if number is None else _plain(number * factor)
        if prefix == "PT":
            hours += f"{count}{designator}"
        else:
            days += f"{count}{designator}"
    return f"P{days}T{hours}" if hours else f"P{days}"


def _plain(number: float) -> str:
    return f"{number:.6g}" if number < 1_000_000 else f"{number:.0f}"


def read_set(speaking: Speaking, found: Found) -> Saying | None:
    """Read a repeated time: every Monday, each year, every two hours."""
    pack, groups = speaking.pack, found.groups
    weekday = groups.get("weekday") or groups.get("weekday_b") or groups.get("weekday_c")
    unit = groups.get("unit") or groups.get("unit_b") or groups.get("unit_c") or groups.get("unit_d")
    number = groups.get("number") or groups.get("number_b")
    often = groups.get("often")
    if often:
        value = by_form(pack, "often_words")[often]["every"]
    elif groups.get("season"):
        value = f"XXXX-{by_form(pack, 'seasons')[groups['season'] or '']['code']}"
    elif groups.get("month"):
        day = "".join(c for c in groups["day"] or "" if c.isdigit()) or "1"
        value = f"XXXX-{int(by_form(pack, 'months')[groups['month'] or '']['number']):02d}-{int(day):02d}"
    elif weekday:
        value = f"XXXX-WXX-{by_form(pack, 'weekdays')[weekday]['number']}"
    elif unit:
        count = pack.functions.read_number(number) if number else 1.0
        if count is None:
            return None
        if half := groups.get("half"):
            count += float(by_form(pack, "fractions")[half]["value"])
        iso = by_form(pack, "time_units")[unit]["iso"]
        # A weekend lasts two days, and the next one is a week later.
        prefix, designator, factor = _ISO["W" if iso == "WE" else iso]
        value = f"{prefix}{_plain(count * factor)}{designator}"
    else:
        value = "P1D"
    return Saying(TimeExpression(found.span, "set", value, None, None, "exact", None, found.rule.id))


READERS: Mapping[str, Reader] = {"measured": read_measured, "duration": read_duration, "set": read_set}
