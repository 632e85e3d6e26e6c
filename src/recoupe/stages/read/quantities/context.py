"""What surrounds a quantity: its scope, its moment, who says it, how sure, and the whole it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import msgspec

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import Authority, Certainty, Polarity, Quantity, TimeExpression
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import by_form
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.readers import is_person
from recoupe.stages.read.quantities.spots import named_rule
from recoupe.stages.read.quotations.authorities import authority_of, teller_of

_SPEAKERS = frozenset({"person", "institution", "unnamed"})
"""Kinds of authority that say a figure themselves; the others pass it on."""
_NEAR_CHARS = 60
_SENTENCE_START_CHARS = 3


@dataclass(frozen=True)
class Context:
    """The draft and its folded text with names and times masked."""

    draft: Draft
    view: str

    @property
    def pack(self) -> Pack:
        """The pack of the document's language."""
        return self.draft.pack


def dressed(context: Context, sentence: Span, quantities: list[Quantity]) -> list[Quantity]:
    """Return the quantities of one sentence with all that the sentence says about them."""
    if not quantities:
        return []
    tellers = [_teller(context, quantity, quantities) for quantity in quantities]
    named = [teller.span for teller in tellers if teller is not None]
    authorities = [
        a
        for a in authority_of(context.draft, sentence)
        if not any(a.span.meets(span) for span in named) and not _is_asked(context, a, quantities)
    ]
    as_of = _as_of(context, sentence)
    starts = [quantity.span.start for quantity in quantities]
    scopes = _spans(context, sentence, "scope")
    out: list[Quantity] = []
    wholes = _wholes(context, sentence, quantities)
    for i, quantity in enumerate(quantities):
        # What limits the parts of a figure limits the figure itself.
        following = next(
            (q.span.start for q in quantities[i + 1 :] if wholes.get(q.id) != quantity.id), sentence.end
        )
        scope = _scope(scopes, sentence, quantity, following=following)
        if scope is None and out and quantity.of_span is not None and quantity.of_span == out[-1].of_span:
            # A second figure of the same thing is of the same place: "300 à Tarnac, 500 selon les élus".
            scope = out[-1].scope
        teller = tellers[i]
        beside = authorities if teller is None else [a for a in authorities if _passes_on(a, teller)]
        sources = _about([a.span for a in beside], i, starts, own=teller is not None)
        changed = msgspec.structs.replace(
            quantity,
            value=_keyed(context, sentence, quantity),
            as_of=as_of.when if as_of and _about([as_of.span], i, starts) else None,
            scope=scope,
            part_of=wholes.get(quantity.id),
            polarity=_polarity(context, sentence, quantity),
            certainty=_certainty(context, sentence, quantity),
            authority=(*(a for a in beside if a.span in sources), *([teller] if teller else ())),
        )
        out.append(changed)
    return out


def _teller(context: Context, quantity: Quantity, quantities: Sequence[Quantity]) -> Authority | None:
    """Return who gives a figure, where the words beside it say so; None when they do not."""
    teller = teller_of(context.draft, quantity.span)
    return None if teller is None or _is_asked(context, teller, quantities) else teller


def _is_asked(context: Context, authority: Authority, quantities: Sequence[Quantity]) -> bool:
    """Tell whether those who say something are a share of those asked: they are no source of figures."""
    between = context.pack.compiled(r" ?(?:{of_the_noun}) ?(?:[^\W\d_]+ ){0,2}")
    return any(
        quantity.value.unit == "%"
        and between.fullmatch(context.draft.text, quantity.span.end, authority.span.start)
        for quantity in quantities
        if quantity.span.end <= authority.span.start
    )


def _passes_on(authority: Authority, teller: Authority) -> bool:
    """Tell whether an authority may stand between the article and who gives the figure."""
    return authority.kind not in _SPEAKERS and authority.name != teller.name


def _spans(context: Context, sentence: Span, name: str) -> tuple[Span, ...]:
    pattern = named_rule(context.pack, name).pattern
    return tuple(Span(*m.span()) for m in pattern.finditer(context.view, sentence.start, sentence.end))


def _ends_with(context: Context, sentence: Span, name: str, *, at: int) -> re.Match[str] | None:
    """Return the match of a rule that ends at `at`; its pattern closes with "$"."""
    start = max(sentence.start, at - _NEAR_CHARS)
    return named_rule(context.pack, name).search(context.view, start, at)


