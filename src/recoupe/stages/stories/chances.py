"""How likely it is that two documents tell one event: all that speaks for it taken together."""

from __future__ import annotations

import numpy as np

from recoupe.stages.stories.days import MILLION, Ints
from recoupe.stages.stories.links import Likeness
from recoupe.stages.stories.shared import all_shared
from recoupe.stages.stories.window import Floats

_FOR_COMPANY, _BIAS, _FOR_COPIES = 5.258, -7.504, 0.6
"""Learnt with `similar._WEIGHTS`."""
_FOR_ARTICLES = 1.7001
"""The least strength that joins two whole articles is then the least chance that joins two groups."""
_STEPS = 100
"""Steps of a chance of 1, as readers see it: what one more document moves by less is not told anew. On eleven
days of headlines, each alone, F .737; in millionths F .731."""


def chances(like: Likeness, layer: Ints) -> Ints:
    """Return for each pair how likely it is that both documents tell one event, in millionths.

    layer: of each document. Each chance is told from the documents of its layer and those below.
    """
    return likely(like, companies(like, layer))


def companies(like: Likeness, layer: Ints) -> Floats:
    """Return the company that the two documents of each pair keep, among those of its layer and below."""
    found = np.zeros(len(like.left))
    for known, at, own in like.by_layer(layer):
        found[at] = company(known, n=len(layer))[own]
    return found


def likely(like: Likeness, kept: Floats) -> Ints:
    """Return how likely it is that two documents tell one event, in millionths. kept: the company they keep.

    A name that both have says little when they have many in common: a long-running affair has always the same
    ones. What is copied counts on top. The strength of two whole articles is told from their text and stands
    for itself.

    Tried without gain: letters, prefixes, how near the words of two titles are in use (open word vectors:
    means, best matches, those of names; F .707 to .727, .720 without), what parts two groups of one affair, a
    second round of company, groups joined further by what is learnt of two groups, notices moved to the group
    they are likeliest to belong to. Boosted trees of 49 traits gave F .695, of ten .694.
    """
    logit = _FOR_COMPANY * kept + like.names / MILLION + _BIAS
    of_notices = 1 / (1 + np.exp(-logit)) + _FOR_COPIES * like.percent / 100
    of_articles = _FOR_ARTICLES * like.strength / MILLION
    chance = np.minimum(1.0, np.where(like.whole > 0, of_articles, of_notices))
    found: Ints = np.rint(chance * _STEPS).astype(np.int64) * (MILLION // _STEPS)
    return found


def company(like: Likeness, *, n: int) -> Floats:
    """Return the cosine of what two of n documents are like, each other included; 0 for whole articles.

    Two documents that are like the same others are likelier to tell one event than two that are like each
    other only.
    """
    known = asking(like, n=n)
    shared = np.zeros(len(like.left), dtype=np.int64)
    shared[known] = all_shared(like.left[known], like.right[known], like.strength[known], n=n)
    return company_of(like, shared, n=n)


def asking(like: Likeness, *, n: int) -> Ints:
    """Return the links whose company counts: between documents that are each like another as a notice.

    Whole articles have neighbours by the hundred: threes of these are not gone through.
    """
    asks = np.zeros(n, dtype=bool)
    asks[like.left[like.whole == 0]] = asks[like.right[like.whole == 0]] = True
    return np.flatnonzero(asks[like.left] & asks[like.right])


def company_of(like: Likeness, shared: Ints, *, n: int) -> Floats:
    """Return the company that two documents keep, from what they share as `shared_in` has it."""
    strength = like.strength.astype(np.float64)
    # Sums of whole numbers below 2**53: their order does not matter.
    squares = np.bincount(like.left, weights=strength**2, minlength=n)
    squares += np.bincount(like.right, weights=strength**2, minlength=n)
    lengths = np.sqrt(float(MILLION**2) + squares)
    found = (2 * MILLION * strength + shared) / (lengths[like.left] * lengths[like.right])
    return np.where(like.whole > 0, 0.0, found)
