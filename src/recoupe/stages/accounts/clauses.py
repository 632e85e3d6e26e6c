"""The clauses of an article: what each names, what it says no to, and how it is told.

A clause names events, by a key that noun, verb and synonyms share, and other things, by key or stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from recoupe.packs import Pack
from recoupe.records.accounts import CONTRARY
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span, stripped
from recoupe.stages.accounts.comparables import Teller
from recoupe.stages.accounts.denials import Denial, denial_in
from recoupe.stages.accounts.settings import OPENING_SENTENCES
from recoupe.stages.text.folded import bare_word, folded

WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*")
MIN_KEYS = 2
"""A clause with fewer keys could be of anything."""
NOTHING = "none"
"""The key of words that say nothing of what happened."""


@dataclass(frozen=True)
class Clause:
    """A clause with what it names.

    denial: what it says no to; its offsets are those of the clause. events: (word, key) in order, with the
    sign of a contrary. placed: every word that says something, with its key: of an event, of a name, or its
    stem. hours: the times and durations in it. before: events of the clause before it in its sentence;
    context: its keys. names: keys of the names in it. elided: key of its subject where the clause before
    names it; None where it has a subject of its own, or none is known.
    """

    span: Span
    sentence: Span
    events: tuple[tuple[Span, str], ...]
    denial: Denial
    unsure: bool
    planned: bool
    aims: bool
    lasting: bool
    over: bool
    opens: bool
    hours: tuple[TimeExpression, ...]
    placed: tuple[tuple[Span, str], ...]
    before: tuple[tuple[Span, str], ...]
    context: frozenset[str]
    names: frozenset[str]
    elided: str | None

    @property
    def keys(self) -> frozenset[str]:
        """What the clause names, whether it says so or the contrary."""
        return frozenset(key for _, key in self.placed)

    @property
    def denies(self) -> bool:
        """Whether it says that something is not so."""
        return self.denial.at is not None


def clauses(teller: Teller) -> Iterator[Clause]:
    """Yield the clauses of the article that say something, in text order."""
    text = teller.document.text
    times = sorted(teller.reading.times, key=lambda t: t.span)
    for sentence in teller.reading.sentences:
        plain = folded(sentence.of(text))
        held = [t for t in times if sentence.holds(t.span)]
        named = [n for n in teller.lexis.names if sentence.holds(n[0])]
        before: tuple[tuple[Span, str], ...] = ()
        context: frozenset[str] = frozenset()
        start: int | None = None
        doubt = told = False
        own_keys: list[str] = []
        for cut in _cuts(teller.pack, plain, [t.span.moved(-sentence.start) for t in held]):
            # A clause that says next to nothing belongs to the one behind it: "jeudi, le maire est venu".
            start = cut.start if start is None else start
            span = stripped(text, Span(sentence.start + start, sentence.start + cut.end))
            if span.start >= span.end:
                start = None
                continue
            own = tuple(t for t in held if span.meets(t.span))
            names = [n for n in named if span.holds(n[0])]
            events, placed = _words(teller, span, names, own)
            little = len(placed) < MIN_KEYS and not events and not cut.says and span.end < sentence.end - 1
            if little and denial_in(teller.pack, plain[start : cut.end]).at is None:
                # "Selon le parquet, …" says whose word the next clause is.
                start = None if pattern(teller.pack, "according").match(plain[start:]) else start
                continue
            elided = _elided(teller.pack, plain[start : cut.end].lstrip(), own_keys, bool(events))
            known = frozenset(key for _, key in names) | {key for _, key in named if key == elided}
            read = _Read(span, events, placed, own, before, context, known, elided, told)
            clause = _clause(teller, sentence, read)
            # What somebody does not say, or might say, is neither so nor not so.
            if doubt:
                clause = replace(clause, denial=Denial(None, (), refused=False, unclear=True))
            start, told, doubt = (
                None,
                cut.says,
                cut.says and (clause.denies or clause.denial.unclear or clause.unsure),
            )
            if placed and not (cut.says and not events):
                yield clause
            before = events or before
            context = frozenset(key for _, key in placed)
            own_keys = [key for _, key in placed] or own_keys


class _Read(NamedTuple):
    """A clause as far as its words are read."""

    span: Span
    events: tuple[tuple[Span, str], ...]
    placed: tuple[tuple[Span, str], ...]
    hours: tuple[TimeExpression, ...]
    before: tuple[tuple[Span, str], ...]
    context: frozenset[str]
    names: frozenset[str]
    elided: str | None
    told: bool
    """Whether the clause before it says that somebody says it."""


def _elided(pack: Pack, plain: str, named: Sequence[str], tells: bool) -> str | None:
    """Return the key of the subject of a clause that has none of its own, of those the clause before names.

    tells: whether the clause tells an event; "a ajouté le maire" has a subject.
    """
    if not named:
        return None
    if pattern(pack, "of the last").search(plain):
        return named[-1]
    return named[0] if tells and pattern(pack, "of the first").search(plain) else None


def _clause(teller: Teller, sentence: Span, read: _Read) -> Clause:
    plain = folded(read.span.of(teller.document.text))
    denial = denial_in(teller.pack, plain)
    found = {
        role: bool(pattern(teller.pack, role).search(plain))
        for role in ("unsure", "would", "planned", "aim", "lasting", "over")
    }
    denying = [word.moved(read.span.start) for word in denial.words]
    return Clause(
        read.span,
        sentence,
        tuple(e for e in read.events if not any(d.holds(e[0]) for d in denying)),
        denial,
        # "Il a dit qu'il viendrait": said of a time then to come, the conditional leaves no doubt.
        found["unsure"] or (found["would"] and not read.told),
        found["planned"] or (found["would"] and read.told),
        found["aim"],
        found["lasting"],
        found["over"],
        sentence in teller.reading.sentences[:OPENING_SENTENCES],
        read.hours,
        tuple(p for p in read.placed if not any(d.holds(p[0]) for d in denying)),
        read.before,
        read.context,
        read.names,
        read.elided,
    )


class _Cut(NamedTuple):
    """Where a clause lies in its sentence; says: it says what the next one is said to be."""

    start: int
    end: int
    says: bool


def _cuts(pack: Pack, plain: str, times: Sequence[Span]) -> Iterator[_Cut]:
    """Yield where the clauses of a sentence begin and end; no time is cut, nor a word between marks."""
    head = pattern(pack, "head").match(plain)
    at = head.end() if head else 0
    whole = [*times, *(Span(*m.span()) for m in pattern(pack, "scare").finditer(plain))]
    ends = [(m.start(), False) for m in pattern(pack, "break").finditer(plain)]
    ends += [
        (m.start("cut"), True)
        for m in pattern(pack, "saying").finditer(plain)
        if any(bare_word(word) in saying(pack) for word in WORD.findall(m[0]))
    ]
    kept = sorted(e for e in ends if not any(t.start <= e[0] < t.end for t in whole))
    said = pattern(pack, "said")
    for (end, says), (behind, _) in pairwise([*kept, (len(plain), False)]):
        # "… has been shut, Monday at noon, the mayor has said": the time is not when it was said.
        is_time = any(
            t.start >= end and t.end <= behind and t.end - t.start > behind - end - 12 for t in times
        )
        if end < at or (is_time and said.match(plain[behind + 1 :].lstrip())):
            continue
        yield _Cut(at, end, says)
        at = end + 1
    yield _Cut(at, len(plain), says=False)


def _words(
    teller: Teller, span: Span, named: Sequence[tuple[Span, str]], times: Sequence[TimeExpression]
) -> tuple[tuple[tuple[Span, str], ...], tuple[tuple[Span, str], ...]]:
    """Return the events that a clause names, and all its words that say something, with their keys."""
    events: list[tuple[Span, str]] = []
    placed = list(named)
    plain = folded(span.of(teller.document.text))
    asides = (Span(*m.span()).moved(span.start) for m in pattern(teller.pack, "aside").finditer(plain))
    hidden = [*(n for n, _ in named), *(t.span for t in times), *asides]
    table, small, things = _events(teller.pack), _small(teller.pack), _things(teller.pack)
    stops = _stops(teller.pack)
    for match in WORD.finditer(teller.document.text, span.start, span.end):
        word = Span(*match.span())
        if any(h.holds(word) for h in hidden):
            continue
        plain = bare_word(match[0])
        # "sur" and "ne" are no "sûr" and "né".
        if folded(match[0]) in stops:
            continue
        key = table.plain.get(plain) or table.plain.get(plain.removesuffix("s"))
        if plain in table.itself:
            before = folded(teller.document.text[max(0, word.start - 12) : word.start])
            key = table.itself[plain] if pattern(teller.pack, "itself").search(before) else key
        thing = things.get(plain.removesuffix("s"))
        if key == NOTHING or (plain in small and key is None and thing is None):
            continue
        if key is not None:
            events.append((word, key))
            placed.append((word, key.removeprefix(CONTRARY)))
        elif len(plain) > 2:
            placed.append((word, thing or _stem(teller.pack, match[0])))
    return tuple(events), tuple(sorted(placed))


@cache
def _stem(pack: Pack, word: str) -> str:
    return bare_word(str(pack.functions.stem(word.lower()))).removesuffix("s")


@cache
def _stops(pack: Pack) -> frozenset[str]:
    return frozenset(folded(row["word"]) for row in pack.lexicon("stop_words"))


@cache
def _small(pack: Pack) -> frozenset[str]:
    rows = (*pack.lexicon("stop_words"), *pack.lexicon("topic_stop_words"))
    return frozenset(bare_word(row["word"]) for row in rows) | saying(pack)


@cache
def saying(pack: Pack) -> frozenset[str]:
    """Return the forms of the verbs of saying, those left out that tell an event, too."""
    verbs = [row["lemma"] for row in pack.lexicon("speech_verbs")]
    return frozenset(
        bare_word(form)
        for verb in verbs
        for form in pack.functions.verb_forms(verb, "all")
        if " " not in form
    ) - frozenset(_events(pack).plain)


class _EventWords(NamedTuple):
    """Keys of events by the words that tell them, of those for its contrary with a sign.

    itself: by the forms of reflexive verbs; "s'est rendu" is no "a rendu".
    """

    plain: dict[str, str]
    itself: dict[str, str]


@cache
def _events(pack: Pack) -> _EventWords:
    keys = _EventWords({}, {})
    for row in pack.lexicon("event_words"):
        for sign, verbs, words in (
            ("", row["verbs"], row["words"]),
            (CONTRARY, row["against_verbs"], row["against_words"]),
        ):
            for word in filter(None, words.split("|")):
                keys.plain.setdefault(bare_word(word), sign + row["key"])
            for verb in filter(None, verbs.split("|")):
                reflexive = any(pattern(pack, "itself").fullmatch(verb[:n]) for n in (2, 3))
                for form in pack.functions.verb_forms(verb, "all"):
                    if " " not in form:
                        table = keys.itself if reflexive else keys.plain
                        table.setdefault(bare_word(form), sign + row["key"])
    return keys


@cache
def event_verbs(pack: Pack) -> frozenset[str]:
    """Return the forms of the verbs that tell an event or its contrary, but for the infinitive."""
    return frozenset(
        bare_word(form)
        for row in pack.lexicon("event_words")
        for verb in (*row["verbs"].split("|"), *row["against_verbs"].split("|"))
        for group in ("finite", "participle")
        for form in (pack.functions.verb_forms(verb, group) if verb else ())
    )


@cache
def _things(pack: Pack) -> dict[str, str]:
    """Return the key of a thing or person by the nouns that may name it, in the singular."""
    return {
        bare_word(word).removesuffix("s"): row["key"]
        for row in pack.lexicon("same_things")
        for word in row["words"].split("|")
    }


@cache
def pattern(pack: Pack, role: str) -> re.Pattern[str]:
    """Return one pattern for all rules of a role."""
    rules = pack.rules_with("story_facts", role=role)
    return re.compile("|".join(rule.pattern.pattern for rule in rules))
