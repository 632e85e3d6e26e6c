"""Articles as JSON: one object, a list of objects, or one object a line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Protocol

import msgspec

from recoupe.records.documents import Capture
from recoupe.sources.captures import ARTICLE, refused, taken

# Text packs about 3 to 10 times, markup up to 30; a bomb of zeros 1,000 times. Under 50 MB the ratio
# is not asked, since a small repetitive file does no harm.
_MAX_RATIO = 150
_FREE_BYTES = 50_000_000
_LEAST_LINE_BYTES = 64

_list_decoder = msgspec.json.Decoder(list[msgspec.Raw])


class Lines(Protocol):
    """What lines are read from."""

    def readline(self, size: int, /) -> bytes:
        """Return the next line, or its first `size` bytes; empty at the end."""


class _Bomb(OSError):
    """A packed file that unpacks to more than any text would."""


def articles_of_json(name: str, body: bytes) -> Iterator[Capture]:
    """Yield a capture for the article object in `body`, or for each one of a list.

    Several lines with an object each, saved as .json, are read as JSON lines.
    """
    bare = body.removeprefix(b"\xef\xbb\xbf")
    if bare.lstrip()[:1] == b"[":
        try:
            items = _list_decoder.decode(bare)
        except (msgspec.DecodeError, RecursionError):
            yield refused(name, "bad_json", facts=(("place", place_of_trouble(bare)),), media_type=ARTICLE)
            return
        for i, item in enumerate(items, start=1):
            yield _article(f"{name}#{i}", bytes(item))
        if not items:
            yield refused(name, "empty", media_type=ARTICLE)
        return
    whole = _article(name, bare)
    lines = [line for line in bare.splitlines() if line.strip()]
    if whole.refused and len(lines) > 1 and all(line.strip()[:1] == b"{" for line in lines):
        for i, line in enumerate(lines, start=1):
            yield _article(f"{name}#{i}", line.strip())
        return
    yield whole


def articles_of_lines(name: str, lines: Lines, *, max_body_bytes: int) -> Iterator[Capture]:
    """Yield a capture for each line that is not blank; a bad line is refused and the next one read.

    Raises OSError when the stream cannot be read any further, after all lines before were yielded.
    """
    number = n_articles = 0
    while True:
        try:
            line = lines.readline(max_body_bytes + 1)
            number += bool(line)
            too_long = len(line) > max_body_bytes
            if too_long and not line.endswith(b"\n"):
                _skip_line(lines, step=max_body_bytes)
        except (EOFError, zlib.error, gzip.BadGzipFile, _Bomb) as trouble:
            code = "too_large" if isinstance(trouble, _Bomb) else "unreadable"
            reason = (("reason", str(trouble)), ("max_bytes", str(max_body_bytes)))
            yield refused(f"{name}#{number + 1}", code, facts=reason, media_type=ARTICLE)
            return
        if not line:
            break
        if too_long:
            limit = (("max_bytes", str(max_body_bytes)),)
            yield refused(f"{name}#{number}", "too_large", facts=limit, media_type=ARTICLE)
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _article(f"{name}#{number}", line.strip(b" \t\r\n\xef\xbb\xbf"))
        else:
            continue
        n_articles += 1
    if not n_articles:
        yield refused(name, "empty", media_type=ARTICLE)


def unpacked(file: BinaryIO, packed_bytes: int) -> Lines:
    """Return the unpacked stream of a gzip file; reading a bomb raises an OSError."""
    return _Watched(file, packed_bytes)


class _Watched(gzip.GzipFile):
    """A gzip stream that counts what it gives out."""

    def __init__(self, file: BinaryIO, packed_bytes: int) -> None:
        super().__init__(fileobj=file, mode="rb")
        self._left = max(_FREE_BYTES, packed_bytes * _MAX_RATIO)

    def readline(self, size: int | None = -1) -> bytes:
        line = super().readline(-1 if size is None else min(size, self._left + 1))
        # A blank line costs time, not bytes: 50 million of them took 25 s.
        self._left -= max(len(line), _LEAST_LINE_BYTES)
        if self._left < 0:
            raise _Bomb("unpacks to more than any text would")
        return line


def _skip_line(lines: Lines, *, step: int) -> None:
    while True:
        rest = lines.readline(step)
        if not rest or rest.endswith(b"\n"):
            return


def place_of_trouble(body: bytes) -> str:
    """Return at which character, counted from 1, a text ceases to be JSON.

    >>> place_of_trouble(b'{"text": x}')
    '10'
    """
    try:
        json.loads(body)
    except json.JSONDecodeError as trouble:
        return str(trouble.pos + 1)
    except UnicodeDecodeError as trouble:
        return str(trouble.start + 1)
    except (ValueError, RecursionError):
        pass
    return "1"


def _article(name: str, body: bytes) -> Capture:
    try:
        article = json.loads(body)
    except (ValueError, RecursionError):
        return refused(name, "bad_json", facts=(("place", place_of_trouble(body)),), media_type=ARTICLE)
    if not isinstance(article, dict):
        return refused(name, "json_no_object", media_type=ARTICLE)
    if not any(isinstance(article.get(field), str) for field in ("text", "html")):
        return refused(name, "json_no_text", media_type=ARTICLE)
    given, url = article.get("id"), article.get("url")
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip():
        name = str(given)
    if not isinstance(url, str) or not url:
        url = None
    return taken(name, body, media_type=ARTICLE, url=url or None)
