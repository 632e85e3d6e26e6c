"""The agreement table: what it shows between two accounts, against what a careful editor would say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from eval.accounts_bench import OPEN, BenchStory, Cell, Trap, bench_stories
from eval.accounts_line import NONE, Row, ShownStory, fits, shown_stories
from eval.gold import GoldArticle
from eval.score import Miss, Result, Score, named, share
from recoupe.engine.serial import SerialEngine
from recoupe.stages.stage import Resources

_APART = frozenset({"contradicts", "differs"})
_SHOWN_APART = _APART | {"edited copy"}
"""A copied passage in which a value was changed is shown as such, and counts as shown apart: it is the
name the table has for it."""
_TOGETHER = frozenset({"agrees", "refines"})
DAY_AND_HOUR = frozenset({"date", "time"})
_GATHERED = (
    "shown apart P",
    "shown apart R",
    "agrees, refines P",
    "agrees, refines R",
    "traps shown apart",
)
_SHOWN = ("agrees", "refines", "differs", "contradicts", "updates", "reworded", "edited copy", NONE)


def score_accounts(
    set_name: str, folder: Path, resources: Resources
) -> tuple[Result, tuple[GoldArticle, ...]]:
    """Return the scores of one part of the bench, and its articles.

    Each story is told twice: as the program groups its articles, and gathered by hand. Errors are told of
    the open part only, as grouped.
    """
    stories = bench_stories(set_name, folder)
    tally, by_hand = Tally(), Tally()
    for story in stories:
        shown, shown_gathered = shown_stories(story, SerialEngine(), resources)
        judge_story(tally, shown, resources)
        judge_story(by_hand, shown_gathered, resources)
    misses = tuple(tally.misses) if set_name == OPEN else ()
    articles = tuple(article for story in stories for article in story.articles.values())
    scores = (*scores_of(set_name, tally), *gathered_scores(set_name, by_hand))
    return Result(scores, misses, tables_of(set_name, tally)), articles


class Tally:
    """What was counted, story by story.

    pairs: (kind, relation labelled, relation shown) of each labelled pair. traps: (why, relation shown).
    n_stray_apart: rows that set accounts against each other where nobody labelled anything.
    n_stray_together: cells of two facts told as one. joined, read: by labelled pair, whether its articles
    were put into one story, and whether a comparable was made of both cells.
    """

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str, str]] = []
        self.traps: list[tuple[str, str]] = []
        self.n_stray_apart = 0
        self.n_stray_together = 0
        self.joined: list[bool] = []
        self.read: list[bool] = []
        self.misses: list[Miss] = []


def judge_story(tally: Tally, shown: ShownStory, resources: Resources) -> None:
    """Count what the table of one story shows."""
    gold = shown.gold
    for pair in gold.pairs:
        relation = shown.relation(pair.left, pair.right, pair.kind, resources)
        tally.pairs.append((pair.kind, pair.relation, relation))
        tally.read.append(shown.is_read(pair.left) and shown.is_read(pair.right))
        stories = {shown.story_of.get(cell.article) for cell in (*pair.left, *pair.right)}
        tally.joined.append(len(stories) == 1 and None not in stories)
        if relation != pair.relation:
            kind = f"{pair.kind}: {pair.relation} shown as {relation}"
            tally.misses.append(_miss(kind, gold, pair.left[0], pair.right[0], pair.what))
    for trap in gold.traps:
        relation = _of_trap(shown, trap, resources)
        tally.traps.append((trap.why, relation))
        if relation in _APART:
            tally.misses.append(_miss(f"trap, {trap.why}: shown as {relation}", gold, trap.left, trap.right))
    for row in shown.rows:
        if row.comparison.relation in _APART and not _is_labelled(row, gold):
            tally.n_stray_apart += 1
            tally.misses.append(_stray_row(row, gold))
    for left, right in _strange_cells(gold):
        relation = _between_facts(shown, left, right, resources=resources)
        if relation in _TOGETHER:
            tally.n_stray_together += 1
            tally.misses.append(_miss(f"two facts shown as one: {relation}", gold, left[1], right[1]))


def _of_trap(shown: ShownStory, trap: Trap, resources: Resources) -> str:
    """Return what is shown between the sides of a trap, in rows of any kind: the gravest."""
    found = {shown.relation((trap.left,), (trap.right,), kind, resources) for kind in ("count", "remark")}
    return next((relation for relation in ("contradicts", "differs") if relation in found), sorted(found)[0])


def _is_labelled(row: Row, gold: BenchStory) -> bool:
    """Tell whether two positions of the row are two accounts of one fact, or of a trap.

    A pair that is not written is not judged: it is neither right nor a false alarm.
    """
    groups = [cells for _, cells in gold.cells] + [(trap.left, trap.right) for trap in gold.traps]
    return any(
        i != j
        for cells in groups
        for left, right in combinations(cells, 2)
        if left.article != right.article
        for i in row.sides_of(left)
        for j in row.sides_of(right)
    )


_OfFact = tuple[str, Cell]


def _strange_cells(gold: BenchStory) -> Iterator[tuple[_OfFact, _OfFact]]:
    """Yield cells of two facts in two articles that no label speaks of together.

    The day and the hour of one happening are labelled apart, and an hour on that day does refine the day.
    """
    together = {frozenset({a, b}) for pair in gold.pairs for a in pair.left for b in pair.right} | {
        frozenset({trap.left, trap.right}) for trap in gold.traps
    }
    for (kind, cells), (other_kind, others) in combinations(gold.cells, 2):
        if {kind, other_kind} == DAY_AND_HOUR:
            continue
        for left in cells:
            for right in others:
                same_words = any(_meet(left, c) for c in others) or any(_meet(right, c) for c in cells)
                if (
                    left.article != right.article
                    and not same_words
                    and frozenset({left, right}) not in together
                ):
                    yield (kind, left), (other_kind, right)


def _holds(row: Row, cells: Iterable[Cell], articles: Collection[str]) -> bool:
    """Tell whether a row holds what each of some articles tells of one fact."""
    return {cell.article for cell in cells if cell.article in articles and row.sides_of(cell)} == set(
        articles
    )


def _meet(left: Cell, right: Cell) -> bool:
    return left.article == right.article and left.span.meets(right.span)


def _between_facts(shown: ShownStory, left: _OfFact, right: _OfFact, *, resources: Resources) -> str:
    """Return what is shown between two cells by rows that hold no fact of both their articles.

    The words of a row may be a clause, in which an article tells more than one fact.
    """
    rows = [
        row
        for row in shown.rows
        if row.comparison.slot != "copied passage" and fits(row, left[0]) and fits(row, right[0])
        if row.sides_of(left[1]) and row.sides_of(right[1])
    ]
    articles = {left[1].article, right[1].article}
    if all(any(_holds(row, cells, articles) for _, cells in shown.gold.cells) for row in rows):
        return NONE
    return shown.relation((left[1],), (right[1],), left[0], resources)


def _miss(kind: str, gold: BenchStory, left: Cell, right: Cell, what: str = "") -> Miss:
    note = f"against {right.article} «{right.words}»" + (f", {what}" if what else "")
    return Miss(kind, gold.articles[left.article].name, left.span, note)


def _stray_row(row: Row, gold: BenchStory) -> Miss:
    comparison = row.comparison
    sides = [side[0] for side in row.sides if side]
    kind = f"row without a label: {comparison.relation} ({comparison.slot}, {comparison.why.code})"
    note = "; ".join(f"{cell.article} «{cell.words}»" for cell in sides[1:])
    return Miss(kind, gold.articles[sides[0].article].name, sides[0].span, f"against {note}")


def scores_of(set_name: str, tally: Tally) -> tuple[Score, ...]:
    """Return the scores of what was counted."""
    right_apart = _n(tally, _APART, _SHOWN_APART)
    wanted_apart = _n(tally, _APART, frozenset(_SHOWN))
    n_trapped = sum(relation in _APART for _, relation in tally.traps)
    shown_apart = sum(shown in _SHOWN_APART for _, _, shown in tally.pairs) + n_trapped + tally.n_stray_apart
    right_together = _n(tally, _TOGETHER, _TOGETHER)
    shown_together = sum(shown in _TOGETHER for _, _, shown in tally.pairs) + tally.n_stray_together
    wanted_together = _n(tally, _TOGETHER, frozenset(_SHOWN))
    n_exact = sum(label == shown for _, label, shown in tally.pairs)
    n_pairs, n_traps = len(tally.pairs), len(tally.traps)
    joined_apart = [
        shown in _SHOWN_APART
        for (_, label, shown), joined in zip(tally.pairs, tally.joined, strict=True)
        if joined and label in _APART
    ]
    score = named("accounts", set_name)
    return (
        score("shown apart P", share(right_apart, shown_apart), shown_apart, is_goal=True),
        score("shown apart R", share(right_apart, wanted_apart), wanted_apart, is_goal=True),
        score("agrees, refines P", share(right_together, shown_together), shown_together, is_goal=True),
        score("agrees, refines R", share(right_together, wanted_together), wanted_together),
        score("traps shown apart", share(n_trapped, n_traps), n_traps, lower_is_better=True, is_goal=True),
        score("same relation", share(n_exact, n_pairs), n_pairs),
        score("pairs in one story", share(sum(tally.joined), n_pairs), n_pairs),
        score("pairs read", share(sum(tally.read), n_pairs), n_pairs),
        score("shown apart R, if joined", share(sum(joined_apart), len(joined_apart)), len(joined_apart)),
    )


def gathered_scores(set_name: str, tally: Tally) -> tuple[Score, ...]:
    """Return those of the scores that say what the table makes of stories gathered by hand."""
    chosen = (score for score in scores_of(set_name, tally) if score.measure in _GATHERED)
    return tuple(replace(score, measure=f"{score.measure}, gathered") for score in chosen)


def _n(tally: Tally, labelled: frozenset[str], shown: frozenset[str]) -> int:
    return sum(label in labelled and relation in shown for _, label, relation in tally.pairs)


def tables_of(set_name: str, tally: Tally) -> str:
    """Return what was labelled against what was shown, by relation, by kind and by trap, as columns."""
    labels = [label for label in _SHOWN if any(label == one for _, one, _ in tally.pairs)]
    counts = Counter((label, shown) for _, label, shown in tally.pairs)
    lines = [f"accounts, {set_name}: labelled (down) and shown (across)"]
    lines.append(_columns("", [*_SHOWN, "in all"]))
    for label in labels:
        own = [counts[label, shown] for shown in _SHOWN]
        lines.append(_columns(label, [*map(str, own), str(sum(own))]))
    lines += ["", _columns("by kind", ["pairs", "read", "shown", "same", "apart", "found", "alarms"])]
    for kind in sorted({kind for kind, _, _ in tally.pairs}):
        pairs = [(label, shown) for one, label, shown in tally.pairs if one == kind]
        numbers = (
            len(pairs),
            sum(read for (one, _, _), read in zip(tally.pairs, tally.read, strict=True) if one == kind),
            sum(shown != NONE for _, shown in pairs),
            sum(label == shown for label, shown in pairs),
            sum(label in _APART for label, _ in pairs),
            sum(label in _APART and shown in _SHOWN_APART for label, shown in pairs),
            sum(label not in _APART and shown in _SHOWN_APART for label, shown in pairs),
        )
        lines.append(_columns(kind, [str(n) for n in numbers]))
    lines += ["", _columns("traps", ["n", "apart"])]
    for why in sorted({why for why, _ in tally.traps}):
        shown_as = [shown for one, shown in tally.traps if one == why]
        lines.append(_columns(why, [str(len(shown_as)), str(sum(shown in _APART for shown in shown_as))]))
    lines += ["", f"rows set apart without a label: {tally.n_stray_apart}"]
    lines += [f"cells of two facts told as one: {tally.n_stray_together}"]
    return "\n".join(lines)


def _columns(first: str, others: Sequence[str]) -> str:
    return f"  {first:<14} " + " ".join(f"{one:>11}" for one in others)
