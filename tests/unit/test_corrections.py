"""Corrections: a merge rejected, names joined, either undone; nothing else moves, and nothing breaks."""

from __future__ import annotations

import io
import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from example_store import EXAMPLES, filled, run
from reading_names import PACK
from recoupe.engine.serial import SerialEngine
from recoupe.records.accounts import Account, Entity
from recoupe.records.documents import Capture, Document
from recoupe.records.ledger import Correction, correction, merge_id
from recoupe.records.spans import Anchor, Span, anchor
from recoupe.run import add, correct, corrections, forget, load_resources
from recoupe.run import run as run_line
from recoupe.settings import Settings
from recoupe.sources.inputs import read_inputs
from recoupe.stages.people.people import PEOPLE
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import open_store
from told_accounts import Told, account_of
from toy_line import dump

RESOURCES = Resources({"fr": PACK}, Settings())
LINE = load_resources()
TEXTS = (
    "Paul Vaurien, maire de Brumeval, a parlé. Le maire de Brumeval a insisté.",
    "Paul Vaurien a répondu lundi. Anna Delmas l'a dit à Brumeval.",
    "M. Vaurien a refusé. Selon Anna Delmas, les gens de Brumeval attendront.",
    "Le maire de Brumeval a refusé. Anna Delmas aussi.",
)


def place(number: int, words: str) -> Anchor:
    start = TEXTS[number].index(words)
    return anchor(f"doc_{number}", TEXTS[number], Span(start, start + len(words)))


def people(*made: Correction, texts: tuple[str, ...] = TEXTS) -> list[Entity]:
    accounts = [account_of(Told(text), number) for number, text in enumerate(texts)]
    told = tuple(structs.replace(account, corrections=made) for account in accounts)
    return [e for e in PEOPLE.run("story_test", told, RESOURCES) if isinstance(e, Entity)]


def named_at(entities: list[Entity], where: Anchor) -> Entity:
    (found,) = [
        e for e in entities for s in e.spellings for a in s.anchors if a.span == where.span and a == where
    ]
    return found


VAURIEN = [place(0, "Paul Vaurien"), place(1, "Paul Vaurien"), place(2, "Vaurien")]
MAYOR = place(3, "Le maire de Brumeval")
TOWN = [place(1, "Brumeval"), place(2, "Brumeval")]


def test_without_a_correction_all_of_these_are_one() -> None:
    assert len({named_at(people(), where).id for where in (*VAURIEN, MAYOR)}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [(VAURIEN[0], VAURIEN[1]), (VAURIEN[0], VAURIEN[2]), (VAURIEN[0], MAYOR), (TOWN[0], TOWN[1])],
    ids=("same name", "surname", "office", "place"),
)
def test_a_rejected_merge_keeps_the_two_apart_and_says_so(one: Anchor, other: Anchor) -> None:
    before, after = people(), people(correction("split", one, other))
    assert named_at(before, one).id == named_at(before, other).id
    left, right = named_at(after, one), named_at(after, other)
    assert left.id != right.id
    assert [r.code for r in left.kept_apart] == [r.code for r in right.kept_apart] == ["kept_apart"]


def test_names_joined_by_hand_are_one_with_that_reason() -> None:
    delmas = place(3, "Anna Delmas")
    made = correction("merge", VAURIEN[0], delmas, author="Dana")
    one = named_at(people(made), delmas)
    assert one.id == named_at(people(made), VAURIEN[2]).id
    assert "joined_by_hand" in [merge.code for merge in one.merges]
    assert len(one.merges) == len(one.member_ids) - 1


def test_who_is_kept_apart_is_not_joined_by_another_correction() -> None:
    split = correction("split", VAURIEN[0], VAURIEN[1])
    after = people(split, correction("merge", VAURIEN[1], VAURIEN[0]))
    assert named_at(after, VAURIEN[0]).id != named_at(after, VAURIEN[1]).id


def test_a_correction_holds_when_a_reading_moves_the_end_of_a_name() -> None:
    wider = Span(VAURIEN[1].span.start, VAURIEN[1].span.end + 2)
    made = correction("split", VAURIEN[0], anchor("doc_1", TEXTS[1], wider))
    assert named_at(people(made), VAURIEN[0]).id != named_at(people(made), VAURIEN[1]).id


