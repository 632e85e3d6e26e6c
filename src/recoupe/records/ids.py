"""Identifiers: what makes a record the same thing.

An id is a prefix and 24 hex digits of BLAKE2b over length-prefixed parts; its first byte is a
version. The parts say what the record *is* (kind, place, producer), never what value it holds,
so that a better value keeps the id.
"""

from __future__ import annotations

from hashlib import blake2b

VERSION = b"\x01"


def make_id(prefix: str, *parts: str) -> str:
    """Return the id of the thing that `parts` define.

    >>> make_id("doc", "a", "bc") == make_id("doc", "ab", "c")
    False
    """
    digest = blake2b(digest_size=11)
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        digest.update(len(raw).to_bytes(8, "big"))
        digest.update(raw)
    return f"{prefix}_{(VERSION + digest.digest()).hex()}"


def body_digest(body: bytes) -> str:
    """Return the digest that names a body of bytes: 64 hex digits of BLAKE2b."""
    return blake2b(body, digest_size=32).hexdigest()
