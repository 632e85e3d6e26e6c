"""The cases of reported speech, credits and authorities, in inline marks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from recoupe.packs import Pack, load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.documents import BlockKind
from recoupe.records.findings import DocumentEntity, Mention, NameType
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.authorities import authorities_in
from recoupe.stages.read.quotations.clauses import report_rules
from recoupe.stages.read.quotations.credits import find_credits
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.quotations.reports import figure_reports
from recoupe.stages.read.quotations.speech import units_of
from recoupe.stages.read.sentences import find_sentences
from written import document_of

NAME_TYPES: tuple[NameType, ...] = ("PER", "LOC", "ORG", "EVT", "MISC")


@cache
def french() -> Pack:
    return load_pack("fr")


def drafted(text: str, names: tuple[tuple[NameType, Span], ...] = (), kind: BlockKind = "paragraph") -> Draft:
    mentions, entities = [], {}
    for type_, span in names:
        name = span.of(text)
        key = f"{type_}:{name}"
        entities[key] = DocumentEntity(key, type_, name, (name,), (), ())
        mentions.append(Mention(f"m{span.start}", span, type_, "name", name, key, None, None, "test"))
    draft = Draft(
        document_of(text, kind=kind), french(), mentions=tuple(mentions), entities=tuple(entities.values())
    )
    return replace(draft, sentences=find_sentences(draft))


def drafted_case(case: Case, kind: BlockKind = "paragraph") -> Draft:
    types = {type_.lower(): type_ for type_ in NAME_TYPES}
    names = tuple((types[label], span) for label, span in case.marks if label in types)
    return drafted(case.text, names, kind)


def cases(topic: str) -> list[object]:
    path = french().folder / "cases" / f"{topic}.txt"
    return [pytest.param(case, id=f"{topic}-{case.line}") for case in read_cases(path)]


def marked(case: Case, label: str) -> list[Span]:
    return [span for name, span in case.marks if name == label]


def test_rules_that_are_tried_where_a_verb_may_begin_match_nowhere_else() -> None:
    rules = report_rules(french())
    bound = [rule for rule in rules.finding if rule.options.get("at") == "verb"]
    for case in read_cases(french().folder / "cases" / "quotations.txt"):
        for unit in units_of(drafted_case(case)):
            places = {m.start() for rule in rules.verbs for m in rule.finditer(unit.masked)}
            for rule in bound:
                assert {m.start() for m in rule.finditer(unit.masked)} <= places, rule.id


@pytest.mark.parametrize("case", cases("quotations"))
def test_a_rule_of_reported_speech_finds_its_cases_and_no_other(case: Case) -> None:
    in_title = any(
        rule.options.get("in_title")
        for rule in french().rules("quotations")
        if rule.id == f"fr/quotations/{case.rule}"
    )
    draft = drafted_case(case, "title" if in_title else "paragraph")
    found = [q for q in find_quotations(draft) if q.producer == f"fr/quotations/{case.rule}"]
    if not case.positive:
        assert [[s.of(case.text) for s in q.content] for q in found] == []
        return
    contents = [[s.of(case.text) for s in q.content] for q in found]
    assert [s.of(case.text) for s in marked(case, "content")] in contents
    if marked(case, "speaker"):
        speakers = [q.speaker_span.of(case.text) if q.speaker_span else None for q in found]
        assert marked(case, "speaker")[0].of(case.text) in speakers


@pytest.mark.parametrize("case", cases("figure_sources"))
def test_a_rule_finds_whose_a_figure_is_and_no_other(case: Case) -> None:
    units = units_of(drafted_case(case))
    reports = [report for unit in units for report in figure_reports(unit, french())]
    found = [
        (report.speaker.of(case.text), report.content[0].of(case.text).split(" ")[0])
        for report in reports
        if report.rule == f"fr/quotations/{case.rule}" and report.speaker is not None
    ]
    wanted = [
        (speaker.of(case.text), content.of(case.text).split(" ")[0])
        for speaker, content in zip(marked(case, "speaker"), marked(case, "content"), strict=True)
    ]
    assert found == wanted


@pytest.mark.parametrize("case", cases("credits"))
def test_a_rule_of_credits_finds_its_cases_and_no_other(case: Case) -> None:
    kind: BlockKind = "credit" if case.rule == "photo-sign" and "©" in case.text else "paragraph"
    found = [
        c.span.of(case.text)
        for c in find_credits(drafted_case(case, kind))
        if c.producer == f"fr/credits/{case.rule}"
    ]
    assert found == [s.of(case.text) for s in marked(case, "name")]


@pytest.mark.parametrize("case", cases("authorities"))
def test_an_authority_is_found_where_one_is_named(case: Case) -> None:
    draft = drafted_case(case)
    found = [a.span.of(case.text) for s in draft.sentences for a in authorities_in(draft, s, holder=None)]
    wanted = [s.of(case.text) for s in marked(case, "name")]
    assert (set(wanted) <= set(found)) if case.positive else found == []


@pytest.mark.parametrize("case", cases("certainty"))
def test_the_conditional_of_the_press_is_seen(case: Case) -> None:
    (rule,) = french().rules("certainty")
    assert bool(rule.pattern.search(case.text)) == case.positive


@pytest.mark.parametrize("topic", ["quotations", "credits", "authorities", "certainty"])
def test_each_rule_has_two_cases_that_match_and_two_that_do_not(topic: str) -> None:
    folder = french().folder / "cases"
    known = read_cases(folder / f"{topic}.txt")
    if topic == "quotations":
        known = (*known, *read_cases(folder / "figure_sources.txt"))
    for rule in french().rules(topic):
        if rule.options.get("use", "figure") != "figure":
            continue
        key = rule.id.rpartition("/")[2]
        own = [case.positive for case in known if case.rule == key]
        assert own.count(True) >= 2 and own.count(False) >= 2, rule.id
