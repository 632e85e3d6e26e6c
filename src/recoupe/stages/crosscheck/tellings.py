"""Whether two clauses tell states of one thing that cannot both be so, or that follow each other.

Of one thing they are when what they are told of is the same: the subject of the one is subject of the other,
or what the verb of the one is about what that of the other is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from recoupe.records.accounts import CONTRARY, Telling, contrary
from recoupe.stages.crosscheck.event_facts import BROAD, Fact, in_order, name_others
from recoupe.stages.crosscheck.same_event import are_apart
from recoupe.stages.crosscheck.trees import Traits

LEAST_SHARED = 0.4
"""How much of the shorter one of two tellings has to stand in the other as well."""

RARE = 0.8
"""How much a word has to say that by itself makes two states those of one thing."""

MUCH_DENIED, MOST_DENIED = 0.5, 0.75
"""How much of what a clause denies the other one has to name; more of a denial of any ("aucune …")."""

GRADED = frozenset({"raise", "slow", "earn", "worsen"})
"""Events whose contrary may be as true of another time or part: figures tell them apart."""

TURNED = frozenset({"win"})
"""Events whose contrary is told of the other side: who beats somebody, and who is beaten."""

VAGUE = frozenset({"calm", "secure", "accessible"})
"""Events of which any denial says too little: "aucun incident" of this place or that hour."""

OFFICE = "lead"
"""The key of whoever leads something: of two countries they are two."""

_SHARES: Mapping[bool | None, float] = {None: 0.0, True: 1.0, False: -1.0}
"""Whether two tellings share something, as a trait."""

_UNCLEAR = GRADED | BROAD - {"attend"}


@dataclass(frozen=True)
class Clash:
    """Two tellings of two clauses of which the one says the contrary of the other, and what the first says.

    Whether they are of one thing is not asked.
    """

    left: Telling
    right: Telling
    states: frozenset[str]

    def turned(self) -> Clash:
        """Return it as the other clause has it."""
        return Clash(self.right, self.left, frozenset(map(contrary, self.states)))


def clashes(left: Fact, right: Fact) -> list[Clash]:
    """Return the tellings of two clauses that say contraries, in order."""
    found = (Clash(a, b, _contraries(left, a, right, b)) for a, b in product(left.tellings, right.tellings))
    return [clash for clash in found if clash.states]


def may_clash(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses say contraries that are more than a matter of degree, and name what is denied.

    And not as an earlier step of a course of events that is told later, or what one article tells both ways.
    """
    return any(
        _clash(left, a, right, b) and not _is_backward(left, a, right, b) for a, b in _pairs(left, right)
    )


def traits_of_clashes(left: Fact, right: Fact, found: Sequence[Clash]) -> Traits:
    """Return what speaks for some contraries being told of one thing, by name: of each what says the most."""
    subjects, objects, beside, said, firm, one, turned = -1.0, -1.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for clash in found:
        a, b = clash.left, clash.right
        events = {state.removeprefix(CONTRARY) for state in clash.states}
        shared = {*a.before, *a.behind} & {*b.before, *b.behind}
        subjects = max(subjects, _SHARES[_share(a.before, b.before)])
        objects = max(objects, _SHARES[_share(a.behind, b.behind)])
        beside = max(beside, float(len(shared - events)))
        said = max(said, float(_is_said(left, a)) + float(_is_said(right, b)))
        firm = max(firm, float(_clash(left, a, right, b)))
        one = max(one, float(_are_of_one(left, a, right, b)))
        turned = max(turned, float(not events.isdisjoint(TURNED)))
    return {
        "one subject of contraries": subjects,
        "one object of contraries": objects,
        "words beside contraries": beside,
        "contraries said": said,
        "contraries in one article": 1.0 - firm,
        "contraries of one thing": one,
        "contraries of two sides": turned,
    }


def told_apart(left: Fact, right: Fact) -> bool:
    """Tell whether two clauses tell, of one thing, what cannot both be so.

    What a clause affirms it has to say, and not only to call something so: "la journaliste détenue" may be
    free by now.
    """
    if left.told.polarity == right.told.polarity == "denied":
        return False
    are_opposed = left.told.polarity != right.told.polarity
    return any(
        _clash(left, a, right, b)
        and ((_is_said(left, a) and _is_said(right, b)) or _is_called(left, a, right, b))
        and _are_of_one(left, a, right, b)
        and (are_opposed or _have_one_subject_and_object(left, a, right, b))
        and not _is_backward(left, a, right, b)
        for a, b in _pairs(left, right)
    )


def follow(early: Fact, late: Fact) -> bool:
    """Tell whether the second clause tells, of one thing, a later step of a course of events."""
    if early.told.polarity == "denied" or late.told.polarity == "denied":
        return False
    return any(
        _step(a, b) > 0 and _are_of_one(early, a, late, b) and not _is_known(early, b, late, a)
        for a, b in _pairs(early, late)
    )


def _is_said(fact: Fact, telling: Telling) -> bool:
    return telling.is_said or fact.told.polarity == "denied"


