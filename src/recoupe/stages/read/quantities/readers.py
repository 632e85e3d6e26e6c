"""Read what stands behind a number: money, shares, measures, ages, and things counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import Amount, by_form, exactly, hedged_interval, money_units
from recoupe.stages.read.quantities.spots import Spot, named_rule

_PERCENT = 100.0
_STOP = re.compile(r"[.!?] ")
_BEFORE_CHARS = 120
_GAP_CHARS = 26
_MILLION = 1_000_000
_DEGREES = "°C"
_NEVER_ONE = frozenset({"×", "point"})
"""Units of which a single one is a noun and no measure ("une fois", "un point de passage")."""
_ROUND_WHOLE = 20
"""The largest whole of which a part is told as a share ("one in 20"), but for hundreds: a choice."""
_SUBJECT_CHARS = 400
"""How far back the sentence before may say who "they" are."""


@dataclass(frozen=True)
class Counted:
    """A quantity as first read.

    span: hedge, number and sign. of_span: the words that say what is counted; None when nothing does.
    needs_next: its unit is that of the quantity behind it ("sept des seize statues").
    """

    span: Span
    amount: Amount
    value: Interval
    of_span: Span | None
    producer: str
    needs_next: bool = False


@dataclass(frozen=True)
class Behind:
    """A rule's match behind a number, and the quantities of the sentence read before it."""

    pack: Pack
    rule: Rule
    match: re.Match[str]
    spot: Spot
    before: tuple[Counted, ...]
    sentence: Span

    def measured(self, unit: str, *, end: int, factor: float = 1.0) -> Counted:
        """Return a quantity in `unit` that ends at `end`; the rule's group "of" says of what.

        Two digits behind the unit are its hundredths ("1,2 m", but "1 m 92").
        """
        groups, amount = self.match.groupdict(), self.spot.amount
        of = groups.get("of")
        name = next((name for name in ("cents", "cents_b", "cents_c") if groups.get(name)), None)
        if name is not None and amount.exact is not None and amount.exact % 1 == 0:
            amount, end = amount.plus(int(groups[name]) / _PERCENT), self.match.end(name)
        value = amount.interval(unit, factor=factor, of=of)
        of_span = Span(*self.match.span("of")) if of else None
        return Counted(Span(self.spot.span.start, end), amount, value, of_span, self.rule.id)


