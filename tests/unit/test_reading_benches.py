"""The benches of said times and quotations hold what they say; no error of what is kept aside is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval.reading_benches import QUOTATIONS, TIMES, bench_articles, score_quotations_bench, score_times_bench

from reading_names import PACK
from recoupe.settings import Settings
from recoupe.stages.stage import Resources

BENCHES = Path(__file__).resolve().parents[2] / "eval" / "benches"
RESOURCES = Resources({"fr": PACK}, Settings())
ARTICLE = """<article id="001" outlet="" date="2024-05-14">
<p>La gare rouvrira <t k="date" v="{day}">mercredi</t>.</p>
<p>« <q id="1" type="direct" by="{who}">Les travaux sont finis</q> », a déclaré <s id="1">Anne Morel</s>.</p>
</article>"""


@pytest.mark.parametrize("part", [*TIMES, *QUOTATIONS])
def test_every_article_of_the_benches_has_marks_in_its_text(part: str) -> None:
    articles = bench_articles(part, BENCHES / part)
    assert len(articles) >= 20
    for article in articles:
        spans = [time.span for time in article.times]
        spans += [span for quotation in article.quotations for span in quotation.content]
        assert spans, article.name
        assert all(span.of(article.text).strip() for span in spans), article.name


def test_the_benches_hold_over_six_hundred_times_and_over_a_thousand_quotations() -> None:
    times = sum(len(one.times) for part in TIMES for one in bench_articles(part, BENCHES / part))
    said = sum(len(one.quotations) for part in QUOTATIONS for one in bench_articles(part, BENCHES / part))
    assert times > 600
    assert said > 1000


@pytest.mark.parametrize(
    ("day", "who", "right"), [("2024-05-15", "Anne Morel", 1.0), ("2024-05-08", "Luc Blin", 0.0)]
)
def test_a_right_value_and_a_right_speaker_score_and_wrong_ones_do_not(
    tmp_path: Path, day: str, who: str, right: float
) -> None:
    (tmp_path / "001.xml").write_text(ARTICLE.format(day=day, who=who), "utf-8")
    for measured, measure, task in (
        (score_times_bench, "found with right value", "times-bench"),
        (score_quotations_bench, "speaker right", "quotations-bench"),
    ):
        result, articles = measured("made/open", tmp_path, RESOURCES)
        assert {score.task for score in result.scores} == {task}
        assert {s.measure: s.value for s in result.scores}[measure] == right
        assert len(articles) == 1


def test_nothing_is_shown_of_what_is_kept_aside(tmp_path: Path) -> None:
    (tmp_path / "001.xml").write_text(ARTICLE.format(day="2024-05-08", who="Luc Blin"), "utf-8")
    for measured in (score_times_bench, score_quotations_bench):
        result, articles = measured("made/aside", tmp_path, RESOURCES)
        assert result.scores
        assert not result.misses
        assert not articles
