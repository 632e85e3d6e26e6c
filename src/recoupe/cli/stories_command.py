"""`recoupe stories`: one line for each event."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, interface, json_option, make_command, reading_store
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.story_filters import Filters
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Head


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    text = catalogue.text
    params = [
        click.Option(["--since"], metavar="DATE", help=text("help.since")),
        click.Option(["--about"], metavar="WORDS", help=text("help.about")),
        click.Option(["--outlet"], metavar="NAME", help=text("help.outlet")),
        click.Option(["--place"], metavar="NAME", help=text("help.place")),
        click.Option(["--diverging"], is_flag=True, help=text("help.diverging")),
        json_option(catalogue),
    ]
    return make_command("stories", catalogue, call=list_stories, params=params)


def list_stories(
    *,
    since: str | None,
    about: str | None,
    outlet: str | None,
    place: str | None,
    diverging: bool,
    as_json: bool,
) -> int:
    """List the stories that have what is asked for: those with most divergences first."""
    face = interface()
    from recoupe.cli.story_filters import Filters

    filters = Filters(since, about, outlet, place, diverging)
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.show_stories import show_stories
    from recoupe.dossier.as_json import stories_object

    with reading_store(face) as store:
        shelf = Shelf(store, face.catalogue)
        heads = checked_heads(shelf, filters)
        n_stories = len(shelf.stories)
    if as_json:
        face.show_json(stories_object(heads, face.catalogue))
    elif heads:
        show_stories(face, heads)
    if not heads:
        face.say(face.text("stories.none_such", n=n_stories) if n_stories else face.text("stories.none"))
        return EXIT_NOTHING
    return 0


def checked_heads(shelf: Shelf, filters: Filters | None = None) -> list[Checked[Head]]:
    """Return the stories in the order of the list: divergences, origins, articles, then id."""
    from recoupe.dossier.build import build_head
    from recoupe.dossier.check import checked_head

    heads = []
    for material in shelf.head_materials():
        head = checked_head(build_head(material), material.document)
        if filters is None or filters.keeps(head.shown, material.entities, material.catalogue):
            heads.append(head)
    return sorted(
        heads,
        key=lambda h: (-h.shown.n_divergences, -h.shown.n_origins, -len(h.shown.articles), h.shown.id),
    )
