"""Stories gathered and parted by hand: what somebody says holds, whatever the texts say, and is undone."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_store import EXAMPLES, run
from recoupe.cli.main import run_command
from recoupe.engine.serial import SerialEngine
from recoupe.records import Record
from recoupe.records.accounts import Account
from recoupe.records.documents import Document
from recoupe.records.ledger import Correction, gathered, parted, without
from recoupe.records.stories import Claim, FoundStory, GatheredStory, Story
from recoupe.records.values import Reason
from recoupe.run import add, correct, corrections, forget, load_resources
from recoupe.run import run as run_line
from recoupe.settings import Settings
from recoupe.sources.inputs import read_inputs
from recoupe.stages.stage import Resources, Stage
from recoupe.stages.stories.assembled import Teller, assembled
from recoupe.stages.stories.by_hand import CLAIMS, GATHERED
from recoupe.stages.stories.memberships import MEMBERSHIPS
from recoupe.store.sqlite import open_store
from toy_line import dump

LINE = load_resources()


def found(*names: str, layers: Sequence[int] = (), near: Sequence[str] = ()) -> FoundStory:
    """Return a story found of documents "a" to "z", published on the 1st to the 26th day."""
    like = Reason("joined_like", (("document", names[0]), ("strength", "0.40"), ("n_names", "1")))
    tellers = [
        Teller(name, ord(name) - 96, ord(name) - 96, layer, (like,))
        for name, layer in zip(names, layers or (0,) * len(names), strict=True)
    ]
    related = tuple((name, Reason("near_miss", (("strength", "0.20"),))) for name in near)
    return assembled(tellers, related=related, thread=None)


def given_by(stage: Stage, records: Iterable[Record]) -> list[Record]:
    units: dict[str, list[Record]] = {}
    for record in sorted(records, key=lambda record: record.id):
        if type(record) in stage.needs:
            for unit in stage.units(record):
                units.setdefault(unit, []).append(record)
    resources = Resources({}, Settings())
    return [
        record
        for unit in sorted(units)
        if len(units[unit]) >= stage.min_members
        for record in stage.run(unit, tuple(units[unit]), resources)
    ]


def stories(*given: FoundStory | Correction) -> dict[str, Story]:
    """Return the stories that are left of those found, by the letters of their documents."""
    records: list[Record] = list(given)
    for stage in (CLAIMS, GATHERED, MEMBERSHIPS):
        records += given_by(stage, records)
    told = [record for record in records if type(record) is Story]
    return {"".join(story.document_ids): story for story in told if isinstance(story, Story)}


def codes(story: Story, name: str) -> list[str]:
    return [reason.code for reason in story.joined[story.document_ids.index(name)]]


def test_gathered_documents_are_one_story_and_the_reason_says_who_and_why() -> None:
    made = gathered(["c", "a"], author="Dana", reason="un seul incendie")
    (story,) = stories(found("a"), found("c"), made).values()
    assert story.document_ids == ("a", "c")
    (reason,) = story.joined[1]
    facts = dict(reason.facts)
    assert reason.code == "gathered_by_hand" and facts["document"] == "a"
    assert (facts["correction"], facts["by"], facts["because"]) == (made.id, "Dana", "un seul incendie")


def test_what_was_found_with_a_gathered_document_comes_along_and_says_with_which() -> None:
    told = stories(found("a", "b"), found("c", "d"), found("e"), gathered(["b", "d"]))
    assert told.keys() == {"abcd", "e"}
    story = told["abcd"]
    assert codes(story, "c") == ["found_together"]
    assert dict(story.joined[2][0].facts)["document"] == "d"
    assert codes(story, "d") == ["gathered_by_hand", "joined_like"]


def test_a_story_gathered_is_named_after_its_earliest_document_as_any_other() -> None:
    before = stories(found("a", "c"), found("b"))
    after = stories(found("a", "c"), found("b"), gathered(["b", "c"]))
    assert after["abc"].id == before["ac"].id


def test_a_document_taken_out_is_a_story_of_its_own_and_each_is_listed_with_the_other() -> None:
    told = stories(found("a", "b", "c", near=["x"]), parted("b", ["a", "c"], reason="un autre feu"))
    assert told.keys() == {"ac", "b"}
    assert [(name, reason.code) for name, reason in told["ac"].related] == [
        ("b", "parted_by_hand"),
        ("x", "near_miss"),
    ]
    assert told["b"].related[0][0] == "a"


def test_a_reason_that_names_the_document_taken_out_is_not_given_any_more() -> None:
    told = stories(found("a", "b", "c"), parted("a", ["b", "c"]))
    assert told.keys() == {"a", "bc"}
    assert codes(told["bc"], "c") == ["found_together"]


def test_what_somebody_keeps_apart_nobody_gathers() -> None:
    told = stories(found("a", "b"), found("c"), parted("b", ["a"]), gathered(["a", "b", "c"]))
    assert told.keys() == {"ac", "b"}


def test_a_document_moves_alone_when_it_is_taken_out_of_one_story_and_into_another() -> None:
    told = stories(found("a", "b"), found("c", "d"), parted("b", ["a"]), gathered(["b", "c", "d"]))
    assert told.keys() == {"a", "bcd"}


def test_a_document_of_a_source_that_floods_the_store_counts_when_it_is_gathered_by_itself() -> None:
    told = stories(found("a", "b", layers=(0, 1)), found("c"), gathered(["a", "c"]))
    assert told["abc"].layers == (0, 1, 0)


def test_only_the_stories_that_people_speak_of_are_told_anew() -> None:
    known = [found("a", "b"), found("c"), found("d", "e"), gathered(["a", "c"])]
    claims = given_by(CLAIMS, known)
    assert {claim.document_id for claim in claims if isinstance(claim, Claim)} == {"a", "c"}
    (made,) = given_by(GATHERED, claims)
    assert isinstance(made, GatheredStory)
    assert made.instead_of == tuple(sorted((known[0].id, known[1].id)))


def test_a_story_of_which_many_documents_are_named_is_told_of_once() -> None:
    many = [f"m{i:03}" for i in range(300)]
    big = assembled([Teller(name, 1, 1, 0, ()) for name in many], related=(), thread=None)
    known = [big, found("a"), gathered(["a", *many])]
    assert len(given_by(CLAIMS, known)) == 2
    (story,) = stories(*known).values()
    assert len(story.document_ids) == 301


def test_a_correction_of_documents_that_are_not_there_changes_nothing() -> None:
    known = [found("a", "b"), found("c")]
    assert stories(*known, gathered(["a", "z"]), parted("z", ["a"]), parted("a", ["y"])) == stories(*known)


def test_what_is_forgotten_leaves_the_others_of_a_correction_as_they_were_said_to_be() -> None:
    three = gathered(["a", "b", "c"], author="Dana", reason="un feu")
    assert without(three, {"x"}) is three
    assert without(three, {"b"}) == gathered(["a", "c"], author="Dana", reason="un feu")
    assert without(three, {"a", "b"}) is None
    assert without(parted("b", ["a", "c"]), {"a"}) == parted("b", ["c"])
    assert without(parted("b", ["a", "c"]), {"b"}) is None


LETTERS = "abcdefgh"
PARTITIONS = st.lists(st.integers(0, 3), min_size=len(LETTERS), max_size=len(LETTERS))
SAID = st.lists(
    st.tuples(st.booleans(), st.lists(st.sampled_from(LETTERS), min_size=2, max_size=4, unique=True)),
    max_size=5,
)


@settings(max_examples=80, deadline=None)
@given(PARTITIONS, SAID, st.randoms())
def test_whatever_is_said_each_document_is_in_one_story_and_what_is_kept_apart_is_apart(
    places: list[int], said: list[tuple[bool, list[str]]], chance: Any
) -> None:
    known: list[FoundStory | Correction] = [
        found(*(name for name, at in zip(LETTERS, places, strict=True) if at == place))
        for place in sorted(set(places))
    ]
    made = [gathered(names) if together else parted(names[0], names[1:]) for together, names in said]
    told = stories(*known, *made)
    assert sorted("".join(told)) == sorted(LETTERS)
    home = {name: letters for letters in told for name in letters}
    for each in made:
        if each.action == "part":
            assert not {*each.documents[1:]} & {*home[each.documents[0]]}
    if not any(each.action == "part" for each in made):
        assert all(len({home[name] for name in each.documents}) == 1 for each in made)
    chance.shuffle(made)
    assert stories(*known, *made) == told


# ── through the store

FERRY, PAGE = "10-radio-nord-ferry.txt", "11-la-gazette-ferry.html"


def path_of(name: str) -> str:
    return str(EXAMPLES / name)


def filled(path: Path, names: Iterable[str], made: Iterable[Correction] = ()) -> None:
    with open_store(path) as store:
        correct(store, made)
        for name in names:
            add(store, read_inputs([path_of(name)], stdin=io.BytesIO()))
            run_line(store, SerialEngine(), LINE)


def content(path: Path) -> bytes:
    with open_store(path, write=False) as store:
        return dump(store)


def ids_of(path: Path) -> dict[str, str]:
    with open_store(path, write=False) as store:
        return {Path(d.input).name: d.id for d in store.scan(Document) if isinstance(d, Document)}


def told(path: Path, capfd: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capfd.readouterr()
    assert run(path, "--quiet", *words, "--json") == 0
    shown: dict[str, Any] = json.loads(capfd.readouterr().out)
    return shown


def plain(text: str) -> str:
    """Return a text with common spaces for those of French typography."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def handle(letter: str, record_id: str) -> str:
    return letter + record_id.rpartition("_")[2][2:10]


