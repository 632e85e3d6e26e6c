"""The evaluation command, on marks invented here and on a quick part of the real ones where they are."""

from __future__ import annotations

import io
import json
import tarfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from eval.command import main
from eval.encounters import score_encounters
from eval.floors import Floors, pinned, read_floors, troubles, written
from eval.gold import GoldArticle, GoldEncounter, GoldTime, authored_article
from eval.names import score_names
from eval.quantities import is_unit_right, is_value_right
from eval.quotations import score_quotations
from eval.reading import ReadArticle, read_articles
from eval.same import is_same
from eval.score import Miss, Result, Score, overlap, pairs_by_likeness
from eval.stories import score_stories
from eval.tables import END, START, errors, readme_block, with_block
from eval.time_cases import ARCHIVE, score_time_cases, time_cases
from eval.times import is_right

from recoupe.engine.serial import SerialEngine
from recoupe.packs import load_pack
from recoupe.records.documents import Document
from recoupe.records.findings import (
    Encounter,
    Judgement,
    Mention,
    NameType,
    Participant,
    Quotation,
    Reading,
    TimeExpression,
)
from recoupe.records.spans import Run, Span
from recoupe.records.values import Interval, When
from recoupe.run import load_resources

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
FRENCH = load_pack("fr")
MARKUP = """<article id="h-002" outlet="L'Étape" country="fr" date="2031-03-04" section="régions">
<title>Le pont de <n t="LOC">Vauzelles</n> rouvrira</title>
<p>« <q id="1" type="direct" by="Lise Arnoult">Nous rouvrons</q> »,
<c id="1">a dit</c> <s id="1"><n t="PER">Lise Arnoult</n></s>,
« <q id="1" type="direct" by="Lise Arnoult">dès jeudi</q> ». Le « grand soir » attendra.</p>
</article>"""


def invented() -> GoldArticle:
    return authored_article(MARKUP, beat="h", number="002")


def read(
    article: GoldArticle, *, moved: int = 0, story: str | None = None, **findings: object
) -> ReadArticle:
    """An article as if it had been read with these findings; `moved` characters were put before its text."""
    document = Document(
        id="doc", input=article.name, capture_ids=(), url=None, outlet=None, title=None, byline=None,
        published=None, modified=None, language="fr", section=None, tags=(), text=" " * moved + article.text,
        offset_map=(Run(moved, 0, len(article.text)),), blocks=(),
    )  # fmt: skip
    nothing = Reading("read", "doc", "fr", (), (), (), (), (), (), (), (), Judgement(None, (), ()))
    return ReadArticle(article, document, replace_fields(nothing, findings), story)


def replace_fields(reading: Reading, findings: dict[str, object]) -> Reading:
    fields = {name: getattr(reading, name) for name in reading.__struct_fields__}
    return Reading(**{**fields, **findings})


def where(article: GoldArticle, words: str, *, moved: int = 0) -> Span:
    start = article.text.index(words) + moved
    return Span(start, start + len(words))


def mention(span: Span, kind: NameType) -> Mention:
    return Mention(f"m{span.start}", span, kind, "name", "", None, None, None, "test")


def quotation(*content: Span, speaker: str | None) -> Quotation:
    return Quotation("q", "direct", content, None, None, None, speaker, "certain", (), "fr/quotations/test")


def value_of(result: Result, measure: str) -> float:
    return next(score.value for score in result.scores if score.measure == measure)


def test_marks_of_an_article_are_read_at_their_offsets() -> None:
    article = invented()
    assert [(span.of(article.text), kind) for span, kind in article.names] == [
        ("Vauzelles", "LOC"),
        ("Lise Arnoult", "PER"),
    ]
    (only,) = article.quotations
    assert [span.of(article.text) for span in only.content] == ["Nous rouvrons", "dès jeudi"]
    assert [span.of(article.text).strip() for span in article.not_speech] == ["grand soir"]
    assert (article.split, article.event, article.given["published"]) == ("train", "h1", "2031-03-04")


def test_a_name_counts_only_with_both_ends_and_type_and_in_the_text_as_given() -> None:
    article = invented()
    right = mention(where(article, "Lise Arnoult", moved=7), "PER")
    short = mention(where(article, "Arnoult", moved=7), "PER")
    place = where(article, "Vauzelles", moved=7)
    good = score_names("s", [read(article, moved=7, mentions=(right, mention(place, "LOC")))], FRENCH)
    bad = score_names("s", [read(article, moved=7, mentions=(short, mention(place, "ORG")))], FRENCH)
    assert value_of(good, "PER/LOC/ORG F") == 1.0
    assert value_of(bad, "PER/LOC/ORG F") == 0.0
    assert [miss.kind for miss in bad.misses] == ["LOC taken for ORG", "PER too short"]


