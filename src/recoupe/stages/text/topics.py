"""What a stretch of text is about: the stems of its content words and the keys of its names.

The keys let "la situation en Syrie", "le dossier syrien" and "la Syrie" be seen as one topic: a place
counts by its gazetteer key whether the text names it or uses the adjective, words such as "situation"
and "dossier" count for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import takewhile

from recoupe.packs import Pack
from recoupe.packs.places import cities
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.text.folded import bare_word

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Lexis:
    """An article's words with its names and its language: what content keys are read from."""

    text: str
    mentions: tuple[Mention, ...]
    entities: tuple[DocumentEntity, ...]
    pack: Pack

    @cached_property
    def names(self) -> tuple[tuple[Span, str], ...]:
        """Each name with its key, in text order: of places the gazetteer key, of people the last name."""
        keys = {e.id: e.key for e in self.entities if e.key is not None}
        named = []
        for mention in self.mentions:
            if mention.form != "name":
                continue
            capital = _capitals(self.pack).get(bare_word(mention.normal)) if mention.type == "LOC" else None
            key = capital or keys.get(mention.entity_id or "") or _name_key(mention)
            named.append((mention.span, key))
        return tuple(sorted(named))

    @cached_property
    def inner_names(self) -> Mapping[Span, tuple[Span, str]]:
        """The name in each place name that begins with a common noun, with its key ("Gao", "port de Gao")."""
        known = {span.of(self.text): key for span, key in self.names}
        found = {}
        for mention in self.mentions:
            head = _common_noun(mention.span.of(self.text)) if mention.type == "LOC" else ""
            if head and len(head) < len(mention.span):
                inner = Span(mention.span.start + len(head), mention.span.end)
                name = inner.of(self.text)
                city = cities().get(name)
                key = _capitals(self.pack).get(bare_word(name)) or known.get(name) or (city and city.key)
                found[mention.span] = inner, key or " ".join(_WORD.findall(bare_word(name)))
        return found

    @cached_property
    def vote_units(self) -> frozenset[str]:
        """The nouns that are counted in a vote."""
        return frozenset(row["word"] for row in self.pack.lexicon("vote_words"))


def content_keys(lexis: Lexis, span: Span) -> tuple[str, ...]:
    """Return the keys of what `span` is about, sorted; empty when it holds no content word.

    Numbers and names stay whole, other words are stemmed, accents folded. The common noun that a name begins
    with counts, too: "the strait" is what "the strait of Vellan" is called the second time.
    """
    keys: set[str] = set()
    at = span.start
    for name, key in lexis.names:
        if not span.holds(name):
            continue
        keys.update(_word_keys(lexis.text[at : max(at, name.start)], lexis.pack))
        keys.add(key)
        keys.update(_word_keys(_common_noun(name.of(lexis.text)), lexis.pack))
        at = max(at, name.end)
    keys.update(_word_keys(lexis.text[at : span.end], lexis.pack))
    return tuple(sorted(keys))


def _common_noun(name: str) -> str:
    """Return what stands in a name before its first capital: "détroit de", of "détroit de Vellan"."""
    return "".join(takewhile(lambda char: not char.isupper(), name))


def _name_key(mention: Mention) -> str:
    words = _WORD.findall(bare_word(mention.normal))
    if not words:
        return bare_word(mention.normal)
    return words[-1] if mention.type == "PER" else " ".join(words)


def _word_keys(text: str, pack: Pack) -> set[str]:
    keys: set[str] = set()
    places = _adjectives(pack)
    empty = _empty_words(pack)
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        plain = bare_word(word)
        key = places.get(plain) or places.get(bare_word(pack.functions.stem(word))) if len(word) > 3 else None
        key = key or _against(plain, places, pack)
        if key is not None:
            keys.add(key)
        elif word[0].isdigit():
            keys.add(word)
        elif len(word) > 1 and plain not in empty:
            keys.add(bare_word(pack.functions.stem(word)))
    return keys


def _against(plain: str, places: dict[str, str], pack: Pack) -> str | None:
    """The country inside a word such as "antirusse"; None when there is none."""
    for row in pack.lexicon("place_prefixes"):
        if row["key"] == "" and plain.startswith(row["prefix"]):
            return places.get(bare_word(pack.functions.stem(plain.removeprefix(row["prefix"]))))
    return None


@cache
def _empty_words(pack: Pack) -> frozenset[str]:
    """Words that say nothing about the subject, accents folded."""
    rows = (*pack.lexicon("stop_words"), *pack.lexicon("topic_stop_words"))
    return frozenset(bare_word(part) for row in rows for part in _WORD.findall(row["word"]))


@cache
def _adjectives(pack: Pack) -> dict[str, str]:
    """Country keys by the stems of adjectives and inhabitants and by capitals, accents folded."""
    stem = pack.functions.stem
    places: dict[str, str] = {}
    for row in pack.lexicon("countries"):
        for form in filter(None, row["adjective"].split("|")):
            places.setdefault(bare_word(stem(form.casefold())), row["key"])
    for row in pack.lexicon("place_prefixes"):
        places.setdefault(bare_word(row["prefix"]), row["key"])
    return places


@cache
def _capitals(pack: Pack) -> dict[str, str]:
    """Country keys by the names of capitals, which stand for their countries."""
    rows = pack.lexicon("countries")
    return {bare_word(row["capital"]): row["key"] for row in rows if row["capital"]}
