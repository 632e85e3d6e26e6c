"""Whether two articles' ages are of one person: by the name, the noun, or because each tells one age only."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import combinations

from recoupe.records.values import AGE
from recoupe.stages.crosscheck.same_figure import Figure, Link, ids_of

_QUOTED = re.compile(r'[«“"](?P<words>[^«»“”"]+)')
_TITLE_WORDS = 4
"""Words at most between marks that may be a title, or somebody's word for a thing."""

SLIP = 3
"""Years that two ages of one person may lie apart: a birthday, a slip. Further apart they are of two persons,
unless both articles name the person, or call him the same."""

MISTAKEN = 0.15
"""Part of an age by which it may be mistaken for a person who is called something like the same."""

BIRTHDAY = 1
"""Years that they may lie apart where an article tells other ages as well: so are all 13 pairs of one person
on the labelled stories, and of 5 pairs that nobody labelled one."""


def age_links(groups: Mapping[str, Sequence[Figure]]) -> Iterator[tuple[tuple[str, str], Link]]:
    """Yield the links between the ages that different articles tell, by the ids of both, the lower one first.

    groups: the figures of each article. Two persons of different names are never one, nor is somebody of
    years ago. Where neither name nor noun tells, two ages that lie close are of one person when no other age
    of the two articles could be meant.
    """
    ages = {document: [f for f in told if f.value.unit == AGE] for document, told in groups.items()}
    for one, other in combinations(sorted(ages), 2):
        many = _counted(groups[one]) | _counted(groups[other])
        for left in ages[one]:
            for right in ages[other]:
                if _may_be_two(left, right, many):
                    continue
                found = _link(left, right, ages[one], ages[other])
                if found == "none" and _are_of_the_only_dead(left, right, groups[one], groups[other]):
                    found = "apart"
                if found != "none":
                    yield ids_of(left, right), found


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


def _link(left: Figure, right: Figure, ours: Sequence[Figure], theirs: Sequence[Figure]) -> Link:
    """Return what two ages are to each other; ours, theirs: all ages of their articles."""
    a, b = left.setting, right.setting
    named = None not in (a.person, b.person)
    if (named and a.person != b.person) or a.long_ago != b.long_ago:
        return "none"
    if left.size == right.size:
        return "same"
    if any(f.size == left.size for f in theirs) or any(f.size == right.size for f in ours):
        # "Un policier de 29 ans", "un homme de 24 ans … le policier, 29 ans".
        return "none"
    # "Un mineur de 17 ans" beside a man of 22 is no "adolescent de 15 ans".
    most = max(SLIP, MISTAKEN * left.size) if len(ours) == len(theirs) == 1 else BIRTHDAY
    is_close = abs(left.size - right.size) <= most and a.happened == b.happened
    is_one_noun = bool(left.words & right.words or (set(a.kinds) & set(b.kinds) and is_close))
    # "Un homme de 35 ans a été tué par un homme de 20 ans": so may anybody be called.
    is_one_noun = is_one_noun and not (a.is_general and b.is_general and abs(left.size - right.size) > SLIP)
    is_only = (
        _is_only(left, theirs, right) and _is_only(right, ours, left) and not _are_told_of_two(left, right)
    )
    is_one = named or is_one_noun or (is_only and not _speaks(left) and not _speaks(right))
    return "apart" if is_one else "none"


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
