"""Copies: each document as hashed words (PASSAGES), and the passages two documents share (REUSE)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xxhash

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.copies import Edit, Passages, Reuse
from recoupe.records.documents import ARTICLE_TEXT, Document
from recoupe.records.findings import Reading
from recoupe.records.ids import make_id
from recoupe.records.spans import Span, anchor, stripped
from recoupe.settings import ReuseSettings
from recoupe.stages.reuse.alignment import (
    CAPITAL,
    LINK,
    NEGATION,
    NUMBER,
    SMALL,
    Change,
    SharedPassage,
    Side,
    Words,
    ngram_hashes,
    prepare,
    sentence_span,
    shared_passages,
    word_span,
)
from recoupe.stages.reuse.turns import by_turns, neighbours
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.text.folded import bare
from recoupe.stages.text.words import word_classes, words_in

EditKind = Literal["replaced", "number", "negation", "name", "added", "cut", "small words"]
ReuseKind = Literal["copy", "near copy", "template", "quotation"]

_LINKS = frozenset({"article", "preposition", "conjunction"})
_QUOTED = re.compile(r"“[^“”]{2,2000}”|\"[^\"]{2,2000}\"")
_GUILLEMET = re.compile("[«»]")
_MAX_QUOTED = 2000

_PHRASE = 12
"""A run of words in more documents is a phrase of the language: two that have it in common, and nothing else
of much that they hold, are not aligned. Of 8,309 such pairs among 2,500 articles varied from press-fr 112
shared a passage; of 9,097 whose only run stands in fewer documents 2,625 did."""

_MUCH_ELSE = 8
"""Fingerprints of a document of about 25 words: a shorter one may be made of the phrase."""

_OF_ONE_VOICE = 6
"""So many documents of an outlet count for a phrase: none makes one of what two others share."""

_DAY = len("2027-01-04")
REPEATED = 3
"""An outlet's documents that hold the same words at their edge before these are taken for a template."""


def _passages_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Document | Reading)
    return (record.id if isinstance(record, Document) else record.document_id,)


