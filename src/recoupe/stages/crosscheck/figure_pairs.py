"""How likely two figures of two articles count one thing, by all that their sentences have in common."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from recoupe.stages.crosscheck.same_figure import (
    MEASURES,
    TELLING,
    Figure,
    Kinship,
    Link,
    are_akin,
    are_of_one_place,
    comparable_units,
    digits_of,
    have_slipped,
    ids_of,
    kinship,
    link,
    match,
    may_be_of_one_town,
)
from recoupe.stages.crosscheck.trees import CLOSENESS, Pair, Traits, ahead_of, trees_in
from recoupe.stages.values.compare import Match, are_near
from recoupe.stages.values.ranks import ranked_apart

FILE = "figure_trees.json"
"""Written by training/figures.py."""

_KINSHIPS: Mapping[Kinship, float] = {
    "none": 0.0,
    "same people": 1.0,
    "kind": 2.0,
    "noun": 3.0,
    "some": 4.0,
    "happened": 5.0,
}
_SLOTS: Mapping[str, float] = {"count": 0.0, "amount": 1.0, "share": 2.0, "vote": 3.0}
FATES: Mapping[str, float] = {"no": 0.0, "one": 1.0, "all": 3.0}


def likelihoods(ours: Sequence[Figure], theirs: Sequence[Figure]) -> dict[Pair, float]:
    """Return how likely figures of two articles count one thing, 0 to 1, by the places of both.

    ours, theirs: all figures of each. Those of units that cannot be compared are left out.
    """
    return trees_in(FILE).likelihoods(traits_of(ours, theirs))


def traits_of(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[tuple[Pair, Traits]]:
    """Yield by the places of both what figures of two articles have in common and in what they part, by name.

    Those of units that cannot be compared are left out. The order of the two articles changes nothing.
    """
    beside = _Beside(ours, theirs)
    for i, j in beside.likeness:
        left, right = ours[i], theirs[j]
        yield (
            (i, j),
            {
                **pair_traits(left, right),
                **beside.traits(i, j),
            },
        )


def pair_traits(left: Figure, right: Figure) -> Traits:
    """Return what two figures have in common and in what they part, whatever else their articles count."""
    return {
        **_of_numbers(left, right),
        **_of_words(left, right),
        **_of_scopes(left, right),
        **_of_tellings(left, right),
    }


class _Beside:
    """All figures of two articles side by side: whether either has another one that is meant as well.

    likeness: of each pair of comparable units, how many words both sentences have in common, rare ones for
    more, those of what is counted for three times as much.
    """

    def __init__(self, ours: Sequence[Figure], theirs: Sequence[Figure]) -> None:
        self._ours, self._theirs = ours, theirs
        n_with = Counter(word for figure in (*ours, *theirs) for word in figure.all_words)
        n = len(ours) + len(theirs) + 1
        self._rarity = {word: math.log(n / found) for word, found in n_with.items()}
        self.likeness: dict[Pair, float] = {}
        self._match: dict[Pair, Match] = {}
        for i, left in enumerate(ours):
            for j, right in enumerate(theirs):
                if comparable_units(left, right):
                    shared = self._weight(left.all_words & right.all_words)
                    self.likeness[i, j] = shared + 2 * self._weight(left.words & right.words)
        self._by_side = (_grouped(self.likeness, side=0), _grouped(self.likeness, side=1))

    def _weight(self, words: frozenset[str]) -> float:
        # In order, so that the sum is the same in each run.
        return sum(map(self._rarity.__getitem__, sorted(words)))

    def traits(self, i: int, j: int) -> Traits:
        """Return what the other figures of both articles say of a pair."""
        left, right = self._ours[i], self._theirs[j]
        own = self.likeness[i, j]
        of_left = [(i, k) for k in self._by_side[0][i] if k != j]
        of_right = [(k, j) for k in self._by_side[1][j] if k != i]
        ahead = ahead_of(own, self.likeness, (of_left, of_right))
        n_same = sum(any(self._matched(*pair) == "same" for pair in side) for side in (of_left, of_right))
        nouns = [self._theirs[k].setting.noun == left.setting.noun for _, k in of_left]
        nouns += [self._ours[k].setting.noun == right.setting.noun for k, _ in of_right]
        return {
            "rare words": own,
            "rare words of the thing": self._weight(left.words & right.words),
            "likelier than others": min(ahead),
            "likelier than others of one": max(ahead),
            "others": float(len(of_left) + len(of_right)),
            "others of one value": float(n_same),
            "others of one noun": float(sum(nouns)),
        }

    def _matched(self, i: int, j: int) -> Match:
        if (i, j) not in self._match:
            self._match[i, j] = match(self._ours[i], self._theirs[j])
        return self._match[i, j]


def _grouped(pairs: Mapping[Pair, float], *, side: int) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for pair in pairs:
        found.setdefault(pair[side], []).append(pair[1 - side])
    return found


def _of_numbers(left: Figure, right: Figure) -> Traits:
    found = match(left, right)
    low, high = sorted((abs(left.size), abs(right.size)))
    rounded = sorted((roundness_of(left.size), roundness_of(right.size)))
    digits = digits_of(left.told)
    return {
        "values": CLOSENESS[found],
        "slot": _SLOTS.get(left.told.slot, 9.0),
        "measure": float(left.value.unit in MEASURES),
        "one unit": float(left.value.unit == right.value.unit),
        "values far apart": math.log((high + 1) / (low + 1)),
        "smaller value": math.log1p(low),
        "greater value": math.log1p(high),
        "rounder value": rounded[1],
        "less round value": rounded[0],
        "equal and telling": float(found == "same" and left.size >= TELLING),
        "equal digits": float(digits == digits_of(right.told) != ""),
        "digits slipped": float(found == "apart" and have_slipped(left.size, right.size)),
        "exact": float((left.value.hedge == "exact") + (right.value.hedge == "exact")),
    }


def roundness_of(size: float) -> float:
    """Return how much of a whole number's digits are zeros at its end, 0 to 1."""
    if size <= 0 or size != int(size):
        return 0.0
    digits = str(int(size))
    return (len(digits) - len(digits.rstrip("0"))) / len(digits)


