"""What the first bytes of an input say it is."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["text", "page", "json", "pdf", "picture", "binary", "empty"]

HEAD_BYTES = 65_536
"""How much of an input is looked at."""

_PICTURES = (
    b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0",
)  # fmt: skip
# ISO base media files (HEIC, AVIF, MP4) and RIFF (WebP) name their kind behind a length.
_CONTAINERS = re.compile(rb"(?s).{4}ftyp(heic|heix|avif|mif1)|RIFF.{4}WEBP")
_BINARY = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"\x7fELF", b"MZ", b"\xd0\xcf\x11\xe0", b"SQLite format 3\0", b"OggS", b"ID3", b"fLaC",
    b"\xca\xfe\xba\xbe",
)  # fmt: skip
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
# Control characters that no text holds; tab, line ends, form feed, escape and the Windows-1252
# punctuation of 0x80-0x9f are left out.
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26, 27})
_MAX_CONTROLS = 0.02


def kind_of(head: bytes) -> Kind:
    """Return what an input is by its first bytes: "json" for an object or a list, "text" for the rest."""
    if not head.strip():
        return "empty"
    if head.lstrip()[:5] == b"%PDF-":
        return "pdf"
    if _is_picture(head):
        return "picture"
    if head.startswith(_BINARY) and not _is_plain(head):
        return "binary"
    if not _is_plain(head):
        return "binary"
    if _PAGE.match(_without_mark(head)):
        return "page"
    return "json" if _without_mark(head).lstrip()[:1] in (b"{", b"[") else "text"


def _is_picture(head: bytes) -> bool:
    if _CONTAINERS.match(head):
        return True
    if not head.startswith(_PICTURES):
        return False
    # "BM" and "II" may open a text; no text has zeros so early.
    return head[:1] in (b"\x89", b"\xff", b"G") or b"\0" in head[:32]


def _is_plain(head: bytes) -> bool:
    """Tell whether the bytes can be text in some encoding: UTF-16 has zeros, at every other place."""
    if head.startswith(_MARKS):
        return True
    zeros = head.count(0)
    if zeros > len(head) * 0.3 and is_utf16(head) is not None:
        return True
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls <= len(head) * _MAX_CONTROLS


def is_utf16(head: bytes) -> str | None:
    """Return "utf-16-le" or "utf-16-be" when zeros stand at every other place; None otherwise."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4:
        return None
    half = len(sample) / 2
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.2 else None


def _without_mark(head: bytes) -> bytes:
    for mark in _MARKS:
        if head.startswith(mark):
            return head[len(mark) :].replace(b"\0", b"") if mark != _MARKS[0] else head[3:]
    return head
