"""Bad input gives an issue or a document, fast, and loses nothing else."""

from __future__ import annotations

import json
import time

import pytest

from recoupe.packs import load_packs
from recoupe.records.documents import Capture, Document
from recoupe.records.ledger import Issue
from recoupe.settings import CleanSettings, Settings
from recoupe.sources.captures import ARTICLE, PAGE, TEXT, refused, taken
from recoupe.stages.clean.clean import CLEAN
from recoupe.stages.stage import Resources

RESOURCES = Resources(load_packs(), Settings())
SENTENCE = "La ministre est arrivée lundi à Tarnac, où l'attendait le préfet de l'estuaire. "


def clean(*captures: Capture, settings: Settings | None = None) -> tuple[list[Document], list[Issue]]:
    resources = Resources(RESOURCES.packs, settings or RESOURCES.settings)
    records = list(CLEAN.run(captures[0].body_digest, captures, resources))
    documents = [record for record in records if isinstance(record, Document)]
    return documents, [record for record in records if isinstance(record, Issue)]


def test_a_refused_capture_becomes_an_issue_with_its_facts() -> None:
    documents, issues = clean(refused("a.txt", "too_large", facts=(("max_bytes", "1"),)))
    assert not documents
    assert [(i.input, i.code, i.facts, i.document_id) for i in issues] == [
        ("a.txt", "too_large", (("max_bytes", "1"),), None)
    ]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "iso8859_15"])
def test_an_undeclared_encoding_is_guessed_and_said(encoding: str) -> None:
    text = SENTENCE * 5 + "Le chef du gouvernement a été reçu à l'hôtel de ville, où il a dîné."
    (document,), (issue,) = clean(taken("a.txt", text.encode(encoding), media_type=TEXT))
    assert document.text == text
    assert issue.code == "encoding_guessed" and issue.document_id == document.id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_need_no_guess(encoding: str) -> None:
    (document,), issues = clean(taken("a.txt", SENTENCE.encode(encoding), media_type=TEXT))
    assert document.text == SENTENCE.strip() and issues == []


def test_the_encoding_a_page_declares_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1252"></head><body><p>{SENTENCE * 5}</p></body></html>'
    (document,), issues = clean(taken("a.html", page.encode("cp1252"), media_type=PAGE))
    assert SENTENCE.strip() in document.text and issues == []


def test_a_broken_byte_does_not_turn_a_text_into_another_encoding() -> None:
    body = (SENTENCE * 20).encode()[:-1] + b"\xe2\x80 fin."
    (document,), (issue,) = clean(taken("a.txt", body, media_type=TEXT))
    assert document.text.startswith(SENTENCE)
    assert issue.facts == (("encoding", "utf-8"), ("n_lost", "1"))


@pytest.mark.parametrize("body", [b">>> *** <<<", "…\n\n—".encode(), b"\x00\x00 \x00"])
def test_signs_without_words_are_no_text(body: bytes) -> None:
    documents, issues = clean(taken("a.txt", body, media_type=TEXT))
    assert not documents and [issue.code for issue in issues] == ["no_text"]


def test_furniture_alone_is_kept_but_said_to_be_no_text() -> None:
    page = (
        "Suivez-nous sur Facebook et sur Instagram\n\nInscrivez-vous à notre newsletter\n\nMentions légales"
    )
    (document,), issues = clean(taken("a.txt", page.encode(), media_type=TEXT))
    assert [issue.code for issue in issues] == ["no_text"] and not document.article_blocks()


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "table><tr><td"])
def test_fifty_thousand_open_tags_give_their_text_fast(tag: str) -> None:
    page = f"<html><body>{f'<{tag}>' * 50_000}{SENTENCE}".encode()
    started = time.process_time()
    (document,), issues = clean(taken("a.html", page, media_type=PAGE))
    assert time.process_time() - started < 10
    assert SENTENCE.strip() in document.text
    assert [issue.code for issue in issues] == ["markup_too_deep"]


def test_deep_json_is_told() -> None:
    documents, issues = clean(taken("a", b'{"text": ' + b"[" * 200_000, media_type=ARTICLE))
    assert not documents and issues[0].code == "bad_json"


def test_a_line_of_a_million_characters_is_kept_and_cut_for_the_reading() -> None:
    body = (SENTENCE * 13_000).encode()
    started = time.process_time()
    (document,), issues = clean(taken("a.txt", body, media_type=TEXT))
    assert time.process_time() - started < 5
    assert [issue.code for issue in issues] == ["truncated"]
    read, rest = document.blocks
    assert len(read.span) <= CleanSettings.max_block_chars and read.span.of(document.text).endswith(".")
    assert rest.kind == "furniture" and len(document.text) > 1_000_000


