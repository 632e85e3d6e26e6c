"""Compare a stated wording with a stretch of an article: the same words, or what was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from recoupe.wording.tokens import SENTENCE_ENDS, Orthography, Token, is_one_case, same_word

ChangeKind = Literal[
    "number", "negation", "name", "letters", "word", "added", "left out", "order", "accent", "capital",
    "punctuation", "cut",
]  # fmt: skip

ALIKE = 0.6
"""Share of words in common from which a wording counts as an altered one. Of the invented alterations of
the bench (up to two words in five changed) all reach it; two remarks on one subject share about .3."""

MIN_SHARED = 2
"""Words that say something which an altered wording has to share; a single one is no quotation."""

NEAR = 0.72
"""Likeness of two words, 0 to 1, from which one is the other misspelt: "presidant", "Tilerson"."""

_SLACK = 3


@dataclass(frozen=True)
class Change:
    """One change. stated: words or marks asked for. told: those of the article. Empty where none stands."""

    kind: ChangeKind
    stated: tuple[Token, ...]
    told: tuple[Token, ...]


@dataclass(frozen=True)
class Comparison:
    """How a wording stands in a stretch of text.

    told: the tokens it stands in. changes: empty when the words are exact. likeness: 0 to 1.
    """

    told: tuple[Token, ...]
    changes: tuple[Change, ...]
    likeness: float


def compare(
    stated: Sequence[Token],
    told: Sequence[Token],
    *,
    rules: Orthography,
    joints: frozenset[int] = frozenset(),
) -> Comparison | None:
    """Return how a wording stands in the tokens of a text; None when it does not.

    joints: indexes in `told` before which the words are interrupted, so that marks there say nothing.
    The first exact place is preferred, then the likest one.
    """
    exact = find_exact(stated, told, rules=rules, joints=joints)
    if exact is not None:
        says_nothing = all(token.bare in rules.small for token in stated if token.is_word)
        return None if exact.changes and says_nothing else exact
    words = [token for token in stated if token.is_word]
    there = [token for token in told if token.is_word]
    return _altered(words, there, rules, is_one_case(words) or is_one_case(there)) if words else None


def find_exact(
    stated: Sequence[Token],
    told: Sequence[Token],
    *,
    rules: Orthography,
    joints: frozenset[int] = frozenset(),
) -> Comparison | None:
    """Return the first place where all the words stand in order; changes are then of marks and ends alone."""
    words = [token for token in stated if token.is_word]
    if not words:
        return None
    spots = [i for i, token in enumerate(told) if token.is_word]
    start = _run(words, [told[i] for i in spots], rules)
    if start is None:
        return None
    first, last = spots[start], spots[start + len(words) - 1]
    changes = [
        *_marks(stated, told, first=first, last=last, joints=joints),
        *_missing_ends(told, first=first, last=last, rules=rules),
    ]
    return Comparison(tuple(told[first : last + 1]), tuple(changes), 1.0)


def _run(words: Sequence[Token], told: Sequence[Token], rules: Orthography) -> int | None:
    """Return where the words follow each other unchanged."""
    any_case = None
    for start in range(len(told) - len(words) + 1):
        if told[start].bare != words[0].bare:
            continue
        if any_case is None:
            any_case = is_one_case(words) or is_one_case(told)
        if all(
            same_word(a, told[start + i], rules=rules, any_case=any_case) is None for i, a in enumerate(words)
        ):
            return start
    return None


def _marks(
    stated: Sequence[Token], told: Sequence[Token], *, first: int, last: int, joints: frozenset[int]
) -> list[Change]:
    """Return the marks between the words that differ; those at the ends say nothing but "?" and "!"."""
    asked, there = _gaps(stated), _gaps(told[first : last + 1])
    words = [i for i in range(first, last + 1) if told[i].is_word]
    changes = []
    for k in range(1, len(asked) - 1):
        loose = any(words[k - 1] < joint <= words[k] for joint in joints)
        if not loose and [t.key for t in asked[k]] != [t.key for t in there[k]]:
            cut = any(t.kind == "cut" for t in (*asked[k], *there[k]))
            changes.append(Change("cut" if cut else "punctuation", tuple(asked[k]), tuple(there[k])))
    after = list(takewhile(lambda token: not token.is_word, told[last + 1 :]))
    ends = {"?", "!"}
    asked_end = {t.key for t in asked[-1]} & ends
    there_end = {t.key for t in after} & ends
    if asked_end != there_end and (asked_end or (there_end and asked[-1])):
        changes.append(Change("punctuation", tuple(asked[-1]), tuple(after)))
    return changes


def _gaps(found: Sequence[Token]) -> list[list[Token]]:
    """Return the marks before, between and after the words."""
    gaps: list[list[Token]] = [[]]
    for token in found:
        if token.is_word:
            gaps.append([])
        elif token.kind != "quote":
            gaps[-1].append(token)
    return gaps


def _missing_ends(told: Sequence[Token], *, first: int, last: int, rules: Orthography) -> list[Change]:
    """Return what a wording cut off inside a sentence; whole sentences may be quoted alone."""
    before = list(takewhile(_goes_on, reversed(told[:first])))
    after = list(takewhile(_goes_on, told[last + 1 :]))
    found = [tuple(t for t in part if t.is_word) for part in (reversed(before), after)]
    return [Change(_left_out(words, rules), (), words) for words in found if words]


def _goes_on(token: Token) -> bool:
    return token.is_word or (token.kind == "mark" and token.key not in SENTENCE_ENDS) or token.key == ":"


def _left_out(words: Sequence[Token], rules: Orthography) -> ChangeKind:
    return "negation" if any(t.bare in rules.negations for t in words) else "left out"


def _altered(
    words: Sequence[Token], told: Sequence[Token], rules: Orthography, any_case: bool
) -> Comparison | None:
    a = [t.bare for t in words]
    shuffled = _shuffled(a, [t.bare for t in told])
    if shuffled is not None:
        there = tuple(told[shuffled : shuffled + len(a)])
        return Comparison(there, (Change("order", tuple(words), there),), 0.999)
    window = _window(words, told)
    there = tuple(told[window[0] : window[1]]) if window is not None else ()
    b = [t.bare for t in there]
    matched = [
        (op.src_start + k, op.dest_start + k)
        for op in LCSseq.opcodes(a, b)
        if op.tag == "equal"
        for k in range(op.src_end - op.src_start)
    ]
    if not matched:
        return None
    # Words of the article beyond those asked for belong to its next clause.
    first = max(0, matched[0][1] - matched[0][0])
    last = min(len(b), matched[-1][1] + len(a) - matched[-1][0])
    there, matched = there[first:last], [(i, j - first) for i, j in matched]
    changes, n_near = _changes(words, there, matched, rules, any_case)
    content = sum(a[i] not in rules.small and words[i].kind == "word" for i, _ in matched) + n_near
    enough = min(MIN_SHARED, sum(word not in rules.small for word in a))
    likeness = 2 * (len(matched) + n_near) / (len(a) + len(there))
    if likeness < ALIKE or content < max(1, enough) or not changes:
        return None
    return Comparison(there, tuple(changes), min(likeness, 0.999))


def _shuffled(a: list[str], b: list[str]) -> int | None:
    """Return where the same words stand in another order; None when nowhere."""
    if not MIN_SHARED <= len(a) <= len(b):
        return None
    wanted = Counter(a)
    for start in range(len(b) - len(a) + 1):
        there = b[start : start + len(a)]
        if b[start] in wanted and Counter(there) == wanted:
            return start if there != list(a) else None
    return None


def _window(words: Sequence[Token], told: Sequence[Token]) -> tuple[int, int] | None:
    """Return the range of told words that is likest to the stated ones."""
    if not told:
        return None
    keys = [t.bare for t in told]
    if len(told) <= len(words) + 2 * _SLACK:
        return _trimmed([t.bare for t in words], keys, (0, len(told)))
    text = " ".join(keys)
    found = fuzz.partial_ratio_alignment(" ".join(t.bare for t in words), text, score_cutoff=50)
    if found is None:
        return None
    first = text.count(" ", 0, found.dest_start)
    last = text.count(" ", 0, found.dest_end) + 1
    span = max(0, first - _SLACK), min(len(told), last + _SLACK)
    return _trimmed([t.bare for t in words], keys, span)


def _trimmed(words: list[str], keys: list[str], span: tuple[int, int]) -> tuple[int, int]:
    """Return the window without the words at its ends that answer to none of the stated ones."""
    first, last = span
    wanted = set(words)

    def answers(key: str, stated: str) -> bool:
        return key in wanted or _near(key, stated) or (key.isdigit() and stated.isdigit())

    while last - first > 1 and last - first > len(words) and not answers(keys[first], words[0]):
        first += 1
    while last - first > 1 and last - first > len(words) and not answers(keys[last - 1], words[-1]):
        last -= 1
    return first, last


def _near(a: str, b: str) -> bool:
    return min(len(a), len(b)) >= 3 and Indel.normalized_similarity(a, b) >= NEAR


def _changes(
    words: Sequence[Token],
    there: Sequence[Token],
    matched: Sequence[tuple[int, int]],
    rules: Orthography,
    any_case: bool,
) -> tuple[list[Change], int]:
    """Return the changes between two wordings, and how many words are the other's misspelt."""
    changes: list[Change] = []
    n_near = 0
    ends = [(-1, -1), *matched, (len(words), len(there))]
    for (i0, j0), (i1, j1) in pairwise(ends):
        left, right = list(words[i0 + 1 : i1]), list(there[j0 + 1 : j1])
        n = min(len(left), len(right))
        for one, other in zip(left[:n], right[:n], strict=True):
            change = _change((one,), (other,), rules)
            n_near += change.kind == "letters"
            changes.append(change)
        for one in left[n:]:
            changes.append(_change((one,), (), rules))
        for other in right[n:]:
            changes.append(_change((), (other,), rules))
        if i1 < len(words):
            parted = same_word(words[i1], there[j1], rules=rules, any_case=any_case)
            if parted is not None:
                kind: ChangeKind = "capital" if parted == "capital" else "accent"
                changes.append(Change(kind, (words[i1],), (there[j1],)))
    return changes, n_near


def _change(stated: tuple[Token, ...], told: tuple[Token, ...], rules: Orthography) -> Change:
    both = (*stated, *told)
    if any(token.kind == "number" for token in both):
        return Change("number", stated, told)
    if any(token.bare in rules.negations for token in both):
        return Change("negation", stated, told)
    if stated and told:
        if any(t.written[:1].isupper() and not t.is_first for t in both):
            return Change("name", stated, told)
        near = _near(stated[0].bare, told[0].bare)
        return Change("letters" if near else "word", stated, told)
    return Change("added" if stated else "left out", stated, told)
