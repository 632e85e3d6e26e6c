"""Which thing a figure counts: the noun, what happened to those counted, and when and where they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache, cached_property
from itertools import combinations
from typing import Literal

from recoupe.packs import Pack
from recoupe.packs.places import cities, is_country
from recoupe.records.accounts import Setting
from recoupe.records.documents import Document
from recoupe.records.findings import DocumentEntity, Quantity, Reading
from recoupe.records.spans import Span
from recoupe.stages.accounts.ages import aged_noun, aged_person, is_age
from recoupe.stages.accounts.counted_nouns import growing_counts, kinds, noun_key, people
from recoupe.stages.accounts.happened import CLAUSE_END, WORD, fates, happened_to, is_open, object_of, role
from recoupe.stages.accounts.ranks import ranks_at
from recoupe.stages.read.amounts import by_form
from recoupe.stages.text.folded import bare, bare_word, folded
from recoupe.stages.values.days import instant_of

LONG_BEFORE = timedelta(days=9)
"""A time this long before an article is not that of its event: news reports speak of the day before, of the
weekend and of "since Monday" all the time, of last month to compare."""

OPENING_SENTENCES = 3
"""Title and lead: what most stories are about stands there."""

TOWN_HOLDS = 3
"""Sentences behind one that names a town which speak of that town, unless they name another."""

_OPENING, _ASIDE_CHARS = 3, 30
"""Characters before what still opens a sentence; those behind a time, from which on a figure is another's."""

_NO_MEASURES = frozenset({"point", "×"})
"""Units that say nothing without what they are of."""

Stance = Literal["asked", "offered", "bound", ""]
STANCES: tuple[Stance, ...] = ("asked", "offered", "bound")
"""What a figure may be instead of so; see `Setting.stance`."""

ONE = "one"
"""The producer of a count of one person told of, who need not be the only one."""


