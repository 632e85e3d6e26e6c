"""Which pieces of a story's accounts are one: persons by name and evidence, things by key or name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from recoupe.packs import Pack
from recoupe.stages.people.cast import Cluster, Piece, by_document
from recoupe.stages.people.likeness import (
    APART,
    FUZZY,
    SAME,
    SOUNDS,
    evidence_between,
    name_evidence,
    reason,
    roles_agree,
    roles_clash,
)
from recoupe.stages.read.names.references import offices_fit
from recoupe.stages.read.names.role_phrases import role_tables
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.text.name_forms import folded_name


def identities(pieces: Sequence[Piece], *, pack: Pack | None) -> list[Cluster]:
    """Return the clusters of a story in a fixed order: whoever and whatever its accounts name.

    pack: of the language most accounts are in; None: nothing but equal names is merged.
    """
    persons = [piece for piece in pieces if piece.type == "PER"]
    things = [piece for piece in pieces if piece.type != "PER"]
    named = _same_names([p for p in persons if p.words])
    lone = [c for c in named if is_lone(c, named, pack=pack)]
    full = [c for c in named if not any(c is other for other in lone)]
    full = _spellings(full, pack=pack)
    full, lone = _surnames(full, lone, pack=pack)
    mangled, kept = _mangled([*full, *lone], things, pack=pack)
    clusters = [*full, *lone]
    clusters = _roles_only(clusters, [p for p in persons if not p.words], pack=pack)
    assert not mangled & {id(p) for p in kept}
    return [*clusters, *_things(kept)]


def is_lone(cluster: Cluster, others: Sequence[Cluster], *, pack: Pack | None) -> bool:
    """Tell whether a name is a surname alone: of one word, or the end of another's full name ("de Vial").

    "Paul Vial" is no surname of "Jean-Paul Vial".
    """
    words = cluster.names[0]
    if len(words) == 1:
        return True
    if pack and words[0] in name_tables(pack).folded_first_names:
        return False
    return any(len(o.names[0]) > len(words) and o.names[0][-len(words) :] == words for o in others)


def _same_names(pieces: Sequence[Piece]) -> list[Cluster]:
    clusters: dict[tuple[str, ...], list[Cluster]] = defaultdict(list)
    namesakes = []
    for piece in by_document(pieces):
        new = Cluster([piece])
        if piece.is_namesake:
            namesakes.append(new)
            continue
        called = clusters[piece.words]
        # "M. Vial" and "Mme Vial" are two.
        target = next((c for c in called if not genders_clash(c, new) and not c.is_kept_from(new)), None)
        if target is None:
            called.append(new)
        else:
            target.absorb(new, reason("same_name", target, new))
    return [*(c for called in clusters.values() for c in called), *namesakes]


def _spellings(full: list[Cluster], *, pack: Pack | None) -> list[Cluster]:
    """Merge full names that are spellings of one: both parts alike, and evidence for what differs.

    The least trusted goes first, to the one that most speaks for; of two equally good ones to neither.
    What was learnt by one merge counts for the next.
    """
    out = sorted(full, key=_trust)
    waiting = list(reversed(out))
    while waiting:
        cluster = waiting.pop(0)
        target = _best(
            [
                (spelling_margin(other, cluster, pack=pack), other)
                for other in out
                if other is not cluster and (_spelt_out(other) or not _spelt_out(cluster))
            ]
        )
        if target is None:
            continue
        # By identity: two clusters may be equal in all they hold.
        out = [other for other in out if other is not cluster]
        target.absorb(cluster, reason(_spelling_code(target, cluster, pack=pack), target, cluster))
        waiting = list(reversed(out))
    return out


def _spelt_out(cluster: Cluster) -> tuple[tuple[str, ...], ...]:
    """Return the names that begin with more than an initial."""
    return tuple(name for name in cluster.names if len(name[0]) > 1)


def _spelling_code(target: Cluster, cluster: Cluster, *, pack: Pack | None) -> str:
    """Return the code of the reason for merging two spellings."""
    if not _spelt_out(cluster):
        return "initials_of"
    weighed = evidence_between(target, cluster, pack=pack)
    name, other = target.names[0], cluster.names[0]
    is_shorter = set(name) <= set(other) or set(other) <= set(name) or "".join(name) == "".join(other)
    return "shorter_name" if weighed.code == "spelling" and is_shorter else weighed.code


def _best(scored: list[tuple[int, Cluster]]) -> Cluster | None:
    """Return the cluster with the largest margin that is not negative; None when two share it."""
    top = max((margin for margin, _ in scored), default=-1)
    best = [cluster for margin, cluster in scored if margin == top]
    return best[0] if top >= 0 and len(best) == 1 else None


def _trust(cluster: Cluster) -> tuple[bool, int, tuple[str, ...]]:
    """Order clusters: not only machine-translated first, then the often named, then by name."""
    n = sum(len(piece.member.spellings) for piece in cluster.pieces)
    return all(piece.translated for piece in cluster.pieces), -n, cluster.names[0]


def spelling_margin(one: Cluster, other: Cluster, *, pack: Pack | None) -> int:
    """Return by how much the evidence passes what is needed for two full names to be one person's.

    Negative: they stay apart. The less alike the names, the more has to speak for them; one article
    that writes both means two people, unless more than names speaks against that.
    """
    # What an initial may stand for is of no weight once it is known whose it is.
    left, right = _spelt_out(one) or one.names, _spelt_out(other) or other.names
    pairs = [name_evidence(a, b, pack=pack) for a in left for b in right]
    surname, given = max(pairs, key=lambda p: (APART not in p, sum(p)))
    if APART in (surname, given) or roles_clash(one, other, pack=pack) or genders_clash(one, other):
        return -1
    if any(piece.is_namesake for piece in (*one.pieces, *other.pieces)) or one.is_kept_from(other):
        return -1
    needed = 2 * (SAME + SAME - surname - given) - 2
    points = evidence_between(one, other, pack=pack).points
    if one.documents() & other.documents():
        needed += 2
    elif given == SAME:
        points += 2
    return points - needed


def genders_clash(one: Cluster, other: Cluster) -> bool:
    """Tell whether the given names or titles of two tell different genders."""
    return bool(one.gender and other.gender and one.gender != other.gender)


def _surnames(
    full: list[Cluster], lone: list[Cluster], *, pack: Pack | None
) -> tuple[list[Cluster], list[Cluster]]:
    """Give lone names to the only full name they can be short for; return full and what stays lone."""
    left = []
    for cluster in sorted(lone, key=_trust):
        target, code = _full_name_of(cluster, full, pack=pack)
        if target is None:
            left.append(cluster)
            continue
        target.absorb(cluster, reason(code, target, cluster))
    return full, left


def _full_name_of(lone: Cluster, full: Sequence[Cluster], *, pack: Pack | None) -> tuple[Cluster | None, str]:
    words = lone.names[0]
    if _reigns(lone, pack=pack):
        return None, ""
    open_to = [
        c
        for c in full
        if not roles_clash(c, lone, pack=pack) and not genders_clash(c, lone) and not c.is_kept_from(lone)
    ]
    same = [c for c in open_to if any(words == name[-len(words) :] for name in c.names)]
    if len(same) > 1 and pack:
        same = [c for c in same if roles_agree(c, lone, pack=pack)]
    if same:
        return (same[0], "surname_of") if len(same) == 1 else (None, "")
    given = [c for c in open_to if any(words == name[:1] for name in c.names) and _in_family(c, lone, full)]
    if given:
        return (given[0], "given_name_of") if len(given) == 1 else (None, "")
    fitting = [c for c in open_to if is_short_spelling(c, lone, pack=pack)]
    if len(fitting) != 1:
        return None, ""
    return fitting[0], evidence_between(fitting[0], lone, pack=pack).code


def _in_family(named: Cluster, lone: Cluster, others: Sequence[Cluster]) -> bool:
    """Tell whether an article of a lone given name also has the surname of who bears it, be it a relative's.

    "His son Julien" in an obituary of Anselme Vial is the Julien Vial of another one.
    """
    surnames = {name[-1] for name in named.names if len(name) > 1}
    family = [c for c in others if any(len(name) > 1 and name[-1] in surnames for name in c.names)]
    return any(c.documents() & lone.documents() for c in family)


def _reigns(lone: Cluster, *, pack: Pack | None) -> bool:
    """Tell whether a lone name is the first name of a sovereign ("King X"), who has no surname."""
    if pack is None or lone.names[0][-1] not in name_tables(pack).folded_first_names:
        return False
    offices = {row["office"] for row in pack.lexicon("reigns")}
    return any(role.office in offices for role in lone.roles)


def is_short_spelling(full: Cluster, lone: Cluster, *, pack: Pack | None) -> bool:
    """Tell whether a lone name is a spelling of the surname of a full one: alike, and evidence beside it."""
    best = max(name_evidence(name, lone.names[0], pack=pack)[0] for name in full.names)
    points = evidence_between(full, lone, pack=pack).points
    return (best == SOUNDS and points >= 2) or (best == FUZZY and points >= 3)


def _mangled(
    persons: list[Cluster], things: list[Piece], *, pack: Pack | None
) -> tuple[set[int], list[Piece]]:
    """Give one-word "things" of machine translations to the person whose mangled surname they are."""
    taken: set[int] = set()
    kept = []
    for piece in by_document(things):
        lone = Cluster([piece])
        fitting = (
            [c for c in persons if is_short_spelling(c, lone, pack=pack) and not c.is_kept_from(lone)]
            if piece.translated and len(piece.words) == 1 and piece.member.entity.key is None
            else []
        )
        if len(fitting) != 1:
            kept.append(piece)
            continue
        taken.add(id(piece))
        code = evidence_between(fitting[0], lone, pack=pack).code
        fitting[0].absorb(lone, reason(code, fitting[0], lone))
    return taken, kept


def _roles_only(clusters: list[Cluster], pieces: Sequence[Piece], *, pack: Pack | None) -> list[Cluster]:
    """Give who is only called by role to the only holder of that role; the others stand for themselves."""
    unnamed: list[Cluster] = []
    for piece in by_document(pieces):
        alone = Cluster([piece])
        fitting = [c for c in clusters if pack and _holds_role(c, alone, pack=pack)]
        if len(fitting) == 1:
            fitting[0].absorb(alone, reason("same_role", fitting[0], alone))
            continue
        if not fitting and pack:
            fitting = [c for c in unnamed if _is_same_office(c, alone, pack=pack)]
        if len(fitting) == 1:
            fitting[0].absorb(alone, reason("same_role", fitting[0], alone))
        else:
            unnamed.append(alone)
    return [*clusters, *unnamed]


def _holds_role(cluster: Cluster, unnamed: Cluster, *, pack: Pack) -> bool:
    if roles_clash(cluster, unnamed, pack=pack) or cluster.is_kept_from(unnamed):
        return False
    if _role_genders_clash(cluster, unnamed):
        return False
    names, roles = name_tables(pack), role_tables(pack)
    return any(
        offices_fit(wanted, held, names=names, roles=roles) and (wanted.of or wanted.office == held.office)
        for wanted in unnamed.roles
        for held in cluster.roles
    )


def _role_genders_clash(one: Cluster, other: Cluster) -> bool:
    return bool(one.role_gender and other.role_gender and one.role_gender != other.role_gender)


def _is_same_office(one: Cluster, other: Cluster, *, pack: Pack) -> bool:
    if _role_genders_clash(one, other) or one.is_kept_from(other):
        return False
    names = name_tables(pack)
    return any(
        a.office == b.office and a.of and names.country_of(a.of) == names.country_of(b.of)
        for a in one.roles
        for b in other.roles
    )


def _things(pieces: Sequence[Piece]) -> list[Cluster]:
    """Merge places, bodies, events and works by gazetteer key, else by folded name."""
    groups: dict[str, list[Piece]] = defaultdict(list)
    for piece in by_document(pieces):
        entity = piece.member.entity
        groups[entity.key or folded_name(entity.name).replace(" ", "-")].append(piece)
    clusters = []
    for key in sorted(groups):
        called: list[Cluster] = []
        for piece in groups[key]:
            new = Cluster([piece])
            target = next((c for c in called if not c.is_kept_from(new)), None)
            if target is None:
                called.append(new)
                continue
            same = piece.words == target.pieces[0].words
            target.absorb(new, reason("same_name" if same else "same_key", target, new))
        clusters += called
    return clusters
