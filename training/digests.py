"""The pins of the model files: which bytes may be loaded, and what they were made from."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

_HEAD = "# Written by training/train.py. Files with other digests are not loaded."


def digest_of(folder: Path, pattern: str) -> str:
    """Return 16 hex digits that change with any file of a folder that fits a pattern."""
    digest = sha256()
    for path in sorted(folder.glob(pattern)):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def pin(folder: Path, files: Iterable[str], *, made_from: Mapping[str, str]) -> None:
    """Write the SHA-256 of some files of a model folder to its digests.toml; other pins stay.

    made_from: by input what it was, as `digest_of` gives it.
    """
    path = folder / "digests.toml"
    old = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    tables = {
        "sha256": {
            **old.get("sha256", {}),
            **{name: sha256((folder / name).read_bytes()).hexdigest() for name in files},
        },
        "trained_on": {**old.get("trained_on", {}), **made_from},
    }
    lines = [_HEAD]
    for title, rows in tables.items():
        lines += ["", f"[{title}]", *(f'"{key}" = "{value}"' for key, value in sorted(rows.items()))]
    path.write_text("\n".join(lines) + "\n", "utf-8")
