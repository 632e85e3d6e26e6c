"""`recoupe stories`: one line for each event."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, interface, json_option, make_command, reading_store
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.cli.shelf import Shelf
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Head
    from recoupe.records.stories import Outline

SHOWN = 40
"""Stories that a screen lists unless the command says otherwise."""


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    text = catalogue.text
    params = [
        click.Option(["--since"], metavar="DATE", help=text("help.since")),
        click.Option(["--about"], metavar="WORDS", help=text("help.about")),
        click.Option(["--outlet"], metavar="NAME", help=text("help.outlet")),
        click.Option(["--place"], metavar="NAME", help=text("help.place")),
        click.Option(["--diverging"], is_flag=True, help=text("help.diverging")),
        click.Option(["--limit"], type=click.IntRange(min=1), metavar="N", help=text("help.stories_limit")),
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
    limit: int | None,
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
        kept = [outline for outline in shelf.outlines() if filters.keeps(outline)]
        # The screen has a last line, a program reads on.
        most = limit if limit is not None else len(kept) if as_json else SHOWN
        heads = checked_heads(shelf, kept[:most])
        n_stories = len(shelf.stories)
    if as_json:
        face.show_json(stories_object(heads, face.catalogue))
    elif heads:
        show_stories(face, heads)
        if len(kept) > len(heads):
            face.show(face.text("stories.more", n=len(kept) - len(heads), all=len(kept)))
    if not heads:
        face.say(face.text("stories.none_such", n=n_stories) if n_stories else face.text("stories.none"))
        return EXIT_NOTHING
    return 0


def checked_heads(shelf: Shelf, outlines: Iterable[Outline]) -> list[Checked[Head]]:
    """Return the stories of some outlines, in the same order."""
    from recoupe.dossier.build import build_head
    from recoupe.dossier.check import checked_head

    materials = (shelf.head_material(shelf.stories[outline.story_id]) for outline in outlines)
    return [checked_head(build_head(material), material.document) for material in materials]
