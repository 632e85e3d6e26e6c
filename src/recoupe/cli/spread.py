"""How an origin spread: its articles in order of publication, each with what it took and how much later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from recoupe.dossier.dossier import Article, Dossier, OriginLine
from recoupe.records.comparisons import TEXTS


@dataclass(frozen=True)
class Step:
    """One article that goes back to an origin.

    share: of its text that it has in common with others, 0 to 1; None when not known. delay: minutes after
    the first article of the origin; None when one of the two has no hour, and then days tells what can be
    told.
    """

    article: Article
    share: float | None
    delay: int | None
    days: int | None


@dataclass(frozen=True)
class Spread:
    """An origin and its articles: the dated ones first, earliest first."""

    origin: OriginLine
    steps: tuple[Step, ...]


def spreads_of(dossier: Dossier) -> Iterator[Spread]:
    """Yield the origins that articles are made from, in the dossier's order."""
    articles = {a.document_id: a for a in dossier.story.articles}
    for origin in dossier.origins:
        own = sorted((articles[d] for d in origin.document_ids), key=_order)
        if origin.kind in TEXTS and own:
            yield Spread(origin, tuple(_step(article, own[0]) for article in own))


def voices_of(dossier: Dossier) -> tuple[OriginLine, ...]:
    """Return the people and bodies that are only quoted: they speak for their own words."""
    return tuple(o for o in dossier.origins if o.kind not in TEXTS and o.kind != "unknown")


def unplaced(dossier: Dossier) -> tuple[Article, ...]:
    """Return the articles that go back to no known origin."""
    known = {d for origin in dossier.origins if origin.kind in TEXTS for d in origin.document_ids}
    return tuple(a for a in dossier.story.articles if a.document_id not in known)


def _order(article: Article) -> tuple[str, str]:
    return (_published(article) or "9", article.label)


def _published(article: Article) -> str | None:
    return None if article.published is None else article.published.value


def _step(article: Article, first: Article) -> Step:
    own, earliest = _published(article), _published(first)
    if own is None or earliest is None:
        return Step(article, article.share_reused, None, None)
    delay = None
    if "T" in own and "T" in earliest:
        a, b = datetime.fromisoformat(own), datetime.fromisoformat(earliest)
        if (a.tzinfo is None) == (b.tzinfo is None):
            delay = round((a - b).total_seconds() / 60)
    days = None
    if len(own) >= 10 and len(earliest) >= 10:
        days = (datetime.fromisoformat(own[:10]) - datetime.fromisoformat(earliest[:10])).days
    return Step(article, article.share_reused, delay, days)
