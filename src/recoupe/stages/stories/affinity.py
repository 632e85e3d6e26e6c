"""How much two documents look like tellings of one event, from their profiles and what they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from recoupe.records.relations import Profile, Reuse
from recoupe.settings import StorySettings

# A corpus of five articles says little about how rare a word is: as if 300 others, each with other
# words, had been read before.
_PRIOR_DOCUMENTS = 300
_COPY_KINDS = frozenset({"copy", "near copy"})


@dataclass(frozen=True)
class Vector:
    """A profile with its words and names weighed by rarity, each of length 1 (or empty)."""

    profile: Profile
    terms: Mapping[str, float]
    names: Mapping[str, float]


@dataclass(frozen=True)
class Evidence:
    """What speaks for two documents telling one event.

    terms, names: cosines, 0 to 1. n_names, n_days, n_encounters: what they have in common. copied: share
    of the shorter article that is copied. near_in_time: surely published within two days of each other.
    apart: surely published too far apart to be one.
    strength: all together, 0 to 1.
    """

    terms: float
    names: float
    n_names: int
    n_days: int
    n_encounters: int
    copied: float
    near_in_time: bool
    apart: bool
    strength: float


@dataclass(frozen=True)
class Rarity:
    """In how many of the documents each term and name stands."""

    n_documents: int
    n_with_term: Mapping[str, int]
    n_with_name: Mapping[str, int]

    def of_term(self, term: str) -> float:
        """Return the weight of a term: the rarer the higher."""
        return self._weight(self.n_with_term.get(term, 0))

    def of_name(self, name: str) -> float:
        """Return the weight of a name: the rarer the higher."""
        return self._weight(self.n_with_name.get(name, 0))

    def _weight(self, n_with: int) -> float:
        return math.log((self.n_documents + _PRIOR_DOCUMENTS) / (n_with + 1))


def rarity(profiles: Iterable[Profile]) -> Rarity:
    """Return how rare the words and names of a corpus are; no matter in what order it is given."""
    terms: Counter[str] = Counter()
    names: Counter[str] = Counter()
    n = 0
    for profile in profiles:
        n += 1
        terms.update(term for term, _ in profile.terms)
        names.update(name for name, _ in profile.names)
    return Rarity(n, terms, names)


def vector(profile: Profile, rare: Rarity) -> Vector:
    """Return a profile weighed by rarity.

    Rarity counts squared: on 480 invented articles of which 40 tell 20 events twice (authored-fr, every
    date ignored), 15 of the 20 pairs are above the 20 most alike of 114,940 others; 8 with plain TF-IDF.
    """
    terms = {term: weight * rare.of_term(term) ** 2 for term, weight in profile.terms}
    names = {name: rare.of_name(name) ** 2 for name, _ in profile.names}
    return Vector(profile, _unit(terms), _unit(names))


def _unit(weights: dict[str, float]) -> dict[str, float]:
    norm = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {key: weight / norm for key, weight in weights.items()} if norm else {}


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    if len(left) > len(right):
        left, right = right, left
    # fsum: the sum does not depend on the order of the keys.
    return math.fsum(weight * right[key] for key, weight in left.items() if key in right)


def evidence(left: Vector, right: Vector, *, copied: float, settings: StorySettings) -> Evidence:
    """Return what speaks for two documents telling one event; the order of the two is no matter."""
    one, other = left.profile, right.profile
    terms = _cosine(left.terms, right.terms)
    names = _cosine(left.names, right.names)
    n_names = len(left.names.keys() & right.names.keys())
    n_days = len(set(one.days) & set(other.days))
    n_encounters = len(set(one.encounters) & set(other.encounters))
    apart = _is_apart(one, other, timedelta(days=settings.window_days))
    near = _is_near(one, other)
    # Two short lists of much-named people look alike by chance: names count as far as words bear them out.
    strength = 0.6 * terms + 0.4 * min(names, 2 * terms)
    if strength >= settings.related_similarity / 2:
        # These say nothing alone: two articles on nothing in common speak of "yesterday", too.
        strength += 0.01 * min(n_days, 2) + 0.03 * min(n_encounters, 2) + (0.12 if near else 0.0)
    strength += 0.4 * copied
    if apart:
        strength = 0.0
    strength = round(min(strength, 1.0), 6)
    return Evidence(terms, names, n_names, n_days, n_encounters, copied, near, apart, strength)


def _is_near(left: Profile, right: Profile) -> bool:
    """Tell whether the two were surely published within two days of each other; a month is not sure."""
    if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
        return False
    return max(left.latest, right.latest) - min(left.earliest, right.earliest) <= timedelta(days=3)


def _is_apart(left: Profile, right: Profile, window: timedelta) -> bool:
    """Tell whether the two were surely published further apart than the window; no date, no evidence."""
    if left.earliest is None or left.latest is None or right.earliest is None or right.latest is None:
        return False
    return left.earliest - right.latest > window or right.earliest - left.latest > window


def copied_words(reuses: Iterable[Reuse]) -> dict[tuple[str, str], int]:
    """Return the words of each pair of documents that one copied from the other or both from a third.

    Templates of an outlet and quotations that both have join nothing.
    """
    n_words: Counter[tuple[str, str]] = Counter()
    for reuse in reuses:
        if reuse.kind in _COPY_KINDS:
            n_words[(reuse.left.document_id, reuse.right.document_id)] += reuse.n_words
    return dict(n_words)