class Settings:
    """The settings of one article's figures."""

    def __init__(self, document: Document, reading: Reading, pack: Pack) -> None:
        self.document = document
        self.reading = reading
        self.pack = pack
        self.text = document.text
        self.plain = folded(document.text)

    def of(self, quantity: Quantity) -> Setting:
        """Return the setting of a figure."""
        number, sentence = self._sentence(quantity.span)
        nouns = self._nouns(quantity) or self._aged(quantity, sentence)
        noun = nouns[0] if nouns else ""
        is_people = people(self.pack).get(noun)
        happened = self._happened(quantity, sentence)
        long_ago, is_total = self._time(quantity, sentence)
        # "Abadie, 71 ans, maire de 2001 à 2020", is 71 now.
        if is_age(quantity) and not role(self.pack, "age then").search(
            self.plain, sentence.start, sentence.end
        ):
            long_ago = None
        unit = quantity.value.unit
        growing = growing_counts(self.pack)
        fate = fates(self.pack).get(happened or "", "no")
        # Sheep that were killed are counted once; the dead of a disaster are counted anew.
        is_beast = fate != "no" and bool(noun) and is_people is None and unit != happened
        moving = {"" if is_beast else happened or "", noun, unit} & growing.keys()
        opens = number < OPENING_SENTENCES
        located = self._located(sentence)
        return Setting(
            noun,
            nouns,
            kinds(self.pack).get(noun, ()),
            is_people is not None,
            bool(is_people) or not noun,
            happened,
            bool(moving),
            any(growing[what] for what in moving),
            tuple(sorted(set(self._stems(sentence)) - set(nouns))),
            self._person(quantity, sentence),
            long_ago,
            is_total,
            self._area(sentence),
            self._places(sentence),
            self._home,
            opens,
            self._is_apart(quantity, sentence, happened),
            len(self._values.get((happened or noun or unit, _authority(quantity)), ())) < 2,
            _stand(self.pack, "first").search(self._bare(sentence)) is not None,
            _is_given(self.pack, self.text[sentence.start : quantity.span.start]),
            self._towns(number),
            _thing(noun or self._measure(quantity), happened, people is not None) in self._counted_by_town,
            _stand(self.pack, "later").search(self._bare(sentence)) is not None,
            self._parts.get(quantity.id, ()),
            fate,
            quantity.producer == ONE
            and not (fate == "all" and opens and not self._are_more(happened, sentence)),
            stance=self._stance(quantity, sentence, happened),
            lands=_lands(located),
            is_land=bool(located) and all(place.key and is_country(place.key) for place in located),
            ranks=ranks_at(self.pack, self.text, self.reading.sentences, number),
        )

    def _is_apart(self, quantity: Quantity, sentence: Span, happened: str | None) -> bool:
        """Tell whether a number is some of others, on top of them, of what followed, or of a poll."""
        if quantity.value.unit == "%":
            return False
        end = quantity.span.end
        before = sentence.start, quantity.span.start
        if any(role(self.pack, name).search(self.plain, *before) for name in ("sequel", "sample")):
            return True
        if not happened and role(self.pack, "further").search(self.plain[end : sentence.end]):
            return True
        if not _is_part(self.pack, self.text[end : sentence.end], happened):
            return False
        # "Tuant 68 des 72 personnes à bord" counts all the dead.
        killed = object_of(self.pack, self.plain, sentence, at=quantity.span.start)
        return killed is None or fates(self.pack).get(killed.key) != "all"

    def _stance(self, quantity: Quantity, sentence: Span, happened: str | None) -> Stance:
        """Return whether what a figure counts is asked for, offered, or a bound; "" for what is so.

        What happened to somebody is so, unless nothing stands between the asking and the figure by which it
        may be told beside it ("réclament justice après la mort de").
        """
        found: list[tuple[int, Stance]] = []
        behind = self.plain[quantity.span.end : sentence.end]
        for stance in STANCES:
            if happened is not None and stance != "asked":
                continue
            match = role(self.pack, stance).search(self.plain, sentence.start, quantity.span.start)
            if match is not None:
                aside = role(self.pack, "aside").search(self.plain, match.start(), quantity.span.start)
                if happened is None or aside is None:
                    found.append((match.start(), stance))
            elif role(self.pack, f"{stance}, behind").search(behind):
                found.append((sentence.start, stance))
        return max(found)[1] if found else ""

    def is_measure(self, quantity: Quantity) -> bool:
        """Tell whether a figure is a measure, of which no word need say what it is of: "5,85 mètres"."""
        return quantity.value.unit in _measures(self.pack)

    def _measure(self, quantity: Quantity) -> str:
        return quantity.value.unit if self.is_measure(quantity) else ""

    def is_supposed(self, quantity: Quantity) -> bool:
        """Tell whether nobody and nothing is only supposed: "if nobody were hurt"."""
        start = self._sentence(quantity.span)[1].start
        before = role(self.pack, "supposed").search(self.plain, start, quantity.span.start)
        return quantity.value.high == 0 and before is not None

    def is_listed(self, quantity: Quantity) -> bool:
        """Tell whether a figure counts what a title offers to read: "cinq choses à savoir"."""
        number, sentence = self._sentence(quantity.span)
        if number > 0:
            return False
        found = role(self.pack, "list").finditer(self.plain, sentence.start, sentence.end)
        return any(Span(*match.span()).meets(quantity.span) for match in found)

    def is_base(self, quantity: Quantity) -> bool:
        """Tell whether a figure is what a rate is of: "312 cas pour 100.000 habitants"."""
        start = self._sentence(quantity.span)[1].start
        return role(self.pack, "rate for").search(self.plain, start, quantity.span.start) is not None

    @cached_property
    def _values(self) -> dict[tuple[str, str], set[tuple[float | None, float | None]]]:
        """The different values that one authority gives of what happened, of a noun, or of a bare unit."""
        values: dict[tuple[str, str], set[tuple[float | None, float | None]]] = {}
        for quantity in self.reading.quantities:
            nouns = self._nouns(quantity)
            happened = self._happened(quantity, self._sentence(quantity.span)[1])
            thing = happened or (nouns[0] if nouns else quantity.value.unit)
            key = (thing, _authority(quantity))
            values.setdefault(key, set()).add((quantity.value.low, quantity.value.high))
        return values

    def _are_more(self, happened: str | None, sentence: Span) -> bool:
        """Tell whether a sentence counts two or more to whom the same happened: one in it is some of them."""
        return any(
            (q.value.low or 0.0) > 1 and self._happened(q, sentence) == happened
            for q in self.reading.quantities
            if sentence.holds(q.span) and not is_age(q)
        )

    def _sentence(self, span: Span) -> tuple[int, Span]:
        for i, sentence in enumerate(self.reading.sentences):
            if sentence.start <= span.start < sentence.end:
                return i, sentence
        return len(self.reading.sentences), span

    def _stems(self, span: Span) -> Iterator[str]:
        for match in WORD.finditer(self.text, span.start, span.end):
            if bare_word(match[0]) not in _small(self.pack):
                yield noun_key(self.pack, match[0])

    def _nouns(self, quantity: Quantity) -> tuple[str, ...]:
        """Return the stems of the words that say what is counted, the noun first."""
        among = role(self.pack, "among").pattern.match(self.plain, _end(quantity))
        found = WORD.findall(among["of"] if among else quantity.value.of or "")
        # "Un seul surveillant" counts those who watch.
        no_nouns = _small(self.pack) | by_form(self.pack, "alone").keys()
        own = tuple(noun_key(self.pack, word) for word in found if bare_word(word) not in no_nouns)
        return own or self._nouns_of_others(quantity)

    def _nouns_of_others(self, quantity: Quantity) -> tuple[str, ...]:
        """Return the noun for the people counted right before others, or before some of them.

        "Un élève est mort, vingt autres …"; "une cinquantaine d'enfants … Trente d'entre eux".
        """
        number, sentence = self._sentence(quantity.span)
        start = sentence.start
        others = self.pack.compiled(r"(?i)\s*(?:{others_than_those})")
        if others.match(self.text[quantity.span.end : sentence.end]) is None:
            some = self.pack.compiled(r"(?i)[\w-]+ (?:{some_of_them})")
            if some.match(self.text, quantity.span.start) is None:
                return ()
            start = self.reading.sentences[max(0, number - 1)].start
        at = quantity.span.start
        counted = [
            (q.span.start, self._nouns(q))
            for q in self.reading.quantities
            if start <= q.span.start < at and not is_age(q)
        ]
        ones = role(self.pack, "one").finditer(self.plain, sentence.start, at)
        counted += [(one.start(), (noun_key(self.pack, one["noun"]),)) for one in ones]
        _, nouns = max(counted, default=(at, ()))
        return nouns if nouns and nouns[0] in people(self.pack) else ()

    def _aged(self, quantity: Quantity, sentence: Span) -> tuple[str, ...]:
        """Return the stem of the noun whose age is told; empty for any other figure."""
        noun = aged_noun(self.pack, self.text, self.plain, quantity, sentence) if is_age(quantity) else None
        return () if noun is None else (noun_key(self.pack, noun),)

    def _happened(self, quantity: Quantity, sentence: Span) -> str | None:
        """Return what happened to those counted; the unit where no words of the sentence say more."""
        if is_open(self.pack, self.plain, _end(quantity)):
            return None
        unit = quantity.value.unit if quantity.value.unit in fates(self.pack) else None
        if quantity.of_span is None and unit is not None:
            return unit
        told = happened_to(self.pack, self.plain, sentence, number=quantity.span, named=quantity.of_span)
        return told or unit

    @cached_property
    def _published(self) -> datetime | None:
        return instant_of(self.document)

    def _time(self, quantity: Quantity, sentence: Span) -> tuple[str | None, bool]:
        """Return the time well before the article that a figure is of, and whether it counts since then.

        Nobody is counted anew for being held "since April", nor what stands far behind it. "60 cases, against
        41 in 2025", "three points less than in 2025": a time behind what is told to compare is of that. "Un
        barrage de 42 mètres, achevé en 2009": nor is one of when something was made.
        """
        long_ago, is_total = None, bool(_total_phrase(self.pack).search(self._bare(sentence)))
        than = self.pack.compiled(r"(?i)(?<!\w)(?:{than_then}|{made_in})$")
        held = self.pack.compiled(r"(?i)(?<!\w)(?:{held_since})$")
        compared = [c for c in self._compared if sentence.holds(c) and not c.holds(quantity.span)]
        for time in self.reading.times:
            if not sentence.holds(time.span) or any(c.holds(time.span) for c in compared):
                continue
            if than.search(self.text, sentence.start, time.span.start):
                continue
            since = _since(self.pack).search(self._bare(Span(sentence.start, time.span.start)))
            if since is not None and (
                held.search(self.text[sentence.start : sentence.start + since.start()])
                or (since.start() > _OPENING and quantity.span.start - time.span.end > _ASIDE_CHARS)
            ):
                continue
            if time.type == "duration":
                is_total = is_total or since is not None
                continue
            when = time.when
            if self._published is None or when is None or when.earliest is None or when.latest is None:
                continue
            before = self._published - LONG_BEFORE
            if since is not None:
                is_total = is_total or when.earliest < before
            elif when.latest < before and long_ago is None:
                long_ago = when.edtf
        return long_ago, is_total

    @cached_property
    def _parts(self) -> dict[str, tuple[float, ...]]:
        """The numbers that are told as some of a figure: "twenty arrests, eleven of them in the stadium"."""
        parts: dict[str, list[float]] = {}
        for quantity in self.reading.quantities:
            if quantity.part_of is not None and quantity.value.low is not None:
                parts.setdefault(quantity.part_of, []).append(quantity.value.low)
        return {whole: tuple(sorted(found)) for whole, found in parts.items()}

    @cached_property
    def _compared(self) -> tuple[Span, ...]:
        """The figures that are told to compare, each with the rest of its clause."""
        against = self.pack.compiled(r"(?i)(?<!\w)(?:{set_against}) $")
        found = []
        for quantity in self.reading.quantities:
            start, sentence = quantity.span.start, self._sentence(quantity.span)[1]
            if against.search(self.text, max(sentence.start, start - 20), start):
                rest = CLAUSE_END.split(self.text[quantity.span.end : sentence.end], maxsplit=1)[0]
                found.append(Span(start, quantity.span.end + len(rest)))
        return tuple(found)

    def _bare(self, span: Span) -> str:
        return bare(span.of(self.text)).replace("’", "'")

    def _person(self, quantity: Quantity, sentence: Span) -> str | None:
        """Return the last name of the nearest named person of the sentence, one before the figure first.

        An age is that of the person right before it at most. A share may also be that of the party or company
        with which its sentence begins.
        """
        if is_age(quantity):
            return aged_person(self.pack, self.text, self.reading, quantity, self._sentence(quantity.span)[0])
        span = quantity.span
        named = [
            m
            for m in self.reading.mentions
            if m.type == "PER" and m.form == "name" and sentence.holds(m.span)
        ]
        before = [m for m in named if m.span.end <= span.start]
        nearest = before[-1] if before else next(iter(named), None)
        if nearest is None and quantity.value.unit == "%":
            return self._opening_body(sentence)
        return None if nearest is None else bare_word(nearest.normal.split()[-1])

    def _opening_body(self, sentence: Span) -> str | None:
        """Return the name of the organisation with which a sentence begins; None for none."""
        for mention in self.reading.mentions:
            before = self.text[sentence.start : mention.span.start]
            if mention.type == "ORG" and sentence.holds(mention.span) and len(before.split()) <= 1:
                return bare_word(mention.normal)
        return None

    def _area(self, sentence: Span) -> str | None:
        """Return a sentence's phrase for a whole country or region; None when it has none."""
        wide = _wide(self.pack).search(self._bare(sentence))
        return None if wide is None else wide[0]

    def _places(self, sentence: Span) -> tuple[str, ...]:
        """Return the places that a sentence names, but examples and where people are taken."""
        named = (m for m in self.reading.mentions if m.type == "LOC" and sentence.holds(m.span))
        elsewhere = [role(self.pack, name) for name in ("example", "taken there")]
        return tuple(
            sorted(
                {
                    bare_word(m.normal)
                    for m in named
                    if not any(rule.search(self.plain, sentence.start, m.span.start) for rule in elsewhere)
                }
            )
        )

    def _located(self, sentence: Span) -> list[DocumentEntity]:
        inside = (m for m in self.reading.mentions if m.type == "LOC" and sentence.holds(m.span))
        return [self._entities[m.entity_id] for m in inside if m.entity_id in self._entities]

    @cached_property
    def _entities(self) -> dict[str | None, DocumentEntity]:
        return {entity.id: entity for entity in self.reading.entities}

    @cached_property
    def _counted_by_town(self) -> frozenset[str]:
        """What the article gives different numbers of for different towns, as a round-up of a day does."""
        told: dict[str, set[tuple[tuple[str, ...], tuple[float | None, float | None]]]] = {}
        for quantity in self.reading.quantities:
            number, sentence = self._sentence(quantity.span)
            towns = self._towns(number)
            if towns:
                noun = next(iter(self._nouns(quantity)), self._measure(quantity))
                thing = _thing(noun, self._happened(quantity, sentence), noun in people(self.pack))
                told.setdefault(thing, set()).add((towns, (quantity.value.low, quantity.value.high)))
        return frozenset(thing for thing, told_of in told.items() if _are_of_two_towns(told_of))

    def _towns(self, number: int) -> tuple[str, ...]:
        """Return the cities that a sentence names; else those of the last sentence shortly before it."""
        for i in range(number, max(-1, number - TOWN_HOLDS - 1), -1):
            if i in self._towns_of:
                return self._towns_of[i]
        return ()

    @cached_property
    def _towns_of(self) -> dict[int, tuple[str, ...]]:
        """The cities that each sentence names, for those that name one."""
        found: dict[int, set[str]] = {}
        for mention in self.reading.mentions:
            city = cities().get(mention.normal) if mention.type == "LOC" else None
            if city is not None:
                found.setdefault(self._sentence(mention.span)[0], set()).add(city.key)
        return {i: tuple(sorted(towns)) for i, towns in found.items()}

    @cached_property
    def _home(self) -> tuple[str, ...]:
        opening = self.reading.sentences[:OPENING_SENTENCES]
        return tuple(sorted({place for sentence in opening for place in self._places(sentence)}))


