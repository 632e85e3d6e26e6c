"""What the likelihoods of the agreement table are learnt from and how, be it of figures or of other facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec
import numpy as np
from eval.accounts_bench import OPEN, Cell, Pair, bench_stories
from eval.accounts_line import ShownStory, shown_stories
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from recoupe.engine.serial import SerialEngine
from recoupe.records.accounts import Account, Comparable
from recoupe.records.spans import to_source
from recoupe.run import load_resources
from recoupe.stages.crosscheck.event_facts import Fact, facts_of
from recoupe.stages.crosscheck.same_figure import Figure, figure_of
from recoupe.stages.crosscheck.trees import TreesFile


class Told(Protocol):
    """A comparable laid out to be compared with many."""

    told: Comparable


ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "eval" / "benches" / OPEN, ROOT / "training" / "stories")
"""The labelled stories that may be learnt from."""
DISPUTES = ROOT / "training" / "disputes"
"""More of them, in which more parts than in others: they teach what parts, and whether it is of one thing."""
FOLDS = 6
"""Parts of the stories that are left out in turn."""
STRENGTH = 0.1
"""Of weights: the inverse of that of their regularization."""

_MODULE = '''"""{says}"""

from __future__ import annotations

from collections.abc import Mapping

BIAS = {bias:.2f}
WEIGHTS: Mapping[str, float] = {{
{weights}
}}
'''

T = TypeVar("T", bound=Told)
Traits = Callable[[T, T], Iterator[tuple[str, float]]]


@dataclass(frozen=True)
class Example(Generic[T]):
    """Two tellings of two articles of one story, and whether they are labelled as one thing."""

    story: str
    articles: tuple[str, str]
    left: T
    right: T
    is_same: bool


def gathered_stories(*more: Path) -> Iterator[ShownStory]:
    """Yield the tables of all labelled stories, the articles of each gathered by hand.

    more: folders of further stories.
    """
    resources = load_resources()
    for folder in (*FOLDERS, *more):
        for story in bench_stories(OPEN, folder):
            yield list(shown_stories(story, SerialEngine(), resources))[-1]


def facts_in(
    shown: ShownStory, chosen: Callable[[Comparable], bool]
) -> Iterator[tuple[list[Fact], Mapping[str, str]]]:
    """Yield for each story that is shown its chosen facts, laid out, and by comparable the article's name."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    for members in shown.members.values():
        accounts = [m for m in members if isinstance(m, Account)]
        document_of = {c.id: a.document_id for a in accounts for c in a.comparables}
        published = {a.document_id: a.published for a in accounts if a.published}
        told = [c for a in accounts for c in a.comparables if chosen(c)]
        names = {told_id: name_of[document] for told_id, document in document_of.items()}
        yield facts_of(told, document_of, published), names


def figures_in(shown: ShownStory) -> dict[str, list[Figure]]:
    """Return by article's name the figures of a story that may be compared."""
    name_of = {document.id: name for name, document in shown.documents.items()}
    return {
        name_of[account.document_id]: [
            figure for c in account.comparables if c.kind == "figure" and (figure := figure_of(c)) is not None
        ]
        for members in shown.members.values()
        for account in members
        if isinstance(account, Account)
    }


def relations_told(
    shown: ShownStory, pairs: Iterable[Pair], left: tuple[str, Comparable], right: tuple[str, Comparable]
) -> frozenset[str]:
    """Return the relations of those labelled pairs whose two sides the words of two comparables tell.

    left, right: each with its article's name.
    """
    return frozenset(
        pair.relation
        for pair in pairs
        for one, other in ((pair.left, pair.right), (pair.right, pair.left))
        if tells(shown, *left, one) and tells(shown, *right, other)
    )


def tells(shown: ShownStory, article: str, told: Comparable, cells: Iterable[Cell]) -> bool:
    """Tell whether the words of a comparable meet one of some labelled cells."""
    place = to_source(shown.documents[article].offset_map, told.anchor.span)
    return place is not None and any(c.article == article and c.span.meets(place) for c in cells)


def labels_of(shown: ShownStory, article: str, told: Comparable, *, kinds: Collection[str]) -> frozenset[int]:
    """Return the labelled facts of some kinds that the words of a comparable tell, by number."""
    return frozenset(
        i
        for i, (kind, cells) in enumerate(shown.gold.cells)
        if kind in kinds and tells(shown, article, told, cells)
    )


def module_of(says: str, bias: float, lines: Iterable[str]) -> str:
    """Return the module of some weights. says: its docstring, with a line end behind. lines: of its table."""
    weights = "\n".join(f"    {line}" for line in lines)
    return _MODULE.format(says=says, bias=bias, weights=weights)


