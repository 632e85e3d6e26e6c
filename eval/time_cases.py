"""Said times, case by case: the French cases of a library that reads dates, those that stand in news."""

from __future__ import annotations

import json
import re
import tarfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from eval.gold import TIME_CASES, GoldArticle, GoldTime
from eval.reading import ReadArticle
from eval.score import Miss, Result, named, overlap, share
from eval.times import is_right
from recoupe.packs import Pack
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span

ARCHIVE = "recognizers-cases.tar.gz"
_KINDS = ("Date", "Duration", "DatePeriod")
_WIDER = "day within"
_OUT = "left out: "
_LEFT_OUT = Path(__file__).resolve().parent / "time_cases.toml"
_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
_YEAR = timedelta(days=366)
_SEASON = re.compile(r"(?:(\d{4})-)?(SP|SU|FA|WI)")

Case = Mapping[str, Any]


def time_cases(folder: Path) -> Iterator[GoldArticle]:
    """Yield all cases, each as an article of one sentence; the type of one that is left out says why.

    The French cases come without the day they are said on; it is that of the English case they translate,
    which stands in the same order with the same values.
    """
    left_out = tomllib.loads(_LEFT_OUT.read_text("utf-8"))
    patterns = [(re.compile(group["pattern"]), group["reason"]) for group in left_out["patterns"]]
    wider = left_out["wider"]
    for kind in _KINDS:
        reasons = {number: group["reason"] for group in left_out["cases"] for number in group.get(kind, ())}
        french, english = (_cases(folder, f"{language}/{kind}Parser.json") for language in ("fr", "en"))
        # Those that the library does not read itself lack their day.
        undated = [number for number, case in enumerate(french) if "NotSupported" in case]
        said_on = _days(undated, french, english)
        for number, case in enumerate(french):
            word = _WIDER if number in wider.get(kind, ()) else kind
            stated = (case.get("Context") or {}).get("ReferenceDateTime", "")[:10]
            one = _article(f"{kind}/{number}", word, case, said_on.get(number) or stated or None)
            reason = reasons.get(number) or _by_pattern(patterns, case["Input"])
            if one is None or reason:
                yield _without(f"{kind}/{number}", case, reason or left_out["incomplete"]["reason"])
            else:
                yield one


def _by_pattern(patterns: Iterable[tuple[re.Pattern[str], str]], words: str) -> str | None:
    return next((reason for pattern, reason in patterns if pattern.search(words)), None)


def _without(name: str, case: Case, reason: str) -> GoldArticle:
    """Return a case that is left out, as an article with the reason for its type."""
    words = case["Input"] or name
    said = GoldTime(Span(0, len(words)), f"{_OUT}{reason}", "")
    return GoldArticle(TIME_CASES, name, "test", "", name, words, {"language": "fr"}, times=(said,))


def _cases(folder: Path, name: str) -> list[Case]:
    with tarfile.open(folder / ARCHIVE) as archive:
        file = archive.extractfile(f"./{name}")
        if file is None:
            raise FileNotFoundError(f"no {name!r} in {ARCHIVE!r}")
        cases: list[Case] = json.loads(file.read().decode("utf-8-sig"))
        return cases


def _days(own: Sequence[int], french: Sequence[Case], english: Sequence[Case]) -> dict[int, str]:
    """Return the day each French case is said on, where the English case it translates is found."""
    left, right = [_told(french[number]) for number in own], [_told(case) for case in english]
    days: dict[int, str] = {}
    for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks():
        for i in range(block.size):
            context = english[block.b + i].get("Context") or {}
            days[own[block.a + i]] = context.get("ReferenceDateTime", "")[:10]
    stated = {n: (french[n].get("Context") or {}).get("ReferenceDateTime", "")[:10] for n in own}
    return {n: stated[n] or days.get(n, "") for n in own if stated[n] or days.get(n)}


def _told(case: Case) -> str:
    """Return the values of a case as one string; two cases with the same one say the same times."""
    return json.dumps([result.get("Value") for result in case["Results"]], sort_keys=True)


