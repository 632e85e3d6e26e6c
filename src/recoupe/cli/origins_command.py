"""`recoupe origins`: where the words of a story come from, and who has them when."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.base import interface, json_option, make_command, reading_store
from recoupe.cli.write import write_text
from recoupe.messages import Catalogue


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    story = click.Argument(["story"], required=False, metavar="[STORY]")
    svg = click.Option(["--svg"], metavar="FILE", help=catalogue.text("help.svg"))
    return make_command("origins", catalogue, call=show_one, params=[story, json_option(catalogue), svg])


def show_one(story: str | None, *, as_json: bool, svg: str | None) -> int:
    """Show the origins of a story as a table; with a file, draw them there as well."""
    face = interface()
    from recoupe.cli.origin_picture import picture_of
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.show_origins import origins_object, show_origins
    from recoupe.dossier.build import build
    from recoupe.dossier.check import checked

    with reading_store(face) as store:
        shelf = Shelf(store, face.catalogue)
        material = shelf.material(shelf.story(story))
        dossier = checked(build(material), material.document)
    if svg is not None:
        write_text(Path(svg), picture_of(dossier, face.catalogue))
        face.say(face.text("help.svg_written", path=svg))
    if as_json:
        face.show_json(origins_object(dossier, face.catalogue))
    else:
        show_origins(face, dossier)
    return 0
