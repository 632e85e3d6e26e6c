"""By hand: what people say about which documents tell one story, whatever the texts say.

CLAIMS finds the stories that corrections speak of, by their documents: it looks at no other. GATHERED makes
these anew: whoever says that two documents tell one story says so of all that were found with either of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import TypeVar

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.ledger import Correction
from recoupe.records.stories import Claim, FoundStory, GatheredStory
from recoupe.records.values import Reason
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.assembled import Teller, assembled, in_order, tellers_of
from recoupe.stages.stories.parts import MAX_RELATED

Kind = TypeVar("Kind", FoundStory, Correction)


def _claim_units(record: Record) -> Iterable[str]:
    if isinstance(record, FoundStory):
        return record.document_ids
    assert isinstance(record, Correction)
    return record.documents


def _run_claims(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    for found in members:
        if isinstance(found, FoundStory):
            corrections = tuple(m for m in members if isinstance(m, Correction) and _speaks(m, found, unit))
            if corrections:
                yield Claim(make_id("claim", unit), unit, found, corrections)


def _speaks(made: Correction, found: FoundStory, document_id: str) -> bool:
    """Tell whether a document is the first one of a story that a correction names: each is told of once."""
    return document_id == min({*made.documents}.intersection(found.document_ids))


CLAIMS = Stage("claims", (FoundStory, Correction), (Claim,), "2", _claim_units, _run_claims, min_members=2)


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    return gathered_stories(member for member in members if isinstance(member, Claim))


GATHERED = Stage("gathered", (Claim,), (GatheredStory,), "2", _units, _run)


def gathered_stories(claims: Iterable[Claim]) -> list[GatheredStory]:
    """Return the stories that hold the documents of all stories which people speak of."""
    claims = list(claims)
    found = _by_id(claim.found for claim in claims)
    corrections = _by_id(each for claim in claims for each in claim.corrections)
    tellers = {each.id: each for story in found for each in tellers_of(story)}
    apart = [each for each in corrections if each.action == "part"]
    pieces = [piece for story in found for piece in _pieces(story, apart)]
    groups = _united(pieces, corrections)
    return [
        _gathered(group, tellers, pieces, corrections, [s for s in found if group & {*s.document_ids}])
        for group in groups
    ]


def _by_id(records: Iterable[Kind]) -> list[Kind]:
    """Return the records, each once."""
    known = {record.id: record for record in records}
    return [known[name] for name in sorted(known)]


def _pieces(found: FoundStory, apart: Sequence[Correction]) -> list[frozenset[str]]:
    """Return the parts of a story that hang together: each document taken out of it, and the others."""
    held = frozenset(found.document_ids)
    alone = {each.documents[0] for each in apart if held.intersection(each.documents[1:])} & held
    return [frozenset({name}) for name in sorted(alone)] + ([held - alone] if held - alone else [])


def _united(pieces: Iterable[frozenset[str]], corrections: Sequence[Correction]) -> list[frozenset[str]]:
    """Return the pieces united that people hold for one story; what somebody keeps apart stays so."""
    home = {name: piece for piece in pieces for name in piece}
    apart = [(m.documents[0], {*m.documents[1:]}) for m in corrections if m.action == "part"]
    for made in corrections:
        if made.action == "gather":
            groups: list[set[str]] = []
            for piece in dict.fromkeys(home[name] for name in made.documents if name in home):
                group = next((each for each in groups if not _are_apart(each, piece, apart)), None)
                if group is None:
                    groups.append(set(piece))
                else:
                    group |= piece
            for group in groups:
                home.update(dict.fromkeys(group, frozenset(group)))
    return sorted(set(home.values()), key=min)


def _are_apart(one: Set[str], other: Set[str], apart: Iterable[tuple[str, Set[str]]]) -> bool:
    return any(
        (lone in one and not others.isdisjoint(other)) or (lone in other and not others.isdisjoint(one))
        for lone, others in apart
    )


def _gathered(
    group: frozenset[str],
    tellers: Mapping[str, Teller],
    pieces: Iterable[frozenset[str]],
    corrections: Sequence[Correction],
    found: Sequence[FoundStory],
) -> GatheredStory:
    order = [each.id for each in sorted(tellers.values(), key=in_order) if each.id in group]
    said = _said_of(order, corrections)
    told: list[Teller] = []
    for piece in pieces:
        if piece <= group:
            # Those that people name first: by them the others have come.
            near = sorted((name for name in order if name in piece), key=lambda name: name not in said)
            for name in near:
                reasons = [r for r in tellers[name].joined if dict(r.facts).get("document") in group]
                reasons = said.get(name, []) + reasons
                if not reasons and len(near) > 1:
                    other = near[0] if near[0] != name else near[1]
                    reasons = [Reason("found_together", (("document", other),))]
                told.append(replace(tellers[name], joined=tuple(reasons)))
    thread = next((each.thread for each in found if each.thread), None)
    story = assembled(told, related=_related(group, tellers, corrections, found), thread=thread)
    return GatheredStory(make_id("gath", story.id), story, tuple(each.id for each in found))


def _said_of(order: Iterable[str], corrections: Iterable[Correction]) -> dict[str, list[Reason]]:
    """Return what people say of why documents of one story, in order, belong to it."""
    reasons: dict[str, list[Reason]] = {}
    for made in corrections:
        cited = {*made.documents} if made.action == "gather" else ()
        named = [name for name in order if name in cited]
        for name in named if len(named) > 1 else ():
            other = named[1] if name == named[0] else named[0]
            reasons.setdefault(name, []).append(_said("gathered_by_hand", made, document=other))
    return reasons


def _related(
    group: frozenset[str],
    tellers: Mapping[str, Teller],
    corrections: Iterable[Correction],
    found: Iterable[FoundStory],
) -> tuple[tuple[str, Reason], ...]:
    """Return what was taken out of a story, or what it was taken out of, then its near misses."""
    by_hand: dict[str, Reason] = {}
    for made in corrections:
        if made.action == "part":
            one, *others = made.documents
            known = [name for name in others if name in tellers]
            if one in group and known:
                by_hand.setdefault(known[0], _said("parted_by_hand", made))
            elif one in tellers and group & {*others}:
                by_hand.setdefault(one, _said("parted_by_hand", made))
    misses: dict[str, Reason] = {}
    near = sorted((pair for story in found for pair in story.related), key=lambda pair: pair[0])
    for name, reason in sorted(near, key=lambda pair: dict(pair[1].facts)["strength"], reverse=True):
        if name not in group and name not in by_hand:
            misses.setdefault(name, reason)
    return (*by_hand.items(), *list(misses.items())[:MAX_RELATED])


def _said(code: str, made: Correction, **more: str) -> Reason:
    """Return what a correction says as a reason, with who says it and why."""
    facts = {**more, "correction": made.id, "by": made.author, "because": made.reason}
    return Reason(code, tuple(facts.items()))
