"""The file of the store: its tables, how it is opened, and what SQLite's errors mean for the reader."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw

from recoupe.errors import (
    NothingFound,
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
)

SCHEMA_VERSION = 1
"""Written to `user_version`; a store with a larger one comes from a newer Recoupe."""
APPLICATION_ID = 0x52434F50
"""Written to `application_id` ("RCOP"), so that another program's database is not taken for a store."""
WAL_RESET = ((3, 7, 0), (3, 51, 2))
"""SQLite versions in which a reset of the write-ahead log can lose a transaction (sqlite.org/wal.html)."""
BUSY_MS = 5_000
"""How long a reader waits for the file before it says that the store is locked."""

TABLES = """
CREATE TABLE line(              -- one row a stage; number 0 are the inputs, whose name is empty
    number  INTEGER PRIMARY KEY,
    name    TEXT NOT NULL UNIQUE,
    version TEXT NOT NULL,      -- that its feeds were made with
    fed     INTEGER NOT NULL    -- the last record it has looked at
);
CREATE TABLE record(
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: `line.fed` rests on it
    id     TEXT NOT NULL,
    kind   TEXT NOT NULL,
    stage  INTEGER NOT NULL,
    unit   TEXT NOT NULL,
    digest BLOB NOT NULL,
    body   BLOB NOT NULL
);
CREATE INDEX record_by_owner ON record(stage, unit);
CREATE INDEX record_by_id ON record(id);
CREATE INDEX record_by_kind ON record(kind, id);
CREATE TABLE unit(stage INTEGER, unit TEXT, stamp TEXT NOT NULL, PRIMARY KEY(stage, unit)) WITHOUT ROWID;
CREATE TABLE feed(stage INTEGER, unit TEXT, seq INTEGER, PRIMARY KEY(stage, unit, seq)) WITHOUT ROWID;
CREATE INDEX feed_by_record ON feed(seq);
CREATE TABLE dirty(stage INTEGER, unit TEXT, PRIMARY KEY(stage, unit)) WITHOUT ROWID;
CREATE TABLE tongue(language TEXT PRIMARY KEY) WITHOUT ROWID;  -- of the sentences, to read queries by
CREATE TABLE sentence(
    number      INTEGER PRIMARY KEY,
    seq         INTEGER NOT NULL,  -- of the reading
    document_id TEXT NOT NULL,
    start       INTEGER NOT NULL,
    end         INTEGER NOT NULL,
    words       TEXT NOT NULL      -- as recoupe.store.words gives them
);
CREATE INDEX sentence_by_record ON sentence(seq);
CREATE VIRTUAL TABLE sentence_words USING fts5(
    words, content='sentence', content_rowid='number', tokenize='ascii'
);
-- Words of a forgotten article leave the index at once, not when its pages are merged some day.
INSERT INTO sentence_words(sentence_words, rank) VALUES('secure-delete', 1);
INSERT INTO line VALUES(0, '', '', 0);
"""


def open_to_write(path: Path) -> apsw.Connection:
    """Return a connection to the store at `path`, which is made when there is none.

    The caller holds the writer's lock. Raises the errors of `sound`.
    """
    with sound(path):
        connection = apsw.Connection(str(path))
        try:
            connection.set_busy_timeout(BUSY_MS)
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
        return connection


def open_to_read(path: Path) -> apsw.Connection:
    """Return a connection that sees the store as it is now, whatever is written later.

    Raises NothingFound when there is no store, and the errors of `sound`.
    """
    try:
        is_there = path.is_file()
    except PermissionError as error:
        raise _forbidden(path, "no right to look into its folder") from error
    if not is_there:
        raise NothingFound(f"there is no store at {str(path)!r} yet; fill one with `recoupe add`", path=path)
    with sound(path):
        try:
            return _snapshot(path, str(path), apsw.SQLITE_OPEN_READONLY)
        except (apsw.CantOpenError, apsw.ReadOnlyError):
            # In a folder without the right to write, SQLite cannot make the index of its log; without
            # a log to read, the file alone is the whole store.
            if _beside(path, "-wal").exists():
                raise
            uri = f"{path.absolute().as_uri()}?immutable=1"
            return _snapshot(path, uri, apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)


