"""Whether the later of two figures of one thing takes the place of the earlier: an update or no."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations

from recoupe.records.accounts import Comparable
from recoupe.records.values import Interval
from recoupe.stages.crosscheck.later_weights import BIAS, WEIGHTS
from recoupe.stages.crosscheck.odds import likelihood_of

LIKELY = 0.4
"""How likely an update must be. Of 967 labelled pairs of figures of one thing, each eighth of the stories
left out of training in turn, .74 are told right so, and of those that are left as no updates .78 are none
(training/later.py). By hours and growth alone .61 were told right."""

_BANDS = ((96.0, "days"), (24.0, "a day"), (12.0, "half a day"), (4.0, "hours"), (0.0, "at once"))
"""Hours from which on one article is so much later than another."""

_NEAR, _FAR = 0.12, 0.7
"""Logarithms of how many times a figure is the other: below the first they are near, above the second far."""


def likelihood(early: Comparable, late: Comparable, hours: float) -> float:
    """Return how likely it is that the later of two figures of one thing is an update, 0 to 1.

    hours: between their articles. A logistic regression; see `later_weights`.
    """
    return likelihood_of(traits(early, late, hours), bias=BIAS, weights=WEIGHTS)


def traits(early: Comparable, late: Comparable, hours: float) -> Iterator[tuple[str, float]]:
    """Yield what speaks for or against an update, by name; what is not yielded is 0."""
    band = next(name for least, name in _BANDS if hours >= least)
    before, after = (_size(c) for c in (early, late))
    distance = abs(math.log((abs(after) + 1) / (abs(before) + 1)))
    step = "near" if distance < _NEAR else "far" if distance >= _FAR else "apart"
    yield "later", min(6.0, math.log1p(hours / 3))
    yield band, 1.0
    yield step, 1.0
    yield f"{band}, {step}", 1.0
    signs = list(_signs(early, late, has_risen=after > before))
    for sign in signs:
        yield sign, 1.0
        yield f"{band}, {sign}", 1.0
        yield f"{step}, {sign}", 1.0
    for one, other in combinations(signs, 2):
        yield f"{one}, {other}", 1.0
    yield from _tellings(early, late)


def _signs(early: Comparable, late: Comparable, *, has_risen: bool) -> Iterator[str]:
    settings = [s for s in (early.setting, late.setting) if s is not None]
    grows = any(s.grows for s in settings)
    yield late.slot
    yield f"{late.slot} {'risen' if has_risen else 'fallen'}"
    if grows:
        yield "grows and has risen" if has_risen else "grows and has fallen"
    if any(s.falls for s in settings):
        yield "may fall"
    if any(s.is_people for s in settings):
        yield "people"
    if late.setting is not None and late.setting.is_revised:
        yield "revised"
    if late.setting is not None and late.setting.opens:
        yield "opens the later"
    if late.as_of is not None:
        yield "told with its hour"
    yield _voices(early, late)


def _voices(early: Comparable, late: Comparable) -> str:
    told = [{c.authority[-1].name.casefold()} if c.authority else set() for c in (early, late)]
    if not any(told):
        return "nobody named"
    if not all(told):
        return "somebody named later" if told[1] else "somebody named before"
    return "one authority" if told[0] & told[1] else "two authorities"


def _tellings(early: Comparable, late: Comparable) -> Iterator[tuple[str, float]]:
    for when, one in (("before", early), ("later", late)):
        setting = one.setting
        yield f"hour told {when}", float(one.as_of is not None)
        yield f"uncertain {when}", float(one.certainty != "certain")
        yield f"quoted {when}", float(one.quoted)
        if isinstance(one.value, Interval):
            yield f"{one.value.hedge} {when}", 1.0
        if setting is not None:
            yield f"provisional {when}", float(setting.is_provisional)
            yield f"revised {when}", float(setting.is_revised)
            yield f"in the opening {when}", float(setting.opens)
            yield f"of a time before, {when}", float(setting.long_ago is not None)
            yield f"{setting.fate} {when}", 1.0


def _size(told: Comparable) -> float:
    value = told.value
    return (value.low or value.high or 0.0) if isinstance(value, Interval) else 0.0
