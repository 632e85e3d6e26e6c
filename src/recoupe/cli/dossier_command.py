"""`recoupe dossier`: all that is known of one story, on the screen, as JSON or as a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import Interface, interface, json_option, make_command, reading_store
from recoupe.cli.write import write_text
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Dossier

VIEWS = ("table", "timeline", "who", "origins")


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    story = click.Argument(["story"], required=False, metavar="[STORY]")
    view = click.Option(["--view"], type=click.Choice(VIEWS), help=catalogue.text("help.view"))
    page = click.Option(["--html", "page"], metavar="FILE", help=catalogue.text("help.html_dossier"))
    ics = click.Option(["--ics"], metavar="FILE", help=catalogue.text("help.ics"))
    params = [story, view, json_option(catalogue), page, ics]
    return make_command("dossier", catalogue, call=show_one, params=params)


def show_one(story: str | None, *, view: str | None, as_json: bool, page: str | None, ics: str | None) -> int:
    """Show the dossier of a story, or one view of it; with a page or a calendar, write it there as well."""
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
    if ics is not None:
        write_calendar(face, dossier, Path(ics))
    if as_json:
        face.show_json(dossier_object(dossier, face.catalogue))
    elif page is None and ics is None:
        show_dossier(face, dossier, view=view)
    return 0


def write_page(face: Interface, dossier: Checked[Dossier], path: Path) -> None:
    """Write the dossier as a page, and say so."""
    from recoupe.cli.page import page_of

    write_text(path, page_of(dossier, face.catalogue))
    face.say(face.text("help.html_written", path=str(path)))


def write_calendar(face: Interface, dossier: Checked[Dossier], path: Path) -> None:
    """Write the announced encounters as a calendar, and say how many there are."""
    from recoupe.cli.calendar import calendar_of, entries_of

    write_text(path, calendar_of(dossier, face.catalogue))
    entries, undated = entries_of(dossier.shown)
    face.say(face.text("dossier.appointments", n=len(entries), path=str(path)))
    if undated:
        face.say(face.text("dossier.no_day", n=undated))
