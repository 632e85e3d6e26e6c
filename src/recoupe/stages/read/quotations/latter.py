"""Whom "the latter" means: who is told of last before it."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.records.spans import Span
from recoupe.stages.read.names.references import is_quoted
from recoupe.stages.read.quotations.cast import Cast, Memory, gender_of_noun
from recoupe.stages.read.quotations.definite_phrases import head_word, sort_of
from recoupe.stages.read.quotations.phrases import opens_phrase, phrase_end
from recoupe.stages.read.quotations.scene import Place
from recoupe.stages.read.quotations.speech import Token, tokens_of

_UNITS_BACK = 1


def told_last(cast: Cast, place: Place, memory: Memory) -> Span | None:
    """Return the words that tell last of somebody "the latter" may mean; None where none stand near.

    They stand before it in its own sentence or in the one before, in its paragraph, in no marked words: a
    person's or body's name, or a phrase for one, of the gender that is shown.
    """
    text = cast.draft.text
    said = [words for words in memory.said if is_quoted(text, words)]
    found = [span for span in _told(cast, place.at) if not any(w.holds(span) for w in said)]
    fitting = [span for span in found if _suits(cast, span, place.gender)]
    return fitting[-1] if fitting else None


def _told(cast: Cast, at: int) -> Iterator[Span]:
    """Yield the noun phrases before an offset, in its sentence and the one before, in order."""
    unit, block = cast.unit_at(at), cast.block_at(at)
    for i in range(max(0, unit - _UNITS_BACK), unit + 1):
        tokens = [t for t in cast.units[i].tokens if t.span.end <= at]
        if cast.block_at(cast.units[i].span.start) == block:
            yield from _phrases(cast, tokens)


def _phrases(cast: Cast, tokens: list[Token]) -> Iterator[Span]:
    i = 0
    while i < len(tokens):
        end = phrase_end(tokens, i, cast.words) if opens_phrase(tokens, i, cast.words) else i
        if end > i:
            yield Span(tokens[i].span.start, tokens[end - 1].span.end)
        noun = head_word(cast, tokens[i:end])
        # "la plainte d'une cliente. Cette dernière …": who completes a thing may be meant.
        i = i + 1 if sort_of(cast, noun) == "thing" else max(end, i + 1)


def _suits(cast: Cast, span: Span, gender: str) -> bool:
    """Tell whether a phrase is of a person or body that may be told of in a gender."""
    people = [m for m in cast.names_in(span) if m.type == "PER"]
    if people:
        return cast.genders.get(people[0].entity_id or "", gender) in {gender, ""}
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if cast.words.has(tokens[0], "many", "pronoun"):
        return False
    if any(m.type == "ORG" and m.span.start == span.start for m in cast.names_in(span)):
        return True
    noun = head_word(cast, tokens)
    if sort_of(cast, noun) == "thing":
        return False
    own = gender_of_noun(noun, cast.draft.pack) or cast.words.genders.get(tokens[0].word, "")
    return not own or not gender or own == gender
