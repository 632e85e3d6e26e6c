"""What was used last is kept, within bounds; and what a run reads again is neither read nor decoded anew."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from recoupe.records import Record, encode
from recoupe.records.ids import make_id
from recoupe.records.kept import LARGE, Kept
from recoupe.records.ledger import Issue
from recoupe.run import Job, Work, attempt
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.store.contract import INPUTS, Output
from recoupe.store.sqlite import open_store
from toy_line import RESOURCES


def issue(name: str, detail: str) -> Issue:
    return Issue(make_id("issue", name), name, None, "test", detail, ())


def test_what_was_used_longest_ago_goes_first() -> None:
    kept: Kept[str, int] = Kept(most_bytes=100)
    for number, key in enumerate("abc"):
        kept.put(key, number, n_bytes=30)
    assert kept.get("a") == 0
    kept.put("d", 3, n_bytes=30)
    assert [kept.get(key) for key in "abcd"] == [0, None, 2, 3]


def test_more_than_is_kept_in_all_is_not_kept() -> None:
    kept: Kept[str, int] = Kept(most_bytes=100)
    kept.put("a", 0, n_bytes=30)
    kept.put("b", 1, n_bytes=101)
    assert [kept.get(key) for key in "ab"] == [None, None]
    kept.put("c", 2, n_bytes=100)
    assert kept.get("c") == 2


def test_a_large_record_is_read_once_and_is_another_one_when_it_has_changed(tmp_path: Path) -> None:
    def in_all(record: Record) -> Iterable[str]:
        return ("all",)

    def bodies(detail: str) -> tuple[bytes, ...]:
        given = issue("large", detail), issue("small", "")
        store.replace(INPUTS, [Output(each.id, detail[:1], (each,)) for each in given])
        store.stale("next", (Issue,), units=in_all, version="1")
        found = store.bodies("next", "all")
        assert sorted(found) == sorted(encode(each) for each in given)
        return tuple(body for body in found if len(body) >= LARGE)

    with open_store(tmp_path / "s.sqlite") as store:
        (first,) = bodies("a" * LARGE)
        (again,) = bodies("a" * LARGE)
        assert again is first
        (other,) = bodies("b" * LARGE)
    with open_store(tmp_path / "s.sqlite") as store:
        assert other in store.bodies("next", "all")


_seen: list[Record] = []


def _see(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    _seen.extend(members)
    return ()


def test_a_large_member_is_decoded_once() -> None:
    work = Work({"see": Stage("see", (Issue,), (Issue,), "1", lambda _: ("all",), _see)}, RESOURCES)
    for name in ("one", "one", "two"):
        attempt(work, Job("see", "all", (encode(issue(name, "a" * LARGE)), encode(issue("small", "")))))
    one, _, again, _, two, _ = _seen
    assert again is one
    assert (one, two) == (issue("one", "a" * LARGE), issue("two", "a" * LARGE))
