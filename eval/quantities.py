"""Quantities: found, with the right value and the right unit."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from eval.gold import Bounds, GoldQuantity
from eval.reading import ReadArticle
from eval.same import telling_words
from eval.score import Miss, Result, named, overlap, pairs_by_likeness, prf, share
from recoupe.packs import Pack
from recoupe.records.findings import Quantity
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.read.amounts import by_form

_ROUGH = 0.1
_LEAST_SHARED = 3
_PERCENT = 100.0
_OPEN = 5
_BESIDE_CHARS = 5
"""How far behind a number the words of what it counts may begin to belong to its span."""

Found = tuple[Span, Span, Quantity]
"""Where the number stands, where number and counted words stand together, and the record."""


def score_quantities(set_name: str, articles: Sequence[ReadArticle], pack: Pack) -> Result:
    """Return the scores of quantities.

    One is found when its number lies in the marked words; it is right when value and unit are right, too.
    """
    n_gold = n_ours = n_met = n_value = n_unit = n_right = 0
    misses: list[Miss] = []
    for article in articles:
        gold, found = article.gold.quantities, _found_in(article)
        pairs = pairs_by_likeness(gold, found, likeness=_likeness)
        judged = [(i, j, _verdict(gold[i], found[j][2], pack)) for i, j in pairs]
        n_gold += len(gold)
        n_ours += len(found)
        n_met += len(pairs)
        n_value += sum(value for _, _, (value, _) in judged)
        n_unit += sum(unit for _, _, (_, unit) in judged)
        n_right += sum(value and unit for _, _, (value, unit) in judged)
        misses += _misses(article.gold.name, gold, found, judged=judged)
    score = named("quantities", set_name)
    return Result(
        (
            *prf(score, "span, value, unit", n_right=n_right, n_found=n_ours, n_gold=n_gold),
            score("span F", share(2 * n_met, n_ours + n_gold), n_gold),
            score("right value of found", share(n_value, n_met), n_met),
            score("right unit of found", share(n_unit, n_met), n_met),
        ),
        tuple(misses),
    )


def is_value_right(wanted: Bounds, found: Interval, *, factor: float = 1.0) -> bool:
    """Tell whether an interval found is the marked value.

    factor: base units in one of the marked unit. A plain number has to lie in the interval, which reaches
    no further than a rough tenth to either side, or to be its only bound. The bounds of a marked range have
    to be those found, within a tenth.
    """
    low, high = (None if bound is None else bound * factor for bound in wanted)
    if low is not None and low == high:
        if found.low is None or found.high is None:
            return any(bound is not None and _is_near(low, bound, 1e-6) for bound in (found.low, found.high))
        reach = 2 * _ROUGH * abs(low) + 1e-6
        return found.low - 1e-6 <= low <= found.high + 1e-6 and found.high - found.low <= reach + 1e-6
    if high is None and found.hedge == "between" and found.high == _OPEN * (found.low or 0):
        # "Des milliers" is at least two thousand, told with a far end or without.
        found = msgspec.structs.replace(found, high=None)
    if low in (None, 0) and found.low in (None, 0):
        low, found = None, msgspec.structs.replace(found, low=None)
    return all(
        (bound is None) == (ours is None) and (bound is None or ours is None or _is_near(bound, ours, _ROUGH))
        for bound, ours in ((low, found.low), (high, found.high))
    )


def is_unit_right(wanted: str, found: Interval, pack: Pack) -> bool:
    """Tell whether the unit found is the marked one: the same measure, currency, share, or noun."""
    symbol = unit_of(wanted, pack)[0]
    if symbol is not None:
        return found.unit == symbol
    if pack.functions.singular(wanted) == found.unit:
        return True
    gold, ours = telling_words(wanted, pack), telling_words(f"{found.unit} {found.of or ''}", pack)
    return any(_is_one_noun(one, other) for one in gold for other in ours) or (not gold and not ours)


def unit_of(words: str, pack: Pack) -> tuple[str | None, float]:
    """Return the symbol of a measure, currency or share and its factor; None and 1 for a counted noun.

    Of several words the first that name one count: "euros par mois" is money.
    """
    if words.startswith("%"):
        return "%", 1.0
    parts = words.lower().split()
    for n in range(len(parts), 0, -1):
        form = " ".join(parts[:n])
        if form in by_form(pack, "currencies"):
            return by_form(pack, "currencies")[form]["code"], 1.0
        if form in by_form(pack, "units"):
            row = by_form(pack, "units")[form]
            return row["symbol"], float(row["factor"])
    return None, 1.0


def _verdict(gold: GoldQuantity, found: Quantity, pack: Pack) -> tuple[bool, bool]:
    """Return whether the value and the unit are right."""
    factor = unit_of(gold.unit, pack)[1]
    is_part = gold.bounds[0] == gold.bounds[1] and 0 < (gold.bounds[0] or 0) < 1
    if found.value.unit == "%" and is_part and not gold.unit.startswith("%"):
        # "Un salarié sur dix" is marked as a tenth of them, and found as ten in a hundred.
        is_share = is_value_right(gold.bounds, found.value, factor=_PERCENT)
        return is_share, is_share
    return is_value_right(gold.bounds, found.value, factor=factor), is_unit_right(
        gold.unit, found.value, pack
    )


def _is_near(one: float, other: float, tolerance: float) -> bool:
    return abs(one - other) <= tolerance * max(1.0, abs(one))


def _is_one_noun(one: str, other: str) -> bool:
    """Tell whether two words differ at most in their last two letters, as singular and plural do."""
    n_shared = max(_LEAST_SHARED, max(len(one), len(other)) - 2)
    return one[:n_shared] == other[:n_shared]


def _found_in(article: ReadArticle) -> list[Found]:
    out = []
    for one in () if article.reading is None else article.reading.quantities:
        number = article.at(one.span)
        counted = None if one.of_span is None else article.at(one.of_span)
        if number is None:
            continue
        is_beside = counted is not None and 0 <= counted.start - number.end <= _BESIDE_CHARS
        end = counted.end if counted is not None and is_beside else number.end
        out.append((number, Span(number.start, end), one))
    return out


def _likeness(gold: GoldQuantity, found: Found) -> float:
    number, whole, _ = found
    return overlap([gold.span], [whole]) if number.meets(gold.span) else 0.0


def _misses(
    name: str,
    gold: Sequence[GoldQuantity],
    found: Sequence[Found],
    *,
    judged: Sequence[tuple[int, int, tuple[bool, bool]]],
) -> list[Miss]:
    missed = set(range(len(gold))) - {i for i, _, _ in judged}
    invented = set(range(len(found))) - {j for _, j, _ in judged}
    out = [Miss("quantity missed", name, gold[i].span) for i in missed]
    for j in invented:
        number, _, one = found[j]
        out.append(Miss(f"no quantity, by {one.producer.rsplit('/', 1)[-1]}", name, number))
    for i, j, (value, unit) in judged:
        ours = found[j][2].value
        if not value:
            values = f"{ours.low} to {ours.high} {ours.unit}, not {gold[i].bounds} {gold[i].unit}"
            out.append(Miss("value wrong", name, gold[i].span, values))
        if not unit:
            out.append(Miss("unit wrong", name, gold[i].span, f"{ours.unit}, not {gold[i].unit}"))
    return sorted(out, key=lambda miss: (miss.span, miss.kind))
