"""The syntax model of a pack.

model/syntax.spacy.gz holds the pipeline, its weights as half-precision numbers. spaCy is imported when the
first parse is asked for.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from recoupe.errors import PackError
from recoupe.packs.model import has_model, model_bytes
from recoupe.packs.pack import Pack

if TYPE_CHECKING:  # slow to import, and a command that parses nothing needs none of it
    from spacy.language import Language

FILE = "syntax.spacy.gz"
FORMAT = 1


def has_syntax(pack: Pack) -> bool:
    """Tell whether a pack brings a syntax model."""
    return has_model(pack, files=(FILE,))


@cache
def syntax_pipeline(pack: Pack) -> Language:
    """Return the pipeline of a pack, loaded once per process.

    Raises PackError when the file is missing or is not the one whose digest is pinned.
    """
    return unpacked(model_bytes(pack, FILE))


def packed(nlp: Language) -> bytes:
    """Return a pipeline as the bytes of a model file, its weights in half precision; the same each time."""
    import numpy
    import srsly

    def halved(array: Any) -> Any:
        return array.astype(numpy.float16) if array.dtype == numpy.float32 else array

    content = {
        "format": FORMAT,
        "config": nlp.config.to_str(),
        "strings": sorted(_strings_of(nlp)),
        "pipes": {name: _with_arrays(pipe.to_bytes(exclude=["vocab"]), halved) for name, pipe in _pipes(nlp)},
    }
    return gzip.compress(srsly.msgpack_dumps(content), mtime=0)


def unpacked(data: bytes) -> Language:
    """Return the pipeline that an unpacked model file holds. Raises PackError for another format."""
    import numpy
    import srsly
    from spacy.util import load_model_from_config
    from thinc.api import Config

    def widened(array: Any) -> Any:
        return array.astype(numpy.float32) if array.dtype == numpy.float16 else array

    content = srsly.msgpack_loads(data)
    if content["format"] != FORMAT:
        raise PackError(f"the syntax model has the format {content['format']}, this Recoupe reads {FORMAT}")
    nlp = load_model_from_config(Config().from_str(content["config"]), auto_fill=True)
    for text in content["strings"]:
        nlp.vocab.strings.add(text)
    for name, pipe in _pipes(nlp):
        pipe.from_bytes(_with_arrays(content["pipes"][name], widened), exclude=["vocab"])
    return nlp


def _pipes(nlp: Language) -> list[tuple[str, Any]]:
    """Return the components by name: spaCy's types know of them only that they can be called."""
    return list(nlp.pipeline)


def _strings_of(nlp: Language) -> set[str]:
    """Return the strings that the pipes refer to by hash: labels, features, and parts of edit trees."""
    import srsly

    strings: set[str] = set()
    for _, pipe in _pipes(nlp):
        strings.update(label for label in pipe.labels if isinstance(label, str))
        content = srsly.msgpack_loads(pipe.to_bytes(exclude=["vocab"]))
        for tree in srsly.msgpack_loads(content["trees"])["trees"] if "trees" in content else ():
            strings.update(nlp.vocab.strings[tree[key]] for key in ("orig", "subst") if tree.get(key))
    return strings


def _with_arrays(data: bytes, change: Callable[[Any], Any]) -> bytes:
    """Return the bytes of a pipe with each array of its weights changed."""
    import srsly

    content = srsly.msgpack_loads(data)
    model = srsly.msgpack_loads(content["model"])
    for params in model["params"]:
        for key, array in params.items():
            if array is not None:
                params[key] = change(array)
    content["model"] = srsly.msgpack_dumps(model)
    return bytes(srsly.msgpack_dumps(content))
