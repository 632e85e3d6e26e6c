"""The bench of the agreement table: its files are sound, and its scores count what they say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from eval.accounts import Tally, judge_story, score_accounts, scores_of, tables_of
from eval.accounts_bench import ASIDE, OPEN, RELATIONS, BenchStory, bench_stories, bench_story
from eval.accounts_line import NONE, ShownStory, shown_story

from recoupe.engine.serial import SerialEngine
from recoupe.run import load_resources

ROOT = Path(__file__).resolve().parents[2]
BENCHES = ROOT / "eval" / "benches"
STORY = '''
title = "Le pont de Vauzelles"
[[article]]
id = "a1"
outlet = "L'Étape"
date = "2031-03-04T10:00:00+01:00"
title = "Effondrement du pont de Vauzelles"
text = """
VAUZELLES, 4 mars 2031 - Le pont de Vauzelles s'est effondré mardi matin.

L'accident a fait 12 blessés.

Le pont de Vauzelles mesurait 80 mètres.
"""
[[article]]
id = "a2"
outlet = "Le Relais"
date = "2031-03-04T10:00:00+01:00"
title = "Vauzelles : le pont s'effondre, 19 blessés"
text = """
Peu avant 8 heures mardi, le pont qui mène à Vauzelles a cédé. On compte 19 blessés.

Un pont voisin de Vauzelles, long de 95 mètres, reste ouvert.
"""
[[fact]]
kind = "victims"
what = "blessés"
cells = [ {article="a1", words="12 blessés"}, {article="a2", words="19 blessés", nth=2} ]
pairs = ["a1 a2 contradicts"]
[[trap]]
why = "other thing"
left = {article="a1", words="80 mètres"}
right = {article="a2", words="95 mètres"}
'''


@pytest.fixture(scope="module")
def shown() -> ShownStory:
    return shown_story(bench_story(OPEN, "pont", STORY), SerialEngine(), load_resources())


@pytest.fixture(scope="module")
def open_part() -> tuple[BenchStory, ...]:
    return bench_stories(OPEN, BENCHES / OPEN)


def test_every_label_of_the_open_part_stands_in_its_article(open_part: tuple[BenchStory, ...]) -> None:
    for story in open_part:
        assert 3 <= len(story.articles) <= 6, story.name
        assert story.pairs and story.traps, story.name
        for _, cells in story.cells:
            for cell in cells:
                assert cell.span.of(story.articles[cell.article].text) == cell.words


def test_the_labels_of_the_part_kept_aside_are_sound_and_stay_unread() -> None:
    unsound = []
    for path in sorted((BENCHES / ASIDE).glob("*.toml")):
        try:
            bench_story(ASIDE, path.stem, path.read_text("utf-8"))
        except (KeyError, ValueError):
            unsound.append(path.name)
    assert not unsound


@pytest.mark.parametrize("folder", ["stories", "disputes"])
def test_the_labels_of_stories_that_only_teach_are_sound(folder: str) -> None:
    assert all(story.pairs for story in bench_stories(OPEN, ROOT / "training" / folder))


def test_no_pair_of_articles_is_labelled_twice_in_one_fact(open_part: tuple[BenchStory, ...]) -> None:
    for story in open_part:
        pairs = [
            (frozenset({p.left[0].article, p.right[0].article}), p.what, p.left[0].span) for p in story.pairs
        ]
        assert Counter(pairs).most_common(1)[0][1] == 1, story.name


def test_the_open_part_holds_every_relation(open_part: tuple[BenchStory, ...]) -> None:
    assert {pair.relation for story in open_part for pair in story.pairs} == RELATIONS


def test_words_that_stand_twice_need_to_say_which_time_is_meant() -> None:
    with pytest.raises(ValueError, match="pont, fact 1: '19 blessés' stands 2 times in a2"):
        bench_story(OPEN, "pont", STORY.replace(", nth=2", ""))


@pytest.mark.parametrize("wrong", ["a1 a2 quarrels", "a1 a1 agrees", "a1 a3 agrees"])
def test_a_pair_that_means_nothing_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"pont, fact 1|no relation"):
        bench_story(OPEN, "pont", STORY.replace("a1 a2 contradicts", wrong))


def test_a_contradiction_that_the_table_shows_is_counted_right(shown: ShownStory) -> None:
    tally = Tally()
    judge_story(tally, shown, load_resources())
    assert tally.pairs == [("victims", "contradicts", "contradicts")]
    scores = {score.measure: score.value for score in scores_of(OPEN, tally)}
    assert (scores["shown apart P"], scores["shown apart R"]) == (1.0, 1.0)


def test_a_trap_that_the_table_does_not_touch_is_no_error(shown: ShownStory) -> None:
    tally = Tally()
    judge_story(tally, shown, load_resources())
    assert tally.traps == [("other thing", NONE)]
    assert {score.measure: score.value for score in scores_of(OPEN, tally)}["traps shown apart"] == 0.0


def test_a_row_that_sets_accounts_apart_without_a_label_is_a_false_alarm(shown: ShownStory) -> None:
    source = STORY[: STORY.index("[[fact]]")]
    bare = ShownStory(
        bench_story(OPEN, "pont", source), shown.documents, shown.rows, shown.story_of, shown.members
    )
    tally = Tally()
    judge_story(tally, bare, load_resources())
    assert tally.n_stray_apart == 1
    assert [miss.kind.split(":")[0] for miss in tally.misses] == ["row without a label"]
    assert {score.measure: score.value for score in scores_of(OPEN, tally)}["shown apart P"] == 0.0


def test_a_pair_labelled_otherwise_than_shown_counts_against_precision() -> None:
    tally = Tally()
    tally.pairs = [
        ("count", "agrees", "contradicts"),
        ("count", "differs", "contradicts"),
        ("count", "updates", "agrees"),
        ("count", "refines", "agrees"),
        ("count", "contradicts", NONE),
    ]
    tally.joined, tally.read = [True] * 4 + [False], [True] * 5
    tally.traps = [("dont", "differs"), ("dont", NONE)]
    scores = {score.measure: (score.value, score.n) for score in scores_of(OPEN, tally)}
    assert scores["shown apart P"] == (pytest.approx(1 / 3), 3)
    assert scores["shown apart R"] == (0.5, 2)
    assert scores["shown apart R, if joined"] == (1.0, 1)
    assert scores["agrees, refines P"] == (0.5, 2)
    assert scores["traps shown apart"] == (0.5, 2)
    assert "dont" in tables_of(OPEN, tally)


def test_the_errors_of_the_part_kept_aside_are_told_to_nobody(tmp_path: Path) -> None:
    (tmp_path / "pont.toml").write_text(STORY.replace("contradicts", "agrees"), "utf-8")
    seen, _ = score_accounts(OPEN, tmp_path, load_resources())
    kept, _ = score_accounts(ASIDE, tmp_path, load_resources())
    assert seen.misses and not kept.misses
    assert [score.value for score in seen.scores] == [score.value for score in kept.scores]
