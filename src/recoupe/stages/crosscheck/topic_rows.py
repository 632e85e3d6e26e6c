"""Rows of slots that hold several values at once: each topic, format or assessment is a row of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recoupe.packs.places import is_country
from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison, Relation
from recoupe.records.findings import Slot
from recoupe.records.values import Reason, Topic, Words
from recoupe.stages.crosscheck.rows import Court, judge, make_row, same_valued


def topic_rows(court: Court, *, about: str, slot: Slot, told: Iterable[Comparable]) -> Iterable[Comparison]:
    """Yield a row for each value of the slot; the purposes of a visit share one row."""
    groups = _by_subject(told)
    if slot == "purpose":
        if groups:
            yield make_row(court, about=about, slot=slot, groups=groups, verdict=_purposes(court, groups))
        return
    for group in groups:
        yield from _one_subject(court, about=about, slot=slot, group=group)


def _one_subject(
    court: Court, *, about: str, slot: Slot, group: Sequence[Comparable]
) -> Iterable[Comparison]:
    denied = [c for c in group if c.polarity == "denied"]
    raised = [c for c in group if c.polarity != "denied"]
    opposed = [c for c in raised if any(_is_about(c, d) for d in denied)]
    sides: list[list[list[Comparable]]] = []
    if denied and opposed:
        sides.append([opposed, denied])
        raised = [c for c in raised if c not in opposed]
    elif denied:
        sides.append([denied])
    if raised:
        sides.append([raised])
    for groups in sides:
        verdict = judge(court, groups) if len(groups) > 1 else _one_side(court, groups[0])
        yield make_row(court, about=about, slot=slot, groups=groups, verdict=verdict)


def _one_side(court: Court, group: Sequence[Comparable]) -> tuple[Relation, Reason]:
    """One subject told by several in their own words agrees: the subject is the value, not the wording."""
    documents = {court.document_of[c.id] for c in group}
    evidence = tuple({court.document_of[c.id]: c.anchor for c in group}.values())
    if len(documents) == 1:
        return "only one", Reason("told_by_one", (), evidence)
    return "agrees", Reason("same_subject", (("n_articles", str(len(documents))),), evidence)


def _purposes(court: Court, groups: Sequence[Sequence[Comparable]]) -> tuple[Relation, Reason]:
    if len(groups) == 1:
        return _one_side(court, groups[0])
    evidence = tuple(group[0].anchor for group in groups)
    documents = {court.document_of[c.id] for group in groups for c in group}
    if len(documents) == 1:
        return "only one", Reason("told_by_one", (), evidence)
    return "differs", Reason("one_side_only", (), evidence)


def _by_subject(told: Iterable[Comparable]) -> list[list[Comparable]]:
    """Gather tellings by subject round leaders, the plainest subject first, so that nothing chains."""
    with_keys = [c for c in told if isinstance(c.value, Topic | Words) and c.value.keys]
    groups: list[list[Comparable]] = []
    for telling in sorted(with_keys, key=lambda c: (len(_keys(c)), _sorted_keys(c), c.id)):
        for group in groups:
            if _is_alike(_keys(group[0]), _keys(telling)):
                group.append(telling)
                break
        else:
            groups.append([telling])
    others = [c for c in told if not (isinstance(c.value, Topic | Words) and c.value.keys)]
    return groups + same_valued(others)


def _keys(telling: Comparable) -> frozenset[str]:
    assert isinstance(telling.value, Topic | Words)
    return frozenset(telling.value.keys)


def _sorted_keys(telling: Comparable) -> tuple[str, ...]:
    return tuple(sorted(_keys(telling)))


def _split(keys: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    places = frozenset(key for key in keys if is_country(key))
    return keys - places, places


def _is_alike(leader: frozenset[str], other: frozenset[str]) -> bool:
    """Half of the fewer content words in common, and no other country; bare countries must be the same."""
    words, places = _split(leader)
    other_words, other_places = _split(other)
    if words and other_words:
        common = len(words & other_words) / min(len(words), len(other_words))
        return common >= 0.5 and not (places and other_places and not places & other_places)
    return bool(places & other_places) and (places <= other_places or other_places <= places)


def _is_about(raised: Comparable, denied: Comparable) -> bool:
    """Tell whether what was raised is the very subject that was denied, or a part of it."""
    if not (isinstance(raised.value, Topic | Words) and isinstance(denied.value, Topic | Words)):
        return raised.stated.casefold() == denied.stated.casefold()
    words, places = _split(_keys(denied))
    other_words, other_places = _split(_keys(raised))
    if words:
        return 2 * len(words & other_words) >= len(words) and bool(other_words)
    return places == other_places and not other_words
