"""Train when the later of two contraries tells what became of the thing, on the labelled stories.

    PYTHONPATH=. python training/later_statements.py

Writes src/recoupe/stages/crosscheck/later_statement_trees.json: small decision trees over what is known of
two clauses (stages/crosscheck/later_statement.py), trained on each pair of contraries (contraries.py) whose
words are labelled an update, as differing or contradicting. Prints what is told right when each sixth of the
stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from eval.accounts_line import ShownStory
from training.contraries import CONTRARY, STATED
from training.likelihoods import DISPUTES, facts_in, gathered_stories, grown, relations_told

from recoupe.stages.crosscheck.contraries import traits_of
from recoupe.stages.crosscheck.event_facts import in_order
from recoupe.stages.crosscheck.later_statement import FILE, LIKELY, traits
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
DEPTH = 3
SAYS = """How likely the later of two contraries tells what became of the thing; see later_statement.py.
Written by training/later_statements.py from the open stories of eval/benches/accounts, training/stories
and training/disputes: {n} pairs of clauses, of which {same} are updates."""
Example = tuple[str, Traits, bool]


def main() -> int:
    """Train, print what was measured, and write the trees; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories(DISPUTES) for e in examples_of(shown)]))
    return 0


def trained(examples: list[Example]) -> bytes:
    """Return the file of the trees that these pairs teach; print how many of them are told right."""
    file, scores = grown(examples, says=SAYS, depth=DEPTH)
    wanted = np.array([is_so for _, _, is_so in examples])
    told = scores >= LIKELY
    right, apart = (told == wanted).mean(), (~told & ~wanted).sum()
    sys.stdout.write(
        f"{len(wanted)} pairs, told right {right:.3f}; other accounts found {apart / (~wanted).sum():.3f},"
        f" right {apart / max((~told).sum(), 1):.3f}\n"
    )
    return file


def examples_of(shown: ShownStory) -> Iterator[Example]:
    """Yield for each pair of labelled contraries: its story, its traits, whether it is an update."""
    pairs = [p for p in shown.gold.pairs if p.relation in CONTRARY and p.kind in STATED]
    for told, name in facts_in(shown, lambda c: c.kind in ("event", "figure")):
        facts = [f for f in told if f.told.slot == "decision" and f.told.certainty != "probable"]
        for (i, j), _ in traits_of(facts, name):
            ordered = in_order(facts[i], facts[j])
            if ordered is None:
                continue
            left, right = ((name[fact.told.id], fact.told) for fact in (facts[i], facts[j]))
            relations = relations_told(shown, pairs, left, right)
            if relations and (relations == {"updates"} or "updates" not in relations):
                yield shown.gold.name, traits(*ordered[:2]), relations == {"updates"}


if __name__ == "__main__":
    sys.exit(main())
