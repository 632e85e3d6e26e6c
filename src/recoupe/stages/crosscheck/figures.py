"""Rows of figures: counts, amounts, shares and votes of one thing, where their setting can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeVar

from msgspec.structs import replace

from recoupe.records.accounts import Comparable
from recoupe.records.comparisons import Comparison
from recoupe.stages.crosscheck.figure_pairs import best_links
from recoupe.stages.crosscheck.rows import Court, compared_row, hours_between
from recoupe.stages.crosscheck.same_age import age_links
from recoupe.stages.crosscheck.same_figure import (
    TELLING,
    Figure,
    Link,
    are_far,
    comparable_units,
    figure_of,
    ids_of,
    kinship,
    match,
    may_be_of_one_town,
)

A_FEW = 3
"""Of so few things an article says "the two", "the three" without counting them."""

SHRUNK, DAY_LATER_HOURS = 0.8, 20.0
"""A later count of the dead that is less than this share of an earlier one, and so many hours later, is of
others: on the open stories of eval/benches/accounts and training/stories this takes two pairs away that were
right, in those of 33,000 headlines three rows of which none was."""

_Group = list[Figure]
_Members = TypeVar("_Members", _Group, list[int])


def figure_rows(court: Court, told: Sequence[Comparable]) -> Iterator[Comparison]:
    """Yield a row for each thing that at least two articles count; one article's own figures need no row.

    Figures that agree are gathered first, then the groups that part: an article that tells two values on one
    authority speaks of two things, so the two groups it stands in are never set against each other.
    """
    found = (figure_of(c) for c in sorted(told, key=lambda c: c.id))
    figures = [figure for figure in found if figure is not None]
    by_document: dict[str, list[Figure]] = {}
    for figure in figures:
        by_document.setdefault(court.document_of[figure.told.id], []).append(figure)
    links = dict(best_links(by_document)) | dict(age_links(by_document))
    again = [
        ids_of(a, b) for own in by_document.values() for a, b in combinations(own, 2) if _is_said_again(a, b)
    ]
    same = [*again, *(pair for pair, found in sorted(links.items()) if found == "same")]
    groups = _agreeing(court, figures, same)
    for row in _parting(court, groups, links):
        if len({court.document_of[figure.told.id] for figure in row}) > 1 and not _tells_nothing(row):
            shown = compared_row(court, about="story", slot=row[0].told.slot, told=_one_unit(row))
            if shown is not None:
                yield shown


def _tells_nothing(row: Sequence[Figure]) -> bool:
    """Tell whether a row gives no number as news: all articles speak of "the two neighbours"."""
    return all(f.setting.is_given and f.told.slot == "count" and f.size <= A_FEW for f in row)


def _between(links: dict[tuple[str, str], Link], left: _Group, right: _Group) -> list[Link]:
    pairs = (ids_of(a, b) for a in left for b in right)
    return [links[pair] for pair in pairs if pair in links]


def _agreeing(court: Court, figures: Sequence[Figure], same: Iterable[tuple[str, str]]) -> list[_Group]:
    """Return the figures gathered by value; groups join when a pair agrees and all of them may be one.

    same: the ids of the pairs that agree.
    """
    group_of = {figure.told.id: [figure] for figure in figures}
    for a, b in same:
        left, right = group_of[a], group_of[b]
        if left is right:
            continue
        if not all(_may_be_one(court, x, y) for x in left for y in right):
            continue
        left += right
        for figure in right:
            group_of[figure.told.id] = left
    return _distinct(group_of[figure.told.id] for figure in figures)


def _is_said_again(left: Figure, right: Figure) -> bool:
    """Tell whether two figures of one article are a telling number said twice, as in its title and lead."""
    return left.size >= TELLING and comparable_units(left, right) and match(left, right) == "same"


def _may_be_one(court: Court, left: Figure, right: Figure) -> bool:
    """Tell whether two figures may count one thing: no other fates, nor two things of one article."""
    if match(left, right) == "apart" or not may_be_of_one_town(left, right, is_equal=True):
        return False
    fates = {left.setting.happened, right.setting.happened}
    if len(fates - {None}) > 1:
        return False
    is_one_article = court.document_of[left.told.id] == court.document_of[right.told.id]
    return not is_one_article or left.told.slot != "count" or kinship(left, right) != "none"


def _parting(court: Court, groups: Sequence[_Group], links: dict[tuple[str, str], Link]) -> list[_Group]:
    """Return the rows: groups whose values part and that are of one thing, those with most evidence first."""
    numbered = list(enumerate(groups))
    partners: dict[int, dict[int, int]] = {i: {} for i, _ in numbered}
    for (i, left), (j, right) in combinations(numbered, 2):
        n_apart = _between(links, left, right).count("apart")
        is_clear = n_apart and not _tells_two(court, left, right) and not _has_shrunk(court, left, right)
        if is_clear and _are_of_one_kind(left, right):
            partners[i][j] = partners[j][i] = n_apart
    pairs = [
        (-n_apart, i, j)
        for i, found in partners.items()
        for j, n_apart in found.items()
        if i < j and _is_clear(court, groups, i, partners[j]) and _is_clear(court, groups, j, partners[i])
    ]
    row_of = {i: [i] for i, _ in numbered}
    for _, i, j in sorted(pairs):
        left_row, right_row = row_of[i], row_of[j]
        if left_row is right_row:
            continue
        if not all(
            b in partners[a]
            or _are_of_two_sides(court, groups[a], groups[b])
            or _have_outgrown(groups[a], groups[b])
            for a in left_row
            for b in right_row
        ):
            continue
        left_row += right_row
        for k in right_row:
            row_of[k] = left_row
    return [[figure for i in sorted(row) for figure in groups[i]] for row in _distinct(row_of.values())]


def _has_shrunk(court: Court, left: _Group, right: _Group) -> bool:
    """Tell whether an article of a later day gives far less of what is only ever told anew when it has grown.

    Then it counts another thing: the dead of another raid.
    """
    growing = [[f for f in group if f.setting.grows and not f.setting.falls] for group in (left, right)]
    return any(
        (hours_between(court, early.told, late.told) or 0.0) >= DAY_LATER_HOURS
        and late.size < SHRUNK * early.size
        for a in growing[0]
        for b in growing[1]
        for early, late in ((a, b), (b, a))
    )


def _are_of_one_kind(left: _Group, right: _Group) -> bool:
    """Tell whether all figures can be compared: dollars and euros meet in "260 millions" of no currency."""
    return all(comparable_units(a, b) or a.value.unit == b.value.unit for a in left for b in right)


def _is_clear(court: Court, groups: Sequence[_Group], i: int, partners: Mapping[int, int]) -> bool:
    """Tell whether no article of a group has another value that could as well be meant, as a round-up has."""
    return not any(k != i and _tells_two(court, groups[i], groups[k]) for k in partners)


def _have_outgrown(left: _Group, right: _Group) -> bool:
    """Tell whether counts that grow are too far apart to be told as one without those that lie between."""
    return all(f.setting.grows for f in (*left, *right)) and all(are_far(a, b) for a in left for b in right)


def _are_of_two_sides(court: Court, left: _Group, right: _Group) -> bool:
    """Tell whether one article gives both values, each on an authority of its own: the police, the unions."""
    documents = {court.document_of[figure.told.id] for figure in (*left, *right)}
    sides = [{figure.authority for figure in group} for group in (left, right)]
    return len(documents) == 1 and None not in sides[0] | sides[1] and not sides[0] & sides[1]


def _distinct(groups: Iterable[_Members]) -> list[_Members]:
    """Return the groups that several members share, each once, in order of first appearance."""
    return list({id(group): group for group in groups}.values())


def _tells_two(court: Court, left: _Group, right: _Group) -> bool:
    """Tell whether one article stands on both sides with values that part, on one authority or on none."""
    return any(
        court.document_of[a.told.id] == court.document_of[b.told.id]
        and a.authority == b.authority
        and match(a, b) not in ("same", "finer", "wider")
        for a in left
        for b in right
    )


def _one_unit(row: Sequence[Figure]) -> list[Comparable]:
    """Return the figures with the first one's unit, so that "salariés" and "employés" can be compared."""
    unit = row[0].value.unit
    return [replace(figure.told, value=replace(figure.value, unit=unit)) for figure in row]
