"""Similar: which documents are alike enough to be tellings of one event, or near to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.ids import make_id
from recoupe.records.stories import DayCopies, DayLayers, DayProfiles, Similar, SimilarNotes
from recoupe.settings import StorySettings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.columns import (
    DAY,
    ENCOUNTER,
    EVENT,
    FIGURE,
    MATCH,
    NAME,
    NAME_WORD,
    PAGE,
    TERM,
    TITLE,
)
from recoupe.stages.stories.copied import with_copies
from recoupe.stages.stories.days import MILLION, UNDATED, Ints, Mask, column, indexed, packed
from recoupe.stages.stories.links import Likeness
from recoupe.stages.stories.profiles import MAX_TERMS
from recoupe.stages.stories.reach import (
    NOTICE_DAYS,
    PARTS,
    WINDOW_DAYS,
    apart,
    days_between,
    number_of,
    part_of,
    undated,
)
from recoupe.stages.stories.still import Columns, notes_of, rows_of, still_of
from recoupe.stages.stories.window import (
    Floats,
    Window,
    alike,
    cosines,
    in_common,
    rarest_in,
    title_told,
    window_of,
)

LISTED = 0.0625
"""Whole articles are listed from this strength on."""
_SCALE, _SHORTNESS = 0.5, 0.72
"""Long articles that are 0.4 alike stand as near as notices at `min_similarity`, which is 0.2. Short ones
share fewer words on one event: two of 100 words stand as near when they are 0.16 alike. Measured on the
invented stories of eval/benches/accounts (aside): pairs in one story .57 to .81, none wrong, and on 400 press
articles of one affair: with 0.7 and 0.45, 20 of 66 pairs in fifty stories read by hand were of two events; so
11 of these go, and 7 of 36 that were right."""
LEAST_TERMS = 30
"""An article of fewer different words is taken for one of so many: a line says too little."""

_SPEAKS = 0.075
_MOST_PER_TERM = 1.4
"""The strength of whole articles is at most so many times the cosine of their terms, additions apart."""

_OWN_WORDS = 2
"""Two notices of one outlet tell one event only when their titles have so many words in common: one word is
the subject they share. On eleven days of headlines P .811 to .817, R .514 as before."""

_SHORT_TERMS = MAX_TERMS // 2
"""The same for two articles of one voice with so few different words: of 38 pairs on eleven days of headlines
whose titles have fewer in common none tells one event, of 18 others 16 do."""

_STEPS = 200
"""Steps of a strength of 1. On eleven days of headlines P, R and F are the same as in millionths."""

_NEAR_DAYS = 2
_NEAREST = 20
"""Pairs kept of each document of a loud voice with others of that voice."""
NEVER = -100.0
"""Said for one event by two notices that surely tell two: they keep each other company all the same."""
_MOST_NAMES, _MOST_EVENTS = 8, 2
"""Words of names, and events of both titles, in common that count; more of them say no more."""
_MATCH_DAYS = 1
"""Days that may lie between two titles on one match: one of an evening is told the next morning, too. What is
told of the same two sides some days before is another event."""
_WEIGHTS = (1.733, -0.316, 2.47, 1.575, 1.211, 1.168, 0.655, 0.987, 0.192, -0.34, 0.752, 3.752)
"""What `notice_traits` say, beside `chances`: learnt by training/notices.py. Each of eleven days of headlines
left out of the learning in its turn, pairs P .855, R .704, F .773; where a page on many things may tell an
event, P .849, R .704, F .770, and where matches are not known by their titles either, P .842, R .678, F
.751."""
_SAME_DAY, _OTHER_DAY, _UNDATED, _LATER, _OWN = 0.15, 0.2, 0.3, 0.2, 0.2
"""Parts of the strength of whole articles that are added when both tell of the same day first, and taken off
when they tell of different ones, when one has no date (the same day of the week may be another week's), when
more than `NOTICE_DAYS` lie between them, and when both are of one voice: in words of its own an outlet seldom
tells one event twice. Of fifty stories of press articles that are no twins, read by hand, 13 held articles on
different things or nearly so; ten of these, and six of the others, held two of one outlet on one day or two.
Of 307 pairs of press articles read by hand (no twins) 118 of 160 right ones are joined and 39 of 147 wrong
ones; pairs of one invented event (eval/benches/events, open): P .86 to .97, R .67 to .72.
"""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, DayProfiles | DayLayers | DayCopies)
    if isinstance(record, DayCopies):
        return (record.day,)
    if record.day.startswith(UNDATED):
        return (UNDATED, *map(undated, range(PARTS)))
    first = number_of(record.day)
    last = min(_last_day(record), date.max.toordinal())
    days = (date.fromordinal(day).isoformat() for day in range(first, last + 1))
    return (undated(part_of(first)), *days)


def _last_day(record: DayProfiles | DayLayers) -> int:
    """Return the number of the last day that the documents of a day are compared with."""
    if isinstance(record, DayLayers):
        return record.last + WINDOW_DAYS
    reach = NOTICE_DAYS if column(record.notices, "<i8").all() else WINDOW_DAYS
    return int(column(record.last, "<i4").max(initial=0)) + reach


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    blocks = sorted(
        (m for m in members if isinstance(m, DayProfiles)), key=lambda block: (block.day, block.id)
    )
    beside = [member for member in members if isinstance(member, DayLayers | DayCopies)]
    packs = [resources.packs[language] for language in sorted(resources.packs)]
    if blocks and all(any(side) for side in zip(*(_sides(unit, block.day) for block in blocks), strict=True)):
        notes = next((member for member in members if isinstance(member, SimilarNotes)), None)
        settings = resources.settings.stories
        yield from similar_on(unit, blocks, settings=settings, packs=packs, beside=beside, notes=notes)


def _sides(unit: str, day: str) -> tuple[bool, bool]:
    """Tell whether the documents of a day are compared in a unit, and whether others are with them."""
    if not unit.startswith(UNDATED):
        return day == unit, True
    is_undated = day.startswith(UNDATED)
    return is_undated == (unit == UNDATED), is_undated


SIMILAR = Stage(
    "similar",
    (DayProfiles, DayLayers, DayCopies),
    (Similar, SimilarNotes),
    "20",
    _units,
    _run,
    notes=SimilarNotes,
)


def similar_on(
    day: str,
    blocks: Iterable[DayProfiles],
    *,
    settings: StorySettings,
    packs: Iterable[Pack] = (),
    beside: Iterable[DayLayers | DayCopies] = (),
    notes: SimilarNotes | None = None,
) -> tuple[Similar] | tuple[Similar, SimilarNotes]:
    """Return the pairs, alike or copied, of which one was first published on `day` and the other not later.

    day: ISO date; "undated" for the pairs of two documents without a date, "undated" and a number for those
    of which one has a date of some weeks. beside: which documents are told from the others, and what is
    copied. notes: of the last time; they change nothing. None are left where a loud source has a layer of its
    own. Memory: 12 bytes a word and name of the documents compared, and what `alike` needs.
    """
    blocks, beside = list(blocks), list(beside)
    sizes = [len(block.document_ids) for block in blocks]
    sides = zip(*(_sides(day, block.day) for block in blocks), strict=True)
    is_of_day, is_other = (np.repeat(side, sizes) for side in sides)
    compared = _compared(blocks, [each for each in beside if isinstance(each, DayLayers)])
    layer_of = compared.layer
    recent = ~_is_old_notice(day, blocks)
    known = tuple(packs)
    left_notes: SimilarNotes | None = None
    parts: list[Columns] = []
    for layer in range(int(layer_of.max(initial=0)) + 1):
        chosen = recent & (layer_of <= layer)
        if np.any(is_of_day & chosen):
            where = np.flatnonzero(chosen)
            window = window_of(blocks, chosen, packs=known)
            is_left, is_right = is_of_day[chosen], is_other[chosen]
            if layer_of.any():
                is_own = layer_of[chosen] == layer
                found = [*_of_layer(window, is_left, is_right, is_own, settings=settings)]
            else:
                rows = rows_of(window, (is_left, is_right), told_by=_floor(window, settings))
                still = still_of(notes, rows)
                moved = _moved(window, is_left, is_right, still.documents, settings=settings)
                found = [tuple(map(np.concatenate, zip(still.pairs, *moved, strict=True)))]
                left_notes = notes_of(day, rows, found[0])
            parts += [(where[left], where[right], *values) for left, right, *values in found]
    copies = [each for each in beside if isinstance(each, DayCopies)]
    similar = _similar(day, compared, _with_copies(parts, copies, compared))
    return (similar, left_notes) if left_notes else (similar,)


@dataclass(frozen=True)
class _Compared:
    """Documents that are compared. kept: the number of the day each is kept under, 0 for none.

    last: of the last day that it may have been published on. layer: as DayLayers.
    """

    document_ids: tuple[str, ...]
    kept: Ints
    last: Ints
    is_notice: Mask
    layer: Ints


def _compared(blocks: Sequence[DayProfiles], layers: Iterable[DayLayers]) -> _Compared:
    ids = tuple(chain.from_iterable(block.document_ids for block in blocks))
    above = {i: n for each in layers for i, n in zip(each.document_ids, each.layers, strict=True)}
    layer = [above.get(i, 0) for i in ids] if above else np.zeros(len(ids))
    return _Compared(
        ids,
        np.repeat([number_of(block.day) for block in blocks], [len(block.document_ids) for block in blocks]),
        np.concatenate([column(block.last, "<i4") for block in blocks]),
        np.concatenate([column(block.notices, "<i8") for block in blocks]) != 0,
        np.array(layer, dtype=np.int64),
    )


def _with_copies(parts: Sequence[Columns], copies: Sequence[DayCopies], compared: _Compared) -> Likeness:
    """Return the pairs that are alike or copied, of those that are alike enough."""
    left, right, strength, n_names, n_days, n_encounters, near, names = (
        np.concatenate(column_parts) for column_parts in zip(*parts, strict=True)
    )
    nothing = np.zeros(len(left), dtype=np.int64)
    counts = (n_names, n_days, n_encounters, near, nothing, names)
    like = Likeness(left, right, strength, nothing.copy(), *counts)
    ids = compared.document_ids if copies else ()
    place = dict(zip(ids, range(len(ids)), strict=True))
    like = with_copies(like, copies, place, is_notice=compared.is_notice)
    # What an outlet says below several of its short articles is no copy of one by another.
    is_never = (like.whole > 0) & (like.names <= NEVER * MILLION / 2)
    return like.chosen((like.strength >= LISTED * MILLION) & ~is_never)


def _is_old_notice(day: str, blocks: Sequence[DayProfiles]) -> Mask:
    """Tell which documents are notices that tell no one event with any document of the day compared."""
    notices = np.concatenate([column(block.notices, "<i8") for block in blocks])
    if day.startswith(UNDATED):
        return np.zeros(len(notices), dtype=bool)
    last = np.concatenate([column(block.last, "<i4") for block in blocks])
    is_old: Mask = (notices != 0) & (last < number_of(day) - NOTICE_DAYS)
    return is_old


def _floor(window: Window, settings: StorySettings) -> float:
    """Return the least cosine of two documents that are looked at."""
    return settings.related_similarity if window.notices.all() else _SPEAKS / _MOST_PER_TERM


def _moved(
    window: Window, is_of_day: Mask, is_other: Mask, is_still: Mask, *, settings: StorySettings
) -> Iterator[Columns]:
    """Yield the columns of the pairs of which one at least does not weigh what it did.

    is_of_day, is_other: as `_of_layer`. is_still: of each document, whether it weighs what it did.
    """
    floor = _floor(window, settings)
    every = np.arange(len(is_still))
    for is_row, among in ((~is_still, every), (is_still, np.flatnonzero(~is_still & ~is_of_day))):
        for left, right, cosine in alike(window, np.flatnonzero(is_of_day & is_row), among, at_least=floor):
            own = is_other[right]
            yield _strong(window, left[own], right[own], cosine[own], settings=settings)


def _of_layer(
    window: Window, is_of_day: Mask, is_other: Mask, is_own: Mask, *, settings: StorySettings
) -> Iterator[Columns]:
    """Yield the columns of the pairs among some documents of which one at least is of the layer itself.

    is_of_day, is_other, is_own: of each document, whether it is of the day compared, whether what is compared
    with it counts, and whether it is of the layer.
    """
    floor = _floor(window, settings)
    for left, right, cosine in alike(window, np.flatnonzero(is_of_day), at_least=floor):
        own = (is_own[left] | is_own[right]) & is_other[right]
        columns = _strong(window, left[own], right[own], cosine[own], settings=settings)
        if not is_own.all():
            left, right, strength, *_ = columns
            kept = nearest(left, right, strength, loud=is_own[left] & is_own[right])
            columns = tuple(values[kept] for values in columns)
        yield columns


def nearest(left: Ints, right: Ints, strength: Ints, *, loud: Mask) -> Mask:
    """Tell which pairs to keep: of those of two documents of a loud voice the strongest of either one only.

    Ten thousand imitations of one text would else give fifty million pairs.
    """
    at = np.flatnonzero(loud)
    ends = np.concatenate([left[at], right[at]])
    which = np.tile(at, 2)
    order = np.lexsort((which, -strength[which], ends))
    ends, which = ends[order], which[order]
    begins = np.searchsorted(ends, ends)
    kept = ~loud
    kept[which[np.arange(len(ends)) - begins < _NEAREST]] = True
    return kept


def _strong(
    window: Window, left: Ints, right: Ints, terms: Floats, *, settings: StorySettings
) -> tuple[Ints, ...]:
    """Return columns of the pairs that are strong enough to be listed.

    left, right, strength in millionths, names, days and encounters in common, near or not, what names say.
    """
    whole = (window.notices[left] == 0) & (window.notices[right] == 0)
    between = days_between(window.first, window.last, left, right)
    # Most pairs of a notice and an article are less alike than two articles have to be to be looked at.
    possible = (whole | (terms >= settings.related_similarity)) & ~apart(between, whole)
    left, right, terms, whole, between = (each[possible] for each in (left, right, terms, whole, between))
    some = np.flatnonzero(~whole)
    for_one = np.zeros(len(left))
    for_one[some] = (notice_traits(window, left[some], right[some]) * _WEIGHTS).sum(axis=1)
    for_one[some] += NEVER * _of_two_events(window, left[some], right[some])
    for_one[whole] = NEVER * _of_two_subjects(window, left[whole], right[whole])
    n_names, names = cosines(window, left, right, kind=NAME)
    # Two short lists of much-named people look alike by chance: names count as far as words bear them out.
    of_articles = 0.6 * terms + 0.4 * np.minimum(names, 2 * terms)
    n_days, n_encounters = (in_common(window, left, right, kind=kind)[0] for kind in (DAY, ENCOUNTER))
    near = _near(window, left, right)
    # These say nothing alone: two articles on nothing in common speak of "yesterday", too.
    beside = 0.01 * np.minimum(n_days, 2) + 0.03 * np.minimum(n_encounters, 2) + 0.12 * near
    of_articles += np.where(of_articles >= _SPEAKS, beside, 0.0)
    same, other = _told(window, left, right)
    more = _SAME_DAY * same - _OTHER_DAY * other - _LATER * (between > NOTICE_DAYS)
    more -= _UNDATED * ~_known(window, left, right)
    of_articles *= (1 + more) * (1 - _OWN * (window.voices[left] == window.voices[right]))
    strength = np.where(whole, _SCALE * _for_shortness(window, left, right) * of_articles, terms)
    kept = np.flatnonzero(~whole | (strength >= LISTED) | (for_one < 0))
    found: tuple[Ints, ...] = (left, right, _millionths(strength), n_names, n_days, n_encounters)
    return tuple(values[kept] for values in (*found, near.astype(np.int64), _millionths(for_one)))


def _told(window: Window, left: Ints, right: Ints) -> tuple[Mask, Mask]:
    """Tell which pairs speak of the same day first, and which of different ones.

    Where one of the two says the day of the week only, the same day of the week is the same day.
    """
    one, two = window.told[left], window.told[right]
    dated = (one > 0) & (two > 0)
    weekdays = [np.where(told > 0, (told - 1) % 7 + 1, -told) for told in (one, two)]
    same = np.where(dated, one == two, weekdays[0] == weekdays[1])
    known = (one != 0) & (two != 0)
    return known & same, known & ~same


def _for_shortness(window: Window, left: Ints, right: Ints) -> Floats:
    """Return how much more the likeness of two documents says than that of two long articles."""
    n_terms = np.diff(window.tables[TERM].starts)
    fuller = np.sqrt(MAX_TERMS / np.clip(n_terms, LEAST_TERMS, MAX_TERMS))
    return np.round((fuller[left] * fuller[right]) ** _SHORTNESS, 3)


def _of_two_subjects(window: Window, left: Ints, right: Ints) -> Mask:
    """Tell which pairs are two short articles of one voice whose titles have next to nothing in common.

    A broadcaster says who was on the programme below the title of each piece of it.
    """
    found: Mask = window.voices[left] == window.voices[right]
    own = np.flatnonzero(found)
    left, right = left[own], right[own]
    n_terms, n_words = (np.diff(window.tables[kind].starts) for kind in (TERM, TITLE))
    is_short, has_title = n_terms <= _SHORT_TERMS, n_words > 0
    n_titles, _ = in_common(window, left, right, kind=TITLE)
    found[own] = (n_titles < _OWN_WORDS) & np.logical_and.reduce(
        [each[side] for each in (is_short, has_title) for side in (left, right)]
    )
    return found


def _of_two_events(window: Window, left: Ints, right: Ints) -> Mask:
    """Tell which pairs surely tell two events: notices of one outlet with little in common above the text.

    An outlet says the same words below many a notice: between two of its own only the titles tell. And a page
    on many things tells no event, though it is like all that it tells of.
    """
    is_page = np.diff(window.tables[PAGE].starts) > 0
    of_page = is_page[left] | is_page[right]
    found: Mask = (window.notices[left] != 0) & (window.notices[left] == window.notices[right])
    own = np.flatnonzero(found)
    left, right = left[own], right[own]
    n_titles, _ = in_common(window, left, right, kind=TITLE)
    one_series = (window.series[left] != 0) & (window.series[left] >> 32 == window.series[right] >> 32)
    # Two of one series of an outlet tell one thing only when they have the same title.
    differ = one_series & (window.series[left] != window.series[right])
    found[own] = (n_titles < _OWN_WORDS) | differ
    return found | of_page


def notice_traits(window: Window, left: Ints, right: Ints) -> Floats:
    """Return what tells whether two notices tell one event, a row for each pair, in the order of `_WEIGHTS`.

    The company the two keep is told from all links: `chances`.
    """
    n_names, names = cosines(window, left, right, kind=NAME_WORD)
    one, other = title_told(window, left, right), title_told(window, right, left)
    rarest = rarest_in(len(window.document_ids))
    n_events, n_figures, n_matches = (
        in_common(window, left, right, kind=kind)[0] for kind in (EVENT, FIGURE, MATCH)
    )
    is_one_match = (n_matches > 0) & (days_between(window.first, window.last, left, right) <= _MATCH_DAYS)
    same_day, other_day = _told(window, left, right)
    return np.stack(
        [
            names,
            np.minimum(n_names, _MOST_NAMES),
            np.minimum(one[0], other[0]),
            *np.maximum(one[1], other[1]).T / rarest,
            np.minimum(n_events, _MOST_EVENTS),
            n_figures > 0,
            same_day,
            other_day,
            (window.notices[left] == 0) | (window.notices[right] == 0),
            is_one_match,
        ],
        axis=1,
    )


def _millionths(values: Floats) -> Ints:
    """Return values in millionths, in steps: what one more document moves by less is not told anew."""
    return np.rint(values * _STEPS).astype(np.int64) * (MILLION // _STEPS)


def _known(window: Window, left: Ints, right: Ints) -> Mask:
    return (window.first[left] > 0) & (window.first[right] > 0)


def _near(window: Window, left: Ints, right: Ints) -> Mask:
    """Tell which pairs were surely published within two days of each other; a month is not sure."""
    last = np.maximum(window.last[left], window.last[right])
    first = np.minimum(window.first[left], window.first[right])
    return _known(window, left, right) & (last - first <= _NEAR_DAYS)


def _similar(day: str, compared: _Compared, pairs: Likeness) -> Similar:
    occurring, left, right, order = indexed(compared.document_ids, pairs.left, pairs.right)
    reach = np.where(compared.is_notice, NOTICE_DAYS, WINDOW_DAYS)
    is_dated = not day.startswith(UNDATED) and len(occurring) > 0
    return Similar(
        make_id("sim", day),
        day,
        int(compared.kept[occurring].min()) if is_dated else 0,
        int((compared.last + reach)[occurring].max()) if is_dated else 0,
        tuple(map(compared.document_ids.__getitem__, occurring.tolist())),
        packed(compared.layer[occurring], "u1"),
        packed(left, "<u4"),
        packed(right, "<u4"),
        packed(pairs.strength[order], "<i4"),
        packed(pairs.percent[order], "u1"),
        packed(np.minimum(pairs.n_names[order], 255), "u1"),
        packed(np.minimum(pairs.n_days[order], 255), "u1"),
        packed(np.minimum(pairs.n_encounters[order], 255), "u1"),
        packed(pairs.near[order], "u1"),
        packed(pairs.whole[order], "u1"),
        packed(pairs.names[order], "<i4"),
    )
