"""`recoupe stories`: one line for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, interface, json_option, make_command, reading_store
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.cli.shelf import Shelf
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Head


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    return make_command("stories", catalogue, call=list_stories, params=[json_option(catalogue)])


def list_stories(*, as_json: bool) -> int:
    """List the stories: those with most divergences first."""
    face = interface()
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.show_stories import show_stories
    from recoupe.dossier.as_json import stories_object

    with reading_store(face) as store:
        shelf = Shelf(store, face.catalogue)
        heads = checked_heads(shelf)
    if as_json:
        face.show_json(stories_object(heads, face.catalogue))
    elif heads:
        show_stories(face, heads)
    if not heads:
        face.say(face.text("stories.none"))
        return EXIT_NOTHING
    return 0


def checked_heads(shelf: Shelf) -> list[Checked[Head]]:
    """Return all stories in the order of the list: divergences, origins, articles, then id."""
    from recoupe.dossier.build import build_head
    from recoupe.dossier.check import checked_head

    heads = [checked_head(build_head(material), material.document) for material in shelf.head_materials()]
    return sorted(
        heads,
        key=lambda h: (-h.shown.n_divergences, -h.shown.n_origins, -len(h.shown.articles), h.shown.id),
    )
