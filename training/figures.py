"""Train when two figures of two articles count one thing, on the labelled stories, gathered by hand.

    PYTHONPATH=. python training/figures.py

Writes src/recoupe/stages/crosscheck/figure_trees.json: small decision trees over what two figures have in
common (stages/crosscheck/figure_pairs.py), trained on each pair of figures of two articles of which one is
labelled. Prints what each threshold would find when each sixth of the stories is left out in turn. Needs
scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import DISPUTES, Example, figures_in, gathered_stories, grown_of, labels_of, report

from recoupe.stages.crosscheck.figure_pairs import FILE, traits_of
from recoupe.stages.crosscheck.same_figure import Figure, match
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
COUNTED = frozenset({"victims", "count", "money", "percent", "vote", "duration"})
DEPTH, N_TREES = 5, 350
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SAYS = """How likely two figures count one thing; see figure_pairs.py. Written by training/figures.py
from the open stories of eval/benches/accounts, training/stories and training/disputes: {n} pairs of
figures, of which {same} are of one thing."""


def main() -> int:
    """Train, print what was measured, and write the trees; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories(DISPUTES) for e in examples_of(shown)]))
    return 0


def trained(taught: list[tuple[Example[Figure], Traits]]) -> bytes:
    """Return the file of the trees that these pairs teach; print what each threshold would find."""
    examples, file, scores = grown_of(taught, says=SAYS, depth=DEPTH, n_trees=N_TREES)
    for label, kinds in (("agree", ("same", "finer", "wider")), ("part", ("apart",))):
        own = [i for i, e in enumerate(examples) if match(e.left, e.right) in kinds]
        sys.stdout.writelines(report(f"values {label}", own, examples, scores, least=THRESHOLDS))
    return file


def examples_of(shown: ShownStory) -> Iterator[tuple[Example[Figure], Traits]]:
    """Yield the pairs of figures of one story of which one at least stands in a labelled fact."""
    figures = {
        name: [(figure, labels_of(shown, name, figure.told, kinds=COUNTED)) for figure in own]
        for name, own in figures_in(shown).items()
    }
    for one, other in combinations(sorted(figures), 2):
        ours, theirs = figures[one], figures[other]
        for (i, j), traits in traits_of([f for f, _ in ours], [f for f, _ in theirs]):
            (left, own), (right, others) = ours[i], theirs[j]
            if own or others:
                yield Example(shown.gold.name, (one, other), left, right, bool(own & others)), traits


if __name__ == "__main__":
    sys.exit(main())
