"""Signs of machine translation: each rule on its cases, and the judgement on whole texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from recoupe.packs import load_pack
from recoupe.packs.cases import Case, read_cases
from recoupe.records.findings import Mention
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.translated import judge_translation
from written import document_of

PACK = load_pack("fr")
CASES = read_cases(PACK.folder / "cases" / "translated.txt")
COVERAGE = Path(__file__).resolve().parents[2] / ".." / "shared" / "coverage" / "lavrov-2017"

TRANSLATED = (
    "Président Maurel a payé une visite mardi à la ville de Tarnac. « Nous allons aider », le président a "
    "dit à les habitants. Les relations entre la France et de la Norvège restent bonnes, pour ne pas "
    "mentionner les ventes, selon à un rapport. Les prix ont tombé et le situation reste difficile, "
    "malgré les efforts ont montré une volonté. Tous travaillent à ce mettre fin à la crise, a argumenté que "
    "le ministre, qui est attendu de voler à Oslo demain pour plus que 20 rencontres avec les élus."
)
WRITTEN = (
    "La présidente Claire Maurel s'est rendue mardi à Tarnac. « Nous allons vous aider », a-t-elle dit aux "
    "habitants réunis sur la place. Les relations entre la France et la Norvège restent bonnes, sans parler "
    "des échanges, selon un rapport. Les prix sont tombés et la situation reste difficile pour tous, "
    "malgré les efforts du ministère. Chacun travaille à mettre fin à la crise, a soutenu le ministre, qui "
    "est attendu demain à Oslo, où il verra plus de vingt élus et le directeur du port."
)


def drafted(text: str) -> Draft:
    draft = Draft(document_of(text), PACK)
    return replace(draft, sentences=find_sentences(draft))


def marked(case: Case) -> Draft:
    """Return the draft of a case, its name marks taken for names found before."""
    kinds = {"per": "PER", "loc": "LOC", "org": "ORG"}
    draft = drafted(case.text)
    mentions = tuple(
        Mention(f"m{span.start}", span, kinds[label], "name", span.of(case.text), None, None, None, "test")  # type: ignore[arg-type]
        for label, span in case.marks
        if label in kinds
    )
    return replace(draft, mentions=mentions)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}:{case.line}")
def test_a_sign_of_translation_is_seen_in_its_cases_only(case: Case) -> None:
    judgement = judge_translation(marked(case))
    seen = f"fr/translated/{case.rule}" in judgement.reasons
    assert seen is case.positive
    for label, span in case.marks:
        if label == "sign":
            assert span in judgement.spans


def test_each_sign_of_translation_has_two_cases_of_each_sort() -> None:
    for rule in PACK.rules("translated"):
        cases = [case for case in CASES if rule.id.endswith(f"/{case.rule}")]
        assert sum(case.positive for case in cases) >= 2, rule.id
        assert sum(not case.positive for case in cases) >= 2, rule.id


def judged(text: str) -> bool | None:
    draft = drafted(text)
    mentions, entities = find_names(draft)
    return judge_translation(replace(draft, mentions=mentions, entities=entities)).value


def test_a_text_full_of_signs_is_judged_translated() -> None:
    assert judged(TRANSLATED) is True


def test_the_same_news_in_good_french_is_judged_written() -> None:
    assert judged(WRITTEN) is False


def test_a_text_of_one_sentence_is_left_unknown() -> None:
    assert judged("La présidente est arrivée mardi à Tarnac.") is None


@pytest.mark.skipif(not COVERAGE.is_dir(), reason="the shared coverage is not beside the checkout")
def test_of_the_five_articles_only_the_translated_one_is_judged_so() -> None:
    texts = sorted(COVERAGE.glob("*.txt"))
    assert [judged(path.read_text("utf-8")) for path in texts] == [True, False, False, False, False]
