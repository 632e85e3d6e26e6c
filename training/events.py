"""Train when two articles tell one thing of an event, on the labelled stories, gathered by hand.

    PYTHONPATH=. python training/events.py

Writes src/recoupe/stages/crosscheck/event_trees.json: small decision trees over what two clauses have in
common (stages/crosscheck/event_pairs.py), trained on each pair of times, durations or places of two articles
of which one is labelled. Prints what each threshold would find when each sixth of the stories is left out in
turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from eval.accounts_line import ShownStory
from training.likelihoods import Example, facts_in, gathered_stories, grown_of, labels_of, report

from recoupe.stages.crosscheck.event_facts import Fact
from recoupe.stages.crosscheck.event_pairs import FILE, traits_of
from recoupe.stages.crosscheck.same_event import is_broad, match
from recoupe.stages.crosscheck.trees import Traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck" / FILE
LABELLED = {
    "time": frozenset({"date", "time"}),
    "duration": frozenset({"duration", "date"}),
    "place": frozenset({"place"}),
}
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
DEPTH = 3
SAYS = """How likely two times, durations or places are of one event; see event_pairs.py. Written by
training/events.py from the open stories of eval/benches/accounts and training/stories: {n} pairs of facts, of
which {same} are of one thing."""


def main() -> int:
    """Train, print what was measured, and write the trees; return the exit status."""
    OUT.write_bytes(trained([e for shown in gathered_stories() for e in examples_of(shown)]))
    return 0


def trained(taught: Sequence[tuple[Example[Fact], Traits]]) -> bytes:
    """Return the file of the trees that these pairs teach; print what each threshold would find."""
    examples, file, scores = grown_of(taught, says=SAYS, depth=DEPTH)
    for slot in LABELLED:
        of_slot = [i for i, e in enumerate(examples) if e.left.told.slot == slot]
        for label in ("agree", "part"):
            own = [
                i
                for i in of_slot
                if (match(examples[i].left, examples[i].right) == "apart") == (label == "part")
            ]
            sys.stdout.writelines(report(f"{slot} {label}", own, examples, scores, least=THRESHOLDS))
    return file


def examples_of(shown: ShownStory) -> Iterator[tuple[Example[Fact], Traits]]:
    """Yield the pairs of facts of one slot of one story of which one at least stands in a labelled fact."""
    for told, name_of in facts_in(shown, lambda c: c.slot in LABELLED and c.kind == "event"):
        facts: dict[tuple[str, str], list[tuple[Fact, frozenset[int]]]] = {}
        for fact in told:
            name, slot = name_of[fact.told.id], fact.told.slot
            if not is_broad(fact):
                known = labels_of(shown, name, fact.told, kinds=LABELLED[slot])
                facts.setdefault((slot, name), []).append((fact, known))
        for one, other in combinations(sorted(facts), 2):
            if one[0] == other[0]:
                ours, theirs = facts[one], facts[other]
                for (i, j), traits in traits_of([f for f, _ in ours], [f for f, _ in theirs]):
                    (left, own), (right, others) = ours[i], theirs[j]
                    if own or others:
                        found = Example(shown.gold.name, (one[1], other[1]), left, right, bool(own & others))
                        yield found, traits


if __name__ == "__main__":
    sys.exit(main())
