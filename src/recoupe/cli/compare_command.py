"""`recoupe compare`: two to four articles side by side."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.base import interface, json_option, make_command, reading_store
from recoupe.cli.write import write_text
from recoupe.errors import UsageError
from recoupe.messages import Catalogue

MAX_ARTICLES = 4
"""Columns narrower than a quarter of a screen cannot be read."""


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    what = click.Argument(["what"], nargs=-1, required=True, metavar="A B [C D]")
    page = click.Option(["--html", "page"], metavar="FILE", help=catalogue.text("help.html_compare"))
    return make_command("compare", catalogue, call=compare, params=[what, json_option(catalogue), page])


def compare(what: tuple[str, ...], *, as_json: bool, page: str | None) -> int:
    """Show the articles side by side; with a page, write it there as well."""
    face = interface()
    if not 2 <= len(what) <= MAX_ARTICLES:
        raise UsageError(f"{len(what)} articles to compare", code="compare_how_many", n=len(what))
    from recoupe.cli.columns import columns_object, columns_page, find_columns, show_columns

    with reading_store(face) as store:
        shown = find_columns(store, what, face.catalogue)
    if page is not None:
        write_text(Path(page), columns_page(shown, face.catalogue))
        face.say(face.text("help.html_written", path=page))
    if as_json:
        face.show_json(columns_object(shown))
    elif page is None:
        show_columns(face, shown)
    return 0
