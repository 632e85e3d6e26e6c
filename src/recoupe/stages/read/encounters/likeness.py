"""Whether two tellings name the same people, by name, by description or in other letters."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from recoupe.stages.read.encounters.parties import Party
from recoupe.stages.text.folded import bare_word

_WORD = re.compile(r"\w+")
SPELLING_RATIO = 85
"""Letters two spellings of one full name share, 0 to 100; asked of every participant at once. The example
coverage's translated article has pairs at 87 and 91; "Jean" and "Jeanne" with one surname stand at 92,
which is why one like name alone proves nothing."""


def names_of(who: Sequence[Party]) -> frozenset[str]:
    """Return what tells those apart who are named."""
    return frozenset(p.key for p in who if p.is_name)


def fullest(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...]:
    """Return all that are named, and as many of the described ones, the later first, as are missing."""
    named = {p.key: p for p in (*left, *right) if p.is_name} | {p.key: p for p in left if p.is_name}
    missing = max(len(left), len(right)) - len(named)
    described = {p.key: p for p in (*right, *left) if not p.is_name}
    return (*named.values(), *list(described.values())[: max(0, missing)])


def described_alike(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...] | None:
    """Return who takes part when one telling describes those whom the other names.

    "Rencontre X-Y", then "The French president received his Chilean counterpart": each description stands
    for one of those that are left. None when the two are not of the same number, or nobody is described.
    """
    keys = {p.key for p in left} & {p.key for p in right}
    if not keys and all(p.is_name and p.kind != "country" for p in (*left, *right)):
        return None
    mine = [p for p in left if p.key not in keys]
    theirs = [p for p in right if p.key not in keys]
    if not mine or len(mine) != len(theirs):
        return None
    spoken_for = _spoken_for(mine, theirs) if not keys else None
    if spoken_for is not None:
        return spoken_for
    merged = [p for p in left if p.key in keys]
    # Plurals that speak for the same people are paired first: they tell who is left on either side.
    mine.sort(key=lambda p: (not any(_speak_for_one(p, o) for o in theirs), p.is_of_told))
    is_one_known = len(mine) == 1 and bool(keys)
    for party in mine:
        # "The members of the movement" are whoever was told, once the other side is found.
        is_told = party.is_of_told or (len(theirs) == 1 and theirs[0].is_of_told)
        last_two = (is_one_known or is_told) and len(theirs) == 1
        other = next((o for o in theirs if _may_be(party, o, last_two=last_two)), None)
        if other is None:
            return None
        theirs.remove(other)
        is_one_known = is_one_known or _speak_for_one(party, other)
        is_other_fuller = (_is_described(party) and other.is_name) or party.is_house
        merged.append(other if is_other_fuller else party)
    return tuple(merged)


def _spoken_for(left: Sequence[Party], right: Sequence[Party]) -> tuple[Party, ...] | None:
    """Return who takes part when one side names two countries and the other those who speak for them.

    None when it does not. Names of people say more than countries do, and those more than "the envoys".
    """
    for lands, people in ((left, right), (right, left)):
        are_lands = len(lands) == 2 and all(p.kind == "country" for p in lands)
        if are_lands and all(p.kind in ("person", "group") for p in people):
            return tuple(people) if all(p.is_name for p in people) else tuple(lands)
    return None


def may_be_one_group(one: Party, other: Party) -> bool:
    """Tell whether two plurals speak for the same, or bear one name, however it goes on."""
    mine, theirs = _WORD.findall(bare_word(one.name)), _WORD.findall(bare_word(other.name))
    is_one_name = mine[:1] == theirs[:1] and not (one.is_vague and other.is_vague)
    return is_one_name or bool(_spoken_of(one) & _spoken_of(other))


def may_speak_for_one(one: Party, other: Party) -> bool:
    """Tell whether two plurals speak for others and are called by one word ("spokesmen of …")."""
    mine, theirs = _WORD.findall(bare_word(one.name)), _WORD.findall(bare_word(other.name))
    return one.is_vague and other.is_vague and mine[:1] == theirs[:1]


def _speak_for_one(one: Party, other: Party) -> bool:
    """Tell whether two plurals speak for the same people: "the fishers", "the delegates of the fishers"."""
    return one.kind == other.kind == "group" and bool(_spoken_of(one) & _spoken_of(other))


def _is_described(party: Party) -> bool:
    return party.kind == "person" and not party.is_name


def _may_be(one: Party, other: Party, *, last_two: bool) -> bool:
    """Tell whether one of the two is a description that nothing keeps from being of the other.

    last_two: all others are the same on both sides, so that two descriptions ("the pope", "the pontiff") may
    be of one person.
    """
    if one.kind == other.kind == "body" and _words(one.name) and _words(other.name):
        # "Sommet de X", then "X": the gathering and the body that holds it.
        return _words(one.name) <= _words(other.name) or _words(other.name) <= _words(one.name)
    if {one.kind, other.kind} == {"group", "body"}:
        # "A delegation of X", then "X".
        body, group = (one, other) if one.kind == "body" else (other, one)
        return bool(_words(body.name)) and _words(body.name) <= _words(group.name)
    if one.kind == other.kind == "group":
        mine, theirs = _spoken_of(one), _spoken_of(other)
        # "The guild", then "a delegation received by X": whoever speaks for others is told in many ways.
        is_for_others = last_two and (one.is_vague or other.is_vague) and not (mine and theirs)
        return is_for_others or bool(mine & theirs)
    if "country" in (one.kind, other.kind):
        # "Talks with Valdonia", then "with the Valdonian envoys": who speaks for it, the rest being one.
        return last_two and one.kind != other.kind
    if last_two and _is_described(one) and _is_described(other):
        return True
    if last_two and {one.kind, other.kind} > {"person"} and (one.is_house or other.is_house):
        # "The presidency put off the meeting with Z", then "X put it off".
        return True
    if one.kind != "person" or other.kind != "person" or one.is_name == other.is_name:
        return False
    return one.role is None or other.role is None or bool(_words(one.role) & _words(other.role))


def _words(role: str) -> frozenset[str]:
    return frozenset(word for word in bare_word(role).split() if len(word) > 3)


def _spoken_of(party: Party) -> frozenset[str]:
    """Return the words on whom a plural speaks for: "delegates of the guild" says "guild"."""
    if party.is_of_told:
        return frozenset()
    words = [word for word in _WORD.findall(bare_word(party.name)) if len(word) > 3]
    return frozenset(words[1:] if party.is_vague else words)


def are_gathered(left: Sequence[Party], right: Sequence[Party]) -> bool:
    """Tell whether both name nobody, but plurals only ("the delegates meet", "a meeting of ministers")."""
    return all(p.kind == "group" for p in (*left, *right))


def are_misspelt(left: Sequence[Party], right: Sequence[Party]) -> bool:
    """Tell whether both sides are the same people with names spelt in two ways, as translations do."""
    if len(left) != len(right) or len(left) < 2:
        return False
    return all(any(_is_misspelt(a, b) for b in right) for a in left)


def _is_misspelt(one: Party, other: Party) -> bool:
    """Tell whether one name is the other in other letters; plurals ("delegates of X", "of Y") have none."""
    if "group" in (one.kind, other.kind):
        return one.key == other.key
    return fuzz.ratio(bare_word(one.name), bare_word(other.name)) >= SPELLING_RATIO
