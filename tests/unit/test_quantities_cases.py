"""Every rule for quantities matches its cases and nothing of its counter-cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.packs.pack import Rule
from recoupe.records.findings import Quantity
from recoupe.records.values import UNNAMED_CURRENCY
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.quantities import find_quantities
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import WEDNESDAY, document_of

PACK = load_pack("fr")
CASES = read_cases(PACK.folder / "cases" / "quantities.txt")
NOT_COUNTED = {"label", "verb-like"}
"""Rules that keep words from being counted."""
KEYS = {row["key"] for row in PACK.lexicon("counted")}

EFFECTS: dict[str, Callable[[Quantity], bool]] = {
    "amount": lambda q: True,
    "label": lambda q: False,
    "between": lambda q: q.value.hedge == "between",
    "change": lambda q: q.value.low == q.value.high,
    "of-before": lambda q: q.of_span is not None and q.of_span.end < q.span.start,
    "change-before": lambda q: q.value.of in {"prix", "ventes"},
    "rise-before": lambda q: (q.value.of or "").startswith(("hausse", "augmentation")),
    "set-at-before": lambda q: q.of_span is not None and q.of_span.start > q.span.end,
    "set-at-behind": lambda q: q.value.of in {"température", "part"},
    "certainty-ends": lambda q: q.certainty == "certain" and q.value.low == 300,
    "reached-before": lambda q: q.value.of in {"bénéfice net", "ventes de la filiale", "vente"},
    "number-before": lambda q: q.value.of in {"emplois menacés", "inscrits"},
    "bracket-before": lambda q: q.value.of in {"lettres", "présents"},
    "in-number": lambda q: q.value.of in {"fugitifs", "plaignants"},
    "apposed-before": lambda q: q.producer.endswith("/apposed"),
    "they-are": lambda q: q.value.of in {"plaignants", "maisons"},
    "money-before": lambda q: q.value.unit in {"EUR", UNNAMED_CURRENCY} and q.producer.endswith("/versus"),
    "of-them-before": lambda q: q.producer.endswith("/versus"),
    "counting-before": lambda q: q.producer.endswith("/versus"),
    "authority-behind": lambda q: q.producer.endswith("/versus"),
    "dash-before": lambda q: q.producer.endswith("/versus"),
    "hurt-behind": lambda q: q.producer.endswith("/versus") and q.value.of in {"enfants", "personnes"},
    "pronoun-before": lambda q: q.value.of in {"marins", "élèves"},
    "unit-before": lambda q: q.value.unit == "magnitude",
    "minus-before": lambda q: q.value.low is not None and q.value.low < 0,
    "subject": lambda q: q.value.of in {"marins", "élèves"},
    "and-one": lambda q: q.value.low == 1,
    "against": lambda q: "contre" in (q.value.of or ""),
    "predicate": lambda q: q.value.unit in KEYS,
    "verb-before": lambda q: q.value.unit in KEYS,
    "within": lambda q: q.part_of is not None,
    "scope": lambda q: q.scope is not None,
    "as-of-count": lambda q: q.as_of is not None,
    "as-of-before": lambda q: q.as_of is not None,
    "as-of-state": lambda q: q.as_of is not None,
    "as-of-course": lambda q: q.as_of is not None,
    "as-of-stamp": lambda q: q.as_of is not None,
    "hedge-after": lambda q: q.value.hedge != "exact",
    "alleged": lambda q: q.certainty == "alleged",
    "probable": lambda q: q.certainty == "probable",
    "denied": lambda q: q.polarity == "denied",
}
"""What a rule that reads no quantity of its own does to those it concerns."""


def found_in(text: str) -> tuple[Quantity, ...]:
    draft = Draft(document_of(text, published=WEDNESDAY), PACK)
    draft = replace(draft, sentences=find_sentences(draft))
    return find_quantities(replace(draft, times=find_times(draft)))


def of_rule(case: Case) -> list[Quantity]:
    """Return the quantities of the case that its rule made, or that show what the rule does."""
    found = found_in(case.text)
    if case.rule in EFFECTS:
        return [q for q in found if EFFECTS[case.rule](q)]
    return [q for q in found if q.producer == f"fr/quantities/{case.rule}"]


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case.rule not in NOT_COUNTED],
    ids=lambda case: f"{case.rule}:{case.line}",
)
def test_a_rule_for_quantities_finds_its_cases_and_no_counter_case(case: Case) -> None:
    found = of_rule(case)
    if not case.positive:
        assert found == []
        return
    assert found
    marks = dict(case.marks)
    if "number" in marks:
        assert marks["number"] in [q.span for q in found]
    if "of" in marks:
        assert marks["of"] in [q.of_span for q in found]
    if "scope" in marks:
        assert marks["scope"] in [q.scope for q in found]


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rule == "label"], ids=lambda case: str(case.line)
)
def test_a_number_that_is_a_name_is_no_quantity(case: Case) -> None:
    assert bool(found_in(case.text)) is not case.positive


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.rule == "verb-like"], ids=lambda case: str(case.line)
)
def test_a_verb_is_nothing_counted(case: Case) -> None:
    counted = [q.value.of for q in found_in(case.text) if q.value.of not in {"maires"}]
    assert bool(counted) is not case.positive


@pytest.mark.parametrize("rule", PACK.rules("quantities"), ids=lambda rule: rule.id)
def test_each_rule_for_quantities_has_two_cases_of_each_sort(rule: Rule) -> None:
    cases = [case for case in CASES if case.rule == rule.id.rsplit("/", 1)[-1]]
    assert sum(case.positive for case in cases) >= 2
    assert sum(not case.positive for case in cases) >= 2


def test_a_hedge_of_the_next_number_is_none_of_this_one() -> None:
    first, second = found_in("On compte 87 morts et plus de 400 blessés.")
    assert (first.value.hedge, second.value.hedge) == ("exact", "more than")