def test_a_quotation_is_matched_by_the_characters_it_shares() -> None:
    article = invented()
    part = quotation(where(article, "Nous rouvrons"), speaker="Mme Arnoult")
    result = score_quotations("s", [read(article, quotations=(part,))], FRENCH)
    assert value_of(result, "overlap 0.3 F") == 1.0
    assert value_of(result, "overlap 0.8 F") == 0.0
    assert value_of(result, "speaker right") == 1.0
    assert value_of(result, "scare quotes taken") == 0.0


def test_marks_that_hold_no_speech_count_when_they_are_taken_for_it() -> None:
    article = invented()
    taken = quotation(where(article, "grand soir"), speaker=None)
    result = score_quotations("s", [read(article, quotations=(taken,))], FRENCH)
    assert value_of(result, "scare quotes taken") == 1.0
    assert value_of(result, "overlap 0.3 P") == 0.0


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("Lise Arnoult", "Arnoult", True),
        ("Lise Arnoult", "Lise", True),
        ("Lise Arnoult", "Paul Arnoult-Mézières", True),
        ("Lise Arnoult", "Lise Mercadal", False),
        ("Lise Arnoult", None, False),
        ("le parquet de Sens", "parquet", True),
        ("ministre moldave", "président moldave", False),
        ("Ligue des quais libres", "LQL", True),
        ("Ligue des quais libres", "LQM", False),
    ],
)
def test_namings_of_one_speaker(gold: str, found: str | None, same: bool) -> None:
    assert is_same(gold, found, FRENCH) is same


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("2031-03-04", "2031-03-04", True),
        ("2031-03-04", "2031-03-05", False),
        ("2031-03-XX", "2031-03", True),
        ("2031-03-04", "2031-03-04TEV", True),
        ("2031-03-15~", "2031-03-11/2031-03-20", True),
        ("2031-03-25~", "2031-03-11/2031-03-20", False),
        ("2031-03-04/2031-03-05", "2031-03-04TNI", True),
        ("2031-03-04T07:00", "2031-03-04T07", True),
        ("2031-03-04T07:00Z", "2031-03-04T08:00+01:00", True),
        ("2031-03-04T07:00Z", "2031-03-04T07:00+01:00", False),
        ("PT90M", "PT1H30M", True),
        ("P1Y", "P12M", True),
        ("P1Y", "P12D", False),
    ],
)
def test_values_of_times(gold: str, found: str, right: bool) -> None:
    ours = TimeExpression(Span(0, 1), "date", found, None, None, "exact", None, "test")
    assert is_right(GoldTime(Span(0, 1), "date", gold), ours) is right


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ((12, 12), Interval(12, 12, "mort"), True),
        ((12, 12), Interval(11, 13, "mort"), True),
        ((12, 12), Interval(0, 100, "mort"), False),
        ((12, 12), Interval(12, None, "mort"), True),
        ((12, None), Interval(12, None, "mort"), True),
        ((12, None), Interval(12, 12, "mort"), False),
        ((200, 999), Interval(200, 1000, "mort"), True),
        ((200, 999), Interval(200, 2000, "mort"), False),
    ],
)
def test_values_of_quantities(
    wanted: tuple[float | None, float | None], found: Interval, right: bool
) -> None:
    assert is_value_right(wanted, found) is right


@pytest.mark.parametrize(
    ("wanted", "found", "right"),
    [
        ("euros par mois", Interval(1, 1, "EUR"), True),
        ("dollars", Interval(1, 1, "EUR"), False),
        ("kilomètres", Interval(1, 1, "m"), True),
        ("% du budget", Interval(1, 1, "%"), True),
        ("bateliers grévistes", Interval(1, 1, "batelier"), True),
        ("bateliers grévistes", Interval(1, 1, "écluse"), False),
    ],
)
def test_units_of_quantities(wanted: str, found: Interval, right: bool) -> None:
    assert is_unit_right(wanted, found, FRENCH) is right


