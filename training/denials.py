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
from itertools import combinations
from pathlib import Path

from eval.accounts_bench import Cell
from eval.accounts_line import ShownStory
from training.likelihoods import Example, fitted, gathered_stories, report

from recoupe.records.accounts import Account
from recoupe.records.spans import to_source
from recoupe.stages.crosscheck.denied_matter import may_deny, traits
from recoupe.stages.crosscheck.event_facts import Fact, facts_of

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/denial_weights.py"
STATED = frozenset({"decision", "yes/no", "status", "participants", "remark"})
CONTRARY = frozenset({"contradicts", "differs", "updates"})
THRESHOLDS = (0.4, 0.5, 0.6, 0.65, 0.7, 0.8)
HEAD = '''"""How much each trait of a denial and an affirmation says for or against their being of one thing.

Written by training/denials.py from the open stories of eval/benches/accounts and training/stories: {n} pairs
of clauses, of which {same} are of one thing. Logarithms of odds; see `traits` in denied_matter.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = {bias:.2f}
WEIGHTS: Mapping[str, float] = {{
{weights}
}}
'''


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    OUT.write_text(trained(list(gathered_stories())), "utf-8")
    return 0


def trained(shown: Sequence[ShownStory]) -> str:
    """Return the module of the weights that these stories teach."""
    examples = [example for story in shown for example in examples_of(story)]
    bias, lines, scores = fitted(examples, traits)
    sys.stdout.writelines(report("denied", range(len(examples)), examples, scores, least=THRESHOLDS))
    weights = "\n".join(f"    {line}" for line in lines)
    return HEAD.format(n=len(examples), same=sum(e.is_same for e in examples), bias=bias, weights=weights)


def examples_of(shown: ShownStory) -> Iterator[Example[Fact]]:
    """Yield the pairs of a denial and an affirmation of two articles that may be of one thing."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    contraries = [p for p in shown.gold.pairs if p.relation in CONTRARY and p.kind in STATED]
    for members in shown.members.values():
        accounts = [m for m in members if isinstance(m, Account)]
        told = [c for a in accounts for c in a.comparables if c.kind in ("event", "figure")]
        name = {c.id: name_of[a.document_id] for a in accounts for c in a.comparables}
        document_of = {c.id: a.document_id for a in accounts for c in a.comparables}
        published = {a.document_id: a.published for a in accounts if a.published}
        facts = [
            fact
            for fact in facts_of(told, document_of, published)
            if fact.told.slot == "decision" and fact.told.certainty != "probable"
        ]

        def tells(fact: Fact, cells: Sequence[Cell], name: dict[str, str] = name) -> bool:
            article = name[fact.told.id]
            place = to_source(shown.documents[article].offset_map, fact.told.anchor.span)
            return place is not None and any(c.article == article and c.span.meets(place) for c in cells)

        for one, other in combinations(facts, 2):
            for denied, affirmed in ((one, other), (other, one)):
                articles = name[denied.told.id], name[affirmed.told.id]
                if articles[0] == articles[1] or not may_deny(denied, affirmed):
                    continue
                if (denied.told.polarity, affirmed.told.polarity) != ("denied", "asserted"):
                    continue
                is_same = any(
                    (tells(denied, p.left) and tells(affirmed, p.right))
                    or (tells(denied, p.right) and tells(affirmed, p.left))
                    for p in contraries
                )
                yield Example(shown.gold.name, articles, denied, affirmed, is_same)


if __name__ == "__main__":
    sys.exit(main())
