"""The bench of copies and stories: invented events, each told by several outlets, some copying an agency.

An item is put together from parts, so that its labels hold by construction: which passages two items share,
what was edited in one of them, which quotation both give, what their outlet repeats, and whose words it has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eval.gold import GoldArticle
from recoupe.records.spans import Span

OPEN = "events/open"
ASIDE = "events/aside"
"""The part nobody who works on the rules reads: its words and its errors are never shown."""
OUTLETS = "outlets.toml"
PLANTED = frozenset({"number", "name", "negation"})
EDITS = PLANTED | {"words"}
_QUOTE = re.compile(r"\{q\.(\w+)\}")
_EDIT = re.compile(r"(\w+): (.+?) -> (.*)")
_SHARE_OF_SOURCE = 0.5
"""So much of its words makes an item a copy of somebody's text, rather than a telling of its own."""


@dataclass(frozen=True)
class Planted:
    """A change inside a copied passage. old: the words it had. span: of the new words in the item's text."""

    kind: str
    passage: str
    old: str
    new: str
    span: Span


@dataclass(frozen=True)
class Item:
    """One headline or short article. passages: where each stands, by its key; planted: in text order.

    origin: whose words most of it is (an agency, another outlet, who gave out a release); its outlet's
    name when they are its own.
    """

    name: str
    event: str
    thread: str
    outlet: str
    article: GoldArticle
    passages: Mapping[str, Span]
    quotes: frozenset[str]
    templates: frozenset[str]
    planted: tuple[Planted, ...]
    origin: str

    def has_own_words(self) -> bool:
        """Tell whether the item is told in its outlet's words."""
        return self.origin == self.outlet


@dataclass
class _Made:
    """The text of an item as it is put together. words_of: how many each source gave."""

    text: str = ""
    passages: dict[str, Span] = field(default_factory=dict)
    quotes: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    planted: list[Planted] = field(default_factory=list)
    words_of: dict[str, int] = field(default_factory=dict)


def bench_items(set_name: str, folder: Path) -> tuple[Item, ...]:
    """Return the items of one part, by file, event and place.

    Raises FileNotFoundError when there is none, and ValueError, naming file and event, for a part that
    means nothing.
    """
    paths = sorted(path for path in folder.glob("*.toml") if path.name != OUTLETS)
    if not paths:
        raise FileNotFoundError(f"no event in {str(folder)!r}")
    templates = tomllib.loads((folder / OUTLETS).read_text("utf-8"))["templates"]
    found: list[Item] = []
    for path in paths:
        found += items_of(set_name, path.stem, path.read_text("utf-8"), templates=templates)
    return tuple(found)


def items_of(set_name: str, name: str, source: str, *, templates: Mapping[str, str]) -> Iterator[Item]:
    """Yield the items written in `source` (TOML); see eval/benches/events/README.md for the format."""
    given = tomllib.loads(source)
    for event in given["event"]:
        place = f"{name}, {event['name']}"
        passages = {
            f"{one['id']}.{i}": (one["by"], text)
            for one in event.get("source", ())
            for i, text in enumerate(one["passages"], start=1)
        }
        for item in event["item"]:
            made = _Made()
            try:
                for part in item["parts"]:
                    _add(made, part, passages, quotes=event.get("quotes", {}), templates=templates)
            except (KeyError, ValueError) as error:
                raise ValueError(f"{place}, {item['id']}: {error}") from error
            yield Item(
                f"{name}/{event['name']}/{item['id']}",
                f"{name}/{event['name']}",
                event.get("thread", given["thread"]),
                item["outlet"],
                _article(set_name, name, event["name"], given=item, text=made.text),
                {f"{event['name']}.{key}": span for key, span in made.passages.items()},
                frozenset(f"{event['name']}.{quote}" for quote in made.quotes),
                frozenset(made.templates),
                tuple(made.planted),
                item.get("origin") or _origin(made, item["outlet"]),
            )


def _add(
    made: _Made,
    part: str | Mapping[str, Any],
    passages: Mapping[str, tuple[str, str]],
    *,
    quotes: Mapping[str, str],
    templates: Mapping[str, str],
) -> None:
    made.text += "\n\n" if made.text else ""
    start = len(made.text)
    if isinstance(part, str):
        made.text += _quoted(made, part, quotes)
    elif "t" in part:
        made.templates.add(part["t"])
        made.text += templates[part["t"]].format(*part.get("fill", ()))
    else:
        by, text = passages[part["p"]]
        text = _quoted(made, text, quotes)
        made.text += text
        for edit in part.get("edits", ()):
            _plant(made, part["p"], edit, start=start)
        made.passages[part["p"]] = Span(start, len(made.text))
        made.words_of[by] = made.words_of.get(by, 0) + len(text.split())


def _quoted(made: _Made, text: str, quotes: Mapping[str, str]) -> str:
    made.quotes.update(_QUOTE.findall(text))
    return _QUOTE.sub(lambda mark: quotes[mark[1]], text)


def _plant(made: _Made, passage: str, edit: str, *, start: int) -> None:
    """Change the words of a passage that stands at the end of the text made so far."""
    parts = _EDIT.fullmatch(edit)
    if parts is None or parts[1] not in EDITS:
        raise ValueError(f"{edit!r} is no edit")
    kind, old, new = parts.groups()
    text = made.text[start:]
    if text.count(old) != 1:
        raise ValueError(f"{old!r} stands {text.count(old)} times in passage {passage}")
    at = start + text.index(old)
    made.text = made.text[:at] + new + made.text[at + len(old) :]
    shift = len(new) - len(old)
    moved = [
        Planted(p.kind, p.passage, p.old, p.new, p.span.moved(shift if p.span.start > at else 0))
        for p in made.planted
    ]
    made.planted = sorted(
        [*moved, Planted(kind, passage, old, new, Span(at, at + len(new)))], key=lambda p: p.span
    )


def _origin(made: _Made, outlet: str) -> str:
    n_words = len(made.text.split())
    by, n = max(made.words_of.items(), key=lambda one: one[1], default=(outlet, 0))
    return by if n >= _SHARE_OF_SOURCE * n_words else outlet


def _article(set_name: str, thread: str, event: str, *, given: Mapping[str, Any], text: str) -> GoldArticle:
    stated = {"title": given["title"], "published": given["published"], "outlet": given["outlet"]}
    return GoldArticle(set_name, f"{thread}/{event}/{given['id']}", "test", "", event, text, stated)


def kinds_in_common(one: Item, other: Item) -> frozenset[str]:
    """Return what two items share, strongest first to tell: copy, near copy, quotation, template; or none.

    A passage that both have is a copy when it was edited in neither, or alike in both.
    """
    found = set()
    for passage in one.passages.keys() & other.passages.keys():
        sides = [item.passages[passage].of(item.article.text) for item in (one, other)]
        found.add("copy" if sides[0] == sides[1] else "near copy")
    if one.quotes & other.quotes:
        found.add("quotation")
    if one.templates & other.templates:
        found.add("template")
    return frozenset(found or {"none"})
