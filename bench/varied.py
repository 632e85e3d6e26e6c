"""More articles than there are: variants that look like a press of many days, for measuring growth.

A variant is a telling of its own or a copy. Its own telling takes most sentences of one article and some of
others of the same outlet, with other names and numbers throughout, and nine in ten of its words of four or
more letters replaced by words of the same ending; a sentence that its outlet repeats stays as it is. So two
variants share what two articles of a real press do: formulas, and a stretch here and there. (An article of
press-fr, 1,600 in all, shares a passage with 1.6 others; one of the first 1,250, 2,500 and 5,000 by date of
20,000 made from them with 1.3, 2.1 and 3.4.) Three in ten are copies of another variant of the last days in
another outlet, with a paragraph or two cut, a figure changed and another opening of the title: a press that
lives on agencies. Dates are spread over half a year, also where the file gives none; two articles in a
hundred have none. What comes out is no French to be read for its meaning.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Item = dict[str, Any]
FIRST_DAY = date(2018, 11, 1)
DAYS = 180
SHARE_OF_COPIES = 0.3
SHARE_UNDATED = 0.02
SHARE_OF_OTHERS = 0.25
"""Sentences of a telling that are taken from other articles."""
SHARE_OF_WORDS = 0.9
"""Words of a telling that are replaced by others."""
REPEATED = 3
"""Articles of an outlet that hold a sentence before it is taken for a formula."""

_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÉÈÀÎÔÇ][\w-]{2,}")
_WORD = re.compile(r"\b[a-zàâçéèêëîïôûùü]{4,}\b")
_SENTENCE_END = re.compile(r"(?<=[.!?…»])\s+(?=[A-ZÉÈÀÎÔÇ«])")
_ENDING = 3


def varied(given: Sequence[Mapping[str, Any]], n: int) -> list[Item]:
    """Return n articles: the given ones, then variants; always the same ones for the same articles."""
    maker = _Maker(given)
    found = [_kept(item) for item in given[:n]]
    for number in range(len(given), n):
        found.append(maker.copy(found, number) if maker.is_copy(number) else maker.telling(number))
    return [_without_date(item) if _is_undated(i) else item for i, item in enumerate(found)]


def _kept(item: Mapping[str, Any]) -> Item:
    names = ("id", "outlet", "published", "title", "text", "url")
    day = _day(random.Random(f"day {item['id']}")).isoformat()
    return {"published": day} | {name: item[name] for name in names if item.get(name)}


def _is_undated(number: int) -> bool:
    return random.Random(f"undated {number}").random() < SHARE_UNDATED


def _without_date(item: Item) -> Item:
    return {name: value for name, value in item.items() if name != "published"}


class _Maker:
    """Makes variants by number; what it draws from is the given articles alone."""

    def __init__(self, given: Sequence[Mapping[str, Any]]) -> None:
        self._given = given
        self._outlets = sorted({item["outlet"] for item in given})
        self._of_outlet: dict[str, list[int]] = defaultdict(list)
        for i, item in enumerate(given):
            self._of_outlet[item["outlet"]].append(i)
        self._sentences = [_sentences(item["text"]) for item in given]
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for item, sentences in zip(given, self._sentences, strict=True):
            counts[item["outlet"]].update(set(sentences))
        self._formulas = {
            outlet: {sentence for sentence, n in found.items() if n >= REPEATED}
            for outlet, found in counts.items()
        }
        self._names = [name for item in given for name in _NAME.findall(item["text"])]
        self._words: dict[str, list[str]] = defaultdict(list)
        for item in given:
            for word in _WORD.findall(item["text"]):
                self._words[word[-_ENDING:]].append(word)

    def is_copy(self, number: int) -> bool:
        """Tell whether the variant of a number is a copy."""
        return random.Random(f"kind {number}").random() < SHARE_OF_COPIES

    def telling(self, number: int) -> Item:
        """Return a telling of its own."""
        chance = random.Random(f"telling {number}")
        base = self._given[number % len(self._given)]
        others = self._of_outlet[base["outlet"]]
        change = self._change(chance)
        formulas = self._formulas[base["outlet"]]
        paragraphs = []
        for paragraph in base["text"].split("\n"):
            parts = _sentences(paragraph)
            for i in range(len(parts)):
                if chance.random() < SHARE_OF_OTHERS and parts[i] not in formulas:
                    parts[i] = chance.choice(self._sentences[chance.choice(others)])
            paragraphs.append(" ".join(part if part in formulas else change(part) for part in parts))
        text = "\n\n".join(part for part in paragraphs if part)
        day = _day(chance)
        title = change(base.get("title") or text.split("\n")[0][:80])
        return _item(base, number, day=day, title=title, text=text, outlet=base["outlet"])

    def _change(self, chance: random.Random) -> Callable[[str], str]:
        """Return what puts other names, numbers and words into a text, each alike throughout."""
        drawn: dict[str, str] = {}

        def once(key: str, draw: Callable[[], str]) -> str:
            if key not in drawn:
                drawn[key] = draw()
            return drawn[key]

        def word(match: re.Match[str]) -> str:
            alike = self._words[match[0][-_ENDING:]] or [match[0]]
            draw = alike if chance.random() < SHARE_OF_WORDS else [match[0]]
            return once(match[0], lambda: chance.choice(draw))

        def name(match: re.Match[str]) -> str:
            return once(match[0], lambda: chance.choice(self._names))

        def number(match: re.Match[str]) -> str:
            n = len(match[0])
            return match[0] if n > 3 else once(match[0], lambda: str(chance.randrange(10**n)))

        return lambda text: _NUMBER.sub(number, _NAME.sub(name, _WORD.sub(word, text)))

    def copy(self, found: Sequence[Item], number: int) -> Item:
        """Return a copy of another variant in another outlet, on its day or the next one."""
        chance = random.Random(f"copy {number}")
        source = chance.choice(found[max(0, number - 400) : number])
        outlet = chance.choice([name for name in self._outlets if name != source["outlet"]])
        parts = [part for part in source["text"].split("\n") if part.strip()]
        for _ in range(chance.randrange(3)):
            if len(parts) > 3:
                parts.pop(chance.randrange(1, len(parts)))
        text = "\n\n".join(parts)
        figures = list(_NUMBER.finditer(text))
        if figures and chance.random() < 0.5:
            at = chance.choice(figures)
            text = f"{text[: at.start()]}{int(at[0]) + 1}{text[at.end() :]}"
        day = date.fromisoformat(source["published"][:10]) + timedelta(days=chance.randrange(2))
        title = " ".join(source.get("title", "").split()[chance.randrange(1, 4) :]) or source.get("title", "")
        return _item(source, number, day=day, title=title, text=text, outlet=outlet)


def _sentences(text: str) -> list[str]:
    lines = (line.strip() for line in text.split("\n"))
    return [part for line in lines if line for part in _SENTENCE_END.split(line) if part.strip()]


def _day(chance: random.Random) -> date:
    return FIRST_DAY + timedelta(days=chance.randrange(DAYS))


def _item(base: Mapping[str, Any], number: int, *, day: date, title: str, text: str, outlet: str) -> Item:
    given = {"outlet": outlet, "published": day.isoformat(), "title": title, "text": text}
    return {"id": f"{base['id'].partition('+')[0]}+{number}", **given}
