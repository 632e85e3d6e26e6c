"""The clauses of an article: what each names, what it says no to, and how it is told.

A clause names events, by a key that noun, verb and synonyms share, and other things, by key or stem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from recoupe.stages.accounts.subjects import Subjects
from recoupe.stages.text.event_words import (
    BEFORE_CHARS,
    NOTHING,
    WORD,
    Keys,
    Phrase,
    event_words,
    keys_of,
    pattern,
    phrases_in,
    without_denials,
)
from recoupe.stages.text.folded import bare_word, folded

MIN_KEYS = 2
"""A clause with fewer keys could be of anything."""

_MARKS = ("«", "“", '"')
"""With which words that are quoted begin."""

_NOUN_LETTERS = 4
"""Letters of a noun at least that belongs to a verb before a day: "levé samedi le blocus"."""


@dataclass(frozen=True)
class Clause:
    """A clause with what it names.

    denial: what it says no to; its offsets are those of the clause. events: (word, key) in order, with the
    sign of a contrary. placed: every word that says something, with its key: of an event, of a name, or its
    stem. hours: the times and durations in it. before: events of the clause before it in its sentence;
    context: its keys. names: keys of the names in it. elided: keys of its subject where one before it names
    it; none where it has one of its own, or none is known. more: further keys of the words of events.
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
    elided: Keys
    more: Mapping[Span, Keys]

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
    subjects = Subjects(teller.pack, text)
    for sentence in teller.reading.sentences:
        plain = folded(sentence.of(text))
        found = phrases_in(teller.pack, plain)
        plain = without_denials(teller.pack, plain, found)
        phrases = [phrase._replace(span=phrase.span.moved(sentence.start)) for phrase in found]
        held = [t for t in times if sentence.holds(t.span)]
        named = [_without_head(teller, n) for n in teller.lexis.names if sentence.holds(n[0])]
        before: tuple[tuple[Span, str], ...] = ()
        context: frozenset[str] = frozenset()
        start: int | None = None
        doubt = told = False
        subjects.begin()
        for cut in _cuts(teller.pack, plain, [t.span.moved(-sentence.start) for t in held]):
            # A clause that says next to nothing belongs to the one behind it: "jeudi, le maire est venu".
            start = cut.start if start is None else start
            span = _from_a_word(text, stripped(text, Span(sentence.start + start, sentence.start + cut.end)))
            if span.start >= span.end:
                start = None
                continue
            own = tuple(t for t in held if span.meets(t.span))
            names = [n for n in named if span.holds(n[0])]
            events, placed, more = _words(teller, span, names, own, phrases=phrases)
            little = len(placed) < MIN_KEYS and not events and not cut.says and span.end < sentence.end - 1
            if little and denial_in(teller.pack, plain[start : cut.end]).at is None:
                # "Selon le parquet, …" says whose word the next clause is.
                start = None if pattern(teller.pack, "according").match(plain[start:]) else start
                continue
            words = plain[span.start - sentence.start : span.end - sentence.start]
            elided = subjects.of(span, words, placed, tells=bool(events), resumes=cut.resumes)
            known = frozenset(key for _, key in names) | {key for _, key in named if key in elided}
            speaker = () if elided else _speaker(teller, span, words)
            elided, known = elided or speaker, known | set(speaker)
            read = _Read(span, words, events, placed, more, own, before, context, known, elided, told)
            clause = _clause(teller, sentence, read)
            # What somebody does not say, or might say, is neither so nor not so.
            if doubt:
                clause = replace(clause, denial=Denial(None, (), refused=False, unclear=True))
            # "Ce n'est pas « le moment d'agir »": what is denied stands in the next clause.
            is_open = clause.denies and not placed
            if plain[span.end - sentence.start :].lstrip().startswith(_MARKS):
                # "Il dément que « l'offre a été acceptée »"
                is_open = is_open or denial_in(teller.pack, f"{words} ").at == len(words) + 1
            is_unsure = clause.denies or clause.denial.unclear or clause.unsure
            start, told, doubt = None, cut.says, is_open or (cut.says and is_unsure)
            if (placed or own) and not (cut.says and not events):
                yield clause
            before = events or before
            context = frozenset(key for _, key in placed)


