"""The main job on five real articles: what a careful editor gets out of them, asked of the commands.

The articles and what is expected of them lie beside the checkout and not in it; without them these
tests are left out. Everything is asked through the commands, as anyone could.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

COVERAGE = Path(__file__).resolve().parents[1].parent / "shared" / "coverage" / "lavrov-2017"
FILES = sorted(COVERAGE.glob("*.txt"))
pytestmark = pytest.mark.skipif(len(FILES) != 5, reason="the five articles are not beside this checkout")

Json = dict[str, Any]


def recoupe(*words: str, store: Path, seed: str = "0") -> str:
    """Run the command and return what it prints; the test fails when it does."""
    done = subprocess.run(
        [sys.executable, "-m", "recoupe", "--store", str(store), "--lang", "fr", *words],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def number(path: str) -> str:
    """Return the number an article is named by: "000" … "004"."""
    return Path(path).name[:3]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lavrov") / "store.sqlite"
    recoupe("add", *map(str, FILES), store=path)
    return path


@pytest.fixture(scope="module")
def expected() -> Json:
    return json.loads((COVERAGE / "expected.json").read_text("utf-8"))  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def stories(store: Path) -> list[Json]:
    return json.loads(recoupe("stories", "--json", store=store))["stories"]  # type: ignore[no-any-return]


@pytest.fixture(scope="module")
def dossiers(store: Path, stories: list[Json]) -> dict[str, Json]:
    """The dossier of each story, by the number of its first article."""
    found = {}
    for story in stories:
        dossier = json.loads(recoupe("dossier", story["id"], "--json", store=store))
        found[min(number(a["input"]) for a in story["articles"])] = dossier
    return found


@pytest.fixture(scope="module")
def readings(store: Path) -> dict[str, Json]:
    lines = recoupe("read", *map(str, FILES), "--json", store=store).splitlines()
    return {number(r["document"]["input"]): r for r in map(json.loads, lines)}


def article_text(reading: Json) -> list[str]:
    kinds = {"title", "lead", "paragraph", "heading", "list", "quote"}
    text = reading["document"]["text"]
    return [text[b["start"] : b["end"]] for b in reading["blocks"] if b["kind"] in kinds]


# a. stories


def test_two_stories_hold_the_expected_articles(stories: list[Json], expected: Json) -> None:
    found = sorted(sorted(number(a["input"]) for a in story["articles"]) for story in stories)
    assert found == sorted(expected["stories"])


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[7::30], ids=str)
def test_order_workers_seed_and_single_steps_change_no_byte(
    tmp_path: Path, store: Path, order: tuple[int, ...]
) -> None:
    first = recoupe("stories", "--json", store=store)
    files = [str(FILES[i]) for i in order]
    together, one_by_one = tmp_path / "together.sqlite", tmp_path / "one-by-one.sqlite"
    recoupe("add", "--workers", "2", *files, store=together, seed=str(order[0] + 1))
    for file in files:
        recoupe("add", file, store=one_by_one, seed=str(order[1]))
    assert recoupe("stories", "--json", store=together) == first
    assert recoupe("stories", "--json", store=one_by_one) == first
    for story in json.loads(first)["stories"]:
        wanted = recoupe("dossier", story["id"], "--json", store=store)
        assert recoupe("dossier", story["id"], "--json", store=one_by_one) == wanted


# b. article text


def test_page_furniture_is_no_article_text(readings: dict[str, Json], expected: Json) -> None:
    for name, strings in expected["not_article_text"].items():
        blocks = article_text(readings[name])
        for string in strings:
            assert not any(string in block for block in blocks), (name, string)


def test_article_text_is_kept_whole(readings: dict[str, Json]) -> None:
    """Whatever is neither furniture nor a field (section, tags, caption, credit) is article text."""
    wanted = kept = 0
    for name, path in zip(sorted(readings), FILES, strict=True):
        blocks = readings[name]["blocks"]
        text = readings[name]["document"]["text"]
        other = [
            text[b["start"] : b["end"]]
            for b in blocks
            if b["kind"] not in ("title", "lead", "paragraph", "heading", "list", "quote")
        ]
        source = path.read_text("utf-8")
        n_source = sum(not c.isspace() for c in source)
        wanted += n_source - sum(not c.isspace() for block in other for c in block)
        kept += sum(not c.isspace() for block in article_text(readings[name]) for c in block)
    assert kept >= 0.995 * wanted


# c. copies


def test_the_shared_passage_is_found_whole_with_its_edit(dossiers: dict[str, Json], expected: Json) -> None:
    evidence = expected["reused_passages"][0]["evidence"]
    dossier = dossiers["000"]
    inputs = {a["document"]: number(a["input"]) for a in dossier["articles"]}
    texts = {a["document"]: a for a in dossier["articles"]}
    assert texts
    copies = [r for r in dossier["reuse"] if r["kind"] == "copy" and len(r["passages"]) == 3]
    assert copies, "one passage shared by three articles"
    passages = {inputs[p["document"]]: p["text"] for p in copies[0]["passages"]}
    for name, words in evidence.items():
        assert words in passages[name]
    edits = {(e["from"], e["to"]) for r in dossier["reuse"] for e in r["edits"]}
    assert any({"et en Ukraine", "et la lutte contre le terrorisme"} == set(edit) for edit in edits), edits


def test_the_invitation_to_follow_is_a_template_of_the_outlet(dossiers: dict[str, Json]) -> None:
    templates = [r for r in dossiers["000"]["reuse"] if r["kind"] == "template"]
    assert any(p["text"].startswith("Suivez ") for r in templates for p in r["passages"])


# d. people


def person(dossier: Json, name: str) -> Json:
    found = [p for p in dossier["people"] if name in {n["text"] for n in p["names"]}]
    assert len(found) == 1, (name, [p["name"] for p in found])
    return found[0]


def spellings(entry: Json) -> set[str]:
    return {n["text"].casefold() for n in entry["names"]}


@pytest.mark.parametrize(
    ("story", "name", "also"),
    [
        (
            "000",
            "Donald Trump",
            ("Tramp", "Le républicain", "le président américain", "Le dirigeant américain"),
        ),
        ("000", "Sergueï Lavrov", ("Lavrov", "le chef de la diplomatie russe", "le diplomate russe")),
        ("000", "Rex Tillerson", ("Rex Tilerson", "son homologue")),
        ("000", "Barak Ompama", ("Obama",)),
        ("004", "Vladimir Poutine", ("le chef d'État russe",)),
        ("004", "Dmitri Peskov", ("le porte-parole du Président russe", "le porte-parole du Kremlin")),
    ],
)
def test_a_person_is_known_by_every_spelling_and_role(
    dossiers: dict[str, Json], story: str, name: str, also: tuple[str, ...]
) -> None:
    entry = person(dossiers[story], name)
    missing = [words for words in also if words.casefold() not in spellings(entry)]
    assert not missing, (missing, sorted(spellings(entry)))


def test_nobody_else_is_merged_with_them(dossiers: dict[str, Json]) -> None:
    surnames = (
        {"trump", "tramp"},
        {"lavrov"},
        {"tillerson", "tilerson"},
        {"obama", "ompama"},
        {"poutine"},
        {"peskov"},
    )
    for dossier in dossiers.values():
        for entry in dossier["people"]:
            held = {i for i, names in enumerate(surnames) for s in spellings(entry) if names & set(s.split())}
            assert len(held) <= 1, entry["name"]


def test_the_agency_and_the_house_are_known(dossiers: dict[str, Json]) -> None:
    named = {n["text"] for p in dossiers["000"]["people"] for n in p["names"]}
    assert {"Tass", "Maison Blanche", "Maison-Blanche"} <= named


# e. encounters


def encounter(dossier: Json, *people: str, status: str, **facts: str) -> Json:
    found = [
        e
        for e in dossier["encounters"]
        if e["status"] == status
        and {p["name"] for p in e["participants"]} >= set(people)
        and all(
            value.casefold() in json.dumps(e.get(slot), ensure_ascii=False).casefold()
            for slot, value in facts.items()
        )
    ]
    assert found, [
        (e["status"], [p["name"] for p in e["participants"]], e.get("place")) for e in dossier["encounters"]
    ]
    return found[0]


def test_the_six_encounters_are_found(dossiers: dict[str, Json]) -> None:
    main, later = dossiers["000"], dossiers["004"]
    encounter(main, "Donald Trump", "Sergueï Lavrov", status="held", place="Maison")
    encounter(main, "Sergueï Lavrov", "Rex Tillerson", status="held", place="Washington")
    encounter(main, "Vladimir Poutine", "Donald Trump", status="planned", place="G20")
    encounter(main, "Vladimir Poutine", "Donald Trump", status="held", channel="call")
    encounter(later, "Vladimir Poutine", "Donald Trump", status="planned", place="Argentine")
    encounter(later, "Vladimir Poutine", "Donald Trump", status="held", place="Paris")


def rows(dossier: Json, slot: str) -> list[Json]:
    return [c for c in dossier["comparisons"] if c["slot"] == slot]


def inputs_of(dossier: Json, documents: list[str]) -> set[str]:
    names = {a["document"]: number(a["input"]) for a in dossier["articles"]}
    return {names[d] for d in documents}


def test_both_durations_stand_with_their_authority_and_their_relation(dossiers: dict[str, Json]) -> None:
    (row,) = [r for r in rows(dossiers["000"], "duration") if len(r["positions"]) > 1]
    stated = {p["stated"]: p for p in row["positions"]}
    assert row["relation"] in ("differs", "contradicts")
    forty = next(p for words, p in stated.items() if "40" in words)
    assert any("heure" in words for words in stated)
    assert "Tass" in json.dumps(forty["authority"], ensure_ascii=False)


def test_the_doors_were_closed(dossiers: dict[str, Json]) -> None:
    assert any("huis clos" in p["stated"] for r in rows(dossiers["000"], "format") for p in r["positions"])


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("syri", {"000", "001", "003"}),
        ("ukrain", {"000", "001"}),
        ("terrorisme", {"003"}),
        ("relations", {"001", "003"}),
        ("zones", {"003"}),
    ],
)
def test_a_topic_raised_is_in_the_table(dossiers: dict[str, Json], words: str, articles: set[str]) -> None:
    found: set[str] = set()
    for row in rows(dossiers["000"], "topic"):
        for position in row["positions"]:
            if position["polarity"] == "asserted":
                for item in position["evidence"]:
                    if words in item["text"].casefold():
                        found |= inputs_of(dossiers["000"], [item["document"]])
    assert articles <= found, found


def test_sanctions_are_denied_by_two_independent_accounts_and_raised_by_none(
    dossiers: dict[str, Json],
) -> None:
    dossier = dossiers["000"]
    about = [
        (row, position)
        for row in rows(dossier, "topic")
        for position in row["positions"]
        if "sanction" in json.dumps(position["evidence"], ensure_ascii=False)
    ]
    denied = [p for _, p in about if p["polarity"] == "denied"]
    assert len(denied) == 1
    assert inputs_of(dossier, denied[0]["documents"]) == {"000", "003"}
    assert denied[0]["n_origins"] == 2
    assert not [p for _, p in about if p["polarity"] == "asserted"]


# f. divergences and agreements


def test_the_edited_copy_is_a_row_of_one_origin(dossiers: dict[str, Json]) -> None:
    (row,) = [
        r
        for r in rows(dossiers["000"], "copied passage")
        if any("Ukraine" in p["stated"] for p in r["positions"])
    ]
    assert row["relation"] == "edited copy"
    assert {p["stated"] for p in row["positions"]} == {"et en Ukraine", "et la lutte contre le terrorisme"}
    assert {p["n_origins"] for p in row["positions"]} == {1}


def test_the_purposes_of_the_visit_are_set_side_by_side(dossiers: dict[str, Json]) -> None:
    found = [r for r in rows(dossiers["000"], "purpose") if len(r["positions"]) > 1]
    assert found
    words = " ".join(e["text"] for r in found for p in r["positions"] for e in p["evidence"])
    assert "ingérence" in words
    assert "rencontrer" in words


@pytest.mark.parametrize(
    ("left", "right"), [("idéologie", "idéologisation"), ("effusion de sang", "violence")]
)
def test_a_remark_is_followed_in_other_words(dossiers: dict[str, Json], left: str, right: str) -> None:
    found = []
    for row in rows(dossiers["000"], "wording"):
        texts = [e["text"] for p in row["positions"] for e in p["evidence"]]
        if any(left in t for t in texts) and any(right in t for t in texts):
            found.append(row["relation"])
    assert found == ["reworded"]


def test_the_house_is_where_both_accounts_put_the_meeting(dossiers: dict[str, Json]) -> None:
    found = [
        inputs_of(dossiers["000"], p["documents"])
        for r in rows(dossiers["000"], "place")
        for p in r["positions"]
        if "Maison" in p["stated"]
    ]
    assert any({"000", "003"} <= articles for articles in found), found


@pytest.mark.parametrize("words", ["régime d'Assad", "Minsk"])
def test_two_accounts_of_the_communique_agree_and_go_back_to_it(
    dossiers: dict[str, Json], words: str
) -> None:
    dossier = dossiers["000"]
    for row in dossier["comparisons"]:
        evidence = [e for p in row["positions"] for e in p["evidence"] if words in e["text"]]
        if {"000", "001"} <= inputs_of(dossier, [e["document"] for e in evidence]):
            assert row["relation"] in ("agrees", "reworded", "refines"), row["relation"]
            return
    raise AssertionError(f"no row sets the two accounts of {words!r} side by side")


def test_the_communique_is_an_origin_of_two_articles(dossiers: dict[str, Json]) -> None:
    communiques = [o for o in dossiers["000"]["origins"] if o["kind"] == "communique"]
    assert any({"000", "001"} <= inputs_of(dossiers["000"], o["documents"]) for o in communiques), communiques


def test_nothing_is_said_that_no_article_says(dossiers: dict[str, Json], store: Path, tmp_path: Path) -> None:
    for dossier in dossiers.values():
        page = tmp_path / "page.html"
        recoupe("dossier", dossier["story"]["id"], "--html", str(page), store=store)
        shown = page.read_text("utf-8") + json.dumps(dossier, ensure_ascii=False)
        shown += recoupe("dossier", dossier["story"]["id"], store=store)
        assert "2017-05-10" not in shown
        assert "10 mai 2017" not in shown
        for row in rows(dossier, "first of its kind"):
            assert {p["n_origins"] for p in row["positions"]} <= {0, 1}


def test_every_evidence_is_the_text_at_its_place(
    dossiers: dict[str, Json], readings: dict[str, Json]
) -> None:
    texts = {r["document"]["id"]: r["document"]["text"] for r in readings.values()}

    def walk(node: Any) -> int:
        if isinstance(node, list):
            return sum(map(walk, node))
        if not isinstance(node, dict):
            return 0
        if {"document", "start", "end", "text"} <= node.keys():
            assert texts[node["document"]][node["start"] : node["end"]] == node["text"]
            return 1
        return sum(map(walk, node.values()))

    assert sum(walk(d) for d in dossiers.values()) > 100
