"""Corrections on a terminal and as JSON: what can be corrected in a story, and what has been."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recoupe.cli.base import Interface
from recoupe.cli.corrections import (
    Merge,
    Named,
    Standing,
    handles_of,
    named_in,
    named_object,
    standing_object,
)
from recoupe.cli.screen import LABEL, QUIET, STRONG, Screen, words
from recoupe.cli.shelf import Shelf, few
from recoupe.dossier.as_json import SCHEMA, line_text
from recoupe.dossier.build import handle
from recoupe.dossier.material import Material
from recoupe.records.ledger import Correction


def show_story(
    face: Interface, shelf: Shelf, held: Sequence[Standing], *, stated: str | None, as_json: bool
) -> None:
    """Show who a story names, what was merged and why, and its corrections."""
    material = shelf.material(shelf.story(stated))
    named = named_in(material)
    own = [each for each in held if any(d in material.document for d in each.correction.cited())]
    if as_json:
        people = [named_object(each, material, face.catalogue) for each in named]
        corrections = [standing_object(each) for each in own]
        facts = {"schema": SCHEMA, "kind": "names", "story": material.story.id}
        face.show_json({**facts, "people": people, "corrections": corrections})
        return
    screen = Screen(face)
    entities = handles_of("E", (each.entity.id for each in named))
    merges = handles_of("M", (merge.id for each in named for merge in each.merges))
    for kind in dict.fromkeys(each.entity.type for each in named):
        screen.heading(face.catalogue.term("entity", kind))
        for each in named:
            if each.entity.type == kind:
                _show_named(face, screen, each, material=material, entities=entities, merges=merges)
    if own:
        screen.heading(face.text("correct.corrections"))
        _show_standings(face, screen, own, all_ids=[each.correction.id for each in held])
    screen.blank()
    screen.note(face.text("correct.hint"))


def _show_named(
    face: Interface,
    screen: Screen,
    named: Named,
    *,
    material: Material,
    entities: Mapping[str, str],
    merges: Mapping[str, str],
) -> None:
    places = (place.document_id for s in named.entity.spellings for place in s.anchors)
    articles = ", ".join(material.label[document_id] for document_id in material.in_order(places))
    screen.line(
        words(entities[named.entity.id], LABEL),
        "  ",
        words(named.name.text, STRONG),
        words(f"  {articles}", QUIET),
    )
    alike: dict[str, list[Merge]] = {}
    for merge in named.merges:
        alike.setdefault(line_text(merge.why, face.catalogue), []).append(merge)
    for why, group in alike.items():
        listed = " · ".join(f"{merges[merge.id]} ({material.label[merge.document_id]})" for merge in group)
        screen.line(words(listed, LABEL), "  ", why, indent=7)
    for line in named.kept_apart:
        screen.line(line_text(line, face.catalogue), indent=7)


def show_all(face: Interface, held: Sequence[Standing], *, as_json: bool) -> None:
    """Show every correction of the store."""
    if as_json:
        objects = [standing_object(each) for each in held]
        face.show_json({"schema": SCHEMA, "kind": "corrections", "corrections": objects})
    elif held:
        _show_standings(face, Screen(face), held, all_ids=[each.correction.id for each in held])
    else:
        face.show(face.text("correct.none"))


def show_change(
    face: Interface,
    shelf: Shelf,
    held: Sequence[Standing],
    *,
    made: set[str],
    undone: Sequence[Correction],
    as_json: bool,
) -> None:
    """Show what was corrected and what was undone."""
    new = [each for each in held if each.correction.id in made]
    if as_json:
        facts = {"schema": SCHEMA, "kind": "corrected", "undone": [each.id for each in undone]}
        face.show_json({**facts, "corrections": [standing_object(each) for each in new]})
        return
    if new:
        _show_standings(face, Screen(face), new, all_ids=[each.correction.id for each in held])
        handles = handles_of("C", (each.correction.id for each in held))
        face.show(face.text("correct.how_to_undo", handle=handles[new[0].correction.id]))
        of_story = {name for each in new for name in each.correction.documents}
        stories = {shelf.story_of[name].id for name in of_story if name in shelf.story_of}
        for short in shelf.handles(sorted(stories)):
            face.show(face.text("stories.next", handle=short))
    if undone:
        face.show(face.text("correct.undone", n=len(undone)))


def _show_standings(
    face: Interface, screen: Screen, shown: Iterable[Standing], *, all_ids: Sequence[str]
) -> None:
    handles = handles_of("C", all_ids)
    for each in shown:
        made = each.correction
        screen.line(words(handles[made.id], LABEL), "  ", _told(face, each))
        said = [made.author, face.quoted(made.reason) if made.reason else ""]
        aside = [] if each.state == "in force" else [face.catalogue.term("standing", each.state)]
        aside += [part for part in said if part]
        if aside:
            screen.note(" · ".join(aside), indent=7)


def _told(face: Interface, found: Standing) -> str:
    made = found.correction
    if made.documents:
        one, *others = (handle("A", name) for name in made.documents)
        if made.action == "gather":
            return face.text("correct.gather", articles=few([one, *others]))
        return face.text("correct.part", article=one, others=few(others))
    missing = face.text("correct.no_words")
    one, other = (missing if each is None else face.quoted(each) for each in found.words)
    return face.text(f"correct.{made.action}", one=one, other=other)