def _run_passages(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    documents = [record for record in members if isinstance(record, Document)]
    readings = [record for record in members if isinstance(record, Reading)]
    if not documents or not readings:
        return
    pack = resources.packs.get(documents[0].language.split("-")[0])
    yield passages_of(documents[0], readings[0], pack=pack, settings=resources.settings.reuse)


PASSAGES = Stage("passages", (Document, Reading), (Passages,), "3", _passages_units, _run_passages)


def passages_of(
    document: Document, reading: Reading, *, pack: Pack | None, settings: ReuseSettings
) -> Passages:
    """Return the words of a document as copies are found by. Without a pack no word has a class."""
    classes = word_classes(pack) if pack else {}
    text = document.text
    bare_text = bare(text)
    hashes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    flags = bytearray()
    sentence_starts: list[int] = []
    spans: list[Span] = []
    is_article: list[bool] = []
    for span, article in _sentences(document, reading):
        before = len(hashes)
        for word, start, end in words_in(bare_text, span):
            hashes.append(xxhash.xxh3_64_intdigest(word.encode()))
            starts.append(start)
            ends.append(end)
            capital = text[start].isupper() and len(hashes) > before + 1
            flags.append(_flags(word, classes.get(word), capital=capital))
        if len(hashes) > before:
            sentence_starts.append(before)
            spans.append(span)
            is_article.append(article)
    words = np.array(hashes, dtype="<u8")
    in_article = np.repeat(np.array(is_article, dtype=bool), np.diff([*sentence_starts, len(hashes)]))
    is_number = np.frombuffer(bytes(flags), dtype=np.uint8) & NUMBER > 0
    return Passages(
        make_id("pass", document.id),
        document.id,
        document.outlet.value if document.outlet else None,
        document.published.value if document.published else None,
        words.tobytes(),
        np.array(starts, dtype="<u4").tobytes(),
        np.array(ends, dtype="<u4").tobytes(),
        tuple(sentence_starts),
        tuple(is_article),
        _quoted(document, reading, starts),
        _packed(winnowed(words[in_article], is_number[in_article], settings=settings)),
        _packed(winnowed(words[~in_article], is_number[~in_article], settings=settings)),
        bytes(flags),
        tuple(spans),
        text,
    )


def _sentences(document: Document, reading: Reading) -> Iterator[tuple[Span, bool]]:
    """Yield the sentences of article text and each other block whole, in order."""
    sentences = reading.sentences
    i = 0
    for block in document.blocks:
        while i < len(sentences) and sentences[i].start < block.span.start:
            i += 1
        first = i
        while i < len(sentences) and sentences[i].end <= block.span.end:
            i += 1
        article = block.kind in ARTICLE_TEXT
        if article and i > first:
            for span in sentences[first:i]:
                yield span, True
        elif stripped(document.text, block.span):
            yield stripped(document.text, block.span), article


def _flags(word: str, word_class: str | None, *, capital: bool) -> int:
    flags = CAPITAL if capital else 0
    if word[0].isdigit() or (word_class == "number" and not capital):
        flags |= NUMBER
    if word_class == "negation":
        flags |= NEGATION
    if word_class in _LINKS:
        flags |= LINK
    if word_class is not None and not flags & (NUMBER | NEGATION):
        flags |= SMALL
    return flags


def _quoted(document: Document, reading: Reading, starts: list[int]) -> bytes:
    """Return one byte a word: 1 between quotation marks (inside one block) or in a direct quotation."""
    ranges = [span for quote in reading.quotations if quote.type == "direct" for span in quote.content]
    for block in document.blocks:
        found = _QUOTED.finditer(document.text, block.span.start, block.span.end)
        ranges += [Span(match.start(), match.end()) for match in found]
        ranges += _in_guillemets(document.text, block.span)
    quoted = np.zeros(len(starts), dtype=np.uint8)
    at = np.array(starts, dtype=np.int64)
    for span in ranges:
        quoted[np.searchsorted(at, span.start) : np.searchsorted(at, span.end)] = 1
    return quoted.tobytes()


def _in_guillemets(text: str, block: Span) -> Iterator[Span]:
    """Yield what stands in guillemets, outermost ones only; one never closed holds up to the last close.

    In "« a « b » c »" with the last one missing, as it often is, the quotation runs to the one behind b.
    """
    start, end, depth = 0, 0, 0
    for mark in _GUILLEMET.finditer(text, block.start, block.end):
        if mark[0] == "«":
            start = start if depth else mark.start()
            end = end if depth else 0
            depth += 1
        elif depth:
            depth -= 1
            end = mark.end()
            if not depth and end - start <= _MAX_QUOTED:
                yield Span(start, end)
    if depth and end and end - start <= _MAX_QUOTED:
        yield Span(start, end)


def winnowed(
    words: Words, is_number: np.ndarray[tuple[int], np.dtype[np.bool_]], *, settings: ReuseSettings
) -> Words:
    """Return the winnowing fingerprints of a run of words: sorted, distinct.

    Words of which half or more are numbers give none: tables of results and of weather are no copies.
    Source: Schleimer, Wilkerson and Aiken (2003), Winnowing, section 3.
    """
    n = settings.ngram_words
    hashes = ngram_hashes(words, n)
    if not len(hashes):
        return hashes
    n_numbers = np.convolve(is_number.astype(np.int64), np.ones(n, dtype=np.int64), "valid")
    nothing = np.uint64(2**64 - 1)
    hashes = np.where(n_numbers * 2 >= n, nothing, hashes)
    if len(hashes) > settings.window:
        windows = np.lib.stride_tricks.sliding_window_view(hashes, settings.window)
        hashes = windows.min(axis=1)
    else:
        hashes = hashes.min(keepdims=True)
    return np.unique(hashes[hashes != nothing])


def _packed(fingerprints: Words) -> bytes:
    return fingerprints.astype("<u8").tobytes()


def _unpacked(fingerprints: bytes) -> list[int]:
    found: list[int] = np.frombuffer(fingerprints, dtype="<u8").tolist()
    return found


def _reuse_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Passages)
    found = {*_unpacked(record.fingerprints), *_unpacked(record.other_fingerprints)}
    return [f"{fingerprint:016x}" for fingerprint in sorted(found)]


