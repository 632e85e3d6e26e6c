"""Whether two articles' ages are of one person: by the name, the noun, or because each tells one age only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from recoupe.stages.crosscheck.same_figure import AGE, Figure, Link, ids_of

SLIP = 3
"""Years that two ages of one person may lie apart: a birthday, a slip. Further apart they are of two persons,
unless both articles name the person, or call him the same."""


def age_links(groups: Mapping[str, Sequence[Figure]]) -> Iterator[tuple[tuple[str, str], Link]]:
    """Yield the links between the ages that different articles tell, by the ids of both, the lower one first.

    groups: the figures of each article. Two persons of different names are never one, nor is
    somebody of years ago.
    """
    ages = {document: [f for f in told if f.value.unit == AGE] for document, told in groups.items()}
    for one, other in combinations(sorted(ages), 2):
        only = all(len({f.size for f in ages[document]}) == 1 for document in (one, other))
        for left in ages[one]:
            for right in ages[other]:
                found = _link(left, right, only=only)
                if found != "none":
                    yield ids_of(left, right), found


def _link(left: Figure, right: Figure, *, only: bool) -> Link:
    """Return what two ages are to each other. only: neither article tells another age."""
    a, b = left.setting, right.setting
    named = None not in (a.person, b.person)
    if (named and a.person != b.person) or a.long_ago != b.long_ago:
        return "none"
    if left.size == right.size:
        return "same"
    is_one_noun = bool(left.words & right.words or set(a.kinds) & set(b.kinds))
    is_one = named or is_one_noun or (only and abs(left.size - right.size) <= SLIP)
    return "apart" if is_one else "none"