def read_behind(
    pack: Pack, view: str, sentence: Span, *, spot: Spot, before: tuple[Counted, ...]
) -> Counted | None:
    """Return what a number is a number of, by the first rule that fits; None when no rule does."""
    for rule in _rules_behind(pack):
        match = rule.pattern.match(view, spot.span.end, sentence.end)
        one = (
            _READERS[rule.options["reads"]](Behind(pack, rule, match, spot, before, sentence))
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
    """Take what a measure is of from the noun before it: "une amende de 500 euros"."""
    start = max(sentence.start, one.span.start - _BEFORE_CHARS)
    match = named_rule(pack, "change-before").search(view, start, one.span.start)
    match = match or named_rule(pack, "of-before").search(view, start, one.span.start)
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
    phrase = _counted_phrase(pack, match.string, match.start("of"))
    if phrase is not None and not behind.spot.is_article:
        of = match.string[match.start("of") : phrase.end]
        value = behind.spot.amount.interval(_key(pack, of) or of, of=of)
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
    key = _key(pack, match["head"]) or (
        _key(pack, match["adjective"], as_head=False) if match["adjective"] else None
    )
    if behind.spot.is_article and not _is_one_counted(behind, words[0]):
        return None
    if (behind.spot.amount.low or 0) > 1 and named_rule(pack, "verb-like").pattern.fullmatch(match["head"]):
        return None
    unit = key or pack.functions.singular(match["head"])
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


def unit_of(pack: Pack, noun: str) -> str:
    """Return the unit of a count: the key of what is often counted, else the noun in the singular."""
    return _key(pack, noun) or str(pack.functions.singular(noun))


def _key(pack: Pack, word: str, *, as_head: bool = True) -> str | None:
    row = by_form(pack, "counted").get(word)
    return row["key"] if row and (row["head"] == "yes" or not as_head) else None


def _of_others(behind: Behind) -> Counted | None:
    if behind.spot.is_article:
        return None
    value = behind.spot.amount.interval("")
    return Counted(behind.spot.span, behind.spot.amount, value, None, behind.rule.id, needs_next=True)


def _number_of(behind: Behind) -> Counted | None:
    """Read what is counted where it is called a number of: "estimated at 75 000 the number of jobs"."""
    if behind.spot.is_article:
        return None
    return _of(behind, behind.match)


def _of(behind: Behind, said: re.Match[str]) -> Counted:
    """Return the bare number as one of what another match says."""
    of = said["of"]
    value = behind.spot.amount.interval(unit_of(behind.pack, said["head"]), of=of)
    return Counted(behind.spot.span, behind.spot.amount, value, Span(*said.span("of")), behind.rule.id)


def _of_subject(behind: Behind) -> Counted:
    """Return a number of "them", whom the sentence before is about; without one the unit is empty."""
    text, start = behind.match.string, behind.sentence.start
    subjects = list(named_rule(behind.pack, "subject").finditer(text, max(0, start - _SUBJECT_CHARS), start))
    stops = [m.start() for m in _STOP.finditer(text, max(0, start - _SUBJECT_CHARS), max(0, start - 2))]
    if subjects and (not stops or subjects[-1].start() >= stops[-1] - 1):
        return _of(behind, subjects[-1])
    value = behind.spot.amount.interval("")
    return Counted(behind.spot.span, behind.spot.amount, value, None, behind.rule.id)


def _of_them(behind: Behind) -> Counted | None:
    """Read a number that opens its sentence and counts those of whom the sentence before speaks."""
    opening = behind.match.string[behind.sentence.start : behind.spot.span.start]
    if opening.strip(' «»"“') or behind.before or behind.spot.is_article:
        return None
    one = _of_subject(behind)
    return one if one.of_span is not None else None


def _gives_unit(behind: Behind, one: Counted) -> bool:
    """Tell whether a later bare number may count the same: "2 millions d'euros, contre 3 millions"."""
    if one.of_span is not None or not one.value.unit:
        return True
    return one.value.unit in money_units(behind.pack) and (behind.spot.amount.high or 0) >= _MILLION


def _currency_before(behind: Behind) -> str | None:
    """Return the currency last named of a number of millions that is told as a price; None for any other."""
    text, at = behind.match.string, behind.spot.span.start
    low = max(behind.sentence.start, at - _BEFORE_CHARS)
    if (behind.spot.amount.high or 0) < _MILLION or not named_rule(behind.pack, "money-before").search(
        text, low, at
    ):
        return None
    named = behind.pack.compiled(r"(?:\d|million|milliard)s? ?(?:d'|de )?(?P<currency>{currency})(?!\w)")
    codes = [by_form(behind.pack, "currencies")[m["currency"]]["code"] for m in named.finditer(text, 0, at)]
    return codes[-1] if codes else None


def _bare(behind: Behind) -> Counted | None:
    """Take what is counted from the words before, in the same sentence: "par 312 voix contre 201"."""
    if behind.spot.is_article:
        return None
    text, at = behind.match.string, behind.spot.span.start
    low = max(behind.sentence.start, at - _BEFORE_CHARS)
    for name in ("number-before", "bracket-before", "in-number", "they-are"):
        said = named_rule(behind.pack, name).search(text, low, at)
        if said:
            return _of(behind, said)
    said = named_rule(behind.pack, "unit-before").search(text, low, at)
    if said:
        value = behind.spot.amount.interval(said["unit"])
        return Counted(behind.spot.span, behind.spot.amount, value, None, behind.rule.id)
    if named_rule(behind.pack, "pronoun-before").search(text, low, at):
        return _of_subject(behind)
    code = _currency_before(behind)
    if code is not None:
        value = behind.spot.amount.interval(code)
        return Counted(behind.spot.span, behind.spot.amount, value, None, behind.rule.id)
    counts = [one for one in behind.before if not one.needs_next and _gives_unit(behind, one)]
    if not counts:
        return None
    previous, start = counts[-1], behind.spot.span.start
    against = named_rule(behind.pack, "against").search(behind.match.string, max(0, start - 20), start)
    of = previous.value.of
    if against and of:
        of = f"{against['word']} {of}"
    value = behind.spot.amount.interval(previous.value.unit, of=of)
    return Counted(behind.spot.span, behind.spot.amount, value, previous.of_span, behind.rule.id)


_READERS: Mapping[str, Callable[[Behind], Counted | None]] = {
    "money": _money,
    "percent": _percent,
    "measure": _measure,
    "age": _age,
    "one-in": _one_in,
    "counted": _counted,
    "of-others": _of_others,
    "number-of": _number_of,
    "of-them": _of_them,
    "bare": _bare,
}
