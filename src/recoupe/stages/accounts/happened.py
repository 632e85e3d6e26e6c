"""What happened to those whom a text counts: died, were hurt, were arrested, marched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.spans import Span

_BEFORE_CHARS = 60
"""How far before a number the verb may begin of which it is the object."""

_REACH_WORDS = 9
"""Words behind a figure in which its predicate is looked for, within the clause."""

WORD = re.compile(r"[^\W\d_]{2,}")
CLAUSE_END = re.compile(r"[,;:.(]")


Fate = Literal["all", "one", "no"]


class Happened(NamedTuple):
    """What happened to somebody: its key, and where the words stand that say so."""

    key: str
    words: Span


def happened_to(
    pack: Pack, plain: str, sentence: Span, *, number: Span, named: Span | None = None
) -> str | None:
    """Return the key of what happened to those counted; None when the sentence does not say.

    plain: the folded text. number, named: where the number and the words for those counted stand in it. Their
    own words say it first ("20 arrests, of which 11 …"), then a verb right before them, then what stands
    behind them; last what their own words call them that only says who they are ("participants").
    """
    end = number.end if named is None else max(number.end, named.end)
    own, is_role = _own(pack, "" if named is None else named.of(plain))
    # Words before the number may belong to an earlier one: "17 injured, of whom six in a grave state".
    if own is not None and not is_role and named is not None and named.start >= number.start:
        return own
    found = object_of(pack, plain, sentence, at=number.start)
    found = found or next(predicates(pack, plain, Span(end, sentence.end)), None)
    if found is not None and is_open(pack, plain, found.words.end):
        return None
    return own if found is None else found.key


def is_open(pack: Pack, plain: str, at: int) -> bool:
    """Tell whether something else may have happened instead: "136 enfants morts ou disparus"."""
    return role(pack, "or else").pattern.match(plain, at) is not None


def _own(pack: Pack, words: str) -> tuple[str | None, bool]:
    """Return what the words for those counted say that happened, and whether they only say who they are."""
    whole = _keys(pack).get(words)
    if whole is not None:
        return whole, words in _people(pack)
    found = [match["word"] for match in role(pack, "own").finditer(words)]
    chosen = next((word for word in found if word not in _people(pack)), found[0] if found else "")
    return _keys(pack).get(chosen), chosen in _people(pack)


def object_of(pack: Pack, plain: str, sentence: Span, *, at: int) -> Happened | None:
    """Return what the words right before those counted say was done to them; None when none do."""
    start = max(sentence.start, at - _BEFORE_CHARS)
    signed = role(pack, "signed by").search(plain, start, at)
    if signed is not None:
        return Happened(role(pack, "signed by").options["key"], Span(*signed.span()))
    match = role(pack, "object").search(plain, start, at)
    if match is None:
        return None
    form = match["noun"] or match["suffered"]
    return Happened(_keys(pack)[form], Span(*match.span()))


def predicates(pack: Pack, plain: str, behind: Span) -> Iterator[Happened]:
    """Yield what the rest of a clause says that happened to those before it, the nearest first.

    What they did to others is left out: "three men have arrested".
    """
    clause = CLAUSE_END.split(without_inserts(pack, behind.of(plain)), maxsplit=1)[0]
    found = (*role(pack, "behind").finditer(clause), *role(pack, "led to").finditer(clause))
    for match in sorted(found, key=lambda match: match.start()):
        before = WORD.findall(clause, 0, match.start())
        if len(before) >= _REACH_WORDS:
            return
        if before and pack.functions.read_number(before[-1]) is not None:
            # "Trois voitures …, a fait deux blessés": it happened to those two.
            continue
        did = match.groupdict()
        is_active = did.get("suffered") is not None and role(pack, "did it").search(clause, 0, match.start())
        key = _done(pack).get(match[0]) if is_active else _keys(pack)[did["noun"] or match[0]]
        if key is not None:
            yield Happened(key, Span(*match.span()).moved(behind.start))


def without_inserts(pack: Pack, clause: str) -> str:
    """Return the rest of a clause with what is put in between its subject and its verb blanked out."""
    return role(pack, "insert").pattern.sub(lambda match: " " * len(match[0]), clause)


def key_of(pack: Pack, word: str) -> str | None:
    """Return the key of what a word says that happened; None when it says nothing of the kind."""
    return _keys(pack).get(word)


@cache
def role(pack: Pack, name: str) -> Rule:
    """Return the rule for persons that has a role."""
    return pack.rules_with("persons", role=name)[0]


@cache
def fates(pack: Pack) -> Mapping[str, Fate]:
    """Return by the key of what may happen whether it is news of a single person; see `Setting.fate`."""
    known: dict[str, Fate] = {"all": "all", "one": "one"}
    return {row["key"]: known.get(row["fate"], "no") for row in pack.lexicon("happenings")}


@cache
def _keys(pack: Pack) -> Mapping[str, str]:
    """Return what happened by the words that say so, of those who suffer it before those who do it."""
    keys: dict[str, str] = {}
    for row in pack.lexicon("happenings"):
        for form in (*filter(None, row["nouns"].split("|")), *_forms(pack, row["suffered"])):
            keys.setdefault(form, row["key"])
    return {**_done(pack), **keys}


@cache
def _done(pack: Pack) -> Mapping[str, str]:
    """Return what happens to the subject of a verb by its forms."""
    rows = reversed(pack.lexicon("happenings"))
    return {form: row["key"] for row in rows for form in _forms(pack, row["done"])}


def _forms(pack: Pack, verbs: str) -> Iterator[str]:
    for verb in filter(None, verbs.split("|")):
        yield from pack.functions.verb_forms(verb, "all")


@cache
def _people(pack: Pack) -> frozenset[str]:
    return frozenset(form for row in pack.lexicon("people") for form in row["forms"].split("|"))
