"""People whom an article counts in other words than a number and a noun: "a fourth passenger died"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recoupe.packs import Pack
from recoupe.records.documents import Document
from recoupe.records.findings import Quantity, Reading
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.records.values import Interval
from recoupe.stages.accounts.happened import (
    fates,
    key_of,
    object_of,
    predicates,
    role,
    without_inserts,
)
from recoupe.stages.accounts.settings import ONE
from recoupe.stages.read.amounts import by_form
from recoupe.stages.read.quantities.spots import named_rule
from recoupe.stages.text.folded import folded

_READ = ("nobody", "none", "body", "nth", "bare", "one")
_LONGEST = 90
"""Characters at most from the person to what happened."""


@dataclass(frozen=True)
class _Told:
    """Who is told of, how many they are, what happened to them, and the words that say so."""

    producer: str
    who: Span
    value: float
    key: str
    of: str
    words: Span


def told_persons(document: Document, reading: Reading, pack: Pack) -> Iterator[Quantity]:
    """Yield a count for each person, nobody or bare number of whom the article tells what happened to them.

    What the reading has counted already is left out.
    """
    plain = folded(document.text)
    for sentence in reading.sentences:
        counted = [q for q in reading.quantities if sentence.holds(q.span)]
        taken = [q.span for q in counted] + [t.span for t in reading.times if sentence.meets(t.span)]
        before = [q for q in reading.quantities if q.span.end <= sentence.end]
        told: list[_Told] = []
        for name in _READ:
            for match in role(pack, name).finditer(plain, sentence.start, sentence.end):
                one = _read(pack, sentence, name, match=match, before=before)
                if one is not None and not any(one.who.meets(s) for s in (*taken, *(o.who for o in told))):
                    told.append(one)
        for one in _together(told):
            yield _quantity(document, pack, plain, one=one)


def _read(
    pack: Pack, sentence: Span, name: str, *, match: re.Match[str], before: Sequence[Quantity]
) -> _Told | None:
    """Return what one match tells; None when it does not say what happened, or how many there are."""
    groups, plain = match.groupdict(), match.string
    who = Span(*match.span())
    value = _value(pack, name, groups)
    if value is None:
        return None
    key: str | None = role(pack, name).options.get("key")
    if key is None and name in ("none", "nth"):
        key = key_of(pack, groups["of"] or "")
    words = who
    if key is None:
        found = None if name == "nobody" else object_of(pack, plain, sentence, at=who.start)
        clause = without_inserts(pack, plain[who.end : sentence.end])
        stop = role(pack, "stop").search(clause)
        end = who.end + (len(clause) if stop is None else stop.start())
        found = found or next(predicates(pack, plain, Span(who.end, end)), None)
        if found is None:
            return None
        key, words = found.key, Span(min(who.start, found.words.start), max(who.end, found.words.end))
    if name == "one" and not (fates(pack)[key] != "no" and _is_person(pack, groups)):
        return None
    # "Le second volet du texte sur l'aide à mourir": no leaf of a text dies.
    if name == "nth" and fates(pack)[key] != "no" and not _may_befall(pack, groups):
        return None
    if len(words) > _LONGEST:
        return None
    # "Two died and a third is missing" counts on from the dead: one is missing.
    counted_on = [q for q in before if q.value.low == value - 1] if name == "nth" else []
    if counted_on and counted_on[-1].value.unit != key:
        value = 1.0
    return _Told(name, who, value, key, groups.get("noun") or "", words)


def _value(pack: Pack, name: str, groups: dict[str, str | None]) -> float | None:
    if name in ("nobody", "none"):
        return 0.0
    if name == "nth":
        rank = float(by_form(pack, "ordinals")[groups["rank"] or ""]["number"])
        return rank if rank > 1 else None
    if name == "bare":
        number: float | None = pack.functions.read_number(groups["number"])
        return number
    several = by_form(pack, "small_groups").get(groups.get("noun") or "")
    if several is None:
        return 1.0
    return float(several["number"]) if several["number"] else None


def _is_person(pack: Pack, groups: dict[str, str | None]) -> bool:
    """Tell whether a noun is one for a person: by the lists, by an age behind it, or by its ending."""
    noun = groups["noun"] or ""
    return groups["known"] is not None or pack.functions.personal_gender(noun) is not None


def _may_befall(pack: Pack, groups: dict[str, str | None]) -> bool:
    """Tell whether a noun, if there is one, is one for a person or for what happened: "un sixième décès"."""
    noun = groups["noun"]
    return not noun or _is_person(pack, groups) or key_of(pack, noun) is not None


def _together(told: Iterable[_Told]) -> Iterator[_Told]:
    """Yield what is told, single persons of one predicate as one count: "a man and a woman died"."""
    ones: dict[tuple[str, int], _Told] = {}
    for one in sorted(told, key=lambda o: o.who):
        key = (one.key, one.words.end)
        if one.producer != ONE:
            yield one
        elif key in ones:
            first = ones[key]
            ones[key] = replace(
                first, value=first.value + one.value, words=Span(first.words.start, one.words.end)
            )
        else:
            ones[key] = one
    yield from ones.values()


def _quantity(document: Document, pack: Pack, plain: str, *, one: _Told) -> Quantity:
    doubted = named_rule(pack, "alleged").search(plain, one.words.start, one.words.end)
    return Quantity(
        make_id("qty", document.id, f"{one.words.start}:{one.words.end}"),
        one.words,
        Interval(one.value, one.value, one.key, one.of),
        None,
        None,
        None,
        None,
        "asserted",
        "certain" if doubted is None else "alleged",
        (),
        one.producer,
    )
