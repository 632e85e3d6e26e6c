"""Names and references of one document: candidates, their types, whom they mean.

Three steps that are kept apart, so that a trained model can take the place of the first two:
candidates are typed by evidence (types, decisions), and the persons among
them are grouped and taken up by roles and pronouns (people, references).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace

from recoupe.packs.model import has_model
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.names.agreement import agree
from recoupe.stages.read.names.by_pipeline import names_by_pipeline
from recoupe.stages.read.names.candidates import find_candidates
from recoupe.stages.read.names.decisions import TypedName, decide
from recoupe.stages.read.names.entities import entities_of
from recoupe.stages.read.names.people import NamedPerson, group_persons, role_beside
from recoupe.stages.read.names.references import (
    COUNTERPART,
    Reference,
    Scene,
    acting_verb,
    learn_counterpart,
    resolve,
)
from recoupe.stages.read.names.role_phrases import RolePhrase, find_roles
from recoupe.stages.read.names.tables import NameTables, name_tables
from recoupe.stages.read.names.tagger import tag_names
from recoupe.stages.read.names.types import evidence_for
from recoupe.stages.text.name_forms import folded_name


def find_names(draft: Draft) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    """Return the mentions of the document in text order, and the entities they refer to.

    Mentions are names, definite nominals that call a person by role, and pronouns that one person alone
    can be meant by.
    """
    tables = name_tables(draft.pack)
    roles = {s: find_roles(draft.text, s, pack=draft.pack) for s in draft.sentences}
    typed = _tagged(draft, roles) if has_model(draft.pack) else named_by_rules(draft, roles, tables=tables)
    roles = {s: _fitted(phrases, typed, tables=tables) for s, phrases in roles.items()}
    persons, by_span = group_persons(
        draft.text, (name.span for name in typed if name.type == "PER"), tables=tables
    )
    beside: dict[Span, tuple[RolePhrase, ...]] = {}
    spans = sorted(by_span)
    starts = [span.start for span in spans]
    for sentence, phrases in roles.items():
        within = spans[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        for span in within:
            beside[span] = role_beside(
                draft.text, span, roles=phrases, names=within, acts=acting_verb(draft.pack), tables=tables
            )
    for span in sorted(beside):
        for phrase in beside[span]:
            role = phrase.role(draft.text)
            by_span[span].gender = by_span[span].gender or phrase.gender
            if role not in by_span[span].roles:
                by_span[span].roles.append(role)
    references = _references(draft, roles, beside, by_span=by_span)
    return entities_of(draft, typed, persons=persons, by_span=by_span, beside=beside, references=references)


def _tagged(draft: Draft, roles: dict[Span, tuple[RolePhrase, ...]]) -> tuple[TypedName, ...]:
    """Return the names that a trained tagger finds, as far as the document agrees."""
    cores = {sentence: tuple(role.core for role in phrases) for sentence, phrases in roles.items()}
    if draft.models.names is not None:
        tagged = names_by_pipeline(draft, draft.models.names)
    else:
        tagged = tag_names(draft.text, draft.sentences, roles=cores, pack=draft.pack)
    return agree(draft.text, tagged, roles=roles, pack=draft.pack)


def named_by_rules(
    draft: Draft, roles: dict[Span, tuple[RolePhrase, ...]], *, tables: NameTables
) -> tuple[TypedName, ...]:
    """Return the names that rules and tables find: what a pack without a trained model has."""
    found = []
    rules, beside = draft.pack.rules("names"), draft.pack.rules("name_evidence")
    for sentence in draft.sentences:
        role_ends = frozenset(role.span.end for role in roles[sentence])
        for candidate in find_candidates(
            draft.text, sentence, tables=tables, rules=rules, roles=roles[sentence]
        ):
            evidence = evidence_for(
                draft.text,
                candidate,
                sentence=sentence,
                tables=tables,
                rules=beside,
                role_ends=role_ends,
            )
            found.append((candidate, evidence))
    return decide(draft.text, found)


def _fitted(
    phrases: tuple[RolePhrase, ...], typed: tuple[TypedName, ...], *, tables: NameTables
) -> tuple[RolePhrase, ...]:
    """Return the roles as the names found show them.

    A name that holds the noun leaves no role ("Reporters sans frontières"); one that begins in the
    complement and goes on behind it is the complement ("le président de l'Union des scieurs").
    """
    starts = [name.span.start for name in typed]
    bodies = {name.span.start: name for name in typed if name.type != "PER"}
    fitted = []
    for phrase in phrases:
        near = typed[
            max(0, bisect_left(starts, phrase.span.start) - 1) : bisect_left(starts, phrase.span.end)
        ]
        if any(name.span.start <= phrase.core.start < name.span.end for name in near):
            continue
        behind = [n for n in near if n.type != "PER" and n.span.start >= phrase.core.end]
        longer = [n for n in behind if n.span.end > phrase.span.end]
        if longer:
            known = tables.known_as(longer[-1].written)
            phrase = replace(
                phrase,
                span=Span(phrase.span.start, longer[-1].span.end),
                reach=max(phrase.reach, longer[-1].span.end),
                of=known.key if known else folded_name(longer[-1].written),
            )
        # "le président du groupe parlementaire Rivage, Paul Morel": the name goes on with the words before it
        last = bodies.get(phrase.reach + 1)
        if last is not None:
            phrase = replace(phrase, reach=last.span.end)
        fitted.append(phrase)
    return tuple(fitted)


def _references(
    draft: Draft,
    roles: dict[Span, tuple[RolePhrase, ...]],
    beside: dict[Span, tuple[RolePhrase, ...]],
    *,
    by_span: dict[Span, NamedPerson],
) -> tuple[Reference, ...]:
    """Return what the roles and pronouns refer to that stand alone; a title right before a name does not."""
    titles = {
        phrase.core
        for span, phrases in beside.items()
        for phrase in phrases
        if phrase.span.end <= span.start and span.start - phrase.span.end < 3
    }
    free = [p for phrases in roles.values() for p in phrases if p.core not in titles]
    behind = {p.core: by_span[span] for span in sorted(beside) for p in beside[span] if p.core not in titles}
    scene = Scene(draft.text, draft.sentences, by_span, behind, draft.pack)
    for span in sorted(beside):
        for phrase in beside[span]:
            if phrase.office == COUNTERPART and phrase.core in titles:
                learn_counterpart(scene, phrase, person=by_span[span])
    return tuple(_apart(resolve(scene, free)))


def _apart(references: Iterable[Reference]) -> list[Reference]:
    """Return the references in text order, without those that overlap an earlier one."""
    kept: list[Reference] = []
    for reference in sorted(references, key=lambda r: r.span):
        if not kept or kept[-1].span.end <= reference.span.start:
            kept.append(reference)
    return kept