def _snapshot(path: Path, name: str, flags: int) -> apsw.Connection:
    connection = apsw.Connection(name, flags=flags)
    try:
        connection.set_busy_timeout(BUSY_MS)
        connection.execute("BEGIN")
        _recognise(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: apsw.Connection, path: Path) -> None:
    empty = _is_empty(connection)
    if not empty:
        _recognise(connection, path)
    connection.execute(f"PRAGMA journal_mode={journal_mode(apsw.sqlite_lib_version())}")
    # A forgotten article is overwritten with zeros, not only unlinked.
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA cache_size=-65536")
    if empty:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(TABLES)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        connection.execute("COMMIT")


def _is_empty(connection: apsw.Connection) -> bool:
    """Tell whether there is no table yet: a new file, or one whose making was cut short."""
    return not connection.execute("SELECT count(*) FROM sqlite_schema").get


def _recognise(connection: apsw.Connection, path: Path) -> None:
    if _is_empty(connection):
        raise NothingFound(f"the store at {str(path)!r} is empty; fill it with `recoupe add`", path=path)
    found = connection.execute("PRAGMA application_id").get
    version = connection.execute("PRAGMA user_version").get
    if found != APPLICATION_ID:
        raise StoreDamaged(
            f"{str(path)!r} is not a store of Recoupe (application id {found!r}); choose another file"
            " with --store",
            path=path,
        )
    if version > SCHEMA_VERSION:
        raise StoreTooNew(
            f"{str(path)!r} has version {version}, this Recoupe reads up to {SCHEMA_VERSION}; install a"
            " newer Recoupe or choose another file with --store",
            path=path,
            version=version,
        )


def journal_mode(sqlite_version: str) -> str:
    """Return the journal mode that is safe with a version of SQLite.

    >>> journal_mode("3.51.3"), journal_mode("3.40.1")
    ('WAL', 'TRUNCATE')
    """
    version = tuple(int(part) for part in sqlite_version.split(".")[:3])
    first, last = WAL_RESET
    return "TRUNCATE" if first <= version <= last else "WAL"


@contextmanager
def sound(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into the store's own errors, each with its next step."""
    named = repr(str(path))
    try:
        yield
    except (apsw.BusyError, apsw.LockedError) as error:
        raise StoreLocked(f"{named} is in use by another process; try again", path=path) from error
    except (apsw.ReadOnlyError, apsw.CantOpenError, apsw.PermissionsError, apsw.AuthError) as error:
        raise _forbidden(path, str(error)) from error
    except apsw.FullError as error:
        raise _full(path) from error
    except (apsw.CorruptError, apsw.NotADBError, apsw.FormatError) as error:
        raise damaged(path, str(error)) from error
    except apsw.IOError as error:
        if getattr(error, "extendedresult", 0) in _WRITES:
            raise _full(path) from error
        raise damaged(path, str(error)) from error
    except apsw.Error as error:
        raise StoreError(f"{named} could not be used: {error}", path=path) from error


# A limit on file sizes or a quota does not show as "full" but as a failed write.
_WRITES = frozenset(
    {
        apsw.SQLITE_IOERR_WRITE,
        apsw.SQLITE_IOERR_FSYNC,
        apsw.SQLITE_IOERR_TRUNCATE,
        apsw.SQLITE_IOERR_SHMSIZE,
        apsw.SQLITE_IOERR_SHMOPEN,
    }
)


def _forbidden(path: Path, detail: str) -> StoreReadOnly:
    return StoreReadOnly(
        f"{str(path)!r} cannot be opened for this ({detail}); check its rights and its folder's, or choose"
        " another file with --store",
        path=path,
    )


def _full(path: Path) -> StoreFull:
    return StoreFull(
        f"no room left to write {str(path)!r}; all that was written before is kept: make room and run"
        " the same command again",
        path=path,
    )


def damaged(path: Path, detail: str) -> StoreDamaged:
    """Return the error for a file that is no sound store."""
    return StoreDamaged(
        f"{str(path)!r} is damaged ({detail}); keep a copy, then add the articles to a new store"
        " with --store",
        path=path,
        detail=detail,
    )


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
