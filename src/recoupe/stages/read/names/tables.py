"""What the pack and the gazetteer know about names, in the form the finders look things up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import msgspec

from recoupe.packs import Pack
from recoupe.packs.places import cities, city_key
from recoupe.records.findings import NameType
from recoupe.stages.text.name_forms import bare_capitals, folded_name

T = TypeVar("T")

_SURE_POPULATION = 300_000
"""A city as large as this is more often meant than a person of its name (read off 79 Wikinews articles)."""


class Known(msgspec.Struct, frozen=True):
    """Something the gazetteer knows by name.

    type: of the thing; "seat" is a place that stands for a power. key: its own. within: wider places,
    nearest first. sure: no common word or surname is likely to be meant instead.
    """

    type: NameType
    key: str
    within: tuple[str, ...]
    seat: bool = False
    sure: bool = True


@dataclass(frozen=True)
class NameTables:
    """Lookups of one pack.

    known: by name as written. adjectives: ISO key by form. demonyms: the same by form with a capital.
    first_names: gender by name as written; folded_first_names by folded name. honorifics: forms, with
    honorific_gender. reigns: titles before a first name that stands for the whole name.
    country_by_key: country of a city, seat or body; countries: their keys. before, head, inside:
    type by word, see name_heads.tsv. of_person: sense by word, see belongings.tsv.
    particles: kind by particle; joined: those that a
    hyphen joins to the name.
    function_words: kind by lower-case word. role_words: roles of one word. not_names, sport_words: see there.
    longest: number of words of the longest known name.
    """

    known: Mapping[str, Known]
    adjectives: Mapping[str, str]
    demonyms: Mapping[str, str]
    first_names: Mapping[str, str]
    folded_first_names: Mapping[str, str]
    honorifics: frozenset[str]
    honorific_gender: Mapping[str, str]
    reigns: frozenset[str]
    country_by_key: Mapping[str, str]
    countries: frozenset[str]
    before: Mapping[str, NameType]
    head: Mapping[str, NameType]
    inside: Mapping[str, NameType]
    of_person: Mapping[str, str]
    particles: Mapping[str, str]
    joined: frozenset[str]
    function_words: Mapping[str, str]
    role_words: frozenset[str]
    not_names: frozenset[str]
    sport_words: frozenset[str]
    longest: int

    def known_as(self, written: str) -> Known | None:
        """Return what the gazetteer knows by a name, also when it is written in capitals; None if nothing."""
        found = self.known.get(written)
        if found is None and len(written) > 3 and written.isupper():
            found = self.known.get(written.title())
        return found

    def country_of(self, key: str | None) -> str | None:
        """Return the country a key of a place, seat or body belongs to; the key itself when unknown."""
        return None if key is None else self.country_by_key.get(key, key)


@cache
def name_tables(pack: Pack) -> NameTables:
    """Return the lookups of a pack, built once per process."""
    adjectives = _adjectives(pack)
    heads: dict[str, dict[str, NameType]] = {"before": {}, "head": {}, "inside": {}}
    for row in pack.lexicon("name_heads"):
        heads[row["place"]][row["word"]] = name_type(row["type"])
    known = _known(pack)
    particles = pack.lexicon("particles")
    role_words = {word for row in pack.lexicon("roles") for word in _alone(row)}
    return NameTables(
        known=known,
        adjectives=adjectives,
        demonyms=_with_bare_capitals({form[0].upper() + form[1:]: key for form, key in adjectives.items()}),
        first_names=_with_bare_capitals({row["name"]: row["gender"] for row in pack.lexicon("first_names")}),
        folded_first_names={folded_name(row["name"]): row["gender"] for row in pack.lexicon("first_names")},
        honorifics=frozenset(row["form"] for row in pack.lexicon("honorifics")),
        honorific_gender={row["form"]: row["gender"] for row in pack.lexicon("honorifics")},
        reigns=frozenset(_titles(pack)),
        country_by_key={k.key: k.within[-1] for k in known.values() if k.within},
        countries=frozenset(row["key"] for row in pack.lexicon("countries")),
        before=heads["before"],
        head=heads["head"],
        inside=heads["inside"],
        of_person={row["word"]: row["sense"] for row in pack.lexicon("belongings")},
        particles={row["particle"]: row["kind"] for row in particles if row["kind"] != "joined"},
        joined=frozenset(row["particle"] for row in particles if row["kind"] == "joined"),
        function_words={row["word"]: row["kind"] for row in pack.lexicon("function_words")},
        role_words=frozenset(role_words),
        not_names=frozenset(row["word"] for row in pack.lexicon("not_names")),
        sport_words=frozenset(row["word"] for row in pack.lexicon("sport_words")),
        longest=max(len(name.split(" ")) for name in known),
    )


def _titles(pack: Pack) -> Iterator[str]:
    """Yield the words for the offices that reigns.tsv names."""
    offices = {row["office"] for row in pack.lexicon("reigns")}
    for row in pack.lexicon("roles"):
        if row["office"] in offices:
            yield from (form for form in (row["phrase"], row["feminine"]) if form)


def _with_bare_capitals(table: dict[str, T]) -> dict[str, T]:
    """Return a table by name with names whose capitals bear no accent; those that stand there win."""
    return {bare_capitals(name): value for name, value in table.items()} | table


def _alone(row: Mapping[str, str]) -> list[str]:
    return [phrase for phrase in (row["phrase"], row["feminine"]) if phrase and " " not in phrase]


def name_type(word: str) -> NameType:
    """Return the type that a lexicon states; a seat of power is a body."""
    types: dict[str, NameType] = {
        "PER": "PER",
        "LOC": "LOC",
        "ORG": "ORG",
        "EVT": "EVT",
        "MISC": "MISC",
        "seat": "ORG",
    }
    return types[word]


def _adjectives(pack: Pack) -> dict[str, str]:
    forms: dict[str, str] = {}
    for row in pack.lexicon("countries"):
        stated = [form for form in row["adjective"].split("|") if form]
        if len(stated) == 1:
            stated = list(pack.functions.adjective_forms(stated[0]))
        for form in stated:
            forms.setdefault(form, row["key"])
    return forms


def _known(pack: Pack) -> dict[str, Known]:
    """Return all known names; what is listed by hand overrides the gazetteer."""
    known: dict[str, Known] = {}
    for name, city in cities().items():
        if len(name) > 2:
            known[name] = Known("LOC", city.key, (city.country,), sure=city.population > _SURE_POPULATION)
    joining = frozenset(row["word"] for row in pack.lexicon("function_words") if row["kind"] == "conjunction")
    for row in pack.lexicon("regions"):
        country = (row["country"],) if row["country"] else ()
        for name in _ways(row["name"], joining=joining):
            known[name] = Known("LOC", city_key(row["name"]), country)
    capitals = {row["capital"]: row["key"] for row in pack.lexicon("countries") if row["capital"]}
    own = {row["name"]: row for row in pack.lexicon("cities")}
    for name in sorted(capitals.keys() | own.keys()):
        listed = own.get(name)
        key = city_key(listed["geonames"] if listed else name)
        known[name] = Known("LOC", key, (listed["country"] if listed else capitals[name],))
    for row in pack.lexicon("countries"):
        for alias in (row["name"], *row["aliases"].split("|")):
            for name in _ways(alias, joining=joining):
                known[name] = Known("LOC", row["key"], ())
    for row in pack.lexicon("institutions"):
        within = tuple(place for place in (row["city"], row["of"]) if place)
        known[row["name"]] = Known(name_type(row["type"]), row["key"], within, seat=row["type"] == "seat")
    return _with_bare_capitals(known)


def _ways(name: str, *, joining: frozenset[str]) -> Iterator[str]:
    """Yield the ways a land is written: some papers leave out its hyphens ("Nouvelle Veldonie").

    joining: conjunctions; where one stands between hyphens, two names may be meant without them.
    """
    if name:
        yield name
        if joining.isdisjoint(parts := name.split("-")):
            yield " ".join(parts)


def place_key(name: str) -> str:
    """Return the key of a thing that no gazetteer knows: its folded name.

    >>> place_key("Noyal-sur-Vilaine")
    'noyal-sur-vilaine'
    """
    return folded_name(name).replace(" ", "-")
