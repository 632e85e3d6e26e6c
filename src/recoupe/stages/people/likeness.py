"""How alike two names are, and what else speaks for their being one person's.

String measures only propose: on hard pairs none of them separates (design study, AUC .75 to .83), so
that a merge of different spellings needs evidence of another kind beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from recoupe.packs import Pack
from recoupe.records.values import Reason
from recoupe.stages.people.cast import Cluster, Piece
from recoupe.stages.read.names.references import offices_fit
from recoupe.stages.read.names.role_phrases import role_tables
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.text.name_forms import sound_key

SAME, SOUNDS, FUZZY, APART = 3, 2, 1, 0
_JARO_WINKLER = 0.9
_LONG, _VERY_LONG = 5, 8


def likeness(one: str, other: str) -> int:
    """Return how alike two folded words are: SAME, SOUNDS alike, FUZZY (a slip or two), or APART.

    >>> likeness("tilerson", "tillerson"), likeness("obama", "osama")
    (2, 0)
    """
    if one == other:
        return SAME
    if min(len(one), len(other)) < 3:
        return APART
    if sound_key(one) == sound_key(other) or _is_g_for_h(one, other):
        return SOUNDS
    shortest = min(len(one), len(other))
    slips = DamerauLevenshtein.distance(one, other)
    allowed = 2 if shortest >= _VERY_LONG else 1
    close = JaroWinkler.similarity(one, other) >= _JARO_WINKLER
    return FUZZY if shortest > _LONG and slips <= allowed and close else APART


def _is_g_for_h(one: str, other: str) -> bool:
    """Tell whether two words sound alike but for the first letter, which one alphabet has for both."""
    return (
        {one[0], other[0]} == {"g", "h"} and len(one) > _LONG and sound_key(one[1:]) == sound_key(other[1:])
    )


@dataclass(frozen=True)
class Weighed:
    """What speaks for two clusters being one: points, and the reason that names the strongest evidence."""

    points: int
    code: str


def evidence_between(one: Cluster, other: Cluster, *, pack: Pack | None) -> Weighed:
    """Return the evidence beside the names themselves.

    Points: 2 for a role that fits, 2 for the same thing said to be theirs ("l'administration de"), 1
    for the same other persons beside them in a sentence, 1 when one stands only in machine translations.
    """
    points = 0
    code = "spelling"
    if pack and roles_agree(one, other, pack=pack):
        points += 2
        code = "spelling_and_role"
    if _union(one, "belongings") & _union(other, "belongings"):
        points += 2
        code = "spelling_and_position" if code == "spelling" else code
    if _union(one, "beside") & _union(other, "beside"):
        points += 1
        code = "spelling_and_company" if code == "spelling" else code
    if all(p.translated for p in one.pieces) or all(p.translated for p in other.pieces):
        points += 1
        code = "spelling_translated" if code == "spelling" else code
    return Weighed(points, code)


def _union(cluster: Cluster, what: str) -> frozenset[str]:
    return frozenset(x for piece in cluster.pieces for x in getattr(piece, what))


def roles_agree(one: Cluster, other: Cluster, *, pack: Pack) -> bool:
    """Tell whether a role of one is a role of the other."""
    names, roles = name_tables(pack), role_tables(pack)
    return any(offices_fit(a, b, names=names, roles=roles) for a in one.roles for b in other.roles)


def roles_clash(one: Cluster, other: Cluster, *, pack: Pack | None) -> bool:
    """Tell whether both hold offices of different countries and none in common."""
    if pack is None or not one.roles or not other.roles:
        return False
    names = name_tables(pack)
    left = {names.country_of(r.of) for r in one.roles} & names.countries
    right = {names.country_of(r.of) for r in other.roles} & names.countries
    return bool(left and right and not left & right)


def name_evidence(one: tuple[str, ...], other: tuple[str, ...], *, pack: Pack | None) -> tuple[int, int]:
    """Return the likeness of the surnames, and of the given names (SAME when one has none).

    Different given names give APART; two known given names of different gender are at most FUZZY, however
    they sound ("Jean", "Jeanne"). An initial sounds like each given name that begins so. A surname of
    several words sounds like its first ones alone ("Delcambre-Oussaï", "Delcambre"). A generation that one
    name alone tells ("Vial fils") gives APART.
    """
    if pack:
        bearers = generations(pack)
        if bearers & set(one[1:]) != bearers & set(other[1:]):
            return APART, APART
    if "".join(one) == "".join(other) and len(one) > 1 < len(other):
        # "Wei-lun" and "Weilun", "Le Gall" and "Legall".
        return SAME, SAME
    surname = likeness(one[-1], other[-1])
    if len(one) == 1 or len(other) == 1:
        return surname, SAME
    if surname < SOUNDS and _is_first_part(*sorted((one, other), key=len), pack=pack):
        surname = SOUNDS
    elif surname < SAME and len(one) != len(other):
        # Alike at the end, and one has a word more: that "Ag Attaher" is "Attara" takes another reason.
        return surname, min(_given_names(one, other), SOUNDS)
    given = _given_names(one, other)
    if given == SOUNDS and pack and _are_two_names(one[0], other[0], pack=pack):
        given = FUZZY
    if given == SAME and pack and _has_another_given(one, other, pack=pack):
        given = FUZZY
    return surname, given


@cache
def generations(pack: Pack) -> frozenset[str]:
    """Return the words that tell bearers of one name apart, built once per process."""
    return frozenset(row["word"] for row in pack.lexicon("generations"))


def _given_names(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    first, second = one[0], other[0]
    if len(first) == 1 or len(second) == 1:
        return (SAME if first == second else SOUNDS) if first[0] == second[0] else APART
    middle = (one[1], other[1])
    if len(one) > 2 and len(other) > 2 and all(len(word) == 1 for word in middle) and len(set(middle)) == 2:
        # "Robert J. Haskell" and "Robert K. Haskell" are told apart on purpose.
        return APART
    return likeness(first, second)


def _is_first_part(short: tuple[str, ...], long: tuple[str, ...], *, pack: Pack | None) -> bool:
    """Tell whether one name is the other without the last words of its surname, given names alone apart."""
    if len(short) < 2 or not len(short) < len(long) <= len(short) + 2 or long[: len(short)] != short:
        return False
    return pack is None or short[-1] not in name_tables(pack).folded_first_names


def _has_another_given(one: tuple[str, ...], other: tuple[str, ...], *, pack: Pack) -> bool:
    """Tell whether one name alone has a second given name: "Jean-Pierre Vial" need not be "Jean Vial"."""
    known = name_tables(pack).folded_first_names
    return any(word in known for word in set(one[1:-1]) ^ set(other[1:-1]) - {one[-1], other[-1]})


def _are_two_names(one: str, other: str, *, pack: Pack) -> bool:
    known = name_tables(pack).folded_first_names
    return one in known and other in known and known[one] != known[other]


def reason(code: str, one: Cluster, other: Cluster) -> Reason:
    """Return the reason for a merge: the two names as written and where each stands first."""
    return piece_reason(code, one.pieces[0], other.pieces[0])


def piece_reason(code: str, one: Piece, other: Piece) -> Reason:
    """As `reason`, about two pieces."""
    (left, left_place), (right, right_place) = one.shown, other.shown
    return Reason(code, (("name", left), ("other", right)), (left_place, right_place))
