"""The rules of page furniture on their cases: marked lines are taken, the others left."""

from __future__ import annotations

import pytest

from recoupe.packs import Pack, Rule, load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.spans import Span

PACK: Pack = load_pack("fr")
CASES = read_cases(PACK.folder / "cases" / "furniture.txt")
RULES = {rule.id.rsplit("/", 1)[-1]: rule for rule in PACK.rules("furniture")}


def taken(rule: Rule, text: str) -> Span | None:
    """Return the part of a line that the rule takes, as the clean stage would."""
    if len(text) > rule.options.get("max_chars", 600) and "cuts" not in rule.options:
        return None
    match = rule.pattern.search(text) if rule.options.get("cuts") == "end" else rule.pattern.match(text)
    if match is None:
        return None
    if "cuts" not in rule.options:
        return Span(0, len(text))
    start, end = match.span("cut") if "cut" in rule.pattern.groupindex else match.span()
    return Span(start, end)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}:{case.line}")
def test_a_rule_takes_what_is_marked_and_nothing_else(case: Case) -> None:
    rule = RULES[case.rule]
    found = taken(rule, case.text)
    if not case.positive:
        assert found is None
        return
    kind = rule.options["kind"]
    wanted = max((span for label, span in case.marks if label == kind), key=len)
    assert found is not None and found.of(case.text).strip() == wanted.of(case.text).strip()
    match = rule.pattern.search(case.text)
    for label, span in case.marks:
        if match is not None and label != kind:
            assert match[label] == span.of(case.text)


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_has_two_cases_for_and_two_against(name: str) -> None:
    for_it = [case for case in CASES if case.rule == name and case.positive]
    against = [case for case in CASES if case.rule == name and not case.positive]
    assert len(for_it) >= 2 and len(against) >= 2


@pytest.mark.parametrize("name", sorted(RULES))
def test_every_rule_matches_its_example_and_not_its_counter_example(name: str) -> None:
    rule = RULES[name]
    assert taken(rule, rule.example) is not None
    assert taken(rule, rule.counter_example) is None


@pytest.mark.parametrize("rule", PACK.rules("page_dates"), ids=lambda rule: rule.id)
def test_date_rules_match_their_example_only(rule: Rule) -> None:
    assert rule.pattern.search(rule.example)
    assert not rule.pattern.search(rule.counter_example)
