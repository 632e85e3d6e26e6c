"""Making captures: bytes that were taken, or the reason why they were not."""

from __future__ import annotations

from recoupe.records.documents import Capture
from recoupe.records.ids import body_digest, make_id

TEXT = "text/plain"
PAGE = "text/html"
ARTICLE = "application/json"

Facts = tuple[tuple[str, str], ...]


def taken(name: str, body: bytes, *, media_type: str, url: str | None = None) -> Capture:
    """Return the capture of a body that was taken in under the input name `name`."""
    name = sound(name)
    digest = body_digest(body)
    return Capture(
        id=make_id("capture", digest, name),
        input=name,
        media_type=media_type,
        charset=None,
        url=None if url is None else sound(url),
        body_digest=digest,
        body=body,
    )


def refused(name: str, code: str, *, facts: Facts = (), media_type: str = TEXT) -> Capture:
    """Return the capture of something that was not taken: no body, and the code of its issue.

    The digest is that of the code and the name, so that two refused inputs never share a unit.
    """
    name = sound(name)
    digest = body_digest(f"refused\0{code}\0{name}".encode())
    return Capture(
        id=make_id("capture", digest, name),
        input=name,
        media_type=media_type,
        charset=None,
        url=None,
        body_digest=digest,
        body=b"",
        refused=code,
        facts=facts,
    )


def sound(value: str) -> str:
    """Return the string with lone surrogates replaced: JSON and file names may hold them, UTF-8 may not."""
    return value.encode("utf-8", "replace").decode("utf-8")
