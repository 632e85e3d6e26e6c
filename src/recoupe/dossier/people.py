"""The people, places and bodies of a story, under every spelling and role."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.dossier.dossier import Name, Person
from recoupe.dossier.material import Material
from recoupe.dossier.rows import reasons_of
from recoupe.dossier.statements import Verbatim
from recoupe.records.accounts import Entity
from recoupe.records.spans import Anchor, anchor

_TYPES = ("PER", "ORG", "LOC", "EVT", "MISC")


def make_people(material: Material) -> tuple[Person, ...]:
    """Return the entities of the story: people first, those named most often first in each type."""
    people = [
        person for entity in material.entities if (person := _make_person(material, entity)) is not None
    ]
    return tuple(
        sorted(
            people, key=lambda p: (_TYPES.index(p.type), -sum(name.n for name in p.names), p.name.text, p.id)
        )
    )


def _make_person(material: Material, entity: Entity) -> Person | None:
    places = [a for spelling in entity.spellings for a in spelling.anchors]
    name = material.find(entity.name, places)
    if name is None:
        return None
    names = tuple(
        Name(
            shown,
            spelling.form,
            material.in_order(a.document_id for a in spelling.anchors),
            len(spelling.anchors),
        )
        for spelling in entity.spellings
        if spelling.form != "pronoun"
        and (shown := material.find(spelling.text, spelling.anchors)) is not None
    )
    return Person(
        entity.id,
        entity.type,
        name,
        names,
        material.in_order(a.document_id for a in places),
        tuple(_roles(material, entity, places)),
        reasons_of(material, entity.merges, tuple(places)),
        reasons_of(material, entity.kept_apart, tuple(places)),
    )


def _roles(material: Material, entity: Entity, places: list[Anchor]) -> Iterator[Verbatim]:
    """Yield each role of an entity once, where a sentence that names the entity states it."""
    near: list[Anchor] | None = None
    for stated in dict.fromkeys(role.stated for role in entity.roles):
        found = material.find(stated, places)
        if found is None:
            if near is None:
                near = [s for place in places if (s := material.sentence_of(place)) is not None]
            found = material.find(stated, near)
        if found is not None:
            yield found


def translation_signs(material: Material, document_id: str) -> tuple[Verbatim, ...]:
    """Return the words by which an article was judged to be machine-translated; empty when it was not."""
    reading = material.reading.get(document_id)
    if reading is None or not reading.machine_translated.value:
        return ()
    text = material.document[document_id].text
    return tuple(
        Verbatim(span.of(text), anchor(document_id, text, span)) for span in reading.machine_translated.spans
    )
