"""A number with what it counts, and what is known where a rule reads one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import Amount, by_form
from recoupe.stages.read.quantities.spots import Spot, named_rule

_PARTS = {"cents": 100.0, "mills": 1000.0}
"""What the number behind a unit is parts of, by what the group of a rule that finds it is called first."""


BEFORE_CHARS = 120
"""How far before a number the words may stand that say what it counts."""


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
    """A rule's match behind a number, and what was counted before it: in its sentence, and `earlier`."""

    pack: Pack
    rule: Rule
    match: re.Match[str]
    spot: Spot
    before: tuple[Counted, ...]
    earlier: tuple[Counted, ...]
    sentence: Span

    def before_it(self, name: str) -> re.Match[str] | None:
        """Return what a named rule finds right before the number, in its sentence; None for nothing."""
        at = self.spot.span.start
        low = max(self.sentence.start, at - BEFORE_CHARS)
        return named_rule(self.pack, name).search(self.match.string, low, at)

    def in_unit_before(self) -> Counted | None:
        """Return the number in the unit that stands before it ("magnitude 6,3"); None without one."""
        said = self.before_it("unit-before")
        return self.counted(said["unit"]) if said else None

    def measured(self, unit: str, *, end: int, factor: float = 1.0) -> Counted:
        """Return a quantity in `unit` that ends at `end`; the rule's group "of" says of what.

        Two digits behind the unit are its hundredths ("1,2 m", but "1 m 92", "un mètre douze"), three
        its thousandths ("3 kg 100"); words may add a fraction of it ("deux tonnes et demie").
        """
        groups, amount = self.match.groupdict(), self.spot.amount
        of = groups.get("of")
        name = next((n for n, found in groups.items() if found and n.partition("_")[0] in _PARTS), None)
        if name is not None and amount.exact is not None and amount.exact % 1 == 0:
            parts = self.pack.functions.read_number(groups[name]) or 0.0
            amount, end = amount.plus(parts / _PARTS[name.partition("_")[0]]), self.match.end(name)
        half = groups.get("half")
        if half and amount.exact is not None:
            amount = amount.plus(float(by_form(self.pack, "fractions")[half]["value"]))
            end = self.match.end("half")
        value = amount.interval(unit, factor=factor, of=of)
        of_span = Span(*self.match.span("of")) if of else None
        return Counted(Span(self.spot.span.start, end), amount, value, of_span, self.rule.id)

    def counted(self, unit: str, *, of: str | None = None, of_span: Span | None = None) -> Counted:
        """Return the number itself as one of what words elsewhere say; None for a bare unit."""
        value = self.spot.amount.interval(unit, of=of)
        return Counted(self.spot.span, self.spot.amount, value, of_span, self.rule.id)

    def said(self, words: re.Match[str]) -> Counted:
        """Return the number itself as one of what a match says: its group "of", with its noun in "head"."""
        unit = unit_of(self.pack, words["head"])
        return self.counted(unit, of=words["of"], of_span=Span(*words.span("of")))


def unit_of(pack: Pack, noun: str) -> str:
    """Return the unit of a count: the key of what is often counted, else the noun in the singular."""
    return key_of(pack, noun) or str(pack.functions.singular(noun))


def key_of(pack: Pack, word: str, *, as_head: bool = True) -> str | None:
    row = by_form(pack, "counted").get(word)
    return row["key"] if row and (row["head"] == "yes" or not as_head) else None
