"""Whether two articles' figures count one thing: by what is counted, what happened to it, when and where."""

from __future__ import annotations

import math
from typing import Literal

from recoupe.records.relations import Comparable, Setting
from recoupe.records.values import Interval
from recoupe.stages.values.compare import Match, match_intervals

Kinship = Literal["happened", "noun", "kind", "same people", "none"]
"""How two figures' things are akin: the same happened to them; one noun; nouns for one thing; nouns for
people, one of which says no more than that; not at all."""

Link = Literal["same", "apart", "none"]
"""What two figures of two articles are to each other: one figure, two figures of one thing, or not to be
compared."""

TELLING = 13
"""A whole number below this is met by chance too often: on the open stories of the bench a third of equal
numbers under 13 count two things, of larger ones one in forty."""

FAR = math.log(12)
"""Two figures of one thing are not twelve times apart, slips of a thousand left out: it is another thing."""

MEASURES = frozenset({"m", "m²", "kg", "°C", "km/h", "L", "t", "kn"})


def comparable_units(left: Comparable, right: Comparable) -> bool:
    """Tell whether two figures are of one kind of quantity: money of one currency, one measure, or counts."""
    assert isinstance(left.value, Interval) and isinstance(right.value, Interval)
    if left.slot != right.slot:
        return False
    if left.slot in ("amount", "share") or {left.value.unit, right.value.unit} & MEASURES:
        return left.value.unit == right.value.unit
    return True


def link(left: Comparable, right: Comparable) -> Link:
    """Return what two figures of two articles are to each other; in doubt "none".

    Equal values need little more than nouns that agree: a wrong guess costs nothing. Values that part need
    one thing, counted at one time and place, and words in common: a wrong guess is a false alarm.
    """
    a, b = left.setting, right.setting
    if a is None or b is None or not comparable_units(left, right):
        return "none"
    if a.happened and b.happened and a.happened != b.happened:
        return "none"
    if a.is_total != b.is_total or left.polarity != right.polarity:
        return "none"
    match = _match(left, right)
    if match in ("same", "finer", "wider"):
        return "same" if _meets(left, right, match) else "none"
    if match == "unknown" or not _same_circumstances(left, right):
        return "none"
    return "apart" if _parts(left, right) else "none"


def values_part(left: Comparable, right: Comparable) -> bool:
    """Tell whether two figures exclude each other, whatever they count."""
    return _match(left, right) == "apart"


def kinship(a: Setting, b: Setting) -> Kinship:
    """Return how the things of two figures are akin."""
    same_noun = bool(a.noun) and a.noun == b.noun
    same_kind = bool(set(a.kinds) & set(b.kinds))
    if a.happened is not None and a.happened == b.happened:
        whole = all(_is_whole(s) for s in (a, b))
        if same_noun or same_kind or whole:
            return "happened"
    if same_noun and not a.is_general:
        return "noun"
    if same_kind:
        return "kind"
    people = a.is_people and b.is_people
    return "same people" if people and (a.is_general or b.is_general) and a.happened == b.happened else "none"


def _is_whole(setting: Setting) -> bool:
    """Tell whether the noun takes in everybody to whom it happened: "morts", "personnes", not "enfants"."""
    return setting.is_general or not setting.is_people


def _match(left: Comparable, right: Comparable) -> Match:
    assert isinstance(left.value, Interval) and isinstance(right.value, Interval)
    return match_intervals(left.value, _of_unit(right.value, left.value.unit))


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


def _size(figure: Comparable) -> float:
    assert isinstance(figure.value, Interval)
    return figure.value.low or figure.value.high or 0.0


def is_vague(figure: Comparable) -> bool:
    """Tell whether a figure leaves so much open that it excludes little: "des milliers de personnes"."""
    assert isinstance(figure.value, Interval)
    low, high = figure.value.low, figure.value.high
    return low is not None and high is not None and high > 3 * low > 0


def _is_telling(figure: Comparable) -> bool:
    size = _size(figure)
    return size >= TELLING or size != int(size)


def _n_around(a: Setting, b: Setting) -> int:
    """Return how many words of the two sentences agree, those that say what is counted left out."""
    return len((set(a.around) - set(b.words)) & (set(b.around) - set(a.words)))


def _meets(left: Comparable, right: Comparable, match: Match) -> bool:
    a, b = left.setting, right.setting
    assert a is not None and b is not None
    kin, sizes = kinship(a, b), (_size(left), _size(right))
    if match != "same" and kin != "happened" and max(sizes) > 2 * min(sizes):
        # "At least 200" leaves room for whatever comes.
        return False
    if match != "same" and not _same_circumstances(left, right):
        return False
    if kin in ("happened", "noun", "kind"):
        return True
    common = _n_around(a, b) or set(a.words) & set(b.around) or set(b.words) & set(a.around)
    telling = _is_telling(left) and _is_telling(right)
    if kin == "same people":
        return bool(telling and common) or (match == "same" and bool(telling or common))
    if left.slot in ("amount", "share"):
        return bool(telling and common)
    return match == "same" and telling and _size(left) >= 20 and bool(common)


def _same_circumstances(left: Comparable, right: Comparable) -> bool:
    """Tell whether two figures speak of one time and place, as far as their sentences say."""
    a, b = left.setting, right.setting
    assert a is not None and b is not None
    if a.long_ago != b.long_ago or (left.slot == "count" and (a.is_part or b.is_part)):
        return False
    if a.area != b.area or not _same_place(a, b):
        return False
    scopes = [c.scope.casefold() for c in (left, right) if c.scope is not None]
    return len(scopes) < 2 or scopes[0] == scopes[1]


def _same_place(a: Setting, b: Setting) -> bool:
    """Tell whether two sentences speak of one place; one that names none speaks of where its article is.

    Round-ups of a day give one count for each town, so a place that nothing connects is another place.
    """
    if a.places and b.places:
        return bool(set(a.places) & set(b.places))
    if not a.places and not b.places:
        return True
    named, other = (a, b) if a.places else (b, a)
    return bool(set(named.places) & set(other.home)) or (named.opens and not other.home)


def _parts(left: Comparable, right: Comparable) -> bool:
    """Tell whether two figures that exclude each other are surely of one thing."""
    a, b = left.setting, right.setting
    assert a is not None and b is not None
    sizes = _size(left), _size(right)
    if min(sizes) < 0 or abs(math.log((sizes[0] + 1) / (sizes[1] + 1))) > FAR:
        return False
    if not (a.is_only and b.is_only) and not (a.opens and b.opens):
        return False
    kin = kinship(a, b)
    around = _n_around(a, b)
    ground = around + (a.opens and b.opens) + (a.is_only and b.is_only)
    named = bool(set(a.words) & set(b.words) or set(a.words) & set(b.around) or set(b.words) & set(a.around))
    if left.slot == "share" and a.person is not None and b.person is not None and a.person != b.person:
        return False
    if left.slot == "amount":
        if a.words and b.words and not set(a.words) & set(b.words):
            return False
        return (named and ground >= 1) or (around >= 3 and a.opens and b.opens)
    if left.slot in ("share", "vote"):
        return (kin != "none" or named) and around >= 1 and ground >= 2
    if kin == "happened":
        return True
    if kin in ("noun", "kind"):
        more = set(a.words) ^ set(b.words)
        return ground >= (2 if len(more - {a.noun, b.noun}) else 1)
    if a.happened is not None and a.happened == b.happened:
        # Nobody was hurt: that leaves out everybody, whoever they are.
        return 0.0 in (_size(left), _size(right))
    return kin == "same people" and around >= 2
