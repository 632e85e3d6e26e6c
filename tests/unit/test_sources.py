"""Reading in: files, folders, JSON and standard input become captures; trouble becomes a refused one."""

from __future__ import annotations

import gzip
import json
import os
from io import BytesIO
from pathlib import Path

import pytest

from recoupe.records.documents import Capture
from recoupe.sources import read_inputs
from recoupe.sources.sniff import kind_of

TEXT = "La ministre est arrivée lundi à Tarnac, où l'attendait le préfet.\n"


def read(*paths: Path | str, stdin: bytes = b"", max_body_bytes: int = 20_000_000) -> list[Capture]:
    names = [str(path) for path in paths]
    return list(read_inputs(names, stdin=BytesIO(stdin), max_body_bytes=max_body_bytes))


def lines(*articles: dict) -> bytes:
    return b"".join(json.dumps(article).encode() + b"\n" for article in articles)


def test_a_text_file_is_one_capture_under_its_path_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    (capture,) = read(path)
    assert (capture.input, capture.media_type, capture.body) == (str(path), "text/plain", TEXT.encode())


def test_a_folder_is_read_through_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("c.txt", "a.txt", "b/d.html", ".hidden.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    names = [Path(capture.input).name for capture in read(tmp_path)]
    assert names == ["a.txt", "c.txt", "d.html"]


def test_a_json_line_is_named_by_its_id_or_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"id": "un", "text": TEXT, "url": "https://a.test/1"}, {"text": TEXT}))
    first, second = read(path)
    assert (first.input, first.url, first.media_type) == ("un", "https://a.test/1", "application/json")
    assert second.input == f"{path}#2"


def test_packed_lines_are_read_like_plain_ones(tmp_path: Path) -> None:
    body = lines({"id": "un", "text": TEXT}, {"id": "deux", "html": f"<p>{TEXT}</p>"})
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(body))
    assert [capture.input for capture in read(tmp_path / "a.jsonl.gz")] == ["un", "deux"]


def test_a_json_file_may_hold_one_article_a_list_or_lines(tmp_path: Path) -> None:
    article = {"id": "un", "text": TEXT}
    for content, wanted in (
        (json.dumps(article), ["un"]),
        (json.dumps([article, {"id": 2, "text": TEXT}], indent=1), ["un", "2"]),
        (lines(article, article).decode(), ["un", "un"]),
    ):
        (tmp_path / "a.json").write_text(content, "utf-8")
        assert [capture.input for capture in read(tmp_path / "a.json")] == wanted


