"""Write which words of French are used alike: a part of `training/train.py`.

Words whose vectors lie near each other are in one cluster; the name tagger sees of each word its clusters, of
which there are few, more and many. The vectors are those of `open_words.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from sklearn.cluster import MiniBatchKMeans
from training.digests import pin
from training.names import write_table
from training.open_words import is_word, made_from, open_words

from recoupe.packs.model import CLUSTERS_FILE

N_CLUSTERS = (100, 400, 1500)
"""With the first two alone F is .849 instead of .852 on 60 articles that were not learnt from."""
N_WORDS = 150_000
"""With all 450,000 words of the vectors F is no better."""


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the clusters of the commonest words, pin them, and yield how many words there are."""
    rows, vectors = open_words()
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.maximum(lengths, 1e-9)
    of_row = [_clusters(unit, n) for n in N_CLUSTERS]
    words = islice((word for word in rows if is_word(word)), N_WORDS)
    table = {word: "/".join(str(found[rows[word]]) for found in of_row) for word in words}
    write_table(out / CLUSTERS_FILE, table, "fastText vectors (OSCAR, Wikipedia) by Explosion (CC0)")
    pin(out, (CLUSTERS_FILE,), made_from=made_from())
    yield f"words in clusters: {len(table):,}"


def _clusters(vectors: np.ndarray, n: int) -> list[int]:
    """Return for each vector which of n clusters it is in."""
    means = MiniBatchKMeans(n, random_state=0, n_init=3, batch_size=4096, max_iter=100)
    found: list[int] = means.fit(vectors).labels_.tolist()
    return found
