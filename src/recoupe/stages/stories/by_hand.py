"""By hand: what people say about which documents tell one story, whatever the texts say.

CLAIMS finds the documents that corrections speak of, with the stories they were found in: it looks at no
other. GATHERED makes the stories anew that these stand in: whoever says that two documents tell one story
says so of all that were found with either of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TypeVar

from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.ledger import Correction
from recoupe.records.stories import Claim, FoundStory, GatheredStory
from recoupe.records.values import Reason
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.assembled import Teller, assembled, in_order, tellers_of
from recoupe.stages.stories.stories import MAX_RELATED

Kind = TypeVar("Kind", FoundStory, Correction)


def _claim_units(record: Record) -> Iterable[str]:
    if isinstance(record, FoundStory):
        return record.document_ids
    assert isinstance(record, Correction)
    return record.documents


def _run_claims(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    corrections = tuple(m for m in members if isinstance(m, Correction))
    for found in members:
        if isinstance(found, FoundStory) and corrections:
            yield Claim(make_id("claim", unit), unit, found, corrections)


CLAIMS = Stage("claims", (FoundStory, Correction), (Claim,), "1", _claim_units, _run_claims, min_members=2)


def _units(record: Record) -> Iterable[str]:
    return ("corpus",)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    return gathered_stories(member for member in members if isinstance(member, Claim))


GATHERED = Stage("gathered", (Claim,), (GatheredStory,), "1", _units, _run)


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
    apart = [(m.documents[0], frozenset(m.documents[1:])) for m in corrections if m.action == "part"]
    for made in corrections:
        if made.action != "gather":
            continue
        for one, other in combinations([name for name in made.documents if name in home], 2):
            if home[one] is not home[other]:
                both = home[one] | home[other]
                if not any(lone in both and both & others for lone, others in apart):
                    home.update(dict.fromkeys(both, both))
    return sorted(set(home.values()), key=min)


def _gathered(
    group: frozenset[str],
    tellers: Mapping[str, Teller],
    pieces: Iterable[frozenset[str]],
    corrections: Sequence[Correction],
    found: Sequence[FoundStory],
) -> GatheredStory:
    others = [each.id for each in sorted(tellers.values(), key=in_order) if each.id in group]
    told = [
        replace(tellers[name], joined=_reasons(tellers[name], piece, others, corrections))
        for piece in pieces
        if piece <= group
        for name in sorted(piece)
    ]
    thread = next((each.thread for each in found if each.thread), None)
    story = assembled(told, related=_related(group, tellers, corrections, found), thread=thread)
    return GatheredStory(make_id("gath", story.id), story, tuple(sorted(each.id for each in found)))


def _reasons(
    teller: Teller, piece: frozenset[str], group: Sequence[str], corrections: Iterable[Correction]
) -> tuple[Reason, ...]:
    """Return why a document belongs to a story: what people say, and what was found that still holds."""
    reasons = []
    for made in corrections:
        others = [name for name in group if name in made.documents and name != teller.id]
        if made.action == "gather" and teller.id in made.documents and others:
            reasons.append(_said("gathered_by_hand", made, document=others[0]))
    reasons += [each for each in teller.joined if dict(each.facts).get("document") in group]
    if not reasons and len(piece) > 1:
        cited = {name for made in corrections for name in made.documents}
        near = [name for name in group if name in piece and name != teller.id]
        nearest = next((name for name in near if name in cited), near[0])
        reasons.append(Reason("found_together", (("document", nearest),)))
    return tuple(reasons)


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
