"""Where a wording stands in a document, and who says it there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from recoupe.records.documents import Document
from recoupe.records.findings import Quotation, Reading
from recoupe.records.spans import Span
from recoupe.stages.text.name_forms import name_words
from recoupe.wording.compare import Change, Comparison, compare, find_exact
from recoupe.wording.tokens import Orthography, Token, plain, tokens

Outcome = Literal["exact", "elsewhere", "altered", "not found"]
Why = Literal["", "another speaker", "unknown speaker", "no quotation"]

_OPENING = frozenset("«“„‹")
RANKS: Mapping[Outcome, int] = {"exact": 0, "elsewhere": 1, "altered": 2, "not found": 3}
"""The order of outcomes, best first."""


@dataclass(frozen=True)
class Place:
    """One place of a wording in a document.

    outcome: "exact": these words between quotation marks, of the speaker asked for if one was; "elsewhere":
    these words of another or an unknown speaker, or the article's own; "altered": words that differ.
    why: what makes it "elsewhere". quotation: that holds it; None for the article's own words. spans: of
    the words, in order. changes: of an altered wording. likeness: 0 to 1.
    """

    document_id: str
    outcome: Outcome
    why: Why
    quotation: Quotation | None
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]
    likeness: float

    @property
    def is_cut(self) -> bool:
        """Whether the very words are quoted, as a piece of something longer."""
        return self.outcome == "altered" and all(
            not change.stated and change.kind in ("left out", "negation") for change in self.changes
        )


def find_places(
    stated: str,
    document: Document,
    reading: Reading | None,
    *,
    by: str | None,
    spellings: Mapping[str, Collection[str]],
    rules: Orthography,
    near: Sequence[Span] | None = None,
) -> tuple[Place, ...]:
    """Return the places of a wording in one document, best first; empty when it stands in none.

    by: the speaker's name as asked for; None for anybody. spellings: by document entity, every name and
    role the coverage calls it by; those of the document are known anyway. near: only quotations and blocks
    that reach into one of these stretches are looked at; None for all of them.
    """
    asked = tokens(stated)
    if not any(token.is_word for token in asked):
        return ()
    found = [
        place
        for quotation in (() if reading is None else reading.quotations)
        if _is_near(quotation.content, near)
        and (place := _in_quotation(asked, document, quotation, rules=rules)) is not None
    ]
    if by is not None and reading is not None:
        found = [_by(place, by, _called(place, reading, spellings)) for place in found]
    if not any(place.outcome == "exact" for place in found):
        blocks = [block.span for block in document.blocks if _is_near((block.span,), near)]
        own = _in_text(asked, document, blocks, rules=rules)
        # A piece of what somebody is quoted with is none of the article's own words.
        if own is not None and not any(_meets(own, place) for place in found if place.likeness == 1.0):
            found.append(own)
    return tuple(sorted(found, key=lambda p: (RANKS[p.outcome], -p.likeness, p.spans)))


def verdict(places: Iterable[Place]) -> Outcome:
    """Return the outcome over the whole store: the best of all places."""
    return min((place.outcome for place in places), key=RANKS.__getitem__, default="not found")


def _in_quotation(
    asked: Sequence[Token], document: Document, quotation: Quotation, *, rules: Orthography
) -> Place | None:
    told: list[Token] = []
    joints = set()
    for span in quotation.content:
        joints.add(len(told))
        told += tokens(document.text, start=span.start, end=span.end)
    found = compare(asked, told, rules=rules, joints=frozenset(joints))
    if found is None:
        return None
    spans = _spans(found, quotation.content)
    only_cut = found.likeness == 1.0 and not any(change.stated for change in found.changes)
    if only_cut and not _is_marked(document.text, quotation, spans):
        return Place(document.id, "elsewhere", "no quotation", quotation, spans, (), 1.0)
    if found.changes:
        return Place(document.id, "altered", "", quotation, spans, found.changes, found.likeness)
    return Place(document.id, "exact", "", quotation, spans, (), 1.0)


def _is_marked(text: str, quotation: Quotation, spans: Sequence[Span]) -> bool:
    """Tell whether the words stand between quotation marks; of told words only a part may."""
    if quotation.type == "direct":
        return True
    inside = False
    for mark in tokens(text, start=quotation.content[0].start, end=spans[0].start):
        if mark.kind == "quote":
            inside = not inside if mark.key == '"' else mark.key in _OPENING
    return inside and not any(
        mark.kind == "quote" for span in spans for mark in tokens(text, start=span.start, end=span.end)
    )


def _is_near(spans: Sequence[Span], near: Sequence[Span] | None) -> bool:
    return near is None or any(span.meets(other) for span in spans for other in near)


def _in_text(
    asked: Sequence[Token], document: Document, blocks: Sequence[Span], *, rules: Orthography
) -> Place | None:
    """Return the first place where the article's text has the very words, whoever says them."""
    words = sorted({token.bare for token in asked if token.kind == "word"}, key=len, reverse=True)
    for block in blocks:
        written = plain(block.of(document.text))
        if not all(word in written for word in words):
            continue
        told = tokens(document.text, start=block.start, end=block.end)
        found = find_exact(asked, told, rules=rules)
        if found is not None and not any(change.stated for change in found.changes):
            spans = _spans(found, (block,))
            return Place(document.id, "elsewhere", "no quotation", None, spans, (), 1.0)
    return None


def _spans(found: Comparison, within: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans of the found words, one for each stretch they stand in."""
    spans = []
    for stretch in within:
        inside = [t for t in found.told if stretch.start <= t.start < stretch.end]
        if inside:
            spans.append(Span(inside[0].start, inside[-1].end))
    return tuple(spans)


def _called(place: Place, reading: Reading, spellings: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    quotation = place.quotation
    if quotation is None or quotation.speaker is None:
        return ()
    called = {quotation.speaker}
    if quotation.speaker_entity_id is not None:
        called |= set(spellings.get(quotation.speaker_entity_id, ()))
        for entity in reading.entities:
            if entity.id == quotation.speaker_entity_id:
                called |= {*entity.names, *(role.stated for role in entity.roles)}
    return tuple(sorted(called))


def _by(place: Place, by: str, called: Sequence[str]) -> Place:
    """Return the place as it answers to a speaker; altered words of somebody else are still altered."""
    if place.outcome != "exact" or is_called(by, called):
        return place
    why: Why = "another speaker" if called else "unknown speaker"
    return Place(place.document_id, "elsewhere", why, place.quotation, place.spans, (), place.likeness)


def is_called(by: str, called: Iterable[str]) -> bool:
    """Tell whether a name or role asked for is one that somebody is called by.

    The shorter of two names has to lie within the longer one with the same last word.

    >>> is_called("Morel", ["Clara Morel"]), is_called("Paul Morel", ["Clara Morel"])
    (True, False)
    """
    asked = name_words(by)
    for name in called:
        words = name_words(name)
        shorter, longer = sorted((asked, words), key=len)
        if shorter and shorter[-1] == longer[-1] and set(shorter) <= set(longer):
            return True
    return False


def _meets(one: Place, other: Place) -> bool:
    return any(a.meets(b) for a in one.spans for b in other.spans)
