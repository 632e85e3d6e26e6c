"""Parting: a group is parted into events, whatever order its pairs come in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.stages.stories.chances import chances
from recoupe.stages.stories.links import Likeness
from recoupe.stages.stories.parting import Documents, averaged_groups, parted


def near(pairs: Mapping[tuple[int, int], int]) -> dict[int, dict[int, int]]:
    """Return the chances of some pairs from both sides."""
    found: dict[int, dict[int, int]] = {}
    for (one, other), chance in pairs.items():
        found.setdefault(one, {})[other] = found.setdefault(other, {})[one] = chance
    return found


EIGHT = range(8)
HALVES = near(
    {
        (one, other): 900_000 if (one < 4) == (other < 4) else 400_000
        for one, other in itertools.combinations(EIGHT, 2)
    }
)


CHAIN = near({(0, 1): 500_000, (1, 2): 450_000, (2, 3): 500_000})


def test_a_chain_of_likenesses_is_not_one_event() -> None:
    assert averaged_groups(range(4), CHAIN, at_least=0.3) == [(0, 1), (2, 3)]


def test_a_big_event_told_in_notices_holds_together_where_articles_do_not() -> None:
    assert len(averaged_groups(EIGHT, HALVES, Documents(frozenset(EIGHT)), at_least=0.42)) == 1
    assert len(averaged_groups(EIGHT, HALVES, at_least=0.42)) == 2


def test_notices_that_are_not_all_alike_hold_together_on_one_day_and_not_over_days() -> None:
    over_days = Documents(frozenset(EIGHT), {i: 1 + i % 4 for i in EIGHT})
    assert len(averaged_groups(EIGHT, HALVES, over_days, at_least=0.42)) == 2


def test_two_notices_alone_have_to_be_surer_than_two_articles() -> None:
    two = near({(0, 1): 500_000})
    assert averaged_groups((0, 1), two, Documents(frozenset((0, 1))), at_least=0.42) == [(0,), (1,)]
    assert averaged_groups((0, 1), two, at_least=0.42) == [(0, 1)]


def test_a_document_of_a_higher_layer_goes_to_the_likeliest_event_and_ties_no_two() -> None:
    alike = {
        (0, 1): 900_000,
        (2, 3): 900_000,
        (0, 4): 800_000,
        (1, 4): 800_000,
        (2, 4): 700_000,
        (3, 4): 700_000,
    }
    flood = Documents(layers={4: 1})
    assert parted(range(5), near(alike), flood, at_least=0.42) == [(0, 1, 4), (2, 3)]
    apart = {pair: chance for pair, chance in alike.items() if 4 not in pair}
    assert parted(range(5), near(apart), flood, at_least=0.42) == [(0, 1), (2, 3), (4,)]


NODES = range(7)
CHANCES = st.fixed_dictionaries(
    {},
    optional={pair: st.integers(0, 1_000_000) for pair in itertools.combinations(NODES, 2)},
)


@settings(max_examples=80, deadline=None)
@given(CHANCES, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_the_pairs(
    found: dict[tuple[int, int], int], shuffler: random.Random
) -> None:
    pairs = list(found.items())
    shuffler.shuffle(pairs)
    notices = Documents(frozenset(NODES[::2]))
    expected = averaged_groups(NODES, near(found), notices, at_least=0.4)
    assert averaged_groups(NODES, near(dict(pairs)), notices, at_least=0.4) == expected
    assert sorted(node for group in expected for node in group) == list(NODES)


def links(*pairs: tuple[int, int, int], names: int = 0) -> Likeness:
    """Return links of notices: both ends and the strength, in millionths."""
    left, right, strength = np.array(pairs, dtype=np.int64).T
    zero = np.zeros(len(pairs), dtype=np.int64)
    return Likeness(left, right, strength, zero, zero, zero, zero, zero, zero, zero + names)


def test_the_company_two_documents_keep_speaks_for_them() -> None:
    layer = np.zeros(3, dtype=np.int64)
    alone = chances(links((0, 1, 250_000), names=4_000_000), layer)[0]
    pairs = (0, 1, 250_000), (0, 2, 600_000), (1, 2, 600_000)
    assert chances(links(*pairs, names=4_000_000), layer)[0] > alone
    assert chances(links((0, 1, 250_000), names=2_000_000), layer)[0] < alone


def test_the_company_of_a_higher_layer_does_not_count_for_those_below() -> None:
    layer = np.array([0, 0, 1])
    below, alone = (
        chances(links(*pairs, names=4_000_000), layer)[0]
        for pairs in ([(0, 1, 250_000), (0, 2, 600_000), (1, 2, 600_000)], [(0, 1, 250_000)])
    )
    assert below == alone


def test_no_links_have_no_chances() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert len(chances(Likeness(*[none] * 10), np.zeros(2, dtype=np.int64))) == 0
