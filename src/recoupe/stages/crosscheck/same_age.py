"""Whether two articles' ages are of one person.

Where they agree, unless names say otherwise; where they part, by all that speaks for it: learnt.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

from recoupe.records.values import AGE
from recoupe.stages.crosscheck.figure_pairs import pair_traits
from recoupe.stages.crosscheck.same_figure import Figure, Link, ids_of, match
from recoupe.stages.crosscheck.trees import Pair, Traits, trees_in

_QUOTED = re.compile(r'[«“"](?P<words>[^«»“”"]+)')
_TITLE_WORDS = 4
"""Words at most between marks that may be a title, or somebody's word for a thing."""

_NO_OTHER = 99.0
"""Years to another age, where an article tells none."""

SLIP = 3
"""Years that two ages of one person may lie apart: a birthday, a slip. Further apart they are of two persons,
unless both articles name the person, or call him the same."""

MISTAKEN = 0.15
"""Part of an age by which it may be mistaken for a person who is called something like the same."""

BIRTHDAY = 1
"""Years that they may lie apart where an article tells other ages as well: so are all 13 pairs of one person
on the labelled stories, and of 5 pairs that nobody labelled one."""


LIKELY = 0.5
"""How likely it must be that two ages that part are of one person: of 150 such pairs of the labelled stories,
each sixth of them left out of training in turn, 118 are (training/ages.py); with 0.6 111 of 132, by the rules
alone 138 of 223."""

FILE = "age_trees.json"
"""Written by training/ages.py."""


def age_links(groups: Mapping[str, Sequence[Figure]]) -> Iterator[tuple[tuple[str, str], Link]]:
    """Yield the links between the ages that different articles tell, by the ids of both, the lower one first.

    groups: the figures of each article. Two persons of different names are never one, nor is somebody of
    years ago. An age parts from the likeliest one of another article only.
    """
    for one, other in combinations(sorted(groups), 2):
        ours, theirs = ages_of(groups[one]), ages_of(groups[other])
        many = _counted(groups[one]) | _counted(groups[other])
        for left, right in product(ours, theirs):
            if left.size == right.size and not (_are_of_two(left, right) or _may_be_two(left, right, many)):
                yield ids_of(left, right), "same"
        likely = trees_in(FILE).likelihoods(traits_of(groups[one], groups[other]))
        for (i, j), chance in likely.items():
            is_best = all(chance >= own for pair, own in likely.items() if i == pair[0] or j == pair[1])
            left, right = ours[i], theirs[j]
            is_one = chance >= LIKELY or _are_of_the_only_dead(left, right, groups[one], groups[other])
            if is_best and is_one and not (_are_of_two(left, right) or _may_be_two(left, right, many)):
                yield ids_of(left, right), "apart"


def ages_of(told: Iterable[Figure]) -> list[Figure]:
    """Return the ages among some figures."""
    return [figure for figure in told if figure.value.unit == AGE]


def traits_of(ours: Sequence[Figure], theirs: Sequence[Figure]) -> Iterator[tuple[Pair, Traits]]:
    """Yield what speaks for two ages that part being of one person, by their places among those of each.

    ours, theirs: all figures of two articles. By name; the order of the two articles changes nothing.
    """
    one, other = ages_of(ours), ages_of(theirs)
    many = _counted(ours) | _counted(theirs)
    for (i, left), (j, right) in product(enumerate(one), enumerate(other)):
        if match(left, right) == "apart":
            by_rule = {
                "one by rule": float(_are_of_one(left, right, one, other)),
                "of many": float(_may_be_two(left, right, many)),
            }
            yield (i, j), {**pair_traits(left, right), **by_rule, **_of_both(left, right, one, other)}


def _of_both(left: Figure, right: Figure, ours: Sequence[Figure], theirs: Sequence[Figure]) -> Traits:
    a, b = left.setting, right.setting
    years, younger = abs(left.size - right.size), min(left.size, right.size)
    named, happened = [a.person, b.person], [a.happened, b.happened]
    n_ages = sorted(len({f.size for f in told}) for told in (ours, theirs))
    others = [
        min((abs(f.size - age.size) for f in told if f.size != but.size), default=_NO_OTHER)
        for age, told, but in ((left, theirs, right), (right, ours, left))
    ]
    return {
        "years apart": years,
        "part of the younger": years / max(1.0, younger),
        "younger": younger,
        "one named": float(named.count(None) == 1),
        "one name": float(None not in named and a.person == b.person),
        "words of nouns": float(len(left.words & right.words)),
        "general nouns": float(a.is_general) + float(b.is_general),
        "one happening": float(None not in happened and a.happened == b.happened),
        "other happenings": float(None not in happened and a.happened != b.happened),
        "happening in one": float(happened.count(None) == 1),
        "fewer ages": float(n_ages[0]),
        "more ages": float(n_ages[1]),
        "told in the other": float(
            sum(any(f.size == x.size for f in told) for x, told in ((left, theirs), (right, ours)))
        ),
        "only close ones": float(_is_only(left, theirs, right)) + float(_is_only(right, ours, left)),
        "nearer than others": min(others) - years,
        "speak": float(_speaks(left)) + float(_speaks(right)),
        "told of two": float(_are_told_of_two(left, right)),
        "of a part": float(a.is_part) + float(b.is_part),
        "in the opening": float(a.opens) + float(b.opens),
        "places in common": float(len(set(a.places) & set(b.places))),
        "words around in common": float(len(set(a.around) & set(b.around))),
    }


