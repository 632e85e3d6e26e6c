"""The store in one SQLite file.

How staleness stays cheap: every record row has a number that only grows. A stage remembers the
last number it has looked at, so that `stale` looks at newer rows only; a row that goes marks the
units that it fed as dirty. Nothing is scanned that did not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import apsw
import msgspec

from recoupe.errors import StoreReadOnly
from recoupe.records import Encoded, Record, decode, encoded
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.records.kept import LARGE, Kept
from recoupe.store import words as wording
from recoupe.store.contract import INPUTS, Hit, Output
from recoupe.store.lock import WriterLock
from recoupe.store.schema import damaged, open_to_read, open_to_write, sound

Row = TypeVar("Row", bound=tuple[Any, ...])

PAGE = 256
"""Rows read or fed at a time, so that memory does not grow with the store."""


def open_store(path: Path, *, write: bool = True) -> SqliteStore:
    """Return the store at `path`.

    write: take the writer's lock, and make the store when there is none; else see it as it is now.
    Raises StoreLocked, StoreReadOnly, StoreTooNew, StoreDamaged, StoreFull; NothingFound when there
    is no store to read.
    """
    path = Path(path)
    if not write:
        return SqliteStore(path, open_to_read(path), None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreReadOnly(
            f"the folder {str(path.parent)!r} cannot be made ({error.strerror}); choose another place"
            " with --store",
            path=path,
        ) from error
    lock = WriterLock(path)
    try:
        return SqliteStore(path, open_to_write(path), lock)
    except BaseException:
        lock.release()
        raise


class SqliteStore:
    """A `recoupe.store.contract.Store`; made by `open_store`."""

    def __init__(self, path: Path, connection: apsw.Connection, lock: WriterLock | None) -> None:
        self.path = path
        self.connection = connection
        self._lock = lock
        self._removed = False
        self._kept: Kept[bytes, bytes] = Kept()
        self._has_log = connection.execute("PRAGMA journal_mode").get == "wal"

    def replace(self, stage: str, outputs: Iterable[Output]) -> tuple[str, ...]:
        """See the contract."""
        changed = []
        with self._writing(durable=stage == INPUTS):
            number = self._line(stage)
            for unit, stamp, records in outputs:
                if self._replace_records(number, unit, records):
                    changed.append(unit)
                self._mark(number, unit, stamp)
        return tuple(sorted(set(changed)))

    def stale(
        self,
        stage: str,
        kinds: Sequence[type],
        *,
        units: Callable[[Record], Iterable[str]],
        version: str,
        min_members: int = 1,
        notes: type | None = None,
    ) -> dict[str, str]:
        """See the contract."""
        with self._writing():
            number = self._line(stage)
            self._begin_version(number, version, notes=notes)
            self._feed(number, kinds, units=units, min_members=min_members)
            self._forget_small(number, min_members=min_members)
            stale: dict[str, str] = {}
            dirty = self._rows("SELECT unit FROM dirty WHERE stage=? ORDER BY unit", number)
            for (unit,) in dirty:
                stamp = self._stamp(number, unit, version=version, min_members=min_members)
                held = self._one("SELECT stamp FROM unit WHERE stage=? AND unit=?", number, unit)
                if stamp == (held or ""):
                    self._do("DELETE FROM dirty WHERE stage=? AND unit=?", number, unit)
                else:
                    stale[unit] = stamp
        return stale

    def retire(self, stages: Collection[str]) -> None:
        """See the contract."""
        lines = self._rows("SELECT number, name FROM line WHERE number > 0 ORDER BY number")
        gone = [number for number, name in lines if name not in stages]
        if not gone:
            return
        with self._writing():
            for number in gone:
                for seq, kind in self._rows("SELECT seq, kind FROM record WHERE stage=?", number):
                    self._remove(seq, kind)
                for table in ("unit", "feed", "dirty"):
                    self._do(f"DELETE FROM {table} WHERE stage=?", number)
                self._do("DELETE FROM line WHERE number=?", number)

    def members(self, stage: str, unit: str) -> tuple[Record, ...]:
        """See the contract."""
        return tuple(self._decode(record_id, body) for record_id, body in self._members(stage, unit))

    def bodies(self, stage: str, unit: str) -> tuple[bytes, ...]:
        """See the contract."""
        return tuple(body for _, body in self._members(stage, unit))

    def notes(self, stage: str, unit: str, kind: type) -> tuple[bytes, ...]:
        """See the contract."""
        rows = self._rows(
            f"SELECT {_HEAD} FROM record WHERE stage=(SELECT number FROM line WHERE name=?)"
            " AND unit=? AND kind=? ORDER BY id",
            stage,
            unit,
            kind.__name__,
        )
        return tuple(self._body(*row[3:]) for row in rows)

    def _members(self, stage: str, unit: str) -> Iterator[tuple[str, bytes]]:
        rows = self._rows(
            f"SELECT {_HEAD} FROM feed JOIN record USING(seq)"
            " WHERE feed.stage=(SELECT number FROM line WHERE name=?) AND feed.unit=?",
            stage,
            unit,
        )
        # Not by SQLite, whose sorter copies the bodies: of 19 MB that took four fifths of the time.
        rows.sort(key=itemgetter(0, 1, 2))
        return ((row[0], self._body(*row[3:])) for row in _first_of_each(rows))

    def _body(self, seq: int, digest: bytes, body: bytes | None) -> bytes:
        """Return the bytes of a record, those of a large one as they were read or written last."""
        if body is not None:
            return body
        found = self._kept.get(digest)
        if found is None:
            found = self._one("SELECT body FROM record WHERE seq=?", seq)
            self._kept.put(digest, found, n_bytes=len(found))
        return found

    def outputs(self, stage: str, unit: str) -> tuple[Record, ...]:
        """See the contract."""
        rows = self._rows(
            "SELECT id, body FROM record WHERE stage=(SELECT number FROM line WHERE name=?) AND unit=?"
            " ORDER BY id",
            stage,
            unit,
        )
        return tuple(self._decode(record_id, body) for record_id, body in rows)

    def scan(self, kind: type[Record]) -> Iterator[Record]:
        """See the contract."""
        last = ""
        while True:
            # By pages, so that the caller may write between two records.
            rows = self._rows(
                "SELECT id, body FROM record WHERE kind=? AND id>? ORDER BY id, stage, unit LIMIT ?",
                kind.__name__,
                last,
                PAGE,
            )
            for record_id, body in _first_of_each(rows):
                yield self._decode(record_id, body)
            if len(rows) < PAGE:
                return
            last = rows[-1][0]

    def get(self, record_id: str) -> Record | None:
        """See the contract."""
        rows = self._rows("SELECT body FROM record WHERE id=? ORDER BY stage, unit LIMIT 1", record_id)
        return self._decode(record_id, rows[0][0]) if rows else None

    def search(self, query: str, *, limit: int, any_word: bool = False) -> list[Hit]:
        """See the contract."""
        tongues = [language for (language,) in self._rows("SELECT language FROM tongue")]
        expression = wording.match_expression(query, tongues, any_word=any_word)
        if expression is None:
            return []
        rows = self._rows(
            "SELECT document_id, start, end, rank FROM sentence_words"
            " JOIN sentence ON sentence.number = sentence_words.rowid"
            " WHERE sentence_words MATCH ? ORDER BY rank, document_id, start LIMIT ?",
            expression,
            limit,
        )
        return [Hit(*row) for row in rows]

    def close(self) -> None:
        """See the contract."""
        if self._lock is not None and self._removed:
            # The log still holds what was removed; a reader may keep it alive, so it is emptied.
            with sound(self.path):
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.connection.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _writing(self, *, durable: bool = False) -> Iterator[None]:
        """Write all that is done within at once, or nothing.

        durable: it is on the disk when this ends, should the power fail. The last results may be gone then,
        as after a killed run, and the next run computes them: to wait for the disk after each stage took 60
        ms of 960 for one more of 76,096 headlines, while others used the disk.
        """
        if self._lock is None:
            raise StoreReadOnly(f"{str(self.path)!r} was opened to read only", path=self.path)
        with sound(self.path):
            # Without a log, a file that is cut off in the middle of a write would not be whole.
            waits = durable or not self._has_log
            self.connection.execute(f"PRAGMA synchronous={'FULL' if waits else 'NORMAL'}")
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk makes SQLite roll back by itself.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _line(self, stage: str) -> int:
        number = self._one("SELECT number FROM line WHERE name=?", stage)
        if number is None:
            number = self._one("SELECT max(number)+1 FROM line")
            self._do("INSERT INTO line VALUES(?, ?, '', 0)", number, stage)
        return int(number)

    def _begin_version(self, number: int, version: str, *, notes: type | None) -> None:
        if self._one("SELECT version FROM line WHERE number=?", number) == version:
            return
        if notes is not None:
            of_stage = "SELECT seq, kind FROM record WHERE kind=? AND stage=?"
            for seq, kind in self._rows(of_stage, notes.__name__, number):
                self._remove(seq, kind)
        self._do("DELETE FROM feed WHERE stage=?", number)
        self._do("INSERT OR IGNORE INTO dirty SELECT stage, unit FROM unit WHERE stage=?", number)
        self._do("UPDATE line SET version=?, fed=0 WHERE number=?", version, number)

    def _feed(
        self,
        number: int,
        kinds: Sequence[type],
        *,
        units: Callable[[Record], Iterable[str]],
        min_members: int,
    ) -> None:
        names = [kind.__name__ for kind in kinds]
        places = ",".join("?" * len(names))
        fed = self._one("SELECT fed FROM line WHERE number=?", number)
        from_the_start = fed == 0
        # The "+" keeps SQLite from an index of the kinds: it would go through all records of these.
        while True:
            rows = self._rows(
                f"SELECT seq, id, body FROM record WHERE seq>? AND +kind IN ({places}) ORDER BY seq LIMIT ?",
                fed,
                *names,
                PAGE,
            )
            feeds = sorted(
                {(unit, seq) for seq, name, body in rows for unit in units(self._decode(name, body))}
            )
            self._many("INSERT INTO feed VALUES(?, ?, ?)", ((number, unit, seq) for unit, seq in feeds))
            if not from_the_start:
                self._touch(number, sorted({unit for unit, _ in feeds}), min_members=min_members)
            if len(rows) < PAGE:
                break
            fed = rows[-1][0]
        if from_the_start:
            # One pass over all feeds; a look at each unit took 2.4 s for 372,000 (6,000 toy articles).
            self._do(
                "INSERT OR IGNORE INTO dirty SELECT stage, unit FROM feed WHERE stage=?"
                " GROUP BY unit HAVING count(*) >= ?",
                number,
                min_members,
            )
        newest = self._one("SELECT coalesce(max(seq), 0) FROM record")
        self._do("UPDATE line SET fed=? WHERE number=? AND fed<?", newest, number, newest)

    def _touch(self, number: int, units: list[str], *, min_members: int) -> None:
        """Mark units as dirty, but not those that are too small and give nothing yet.

        Most fingerprints occur in one document only: they never get a row of their own.
        """
        self._many(
            "INSERT OR IGNORE INTO dirty SELECT ?1, ?2 WHERE"
            " (SELECT count(*) FROM (SELECT 1 FROM feed WHERE stage=?1 AND unit=?2 LIMIT ?3)) >= ?3"
            " OR EXISTS (SELECT 1 FROM unit WHERE stage=?1 AND unit=?2)",
            ((number, unit, min_members) for unit in units),
        )

    def _forget_small(self, number: int, *, min_members: int) -> None:
        """Take units from those that are dirty which are too small and give nothing: at once, not one by one.

        A record that is replaced leaves such a unit dirty for each document of a story.
        """
        self._do(
            "DELETE FROM dirty WHERE stage=?1 AND"
            " (SELECT count(*) FROM (SELECT 1 FROM feed WHERE stage=?1 AND unit=dirty.unit LIMIT ?2)) < ?2"
            " AND NOT EXISTS (SELECT 1 FROM unit WHERE stage=?1 AND unit=dirty.unit)",
            number,
            min_members,
        )

    def _stamp(self, number: int, unit: str, *, version: str, min_members: int) -> str:
        rows = self._rows(
            "SELECT record.id, record.digest FROM feed JOIN record USING(seq)"
            " WHERE feed.stage=? AND feed.unit=? ORDER BY record.id, record.stage, record.unit",
            number,
            unit,
        )
        members = list(_first_of_each(rows))
        if len(members) < min_members:
            return ""
        stamp = blake2b(version.encode(), digest_size=16)
        for record_id, digest in members:
            # An id and a digest have no separator to forge: the digest's length is fixed.
            stamp.update(b"\x00" + record_id.encode() + digest)
        return stamp.hexdigest()

    def _replace_records(self, number: int, unit: str, records: Sequence[Record | Encoded]) -> bool:
        given = (each if isinstance(each, Encoded) else encoded(each) for each in records)
        new = {each.id: each for each in given}
        held = self._rows("SELECT seq, id, kind, digest FROM record WHERE stage=? AND unit=?", number, unit)
        kept = {name for _, name, _, digest in held if name in new and new[name].digest == digest}
        gone = [(seq, kind) for seq, name, kind, _ in held if name not in kept]
        for seq, kind in gone:
            self._remove(seq, kind)
        for name in sorted(new.keys() - kept):
            _, kind, digest, body = new[name]
            self._do(
                "INSERT INTO record(id, kind, stage, unit, digest, body) VALUES(?, ?, ?, ?, ?, ?)",
                name,
                kind,
                number,
                unit,
                digest,
                body,
            )
            if len(body) >= LARGE:
                self._kept.put(digest, body, n_bytes=len(body))
            if kind == Reading.__name__:
                seq = self.connection.last_insert_rowid()
                reading = self._decode(name, body)
                assert isinstance(reading, Reading)
                self._index(seq, reading)
        return bool(gone) or len(kept) < len(new)

    def _remove(self, seq: int, kind: str) -> None:
        self._do("INSERT OR IGNORE INTO dirty SELECT stage, unit FROM feed WHERE seq=?", seq)
        self._do("DELETE FROM feed WHERE seq=?", seq)
        self._do("DELETE FROM record WHERE seq=?", seq)
        if kind == Reading.__name__:
            self._do(
                "INSERT INTO sentence_words(sentence_words, rowid, words)"
                " SELECT 'delete', number, words FROM sentence WHERE seq=?",
                seq,
            )
            self._do("DELETE FROM sentence WHERE seq=?", seq)
        self._removed = True

    def _mark(self, number: int, unit: str, stamp: str | None) -> None:
        if stamp is None:
            self._do("DELETE FROM unit WHERE stage=? AND unit=?", number, unit)
            self._do("INSERT OR IGNORE INTO dirty VALUES(?, ?)", number, unit)
            return
        self._do("DELETE FROM dirty WHERE stage=? AND unit=?", number, unit)
        if stamp:
            self._do("INSERT OR REPLACE INTO unit VALUES(?, ?, ?)", number, unit, stamp)
        else:
            self._do("DELETE FROM unit WHERE stage=? AND unit=?", number, unit)

    def _index(self, seq: int, reading: Reading) -> None:
        """Make the sentences of a reading findable; a text that no pack could read, by its blocks."""
        document = self.get(reading.document_id)
        if not isinstance(document, Document):
            return
        spans = reading.sentences or tuple(block.span for block in document.article_blocks())
        self._do("INSERT OR IGNORE INTO tongue VALUES(?)", reading.language)
        self._many(
            "INSERT INTO sentence(seq, document_id, start, end, words) VALUES(?, ?, ?, ?, ?)",
            (
                (
                    seq,
                    document.id,
                    span.start,
                    span.end,
                    " ".join(wording.words(span.of(document.text), reading.language)),
                )
                for span in spans
            ),
        )
        self._do(
            "INSERT INTO sentence_words(rowid, words) SELECT number, words FROM sentence WHERE seq=?", seq
        )

    def _decode(self, record_id: str, body: bytes) -> Record:
        try:
            return decode(body)
        except msgspec.DecodeError as error:
            raise damaged(self.path, f"record {record_id!r} cannot be read: {error}") from error

    def _rows(self, statement: str, *values: Any) -> list[Any]:
        with sound(self.path):
            return self.connection.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: Any) -> Any:
        with sound(self.path):
            return self.connection.execute(statement, values).get

    def _do(self, statement: str, *values: Any) -> None:
        self.connection.execute(statement, values)

    def _many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self.connection.executemany(statement, rows)


_HEAD = (
    "record.id, record.stage, record.unit, record.seq, record.digest,"
    f" CASE WHEN length(record.body) < {LARGE} THEN record.body END"
)
"""What is read of a record that may be kept: all but the body of a large one."""


def _first_of_each(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield one row an id: while units are replaced one by one, two of them may give the same record."""
    last = None
    for row in rows:
        if row[0] != last:
            yield row
        last = row[0]
