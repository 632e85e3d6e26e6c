"""A second reader of whatever leaves Recoupe, independent of the line checker.

It takes finished output (terminal text, JSON, a page) and finds every word that begins with a capital
or holds a digit. Such a word has to stand in an article of the story, in what an article's page states
(outlet, date, title, input name), in the words of the interface, or be a label or a count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from recoupe.messages import Catalogue
from recoupe.records.documents import Document

_TOKEN = re.compile(r"[\w][\w'’.-]*[\w]|\w")
_LABEL = re.compile(r"\b(?:[AO]\d+(?:\.\d+)?|[SA][0-9a-f]{4,})\b")
_SLOT = re.compile(r"\{[^}]*\}")


class Reader:
    """Knows the words that may be shown of one store.

    counts: forms of the interface in which a number computed by Recoupe may stand.
    """

    def __init__(self, catalogue: Catalogue, documents: Iterable[Document]) -> None:
        self.known: set[str] = set()
        for document in documents:
            stated = (document.outlet, document.title, document.published)
            self._learn(document.text)
            self._learn(document.input)
            for fact in stated:
                if fact is not None:
                    self._learn(fact.value)
                    self._learn(catalogue.date(fact.value))
                    self._learn(catalogue.date(fact.value[:10]))
        for key in catalogue.messages:
            message = catalogue.messages[key]
            for form in [message] if isinstance(message, str) else message.values():
                self._learn(_SLOT.sub(" ", form))
        self._counts = [
            re.compile(r"(?<!\w)[\d\u202f,]+" + re.escape(_SLOT.sub("", form)) + r"(?!\w)")
            for key in catalogue.messages
            if key.startswith("count.")
            for form in self._forms(catalogue, key)
        ]
        self._counts.append(re.compile(r"\b\d+[\u202f ]?%"))
        for key in ("why.joined_like", "why.joined_days", "why.joined_encounters", "why.share_a_passage"):
            for form in self._forms(catalogue, key):
                pattern = re.escape(form).replace(r"\{", "{").replace(r"\}", "}")
                pattern = re.sub(r"\{count:\w+\}", r"\\d+", pattern)
                self._counts.append(re.compile(re.sub(r"\{\w+:\w+\}", r"\\w+", pattern)))
        for key in ("why.shared_passage", "why.shared_passage_agency", "why.shared_passage_outlet"):
            for form in self._forms(catalogue, key):
                pattern = re.sub(r"\\\{count:\w+\\\}", r"\\d+", re.escape(form))
                self._counts.append(re.compile(pattern))

    def _forms(self, catalogue: Catalogue, key: str) -> list[str]:
        message = catalogue.messages[key]
        return [message] if isinstance(message, str) else list(message.values())

    def _learn(self, text: str) -> None:
        self.known.update(_TOKEN.findall(text))
        self.known.update(re.findall(r"\w+", text))

    def unsupported(self, text: str) -> list[str]:
        """Return the names and figures of a text that nothing supports."""
        text = text.replace("**", "")
        for pattern in self._counts:
            text = pattern.sub(" ", text)
        text = _LABEL.sub(" ", text)
        return [
            token
            for token in _TOKEN.findall(text)
            if (token[0].isupper() or any(c.isdigit() for c in token))
            and token not in self.known
            and not all(part in self.known for part in re.findall(r"\w+", token))
        ]


def strings_of(value: Any, keys: frozenset[str]) -> Iterable[str]:
    """Yield every string of a JSON value that stands under one of the keys, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in keys:
                yield from ([inner] if isinstance(inner, str) else strings_in(inner))
            else:
                yield from strings_of(inner, keys)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_of(inner, keys)


def strings_in(value: Any) -> Iterable[str]:
    """Yield every string of a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


class Page(HTMLParser):
    """The elements, attributes and visible text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self._style = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if not self._style and data.strip():
            self.texts.append(data)
