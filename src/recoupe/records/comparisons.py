"""What the accounts of a story say together: origins, positions, and how they relate."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.accounts import Source
from recoupe.records.findings import Certainty, Polarity, Slot, Status
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Value

Relation = Literal[
    "agrees", "refines", "differs", "contradicts", "updates", "reworded", "edited copy", "only one", "silent"
]

DIVERGENT: frozenset[str] = frozenset({"differs", "contradicts", "edited copy"})
"""The relations that a reader has to look at first. One remark in other words is no divergence."""

TEXTS = frozenset({"agency", "communique", "press conference", "social post", "outlet"})
"""The kinds of origin that articles are made from; people and bodies that are only quoted in them speak
for their own words, and are counted there."""


class Root(msgspec.Struct, frozen=True):
    """One origin of a story: where the words of some articles go back to.

    id: from the story, kind and name. kind: "outlet" is the article's own account; "unknown": nothing
    decides. name: None for an article whose outlet is unknown. document_ids: what goes back to it.
    reason: which rule decided, with its evidence.
    """

    id: str
    kind: Literal[
        "agency",
        "communique",
        "press conference",
        "person",
        "institution",
        "outlet",
        "social post",
        "unknown",
    ]
    name: str | None
    document_ids: tuple[str, ...]
    reason: Reason


class Copy(msgspec.Struct, frozen=True):
    """A link between two articles: shared words, and a direction only where evidence gives one.

    from_id, to_id: documents. kind: what links them. directed: the first copied or cited the second; False
    when nothing tells who copied whom. reason: the evidence. share: part of from_id's article text, 0 to 1.
    """

    from_id: str
    to_id: str
    kind: Literal["shared passage", "copied", "cited"]
    directed: bool
    share: float
    reason: Reason


class SourceChain(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What goes back to what in one story.

    roots: the origins. behind: (comparable id, root id) for every comparable of the story's accounts:
    the one origin that stands behind it. copies: the links between articles. shares: (document id,
    share of its article text that it has in common with other articles, 0 to 1). n_origins: independent
    origins that the articles are made from. n_unknown: outlets with articles of which none is known. texts:
    the ids of articles that tell one text, in other words or another order, or are of one source that floods
    the story: they count as one.
    """

    id: str
    story_id: str
    roots: tuple[Root, ...]
    behind: tuple[tuple[str, str], ...]
    copies: tuple[Copy, ...]
    shares: tuple[tuple[str, float], ...]
    n_origins: int
    n_unknown: int
    texts: tuple[tuple[str, ...], ...] = ()


class Position(msgspec.Struct, frozen=True):
    """What some articles say in one row of the table.

    value, stated: of the clearest telling. document_ids: of the articles that say so. comparable_ids: all
    tellings. root_ids: distinct known origins behind them. n_origins: how many of these are independent,
    of which each has an outlet of its own. n_unknown: tellings whose origin is unknown, counted apart.
    authority: names in text order. anchors: the words. sentences: those that hold them, aligned with the
    anchors.
    """

    value: Value | None
    stated: str
    polarity: Polarity
    certainty: Certainty
    document_ids: tuple[str, ...]
    comparable_ids: tuple[str, ...]
    root_ids: tuple[str, ...]
    n_origins: int
    n_unknown: int
    authority: tuple[Source, ...]
    anchors: tuple[Anchor, ...]
    sentences: tuple[Anchor, ...]


class Happening(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """An encounter of the story: the tellings of several accounts that are about one and the same.

    id: from the story and its first telling. told_ids: encounter ids of the documents. participants:
    (entity id or None, name). kind, channel: as Encounter. status: the latest that is told. document_ids:
    of the articles that tell it. reasons: why their tellings are of one and the same.
    """

    id: str
    story_id: str
    kind: str
    told_ids: tuple[str, ...]
    participants: tuple[tuple[str | None, str], ...]
    status: Status
    channel: str
    document_ids: tuple[str, ...]
    evidence: tuple[Anchor, ...]
    reasons: tuple[Reason, ...]


class Comparison(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One row of the table: one slot of one thing, and how the tellings relate.

    about: id of a Happening, of an Entity (remarks), or "story". slot: which property. relation: how the
    positions stand to each other. positions: differing values apart,
    largest number of origins first. silent: documents of the story that do not speak of it.
    why: the evidence and the rule, for a template.
    """

    id: str
    story_id: str
    about: str
    slot: Slot
    relation: Relation
    positions: tuple[Position, ...]
    silent: tuple[str, ...]
    why: Reason
