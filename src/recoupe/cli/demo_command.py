"""`recoupe demo`: the whole line on the invented coverage that comes with the package."""

from __future__ import annotations

import io
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

import click

from recoupe.cli.base import engine_for, interface, json_option, make_command, workers_option, writing_store
from recoupe.messages import Catalogue


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    page = click.Option(["--html", "page"], metavar="FILE", help=catalogue.text("help.html"))
    params = [json_option(catalogue), page, workers_option(catalogue)]
    return make_command("demo", catalogue, call=show_demo, params=params)


def show_demo(*, as_json: bool, page: str | None, workers: int) -> int:
    """Read the examples into a store that is thrown away; show the stories and the richest dossier."""
    face = interface()
    from recoupe.cli.dossier_command import write_page
    from recoupe.cli.progress import ProgressLine
    from recoupe.cli.shelf import Shelf
    from recoupe.cli.show_dossier import show_dossier
    from recoupe.cli.show_stories import show_stories
    from recoupe.cli.stories_command import checked_heads
    from recoupe.dossier.as_json import dossier_object
    from recoupe.dossier.build import build
    from recoupe.dossier.check import checked
    from recoupe.run import add, load_resources, run
    from recoupe.sources import read_inputs

    line = ProgressLine(face)
    with (
        tempfile.TemporaryDirectory(prefix="recoupe-demo-") as folder,
        as_file(files("recoupe") / "examples") as examples,
        writing_store(Path(folder) / "store.sqlite") as store,
        engine_for(workers) as engine,
    ):
        report = add(store, read_inputs([str(examples)], stdin=io.BytesIO()))
        run(store, engine, load_resources(), progress=line)
        line.end()
        shelf = Shelf(store, face.catalogue)
        heads = checked_heads(shelf, shelf.outlines())
        richest = shelf.material(shelf.stories[heads[0].shown.id])
        dossier = checked(build(richest), richest.document)
    if as_json:
        face.show_json(dossier_object(dossier, face.catalogue))
    else:
        face.show(face.text("demo.intro", n=report.new))
        show_stories(face, heads)
        show_dossier(face, dossier)
        face.say(face.text("demo.outro"))
    if page is not None:
        write_page(face, dossier, Path(page))
    return 0
