"""What every store does; a new store is added to `MAKERS` and has to pass all of this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from recoupe.records import Record, decode, encoded
from recoupe.records.documents import Capture, Document
from recoupe.records.ids import make_id
from recoupe.records.ledger import Correction, Issue, correction, gathered
from recoupe.records.spans import Span, anchor
from recoupe.store.contract import FAILED, INPUTS, Output, Store
from recoupe.store.sqlite import open_store
from toy_line import capture, dump

MAKERS: dict[str, Callable[[Path], Store]] = {"sqlite": lambda folder: open_store(folder / "s.sqlite")}


@pytest.fixture(params=sorted(MAKERS))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made = MAKERS[request.param](tmp_path)
    yield made
    made.close()


def issue(name: str, code: str = "code") -> Issue:
    return Issue(make_id("issue", name), name, None, "test", code, ())


def by_input(record: Record) -> Iterable[str]:
    assert isinstance(record, Issue)
    return record.input.split("+")


def stale(store: Store, *, version: str = "1", min_members: int = 1) -> dict[str, str]:
    found = store.stale("next", (Issue,), units=by_input, version=version, min_members=min_members)
    return dict(found)


def settle(store: Store, **options: object) -> dict[str, str]:
    """Do what a run does: give every stale unit an output."""
    found = stale(store, **options)  # type: ignore[arg-type]
    store.replace("next", [Output(unit, stamp, ()) for unit, stamp in found.items()])
    return found


def test_a_record_is_got_back_as_it_was_given(store: Store) -> None:
    given = capture("one.txt", "Un texte.")
    assert store.replace(INPUTS, [Output(given.id, "s", (given,))]) == (given.id,)
    assert store.get(given.id) == given
    assert store.get("cap_nothing") is None


def test_scan_gives_one_kind_sorted_by_id(store: Store) -> None:
    issues = [issue(f"{number}") for number in range(600)]
    store.replace("some", [Output(each.input, "s", (each,)) for each in issues])
    store.replace(INPUTS, [Output("c", "s", (capture("c", "c"),))])
    assert list(store.scan(Issue)) == sorted(issues, key=lambda each: each.id)
    assert [type(record) for record in store.scan(Capture)] == [Capture]
    assert list(store.scan(Document)) == []


def test_scan_goes_on_while_the_caller_writes(store: Store) -> None:
    issues = [issue(f"{number}") for number in range(300)]
    store.replace("some", [Output(each.input, "s", (each,)) for each in issues])
    for seen in store.scan(Issue):
        store.replace("some", [Output(seen.input, "s", (issue(seen.input, "seen"),))])  # type: ignore[union-attr]
    assert {record.code for record in store.scan(Issue)} == {"seen"}  # type: ignore[union-attr]


def test_the_output_of_a_unit_is_replaced_as_a_whole(store: Store) -> None:
    store.replace("some", [Output("u", "1", (issue("a"), issue("b")))])
    store.replace("some", [Output("u", "2", (issue("b"), issue("c")))])
    assert {record.input for record in store.scan(Issue)} == {"b", "c"}  # type: ignore[union-attr]


def test_the_same_output_again_changes_nothing(store: Store) -> None:
    store.replace("some", [Output("u", "1", (issue("a"),))])
    assert store.replace("some", [Output("u", "2", (issue("a"),))]) == ()


def test_a_batch_that_fails_leaves_no_part_of_itself(store: Store) -> None:
    def outputs() -> Iterator[Output]:
        yield Output("u", "1", (issue("a"),))
        raise RuntimeError("the batch breaks off")

    with pytest.raises(RuntimeError):
        store.replace("some", outputs())
    assert dump(store) == b""


def test_units_are_stale_until_they_have_their_output(store: Store) -> None:
    store.replace("some", [Output("x", "1", (issue("a+b"), issue("b")))])
    assert list(stale(store)) == ["a", "b"]
    assert list(stale(store)) == ["a", "b"], "asking does not settle anything"
    assert [record.input for record in store.members("next", "b")] == [  # type: ignore[union-attr]
        each.input for each in sorted((issue("a+b"), issue("b")), key=lambda each: each.id)
    ]
    settle(store)
    assert stale(store) == {}


def test_only_the_units_of_a_changed_record_become_stale(store: Store) -> None:
    store.replace("some", [Output(name, "1", (issue(name),)) for name in ("a", "b", "a+c")])
    settle(store)
    store.replace("some", [Output("b", "2", (issue("b", "new"),))])
    assert list(stale(store)) == ["b"]


def test_a_record_changed_back_leaves_its_units_up_to_date(store: Store) -> None:
    store.replace("some", [Output("a", "1", (issue("a"),))])
    settle(store)
    store.replace("some", [Output("a", "2", (issue("a", "new"),))])
    store.replace("some", [Output("a", "1", (issue("a"),))])
    assert stale(store) == {}


def test_a_correction_given_from_outside_feeds_the_units_it_cites(store: Store) -> None:
    def cited(record: Record) -> Iterable[str]:
        assert isinstance(record, Correction)
        return [place.document_id for place in record.places]

    def waiting() -> list[str]:
        return list(store.stale("next", (Correction,), units=cited, version="1"))

    given = correction("split", anchor("doc_a", "Ana", Span(0, 3)), anchor("doc_b", "Anna", Span(0, 4)))
    store.replace(INPUTS, [Output(given.id, "s", (given,))])
    assert waiting() == ["doc_a", "doc_b"]
    assert store.members("next", "doc_a") == (given,)
    store.replace(INPUTS, [Output(given.id, "", ())])
    assert (waiting(), store.get(given.id)) == ([], None)


def test_a_unit_without_members_is_to_be_removed(store: Store) -> None:
    store.replace("some", [Output("a", "1", (issue("a"),))])
    settle(store)
    store.replace("some", [Output("a", "", ())])
    assert stale(store) == {"a": ""}
    settle(store)
    assert stale(store) == {}


def test_units_with_too_few_members_are_left_out(store: Store) -> None:
    store.replace("some", [Output(name, "1", (issue(name),)) for name in ("a", "a+b")])
    assert list(settle(store, min_members=2)) == ["a"]
    store.replace("some", [Output("a", "", ())])
    assert stale(store, min_members=2) == {"a": ""}


def test_another_version_makes_every_unit_stale_with_another_stamp(store: Store) -> None:
    store.replace("some", [Output(name, "1", (issue(name),)) for name in ("a", "b")])
    before = settle(store)
    after = stale(store, version="2")
    assert after.keys() == before.keys()
    assert not set(after.values()) & set(before.values())


def test_stamps_do_not_depend_on_the_order_of_arrival(store: Store, tmp_path: Path) -> None:
    outputs = [Output(name, "1", (issue(name),)) for name in ("a", "b", "a+b", "a+c")]
    other = open_store(tmp_path / "other.sqlite")
    store.replace("some", outputs)
    for output in reversed(outputs):
        other.replace("some", [output])
        stale(other)
    assert stale(store) == stale(other)
    other.close()


def test_a_crashed_unit_gives_nothing_and_stays_stale(store: Store) -> None:
    store.replace("some", [Output("a", "1", (issue("a"),))])
    before = stale(store)
    store.replace("next", [Output("a", before["a"], (issue("made of a"),))])
    store.replace("next", [Output("a", FAILED, ())])
    assert stale(store) == before
    assert store.get(issue("made of a").id) is None


def test_a_retired_stage_leaves_nothing_and_moves_what_rested_on_it(store: Store) -> None:
    given = capture("one.txt", "Un texte.")
    store.replace(INPUTS, [Output(given.id, "s", (given,))])
    store.replace("old", [Output("x", "1", (issue("a"),))])
    store.replace("some", [Output("x", "1", (issue("b"),))])
    settle(store)
    store.retire(["some", "next"])
    assert list(store.scan(Issue)) == [issue("b")]
    assert store.get(given.id) == given
    assert stale(store) == {"a": ""}
    store.replace("newest", [Output("y", "1", (issue("c"),))])
    assert list(stale(store)) == ["a", "c"]


def test_a_record_that_moves_from_one_unit_to_another_is_there_once(store: Store) -> None:
    store.replace("some", [Output("x", "1", (issue("a"),))])
    store.replace("some", [Output("y", "1", (issue("a"),))])
    assert len(list(store.scan(Issue))) == 1
    store.replace("some", [Output("x", "", ())])
    assert store.get(issue("a").id) == issue("a")


def test_the_outputs_of_a_unit_are_what_it_gave(store: Store) -> None:
    store.replace("some", [Output("u", "1", (issue("b"), issue("a"))), Output("v", "1", (issue("c"),))])
    found = store.outputs("some", "u")
    assert {record.input for record in found} == {"a", "b"}  # type: ignore[union-attr]
    assert [record.id for record in found] == sorted(record.id for record in found)
    assert store.outputs("some", "w") == store.outputs("other", "u") == ()


def test_members_as_bytes_are_the_members(store: Store) -> None:
    store.replace("some", [Output("u", "1", (issue("a"), issue("b")))])
    stale(store)
    assert tuple(decode(body) for body in store.bodies("next", "a")) == store.members("next", "a") != ()
    assert store.bodies("next", "nothing") == ()


def test_notes_of_a_unit_are_kept_until_the_version_is_another(store: Store) -> None:
    def ask(version: str) -> None:
        store.stale("next", (Issue,), units=by_input, version=version, notes=Correction)

    store.replace("some", [Output("u", "1", (issue("a"),))])
    ask("1")
    noted, other = gathered(["doc_a", "doc_b"]), issue("other")
    store.replace("next", [Output("a", "1", (noted, other))])
    ask("1")
    assert tuple(map(decode, store.notes("next", "a", Correction))) == (noted,)
    assert store.notes("next", "b", Correction) == store.notes("some", "a", Correction) == ()
    ask("2")
    assert store.notes("next", "a", Correction) == ()
    assert store.outputs("next", "a") == (other,)


def test_a_record_given_as_bytes_is_the_record(store: Store) -> None:
    assert store.replace("some", [Output("u", "1", (encoded(issue("a")),))]) == ("u",)
    assert store.replace("some", [Output("u", "2", (issue("a"),))]) == ()
    assert store.get(issue("a").id) == issue("a")
