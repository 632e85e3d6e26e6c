"""The encounters of five real articles, as a careful editor lists them.

The articles lie beside the checkout and not in it; without them these tests are left out.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.packs import load_pack
from recoupe.records import Record
from recoupe.records.documents import Document
from recoupe.records.findings import Encounter, Reading
from recoupe.settings import Settings
from recoupe.sources import read_inputs
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources, Stage

COVERAGE = Path(__file__).resolve().parents[2].parent / "shared" / "coverage" / "lavrov-2017"
FILES = sorted(COVERAGE.glob("*.txt"))
pytestmark = pytest.mark.skipif(len(FILES) != 5, reason="the five articles are not beside this checkout")
RESOURCES = Resources({"fr": load_pack("fr")}, Settings())


def run(stage: Stage, record: Record) -> list[Record]:
    """Return what a stage gives for one record alone."""
    return [out for unit in stage.units(record) for out in stage.run(unit, (record,), RESOURCES)]


@pytest.fixture(scope="module")
def readings() -> list[tuple[Document, Reading]]:
    found = []
    for capture in read_inputs(map(str, FILES), stdin=None):  # type: ignore[arg-type]
        (document,) = (r for r in run(CLEAN, capture) if isinstance(r, Document))
        (reading,) = (r for r in run(READ, document) if isinstance(r, Reading))
        found.append((document, reading))
    return found


def names(encounter: Encounter) -> frozenset[str]:
    """Return the last names of those who took part."""
    return frozenset(p.name.split()[-1] for p in encounter.participants)


def met(readings: list[tuple[Document, Reading]], i: int, *who: str) -> list[Encounter]:
    """Return the encounters of these people in article `i`, visits left out."""
    return [e for e in readings[i][1].encounters if names(e) == set(who) and e.kind != "visit"]


@pytest.mark.parametrize("i", range(4))
def test_the_president_received_the_minister(readings: list[tuple[Document, Reading]], i: int) -> None:
    (encounter,) = met(readings, i, "Trump", "Lavrov")
    assert encounter.status == "held"


@pytest.mark.parametrize("i", [1, 2, 3])
def test_the_two_ministers_met(readings: list[tuple[Document, Reading]], i: int) -> None:
    (encounter,) = met(readings, i, "Lavrov", "Tillerson")
    assert encounter.status == "held"


def test_a_call_and_a_planned_meeting_of_the_same_two_stay_apart(
    readings: list[tuple[Document, Reading]],
) -> None:
    told = {(e.kind, e.status) for e in met(readings, 2, "Poutine", "Trump")}
    assert told == {("call", "held"), ("meeting", "planned")}


def test_a_meeting_held_in_one_place_and_one_planned_in_another_stay_apart(
    readings: list[tuple[Document, Reading]],
) -> None:
    told = {
        (e.status, f.value.key)  # type: ignore[union-attr]
        for e in met(readings, 4, "Poutine", "Trump")
        for f in e.facts
        if f.slot == "place"
    }
    assert ("held", "paris") in told
    assert ("planned", "AR") in told
    assert len(met(readings, 4, "Poutine", "Trump")) == 2


def test_two_durations_are_kept_each_on_its_own_authority(
    readings: list[tuple[Document, Reading]],
) -> None:
    (encounter,) = met(readings, 0, "Trump", "Lavrov")
    durations = [f for f in encounter.facts if f.slot == "duration"]
    assert [(f.value.low, f.value.high) for f in durations] == [  # type: ignore[union-attr]
        (2400.0, 2400.0),
        (3600.0, 4500.0),
    ]
    assert any("Tass" in a.name for a in durations[0].authority)
    assert not any("Tass" in a.name for a in durations[1].authority)


def test_closed_doors_and_absent_media_are_told(readings: list[tuple[Document, Reading]]) -> None:
    (encounter,) = met(readings, 0, "Trump", "Lavrov")
    labels = {f.value.label for f in encounter.facts if f.slot == "format"}  # type: ignore[union-attr]
    assert {"closed doors", "no media"} <= labels


@pytest.mark.parametrize("i", [0, 3])
def test_sanctions_are_a_topic_denied_and_never_one_raised(
    readings: list[tuple[Document, Reading]], i: int
) -> None:
    (encounter,) = met(readings, i, "Trump", "Lavrov")
    told = {
        f.polarity
        for f in encounter.facts
        if f.slot == "topic" and "sanction" in f.value.keys  # type: ignore[union-attr]
    }
    assert told == {"denied"}


@pytest.mark.parametrize(
    ("i", "key"),
    [(0, "SY"), (1, "SY"), (3, "SY"), (0, "UA"), (1, "UA"), (3, "terror")],
)
def test_the_topics_raised_are_told(readings: list[tuple[Document, Reading]], i: int, key: str) -> None:
    (encounter,) = met(readings, i, "Trump", "Lavrov")
    raised = {
        k
        for f in encounter.facts
        if f.slot == "topic" and f.polarity == "asserted"
        for k in f.value.keys  # type: ignore[union-attr]
    }
    assert key in raised


@pytest.mark.parametrize("i", [1, 2, 3])
def test_the_first_meeting_of_its_kind_is_told(readings: list[tuple[Document, Reading]], i: int) -> None:
    (encounter,) = met(readings, i, "Trump", "Lavrov")
    assert any(f.slot == "first of its kind" for f in encounter.facts)


@pytest.mark.parametrize(("i", "word"), [(1, "productives"), (2, "productive"), (3, "bonne")])
def test_the_president_judged_the_meeting(
    readings: list[tuple[Document, Reading]], i: int, word: str
) -> None:
    (encounter,) = met(readings, i, "Trump", "Lavrov")
    (judged,) = (f for f in encounter.facts if f.slot == "assessment")
    assert word in judged.stated
    assert [a.kind for a in judged.authority] == ["person"]


@pytest.mark.parametrize("i", range(5))
def test_every_span_of_an_encounter_slices_to_what_it_states(
    readings: list[tuple[Document, Reading]], i: int
) -> None:
    document, reading = readings[i]
    for encounter in reading.encounters:
        for fact in encounter.facts:
            assert fact.stated == fact.span.of(document.text)
            assert fact.sentence in reading.sentences
            assert fact.sentence.holds(fact.span)
        assert all(e in reading.sentences for e in encounter.evidence)
