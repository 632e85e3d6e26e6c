"""Scores as tables: for the screen, for the reference page, for the READMEs."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.floors import Floors
from eval.gold import OPEN_SETS, GoldArticle
from eval.score import Miss, Score

START, END = "<!-- scores -->", "<!-- /scores -->"
_WORDS_SHOWN = 60


def screen(scores: Sequence[Score], floors: Floors) -> str:
    """Return the scores as aligned columns, one line each."""
    lines = [f"{'task':<11} {'set':<17} {'measure':<28} {'value':>6} {'n':>6} {'floor':>6}"]
    for score in scores:
        floor = floors.of(score)
        limit = "" if floor is None else f"{floor:.3f}"
        columns = f"{score.task:<11} {score.set:<17} {score.measure:<28} {score.value:>6.3f} {score.n:>6}"
        lines.append(f"{columns} {limit:>6}".rstrip())
    return "\n".join(lines)


def errors(misses: Sequence[Miss], articles: Mapping[str, GoldArticle], *, most: int) -> str:
    """Return the most frequent kinds of errors, with the first of each.

    Words are shown of the sets whose words may be; of others only where they stand.
    """
    counts = Counter(miss.kind for miss in misses)
    lines: list[str] = []
    for kind, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:most]:
        lines.append(f"  {n:>5}  {kind}")
        of_kind = [miss for miss in misses if miss.kind == kind]
        lines += ["         " + _shown(miss, articles[miss.article]) for miss in of_kind[:most]]
    return "\n".join(lines)


def _shown(miss: Miss, article: GoldArticle) -> str:
    parts = [f"{miss.article}:{miss.span.start}-{miss.span.end}"]
    if article.set in OPEN_SETS and len(miss.span):
        words = " ".join(miss.span.of(article.text).split())
        parts.append(words if len(words) <= _WORDS_SHOWN else words[: _WORDS_SHOWN - 1] + "…")
    if miss.note:
        parts.append(f"({miss.note})")
    return "  ".join(parts)


def reference_page(scores: Sequence[Score], floors: Floors, about: Path) -> str:
    """Return the page `docs/reference/scores.md`; `about` says how each task is measured."""
    texts = tomllib.loads(about.read_text("utf-8"))
    lines = ["# Scores", "", texts["page"]["intro"].strip()]
    for task in dict.fromkeys(score.task for score in scores):
        lines += ["", f"## {task.capitalize()}", "", texts["page"][task].strip(), ""]
        lines += ["| set | measure | value | n | floor |", "|---|---|---:|---:|---:|"]
        for score in scores:
            if score.task == task:
                floor = floors.of(score)
                limit = "" if floor is None else f"{floor:.3f}"
                better = " (lower is better)" if score.lower_is_better else ""
                lines.append(
                    f"| {score.set} | {score.measure}{better} | {score.value:.3f} | {score.n} | {limit} |"
                )
    return "\n".join(lines) + "\n"


def readme_block(scores: Sequence[Score], about: Path, language: str) -> str:
    """Return the table for a README, without its two markers.

    A row is a measure, a column a set; a figure of a set that was not measured is left empty. Raises
    ValueError for a measure that its task does not have.
    """
    texts = tomllib.loads(about.read_text("utf-8"))
    own = texts["readme"][language]
    values = {(score.task, score.set, score.measure): score.value for score in scores}
    measures: dict[str, set[str]] = {}
    for score in scores:
        measures.setdefault(score.task, set()).add(score.measure)
    for row in (*texts["readme"]["rows"], *texts["readme"]["more"]):
        if row["task"] in measures and row["measure"] not in measures[row["task"]]:
            raise ValueError(f"{about.name}: the task {row['task']!r} has no measure {row['measure']!r}")
    columns: list[str] = texts["readme"]["sets"]
    lines = [own["intro"].strip(), "", f"| | {' | '.join(own['sets'])} |", f"|---|{'---:|' * len(columns)}"]
    for row, label in zip(texts["readme"]["rows"], own["rows"], strict=True):
        cells = [_cell(values, row, column, own["decimal"]) for column in columns]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    lines += ["", own["more_intro"].strip(), "", f"| {' | '.join(own['more_head'])} |", "|---|---|---:|"]
    for row, (label, where) in zip(texts["readme"]["more"], own["more"], strict=True):
        value = values.get((row["task"], row["set"], row["measure"]))
        shown = "" if value is None else f"{value:.2f}".replace(".", own["decimal"])
        lines.append(f"| {label} | {where} | {shown} |")
    return "\n".join(lines)


def _cell(
    values: Mapping[tuple[str, str, str], float], row: Mapping[str, str], column: str, decimal: str
) -> str:
    for set_name in (column, column.removesuffix(" test")):
        value = values.get((row["task"], set_name, row["measure"]))
        if value is not None:
            return f"{value:.2f}".replace(".", decimal)
    return ""


def with_block(readme: str, block: str) -> str:
    """Return a README with a new text between its two markers. Raises ValueError when one is missing."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the README lacks the markers {START!r} and {END!r}")
    return f"{before}{START}\n{block}\n{END}{after}"