def _about(words: Sequence[Span], i: int, starts: list[int], *, own: bool = False) -> set[Span]:
    """Return which of some words of a sentence are about its quantity number `i`; `starts`: of all of them.

    What stands behind a quantity, before the next one, is about it. A quantity without such words takes
    those that open the sentence, else those behind the next quantities ("14 dead and 30 hurt, police say").
    own: it has a source of its own, so that only what stands by it passes it on.
    """
    behind: dict[int, set[Span]] = {}
    for span in words:
        owner = sum(start <= span.start for start in starts) - 1
        behind.setdefault(owner, set()).add(span)
    if own:
        return behind.get(i, set()) | (behind.get(-1, set()) if i == 0 else set())
    if i in behind or -1 in behind:
        return behind.get(i) or behind[-1]
    later = [k for k in behind if k > i]
    return behind[min(later)] if later else set()


def _as_of(context: Context, sentence: Span) -> TimeExpression | None:
    """Return the time that the figures of a sentence speak of; None when it names none for them."""
    for name in ("as-of-stamp", "as-of-count", "as-of-before", "as-of-state", "as-of-course"):
        pattern = named_rule(context.pack, name).pattern
        # A stamp stands at the head of its sentence and nowhere else.
        find = pattern.match if name == "as-of-stamp" else pattern.search
        match = find(context.view, sentence.start, sentence.end)
        if match is None:
            continue
        said = Span(*match.span("time"))
        for time in context.draft.times:
            if time.span.meets(said):
                return time
    return None


def _scope(scopes: Iterable[Span], sentence: Span, quantity: Quantity, *, following: int) -> Span | None:
    """Return the place the figure is limited to: the first behind it, else one that opens the sentence."""
    opening: Span | None = None
    for scope in scopes:
        if quantity.span.end <= scope.start < following:
            return scope
        if scope.start - sentence.start <= _SENTENCE_START_CHARS and scope.end <= quantity.span.start:
            opening = scope
    return opening


def _wholes(context: Context, sentence: Span, quantities: list[Quantity]) -> Mapping[str, str]:
    """Return the id of the whole by the id of its part: "14 dead, five of them attackers"."""
    pairs = pairwise(quantities)
    return {
        part.id: whole.id
        for whole, part in pairs
        if _ends_with(context, sentence, "within", at=part.span.start)
    }


def _polarity(context: Context, sentence: Span, quantity: Quantity) -> Polarity:
    return "denied" if _ends_with(context, sentence, "denied", at=quantity.span.start) else "asserted"


@cache
def _certainty_rules(pack: Pack) -> tuple[Rule, ...]:
    return tuple(rule for rule in pack.rules("quantities") if "certainty" in rule.options)


def _certainty(context: Context, sentence: Span, quantity: Quantity) -> Certainty:
    """Return how sure the words near the figure are; the nearest sign before or behind it decides.

    What is planned holds for its own clause, a conditional for a whole report.
    """
    start = max(sentence.start, quantity.span.start - _NEAR_CHARS)
    end = min(sentence.end, quantity.span.end + _NEAR_CHARS)
    nearest: tuple[int, Certainty] | None = None
    ends = named_rule(context.pack, "certainty-ends")
    for rule in _certainty_rules(context.pack):
        for match in rule.finditer(context.view, start, end):
            between = sorted((match.end(), quantity.span.start, quantity.span.end, match.start()))[1:3]
            if rule.options["certainty"] == "probable" and ends.search(context.view, *between):
                continue
            gap = max(quantity.span.start - match.end(), match.start() - quantity.span.end)
            if nearest is None or gap < nearest[0]:
                nearest = (gap, rule.options["certainty"])
    return nearest[1] if nearest else "certain"


def _keyed(context: Context, sentence: Span, quantity: Quantity) -> Interval:
    """Name what is counted by what happened to it: "40 personnes ont été blessées" counts the wounded."""
    value = quantity.value
    of_span = quantity.of_span
    if of_span is None or not is_person(context.pack, value.unit):
        return value
    before = _ends_with(context, sentence, "verb-before", at=quantity.span.start)
    if before:
        return msgspec.structs.replace(value, unit=_verb_keys(context.pack)[before["before"]])
    start = max(of_span.end, quantity.span.end)
    match = named_rule(context.pack, "predicate").pattern.match(context.view, start, sentence.end)
    if match is None:
        return value
    return msgspec.structs.replace(value, unit=by_form(context.pack, "counted")[match["form"]]["key"])


@cache
def _verb_keys(pack: Pack) -> Mapping[str, str]:
    return {verb: row["key"] for row in pack.lexicon("counted") for verb in row["before"].split("|")}
