"""What a clause says of a thing that excludes all else of its kind: a colour, a storey, which one it is."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from functools import cache
from itertools import pairwise

from recoupe.packs import Pack
from recoupe.packs.alternatives import one_of
from recoupe.records.accounts import RANK, Contrast
from recoupe.stages.accounts.clauses import Clause
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.counted_nouns import noun_key
from recoupe.stages.read.amounts import by_form
from recoupe.stages.text.event_words import WORD, pattern
from recoupe.stages.text.folded import folded

_NEVER = "never"
"""What the pack's list says of nouns of which a kind of contrast says nothing."""

_BEFORE_CHARS = 24
"""How far before the word next to it a noun may begin: "alerte cyclonique rouge"."""

_BESIDE_CHARS = 14
"""How far behind its noun such a word may stand: "une voiture de couleur grise"."""


def contrasts_in(teller: Teller, clause: Clause) -> tuple[Contrast, ...]:
    """Return what a clause says so, in text order, each once.

    Nothing of a kind of which it gives several values for one thing: it tells of two things.
    """
    found = list(dict.fromkeys(_found(teller, clause)))
    values: dict[tuple[str, str], set[str]] = {}
    for one in found:
        values.setdefault((one.kind, one.thing), set()).add(one.value)
    return tuple(one for one in found if len(values[one.kind, one.thing]) == 1)


def _found(teller: Teller, clause: Clause) -> Iterator[Contrast]:
    written, known = _forms(teller.pack)
    text = folded(clause.span.of(teller.document.text))
    for match in written.finditer(text):
        kind, value, of_noun = known[match[0]]
        if not of_noun:
            yield Contrast(kind, "", value)
            continue
        thing = _thing_before(
            teller, clause, text[: match.start()], but=_never(teller.pack).get(kind, frozenset())
        )
        if thing is not None:
            yield Contrast(kind, thing, value)
    yield from _ranked(teller, text)


def _ranked(teller: Teller, text: str) -> Iterator[Contrast]:
    """Yield which one of its kind a clause says that a thing is: "il s'agit du quatrième foyer"."""
    ordinals = by_form(teller.pack, "ordinals")
    words = list(WORD.finditer(text))
    for rank, noun in pairwise(words):
        if rank[0] not in ordinals or noun[0] in ordinals or noun.start() - rank.end() != 1:
            continue
        if pattern(teller.pack, "it is the").search(text[: rank.start()]):
            yield Contrast(RANK, noun_key(teller.pack, noun[0]), str(ordinals[rank[0]]["number"]))


def _thing_before(teller: Teller, clause: Clause, before: str, *, but: Container[str]) -> str | None:
    """Return the key of the noun that stands right before a word; None for none, or one of `but`."""
    at = clause.span.start + len(before)
    for word, key in clause.placed:
        if not 0 <= at - word.end <= _BESIDE_CHARS:
            continue
        between = folded(teller.document.text[word.end : at])
        if not between.strip() or pattern(teller.pack, "of colour").search(between):
            # "Une alerte cyclonique rouge": the noun may have another word to itself.
            start = max(0, word.start - _BEFORE_CHARS)
            near = re.findall(r"[^\W\d_]+", folded(teller.document.text[start : word.end]))[-2:]
            return None if any(str(teller.pack.functions.singular(noun)) in but for noun in near) else key
    return None


@cache
def _forms(pack: Pack) -> tuple[re.Pattern[str], dict[str, tuple[str, str, bool]]]:
    known = {
        folded(form): (row["class"], row["value"], bool(row["of"]))
        for row in pack.lexicon("contrasts")
        for form in row["forms"].split("|")
        if row["of"] != _NEVER
    }
    return re.compile(rf"(?<![\w-]){one_of(known)}(?![\w-])"), known


@cache
def _never(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Return by kind the nouns of which it says nothing: one player sees a yellow card, another a red one."""
    return {
        row["class"]: frozenset(map(folded, row["forms"].split("|")))
        for row in pack.lexicon("contrasts")
        if row["of"] == _NEVER
    }