def _run_reuse(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    turns = by_turns(record for record in members if isinstance(record, Passages))
    documents = [each for _, each in turns]
    prints = [
        (frozenset(_unpacked(p.fingerprints)), frozenset(_unpacked(p.other_fingerprints))) for p in documents
    ]
    own = int(unit, 16)
    of_outlet = _repetitions(documents)
    phrase_from = _phrase_from(turns)
    sides: dict[int, Side] = {}
    for i, j in neighbours(turns):
        common = _common(prints[i], prints[j])
        if min(common) != own:
            continue
        if turns[j][0] >= phrase_from and len(common) == 1 and _have_much_else(prints[i], prints[j]):
            continue
        for k in (i, j):
            if k not in sides:
                sides[k] = prepare(documents[k])
        left, right = sorted((i, j), key=lambda k: documents[k].document_id)
        yield from reused(
            sides[left],
            sides[right],
            repeated=of_outlet[documents[left].outlet],
            settings=resources.settings.reuse,
        )


REUSE = Stage("reuse", (Passages,), (Reuse,), "8", _reuse_units, _run_reuse, min_members=2)

Prints = tuple[frozenset[int], frozenset[int]]


def _common(left: Prints, right: Prints) -> frozenset[int]:
    """Return the fingerprints that two documents have in common; the smallest one names the unit of the pair.

    Words in the furniture count only when there is no other: the units they make are the crowded ones.
    """
    return left[0] & right[0] or (left[0] | left[1]) & (right[0] | right[1])


def _have_much_else(left: Prints, right: Prints) -> bool:
    return all(len(one[0]) + len(one[1]) > _MUCH_ELSE for one in (left, right))


def _phrase_from(turns: Sequence[tuple[int, Passages]]) -> float:
    """Return the first layer at which the words of a unit are a phrase; infinity when they are none."""
    seen: Counter[str | None] = Counter()
    n_counted = 0
    for layer, each in turns:
        seen[each.outlet] += 1
        n_counted += each.outlet is None or seen[each.outlet] <= _OF_ONE_VOICE
        if n_counted > _PHRASE:
            return layer
    return math.inf


@dataclass(frozen=True)
class Repetition:
    """In how many documents of one outlet the same words stand, and on how many known days."""

    n_documents: int
    n_days: int

    @property
    def is_daily(self) -> bool:
        """Whether they come back day after day, as no event does that an outlet tells anew."""
        return min(self.n_documents, self.n_days) >= REPEATED


def _repetitions(documents: Iterable[Passages]) -> dict[str | None, Repetition]:
    """Return how often each outlet has the words of a unit."""
    days: dict[str | None, list[str]] = {}
    for each in documents:
        days.setdefault(each.outlet, []).append((each.published or "")[:_DAY])
    return {outlet: Repetition(len(found), len({*found} - {""})) for outlet, found in days.items()}


def reused(left: Side, right: Side, *, repeated: Repetition, settings: ReuseSettings) -> Iterator[Reuse]:
    """Yield the passages two documents share; `left` has the smaller document id.

    repeated: how often the left one's outlet has the words that led here.
    """
    same_outlet = left.passages.outlet is not None and left.passages.outlet == right.passages.outlet
    for passage in shared_passages(left, right, min_words=settings.min_passage_words):
        if _says_little(left, passage):
            continue
        edits = tuple(_edit(left, right, change) for change in passage.changes)
        kind = _kind(left, right, passage, edits=edits)
        is_own = kind in ("copy", "near copy") and same_outlet
        if is_own and _is_template(left, right, passage, edits=edits, repeated=repeated):
            kind = "template"
        if kind == "near copy" and _is_form(left, passage, edits):
            kind = "template"
        left_span, right_span = sentence_span(left, passage.left), sentence_span(right, passage.right)
        ids = (left.passages.document_id, right.passages.document_id)
        n_matched = len(passage.matched)
        yield Reuse(
            make_id("reuse", *ids, str(left_span.start), str(right_span.start)),
            anchor(ids[0], left.passages.text, left_span),
            anchor(ids[1], right.passages.text, right_span),
            kind,
            round(n_matched / (passage.n_left + passage.n_right - n_matched), 4),
            n_matched,
            edits,
        )


def _kind(left: Side, right: Side, passage: SharedPassage, *, edits: tuple[Edit, ...]) -> ReuseKind:
    one, other = left.passages, right.passages
    if not (one.article_sentences[passage.left[0]] and other.article_sentences[passage.right[0]]):
        return "template"
    n_matched = len(passage.matched)
    n_quoted = sum(one.quoted[i] and other.quoted[j] for i, j in passage.matched)
    n_of_either = (
        sum(one.quoted[i] for i, _ in passage.matched),
        sum(other.quoted[j] for _, j in passage.matched),
    )
    # An interview says without marks what others quote from it.
    if max(n_of_either) * 20 >= n_matched * 19:
        return "quotation"
    # What is left beside a common quotation is mostly who said it, when and where: of the pairs of press-fr
    # read by hand (eval/benches/reuse) up to fifteen words, or less than the half of what is quoted.
    rest = n_matched - n_quoted
    if n_quoted * 2 >= n_matched and (rest < 16 or rest * 2 < n_quoted):
        return "quotation"
    return "near copy" if edits else "copy"


_MIN_TELLING = 5
_FEW_WORDS = 18


def _says_little(left: Side, passage: SharedPassage) -> bool:
    """Tell whether a short passage has hardly more in common than small words, names and what names bear."""
    if len(passage.matched) >= _FEW_WORDS:
        return False
    little = SMALL | CAPITAL | NUMBER | LINK
    telling = [i for i, _ in passage.matched if not left.passages.word_classes[i] & little]
    return len(telling) < _MIN_TELLING


_FORM_WORDS = 40


def _is_form(left: Side, passage: SharedPassage, edits: Sequence[Edit]) -> bool:
    """Tell whether a short passage is a form filled in with other figures: "1,023 people polled online on …".

    Of its words at least one in six is a number, two or more of them differ, and nothing else does.
    """
    numbers = [edit for edit in edits if edit.kind == "number"]
    if passage.n_left > _FORM_WORDS or len(numbers) < 2 or len(numbers) < len(edits):
        return False
    first, last = left.bounds[passage.left[0]], left.bounds[passage.left[1]]
    n_numbers = sum(1 for i in range(first, last) if left.passages.word_classes[i] & NUMBER)
    return n_numbers * 6 >= last - first


def _is_template(
    left: Side, right: Side, passage: SharedPassage, *, edits: Sequence[Edit], repeated: Repetition
) -> bool:
    """Tell whether what two documents of one outlet share is its own formula."""
    figures_only = all(edit.kind == "number" for edit in edits)
    if figures_only and len(edits) >= REPEATED:
        return True
    if repeated.n_documents < REPEATED or (edits and not (figures_only and repeated.is_daily)):
        return False
    # Below a notice of two lines what comes back every day may well be longer than the notice.
    return _is_at_edge(left, right, passage, most=0.8 if repeated.is_daily else 0.4)


def _is_at_edge(left: Side, right: Side, passage: SharedPassage, *, most: float) -> bool:
    """Tell whether a passage is a part at the end or the start of the article text of both.

    most: of the words of the article; one with more is the article rather than a part of it.
    """
    for side, (first, last) in ((left, passage.left), (right, passage.right)):
        inside = [k for k, article in enumerate(side.passages.article_sentences) if article]
        if first != inside[0] and last - 1 != inside[-1]:
            return False
        n_words = side.bounds[last] - side.bounds[first]
        n_article = sum(side.bounds[k + 1] - side.bounds[k] for k in inside)
        if n_words >= n_article * most:
            return False
    return True


def _edit(left: Side, right: Side, change: Change) -> Edit:
    """Return what was changed as a phrase that reads: it takes in the small words that lead it in."""
    kind = _edit_kind(left, right, change)
    (i0, i1), (j0, j1) = change.left, change.right
    if kind == "replaced":
        for _ in range(2):
            if not (_leads_in(left, i0) and _leads_in(right, j0)):
                break
            i0, j0 = i0 - 1, j0 - 1
    spans = [
        _whole(side.passages.text, word_span(side, words)) if words[0] < words[1] else None
        for side, words in ((left, (i0, i1)), (right, (j0, j1)))
    ]
    anchors = [
        anchor(side.passages.document_id, side.passages.text, span) if span else None
        for side, span in zip((left, right), spans, strict=True)
    ]
    return Edit(anchors[0], anchors[1], kind)


def _whole(text: str, span: Span) -> Span:
    """Return the span with the letters and digits that are written together with it: "17h30", not "30"."""
    start, end = span.start, span.end
    while start and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum() and text[end - 1].isalnum():
        end += 1
    return Span(start, end)


def _leads_in(side: Side, i: int) -> bool:
    """Tell whether a small word stands before word `i`, in one phrase with it."""
    if i == 0 or side.sentence_of[i - 1] != side.sentence_of[i]:
        return False
    between = side.passages.text[side.ends[i - 1] : side.starts[i]]
    return bool(side.passages.word_classes[i - 1] & LINK) and not between.strip(" '’-\u00a0\u202f")


def _edit_kind(left: Side, right: Side, change: Change) -> EditKind:
    words = [
        [(side.as_list[k], side.passages.word_classes[k]) for k in range(*index)]
        for side, index in ((left, change.left), (right, change.right))
    ]
    short = max(len(words[0]), len(words[1])) <= 8
    negations = [sum(1 for _, flags in side if flags & NEGATION) for side in words]
    if short and bool(negations[0]) != bool(negations[1]):
        return "negation"
    if not words[0] or not words[1]:
        return "cut" if words[0] else "added"
    numbers = [sorted(word for word, flags in side if flags & NUMBER) for side in words]
    if short and numbers[0] != numbers[1]:
        return "number"
    names = [[word for word, flags in side if flags & CAPITAL] for side in words]
    plain = [[1 for _, flags in side if not flags & (CAPITAL | LINK)] for side in words]
    if names[0] and names[1] and names[0] != names[1] and not plain[0] and not plain[1]:
        return "name"
    if all(flags & SMALL for side in words for _, flags in side):
        return "small words"
    return "replaced"
