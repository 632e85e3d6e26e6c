"""The people stage: who is who across the accounts of one story."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import structs

from recoupe.records import Record
from recoupe.records.accounts import Account, Entity, Spelling
from recoupe.records.findings import NameType
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor
from recoupe.stages.people.cast import Cluster, pieces_of
from recoupe.stages.people.corrected import corrections_of, joined, kept_apart, split_reasons
from recoupe.stages.people.identities import identities
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.text.name_forms import folded_name, normal_name

_TYPES: tuple[NameType, ...] = ("PER", "ORG", "LOC", "EVT", "MISC")


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Account)
    return (record.story_id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    accounts = [m for m in members if isinstance(m, Account)]
    languages = Counter(account.language.split("-")[0] for account in accounts)
    language = max(languages, key=lambda name: (languages[name], name)) if languages else ""
    packs = {account.id: resources.packs.get(account.language.split("-")[0]) for account in accounts}
    corrections = corrections_of(accounts)
    pieces = kept_apart([p for a in accounts for p in pieces_of(a, packs[a.id])], corrections)
    clusters = joined(identities(pieces, pack=resources.packs.get(language)), corrections)
    yield from entities(unit, clusters)


def entities(story_id: str, clusters: Sequence[Cluster]) -> list[Entity]:
    """Return one record for each cluster, sorted by id."""
    found: dict[str, Entity] = {}
    for cluster in clusters:
        entity = _entity(story_id, cluster, apart="")
        if entity.id in found:
            # Two that are called alike and are not one: the members tell them apart.
            entity = _entity(story_id, cluster, apart=min(entity.member_ids))
        reasons = split_reasons(cluster, clusters)
        found[entity.id] = structs.replace(entity, kept_apart=reasons) if reasons else entity
    return [found[key] for key in sorted(found)]


def _entity(story_id: str, cluster: Cluster, *, apart: str) -> Entity:
    kinds = Counter(piece.type for piece in cluster.pieces)
    kind = max(_TYPES, key=lambda t: (t == "PER" and kinds[t] > 0, kinds[t], -_TYPES.index(t)))
    name = _shown_name(cluster)
    keys = Counter(p.member.entity.key for p in cluster.pieces if p.member.entity.key)
    key = max(sorted(keys), key=lambda k: keys[k]) if keys else None
    within = next((p.member.entity.within for p in cluster.pieces if p.member.entity.key == key), ())
    parts = (story_id, kind, folded_name(name), *([apart] if apart else []))
    return Entity(
        id=make_id("ent", *parts),
        story_id=story_id,
        type=kind,
        name=name,
        spellings=_spellings(cluster),
        roles=tuple(dict.fromkeys(role for p in cluster.pieces for role in p.member.entity.roles)),
        member_ids=tuple(piece.member.entity.id for piece in cluster.pieces),
        merges=tuple(cluster.reasons),
        key=key if kind != "PER" else None,
        within=within if kind != "PER" else (),
    )


def _shown_name(cluster: Cluster) -> str:
    """Return the best name seen: not from a machine translation, fullest, most frequent, in a fixed order."""
    counts: Counter[tuple[bool, str]] = Counter()
    for piece in cluster.pieces:
        for text, form, _, _ in piece.member.spellings:
            if form == "name":
                counts[not piece.translated, normal_name(text)] += 1
    if counts:
        is_person = any(piece.type == "PER" for piece in cluster.pieces)
        best = max(
            counts,
            key=lambda c: (c[0], len(c[1].split()) if is_person else 0, not c[1].isupper(), counts[c], c[1]),
        )
        return best[1]
    described = [normal_name(s[0]) for p in cluster.pieces for s in p.member.spellings]
    return max(described, key=lambda text: (len(text), text))


def _spellings(cluster: Cluster) -> tuple[Spelling, ...]:
    places: dict[tuple[str, Literal["name", "nominal", "pronoun"]], list[Anchor]] = defaultdict(list)
    for piece in cluster.pieces:
        for text, form, _, anchor in piece.member.spellings:
            places[normal_name(text), form].append(anchor)
    order = {"name": 0, "nominal": 1, "pronoun": 2}
    ranked = sorted(places, key=lambda p: (order[p[1]], -len(places[p]), p[0]))
    return tuple(Spelling(text, form, tuple(sorted(places[text, form]))) for text, form in ranked)


PEOPLE = Stage("people", (Account,), (Entity,), "4", _units, _run)
