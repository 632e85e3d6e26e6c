"""The people and bodies of a document, as far as speakers are looked for among them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from msgspec import structs
from rapidfuzz.distance import DamerauLevenshtein

from recoupe.packs import Pack
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.noun_phrases import whole_subject
from recoupe.stages.read.quotations.speech import (
    Gender,
    Token,
    Unit,
    Words,
    personal_gender,
    tokens_of,
    units_of,
    words_of,
)
from recoupe.stages.text.name_forms import name_words

_LOOK_BACK_CHARS = 90
_LONGEST_SHORTENED = 3
_NAMES_WITH_AGE = 5
_NAMES_WITH_ARTICLE, _ARTICLE_CHARS = 5, 6
_SPELT_LETTERS, _SPELT_TWICE_LETTERS = 5, 8
"""Names of fewer letters that differ by one are two names; two letters may differ in the longer ones."""


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks. entity_id: None when no entity of the document. name: None: not resolved."""

    span: Span | None
    entity_id: str | None
    name: str | None
    kind: str = "person"


@dataclass(frozen=True)
class Issued:
    """A text by which words reached the article: where it is told of, its noun, whose it is."""

    offset: int
    noun: str
    issuer: Speaker


@dataclass(frozen=True)
class Cast:
    """The people and bodies of a document, as far as speakers are looked for among them."""

    draft: Draft
    words: Words
    mentions: tuple[Mention, ...]
    entities: Mapping[str, DocumentEntity]
    genders: Mapping[str, Gender]
    heads: tuple[tuple[int, str, str], ...]
    """(offset, head noun of a role, entity id) of each place where a role stands beside a name, in order."""
    issued: tuple[Issued, ...]
    """The texts whose issuer the article names, in order."""
    named: frozenset[str]
    """The entities that bear a name."""
    surely: Mapping[str, Gender]
    """The genders that a title or first name tells: "le docteur" is a woman, too."""

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(m.span.start for m in self.mentions)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The units of the document, in order."""
        return units_of(self.draft)

    @cached_property
    def blocks(self) -> Mapping[int, Span]:
        """The blocks of article text, by where they begin."""
        return {block.start: block for block in self.draft.blocks()}

    @cached_property
    def names_of(self) -> Mapping[str, tuple[Span, ...]]:
        """Where each entity that bears a name is named, in order."""
        places: dict[str, list[Span]] = {}
        for mention in self.mentions:
            if mention.form == "name" and mention.entity_id is not None:
                places.setdefault(mention.entity_id, []).append(mention.span)
        return {entity_id: tuple(spans) for entity_id, spans in places.items()}

    @cached_property
    def standing(self) -> Mapping[str, tuple[str, int]]:
        """By type: the entity named first, and how many bear names."""
        places: dict[str, list[tuple[Span, str]]] = {}
        for entity_id, spans in self.names_of.items():
            if entity_id in self.entities:
                places.setdefault(self.entities[entity_id].type, []).append((spans[0], entity_id))
        return {type_: (min(found)[1], len(found)) for type_, found in places.items()}

    @cached_property
    def _unit_starts(self) -> tuple[int, ...]:
        return tuple(unit.span.start for unit in self.units)

    @cached_property
    def _block_starts(self) -> tuple[int, ...]:
        return tuple(sorted(self.blocks))

    def unit_at(self, offset: int) -> int:
        """Return the number of the unit that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self._unit_starts, offset) - 1)

    def block_at(self, offset: int) -> int:
        """Return the number of the block that holds an offset, or of the last one before it."""
        return max(0, bisect_right(self._block_starts, offset) - 1)

    def blocks_from(self, offset: int, count: int) -> tuple[Span, ...]:
        """Return some blocks in order: the one that holds an offset, and those behind it."""
        i = self.block_at(offset)
        return tuple(self.blocks[start] for start in self._block_starts[i : i + count])

    @cached_property
    def _articles(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _subjects(self) -> dict[int, Span | None]:
        return {}

    def subject_at(self, unit: int) -> Span | None:
        """Return the phrase that a unit begins with, by its number; None when it begins otherwise."""
        if unit not in self._subjects:
            self._subjects[unit] = whole_subject(self.units[unit], self.words)
        return self._subjects[unit]

    @cached_property
    def nouns_of(self) -> Mapping[str, frozenset[str]]:
        """The nouns that are said of each entity right beside its name."""
        nouns: dict[str, set[str]] = {}
        for _, noun, entity_id in self.heads:
            nouns.setdefault(entity_id, set()).add(noun)
        return {entity_id: frozenset(found) for entity_id, found in nouns.items()}

    @cached_property
    def said_by(self) -> Mapping[str, tuple[tuple[int, str, str], ...]]:
        """The places where each noun is said of somebody, by noun."""
        places: dict[str, list[tuple[int, str, str]]] = {}
        for head in self.heads:
            places.setdefault(head[1], []).append(head)
        return {noun: tuple(found) for noun, found in places.items()}

    @cached_property
    def ages(self) -> Mapping[str, int]:
        """How old those are whose age stands right behind their name ("Anne Morel, 52 ans")."""
        told = _age(self.draft.pack)
        found: dict[str, int] = {}
        for entity_id, places in self.names_of.items():
            ages = (told.match(self.draft.text, place.end) for place in places[:_NAMES_WITH_AGE])
            age = next((int(match[1]) for match in ages if match), None)
            if age is not None:
                found[entity_id] = age
        return found

    def offices_of(self, entity_id: str, offices: frozenset[str]) -> frozenset[str]:
        """Return those of some nouns that stand right beside the name of somebody."""
        starts = {m.span.start for m in self.mentions if m.form == "name" and m.entity_id == entity_id}
        return frozenset(
            n for at, n, whose in self.heads if whose == entity_id and at in starts and n in offices
        )

    def is_of_other_gender(self, entity: DocumentEntity, gender: str) -> bool:
        """Tell whether the articles before a body's name ("le Club alpin") are all of another gender."""
        if entity.id not in self._articles:
            text = self.draft.text
            places = self.names_of.get(entity.id, ())[:_NAMES_WITH_ARTICLE]
            leads = (tokens_of(text[max(0, p.start - _ARTICLE_CHARS) : p.start], 0)[-1:] for p in places)
            genders = {self.words.genders.get(t.word, "") for lead in leads for t in lead}
            self._articles[entity.id] = frozenset(genders - {""})
        shown = self._articles[entity.id]
        return bool(gender) and bool(shown) and gender not in shown

    def mentions_from(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that begin between two offsets, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def names_in(self, span: Span) -> list[Mention]:
        """Return the names that stand in a span."""
        return [
            m for m in self.mentions_from(span.start, span.end) if m.form == "name" and span.holds(m.span)
        ]


@dataclass
class Memory:
    """Who has spoken so far in the document, the latest last.

    said: all words said so far, in order. meant: the entity that the subject of a sentence means that names
    nobody, of those that were asked for. holders: whom the name of an office meant ("la maire de Valbrune").
    tellers: whom words for a speaker meant, by their place.
    """

    spoken: list[tuple[int, Speaker, Gender]] = field(default_factory=list)
    said: list[Span] = field(default_factory=list)
    meant: dict[Span, str | None] = field(default_factory=dict)
    holders: dict[str, Speaker] = field(default_factory=dict)
    tellers: dict[Span, Speaker] = field(default_factory=dict)

    def last(self) -> Speaker | None:
        """Return who spoke last; None when nobody has."""
        return self.spoken[-1][1] if self.spoken else None


def named_cast(draft: Draft) -> Cast:
    """Return the document's cast, its texts only where their noun stands beside a name."""
    words = words_of(draft.pack)
    entities = {entity.id: entity for entity in draft.entities}
    mentions = _as_spelt_in_full(sorted(draft.mentions, key=lambda m: (m.span, m.form)), entities)
    honorifics, first_names = _gendered_names(draft.pack)
    titled = _nouns_of_titles(draft.pack)
    genders: dict[str, Gender] = {}
    surely: dict[str, Gender] = {}
    heads: list[tuple[int, str, str]] = []
    issued: list[Issued] = []
    starts = frozenset(m.span.start for m in mentions if m.form == "name")
    # What stands at a name tells its bearer's gender before what is only said of him elsewhere.
    for mention in sorted(mentions, key=lambda m: m.form != "name"):
        if mention.form == "pronoun":
            continue
        before = _own_phrase(_tokens_before(draft, mention, words), starts)
        noun = _issued_noun(before, words)
        if noun:
            entity = entities.get(mention.entity_id or "")
            name = entity.name if entity is not None else mention.span.of(draft.text)
            issued.append(Issued(mention.span.start, noun, Speaker(None, mention.entity_id, name)))
        if mention.type not in {"PER", "ORG"} or mention.entity_id is None:
            continue
        own = _heads_beside(draft, mention, before, words)
        if mention.type == "ORG":
            # "le président du groupe Rivage": the noun right before a body's name is said of it, no other.
            if any(words.has(t, "link") for t in before):
                own = [t.word for t in before[-1:] if t.word[0].isalpha() and not words.has(t, "determiner")]
            heads += [(mention.span.start, head, mention.entity_id) for head in own]
            continue
        by_name = _gender_of_name(mention, honorifics=honorifics, first_names=first_names)
        if by_name:
            surely.setdefault(mention.entity_id, by_name)
        gender = by_name or _gender_of_article(before, words)
        gender = gender or _gender_of_apposition(draft, mention, words)
        gender = gender or next((g for g in (gender_of_noun(head, draft.pack) for head in own) if g), "")
        if gender:
            genders.setdefault(mention.entity_id, gender)
        for head in (*own, *titled.get(mention.honorific or "", ())):
            heads.append((mention.span.start, head, mention.entity_id))
    named = frozenset(m.entity_id for m in mentions if m.form == "name" and m.entity_id)
    return Cast(
        draft,
        words,
        mentions,
        entities,
        {**genders, **surely},
        tuple(sorted(heads)),
        tuple(sorted(issued, key=lambda i: (i.offset, i.noun))),
        named,
        surely,
    )


def _as_spelt_in_full(mentions: list[Mention], entities: Mapping[str, DocumentEntity]) -> tuple[Mention, ...]:
    """Return the mentions, a surname that is another's with a slip given to the only full name it fits.

    "M. Tamatta" is Ralf Tamata when nobody else of the document is called so, and so is Ralf Damata.
    """
    names: dict[str, tuple[str, ...]] = {}
    for mention in mentions:
        entity = entities.get(mention.entity_id or "")
        if mention.form == "name" and entity is not None and entity.type == "PER":
            names.setdefault(entity.id, name_words(entity.name))
    meant: dict[str, str] = {}
    before: dict[str, tuple[str, ...]] = {}
    for key, words in names.items():
        fitting = [other for other, full in names.items() if _is_slip_of(words, full)]
        fitting += [other for other, full in before.items() if _is_spelt_otherwise(words, full)]
        before[key] = words
        if len(fitting) == 1:
            meant[key] = fitting[0]
    return tuple(
        structs.replace(m, entity_id=meant[m.entity_id]) if m.entity_id in meant else m for m in mentions
    )


def _is_spelt_otherwise(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether two names have the same first names, and one letter of the surname otherwise."""
    if len(words) < 2 or len(words) != len(full) or words[:-1] != full[:-1]:
        return False
    shortest = min(len(words[-1]), len(full[-1]))
    return shortest >= _SPELT_LETTERS and DamerauLevenshtein.distance(words[-1], full[-1]) == 1


def _is_slip_of(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether folded words are the end of a fuller name, its surname with a letter or two otherwise."""
    if not words or len(words) >= len(full) or words[:-1] != full[-len(words) : -1]:
        return False
    one, other = words[-1], full[-1]
    shortest = min(len(one), len(other))
    if shortest < _SPELT_LETTERS or one == other or one[0] != other[0]:
        return False
    slips = 2 if shortest >= _SPELT_TWICE_LETTERS else 1
    return DamerauLevenshtein.distance(one, other) <= slips


def _tokens_before(draft: Draft, mention: Mention, words: Words) -> list[Token]:
    """Return the tokens that lead to a mention, from its article on; empty when it stands bare."""
    low = max(0, mention.span.start - _LOOK_BACK_CHARS)
    return _phrase_before(tokens_of(draft.text[low : mention.span.start].replace("\n", ";"), low), words)


def _phrase_before(tokens: list[Token], words: Words, *, with_field: bool = False) -> list[Token]:
    """Return the tokens at the end that belong to one noun phrase, from its article on.

    with_field: what its noun is responsible for may stand behind a preposition ("la déléguée au Commerce").
    """
    kept: list[Token] = []
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if words.has(token, "auxiliary") and not any(words.has(t, "determiner") for t in kept):
            return []  # "a appelé Anne Morel": what is said of her is no noun
        if token.word == "." and _ends_sentence(tokens[i - 1 : i], words):
            break
        if not (token.word[0].isalnum() or token.word in "-.") or words.has(token, "auxiliary", "relative"):
            break
        is_field = with_field and kept and i > 1 and words.has(tokens[i - 2], "determiner")
        if is_field and words.has(token, "preposition") and tokens[i - 1].word.isalpha():
            kept.insert(0, token)
            continue
        if words.has(token, "preposition", "conjunction", "coordination"):
            break
        kept.insert(0, token)
        linked = i > 0 and words.has(tokens[i - 1], "link")
        if words.has(token, "determiner") and not words.has(token, "link") and not linked:
            break
    return kept


def _ends_sentence(before: list[Token], words: Words) -> bool:
    """Tell whether the full stop behind a word ends a sentence: it shortens no title and no first name."""
    return bool(before) and len(before[-1].word) > _LONGEST_SHORTENED and not words.has(before[-1], "address")


def _without_bracket(tokens: list[Token]) -> list[Token]:
    """Return the tokens without the brackets they end with: "la maire de Valbrune (Var)"."""
    if tokens and tokens[-1].word == ")":
        opening = next((i for i in range(len(tokens) - 2, 0, -1) if tokens[i].word == "("), len(tokens))
        return tokens[:opening]
    return tokens


def _own_phrase(before: list[Token], starts: frozenset[int]) -> list[Token]:
    """Return the tokens before a name, none when their article belongs to another name."""
    return [] if len(before) > 1 and before[1].span.start in starts else before


def _issued_noun(before: list[Token], words: Words) -> str:
    """Return the noun of a text when the phrase is "communiqué de" before the mention; else ""."""
    if not before or not words.has(before[-1], "link", "determiner"):
        return ""
    phrase = " ".join(t.word for t in before)
    for noun in sorted(words.nouns, key=lambda n: (-len(n), n)):
        if f" {noun} " in f" {phrase} ":
            return noun
    return ""


def _gender_of_name(
    mention: Mention, *, honorifics: Mapping[str, str], first_names: Mapping[str, str]
) -> Gender:
    """Return the gender that a title before a name or its first name tells; "" when neither does."""
    title = honorifics.get(mention.honorific or "", "")
    for said in (title, _gender_of_first_name(mention.normal.split(" ")[0], first_names)):
        if said == "m" or said == "f":
            return "m" if said == "m" else "f"
    return ""


def _gender_of_article(before: list[Token], words: Words) -> Gender:
    """Return the gender that the article of the phrase a name ends shows; "" without one."""
    if not before or words.has(before[-1], "link"):
        return ""
    said = words.genders.get(before[0].word, "")
    return "m" if said == "m" else "f" if said == "f" else ""


def _gender_of_first_name(name: str, first_names: Mapping[str, str]) -> str:
    """Return the gender of a first name, or of the first part of a compound one ("Jean-Luc"); "" unknown."""
    first, _, second = name.partition("-")
    found = first_names.get(name) or first_names.get(first, "")
    # "Jean" is a man's or, elsewhere, a woman's; "Jean-Luc" is a man's.
    return "m" if found == "any" and first_names.get(second) == "m" else found


def _gender_of_apposition(draft: Draft, mention: Mention, words: Words) -> Gender:
    """Return the gender that the article of the phrase before a name shows: "Le bourgmestre, Dominique …"."""
    low = max(0, mention.span.start - _LOOK_BACK_CHARS)
    lead = tokens_of(draft.text[low : mention.span.start].replace("\n", ";"), low)
    if mention.form != "name" or len(lead) < 3 or lead[-1].word != ",":
        return ""
    phrase = _phrase_before(_without_bracket(lead[:-1]), words)
    said = words.genders.get(phrase[0].word, "") if phrase and phrase[0].word in words.definite else ""
    return "m" if said == "m" else "f" if said == "f" else ""


def gender_of_noun(noun: str, pack: Pack) -> Gender:
    """Return the gender that a noun for a person shows; "" when it shows none."""
    feminine, masculine = _gendered_roles(pack)
    if noun in feminine or noun in masculine:
        return "f" if noun in feminine else "m"
    return personal_gender(noun, words_of(pack), pack) or ""


@lru_cache(maxsize=8)
def _gendered_roles(pack: Pack) -> tuple[frozenset[str], frozenset[str]]:
    """Return the nouns of roles that are said of women only, and those said of men only."""
    rows = [row for row in pack.lexicon("roles") if row["feminine"]]
    feminine = {row["feminine"].split(" ")[0] for row in rows}
    masculine = {row["phrase"].split(" ")[0] for row in rows}
    return frozenset(feminine - masculine), frozenset(masculine - feminine)


@lru_cache(maxsize=8)
def _gendered_names(pack: Pack) -> tuple[dict[str, str], dict[str, str]]:
    """Return the genders of titles and of first names."""
    return (
        {row["form"]: row["gender"] for row in pack.lexicon("honorifics")},
        {row["name"]: row["gender"] for row in pack.lexicon("first_names")},
    )


@lru_cache(maxsize=8)
def _age(pack: Pack) -> re.Pattern[str]:
    """Return what finds an age right behind a name."""
    years = "|".join(row["forms"] for row in pack.lexicon("time_units") if row["iso"] == "Y")
    return re.compile(rf",? \(?(\d{{2}}) (?:{years})\b")


@lru_cache(maxsize=8)
def _nouns_of_titles(pack: Pack) -> dict[str, tuple[str, ...]]:
    """Return the nouns that whoever bears a title is called by: "Me Morel" is an "avocate"."""
    return {row["form"]: tuple(row["nouns"].split("|")) for row in pack.lexicon("honorifics") if row["nouns"]}


def _heads_beside(draft: Draft, mention: Mention, before: list[Token], words: Words) -> list[str]:
    """Return the head nouns said of a named person right beside the name."""
    heads = []
    if mention.role is not None:
        stated = [t.word for t in tokens_of(mention.role.stated, 0) if not words.has(t, "determiner", "link")]
        heads += stated[:1]
    if mention.form == "name" and before and not words.has(before[-1], "link", "address"):
        heads += [t.word for t in before if t.word[0].isalpha() and not words.has(t, "determiner")][:1]
    after = tokens_of(draft.text[mention.span.end : mention.span.end + 40].split("\n")[0], 0)
    low = max(0, mention.span.start - _LOOK_BACK_CHARS)
    lead = tokens_of(draft.text[low : mention.span.start].replace("\n", ";"), low)
    if (
        mention.form == "name"
        and len(lead) > 2
        and lead[-1].word == ","
        and after[:1]
        and after[0].word in ",."
    ):
        # "la ministre des Ponts, Anne Morel,"
        phrase = _phrase_before(_without_bracket(lead[:-1]), words, with_field=True)
        if phrase and words.has(phrase[0], "determiner"):
            heads += [t.word for t in phrase if t.word[0].isalpha() and not words.has(t, "determiner")][:1]
    if mention.form == "name" and len(after) > 2 and after[0].word == ",":
        i = 2 if words.has(after[1], "determiner") else 1
        if after[i].word.isalpha() and not words.has(after[i], "pronoun", "preposition", "relative"):
            heads.append(after[i].word)
    return heads
