"""Stories: which documents tell one event, in any order, and what is only near."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest
import xxhash
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.packs import load_packs
from recoupe.records import Record
from recoupe.records.copies import Reuse
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor, Span
from recoupe.records.stories import DayProfiles, Story
from recoupe.settings import Settings, StorySettings
from recoupe.stages.stage import Resources, Stage
from recoupe.stages.stories.columns import TERM, Profile, columns_of
from recoupe.stages.stories.company import hanging_together
from recoupe.stages.stories.copied import COPIED
from recoupe.stages.stories.days import DAYS, column
from recoupe.stages.stories.days import day_records as records_of_columns
from recoupe.stages.stories.grouped import GROUPED
from recoupe.stages.stories.linked import LINKED
from recoupe.stages.stories.memberships import MOST_COMPARED, MOST_OF_A_FLOOD, membership_of
from recoupe.stages.stories.parts import PARTS_OF_GROUPS
from recoupe.stages.stories.profiles import term_weights, words_of_address
from recoupe.stages.stories.similar import SIMILAR, nearest, similar_on
from recoupe.stages.stories.stories import STORIES
from recoupe.stages.stories.voices import VOICES
from recoupe.stages.stories.window import alike, window_of
from recoupe.stages.values.layers import LOUD, layers_of

BRIDGE = {"pont": 2.0, "crue": 1.7, "chantier": 1.0, "ouvrier": 1.0, "retard": 1.0, "deviation": 1.0}
BRIDGE_AGAIN = {"pont": 2.0, "crue": 1.0, "chantier": 1.7, "ouvrier": 1.0, "retard": 1.0, "mairie": 1.0}
FIRE = {"incendie": 2.0, "entrepot": 1.7, "pompier": 1.7, "fumee": 1.0, "blesse": 1.0, "mairie": 1.0}
NAMES = {"varnes": 3, "lorges": 1, "per:maral": 2}


def profile(
    name: str,
    terms: Mapping[str, float],
    *,
    names: Mapping[str, int] | None = None,
    day: int | None = None,
    told: str = "",
) -> Profile:
    """Return a profile; day: of June 2031, None when no date is known."""
    earliest = datetime(2031, 6, day, tzinfo=UTC) if day else None
    name_words = sorted(NAMES if names is None else names)
    return Profile(
        f"prof_{name}",
        f"doc_{name}",
        earliest,
        earliest + timedelta(days=1) if earliest else None,
        tuple(sorted(terms.items())),
        tuple(sorted((NAMES if names is None else names).items())),
        (),
        (),
        200,
        lead_names=tuple(name_words),
        told=told,
    )


def day_records(day: str, profiles: Iterable[Profile]) -> tuple[Record, *tuple[DayProfiles, ...]]:
    return records_of_columns(day, map(columns_of, profiles))


def run_stage(stage: Stage, given: Sequence[Record]) -> list[Record]:
    """Return what a stage gives for records, unit by unit, as a run would."""
    units: dict[str, list[Record]] = {}
    for record in sorted(given, key=lambda record: record.id):
        if isinstance(record, stage.needs):
            for unit in stage.units(record):
                units.setdefault(unit, []).append(record)
    resources = Resources({}, Settings())
    return [record for unit in sorted(units) for record in stage.run(unit, tuple(units[unit]), resources)]


def stories(*profiles: Profile, reuses: Sequence[Reuse] = ()) -> list[Story]:
    records: list[Record] = [*map(columns_of, profiles), *reuses]
    for stage in (DAYS, COPIED, VOICES, SIMILAR, LINKED, GROUPED, PARTS_OF_GROUPS, STORIES):
        records += run_stage(stage, records)
    found = [record for record in records if isinstance(record, Story)]
    return sorted(found, key=lambda story: story.id)


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
    one = {"pont": 5.0, "crue": 5.0, **{f"a{i}": 1.0 for i in range(150)}}
    other = {"pont": 5.0, "crue": 5.0, **{f"b{i}": 1.0 for i in range(150)}}
    third = {"pont": 5.0, "crue": 5.0, **{f"c{i}": 1.0 for i in range(150)}}
    names = [{"varnes": 1, "lorges": 1, **{f"{i}{j}": 1 for j in range(9)}} for i in range(3)]
    pair = [profile("a", one, names=names[0], day=3), profile("b", other, names=names[1], day=3)]
    crowd = [*pair, profile("c", third, names=names[2], day=3)]
    assert members(stories(*pair)) == {("a", "b")}
    assert members(stories(*crowd)) == {("a",), ("b",), ("c",)}


def test_a_missing_date_does_not_keep_an_article_out() -> None:
    assert members(stories(profile("a", BRIDGE, day=3), profile("b", BRIDGE_AGAIN))) == {("a", "b")}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("2031-06-03", "2031-06-03", True),
        ("2031-06-03", "XXXX-WXX-2", True),
        ("XXXX-WXX-2", "XXXX-WXX-2", True),
        ("XXXX-WXX-2", "XXXX-WXX-4", False),
        ("2031-06-03", "XXXX-WXX-4", False),
        ("2031-06-03", "2031-06-05", False),
    ],
)
def test_articles_on_one_affair_are_one_story_when_they_tell_of_one_day(
    one: str, other: str, joined: bool
) -> None:
    affair = {"pont": 2.0, "crue": 1.7, "chantier": 1.0}
    words = [{**affair, **{f"{i}{j}": 1.0 for j in range(35)}} for i in "ab"]
    found = stories(profile("a", words[0], told=one), profile("b", words[1], told=other))
    assert (len(found) == 1) == joined


def test_an_outlet_tells_one_event_twice_only_when_its_two_articles_are_much_alike() -> None:
    affair = {"pont": 2.0, "crue": 1.7, "chantier": 1.0}
    one, other = (
        profile(i, {**affair, **{f"{i}{j}": 1.0 for j in range(35)}}, told="2031-06-03") for i in "ab"
    )
    assert members(stories(one, other)) == {("a", "b")}
    own = [replace_voice(each, "gazette") for each in (one, other)]
    assert members(stories(*own)) == {("a",), ("b",)}
    again = [replace_voice(profile(i, BRIDGE, told="2031-06-03"), "gazette") for i in "ab"]
    assert members(stories(*again)) == {("a", "b")}


def test_one_more_article_is_compared_with_those_without_a_date_in_one_unit() -> None:
    dated = day_records("2031-06-03", [profile("a", BRIDGE, day=3)])[1]
    undated = day_records("undated 00", [profile("b", BRIDGE_AGAIN), profile("c", BRIDGE)])[1]
    (part,) = {*SIMILAR.units(dated)} & {*SIMILAR.units(undated)}
    found, *_ = similar_on(part, [dated, undated], settings=Settings().stories)
    among_undated, *_ = similar_on("undated", [undated], settings=Settings().stories)
    assert len(column(found.left, "<u4")) == 2, "the pairs of two without a date are given elsewhere"
    assert among_undated.document_ids == ("doc_b", "doc_c")


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


def test_documents_hang_together_by_a_chain_of_links() -> None:
    left, right = np.array([[0, 1], [1, 2], [2, 3]]).T
    assert hanging_together(5, left, right).tolist() == [0, 0, 0, 0, 4]


def test_a_near_miss_is_listed_as_related_and_shares_the_thread() -> None:
    trial = {"pont": 0.7, "proces": 2.0, "juge": 2.0, "avocat": 2.0, "peine": 2.0, "expert": 1.0}
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


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(8)))
def test_stories_do_not_depend_on_the_order_of_arrival(order: list[int]) -> None:
    kinds = [BRIDGE, BRIDGE_AGAIN, FIRE, BRIDGE | FIRE]
    profiles = [profile(f"{i}", kinds[i % 4], day=1 + i) for i in range(8)]
    assert stories(*[profiles[i] for i in order]) == stories(*profiles)


def test_an_article_of_another_month_changes_no_pair_of_this_one() -> None:
    near = [profile("a", BRIDGE, day=3), profile("b", BRIDGE_AGAIN, day=4)]
    blocks = [day_records("2031-06-03", near[:1])[1], day_records("2031-06-04", near[1:])[1]]
    later = day_records("2031-06-28", [profile("c", BRIDGE, day=28)])[1]
    assert "2031-06-04" not in SIMILAR.units(later)
    assert {"2031-06-04", "2031-06-13"} <= set(SIMILAR.units(blocks[0]))
    assert "2031-06-14" not in SIMILAR.units(blocks[0])


@pytest.mark.parametrize(
    ("outlets", "most"), [((None, None), 10), (("Alpha", "Beta"), 6), (("Alpha", None), 6)]
)
def test_articles_come_back_to_an_event_for_ten_days_and_notices_for_six(
    outlets: tuple[str | None, str | None], most: int
) -> None:
    def told(*days: int) -> list[Profile]:
        return [
            replace(profile(name, BRIDGE, day=day), notice_of=outlet, title_terms=tuple(BRIDGE))
            for name, day, outlet in zip("ab", days, outlets, strict=True)
        ]

    for days in ((3, 3 + most), (3 + most, 3)):
        assert members(stories(*told(*days))) == {("a", "b")}
    assert members(stories(*told(3, 4 + most))) == {("a",), ("b",)}


def test_a_date_of_a_month_is_near_to_every_day_of_it_and_one_of_a_year_is_like_none() -> None:
    def dated(name: str, first: datetime, after: datetime) -> Profile:
        return replace(profile(name, BRIDGE), earliest=first, latest=after)

    day = profile("a", BRIDGE, day=20)
    month = dated("b", datetime(2031, 6, 1, tzinfo=UTC), datetime(2031, 7, 1, tzinfo=UTC))
    year = dated("c", datetime(2031, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC))
    other_year = dated("d", datetime(2033, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC))
    assert members(stories(day, month)) == {("a", "b")}
    assert members(stories(day, year, other_year)) == {("a", "c"), ("d",)}


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 9), min_size=1), min_size=2, max_size=9
    ),
    st.integers(1, 40),
)
@settings(max_examples=60, deadline=None)
def test_the_sparse_comparison_gives_the_cosines_a_plain_one_gives(
    texts: list[dict[str, int]], most: int
) -> None:
    profiles = [
        profile(f"{i}", {k: float(v) for k, v in terms.items()}, day=3) for i, terms in enumerate(texts)
    ]
    window = window_of([day_records("2031-06-03", profiles)[1]])
    table = window.tables[TERM]
    terms: list[dict[int, int]] = [{} for _ in texts]
    for row, feature, weight in zip(
        table.row.tolist(), table.feature.tolist(), table.weight.tolist(), strict=True
    ):
        terms[row][feature] = weight
    expected = {}
    for i, one in enumerate(terms):
        for j in range(i + 1, len(terms)):
            dot = sum(w * terms[j][f] for f, w in one.items() if f in terms[j])
            norm = math.sqrt(sum(w * w for w in one.values())) * math.sqrt(
                sum(w * w for w in terms[j].values())
            )
            if dot / norm >= 0.2:
                expected[(i, j)] = pytest.approx(dot / norm)
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recoupe.stages.stories.window._MAX_TERMS_MET", most)
        patch.setattr("recoupe.stages.stories.window._MAX_CELLS", most)
        for left, right, cosines in alike(window, np.arange(len(texts)), at_least=0.2):
            found |= dict(zip(zip(left.tolist(), right.tolist(), strict=True), cosines.tolist(), strict=True))
    assert found == expected


def test_a_pair_is_given_by_the_day_of_its_later_document_only() -> None:
    blocks = [
        day_records("2031-06-03", [profile("a", BRIDGE, day=3)])[1],
        day_records("2031-06-04", [profile("b", BRIDGE, day=4)])[1],
    ]
    given = StorySettings()
    assert similar_on("2031-06-04", blocks, settings=given)[0].document_ids == ("doc_a", "doc_b")
    assert similar_on("2031-06-03", blocks[:1], settings=given)[0].document_ids == ()


def notice(
    name: str, outlet: str, title: str, *, terms: Sequence[str] = (), events: Sequence[str] = ()
) -> Profile:
    """Return a notice of two lines: the words of its title and the events it tells, and the words below."""
    stems, below = title.lower().split(), list(terms)
    return replace(
        profile(name, dict(term_weights(stems, below)), names={}, day=3),
        title_terms=tuple(sorted(set(stems))),
        notice_of=outlet,
        opening=" ".join(stems[:2]),
        title_digest=f"{xxhash.xxh3_64_intdigest(title.encode()):016x}",
        title_events=tuple(events),
    )


def test_what_an_outlet_says_below_several_notices_joins_none_of_them() -> None:
    below = ["conflit", "guide", "supreme", "menace", "capitulation", "frontiere"]
    own = [
        notice("a", "gazette", "Espions pieges au desert", terms=below),
        notice("b", "gazette", "Marche boursier agite lundi", terms=below),
    ]
    assert members(stories(*own)) == {("a",), ("b",)}
    others = [notice("c", "courrier", "Guide supreme inflexible", terms=below)]
    others += [notice("d", "journal", "Guide supreme inflexible", terms=below)]
    assert members(stories(*own, *others)) == {("a",), ("b",), ("c", "d")}


@pytest.mark.parametrize(
    ("url", "words"),
    [
        (
            "https://gazette.example/regions/viaduc-ferme-a-varnes_12.html?a=b-c-d-e-f",
            "viaduc ferme a varnes",
        ),
        ("https://gazette.example/2031/06/03/le-viaduc-de-varnes-20310603", "le viaduc de varnes"),
        ("https://un-long-nom-de-journal.example/a-la-une/12345", "a la une"),
        ("https://gazette.example/regions/12345-abc.html", ""),
        ("https://gazette.example", ""),
        (None, ""),
    ],
)
def test_an_address_tells_what_it_writes_with_hyphens(url: str | None, words: str) -> None:
    assert words_of_address(url) == words


def test_one_word_in_two_titles_of_an_outlet_is_a_subject_and_of_two_outlets_may_be_an_event() -> None:
    below = ["viaduc", "ferme", "bloque", "prefet"]
    titles = ("Viaduc ferme", "Viaduc bloque")
    for outlets, expected in (
        (("gazette", "gazette"), {("a",), ("b",)}),
        (("gazette", "courrier"), {("a", "b")}),
    ):
        pair = [
            notice(name, outlet, title, terms=below, events=["-open"])
            for name, outlet, title in zip("ab", outlets, titles, strict=True)
        ]
        assert members(stories(*pair)) == expected


@pytest.mark.parametrize(
    ("matches", "days_later", "expected"),
    [
        (1, 0, {("a", "b")}),
        (1, 1, {("a", "b")}),
        (1, 3, {("a",), ("b",)}),
        (0, 0, {("a",), ("b",)}),
    ],
)
def test_two_notices_on_one_match_tell_one_event_in_other_words_on_its_days(
    matches: int, days_later: int, expected: set[tuple[str, ...]]
) -> None:
    titles = ("Brumeval Perdu buteur fantastique", "Brumeval Perdu tribune deserte")
    pair = [
        replace(notice(name, f"outlet {name}", title), title_match="brumeval - perdu" * matches)
        for name, title in zip("ab", titles, strict=True)
    ]
    later = {
        side: moment + timedelta(days=days_later)
        for side in ("earliest", "latest")
        if (moment := getattr(pair[1], side))
    }
    assert members(stories(pair[0], replace(pair[1], **later))) == expected


def test_a_page_on_many_things_tells_no_event_with_a_notice_on_one_of_them() -> None:
    titles = ("Viaduc ferme Varnes prefet", "Viaduc ferme Varnes prefet alerte")
    one, other = (notice(name, name, title) for name, title in zip("ab", titles, strict=True))
    assert members(stories(one, other)) == {("a", "b")}
    assert members(stories(one, replace(other, is_page=True))) == {("a",), ("b",)}


def test_the_copied_text_below_two_notices_of_one_outlet_joins_them_only_when_their_titles_agree() -> None:
    one = notice("a", "gazette", "Espions pieges au desert", terms=["conflit"])
    other = notice("b", "gazette", "Marche boursier agite lundi", terms=["conflit"])
    again = notice("c", "gazette", "Espions pieges au desert", terms=["conflit"])
    same = [copied(x, y, n_words=200, kind="copy") for x, y in (("a", "b"), ("a", "c"), ("b", "c"))]
    assert members(stories(one, other, again, reuses=same)) == {("a", "c"), ("b",)}


def test_a_programme_of_an_outlet_is_no_event_and_an_affair_of_all_outlets_is() -> None:
    topics = ["chimie organique", "langues vivantes", "histoire ancienne"]
    lists = [notice(f"{i}", "gazette", f"Corriges examen jour deux {t}") for i, t in enumerate(topics)]
    assert members(stories(*lists)) == {("0",), ("1",), ("2",)}
    affair = [notice(f"{i}", f"outlet {i}", "Proces Marvelle verdict attendu lundi") for i in range(3)]
    assert members(stories(*affair)) == {("0", "1", "2")}


def test_words_that_any_article_has_join_no_two_of_a_small_store() -> None:
    pack = load_packs()["fr"]
    common, rare = ("ministre", "jeudi", "ville", "groupe", "responsable"), ("viaduc", "fissure", "corniche")
    blocks = []
    for words in (common, rare):
        terms = {pack.functions.stem(word): 2.0 for word in words}
        alike_pair = [profile(n, {**terms, f"{n}x": 2.0, f"{n}y": 2.0}, names={}, day=3) for n in "ab"]
        blocks.append(day_records("2031-06-03", alike_pair)[1])
    given = Settings().stories
    of_common, of_rare = (
        column(similar_on("2031-06-03", [b], settings=given, packs=[pack])[0].strength, "<i4").sum()
        for b in blocks
    )
    assert of_common < of_rare / 2


CROWD = [
    profile("a", BRIDGE, day=3),
    profile("b", BRIDGE_AGAIN, day=4),
    profile("c", FIRE, names={"brasac": 2}, day=4),
    profile("d", FIRE, names={"brasac": 1}, day=5),
]


def flood(n: int, voice: str = "trompeur", *, seed: int = 1) -> list[Profile]:
    """Return items of one source that mix what the others tell, before, between and after them."""
    chance = random.Random(seed)
    words = sorted({*BRIDGE, *BRIDGE_AGAIN, *FIRE})
    found = []
    for i in range(n):
        terms = {word: chance.choice([1.0, 1.7, 2.0]) for word in chance.sample(words, 5)}
        names = dict.fromkeys(chance.sample(["varnes", "lorges", "per:maral", "brasac"], 3), 1)
        found.append(replace_voice(profile(f"0{i}", terms, names=names, day=chance.randint(1, 8)), voice))
    return found


def replace_voice(given: Profile, voice: str) -> Profile:
    return replace(given, voice=voice)


@pytest.mark.parametrize("n", [40, 300])
def test_a_source_that_floods_the_others_moves_none_of_them(n: int) -> None:
    own = {f"doc_{name}" for name in "abcd"}
    before, after = stories(*CROWD), stories(*CROWD, *flood(n))
    kept = [story for story in after if own & {*story.document_ids}]
    assert [story.id for story in kept] == [story.id for story in before]
    for one, other in zip(before, kept, strict=True):
        assert tuple(d for d in other.document_ids if d in own) == one.document_ids
        reasons = dict(zip(other.document_ids, other.joined, strict=True))
        assert [reasons[d] for d in one.document_ids] == list(one.joined)
        at = dict(zip(other.document_ids, other.layers, strict=True))
        assert not any(at[d] for d in one.document_ids) and all(at[d] for d in at.keys() - own)
    assert sum(len(story.document_ids) for story in after) == len(CROWD) + n


def test_a_small_source_that_repeats_the_others_makes_their_words_no_commoner() -> None:
    affair = {"pont": 2.0, "crue": 1.7, "chantier": 1.0}
    pair = [profile(i, {**affair, **{f"{i}{j}": 1.0 for j in range(25)}}, names={}, day=3) for i in "ab"]
    others = [profile(f"h{i}", {f"w{i}{j}": 1.0 for j in range(6)}, names={}, day=3) for i in range(60)]
    given = [replace_voice(each, f"v{i % 3}") for i, each in enumerate([*pair, *others])]
    items = [
        replace(given[i % 2], id=f"prof_0{i}", document_id=f"doc_0{i}", voice="miroir") for i in range(24)
    ]
    reuses = [copied(f"0{i}", "ab"[i % 2], n_words=190, kind="copy") for i in range(24)]
    before = next(story for story in stories(*given) if "doc_a" in story.document_ids)
    after = next(s for s in stories(*given, *items, reuses=reuses) if "doc_a" in s.document_ids)
    assert before.document_ids == ("doc_a", "doc_b")
    assert dict(zip(after.document_ids, after.joined, strict=True))["doc_b"] == before.joined[1]


def test_a_source_that_sends_most_is_grouped_with_itself_and_joins_the_others() -> None:
    mine = [
        replace_voice(profile(f"m{i}", {f"w{i}{j}": 1.0 for j in range(6)}, names={}, day=3), "grand")
        for i in range(30)
    ]
    again = replace_voice(profile("n", {f"w7{j}": 1.0 for j in range(6)}, names={}, day=3), "grand")
    bridge = replace_voice(profile("z", BRIDGE_AGAIN, day=3), "grand")
    found = members(
        stories(profile("a", BRIDGE, day=3), profile("c", FIRE, names={}, day=3), *mine, again, bridge)
    )
    assert {("a", "z"), ("m7", "n"), ("c",)} <= found


def test_of_the_pairs_of_a_flood_each_document_keeps_its_strongest() -> None:
    left, right = np.triu_indices(60, 1)
    strength = np.arange(len(left))[::-1]
    quiet = np.zeros(len(left), dtype=bool)
    assert nearest(left, right, strength, loud=quiet).all()
    kept = nearest(left, right, strength, loud=~quiet)
    assert kept.sum() < 60 * 20 and kept[:20].all()
    assert set(left[kept]) | set(right[kept]) == set(range(60))


def test_of_hundreds_of_articles_the_first_and_the_last_are_compared() -> None:
    n_flood = 3 * MOST_OF_A_FLOOD
    names = tuple(f"doc_{i:04}" for i in range(MOST_COMPARED + n_flood))
    layers = (*[0] * MOST_COMPARED, *[1] * n_flood)
    shuffled = sorted(
        zip(names, layers, strict=True), key=lambda one: xxhash.xxh3_64_intdigest(one[0].encode())
    )
    story = msgspec.structs.replace(
        stories(profile("a", BRIDGE))[0],
        document_ids=tuple(name for name, _ in shuffled),
        layers=tuple(layer for _, layer in shuffled),
    )
    kept = membership_of(story)
    at = dict(shuffled)
    loud = [name for name in story.document_ids if at[name]]
    assert [at[name] for name in kept.document_ids] == [*kept.layers]
    assert {name for name in kept.document_ids if not at[name]} == {*names[:MOST_COMPARED]}
    half = MOST_OF_A_FLOOD // 2
    assert [name for name in kept.document_ids if at[name]] == loud[:half] + loud[-half:]


@given(st.lists(st.integers(0, 5), max_size=120), st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_the_layers_of_the_others_do_not_depend_on_a_voice_above_them(voices: list[int], n: int) -> None:
    own = np.array(voices, dtype=np.int64)
    many = np.full(max(n, len(voices) + 1, LOUD), 99, dtype=np.int64)
    together = layers_of(np.concatenate([many, own]))
    assert together[len(many) :].tolist() == layers_of(own).tolist()
    if voices:
        assert set(together[: len(many)].tolist()) == {layers_of(own).max() + 1}


@pytest.mark.parametrize(
    ("voices", "titles", "joined"),
    [
        (("radio", "radio"), ("Viaduc ferme", "Marche boursier agite"), False),
        (("radio", "radio"), ("Viaduc ferme", "Espions pieges"), False),
        (("radio", "radio"), ("Viaduc ferme lundi", "Viaduc ferme mardi"), True),
        (("radio", "tele"), ("Viaduc ferme", "Marche boursier agite"), True),
    ],
)
def test_short_articles_of_one_voice_join_only_when_their_titles_agree(
    voices: tuple[str, str], titles: tuple[str, str], joined: bool
) -> None:
    below = {f"invite{n}": 1.0 for n in range(40)}
    pair = [
        replace(
            profile(name, {**below, **dict.fromkeys(title.lower().split(), 1.0)}, day=3),
            title_terms=tuple(sorted(title.lower().split())),
            voice=voice,
        )
        for name, voice, title in zip("ab", voices, titles, strict=True)
    ]
    assert (len(members(stories(*pair, reuses=[copied("a", "b", n_words=60, kind="copy")]))) == 1) == joined
