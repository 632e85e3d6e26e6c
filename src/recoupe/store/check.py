"""Whether a store is sound, for `recoupe doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import apsw

from recoupe.store.schema import open_to_read, sound

FEW = 20
"""Problems that are told; one bad page can make thousands of them."""


_COUNTS = "SELECT kind, count(DISTINCT id) FROM record GROUP BY kind ORDER BY kind"


@dataclass(frozen=True)
class StoreHealth:
    """What a check found.

    problems: what is wrong, at most 20; empty when the store is sound. counts: (record type, number),
    sorted. waiting: units that a run has still to compute, as far as the store knows.
    """

    path: Path
    size_bytes: int
    sqlite_version: str
    schema_version: int
    counts: tuple[tuple[str, int], ...]
    waiting: int
    problems: tuple[str, ...]


def check_store(path: Path) -> StoreHealth:
    """Return the health of the store at `path`: pages, indexes, and the digest of every record.

    Raises as `recoupe.store.sqlite.open_store` does when the file cannot even be opened.
    """
    connection = open_to_read(path)
    try:
        with sound(path):
            problems = _problems(connection)
            return StoreHealth(
                path=path,
                size_bytes=path.stat().st_size,
                sqlite_version=apsw.sqlite_lib_version(),
                schema_version=connection.execute("PRAGMA user_version").get,
                counts=tuple(connection.execute(_COUNTS)),
                waiting=connection.execute("SELECT count(*) FROM dirty").get,
                problems=tuple(problems[:FEW]),
            )
    finally:
        connection.close()


def _problems(connection: apsw.Connection) -> list[str]:
    found = [row for (row,) in connection.execute(f"PRAGMA integrity_check({FEW})") if row != "ok"]
    if found:
        return found  # what follows reads the pages that are wrong
    for record_id, digest, body in connection.execute("SELECT id, digest, body FROM record ORDER BY seq"):
        if blake2b(body, digest_size=16).digest() != digest:
            found.append(f"record {record_id!r} is not what was written")
    orphans = (
        connection.execute("SELECT count(*) FROM feed WHERE seq NOT IN (SELECT seq FROM record)").get
        + connection.execute("SELECT count(*) FROM sentence WHERE seq NOT IN (SELECT seq FROM record)").get
    )
    if orphans:
        found.append(f"{orphans} rows rest on records that are gone")
    return found
