"""Train when a clause of one article denies what one of another affirms, on the stories of the table's bench.

    PYTHONPATH=. python training/denials.py

Writes src/recoupe/stages/crosscheck/denial_weights.py: a logistic regression over what two clauses have in
common and how they are told (stages/crosscheck/denied_matter.py), trained on each pair of a denial and an
affirmation of two articles that share a word. Those that tell two sides of one labelled fact, be it another
account or what became of it, are for it and all others against it. Prints what each threshold would find
when each sixth of the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import Example, facts_in, fitted, gathered_stories, module_of, report, tells

from recoupe.stages.crosscheck.denied_matter import pairs_between, traits
from recoupe.stages.crosscheck.event_facts import Fact

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/denial_weights.py"
STATED = frozenset({"decision", "yes/no", "status", "participants", "remark"})
CONTRARY = frozenset({"contradicts", "differs", "updates"})
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)
SAYS = """How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: {n} pairs
of clauses, of which {same} are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_text(trained(list(gathered_stories())), "utf-8")
    return 0


def trained(shown: Sequence[ShownStory]) -> str:
    """Return the module of the weights that these stories teach."""
    examples = [example for story in shown for example in examples_of(story)]
    bias, lines, scores = fitted(examples, traits)
    sys.stdout.writelines(report("denied", range(len(examples)), examples, scores, least=THRESHOLDS))
    return module_of(SAYS.format(n=len(examples), same=sum(e.is_same for e in examples)), bias, lines)


def examples_of(shown: ShownStory) -> Iterator[Example[Fact]]:
    """Yield the pairs of a denial and an affirmation of two articles that may be of one thing."""
    contraries = [p for p in shown.gold.pairs if p.relation in CONTRARY and p.kind in STATED]
    for told, name in facts_in(shown, lambda c: c.kind in ("event", "figure")):
        facts = [f for f in told if f.told.slot == "decision" and f.told.certainty != "probable"]
        for i, j in pairs_between(facts, name):
            denied, affirmed = facts[i], facts[j]
            articles = name[denied.told.id], name[affirmed.told.id]
            is_same = any(
                tells(shown, articles[0], denied.told, one)
                and tells(shown, articles[1], affirmed.told, other)
                for pair in contraries
                for one, other in ((pair.left, pair.right), (pair.right, pair.left))
            )
            yield Example(shown.gold.name, articles, denied, affirmed, is_same)


if __name__ == "__main__":
    sys.exit(main())
