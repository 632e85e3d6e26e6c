"""What the articles of one story have in common word for word: groups of passages, and shares of text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from recoupe.records.accounts import Account
from recoupe.records.copies import Reuse
from recoupe.records.spans import Anchor, Span, merged

COPY_KINDS = frozenset({"copy", "near copy"})


@dataclass(frozen=True)
class SharedWords:
    """One passage as several articles have it. anchors: its places, sorted; at least two documents."""

    anchors: tuple[Anchor, ...]

    @property
    def document_ids(self) -> tuple[str, ...]:
        """The documents that have it, sorted."""
        return tuple(sorted({place.document_id for place in self.anchors}))

    def holds(self, place: Anchor) -> bool:
        """Tell whether the middle of `place` lies in the passage."""
        middle = (place.span.start + place.span.end) // 2
        return any(
            a.document_id == place.document_id and a.span.start <= middle < a.span.end for a in self.anchors
        )


def copies_among(accounts: Iterable[Account]) -> list[Reuse]:
    """Return the copied passages between accounts, each once, sorted by id; quotations are no copies."""
    reuses = {r.id: r for account in accounts for r in account.reuse if r.kind in COPY_KINDS}
    return [reuse for _, reuse in sorted(reuses.items())]


def shared_words(copies: Iterable[Reuse]) -> list[SharedWords]:
    """Return the passages that go back to one text, sorted by their first place.

    Two passages of one article that overlap by half of the shorter one are the same words, so that what
    A shares with B, and B with C, is one text.
    """
    pairs = [(reuse.left, reuse.right) for reuse in copies]
    places = sorted({place for pair in pairs for place in pair})
    parent = {place: place for place in places}

    def root(place: Anchor) -> Anchor:
        while parent[place] != place:
            place = parent[place]
        return place

    overlapping = [
        (one, other)
        for i, one in enumerate(places)
        for other in _next_in_document(places, i)
        if 2 * one.span.n_shared(other.span) >= min(len(one.span), len(other.span))
    ]
    for one, other in [*pairs, *overlapping]:
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    groups: dict[Anchor, list[Anchor]] = {}
    for place in places:
        groups.setdefault(root(place), []).append(place)
    return [SharedWords(tuple(group)) for _, group in sorted(groups.items())]


def _next_in_document(places: Sequence[Anchor], i: int) -> Iterable[Anchor]:
    for other in places[i + 1 :]:
        if other.document_id != places[i].document_id or other.span.start >= places[i].span.end:
            return
        yield other


_ONE_TEXT = 0.6
"""Share of each of two articles that lies in passages they share before they are one text told twice."""


def one_text(accounts: Mapping[str, Account], copies: Sequence[Reuse]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of articles that tell one text, edited, in another order or cut, sorted.

    Two tell one text when most of either lies in passages they share; so do all that hang together. Articles
    of a source that floods the store are left out.
    """
    spans: dict[tuple[str, str], tuple[list[Span], list[Span]]] = {}
    for reuse in copies:
        ids = (reuse.left.document_id, reuse.right.document_id)
        if not any(accounts[document_id].layer for document_id in ids):
            ours, theirs = spans.setdefault(ids, ([], []))
            ours.append(reuse.left.span)
            theirs.append(reuse.right.span)
    members = {document_id: {document_id} for document_id in accounts}
    for (left, right), (ours, theirs) in sorted(spans.items()):
        both = (share(accounts[left], merged(ours)), share(accounts[right], merged(theirs)))
        if min(both) >= _ONE_TEXT and members[left] is not members[right]:
            together = members[left] | members[right]
            members.update(dict.fromkeys(together, together))
    return tuple(sorted({tuple(sorted(group)) for group in members.values() if len(group) > 1}))


def n_chars(account: Account) -> int:
    """Return the length of an article's sentences."""
    return sum(len(place.span) for place, _ in account.sentences)


def copied_spans(account: Account, copies: Iterable[Reuse], *, other: str | None = None) -> tuple[Span, ...]:
    """Return the words an article has in common with others, or with the one document `other`, in order.

    What was changed inside a passage is not common.
    """
    own = account.document_id
    spans: list[Span] = []
    for reuse in copies:
        for here, there in ((reuse.left, reuse.right), (reuse.right, reuse.left)):
            if here.document_id == own and (other is None or there.document_id == other):
                edits = [edit.left if here is reuse.left else edit.right for edit in reuse.edits]
                spans += _without(here.span, [edit.span for edit in edits if edit is not None])
    return merged(spans)


def _without(span: Span, holes: Sequence[Span]) -> Iterable[Span]:
    start = span.start
    for hole in sorted(holes):
        if start < hole.start:
            yield Span(start, hole.start)
        start = max(start, hole.end)
    if start < span.end:
        yield Span(start, span.end)


def share(account: Account, spans: Iterable[Span]) -> float:
    """Return the part of an article's sentences that lies in `spans`, 0 to 1; 0 for an empty article."""
    total = n_chars(account)
    if not total:
        return 0.0
    inside = sum(place.span.n_shared(span) for span in spans for place, _ in account.sentences)
    return round(min(1.0, inside / total), 4)


def shares(accounts: Mapping[str, Account], copies: Sequence[Reuse]) -> dict[str, float]:
    """Return for each document the share of its text that it has in common with others of the story."""
    return {d: share(account, copied_spans(account, copies)) for d, account in sorted(accounts.items())}
