"""Every rule for times matches its cases and nothing of its counter-cases."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from recoupe.stages.text.folded import folded
from written import WEDNESDAY, document_of

PACK = load_pack("fr")
CASES = read_cases(PACK.folder / "cases" / "times.txt")
READING_RULES = [rule for rule in PACK.rules("times") if rule.options["reads"] != "nothing"]


def drafted(text: str, published: str | None = WEDNESDAY) -> Draft:
    """Return the draft of a text of one paragraph; 14 May 2031 is a Wednesday."""
    draft = Draft(document_of(text, published=published), PACK)
    return replace(draft, sentences=find_sentences(draft))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}:{case.line}")
def test_a_rule_for_times_finds_its_cases_and_no_counter_case(case: Case) -> None:
    found = [time.span for time in find_times(drafted(case.text)) if time.producer == f"fr/times/{case.rule}"]
    assert found == [span for _, span in case.marks]


@pytest.mark.parametrize("rule", READING_RULES, ids=lambda rule: rule.id)
def test_each_rule_for_times_has_two_cases_of_each_sort(rule: object) -> None:
    name = rule.id.rsplit("/", 1)[-1]  # type: ignore[attr-defined]
    of_rule = [case for case in CASES if case.rule == name]
    assert sum(case.positive for case in of_rule) >= 2
    assert sum(not case.positive for case in of_rule) >= 2


def test_the_cases_lie_beside_the_rules() -> None:
    assert Path(PACK.folder / "rules" / "times.toml").is_file()
    assert {case.rule for case in CASES} <= {rule.id.rsplit("/", 1)[-1] for rule in PACK.rules("times")}


@pytest.mark.parametrize(
    "case", read_cases(PACK.folder / "cases" / "tense.txt"), ids=lambda case: f"{case.rule}:{case.line}"
)
def test_a_rule_for_tense_sees_its_cue_and_no_counter_case(case: Case) -> None:
    rule = next(rule for rule in PACK.rules("tense") if rule.id == f"fr/tense/{case.rule}")
    found = [Span(*match.span()) for match in rule.pattern.finditer(folded(case.text))]
    assert set(found) >= {span for _, span in case.marks}
    assert bool(found) is case.positive
