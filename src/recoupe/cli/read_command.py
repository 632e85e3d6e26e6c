"""`recoupe read`: what each article says, one by one, without a store."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, EXIT_PARTLY, interface, json_option, make_command
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.records.documents import Capture, Document
    from recoupe.records.findings import Reading
    from recoupe.records.ledger import Issue
    from recoupe.stages.stage import Resources


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    paths = click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…")
    return make_command("read", catalogue, call=read_articles, params=[paths, json_option(catalogue)])


def read_articles(paths: tuple[str, ...], *, as_json: bool) -> int:
    """Read and show the articles, each as soon as it is read."""
    face = interface()
    from recoupe.cli.add_command import FAILED_CODES
    from recoupe.cli.show_reading import show_reading
    from recoupe.dossier.reading_json import reading_object
    from recoupe.run import load_resources
    from recoupe.sources import read_inputs

    resources = load_resources(face.settings())
    n = n_failed = 0
    for capture in read_inputs(paths, stdin=sys.stdin.buffer):
        n += 1
        document, reading, issues = read_one(capture, resources)
        n_failed += any(issue.code in FAILED_CODES for issue in issues)
        if as_json:
            face.show_json(reading_object(document, reading, issues, face.catalogue), lines=True)
        else:
            show_reading(face, capture.input, document, reading=reading, issues=issues)
    if n == n_failed:
        face.say(face.text("add.nothing", paths=" ".join(paths)))
        return EXIT_NOTHING
    if n_failed:
        face.say(face.text("error.done_in_part"))
        return EXIT_PARTLY
    return 0


def read_one(
    capture: Capture, resources: Resources
) -> tuple[Document | None, Reading | None, tuple[Issue, ...]]:
    """Return what cleaning and reading one article give, by the very stages that fill a store."""
    from recoupe.records.documents import Document
    from recoupe.records.findings import Reading
    from recoupe.records.ledger import Issue
    from recoupe.stages.clean.clean import CLEAN
    from recoupe.stages.read.read import READ

    cleaned = [r for unit in CLEAN.units(capture) for r in CLEAN.run(unit, (capture,), resources)]
    document = next((record for record in cleaned if isinstance(record, Document)), None)
    found = [] if document is None else list(READ.run(document.id, (document,), resources))
    reading = next((record for record in found if isinstance(record, Reading)), None)
    issues = tuple(record for record in (*cleaned, *found) if isinstance(record, Issue))
    return document, reading, issues
