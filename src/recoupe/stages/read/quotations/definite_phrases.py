"""Whom a definite phrase means that names nobody: "la ministre", "le syndicat", "la Valbrunoise"."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Literal

from recoupe.packs import Pack
from recoupe.records.findings import Mention
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast, Speaker
from recoupe.stages.read.quotations.speech import Token, personal_gender, tokens_of

_HYPHENED = re.compile(r"\w+(?:-\w+){0,4}")
_SENTENCES_BACK = 4
_FAR_BACK = 12
_OPENING_CHARS = 25


def described_speaker(cast: Cast, span: Span, tokens: list[Token]) -> Speaker:
    """Return the person or body that a role was said of before, or the description itself."""
    whose = _said_before(cast, span, tokens)
    if whose is not None and whose in cast.entities:
        entity = cast.entities[whose]
        return Speaker(span, whose, entity.name, "person" if entity.type == "PER" else "institution")
    return Speaker(span, None, described(cast, span))


def _said_before(cast: Cast, span: Span, tokens: list[Token]) -> str | None:
    """Return the entity that a definite phrase points back to; None when it may be somebody new."""
    heads = [t for t in tokens if not cast.words.has(t, "determiner") and t.word[0].isalpha()]
    n_fore = len(heads)
    while len(heads) > 1 and cast.words.has(heads[0], "fore adjective"):
        del heads[0]
    n_fore -= len(heads)
    if not heads or not tokens or tokens[0].word not in cast.words.definite:
        return None
    head = head_word(cast, tokens)
    rest = [
        t for t in tokens if t.word in head.split("-") or cast.words.has(t, "determiner", "fore adjective")
    ]
    nouns = sorted({head, head.split("-")[0]})
    near = sorted(h for noun in nouns for h in cast.said_by.get(noun, ()) if h[2] in cast.named)
    if near and (len({h[2] for h in near}) == 1 or len(rest) == len(tokens)):
        earlier = [h for h in near if h[0] < span.start]
        return (earlier or near)[-1 if earlier else 0][2]
    if near or cast.words.has(tokens[0], "possessive", "many"):
        # "son avocat" and "les occupants" are somebody else than those named before.
        return None
    complement = _complement(cast, tokens)
    if complement and not (n_fore or _says_where_or_how_old(cast, complement)):
        return None
    if not complement and any(cast.draft.text[t.span.start].isupper() for t in heads[1:]):
        # "le syndicat Sud": a name of its own, known or not; "le député Sud" is one of Sud.
        own = [t for t in heads[1:] if cast.draft.text[t.span.start].isupper()]
        parties = [m.span for m in cast.mentions_from(own[0].span.start, span.end) if m.type == "ORG"]
        if head not in role_heads(cast.draft.pack) or not all(
            any(p.holds(t.span) for p in parties) for t in own
        ):
            return None
    return _of_kind(cast, span, tokens[0], heads[0], head=head, is_short=len(rest) == len(tokens))


def _of_kind(cast: Cast, span: Span, article: Token, noun: Token, *, head: str, is_short: bool) -> str | None:
    """Return whom a noun means that may be an office, a body or what somebody is called by."""
    pack = cast.draft.pack
    said = cast.words.genders.get(article.word, "")
    if head in office_heads(pack):
        person = _only_person_before(cast, span, said)
        return None if _is_something_else(cast, person) else person
    if cast.words.has(noun, "body"):
        return _last_body(cast, span, of_members=cast.words.has(noun, "league"))
    if head in body_heads(pack):
        return None
    word = cast.draft.text[noun.span.start : noun.span.end]
    by_ending = personal_gender(head.split("-")[0], cast.words, pack)
    named_by_place = word[0].isupper() and not word.isupper() and is_short
    if head in role_heads(pack) or named_by_place or cast.words.has(noun, "person") or by_ending is not None:
        return _last_person(cast, span, said or by_ending or "", of_no_office=cast.words.has(noun, "party"))
    return None


def _complement(cast: Cast, tokens: list[Token]) -> list[Token]:
    """Return the tokens from the first word on that joins a complement ("de", "à"); empty without one."""
    for i, token in enumerate(tokens):
        if i and cast.words.has(token, "link", "preposition"):
            return tokens[i:]
    return []


def _says_where_or_how_old(cast: Cast, complement: list[Token]) -> bool:
    """Tell whether a complement describes somebody known ("de Metz", "de 52 ans") and makes nobody new."""
    rest = complement[1:]
    if not rest or cast.words.has(rest[0], "determiner") or cast.words.has(complement[0], "determiner"):
        return False
    if rest[0].word.isdigit():
        return True
    places = cast.mentions_from(rest[0].span.start, rest[0].span.start + 1)
    return any(m.type == "LOC" and m.form == "name" and m.span.end >= rest[-1].span.end for m in places)


def head_word(cast: Cast, tokens: list[Token]) -> str:
    """Return the noun that a phrase is about, its hyphens kept ("porte-parole"); "" when it has none."""
    heads = [t for t in tokens if not cast.words.has(t, "determiner") and t.word[0].isalpha()]
    while len(heads) > 1 and cast.words.has(heads[0], "fore adjective"):
        del heads[0]
    if not heads:
        return ""
    match = _HYPHENED.match(cast.draft.text, heads[0].span.start, tokens[-1].span.end)
    return match[0].lower().replace("’", "'") if match else heads[0].word


def sort_of(cast: Cast, noun: str) -> Literal["person", "body", "thing"]:
    """Return what a noun is one for, as far as the pack knows."""
    pack, known = cast.draft.pack, cast.words.classes.get(noun, frozenset())
    if noun in role_heads(pack) or "person" in known:
        return "person"
    if personal_gender(noun.split("-")[0], cast.words, pack) is not None:
        return "person"
    return "body" if noun in body_heads(pack) or known & {"body", "circle", "counter"} else "thing"


@lru_cache(maxsize=8)
def role_heads(pack: Pack) -> frozenset[str]:
    """Return the nouns that persons are called by: the first word of every role of the pack."""
    rows = pack.lexicon("roles")
    return frozenset(row[form].split(" ")[0] for row in rows for form in ("phrase", "feminine") if row[form])


@lru_cache(maxsize=8)
def office_heads(pack: Pack) -> frozenset[str]:
    """Return those of the `role_heads` that an office or a post is called by."""
    rows = [row for row in pack.lexicon("roles") if row["kind"] in {"office", "post"}]
    return frozenset(row[form].split(" ")[0] for row in rows for form in ("phrase", "feminine") if row[form])


def _is_something_else(cast: Cast, person: str | None) -> bool:
    """Tell whether a person is said to hold an office or bears a title: another's holder is another."""
    pack = cast.draft.pack
    offices = cast.nouns_of.get(person or "", frozenset()) & office_heads(pack)
    return bool(offices or cast.titles_of.get(person or "", frozenset()) & profession_titles(pack))


