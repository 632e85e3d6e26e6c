"""The exceptions of Recoupe.

RecoupeError
├── UsageError            the command was used wrongly                       exit code 2
├── NothingFound          what was asked for is not in the store             exit code 5
├── StoreError            the store cannot be used as it is                  exit code 4
│   ├── StoreLocked       another process is writing
│   ├── StoreReadOnly     no right to write
│   ├── StoreTooNew       written by a newer Recoupe
│   ├── StoreDamaged      the file is not a sound store
│   └── StoreFull         no room left on the disk
├── PackError             a language pack is missing or wrong
├── SettingsError         recoupe.toml says something that cannot be done    exit code 2
│   └── ModelMissing      a model it names is not there, or cannot do that
├── SpanError             an offset that does not fit its text: always a bug
└── UnitsFailed           a stage crashed on some units; the others are done exit code 1

Trouble with one article is no exception: it is an `Issue` record.
"""

from __future__ import annotations

from pathlib import Path


class RecoupeError(Exception):
    """The root of all exceptions of Recoupe.

    `code` names the message of the interface catalogue; `facts` fill it.
    """

    code = "error"

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message = message
        self.facts = facts


class UsageError(RecoupeError):
    code = "usage"


class NothingFound(RecoupeError):
    code = "nothing_found"


class StoreError(RecoupeError):
    """The store at `path` cannot be used; nothing in it was changed."""

    code = "store"

    def __init__(self, message: str, *, path: Path, **facts: object) -> None:
        super().__init__(message, path=path, **facts)
        self.path = path


class StoreLocked(StoreError):
    code = "store_locked"


class StoreReadOnly(StoreError):
    code = "store_read_only"


class StoreTooNew(StoreError):
    code = "store_too_new"


class StoreDamaged(StoreError):
    code = "store_damaged"


class StoreFull(StoreError):
    code = "store_full"


class PackError(RecoupeError):
    code = "pack"


class SettingsError(RecoupeError):
    """The file of settings at `path` cannot be followed; nothing was computed."""

    code = "settings"


class ModelMissing(SettingsError):
    """`facts`: pipeline, the name or path given; component, what was wanted of it; message, why not."""

    code = "no_pipeline"


class SpanError(RecoupeError):
    code = "span"


class UnitsFailed(RecoupeError):
    """Units of one stage crashed; the output of all other units is in the store.

    stage: name of the stage. units: the failing units, sorted; the next run tries them again.
    """

    code = "units_failed"

    def __init__(self, message: str, *, stage: str, units: tuple[str, ...]) -> None:
        super().__init__(message, stage=stage, units=units)
        self.stage = stage
        self.units = units
