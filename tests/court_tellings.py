"""Tellings and courts for tests of the rows, made without a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recoupe.records.accounts import Account, Comparable, Source
from recoupe.records.comparisons import Root, SourceChain
from recoupe.records.spans import Anchor, Span, text_check
from recoupe.records.values import (
    Reason,
    Value,
)
from recoupe.stages.crosscheck.rows import Court, court_of


@dataclass(frozen=True)
class Told:
    """What a test says about one comparable; the rest is filled in."""

    document: str
    stated: str
    value: Value | None
    at: int = 0


def comparable(told: Told, **changes: Any) -> Comparable:
    span = Span(told.at, told.at + len(told.stated))
    anchored = Anchor(told.document, span, text_check(told.stated))
    facts: dict[str, Any] = {
        "id": f"cmp_{told.document}_{told.at}",
        "about": "story",
        "kind": "encounter",
        "slot": "duration",
        "stated": told.stated,
        "value": told.value,
        "polarity": "asserted",
        "certainty": "certain",
        "as_of": None,
        "scope": None,
        "authority": (),
        "anchor": anchored,
        "sentence": anchored,
        "sentence_text": told.stated,
        "quoted": False,
    }
    return Comparable(**(facts | changes))


def by(name: str, document: str) -> tuple[Source, ...]:
    return (Source("person", name, Anchor(document, Span(0, 1), "0" * 16), None),)


def court(
    *told: Comparable,
    roots: dict[str, str] | None = None,
    translated: tuple[str, ...] = (),
    texts: tuple[tuple[str, ...], ...] = (),
) -> Court:
    """A court in which every document is an origin of its own unless `roots` says otherwise."""
    documents = sorted({c.anchor.document_id for c in told})
    accounts = [
        Account(
            f"acc_{d}", "story", d, None, None, "fr", d in translated, (), (),
            tuple(c for c in told if c.anchor.document_id == d), (), (),
        )
        for d in documents
    ]  # fmt: skip
    root_of = {c.id: (roots or {}).get(c.id, f"root_{c.anchor.document_id}") for c in told}
    kinds = {r: "unknown" if r == "unknown" else "outlet" for r in root_of.values()}
    chain = SourceChain(
        "chain",
        "story",
        tuple(Root(r, kinds[r], None, (), Reason("own_account")) for r in sorted(set(root_of.values()))),
        tuple(sorted(root_of.items())),
        (),
        (),
        0,
        0,
        texts,
    )
    return court_of(accounts, chain)
