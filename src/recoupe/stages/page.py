"""A page: its article, and what its markup states about it."""
from __future__ import annotations
from dataclasses import dataclass
from recoupe.records.documents import Stated
from recoupe.stages.furniture import Judged

@dataclass(frozen=True)
class Page:
    lines: tuple[Judged, ...]
    title: Stated | None = None
    outlet: Stated | None = None
    byline: Stated | None = None
    published: Stated | None = None
    modified: Stated | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    url: str | None = None
    depth: int = 0
    too_deep: bool = False


def page_of(markup: str, *, url: str | None) -> Page:
    return Page(())
