"""Train when the later of two figures of one thing is an update, on the labelled stories.

    PYTHONPATH=. python training/later.py

Writes src/recoupe/stages/crosscheck/later_weights.py: a logistic regression over what is known of two figures
(stages/crosscheck/later_figure.py), trained on each pair labelled an update, as differing or contradicting.
Prints what is told right when each eighth of the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from eval.accounts_bench import Cell
from eval.accounts_line import ShownStory
from training.likelihoods import fitted_tables, gathered_stories, module_of

from recoupe.records.accounts import Account, Comparable
from recoupe.records.spans import to_source
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.later_figure import LIKELY, traits
from recoupe.stages.crosscheck.rows import Court, are_ages, court_of, hours_between

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/later_weights.py"
FIGURES = frozenset({"victims", "count", "money", "percent", "vote", "duration"})
PARTING = frozenset({"updates", "differs", "contradicts"})
STRENGTH = 0.004
SAYS = """How much each trait of two figures of one thing says for or against the later being an update.

Written by training/later.py from the open stories of eval/benches/accounts and training/stories:
{n} pairs of figures, of which {same} are updates. Logarithms of odds; see `traits` in later_figure.py.
"""
Example = tuple[str, dict[str, float], bool]


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_text(trained([e for shown in gathered_stories() for e in examples_of(shown)]), "utf-8")
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
            if not are_ages((left, right)):
                yield shown.gold.name, _traits(court, left, right), pair.relation == "updates"


def _traits(court: Court, left: Comparable, right: Comparable) -> dict[str, float]:
    hours = hours_between(court, left, right) or 0.0
    early, late = (left, right) if hours >= 0 else (right, left)
    return dict(traits(early, late, abs(hours)))


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


def trained(examples: list[Example]) -> str:
    """Return the module of the weights that these pairs teach; print how many are told right."""
    wanted = np.array([is_update for _, _, is_update in examples])
    bias, lines, scores = fitted_tables(
        [traits for _, traits, _ in examples],
        wanted,
        [story for story, _, _ in examples],
        folds=8,
        strength=STRENGTH,
        least=0.005,
    )
    found = scores >= LIKELY
    right = ~found & ~wanted
    sys.stdout.write(
        f"{len(examples)} pairs, {(found == wanted).mean():.3f} right; those that are no updates: "
        f"P {right.sum() / max(1, (~found).sum()):.3f} R {right.sum() / max(1, (~wanted).sum()):.3f}\n"
    )
    return module_of(SAYS.format(n=len(examples), same=int(wanted.sum())), bias, lines)


if __name__ == "__main__":
    sys.exit(main())