def _lands(places: Iterable[DocumentEntity]) -> tuple[str, ...]:
    """Return the codes of the countries that some places are or lie in, sorted."""
    codes = {code for place in places for code in (place.key, *place.within) if code and is_country(code)}
    return tuple(sorted(codes))


def _thing(noun: str, happened: str | None, is_people: bool) -> str:
    """Return what is counted: what happened to those counted, people as such, or the noun."""
    return happened or ("" if is_people else noun)


def _are_of_two_towns(told: set[tuple[tuple[str, ...], tuple[float | None, float | None]]]) -> bool:
    return any(a[1] != b[1] and not set(a[0]) & set(b[0]) for a, b in combinations(told, 2))


def _end(quantity: Quantity) -> int:
    """Return where a number and the words for what it counts end."""
    return max(quantity.span.end, quantity.of_span.end if quantity.of_span else 0)


def _authority(quantity: Quantity) -> str:
    return quantity.authority[-1].name.casefold() if quantity.authority else ""


@cache
def _small(pack: Pack) -> frozenset[str]:
    return frozenset(bare_word(row["word"]) for row in pack.lexicon("stop_words"))


def _any_of(forms: list[str], before: str = "", after: str = r"(?!\w)") -> re.Pattern[str]:
    longest = sorted({bare(form).replace("’", "'") for form in forms}, key=lambda form: (-len(form), form))
    return re.compile(f"{before}(?<!\\w)(?:{'|'.join(map(re.escape, longest))}){after}")


