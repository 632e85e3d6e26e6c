"""The identities of the five real articles, asked of the stages: all spellings together, nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from recoupe.packs import load_packs
from recoupe.records.accounts import Account, Entity
from recoupe.records.documents import Capture, Document
from recoupe.records.findings import Reading
from recoupe.records.ids import body_digest, make_id
from recoupe.records.stories import Membership
from recoupe.settings import Settings
from recoupe.stages.accounts.accounts import account
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources

COVERAGE = Path(__file__).resolve().parents[2] / ".." / "shared" / "coverage" / "lavrov-2017"
FILES = sorted(COVERAGE.glob("*.txt"))
pytestmark = pytest.mark.skipif(len(FILES) != 5, reason="the five articles are not beside this checkout")
RESOURCES = Resources(load_packs(), Settings())
PERSONS = {
    "Donald Trump": {"Trump", "Tramp", "le républicain", "le président américain", "le dirigeant américain"},
    "Sergueï Lavrov": {"Lavrov", "le chef de la diplomatie russe", "le diplomate russe"},
    "Rex Tillerson": {"Rex Tilerson", "son secrétaire d'état", "son homologue"},
    "Obama": {"Barak Ompama"},
}
"""By shown name, some of the ways the first story calls a person, in lower case but for the names."""


def read(path: Path) -> tuple[Document, Reading]:
    body = path.read_bytes()
    capture = Capture(make_id("cap", path.name), path.name, "text/plain", None, None, body_digest(body), body)
    (document,) = [
        r for r in CLEAN.run(capture.body_digest, (capture,), RESOURCES) if isinstance(r, Document)
    ]
    (reading,) = [r for r in READ.run(document.id, (document,), RESOURCES) if isinstance(r, Reading)]
    return document, reading


def entities_of(files: list[Path]) -> list[Entity]:
    read_all = [read(path) for path in files]
    ids = tuple(document.id for document, _ in read_all)
    story = Membership("memb_test", "story_test", ids)
    accounts: list[Account] = [
        account(document, reading, story=story, reuses=(), pack=RESOURCES.packs["fr"])
        for document, reading in read_all
    ]
    accounts.sort(key=lambda a: a.id)
    return [e for e in PEOPLE.run(story.id, tuple(accounts), RESOURCES) if isinstance(e, Entity)]


@pytest.fixture(scope="module")
def first_story() -> list[Entity]:
    return entities_of(FILES[:4])


@pytest.fixture(scope="module")
def second_story() -> list[Entity]:
    return entities_of(FILES[4:])


def ways(entity: Entity) -> set[str]:
    """Return how an entity is called: names as written, nominals in lower case."""
    return {s.text if s.form == "name" else s.text.lower() for s in entity.spellings}


@pytest.mark.parametrize("name", sorted(PERSONS))
def test_a_person_is_one_under_all_spellings_and_roles(first_story: list[Entity], name: str) -> None:
    (person,) = [e for e in first_story if e.name == name]
    assert PERSONS[name] <= ways(person)


def test_nobody_else_is_merged_with_a_person(first_story: list[Entity]) -> None:
    words = {"Trump": "Donald Trump", "Lavrov": "Sergueï Lavrov", "Poutine": "Vladimir Poutine"}
    for word, name in words.items():
        assert [e.name for e in first_story if e.type == "PER" and word in e.name] == [name]
        (person,) = [e for e in first_story if e.name == name]
        others = set(words) - {word}
        assert not any(other in way for way in ways(person) for other in others)


def test_every_merge_names_its_evidence(first_story: list[Entity]) -> None:
    for entity in first_story:
        assert len(entity.merges) == len(entity.member_ids) - 1
        assert all(merge.anchors for merge in entity.merges)


def test_persons_who_are_only_called_by_office_near_their_names_are_found(
    second_story: list[Entity],
) -> None:
    by_name = {e.name: ways(e) for e in second_story if e.type == "PER"}
    assert "le chef d'état russe" in by_name["Vladimir Poutine"]
    assert {"le porte-parole du président russe", "le porte-parole du kremlin"} <= by_name["Dmitri Peskov"]
    assert "son homologue américain" in by_name["Donald Trump"]


def test_the_agency_and_the_seat_of_power_are_one_each(first_story: list[Entity]) -> None:
    assert [e.type for e in first_story if e.name == "Tass"] == ["ORG"]
    (seat,) = [e for e in first_story if e.key == "white-house"]
    assert {"Maison Blanche", "Maison-Blanche"} <= ways(seat)
    assert seat.within == ("washington", "US")


def test_the_expected_identities_are_the_ones_asked_for() -> None:
    stated = json.loads((COVERAGE / "expected.json").read_text("utf-8"))["identities"]
    assert len(stated) == len(PERSONS) + 4
