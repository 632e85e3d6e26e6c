"""Whether the later of two figures of one thing takes the place of the earlier: an update or no."""

from __future__ import annotations

import math
import re

from recoupe.records.accounts import Comparable
from recoupe.stages.crosscheck.figure_pairs import FATES, pair_traits, roundness_of
from recoupe.stages.crosscheck.same_figure import Figure, digits_of, figure_of
from recoupe.stages.crosscheck.trees import Traits, trees_in

FILE = "later_trees.json"
"""Written by training/later.py."""

LIKELY = 0.4
"""How likely an update must be. Of 993 labelled pairs of figures of one thing, each sixth of the stories left
out of training in turn, .76 are told right so, and of those that are left as no updates .76 are none
(training/later.py). By hours and growth alone .61 were told right, by weights that are added up .74. In the
tables of these stories more updates are told than with 0.5, and fewer taken for contradictions."""

_NUMBER, _SPACE = re.compile(r"\d+"), re.compile(r"(?<=\d)[\s.,](?=\d)")

_UNITS = ("km/h", "m", "m²", "m³", "kg", "°C")
"""What is measured so stays mostly as it was: the speed at which a coach drove."""


def likelihood(early: Comparable, late: Comparable, hours: float) -> float:
    """Return how likely it is that the later of two figures of one thing is an update, 0 to 1.

    hours: between their articles. 0 where one of the two can be compared with nothing.
    """
    before, after = figure_of(early), figure_of(late)
    if before is None or after is None:
        return 0.0
    if after.setting.is_revised and not before.setting.is_revised:
        # It says so itself: of 85 labelled pairs of which only the later figure does, 77 are updates.
        return 1.0
    return float(trees_in(FILE).chances([traits(before, after, hours)])[0])


def traits(early: Figure, late: Figure, hours: float) -> Traits:
    """Return what speaks for or against an update, by name: hours between the articles, both figures alike
    and each of them, and what they have in common."""
    units = {early.value.unit, late.value.unit}
    return {
        **pair_traits(early, late),
        **_telling(early, "before"),
        **_telling(late, "later"),
        **{unit: float(unit in units) for unit in _UNITS},
        "hours": hours,
        "named in the later": float(_is_named(early, late)),
        "named before": float(_is_named(late, early)),
        "risen": float(late.size > early.size),
        "rise": math.log1p(abs(late.size)) - math.log1p(abs(early.size)),
    }


def _is_named(figure: Figure, other: Figure) -> bool:
    """Tell whether the sentence of another figure names the number of one: "44 %, contre 38 % le matin"."""
    digits = digits_of(figure.told)
    return bool(digits) and digits in _NUMBER.findall(_SPACE.sub("", other.told.sentence_text))


def _telling(figure: Figure, when: str) -> Traits:
    setting, told = figure.setting, figure.told
    found = {
        "given": setting.is_given,
        "only value": setting.is_only,
        "in the opening": setting.opens,
        "provisional": setting.is_provisional,
        "revised": setting.is_revised,
        "grows": setting.grows,
        "falls": setting.falls,
        "people": setting.is_people,
        "people in general": setting.is_general,
        "total": setting.is_total,
        "part": setting.is_part,
        "one person": setting.is_one,
        "of a time before": setting.long_ago is not None,
        "stance": bool(setting.stance),
        "happened": setting.happened is not None,
        "fate": FATES[setting.fate],
        "authority": bool(told.authority),
        "hour told": told.as_of is not None,
        "uncertain": told.certainty != "certain",
        "quoted": told.quoted,
        "exact": figure.value.hedge == "exact",
        "roundness": roundness_of(figure.size),
    }
    return {f"{name}, {when}": float(value) for name, value in found.items()}
