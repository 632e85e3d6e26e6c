"""Files, folders and standard input as a stream of captures."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from recoupe.records.documents import Capture
from recoupe.settings import CleanSettings
from recoupe.sources.captures import ARTICLE, PAGE, TEXT, refused, taken
from recoupe.sources.jsonlines import articles_of_json, articles_of_lines, unpacked
from recoupe.sources.sniff import HEAD_BYTES, kind_of

KINDS = (".txt", ".html", ".htm", ".json", ".jsonl", ".jsonl.gz")
"""The endings of the files that are read."""

STDIN = "-"
_OWN_PAGE = b'<meta name="generator" content="Recoupe">'
"""What the program's own pages say of themselves; read as an article, a dossier would confirm itself."""


def read_inputs(
    paths: Iterable[str],
    *,
    stdin: BinaryIO,
    max_body_bytes: int = CleanSettings.max_body_bytes,
    own: Iterable[Path] = (),
) -> Iterator[Capture]:
    """Yield a capture for each article in the paths, in the order given, one at a time.

    paths: files, folders (read through, sorted by name) or "-" for `stdin`. Left out of a folder are hidden
    files, what a browser saved beside a page, and `own`: files of the program itself, such as its store.
    What cannot be taken gives a capture with `refused` set to one of: "not_found", "address", "unreadable",
    "unknown_kind", "no_articles" (a folder), "empty", "pdf", "picture", "binary", "too_large",
    "own_page", "bad_json", "json_no_object", "json_no_text". Never more than one article, and never more than
    `max_body_bytes` of a file that is refused, is held in memory.
    """
    for path in paths:
        if path == STDIN:
            yield from _of_stream(STDIN, stdin, max_body_bytes=max_body_bytes)
        elif Path(path).is_dir():
            left_out = {file.resolve() for file in own}
            yield from _of_folder(path, left_out, max_body_bytes=max_body_bytes)
        else:
            yield from _of_file(path, max_body_bytes=max_body_bytes)


def _of_folder(folder: str, left_out: Collection[Path], *, max_body_bytes: int) -> Iterator[Capture]:
    troubles: list[OSError] = []
    n_files = 0
    for here, names, files in os.walk(folder, onerror=troubles.append):
        pages = {Path(name).stem for name in files if name.lower().endswith((".html", ".htm"))}
        # A browser saves "page.html" and all that it shows in "page_files" or the like in its language.
        names[:] = sorted(n for n in names if not n.startswith(".") and n.rpartition("_")[0] not in pages)
        for name in sorted(files):
            path = str(Path(here) / name)
            if not name.startswith(".") and Path(path).is_file() and Path(path).resolve() not in left_out:
                n_files += name.lower().endswith(KINDS)
                yield from _of_file(path, max_body_bytes=max_body_bytes)
    for trouble in troubles:
        yield _unreadable(str(trouble.filename), trouble)
    if not n_files and not troubles:
        yield refused(folder, "no_articles", facts=(("kinds", " ".join(KINDS)),))


def _of_file(path: str, *, max_body_bytes: int) -> Iterator[Capture]:
    try:
        status = Path(path).stat()
        regular = stat.S_ISREG(status.st_mode)
        ending = _ending(path)
        if regular and not ending.startswith(".jsonl") and status.st_size > max_body_bytes:
            yield _too_large(path, status.st_size, max_body_bytes)
            return
        with Path(path).open("rb") as file:
            if ending.startswith(".jsonl"):
                lines = unpacked(file, status.st_size) if ending.endswith(".gz") else file
                yield from articles_of_lines(path, lines, max_body_bytes=max_body_bytes)
                return
            body = file.read(max_body_bytes + 1)
    except FileNotFoundError:
        if path.startswith(("http://", "https://")):
            yield refused(path, "address")
        else:
            yield refused(path, "not_found")
        return
    except (OSError, ValueError) as trouble:  # ValueError: a path with a NUL
        yield _unreadable(path, trouble)
        return
    yield from _of_body(path, body, ending=ending, max_body_bytes=max_body_bytes)


def _ending(path: str) -> str:
    name = Path(path).name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else Path(name).suffix


def _of_body(name: str, body: bytes, *, ending: str, max_body_bytes: int) -> Iterator[Capture]:
    kind = kind_of(body[:HEAD_BYTES])
    if len(body) > max_body_bytes:
        yield _too_large(name, None, max_body_bytes)
    elif kind in ("pdf", "picture", "binary"):
        yield refused(name, kind)
    elif ending not in KINDS and ending != "":
        yield refused(name, "unknown_kind", facts=(("ending", ending), ("kinds", " ".join(KINDS))))
    elif kind == "empty":
        yield refused(name, "empty")
    elif ending == ".json":
        yield from articles_of_json(name, body)
    else:
        # A page saved under another name is still a page.
        is_page = ending in (".html", ".htm") or kind == "page"
        if is_page and _OWN_PAGE in body[:HEAD_BYTES]:
            yield refused(name, "own_page")
            return
        yield taken(name, body, media_type=PAGE if is_page else TEXT)


def _of_stream(name: str, stream: BinaryIO, *, max_body_bytes: int) -> Iterator[Capture]:
    try:
        head = stream.read(HEAD_BYTES)
        if kind_of(head) == "json":
            first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].strip()
            if first.endswith(b"}") or (len(head) == HEAD_BYTES and b"\n" not in head):
                rest = io.BufferedReader(_Rejoined(head, stream))
                yield from articles_of_lines(name, rest, max_body_bytes=max_body_bytes)
                return
            body = head + stream.read(max_body_bytes + 1 - len(head))
            yield from _of_body(name, body, ending=".json", max_body_bytes=max_body_bytes)
            return
        body = head + stream.read(max(0, max_body_bytes + 1 - len(head)))
    except OSError as trouble:
        yield _unreadable(name, trouble)
        return
    yield from _of_body(name, body, ending="", max_body_bytes=max_body_bytes)


class _Rejoined(io.RawIOBase):
    """A stream whose head was already read, whole again."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed has a wider type
        piece = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(piece) :]
        buffer[: len(piece)] = piece
        return len(piece)


def _too_large(name: str, size_bytes: int | None, max_body_bytes: int) -> Capture:
    known = () if size_bytes is None else (("size_bytes", str(size_bytes)),)
    return refused(name, "too_large", facts=(*known, ("max_bytes", str(max_body_bytes))))


def _unreadable(name: str, trouble: OSError | ValueError) -> Capture:
    reason = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else str(trouble)
    return refused(name, "unreadable", facts=(("reason", reason),))


__all__ = ["ARTICLE", "KINDS", "STDIN", "read_inputs"]
