"""What a clause tells: its events and states, each with those it is told of."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from recoupe.packs import Pack
from recoupe.records.accounts import CALLS_OFF, Telling, contrary
from recoupe.records.spans import Span
from recoupe.stages.accounts.clauses import Clause
from recoupe.stages.text.event_words import Keys, courses, implied


def tellings(
    pack: Pack,
    clause: Clause,
    *,
    but: Collection[Span],
    nouns: Collection[Span],
    where: Collection[Span],
    said: Collection[Span],
) -> Iterator[Telling]:
    """Yield the events that a clause says something of, in order.

    but: words that only name an event, or who does it. nouns: words with an article. where: the places it is
    set at, which are no part of what is told. said: words by which it says that something is so. What a
    clause denies implies nothing.
    """
    told = [
        (word, (key, *clause.more.get(word, ())))
        for word, key in clause.events
        if word not in but and not _is_overruled(clause, word, key, nouns)
    ]
    calling_off = [one for one in told if CALLS_OFF & set(one[1])]
    placed = [one for one in clause.placed if one[0] not in where]
    for word, keys in calling_off or told:
        before = [key for span, key in placed if span.end <= word.start]
        before = [*(key for key in clause.elided if key not in before), *before]
        behind = [key for span, key in placed if span.start >= word.end]
        follows, steps = _implied(pack, clause, keys), _steps(pack, keys)
        yield Telling(keys, follows, tuple(before), tuple(behind), steps, word in said)


def _is_overruled(clause: Clause, word: Span, key: str, nouns: Collection[Span]) -> bool:
    """Tell whether a clause says the contrary of what one word says: "l'incendie a été maîtrisé" is none."""
    rivals = [other for other, own in clause.events if own == contrary(key)]
    return any((word in nouns, other.start) > (other in nouns, word.start) for other in rivals)


def _implied(pack: Pack, clause: Clause, keys: Keys) -> Keys:
    known = {} if clause.denies else implied(pack)
    return tuple(other for key in keys for other in known.get(key, ()))


def _steps(pack: Pack, keys: Keys) -> tuple[tuple[str, int], ...]:
    return tuple(
        (course, steps[key]) for course, steps in courses(pack).items() for key in keys if key in steps
    )
