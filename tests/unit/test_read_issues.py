"""Where a reading is given up in part, an issue says so."""

from __future__ import annotations

import pytest

from recoupe.records.findings import Reading
from recoupe.records.ledger import Issue
from recoupe.run import load_resources
from recoupe.stages.read.read import LONGEST_READ_WHOLE, READ
from written import document_of


def issues_of(text: str) -> list[str]:
    document = document_of(text)
    records = list(READ.run(document.id, (document,), load_resources()))
    assert sum(isinstance(record, Reading) for record in records) == 1
    return [record.code for record in records if isinstance(record, Issue)]


@pytest.mark.parametrize("text", ["Il pleut. " * 2000, "Elle a dit que tout va bien."])
def test_sentences_of_common_length_are_read_without_an_issue(text: str) -> None:
    assert issues_of(text.strip()) == []


def test_a_text_without_a_full_stop_is_read_in_part_and_says_so() -> None:
    text = "elle a dit que tout va bien et le maire aussi, " * (LONGEST_READ_WHOLE // 30)
    assert issues_of(text.strip()) == ["long_sentence"]
