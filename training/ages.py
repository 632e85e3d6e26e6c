"""Train when two ages of two articles that part are of one person, on the labelled stories.

    PYTHONPATH=. python training/ages.py

Writes src/recoupe/stages/crosscheck/age_trees.json: small decision trees over what is known of two ages
(stages/crosscheck/same_age.py), trained on each pair of ages of two articles that part. Those that one
labelled fact tells are for it and all others against it. Prints what each threshold would find when each
sixth of the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import DISPUTES, Example, figures_in, gathered_stories, grown_of, labels_of, report

from recoupe.stages.crosscheck.same_age import FILE, ages_of, traits_of
from recoupe.stages.crosscheck.same_figure import Figure
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
KINDS = frozenset({"count", "duration", "victims", "status", "participants"})
"""Of facts that tell ages."""
DEPTH, N_TREES = 3, 150
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SAYS = """How likely two ages that part are of one person; see same_age.py. Written by training/ages.py from
the open stories of eval/benches/accounts, training/stories and training/disputes: {n} pairs of ages, of which
{same} are of one person."""


def main() -> int:
    """Train, print what was measured, and write the trees; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories(DISPUTES) for e in examples_of(shown)]))
    return 0


def trained(taught: list[tuple[Example[Figure], Traits]]) -> bytes:
    """Return the file of the trees that these pairs teach; print what each threshold would find."""
    examples, file, scores = grown_of(taught, says=SAYS, depth=DEPTH, n_trees=N_TREES)
    sys.stdout.writelines(report("ages", range(len(examples)), examples, scores, least=THRESHOLDS))
    return file


def examples_of(shown: ShownStory) -> Iterator[tuple[Example[Figure], Traits]]:
    """Yield the pairs of ages of two articles of one story that part."""
    figures = figures_in(shown)
    for one, other in combinations(sorted(figures), 2):
        for (i, j), traits in traits_of(figures[one], figures[other]):
            left, right = ages_of(figures[one])[i], ages_of(figures[other])[j]
            ours = labels_of(shown, one, left.told, kinds=KINDS)
            is_one = not ours.isdisjoint(labels_of(shown, other, right.told, kinds=KINDS))
            yield Example(shown.gold.name, (one, other), left, right, is_one), traits


if __name__ == "__main__":
    sys.exit(main())
