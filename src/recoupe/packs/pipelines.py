"""Models that a user has and Recoupe does not bring: spaCy pipelines, by name or path.

They are loaded as spaCy loads them. Whoever names one in recoupe.toml trusts it as much as any program.
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from recoupe.errors import ModelMissing

if TYPE_CHECKING:  # slow to import, and without a named pipeline there is no need
    from spacy.language import Language

SYNTAX, NAMES = "parser", "ner"
"""The components that parse and that find names, as spaCy calls them."""
_ONLY_SIZE = frozenset({"vectors", "key2row"})


@cache
def named_pipeline(name: str) -> Language:
    """Return a pipeline, loaded once per process. Raises ModelMissing when spaCy cannot load it."""
    import spacy

    try:
        return spacy.load(_folder_of(name))
    except (OSError, ValueError, ImportError) as error:
        raise ModelMissing(
            f"spaCy cannot load the pipeline {name!r}: {error}", pipeline=name, detail=str(error)
        ) from error


def pipeline_digest(name: str, component: str) -> str:
    """Return 32 hex digits that change with the pipeline behind a name: its files; of vectors the size.

    Raises ModelMissing when there is none, or it lacks the component.
    """
    folder = _folder_of(name)
    about = json.loads((folder / "meta.json").read_text("utf-8"))
    if component not in about.get("pipeline", ()):
        has = ", ".join(about.get("pipeline", ())) or "nothing"
        raise ModelMissing(
            f"the pipeline {name!r} has no {component!r}; it has {has}",
            pipeline=name,
            detail=f"{component} / {has}",
        )
    digest = blake2b(digest_size=16)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        # Vectors are hundreds of megabytes, and come with the files that are read.
        body = str(path.stat().st_size).encode() if path.name in _ONLY_SIZE else path.read_bytes()
        for part in (path.relative_to(folder).as_posix().encode(), body):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _folder_of(name: str) -> Path:
    """Return the folder with the pipeline's meta.json. Raises ModelMissing when there is none."""
    folder = Path(name)
    if not folder.is_dir():
        from spacy.util import get_package_path, is_package

        if not is_package(name):
            raise ModelMissing(f"there is no spaCy pipeline {name!r}", pipeline=name, detail="not installed")
        folder = get_package_path(name)
    if (folder / "config.cfg").is_file():
        return folder
    # An installed package holds its pipeline one folder down.
    inner = sorted(path.parent for path in folder.glob("*/config.cfg"))
    if not inner:
        raise ModelMissing(f"{name!r} holds no spaCy pipeline", pipeline=name, detail="no config.cfg")
    return inner[0]
