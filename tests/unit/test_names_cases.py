"""Every rule for sentences, names and references matches its cases and nothing of its counter-cases."""

from __future__ import annotations

from collections import Counter

import pytest

from reading_names import PACK, names_of, ruled, sentences_of
from recoupe.packs.cases import Case, read_cases
from recoupe.records.spans import Span
from recoupe.stages.text.name_forms import folded_name

FOLDER = PACK.folder / "cases"
REFERENCE_RULES = {"role", "bare", "subject", "named-next", "counterpart", "latter", "inverted"}


def cases_of(topic: str) -> list[object]:
    return [pytest.param(case, id=f"{topic}-{case.line}") for case in read_cases(FOLDER / f"{topic}.txt")]


@pytest.mark.parametrize("case", cases_of("sentences"))
def test_a_text_is_cut_into_the_sentences_marked(case: Case) -> None:
    wanted = [span for _, span in case.marks] if case.positive else [Span(0, len(case.text))]
    assert [s.of(case.text) for s in sentences_of(case.text)] == [s.of(case.text) for s in wanted]


@pytest.mark.parametrize("case", cases_of("names"))
def test_a_rule_finds_the_names_marked_and_no_other(case: Case) -> None:
    rule_id = f"fr/names/{case.rule}"
    found = [(name.type.lower(), name.span) for name in ruled(case.text) if name.producer == rule_id]
    assert found == (list(case.marks) if case.positive else [])


@pytest.mark.parametrize("case", cases_of("name_evidence"))
def test_what_stands_beside_a_name_counts_for_its_type(case: Case) -> None:
    rule = next(r for r in PACK.rules("name_evidence") if r.id == f"fr/name_evidence/{case.rule}")
    ((_, span),) = case.marks
    window = case.text[: span.start] if rule.options["side"] == "before" else case.text[span.end :]
    assert bool(rule.pattern.search(window)) == case.positive


@pytest.mark.parametrize("case", cases_of("name_types"))
def test_what_stands_beside_a_name_settles_its_type(case: Case) -> None:
    rule = next(r for r in PACK.rules("name_types") if r.id == f"fr/name_types/{case.rule}")
    ((_, span),) = case.marks
    is_behind = rule.options.get("side") == "behind"
    window = case.text[span.end :] if is_behind else case.text[: span.start]
    assert bool(rule.pattern.search(window)) == case.positive


@pytest.mark.parametrize("case", cases_of("teams"))
def test_what_stands_beside_a_town_says_that_it_plays(case: Case) -> None:
    rule = next(r for r in PACK.rules("teams") if r.id == f"fr/teams/{case.rule}")
    ((_, span),) = case.marks
    window = case.text[: span.start] if rule.options["side"] == "before" else case.text[span.end :]
    assert bool(rule.pattern.search(window)) == case.positive


@pytest.mark.parametrize("case", cases_of("no_names"))
def test_a_rule_knows_the_words_marked_for_no_name_alone(case: Case) -> None:
    rule = next(r for r in PACK.rules("no_names") if r.id == f"fr/no_names/{case.rule}")
    found = [Span(*match.span("name")) for match in rule.pattern.finditer(case.text)]
    assert found == ([span for _, span in case.marks] if case.positive else [])
    names = {m.span for m in names_of(case.text)[0] if m.form == "name"}
    assert not names & set(found)


@pytest.mark.parametrize("case", cases_of("whole_names"))
def test_a_rule_knows_the_whole_names_marked(case: Case) -> None:
    rule = next(r for r in PACK.rules("whole_names") if r.id == f"fr/whole_names/{case.rule}")
    found = [
        Span(*match.span(group))
        for match in rule.pattern.finditer(case.text)
        for group, text in match.groupdict().items()
        if text
    ]
    assert found == ([span for _, span in case.marks] if case.positive else [])
    if case.positive:
        names = {(m.span, m.type) for m in names_of(case.text)[0] if m.form == "name"}
        assert names >= {(span, rule.options["type"]) for span in found}


@pytest.mark.parametrize("case", cases_of("name_ends"))
def test_a_rule_knows_where_a_name_ends(case: Case) -> None:
    rule = next(r for r in PACK.rules("name_ends") if r.id == f"fr/name_ends/{case.rule}")
    found = [Span(*match.span("end")) for match in rule.pattern.finditer(case.text)]
    assert found == ([span for _, span in case.marks] if case.positive else [])


@pytest.mark.parametrize("case", cases_of("references"))
def test_a_reference_means_the_person_marked(case: Case) -> None:
    mentions, entities = names_of(case.text)
    people = {e.id: folded_name(e.name) for e in entities if e.names}
    found = [
        (people[m.entity_id], m.span)
        for m in mentions
        if m.form != "name" and m.entity_id in people and m.producer == f"fr/references/{case.rule}"
    ]
    assert found == (list(case.marks) if case.positive else [])


@pytest.mark.parametrize("topic", ["names", "name_evidence", "no_names", "teams"])
def test_each_rule_has_two_cases_and_two_counter_cases(topic: str) -> None:
    counts = Counter((case.rule, case.positive) for case in read_cases(FOLDER / f"{topic}.txt"))
    for rule in PACK.rules(topic):
        key = rule.id.rsplit("/", 1)[-1]
        assert counts[key, True] >= 2, rule.id
        assert counts[key, False] >= 2, rule.id


def test_each_way_to_refer_has_two_cases_and_two_counter_cases() -> None:
    counts = Counter((case.rule, case.positive) for case in read_cases(FOLDER / "references.txt"))
    assert all(counts[rule, side] >= 2 for rule in REFERENCE_RULES for side in (True, False))


@pytest.mark.parametrize("topic", ["names", "name_evidence", "no_names", "teams"])
def test_examples_match_and_counter_examples_do_not(topic: str) -> None:
    for rule in PACK.rules(topic):
        assert rule.pattern.search(rule.example), rule.id
        assert not rule.pattern.search(rule.counter_example), rule.id
