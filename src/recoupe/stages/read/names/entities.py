"""Mentions and entities of one document as records, from typed names, persons and references."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from recoupe.records.findings import DocumentEntity, Mention, NameType, Role
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.decisions import TypedName
from recoupe.stages.read.names.people import NamedPerson, honorific_before
from recoupe.stages.read.names.references import Reference
from recoupe.stages.read.names.role_phrases import RolePhrase, RoleTables, form_gender, role_tables
from recoupe.stages.read.names.tables import NameTables, name_tables, place_key
from recoupe.stages.text.name_forms import folded_name, normal_name


def entities_of(
    draft: Draft,
    typed: Sequence[TypedName],
    *,
    persons: Sequence[NamedPerson],
    by_span: Mapping[Span, NamedPerson],
    beside: Mapping[Span, tuple[RolePhrase, ...]],
    references: Iterable[Reference],
) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    """Return all mentions in text order and their entities, in the order of their first mention."""
    tables = name_tables(draft.pack)
    mentions = [_name_mention(draft, name, by_span=by_span, beside=beside, tables=tables) for name in typed]
    mentions += [m for r in references if (m := _reference_mention(draft, r, tables=tables))]
    mentions.sort(key=lambda m: (m.span, m.form))
    members: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.entity_id:
            members[mention.entity_id].append(mention)
    roles = {person_id(draft, p): tuple(dict.fromkeys(p.roles)) for p in persons}
    entities = tuple(
        _entity(entity_id, group, roles=roles.get(entity_id), tables=tables)
        for entity_id, group in members.items()
    )
    return tuple(mentions), entities


def person_id(draft: Draft, person: NamedPerson) -> str:
    """Return the id of the document entity of a named person."""
    return make_id("dent", draft.document.id, "PER", person.key)


def _mention_id(draft: Draft, span: Span, form: str) -> str:
    return make_id("ment", draft.document.id, form, str(span.start), str(span.end))


def _name_mention(
    draft: Draft,
    name: TypedName,
    *,
    by_span: Mapping[Span, NamedPerson],
    beside: Mapping[Span, tuple[RolePhrase, ...]],
    tables: NameTables,
) -> Mention:
    person = by_span.get(name.span)
    if person:
        entity_id = person_id(draft, person)
    else:
        known = tables.known_as(name.written)
        entity_id = make_id(
            "dent", draft.document.id, name.type, known.key if known else folded_name(name.written)
        )
    said = beside.get(name.span, ())
    return Mention(
        id=_mention_id(draft, name.span, "name"),
        span=name.span,
        type=name.type,
        form="name",
        normal=name.written,
        entity_id=entity_id,
        role=said[0].role(draft.text) if said else None,
        honorific=honorific_before(draft.text, name.span, tables=tables) if person else None,
        producer=f"{draft.pack.language}/names/{name.producer.rsplit('/', 1)[-1]}",
    )


def _reference_mention(draft: Draft, reference: Reference, *, tables: NameTables) -> Mention:
    normal = normal_name(reference.span.of(draft.text))
    if reference.person:
        entity_id: str | None = person_id(draft, reference.person)
    elif reference.role:
        key = _role_key(reference.role, tables=tables, roles=role_tables(draft.pack))
        entity_id = make_id("dent", draft.document.id, "PER", *key)
    else:
        entity_id = None
    return Mention(
        id=_mention_id(draft, reference.span, "nominal" if reference.role else "pronoun"),
        span=reference.span,
        type="PER",
        form="nominal" if reference.role else "pronoun",
        normal=normal,
        entity_id=entity_id,
        role=reference.role,
        honorific=None,
        producer=f"{draft.pack.language}/references/{reference.rule}",
    )


def _role_key(role: Role, *, tables: NameTables, roles: RoleTables) -> tuple[str, ...]:
    """Return what makes two unnamed holders of an office the same one in a document."""
    office = role.office or folded_name(role.stated)
    # "Le roi" and "la reine" hold one office and are two.
    gender = form_gender(role.stated, tables=roles)
    return "role", office, tables.country_of(role.of) or "", *(["f"] if gender == "f" else [])


def _entity(
    entity_id: str, group: list[Mention], *, roles: tuple[Role, ...] | None, tables: NameTables
) -> DocumentEntity:
    kind: NameType = group[0].type
    counts = Counter(m.normal for m in group if m.form == "name")
    names = tuple(sorted(counts, key=lambda n: (-counts[n], n)))
    if names:
        name = max(names, key=lambda n: (len(n.split()) if kind == "PER" else 0, counts[n], len(n), n))
    else:
        name = max((m.normal for m in group), key=lambda n: (len(n), n))
    known = tables.known_as(name)
    key = known.key if known and known.type == kind else None
    if key is None and kind == "LOC":
        key = place_key(name)
    return DocumentEntity(
        id=entity_id,
        type=kind,
        name=name,
        names=names,
        mention_ids=tuple(m.id for m in group),
        roles=roles if roles is not None else tuple(dict.fromkeys(m.role for m in group if m.role)),
        key=key,
        within=known.within if known and known.type == kind else (),
    )
