"""Credits: words by which an article says where its text, a part of it or a picture comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from recoupe.packs import Pack, Rule
from recoupe.records.documents import ARTICLE_TEXT, Block
from recoupe.records.findings import Authority, Credit
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.authorities import agency_names, authorities_in
from recoupe.stages.read.quotations.cast import Cast
from recoupe.stages.read.quotations.issuers import cast_of
from recoupe.stages.read.quotations.speech import plain

Covers = Literal["article", "sentence", "photo"]
_PICTURE_BLOCKS = frozenset({"credit", "caption"})

_PARTS = re.compile(r"[^\s/,;&|+·•][^/,;&|+·•]*")


def find_credits(draft: Draft) -> tuple[Credit, ...]:
    """Return the credits of the document in text order; none stands inside another.

    Besides the article text, captions and credit lines are read: a picture's credit covers "photo".
    """
    found: list[Credit] = []
    for block in draft.document.blocks:
        if block.kind in ARTICLE_TEXT or block.kind in _PICTURE_BLOCKS:
            found += _in_block(draft, block)
    found += _texts_and_occasions(draft)
    kept: list[Credit] = []
    for credit in sorted(found, key=lambda c: (_rank(c), -len(c.span), c.span, c.producer)):
        if not any(credit.span.meets(other.span) for other in kept):
            kept.append(credit)
    return tuple(sorted(kept, key=lambda c: c.span))


def _rank(credit: Credit) -> int:
    return {"photo": 0, "article": 1, "sentence": 2}[credit.covers]


def _in_block(draft: Draft, block: Block) -> Iterator[Credit]:
    text = plain(block.span.of(draft.text))
    is_picture = block.kind in _PICTURE_BLOCKS and block.producer not in text_credit_rules(draft.pack)
    for rule in draft.pack.rules("credits"):
        covers: Covers = "photo" if is_picture else _covers(rule)
        for match in rule.finditer(text):
            place = Span(*match.span("name")).moved(block.span.start)
            yield from _named(draft, place, rule, covers=covers)


def text_credit_rules(pack: Pack) -> frozenset[str]:
    """Return the rules that find by-lines and signatures: credits of the text, not of a picture."""
    return frozenset(rule.id for rule in pack.rules("furniture") if rule.options.get("of") == "text")


def _covers(rule: Rule) -> Covers:
    said = rule.options["covers"]
    if said == "article" or said == "photo":
        return "article" if said == "article" else "photo"
    return "sentence"


def _named(draft: Draft, place: Span, rule: Rule, *, covers: Covers) -> Iterator[Credit]:
    """Yield a credit for each agency named in one place; an article's credit names nothing else."""
    names = agency_names(draft.pack)
    text = plain(place.of(draft.text))
    parts = [(m[0].strip(), m.start()) for m in _PARTS.finditer(_joined(draft.pack, text))]
    known = [(part, at) for part, at in parts if part in names]
    if rule.options.get("any_name"):
        name = names[text][0] if text in names else text
        yield Credit(place, "agency", name, covers, rule.id)
        return
    if not known or (covers == "article" and len(known) < len(parts) - _n_odd(parts, draft)):
        return
    if covers == "sentence" and names[known[0][0]][1]:
        return
    for part, at in known:
        span = Span(place.start + at, place.start + at + len(part))
        yield Credit(span, "agency", names[part][0], covers, rule.id)


def _n_odd(parts: list[tuple[str, int]], draft: Draft) -> int:
    """Return how many parts are initials of a desk or an author ("cg", "fg/jmd") beside an agency's name."""
    return sum(
        part.islower() and len(part) <= 4 and part not in agency_names(draft.pack) for part, _ in parts
    )


def _joined(pack: Pack, text: str) -> str:
    """Return the text with the words that join two names replaced by a comma of the same length."""
    for row in pack.lexicon("quote_words"):
        if row["class"] == "coordination":
            joint = f" {row['word']} "
            text = text.replace(joint, "," + " " * (len(joint) - 1))
    return text


def _texts_and_occasions(draft: Draft) -> Iterator[Credit]:
    """Yield a credit for each communique, press conference or post that a sentence goes back to."""
    cast = cast_of(draft)
    for sentence in draft.sentences:
        for authority in authorities_in(draft, sentence, holder=None):
            if not sentence.holds(authority.span):
                continue
            kind = authority.kind
            if (
                kind == "communique"
                or kind == "press conference"
                or kind == "social post"
                or kind == "outlet"
            ):
                producer = f"{draft.pack.language}/credits/{kind.replace(' ', '-')}"
                yield Credit(authority.span, kind, _outlet_name(cast, authority), "sentence", producer)


def _outlet_name(cast: Cast, authority: Authority) -> str:
    """Return the name of an authority, a medium's as the document's entities have it."""
    for mention in cast.mentions if authority.kind == "outlet" else ():
        if mention.form == "name" and authority.span.holds(mention.span):
            entity = cast.entities.get(mention.entity_id or "")
            return entity.name if entity is not None else mention.span.of(cast.draft.text)
    return authority.name
