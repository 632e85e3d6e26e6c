"""Whom a definite phrase means that rules leave open, by what the article's own sentences call somebody."""

from __future__ import annotations

from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast, Speaker
from recoupe.stages.read.quotations.definite_phrases import body_heads, head_word, role_heads
from recoupe.stages.read.quotations.speech import Token
from recoupe.stages.read.syntax.naming import called_by

_MIN_NOUN = 4
_PERSON, _BODY = frozenset({"PER"}), frozenset({"ORG"})


def called_speaker(cast: Cast, span: Span, tokens: list[Token]) -> Speaker | None:
    """Return the one person or body that the article calls by the noun of a definite phrase; None otherwise.

    "la coopérative" is Vermeg where a sentence speaks of "la coopérative Vermeg" and of no other. A phrase
    with a complement ("le directeur du port") means whom its own sentence names beside it, or somebody else.
    """
    words = cast.words
    if not tokens or tokens[0].word not in words.definite or words.has(tokens[0], "possessive", "many"):
        return None
    if any(words.has(t, "fore adjective") for t in tokens):
        return None  # "l'ancienne ministre" is not the minister
    noun = head_word(cast, tokens)
    at = next((t for t in tokens if t.word == noun.split("-")[0]), None)
    if at is None or len(noun) < _MIN_NOUN:
        return None
    has_complement = any(words.has(t, "link", "preposition") for t in tokens if t.span.start > at.span.start)
    own = cast.draft.sentence_at(span.start) if has_complement else None
    if has_complement and own is None:
        return None
    found = called_by(cast.draft, noun, types=_types_of(cast, at, noun), within=own)
    entity = cast.entities.get(found or "")
    said = words.genders.get(tokens[0].word, "")
    if entity is None or (said and cast.genders.get(entity.id, said) not in {said, ""}):
        return None
    return Speaker(span, entity.id, entity.name, "person" if entity.type == "PER" else "institution")


def _types_of(cast: Cast, at: Token, noun: str) -> frozenset[str]:
    """Return what a noun is said of: persons where the pack knows it for one of theirs, else bodies."""
    pack = cast.draft.pack
    if cast.words.has(at, "body") or noun in body_heads(pack):
        return _BODY
    by_ending = pack.functions.personal_gender(noun.split("-")[0])
    is_person = noun in role_heads(pack) or cast.words.has(at, "person") or by_ending is not None
    return _PERSON if is_person or cast.draft.text[at.span.start].isupper() else _BODY
