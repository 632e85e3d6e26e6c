"""Machine translation: how often it is seen where it was written on purpose, and where it was not."""

from __future__ import annotations

from collections.abc import Sequence

from eval.reading import ReadArticle
from eval.score import Miss, Result, named, share
from recoupe.packs import Pack
from recoupe.records.spans import Span

_BEAT = "l"


def score_translated(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the share judged machine-translated in the beat that holds such texts, and outside it.

    That beat also holds noise, capitals and page furniture, so its share is no recall.
    """
    score = named("translated", set_name)
    inside = [article for article in articles if article.gold.beat == _BEAT]
    outside = [article for article in articles if article.gold.beat != _BEAT]
    misses = tuple(
        Miss("taken for a machine translation", article.gold.name, Span(0, 0), ", ".join(_reasons(article)))
        for article in outside
        if _is_judged(article)
    )
    n_inside, n_outside = len(inside), len(outside)
    seen = share(sum(map(_is_judged, inside)), n_inside)
    false_alarms = share(len(misses), n_outside)
    return Result(
        (
            score("beat l: judged translated", seen, n_inside),
            score("others: judged translated", false_alarms, n_outside, lower_is_better=True, is_goal=True),
        ),
        misses,
    )


def _is_judged(article: ReadArticle) -> bool:
    return article.reading is not None and article.reading.machine_translated.value is True


def _reasons(article: ReadArticle) -> tuple[str, ...]:
    return () if article.reading is None else article.reading.machine_translated.reasons