def _of_words(left: Figure, right: Figure) -> Traits:
    a, b = left.setting, right.setting
    crossing = len(left.words & right.around) + len(right.words & left.around)
    around = (left.around - right.words) & (right.around - left.words)
    n_around = sorted((len(left.around), len(right.around)))
    told = [a.happened, b.happened]
    return {
        "kinship": _KINSHIPS[kinship(left, right)],
        "akin": float(are_akin(left, right)),
        "words of the thing": float(len(left.words & right.words)),
        "thing in the other's sentence": float(crossing),
        "other words": float(len(around)),
        "words around": float(len(left.around & right.around)),
        "words": float(len(left.all_words & right.all_words)),
        "fewer words of a thing": float(min(len(left.words), len(right.words))),
        "fewer words around": float(n_around[0]),
        "more words around": float(n_around[1]),
        "without a noun": float((not a.noun) + (not b.noun)),
        "same noun": float(bool(a.noun) and a.noun == b.noun),
        "noun in the other's sentence": float((a.noun in right.all_words) + (b.noun in left.all_words)),
        "nouns of one kind": float(bool(set(a.kinds) & set(b.kinds))),
        "happened": float(sum(one is not None for one in told)),
        "same happened": float(None not in told and told[0] == told[1]),
        "people": float(a.is_people + b.is_people),
        "people in general": float(a.is_general + b.is_general),
        "fates": FATES[a.fate] + FATES[b.fate],
        "one person": float(a.is_one + b.is_one),
        "other ranks": float(ranked_apart(a.ranks, b.ranks)),
    }


