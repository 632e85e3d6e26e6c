"""Whose an age is: the noun or the name beside it, or the person whom the sentence before is about."""

from __future__ import annotations

import re
from functools import cache

from recoupe.packs import Pack
from recoupe.records.findings import Mention, Quantity, Reading
from recoupe.records.spans import Span
from recoupe.stages.accounts.happened import role
from recoupe.stages.text.folded import bare_word

_OPENING_WORDS = 2
"""Words before an age that opens its sentence: "À 44 ans, Ana Roux …", "Âgée de 44 ans, Ana Roux …"."""

_SUBJECT_WORDS = 3
"""Words before a name that opens its sentence, and may be what the next one calls by a noun."""


def is_age(quantity: Quantity) -> bool:
    """Tell whether a figure is somebody's age."""
    return quantity.producer.endswith("/age")


def aged_noun(pack: Pack, text: str, plain: str, quantity: Quantity, sentence: Span) -> str | None:
    """Return the noun whose age is told: "le conducteur, 52 ans"; None for any other."""
    opens = role(pack, "age opens").pattern.match(plain, sentence.start, sentence.end)
    if opens is not None and Span(*opens.span()).holds(quantity.span):
        return opens["noun"]
    found = _before_age(pack).search(text, sentence.start, quantity.span.start)
    if found is None:
        return None
    called = role(pack, "called before").search(plain, sentence.start, found.end("noun"))
    return found["noun"] if called is None else called["noun"]


def aged_person(pack: Pack, text: str, reading: Reading, quantity: Quantity, number: int) -> str | None:
    """Return the last name of the person whose age is told: "Ana Roux, 52 ans"; None for any other.

    number: of the sentence. "Le technicien de 52 ans" that opens it is whom alone the sentence before names,
    as what that is about.
    """
    if number >= len(reading.sentences):
        return None
    sentence = reading.sentences[number]
    between = _age_behind(pack)
    opens = len(text[sentence.start : quantity.span.start].split()) <= _OPENING_WORDS
    for mention in _named(reading, sentence):
        is_ahead = opens and text[quantity.span.end : mention.span.start] == ", "
        if is_ahead or between.fullmatch(text, mention.span.end, quantity.span.start):
            return _last_name(mention)
    known = role(pack, "age of one known").pattern
    if number == 0 or known.match(text[sentence.start : quantity.span.start].casefold()) is None:
        return None
    before = reading.sentences[number - 1]
    named = _named(reading, before)
    if len({m.entity_id for m in named}) != 1:
        return None
    is_subject = len(text[before.start : named[0].span.start].split()) <= _SUBJECT_WORDS
    return _last_name(named[0]) if is_subject else None


def _named(reading: Reading, sentence: Span) -> list[Mention]:
    return [m for m in reading.mentions if m.type == "PER" and m.form == "name" and sentence.holds(m.span)]


def _last_name(mention: Mention) -> str:
    return bare_word(mention.normal.split()[-1])


@cache
def _before_age(pack: Pack) -> re.Pattern[str]:
    return pack.compiled(
        r"(?i)(?<![^\W\d_])(?!{word_for_age})(?P<noun>{noun})(?:(?:{of_the_noun}){noun}){0,2}"
        r"(?:{before_age})$"
    )


@cache
def _age_behind(pack: Pack) -> re.Pattern[str]:
    return pack.compiled(r"(?i)(?:{before_age})")
