"""What a clause says no to: read from its words of negation, or not at all where they leave a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span


@dataclass(frozen=True)
class Denial:
    """How a clause stands to what it says; offsets are those of its text.

    at: where what it denies begins; None when it affirms. words: those that deny by themselves ("refuse de"),
    which name nothing that happened. refused: whether they are a verb, and what stands before it no part of
    what is denied. unclear: it holds words of negation that turn round no one thing, as
    "only" or a denial of a denial, or it denies of some, or of more, what may be so of others.
    """

    at: int | None
    words: tuple[Span, ...]
    refused: bool
    unclear: bool


def denial_in(pack: Pack, plain: str) -> Denial:
    """Return what a clause, folded, says no to."""
    none = list(_found(pack, plain, "none"))
    later = [n for n in _found(pack, plain, "negation") if not any(n.meets(m) for m in none)]
    without = [w for w in _found(pack, plain, "without") if not any(w.meets(n) for n in (*later, *none))]
    refused = list(_found(pack, plain, "refusal"))
    # "Aucune enquête n'est ouverte", "ne circule pas": what is denied stands inside these words.
    starts = [n.start for n in (*none, *later)] + [n.end for n in (*without, *refused)]
    known = (*none, *later, *without, *refused)
    loose = any(not any(k.meets(w) for k in known) for w in _found(pack, plain, "loose"))
    some = any(
        word.end <= at for role in ("some", "all") for word in _found(pack, plain, role) for at in starts
    )
    more = bool(starts) and any(True for _ in _found(pack, plain, "anew"))
    unclear = loose or some or more or len(starts) > 1
    return Denial(None if unclear or not starts else starts[0], (*without, *refused), bool(refused), unclear)


def _found(pack: Pack, plain: str, role: str) -> Iterator[Span]:
    for rule in _rules(pack, role):
        yield from (Span(*match.span()) for match in rule.finditer(plain))


@cache
def _rules(pack: Pack, role: str) -> tuple[Rule, ...]:
    return pack.rules_with("story_facts", role=role)