@pytest.mark.parametrize(
    ("body", "media_type", "n_captures"),
    [
        (TEXT.encode(), "text/plain", 1),
        (b"<!DOCTYPE html><html><body><p>Tarnac</p>", "text/html", 1),
        (lines({"text": TEXT}, {"text": TEXT + "x"}), "application/json", 2),
        (json.dumps({"text": TEXT}, indent=2).encode(), "application/json", 1),
        (json.dumps([{"text": TEXT}, {"text": "x"}]).encode(), "application/json", 2),
        (lines({"text": TEXT * 2000}, {"text": TEXT}), "application/json", 2),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(body: bytes, media_type: str, n_captures: int) -> None:
    captures = read("-", stdin=body)
    assert [capture.media_type for capture in captures] == [media_type] * n_captures
    assert not any(capture.refused for capture in captures)


def test_captures_come_one_at_a_time(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    stream = read_inputs([str(tmp_path)], stdin=BytesIO())
    next(stream)
    (tmp_path / "b.txt").write_text("Autre texte.", "utf-8")
    assert next(stream).body == b"Autre texte."


def test_a_capture_is_the_same_whenever_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert read(tmp_path) == read(tmp_path)


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n\t ", "empty"),
        ("a.txt", b"%PDF-1.7\n...", "pdf"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        ("a.txt", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        ("a.txt", b"PK\x03\x04\x14\0\0\0\x08\0", "binary"),
        ("a.txt", bytes(range(256)) * 20, "binary"),
        ("a.docx", b"PK\x03\x04\x14\0\0\0\x08\0", "binary"),
        ("a.md", b"# Titre", "unknown_kind"),
        ("a.json", b'{"text": "x"', "bad_json"),
        ("a.json", b'{"title": "x"}', "json_no_text"),
        ("a.json", b"12", "json_no_object"),
        ("a.json", b"[" * 100_000, "bad_json"),
        ("a.json", b"[]", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
    ],
)
def test_what_is_no_article_is_refused_by_name(tmp_path: Path, name: str, body: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(body)
    (capture,) = read(tmp_path / name)
    assert (capture.refused, capture.body, capture.input) == (code, b"", str(tmp_path / name))


def test_a_bad_line_loses_no_other(tmp_path: Path) -> None:
    body = lines({"id": "un", "text": TEXT}) + b'{"text": \n[1]\n"x"\n' + lines({"id": "deux", "text": TEXT})
    (tmp_path / "a.jsonl").write_bytes(body)
    captures = read(tmp_path / "a.jsonl")
    assert [capture.refused for capture in captures] == [
        None,
        "bad_json",
        "json_no_object",
        "json_no_object",
        None,
    ]
    assert captures[1].facts == (("place", "9"),)
    assert captures[1].input.endswith("a.jsonl#2")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    (capture,) = read(path)
    assert capture.refused == "too_large"
    assert dict(capture.facts) == {"size_bytes": "50000000", "max_bytes": "20000000"}


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    body = lines({"text": "x" * 5000}) + lines({"id": "deux", "text": "court"})
    (tmp_path / "a.jsonl").write_bytes(body)
    captures = read(tmp_path / "a.jsonl", max_body_bytes=1000)
    assert [(capture.refused, capture.input[-4:]) for capture in captures] == [
        ("too_large", "nl#1"),
        (None, "deux"),
    ]


def test_a_long_input_without_end_is_cut_off() -> None:
    (capture,) = read("-", stdin=b"a" * 70_000, max_body_bytes=66_000)
    assert capture.refused == "too_large"


@pytest.mark.parametrize("filling", [b"0", b"\n"])
def test_a_gzip_bomb_is_left_early(tmp_path: Path, filling: bytes) -> None:
    bomb = gzip.compress(lines({"id": "un", "text": TEXT}) + filling * 120_000_000, compresslevel=1)
    (tmp_path / "a.jsonl.gz").write_bytes(bomb)
    assert [capture.refused for capture in read(tmp_path / "a.jsonl.gz")] == [None, "too_large"]


def test_a_damaged_gzip_file_keeps_the_lines_before_the_damage(tmp_path: Path) -> None:
    rows = [{"id": str(i), "text": os.urandom(500).hex()} for i in range(200)]
    packed = gzip.compress(lines(*rows))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    captures = read(tmp_path / "a.jsonl.gz")
    assert captures[-1].refused == "unreadable" and len(captures) > 20
    assert not any(capture.refused for capture in captures[:-1])


def test_a_file_that_is_no_gzip_at_all_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(b"not packed")
    assert [capture.refused for capture in read(tmp_path / "a.jsonl.gz")] == ["unreadable"]


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (capture,) = read(tmp_path)
    assert (capture.refused, capture.input) == ("no_articles", str(tmp_path))


def test_what_a_browser_saves_beside_a_page_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(f"<p>{TEXT}</p>", "utf-8")
    for name in ("a_files", "b_files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.txt").write_text(TEXT, "utf-8")
    read_from = [Path(capture.input) for capture in read(tmp_path)]
    assert read_from == [tmp_path / "a.html", tmp_path / "b_files" / "x.txt"]


def test_a_missing_path_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert [c.refused for c in read(tmp_path / "none.txt", tmp_path / "a.txt")] == ["not_found", None]
    assert [c.refused for c in read("https://example.org/a.html")] == ["address"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.txt").chmod(0)
    assert [capture.refused for capture in read(tmp_path / "a.txt")] == ["unreadable"]


def test_a_path_that_cannot_be_one_is_told() -> None:
    assert [capture.refused for capture in read("a\0b.txt")] == ["unreadable"]


def test_refused_inputs_never_share_a_unit(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"")
    first, second = read(tmp_path)
    assert first.body_digest != second.body_digest


def test_a_name_that_is_not_utf8_stays_writable(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:  # noqa: PTH123  # a path of bytes
        file.write(TEXT.encode())
    (capture,) = read(tmp_path)
    assert capture.input.encode("utf-8").decode().endswith("caf?.txt")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("été".encode("utf-16"), "text"),
        ("La ministre est arrivée".encode("utf-16-le"), "text"),
        ("La ministre est arrivée à Tarnac".encode("cp1252"), "text"),
        (b"BM est le sigle de la banque", "text"),
        (b"\xef\xbb\xbf<!doctype html>", "page"),
        (b'<?xml version="1.0"?>\n<html>', "page"),
        (b'  {"text": 1}', "json"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", "binary"),
    ],
)
def test_the_first_bytes_tell_the_kind(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind
