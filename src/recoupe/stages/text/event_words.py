"""The words and phrases by which a clause tells an event or state, and what follows from them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from recoupe.packs import Pack
from recoupe.records.accounts import CONTRARY
from recoupe.records.spans import Span
from recoupe.stages.text.folded import bare_word, folded

WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")
_GENDERS = "(e)"
BEFORE_CHARS = 16
"""How far before a verb its "se" may begin: "se sont bien"."""
NOTHING = "none"
"""The key of words that say nothing of what happened."""
_PASSIVE_CHARS = 60
"""How far before its participle what is done may begin."""
_MOST_BETWEEN = 2
"""Small words between a verb and what belongs to it: "a retiré son offre"."""


Keys = tuple[str, ...]
"""Events that some words tell, with the sign of a contrary; what they tell most of all first."""


class Phrase(NamedTuple):
    """Words that tell an event, where they stand, and its keys. is_fixed: no other words stand among them."""

    span: Span
    keys: Keys
    is_fixed: bool


class _Form(NamedTuple):
    """A phrase around one of its words. is_verb: the word is a verb, and small words may follow it.

    is_passive: the word is a participle, and what is done stands before it ("le barrage a été levé").
    """

    before: str
    behind: str
    is_verb: bool
    is_reflexive: bool
    is_passive: bool = False


PRONOUNS = ("he", "she", "they")
"""The third persons by which the pack groups pronouns and the articles of nouns."""

_FormT = TypeVar("_FormT", str, _Form)


class EventWords(NamedTuple):
    """Keys of events by the words that tell them.

    itself: by the forms of reflexive verbs; "s'est rendu" is no "a rendu". phrases: by one of their words.
    verbs: the forms of plain that are first of all those of a verb. nouns: what they tell as nouns: "la
    marche" does not work.
    """

    plain: dict[str, Keys]
    itself: dict[str, Keys]
    phrases: dict[str, dict[_Form, Keys]]
    verbs: set[str]
    nouns: dict[str, Keys]


@cache
def event_words(pack: Pack) -> EventWords:
    """Return the table of the pack."""
    table = EventWords({}, {}, {}, set(), {})
    for row in pack.lexicon("event_words"):
        for sign, verbs, words in (
            ("", row["verbs"], row["words"]),
            (CONTRARY, row["against_verbs"], row["against_words"]),
        ):
            key = sign + row["key"]
            for word in filter(None, words.split("|")):
                for form in _genders(word):
                    _enter(table, form, key)
            for verb in filter(None, verbs.split("|")):
                _enter_verb(pack, table, verb, key)
                _enter_passive(pack, table, verb, key, nouns=row["words"].split("|"))
    return table


def _genders(word: str) -> Iterator[str]:
    endings = ("", "e", "s", "es") if _GENDERS in word else ("",)
    return (word.replace(_GENDERS, ending) for ending in endings)


def _enter(table: EventWords, form: str, key: str) -> None:
    plain, words = folded(form), WORD.findall(folded(form))
    if words == [plain]:
        _add(table.nouns if plain in table.verbs else table.plain, plain, key)
        return
    head = max(words, key=len)
    before, _, behind = plain.partition(head)
    known = table.phrases.setdefault(head, {})
    _add(known, _Form(before, behind, is_verb=False, is_reflexive=False), key)


def _enter_verb(pack: Pack, table: EventWords, verb: str, key: str) -> None:
    start = next((n for n in (2, 3) if pattern(pack, "itself").fullmatch(verb[:n])), 0)
    head, _, tail = verb[start:].partition(" ")
    behind = _without_small(pack, folded(tail))
    for form in map(folded, pack.functions.verb_forms(head, "all")):
        if not tail and start:
            _add(table.itself, form, key)
        elif not tail:
            if form not in table.plain:
                table.verbs.add(form)
            if form in table.verbs:
                _add(table.plain, form, key)
        else:
            known = table.phrases.setdefault(form, {})
            _add(known, _Form("", behind, is_verb=True, is_reflexive=start > 0), key)


def _enter_passive(pack: Pack, table: EventWords, verb: str, key: str, *, nouns: Collection[str]) -> None:
    """Enter what a verb does to the event itself: who "lifts the blockade" leaves one that "was lifted".

    nouns: that name the event; of any other noun the passive is another matter ("la fuite a été prise").
    """
    head, _, tail = verb.partition(" ")
    behind = _without_small(pack, folded(tail))
    if behind in nouns and behind != folded(tail):
        for form in map(folded, pack.functions.verb_forms(head, "participle")):
            known = table.phrases.setdefault(form, {})
            _add(known, _Form(behind, "", is_verb=False, is_reflexive=False, is_passive=True), key)


def _add(known: dict[_FormT, Keys], form: _FormT, key: str) -> None:
    if key not in known.get(form, ()):
        known[form] = (*known.get(form, ()), key)


def _without_small(pack: Pack, tail: str) -> str:
    """Return what belongs to a verb without the articles before it: they may be others in a text."""
    while small := pattern(pack, "small").match(" " + tail):
        tail = tail[small.end() :]
    return tail


def phrases_in(pack: Pack, plain: str) -> tuple[Phrase, ...]:
    """Return the phrases of a folded text that tell an event, in order; the longer one where two meet."""
    phrases = event_words(pack).phrases
    found = [
        Phrase(span, keys, not (form.is_verb or form.is_passive))
        for match in WORD.finditer(plain)
        for form, keys in phrases.get(match[0], {}).items()
        if (span := _span_of(pack, plain, Span(*match.span()), form)) is not None
    ]
    kept: list[Phrase] = []
    for phrase in sorted(found, key=lambda p: (p.span.start - p.span.end, p.span.start)):
        if not any(phrase.span.meets(other.span) for other in kept):
            kept.append(phrase)
    return tuple(sorted(kept))


def _span_of(pack: Pack, plain: str, head: Span, form: _Form) -> Span | None:
    """Return where a phrase stands around one of its words; None when it does not."""
    if form.is_verb:
        if form.is_reflexive and not _is_reflexive(pack, plain, head.start):
            return None
        end = _end_behind(pack, plain, head.end, form.behind)
        return None if end is None else Span(head.start, end)
    if form.is_passive:
        at = plain.rfind(form.before, max(0, head.start - _PASSIVE_CHARS), head.start)
        between = plain[at + len(form.before) : head.start].removeprefix("s")
        has_been = at >= 0 and not _goes_on(plain, at - 1) and pattern(pack, "been").fullmatch(between)
        return Span(at, head.end) if has_been else None
    start, at = head.start - len(form.before), head.end + len(form.behind)
    if start < 0 or plain[start : head.start] != form.before or plain[head.end : at] != form.behind:
        return None
    if plain[at : at + 1] == "s" and not plain[at + 1 : at + 2].isalnum():
        at += 1
    return None if _goes_on(plain, start - 1) or _goes_on(plain, at) else Span(start, at)


def _end_behind(pack: Pack, plain: str, at: int, tail: str) -> int | None:
    """Return where what belongs to a verb ends; None when it does not follow it."""
    for _ in range(_MOST_BETWEEN + 1):
        end = at + 1 + len(tail)
        if plain[at : at + 1] in (" ", "'") and plain[at + 1 : end] == tail:
            return None if _goes_on(plain, end) and plain[end : end + 1] != "s" else end
        small = pattern(pack, "small").match(plain, at)
        if small is None:
            return None
        at = small.end()
    return None


def _goes_on(plain: str, at: int) -> bool:
    return 0 <= at < len(plain) and (plain[at].isalnum() or plain[at] == "-")


def _is_reflexive(pack: Pack, plain: str, start: int) -> bool:
    return pattern(pack, "itself").search(plain[max(0, start - BEFORE_CHARS) : start]) is not None


def events_told(pack: Pack, text: str, *, all_of: bool = False) -> frozenset[str]:
    """Return the events a line tells: of each of its words and phrases what it tells most of all.

    all_of: whatever else it may tell as well.
    """
    plain = folded(text)
    phrases = phrases_in(pack, plain)
    words = [
        keys_of(pack, match[0], plain[: match.start()])
        for match in WORD.finditer(plain)
        if not any(phrase.span.meets(Span(*match.span())) for phrase in phrases)
    ]
    found = [*(phrase.keys for phrase in phrases), *words]
    return frozenset(key for keys in found for key in (keys if all_of else keys[:1])) - {NOTHING}


def articles_before(pack: Pack, before: str) -> tuple[str, ...]:
    """Return whose article ends some folded text, as in `PRONOUNS`: a noun follows; empty for no article."""
    return tuple(one for one in PRONOUNS if pattern(pack, f"{one} before").search(before))


def keys_of(pack: Pack, word: str, before: str) -> Keys:
    """Return the keys of the events that a word tells behind some folded text."""
    table = event_words(pack)
    plain = folded(word)
    if plain in table.itself and _is_reflexive(pack, before, len(before)):
        return table.itself[plain]
    # "Le vote aura lieu" accepts nothing, "la marche" does not work.
    if plain in table.nouns and articles_before(pack, before):
        return table.nouns[plain]
    return table.plain.get(plain) or table.plain.get(plain.removesuffix("s"), ())


@cache
def event_verbs(pack: Pack) -> frozenset[str]:
    """Return the forms of the verbs that tell an event or its contrary, but for the infinitive."""
    return frozenset(bare_word(form) for group in ("finite", "participle") for form in _forms(pack, group))


@cache
def finite_event_verbs(pack: Pack) -> frozenset[str]:
    """Return the first words, folded, of the verbs that tell an event, where they are no participle."""
    first_words = (folded(form.partition(" ")[0]) for form in _forms(pack, "finite"))
    return frozenset(first_words) - event_participles(pack)


@cache
def event_participles(pack: Pack) -> frozenset[str]:
    """Return the first words, folded, of the participles of the verbs that tell an event or its contrary."""
    return frozenset(folded(form.partition(" ")[0]) for form in _forms(pack, "participle"))


@cache
def event_nouns(pack: Pack) -> frozenset[str]:
    """Return the words, folded, by which events are told without a verb, with their plurals."""
    words = {
        folded(word)
        for row in pack.lexicon("event_words")
        for side in (row["words"], row["against_words"])
        for word in filter(None, side.split("|"))
    }
    return frozenset(words | {word + "s" for word in words})


def _forms(pack: Pack, group: str) -> Iterator[str]:
    """Yield the forms of one group of all verbs that tell an event or its contrary."""
    for row in pack.lexicon("event_words"):
        for verb in filter(None, (*row["verbs"].split("|"), *row["against_verbs"].split("|"))):
            yield from pack.functions.verb_forms(verb, group)


@cache
def implied(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return by event what is then so, or, with the sign of a contrary, cannot be so at that time."""
    return {row["key"]: tuple(filter(None, row["implies"].split("|"))) for row in pack.lexicon("event_words")}


@cache
def courses(pack: Pack) -> Mapping[str, Mapping[str, int]]:
    """Return by course which step each event is."""
    return {
        row["course"]: {key: n for n, key in enumerate(row["steps"].split("|"))}
        for row in pack.lexicon("event_courses")
    }


@cache
def pattern(pack: Pack, role: str) -> re.Pattern[str]:
    """Return one pattern for all rules of a role."""
    rules = pack.rules_with("story_facts", role=role)
    return re.compile("|".join(rule.pattern.pattern for rule in rules))


def without_denials(pack: Pack, plain: str, phrases: Iterable[Phrase]) -> str:
    """Return a folded text where the negation inside of a phrase is none: "sans gravité" denies nothing."""
    for span, _, is_fixed in phrases:
        if is_fixed and pattern(pack, "loose").search(span.of(plain)):
            plain = plain[: span.start] + re.sub(r"[^\W\d_]", "x", span.of(plain)) + plain[span.end :]
    return plain
