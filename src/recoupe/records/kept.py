"""Kept: what was used last, up to so many bytes, so that it is not read or decoded again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

LARGE = 4_096
"""A smaller record is read and decoded as fast as it is looked up here."""
MOST_BYTES = 64_000_000
"""One more headline among 76,136 reads 42 MB of large records, of which 3 are new or not what they were."""


class Kept(Generic[Key, Value]):
    """Values by key; when they are more than `most_bytes` in all, those used longest ago go.

    What is found here is what was put in: a key has to stand for one value only.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._n_bytes = 0
        self._values: dict[Key, tuple[Value, int]] = {}

    def get(self, key: Key) -> Value | None:
        """Return the value of a key; None when it is not kept."""
        found = self._values.pop(key, None)
        if found is None:
            return None
        # The dict is in order of use.
        self._values[key] = found
        return found[0]

    def put(self, key: Key, value: Value, *, n_bytes: int) -> None:
        """Keep a value that takes so many bytes."""
        if key in self._values:
            return
        self._values[key] = (value, n_bytes)
        self._n_bytes += n_bytes
        while self._n_bytes > self._most_bytes:
            _, gone = self._values.pop(next(iter(self._values)))
            self._n_bytes -= gone
