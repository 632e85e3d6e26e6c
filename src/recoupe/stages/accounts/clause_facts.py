"""What one clause tells: a slot with its value, and what its clause names beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recoupe.records.accounts import Comparable, Setting, Source
from recoupe.records.findings import Certainty, Polarity, Slot
from recoupe.records.spans import Span
from recoupe.records.values import Value
from recoupe.stages.accounts.clauses import Clause
from recoupe.stages.accounts.comparables import Teller

AMID_CHARS = 40
"""How far from a duration its event may stand in a clause that has no word for lasting."""


@dataclass(frozen=True)
class ClauseFact:
    """One thing that a clause tells. span: the words that say so."""

    slot: Slot
    span: Span
    value: Value
    polarity: Polarity
    setting: Setting


def comparable_of(
    teller: Teller, sentence: Span, fact: ClauseFact, *, id_: str, certainty: Certainty
) -> Comparable:
    """Return a fact of a story's own, outside its encounters and figures, with whoever says it.

    certainty: that of the words themselves; what a remark leaves open is no more certain than the remark.
    """
    text = teller.document.text
    quotation = teller.remark_over(fact.span)
    authority: tuple[Source, ...] = ()
    if quotation is not None:
        authority = (*teller.sources(quotation.authority), *teller.speaker(quotation))
        certainty = quotation.certainty if certainty == "certain" else certainty
    return Comparable(
        id_,
        "story",
        "event",
        fact.slot,
        fact.span.of(text),
        fact.value,
        fact.polarity,
        certainty,
        None,
        None,
        authority,
        teller.at(fact.span),
        teller.at(sentence),
        sentence.of(text),
        quotation is not None and (quotation.type == "direct" or teller.is_quoted(fact.span)),
        fact.setting,
    )


def setting_of(
    clause: Clause,
    events: tuple[str, ...],
    keys: frozenset[str],
    *,
    bound: str = "",
) -> Setting:
    """Return what a clause names beside a fact. bound: see `noun` of a setting."""
    return Setting(
        bound,
        events,
        around=tuple(sorted(keys)),
        opens=clause.opens,
        is_provisional=clause.planned,
    )


def nearest_event(place: Span, told: Sequence[tuple[Span, str]], *, within: int) -> tuple[str, ...]:
    """Return the key of the event nearest to a time or place; empty when none stands near enough."""
    near = [(gap_between(place, span), span, key) for span, key in told]
    return (min(near)[2],) if near and min(near)[0] <= within else ()


def gap_between(left: Span, right: Span) -> int:
    """Return the number of characters between two spans; 0 where they meet."""
    return max(left.start - right.end, right.start - left.end, 0)
