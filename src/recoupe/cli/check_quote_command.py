"""`recoupe check-quote`: whether somebody's words stand in the articles as they are quoted."""

from __future__ import annotations

import click

from recoupe.cli.base import EXIT_NOTHING, interface, json_option, make_command, reading_store
from recoupe.errors import UsageError
from recoupe.messages import Catalogue

LIMIT = 10


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    words = click.Argument(["words"], nargs=-1, required=True, metavar="WORDS…")
    by = click.Option(["--by"], metavar="NAME", help=catalogue.text("help.by"))
    limit = click.Option(
        ["--limit"],
        type=click.IntRange(1, 10_000),
        default=LIMIT,
        metavar="N",
        help=catalogue.text("help.limit_places"),
    )
    return make_command(
        "check-quote", catalogue, call=check_quote, params=[words, by, json_option(catalogue), limit]
    )


def check_quote(words: tuple[str, ...], *, by: str | None, as_json: bool, limit: int) -> int:
    """Say whether the words stand in the store: exact, elsewhere, altered or not found."""
    face = interface()
    from recoupe.cli.quote_places import Quotes, quote_object, show_quote

    stated = " ".join(words)
    if not any(letter.isalnum() for letter in stated):
        raise UsageError(f"{stated!r} holds no word", code="no_word", words=repr(stated))
    with reading_store(face) as store:
        answer = Quotes(store, face.catalogue).find(stated, by=by)
    if as_json:
        face.show_json(quote_object(answer, face.catalogue, limit=limit))
    else:
        show_quote(face, answer, limit=limit)
    return EXIT_NOTHING if answer.outcome == "not found" else 0
