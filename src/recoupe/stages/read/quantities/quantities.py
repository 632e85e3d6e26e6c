"""Find the quantities of a document: counts, amounts of money, shares, measures, ages, votes.

A number is found first, with its hedge; the rules of the pack then read what stands behind it. A number
that nothing says the unit of is no finding. The span holds hedge, number and sign ("plus de 40 %"); the
words that say what is counted have their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import Quantity
from recoupe.records.ids import make_id
from recoupe.records.spans import Span, stripped
from recoupe.stages.read.amounts import by_form, exactly
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.context import Context, dressed
from recoupe.stages.read.quantities.counted import Counted, unit_of
from recoupe.stages.read.quantities.readers import read_behind
from recoupe.stages.read.quantities.spots import number_spots, numbers_near
from recoupe.stages.text.folded import folded

_SENTENCES_KNOWN = 2
"""How many sentences back what was counted may be counted again by a bare number."""
_NEXT_CHARS = 30
"""How far behind "seven of the" its unit may stand."""


def find_quantities(draft: Draft) -> tuple[Quantity, ...]:
    """Return the quantities of the article text, in order, none overlapping another or a said time."""
    view = folded(draft.masked(names=False, quantities=False))
    context = Context(draft, folded(draft.masked(quantities=False)))
    names = tuple(m.span for m in draft.mentions if m.form == "name")
    found: list[Quantity] = []
    earlier: tuple[tuple[Counted, ...], ...] = ()
    for sentence in draft.sentences:
        counted: list[Counted] = []
        if numbers_near(draft.pack, view, sentence):
            known = tuple(one for told in earlier for one in told)
            counted = _of_sentence(draft.pack, view, sentence, names=names, earlier=known)
            found += dressed(context, sentence, [_record(draft, one) for one in counted])
        earlier = (*earlier, tuple(counted))[-_SENTENCES_KNOWN:]
    return tuple(found)


def _record(draft: Draft, one: Counted) -> Quantity:
    return Quantity(
        make_id("qty", draft.document.id, f"{one.span.start}:{one.span.end}"),
        one.span,
        one.value,
        one.of_span,
        None,
        None,
        None,
        "asserted",
        "certain",
        (),
        one.producer,
    )


def _of_sentence(
    pack: Pack, view: str, sentence: Span, *, names: tuple[Span, ...], earlier: tuple[Counted, ...]
) -> list[Counted]:
    taken = list(_free(pack, view, sentence))
    closed = [one.span for one in taken] + [name for name in names if name.meets(sentence)]
    closed += _labels(pack, view, sentence)
    for spot in number_spots(pack, view, sentence):
        if not any(spot.span.meets(other) for other in (*closed, *(one.span for one in taken))):
            one = read_behind(pack, view, sentence, spot=spot, before=tuple(taken), earlier=earlier)
            if one is not None:
                taken.append(one)
    return _with_units(sorted(taken, key=lambda one: one.span))


def _labels(pack: Pack, view: str, sentence: Span) -> Iterator[Span]:
    """Yield what looks like a number and is none: labels, ranks, scores, telephone numbers."""
    for rule in _rules_reading(pack, "nothing"):
        for match in rule.finditer(view, sentence.start, sentence.end):
            yield Span(*match.span())


@cache
def _rules_reading(pack: Pack, *reads: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in pack.rules("quantities") if rule.options["reads"] in reads)


def _free(pack: Pack, view: str, sentence: Span) -> Iterator[Counted]:
    """Yield the quantities that need no number: none at all, and parts such as a third."""
    for rule in _rules_reading(pack, "none", "share-of"):
        read = _nothing if rule.options["reads"] == "none" else _share
        for match in rule.finditer(view, sentence.start, sentence.end):
            yield read(pack, rule, match)


def _nothing(pack: Pack, rule: Rule, match: re.Match[str]) -> Counted:
    """Read that there is none of something, or that it happened to nobody: "personne n'a été blessé"."""
    of_span = Span(*match.span("of"))
    amount = exactly(0.0)
    value = amount.interval(unit_of(pack, match["head"]), of=match["of"])
    number = Span(match.start(), match.end("nobody") if "nobody" in match.groupdict() else of_span.start)
    return Counted(stripped(match.string, number), amount, value, of_span, rule.id)


def _share(pack: Pack, rule: Rule, match: re.Match[str]) -> Counted:
    amount = exactly(float(by_form(pack, "fractions_of")[match["fraction"]]["percent"]))
    value = amount.interval("%", of=match["of"])
    return Counted(Span(*match.span("fraction")), amount, value, Span(*match.span("of")), rule.id)


def _factor(one: Counted) -> float:
    """Return by how much a number is multiplied in its unit: a hundredth in "41 centimes"."""
    return one.value.low / one.amount.low if one.value.low and one.amount.low else 1.0


def _with_units(taken: list[Counted]) -> list[Counted]:
    """Give "seven of the sixteen statues" its unit from what follows; without one it is no finding."""
    out: list[Counted] = []
    for one in reversed(taken):
        if not one.needs_next:
            out.append(one)
        elif out and 0 <= out[-1].span.start - one.span.end < _NEXT_CHARS:
            value = one.amount.interval(
                out[-1].value.unit, factor=min(1.0, _factor(out[-1])), of=out[-1].value.of
            )
            out.append(replace(one, value=value, of_span=out[-1].of_span))
    return out[::-1]
