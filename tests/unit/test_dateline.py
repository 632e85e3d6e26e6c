"""An article's date may open its text, and is taken from there when nothing else states it."""

from __future__ import annotations

import pytest

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.spans import Span
from recoupe.stages.clean.dateline import dateline_of
from written import document_of

PACK = load_pack("fr")
TITLE = "La fusée est partie\n\n"


def stated(text: str) -> str | None:
    document = document_of(text)
    found = dateline_of(document.text, document.blocks, PACK)
    if found is None:
        return None
    start, _, end = found.stated_by.removeprefix("text:").partition("-")
    assert text[int(start) : int(end)].strip()
    return found.value


@pytest.mark.parametrize(
    "case",
    read_cases(PACK.folder / "cases" / "datelines.txt"),
    ids=lambda case: f"{case.rule}:{case.line}",
)
def test_a_rule_for_datelines_finds_its_cases_and_no_counter_case(case: Case) -> None:
    rule = next(rule for rule in PACK.rules("datelines") if rule.id.endswith(f"/{case.rule}"))
    match = rule.pattern.match(case.text)
    assert ([Span(*match.span("date"))] if match else []) == [span for _, span in case.marks]
    assert bool(match) is case.positive


def test_the_dateline_of_an_early_paragraph_dates_the_article() -> None:
    assert stated(f"{TITLE}22 mai 2031. - Elle a décollé mardi.") == "2031-05-22"
    assert stated(f"{TITLE}TARNAC, 1er mai 2031 (APV) - Elle a décollé.") == "2031-05-01"


def test_several_dates_that_open_paragraphs_are_a_list_of_dates() -> None:
    assert stated("22 mai 2031. - Elle décolle.\n\n23 mai 2031. - Elle revient.") is None


def test_a_day_that_never_was_or_a_late_paragraph_dates_nothing() -> None:
    assert stated(f"{TITLE}31 février 2031. - Elle a décollé.") is None
    assert stated("Un.\n\nDeux.\n\nTrois.\n\nQuatre.\n\n22 mai 2031. - Elle décolle.") is None
