"""Find the said times of a document: dates, times of day, durations, repeated times.

Every expression gets an EDTF or ISO 8601 value as far as its words and the article's date give one;
bounds only when they give them. What names a day without a date ("mercredi" in an undated article)
keeps the TIMEX3 form of ISO 8601 ("XXXX-WXX-3"), parts of a day its suffix ("2031-05-10TEV").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from msgspec.structs import replace as changed

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.times.dates import READERS as DATE_READERS
from recoupe.stages.read.times.hours import READERS as HOUR_READERS
from recoupe.stages.read.times.hours import narrowed, settle_hours
from recoupe.stages.read.times.periods import READERS as PERIOD_READERS
from recoupe.stages.read.times.saying import Found, Saying, Speaking
from recoupe.stages.read.times.spells import READERS as SPELL_READERS
from recoupe.stages.read.times.told import READERS as TOLD_READERS
from recoupe.stages.read.times.weekdays import READERS as WEEKDAY_READERS
from recoupe.stages.read.times.wider import composed
from recoupe.stages.text.folded import folded
from recoupe.stages.values.days import published_days, published_minute

_READERS = {
    **DATE_READERS,
    **PERIOD_READERS,
    **HOUR_READERS,
    **SPELL_READERS,
    **TOLD_READERS,
    **WEEKDAY_READERS,
}
Match = tuple[Span, Rule, re.Match[str]]
_MAX_TRIES = 3
_AMID_WORDS = re.compile(r"[\w,] $")
_WORD = re.compile(r"\w+")
_CLASSES: Mapping[str, tuple[str, ...]] = {
    "month": ("months",),
    "weekday": ("weekdays",),
    "season": ("seasons",),
    "unit": ("time_units",),
    "part": ("day_parts",),
    "deixis": ("day_words", "text_day_words", "now_words"),
    "often": ("often_words",),
    "feast": ("feasts",),
    "date": ("date_words",),
}
"""Lexicons whose words make a class; a rule is tried only in sentences that hold a word of its classes."""


def find_times(draft: Draft) -> tuple[TimeExpression, ...]:
    """Return the said times of the article text, in order, none overlapping another."""
    # Capitals often go without their accent, and "à" says when where the verb "a" does not.
    text = folded(draft.pack.functions.accented(draft.text))
    stated = draft.document.published
    published = published_days(stated.value if stated else None)
    minute = published_minute(stated.value) if stated else None
    nowhere = Span(0, 0)
    speaking = Speaking(draft.pack, text, published, nowhere, (), nowhere, minute)
    names = _name_spans(draft)
    blocks = iter(draft.blocks())
    block = nowhere
    found: list[Saying] = []
    for sentence in draft.sentences:
        while block.end <= sentence.start:
            block = next(blocks, Span(sentence.start, len(text)))
        rules = _rules_for(draft.pack, text, sentence)
        if not rules:
            continue
        matches = list(_as_written(_matches(rules, text, sentence), draft.text, sentence))
        here = replace(speaking, block=block, sentence=sentence)
        found = _read(here, found, matches=matches, names=names)
        settle_hours(here, found)
    title = next((block.span for block in draft.document.blocks if block.kind == "title"), nowhere)
    return tuple(saying.expression for saying in _told_below(speaking, found, title))


def _told_below(speaking: Speaking, found: list[Saying], title: Span) -> Iterator[Saying]:
    """Yield the times, a weekday of the title that no verb places on the day that the article has for it.

    "The delegation received on Friday" is the Friday before or the one to come; the text below says which.
    """
    below: dict[str, Saying] = {}
    for saying in found:
        if saying.expression.span.start >= title.end and saying.kind == "day" and saying.days is not None:
            below.setdefault(saying.label or "", saying)
    for saying in found:
        span = saying.expression.span
        same = below.get(saying.label) if saying.label and title.holds(span) else None
        if same is not None and same.days != saying.days:
            tense = replace(speaking, sentence=saying.sentence).tense(span)
            if tense in (None, "participle"):
                when, value = same.expression.when, same.expression.value
                saying = replace(saying, expression=changed(saying.expression, when=when, value=value))
        yield saying


def _read(
    speaking: Speaking, before: list[Saying], *, matches: list[Match], names: tuple[Span, ...]
) -> list[Saying]:
    """Return the times so far with those of a sentence; words that a rule cannot read go to the next one."""
    chosen = _longest(matches, names)
    for _ in range(_MAX_TRIES):
        found, wrong = list(before), []
        for candidate in chosen:
            span, rule, match = candidate
            here, words = speaking.after(found), Found(span, rule, match.groupdict())
            saying = _READERS[rule.options["reads"]](here, words)
            if saying is None:
                wrong.append(candidate)
            else:
                composed(here, found, narrowed(here, words, saying))
        matches = [one for one in matches if not any(one is other for other in wrong)]
        again = _longest(matches, names) if wrong else chosen
        if len(again) + len(wrong) == len(chosen):
            break
        chosen = again
    return found


def _matches(rules: Iterable[Rule], text: str, sentence: Span) -> Iterator[tuple[Span, Rule, re.Match[str]]]:
    for rule in rules:
        for match in rule.finditer(text, sentence.start, sentence.end):
            start, end = match.span("span") if "span" in rule.pattern.groupindex else match.span()
            while start < end and text[start] == " ":
                start += 1
            yield Span(start, end), rule, match


def _as_written(
    matches: Iterable[tuple[Span, Rule, re.Match[str]]], text: str, sentence: Span
) -> Iterator[tuple[Span, Rule, re.Match[str]]]:
    """Drop capitalised words of rules that want small letters, outside sentences all in capitals.

    Words written "plain" may have a capital where a sentence or something said begins, not amid other words.
    """
    shouted = sentence.of(text).isupper()
    for candidate in matches:
        written, start = candidate[1].options.get("written"), candidate[0].start
        is_free = shouted or written is None or not candidate[0].of(text)[0].isupper()
        if is_free or (written == "plain" and not _AMID_WORDS.search(text, sentence.start, start)):
            yield candidate


def _longest(
    matches: Iterable[tuple[Span, Rule, re.Match[str]]], names: tuple[Span, ...]
) -> list[tuple[Span, Rule, re.Match[str]]]:
    """Return the longest matches that do not overlap, in text order; of equals the earlier rule's.

    Rules that read nothing take their words from the others; so do names that hold the whole match, unless
    it states its year ("Jeux de 2031") or the name is that of a feast ("Saint-Sylvestre").
    """
    taken: list[tuple[Span, Rule, re.Match[str]]] = []
    # Those taken never meet, so that only the nearest on either side can be in the way of another one.
    spans: list[Span] = []
    for candidate in sorted(matches, key=_length_first):
        span = candidate[0]
        place = bisect_left(spans, span)
        if any(span.meets(other) for other in spans[max(0, place - 1) : place + 1]):
            continue
        groups = candidate[2].groupdict()
        whole = Span(*candidate[2].span())
        feast = bool(groups.get("feast"))
        holding = any(name.holds(span) and not (feast and whole.holds(name)) for name in names)
        if groups.get("year") or not holding:
            taken.append(candidate)
            spans.insert(place, span)
    return sorted((c for c in taken if c[1].options["reads"] != "nothing"), key=lambda c: c[0])


def _length_first(candidate: tuple[Span, Rule, re.Match[str]]) -> tuple[int, int]:
    """Sort by what a match looked at: "at 15 h" says more than "15 h". A weak rule counts its span only."""
    span, rule, match = candidate
    length = len(span) if rule.options.get("weak") else match.end() - match.start()
    return -length, match.start()


def _name_spans(draft: Draft) -> tuple[Span, ...]:
    """Names of persons, places and bodies; an event's or a work's name may well hold a date to be read."""
    return tuple(m.span for m in draft.mentions if m.form == "name" and m.type in {"PER", "LOC", "ORG"})


@cache
def _classes(pack: Pack) -> Mapping[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for name, lexicons in _CLASSES.items():
        for lexicon in lexicons:
            for row in pack.lexicon(lexicon):
                for form in row["forms"].split("|"):
                    # The longest word of a form stands for it: small words stand in every sentence.
                    words = _WORD.findall(form)
                    classes.setdefault(max(words, key=len), set()).add(name)
    return {word: frozenset(names) for word, names in classes.items()}


@cache
def _rules_of(pack: Pack, classes: frozenset[str]) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in pack.rules("times")
        if classes.intersection(rule.options["words"]) and rule.options["reads"] in {*_READERS, "nothing"}
    )


def _rules_for(pack: Pack, text: str, sentence: Span) -> tuple[Rule, ...]:
    known = _classes(pack)
    classes: set[str] = set()
    for word in _WORD.findall(text, sentence.start, sentence.end):
        if word in known:
            classes |= known[word]
        elif word[0].isdigit():
            classes.add("digit")
            if not word.isdigit():
                # "17h" and "3h30" hold their unit.
                classes.add("unit")
    return _rules_of(pack, frozenset(classes)) if classes else ()
