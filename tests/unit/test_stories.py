"""Stories: which documents tell one event, in any order, and what is only near."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.records.ids import make_id
from recoupe.records.relations import Profile, Reuse, Similar, Story
from recoupe.records.spans import Anchor, Span
from recoupe.settings import StorySettings
from recoupe.stages.stories.stories import averaged_groups, connected, stories_of

BRIDGE = {"pont": 2.0, "crue": 1.7, "chantier": 1.0, "ouvrier": 1.0, "retard": 1.0, "deviation": 1.0}
BRIDGE_AGAIN = {"pont": 2.0, "crue": 1.0, "chantier": 1.7, "ouvrier": 1.0, "retard": 1.0, "mairie": 1.0}
FIRE = {"incendie": 2.0, "entrepot": 1.7, "pompier": 1.7, "fumee": 1.0, "blesse": 1.0, "mairie": 1.0}
NAMES = {"varnes": 3, "lorges": 1, "per:maral": 2}


def profile(
    name: str, terms: Mapping[str, float], *, names: Mapping[str, int] | None = None, day: int | None = None
) -> Profile:
    """Return a profile; day: of June 2031, None when no date is known."""
    earliest = datetime(2031, 6, day, tzinfo=UTC) if day else None
    return Profile(
        f"prof_{name}",
        f"doc_{name}",
        "fr",
        None,
        earliest,
        earliest + timedelta(days=1) if earliest else None,
        tuple(sorted(terms.items())),
        (),
        tuple(sorted((NAMES if names is None else names).items())),
        (),
        (),
        (),
        ("bucket",),
        200,
    )


def similar(profiles: Sequence[Profile]) -> list[Similar]:
    """Return a candidate for every pair, as one bucket that holds all would give."""
    ids = sorted(p.document_id for p in profiles)
    return [Similar(make_id("sim", a, b), a, b, 0.5, ()) for i, a in enumerate(ids) for b in ids[i + 1 :]]


def stories(*profiles: Profile, reuses: Sequence[Reuse] = ()) -> list[Story]:
    return stories_of(profiles, similar(profiles), reuses, settings=StorySettings())


def members(found: Sequence[Story]) -> set[tuple[str, ...]]:
    return {tuple(sorted(d.removeprefix("doc_") for d in story.document_ids)) for story in found}


def copied(left: str, right: str, *, n_words: int, kind: str) -> Reuse:
    places = [Anchor(f"doc_{name}", Span(0, 10), "") for name in (left, right)]
    return Reuse(f"reuse_{left}_{right}", places[0], places[1], kind, 1.0, n_words, ())  # type: ignore[arg-type]


def test_two_tellings_of_one_event_are_one_story_and_another_event_is_not() -> None:
    found = stories(
        profile("a", BRIDGE, day=3), profile("b", BRIDGE_AGAIN, day=3), profile("c", FIRE, names={}, day=3)
    )
    assert members(found) == {("a", "b"), ("c",)}


def test_a_pair_that_stands_out_is_joined_and_one_in_a_crowd_of_likes_is_not() -> None:
    one = {"pont": 1.0, "crue": 1.0, **{f"a{i}": 1.0 for i in range(14)}}
    other = {"pont": 1.0, "crue": 1.0, **{f"b{i}": 1.0 for i in range(14)}}
    third = {"pont": 1.0, "crue": 1.0, **{f"c{i}": 1.0 for i in range(14)}}
    names = [{"varnes": 1, "lorges": 1, **{f"{i}{j}": 1 for j in range(9)}} for i in range(3)]
    pair = [profile("a", one, names=names[0], day=3), profile("b", other, names=names[1], day=3)]
    crowd = [*pair, profile("c", third, names=names[2], day=3)]
    assert members(stories(*pair)) == {("a", "b")}
    assert members(stories(*crowd)) == {("a",), ("b",), ("c",)}


def test_a_missing_date_does_not_keep_an_article_out() -> None:
    assert members(stories(profile("a", BRIDGE, day=3), profile("b", BRIDGE_AGAIN))) == {("a", "b")}


def test_the_same_words_weeks_later_are_another_event() -> None:
    assert members(stories(profile("a", BRIDGE, day=1), profile("b", BRIDGE, day=28))) == {("a",), ("b",)}


@pytest.mark.parametrize("kind", ["template", "quotation"])
def test_templates_and_shared_quotations_join_nothing(kind: str) -> None:
    one, other = profile("a", BRIDGE, names={}, day=3), profile("b", FIRE, names={}, day=3)
    reuse = copied("a", "b", n_words=150, kind=kind)
    assert members(stories(one, other, reuses=[reuse])) == {("a",), ("b",)}


def test_a_copied_text_joins_two_articles_and_says_so() -> None:
    one, other = profile("a", BRIDGE, day=3), profile("b", FIRE, names={"varnes": 1}, day=3)
    (story,) = stories(one, other, reuses=[copied("a", "b", n_words=150, kind="near copy")])
    assert story.joined[0] == ()
    assert "joined_copy" in {reason.code for reason in story.joined[1]}


def test_a_chain_of_likenesses_is_not_one_story() -> None:
    strengths = {("a", "b"): 0.5, ("b", "c"): 0.45, ("c", "d"): 0.5}
    assert averaged_groups("abcd", strengths, at_least=0.3) == [("a", "b"), ("c", "d")]
    assert connected("abcd", strengths) == [("a", "b", "c", "d")]


def test_a_near_miss_is_listed_as_related_and_shares_the_thread() -> None:
    trial = {"pont": 2.0, "proces": 2.0, "juge": 2.0, "avocat": 2.0, "peine": 2.0, "expert": 1.0}
    found = stories(
        profile("a", BRIDGE), profile("b", BRIDGE_AGAIN), profile("c", trial, names={"varnes": 1, "cour": 4})
    )
    assert members(found) == {("a", "b"), ("c",)}
    assert len({story.thread for story in found}) == 1
    assert all(story.related and story.thread for story in found)
    alone = stories(profile("a", BRIDGE), profile("c", FIRE, names={}))
    assert all(not story.related and story.thread is None for story in alone)


def test_members_stand_in_order_of_publication_and_the_first_gives_the_id() -> None:
    (story,) = stories(profile("a", BRIDGE, day=4), profile("b", BRIDGE_AGAIN), profile("c", BRIDGE, day=3))
    assert story.document_ids == ("doc_c", "doc_a", "doc_b")
    assert story.seed_id == "doc_c"
    assert story.id == make_id("story", "doc_c")
    assert (story.earliest, story.latest) == (
        datetime(2031, 6, 3, tzinfo=UTC),
        datetime(2031, 6, 5, tzinfo=UTC),
    )


nodes = [f"n{i}" for i in range(7)]
strengths_of = st.fixed_dictionaries(
    {},
    optional={
        (a, b): st.floats(0, 1).map(lambda x: round(x, 3))
        for i, a in enumerate(nodes)
        for b in nodes[i + 1 :]
    },
)


@settings(max_examples=80, deadline=None)
@given(strengths_of, st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_the_pairs(
    strengths: dict[tuple[str, str], float], shuffler: random.Random
) -> None:
    pairs = list(strengths.items())
    shuffler.shuffle(pairs)
    expected = averaged_groups(nodes, strengths, at_least=0.4)
    assert averaged_groups(nodes, dict(pairs), at_least=0.4) == expected
    assert sorted(node for group in expected for node in group) == nodes


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(8)))
def test_stories_do_not_depend_on_the_order_of_arrival(order: list[int]) -> None:
    kinds = [BRIDGE, BRIDGE_AGAIN, FIRE, BRIDGE | FIRE]
    profiles = [profile(f"{i}", kinds[i % 4], day=1 + i) for i in range(8)]
    assert stories(*[profiles[i] for i in order]) == stories(*profiles)
