"""What two documents share, told anew and from notes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.stages.stories.shared import Web, notes_of, shared_in

PAIRS = [*combinations("abcdefg", 2)]
Links = dict[tuple[str, str], int]
webs = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 9), min_size=1)


def names_of(links: Mapping[tuple[str, str], int], *, first: str = "") -> tuple[str, ...]:
    return tuple(sorted({name for pair in links for name in pair}, key=lambda name: (name != first, name)))


def web_of(links: Mapping[tuple[str, str], int], *, first: str = "") -> Web:
    """Return a web; of links that hold the document `first` it is not asked what they share."""
    ids = names_of(links, first=first)
    pairs = sorted(links)
    places = [sorted(map(ids.index, pair)) for pair in pairs]
    left, right = np.array(places, dtype=np.int64).T
    is_asked = np.array([first not in pair for pair in pairs])
    return Web(len(ids), left, right, np.array([links[pair] for pair in pairs]), is_asked)


def by_notes(before: Links, links: Links, *, first: str = "", now: str = "") -> list[int]:
    """Return what is shared now by notes of an earlier web."""
    earlier, names = web_of(before, first=first), names_of(links, first=now)
    notes = notes_of("1", names_of(before, first=first), earlier, shared_in(earlier))
    at = np.array([names.index(name) if name in names else -1 for name in notes.document_ids])
    return shared_in(web_of(links, first=now), notes, at).tolist()


def plainly(links: Mapping[tuple[str, str], int], *, first: str = "") -> list[int]:
    def strength(one: str, other: str) -> int:
        return links.get((min(one, other), max(one, other)), 0)

    names = {name for pair in links for name in pair}
    return [
        0 if first in pair else sum(strength(pair[0], name) * strength(pair[1], name) for name in names)
        for pair in sorted(links)
    ]


@given(webs)
def test_what_two_share_is_the_sum_over_all_that_both_are_linked_with(links: Links) -> None:
    assert shared_in(web_of(links)).tolist() == plainly(links)


@given(webs, webs, st.sampled_from(["", "a", "d"]), st.sampled_from(["", "a", "d"]), st.integers(0, 9))
def test_notes_of_any_earlier_web_change_nothing(
    before: Links, links: Links, first: str, now: str, most: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.stages.stories.shared._MOST_MOVED", most)
        assert by_notes(before, links, first=first, now=now) == plainly(links, first=now)


@given(webs, st.sampled_from(PAIRS), st.integers(0, 9))
def test_one_link_that_moves_moves_what_it_has_to(links: Links, pair: tuple[str, str], strength: int) -> None:
    moved = {**links, pair: strength} if strength else {p: s for p, s in links.items() if p != pair}
    if not moved:
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.stages.stories.shared._MOST_MOVED", 0)
        assert by_notes(links, moved) == plainly(moved)
