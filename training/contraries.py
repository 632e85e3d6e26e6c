"""Train when clauses of two articles say of one thing what cannot both be so, on the labelled stories.

    PYTHONPATH=. python training/contraries.py

Writes src/recoupe/stages/crosscheck/contrary_trees.json: small decision trees over what two clauses have in
common and how they are told (stages/crosscheck/contraries.py), trained on each pair of clauses of two
articles that say contraries, or of which one denies something and shares a word with the other. Those that
tell two sides of one labelled fact, be it another account or what became of it, are for it and all others
against it. Prints what each threshold would find when each sixth of the stories is left out in turn. Needs
scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import (
    DISPUTES,
    Example,
    facts_in,
    gathered_stories,
    grown_of,
    relations_told,
    report,
)

from recoupe.stages.crosscheck.contraries import FILE, traits_of
from recoupe.stages.crosscheck.event_facts import Fact
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
STATED = frozenset({"decision", "yes/no", "status", "participants", "remark"})
CONTRARY = frozenset({"contradicts", "differs", "updates"})
DEPTH = 3
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)
SAYS = """How likely two clauses say of one thing what cannot both be so; see contraries.py. Written by
training/contraries.py from the open stories of eval/benches/accounts, training/stories and
training/disputes: {n} pairs of clauses, of which {same} are contraries."""


def main() -> int:
    """Train, print what was measured, and write the trees; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories(DISPUTES) for e in examples_of(shown)]))
    return 0


def trained(taught: list[tuple[Example[Fact], Traits]]) -> bytes:
    """Return the file of the trees that these pairs teach; print what each threshold would find."""
    examples, file, scores = grown_of(taught, says=SAYS, depth=DEPTH)
    sys.stdout.writelines(report("contraries", range(len(examples)), examples, scores, least=THRESHOLDS))
    return file


def examples_of(shown: ShownStory) -> Iterator[tuple[Example[Fact], Traits]]:
    """Yield the pairs of clauses of two articles that may be contraries."""
    pairs = [p for p in shown.gold.pairs if p.relation in CONTRARY and p.kind in STATED]
    for told, name in facts_in(shown, lambda c: c.kind in ("event", "figure")):
        facts = [f for f in told if f.told.slot == "decision" and f.told.certainty != "probable"]
        for (i, j), traits in traits_of(facts, name):
            left, right = facts[i], facts[j]
            articles = name[left.told.id], name[right.told.id]
            relations = relations_told(shown, pairs, (articles[0], left.told), (articles[1], right.told))
            yield Example(shown.gold.name, articles, left, right, bool(relations)), traits


if __name__ == "__main__":
    sys.exit(main())
