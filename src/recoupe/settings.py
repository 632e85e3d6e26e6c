"""Settings: one frozen class per stage, each threshold with what it was measured on.

The environment is read here and nowhere else.
"""

from __future__ import annotations

import os
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from recoupe.errors import SettingsError

FILE = "recoupe.toml"


@dataclass(frozen=True)
class CleanSettings:
    """Limits of what is taken in.

    max_body_bytes: larger bodies are refused with an Issue. max_block_chars: a longer block is read
    only up to its last sentence end before this offset, and an Issue says so.
    """

    max_body_bytes: int = 20_000_000
    max_block_chars: int = 200_000


@dataclass(frozen=True)
class ReuseSettings:
    """How copied passages are found, by winnowing (Schleimer, Wilkerson and Aiken, 2003).

    ngram_words: words hashed together. window: n-grams of which one fingerprint is kept. min_passage_words:
    a shorter passage in common is no copy.
    """

    ngram_words: int = 6
    window: int = 4
    min_passage_words: int = 12


@dataclass(frozen=True)
class StorySettings:
    """How alike two articles have to be to tell one event.

    Set on days of headlines grouped by hand (eval/benches/stories).

    related_similarity: cosine of the words of title and lead that is enough to be listed as near.
    min_similarity: the same, enough for two articles to be considered for one event. min_chance: mean chance
    at which two groups are one; two notices alone have to be surer (.53).
    """

    related_similarity: float = 0.15
    min_similarity: float = 0.2
    min_chance: float = 0.34


@dataclass(frozen=True)
class CrosscheckSettings:
    """When two tellings are about the same thing.

    same_remark: share of content stems from which two remarks of one speaker are one remark in other words.
    """

    same_remark: float = 0.34


@dataclass(frozen=True)
class ModelSettings:
    """The models that take the place of the packs' own: any spaCy pipeline the user has.

    syntax: its name or path; None for the pack's own. names: the same for names, from a pipeline with a
    component "ner". digests: one for each pipeline named, so that what another one read is seen to be stale.
    """

    syntax: str | None = None
    names: str | None = None
    digests: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Settings:
    """All settings of a run."""

    clean: CleanSettings = field(default_factory=CleanSettings)
    reuse: ReuseSettings = field(default_factory=ReuseSettings)
    stories: StorySettings = field(default_factory=StorySettings)
    crosscheck: CrosscheckSettings = field(default_factory=CrosscheckSettings)
    models: ModelSettings = field(default_factory=ModelSettings)


def settings_path(store: Path) -> Path:
    """Return where the user's settings are looked for: RECOUPE_CONFIG, else recoupe.toml beside the store."""
    stated = os.environ.get("RECOUPE_CONFIG")
    return Path(stated) if stated else store.parent / FILE


def read_settings(path: Path) -> Settings:
    """Return the settings with what a file says about models; the default ones when there is no file.

    Raises SettingsError for a file that is no TOML or says anything else.
    """
    if not path.is_file():
        return Settings()
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{str(path)!r} cannot be read: {error}", path=path, detail=str(error)) from error
    unknown = [name for name in tables if name != "models"]
    models = tables.get("models", {})
    if isinstance(models, dict):
        unknown += [f"models.{key}" for key in models if key not in {"syntax", "names"}]
    if unknown or not isinstance(models, dict) or not all(isinstance(v, str) and v for v in models.values()):
        detail = ", ".join(unknown) or "models"
        raise SettingsError(f"{str(path)!r} says what is not known: {detail}", path=path, detail=detail)
    chosen = {use: _beside(path, name) for use, name in models.items()}
    return Settings(models=ModelSettings(chosen.get("syntax"), chosen.get("names")))


def _beside(path: Path, name: str) -> str:
    """Return a folder named in a file of settings as seen from there; another name as it is."""
    folder = path.parent / name
    return str(folder.resolve()) if folder.is_dir() else name


def default_store_path() -> Path:
    """Return where the store lies unless the command says otherwise.

    RECOUPE_STORE when it is set, else `recoupe/store.sqlite` under XDG_DATA_HOME or its default.
    """
    stated = os.environ.get("RECOUPE_STORE")
    if stated:
        return Path(stated)
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "recoupe" / "store.sqlite"


def interface_language() -> str:
    """Return "fr" or "en", from the locale variables; "en" when they name neither."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name, "")
        if value:
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def has_colour(stream_is_terminal: bool) -> bool:
    """Tell whether output may be coloured: only on a terminal and without NO_COLOR (no-color.org)."""
    return stream_is_terminal and not os.environ.get("NO_COLOR") and sys.platform != "emscripten"