def _are_of_two(left: Figure, right: Figure) -> bool:
    """Tell whether two ages are of persons of different names, or of different years."""
    a, b = left.setting, right.setting
    return (None not in (a.person, b.person) and a.person != b.person) or a.long_ago != b.long_ago


def _counted(told: Sequence[Figure]) -> set[str]:
    """Return the nouns of which an article counts two or more: "neuf enfants"."""
    return {f.setting.noun for f in told if f.value.unit != AGE and f.size > 1}


def _may_be_two(left: Figure, right: Figure, many: Container[str]) -> bool:
    """Tell whether two ages are of some of many who are called the same, to whom not the same happened.

    "Un enfant de 4 ans est en réanimation" beside nine children is not the child of 3 who died.
    """
    a, b = left.setting, right.setting
    if None not in (a.person, b.person) or a.noun != b.noun or a.noun not in many:
        return False
    return a.happened is None or a.happened != b.happened


def _are_of_the_only_dead(
    left: Figure, right: Figure, ours: Sequence[Figure], theirs: Sequence[Figure]
) -> bool:
    """Tell whether two ages are of the only one who died in each of two articles, in one place.

    However far apart they lie: "un homme de 54 ans est mort à Valmont", "un motard de 45 ans".
    """
    a, b = left.setting, right.setting
    if a.fate != "all" or a.happened != b.happened or a.long_ago != b.long_ago or a.is_part or b.is_part:
        return False
    if None not in (a.person, b.person) or not set(a.places) & set(b.places):
        return False
    dead = [f for f in (*ours, *theirs) if f.setting.happened == a.happened]
    return all(f.size == 1 for f in dead if f.value.unit != AGE) and all(
        f in (left, right) for f in dead if f.value.unit == AGE
    )


def _are_of_one(left: Figure, right: Figure, ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """Tell whether two ages that part are of one person, as far as rules tell.

    By name or noun; where neither tells, two that lie close are when no other age of the two articles could
    be meant. ours, theirs: all ages of their articles.
    """
    a, b = left.setting, right.setting
    if _are_of_two(left, right):
        return False
    if any(f.size == left.size for f in theirs) or any(f.size == right.size for f in ours):
        # "Un policier de 29 ans", "un homme de 24 ans … le policier, 29 ans".
        return False
    # "Un mineur de 17 ans" beside a man of 22 is no "adolescent de 15 ans".
    most = max(SLIP, MISTAKEN * left.size) if len(ours) == len(theirs) == 1 else BIRTHDAY
    is_close = abs(left.size - right.size) <= most and a.happened == b.happened
    is_one_noun = bool(left.words & right.words or (set(a.kinds) & set(b.kinds) and is_close))
    # "Un homme de 35 ans a été tué par un homme de 20 ans": so may anybody be called.
    is_one_noun = is_one_noun and not (a.is_general and b.is_general and abs(left.size - right.size) > SLIP)
    is_only = (
        _is_only(left, theirs, right) and _is_only(right, ours, left) and not _are_told_of_two(left, right)
    )
    named = None not in (a.person, b.person)
    return named or is_one_noun or (is_only and not _speaks(left) and not _speaks(right))


def _are_told_of_two(left: Figure, right: Figure) -> bool:
    """Tell whether ages are of some people ("de 18 à 21 ans"), or of two to whom not the same happened."""
    a, b = left.setting, right.setting
    if any(f.value.low != f.value.high for f in (left, right)):
        return True
    return None not in (a.happened, b.happened) and a.happened != b.happened


def _speaks(age: Figure) -> bool:
    """Tell whether an age is that of somebody who is quoted: a bystander is nobody the others tell of."""
    quoted = (m["words"].split() for m in _QUOTED.finditer(age.told.sentence_text))
    return age.setting.person is not None and any(len(words) > _TITLE_WORDS for words in quoted)


def _is_only(age: Figure, others: Sequence[Figure], chosen: Figure) -> bool:
    """Tell whether of an article's ages only the chosen one lies so close to another article's."""
    sizes = {f.size for f in others}
    close = {size for size in sizes if abs(size - age.size) <= SLIP}
    return close == {chosen.size} and (len(sizes) == 1 or abs(chosen.size - age.size) <= BIRTHDAY)
