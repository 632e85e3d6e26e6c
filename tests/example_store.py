"""A store with the invented articles that come with Recoupe, and its commands."""

from __future__ import annotations

from pathlib import Path

from recoupe.cli.main import run_command

EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "recoupe" / "examples"


def filled(folder: Path) -> Path:
    """Return a new store in `folder` that holds every example."""
    path = folder / "store.sqlite"
    files = sorted(str(p) for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".json", ".html"))
    assert run_command(["--store", str(path), "--quiet", "add", *files]) == 0
    return path


def run(store: Path, *words: str) -> int:
    """Run one command on a store, in French, and return its exit code."""
    return run_command(["--store", str(store), "--lang", "fr", *words])
