"""What a text must hold for a pattern to match in it: a cheap look that spares most searches.

Most rules find nothing in most sentences, and a regular expression takes long to see that. What every
match must hold ("que ", a colon, a masked name) is read off the pattern itself, so that nothing has to
be kept in step with the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from functools import cache
from itertools import product
from re import IGNORECASE
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_MAX_WAYS = 12
"""Looking for more strings than these takes as long as many a search."""
_MAX_LOOKS = 2
_TELLING = 1.5
"""A string of less weight stands in most sentences."""
_LONG_MACRO = 40
_REPEATS = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_COMMON = frozenset(" ,.'’-")
_FIRST_PLACE = 0xF0000

Ways = frozenset[str]
"""Strings of which a text must hold one."""
_NOTHING: Ways = frozenset({""})
_Parts = Iterable[tuple[Any, Any]]
"""A parsed pattern: the code and the argument of each of its parts."""


class Needs:
    """Tells what texts must hold, for patterns that have macros in common: each macro is read once.

    places: what stands for each macro in a pattern that is asked about; for a long one a character.
    """

    def __init__(self, macros: Mapping[str, str]) -> None:
        long = sorted(name for name, text in macros.items() if len(text) > _LONG_MACRO)
        self.places = {**macros, **{name: chr(_FIRST_PLACE + i) for i, name in enumerate(long)}}
        self._macros = tuple(macros[name] for name in long)
        self._of_macro = cache(self._read_macro)

    def of(self, pattern: str) -> tuple[tuple[str, ...], ...]:
        """Return sets of strings, of each of which a text must hold one for the pattern to match in it.

        At most two sets, the most telling first; none when the pattern shows nothing worth looking for.

        >>> Needs({}).of(r"(?:d'|de )(?:lui|elle)\\b")
        (("d'elle", "d'lui", 'de elle', 'de lui'),)
        >>> Needs({}).of(r"\\w+ ?:(?=«)"), Needs({}).of(r"(?i:elle) \\d")
        ((('«',), (' :', ':')), ())
        """
        tree = parser.parse(pattern)
        sets = {ways for ways in self._sets(tree, fold=_folds(tree.state.flags)) if _weight(ways) > _TELLING}
        looks: list[Ways] = []
        for ways in sorted(sets, key=lambda ways: (-_weight(ways), len(ways), sorted(ways))):
            # "de la" is looked for: nothing is learnt from "de" any more.
            if len(looks) < _MAX_LOOKS and not any(_implies(look, ways) for look in looks):
                looks.append(ways)
        return tuple(tuple(sorted(ways)) for ways in looks)

    def _sets(self, parts: _Parts, *, fold: bool) -> list[Ways]:
        ways, sets = self._sequence(parts, fold=fold)
        return sets if ways is None else [*sets, ways]

    def _sequence(self, parts: _Parts, *, fold: bool) -> tuple[Ways | None, list[Ways]]:
        """Return all strings that parts in a row can match, None when they are many, and what else is needed.

        fold: letter case does not count.
        """
        sets: list[Ways] = []
        run, whole = _NOTHING, True
        for op, argument in parts:
            ways, inner = self._part(op, argument, fold=fold)
            sets += inner
            if ways is not None and len(run) * len(ways) <= _MAX_WAYS:
                run = frozenset(a + b for a, b in product(run, ways))
                if op not in _REPEATS or argument[1] == 1:
                    continue
            # The run of what stands side by side ends here, and maybe another begins.
            sets.append(run)
            run, whole = ways or _NOTHING, False
        return (run, sets) if whole else (None, [*sets, run])

    def _part(self, op: Any, argument: Any, *, fold: bool) -> tuple[Ways | None, list[Ways]]:
        """Return what `_sequence` does, for one part."""
        if op is ops.LITERAL and argument >= _FIRST_PLACE:
            return self._of_macro(argument - _FIRST_PLACE, fold)
        if op is ops.LITERAL:
            return _characters([(op, argument)], fold=fold), []
        if op is ops.IN:
            return _characters(argument, fold=fold), []
        if op is ops.SUBPATTERN:
            _, added, removed, inside = argument
            return self._sequence(inside, fold=(fold or _folds(added)) and not _folds(removed))
        if op is ops.ATOMIC_GROUP:
            return self._sequence(argument, fold=fold)
        if op is ops.BRANCH:
            return self._branches(argument[1], fold=fold)
        if op in _REPEATS:
            least, most, inside = argument
            ways, sets = self._sequence(inside, fold=fold)
            if least > 0:
                return ways, sets
            return (ways | _NOTHING if ways is not None and most == 1 else None), []
        if op is ops.ASSERT:
            # A look back may go behind the place where a search begins: nothing follows from it.
            direction, inside = argument
            return _NOTHING, self._sets(inside, fold=fold) if direction > 0 else []
        return (_NOTHING if op in (ops.ASSERT_NOT, ops.AT) else None), []

    def _branches(self, branches: Iterable[_Parts], *, fold: bool) -> tuple[Ways | None, list[Ways]]:
        every: Ways | None = frozenset()
        best: Ways = frozenset()
        for branch in branches:
            ways, sets = self._sequence(branch, fold=fold)
            every = every | ways if every is not None and ways is not None else None
            best |= max([*sets, ways or _NOTHING], key=_weight)
            if len(best) > _MAX_WAYS or (every is None and "" in best):
                return None, []
        return every, [] if every is not None else [best]

    def _read_macro(self, number: int, fold: bool) -> tuple[Ways | None, list[Ways]]:
        return self._sequence(parser.parse(self._macros[number]), fold=fold)


def _folds(flags: int) -> bool:
    return bool(flags & IGNORECASE)


def _weight(ways: Set[str]) -> float:
    """Return how telling a set is: long strings and masks are rare, single letters and spaces are not."""
    return min(sum(0.1 if c in _COMMON else 1.0 if c.isalpha() else 2.0 for c in way) for way in ways)


def _implies(look: Ways, other: Ways) -> bool:
    return all(any(part in way for part in other) for way in look)


def _characters(items: _Parts, *, fold: bool) -> Ways | None:
    """Return the characters of a class, None when they are many or their case does not count."""
    found: set[str] = set()
    for op, argument in items:
        if op not in (ops.LITERAL, ops.RANGE):
            return None
        first, last = (argument, argument) if op is ops.LITERAL else argument
        if last >= _FIRST_PLACE or last - first > _MAX_WAYS:
            return None
        found.update(map(chr, range(first, last + 1)))
    return None if fold and any(c.lower() != c.upper() for c in found) else frozenset(found)
