"""The bench of people: invented stories of two or three short articles, with who is who marked in them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.gold import GoldArticle, Split
from recoupe.records.spans import Span

OPEN = "people/open"
ASIDE = "people/aside"
"""The part nobody who works on the rules reads: its words and its errors are never shown."""

_MARK = re.compile(r"\[(\w)\|([^\[\]|]+)\]")
_GIVEN = {"published": "2025-03-14", "language": "fr"}
"""The texts are too short for their language to be told by them."""


@dataclass(frozen=True)
class Marked:
    """A marked mention. article: position in the story. who: a letter, one for each person of the story."""

    article: int
    span: Span
    who: str


@dataclass(frozen=True)
class PeopleStory:
    """An invented story. about: what it is a trial of. mentions: in the order of articles and offsets."""

    about: str
    articles: tuple[GoldArticle, ...]
    mentions: tuple[Marked, ...]

    @property
    def pairs(self) -> tuple[tuple[Marked, Marked], ...]:
        """The pairs that are judged: mentions of two articles, each two ways of calling somebody once."""
        found: dict[tuple[str, ...], tuple[Marked, Marked]] = {}
        for one, other in combinations(self.mentions, 2):
            if one.article != other.article:
                sides = sorted((m.who, m.span.of(self.articles[m.article].text)) for m in (one, other))
                found.setdefault(tuple(word for side in sides for word in side), (one, other))
        return tuple(found.values())


def bench_stories(set_name: str, folder: Path) -> tuple[PeopleStory, ...]:
    """Return the stories of one part, in the order of the file."""
    table = tomllib.loads((folder / "pairs.toml").read_text("utf-8"))
    return tuple(_story(set_name, number, story) for number, story in enumerate(table["stories"], start=1))


def _story(set_name: str, number: int, given: Mapping[str, object]) -> PeopleStory:
    articles, mentions = [], []
    written = given["articles"]
    assert isinstance(written, Sequence)
    for i, marked in enumerate(written):
        text, found = unmarked(marked)
        name = f"{number:02}/{i + 1}"
        split: Split = "test" if set_name == ASIDE else "train"
        articles.append(GoldArticle(set_name, name, split, "", "", text, dict(_GIVEN)))
        mentions += [Marked(i, span, who) for who, span in found]
    return PeopleStory(str(given["about"]), tuple(articles), tuple(mentions))


def unmarked(text: str) -> tuple[str, list[tuple[str, Span]]]:
    """Return a text without its marks, and who is marked where in it.

    >>> unmarked("Le maire [a|Hugo Vial] dort.")
    ('Le maire Hugo Vial dort.', [('a', Span(start=9, end=18))])
    """
    parts: list[str] = []
    found = []
    length = last = 0
    for mark in _MARK.finditer(text):
        between = text[last : mark.start()]
        parts += [between, mark[2]]
        start = length + len(between)
        length = start + len(mark[2])
        found.append((mark[1], Span(start, length)))
        last = mark.end()
    return "".join([*parts, text[last:]]), found
