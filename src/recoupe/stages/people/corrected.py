"""What people say about who is who: pieces kept apart, and clusters joined, whatever the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from recoupe.records.accounts import Account
from recoupe.records.ledger import Correction
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason
from recoupe.stages.people.cast import Cluster, Piece
from recoupe.stages.people.likeness import piece_reason

Pair = tuple[str, str]
"""The document entities that the two places of a correction name."""


def corrections_of(accounts: Iterable[Account]) -> list[Correction]:
    """Return the corrections that cite the accounts, each once, sorted by id."""
    found = {made.id: made for account in accounts for made in account.corrections}
    return [found[name] for name in sorted(found)]


def kept_apart(pieces: Sequence[Piece], corrections: Iterable[Correction]) -> list[Piece]:
    """Return the pieces, those that a correction splits told from whom to stay away."""
    apart: dict[str, set[str]] = {}
    for one, other in _pairs(pieces, corrections, action="split"):
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    if not apart:
        return list(pieces)
    return [replace(piece, apart=frozenset(apart.get(piece.member.entity.id, ()))) for piece in pieces]


def joined(clusters: Sequence[Cluster], corrections: Iterable[Correction]) -> list[Cluster]:
    """Return the clusters after the merges that people asked for; one that a split forbids is not made."""
    out = list(clusters)
    for one, other in _pairs([p for c in out for p in c.pieces], corrections, action="merge"):
        left, right = _holding(out, one), _holding(out, other)
        if left is right or left.is_kept_from(right):
            continue
        by_id = {piece.member.entity.id: piece for piece in (*left.pieces, *right.pieces)}
        left.absorb(right, piece_reason("joined_by_hand", by_id[one], by_id[other]))
        out = [cluster for cluster in out if cluster is not right]
    return out


def split_reasons(cluster: Cluster, clusters: Iterable[Cluster]) -> tuple[Reason, ...]:
    """Return for each pair that is kept apart, one of them in this cluster, who the other is."""
    wanted = {member for piece in cluster.pieces for member in piece.apart}
    if not wanted:
        return ()
    others = {p.member.entity.id: p for c in clusters for p in c.pieces if p.member.entity.id in wanted}
    return tuple(
        piece_reason("kept_apart", piece, others[member])
        for piece in cluster.pieces
        for member in sorted(piece.apart)
    )


def _holding(clusters: Iterable[Cluster], member: str) -> Cluster:
    return next(c for c in clusters if any(piece.member.entity.id == member for piece in c.pieces))


def _pairs(pieces: Sequence[Piece], corrections: Iterable[Correction], *, action: str) -> Iterator[Pair]:
    """Yield whom each correction of a kind is about; one that finds not both of them here is passed over."""
    for made in corrections:
        if made.action != action:
            continue
        found = [named_at(pieces, place) for place in made.places]
        members = [piece.member.entity.id for piece in found if piece is not None]
        if len(members) == 2 and members[0] != members[1]:
            yield members[0], members[1]


def named_at(pieces: Iterable[Piece], place: Anchor) -> Piece | None:
    """Return the piece that is named at a place; None when nothing is any more.

    The same span is best; a better reading may have moved an end of it.
    """
    near = None
    for piece in pieces:
        if piece.document_id != place.document_id:
            continue
        for _, _, _, anchor in piece.member.spellings:
            if anchor.span == place.span:
                return piece
            if near is None and anchor.span.meets(place.span):
                near = piece
    return near
