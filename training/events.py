"""Train when two articles tell one thing of an event, on the labelled stories, gathered by hand.

    PYTHONPATH=. python training/events.py

Writes src/recoupe/stages/crosscheck/event_weights.py: a logistic regression over what two clauses have in
common (stages/crosscheck/same_event.py), trained on each pair of times, durations or places of two articles
of which one is labelled. Prints what each threshold would find when each sixth of the stories is left out in
turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import Example, facts_in, fitted, gathered_stories, labels_of, module_of, report

from recoupe.stages.crosscheck.event_facts import Fact
from recoupe.stages.crosscheck.same_event import match, traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/event_weights.py"
LABELLED = {
    "time": frozenset({"date", "time"}),
    "duration": frozenset({"duration", "date"}),
    "place": frozenset({"place"}),
}
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
SAYS = """How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts and training/stories:
{n} pairs of facts, of which {same} are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_text(trained(list(gathered_stories())), "utf-8")
    return 0


def trained(shown: Sequence[ShownStory]) -> str:
    """Return the module of the weights that these stories teach."""
    examples = [e for s in shown for e in _examples(s)]
    bias, lines, scores = fitted(examples, traits)
    for slot in LABELLED:
        of_slot = [i for i, e in enumerate(examples) if e.left.told.slot == slot]
        for label in ("agree", "part"):
            own = [
                i
                for i in of_slot
                if (match(examples[i].left, examples[i].right) == "apart") == (label == "part")
            ]
            sys.stdout.writelines(report(f"{slot} {label}", own, examples, scores, least=THRESHOLDS))
    return module_of(SAYS.format(n=len(examples), same=sum(e.is_same for e in examples)), bias, lines)


def _examples(shown: ShownStory) -> Iterator[Example[Fact]]:
    """Yield the pairs of facts of one slot of one story of which one at least stands in a labelled fact."""
    for told, name_of in facts_in(shown, lambda c: c.slot in LABELLED and c.kind == "event"):
        facts: dict[str, list[tuple[Fact, frozenset[int]]]] = {}
        for fact in told:
            name = name_of[fact.told.id]
            facts.setdefault(name, []).append(
                (fact, labels_of(shown, name, fact.told, kinds=LABELLED[fact.told.slot]))
            )
        for one, other in combinations(sorted(facts), 2):
            for left, own in facts[one]:
                for right, theirs in facts[other]:
                    if (own or theirs) and left.told.slot == right.told.slot:
                        yield Example(shown.gold.name, (one, other), left, right, bool(own & theirs))


if __name__ == "__main__":
    sys.exit(main())
