"""The trained part of a pack: weights and word lists, taken only when their digests are the pinned ones.

model/digests.toml    SHA-256 of each file; it goes into the pack's own digest
model/names.crf.gz    weights of the name tagger (CRFsuite's own format: numbers and strings, no code)
model/words.tsv.gz    word, class: the part of speech of common words
model/places.tsv.gz   name, class: places, "near" where the language is spoken, "far" elsewhere
model/people.tsv.gz   word, class: "f" first name, "l" surname, "fl" both
model/clusters.tsv.gz word, clusters: words used alike are in one, of few clusters, of more and of many
model/syntax.spacy.gz the parser (recoupe.packs.syntax)
model/commonest_words.txt.gz   words, the commonest of the language first
model/CARD.md         what it was trained on and how well it does; model/LICENSE.md its terms
"""

from __future__ import annotations

import gzip
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from recoupe.errors import PackError
from recoupe.packs.pack import Pack

CLUSTERS_FILE = "clusters.tsv.gz"
NAME_FILES = ("names.crf.gz", "places.tsv.gz", "words.tsv.gz", "people.tsv.gz", CLUSTERS_FILE)
"""What the name tagger is read from."""
COMMONEST_FILE = "commonest_words.txt.gz"


@dataclass(frozen=True)
class NameModel:
    """tagger: a pycrfsuite.Tagger that reads `weights`.

    places, words, people: class by name, by lower-case word, by word. clusters: by word, "12/204/1189".
    """

    tagger: Any
    weights: bytes
    places: Mapping[str, str]
    words: Mapping[str, str]
    people: Mapping[str, str]
    clusters: Mapping[str, str]


def has_model(pack: Pack, *, files: tuple[str, ...] = NAME_FILES) -> bool:
    """Tell whether a pack pins all of these model files."""
    return set(files) <= _pinned(pack).keys()


@cache
def name_model(pack: Pack) -> NameModel:
    """Return the trained name model of a pack, loaded once per process.

    Raises PackError when a file is missing or is not the one whose digest is pinned.
    """
    import pycrfsuite  # late: commands that read no article need no tagger

    weights, *tables = (model_bytes(pack, name) for name in NAME_FILES)
    tagger = pycrfsuite.Tagger()
    # The tagger points into these bytes and does not hold them: the model must.
    tagger.open_inmemory(weights)
    return NameModel(tagger, weights, *map(table_of, tables))


@cache
def commonest_words(pack: Pack, n: int) -> tuple[str, ...]:
    """Return the n commonest words of a language, the commonest first; none when the pack has no list.

    Raises PackError when the file is missing or is not the one whose digest is pinned.
    """
    if not has_model(pack, files=(COMMONEST_FILE,)):
        return ()
    return tuple(model_bytes(pack, COMMONEST_FILE).decode("utf-8").splitlines()[:n])


def model_bytes(pack: Pack, name: str) -> bytes:
    """Return what a model file holds, unpacked when its name ends in ".gz".

    Raises PackError when the file is missing or its SHA-256 is not the pinned one.
    """
    path = pack.folder / "model" / name
    if not path.is_file():
        raise PackError(f"the model file {name!r} is missing from the pack {pack.language!r}")
    data = path.read_bytes()
    found, pinned = sha256(data).hexdigest(), _pinned(pack).get(name)
    if found != pinned:
        raise PackError(f"the model file {name!r} has the digest {found}, pinned is {pinned}")
    return gzip.decompress(data) if name.endswith(".gz") else data


def table_of(data: bytes) -> dict[str, str]:
    """Return the second column of a table of two by its first; comments (#) stand on top."""
    text = data.decode("utf-8")
    while text[:1] == "#":
        text = text.partition("\n")[2]
    cells = text.rstrip("\n").replace("\n", "\t").split("\t")
    return dict(zip(cells[::2], cells[1::2], strict=True))


@cache
def _pinned(pack: Pack) -> Mapping[str, str]:
    """Return the SHA-256 of each model file by its name; empty for a pack without a trained part."""
    path = pack.folder / "model" / "digests.toml"
    if not path.is_file():
        return {}
    pinned: dict[str, str] = tomllib.loads(path.read_text("utf-8"))["sha256"]
    return pinned
