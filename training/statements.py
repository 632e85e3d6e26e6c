"""Train when clauses of two articles state one thing alike, on the stories of the bench of the table.

    PYTHONPATH=. python training/statements.py

Writes src/recoupe/stages/crosscheck/statement_weights.py: a logistic regression over what two clauses have
in common (stages/crosscheck/same_statement.py), trained on each pair of clauses of two articles of which one
tells a labelled decision, state or yes-or-no fact. Prints what each threshold would find when each sixth of
the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

from eval.accounts_bench import OPEN, bench_stories
from eval.accounts_line import ShownStory, shown_story
from training.likelihoods import FOLDERS, Example, facts_in, fitted, labels_of, module_of, report

from recoupe.engine.serial import SerialEngine
from recoupe.run import load_resources
from recoupe.stages.crosscheck.event_facts import Fact
from recoupe.stages.crosscheck.same_statement import may_be_alike, traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/statement_weights.py"
STATED = frozenset({"decision", "yes/no", "status", "participants"})
VALUED = frozenset({"date", "time", "place", "duration", "victims", "count", "money", "percent", "vote"})
ALIKE = frozenset({"agrees", "refines"})
THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SAYS = """How much each trait of two clauses says for or against their stating one thing alike.

Written by training/statements.py from the open stories of eval/benches/accounts and training/stories: {n}
pairs of clauses, of which {same} are alike. Logarithms of odds; see `traits` in same_statement.py.
"""


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    resources = load_resources()
    stories = [s for folder in FOLDERS for s in bench_stories(OPEN, folder)]
    OUT.write_text(trained([shown_story(s, SerialEngine(), resources) for s in stories]), "utf-8")
    return 0


def trained(shown: Sequence[ShownStory]) -> str:
    """Return the module of the weights that these stories teach."""
    examples = [e for s in shown for e in _examples(s)]
    bias, lines, scores = fitted(examples, traits)
    sys.stdout.writelines(report("alike", range(len(examples)), examples, scores, least=THRESHOLDS))
    return module_of(SAYS.format(n=len(examples), same=sum(e.is_same for e in examples)), bias, lines)


def _examples(shown: ShownStory) -> Iterator[Example[Fact]]:
    """Yield the pairs of clauses that may be alike and of which one at least tells a labelled fact.

    Two that tell one figure or time are left out where nobody has said whether they state one thing.
    """
    alike = _alike(shown)
    for told, name in facts_in(shown, lambda c: c.kind in ("event", "figure")):
        facts = [f for f in told if f.told.slot == "decision"]
        labels = [labels_of(shown, name[f.told.id], f.told, kinds=STATED) for f in facts]
        values = [labels_of(shown, name[f.told.id], f.told, kinds=VALUED) for f in facts]
        for i, j in combinations(range(len(facts)), 2):
            one, other = (name[facts[k].told.id] for k in (i, j))
            if one == other or not (labels[i] or labels[j]) or not may_be_alike(facts[i], facts[j]):
                continue
            is_same = any(alike.get((n, *sorted((one, other))), False) for n in labels[i] & labels[j])
            if is_same or not values[i] & values[j]:
                yield Example(shown.gold.name, (one, other), facts[i], facts[j], is_same)


def _alike(shown: ShownStory) -> Mapping[tuple[int, str, str], bool]:
    """Return by labelled fact and pair of articles whether both say the same of it."""
    found = {}
    for pair in shown.gold.pairs:
        names = sorted((pair.left[0].article, pair.right[0].article))
        for i, (kind, cells) in enumerate(shown.gold.cells):
            if kind == pair.kind and {*pair.left, *pair.right} <= set(cells):
                found[i, names[0], names[1]] = pair.relation in ALIKE
    return found


if __name__ == "__main__":
    sys.exit(main())
