"""What a stretch of text is about: stems, and keys of places and people."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recoupe.packs import load_pack
from recoupe.records.findings import DocumentEntity, Mention, NameType
from recoupe.records.spans import Span
from recoupe.stages.text.topics import Lexis, content_keys

PACK = load_pack("fr")


def keys(text: str, *names: tuple[str, NameType, str | None]) -> tuple[str, ...]:
    """Return the keys of a text in which `names` (words, type, gazetteer key) stand."""
    mentions, entities = [], []
    for words, kind, key in names:
        span = Span(text.index(words), text.index(words) + len(words))
        mentions.append(Mention(words, span, kind, "name", words, words, None, None, "test"))
        entities.append(DocumentEntity(words, kind, words, (words,), (words,), (), key))
    return content_keys(Lexis(text, tuple(mentions), tuple(entities), PACK), Span(0, len(text)))


def test_a_country_its_adjective_and_a_file_on_it_are_one_topic() -> None:
    named = keys("la situation en Norvège", ("Norvège", "LOC", "NO"))
    assert named == keys("le dossier norvégien") == keys("la Norvège", ("Norvège", "LOC", "NO")) == ("NO",)


def test_a_capital_stands_for_its_country() -> None:
    assert keys("les relations entre Oslo et Rome", ("Oslo", "LOC", "oslo"), ("Rome", "LOC", "rome")) == (
        "IT",
        "NO",
        "relat",
    )


def test_an_adjective_with_a_prefix_keeps_its_country() -> None:
    assert keys("les sanctions antinorvégiennes") == ("NO", "sanction")
    assert keys("l'amitié franco-italienne") == ("FR", "IT", "amiti")


def test_numbers_and_last_names_stay_whole() -> None:
    assert keys("le projet de Claire Montbrun pour 2024", ("Claire Montbrun", "PER", None)) == (
        "2024",
        "montbrun",
        "projet",
    )


def test_words_that_only_frame_a_subject_give_no_key() -> None:
    assert keys("plusieurs questions") == ()


def test_accents_and_case_make_no_difference() -> None:
    assert keys("La Désescalade") == keys("la desescalade")


@given(st.text(max_size=200))
def test_any_text_gives_sorted_distinct_keys(text: str) -> None:
    found = content_keys(Lexis(text, (), (), PACK), Span(0, len(text)))
    assert list(found) == sorted(set(found))