def test_a_correction_that_fits_nothing_changes_nothing() -> None:
    nowhere = anchor("doc_9", "Rien ici.", Span(0, 4))
    no_name = place(0, "parlé")
    for made in (correction("split", VAURIEN[0], nowhere), correction("merge", VAURIEN[0], no_name)):
        assert people(made) == people()


def test_the_same_two_places_make_one_correction_and_one_merge_id() -> None:
    one, other = VAURIEN[:2]
    assert correction("split", one, other) == correction("split", other, one)
    assert correction("split", one, other).id != correction("merge", one, other).id
    assert merge_id((one, other)) == merge_id((other, one))


PLACES = [*VAURIEN, MAYOR, *TOWN, place(1, "Anna Delmas"), place(2, "Anna Delmas"), place(3, "Anna Delmas")]
PAIRS = list(combinations(PLACES, 2))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["split", "merge"]), st.sampled_from(PAIRS)), max_size=6), st.randoms()
)
def test_whatever_is_corrected_splits_hold_and_nobody_is_lost(wanted: Any, chance: Any) -> None:
    made = [correction(action, *pair) for action, pair in wanted]
    after = people(*made)
    for each in made:
        if each.action == "split" and each.places[0].document_id != each.places[1].document_id:
            assert named_at(after, each.places[0]).id != named_at(after, each.places[1]).id
    assert sorted(m for e in after for m in e.member_ids) == sorted(m for e in people() for m in e.member_ids)
    chance.shuffle(made)
    assert people(*made) == after


# ── through the store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("corrections"))


