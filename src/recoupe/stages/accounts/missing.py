"""What a clause denies, what it says that there is none of, and what it says to be so after all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.accounts.clauses import Clause, saying
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.text.event_words import WORD, pattern
from recoupe.stages.text.folded import bare_word, folded

Keyed = tuple[tuple[Span, str], ...]
"""Words with their keys, in order."""

_BEFORE_CHARS = 24
"""How far before a word the words are looked for that bring it up."""

TAKES_PLACE = "hold"
"""The event that says no more than that something takes place."""


def missing_in(teller: Teller, clause: Clause) -> Keyed:
    """Return the words for what a clause says that there is none of: "aucun appel au secours"."""
    if not clause.denies:
        return ()
    text = teller.document.text
    found: list[tuple[Span, str]] = []
    for words in _none_of(teller, clause):
        at = words.end
        for span, key in clause.placed:
            if span.start < at:
                continue
            if not pattern(teller.pack, "joined").fullmatch(folded(text[at : span.start])):
                break
            found.append((span, key))
            at = span.end
    if not found and clause.denial.at is not None:
        # "Personne n'a été arrêté": there is no arrest.
        nobody = pattern(teller.pack, "nobody").search(folded(clause.span.of(text)))
        found = [e for e in clause.events if nobody and e[0].start >= clause.span.start + nobody.end()][:1]
    return tuple(found)


def _none_of(teller: Teller, clause: Clause) -> Iterator[Span]:
    plain = folded(clause.span.of(teller.document.text))
    for match in pattern(teller.pack, "none of").finditer(plain):
        yield Span(*match.span()).moved(clause.span.start)


def without_presence(teller: Teller, clause: Clause, missing: Keyed) -> Clause:
    """Return a denial without the words that only say that there is something: "aucune aide reçue"."""
    none_of = list(_none_of(teller, clause))
    idle = [
        span
        for span, key in clause.placed
        if (span, key) not in missing
        and (key == TAKES_PLACE or _says_presence(teller, span) or any(n.holds(span) for n in none_of))
    ]
    return replace(
        clause,
        events=tuple(e for e in clause.events if e[0] not in idle),
        placed=tuple(p for p in clause.placed if p[0] not in idle),
    )


def _says_presence(teller: Teller, word: Span) -> bool:
    return bare_word(word.of(teller.document.text)) in _presence_verbs(teller.pack)


@cache
def _presence_verbs(pack: Pack) -> frozenset[str]:
    return frozenset(
        bare_word(form)
        for row in pack.lexicon("presence_verbs")
        for form in pack.functions.verb_forms(row["lemma"], "all")
    )


def insisted_in(teller: Teller, clause: Clause) -> tuple[str, ...]:
    """Return the keys of what a clause says to be so after all: "une plainte a bien été déposée"."""
    found = pattern(teller.pack, "insists").search(folded(clause.span.of(teller.document.text)))
    if found is None or clause.denies:
        return ()
    at = clause.span.start + found.end()
    behind = [one for one in clause.placed if one[0].start >= at][:1]
    before = [one for one in clause.placed if one[0].end <= at][-1:]
    # "Une rançon a bien été reçue": the verb says no more than that there was one.
    told = behind if behind and not _says_presence(teller, behind[0][0]) else behind + before
    return tuple(key for _, key in told)


def brought_up_in(teller: Teller, clause: Clause) -> tuple[str, ...]:
    """Return the keys of what an affirmation speaks of as new: "deux gilets"."""
    if clause.denies:
        return ()
    text, brings_up = teller.document.text, pattern(teller.pack, "brings up")
    befores = (
        (folded(text[max(clause.span.start, w.start - _BEFORE_CHARS) : w.start]), k) for w, k in clause.placed
    )
    return tuple(dict.fromkeys(key for before, key in befores if brings_up.search(before)))


def denied_in(teller: Teller, clause: Clause, missing: Keyed) -> tuple[str, ...]:
    """Return the keys of the words that a clause denies, the one it denies first of all in front.

    "Aucune enquête n'a été ouverte" denies an inquiry, "le pont n'est pas fermé" that it is closed. Empty
    when it denies nothing, or somebody, that something was said, or where it is.
    """
    if clause.denial.at is None:
        return ()
    at = clause.span.start + clause.denial.at
    reached = [(span, key) for span, key in clause.placed if span.start >= at]
    if not reached or any(reached[0][0] == name for name, _ in teller.lexis.names):
        return ()
    leading = folded(teller.document.text[at : reached[0][0].start])
    if clause.denial.refused and pattern(teller.pack, "goes there").search(leading):
        # Who refuses to go to the blockade denies no blockade.
        return ()
    nouns = {m.end() for m in pattern(teller.pack, "none of").finditer(leading)}
    finds = pattern(teller.pack, "finds").fullmatch if list(missing[:1]) == reached[:1] else None
    for word in WORD.finditer(leading):
        # "Aucune note n'a changé" speaks of a note; who "finds no leak" says that there is none.
        is_other = word.start() in nouns or (finds is not None and finds(word[0]))
        if bare_word(word[0]) in saying(teller.pack) and not is_other:
            return ()
    return tuple(dict.fromkeys(key for _, key in reached))
