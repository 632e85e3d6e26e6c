"""The quotations a careful reader finds in the five real articles, marked by hand before any rule.

The articles lie beside the checkout and are only read; quotations_lavrov.json holds the first and last
words of each quotation.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from recoupe.packs import load_pack
from recoupe.records.findings import Quotation
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.quotations.credits import find_credits
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import document_of

COVERAGE = Path(__file__).resolve().parents[2] / ".." / "shared" / "coverage" / "lavrov-2017"
GOLD = json.loads((Path(__file__).parent / "quotations_lavrov.json").read_text("utf-8"))
MIN_FOUND, MIN_SPEAKERS = 27, 24

pytestmark = pytest.mark.skipif(not COVERAGE.is_dir(), reason="the real coverage is not beside the checkout")


@cache
def read(article: str) -> tuple[str, tuple[Quotation, ...]]:
    """Return the text and the quotations of one article, its blank lines taken as block borders."""
    (path,) = COVERAGE.glob(f"{article}_*.txt")
    raw = unicodedata.normalize("NFC", path.read_text("utf-8"))
    parts = [line.strip() for line in raw.split("\n") if line.strip()]
    document = document_of("\n\n".join(parts))
    draft = Draft(document, load_pack("fr"))
    draft = replace(draft, sentences=find_sentences(draft))
    mentions, entities = find_names(draft)
    draft = replace(draft, mentions=mentions, entities=entities)
    draft = replace(draft, times=find_times(draft))
    draft = replace(draft, credits=find_credits(draft))
    return document.text, find_quotations(draft)


def overlap(quotation: Quotation, gold: Span) -> float:
    """Return the share of code points two contents have in common (Jaccard)."""
    found = {i for span in quotation.content for i in range(span.start, span.end)}
    wanted = set(range(gold.start, gold.end))
    return len(found & wanted) / len(found | wanted)


def is_same_name(one: str, other: str) -> bool:
    """Tell whether two names end in the same word: "M. Lavrov" and "Sergueï Lavrov"."""
    last = [re.findall(r"\w+", unicodedata.normalize("NFC", name.lower()))[-1:] for name in (one, other)]
    return bool(last[0]) and last[0] == last[1]


def found_of(gold: dict[str, str]) -> Quotation | None:
    text, quotations = read(gold["article"])
    start = text.index(gold["from"])
    span = Span(start, text.index(gold["to"], start) + len(gold["to"]))
    best = max(quotations, key=lambda q: overlap(q, span), default=None)
    return best if best is not None and overlap(best, span) >= 0.5 else None


def test_at_least_27_of_the_hand_marked_quotations_are_found() -> None:
    missed = [gold["from"] for gold in GOLD if found_of(gold) is None]
    assert len(GOLD) - len(missed) >= MIN_FOUND, missed


def test_at_least_24_of_them_have_the_right_speaker() -> None:
    pairs = [(gold, found_of(gold)) for gold in GOLD]
    right = [gold for gold, q in pairs if q is not None and is_same_name(q.speaker or "", gold["speaker"])]
    assert len(right) >= MIN_SPEAKERS


def test_the_white_house_text_speaks_through_its_document() -> None:
    text, quotations = read("001")
    (quotation,) = [q for q in quotations if q.content[0].of(text).startswith("Il [Trump] a abordé")]
    assert quotation.speaker == "Maison-Blanche"
    assert quotation.type == "direct"


def test_a_quotation_without_cue_goes_on_with_the_speaker_before_it() -> None:
    text, quotations = read("003")
    (quotation,) = [q for q in quotations if q.content[0].of(text).startswith("Actuellement notre dialogue")]
    assert is_same_name(quotation.speaker or "", "Lavrov")
    assert quotation.speaker_span is None


def test_a_press_conference_is_the_authority_of_what_is_said_there() -> None:
    text, quotations = read("003")
    (quotation,) = [q for q in quotations if q.content[0].of(text).startswith("Nous ne discutons pas cela")]
    assert [a.kind for a in quotation.authority] == ["press conference"]
