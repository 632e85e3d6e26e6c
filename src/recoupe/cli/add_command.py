"""`recoupe add`: articles go into the store, and what rests on them is brought up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recoupe.cli.base import (
    EXIT_INTERRUPTED,
    EXIT_NOTHING,
    EXIT_PARTLY,
    Interface,
    engine_for,
    interface,
    json_option,
    make_command,
    workers_option,
    writing_store,
)
from recoupe.messages import Catalogue
from recoupe.settings import settings_path

if TYPE_CHECKING:  # these are slow to import, and `--help` needs none of them
    from recoupe.cli.progress import ProgressLine
    from recoupe.dossier.check import Checked
    from recoupe.dossier.dossier import Dossier
    from recoupe.engine.contract import Engine
    from recoupe.records.documents import Capture
    from recoupe.records.ledger import Issue
    from recoupe.run import AddReport
    from recoupe.stages.stage import Resources
    from recoupe.store.contract import Store

MOST_NAMED = 5
"""Inputs with one and the same trouble that are named; the others are counted."""

FAILED_CODES = frozenset(
    {
        "not_found", "address", "unreadable", "unknown_kind", "no_articles", "empty", "pdf", "picture",
        "binary", "own_page", "too_large", "bad_json", "json_no_object", "json_no_text", "no_text",
    }
)  # fmt: skip
"""The issues that mean: of this input nothing was read."""


def command(catalogue: Catalogue) -> click.Command:
    """Return the command, its help in the catalogue's language."""
    paths = click.Argument(["paths"], nargs=-1, required=True, metavar="PATH…")
    one_story = click.Option(["--one-story"], is_flag=True, help=catalogue.text("help.one_story"))
    params = [paths, one_story, json_option(catalogue), workers_option(catalogue)]
    return make_command("add", catalogue, call=add_articles, params=params)


def add_articles(paths: tuple[str, ...], *, one_story: bool, as_json: bool, workers: int) -> int:
    """Add the articles, bring the store up to date, and say what came of it; show the one story."""
    face = interface()
    from recoupe.cli.progress import ProgressLine
    from recoupe.cli.show_dossier import show_dossier
    from recoupe.dossier.as_json import SCHEMA, issue_object
    from recoupe.records.documents import Capture
    from recoupe.records.stories import Story
    from recoupe.run import add, load_resources, run
    from recoupe.sources import read_inputs

    line = ProgressLine(face)
    inputs: list[str] = []
    resources = load_resources(face.settings())
    with writing_store(face.store_path) as store, engine_for(workers) as engine:
        try:
            captures = _noted(read_inputs(paths, stdin=sys.stdin.buffer, own=_own(face)), inputs, line)
            report = add(store, captures)
            if one_story:
                _gather(store, engine, resources, inputs)
            run(store, engine, resources, progress=line)
        except KeyboardInterrupt:
            line.end()
            face.say(face.text("progress.kept", n=sum(1 for _ in store.scan(Capture))))
            return EXIT_INTERRUPTED
        finally:
            line.end()
        issues = issues_of(store, inputs)
        n_stories = sum(1 for _ in store.scan(Story))
        dossier = _dossier(face, store, inputs) if one_story else None
    failed = [issue for issue in issues if issue.code in FAILED_CODES]
    if as_json:
        face.show_json(
            {
                "schema": SCHEMA,
                "kind": "added",
                "n_articles": report.new + report.known + report.refused,
                "n_new": report.new,
                "n_known": report.known,
                "n_refused": report.refused,
                "n_stories": n_stories,
                "issues": [issue_object(issue, face.catalogue) for issue in issues],
                "story": None if dossier is None else dossier.shown.story.id,
            }
        )
    else:
        _show(face, report, issues, None if dossier else n_stories)
        if dossier is not None:
            show_dossier(face, dossier)
    if not failed:
        return 0
    if {issue.input for issue in failed} >= set(inputs):
        face.say(face.text("add.nothing", paths=" ".join(paths)))
        return EXIT_NOTHING
    face.say(face.text("error.done_in_part"))
    return EXIT_PARTLY


