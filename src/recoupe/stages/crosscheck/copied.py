"""Rows of edited copies: a passage that several articles share and in which words were changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, product

from rapidfuzz import fuzz

from recoupe.records.accounts import Account, Comparable
from recoupe.records.comparisons import Comparison, Happening, Position, SourceChain
from recoupe.records.copies import Edit, Reuse
from recoupe.records.ids import make_id
from recoupe.records.spans import Anchor, Span
from recoupe.records.values import Interval, Reason, Topic, When, Where
from recoupe.stages.crosscheck.alterations import Turns, numbers_of, words_of, written_alike
from recoupe.stages.crosscheck.rows import Court, is_one_telling
from recoupe.stages.text.folded import bare
from recoupe.stages.values.compare import match_values

_WORD = re.compile(r"[^\W\d_]+")

ONE_NAME = 88.0
"""Likeness of two names, 0 to 100, from on which they are one, spelt otherwise: "Emanuel", "Emmanuel"."""

_PARTING = frozenset({"contradicts", "differs"})

MAX_EDIT_CHARS = 120
"""A longer change is a rewritten sentence: on press articles of one Saturday none of them was an edit."""


def edited_copy_rows(
    court: Court,
    accounts: Sequence[Account],
    happenings: Sequence[Happening],
    chains: Sequence[SourceChain],
    *,
    turns: Turns,
    others: Sequence[Comparison] = (),
) -> Iterable[Comparison]:
    """Yield a row for each place in a shared passage where the copies part.

    others: the rows of what the articles tell; where one of them sets the same words against each other, it
    says all that a row of the copies would.
    Its positions hold the words of each side by anchor; `stated` is left empty: the words are in the
    documents. The whole passage goes back to one origin, so each side counts it once.
    """
    reuses = sorted({r.id: r for a in accounts for r in a.reuse}.values(), key=lambda r: r.id)
    told = _values(accounts)
    sentences = {a.document_id: [s[0].span for s in a.sentences] for a in accounts}
    wording = {a.document_id: a.sentences for a in accounts}
    edits = [
        edit
        for reuse in reuses
        if reuse.kind == "near copy"
        for edit in reuse.edits
        if _counts(edit, told)
        and _says_otherwise(edit, wording, turns)
        and not _takes_a_sentence(edit, sentences)
    ]
    for i, places in enumerate(_edited_places(edits)):
        sides = _sides(places)
        if len(sides) < 2 or any(_sets_apart(row, sides) for row in others):
            continue
        passages = _passages(places, reuses)
        positions = tuple(_position(side, passages, chains) for side in sides)
        documents = {d for p in positions for d in p.document_ids}
        anchors = tuple(p.anchors[0] for p in positions)
        yield Comparison(
            make_id("row", court.story_id, "copied passage", str(i), *(a.check for a in anchors)),
            court.story_id,
            _about(passages, happenings),
            "copied passage",
            "edited copy",
            positions,
            tuple(d for d in court.document_ids if d not in documents),
            Reason("edited_copy", (("n_articles", str(len(documents))),), anchors),
        )


def _edited_places(edits: Sequence[Edit]) -> list[list[Anchor]]:
    """Return the edited words of the copies, those of one place of the passage together, in text order."""
    groups: list[list[Anchor]] = []
    for edit in edits:
        ends = [a for a in (edit.left, edit.right) if a is not None]
        touching = [g for g in groups if any(a.meets(b) for a in g for b in ends)]
        joined = ends + [a for group in touching for a in group]
        groups = [g for g in groups if g not in touching] + [joined]
    return sorted((sorted(set(g)) for g in groups), key=lambda g: g[0])


def _counts(edit: Edit, told: Mapping[str, Sequence[Comparable]]) -> bool:
    """Tell whether an edit changes what is told: a name, a negation, a number or another value.

    Other words for the same thing, cuts, additions and rewritten sentences are shown with the copy alone: of
    40 edits of press articles in which words of several kinds were replaced 36 say the same otherwise.
    "More than 5,000" for 5,400 is no other number.
    """
    if edit.left is None or edit.right is None or edit.kind == "small words":
        return False
    ends = (edit.left, edit.right)
    if max(len(a.span) for a in ends) > MAX_EDIT_CHARS:
        return False
    if edit.kind in ("name", "negation"):
        return True
    values = [[c for c in told.get(a.document_id, ()) if _is_within(c, a.span)] for a in ends]
    matches = {
        match_values(a.value, b.value)
        for a, b in product(*values)
        if a.slot == b.slot and not is_one_telling([a], [b])
    }
    return "apart" in matches or (edit.kind == "number" and not matches & {"same", "finer", "wider"})


def _is_within(told: Comparable, edited: Span) -> bool:
    """Tell whether changed words hold a value, or a figure or subject of which they are a part."""
    span = told.anchor.span
    return edited.meets(span) if isinstance(told.value, Interval | Topic) else edited.holds(span)


def _says_otherwise(edit: Edit, wording: Mapping[str, Sequence[tuple[Anchor, str]]], turns: Turns) -> bool:
    """Tell whether changed words say another thing, as far as the words themselves show it.

    "1er" for "premier" is one number, "M. Morel" for "Paul Morel" one name, and a negation says something
    where the words around it stay. "M." for "Paul" stands before one and the same name, and
    initials for a name say the same.
    """
    left, right = (_words(side, wording) for side in (edit.left, edit.right))
    if left is None or right is None:
        # What reaches over the end of a sentence is a passage told otherwise.
        return False
    if written_alike(left, right, turns):
        return False
    if edit.kind == "number":
        a, b = (set(numbers_of(words_of(text), turns)) for text in (left, right))
        return bool(a) == bool(b) and (not a or a != b)
    if edit.kind == "name":
        return _is_another_name(left, right, turns)
    if edit.kind == "negation":
        a, b = ({w.lower() for w in _WORD.findall(text)} - turns.negations for text in (left, right))
        return len(a ^ b) <= len(a & b)
    return True


def _is_another_name(left: str, right: str, turns: Turns) -> bool:
    """Tell whether two names are neither one in full and shortened, nor initials, nor spelt otherwise."""
    if _initials(left) == right or _initials(right) == left:
        return False
    names = [
        [w for w in _WORD.findall(_behind_small(text, turns)) if w[0].isupper()] for text in (left, right)
    ]
    a, b = ({bare(w) for w in words} - set(map(bare, turns.titles)) for words in names)
    if a <= b or b <= a:
        return False
    return fuzz.ratio(*(bare("".join(words)) for words in names)) < ONE_NAME


def _behind_small(text: str, turns: Turns) -> str:
    """Return a text without a small word in front, which may have a capital at the head of a sentence."""
    first, _, rest = text.partition(" ")
    return rest if rest and bare(first) in turns.small else text


def _initials(text: str) -> str:
    """Return what a body is called by its initials: "AFP" for "Agence France-Presse"."""
    return "".join(word[0] for word in _WORD.findall(text) if word[0].isupper())


def _words(side: Anchor | None, wording: Mapping[str, Sequence[tuple[Anchor, str]]]) -> str | None:
    """Return the words of an anchor; None when they lie in no single sentence."""
    if side is None:
        return None
    for sentence, text in wording.get(side.document_id, ()):
        if sentence.span.holds(side.span):
            return side.span.moved(-sentence.span.start).of(text)
    return None


def _takes_a_sentence(edit: Edit, sentences: Mapping[str, Sequence[Span]]) -> bool:
    """Tell whether a side of the edit is a whole sentence: two titles or openings, not one changed."""
    return any(
        a.span.start <= span.start and span.end <= a.span.end + 1
        for a in (edit.left, edit.right)
        if a is not None
        for span in sentences.get(a.document_id, ())
    )


def _values(accounts: Sequence[Account]) -> dict[str, list[Comparable]]:
    """Return by document what it tells that has a value: figures, times, places and what was spoken of."""
    return {
        account.document_id: [
            c for c in account.comparables if isinstance(c.value, Interval | When | Where | Topic)
        ]
        for account in accounts
    }


def _sides(places: Sequence[Anchor]) -> list[list[Anchor]]:
    """Return the edited words by wording, one place per document: the widest that any pair of copies gave."""
    widest: dict[str, Anchor] = {}
    for place in places:
        known = widest.get(place.document_id)
        if known is None or len(place.span) > len(known.span):
            widest[place.document_id] = place
    sides: dict[str, list[Anchor]] = {}
    for document_id in sorted(widest):
        sides.setdefault(widest[document_id].check, []).append(widest[document_id])
    return sorted(sides.values(), key=lambda side: (-len(side), side[0]))


def _sets_apart(row: Comparison, sides: Sequence[Sequence[Anchor]]) -> bool:
    """Tell whether a row holds the edited words of each side, those of two sides in two of its values."""
    if row.relation not in _PARTING:
        return False
    held = [
        {i for i, p in enumerate(row.positions) if all(any(a.meets(b) for b in p.anchors) for a in side)}
        for side in sides
    ]
    return all(held) and not any(one & other for one, other in combinations(held, 2))


def _passages(places: Sequence[Anchor], reuses: Sequence[Reuse]) -> dict[str, Anchor]:
    """Return the longest shared passage of each document that holds one of the edited words."""
    passages: dict[str, Anchor] = {}
    for reuse in reuses:
        for side in (reuse.left, reuse.right):
            if any(p.document_id == side.document_id and side.span.holds(p.span) for p in places):
                known = passages.get(side.document_id)
                if known is None or len(side.span) > len(known.span):
                    passages[side.document_id] = side
    return passages


def _position(side: Sequence[Anchor], passages: dict[str, Anchor], chains: Sequence[SourceChain]) -> Position:
    documents = tuple(sorted({a.document_id for a in side}))
    roots = sorted(
        {
            root.id
            for chain in chains
            for root in chain.roots
            if root.reason.code.startswith("shared_passage") and set(documents) <= set(root.document_ids)
        }
    )
    return Position(
        None,
        "",
        "asserted",
        "certain",
        documents,
        (),
        tuple(roots[:1]),
        len(roots[:1]),
        0 if roots else 1,
        (),
        tuple(side),
        tuple(passages.get(a.document_id, a) for a in side),
    )


def _about(passages: dict[str, Anchor], happenings: Sequence[Happening]) -> str:
    """Return the happening that most of the passages speak of; "story" when they speak of none."""
    counts = [
        (sum(_overlap(p, e) for p in passages.values() for e in happening.evidence), happening.id)
        for happening in happenings
    ]
    best = max(counts, default=(0, ""))
    return best[1] if best[0] else "story"


def _overlap(left: Anchor, right: Anchor) -> int:
    if left.document_id != right.document_id:
        return 0
    return left.span.n_shared(right.span)
