"""Train when two figures of two articles count one thing, on the open stories of the bench of the table.

    PYTHONPATH=. python training/figures.py

Writes src/recoupe/stages/crosscheck/figure_weights.py: a logistic regression over what two figures have in
common (stages/crosscheck/same_figure.py), trained on each pair of figures of two articles of which one is
labelled. Prints what each threshold would find when each sixth of the stories is left out in turn. Needs
scikit-learn.
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
from recoupe.stages.crosscheck.same_figure import Figure, comparable_units, figure_of, match, traits

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/recoupe/stages/crosscheck/figure_weights.py"
COUNTED = frozenset({"victims", "count", "money", "percent", "vote", "duration"})
HEAD = '''"""How much each trait of two figures says for or against their counting one thing.

Written by training/figures.py from the open stories of eval/benches/accounts: {n} pairs of figures, of
which {same} are of one thing. Logarithms of odds; see `traits` in same_figure.py.
"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = {bias}
WEIGHTS: Mapping[str, float] = {{
{weights}
}}
'''


@dataclass(frozen=True)
class Example:
    """Two figures of two articles of one story, and whether they are labelled as one thing."""

    story: str
    articles: tuple[str, str]
    left: Figure
    right: Figure
    is_same: bool


def main() -> int:
    """Train, print what was measured, and write the weights; return the exit status."""
    resources = load_resources()
    stories = bench_stories(OPEN, ROOT / "eval" / "benches" / OPEN)
    examples = [e for s in stories for e in _examples(shown_story(s, SerialEngine(), resources))]
    names = DictVectorizer(sparse=False)
    table = names.fit_transform([dict(traits(e.left, e.right)) for e in examples])
    wanted = np.array([e.is_same for e in examples])
    scores = np.zeros(len(examples))
    for train, test in GroupKFold(6).split(table, wanted, [e.story for e in examples]):
        scores[test] = _model().fit(table[train], wanted[train]).predict_proba(table[test])[:, 1]
    _report(examples, scores)
    scaler, regression = _model().fit(table, wanted).named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    lines = [
        f'    "{name}": {weight:.2f},' for name, weight in zip(names.feature_names_, weights, strict=True)
    ]
    text = HEAD.format(n=len(examples), same=int(wanted.sum()), bias=f"{bias:.2f}", weights="\n".join(lines))
    OUT.write_text(text, "utf-8")
    return 0


def _model():  # type: ignore[no-untyped-def]  # a pipeline of scikit-learn, which has no types
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000))


def _examples(shown: ShownStory) -> Iterator[Example]:
    """Yield the pairs of figures of one story of which one at least stands in a labelled fact."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    figures: dict[str, list[tuple[Figure, frozenset[int]]]] = {}
    for members in shown.members.values():
        for account in members:
            if isinstance(account, Account):
                name = name_of[account.document_id]
                found = (figure_of(c) for c in account.comparables if c.kind == "figure")
                figures[name] = [(f, _facts(shown, shown.gold, name, f)) for f in found if f is not None]
    for one, other in combinations(sorted(figures), 2):
        for left, own in figures[one]:
            for right, theirs in figures[other]:
                if (own or theirs) and comparable_units(left, right):
                    yield Example(shown.gold.name, (one, other), left, right, bool(own & theirs))


def _facts(shown: ShownStory, gold: BenchStory, article: str, figure: Figure) -> frozenset[int]:
    place = to_source(shown.documents[article].offset_map, figure.told.anchor.span)
    return frozenset(
        i
        for i, (kind, cells) in enumerate(gold.cells)
        if kind in COUNTED and place is not None
        if any(cell.article == article and cell.span.meets(place) for cell in cells)
    )


def _report(examples: Sequence[Example], scores: np.ndarray) -> None:
    best: dict[tuple[str, ...], float] = {}
    for example, score in zip(examples, scores, strict=True):
        for key in _keys(example):
            best[key] = max(best.get(key, 0.0), float(score))
    mutual = [all(best[k] == s for k in _keys(e)) for e, s in zip(examples, scores, strict=True)]
    for label, kinds in (("agree", ("same", "finer", "wider")), ("part", ("apart",))):
        own = [i for i, e in enumerate(examples) if match(e.left, e.right) in kinds]
        n_same = sum(examples[i].is_same for i in own)
        for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
            found = [i for i in own if scores[i] >= least and mutual[i]]
            right = sum(examples[i].is_same for i in found)
            precision, recall = right / max(1, len(found)), right / n_same
            sys.stdout.write(f"values {label}, from {least}: P {precision:.2f}, R {recall:.2f} of {n_same}\n")


def _keys(example: Example) -> tuple[tuple[str, ...], ...]:
    place = (example.story, *example.articles)
    return (*place, example.left.told.id), (*place, example.right.told.id)


if __name__ == "__main__":
    sys.exit(main())