def _have_one_subject_and_object(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    """Tell whether two affirmations are of one subject, and of one object if they have any."""
    subjects = [tuple(key for key in telling.before if key != OFFICE) for telling in (a, b)]
    return (
        len(set(a.behind) & set(b.behind)) > 1
        or (_share(*subjects) is True and _share(a.behind, b.behind) is not False)
        or _have_one_bearer(left, a, right, b)
    )


def _is_called(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    """Tell whether both clauses call one thing something, right behind its noun: "un avis favorable"."""
    if not a.before or not b.before or a.before[-1] != b.before[-1] or a.before[-1] in left.setting.places:
        return False
    return _have_one_bearer(left, a, right, b)


def _pairs(left: Fact, right: Fact) -> Iterator[tuple[Telling, Telling]]:
    if left.setting.is_part or right.setting.is_part:
        return
    if _names_what_is_denied(left, right) and _names_what_is_denied(right, left):
        yield from product(left.tellings, right.tellings)


def _names_what_is_denied(denied: Fact, other: Fact) -> bool:
    """Tell whether a clause names most of what the other one denies, if it denies something."""
    if _denies_any(denied):
        return True
    reach = set(denied.setting.denied)
    least = MOST_DENIED if denied.setting.denies_any else MUCH_DENIED
    return denied.weighed(reach & other.keys) >= least * denied.weighed(reach)


def _denies_any(fact: Fact) -> bool:
    """Tell whether a clause says no to any such event: "aucune enquête n'est ouverte"."""
    return fact.setting.denies_any and fact.keys <= fact.events - VAGUE - BROAD


def _clash(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    """Tell whether what one telling says is the contrary of what the other says, or of what follows.

    What an article tells both ways of one thing is no contrary of what another tells.
    """
    shared = {*a.before, *a.behind} & {*b.before, *b.behind}
    return any(
        state.removeprefix(CONTRARY) not in _UNCLEAR
        and not left.says(contrary(state))
        and not right.says(state)
        and not any((contrary(state), key) in left.own or (state, key) in right.own for key in shared)
        for state in _contraries(left, a, right, b)
    )


def _contraries(left: Fact, a: Telling, right: Fact, b: Telling) -> frozenset[str]:
    """Return what one telling says of which the other says the contrary, or what that follows from."""
    ours, theirs = left.states(a.keys), right.states(b.keys)
    found = {s for s in ours if contrary(s) in theirs or contrary(s) in right.states(b.implied)}
    return frozenset(found | {contrary(s) for s in theirs if contrary(s) in left.states(a.implied)})


def _is_known(early: Fact, late_telling: Telling, late: Fact, early_telling: Telling) -> bool:
    """Tell whether the earlier article tells the later step as well: then it is no news."""
    shared = {*early_telling.before, *early_telling.behind} & {*late_telling.before, *late_telling.behind}
    return any((state, key) in early.own for state in late.states(late_telling.keys) for key in shared)


def _are_of_one(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    """Tell whether two tellings are of one thing or person."""
    one, other = left.setting, right.setting
    if name_others(one.places, other.places) or name_others(one.towns, other.towns):
        return False
    if _denies_any(left) or _denies_any(right):
        return True
    same = {x.keys[0].removeprefix(CONTRARY) for x in (a, b)}
    if _have_one_bearer(left, a, right, b):
        return True
    named, told = {*a.before, *a.behind} - same, {*b.before, *b.behind} - same
    least = min(left.weighed(named), left.weighed(told))
    if not named & told or left.weighed(named & told) < LEAST_SHARED * least:
        return False
    subjects, objects = _share(a.before, b.before), _share(a.behind, b.behind)
    if subjects and objects is False:
        return False
    if subjects or (objects and subjects is None):
        return True
    if same & TURNED:
        return False
    # "accompagné de la préfète", "la préfète était absente"
    across = _share(a.before, b.behind), _share(a.behind, b.before)
    return not objects and True in across and False not in across


def _have_one_bearer(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    """Tell whether one thing that few clauses name stands right beside both tellings: "un avis favorable".

    Where values of the clauses exclude each other, it is of two.
    """
    beside = [(x[i], y[i]) for x, y, i in ((a.before, b.before, -1), (a.behind, b.behind, 0)) if x and y]
    if any(are_apart(left, right, slot) for slot, _ in left.values):
        return False
    return any(
        x == y and x not in left.topics | right.topics and left.weighed((x,)) >= RARE for x, y in beside
    )


def _share(ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool | None:
    """Tell whether the first of some keys is among others, either way; None when there are none."""
    if not ours or not theirs:
        return None
    return ours[0] in theirs or theirs[0] in ours


def _step(a: Telling, b: Telling) -> int:
    """Return how many steps the second is further on than the first; 0 when they are of no one course."""
    later = dict(b.steps)
    return next((later[course] - n for course, n in a.steps if course in later), 0)


def _is_backward(left: Fact, a: Telling, right: Fact, b: Telling) -> bool:
    step = _step(a, b)
    if step and left.setting.is_before != right.setting.is_before:
        return True
    ordered = in_order(left, right)
    if ordered is None:
        # Which one is out first is not known, but who lets those go whom he held tells of both.
        late, before = (right, a) if step > 0 else (left, b)
        return step != 0 and any(key.removeprefix(CONTRARY) in late.events for key in before.keys)
    _, late, _ = ordered
    return step != 0 and (step < 0) == (late is right) and not late.setting.is_still
