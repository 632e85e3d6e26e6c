"""The bench of people holds what it says: enough pairs, of both kinds, and a scorer that tells them apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval.people import score_people
from eval.people_bench import ASIDE, OPEN, bench_stories, unmarked

from reading_names import PACK
from recoupe.settings import Settings
from recoupe.stages.stage import Resources

BENCHES = Path(__file__).resolve().parents[2] / "eval" / "benches"
RESOURCES = Resources({"fr": PACK}, Settings())


def test_the_bench_judges_at_least_150_pairs_of_which_about_half_are_one_person() -> None:
    pairs = [p for part in (OPEN, ASIDE) for s in bench_stories(part, BENCHES / part) for p in s.pairs]
    same = sum(left.who == right.who for left, right in pairs)
    assert len(pairs) >= 150
    assert 0.45 <= same / len(pairs) <= 0.65


@pytest.mark.parametrize("part", [OPEN, ASIDE])
def test_every_mark_of_the_bench_is_read_as_one(part: str) -> None:
    for story in bench_stories(part, BENCHES / part):
        assert len(story.articles) in {2, 3}
        assert not any(sign in article.text for article in story.articles for sign in "[]|")


def test_marks_leave_the_text_and_say_where_they_stood() -> None:
    text, ((who, span),) = unmarked("Selon [b|Mme Vial], il pleut.")
    assert (text, who, span.of(text)) == ("Selon Mme Vial, il pleut.", "b", "Mme Vial")


def test_a_wrong_merge_costs_precision_and_a_missed_one_recall(tmp_path: Path) -> None:
    (tmp_path / "pairs.toml").write_text(
        """
[[stories]]
about = "wrong on purpose"
articles = ["[a|Hortense Vial] est arrivée.", "[b|Hortense Vial] est arrivée. [a|Paul Dorval] dort."]
""",
        "utf-8",
    )
    result, _ = score_people(OPEN, tmp_path, RESOURCES)
    assert [score.value for score in result.scores] == [0.0, 0.0, 0.0]
    assert [miss.kind.partition(":")[0] for miss in result.misses] == [
        "two people told as one",
        "one person kept apart",
    ]
