"""Division of a sentence into words, as treebanks divide it, each with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from recoupe.packs import Pack
from recoupe.records.spans import Span

_APOSTROPHES = "['’]"
_PATTERN = r"""
 {whole}(?!\w)
|{elided}(?=[^\W\d_]|["«“\d])
|(?:https?://|www\.)\S+
|\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?:[.,]\d+)?(?!\d)
|\d+(?:[.,:/-]\d+)*{ordinal}(?!\w)
|\d+(?:[.,:/-]\d+)*
|[^\W\d_](?:\.-?[^\W\d_])+\.?
|{dotted}(?!\w)
|[^\W\d_]\.(?=\s+\w)
|{behind}
|\w+(?:[.&+@]\w+)*(?:(?!{behind})[-'’]\w+)*
|\.{{2,}}|--+|[^\w\s]
"""
_MARKS = str.maketrans({"’": "'", "“": "«", "„": "«", "”": "»", "‘": "'"})


def words_at(text: str, sentence: Span, pack: Pack) -> tuple[Span, ...]:
    """Return the places of the words and marks of a sentence, in order; white space is in none.

    A contraction ("du") is one word.
    """
    pattern = _division(pack)
    return tuple(Span(*match.span()) for match in pattern.finditer(text, sentence.start, sentence.end))


def shown_to_parser(forms: Iterable[str]) -> list[str]:
    """Return the words of one sentence as the model was taught them: one form for each kind of mark.

    Straight quotation marks become opening and closing ones in turn.

    >>> shown_to_parser(['"', "Oui", '"', ",", "dit", "-il"])
    ['«', 'Oui', '»', ',', 'dit', '-il']
    """
    shown: list[str] = []
    inside = False
    for form in forms:
        plain = form.translate(_MARKS)
        if plain == '"':
            plain = "»" if inside else "«"
        inside = plain == "«" or (inside and plain != "»")
        shown.append(plain)
    return shown


@cache
def _division(pack: Pack) -> re.Pattern[str]:
    rows = pack.lexicon("word_division")
    behind = rf"-(?:t[-'’])?{_any_of(row['form'] for row in rows if row['kind'] == 'behind')}(?![\w-])"
    parts = {
        kind: _any_of(row["form"] for row in rows if row["kind"] == kind)
        for kind in ("whole", "elided", "dotted", "ordinal")
    }
    return re.compile(_PATTERN.format(behind=behind, **parts), re.VERBOSE | re.IGNORECASE)


def _any_of(forms: Iterable[str]) -> str:
    escaped = (re.escape(form).replace("'", _APOSTROPHES) for form in sorted(forms, key=len, reverse=True))
    return f"(?:{'|'.join(escaped)})"
