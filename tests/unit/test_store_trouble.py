"""A store that cannot be used says why, where and what to do; nothing that was written is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from recoupe.engine.serial import SerialEngine
from recoupe.errors import (
    NothingFound,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
)
from recoupe.run import add, run
from recoupe.store.check import check_store
from recoupe.store.contract import INPUTS, Output
from recoupe.store.schema import SCHEMA_VERSION, journal_mode
from recoupe.store.sqlite import open_store
from toy_line import RESOURCES, TOY_STAGES, capture, dump

TESTS = Path(__file__).resolve().parents[1]
CAPTURES = [capture(f"{number}.txt", f"le texte {number}. la fin {number % 3}") for number in range(9)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with nine articles in it."""
    where = tmp_path / "folder" / "s.sqlite"
    with open_store(where) as store:
        add(store, CAPTURES)
        run(store, SerialEngine(), RESOURCES, stages=TOY_STAGES)
    return where


def alter(path: Path, statement: str) -> None:
    connection = apsw.Connection(str(path))
    connection.execute(statement)
    connection.close()


def test_what_is_given_waits_for_the_disk_and_results_do_only_without_a_log(path: Path) -> None:
    full, normal = 2, 1
    with open_store(path) as store:
        has_log = store.connection.execute("PRAGMA journal_mode").get == "wal"
        for stage, waits in (("", full), ("read", normal if has_log else full), ("", full)):
            store.replace(stage, [])
            assert store.connection.execute("PRAGMA synchronous").get == waits


def test_the_folder_of_a_new_store_is_made(path: Path) -> None:
    assert path.is_file()


def test_a_second_writer_is_told_which_process_writes(path: Path) -> None:
    with open_store(path), pytest.raises(StoreLocked, match=str(os.getpid())) as caught:
        open_store(path)
    assert caught.value.path == path
    open_store(path).close()


def test_the_lock_of_a_killed_process_does_not_stay(path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from recoupe.store.sqlite import open_store;"
        "store = open_store(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script, str(path)], check=False)
    assert killed.returncode == -9
    open_store(path).close()


def test_readers_go_on_while_somebody_writes_and_see_the_store_as_it_was(path: Path) -> None:
    with open_store(path) as writer, open_store(path, write=False) as reader:
        before = dump(reader)
        add(writer, [capture("new.txt", "un texte nouveau")])
        assert dump(reader) == before
        assert dump(writer) != before


def test_a_reader_cannot_write(path: Path) -> None:
    with open_store(path, write=False) as reader, pytest.raises(StoreReadOnly, match="read only"):
        add(reader, CAPTURES)


def test_reading_a_store_that_is_not_there_says_how_to_fill_one(tmp_path: Path) -> None:
    with pytest.raises(NothingFound, match="recoupe add"):
        open_store(tmp_path / "none.sqlite", write=False)


def test_a_store_of_a_newer_version_is_left_alone(path: Path) -> None:
    alter(path, f"PRAGMA user_version={SCHEMA_VERSION + 1}")
    before = path.read_bytes()
    for write in (True, False):
        with pytest.raises(StoreTooNew, match=f"version {SCHEMA_VERSION + 1}"):
            open_store(path, write=write)
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [True, False])
def test_a_file_that_is_no_database_is_damaged(tmp_path: Path, write: bool) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(b"This is a letter, not a store. " * 200)
    with pytest.raises(StoreDamaged, match=r"s\.sqlite"):
        open_store(path, write=write)
    assert path.read_bytes().startswith(b"This is a letter")


def test_a_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "s.sqlite"
    alter(path, "CREATE TABLE music(title)")
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="not a store of Recoupe"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_store_cut_short_is_damaged(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    with pytest.raises(StoreDamaged, match="keep a copy"), open_store(path) as store:
        dump(store)


def test_a_directory_in_the_place_of_the_store_is_an_error_of_the_store(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").mkdir()
    with pytest.raises(StoreError, match=r"s\.sqlite"):
        open_store(tmp_path / "s.sqlite")


def test_a_changed_record_is_found_by_the_check(path: Path) -> None:
    assert check_store(path).problems == ()
    alter(path, "UPDATE record SET body = CAST(body || x'00' AS BLOB) WHERE seq = 3")
    (problem,) = check_store(path).problems
    assert "is not what was written" in problem


def test_a_record_that_cannot_be_decoded_names_itself(path: Path) -> None:
    name = CAPTURES[0].id
    alter(path, f"UPDATE record SET body = x'c1' WHERE id = '{name}'")
    with open_store(path, write=False) as store, pytest.raises(StoreDamaged, match=name):
        store.get(name)


def test_the_check_counts_what_is_there_and_what_waits(path: Path) -> None:
    health = check_store(path)
    assert dict(health.counts)["Capture"] == len(CAPTURES)
    assert health.waiting == 0
    with open_store(path) as store:
        store.replace(INPUTS, [Output(CAPTURES[0].id, "", ())])
    assert check_store(path).waiting == 1


def test_a_full_disk_keeps_what_was_written_before(path: Path) -> None:
    script = """if True:
        import resource, sys
        from pathlib import Path
        from toy_line import capture
        from recoupe.errors import StoreFull
        from recoupe.run import add
        from recoupe.store.sqlite import open_store
        store = open_store(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        try:
            for number in range(100):
                add(store, [capture(f"big{number}", "mot " * 5_000)])
        except StoreFull as error:
            print(number, error.path)
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True, env=environment
    )
    written, told = done.stdout.split()
    assert told == str(path)
    assert check_store(path).problems == ()
    assert dict(check_store(path).counts)["Capture"] == len(CAPTURES) + int(written)


def test_a_batch_that_does_not_fit_leaves_no_part_of_itself(path: Path) -> None:
    with open_store(path) as store:
        before = dump(store)
        pages = store.connection.execute("PRAGMA page_count").get
        store.connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreFull, match="make room"):
            add(store, [capture(f"{number}", "mot " * 9_000) for number in range(5)])
        assert dump(store) == before
        store.connection.execute("PRAGMA max_page_count=100000")
        assert add(store, [capture("small", "mot")]).new == 1


def test_a_folder_without_the_right_to_write_can_be_read(path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    folder = Path("/tmp") / f"recoupe-read-only-{os.getpid()}"
    shutil.copytree(path.parent, folder)
    try:
        for each in (folder, *folder.iterdir()):
            each.chmod(0o555 if each == folder else 0o444)
        assert _as_nobody(folder / path.name, write=False) == "9"
        assert _as_nobody(folder / path.name, write=True) == "StoreReadOnly"
        folder.chmod(0o500)
        assert _as_nobody(folder / path.name, write=False) == "StoreReadOnly"
    finally:
        shutil.rmtree(folder)


def _as_nobody(path: Path, *, write: bool) -> str:
    script = f"""if True:
        import sys
        from pathlib import Path
        from recoupe.errors import StoreError
        from recoupe.records.documents import Capture
        from recoupe.store.sqlite import open_store
        import os
        os.setuid(65534)
        try:
            with open_store(Path(sys.argv[1]), write={write}) as store:
                print(len(list(store.scan(Capture))))
        except StoreError as error:
            print(type(error).__name__)
    """
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_log_is_not_used_with_an_sqlite_that_can_lose_it() -> None:
    modes = {version: journal_mode(version) for version in ("3.6.23", "3.7.0", "3.40.1", "3.51.2", "3.51.3")}
    assert modes == {
        "3.6.23": "WAL", "3.7.0": "TRUNCATE", "3.40.1": "TRUNCATE", "3.51.2": "TRUNCATE", "3.51.3": "WAL",
    }  # fmt: skip
