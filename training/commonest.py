"""Write the commonest words of French, the commonest first: a part of `training/train.py`.

Their order is that of the vectors of `open_words.py`. Of words that share a vector the commonest one is
written.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from training.digests import pin
from training.open_words import is_word, made_from, open_words

from recoupe.packs.model import COMMONEST_FILE

LOOKED_AT = 220_000
"""Words of the source, by frequency, from which those that look like words are taken."""


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the words, pin them, and yield how many there are."""
    rows, _ = open_words()
    first: dict[int, str] = {}
    for word in islice(rows, LOOKED_AT):
        if is_word(word):
            first.setdefault(rows[word], word)
    text = "".join(f"{first[row]}\n" for row in sorted(first))
    (out / COMMONEST_FILE).write_bytes(gzip.compress(text.encode(), mtime=0))
    pin(out, (COMMONEST_FILE,), made_from=made_from())
    yield f"commonest words: {len(first):,}"
