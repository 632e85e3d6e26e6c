"""Said times: found, and with the right value."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from eval.gold import GoldTime
from eval.reading import ReadArticle
from eval.score import Miss, Result, named, overlap, pairs_by_likeness, share
from recoupe.packs import Pack
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span

_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d)(?::(\d\d))?(?::\d\d)?(Z|[+-]\d\d:\d\d)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"\d{4}-\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DAYS = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_LASTING = re.compile(
    r"P(?:([\d.]+)Y)?(?:([\d.]+)M)?(?:([\d.]+)W)?(?:([\d.]+)D)?"
    r"(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?"
)
_UNIT_S = (31_536_000, 2_628_000, 604_800, 86_400, 3_600, 60, 1)
"""A month is a twelfth of a year, so that P1Y and P12M last equally long."""

Found = tuple[Span, TimeExpression]


def score_times(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the scores of said times: found when the words overlap, right when the value is the same one."""
    n_gold = n_ours = n_met = n_exact = n_right = 0
    misses: list[Miss] = []
    for article in articles:
        gold, found = article.gold.times, _found_in(article)
        pairs = pairs_by_likeness(gold, found, likeness=_likeness)
        right = [(i, j) for i, j in pairs if is_right(gold[i], found[j][1])]
        n_gold += len(gold)
        n_ours += len(found)
        n_met += len(pairs)
        n_exact += sum(gold[i].span == found[j][0] for i, j in pairs)
        n_right += len(right)
        misses += _misses(article.gold.name, gold, found, pairs=pairs)
    score = named("times", set_name)
    return Result(
        (
            score("found with right value", share(n_right, n_gold), n_gold, is_goal=True),
            score("found", share(n_met, n_gold), n_gold),
            score("found are times", share(n_met, n_ours), n_ours),
            score("right value of found", share(n_right, n_met), n_met),
            score("exact words of found", share(n_exact, n_met), n_met),
        ),
        tuple(misses),
    )


def is_right(gold: GoldTime, found: TimeExpression) -> bool:
    """Tell whether the value found is the marked one.

    Signs of approximation and unknown days ("2012-05-XX") are left out. A zone counts where both state one. A
    night may be given as its two days or as the evening's day with a part of day, a day with or without
    a part of day, a week by its number or as its days, a rough date ("mi-juin") as a stretch of days that
    holds it or lies in it.
    """
    said = _plain(gold.value)
    return any(_agree(said, _plain(value), gold) for value in _values(found))


def _values(found: TimeExpression) -> list[str]:
    return [found.value] + ([found.when.edtf] if found.when else [])


def _plain(value: str) -> str:
    return value.replace("~", "").replace("?", "").replace("%", "").removesuffix("-XX")


def _agree(said: str, ours: str, gold: GoldTime) -> bool:
    if said == ours:
        return True
    clock, our_clock = _CLOCK.fullmatch(said), _CLOCK.fullmatch(ours)
    if clock and our_clock:
        return _is_same_clock(clock, our_clock)
    if _DAY.fullmatch(said) and ours.startswith(f"{said}T"):
        return True
    if gold.value.endswith(("~", "-XX")) and _is_about(said, ours):
        return True
    if (days := _DAYS.fullmatch(said)) and (week := _WEEK.fullmatch(ours)):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        return (days[1], days[2]) == (str(monday), str(monday + timedelta(days=6)))
    if night := _DAYS.fullmatch(said):
        return ours == f"{night[1]}TNI" and date.fromisoformat(night[2]) == _next(night[1])
    lasting, our_lasting = _seconds(said), _seconds(ours)
    return lasting is not None and lasting == our_lasting


def _is_about(said: str, ours: str) -> bool:
    """Tell whether a rough date and a stretch of days lie one in the other."""
    one, other = _stretch(said), _stretch(ours)
    if one is None or other is None:
        return False
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def _stretch(value: str) -> tuple[str, str] | None:
    """Return the first and last day of a year, month, day or interval of days; months end on a 31st."""
    if days := _DAYS.fullmatch(value):
        return days[1], days[2]
    if _DAY.fullmatch(value):
        return value, value
    if _MONTH.fullmatch(value):
        return f"{value}-01", f"{value}-31"
    return (f"{value}-01-01", f"{value}-12-31") if _YEAR.fullmatch(value) else None


def _is_same_clock(one: re.Match[str], other: re.Match[str]) -> bool:
    if one[4] and other[4]:
        return _instant(one) == _instant(other)
    return one.group(1, 2) == other.group(1, 2) and (one[3] or "00") == (other[3] or "00")


def _instant(clock: re.Match[str]) -> datetime:
    zone = "+00:00" if clock[4] == "Z" else clock[4]
    return datetime.fromisoformat(f"{clock[1]}T{clock[2]}:{clock[3] or '00'}{zone}")


def _next(day: str) -> date:
    return date.fromisoformat(day) + timedelta(days=1)


def _seconds(value: str) -> float | None:
    lasting = _LASTING.fullmatch(value)
    if not lasting or not any(lasting.groups()):
        return None
    return sum(float(number or 0) * unit for number, unit in zip(lasting.groups(), _UNIT_S, strict=True))


def _found_in(article: ReadArticle) -> list[Found]:
    times = () if article.reading is None else article.reading.times
    return [(place, time) for time in times if (place := article.at(time.span)) is not None]


def _likeness(gold: GoldTime, found: Found) -> float:
    return overlap([gold.span], [found[0]])


def _misses(
    name: str, gold: Sequence[GoldTime], found: Sequence[Found], *, pairs: Sequence[tuple[int, int]]
) -> list[Miss]:
    missed = set(range(len(gold))) - {i for i, _ in pairs}
    invented = set(range(len(found))) - {j for _, j in pairs}
    out = [Miss(f"{gold[i].type} missed", name, gold[i].span, gold[i].value) for i in missed]
    for j in invented:
        span, time = found[j]
        out.append(Miss(f"no time, by {time.producer.rsplit('/', 1)[-1]}", name, span, time.value))
    for i, j in pairs:
        if not is_right(gold[i], found[j][1]):
            values = f"{found[j][1].value}, not {gold[i].value}"
            out.append(Miss(f"value of a {gold[i].type} wrong", name, gold[i].span, values))
    return sorted(out, key=lambda miss: (miss.span, miss.kind))
