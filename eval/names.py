"""Names: exact span and type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from eval.reading import ReadArticle
from eval.score import Miss, Result, Score, named, prf
from recoupe.packs import Pack
from recoupe.records.spans import Span

_GROUPS = {
    "PER/LOC/ORG": ("PER", "LOC", "ORG"),
    "PER": ("PER",),
    "LOC": ("LOC",),
    "ORG": ("ORG",),
    "all types": ("PER", "LOC", "ORG", "EVT", "MISC"),
}

Name = tuple[Span, str]


def score_names(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the scores of names; a name counts when both ends and the type are those that were marked.

    Every marked name is wanted, also in lines that are page furniture, where none is looked for.
    """
    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    misses: list[Miss] = []
    for article in articles:
        marked, ours = set(article.gold.names), found_names(article)
        right.update(kind for _, kind in marked & ours)
        found.update(kind for _, kind in ours)
        gold.update(kind for _, kind in marked)
        misses += _misses(article.gold.name, marked, ours)
    score = named("names", set_name)
    scores: list[Score] = []
    for label, kinds in _GROUPS.items():
        n_right, n_found, n_gold = (sum(counts[kind] for kind in kinds) for counts in (right, found, gold))
        three = prf(score, label, n_right=n_right, n_found=n_found, n_gold=n_gold)
        # The types alone explain the figure of all three.
        scores += three if len(kinds) > 1 else [replace(three[2], is_goal=False)]
    return Result(tuple(scores), tuple(misses))


def found_names(article: ReadArticle) -> set[Name]:
    """Return the names found, where they stand in the text as given."""
    mentions = () if article.reading is None else article.reading.mentions
    return {
        (place, mention.type)
        for mention in mentions
        if mention.form == "name" and (place := article.at(mention.span)) is not None
    }


def _misses(name: str, marked: set[Name], ours: set[Name]) -> list[Miss]:
    out = [Miss(_kind_of_missed(one, ours), name, one[0]) for one in sorted(marked - ours)]
    for span, kind in sorted(ours - marked):
        if not any(span.meets(other) for other, _ in marked):
            out.append(Miss(f"{kind} where no name is", name, span))
    return sorted(out, key=lambda miss: miss.span)


def _kind_of_missed(one: Name, ours: set[Name]) -> str:
    span, kind = one
    met = sorted((other, type_) for other, type_ in ours if other.meets(span))
    if not met:
        return f"{kind} missed"
    other, type_ = met[0]
    if other == span:
        return f"{kind} taken for {type_}"
    if len(met) > 1:
        return f"{kind} split"
    if other.holds(span):
        return f"{kind} too long"
    return f"{kind} too short" if span.holds(other) else f"{kind} across its end"
