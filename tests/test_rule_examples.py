"""Every rule of every pack tells its example from its counter-example, and has cases of both sorts."""

from __future__ import annotations

import re
from functools import cache

import pytest

import encounter_cast as cast
from recoupe.packs import Pack, load_packs
from recoupe.packs.cases import Case, read_cases
from recoupe.packs.pack import MASKS, Rule, mask
from recoupe.records.findings import Reading
from recoupe.records.spans import Span
from recoupe.settings import Settings
from recoupe.stages.clean.stated import date_in
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.speech import units_of
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources
from recoupe.stages.text.folded import folded
from written import WEDNESDAY, document_of

PACKS = load_packs()
RESOURCES = Resources(PACKS, Settings())
RULES = [
    pytest.param(pack, rule, id=rule.id)
    for pack in PACKS.values()
    for path in sorted((pack.folder / "rules").glob("*.toml"))
    if path.stem != "macros"
    for rule in pack.rules(path.stem)
]


def serves_others(rule: Rule) -> bool:
    """Tell whether a rule finds nothing by itself: other rules ask it, and their cases hold it too."""
    topic = rule.id.split("/")[1]
    told = {"reject", "side", "status", "channel", "purpose", "fact", "topic", "assessment", "outcome"}
    return "use" in rule.options or (topic == "encounters" and rule.options["step"] not in told)


def key_of(rule: Rule) -> str:
    return rule.id.rpartition("/")[2]


@cache
def reading_of(text: str, language: str) -> Reading:
    found = READ.run("doc_test", (document_of(text, published=WEDNESDAY, language=language),), RESOURCES)
    return next(record for record in found if isinstance(record, Reading))


def producers_in(text: str, pack: Pack) -> set[str]:
    """Return the rules that the reading of a text owes something to."""
    reading = reading_of(text, pack.language)
    findings = (
        *reading.mentions, *reading.times, *reading.quantities, *reading.quotations, *reading.encounters,
        *reading.credits, *(fact for encounter in reading.encounters for fact in encounter.facts),
    )  # fmt: skip
    return {finding.producer for finding in findings} | set(reading.machine_translated.reasons)


def views_of(text: str, pack: Pack) -> tuple[str, ...]:
    """Return the forms of a text that rules look at: as written, folded, or with what was found masked."""
    reading = reading_of(text, pack.language)
    draft = Draft(
        document_of(text, published=WEDNESDAY, language=pack.language),
        pack,
        reading.sentences,
        reading.mentions,
        reading.entities,
        reading.times,
    )
    names = [(m.type, m.span.start, m.span.end) for m in reading.mentions if m.form == "name"]
    times = [("TIME", t.span.start, t.span.end) for t in reading.times if t.when is not None]
    (unit, *_) = units_of(draft)
    written = re.sub(r"\{([A-Z]+)\}", lambda m: MASKS[m[1]] * 3, text)
    return (
        written,
        folded(written),
        mask(text, names),
        mask(folded(text), [*names, *times]),
        unit.masked,
        unit.open,
        cast.masked_for(text, pack),
    )


def plain_view(text: str, rule: Rule) -> str:
    """Return a text as rules over plain text see it: the encounter word they are about masked, names not."""
    words = str(rule.options.get("words", r"(?!)"))
    return re.sub(rf"\b(?:{words})\w*", lambda m: cast.TRIGGER * len(m[0]), text)


def tells_apart(rule: Rule, pack: Pack) -> bool:
    one, other = ((*views_of(t, pack), plain_view(t, rule)) for t in (rule.example, rule.counter_example))
    views = zip(one, other, strict=True)
    by_pattern = any(rule.pattern.search(one) and not rule.pattern.search(other) for one, other in views)
    return by_pattern or (
        rule.id in producers_in(rule.example, pack)
        and rule.id not in producers_in(rule.counter_example, pack)
    )


@pytest.mark.parametrize(("pack", "rule"), RULES)
def test_a_rule_matches_its_example_and_not_its_counter_example(pack: Pack, rule: Rule) -> None:
    assert tells_apart(rule, pack)


@pytest.mark.parametrize(("pack", "rule"), [p for p in RULES if not serves_others(p.values[1])])
def test_a_rule_has_two_cases_that_match_and_two_that_do_not(pack: Pack, rule: Rule) -> None:
    topic = rule.id.split("/")[1]
    cases = read_cases(pack.folder / "cases" / f"{topic}.txt")
    own = [case.positive for case in cases if case.rule == key_of(rule)]
    assert own.count(True) >= 2 and own.count(False) >= 2


def cases_of(topic: str, *, option: tuple[str, str] | None = None) -> list[object]:
    """Return the cases of a topic, those alone whose rule has the option."""
    return [
        pytest.param(pack, rule, case, id=f"{rule.id}:{case.line}")
        for pack in PACKS.values()
        for rule in pack.rules(topic)
        if option is None or rule.options.get(option[0]) == option[1]
        for case in read_cases(pack.folder / "cases" / f"{topic}.txt")
        if case.rule == key_of(rule)
    ]


@pytest.mark.parametrize(("pack", "rule", "case"), cases_of("times", option=("reads", "nothing")))
def test_words_that_only_look_like_a_time_are_read_as_none(pack: Pack, rule: Rule, case: Case) -> None:
    assert bool(rule.pattern.search(folded(case.text))) is case.positive
    assert bool(reading_of(case.text, pack.language).times) is not case.positive


@pytest.mark.parametrize(("pack", "rule", "case"), cases_of("page_dates"))
def test_a_rule_for_dates_of_a_page_finds_what_its_case_marks(pack: Pack, rule: Rule, case: Case) -> None:
    found = [Span(*match.span()) for match in rule.pattern.finditer(case.text)]
    assert found == [span for _, span in case.marks]
    assert not case.positive or date_in(case.text, pack) is not None
