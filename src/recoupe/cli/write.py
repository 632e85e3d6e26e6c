"""Write what a command makes to a file that the user named."""

from __future__ import annotations

from pathlib import Path

from recoupe.errors import RecoupeError


def write_text(path: Path, text: str) -> None:
    """Write text in UTF-8, its line ends as they are. Raises RecoupeError when the file cannot be written."""
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as error:
        raise RecoupeError(
            f"cannot write {str(path)!r}: {error.strerror}",
            code="cannot_write",
            path=path,
            detail=error.strerror,
        ) from error
