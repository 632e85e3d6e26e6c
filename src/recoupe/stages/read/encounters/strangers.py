"""Sides that no finder of names knows: lone last names of headlines, names joined by a hyphen, peoples.

Nobody stands here unless an encounter's rule asks for a side in that very place, so a doubt does no harm.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from recoupe.packs import Pack
from recoupe.packs.pack import Rule
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.encounters.parties import Party, Side
from recoupe.stages.read.names.tables import Known, name_tables
from recoupe.stages.text.folded import bare_word

RulesOf = Callable[[str], tuple[Rule, ...]]
_OPENING = re.compile(r"(?:^|[.:;!?…«“\"(\[|–—])\W*$")
_NUMERAL = re.compile(r"[IVXLC]+")
_CAPITALS = re.compile(r"[A-ZÀ-Ý]{2,6}")
BEFORE = 24
"""Characters before a name that are looked at for a preposition."""


def strangers(
    draft: Draft, plain: str, rules: RulesOf, *, known: Iterable[Party], sentences: Iterable[Span]
) -> Iterator[Party]:
    """Yield sides in text order within each sentence, none of which meets one that is known.

    plain: the text with straight apostrophes and plain spaces. sentences: those worth looking at.
    """
    finder = _Finder(draft, plain, rules, _Taken(p.span for p in known))
    for sentence in sentences:
        yield from finder.lands(sentence)
        yield from finder.peoples(sentence)
        yield from finder.lone(sentence)


def joined_names(draft: Draft, plain: str, rules: RulesOf, *, sentences: Iterable[Span]) -> Iterator[Party]:
    """Yield the two sides of "Rencontre X-Y", which finders of names take for one name or for none."""
    finder = _Finder(draft, plain, rules, _Taken(()))
    for sentence in sentences:
        yield from finder.joined(sentence)


class _Taken:
    """Stretches of text that are taken, looked up by their starts."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)

    def meets(self, span: Span) -> bool:
        i = bisect_left(self._spans, Span(span.end, span.end))
        return any(other.meets(span) for other in self._spans[max(0, i - 3) : i])

    def add(self, span: Span) -> None:
        self._spans.insert(bisect_left(self._spans, span), span)


