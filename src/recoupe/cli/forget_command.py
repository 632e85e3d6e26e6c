"""`recoupe forget`: articles and all that rests on them leave the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recoupe.cli.base import (
    EXIT_INTERRUPTED,
    engine_for,
    interface,
    json_option,
    make_command,
    reading_store,
    workers_option,
    writing_store,
)
from recoupe.errors import NothingFound, UsageError
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.store.contract import Store


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    what = click.Argument(["what"], nargs=-1, required=True, metavar="WHAT…")
    params = [what, json_option(catalogue), workers_option(catalogue)]
    return make_command("forget", catalogue, call=forget_articles, params=params)


def forget_articles(what: tuple[str, ...], *, as_json: bool, workers: int) -> int:
    """Forget the articles; nothing is removed unless every word names one."""
    face = interface()
    from recoupe.cli.progress import ProgressLine
    from recoupe.dossier.as_json import SCHEMA
    from recoupe.run import forget, load_resources

    with reading_store(face):
        pass  # says what is wrong before a store is made where there was none
    line = ProgressLine(face)
    with writing_store(face.store_path) as store, engine_for(workers) as engine:
        captures = {c for stated in what for c in captures_of(store, stated)}
        try:
            forget(store, engine, load_resources(face.settings()), capture_ids=captures, progress=line)
        except KeyboardInterrupt:
            line.end()
            face.say(face.text("progress.kept_none"))
            return EXIT_INTERRUPTED
        finally:
            line.end()
    if as_json:
        face.show_json({"schema": SCHEMA, "kind": "forgotten", "captures": sorted(captures)})
    else:
        face.show(face.text("forget.done", n=len(captures)))
    return 0


def captures_of(store: Store, stated: str) -> tuple[str, ...]:
    """Return the ids of the captures that an input path, an article's handle or an id names.

    Raises NothingFound when nothing has that name, UsageError when several articles have it.
    """
    from recoupe.cli.shelf import HANDLE_MIN_DIGITS, unique_handle
    from recoupe.dossier.build import handle
    from recoupe.records.documents import Capture, Document

    by_input = [c.id for c in store.scan(Capture) if isinstance(c, Capture) and stated in (c.input, c.id)]
    if by_input:
        return tuple(by_input)
    documents = [d for d in store.scan(Document) if isinstance(d, Document)]
    digits = stated[1:].lower()
    named = [
        d
        for d in documents
        if d.id == stated
        or (
            stated[:1] in "Aa"
            and len(digits) >= HANDLE_MIN_DIGITS
            and handle("A", d.id, len(digits))[1:] == digits
        )
    ]
    if not named:
        raise NothingFound(f"no article {stated!r}", code="no_article", what=repr(stated))
    if len(named) > 1:
        ids = [d.id for d in documents]
        choices = ", ".join(unique_handle("A", d.id, ids) for d in named)
        raise UsageError(
            f"{stated!r} is ambiguous", code="ambiguous_article", what=repr(stated), choices=choices
        )
    return named[0].capture_ids
