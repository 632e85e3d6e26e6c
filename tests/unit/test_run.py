"""The runner: what is computed, what a crash leaves, what an interruption keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.errors import UnitsFailed
from recoupe.records import Record
from recoupe.records.documents import Capture, Document
from recoupe.records.findings import Reading
from recoupe.records.ids import body_digest, make_id
from recoupe.records.ledger import Correction, Issue
from recoupe.run import AddReport, Progress, RunReport, add, forget, load_resources, run, stage_version
from recoupe.settings import Settings
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.store.sqlite import SqliteStore, open_store
from shuffling_engine import ShufflingEngine
from toy_line import READ, RESOURCES, TOY_STAGES, capture, dump

TEXTS = ["le chat dort", "le chien dort. la nuit tombe", "rien de commun ici", "un autre sujet"]
CAPTURES = [capture(f"{number}.txt", text) for number, text in enumerate(TEXTS)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with open_store(tmp_path / "s.sqlite") as made:
        yield made


def ran(store: SqliteStore, stages: tuple[Stage, ...] = TOY_STAGES) -> RunReport:
    return run(store, SerialEngine(), RESOURCES, stages=stages)


def computed(report: RunReport) -> dict[str, int]:
    return {stage.stage: stage.computed for stage in report.stages if stage.computed}


def _read_calmly(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    (document,) = members
    assert isinstance(document, Document)
    return READ.run(unit, (msgspec.structs.replace(document, text="calm"),), resources)


def _count(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    """Tell how often a unit has been run, as far as its notes know."""
    noted = [int(member.code) for member in members if isinstance(member, Issue)]
    yield Issue(make_id("issue", unit), unit, None, "count", str(sum(noted) + 1), ())


def test_a_unit_is_given_the_notes_that_it_left_until_the_version_is_another(store: SqliteStore) -> None:
    def noted(version: str) -> list[str]:
        count = Stage("count", (Capture,), (Issue,), version, lambda _: ("all",), _count, notes=Issue)
        ran(store, (count,))
        return [issue.code for issue in store.scan(Issue) if isinstance(issue, Issue)]

    found = []
    for one, version in zip(CAPTURES, ("1", "1", "2", "2"), strict=True):
        add(store, [one])
        found += noted(version)
    assert found == ["1", "2", "1", "2"]


def test_articles_given_twice_change_nothing(store: SqliteStore) -> None:
    assert add(store, [*CAPTURES, CAPTURES[0]]) == AddReport(new=4, known=1, refused=0)
    ran(store)
    before = dump(store)
    assert add(store, CAPTURES) == AddReport(new=0, known=4, refused=0)
    assert ran(store).computed == 0
    assert dump(store) == before


def test_refused_captures_are_counted_and_kept(store: SqliteStore) -> None:
    refused = Capture(make_id("cap", "x"), "x.pdf", "text/plain", None, None, body_digest(b""), b"", "pdf")
    assert add(store, [refused]) == AddReport(new=0, known=0, refused=1)
    assert add(store, [refused]) == AddReport(new=0, known=0, refused=1)
    assert store.get(refused.id) == refused


def test_one_more_article_is_all_that_is_read(store: SqliteStore) -> None:
    add(store, CAPTURES)
    ran(store)
    add(store, [capture("new.txt", "encore un chat")])
    done = computed(ran(store))
    assert (done["clean"], done["read"], done["passages"]) == (1, 1, 1)
    assert done["reuse"] == 2, "the fingerprints 'chat' and 'un' are shared with another article"


def test_a_new_version_of_a_stage_computes_it_and_what_changed_behind_it(store: SqliteStore) -> None:
    add(store, CAPTURES)
    ran(store)
    upgraded = tuple(replace(s, version="2") if s.name == "passages" else s for s in TOY_STAGES)
    report = run(store, SerialEngine(), RESOURCES, stages=upgraded)
    assert computed(report) == {"passages": 4}, "the same passages come out, so nothing behind moves"


def test_other_settings_or_packs_are_another_version() -> None:
    other_settings = Resources({}, replace(Settings(), clean=replace(Settings().clean, max_body_bytes=5)))
    with_packs = load_resources()
    versions = {stage_version(READ, each) for each in (RESOURCES, other_settings, with_packs)}
    assert len(versions) == 3
    assert stage_version(READ, load_resources()) == stage_version(READ, with_packs)


def test_a_crashed_unit_is_told_and_the_others_are_done(store: SqliteStore) -> None:
    bad = capture("bad.txt", "ceci crash la lecture")
    add(store, [*CAPTURES, bad])
    with pytest.raises(UnitsFailed, match="'read' crashed on 1") as caught:
        ran(store)
    document = make_id("doc", bad.body_digest)
    assert (caught.value.stage, caught.value.units) == ("read", (document,))
    (failure,) = caught.value.facts["report"].failures  # type: ignore[attr-defined]
    assert "the toy reader does not like this text" in failure.trace
    assert {reading.document_id for reading in store.scan(Reading)} == {  # type: ignore[union-attr]
        make_id("doc", each.body_digest) for each in CAPTURES
    }


def test_the_next_run_does_only_what_is_missing(store: SqliteStore) -> None:
    add(store, [*CAPTURES, capture("bad.txt", "ceci crash la lecture")])
    for _ in range(2):
        with pytest.raises(UnitsFailed) as caught:
            ran(store)
    assert computed(caught.value.facts["report"]) == {"read": 1}  # type: ignore[arg-type]


def test_the_old_output_of_a_unit_that_crashes_now_is_gone(store: SqliteStore) -> None:
    add(store, [capture("bad.txt", "ceci crash la lecture")])
    calm = tuple(replace(s, version="2", run=_read_calmly) if s is READ else s for s in TOY_STAGES)
    run(store, SerialEngine(), RESOURCES, stages=calm)
    assert len(list(store.scan(Reading))) == 1
    with pytest.raises(UnitsFailed):
        ran(store)
    assert list(store.scan(Reading)) == []


def test_a_unit_that_kills_its_process_is_told_and_the_others_are_done(store: SqliteStore) -> None:
    add(store, [*CAPTURES, capture("bad.txt", "ceci va die vite")])
    engine = ProcessEngine(2, at_home_s=0)
    with pytest.raises(UnitsFailed, match="'read' crashed on 1"):
        run(store, engine, RESOURCES, stages=TOY_STAGES)
    engine.close()
    assert len(list(store.scan(Reading))) == len(CAPTURES)


def test_a_stage_that_gives_what_it_does_not_declare_fails(store: SqliteStore) -> None:
    add(store, CAPTURES)
    with pytest.raises(UnitsFailed) as caught:
        ran(store, (replace(TOY_STAGES[0], gives=(Reading,)),))
    assert "which it does not declare" in caught.value.facts["report"].failures[0].trace  # type: ignore[attr-defined]


def test_an_interrupted_run_keeps_what_was_done(store: SqliteStore) -> None:
    def interrupt(progress: Progress) -> None:
        if progress.stage == "read" and progress.done == 3:
            raise KeyboardInterrupt

    add(store, CAPTURES)
    with pytest.raises(KeyboardInterrupt):
        run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES, progress=interrupt)
    assert len(list(store.scan(Reading))) == 3
    assert computed(ran(store))["read"] == 1


def test_progress_counts_to_the_total(store: SqliteStore) -> None:
    seen: list[Progress] = []
    add(store, CAPTURES)
    run(store, ShufflingEngine(1), RESOURCES, stages=TOY_STAGES, progress=seen.append)
    assert [each for each in seen if each.stage == "clean"] == [
        Progress("clean", n, 4, 0) for n in range(1, 5)
    ]


def test_forgetting_what_is_not_there_changes_nothing(store: SqliteStore) -> None:
    add(store, CAPTURES)
    ran(store)
    report = forget(store, SerialEngine(), RESOURCES, capture_ids=["cap_unknown"], stages=TOY_STAGES)
    assert report.computed == 0


def test_each_stage_needs_only_what_comes_before_it() -> None:
    there: set[type] = {Capture, Correction}
    for stage in STAGES:
        missing = set(stage.needs) - there
        assert not missing, f"{stage.name} needs {missing} before it is there"
        there |= set(stage.gives)
    assert len({stage.name for stage in STAGES}) == len(STAGES)
