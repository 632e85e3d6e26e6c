"""Stories: which articles tell one event, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from eval.reading import ReadArticle
from eval.score import Miss, Result, named, prf
from recoupe.packs import Pack
from recoupe.records.spans import Span


def score_stories(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the scores of pairs of articles that were put into one story, over the whole set."""
    n_right = n_found = n_gold = 0
    misses: list[Miss] = []
    for one, other in combinations(articles, 2):
        wanted = one.gold.event == other.gold.event
        ours = one.story is not None and one.story == other.story
        n_right += wanted and ours
        n_found += ours
        n_gold += wanted
        if wanted != ours:
            kind = "pair of one event kept apart" if wanted else "pair of two events joined"
            misses.append(Miss(kind, one.gold.name, Span(0, 0), f"and {other.gold.name}"))
    score = named("stories", set_name)
    return Result(prf(score, "pairs", n_right=n_right, n_found=n_found, n_gold=n_gold), tuple(misses))
