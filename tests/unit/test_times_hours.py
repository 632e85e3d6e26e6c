"""Stretches of hours: from one hour to another, on the day that they are of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from recoupe.cli.calendar import bounds_of
from recoupe.packs import load_pack
from recoupe.records.findings import TimeExpression
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import WEDNESDAY, document_of

PACK = load_pack("fr")


def times_of(text: str, published: str = WEDNESDAY) -> list[TimeExpression]:
    draft = Draft(document_of(text, published=published), PACK)
    return list(find_times(replace(draft, sentences=find_sentences(draft))))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Le bac passera demain de 6 heures à 13 heures.", ["2031-05-15T06:00/2031-05-15T13:00"]),
        ("Le bac est passé hier, entre 17 h et 18 h 30.", ["2031-05-13T17:00/2031-05-13T18:30"]),
        ("Le bac passera de 8 heures à 18 heures dimanche.", ["2031-05-18T08:00/2031-05-18T18:00"]),
        ("Le bac a été vu lundi de 20 heures à 6 heures.", ["2031-05-12T20:00/2031-05-13T06:00"]),
        ("Les soigneurs vaccinent de 6 heures à 18 heures.", ["T06:00/T18:00"]),
        ("Le départ a été avancé de 22 heures à 20 heures.", ["2031-05-14T22:00", "2031-05-14T20:00"]),
    ],
)
def test_hours_from_one_to_another_are_one_stretch_of_their_day(text: str, values: list[str]) -> None:
    assert [time.value for time in times_of(text)] == values


def test_a_stretch_of_hours_lasts_from_its_first_hour_to_its_last() -> None:
    when = times_of("Le bac est passé mardi entre 17 h et 18 h 30.")[0].when
    assert when is not None
    assert when.earliest == datetime(2031, 5, 13, 17, tzinfo=UTC)
    assert when.latest == datetime(2031, 5, 13, 18, 30, tzinfo=UTC)


def test_a_calendar_has_a_stretch_of_hours_from_its_start_to_its_end() -> None:
    when = times_of("Le maire recevra ses voisins vendredi de 14 h à 16 h 30.")[0].when
    assert when is not None
    assert bounds_of(when) == ("20310516T140000Z", "20310516T163000Z")
