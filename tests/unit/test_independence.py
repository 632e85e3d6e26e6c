"""How many origins are independent, when no voice is believed twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.records.accounts import Account
from recoupe.stages.values.independence import n_independent, voices_of

HEARD = st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("uvwxyz")), max_size=20)


@pytest.mark.parametrize(
    ("heard", "n"),
    [
        ([], 0),
        ([("A", "agence"), ("B", "agence")], 1),
        ([("A", "police"), ("A", "syndicat"), ("A", "A")], 1),
        ([("A", "agence"), ("B", "B")], 2),
        ([("A", "agence"), ("A", "A"), ("B", "agence")], 2),
        ([("A", "u"), ("A", "v"), ("B", "u"), ("B", "w"), ("C", "u")], 3),
        ([("A", "u"), ("B", "u"), ("C", "u"), ("C", "v"), ("C", "w")], 2),
    ],
)
def test_each_voice_vouches_for_one_origin(heard: list[tuple[str, str]], n: int) -> None:
    assert n_independent(heard) == n


@given(HEARD, st.lists(st.sampled_from("stuvwxyz"), max_size=8))
def test_a_voice_more_adds_at_most_one_and_takes_none(heard: list[tuple[str, str]], said: list[str]) -> None:
    before = n_independent(heard)
    assert before <= n_independent([*heard, *(("miroir", origin) for origin in said)]) <= before + 1


@given(HEARD)
def test_there_are_no_more_than_origins_or_voices_and_their_order_is_no_matter(
    heard: list[tuple[str, str]],
) -> None:
    found = n_independent(heard)
    assert found <= min(len({voice for voice, _ in heard}), len({origin for _, origin in heard}))
    assert n_independent(reversed(heard)) == found


def account(document_id: str, outlet: str | None) -> Account:
    return Account("", "", document_id, outlet, None, "fr", None, (), (), (), (), (), ())


def test_outlets_that_tell_the_same_texts_and_no_other_are_one_voice() -> None:
    sites = [account(f"doc_{i}", f"Site {i}") for i in range(4)]
    more, other, nobody = account("doc_own", "Site 3"), account("doc_5", "La Gazette"), account("doc_6", None)
    found = voices_of([*sites, more, other, nobody], [("doc_0", "doc_1", "doc_2", "doc_3", "doc_6")])
    assert found == {
        **dict.fromkeys(["doc_0", "doc_1", "doc_2", "doc_6"], "doc_6"),
        # What it tells beside the text makes it a voice of its own.
        "doc_3": "site 3",
        "doc_own": "site 3",
        "doc_5": "la gazette",
    }


def test_outlets_that_run_the_same_two_texts_are_one_voice_and_two_of_which_each_has_another_are_two() -> (
    None
):
    given = [account(f"{outlet}{text}", outlet) for outlet in "ab" for text in "12"]
    assert {*voices_of(given, [("a1", "b1"), ("a2", "b2")]).values()} == {"a"}
    assert {*voices_of(given, [("a1", "b1")]).values()} == {"a", "b"}
