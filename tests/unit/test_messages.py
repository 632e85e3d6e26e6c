"""The catalogue: the same in both languages, filled safely, and complete for every code in use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recoupe import errors
from recoupe.messages import LANGUAGES, Catalogue, load_catalogue
from recoupe.messages.catalogue import DATA_KINDS

SRC = Path(__file__).resolve().parents[2] / "src" / "recoupe"
FR, EN = load_catalogue("fr"), load_catalogue("en")
SOURCES = {path: path.read_text("utf-8") for path in sorted(SRC.rglob("*.py"))}


def forms(catalogue: Catalogue, key: str) -> list[str]:
    message = catalogue.messages[key]
    return [message] if isinstance(message, str) else list(message.values())


def fixed_words(text: str) -> str:
    return re.sub(r"\{[^}]*\}", "", text)


def test_both_languages_say_the_same_things() -> None:
    assert FR.messages.keys() == EN.messages.keys()
    for key in FR.messages:
        assert set(FR.slots(key)) == set(EN.slots(key)), key
        assert isinstance(FR.messages[key], str) == isinstance(EN.messages[key], str), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pseudo_language_shows_that_every_message_can_be_filled(language: str) -> None:
    catalogue = load_catalogue(language)
    for key in catalogue.messages:
        values: dict[str, object] = {
            name: {"count": 3, "measure": 0.5, "date": "2031-03-01"}.get(kind, f"‹{name}›")
            for kind, name in catalogue.slots(key)
        }
        text = catalogue.text(key, values)
        assert "{" not in text and "}" not in text, key
        for kind, name in catalogue.slots(key):
            if kind in ("quoted", "given", "label"):
                assert f"‹{name}›" in text, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_slots_hold_data_or_members_of_a_list(language: str) -> None:
    catalogue = load_catalogue(language)
    lists = {key.split(".")[1] for key in catalogue.messages if key.startswith("terms.")}
    for key in catalogue.messages:
        for kind, _ in catalogue.slots(key):
            assert kind in DATA_KINDS or kind in lists, (key, kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_states_no_figure_of_its_own(language: str) -> None:
    """The fixed words of what is said about articles hold no number, so each number has a slot."""
    catalogue = load_catalogue(language)
    for key in catalogue.messages:
        if key.startswith(("why.", "line.", "count.", "terms.relation", "terms.slot")):
            for form in forms(catalogue, key):
                assert not re.search(r"\d", fixed_words(form)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_gives_words_of_articles_through_quoted_slots_only(language: str) -> None:
    catalogue = load_catalogue(language)
    for key in catalogue.messages:
        if key.startswith(("why.", "line.")):
            assert not any(kind == "given" for kind, _ in catalogue.slots(key)), key


def test_french_sets_narrow_spaces_before_high_marks_and_inside_guillemets() -> None:
    for key in FR.messages:
        for form in forms(FR, key):
            assert not re.search(r"\S [;!?»]|« |\S [:](?=\s|$)", form), (key, form)
    assert FR.text("search.none", {"query": "mot"}).startswith("Rien pour «\u202fmot\u202f»")


def test_article_text_in_a_slot_is_never_altered() -> None:
    words = "« Quoi ? » : non !"
    assert words in FR.text("dossier.authority", {"names": words})


def test_plurals_follow_the_language() -> None:
    assert [FR.text("count.articles", {"n": n}) for n in (0, 1, 2)] == [
        "0 article",
        "1 article",
        "2 articles",
    ]
    assert [EN.text("count.articles", {"n": n}) for n in (0, 1, 2)] == [
        "0 articles",
        "1 article",
        "2 articles",
    ]


@pytest.mark.parametrize(
    ("edtf", "french", "english"),
    [
        ("2031", "2031", "2031"),
        ("2031-05", "mai 2031", "May 2031"),
        ("2031-05-01", "1er mai 2031", "1 May 2031"),
        ("2031-05-17T18:04:00+02:00", "17 mai 2031, 18\u202fh\u202f04", "17 May 2031, 18:04"),
        ("2031-21", "printemps 2031", "spring 2031"),
        ("2031-33", "2031-33", "2031-33"),
        ("XXXX-WXX-1", "XXXX-WXX-1", "XXXX-WXX-1"),
    ],
)
def test_a_date_is_worded_as_finely_as_it_was_stated(edtf: str, french: str, english: str) -> None:
    assert (FR.date(edtf), EN.date(edtf)) == (french, english)


def test_numbers_bear_the_separators_of_the_language() -> None:
    assert (FR.number(1234567), EN.number(1234567)) == ("1\u202f234\u202f567", "1,234,567")


def test_words_that_bring_their_quotation_marks_get_no_second_pair() -> None:
    assert FR.quoted("« oui »") == "« oui »"
    assert FR.quoted("oui") == "«\u202foui\u202f»"


def test_an_unknown_member_of_a_list_is_shown_as_it_is() -> None:
    assert FR.term("slot", "something new") == "something new"


def codes_in_use(pattern: str) -> set[tuple[str, str]]:
    return {
        (code, path.name)
        for path, text in SOURCES.items()
        for code in re.findall(pattern, text)
        if path.parent.name not in ("cli", "dossier", "messages")
    }


def test_every_reason_has_a_message() -> None:
    found = codes_in_use(r"\bReason\(\s*\"([a-z_]+)\"")
    assert len(found) > 20
    missing = {(code, name) for code, name in found if f"why.{code}" not in FR}
    assert not missing


def test_every_issue_has_a_message() -> None:
    found = codes_in_use(r"\brefused\(\s*[^,()]+,\s*\"([a-z_]+)\"")
    found |= codes_in_use(r"_issue\([^()]*?\"([a-z_]+)\"") | codes_in_use(r"\bcode=\"([a-z_]+)\"")
    found |= codes_in_use(r"\bIssue\(\s*make_id\([^)]*\"([a-z_]+)\"\)")
    assert len(found) > 8
    missing = {
        (code, name) for code, name in found if f"issue.{code}" not in FR and f"error.{code}" not in FR
    }
    assert not missing


def test_every_exception_has_a_message() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.RecoupeError)]
    assert len(kinds) > 8
    assert not {k.code for k in kinds if f"error.{k.code}" not in FR}


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    groups = {key.split(".")[0] for key in FR.messages}
    for path, text in SOURCES.items():
        if path.parent.name not in ("cli", "dossier"):
            continue
        for key in re.findall(r"text\(\s*\"([a-z_]+\.[a-z_]+)\"", text):
            assert key.split(".")[0] in groups and key in FR, (key, path.name)


def test_the_members_of_the_closed_lists_have_words() -> None:
    from typing import get_args

    from recoupe.records import comparisons, findings

    lists = {
        "slot": findings.Slot,
        "status": findings.Status,
        "channel": findings.Channel,
        "polarity": findings.Polarity,
        "certainty": findings.Certainty,
        "entity": findings.NameType,
        "relation": comparisons.Relation,
        "sign": comparisons.Relation,
    }
    for group, members in lists.items():
        for member in get_args(members):
            assert f"terms.{group}.{member}" in FR, (group, member)
