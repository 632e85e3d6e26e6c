"""Where numbers stand in a text, with the hedges around them: what quantities are read from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span
from recoupe.stages.read.amounts import Amount, amount_of, by_form

_MINUS = frozenset("-−")
_IN_BRACKETS = frozenset({"(- ", "(− "})
_HYPHENED = re.compile(r"[^\W\d]-$")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Spot:
    """A number of the text.

    span: hedge and number. amount: what they mean. is_article: the number one written as a word without a
    hedge, which in many languages is also the indefinite article.
    """

    span: Span
    amount: Amount
    is_article: bool


@cache
def named_rule(pack: Pack, name: str) -> Rule:
    """Return the rule of this name among the rules for quantities."""
    wanted = f"{pack.language}/quantities/{name}"
    return next(rule for rule in pack.rules("quantities") if rule.id == wanted)


@cache
def _number_words(pack: Pack) -> frozenset[str]:
    """Words that a number may begin with; collective nouns count by the word before them."""
    return (
        frozenset(row["word"] for row in pack.lexicon("numbers"))
        | frozenset(row["word"] for row in pack.lexicon("collective_starts"))
        | frozenset(by_form(pack, "collectives"))
    )


@cache
def _telling_words(pack: Pack) -> frozenset[str]:
    """Words one of which stands in every sentence that is worth reading for quantities."""
    words = {row["word"] for row in pack.lexicon("numbers") if float(row["value"]) != 1}
    for lexicon in ("collectives", "fractions_of", "counted", "alone"):
        for form in by_form(pack, lexicon):
            words.add(max(_WORD.findall(form), key=len))
    return frozenset(words)


def numbers_near(pack: Pack, view: str, sentence: Span) -> bool:
    """Tell whether a sentence may hold a quantity: a digit, a number word, or something often counted."""
    telling = _telling_words(pack)
    return any(
        word[0].isdigit() or word in telling for word in _WORD.findall(view, sentence.start, sentence.end)
    )


def number_spots(pack: Pack, view: str, sentence: Span) -> Iterator[Spot]:
    """Yield the numbers of a sentence, in order."""
    rule, starts = named_rule(pack, "amount"), _number_words(pack)
    done = sentence.start
    for token in _WORD.finditer(view, sentence.start, sentence.end):
        if token.start() < done or not (token[0][0].isdigit() or token[0] in starts):
            continue
        if _HYPHENED.search(view, max(sentence.start, token.start() - 2), token.start()):
            # "Mi-26" is a name.
            continue
        match = rule.pattern.match(view, token.start(), sentence.end)
        spot = _spot(pack, view, sentence, match=match) if match else None
        if spot is not None:
            done = spot.span.end
            yield spot


def _spot(pack: Pack, view: str, sentence: Span, *, match: re.Match[str]) -> Spot | None:
    groups: dict[str, str | None] = dict(match.groupdict())
    start, end = match.span()
    if groups["number_high"] and not _is_range(pack, view, sentence, match=match):
        groups["number_high"], end = None, match.end("number")
    hedge, start = _hedge_before(pack, view, sentence, start=start)
    groups["hedge"] = hedge
    amount = amount_of(pack, groups)
    if amount is None and groups["number_high"]:
        groups["number_high"], end = None, match.end("number")
        amount = amount_of(pack, groups)
    if amount is None:
        return None
    minus = _minus_before(view, sentence, start=match.start())
    if minus is not None:
        start, amount = minus, amount.negated()
    # "près d'une gare" is no number of stations.
    is_article = (
        amount.exact == 1
        and amount.hedge in {"exact", "nearly", "about"}
        and not view[match.start()].isdigit()
    )
    return Spot(Span(start, end), amount, is_article)


def _minus_before(view: str, sentence: Span, *, start: int) -> int | None:
    """Return where the minus of a figure stands; None when there is none, or a dash between words or figures.

    It touches the figure, or stands apart from it first thing in brackets: "(- 33 %".
    """
    before = view[max(sentence.start, start - 3) : start]
    if not view[start].isdigit():
        return None
    if before[-1:] in _MINUS and before[-2:-1] in {"", " ", "("}:
        return start - 1
    return start - 2 if before in _IN_BRACKETS else None


def _is_range(pack: Pack, view: str, sentence: Span, *, match: re.Match[str]) -> bool:
    """Tell "between 40 and 50" and "40 to 50" from "40 and 50" and from "rose from 40 to 50"."""
    before = max(sentence.start, match.start() - 60)
    if match["et"]:
        return bool(named_rule(pack, "between").search(view, before, match.start()))
    return not named_rule(pack, "change").search(view, before, match.start())


@cache
def _hedges(pack: Pack) -> tuple[Mapping[str, None], tuple[int, ...]]:
    forms = dict.fromkeys(form for form, row in by_form(pack, "hedges").items() if row["place"] == "before")
    for row in pack.lexicon("hedges"):
        if row["place"] == "before":
            forms.update(dict.fromkeys(row["forms"].split("|")))
    return forms, tuple(sorted({len(form) for form in forms}, reverse=True))


def _hedge_before(pack: Pack, view: str, sentence: Span, *, start: int) -> tuple[str | None, int]:
    """Return the longest hedge that ends just before `start`, and where it begins."""
    forms, lengths = _hedges(pack)
    end = start - 1 if view[start - 1 : start] == " " else start
    for length in lengths:
        at = end - length
        if at < sentence.start or view[at:end] not in forms:
            continue
        if (end == start) == view[at:end].endswith("'") and not view[at - 1 : at].isalnum():
            return view[at:end], at
    return None, start
