"""`recoupe reuse`: how much of each outlet's text stands in other outlets' articles too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from recoupe.cli.base import EXIT_NOTHING, interface, json_option, make_command, reading_store
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.cli.base import Interface
    from recoupe.dossier.outlets import OutletLine


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    outlet = click.Option(["--outlet"], metavar="NAME", help=catalogue.text("help.outlet_reuse"))
    return make_command("reuse", catalogue, call=show_reuse, params=[outlet, json_option(catalogue)])


def show_reuse(*, outlet: str | None, as_json: bool) -> int:
    """Show one line for each outlet: its articles, its own text, what it has in common and with whom."""
    face = interface()
    from recoupe.cli.story_filters import any_holds
    from recoupe.dossier.as_json import SCHEMA
    from recoupe.dossier.outlets import outlet_lines
    from recoupe.records.comparisons import SourceChain
    from recoupe.records.copies import Reuse
    from recoupe.records.documents import Document

    with reading_store(face) as store:
        lines = outlet_lines(store.scan(Document), reuse=store.scan(Reuse), chains=store.scan(SourceChain))
    if outlet is not None:
        lines = [line for line in lines if line.name is not None and any_holds([line.name], outlet)]
    if as_json:
        face.show_json({"schema": SCHEMA, "kind": "reuse", "outlets": [_object(line) for line in lines]})
    elif lines:
        _show(face, lines)
    if not lines:
        face.say(face.text("reuse.none"))
        return EXIT_NOTHING
    return 0


def _show(face: Interface, lines: list[OutletLine]) -> None:
    from recoupe.cli.screen import STRONG, Screen, words

    screen = Screen(face)
    keys = ("outlet", "articles", "own", "common", "agency", "with")
    percent = face.catalogue.percent
    rows = [
        (
            words(face.text("dossier.no_outlet") if line.name is None else line.name, STRONG),
            str(line.n_articles),
            percent(line.own),
            percent(line.common),
            percent(line.agency),
            " · ".join(f"{name or face.text('dossier.no_outlet')} ({n})" for name, n in line.partners[:4]),
        )
        for line in lines
    ]
    screen.table([face.text(f"reuse.{key}") for key in keys], rows, shares=(4, 0, 0, 0, 0, 6))
    screen.blank()
    screen.note(face.text("reuse.legend"))


def _object(line: OutletLine) -> dict[str, object]:
    return {
        "outlet": line.name,
        "n_articles": line.n_articles,
        "own": round(line.own, 4),
        "in_common": round(line.common, 4),
        "agency": round(line.agency, 4),
        "n_templates": line.n_templates,
        "partners": [{"outlet": name, "n_passages": n} for name, n in line.partners],
    }
