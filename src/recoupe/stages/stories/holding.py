"""Holding: which links hold a group together, told again only in the weeks whose links have moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xxhash

from recoupe.records.ids import make_id
from recoupe.records.stories import GroupedNotes, Linked
from recoupe.stages.stories.company import in_company
from recoupe.stages.stories.corpus import Corpus
from recoupe.stages.stories.days import Ints, Mask
from recoupe.stages.stories.links import Strengths

_MIN_CHANCE = 30
"""Notices that are less likely to tell one event, in hundredths, hold no group together. Where all that are
listed did, half a year of headlines hung together in one group (33,879 of 76,136), which one more article
told anew; so the largest has 1,932, the second 508. Labelled days among them P .857, R .590 to P .859, R
.598; each alone P .820, R .669 to P .828, R .664."""


@dataclass(frozen=True)
class Weeks:
    """Some weeks of links, one after the other among all: whose pairs, as Linked, where they begin and end.

    digest: of the links of these weeks and of all that have a document in common with them.
    """

    part: str
    begin: int
    end: int
    near: Sequence[int]
    digest: bytes


def holding(
    corpus: Corpus,
    linked: Sequence[Linked],
    at: Mapping[str, Ints],
    links: Strengths,
    *,
    joins: int,
    notes: GroupedNotes | None = None,
) -> tuple[Ints, GroupedNotes | None]:
    """Return the links that hold a group together, each judged among those of its layer and those below.

    linked, links: some weeks, and their links one after the other. at: the places of the documents of each.
    joins: the least strength of whole articles. notes: of the last time, they change nothing; and those for
    the next time, none where there is no link or a loud source has a layer of its own.
    """
    strong = np.where(links.whole > 0, links.strength >= joins, links.chance >= _MIN_CHANCE)
    if corpus.layer.any() or not linked:
        return np.flatnonzero(_judged(corpus.layer, links, strong)), None
    weeks = [*_weeks(linked, at)]
    known = dict(zip(notes.parts, zip(notes.digests, notes.holds, strict=True), strict=True)) if notes else {}
    holds = np.zeros(len(strong), dtype=bool)
    moved = []
    for i, each in enumerate(weeks):
        digest, bits = known.get(each.part, (b"", b""))
        if digest == each.digest:
            raw = np.frombuffer(bits, dtype=np.uint8)
            holds[each.begin : each.end] = np.unpackbits(raw, count=each.end - each.begin)
        else:
            moved.append(i)
    if moved:
        # All links of the documents that those of the moved weeks are linked to: no other tells of these.
        own = _of(weeks, moved)
        ends = np.zeros(len(corpus.layer), dtype=bool)
        of_own = own[strong[own]]
        ends[links.left[of_own]] = ends[links.right[of_own]] = True
        asked = _of(weeks, sorted({near for i in moved for near in weeks[i].near}))
        asked = asked[strong[asked]]
        asked = asked[ends[links.left[asked]] | ends[links.right[asked]]]
        judged = _judged(corpus.layer, links.chosen(asked), strong[asked])
        told = np.zeros(len(strong), dtype=bool)
        told[asked] = judged
        holds[own] = told[own]
    return np.flatnonzero(holds), GroupedNotes(
        make_id("groupnotes", "corpus"),
        tuple(each.part for each in weeks),
        tuple(each.digest for each in weeks),
        tuple(np.packbits(holds[each.begin : each.end]).tobytes() for each in weeks),
    )


def _judged(layer: Ints, links: Strengths, strong: Mask) -> Mask:
    """Tell which of the strong links hold a group together, as far as these links tell."""
    held = np.flatnonzero(strong)
    found = np.zeros(len(strong), dtype=bool)
    for known, at, own in links.chosen(held).by_layer(layer):
        holds = in_company(known.left, known.right, known.strength, n=len(layer))
        found[held[at]] = holds[own]
    return found


def _of(weeks: Sequence[Weeks], which: Iterable[int]) -> Ints:
    """Return the places of the links of some weeks."""
    found = [np.arange(weeks[i].begin, weeks[i].end) for i in which]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)


def _weeks(linked: Sequence[Linked], at: Mapping[str, Ints]) -> Iterator[Weeks]:
    """Yield the weeks of links, each with those that may have a document in common with it, and itself."""
    ends = np.cumsum([0, *(len(each.chance) for each in linked)]).tolist()
    places = [at[each.part] for each in linked]
    spans = [(int(own.min()), int(own.max())) if len(own) else (-1, -1) for own in places]
    digests = [_digest(each) for each in linked]
    for (begin, end), each, (first, last) in zip(pairwise(ends), linked, spans, strict=True):
        near = [i for i, (low, high) in enumerate(spans) if low <= last and high >= first]
        digest = xxhash.xxh3_128_digest(b"".join(digests[i] for i in near))
        yield Weeks(each.part, begin, end, near, digest)


def _digest(linked: Linked) -> bytes:
    """Return a digest of all that the links of some weeks say."""
    found = xxhash.xxh3_128("\0".join((linked.part, *linked.document_ids)).encode())
    for raw in (linked.left, linked.right, linked.strength, linked.chance, linked.whole):
        found.update(raw)
    return found.digest()
