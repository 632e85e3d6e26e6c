"""From bytes to characters: the encoding as declared, else as found, else as guessed and said so."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I
)
# The WHATWG Encoding standard reads these labels as Windows-1252, as all browsers do.
_AS_WINDOWS = frozenset({"ascii", "us-ascii", "iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1"})
_LIKELY = [
    "cp1252", "iso8859_15", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1256",
    "cp1255", "cp850",
]  # fmt: skip
# Small letters with their accents, a few capitals, and the signs of typography.
_WESTERN = re.compile(
    "[\u00e0-\u00f6\u00f8-\u00ff\u00c0\u00c7-\u00ca\u00ce\u00d4\u0153\u00a0\u00ab\u00bb\u00b0\u00a7\u2018-\u201e\u2013\u2014\u2026\u20ac]"
)
_GUESS_BYTES = 50_000


@dataclass(frozen=True)
class Decoded:
    """Characters of a body.

    encoding: Python's name. guessed: nobody declared it and it is not UTF-8. n_lost: characters that
    the encoding does not know, now U+FFFD.
    """

    text: str
    encoding: str
    guessed: bool
    n_lost: int


def decoded(body: bytes, *, declared: str | None, is_page: bool) -> Decoded:
    """Return the characters of `body`; never fails.

    In this order: a byte-order mark, the declared charset, the charset of the page's own markup, UTF-8,
    UTF-16 without a mark, a guess among the encodings that newspapers have used.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _lossy(body[len(mark) :], encoding, guessed=False)
    for label in (declared, _meta_charset(body) if is_page else None, "utf-8", _utf16(body)):
        codec = _known(label)
        if codec is not None:
            try:
                return Decoded(body.decode(codec), codec, guessed=False, n_lost=0)
            except UnicodeDecodeError:
                continue
    if _is_nearly_utf8(body):
        return _lossy(body, "utf-8", guessed=True)
    return _lossy(body, _guess(body), guessed=True)


def _lossy(body: bytes, encoding: str, *, guessed: bool) -> Decoded:
    text = body.decode(encoding, "replace")
    return Decoded(text, encoding, guessed, text.count("\ufffd"))


def _meta_charset(body: bytes) -> str | None:
    match = _META.search(body[:4096])
    return match[1].decode("ascii") if match else None


def _known(label: str | None) -> str | None:
    """Return the codec of a charset label; None for one that names no encoding of text."""
    if label is None:
        return None
    label = label.strip().lower()
    if label in _AS_WINDOWS:
        return "cp1252"
    try:
        info = codecs.lookup(label)
    except (LookupError, ValueError):
        return None
    # Python also has codecs that are no charsets ("rot13", "zlib"), and some that unpack.
    return info.name if info._is_text_encoding and info.name not in {"idna", "punycode"} else None


def _utf16(body: bytes) -> str | None:
    sample = body[:4096]
    even, odd = sample[::2], sample[1::2]
    if len(sample) < 4 or not body.count(0):
        return None
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.2 * len(even):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.2 * len(odd) else None


def _is_nearly_utf8(body: bytes) -> bool:
    """Tell whether a few broken bytes stand in a text that is UTF-8 otherwise (a cut file, a bad paste)."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for c in text[:_GUESS_BYTES] if c >= "\x80") - text[:_GUESS_BYTES].count("\ufffd")
    return sound > 10 * broken


def _guess(body: bytes) -> str:
    if _is_western(body[:_GUESS_BYTES]):
        return "cp1252"
    from charset_normalizer import from_bytes  # late: 0.05 s

    best = from_bytes(body[:_GUESS_BYTES], cp_isolation=_LIKELY, threshold=0.5).best()
    return best.encoding if best is not None else "cp1252"


def _is_western(body: bytes) -> bool:
    """Tell whether the bytes read as Windows-1252 hold what western newspapers print, and little of it.

    The library takes French in Windows-1252 for Windows-1250. In Cyrillic or Greek most letters, not a few,
    are outside ASCII; in Mac Roman and in central European text the signs are others.
    """
    text = body.decode("cp1252", "replace")
    signs = [c for c in text if c >= "\x80"]
    n_usual = len(_WESTERN.findall(text))
    n_letters = sum(c.isalpha() for c in text)
    return n_usual >= 0.9 * len(signs) and len(signs) <= 0.25 * n_letters
