"""A wording as words and marks. What typography alone changes is written one way here, and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import msgspec

from recoupe.packs import Pack
from recoupe.stages.text.folded import bare_word

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LETTER = rf"[^\W\d_][\u0300-\u036f{_INVISIBLE}]*"
_TOKEN = re.compile(
    rf"""(?P<number>(?:(?<![\w)\]])[-\u2212])?\d+(?:[ .\u00a0\u202f\u2009']\d{{3}}(?!\d))*(?:[.,]\d+)?)
    | (?P<word>(?:{_LETTER})+)
    | (?P<sign>[%‰€$£¥°§+=/&*<>])
    | (?P<cut>[\[(]\s?(?:…|\.\.\.)\s?[\])])
    | (?P<quote>[«»“”„"‹›])
    | (?P<mark>…|\.\.\.|[,;:.?!()\[\]\u2013\u2014]|(?<=\s)-(?=\s))""",
    re.VERBOSE,
)
_BETWEEN_DIGITS = re.compile(r"[ .\u00a0\u202f\u2009']")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_ONE_MARK = {"...": "…", "\u2013": "\u2014", "-": "\u2014", "[": "(", "]": ")"}
SENTENCE_ENDS = frozenset(".?!…:")


class Token(msgspec.Struct, frozen=True):
    """A word, a number, a sign or a mark of a text.

    key: in lower case, its accents kept; of a number, with a decimal point and no separators. bare:
    without accents too. written: with its capitals. start, end: offsets in the text. is_first: it opens
    the text or a sentence.
    """

    kind: Literal["word", "number", "sign", "cut", "mark", "quote"]
    key: str
    bare: str
    written: str
    start: int
    end: int
    is_first: bool

    @property
    def is_word(self) -> bool:
        """Whether the token is more than a mark."""
        return self.kind in ("word", "number", "sign")


@dataclass(frozen=True)
class Orthography:
    """What a language lets pass in writing.

    accent_pairs: bare words that are two words, told apart by accents alone ("ou" and "où").
    accent_endings: bare endings of which the same holds ("e" of "tue" and "tué"). negations, small: bare
    words.
    """

    accent_pairs: frozenset[str]
    accent_endings: tuple[str, ...]
    negations: frozenset[str]
    small: frozenset[str]


def orthography(pack: Pack | None) -> Orthography:
    """Return a language's orthography; without a pack every accent tells words apart."""
    if pack is None:
        return Orthography(frozenset(), ("",), frozenset(), frozenset())
    rows = pack.lexicon("accent_pairs")
    return Orthography(
        frozenset(bare_word(row["written"]) for row in rows if row["what"] == "word"),
        tuple(sorted(bare_word(row["written"]) for row in rows if row["what"] == "ending")),
        frozenset(bare_word(row["word"]) for row in pack.lexicon("negations")),
        frozenset(bare_word(row["word"]).rstrip("'") for row in pack.lexicon("stop_words")),
    )


def tokens(text: str, *, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the words and marks of a stretch of text in order; hyphens and apostrophes are none.

    >>> [t.key for t in tokens("« L’État paiera 12 000 euros... »")]
    ['«', 'l', 'état', 'paiera', '12000', 'euros', '…', '»']
    """
    found: list[Token] = []
    opens = True
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        kind, written = str(match.lastgroup), match[0]
        if kind == "number":
            written = _number(written)
        elif kind == "word":
            written = _word(written)
        elif kind == "cut":
            written = "[…]"
        elif kind == "mark":
            written = _ONE_MARK.get(written, written)
        key = written.lower() if kind == "word" else written
        bare = _bare(key) if kind == "word" else key
        found.append(Token(kind, key, bare, written, match.start(), match.end(), opens))  # type: ignore[arg-type]
        if kind != "quote":
            opens = kind == "mark" and written in SENTENCE_ENDS
    return found


def plain(text: str) -> str:
    """Return a text that holds the bare form of each of its words.

    >>> "oeuvre" in plain("Une Œu\u00advre")
    True
    """
    return bare_word(_UNSEEN.sub("", text))


def _number(written: str) -> str:
    sign = "-" if written[0] in "-\u2212" else ""
    digits = written[len(sign) :]
    head, point, decimals = digits, "", ""
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0 and (digits[last] == "," or len(digits) - last - 1 != 3):
        head, point, decimals = digits[:last], ".", digits[last + 1 :]
    return sign + _BETWEEN_DIGITS.sub("", head) + point + decimals


_bare = lru_cache(maxsize=65_536)(bare_word)


@lru_cache(maxsize=65_536)
def _word(written: str) -> str:
    whole = unicodedata.normalize("NFC", _UNSEEN.sub("", written))
    for joined, apart in (("œ", "oe"), ("Œ", "Oe"), ("æ", "ae"), ("Æ", "Ae"), ("ﬁ", "fi"), ("ﬂ", "fl")):
        whole = whole.replace(joined, apart)
    return whole


def is_one_case(found: Iterable[Token]) -> bool:
    """Tell whether words are written without any difference of case, so that case says nothing."""
    written = "".join(token.written for token in found if token.kind == "word")
    return written == written.lower() or (written == written.upper() and len(written) > 1)


def same_word(stated: Token, told: Token, *, rules: Orthography, any_case: bool) -> str | None:
    """Return None when two words are the same but for typography, else what parts them.

    That is "capital", "accent" or "word". any_case: of two texts one has a single case.
    """
    if stated.bare != told.bare or stated.kind != told.kind:
        return "word"
    if stated.key != told.key:
        return _accent(stated, told, rules) if stated.kind == "word" else "word"
    return _capital(stated, told) if not any_case else None


def _capital(stated: Token, told: Token) -> str | None:
    a, b = stated.written, told.written
    if a == b or a.isupper() or b.isupper() or stated.is_first or told.is_first:
        return None
    return "capital"


def _accent(stated: Token, told: Token, rules: Orthography) -> str | None:
    """Accents that a capital has lost say nothing; others count where they tell two words apart."""
    a, b, plain = stated.written, told.written, stated.bare
    if len(a) != len(b):
        return "accent"
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x.lower() != y.lower()]
    if all((x.isupper() and _is_bare(x)) or (y.isupper() and _is_bare(y)) for x, y in differing):
        return None
    if any(not (_is_bare(x) or _is_bare(y)) for x, y in differing):
        return "accent"
    apart = plain in rules.accent_pairs or any(
        plain.endswith(ending) and a[-len(ending) :].lower() != b[-len(ending) :].lower()
        for ending in rules.accent_endings
    )
    return "accent" if apart else None


def _is_bare(letter: str) -> bool:
    return len(unicodedata.normalize("NFD", letter)) == 1