class _Finder:
    def __init__(self, draft: Draft, plain: str, rules: RulesOf, taken: _Taken) -> None:
        self.draft, self.plain, self.rules, self.taken = draft, plain, rules, taken
        self.tables = name_tables(draft.pack)
        named = [m for m in draft.mentions if m.form == "name"]
        self.places = {m.span.start: m for m in named if m.type == "LOC"}
        self.others = _Taken([m.span for m in named if m.type != "LOC"] + [time.span for time in draft.times])
        self.last_names = _by_last_name(draft.entities)

    def joined(self, sentence: Span) -> Iterator[Party]:
        """ "Rencontre X-Y": two sides behind a word that names an encounter, or people before it."""
        for step in ("joined names", "joined head"):
            for match in self._matches(step, sentence):
                sides = [_span_of(match, name) for name in ("left", "right")]
                whole = f"{match['left']}-{match['right']}"
                if self.tables.known_as(whole) or self._is_one_name(match["left"], match["right"]):
                    continue
                if any(self.taken.meets(side) for side in sides) or self._is_match(match, sides):
                    continue
                # "Spain-Portugal: a meeting …" is a match.
                if step == "joined names" or not any(self._is_land(side) for side in sides):
                    yield from [self._party(side, whole=match[0]) for side in sides]

    def _is_match(self, match: re.Match[str], sides: Iterable[Span]) -> bool:
        """Tell whether two towns or bodies stand for their teams ("the meeting Lille-Dortmund")."""
        is_game = any(rule.search(match[0]) for rule in self.rules("may be a match"))
        return is_game and all(self._is_team(side) for side in sides)

    def _is_team(self, span: Span) -> bool:
        words = span.of(self.draft.text)
        known = self.tables.known_as(words)
        if known is None:
            return bool(_CAPITALS.fullmatch(words))
        return known.type != "PER" and not self._is_country(known)

    def _is_land(self, span: Span) -> bool:
        known = self.tables.known_as(span.of(self.draft.text))
        return known is not None and known.type == "LOC"

    def lands(self, sentence: Span) -> Iterator[Party]:
        """ "Pourparlers russo-américains": two countries, each by one half of the adjective."""
        for match in self._matches("two lands", sentence):
            prefixes = {row["prefix"]: row["key"] for row in self.draft.pack.lexicon("country_prefixes")}
            keys = (prefixes.get(match["left"]), self.tables.adjectives.get(match["right"]))
            spans = (_span_of(match, "left"), _span_of(match, "right"))
            if None in keys or any(self.taken.meets(span) for span in spans):
                continue
            for span, key in zip(spans, keys, strict=True):
                self.taken.add(span)
                yield Party(
                    span, span, None, self._country_name(key), None, "country", is_name=True, land=key
                )

    def _country_name(self, key: str | None) -> str:
        return next(row["name"] for row in self.draft.pack.lexicon("countries") if row["key"] == key)

    def peoples(self, sentence: Span) -> Iterator[Party]:
        """ "Russes et Américains": the people of a country for those who speak for it."""
        for match in self._matches("people", sentence):
            span = _span_of(match, "name")
            if match["name"] in self.tables.demonyms and not self.taken.meets(span):
                yield self._party(span)

    def lone(self, sentence: Span) -> Iterator[Party]:
        """A name with a capital inside the sentence, or one that opens it and acts."""
        for step, opens in (("stranger", False), ("stranger first", True)):
            for match in self._matches(step, sentence):
                span = _span_of(match, "name")
                before = self.plain[max(sentence.start, span.start - BEFORE) : span.start]
                if bool(_OPENING.search(before)) != opens or self._is_no_side(span, before):
                    continue
                yield self._party(span)

    def _matches(self, step: str, sentence: Span) -> Iterator[re.Match[str]]:
        for rule in self.rules(step):
            yield from rule.finditer(self.plain, sentence.start, sentence.end)

    def _is_no_side(self, span: Span, before: str) -> bool:
        if self.taken.meets(span) or self.others.meets(span):
            return True
        words = span.of(self.plain)
        if words.rpartition("-")[2] in self.tables.demonyms and "-" in words:
            # Of two countries, and of neither's government: "un Valdono-Ostrien".
            return True
        if words.split(" ")[0].casefold() in _common_words(self.draft.pack) or words in self.tables.not_names:
            return True
        if _NUMERAL.fullmatch(words):
            return True
        known = self.tables.known_as(words)
        place = self.places.get(span.start)
        if place is None and known is None:
            # "The minister of the Environment": no person's name has an article before it.
            is_thing = not _CAPITALS.fullmatch(words)
            if is_thing and any(rule.search(before) for rule in self.rules("behind article")):
                return True
            near = [m for start, m in self._near(span) if start < span.end and m.span.end > span.start]
            return any(not self._is_surname(m, span) for m in near)
        # The gazetteer knows villages by the names of people; what stands behind "à" is the village.
        is_sure = known is not None and (known.sure or known.type != "LOC")
        return is_sure or any(rule.search(before) for rule in self.rules("of a place"))

    def _is_surname(self, place: Mention, name: Span) -> bool:
        """Tell whether a village's name is the last word of a person's ("JD Tarvel", "Ilan Tarvel")."""
        first = Span(name.start, place.span.start).of(self.plain).strip()
        is_first = first in self.tables.first_names or bool(_CAPITALS.fullmatch(first))
        return place.span.end == name.end and is_first

    def _near(self, span: Span) -> Iterable[tuple[int, Mention]]:
        return ((start, m) for start, m in self.places.items() if abs(start - span.start) < BEFORE)

    def _is_one_name(self, left: str, right: str) -> bool:
        """Tell whether the hyphen stands inside a first name ("Jean-Luc")."""
        return left in self.tables.first_names and right.split(" ")[0] in self.tables.first_names

    def _party(self, span: Span, *, whole: str = "") -> Party:
        self.taken.add(span)
        words = span.of(self.draft.text)
        known = self.tables.known_as(words)
        if words in self.tables.demonyms or (known is not None and self._is_country(known)):
            key = self.tables.demonyms.get(words) if known is None else known.key
            land = next((e.id for e in self.draft.entities if e.key is not None and e.key == key), None)
            iso = self.tables.country_of(key)
            return Party(span, span, land, words, None, "country", is_name=True, land=iso)
        entity = self.last_names.get(bare_word(words.split(" ")[-1]))
        if entity is not None and entity.name not in whole:
            role = entity.roles[0].stated if entity.roles else None
            return Party(span, span, entity.id, entity.name, role, "person", is_name=True)
        is_body = (known is not None and known.type == "ORG") or _CAPITALS.fullmatch(words)
        kind: Side = "body" if is_body else "person"
        return Party(span, span, None, words, None, kind, is_name=True)

    def _is_country(self, known: Known) -> bool:
        return known.type == "LOC" and (
            known.key in self.tables.countries or known.key in capital_keys(self.draft.pack)
        )


def _span_of(match: re.Match[str], name: str) -> Span:
    return Span(match.start(name), match.end(name))


def _by_last_name(entities: Iterable[DocumentEntity]) -> Mapping[str, DocumentEntity]:
    """The people of the document by last name; names that two of them bear are left out."""
    found: dict[str, DocumentEntity | None] = {}
    for entity in entities:
        if entity.type == "PER" and entity.names:
            name = bare_word(entity.name.split()[-1])
            found[name] = None if name in found else entity
    return {name: entity for name, entity in found.items() if entity is not None}


@cache
def capital_keys(pack: Pack) -> frozenset[str]:
    """Return the gazetteer keys of capitals, which stand for their countries."""
    known = name_tables(pack).known
    named = (row["capital"] for row in pack.lexicon("countries"))
    return frozenset(known[name].key for name in named if name in known)


@cache
def _common_words(pack: Pack) -> frozenset[str]:
    """Words that open a sentence with a capital and name nobody."""
    tables = name_tables(pack)
    nouns = (form for row in pack.lexicon("encounter_nouns") for form in row["forms"].split("|"))
    lemmas = (row["lemma"] for row in pack.lexicon("encounter_verbs"))
    verbs = (form for lemma in lemmas for form in pack.functions.verb_forms(lemma, "all"))
    parties = (row["word"] for row in pack.lexicon("party_nouns"))
    heads = (row["word"].casefold() for row in pack.lexicon("name_heads"))
    return frozenset({*tables.function_words, *tables.role_words, *nouns, *verbs, *parties, *heads})
