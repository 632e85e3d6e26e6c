"""What it costs to find what is stale: units that are too small to run are not looked at one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.ledger import Issue
from recoupe.store.contract import Output
from recoupe.store.sqlite import SqliteStore, open_store

N_UNITS = 200


def units(record: Record) -> Iterable[str]:
    """Return very many units, as a story feeds one for each of its documents."""
    return map(str, range(N_UNITS))


def looked_at(store: SqliteStore) -> int:
    """Return how many units are looked at to find that none is stale."""
    asked: list[str] = []

    def noted(_: object, statement: str, __: object) -> bool:
        asked.append(statement)
        return True

    store.connection.exec_trace = noted
    found = store.stale("next", (Issue,), units=units, version="1", min_members=2)
    store.connection.exec_trace = None
    assert found == {}
    return sum("FROM feed JOIN record" in statement for statement in asked)


def test_units_too_small_to_run_are_not_looked_at_when_their_record_is_replaced(tmp_path: Path) -> None:
    with open_store(tmp_path / "s.sqlite") as store:
        for code in ("one", "other", "third"):
            issue = Issue(make_id("issue", "a"), "a", None, "stage", code, ())
            store.replace("some", [Output("a", code, (issue,))])
            assert looked_at(store) == 0
        assert not store.connection.execute("SELECT count(*) FROM dirty").get
