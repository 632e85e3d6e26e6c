"""`recoupe search`: sentences that hold the words, grouped by story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, Interface, interface, json_option, make_command, reading_store
from recoupe.errors import UsageError
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.store.contract import Store

LIMIT = 50


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    words = click.Argument(["words"], nargs=-1, required=True, metavar="WORD…")
    limit = click.Option(
        ["--limit"],
        type=click.IntRange(1, 10_000),
        default=LIMIT,
        metavar="N",
        help=catalogue.text("help.limit"),
    )
    return make_command(
        "search", catalogue, call=search_sentences, params=[words, json_option(catalogue), limit]
    )


def search_sentences(words: tuple[str, ...], *, as_json: bool, limit: int) -> int:
    """Show the sentences that hold all the words."""
    face = interface()
    from recoupe.cli.hits import find_hits, hits_object, show_hits

    query = " ".join(words)
    if not any(letter.isalnum() for letter in query):
        raise UsageError(f"{query!r} holds no word", code="no_word", words=repr(query))
    with reading_store(face) as store:
        groups, there_is_more = find_hits(store, query, limit=limit, catalogue=face.catalogue)
        if as_json:
            face.show_json(hits_object(query, groups, face.catalogue, there_is_more=there_is_more))
        else:
            show_hits(face, groups, there_is_more=there_is_more)
        if groups:
            return 0
        _say_nothing(face, store, query)
    return EXIT_NOTHING


def _say_nothing(face: Interface, store: Store, query: str) -> None:
    from recoupe.cli.add_command import FAILED_CODES
    from recoupe.records.ledger import Issue

    face.say(face.text("search.none", query=query))
    unread = {i.input for i in store.scan(Issue) if isinstance(i, Issue) and i.code in FAILED_CODES}
    if unread:
        face.say(face.text("search.unread", n=len(unread)))
