"""Stories of a day: headlines of a whole day, grouped by hand into events."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from eval.gold import GoldArticle
from eval.press import LABELS, headlines, labels, through_line
from eval.score import Result, named, prf
from recoupe.records.stories import Story
from recoupe.stages.stage import Resources

TASK = "stories-day"
HELD_OUT = "2025-03-12"
"""The day nobody looked at while the rules were made; `tuned_days` are the others."""


def tuned_days() -> tuple[str, ...]:
    """Return the other days that are grouped by hand."""
    days = (path.stem.removeprefix("day-") for path in sorted((LABELS / "stories").glob("day-*.tsv")))
    return tuple(day for day in days if day != HELD_OUT)


def score_days(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores of pairs put into one story, on the held-out day and on the others, no errors."""
    score = named(TASK, set_name)
    found = [("", [HELD_OUT]), ("tuned ", tuned_days())]
    scores = [
        one
        for label, days in found
        for one in prf(score, f"{label}pairs", **_counts(folder, days, resources))
    ]
    return Result(tuple(scores), ()), ()


def _counts(folder: Path, days: Sequence[str], resources: Resources) -> dict[str, int]:
    n_right = n_found = n_gold = 0
    for day in days:
        events = dict(_pair(row) for row in labels(LABELS / "stories" / f"day-{day}.tsv"))
        line = through_line(
            headlines(folder, day).values(), last="memberships", kind=Story, resources=resources
        )
        keys = {document.id: key for key, document in line.documents.items()}
        story_of = {
            keys[document_id]: story.id
            for story in line.records
            if isinstance(story, Story)
            for document_id in story.document_ids
        }
        for one, other in combinations(sorted(events), 2):
            wanted = events[one] == events[other]
            ours = one in story_of and story_of[one] == story_of.get(other)
            n_right += wanted and ours
            n_found += ours
            n_gold += wanted
    return {"n_right": n_right, "n_found": n_found, "n_gold": n_gold}


def _pair(row: tuple[str, ...]) -> tuple[str, str]:
    key, event = row
    return key, event