def test_an_encounter_is_found_by_its_trigger_and_judged_by_its_sides() -> None:
    wanted = GoldEncounter(Span(3, 10), ("Lise Arnoult", "Paul Mercadal"), None, "held")
    sides = (Participant(None, "Mme Arnoult", None, Span(0, 1)),)
    found = Encounter("e", "meeting", (Span(8, 9),), sides, "unknown", "planned", (), (), "test")
    article = replace(invented(), encounters=(wanted,))
    result = score_encounters("s", [read(article, encounters=(found,))], FRENCH)
    assert value_of(result, "found F") == 1.0
    assert value_of(result, "participants of found") == 0.5
    assert value_of(result, "right status of found") == 0.0


def test_a_table_with_a_measure_that_its_task_lacks_is_refused(tmp_path: Path) -> None:
    about = Path(__file__).resolve().parents[2] / "eval" / "scores.toml"
    renamed = about.read_text("utf-8").replace('"copies R"', '"copies Z"')
    (tmp_path / "scores.toml").write_text(renamed, "utf-8")
    scores = [Score("reuse", "press-fr", measure, 0.5, 1) for measure in ("copies P", "copies R")]
    assert "0.50" in readme_block(scores, about, "en")
    with pytest.raises(ValueError, match="copies Z"):
        readme_block(scores, tmp_path / "scores.toml", "en")


def time_case(said: str, start: str, end: str, **more: object) -> dict[str, object]:
    bounds = {"startDate": start, "endDate": end}
    value = {"Timex": start, "PastResolution": bounds, "FutureResolution": bounds}
    return {"Input": f"Le bac partira {said}", "Results": [{"Text": said, "Value": value}], **more}


def archive_of_time_cases(folder: Path) -> None:
    """Two cases by French writers, one translated word by word, and the English ones with their days."""
    own = {"NotSupported": "python"}
    french = [
        *([time_case("cette mai", "2031-05-01", "2031-06-01")] * 13),
        time_case("en avril 2031", "2031-04-01", "2031-05-01", **own),
        time_case("le mois prochain", "2031-07-01", "2031-08-01", **own),
    ]
    english = [
        time_case(
            "next month", "2031-07-01", "2031-08-01", Context={"ReferenceDateTime": "2031-06-10T00:00:00"}
        ),
        time_case(
            "in April", "2031-04-01", "2031-05-01", Context={"ReferenceDateTime": "2031-03-10T00:00:00"}
        ),
        time_case(
            "next month", "2031-07-01", "2031-08-01", Context={"ReferenceDateTime": "2031-06-20T00:00:00"}
        ),
    ]
    with tarfile.open(folder / ARCHIVE, "w:gz") as archive:
        for language, cases in (("fr", french), ("en", english)):
            for kind in ("Date", "Duration", "DatePeriod"):
                body = json.dumps(cases if kind == "DatePeriod" else []).encode("utf-8-sig")
                member = tarfile.TarInfo(f"./{language}/{kind}Parser.json")
                member.size = len(body)
                archive.addfile(member, io.BytesIO(body))


def test_time_cases_take_their_day_from_the_cases_they_translate(tmp_path: Path) -> None:
    archive_of_time_cases(tmp_path)
    *out, april, july = time_cases(tmp_path)
    cases = [april, july]
    assert len(out) == 13
    assert all(case.times[0].type.startswith("left out: ") for case in out)
    assert [case.id for case in cases] == ["DatePeriod/13", "DatePeriod/14"]
    assert [case.given["published"] for case in cases] == ["2031-03-10", "2031-06-20"]
    spring = When("2031-04", datetime(2031, 4, 1, tzinfo=UTC), datetime(2031, 5, 1, tzinfo=UTC), "month")
    found = TimeExpression(cases[0].times[0].span, "date", "2031-04", spring, None, "exact", None, "test")
    result = score_time_cases("time", [read(case, times=(found,)) for case in (*out, *cases)], FRENCH)
    assert value_of(result, "found") == 1.0
    assert value_of(result, "found with right value") == 0.5
    assert sum(score.n for score in result.scores if score.measure.startswith("left out: ")) == 13


def test_stories_are_scored_pair_by_pair() -> None:
    articles = [replace(invented(), id=str(i), event=event) for i, event in enumerate("aab")]
    one_story = [read(article, story="s1") for article in articles]
    result = score_stories("s", one_story, FRENCH)
    assert [round(score.value, 2) for score in result.scores] == [0.33, 1.0, 0.5]
    assert value_of(score_stories("s", [read(a) for a in articles], FRENCH), "pairs R") == 0.0