def _of_scopes(left: Figure, right: Figure) -> Traits:
    a, b = left.setting, right.setting
    scopes = [f.told.scope.casefold() for f in (left, right) if f.told.scope is not None]
    persons = [one.person for one in (a, b) if one.person is not None]
    return {
        "one place": float(are_of_one_place(a, b)),
        "places": float(bool(a.places) + bool(b.places)),
        "homes": float(bool(a.home) + bool(b.home)),
        "homes in common": float(len(set(a.home) & set(b.home))),
        "one town": float(may_be_of_one_town(left, right, is_equal=False)),
        "by town": float(a.by_town + b.by_town),
        "scopes": float(len(scopes)),
        "same scope": float(len(scopes) == 2 and scopes[0] == scopes[1]),
        "persons": float(len(persons)),
        "same person": float(len(persons) == 2 and persons[0] == persons[1]),
        "one is a total": float(a.is_total != b.is_total),
        "other time": float(a.long_ago != b.long_ago),
        "other area": float(a.area != b.area),
        "parts": float(a.is_part + b.is_part),
        "one is part of the other": float(left.size in b.parts or right.size in a.parts),
        "other stance": float(a.stance != b.stance),
    }


def _of_tellings(left: Figure, right: Figure) -> Traits:
    a, b = left.setting, right.setting
    named = [one for one in (left.authority, right.authority) if one is not None]
    return {
        "in the opening": float(a.opens + b.opens),
        "only values": float(a.is_only + b.is_only),
        "other polarity": float(left.told.polarity != right.told.polarity),
        "other certainty": float(left.told.certainty != right.told.certainty),
        "quoted": float(left.told.quoted + right.told.quoted),
        "hours told": float((left.told.as_of is not None) + (right.told.as_of is not None)),
        "provisional": float(a.is_provisional + b.is_provisional),
        "given": float(a.is_given + b.is_given),
        "revised": float(a.is_revised + b.is_revised),
        "authorities": float(len(named)),
        "same authority": float(len(named) == 2 and named[0] == named[1]),
        "grows": float(a.grows + b.grows),
    }


RIVAL = 0.97
"""Another value of an article that is so nearly as likely could as well be the one that is meant."""


def best_links(groups: Mapping[str, list[Figure]]) -> Iterator[tuple[tuple[str, str], Link]]:
    """Yield the links between the figures of different articles, by the ids of both, the lower one first.

    groups: the figures of each article. Of two articles a figure is linked to the likeliest of the other one,
    and only when that one has no likelier in turn. What an article says on two named authorities is no choice
    between them, nor is one value said twice.
    """
    documents = sorted(groups)
    for i, one in enumerate(documents):
        for other in documents[i + 1 :]:
            yield from _between(groups[one], groups[other])


def _between(ours: list[Figure], theirs: list[Figure]) -> Iterator[tuple[tuple[str, str], Link]]:
    scores = likelihoods(ours, theirs)
    of_ours, of_theirs = _by_figure(scores, side=0), _by_figure(scores, side=1)
    for (i, j), score in scores.items():
        a, b = ours[i], theirs[j]
        found = link(a, b, score)
        if found == "none":
            continue
        rivals = [*_rivals(of_ours[i], theirs, b), *_rivals(of_theirs[j], ours, a)]
        least = RIVAL if found == "apart" else 1.0
        if not any(rival > score * least for rival in rivals):
            yield ids_of(a, b), found


def _by_figure(scores: Mapping[tuple[int, int], float], *, side: int) -> dict[int, list[tuple[float, int]]]:
    """Return for each figure of a side how likely each of the other side is."""
    found: dict[int, list[tuple[float, int]]] = {}
    for pair, score in scores.items():
        found.setdefault(pair[side], []).append((score, pair[1 - side]))
    return found


def _is_rougher(left: Figure, right: Figure) -> bool:
    """Tell whether of two figures of one article the one tells the other more roughly, of the same thing."""
    if not are_near(left.value, right.value) or kinship(left, right) not in ("happened", "noun"):
        return False
    return match(left, right) in ("finer", "wider")


def _rivals(found: list[tuple[float, int]], figures: list[Figure], chosen: Figure) -> Iterator[float]:
    """Yield how likely the other figures are that could be meant instead of the chosen one."""
    for score, i in found:
        other = figures[i]
        ends = [(one.value.low, one.value.high) for one in (other, chosen)]
        # "210 voyageurs" in the title, "environ 210 voyageurs" in the text.
        is_same_value = ends[0] == ends[1] or digits_of(other.told) == digits_of(chosen.told) != ""
        is_same_value |= _is_rougher(other, chosen)
        named = {other.authority, chosen.authority}
        if not is_same_value and (None in named or len(named) == 1):
            yield score
