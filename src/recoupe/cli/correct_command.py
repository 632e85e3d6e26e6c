"""`recoupe correct`: who is who in a story, and which articles tell it; what was said can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import (
    EXIT_INTERRUPTED,
    Interface,
    engine_for,
    interface,
    json_option,
    make_command,
    reading_store,
    workers_option,
    writing_store,
)
from recoupe.errors import UsageError
from recoupe.messages import Catalogue

if TYPE_CHECKING:  # slow to import, and `--help` needs none of it
    from recoupe.cli.corrections import Standing
    from recoupe.cli.shelf import Shelf
    from recoupe.records.ledger import Correction
    from recoupe.store.contract import Store

MOST_CITED = 100
"""Documents of one story that a correction names."""


@dataclass(frozen=True)
class Wanted:
    """What a call asks to change; all empty: nothing, only to be shown."""

    apart: tuple[str, ...]
    join: tuple[tuple[str, str], ...]
    taken_in: tuple[str, ...]
    left_out: tuple[str, ...]
    undo: tuple[str, ...]
    author: str
    reason: str

    def __bool__(self) -> bool:
        return bool(self.undo or self.of_names or self.of_story)

    @property
    def of_names(self) -> bool:
        """Whether names are to be told apart or joined."""
        return bool(self.apart or self.join)

    @property
    def of_story(self) -> bool:
        """Whether articles are to be taken in or left out."""
        return bool(self.taken_in or self.left_out)


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    text = catalogue.text
    params: list[click.Parameter] = [
        click.Argument(["story"], required=False, metavar="[STORY]"),
        click.Option(["--apart"], multiple=True, metavar="MERGE", help=text("help.apart")),
        click.Option(["--join"], multiple=True, nargs=2, metavar="NAME NAME", help=text("help.join")),
        click.Option(["--with", "taken_in"], multiple=True, metavar="WHAT", help=text("help.with")),
        click.Option(["--without", "left_out"], multiple=True, metavar="WHAT", help=text("help.without")),
        click.Option(["--by", "author"], default="", metavar="NAME", help=text("help.correct_by")),
        click.Option(["--because", "reason"], default="", metavar="WORDS", help=text("help.because")),
        click.Option(["--list", "lists"], is_flag=True, help=text("help.correct_list")),
        click.Option(["--undo"], multiple=True, metavar="CORRECTION", help=text("help.undo")),
        json_option(catalogue),
        workers_option(catalogue),
    ]
    return make_command("correct", catalogue, call=correct_story, params=params)


def correct_story(
    story: str | None,
    *,
    apart: tuple[str, ...],
    join: tuple[tuple[str, str], ...],
    taken_in: tuple[str, ...],
    left_out: tuple[str, ...],
    author: str,
    reason: str,
    lists: bool,
    undo: tuple[str, ...],
    as_json: bool,
    workers: int,
) -> int:
    """Show what can be corrected, or correct it and bring the store up to date."""
    face = interface()
    wanted = Wanted(apart, join, taken_in, left_out, undo, author, reason)
    if lists and (wanted or story):
        raise UsageError("--list stands alone", code="list_alone")
    if wanted:
        return _change(face, story, wanted, as_json=as_json, workers=workers)
    from recoupe.cli.show_corrections import show_all, show_story

    with reading_store(face) as store:
        if lists:
            show_all(face, _held(face, store), as_json=as_json)
        else:
            show_story(face, _shelf(face, store), _held(face, store), stated=story, as_json=as_json)
    return 0


def _change(face: Interface, stated: str | None, wanted: Wanted, *, as_json: bool, workers: int) -> int:
    from recoupe.cli.corrections import by_handle, standing
    from recoupe.cli.progress import ProgressLine
    from recoupe.cli.show_corrections import show_change
    from recoupe.run import correct, corrections, load_resources, run

    with reading_store(face):
        pass  # says what is wrong before a store is made where there was none
    line = ProgressLine(face)
    resources = load_resources(face.settings())
    with writing_store(face.store_path) as store, engine_for(workers) as engine:
        held = {each.id: each for each in corrections(store)}
        undone = [held[by_handle("C", each, held)] for each in wanted.undo]
        shelf = _shelf(face, store)
        made = [*_of_names(shelf, stated, wanted), *_of_story(shelf, stated, wanted)]
        try:
            correct(store, made, undone=[each.id for each in undone])
            run(store, engine, resources, progress=line)
        except KeyboardInterrupt:
            line.end()
            face.say(face.text("correct.interrupted"))
            return EXIT_INTERRUPTED
        finally:
            line.end()
        shelf = _shelf(face, store)
        found = standing(shelf, corrections(store))
        show_change(face, shelf, found, made={each.id for each in made}, undone=undone, as_json=as_json)
    return 0


def _of_story(shelf: Shelf, stated: str | None, wanted: Wanted) -> list[Correction]:
    """Return what is asked for of a story's articles. Raises when a word names nothing, or several things."""
    from recoupe.records.ledger import gathered, parted

    if not wanted.of_story:
        return []
    said = {"author": wanted.author, "reason": wanted.reason}
    held = shelf.story(stated).document_ids
    left_out = {name for each in wanted.left_out for name in shelf.named(each)}
    kept = [name for name in held if name not in left_out]
    if not kept or left_out - {*held}:
        raise UsageError("none or all of a story", code="leave_out_some", what=" ".join(wanted.left_out))
    made = [parted(name, _cited(kept), **said) for name in sorted(left_out)]
    taken_in = {name for each in wanted.taken_in for name in _cited(shelf.named(each))} - {*kept}
    if wanted.taken_in and not taken_in:
        raise UsageError("in it already", code="in_it_already", what=" ".join(wanted.taken_in))
    return [*made, gathered([*_cited(kept), *taken_in], **said)] if taken_in else made


def _cited(document_ids: Sequence[str]) -> tuple[str, ...]:
    """Return which documents of a story a correction names: of hundreds some, the others come with them."""
    half = MOST_CITED // 2
    return tuple(dict.fromkeys((*document_ids[:half], *document_ids[-half:])))


def _of_names(shelf: Shelf, stated: str | None, wanted: Wanted) -> list[Correction]:
    """Return what is asked for of names. Raises when a word names nothing, or several things."""
    from recoupe.cli.corrections import by_handle, first_place, named_in
    from recoupe.records.ledger import correction

    if not wanted.of_names:
        return []
    said = {"author": wanted.author, "reason": wanted.reason}
    named = named_in(shelf.material(shelf.story(stated)))
    merges = {merge.id: merge for each in named for merge in each.merges}
    entities = {each.entity.id: each.entity for each in named}
    made = []
    for stated_merge in wanted.apart:
        one, other = merges[by_handle("M", stated_merge, merges)].places
        made.append(correction("split", one, other, **said))
    for pair in wanted.join:
        left, right = (entities[by_handle("E", each, entities)] for each in pair)
        if left is right:
            raise UsageError("one name given twice", code="join_two", handle=repr(pair[1]))
        made.append(correction("merge", first_place(left), first_place(right), **said))
    return made


def _shelf(face: Interface, store: Store) -> Shelf:
    from recoupe.cli.shelf import Shelf

    return Shelf(store, face.catalogue)


def _held(face: Interface, store: Store) -> list[Standing]:
    from recoupe.cli.corrections import standing
    from recoupe.run import corrections

    return standing(_shelf(face, store), corrections(store))
