"""Train when two figures of two articles count one thing, on the labelled stories, gathered by hand.

    PYTHONPATH=. python training/figures.py

Writes src/recoupe/stages/crosscheck/figure_weights.py: a logistic regression over what two figures have in
common (stages/crosscheck/same_figure.py), trained on each pair of figures of two articles of which one is
labelled. Prints what each threshold would find when each sixth of the stories is left out in turn. Needs
scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import Example, fitted, gathered_stories, labels_of, module_of, report

from recoupe.records.accounts import Account
from recoupe.stages.crosscheck.same_figure import Figure, comparable_units, figure_of, match, traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/figure_weights.py"
COUNTED = frozenset({"victims", "count", "money", "percent", "vote", "duration"})
THRESHOLDS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
LEAST = 0.02
"""A weight nearer to 0 changes nothing."""
N_LEAST = 100
"""What fewer pairs have in common is met by chance."""
SAYS = """How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts and training/stories:
{n} pairs of figures, of which {same} are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_text(trained([e for shown in gathered_stories() for e in _examples(shown)]), "utf-8")
    return 0


def trained(examples: list[Example[Figure]]) -> str:
    """Return the module of the weights that these pairs teach; print what each threshold would find."""
    bias, weights, scores = fitted(examples, traits, least=LEAST, n_least=N_LEAST)
    for label, kinds in (("agree", ("same", "finer", "wider")), ("part", ("apart",))):
        own = [i for i, e in enumerate(examples) if match(e.left, e.right) in kinds]
        sys.stdout.writelines(report(f"values {label}", own, examples, scores, least=THRESHOLDS))
    n_same = sum(e.is_same for e in examples)
    return module_of(SAYS.format(n=len(examples), same=n_same), bias, weights)


def _examples(shown: ShownStory) -> Iterator[Example[Figure]]:
    """Yield the pairs of figures of one story of which one at least stands in a labelled fact."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    figures: dict[str, list[tuple[Figure, frozenset[int]]]] = {}
    for members in shown.members.values():
        for account in members:
            if isinstance(account, Account):
                name = name_of[account.document_id]
                found = (figure_of(c) for c in account.comparables if c.kind == "figure")
                figures[name] = [
                    (f, labels_of(shown, name, f.told, kinds=COUNTED)) for f in found if f is not None
                ]
    for one, other in combinations(sorted(figures), 2):
        for left, ours in figures[one]:
            for right, theirs in figures[other]:
                if (ours or theirs) and comparable_units(left, right):
                    yield Example(shown.gold.name, (one, other), left, right, bool(ours & theirs))


if __name__ == "__main__":
    sys.exit(main())
