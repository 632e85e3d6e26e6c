"""How French nouns lose their plural."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_AIL = frozenset({"travaux", "vitraux", "coraux", "émaux", "baux", "soupiraux"})


@cache
def _invariable() -> frozenset[str]:
    path = Path(__file__).parent / "lexicon" / "invariable_nouns.tsv"
    return frozenset(x for x in path.read_text("utf-8").splitlines() if x and not x.startswith("#"))


def singular(noun: str) -> str:
    """Return the singular of a noun in lower case; what looks like one already comes back as it is.

    >>> singular("chevaux"), singular("voix"), singular("manifestants")
    ('cheval', 'voix', 'manifestant')
    """
    if noun in _invariable() or len(noun) < 3:
        return noun
    if noun in _AIL:
        return noun[:-3] + "ail"
    if noun.endswith("eaux"):
        return noun[:-1]
    if noun.endswith("aux"):
        return noun[:-3] + "al"
    if noun.endswith(("eux", "oux")) and len(noun) > 4:
        return noun[:-1]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
