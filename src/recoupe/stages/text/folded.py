"""A text written simply, offset by offset: what rules about numbers and times run over."""

from __future__ import annotations

_PLAIN = {
    ord(written): plain
    for plain, group in {
        "'": "’‘ʼ",
        " ": "\u00a0\u202f\u2009\u2007\n\t",
        "-": "‐‑–",
    }.items()
    for written in group
}


def folded(text: str) -> str:
    """Return `text` in lower case with plain spaces, apostrophes and hyphens; the length stays.

    A letter whose lower case is longer than itself is kept as it is.

    >>> folded("L’été\\u00a02031")
    "l'été 2031"
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return lowered.translate(_PLAIN)
