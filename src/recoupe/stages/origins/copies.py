"""Which two articles of a story share words, and which one has them from the other, on evidence only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from recoupe.records.accounts import Account
from recoupe.records.comparisons import Copy
from recoupe.records.copies import Reuse
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason
from recoupe.stages.origins.shared import copied_spans, n_chars, share
from recoupe.stages.text.name_forms import folded_name
from recoupe.stages.values.days import published_days


def links_between(accounts: Mapping[str, Account], copies: Sequence[Reuse]) -> Iterable[Copy]:
    """Yield a link for each two articles that share words or of which one cites the other, sorted.

    None for two articles of one source that floods the store.
    """
    shared: dict[tuple[str, str], list[Reuse]] = {}
    for reuse in copies:
        shared.setdefault((reuse.left.document_id, reuse.right.document_id), []).append(reuse)
    documents = sorted(accounts)
    named = {document_id: _named_sources(accounts[document_id]) for document_id in documents}
    folded = {document_id: folded_name(accounts[document_id].outlet or "") for document_id in documents}
    for i, left in enumerate(documents):
        for right in documents[i + 1 :]:
            one, other = accounts[left], accounts[right]
            if one.layer and one.layer == other.layer:
                continue
            if (left, right) in shared:
                yield _shared_copy(one, other, shared[left, right])
            elif folded[right] in named[left] or folded[left] in named[right]:
                forth, back = _credits(one, other), _credits(other, one)
                from_id, to_id = (left, right) if forth else (right, left)
                if forth or back:
                    reason = Reason("cites_the_other", (), forth or back)
                    yield Copy(from_id, to_id, "cited", True, 0.0, reason)


def _shared_copy(one: Account, other: Account, copies: Sequence[Reuse]) -> Copy:
    places = tuple(sorted({place for reuse in copies for place in (reuse.left, reuse.right)}))
    for late, early in ((one, other), (other, one)):
        credit = _credits(late, early)
        if credit:
            reason = Reason("credits_the_other", (), (*credit, *places))
            return Copy(
                late.document_id, early.document_id, "copied", True, _share_with(late, early, copies), reason
            )
    has_agency = any(
        credit.kind == "agency" and credit.covers != "photo"
        for account in (one, other)
        for credit, _ in account.credits
    )
    if not has_agency:
        for late, early in ((one, other), (other, one)):
            days = published_days(late.published), published_days(early.published)
            if days[0] and days[1] and days[0].first > days[1].last:
                reason = Reason("published_later", (), places)
                return Copy(
                    late.document_id,
                    early.document_id,
                    "copied",
                    True,
                    _share_with(late, early, copies),
                    reason,
                )
    reason = Reason("share_a_passage", (("n_passages", str(len(copies))),), places)
    return Copy(
        one.document_id, other.document_id, "shared passage", False, _share_with(one, other, copies), reason
    )


def _share_with(account: Account, other: Account, copies: Sequence[Reuse]) -> float:
    return share(account, copied_spans(account, copies, other=other.document_id)) if n_chars(account) else 0.0


def _named_sources(account: Account) -> frozenset[str]:
    names = {credit.name for credit, _ in account.credits}
    names |= {source.name for comparable in account.comparables for source in comparable.authority}
    return frozenset(folded_name(name) for name in names) - {""}


def _credits(account: Account, other: Account) -> tuple[Anchor, ...]:
    """Return where an article names the outlet of another one as a source; empty when it does not."""
    if not other.outlet or other.outlet == account.outlet:
        return ()
    name = folded_name(other.outlet)
    credited = [
        place
        for credit, place in account.credits
        if credit.covers != "photo" and folded_name(credit.name) == name
    ]
    cited = [
        source.anchor
        for comparable in account.comparables
        for source in comparable.authority
        if source.kind in ("outlet", "agency") and folded_name(source.name) == name
    ]
    return tuple(sorted({*credited, *cited}))