@lru_cache(maxsize=8)
def profession_titles(pack: Pack) -> frozenset[str]:
    """Return the titles that say what somebody does ("Me", "Dr"): they suit man and woman alike."""
    return frozenset(row["form"] for row in pack.lexicon("honorifics") if row["gender"] == "any")


@lru_cache(maxsize=8)
def body_heads(pack: Pack) -> frozenset[str]:
    """Return the nouns that bodies are called by: the first word of every institution, and of their names."""
    known = {row["name"].split(" ")[0].lower() for row in pack.lexicon("institutions")}
    nouns = {row["word"] for row in pack.lexicon("name_heads") if row["type"] == "ORG"}
    return frozenset(known | {noun for noun in nouns if noun.islower()})


@lru_cache(maxsize=8)
def agencies(pack: Pack) -> frozenset[str]:
    """Return the names of press agencies: they report what others say."""
    return frozenset(row["name"] for row in pack.lexicon("agencies"))


def _named_before(cast: Cast, span: Span, type_: str, *, n_sentences: int = _SENTENCES_BACK) -> list[Mention]:
    """Return the names of a type in the last sentences before a phrase, in order."""
    low = _sentences_back(cast, span.start, n_sentences)
    return [
        m
        for m in cast.mentions_from(low, span.start)
        if m.type == type_ and m.form == "name" and m.entity_id in cast.entities
    ]


