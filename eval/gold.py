"""The marked articles, as they are given: their text, the facts stated with them, and the marks."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

from recoupe.records.spans import Span

AUTHORED = "authored-fr"
WIKINEWS = "wikinews-fr"
TIME_CASES = "time"
LAVROV = "lavrov-2017"
OPEN_SETS = frozenset(
    {AUTHORED, TIME_CASES, "accounts/open", "encounters/open", "people/open", "events/open"}
)
"""Sets of invented sentences under a free licence: their words may be shown."""

Split = Literal["train", "test"]
Bounds = tuple[float | None, float | None]
_MARKED = (".xml", ".jsonl", ".gz", ".toml")
_LAVROV_NAMES = Path(__file__).resolve().parent / "lavrov_names.json"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_IN_MARKS = re.compile(r"«([^«»\n]{1,400})»")


@dataclass(frozen=True)
class GoldQuotation:
    """A marked quotation. speaker: who says it, by name or description; None when nobody is named."""

    type: str
    content: tuple[Span, ...]
    speaker: str | None


@dataclass(frozen=True)
class GoldTime:
    """A marked time: its words, TIMEX3 type, and EDTF or ISO 8601 value."""

    span: Span
    type: str
    value: str


@dataclass(frozen=True)
class GoldQuantity:
    """A marked quantity. bounds: low and high, equal for a plain number. unit: the words that say it."""

    span: Span
    bounds: Bounds
    unit: str


@dataclass(frozen=True)
class GoldEncounter:
    """A marked meeting. place: None when none is told."""

    trigger: Span
    participants: tuple[str, ...]
    place: str | None
    status: str


@dataclass(frozen=True)
class GoldArticle:
    """One marked article; all spans count code points in `text`.

    set, id: unique together. event: articles of one event share it. beat: the folder; empty for none.
    given: what is stated with the article (title, published, outlet). names: span and type.
    not_speech: what stands between « and » and is no quotation.
    """

    set: str
    id: str
    split: Split
    beat: str
    event: str
    text: str
    given: Mapping[str, str]
    names: tuple[tuple[Span, str], ...] = ()
    quotations: tuple[GoldQuotation, ...] = ()
    not_speech: tuple[Span, ...] = ()
    times: tuple[GoldTime, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    encounters: tuple[GoldEncounter, ...] = ()

    @property
    def name(self) -> str:
        """The name the article goes by as an input: "authored-fr/g/005"."""
        return f"{self.set}/{self.id}"


def folder_of(data: Path, set_name: str) -> Path:
    """Return the folder of a set: below the folder of sets, or below `coverage` beside it."""
    own = data / set_name
    return own if own.is_dir() else data.parent / "coverage" / set_name


def digest_of(data: Path, set_name: str) -> str:
    """Return 32 hex digits that change with any article or mark of a set."""
    folder = folder_of(data, set_name)
    digest = blake2b(digest_size=16)
    files = [path for path in folder.rglob("*") if path.suffix in _MARKED]
    if set_name == LAVROV:
        files = sorted(folder.glob("*.txt"))
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        for part in (path.relative_to(folder).as_posix().encode(), path.read_bytes()):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def authored(folder: Path) -> Iterator[GoldArticle]:
    """Yield the articles of authored-fr by beat and number. Raises OSError when there is none."""
    paths = sorted(folder.glob("*/*.xml"))
    if not paths:
        raise FileNotFoundError(f"no article in {str(folder)!r}")
    for path in paths:
        yield authored_article(path.read_text("utf-8"), beat=path.parent.name, number=path.stem)


@dataclass
class _Marks:
    """The text of an article as it is put together from its parts, with the marks met so far."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    names: list[tuple[Span, str]] = field(default_factory=list)
    quotes: dict[str, tuple[str, str, list[Span]]] = field(default_factory=dict)
    times: list[GoldTime] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            self.length += len(text)

    def walk(self, element: ElementTree.Element) -> None:
        """Add the text of an element and note the names, times and quotations in it."""
        start = self.length
        self.add(element.text)
        for child in element:
            self.walk(child)
            self.add(child.tail)
        span = Span(start, self.length)
        if element.tag == "n":
            self.names.append((span, element.attrib["t"]))
        elif element.tag == "t":
            self.times.append(GoldTime(span, element.attrib["k"], element.attrib["v"]))
        elif element.tag == "q":
            marks = element.attrib
            self.quotes.setdefault(marks["id"], (marks["type"], marks["by"], []))[2].append(span)


