"""Read what stands behind a number: money, shares, measures, ages, and things counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import by_form, exactly, hedged_interval
from recoupe.stages.read.quantities.bare import are_millions, currency_around, of_them, of_words_around
from recoupe.stages.read.quantities.counted import BEFORE_CHARS, Behind, Counted, key_of
from recoupe.stages.read.quantities.spots import Spot, named_rule

_PERCENT = 100.0
_GAP_CHARS = 26
_DEGREES = "°C"
_NEVER_ONE = frozenset({"×", "point"})
"""Units of which a single one is a noun and no measure ("une fois", "un point de passage")."""
_ROUND_WHOLE = 20
"""The largest whole of which a part is told as a share ("one in 20"), but for hundreds: a choice."""


def read_behind(
    pack: Pack,
    view: str,
    sentence: Span,
    *,
    spot: Spot,
    before: tuple[Counted, ...],
    earlier: tuple[Counted, ...],
) -> Counted | None:
    """Return what a number is a number of, by the first rule that fits; None when no rule does."""
    for rule in _rules_behind(pack):
        match = rule.pattern.match(view, spot.span.end, sentence.end)
        one = (
            _READERS[rule.options["reads"]](Behind(pack, rule, match, spot, before, earlier, sentence))
            if match
            else None
        )
        if one is not None:
            one = _hedged_behind(pack, view, sentence, one=one)
            # Ages stay without a noun: those of two people are no two tellings of one figure.
            if one.of_span is None and rule.options["reads"] != "age":
                return _of_words_before(pack, view, sentence, one=one)
            return one
    return None


def _hedged_behind(pack: Pack, view: str, sentence: Span, *, one: Counted) -> Counted:
    """Read a hedge behind the quantity: "260 au plus"."""
    end = one.of_span.end if one.of_span and one.of_span.start >= one.span.end else one.span.end
    match = named_rule(pack, "hedge-after").pattern.match(view, end, sentence.end)
    return replace(one, value=hedged_interval(pack, one.value, match["hedge"])) if match else one


@cache
def _rules_behind(pack: Pack) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in pack.rules("quantities")
        if rule.options["reads"] in _READERS and not rule.options.get("free")
    )


def _of_words_before(pack: Pack, view: str, sentence: Span, *, one: Counted) -> Counted:
    """Take what a measure is of from the words around it: "une amende de 500 euros".

    What is set at so much stands behind: "évalue à 18.000 litres le volume perdu".
    """
    start = max(sentence.start, one.span.start - BEFORE_CHARS)
    before = (
        named_rule(pack, name).search(view, start, one.span.start)
        for name in ("change-before", "rise-before", "reached-before", "of-before")
    )
    behind = None
    if named_rule(pack, "set-at-before").search(view, start, one.span.start):
        behind = named_rule(pack, "set-at-behind").pattern.match(view, one.span.end, sentence.end)
    match = behind or next(filter(None, before), None)
    if match is None or one.needs_next:
        return one
    value = one.value
    worded = Interval(
        value.low, value.high, value.unit, match["of"], value.hedge, value.low_open, value.high_open
    )
    return replace(one, of_span=Span(*match.span("of")), value=worded)


def _money(behind: Behind) -> Counted | None:
    match = behind.match
    code = by_form(behind.pack, "currencies")[match["currency"]]["code"]
    short = match["short"]
    factor = float(by_form(behind.pack, "short_scales")[short]["value"]) if short else 1.0
    return behind.measured(code, end=match.end("currency"), factor=factor)


def _cents(behind: Behind) -> Counted | None:
    """Read hundredths of the currency named behind them, or else around them."""
    match, named = behind.match, behind.match["currency"]
    code = by_form(behind.pack, "currencies")[named]["code"] if named else currency_around(behind)
    return behind.measured(code, end=match.end("currency" if named else "hundredths"), factor=0.01)


def _percent(behind: Behind) -> Counted | None:
    return behind.measured("%", end=behind.match.end("sign"))


def _measure(behind: Behind) -> Counted | None:
    row = by_form(behind.pack, "units")[behind.match["unit"]]
    if behind.spot.is_article and row["symbol"] in _NEVER_ONE:
        return None
    if row["symbol"] == _DEGREES:
        behind = _below_zero(behind)
    return behind.measured(row["symbol"], end=behind.match.end("unit"), factor=float(row["factor"]))


def _below_zero(behind: Behind) -> Behind:
    """Turn the sign of degrees that the word before puts below zero ("moins 12 degrés")."""
    at = behind.spot.span.start
    near = max(behind.sentence.start, at - _GAP_CHARS)
    match = named_rule(behind.pack, "minus-before").search(behind.match.string, near, at)
    if match is None:
        return behind
    spot = replace(behind.spot, span=Span(match.start(), behind.spot.span.end))
    return replace(behind, spot=replace(spot, amount=behind.spot.amount.negated()))


def _age(behind: Behind) -> Counted | None:
    match = behind.match
    unit = behind.pack.functions.singular(match["unit"])
    return None if behind.spot.is_article else behind.measured(unit, end=match.end("unit"))


def _one_in(behind: Behind) -> Counted | None:
    """Read "one in ten" as a share."""
    part, whole = behind.spot.amount.exact, behind.pack.functions.read_number(behind.match["whole"])
    if part is None or not whole or part >= whole or (whole > _ROUND_WHOLE and whole % _PERCENT):
        # "12 seats of 577" are two counts and no share.
        return None
    amount = exactly(round(_PERCENT * part / whole, 6))
    of_span = Span(*behind.match.span("of"))
    value = amount.interval("%", of=behind.match["of"])
    span = Span(behind.spot.span.start, behind.match.end("whole"))
    return Counted(span, amount, value, of_span, behind.rule.id)


def _counted(behind: Behind) -> Counted | None:
    match, pack = behind.match, behind.pack
    measured = behind.in_unit_before()
    if measured is not None:
        # "Un séisme de magnitude 6,3 survenu lundi" counts nothing.
        return measured
    phrase = _counted_phrase(pack, match.string, match.start("of"))
    if phrase is not None and not behind.spot.is_article:
        of = match.string[match.start("of") : phrase.end]
        value = behind.spot.amount.interval(key_of(pack, of) or of, of=of)
        return Counted(behind.spot.span, behind.spot.amount, value, phrase, behind.rule.id)
    end = match.end("of")
    for group in ("complement", "adjective"):
        if match[group] and not _belongs(behind, group):
            end = (
                match.end("head")
                if group == "adjective" or not match["adjective"]
                else match.end("adjective")
            )
    of = match.string[match.start("of") : end]
    words = of.split(" ")
    key = key_of(pack, match["head"]) or (
        key_of(pack, match["adjective"], as_head=False) if match["adjective"] else None
    )
    if behind.spot.is_article and not _is_one_counted(behind, words[0]):
        return None
    if (behind.spot.amount.low or 0) > 1 and named_rule(pack, "verb-like").pattern.fullmatch(match["head"]):
        return _before_verb(behind)
    unit = key or pack.functions.singular(match["head"])
    if are_millions(behind) and match["head"] in by_form(pack, "money_nouns"):
        unit = currency_around(behind)
    named = [one for one in behind.before if one.of_span is not None and not one.needs_next]
    if named and match["head"] in by_form(pack, "before_counted"):
        # "Three women were killed and two others injured": the others are women.
        last = named[-1]
        value = behind.spot.amount.interval(last.value.unit, of=last.value.of)
        return Counted(
            behind.spot.span, behind.spot.amount, value, Span(match.start("of"), end), behind.rule.id
        )
    value = behind.spot.amount.interval(unit, of=of)
    return Counted(behind.spot.span, behind.spot.amount, value, Span(match.start("of"), end), behind.rule.id)


def _before_verb(behind: Behind) -> Counted | None:
    """Read what is counted by an adjective that stands for a noun: "four hundred young were there"."""
    start, end = behind.match.start("of"), behind.match.start("head") - 1
    noun = behind.match.string[start:end].rpartition(" ")[2]
    if end <= start or not is_person(behind.pack, behind.pack.functions.singular(noun)):
        return None
    return behind.counted(behind.pack.functions.singular(noun), of=noun, of_span=Span(end - len(noun), end))


@cache
def _phrases(pack: Pack) -> tuple[str, ...]:
    return tuple(
        sorted((form for form in by_form(pack, "counted") if " " in form), key=lambda f: (-len(f), f))
    )


def _counted_phrase(pack: Pack, text: str, start: int) -> Span | None:
    """Return the span of a counted thing of several words ("gardes à vue") at `start`, None for none."""
    for form in _phrases(pack):
        if text.startswith(form, start) and not text[start + len(form) : start + len(form) + 1].isalnum():
            return Span(start, start + len(form))
    return None


def _is_one_counted(behind: Behind, noun: str) -> bool:
    """Tell whether "one" counts here: one alone, one dead, or one person right behind other people."""
    pack = behind.pack
    if noun in by_form(pack, "alone") or _is_counted_alone(pack, noun):
        return True
    if not behind.before or not is_person(pack, pack.functions.singular(noun)):
        return False
    last = behind.before[-1]
    if last.producer.endswith("/age"):
        # "Paul Vial, 33 ans, un chauffeur": it is he.
        return False
    end = max(last.span.end, last.of_span.end if last.of_span else 0)
    gap = behind.match.string[end : behind.spot.span.start]
    return len(gap) < _GAP_CHARS and named_rule(pack, "and-one").pattern.fullmatch(gap) is not None


@cache
def _persons(pack: Pack) -> frozenset[str]:
    return frozenset(pack.functions.singular(form) for form in by_form(pack, "persons_counted"))


def is_person(pack: Pack, noun: str) -> bool:
    """Tell whether a noun in the singular is one for people."""
    return noun in _persons(pack)


def _is_counted_alone(pack: Pack, noun: str) -> bool:
    """Tell whether a single one makes a count ("un mort"), not just a mention ("un manifestant")."""
    row = by_form(pack, "counted").get(noun)
    return row is not None and row["single"] == "yes"


def _belongs(behind: Behind, group: str) -> bool:
    """Tell whether the word after a noun goes with it: never one that opens a new phrase."""
    return behind.match[group] not in by_form(behind.pack, "after_counted")


def _of_others(behind: Behind) -> Counted | None:
    if behind.spot.is_article:
        return None
    return replace(behind.counted(""), needs_next=True)


def _camp(behind: Behind) -> Counted | None:
    """Read how many voted for and against where no noun says that votes are counted: "34 pour, 11 contre"."""
    unit, groups = str(behind.rule.options["unit"]), behind.match.groupdict()
    if groups["for"]:
        return behind.counted(unit, of=unit, of_span=Span(*behind.match.span("for")))
    if not behind.before or behind.before[-1].value.unit != unit:
        return None
    gap = Span(behind.before[-1].span.end, behind.spot.span.start)
    if len(gap) > _GAP_CHARS:
        return None
    of = f"{groups['against']} {unit}"
    return behind.counted(unit, of=of, of_span=Span(*behind.match.span("against")))


def _apposed(behind: Behind) -> Counted | None:
    """Read a number set beside those it counts: "les sauveteurs, une vingtaine, sont repartis"."""
    said = behind.before_it("apposed-before")
    return behind.said(said) if said and not behind.spot.is_article else None


def _number_of(behind: Behind) -> Counted | None:
    """Read what is counted where it is called a number of: "estimated at 75 000 the number of jobs"."""
    if behind.spot.is_article:
        return None
    return behind.said(behind.match)


_READERS: Mapping[str, Callable[[Behind], Counted | None]] = {
    "money": _money,
    "cents": _cents,
    "percent": _percent,
    "measure": _measure,
    "age": _age,
    "one-in": _one_in,
    "counted": _counted,
    "camp": _camp,
    "of-others": _of_others,
    "number-of": _number_of,
    "apposed": _apposed,
    "of-them": of_them,
    "bare": of_words_around,
}
