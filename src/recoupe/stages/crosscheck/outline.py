"""The outline of a story: what a list of thousands is searched and ordered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recoupe.records.accounts import Account, Entity
from recoupe.records.comparisons import DIVERGENT, Comparison, SourceChain
from recoupe.records.ids import make_id
from recoupe.records.stories import Outline


def outline_of(
    story_id: str,
    accounts: Sequence[Account],
    *,
    entities: Iterable[Entity],
    chain: SourceChain | None,
    comparisons: Iterable[Comparison],
) -> Outline:
    """Return the outline of a story from what is known of it."""
    places: set[str] = set()
    names: set[str] = set()
    for entity in entities:
        called = {entity.name, *(s.text for s in entity.spellings if s.form != "pronoun"), *entity.within}
        names |= called
        if entity.type == "LOC":
            places |= called
    return Outline(
        make_id("outl", story_id),
        story_id,
        len(accounts),
        sum(comparison.relation in DIVERGENT for comparison in comparisons),
        chain.n_origins if chain else 0,
        chain.n_unknown if chain else len(accounts),
        tuple(sorted({account.outlet for account in accounts if account.outlet is not None})),
        tuple(sorted({account.published for account in accounts if account.published is not None})),
        tuple(sorted({_heading(account) for account in accounts})),
        tuple(sorted(names)),
        tuple(sorted(places)),
    )


def _heading(account: Account) -> str:
    """Return the title of an article, else its first sentence; empty when it has neither."""
    if account.title is not None:
        return account.title
    return account.sentences[0][1] if account.sentences else ""