def test_overlap_and_pairing_use_each_thing_once() -> None:
    assert overlap([Span(0, 10)], [Span(0, 10)]) == 1.0
    assert overlap([], []) == 0.0
    likeness = {("a", "x"): 0.9, ("a", "y"): 0.5, ("b", "x"): 0.8}
    pairs = pairs_by_likeness("ab", "xy", likeness=lambda g, f: likeness.get((g, f), 0.0))
    assert pairs == [(0, 0)]


def test_articles_go_through_the_real_line() -> None:
    (one,) = read_articles([invented()], with_stories=True, engine=SerialEngine(), resources=load_resources())
    assert one.document is not None
    assert one.document.published is not None
    assert one.document.published.value == "2031-03-04"
    assert one.reading is not None
    assert one.story is not None
    assert all(one.at(sentence) is not None for sentence in one.reading.sentences)


SCORES = (
    Score("names", "s test", "all F", 0.805, 1000, is_goal=True),
    Score("quotations", "s test", "scare quotes taken", 0.1, 50, lower_is_better=True, is_goal=True),
    Score("names", "s test", "all P", 0.9, 1000),
    Score("names", "s test", "EVT F", 0.9, 3, is_goal=True),
)


def test_floors_are_pinned_just_below_and_read_back(tmp_path: Path) -> None:
    floors = pinned(SCORES, Floors({}, {}), {"s": "d1"}, may_fall=False)
    assert floors.limits == {
        ("names", "s test", "all F"): 0.795,
        ("quotations", "s test", "scare quotes taken"): 0.14,
    }
    (tmp_path / "floors.toml").write_text(written(floors), "utf-8")
    assert read_floors(tmp_path / "floors.toml") == floors


def test_a_score_under_its_floor_or_another_corpus_is_told() -> None:
    floors = pinned(SCORES, Floors({}, {}), {"s": "d1"}, may_fall=False)
    worse = (replace(SCORES[0], value=0.7), replace(SCORES[1], value=0.2))
    both = ["names", "quotations"]
    assert troubles(SCORES, floors, {"s": "d1"}, tasks=both) == []
    assert len(troubles(SCORES, floors, {"s": "d2"}, tasks=both)) == 1
    assert len(troubles(worse, floors, {"s": "d1"}, tasks=both)) == 2
    assert len(troubles(worse, floors, {"s": "d1"}, tasks=["names"])) == 1
    assert len(troubles(SCORES[2:], floors, {"s": "d1"}, tasks=["names"])) == 1


def test_floors_rise_by_themselves_and_fall_only_when_asked() -> None:
    floors = pinned(SCORES, Floors({}, {}), {}, may_fall=False)
    key = ("names", "s test", "all F")
    better, worse = replace(SCORES[0], value=0.9), replace(SCORES[0], value=0.7)
    assert pinned([better], floors, {}, may_fall=False).limits[key] == 0.89
    assert pinned([worse], floors, {}, may_fall=False).limits[key] == 0.795
    assert pinned([worse], floors, {}, may_fall=True).limits[key] == 0.69


def test_words_are_shown_only_of_sets_whose_words_may_be() -> None:
    own = invented()
    foreign = replace(own, set="elsewhere")
    for article, is_shown in ((own, True), (foreign, False)):
        miss = Miss("LOC missed", article.name, where(article, "Vauzelles"))
        shown = errors([miss], {article.name: article}, most=3)
        assert "LOC missed" in shown
        assert ("Vauzelles" in shown) is is_shown


def test_only_the_block_between_the_markers_of_a_readme_changes() -> None:
    readme = f"before\n{START}\nold\n{END}\nafter\n"
    assert with_block(readme, "new") == f"before\n{START}\nnew\n{END}\nafter\n"
    with pytest.raises(ValueError, match="markers"):
        with_block("no marker here", "new")


def test_wrong_use_is_told_from_a_failed_check(tmp_path: Path) -> None:
    assert main(["--data", str(tmp_path), "--only", "names"]) == 2
    with pytest.raises(SystemExit) as trouble:
        main(["--only", "rhymes"])
    assert trouble.value.code == 2


@pytest.mark.skipif(not DATA.is_dir(), reason="the marked articles are not beside the checkout")
def test_no_score_of_the_quick_part_is_under_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    quick = "names,quotations,times,quantities"
    status = main(["--data", str(DATA), "--only", quick, "--check"])
    assert status == 0, capsys.readouterr().err
