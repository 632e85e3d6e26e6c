"""Train when the later of two figures of one thing is an update, on the labelled stories.

    PYTHONPATH=. python training/later.py

Writes src/recoupe/stages/crosscheck/later_trees.json: small decision trees over what is known of two figures
(stages/crosscheck/later_figure.py), trained on each pair labelled an update, as differing or contradicting.
Prints what is told right when each sixth of the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from eval.accounts_bench import Cell
from eval.accounts_line import ShownStory
from training.likelihoods import gathered_stories, grown

from recoupe.records.accounts import Account, Comparable
from recoupe.records.spans import to_source
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.later_figure import FILE, LIKELY, traits
from recoupe.stages.crosscheck.rows import Court, are_ages, court_of, hours_between
from recoupe.stages.crosscheck.same_figure import figure_of
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
FIGURES = frozenset({"victims", "count", "money", "percent", "vote", "duration"})
PARTING = frozenset({"updates", "differs", "contradicts"})
DEPTH = 3
SAYS = """How likely the later of two figures of one thing is an update; see later_figure.py. Written by
training/later.py from the open stories of eval/benches/accounts and training/stories: {n} pairs of figures,
of which {same} are updates."""
Example = tuple[str, Traits, bool]


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories() for e in examples_of(shown)]))
    return 0


def examples_of(shown: ShownStory) -> Iterator[Example]:
    """Yield for each labelled pair of figures that part: its story, its traits, whether it is an update."""
    for members in shown.members.values():
        accounts = [m for m in members if isinstance(m, Account)]
        court = court_of(accounts, None) if accounts else None
        for pair in shown.gold.pairs:
            if court is None or pair.kind not in FIGURES or pair.relation not in PARTING:
                continue
            left, right = (_figure_in(side, shown, accounts) for side in (pair.left, pair.right))
            if left is None or right is None or left.slot != right.slot:
                continue
            known = None if are_ages((left, right)) else _traits(court, left, right)
            if known is not None:
                yield shown.gold.name, known, pair.relation == "updates"


def _traits(court: Court, left: Comparable, right: Comparable) -> Traits | None:
    hours = hours_between(court, left, right) or 0.0
    early, late = (figure_of(c) for c in ((left, right) if hours >= 0 else (right, left)))
    return None if early is None or late is None else traits(early, late, abs(hours))


def _figure_in(cells: tuple[Cell, ...], shown: ShownStory, accounts: list[Account]) -> Comparable | None:
    """Return the first figure that stands in one of some cells; None when none was read."""
    for cell in cells:
        document = shown.documents[cell.article]
        for account in accounts:
            for told in account.comparables if account.document_id == document.id else ():
                place = to_source(document.offset_map, told.anchor.span)
                is_figure = told.kind == "figure" and isinstance(told.value, Interval)
                if is_figure and place is not None and place.meets(cell.span):
                    return told
    return None


def trained(examples: list[Example]) -> bytes:
    """Return the file of the trees that these pairs teach; print how many are told right."""
    wanted = np.array([is_update for _, _, is_update in examples])
    file, scores = grown(examples, says=SAYS, depth=DEPTH)
    found = scores >= LIKELY
    right = ~found & ~wanted
    sys.stdout.write(
        f"{len(examples)} pairs, {(found == wanted).mean():.3f} right; those that are no updates: "
        f"P {right.sum() / max(1, (~found).sum()):.3f} R {right.sum() / max(1, (~wanted).sum()):.3f}\n"
    )
    return file


if __name__ == "__main__":
    sys.exit(main())
