"""Quotations: their words, who says them, and marks that hold no quotation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.gold import GoldQuotation
from eval.reading import ReadArticle
from eval.same import is_same
from eval.score import Miss, Result, Score, named, overlap, pairs_by_likeness, prf, share
from recoupe.packs import Pack
from recoupe.records.findings import Quotation
from recoupe.records.spans import Span

_LOOSE, _TIGHT = 0.3, 0.8
_MOSTLY = 0.5


@dataclass(frozen=True)
class _Found:
    """A quotation found, with its content where it stands in the text as given."""

    content: tuple[Span, ...]
    record: Quotation

    @property
    def rule(self) -> str:
        return self.record.producer.rsplit("/", 1)[-1]


def score_quotations(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the scores of quotations.

    A quotation is found when its content and the marked one share 0.3 (0.8) of the characters that either
    has. The speaker is compared where the content is found at 0.3 and a speaker is marked, by `is_same`.
    A mark « … » that holds no quotation counts as taken for one when at least half of a found quotation's
    content lies in it.
    """
    n_gold = n_found = n_loose = n_tight = n_named = n_speaker = n_scare = n_taken = 0
    misses: list[Miss] = []
    for article in articles:
        gold, found = article.gold.quotations, _found_in(article)
        loose = _paired(gold, found, least=_LOOSE)
        n_gold += len(gold)
        n_found += len(found)
        n_loose += len(loose)
        n_tight += len(_paired(gold, found, least=_TIGHT))
        n_named += sum(gold[i].speaker is not None for i, _ in loose)
        wrong = [(i, j) for i, j in loose if not _is_speaker_right(gold[i], found[j], pack)]
        n_speaker += sum(gold[i].speaker is not None for i, _ in loose) - len(wrong)
        taken = [
            span for span in article.gold.not_speech if any(_lies_in(one.content, span) for one in found)
        ]
        n_scare += len(article.gold.not_speech)
        n_taken += len(taken)
        misses += _misses(article.gold.name, gold, found, loose=loose, wrong=wrong)
        misses += [Miss("marks taken for a quotation", article.gold.name, span) for span in taken]
    score = named("quotations", set_name)
    scores: list[Score] = [
        *prf(score, f"overlap {_LOOSE}", n_right=n_loose, n_found=n_found, n_gold=n_gold),
        *prf(score, f"overlap {_TIGHT}", n_right=n_tight, n_found=n_found, n_gold=n_gold),
        score("speaker right", share(n_speaker, n_named), n_named, is_goal=True),
    ]
    if n_scare:
        taken_share = share(n_taken, n_scare)
        scores.append(score("scare quotes taken", taken_share, n_scare, lower_is_better=True, is_goal=True))
    return Result(tuple(scores), tuple(misses))


def speakers_marked(article: ReadArticle) -> list[tuple[str, Quotation]]:
    """Return the quotations found whose speaker is marked, with the marked speaker."""
    gold, found = article.gold.quotations, _found_in(article)
    pairs = ((gold[i].speaker, found[j].record) for i, j in _paired(gold, found, least=_LOOSE))
    return [(speaker, record) for speaker, record in pairs if speaker is not None]


def _found_in(article: ReadArticle) -> list[_Found]:
    quotations = () if article.reading is None else article.reading.quotations
    placed = [_Found(article.all_at(quotation.content), quotation) for quotation in quotations]
    return [one for one in placed if one.content]


def _paired(gold: Sequence[GoldQuotation], found: Sequence[_Found], *, least: float) -> list[tuple[int, int]]:
    return pairs_by_likeness(
        gold, found, likeness=lambda one, other: overlap(one.content, other.content), least=least
    )


def _is_speaker_right(gold: GoldQuotation, found: _Found, pack: Pack) -> bool:
    return gold.speaker is None or is_same(gold.speaker, found.record.speaker, pack)


def _lies_in(content: tuple[Span, ...], marks: Span) -> bool:
    inside = sum(span.n_shared(marks) for span in content)
    return inside >= _MOSTLY * sum(map(len, content))


def _misses(
    name: str,
    gold: Sequence[GoldQuotation],
    found: Sequence[_Found],
    *,
    loose: Sequence[tuple[int, int]],
    wrong: Sequence[tuple[int, int]],
) -> list[Miss]:
    missed = set(range(len(gold))) - {i for i, _ in loose}
    invented = set(range(len(found))) - {j for _, j in loose}
    out = [Miss(f"{gold[i].type} quotation missed", name, _whole(gold[i].content)) for i in missed]
    out += [Miss(f"no quotation, by {found[j].rule}", name, _whole(found[j].content)) for j in invented]
    for i, j in wrong:
        kind = "speaker unknown" if found[j].record.speaker is None else "speaker wrong"
        out.append(Miss(f"{kind}, by {found[j].rule}", name, _whole(gold[i].content)))
    for i, j in loose:
        if overlap(gold[i].content, found[j].content) < _TIGHT:
            out.append(Miss(f"content cut badly, by {found[j].rule}", name, _whole(gold[i].content)))
    return sorted(out, key=lambda miss: (miss.span, miss.kind))


def _whole(content: Sequence[Span]) -> Span:
    return Span(content[0].start, content[-1].end)
