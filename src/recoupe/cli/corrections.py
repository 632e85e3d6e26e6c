"""What can be corrected in a story, and what the corrections that a store holds do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from recoupe.cli.shelf import HANDLE_MIN_DIGITS, Shelf, unique_handle
from recoupe.dossier.as_json import line_text
from recoupe.dossier.build import handle
from recoupe.dossier.check import is_supported
from recoupe.dossier.material import Material
from recoupe.dossier.statements import Statement, Verbatim
from recoupe.errors import NothingFound, UsageError
from recoupe.messages import Catalogue
from recoupe.records.accounts import Entity
from recoupe.records.ledger import Correction, merge_id
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason

State = Literal["in force", "no article", "two stories", "no name", "one already", "opposed"]
"""What a correction does; all but the first mean that it is idle."""


@dataclass(frozen=True)
class Merge:
    """Why a mention was taken for the same as another. document_id: of the mention that was taken in."""

    id: str
    places: tuple[Anchor, ...]
    document_id: str
    why: Statement


@dataclass(frozen=True)
class Named:
    """Somebody or something of a story, with what was merged into it and whom it is kept from."""

    entity: Entity
    name: Verbatim
    merges: tuple[Merge, ...]
    kept_apart: tuple[Statement, ...]


@dataclass(frozen=True)
class Standing:
    """A correction and what it does.

    words: of its two places; None where the article is not there. Empty when it is about a story.
    """

    correction: Correction
    state: State
    words: tuple[str | None, ...]


def named_in(material: Material) -> list[Named]:
    """Return who and what a story names, people first; only what the articles bear out."""
    found = []
    for entity in material.entities:
        places = tuple(a for spelling in entity.spellings for a in spelling.anchors)
        name = material.find(entity.name, places) or material.verbatim(places[0])
        if name is not None:
            merges = tuple(_merges(material, entity.merges, places))
            apart = tuple(line for r in entity.kept_apart if (line := _line(material, r, places)))
            found.append(Named(entity, name, merges, apart))
    return sorted(found, key=lambda n: (n.entity.type != "PER", -len(n.merges), n.name.text, n.entity.id))


def _merges(material: Material, reasons: Iterable[Reason], places: tuple[Anchor, ...]) -> Iterator[Merge]:
    for reason in reasons:
        line = _line(material, reason, places)
        if line is not None:
            yield Merge(merge_id(reason.anchors), reason.anchors, reason.anchors[-1].document_id, line)


def _line(material: Material, reason: Reason, places: tuple[Anchor, ...]) -> Statement | None:
    line = material.statement(reason, otherwise=places)
    return line if line is not None and is_supported(line, material.document) else None


def by_handle(letter: str, stated: str, ids: Iterable[str]) -> str:
    """Return the one id that a handle, or an id, names. Raises NothingFound or UsageError."""
    known = sorted(set(ids))
    digits = stated[1:].lower()
    found = [stated] if stated in known else []
    if not found and stated[:1].upper() == letter and len(digits) >= HANDLE_MIN_DIGITS:
        found = [i for i in known if handle(letter, i, len(digits))[1:] == digits]
    if not found:
        raise NothingFound(f"{stated!r} names nothing here", code="no_mark", handle=repr(stated))
    if len(found) > 1:
        choices = ", ".join(unique_handle(letter, i, known) for i in found)
        raise UsageError(
            f"{stated!r} is ambiguous", code="ambiguous_mark", handle=repr(stated), choices=choices
        )
    return found[0]


def standing(shelf: Shelf, made: Iterable[Correction]) -> list[Standing]:
    """Return what each correction does, in the order given."""
    entities: dict[str, tuple[Entity, ...]] = {}
    return [_standing(shelf, each, entities) for each in made]


def _standing(shelf: Shelf, made: Correction, entities: dict[str, tuple[Entity, ...]]) -> Standing:
    if made.documents:
        return Standing(made, _story_state(shelf, made), ())
    words = tuple(shelf.words_at(place) for place in made.places)
    stories = [shelf.story_of.get(place.document_id) for place in made.places]
    if None in words or None in stories:
        return Standing(made, "no article", words)
    ids = {story.id for story in stories if story is not None}
    if len(ids) > 1:
        return Standing(made, "two stories", words)
    (story_id,) = ids
    if story_id not in entities:
        entities[story_id] = shelf.entities(story_id)
    one, other = (_named_at(entities[story_id], place) for place in made.places)
    if one is None or other is None:
        return Standing(made, "no name", words)
    if one.id == other.id:
        return Standing(made, "in force" if made.action == "merge" else "one already", words)
    return Standing(made, "in force" if made.action == "split" else "opposed", words)


def _story_state(shelf: Shelf, made: Correction) -> State:
    """Return what a correction does of which documents tell one story."""
    stories = [shelf.story_of[name].id for name in made.documents if name in shelf.story_of]
    if len(stories) < 2 or (made.action == "part" and made.documents[0] not in shelf.story_of):
        return "no article"
    return "opposed" if made.action == "gather" and len({*stories}) > 1 else "in force"


def _named_at(entities: Iterable[Entity], place: Anchor) -> Entity | None:
    near = None
    for entity in entities:
        for anchor in (a for spelling in entity.spellings for a in spelling.anchors):
            if anchor.document_id == place.document_id and anchor.span.meets(place.span):
                if anchor.span == place.span:
                    return entity
                near = near or entity
    return near


def first_place(entity: Entity) -> Anchor:
    """Return the mention that stands for an entity in a correction: of its commonest name, the first."""
    return entity.spellings[0].anchors[0]


def named_object(named: Named, material: Material, catalogue: Catalogue) -> dict[str, Any]:
    """Return the JSON of somebody or something named in a story."""
    return {
        "entity": named.entity.id,
        "type": named.entity.type,
        "name": named.name.text,
        "documents": list(
            material.in_order(p.document_id for s in named.entity.spellings for p in s.anchors)
        ),
        "merges": [
            {"id": merge.id, "document": merge.document_id, "why": line_text(merge.why, catalogue)}
            for merge in named.merges
        ],
        "kept_apart": [line_text(line, catalogue) for line in named.kept_apart],
    }


def standing_object(found: Standing) -> dict[str, Any]:
    """Return the JSON of a correction."""
    made = found.correction
    return {
        "id": made.id,
        "action": made.action,
        "words": list(found.words),
        "documents": list(made.documents) or [place.document_id for place in made.places],
        "by": made.author,
        "because": made.reason,
        "state": found.state,
    }


def handles_of(letter: str, ids: Iterable[str]) -> Mapping[str, str]:
    """Return the shortest handle of each id that tells it from the others."""
    known = sorted(set(ids))
    return {each: unique_handle(letter, each, known) for each in known}
