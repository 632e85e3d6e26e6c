"""How numbers are written out in French: "quatre-vingt-dix-sept", "deux cents", "1,5 million"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DIGITS = re.compile(r"\d{1,3}(?:[ .']\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_HALF = " et demi"
_JOINTS = re.compile(r"[ -]+")


@cache
def _words() -> dict[str, tuple[float, str]]:
    path = Path(__file__).parent / "lexicon" / "numbers.tsv"
    lines = [x for x in path.read_text("utf-8").splitlines() if x and not x.startswith("#")]
    return {word: (float(value), kind) for word, value, kind in (line.split("\t") for line in lines[1:])}


def read_number(written: str) -> float | None:
    """Return the number that `written` (lower case, plain spaces) says; None when it says none.

    A dot before three digits divides thousands, elsewhere it is a decimal point; so does an apostrophe.

    >>> read_number("quatre-vingt-dix-sept"), read_number("1,5 million"), read_number("16.000")
    (97.0, 1500000.0, 16000.0)
    >>> read_number("77'000")
    77000.0
    """
    if written.endswith(_HALF):
        return _and_half(written.removesuffix(_HALF))
    digits = _DIGITS.match(written)
    if digits and re.match(r"0\d", digits[0]):
        return None
    if digits:
        start, rest = _digits(digits[0]), written[digits.end() :].strip(" -")
        return _scaled(start, rest)
    words = [word for word in _JOINTS.split(written) if word and word != "et"]
    return _spelt(words) if words else None


def _and_half(written: str) -> float | None:
    """Return "a million and a half": the number and half its scale."""
    number = read_number(written)
    scale, kind = _words().get(written.rpartition(" ")[2], (0.0, ""))
    return None if number is None or kind != "scale" else number + scale / 2


def _digits(figure: str) -> float:
    # "2,000" is written by those who divide thousands the English way: nobody gives three decimal noughts.
    whole, comma, decimals = re.sub(r",(?=000$)", "", figure).partition(",")
    if not comma and re.fullmatch(r"\d+\.(?!\d{3}$)\d+", figure):
        return float(figure)
    return float(re.sub("[ .']", "", whole) + (f".{decimals}" if decimals else ""))


def _scaled(start: float, rest: str) -> float | None:
    for word in rest.split():
        value, kind = _words().get(word, (0.0, ""))
        if kind != "scale":
            return None
        start *= value
    return start


def _spelt(words: list[str]) -> float | None:
    """Add up number words; each has to be smaller than what stands before it in its group."""
    total = group = last = 0.0
    lowest_scale = float("inf")
    for word in words:
        value, kind = _words().get(word, (0.0, ""))
        if not kind:
            return None
        if kind == "scale":
            if value >= lowest_scale:
                return None
            total += (group or 1) * value
            lowest_scale, group, last = value, 0.0, 0.0
        elif kind == "hundred":
            if last >= 10 or group >= 100:
                return None
            group = (group or 1) * value
            last = 100.0
        elif value == 20 and last == 4:
            group += 76
            last = 80.0
        elif not _follows(last, value):
            return None
        else:
            group += value
            last = value
    return total + group


def _follows(last: float, value: float) -> bool:
    """Tell whether a number word below 100 may stand after `last` (0: at the start of a group)."""
    if last in {0.0, 100.0}:
        return True
    if last in {60.0, 80.0}:
        return value < 20
    if last == 10.0:
        return value in {7.0, 8.0, 9.0}
    return last >= 20 and value < 10
