"""Whether two articles' figures count one thing: by what is counted, what happened to it, when and where."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from recoupe.records.accounts import Comparable, Setting
from recoupe.records.values import AGE, UNNAMED_CURRENCY, Interval
from recoupe.stages.text.folded import bare_word
from recoupe.stages.values.compare import Match, match_intervals
from recoupe.stages.values.ranks import ranked_apart

Kinship = Literal["happened", "some", "noun", "kind", "same people", "none"]
"""How two figures' things are akin: the same happened to them; it happened to some of those of the other
figure, or to all of them ("five dead" and "five residents"); one noun; nouns for one thing; nouns for
people, one of which says no more than that; not at all."""

Link = Literal["same", "apart", "none"]
"""What two figures of two articles are to each other: one figure, two figures of one thing, or not to be
compared."""

LIKELY, LIKELY_APART, LIKELIER = 0.5, 0.7, 0.9
"""How likely it must be that two figures count one thing: where their values agree, where they part, and
where they part and are measures of which no word says what they are of ("5.85 metres"). On the labelled
stories, each sixth left out of training in turn, .88 of those so found are labelled as one thing where values
agree, and .82 where they part; .78 and .40 of all that are read are found (training/figures.py); of measures
of which no word says more .85 from 0.8 on, .68 between 0.7 and 0.8. Many of the others are of one thing that
nobody labelled. On 233 pairs of press headlines of one event, read by eye, 253 of 313 figures of one thing
were linked as agreeing, and five of two things, by weights that were added up."""

LIKE, LIKE_WORDS = 0.6, 4
"""So much of the words of two sentences, and so many, make them nearly one: on 1,600 press articles thirteen
small shares in copied sentences were linked by nothing else."""

TELLING = 13
"""A whole number below this is met by chance too often: on the open stories of the bench a third of equal
numbers under 13 count two things, of larger ones one in forty. Nouns that are not akin make it one by no
other words."""

CLEARLY = 0.85
"""From here on what the things of two figures are called does not keep them apart. On the labelled stories
that may be learnt from, each sixth left out in turn, .88 of 48 such pairs from 0.8 on are of one thing, .73
of 33 between 0.7 and that; of three such rows of the stories of 42,000 headlines one is wrong ("deux
policiers", "plusieurs policiers")."""

FAR = math.log(12)
"""Two figures of one thing are not twelve times apart, slips of a thousand left out: it is another thing."""

ROUGH = 0.15
"""A share in words is this far at most from the exact one, as a part of it: a third is told of 30 to 37 %."""

INHERENT = frozenset({"km/h", "kn", "°C", "magnitude"})
"""Measures that say by themselves what they are of: a speed, a heat, the force of an earthquake."""

MEASURES = frozenset({"m", "m²", "m³", "kg", "°C", "km/h", "kn", "W", "Wh", "magnitude"})

_DECIMAL = re.compile(r"(\d+)[.,](\d{1,2})(?!\d)")
"""A number with decimals, as it is written."""

_LONG_NAME = 4
"""Letters at least of a name that may be part of another one's: "Eu" ends many."""


@dataclass(frozen=True)
class Figure:
    """A comparable with a number, and its setting, laid out to be compared with many."""

    told: Comparable
    value: Interval
    setting: Setting

    @cached_property
    def words(self) -> frozenset[str]:
        """Stems of the words that say what is counted."""
        return frozenset(self.setting.words)

    @cached_property
    def around(self) -> frozenset[str]:
        """Stems of the rest of its sentence."""
        return frozenset(self.setting.around)

    @cached_property
    def all_words(self) -> frozenset[str]:
        """Stems of all words of its sentence."""
        return self.words | self.around

    @cached_property
    def size(self) -> float:
        """The number itself, its lower bound first."""
        return self.value.low or self.value.high or 0.0

    @cached_property
    def authority(self) -> str | None:
        """Who gives the figure, folded; None when the article itself does."""
        return self.told.authority[-1].name.casefold() if self.told.authority else None


def figure_of(told: Comparable) -> Figure | None:
    """Return a figure to compare; None when it has no setting or leaves too much open to exclude anything."""
    if not isinstance(told.value, Interval) or told.setting is None or is_vague(told.value):
        return None
    return Figure(told, told.value, told.setting)


def is_vague(value: Interval) -> bool:
    """Tell whether a figure leaves so much open that it excludes little: "des milliers de personnes"."""
    low, high = value.low, value.high
    return low is not None and high is not None and high > 3 * low > 0


def comparable_units(left: Figure, right: Figure) -> bool:
    """Tell whether two figures are of one kind of quantity: money of one currency, one measure, or counts.

    Money whose currency an article does not name may be of any. Ages are none of them.
    """
    if left.told.slot != right.told.slot:
        return False
    units = {left.value.unit, right.value.unit}
    if AGE in units:
        return False
    if left.told.slot == "amount" and UNNAMED_CURRENCY in units:
        return True
    if left.told.slot in ("amount", "share") or units & MEASURES:
        return len(units) == 1
    return left.told.slot != "vote" or not _are_of_two_camps(left, right)


def _are_of_two_camps(left: Figure, right: Figure) -> bool:
    """Tell whether votes for something meet those "against" it: "18 voix", "contre 15"."""
    ours, theirs = (figure.value.of or "" for figure in (left, right))
    return ours != theirs and (ours.endswith(f" {theirs}") or theirs.endswith(f" {ours}"))


def match(left: Figure, right: Figure) -> Match:
    """Return how the numbers of two figures relate, whatever they count.

    "A fifth" and "18 %" may be one share: a fraction in words is a round number. "Three" may be "2.9".
    """
    found = match_intervals(left.value, _of_unit(right.value, left.value.unit))
    is_rough = left.told.slot == "share" and not (digits_of(left.told) and digits_of(right.told))
    if found == "apart" and is_rough and abs(left.size - right.size) <= ROUGH * max(left.size, right.size):
        return "unknown"
    if found == "apart" and (_is_rounded(left, right) or _is_rounded(right, left)):
        return "unknown"
    return found


def _is_rounded(exact: Figure, rough: Figure) -> bool:
    """Tell whether a figure is another one, told with decimals, at fewer of them: 1.5 for 1.47, 3 for 2.9."""
    told, other = (_DECIMAL.search(figure.told.stated) for figure in (exact, rough))
    if told is None or not exact.size:
        return False
    number, n_decimals = float(f"{told[1]}.{told[2]}"), len(other[2]) if other is not None else 0
    in_its_unit = rough.size / (exact.size / number) if number else 0.0
    shift = 10**n_decimals
    return n_decimals < len(told[2]) and math.isclose(in_its_unit * shift, math.floor(number * shift + 0.5))


def link(left: Figure, right: Figure, likely: float) -> Link:
    """Return what two figures of two articles are to each other; in doubt "none".

    likely: how likely they are to count one thing; see `likelihood`.
    """
    if left.told.polarity != right.told.polarity or not comparable_units(left, right):
        return "none"
    found = match(left, right)
    is_equal = found == "same" or digits_of(left.told) == digits_of(right.told) != ""
    if found == "unknown" or not may_be_of_one_town(left, right, is_equal=is_equal):
        return "none"
    if ranked_apart(left.setting.ranks, right.setting.ranks):
        return "none"
    if found == "apart":
        kin = kinship(left, right)
        is_bare = (
            not are_akin(left, right) if left.value.unit in MEASURES else _is_of_nothing(left, right, kin)
        )
        least = LIKELIER if is_bare else LIKELY if kin == "happened" else LIKELY_APART
        is_likely = likely >= least or _is_nobody(left, right)
        is_alike = likely >= CLEARLY or _are_told_alike(left, right)
        may_part = is_alike and _are_of_one_scope(left, right)
        return "apart" if is_likely and may_part else "none"
    a, b = left.setting, right.setting
    if found != "same" and a.happened != b.happened and _is_of_fate(a, b):
        # Ten injured policemen are no exacter number of "some ten policemen in helmets".
        return "none"
    if not is_equal and left.told.slot == "count" and not are_akin(left, right):
        # "Une quinzaine de véhicules" is no rougher number of "quinze blessés".
        return "none"
    if found == "same" and _are_of_like_sentences(left, right):
        return "same"
    # The one of two dead whom an article names is not the only one of another.
    is_of_more = left.size == 1 and a.fate == "all" and a.is_one != b.is_one
    if found == "same" and (is_of_more or _are_two_persons(left, right)):
        return "none"
    # "Trois personnes ont été blessées", "trois victimes": of the dead all are told, not of the injured.
    is_of_others = {a.fate, b.fate} == {"one", "no"} and a.happened != b.happened and a.noun != b.noun
    # "Two men stole it", "two men were charged": people of whom one article alone tells what befell them.
    is_anybody = a.is_general and b.is_general and a.happened != b.happened
    is_loose = is_anybody or kinship(left, right) == "none"
    is_chance = left.told.slot == "count" and left.size < TELLING and (is_loose or is_of_others)
    return "same" if likely >= LIKELY and not is_chance else "none"


def _is_of_nothing(left: Figure, right: Figure, kin: Kinship) -> bool:
    """Tell whether a thing only stands in the sentence of another count: "deux fourgons", "un seul côté"."""
    return kin == "none" and left.told.slot == "count" and min(left.size, right.size) < TELLING


def _are_two_persons(left: Figure, right: Figure) -> bool:
    """Tell whether two single persons are called otherwise and share little else.

    "Un pêcheur est mort" is not "un automobiliste est mort"; either may be "un homme" or "un mort".
    """
    a, b = left.setting, right.setting
    if not left.size == right.size == 1 or a.noun == b.noun or a.is_general or b.is_general:
        return False
    if set(a.kinds) & set(b.kinds) or a.happened is None or a.happened != b.happened:
        return False
    if any(bare_word(a.happened).startswith(one.noun) for one in (a, b)):
        return False
    return len(left.around & right.around) < LIKE_WORDS // 2


def _are_of_like_sentences(left: Figure, right: Figure) -> bool:
    """Tell whether two sentences are nearly one: what is copied is of one thing, however little it says."""
    if left.setting.noun != right.setting.noun:
        return False
    ours, theirs = left.words | left.around, right.words | right.around
    return len(ours & theirs) >= max(LIKE_WORDS, LIKE * len(ours | theirs))


def kinship(left: Figure, right: Figure) -> Kinship:
    """Return how the things of two figures are akin."""
    a, b = left.setting, right.setting
    same_noun = bool(a.noun) and a.noun == b.noun
    same_kind = bool(set(a.kinds) & set(b.kinds))
    if a.happened is not None and a.happened == b.happened:
        whole = all(_is_whole(s) for s in (a, b))
        if same_noun or same_kind or whole:
            return "happened"
        if any(_is_whole(s) for s in (a, b)):
            return "some"
    if same_noun and not a.is_general:
        return "noun"
    has_one_holder = a.person is not None and a.person == b.person
    if left.told.slot == "share" and has_one_holder and not (a.noun and b.noun):
        # "L'Union obtient 28 %", "l'Union, avec 29 %".
        return "noun"
    if same_kind or left.value.unit == right.value.unit in INHERENT:
        return "kind"
    people = a.is_people and b.is_people
    return "same people" if people and (a.is_general or b.is_general) and a.happened == b.happened else "none"


def are_far(left: Figure, right: Figure) -> bool:
    """Tell whether two figures are too far apart to be of one thing, or one is below 0."""
    if min(left.size, right.size) < 0:
        return True
    return abs(math.log((left.size + 1) / (right.size + 1))) > FAR


def _are_of_one_scope(left: Figure, right: Figure) -> bool:
    """Tell whether two figures can be of one time, place and person, and neither is a part of the other."""
    a, b = left.setting, right.setting
    if _is_part_of(left, right):
        return False
    if are_far(left, right):
        return False
    if (
        a.stance != b.stance
        or a.is_total != b.is_total
        or a.long_ago != b.long_ago
        or a.area != b.area
        or (_are_parts(left, right) and not _are_exchanged(left.size, right.size))
    ):
        return False
    if left.told.slot in ("share", "vote") and None not in (a.person, b.person) and a.person != b.person:
        return False
    scopes = [f.told.scope.casefold() for f in (left, right) if f.told.scope is not None]
    return are_of_one_place(a, b) and (len(scopes) < 2 or scopes[0] == scopes[1])


def _are_told_alike(left: Figure, right: Figure) -> bool:
    """Tell whether two figures are of things, or people, that are told to be one."""
    a, b = left.setting, right.setting
    needs_noun = left.told.slot in ("count", "share") and left.value.unit not in MEASURES
    is_nobody = _is_nobody(left, right)
    if needs_noun and not are_akin(left, right) and not is_nobody:
        return False
    # An article may tell of the injured policemen alone; of the dead it tells all, whatever it calls them.
    is_some = kinship(left, right) == "some" and not (a.fate == "all" and a.is_only and b.is_only)
    if (a.is_one or b.is_one or is_some) and not is_nobody:
        return False
    return a.happened == b.happened or not (None not in (a.happened, b.happened) or _is_of_fate(a, b))


def _are_parts(left: Figure, right: Figure) -> bool:
    """Tell whether one figure is of a part, and the other is not of one that is called the same.

    "20 000 nouveaux adhérents" are compared with "10 000 nouveaux adhérents", and with nothing else.
    """
    if left.setting.is_part and right.setting.is_part:
        return len(left.words) == 1 or left.words != right.words
    return left.setting.is_part or right.setting.is_part


def _is_part_of(left: Figure, right: Figure) -> bool:
    """Tell whether one figure is told elsewhere as some of what the other counts."""
    return left.size in right.setting.parts or right.size in left.setting.parts


def are_akin(left: Figure, right: Figure) -> bool:
    """Tell whether one figure's thing is the other's, or stands in its sentence."""
    if kinship(left, right) != "none":
        return True
    return bool(left.words & right.around or right.words & left.around)


def _is_of_fate(a: Setting, b: Setting) -> bool:
    """Tell whether one of two figures of people counts the dead: "six hikers" is no other number of them."""
    return a.is_people and b.is_people and (a.fate != "no" or b.fate != "no")


def have_slipped(left: float, right: float) -> bool:
    """Tell whether one number is the other with a zero more or less, or with two of its digits exchanged."""
    digits = [
        sorted(f"{size:.12g}".replace(".", "").replace("-", "").replace("0", "")) for size in (left, right)
    ]
    return digits[0] == digits[1] and max(left, right) >= TELLING


def _are_exchanged(left: float, right: float) -> bool:
    """Tell whether two numbers have the same digits in another order: a slip, whatever they count."""
    return have_slipped(left, right) and len(f"{left:.0f}") == len(f"{right:.0f}")


def digits_of(figure: Comparable) -> str:
    """Return the digits that a figure is written with, whatever hedge stands before it."""
    return "".join(filter(str.isdecimal, figure.stated))


def may_be_of_one_town(left: Figure, right: Figure, *, is_equal: bool) -> bool:
    """Tell whether two figures can be of one town, where an article goes from town to town.

    Elsewhere any town may stand beside a figure: where the injured were taken to. In a round-up a figure
    whose town is not known is compared with an equal one at most.
    """
    a, b = left.setting, right.setting
    if not (a.by_town or b.by_town) or set(a.towns) & set(b.towns):
        return True
    return is_equal and not (a.towns and b.towns)


def _is_nobody(left: Figure, right: Figure) -> bool:
    """Tell whether one says that it happened to nobody: that leaves out everybody, whoever they are.

    Not so of two articles that open in two places: there was nobody in this one.
    """
    a, b = left.setting, right.setting
    same_home = not (a.home and b.home) or bool(set(a.home) & set(b.home))
    return (
        same_home and a.happened is not None and a.happened == b.happened and 0.0 in (left.size, right.size)
    )


def are_of_one_place(a: Setting, b: Setting) -> bool:
    """Tell whether two sentences speak of one place; one that names none speaks of where its article is.

    Round-ups of a day give one count for each town, so a place that nothing connects is another place.
    """
    if a.places and b.places:
        return _are_one(a.places, b.places) or _is_land_of(a, b) or _is_land_of(b, a)
    if not a.places and not b.places:
        return True
    named, other = (a, b) if a.places else (b, a)
    # A place whose name the other sentence has, too, though not known there as one.
    is_told = bool(set(named.places) & set(other.around)) or _are_one(named.places, other.home)
    # "600 blessés" in Turkey are those of Elazig, where both articles begin.
    is_told = is_told or (named.is_land and _are_one(named.home, other.home))
    return is_told or (named.opens and not other.home)


def _is_land_of(land: Setting, other: Setting) -> bool:
    """Tell whether one sentence names a country only, and its article opens with the other's place in it."""
    may_lie = not other.lands or bool(set(land.lands) & set(other.lands))
    return land.is_land and not other.is_land and may_lie and _are_one(other.places, land.home)


def _are_one(places: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether a place is one of some others, or is named after it: "the tunnel of Corbelin"."""
    return any(a == b or _is_named_after(a, b) or _is_named_after(b, a) for a in places for b in others)


def _is_named_after(place: str, town: str) -> bool:
    return place.endswith(f" {town}") and len(town) >= _LONG_NAME


def _is_whole(setting: Setting) -> bool:
    """Tell whether the noun takes in everybody to whom it happened: "morts", "personnes", not "enfants"."""
    return setting.is_general or not setting.is_people


def _of_unit(value: Interval, unit: str) -> Interval:
    return Interval(
        value.low,
        value.high,
        unit,
        of=value.of,
        hedge=value.hedge,
        low_open=value.low_open,
        high_open=value.high_open,
    )


def ids_of(left: Figure, right: Figure) -> tuple[str, str]:
    """Return the ids of two figures, the lower one first: what a link is kept by."""
    first, last = sorted((left.told.id, right.told.id))
    return first, last
