"""One writer at a time: a lock beside the store that dies with its process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from recoupe.errors import StoreLocked, StoreReadOnly

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class WriterLock:
    """The right to write to one store, held until `release`.

    The operating system holds the lock, so a killed process leaves none behind; the process id in
    the file only serves the message.
    """

    def __init__(self, store: Path) -> None:
        """Take the lock.

        Raises StoreLocked when another process holds it, StoreReadOnly when its file cannot be written.
        """
        path = store.with_name(store.name + ".lock")
        try:
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreReadOnly(
                f"{str(path)!r} cannot be written ({error.strerror}); choose another place with --store",
                path=store,
            ) from error
        try:
            _lock(self._handle)
        except OSError as error:
            holder = os.read(self._handle, 32).decode("ascii", "replace").strip() or "unknown"
            os.close(self._handle)
            raise StoreLocked(
                f"{str(store)!r} is being written by process {holder}; try again when it has ended",
                path=store,
                pid=holder,
            ) from error
        os.ftruncate(self._handle, 0)
        os.lseek(self._handle, 0, os.SEEK_SET)
        os.write(self._handle, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Give the lock back. The file stays: removing it could break the lock of the next one."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, 1024, os.SEEK_SET)  # behind the process id, which others have to read
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
