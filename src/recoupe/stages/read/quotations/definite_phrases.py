"""What a phrase that names nobody is made of: "la ministre", "le syndicat", "la Valbrunoise"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.cast import Cast
from recoupe.stages.read.quotations.speech import Token, personal_gender, tokens_of

_HYPHENED = re.compile(r"\w+(?:-\w+){0,4}")


def complement_of(cast: Cast, tokens: list[Token]) -> list[Token]:
    """Return the tokens from the first word on that joins a complement ("de", "à"); empty without one."""
    for i, token in enumerate(tokens):
        if i and cast.words.has(token, "link", "preposition"):
            return tokens[i:]
    return []


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


@lru_cache(maxsize=8)
def kin_heads(pack: Pack) -> frozenset[str]:
    """Return those of the `role_heads` that say whose kin or like somebody is ("sœur", "successeur")."""
    rows = [row for row in pack.lexicon("roles") if row["kind"] == "relation"]
    return frozenset(row[form].split(" ")[0] for row in rows for form in ("phrase", "feminine") if row[form])


@lru_cache(maxsize=8)
def body_heads(pack: Pack) -> frozenset[str]:
    """Return the nouns that bodies are called by: the first word of every institution, and of their names."""
    known = {row["name"].split(" ")[0].lower() for row in pack.lexicon("institutions")}
    nouns = {row["word"] for row in pack.lexicon("name_heads") if row["type"] == "ORG"}
    return frozenset(known | {noun for noun in nouns if noun.islower()})


@lru_cache(maxsize=512)
def kinds_of(nouns: frozenset[str], pack: Pack) -> frozenset[str]:
    """Return of what kinds somebody is whom any of the nouns is said of: a judge is of a court, say."""
    kinds = _kinds_of_nouns(pack)
    return frozenset(kind for noun in nouns for kind in kinds.get(noun, ()))


@lru_cache(maxsize=8)
def _kinds_of_nouns(pack: Pack) -> Mapping[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for row in pack.lexicon("kindred_nouns"):
        for noun in row["nouns"].split("|"):
            kinds.setdefault(noun, set()).add(row["kind"])
    return {noun: frozenset(found) for noun, found in kinds.items()}


@lru_cache(maxsize=8)
def decades(pack: Pack) -> Mapping[str, int]:
    """Return the first year of the decade of life that nouns for a person's age tell."""
    return {row["noun"]: int(row["decade"]) for row in pack.lexicon("ages")}


@lru_cache(maxsize=8)
def agencies(pack: Pack) -> frozenset[str]:
    """Return the names of press agencies: they report what others say."""
    return frozenset(row["name"] for row in pack.lexicon("agencies"))


@lru_cache(maxsize=8)
def networks(pack: Pack) -> frozenset[str]:
    """Return the names of social networks."""
    return frozenset(row["name"] for row in pack.lexicon("social_networks"))


def described(cast: Cast, span: Span) -> str:
    """Return the words of the phrase without its article."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if len(tokens) > 1 and cast.words.has(tokens[0], "determiner") and tokens[0].word in cast.words.definite:
        return cast.draft.text[tokens[1].span.start : span.end]
    return span.of(cast.draft.text)
