"""The catalogue of messages: one TOML file a language, the same keys and slots in each.

A message is a text with slots, `{kind:name}`. The kind says where the value comes from, which is
what the line checker builds on:

    {quoted:x}   words of an article; they lie in a span that the line cites
    {count:x}    a number counted by Recoupe, written with the language's separators
    {measure:x}  a share between 0 and 1, written in per cent
    {label:x}    a label given by Recoupe: A1, A1.4, S3f2a
    {date:x}     an EDTF date as an article or its page states it
    {given:x}    what the user or the system gave: a path, an option, a version
    {slot:x}     a member of the closed list of that name under [terms.slot], and so on

A message with plurals is a table of `one` and `other`; the number is that of its first count.
The typography of the language (narrow spaces, guillemets) is applied to the message before its
slots are filled: article text is never altered.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("fr", "en")
DATA_KINDS = frozenset({"quoted", "count", "measure", "label", "date", "given"})
"""The kinds of slot that hold data; every other kind names a list of terms."""

_FOLDER = Path(__file__).parent
_SLOT = re.compile(r"\{([a-z_]+):([a-z_0-9]+)\}")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?:T(\d{2}):(\d{2}).*)?")
_OPENING, _CLOSING = frozenset('«“„"'), frozenset('»”“"')
_NARROW, _WIDE = "\u202f", "\u00a0"
_BEFORE_HIGH = re.compile(r"(?<=[^\s?!]) ([;!?%]+|»)")
_BEFORE_COLON = re.compile(r"(?<=\S) (:)(?=\s|$)")
_AFTER_OPENING = re.compile(r"« ")

Message = str | Mapping[str, str]


class Catalogue:
    """The messages of one language.

    language: "fr" or "en". Keys are dotted: "error.store_locked", "terms.slot.duration".
    """

    def __init__(self, language: str, messages: Mapping[str, Message]) -> None:
        self.language = language
        self.messages = messages

    def __contains__(self, key: str) -> bool:
        return key in self.messages

    def text(self, key: str, values: Mapping[str, object] | None = None) -> str:
        """Return the message with its slots filled. Raises KeyError when key or value is missing.

        >>> load_catalogue("en").text("count.articles", {"n": 1})
        '1 article'
        """
        given = values or {}
        return _SLOT.sub(lambda m: self.value(m[1], given[m[2]]), self.form(key, given))

    def form(self, key: str, values: Mapping[str, object]) -> str:
        """Return the message as it stands, in the plural form that the first count asks for."""
        message = self.messages[key]
        if isinstance(message, str):
            return message
        counted = next(name for kind, name in self.slots(key) if kind == "count")
        return message["one" if self._is_one(values[counted]) else "other"]

    def slots(self, key: str) -> tuple[tuple[str, str], ...]:
        """Return the (kind, name) of each slot of a message, in order of first appearance."""
        message = self.messages[key]
        shown = message if isinstance(message, str) else message["other"]
        return tuple(dict.fromkeys((m[1], m[2]) for m in _SLOT.finditer(shown)))

    def value(self, kind: str, value: object) -> str:
        """Return how a value of a kind is written in this language."""
        if kind == "count":
            return self.number(int(str(value)))
        if kind == "measure":
            return self.percent(float(str(value)))
        if kind == "date":
            return self.date(str(value))
        if kind in DATA_KINDS:
            return str(value)
        return self.term(kind, str(value))

    def term(self, group: str, value: str) -> str:
        """Return the word for a member of a closed list; the member itself when the list lacks it."""
        found = self.messages.get(f"terms.{group}.{value}", value)
        return found if isinstance(found, str) else value

    def quoted(self, words: str) -> str:
        """Return an article's words between quotation marks, unless they bring their own.

        >>> load_catalogue("en").quoted("no")
        '“no”'
        """
        if words[:1] in _OPENING and words[-1:] in _CLOSING:
            return words
        return self.text("dossier.quoted", {"words": words})

    def number(self, value: int) -> str:
        """Return an integer with the language's thousands separator."""
        return f"{value:,}".replace(",", _NARROW if self.language == "fr" else ",")

    def percent(self, share: float) -> str:
        """Return a share of 0 to 1 in whole per cent."""
        return f"{round(share * 100)}{_NARROW if self.language == 'fr' else ''}%"

    def date(self, edtf: str) -> str:
        """Return a date in words, as fine as it was stated; what is no plain date stays as it is.

        >>> load_catalogue("en").date("2017-05")
        'May 2017'
        """
        match = _DATE.fullmatch(edtf)
        if match is None:
            return edtf
        year, month, day, hour, minute = match.groups()
        if month is None:
            return year
        name = self.term("month", month)
        if name == month:
            return edtf
        if day is None:
            return f"{name} {year}"
        number = str(int(day))
        if self.language == "fr" and number == "1":
            number = "1er"
        words = f"{number} {name} {year}"
        return words if hour is None else f"{words}, {self._clock(hour, minute)}"

    def _clock(self, hour: str, minute: str) -> str:
        if self.language != "fr":
            return f"{hour}:{minute}"
        return f"{int(hour)}{_NARROW}h" + (f"{_NARROW}{minute}" if minute != "00" else "")

    def _is_one(self, count: object) -> bool:
        n = abs(int(str(count)))
        return n < 2 if self.language == "fr" else n == 1


@cache
def load_catalogue(language: str) -> Catalogue:
    """Return the catalogue of a language. Raises KeyError for a language that has none."""
    if language not in LANGUAGES:
        raise KeyError(f"there are no messages in {language!r}; there are {list(LANGUAGES)}")
    raw = tomllib.loads((_FOLDER / f"{language}.toml").read_text("utf-8"))
    messages: dict[str, Message] = {}
    _flatten(raw, "", messages)
    if language == "fr":
        messages = {key: _typographic(message) for key, message in messages.items()}
    return Catalogue(language, messages)


def _flatten(table: Mapping[str, object], prefix: str, out: dict[str, Message]) -> None:
    for key, value in table.items():
        if isinstance(value, str) or (isinstance(value, dict) and value.keys() == {"one", "other"}):
            out[prefix + key] = value
        elif isinstance(value, dict):
            _flatten(value, f"{prefix}{key}.", out)
        else:
            raise TypeError(f"message {prefix + key!r} is neither text nor table: {value!r}")


def _typographic(message: Message) -> Message:
    if isinstance(message, str):
        return _french_spaces(message)
    return {form: _french_spaces(text) for form, text in message.items()}


def _french_spaces(text: str) -> str:
    """Return the text with the spaces that French sets before high marks and inside guillemets."""
    text = _BEFORE_HIGH.sub(lambda m: _NARROW + m[1], text)
    text = _BEFORE_COLON.sub(_WIDE + ":", text)
    return _AFTER_OPENING.sub("«" + _NARROW, text)