def _speaker(teller: Teller, span: Span, plain: str) -> Keys:
    """Return the key of the name of whom "I" means where a quoted clause begins so; none if unknown."""
    quotation = teller.quotation_over(span) if pattern(teller.pack, "I").match(plain) else None
    who = None if quotation is None else teller.speaker_id(quotation)
    named = {m.span for m in teller.reading.mentions if who and m.entity_id == who and m.form == "name"}
    return tuple(key for name, key in teller.lexis.names if name in named)[:1]


def _from_a_word(text: str, span: Span) -> Span:
    """Return a clause with the whole of its first word: it is cut behind the first letter of "que"."""
    start = span.start
    while (
        0 < start < span.end and text[start - 1].isalnum() and (text[start].isalnum() or text[start] in "'’")
    ):
        start -= 1
    return Span(start, span.end)


class _Read(NamedTuple):
    """A clause as far as its words are read."""

    span: Span
    plain: str
    events: tuple[tuple[Span, str], ...]
    placed: tuple[tuple[Span, str], ...]
    more: Mapping[Span, Keys]
    hours: tuple[TimeExpression, ...]
    before: tuple[tuple[Span, str], ...]
    context: frozenset[str]
    names: frozenset[str]
    elided: Keys
    told: bool
    """Whether the clause before it says that somebody says it."""


def _clause(teller: Teller, sentence: Span, read: _Read) -> Clause:
    denial = denial_in(teller.pack, read.plain)
    found = {
        role: bool(pattern(teller.pack, role).search(read.plain))
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
        read.more,
    )


class _Cut(NamedTuple):
    """Where a clause lies in its sentence.

    says: it says what the next one is said to be. resumes: it goes on behind a relative clause.
    """

    start: int
    end: int
    says: bool
    resumes: bool


def _cuts(pack: Pack, plain: str, times: Sequence[Span]) -> Iterator[_Cut]:
    """Yield where the clauses of a sentence begin and end; no time is cut, nor a word between marks."""
    head = pattern(pack, "head").match(plain)
    at = head.end() if head else 0
    whole = [*times, *(Span(*m.span()) for m in pattern(pack, "scare").finditer(plain))]
    ends = {m.start(): False for m in pattern(pack, "break").finditer(plain)}
    resumed = set(_resumed(pack, plain, [*sorted(ends), len(plain)]))
    ends |= dict.fromkeys(resumed, False)
    ends |= {
        m.start("cut"): True
        for m in pattern(pack, "saying").finditer(plain)
        if any(bare_word(word) in saying(pack) for word in WORD.findall(m[0]))
    }
    kept = sorted(e for e in ends.items() if not any(t.start <= e[0] < t.end for t in whole))
    said = pattern(pack, "said")
    resumes = False
    for (end, says), (behind, _) in pairwise([*kept, (len(plain), False)]):
        # "… has been shut, Monday at noon, the mayor has said": the time is not when it was said.
        is_time = any(
            t.start >= end and t.end <= behind and t.end - t.start > behind - end - 12 for t in times
        )
        if end < at or (is_time and said.match(plain[behind + 1 :].lstrip())):
            continue
        yield _Cut(at, end, says, resumes)
        at, resumes = end + 1, end in resumed
    yield _Cut(at, len(plain), says=False, resumes=resumes)


def _resumed(pack: Pack, plain: str, ends: Sequence[int]) -> Iterator[int]:
    """Yield where a sentence goes on behind a relative clause: at the second verb behind "qui"."""
    for start, end in pairwise(ends):
        if pattern(pack, "relative").match(plain, start) is None:
            continue
        verbs = [m.start() for m in pattern(pack, "verb").finditer(plain, start, end)]
        if len(verbs) > 1:
            back = pattern(pack, "before a verb").search(plain, start, verbs[1])
            yield (back.start() if back else verbs[1]) - 1


