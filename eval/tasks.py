"""The tasks, in the order in which their scores are shown. A new one is a file and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from eval.accounts import score_accounts
from eval.accounts_bench import ASIDE, OPEN
from eval.copies import score_copies
from eval.days import score_days
from eval.encounters import score_encounters
from eval.encounters_bench import ASIDE as ENCOUNTERS_ASIDE
from eval.encounters_bench import OPEN as ENCOUNTERS_OPEN
from eval.encounters_bench import score_encounters_bench
from eval.events import score_events
from eval.events_bench import ASIDE as EVENTS_ASIDE
from eval.events_bench import OPEN as EVENTS_OPEN
from eval.gold import AUTHORED, LAVROV, TIME_CASES, WIKINEWS, GoldArticle, authored, lavrov, wikinews
from eval.names import score_names
from eval.origins import score_origins
from eval.people import score_people
from eval.people_bench import ASIDE as PEOPLE_ASIDE
from eval.people_bench import OPEN as PEOPLE_OPEN
from eval.press import HEADLINES, PRESS
from eval.quantities import score_quantities
from eval.quotations import score_quotations
from eval.reading import ReadArticle
from eval.reading_benches import QUOTATIONS, TIMES, score_quotations_bench, score_times_bench
from eval.score import Result
from eval.stories import score_stories
from eval.syntax import TREEBANKS, score_syntax
from eval.time_cases import score_time_cases, time_cases
from eval.times import score_times
from eval.translated import score_translated
from recoupe.packs import Pack
from recoupe.stages.stage import Resources

Scope = Literal["split", "whole"]


@dataclass(frozen=True)
class Task:
    """One thing that is measured.

    sets: those in which it is marked. measure: scores from the name of a set, its articles as read, and the
    pack; pure. scopes: whether the articles of the split are taken, or all of a set, or each in turn.
    needs_stories: the whole line has to be run.
    """

    name: str
    sets: tuple[str, ...]
    measure: Callable[[str, Sequence[ReadArticle], Pack], Result]
    scopes: tuple[Scope, ...] = ("split",)
    needs_stories: bool = False


@dataclass(frozen=True)
class Bench:
    """A bench that runs the line in its own way, or parts of it.

    sets: folders that ship beside this file, under `benches`; in_data: of those given by `--data`.
    measure: from the name of a set, its folder, and the resources: what it gives, and the articles its
    errors stand in.
    """

    name: str
    sets: tuple[str, ...]
    measure: Callable[[str, Path, Resources], tuple[Result, Sequence[GoldArticle]]]
    in_data: bool = False


SETS: Mapping[str, Callable[[Path], Iterable[GoldArticle]]] = {
    AUTHORED: authored,
    WIKINEWS: wikinews,
    TIME_CASES: time_cases,
    LAVROV: lavrov,
}
"""What reads each set from its folder, which has the set's name."""

TASKS: tuple[Task, ...] = (
    Task("names", (AUTHORED, WIKINEWS, LAVROV), score_names),
    Task("quotations", (AUTHORED, WIKINEWS), score_quotations),
    Task("times", (WIKINEWS,), score_times),
    Task("time-cases", (TIME_CASES,), score_time_cases, ("whole",)),
    Task("quantities", (WIKINEWS,), score_quantities),
    # The split holds five encounters, too few for a floor; the whole set holds 34.
    Task("encounters", (WIKINEWS,), score_encounters, ("split", "whole")),
    Task("stories", (AUTHORED,), score_stories, ("whole",), needs_stories=True),
    Task("translated", (AUTHORED,), score_translated, ("whole",)),
)

BENCHES: tuple[Bench, ...] = (
    Bench("stories-day", (HEADLINES,), score_days, in_data=True),
    Bench("reuse", (PRESS,), score_copies, in_data=True),
    Bench("origins", (PRESS,), score_origins, in_data=True),
    Bench("syntax", (TREEBANKS,), score_syntax, in_data=True),
    Bench("accounts", (OPEN, ASIDE), score_accounts),
    Bench("encounters-bench", (ENCOUNTERS_OPEN, ENCOUNTERS_ASIDE), score_encounters_bench),
    Bench("events", (EVENTS_OPEN, EVENTS_ASIDE), score_events),
    Bench("people", (PEOPLE_OPEN, PEOPLE_ASIDE), score_people),
    Bench("times-bench", TIMES, score_times_bench),
    Bench("quotations-bench", QUOTATIONS, score_quotations_bench),
)
