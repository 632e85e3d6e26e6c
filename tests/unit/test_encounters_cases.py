"""Every rule for encounters finds its cases and nothing in its counter-cases."""

from __future__ import annotations

import pytest

import encounter_cast as cast
from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.packs.pack import Rule
from recoupe.records.findings import Encounter
from recoupe.records.spans import Span
from recoupe.stages.read.encounters.encounters import find_encounters

PACK = load_pack("fr")
CASES = read_cases(PACK.folder / "cases" / "encounters.txt")
RULES = {rule.id.rsplit("/", 1)[-1]: rule for rule in PACK.rules("encounters")}
BEFORE = "Claire Montbrun a rencontré Igor Valkine."
FOLLOWS = frozenset({"attendance", "fact", "topic", "assessment", "outcome"})
"""The steps whose cases need an encounter that was told before."""
TOLD = FOLLOWS | {"reject", "side", "status", "channel", "purpose"}
"""The steps that tell something; the others only serve them."""

UNMASKED = frozenset(
    {
        "crowd",
        "form",
        "form-ahead",
        "form-conditional-word",
        "infinitive form",
        "plural form",
        "participle form",
        "arriving form",
        "landed form",
        "gathered form",
        "group",
        "spokesmen",
        "title",
        "venue",
        "beside",
        "party head",
        "party tail",
        "of a place",
        "sayer",
        "offices",
        "other gender",
    }
    | {
        "programme",
        "apart",
        "apart behind",
        "apart before",
        "joined names",
        "joined head",
        "people",
        "stranger",
        "stranger first",
        "two lands",
    }
    | {
        "may be a match",
        "of whom",
        "two sides",
        "two in one",
        "inside",
        "in turn",
        "no format",
        "eve of",
        "of the told",
        "meant for",
        "gerund form",
        "said of a call",
    }
)
"""The steps whose rules look at bare words."""


def found_in(case: Case) -> tuple[tuple[Encounter, ...], int]:
    """Return the encounters found, and the offset at which the case's own text begins."""
    follows = RULES[case.rule].options["step"] in FOLLOWS
    text = f"{BEFORE}\n{case.text}" if follows else case.text
    return find_encounters(cast.draft_of(text, PACK)), len(BEFORE) + 2 if follows else 0


def told(rule: Rule, encounters: tuple[Encounter, ...], offset: int) -> list[tuple[str, Span]]:
    """Return what the encounters tell, as marks of the kind that the rule's cases bear."""
    step, marks = rule.options["step"], set()
    for encounter in encounters:
        own = {("trigger", t.moved(-offset)) for t in encounter.triggers}
        if step == "side" and encounter.producer == rule.id:
            marks |= own | {("who", p.span.moved(-offset)) for p in encounter.participants}
        elif step == "reject" or rule.options.get("subject") == "again":
            marks |= own
        elif step == "status":
            marks |= {(encounter.status, span) for _, span in own}
        elif step == "channel":
            marks |= {(encounter.channel, span) for _, span in own}
        for fact in encounter.facts:
            if fact.producer == rule.id:
                label = "denied" if fact.polarity == "denied" else fact.slot
                marks.add((label, fact.span.moved(-offset)))
    return sorted(marks, key=lambda m: (m[1], m[0]))


@pytest.mark.parametrize("case", [c for c in CASES if c.positive], ids=lambda c: f"{c.rule}:{c.line}")
def test_a_rule_for_encounters_finds_what_its_case_marks(case: Case) -> None:
    rule = RULES[case.rule]
    encounters, offset = found_in(case)
    assert told(rule, encounters, offset) == sorted(case.marks, key=lambda m: (m[1], m[0]))


@pytest.mark.parametrize("case", [c for c in CASES if not c.positive], ids=lambda c: f"{c.rule}:{c.line}")
def test_a_rule_for_encounters_is_silent_in_its_counter_case(case: Case) -> None:
    rule = RULES[case.rule]
    encounters, offset = found_in(case)
    marks = told(rule, encounters, offset)
    step = rule.options["step"]
    if step == "reject":
        assert [m for m in marks if m[0] == "trigger"] == list(case.marks)
    elif step == "status":
        assert all(m[0] != rule.options["status"] for m in marks) or rule.id.endswith(("held", "alleged"))
        assert {m for m in case.marks if m[0] != "trigger"} <= set(marks)
    elif step == "channel":
        assert all(m[0] != rule.options["channel"] for m in marks)
    else:
        assert marks == []


@pytest.mark.parametrize("name", [n for n, r in RULES.items() if r.options["step"] in TOLD])
def test_each_rule_for_encounters_has_two_cases_of_each_sort(name: str) -> None:
    of_rule = [case for case in CASES if case.rule == name]
    assert sum(case.positive for case in of_rule) >= 2
    assert sum(not case.positive for case in of_rule) >= 2


@pytest.mark.parametrize("name", [n for n, r in RULES.items() if r.options["step"] not in TOLD])
def test_a_serving_rule_tells_its_example_from_its_counter_example(name: str) -> None:
    rule = RULES[name]
    if rule.options["step"] in UNMASKED:
        assert rule.pattern.search(rule.example) and not rule.pattern.search(rule.counter_example)
        return
    example, counter = (cast.masked_for(text, PACK) for text in (rule.example, rule.counter_example))
    assert rule.pattern.search(example)
    assert not rule.pattern.search(counter)
