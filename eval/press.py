"""Items of the press that are measured by labels alone: their texts stay outside, keys and labels ship.

A set is a folder of the data; its labels lie under `benches`.
"""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

from recoupe.engine.serial import SerialEngine
from recoupe.records import Record
from recoupe.records.documents import Document
from recoupe.run import add, run
from recoupe.settings import CleanSettings
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import open_store

HEADLINES = "headlines-fr"
PRESS = "press-fr"
LABELS = Path(__file__).resolve().parent / "benches"


@dataclass(frozen=True)
class Line:
    """What the stages gave. documents: by the key of each article."""

    documents: Mapping[str, Document]
    records: Sequence[Record]


def labels(path: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table of labels."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


def headlines(folder: Path, day: str) -> dict[str, dict[str, str]]:
    """Return the items of one day of headlines-fr as JSON articles, by key."""
    found = {}
    for item in _items(folder / "2025-01_2025-06.jsonl.gz"):
        if item["day"] == day:
            key = blake2b(item["link"].encode(), digest_size=8).hexdigest()
            given = {"title": item["title"], "text": item["summary"], "outlet": item["outlet"]}
            found[key] = {"id": key, **given, "url": item["link"], "published": day}
    return found


def press(folder: Path) -> dict[str, dict[str, str]]:
    """Return the articles of press-fr as JSON articles, by id."""
    return {
        item["id"]: {name: value for name, value in item.items() if isinstance(value, str)}
        for item in _items(folder / "articles.jsonl.gz")
    }


def _items(path: Path) -> Iterator[dict[str, Any]]:  # a JSON object of anything
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def through_line(
    articles: Iterable[Mapping[str, str]],
    *,
    last: str,
    kind: type[Any] | tuple[type[Any], ...],  # kinds of records
    resources: Resources,
) -> Line:
    """Return the documents, and the records of some kinds, that the stages up to `last` give."""
    names = [stage.name for stage in STAGES]
    stages = STAGES[: names.index(last) + 1]
    lines = b"".join(json.dumps(article, ensure_ascii=False).encode() + b"\n" for article in articles)
    captures = articles_of_lines("eval", io.BytesIO(lines), max_body_bytes=CleanSettings.max_body_bytes)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "eval.sqlite") as store:
        add(store, captures)
        run(store, SerialEngine(), resources, stages=stages)
        documents = {d.input: d for d in store.scan(Document) if isinstance(d, Document)}
        kinds = kind if isinstance(kind, tuple) else (kind,)
        return Line(documents, tuple(record for one in kinds for record in store.scan(one)))