def told(store: Path, capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capfd.readouterr()
    assert run(store, "--quiet", "correct", *words, "--json") == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def richest(store: Path, capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    run(store, "stories", "--json")
    return str(json.loads(capfd.readouterr().out)["stories"][0]["handle"])


def content(store: Path) -> bytes:
    with open_store(store, write=False) as opened:
        return dump(opened)


def handle(letter: str, record_id: str) -> str:
    return letter + record_id.rpartition("_")[2][2:10]


def merge_of(found: dict[str, Any], words: str) -> dict[str, Any]:
    return next(m for person in found["people"] for m in person["merges"] if words in m["why"])


def test_each_shown_merge_can_be_rejected_and_the_undone_store_is_as_before(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before, story = content(store), richest(store, capfd)
    merge = merge_of(told(store, capfd, story), "Clara Morel")
    made = told(store, capfd, story, "--apart", handle("M", merge["id"]), "--because", "deux sœurs")
    (done,) = made["corrections"]
    assert (done["action"], done["state"], done["because"]) == ("split", "in force", "deux sœurs")
    after = told(store, capfd, story)
    assert merge["id"] not in [m["id"] for person in after["people"] for m in person["merges"]]
    assert [p["name"] for p in after["people"] if p["kept_apart"]] == ["Claire Maurel", "Clara Morel"]
    assert told(store, capfd, "--undo", handle("C", done["id"]))["undone"] == [done["id"]]
    assert content(store) == before


def test_names_can_be_joined_and_the_undone_store_is_as_before(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before, story = content(store), richest(store, capfd)
    names = {p["name"]: handle("E", p["entity"]) for p in told(store, capfd, story)["people"]}
    (done,) = told(store, capfd, story, "--join", names["hôtel de la Marine"], names["hôtel de Marine"])[
        "corrections"
    ]
    assert "hôtel de Marine" not in [p["name"] for p in told(store, capfd, story)["people"]]
    told(store, capfd, "--undo", done["id"])
    assert content(store) == before


def test_a_correction_that_another_opposes_is_listed_as_idle(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    story = richest(store, capfd)
    merge = merge_of(told(store, capfd, story), "Clara Morel")
    told(store, capfd, story, "--apart", handle("M", merge["id"]))
    names = {p["name"]: handle("E", p["entity"]) for p in told(store, capfd, story)["people"]}
    (joined,) = told(store, capfd, story, "--join", names["Claire Maurel"], names["Clara Morel"])[
        "corrections"
    ]
    assert joined["state"] == "opposed"
    capfd.readouterr()
    assert run(store, "correct", "--list") == 0
    assert "sans effet" in capfd.readouterr().out
    ids = [each["id"] for each in told(store, capfd, "--list")["corrections"]]
    told(store, capfd, *(word for each in ids for word in ("--undo", each)))
    assert told(store, capfd, "--list")["corrections"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--apart", "Mffff"), 5),
        (("--join", "Effff", "E0000"), 5),
        (("--undo", "Cffff"), 5),
        (("--undo", "x"), 5),
        (("--list", "--apart", "Mffff"), 2),
    ],
)
def test_what_names_nothing_is_refused_and_changes_nothing(
    store: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    before, story = content(store), richest(store, capfd)
    stated = () if "--undo" in words or "--list" in words else (story,)
    capfd.readouterr()
    assert run(store, "--quiet", "correct", *stated, *words) == code
    assert capfd.readouterr().err
    assert content(store) == before


def test_one_name_is_not_joined_with_itself(store: Path, capfd: pytest.CaptureFixture[str]) -> None:
    story = richest(store, capfd)
    name = handle("E", told(store, capfd, story)["people"][0]["entity"])
    assert run(store, "--quiet", "correct", story, "--join", name, name) == 2


def test_the_screen_shows_each_merge_with_its_handle_and_reason(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    story = richest(store, capfd)
    merge = merge_of(told(store, capfd, story), "Clara Morel")
    capfd.readouterr()
    assert run(store, "correct", story) == 0
    shown = capfd.readouterr().out
    (line,) = [line for line in shown.splitlines() if handle("M", merge["id"])[:5] in line]
    assert merge["why"].split(",")[0] in line


def given_files(files: list[Path]) -> list[Capture]:
    return list(read_inputs([str(file) for file in files], stdin=io.BytesIO()))


def in_order(folder: Path, files: list[Path], made: list[Correction], *, early: bool) -> bytes:
    with open_store(folder) as opened:
        if early:
            correct(opened, made)
        for file in files:
            add(opened, given_files([file]))
            run_line(opened, SerialEngine(), LINE)
        if not early:
            correct(opened, made)
            run_line(opened, SerialEngine(), LINE)
        return dump(opened)


def test_a_correction_gives_the_same_bytes_before_and_after_its_articles(tmp_path: Path) -> None:
    files = sorted(EXAMPLES.glob("0[1-3]*"))
    with open_store(tmp_path / "first.sqlite") as opened:
        add(opened, given_files(files))
        run_line(opened, SerialEngine(), LINE)
        found = [e for e in opened.scan(Entity) if isinstance(e, Entity) and e.merges]
        made = [correction("split", *found[0].merges[0].anchors)]
        changed = correct(opened, made)
        report = run_line(opened, SerialEngine(), LINE)
        expected = dump(opened)
        assert corrections(opened) == tuple(made) and changed == (made[0].id,)
        computed = {stage.stage: stage.computed for stage in report.stages}
        assert (computed["read"], computed["accounts"], computed["people"]) == (0, 2, 1)
    assert in_order(tmp_path / "early.sqlite", files[::-1], made, early=True) == expected
    assert in_order(tmp_path / "late.sqlite", files[::-1], made, early=False) == expected


def test_forgetting_an_article_drops_the_corrections_that_cite_it(tmp_path: Path) -> None:
    captures = given_files(sorted(EXAMPLES.glob("0[1-3]*")))
    with open_store(tmp_path / "s.sqlite") as opened:
        add(opened, captures)
        run_line(opened, SerialEngine(), LINE)
        documents = {d.id: d for d in opened.scan(Document) if isinstance(d, Document)}
        accounts = [a for a in opened.scan(Account) if isinstance(a, Account)]
        places = [
            a.cast[0].spellings[0][3] for a in sorted(accounts, key=lambda a: documents[a.document_id].input)
        ]
        cites, stays = correction("merge", places[0], places[1]), correction("merge", places[1], places[2])
        correct(opened, [cites, stays])
        run_line(opened, SerialEngine(), LINE)
        gone = documents[places[0].document_id]
        forget(opened, SerialEngine(), LINE, capture_ids=gone.capture_ids)
        assert corrections(opened) == (stays,)
        after = dump(opened)
    with open_store(tmp_path / "never.sqlite") as opened:
        add(opened, [capture for capture in captures if capture.id not in gone.capture_ids])
        correct(opened, [stays])
        run_line(opened, SerialEngine(), LINE)
        assert dump(opened) == after