def _own(face: Interface) -> list[Path]:
    """Return the files of the program that may lie among the articles: its store, with what stands beside."""
    store = face.store_path
    beside = [store.with_name(store.name + ending) for ending in ("", "-wal", "-shm", ".lock")]
    return [*beside, settings_path(store)]


def issues_of(store: Store, inputs: Iterable[str]) -> list[Issue]:
    """Return the issues of some inputs, in order."""
    from recoupe.records.ledger import Issue

    wanted = set(inputs)
    found = [i for i in store.scan(Issue) if isinstance(i, Issue) and i.input in wanted]
    return sorted(found, key=lambda issue: (issue.input, issue.stage, issue.code, issue.id))


def _noted(captures: Iterable[Capture], inputs: list[str], line: ProgressLine) -> Iterator[Capture]:
    """Yield the captures, noting the name of each, so that trouble can be told of these alone."""
    for capture in captures:
        inputs.append(capture.input)
        line.count(len(inputs))
        yield capture


def _gather(store: Store, engine: Engine, resources: Resources, inputs: Iterable[str]) -> None:
    """Say that the articles of some inputs tell one story; of one article there is nothing to say."""
    from recoupe.records.ledger import gathered
    from recoupe.run import correct, run
    from recoupe.stages.clean.clean import CLEAN

    run(store, engine, resources, stages=(CLEAN,))
    documents = _documents_of(store, inputs)
    if len(documents) > 1:
        correct(store, [gathered(documents)])


def _dossier(face: Interface, store: Store, inputs: Iterable[str]) -> Checked[Dossier] | None:
    """Return the dossier of the story that the articles of some inputs tell; None when none was read."""
    from recoupe.cli.shelf import Shelf
    from recoupe.dossier.build import build
    from recoupe.dossier.check import checked

    shelf = Shelf(store, face.catalogue)
    found = [shelf.story_of[name] for name in _documents_of(store, inputs) if name in shelf.story_of]
    if not found:
        return None
    material = shelf.material(found[0])
    return checked(build(material), material.document)


def _documents_of(store: Store, inputs: Iterable[str]) -> list[str]:
    """Return the ids of the documents of some inputs, sorted."""
    from recoupe.records.documents import Capture, Document

    wanted = set(inputs)
    captures = {c.id for c in store.scan(Capture) if isinstance(c, Capture) and c.input in wanted}
    documents = (d for d in store.scan(Document) if isinstance(d, Document))
    return [document.id for document in documents if captures.intersection(document.capture_ids)]


def _show(face: Interface, report: AddReport, issues: list[Issue], n_stories: int | None) -> None:
    from recoupe.dossier.as_json import issue_line

    counts = {"new": report.new, "known": report.known, "refused": report.refused}
    parts = [face.text(f"count.{key}", n=n) for key, n in counts.items()]
    face.show(face.text("add.done", n=sum(counts.values()), parts=", ".join(parts)))
    if n_stories is not None:
        face.show(face.text("add.stories", n=n_stories))
    if issues:
        face.say(face.text("add.troubles"))
        for alike in _of_one_text(issues, face.catalogue):
            for issue in alike[:MOST_NAMED]:
                face.say(f"  {issue_line(issue, face.catalogue)}")
            if len(alike) > MOST_NAMED:
                face.say(f"  {face.text('add.more_alike', n=len(alike) - MOST_NAMED)}")


def _of_one_text(issues: Iterable[Issue], catalogue: Catalogue) -> list[list[Issue]]:
    """Return the issues by what they say, in order of their first."""
    from recoupe.dossier.as_json import issue_text

    by_text: dict[str, list[Issue]] = {}
    for issue in issues:
        by_text.setdefault(issue_text(issue, catalogue), []).append(issue)
    return list(by_text.values())
