"""Odds: what traits that speak for and against something make of it together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping


def likelihood_of(traits: Iterable[tuple[str, float]], *, bias: float, weights: Mapping[str, float]) -> float:
    """Return how likely it is, 0 to 1, by a logistic regression; a trait without a weight says nothing."""
    logit = bias + sum(weights.get(name, 0.0) * value for name, value in traits)
    return 1 / (1 + math.exp(-logit))
