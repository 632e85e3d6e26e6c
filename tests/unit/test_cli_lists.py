"""The list of stories with its filters, the views of a dossier, and its calendar."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from example_store import filled, run


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("lists"))


def handles(store: Path, capfd: pytest.CaptureFixture[str], *words: str) -> set[str]:
    capfd.readouterr()
    run(store, "stories", "--json", *words)
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return {story["handle"] for story in found["stories"]}


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "2026-11-19"),
        ("--about", "conserverie"),
        ("--outlet", "gazette"),
        ("--place", "port-vellan"),
        ("--diverging",),
    ],
)
def test_a_filter_keeps_some_stories_and_drops_others(
    store: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    every = handles(store, capfd)
    kept = handles(store, capfd, *words)
    assert kept and kept < every


def test_filters_join(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    both = handles(store, capfd, "--about", "maurel", "--diverging")
    assert both == handles(store, capfd, "--about", "maurel") & handles(store, capfd, "--diverging")


def test_filters_that_no_story_answers_to_say_how_many_there_are(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert run(store, "stories", "--about", "volcan") == 5
    assert "4" in capfd.readouterr().err


def test_a_date_that_is_none_is_refused_with_an_example(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    capfd.readouterr()
    assert run(store, "stories", "--since", "hier") == 2
    assert "2026-11-17" in capfd.readouterr().err


def test_a_view_shows_its_own_sections_only(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    story = sorted(handles(store, capfd, "--place", "port-vellan", "--about", "maurel"))[0]
    headings = {}
    for view in ("table", "timeline", "who", "origins"):
        capfd.readouterr()
        assert run(store, "dossier", story, "--view", view) == 0
        headings[view] = re.findall(r"^── (.+?) ─", capfd.readouterr().out, re.MULTILINE)
    assert headings["timeline"] == ["Chronologie", "Articles"]
    assert headings["who"] == ["Qui a dit quoi", "Qui est nommé"]
    assert headings["origins"][0] == "Origines"
    assert any(heading.startswith("Rencontre") for heading in headings["table"])


def test_the_calendar_has_each_announced_day_and_says_what_it_left_out(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    story = sorted(handles(store, capfd, "--place", "port-vellan", "--about", "maurel"))[0]
    path = tmp_path / "story.ics"
    assert run(store, "dossier", story, "--ics", str(path)) == 0
    lines = path.read_bytes().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = "\r\n".join(lines).replace("\r\n ", "")
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == whole.count("UID:") == 1
    assert "DTSTART;VALUE=DATE:20261202" in whole and "LOCATION:Saint-Ormeau" in whole
    assert "doit avoir lieu le 2 décembre à Saint-Ormeau" in whole


def test_origins_are_those_the_articles_are_made_from(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    story = sorted(handles(store, capfd, "--place", "port-vellan", "--about", "maurel"))[0]
    picture = tmp_path / "origins.svg"
    capfd.readouterr()
    assert run(store, "origins", story, "--json", "--svg", str(picture)) == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    assert len(found["origins"]) == found["n_origins"] > 1
    assert {o["kind"] for o in found["voices"]} <= {"person", "institution"}
    for origin in found["origins"]:
        delays = [a["minutes_later"] for a in origin["articles"] if a["minutes_later"] is not None]
        assert delays == sorted(delays) and all(delay >= 0 for delay in delays)
    root = ElementTree.fromstring(picture.read_bytes())
    labels = {text.text for text in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {a["label"] for origin in found["origins"] for a in origin["articles"]} <= labels