@pytest.mark.parametrize(
    "line",
    [
        "a" * 64_000, "Lire aussi " * 6_000, "© " * 30_000, "A. " * 20_000, "« " * 30_000, "1" * 64_000,
        "- " * 30_000, "Par Anne Maurel " * 4_000, "\u0301" * 64_000, "e\u0301" * 30_000, "\u00ad" * 64_000,
        "Partager " * 7_000, "#a " * 20_000, "<a<" * 20_000, "\t" * 64_000, "x\u00ady" * 20_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("cut", [64_000, 590, 150])
def test_hostile_lines_are_judged_in_no_time(line: str, cut: int) -> None:
    text = f"{SENTENCE}\n\n{line[:cut]}\n\n{SENTENCE}"
    started = time.process_time()
    clean(taken("a.txt", text.encode(), media_type=TEXT))
    assert time.process_time() - started < 2


def test_many_short_lines_are_judged_in_linear_time() -> None:
    body = b"Par Anne Maurel et\n" * 10_000
    started = time.process_time()
    clean(taken("a.txt", body, media_type=TEXT))
    assert time.process_time() - started < 10


def test_a_text_in_a_language_without_a_pack_is_kept() -> None:
    text = (
        "Il ministro degli esteri ha incontrato ieri il presidente a Roma, dove era arrivato in mattinata. "
        * 3
    )
    (document,), issues = clean(taken("a.txt", text.encode(), media_type=TEXT))
    assert document.language == "it" and document.text == text.strip() and issues == []


def test_a_text_too_short_to_tell_has_no_language() -> None:
    (document,), _ = clean(taken("a.txt", b"Tarnac", media_type=TEXT))
    assert document.language == "und"


def test_an_article_given_twice_is_one_document_and_says_so() -> None:
    first, second = (taken(name, SENTENCE.encode(), media_type=TEXT) for name in ("b.txt", "a.txt"))
    (document,), (issue,) = clean(first, second)
    assert document.input == "a.txt" and document.capture_ids == tuple(sorted((first.id, second.id)))
    assert (issue.input, issue.code, issue.facts) == ("b.txt", "duplicate", (("same_as", "a.txt"),))
    assert clean(second, first) == ([document], [issue])


@pytest.mark.parametrize(
    "page", ["", "<", "<html></html>", "<!-- rien -->", "<script>let a = 1</script>", "\x00"]
)
def test_an_empty_page_is_no_text(page: str) -> None:
    documents, issues = clean(taken("a.html", page.encode(), media_type=PAGE))
    assert not documents and [issue.code for issue in issues] == ["no_text"]


def test_a_date_that_cannot_be_understood_is_said_not_guessed() -> None:
    article = {"text": SENTENCE, "published": "le 31 du mois"}
    (document,), (issue,) = clean(taken("a", json.dumps(article).encode(), media_type=ARTICLE))
    assert document.published is None
    assert (issue.code, issue.facts) == ("date_not_understood", (("value", "le 31 du mois"),))


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("9-1-2031", "2031-01-09"),
        ("27/12/2031 à 8h10", "2031-12-27T08:10"),
        ("mardi 9 mars 2031", "2031-03-09"),
        ("12-27-2031", None),
        ("9-1-2031 (mis à jour le 10)", None),
    ],
)
def test_a_date_written_as_the_country_writes_it_is_read(given: str, day: str | None) -> None:
    article = {"text": SENTENCE, "published": given}
    (document,), issues = clean(taken("a", json.dumps(article).encode(), media_type=ARTICLE))
    assert (document.published.value if document.published else None) == day
    assert bool(issues) == (day is None)


def test_fields_of_a_wrong_kind_are_left_out() -> None:
    article = {
        "text": SENTENCE,
        "title": ["a"],
        "outlet": {"name": 1},
        "published": 2031,
        "url": None,
        "id": True,
    }
    (document,), issues = clean(taken("a", json.dumps(article).encode(), media_type=ARTICLE))
    assert (document.title, document.outlet, document.published, document.url) == (None, None, None, None)
    assert issues == []


def test_lone_surrogates_of_json_do_no_harm() -> None:
    body = b'{"text": "La ministre \\ud83d est venue.", "title": "\\udc00x", "url": "http://a.test/\\ud800"}'
    (document,), _ = clean(taken("a", body, media_type=ARTICLE))
    assert document.text == "La ministre \ufffd est venue."
    assert document.title is not None and document.title.value == "\ufffdx"
    assert document.url is not None and document.url.encode()
