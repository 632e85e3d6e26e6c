"""`recoupe dossier`: all that is known of one story, on the screen, as JSON or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import Interface, interface, json_option, make_command, reading_store
from recoupe.errors import RecoupeError
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Dossier


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    story = click.Argument(["story"], required=False, metavar="[STORY]")
    page = click.Option(["--html", "page"], metavar="FILE", help=catalogue.text("help.html"))
    return make_command("dossier", catalogue, call=show_one, params=[story, json_option(catalogue), page])


def show_one(story: str | None, *, as_json: bool, page: str | None) -> int:
    """Show the dossier of a story; with a page, write it there as well."""
    face = interface()
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.show_dossier import show_dossier
    from recoupe.dossier.as_json import dossier_object
    from recoupe.dossier.build import build
    from recoupe.dossier.check import checked

    with reading_store(face) as store:
        shelf = Shelf(store, face.catalogue)
        material = shelf.material(shelf.story(story))
        dossier = checked(build(material), material.document)
    if page is not None:
        write_page(face, dossier, Path(page))
    if as_json:
        face.show_json(dossier_object(dossier, face.catalogue))
    elif page is None:
        show_dossier(face, dossier)
    return 0


def write_page(face: Interface, dossier: Checked[Dossier], path: Path) -> None:
    """Write the dossier as a page. Raises RecoupeError when the file cannot be written."""
    from recoupe.cli.page import page_of

    try:
        path.write_text(page_of(dossier, face.catalogue), "utf-8")
    except OSError as error:
        raise RecoupeError(
            f"cannot write {str(path)!r}: {error.strerror}",
            code="cannot_write",
            path=path,
            detail=error.strerror,
        ) from error
    face.say(face.text("help.html_written", path=str(path)))