class _Words(NamedTuple):
    """The words of a clause that say something; more: further keys of events by their words."""

    events: tuple[tuple[Span, str], ...]
    placed: tuple[tuple[Span, str], ...]
    more: Mapping[Span, Keys]


def _words(
    teller: Teller,
    span: Span,
    named: Sequence[tuple[Span, str]],
    times: Sequence[TimeExpression],
    *,
    phrases: Sequence[Phrase],
) -> _Words:
    """Return the events that a clause names, and all its words that say something, with their keys."""
    plain = folded(span.of(teller.document.text))
    asides = (Span(*m.span()).moved(span.start) for m in pattern(teller.pack, "aside").finditer(plain))
    hidden = [*(_behind_head(teller, n) for n, _ in named), *(t.span for t in times), *asides]
    own = [p for p in phrases if span.holds(p.span) and not any(_cuts_off(h, p, teller) for h in hidden)]
    told: list[tuple[Span, Keys]] = [(phrase.span, phrase.keys) for phrase in own]
    hidden += [phrase.span for phrase in own]
    placed = list(named)
    small, things, stops = _small(teller.pack), _things(teller.pack), _stops(teller.pack)
    for match in WORD.finditer(teller.document.text, span.start, span.end):
        word = Span(*match.span())
        # "sur" and "ne" are no "sûr" and "né".
        if any(h.holds(word) for h in hidden) or folded(match[0]) in stops:
            continue
        before = folded(teller.document.text[max(0, word.start - BEFORE_CHARS) : word.start])
        keys = keys_of(teller.pack, match[0], before)
        thing = things.get(folded(match[0]).removesuffix("s"))
        if keys and NOTHING not in keys:
            told.append((word, keys))
        elif not keys and len(match[0]) > 2 and (thing or bare_word(match[0]) not in small):
            placed.append((word, thing or _stem(teller.pack, match[0])))
    placed += [(word, keys[0].removeprefix(CONTRARY)) for word, keys in told]
    events = sorted((word, keys[0]) for word, keys in told)
    return _Words(tuple(events), tuple(sorted(placed)), {word: keys[1:] for word, keys in told})


def _without_head(teller: Teller, name: tuple[Span, str]) -> tuple[Span, str]:
    """Return the name in the name of a place that begins with a word for a thing or an event.

    "L'aéroport de Niamey" is an airport, and Niamey, whether or not it is read as one name.
    """
    inner = teller.lexis.inner_names.get(name[0])
    return name if inner is None or not _tells_thing(teller, name[0]) else inner


def _behind_head(teller: Teller, name: Span) -> Span:
    """Return a name without its common noun: "le sommet de la Cédéao" tells a summit as well."""
    first = WORD.match(name.of(teller.document.text))
    if first is None or first.end() >= len(name) or not _tells_thing(teller, name):
        return name
    return Span(name.start + first.end(), name.end)


def _tells_thing(teller: Teller, name: Span) -> bool:
    """Tell whether a name begins with a common noun for a thing or an event."""
    first = WORD.match(name.of(teller.document.text))
    if first is None or not first[0].islower():
        return False
    keys = keys_of(teller.pack, first[0], "")
    is_thing = folded(first[0]).removesuffix("s") in _things(teller.pack)
    return is_thing or bool(keys and NOTHING not in keys)


def _cuts_off(hidden: Span, phrase: Phrase, teller: Teller) -> bool:
    """Tell whether a name or time keeps a phrase from being one: "signé jeudi à Paris" is not "signé à".

    "Ont levé samedi l'occupation" is: a day stands before the noun.
    """
    if not hidden.meets(phrase.span):
        return False
    rest = teller.document.text[hidden.end : phrase.span.end] if phrase.span.holds(hidden) else ""
    return not any(len(word) >= _NOUN_LETTERS for word in WORD.findall(rest))


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
    ) - frozenset(map(bare_word, event_words(pack).plain))


@cache
def _things(pack: Pack) -> dict[str, str]:
    """Return the key of a thing or person by the nouns that may name it, in the singular."""
    return {
        folded(word).removesuffix("s"): row["key"]
        for row in pack.lexicon("same_things")
        for word in row["words"].split("|")
    }
