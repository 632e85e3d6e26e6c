"""Names in one document: candidates, their types, and what the whole document says about them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from recoupe.records.findings import DocumentEntity, Mention, NameType
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.stages.draft import Draft
from recoupe.stages.name_candidates import Candidate, find_candidates
from recoupe.stages.name_forms import folded_name, name_words, normal_name
from recoupe.stages.name_tables import NameTables, name_tables, place_key
from recoupe.stages.name_types import Evidence, evidence_for


@dataclass(frozen=True)
class _Typed:
    candidate: Candidate
    written: str
    evidence: Evidence
    type: NameType


def find_names(draft: Draft) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    """Return the mentions of the document in text order, and the entities they refer to."""
    tables = name_tables(draft.pack)
    found: list[tuple[Candidate, Evidence]] = []
    for sentence in draft.sentences:
        for candidate in find_candidates(
            draft.text, sentence, tables=tables, rules=draft.pack.rules("names")
        ):
            evidence = evidence_for(draft.text, candidate, sentence=sentence, tables=tables)
            found.append((candidate, evidence))
    typed = _decide(draft.text, found)
    return _mentions_and_entities(draft, typed, tables=tables)


def _decide(text: str, found: list[tuple[Candidate, Evidence]]) -> list[_Typed]:
    total: dict[str, Counter[NameType]] = defaultdict(Counter)
    inside: set[str] = set()
    for candidate, evidence in found:
        written = normal_name(candidate.span.of(text))
        total[written].update(evidence.points)
        if not candidate.first:
            inside.add(written)
    surnames = {}
    for written, points in total.items():
        words = name_words(written)
        if len(words) > 1 and points and Evidence(points, 1.0).best() == "PER":
            surnames[words[-1]] = written
    typed = []
    for candidate, evidence in found:
        written = normal_name(candidate.span.of(text))
        whole = Evidence(total[written], evidence.is_name)
        last = name_words(written)
        if len(last) == 1 and last[0] in surnames and whole.points.get("LOC", 0.0) < 4.0:
            typed.append(_Typed(candidate, written, whole, "PER"))
            continue
        if (
            candidate.first
            and len(candidate.tokens) == 1
            and written not in inside
            and evidence.is_name < 2.0
        ):
            continue
        if candidate.shouted and evidence.is_name < 3.0:
            continue
        kind: NameType = whole.best() if any(whole.points.values()) else "ORG"
        typed.append(_Typed(candidate, written, whole, kind))
    return typed


def _mentions_and_entities(
    draft: Draft, typed: list[_Typed], *, tables: NameTables
) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    full: dict[str, str] = {}
    for item in typed:
        words = name_words(item.written)
        if item.type == "PER" and len(words) > 1:
            full.setdefault(words[-1], " ".join(words))
    groups: dict[tuple[NameType, str], list[Mention]] = defaultdict(list)
    mentions = []
    for item in typed:
        key = folded_name(item.written)
        if item.type == "PER" and " " not in key and key in full:
            key = full[key]
        span = item.candidate.span
        entity_id = make_id("dent", draft.document.id, item.type, key)
        mention = Mention(
            make_id("ment", draft.document.id, "name", str(span.start), str(span.end)),
            span,
            item.type,
            "name",
            item.written,
            entity_id,
            None,
            None,
            item.candidate.producer,
        )
        mentions.append(mention)
        groups[item.type, key].append(mention)
    entities = []
    for (kind, key), members in groups.items():
        counts = Counter(m.normal for m in members)
        names = tuple(sorted(counts, key=lambda n: (-counts[n], n)))
        name = max(names, key=lambda n: (len(n.split()), counts[n], n))
        known = tables.known.get(name)
        entities.append(
            DocumentEntity(
                make_id("dent", draft.document.id, kind, key),
                kind,
                name,
                names,
                tuple(m.id for m in members),
                (),
                known.key if known else (place_key(name) if kind == "LOC" else None),
                known.within if known else (),
            )
        )
    return tuple(mentions), tuple(entities)


def _span_order(mention: Mention) -> Span:
    return mention.span
