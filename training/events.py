"""Train when two articles tell one thing of an event, on the open stories of the bench of the table.

    PYTHONPATH=. python training/events.py

Writes src/recoupe/stages/crosscheck/event_weights.py: two logistic regressions over what two clauses have in
common (stages/crosscheck/same_event.py), one for times, durations and places and one for what clauses say,
trained on each pair of facts of two articles of which one is labelled. Prints what each threshold would find
when each sixth of the stories is left out in turn. Needs scikit-learn.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from eval.accounts_bench import OPEN, BenchStory, bench_stories
from eval.accounts_line import ShownStory, shown_story
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from recoupe.engine.serial import SerialEngine
from recoupe.records.relations import Account
from recoupe.records.spans import to_source
from recoupe.run import load_resources
from recoupe.stages.crosscheck.same_event import Fact, facts_of, match, traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/event_weights.py"
LABELLED = {
    "time": frozenset({"date", "time"}),
    "duration": frozenset({"duration", "date"}),
    "place": frozenset({"place"}),
    "decision": frozenset({"decision", "yes/no", "status"}),
}
GROUPS = {"value": ("time", "duration", "place"), "clause": ("decision",)}
HEAD = '''"""How much each trait of two facts says for or against their being of one event.

Written by training/events.py from the open stories of eval/benches/accounts: {n} pairs of facts, of which
{same} are of one thing. Logarithms of odds; see `traits` in same_event.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS: Mapping[str, float] = {{{bias}}}
WEIGHTS: Mapping[str, Mapping[str, float]] = {{
{weights}
}}
'''


@dataclass(frozen=True)
class Example:
    """Two facts of two articles of one story, and whether they are labelled as one thing."""

    story: str
    articles: tuple[str, str]
    left: Fact
    right: Fact
    is_same: bool


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    resources = load_resources()
    stories = bench_stories(OPEN, ROOT / "eval" / "benches" / OPEN)
    OUT.write_text(trained([shown_story(s, SerialEngine(), resources) for s in stories]), "utf-8")
    return 0


def trained(shown: Sequence[ShownStory]) -> str:
    """Return the module of the weights that these stories teach."""
    examples = [e for s in shown for e in _examples(s)]
    biases, blocks = [], []
    for group, slots in GROUPS.items():
        own = [e for e in examples if e.left.told.slot in slots]
        bias, weights = _trained_group(group, own)
        biases.append(f'"{group}": {bias:.2f}')
        lines = [f'        "{name}": {weight:.2f},' for name, weight in weights]
        blocks.append("\n".join([f'    "{group}": {{', *lines, "    },"]))
    n_same = sum(e.is_same for e in examples)
    return HEAD.format(n=len(examples), same=n_same, bias=", ".join(biases), weights="\n".join(blocks))


def _trained_group(group: str, examples: Sequence[Example]) -> tuple[float, list[tuple[str, float]]]:
    names = DictVectorizer(sparse=False)
    table = names.fit_transform([dict(traits(e.left, e.right)) for e in examples])
    wanted = np.array([e.is_same for e in examples])
    scores = np.zeros(len(examples))
    for train, test in GroupKFold(6).split(table, wanted, [e.story for e in examples]):
        scores[test] = _model().fit(table[train], wanted[train]).predict_proba(table[test])[:, 1]
    for slot in GROUPS[group]:
        _report(slot, examples, scores)
    scaler, regression = _model().fit(table, wanted).named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return bias, list(zip(names.feature_names_, weights, strict=True))


def _model():  # type: ignore[no-untyped-def]  # a pipeline of scikit-learn, which has no types
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))


def _examples(shown: ShownStory) -> Iterator[Example]:
    """Yield the pairs of facts of one slot of one story of which one at least stands in a labelled fact."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    for members in shown.members.values():
        facts: dict[str, list[tuple[Fact, frozenset[int]]]] = {}
        accounts = [m for m in members if isinstance(m, Account)]
        told = [c for a in accounts for c in a.comparables if c.kind == "event"]
        document_of = {c.id: a.document_id for a in accounts for c in a.comparables}
        for fact in facts_of(told, document_of):
            name = name_of[document_of[fact.told.id]]
            facts.setdefault(name, []).append((fact, _labels(shown, shown.gold, name, fact)))
        for one, other in combinations(sorted(facts), 2):
            for left, own in facts[one]:
                for right, theirs in facts[other]:
                    if (own or theirs) and left.told.slot == right.told.slot:
                        yield Example(shown.gold.name, (one, other), left, right, bool(own & theirs))


def _labels(shown: ShownStory, gold: BenchStory, article: str, fact: Fact) -> frozenset[int]:
    place = to_source(shown.documents[article].offset_map, fact.told.anchor.span)
    return frozenset(
        i
        for i, (kind, cells) in enumerate(gold.cells)
        if kind in LABELLED[fact.told.slot] and place is not None
        if any(cell.article == article and cell.span.meets(place) for cell in cells)
    )


def _report(slot: str, examples: Sequence[Example], scores: np.ndarray) -> None:
    best: dict[tuple[str, ...], float] = {}
    for example, score in zip(examples, scores, strict=True):
        for key in _keys(example):
            best[key] = max(best.get(key, 0.0), float(score))
    mutual = [all(best[k] == s for k in _keys(e)) for e, s in zip(examples, scores, strict=True)]
    for label in ("agree", "part"):
        own = [
            i for i, e in enumerate(examples) if e.left.told.slot == slot and _parts(e) == (label == "part")
        ]
        n_same = sum(examples[i].is_same for i in own)
        for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            found = [i for i in own if scores[i] >= least and mutual[i]]
            right = sum(examples[i].is_same for i in found)
            precision, recall = right / max(1, len(found)), right / max(1, n_same)
            sys.stdout.write(f"{slot} {label}, from {least}: P {precision:.2f}, R {recall:.2f} of {n_same}\n")


def _parts(example: Example) -> bool:
    left, right = example.left, example.right
    if left.told.slot != "decision":
        return match(left, right) == "apart"
    return left.told.polarity != right.told.polarity or any(
        left.signs[e] != right.signs[e] for e in left.signs.keys() & right.signs.keys()
    )


def _keys(example: Example) -> tuple[tuple[str, ...], ...]:
    place = (example.story, *example.articles, example.left.told.slot)
    return (*place, example.left.told.id), (*place, example.right.told.id)


if __name__ == "__main__":
    sys.exit(main())
