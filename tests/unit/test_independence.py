"""How many origins are independent, when no voice is believed twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.stages.values.independence import n_independent

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