def authored_article(markup: str, *, beat: str, number: str) -> GoldArticle:
    """Return an article in the marks of authored-fr; its paragraphs are joined by blank lines.

    In beat h the files 2n-1 and 2n tell one event; every other file tells one of its own.
    """
    root = ElementTree.fromstring(markup)
    marks = _Marks()
    title = ""
    for i, part in enumerate(root):
        marks.add("\n\n" if i else None)
        start = marks.length
        marks.walk(part)
        if part.tag == "title":
            title = "".join(marks.pieces)[start:]
    text = "".join(marks.pieces)
    quotations = tuple(
        GoldQuotation(kind, tuple(sorted(spans)), speaker) for kind, speaker, spans in marks.quotes.values()
    )
    said = [span for quotation in quotations for span in quotation.content]
    given = {"title": title, "published": root.attrib["date"], "outlet": root.attrib["outlet"]}
    return GoldArticle(
        AUTHORED,
        f"{beat}/{number}",
        "test" if int(number) % 5 == 0 else "train",
        beat,
        f"h{(int(number) + 1) // 2}" if beat == "h" else f"{beat}/{number}",
        text,
        {name: value for name, value in given.items() if value},
        names=tuple(sorted(marks.names)),
        quotations=tuple(sorted(quotations, key=lambda quotation: quotation.content)),
        not_speech=tuple(
            span
            for span in (Span(*match.span(1)) for match in _IN_MARKS.finditer(text))
            if not any(span.meets(other) for other in said)
        ),
        times=tuple(sorted(marks.times, key=lambda time: time.span)),
    )


def lavrov(folder: Path) -> Iterator[GoldArticle]:
    """Yield the articles of one meeting with the names marked in their text; page furniture has no marks.

    The marks are places and types only; the texts stay outside the project.
    """
    for file, rows in json.loads(_LAVROV_NAMES.read_text("utf-8")).items():
        names = tuple((Span(start, end), kind) for start, end, kind in rows)
        text = (folder / file).read_text("utf-8")
        yield GoldArticle(LAVROV, Path(file).stem, "test", "", LAVROV, text, {}, names=names)


def wikinews(folder: Path) -> Iterator[GoldArticle]:
    """Yield the articles of wikinews-fr in the order of their marks. Raises OSError without a file."""
    lines = (folder / "articles.jsonl").read_text("utf-8").splitlines()
    texts = {article["id"]: article for article in map(json.loads, lines)}
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        marks = json.loads(line)
        yield _wikinews_article(texts[marks["id"]], marks)


def _wikinews_article(article: Mapping[str, Any], marks: Mapping[str, Any]) -> GoldArticle:
    return GoldArticle(
        WIKINEWS,
        article["id"],
        "test" if marks["split"] == "test" else "train",
        "",
        article["id"],
        article["text"],
        {"title": article["title"], **_published(article["text"], marks["times"])},
        names=tuple(sorted((Span(start, end), kind) for start, end, kind in marks["names"])),
        quotations=tuple(
            GoldQuotation(q["type"], tuple(Span(*ends) for ends in q["content"]), q["speaker"])
            for q in marks["quotes"]
        ),
        times=tuple(GoldTime(Span(*t["text"]), t["type"], t["value"]) for t in marks["times"]),
        quantities=tuple(
            GoldQuantity(Span(*q["text"]), _bounds(q["value"]), q["unit"] or "") for q in marks["quantities"]
        ),
        encounters=tuple(
            GoldEncounter(Span(*e["trigger"]), tuple(e["participants"]), e["place"], e["status"])
            for e in marks["encounters"]
        ),
    )


def _published(text: str, times: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the date of the dateline ("22 mai 2012. - "): the first full date that opens a paragraph.

    These articles state their date nowhere else, and relative times are marked against it.
    """
    for time in times:
        start = time["text"][0]
        if (
            _DAY.fullmatch(time["value"])
            and not time["relative"]
            and text[:start].endswith(("", "\n")[start > 0])
        ):
            return {"published": time["value"]}
    return {}


def _bounds(value: float | list[float | None] | None) -> Bounds:
    if isinstance(value, list):
        low, high = value
        return low, high
    return value, value