def fitted(examples: Sequence[Example[T]], traits: Traits[T]) -> tuple[float, list[str], np.ndarray]:
    """Return the bias, the lines of a table of weights, and how likely each example is without its story."""
    names = DictVectorizer(sparse=False)
    table = names.fit_transform([dict(traits(e.left, e.right)) for e in examples])
    wanted = np.array([e.is_same for e in examples])
    scores = np.zeros(len(wanted))
    for train, test in GroupKFold(FOLDS).split(table, wanted, [e.story for e in examples]):
        scores[test] = _model().fit(table[train], wanted[train]).predict_proba(table[test])[:, 1]
    scaler, regression = _model().fit(table, wanted).named_steps.values()
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    named = zip(names.feature_names_, weights, strict=True)
    return bias, [f'"{name}": {weight:.2f},' for name, weight in named], scores


def grown(
    taught: Sequence[tuple[str, Mapping[str, float], bool]], *, says: str, depth: int, n_trees: int = 250
) -> tuple[bytes, np.ndarray]:
    """Return the file of the trees that some examples teach, and how likely each is without its story.

    taught: of each the story, its traits, all of the same names, and whether it is so. says: what is told of
    the trees in their file, {n} and {same} for how many there are and are so. depth: the most questions that
    a tree asks of one example. n_trees: how many there are.
    """
    stories, tables, wanted = zip(*taught, strict=True)
    names = sorted(tables[0])
    table = np.array([[one[name] for name in names] for one in tables], dtype=np.float32)
    is_one, of_story = np.array(wanted), np.array(stories)
    scores = np.zeros(len(is_one))
    for train, test in GroupKFold(FOLDS).split(table, is_one, of_story):
        scores[test] = (
            _grower(depth, n_trees).fit(table[train], is_one[train]).predict_proba(table[test])[:, 1]
        )
    model = _grower(depth, n_trees).fit(table, is_one)
    share = is_one.mean()
    trees = tuple(_nodes(tree.tree_, model.learning_rate) for tree in model.estimators_[:, 0])
    told = " ".join(says.format(n=len(taught), same=int(is_one.sum())).split())
    file = TreesFile(told, tuple(names), round(float(np.log(share / (1 - share))), 4), trees)
    return _a_tree_a_line(file), scores


def grown_of(
    taught: Sequence[tuple[Example[Any], Mapping[str, float]]], *, says: str, depth: int, n_trees: int = 250
) -> tuple[list[Example[Any]], bytes, np.ndarray]:
    """Return the examples of pairs, each given with its traits, and what `grown` returns of them."""
    rows = [(example.story, traits, example.is_same) for example, traits in taught]
    file, scores = grown(rows, says=says, depth=depth, n_trees=n_trees)
    return [example for example, _ in taught], file, scores


def _grower(depth: int, n_trees: int) -> GradientBoostingClassifier:
    return GradientBoostingClassifier(
        n_estimators=n_trees,
        learning_rate=0.05,
        max_depth=depth,
        min_samples_leaf=15,
        max_features=0.25,
        subsample=0.7,
        random_state=1,
    )


def _nodes(tree, rate: float) -> tuple:  # type: ignore[no-untyped-def]  # a tree of scikit-learn
    return tuple(
        (
            int(tree.feature[i]),
            _short(tree.threshold[i]),
            int(tree.children_left[i]),
            int(tree.children_right[i]),
        )
        if tree.children_left[i] >= 0
        else round(float(tree.value[i, 0, 0]) * rate, 4)
        for i in range(tree.node_count)
    )


def _short(threshold: float) -> float:
    """Return a threshold with six digits: it lies between two values, mostly far from either."""
    return float(f"{threshold:.6g}")


def _a_tree_a_line(file: TreesFile) -> bytes:
    """Return the file as text that shows in a comparison which trees have changed."""
    head = msgspec.json.encode(file).split(b'"trees":', 1)[0]
    return head + b'"trees":[\n' + b",\n".join(map(msgspec.json.encode, file.trees)) + b"\n]}\n"


def _model():  # type: ignore[no-untyped-def]  # a pipeline of scikit-learn, which has no types
    return make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=2000))


def report(
    label: str,
    own: Sequence[int],
    examples: Sequence[Example[T]],
    scores: np.ndarray,
    *,
    least: Iterable[float],
) -> Iterator[str]:
    """Yield for each threshold what it would find of some examples that are likeliest both ways."""
    best: dict[tuple[str, ...], float] = {}
    for example, score in zip(examples, scores, strict=True):
        for key in _keys(example):
            best[key] = max(best.get(key, 0.0), float(score))
    mutual = [all(best[k] == s for k in _keys(e)) for e, s in zip(examples, scores, strict=True)]
    n_same = sum(examples[i].is_same for i in own)
    for threshold in least:
        found = [i for i in own if scores[i] >= threshold and mutual[i]]
        right = sum(examples[i].is_same for i in found)
        precision, recall = right / max(1, len(found)), right / max(1, n_same)
        yield f"{label}, from {threshold}: P {precision:.2f}, R {recall:.2f} of {n_same}\n"


def _keys(example: Example[T]) -> tuple[tuple[str, ...], ...]:
    place = (example.story, *example.articles)
    return (*place, example.left.told.id), (*place, example.right.told.id)