def _only_person_before(cast: Cast, span: Span, gender: str) -> str | None:
    """Return the only fitting person named shortly before; None when there are several.

    Of several, one whose gender is known to fit counts before those of whom it is not known.
    """
    found = {m.entity_id for m in _named_before(cast, span, "PER") if m.entity_id}
    fitting = {e for e in found if not gender or cast.genders.get(e, "") in {gender, ""}}
    certain = {e for e in fitting if gender and cast.genders.get(e, "") == gender}
    for ids in (fitting, certain):
        if len(ids) == 1:
            return next(iter(ids))
    return None


def _last_person(cast: Cast, span: Span, gender: str, *, of_no_office: bool) -> str | None:
    """Return the person whom the last sentence that names a fitting one names first.

    of_no_office: whoever is said to hold an office, or bears a title, does not fit.
    """
    for n_sentences in (_SENTENCES_BACK, _FAR_BACK):
        found = _last_fitting(cast, span, gender, of_no_office=of_no_office, n_sentences=n_sentences)
        if found is not None:
            return found
    return None


def _last_fitting(cast: Cast, span: Span, gender: str, *, of_no_office: bool, n_sentences: int) -> str | None:
    fitting = [
        m
        for m in _named_before(cast, span, "PER", n_sentences=n_sentences)
        if (not gender or cast.genders.get(m.entity_id or "", "") in {gender, ""})
        and not (of_no_office and _is_something_else(cast, m.entity_id))
    ]
    return _first_of_last(cast, fitting)


def _last_body(cast: Cast, span: Span, *, of_members: bool) -> str | None:
    """Return the body that an earlier sentence opened with, the last one that did; else the only one.

    of_members: a union or a party is meant; a name of one word that is no acronym is as likely a firm's or
    a country's.
    """
    bodies = _named_before(cast, span, "ORG")
    if of_members:
        names = [(m, m.span.of(cast.draft.text)) for m in bodies]
        bodies = [m for m, name in names if " " in name or name.isupper()]
    own = cast.draft.sentence_at(span.start)
    opening = []
    for mention in bodies:
        sentence = cast.draft.sentence_at(mention.span.start)
        if sentence is None or sentence == own or mention.span.start - sentence.start >= _OPENING_CHARS:
            continue
        before = tokens_of(cast.draft.text[sentence.start : mention.span.start], sentence.start)
        if all(cast.words.has(t, "determiner", "body") for t in before):
            opening.append(mention)
    return _first_of_last(cast, opening) or _only_body(cast, bodies)


def _only_body(cast: Cast, bodies: list[Mention]) -> str | None:
    """Return the only one of some bodies that its own name does not call something else.

    "La société" is no ministry and no court: their names begin with a noun for another sort of body.
    """
    pack = cast.draft.pack
    found = set()
    for mention in bodies:
        entity_id = mention.entity_id or ""
        name = cast.entities[entity_id].name
        if name not in agencies(pack) and name.split(" ")[0].lower() not in body_heads(pack):
            found.add(entity_id)
    return found.pop() if len(found) == 1 else None


def _first_of_last(cast: Cast, mentions: list[Mention]) -> str | None:
    if not mentions:
        return None
    sentence = cast.draft.sentence_at(mentions[-1].span.start)
    return next(m.entity_id for m in mentions if cast.draft.sentence_at(m.span.start) == sentence)


def _sentences_back(cast: Cast, offset: int, n: int) -> int:
    i = bisect_right(cast.draft.sentences, offset, key=lambda s: s.start)
    return cast.draft.sentences[max(0, i - 1 - n)].start if cast.draft.sentences else 0


def described(cast: Cast, span: Span) -> str:
    """Return the words of the phrase without its article."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if len(tokens) > 1 and cast.words.has(tokens[0], "determiner") and tokens[0].word in cast.words.definite:
        return cast.draft.text[tokens[1].span.start : span.end]
    return span.of(cast.draft.text)