def _article(name: str, kind: str, case: Case, said_on: str | None) -> GoldArticle | None:
    """Return a case as an article; None when it has no single value or, if it needs one, no day."""
    if len(case["Results"]) != 1 or not case["Results"][0].get("Value"):
        return None
    (result,) = case["Results"]
    values = _values(result["Value"], kind)
    if not values or (said_on is None and kind != "Duration"):
        return None
    start = case["Input"].find(result["Text"])
    if start < 0:
        return None
    given = {"published": said_on, "language": "fr"} if said_on else {"language": "fr"}
    said = GoldTime(Span(start, start + len(result["Text"])), kind, "|".join(values))
    return GoldArticle(TIME_CASES, name, "test", "", name, case["Input"], given, times=(said,))


def _values(value: Mapping[str, Any], kind: str) -> list[str]:
    """Return the values that are right: for days and periods half-open bounds, past and future ones."""
    if kind == "Duration":
        return [value["Timex"]]
    if season := _SEASON.fullmatch(value["Timex"]):
        return [f"{season[1] or '....'}-{_SEASONS[season[2]]}"]
    out = []
    for resolution in (value["PastResolution"], value["FutureResolution"]):
        if "date" in resolution:
            day = date.fromisoformat(resolution["date"])
            out.append(f"{day}/{day + timedelta(days=1)}")
        elif {"startDate", "endDate"} <= resolution.keys():
            out.append(f"{resolution['startDate']}/{resolution['endDate']}")
    return list(dict.fromkeys(out))


def score_time_cases(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the share of cases whose time is found, with words that overlap, and has the right value.

    Then, how many cases of all are left out, by reason.
    """
    n_all = len(articles)
    out = Counter(article.gold.times[0].type for article in articles)
    articles = [article for article in articles if not article.gold.times[0].type.startswith(_OUT)]
    n_found = n_right = 0
    misses: list[Miss] = []
    for article in articles:
        (gold,) = article.gold.times
        best = _best(article, gold)
        if best is None:
            misses.append(Miss(f"{gold.type} missed", article.gold.name, gold.span, gold.value))
            continue
        n_found += 1
        if _is_case_right(gold, best):
            n_right += 1
        else:
            values = f"{best.value}, not {gold.value}"
            misses.append(Miss(f"value of a {gold.type} wrong", article.gold.name, gold.span, values))
    score = named("time-cases", set_name)
    n = len(articles)
    return Result(
        (
            score("found with right value", share(n_right, n), n, is_goal=True),
            score("found", share(n_found, n), n),
            *(
                score(reason, share(n_out, n_all), n_out)
                for reason, n_out in sorted(out.items(), key=lambda item: (-item[1], item[0]))
                if reason.startswith(_OUT)
            ),
        ),
        tuple(misses),
    )


def _best(article: ReadArticle, gold: GoldTime) -> TimeExpression | None:
    """Return the time whose words overlap the marked ones most; None when none does."""
    best: tuple[float, TimeExpression] | None = None
    for time in () if article.reading is None else article.reading.times:
        place = article.at(time.span)
        alike = overlap([gold.span], [place]) if place else 0.0
        if alike > 0 and (best is None or alike > best[0]):
            best = alike, time
    return best[1] if best else None


def _is_case_right(gold: GoldTime, found: TimeExpression) -> bool:
    """Tell whether a value is one of those that are right; the last day of a period may be in it or not."""
    if gold.type == "Duration":
        return is_right(GoldTime(gold.span, "duration", gold.value), found)
    if gold.type == _WIDER:
        return any(_holds(found, _day(wanted.split("/")[0])) for wanted in gold.value.split("|"))
    return any(_is_one(wanted, found) for wanted in gold.value.split("|"))


def _is_one(wanted: str, found: TimeExpression) -> bool:
    if "/" not in wanted:
        return re.fullmatch(wanted, found.value) is not None
    if found.when is None or found.when.earliest is None or found.when.latest is None:
        return False
    start, end = wanted.split("/")
    ours_start, ours_end = found.when.earliest.date(), found.when.latest.date()
    last = found.when.edtf.partition("/")[2]
    # "Between 2015 and 2018" may end with the first or the last day of 2018.
    is_end = ours_end in (_day(end), _day(end) + timedelta(days=1)) or (bool(last) and end.startswith(last))
    return ours_start == _day(start) and is_end


def _holds(found: TimeExpression, day: date) -> bool:
    """Tell whether the time found is a year or less that holds a day."""
    if found.when is None or found.when.earliest is None or found.when.latest is None:
        return False
    start, end = found.when.earliest.date(), found.when.latest.date()
    return start <= day < end and end - start <= _YEAR


def _day(value: str) -> date:
    return date.fromisoformat(value)