@cache
def _wide(pack: Pack) -> re.Pattern[str]:
    return _any_of([form for row in pack.lexicon("wide_places") for form in row["forms"].split("|")])


@cache
def _stand(pack: Pack, says: str) -> re.Pattern[str]:
    """Return what calls a figure a "first" one, or a "later" one that takes the place of an earlier one."""
    rows = [row for row in pack.lexicon("provisional_words") if row["says"] == says]
    return _any_of([form for row in rows for form in row["forms"].split("|")])


@cache
def _since(pack: Pack) -> re.Pattern[str]:
    rows = [row for row in pack.lexicon("since_words") if row["before"] == "yes"]
    return _any_of([form for row in rows for form in row["forms"].split("|")], after=r" ?$")


@cache
def _total_phrase(pack: Pack) -> re.Pattern[str]:
    rows = [row for row in pack.lexicon("since_words") if row["before"] == "no"]
    return _any_of([form for row in rows for form in row["forms"].split("|")])


def _is_part(pack: Pack, behind: str, happened: str | None) -> bool:
    """Tell whether a number is some of those named right behind, or of others than those told of before.

    "Deux des trois tableaux"; "deux nouveaux suspects"; "six autres associations". "Six autres blessés" may
    be all who were hurt: those before are dead.
    """
    some = "{part_of_those}|{newly_counted}" + ("" if happened else "|{others_than_those}")
    return pack.compiled(rf"(?i)\s*(?:{some})").match(behind) is not None


@cache
def _measures(pack: Pack) -> frozenset[str]:
    return frozenset(row["symbol"] for row in pack.lexicon("units")) - _NO_MEASURES


def _is_given(pack: Pack, before: str) -> bool:
    """Tell whether a number stands behind a determiner of what is known already ("les deux voisins")."""
    return pack.compiled(r"(?i)(?<!\w)(?:{of_the_known})\s+$").search(before[-12:]) is not None