def talks_of(path: Path, capfd: pytest.CaptureFixture[str]) -> str:
    """Return the handle of the story that the first two examples tell."""
    stories = told(path, capfd, "stories", "--about", "Maurel")["stories"]
    return str(stories[0]["handle"])


NAMES = ("01-avp.txt", "04-radio-nord.txt", FERRY, PAGE)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("by_hand") / "s.sqlite"
    filled(path, NAMES)
    return path


@pytest.fixture
def store(example: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(example, tmp_path / "s.sqlite"))


def test_gathering_and_parting_are_shown_where_the_story_is_and_undone_without_a_trace(
    store: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = content(store)
    talks = talks_of(store, capfd)
    said = ("--by", "Dana", "--because", "même journée")
    (done,) = told(store, capfd, "correct", talks, "--with", path_of(FERRY), *said)["corrections"]
    assert (done["action"], done["state"], done["by"]) == ("gather", "in force", "Dana")
    dossier = told(store, capfd, "dossier", talks)
    assert dossier["story"]["n_articles"] == 4
    assert dossier["story"]["by_hand"][0]["because"] == "même journée"
    (out,) = told(store, capfd, "correct", talks, "--without", path_of("04-radio-nord.txt"))["corrections"]
    assert (out["action"], out["state"]) == ("part", "in force")
    assert told(store, capfd, "dossier", talks)["story"]["n_articles"] == 3
    listed = told(store, capfd, "correct", "--list")["corrections"]
    assert {(each["action"], each["state"]) for each in listed} == {
        ("gather", "opposed"),
        ("part", "in force"),
    }
    told(store, capfd, "correct", "--undo", handle("C", out["id"]), "--undo", done["id"])
    assert content(store) == before


def test_the_screen_and_the_page_say_what_was_said_by_hand(
    store: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    talks = talks_of(store, capfd)
    said = ("--by", "Dana", "--because", "un jour")
    run(store, "--quiet", "correct", talks, "--with", path_of(FERRY), *said)
    shown = plain(capfd.readouterr().out)
    assert "Une seule histoire : A" in shown and "Dana · « un jour »" in shown
    assert "Un dossier : recoupe dossier S" in shown
    page = tmp_path / "page.html"
    for language, line, listed in (
        ("fr", "Réunis à la main : A1, A3, A4 · Dana · « un jour »", "à la main"),
        ("en", "Gathered by hand: A1, A3, A4 · Dana · “un jour”", "by hand"),
    ):
        words = ["--store", str(store), "--lang", language, "dossier", talks]
        assert run_command(words) == 0
        assert line in plain(capfd.readouterr().out)
        run_command(["--store", str(store), "--lang", language, "stories"])
        assert listed in " ".join(plain(capfd.readouterr().out).split())
        assert run_command([*words, "--html", str(page)]) == 0
        assert line in plain(page.read_text("utf-8"))
        capfd.readouterr()


def test_what_is_said_before_after_or_between_the_articles_gives_the_same_bytes(
    tmp_path: Path, store: Path
) -> None:
    ids = ids_of(store)
    made = [
        gathered([ids["01-avp.txt"], ids[FERRY], ids[PAGE]]),
        parted(ids["04-radio-nord.txt"], [ids["01-avp.txt"]]),
    ]
    with open_store(store) as opened:
        correct(opened, made)
        report = run_line(opened, SerialEngine(), LINE)
        assert sum(each.computed for each in report.stages if each.stage in ("read", "reuse", "grouped")) == 0
    filled(tmp_path / "early.sqlite", NAMES[::-1], made)
    assert content(tmp_path / "early.sqlite") == content(store)


def test_forgetting_an_article_leaves_the_store_as_if_it_had_never_been_gathered(
    tmp_path: Path, store: Path
) -> None:
    ids = ids_of(store)
    kept = [ids["01-avp.txt"], ids[PAGE]]
    with open_store(store) as opened:
        correct(
            opened, [gathered([*kept, ids[FERRY]]), parted(ids["04-radio-nord.txt"], [ids[FERRY], kept[0]])]
        )
        run_line(opened, SerialEngine(), LINE)
        document = opened.get(ids[FERRY])
        assert isinstance(document, Document)
        forget(opened, SerialEngine(), LINE, capture_ids=document.capture_ids)
        left = corrections(opened)
        assert {*left} == {gathered(kept), parted(ids["04-radio-nord.txt"], kept[:1])}
    filled(tmp_path / "never.sqlite", [name for name in NAMES if name != FERRY], left)
    assert content(tmp_path / "never.sqlite") == content(store)


TEXT = (
    "Le barrage de Sarvel a cédé lundi à l'aube, et trois cents habitants de la vallée ont été évacués par "
    "les pompiers, a annoncé la préfète Anne Morvan devant la presse réunie à Sarvel."
)


def test_gathered_articles_of_far_days_are_compared_and_their_copies_found(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, day in (("un", "2031-02-03"), ("deux", "2031-06-30")):
        article = {"outlet": name, "published": day, "text": f"{TEXT} C'est ce que {name} a appris."}
        (tmp_path / f"{name}.json").write_text(json.dumps(article), "utf-8")
    paths = [str(tmp_path / "un.json"), str(tmp_path / "deux.json")]
    store = tmp_path / "s.sqlite"
    added = told(store, capfd, "add", "--one-story", *paths)
    assert told(store, capfd, "dossier")["story"]["id"] == added["story"]
    with open_store(store, write=False) as opened:
        accounts = [a for a in opened.scan(Account) if isinstance(a, Account)]
    assert len(accounts) == 2 and all(account.reuse for account in accounts)


def test_ten_collected_files_go_to_the_table_by_one_command(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = tmp_path / "s.sqlite"
    words = [path_of(name) for name in NAMES]
    assert run(store, "--quiet", "add", "--one-story", *words) == 0
    first = capfd.readouterr().out
    assert "Réunis à la main" in first and "A1, A2, A3, A4" in first and "Fait" in first
    assert run(store, "--quiet", "dossier") == 0
    assert first.endswith(capfd.readouterr().out)
    assert run(store, "--quiet", "add", "--one-story", words[0]) == 0
    assert len(told(store, capfd, "correct", "--list")["corrections"]) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--with", "Affff"), 5),
        (("--with", "Sffff"), 5),
        (("--with", path_of("01-avp.txt")), 2),
        (("--without", path_of(FERRY)), 2),
        (("--without", path_of("01-avp.txt"), "--without", path_of("04-radio-nord.txt")), 2),
    ],
)
def test_what_is_no_article_or_says_nothing_is_refused_and_changes_nothing(
    store: Path, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], code: int
) -> None:
    before = content(store)
    talks = talks_of(store, capfd)
    assert run(store, "--quiet", "correct", talks, *words) == code
    assert capfd.readouterr().err
    assert content(store) == before
