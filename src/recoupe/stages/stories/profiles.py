"""Profiles: what a document is about, in numbers."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

import xxhash

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.documents import ARTICLE_TEXT, Document
from recoupe.records.findings import DocumentEntity, Encounter, Reading
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.records.stories import ProfileColumns
from recoupe.records.values import WEEKDAY
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.stories.columns import Profile, columns_of
from recoupe.stages.stories.titles import BREAK, is_day_page, match_of
from recoupe.stages.text.event_words import events_told
from recoupe.stages.text.folded import bare
from recoupe.stages.text.name_forms import folded_name, name_words, sound_key
from recoupe.stages.text.words import word_classes, words_in
from recoupe.stages.values.days import published_days

MAX_TERMS = 160
"""Terms and names a profile keeps, heaviest first: a profile of any article takes at most about 8 kB."""

_LEAD_WORDS = 100
_TITLE_COUNTS = 3
# Of 76,176 items of headlines-fr .98 have fewer words below the title. A short article has more: at 100 words
# those of the invented stories of eval/benches/accounts were weighed by title and lead and fell apart.
_NOTICE_WORDS = 60
_OPENING_WORDS = 4
_FIGURE = re.compile(r"\d+")
_WHOLE_FIGURE = re.compile(r"\d+(?:[\s'’.]\d{3}(?!\d)|[.,]\d+)*")
_NO_DIGIT = re.compile(r"\D")
_HOST = re.compile(r"[a-z]+://(?:www\.)?([^/?#\s]{1,253})", re.IGNORECASE)


def _profiles_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Document | Reading)
    return (record.id if isinstance(record, Document) else record.document_id,)


def _run_profiles(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    documents = [record for record in members if isinstance(record, Document)]
    readings = [record for record in members if isinstance(record, Reading)]
    if documents and readings:
        pack = resources.packs.get(documents[0].language.split("-")[0])
        yield columns_of(profile_of(documents[0], readings[0], pack=pack))


PROFILES = Stage("profiles", (Document, Reading), (ProfileColumns,), "11", _profiles_units, _run_profiles)


def profile_of(document: Document, reading: Reading, *, pack: Pack | None) -> Profile:
    """Return what a document is about. Without a pack its words count as they are, none as small words."""
    blocks = [block.span for block in document.blocks if block.kind in ARTICLE_TEXT]
    title = document.title.value if document.title else ""
    told = list(zip(blocks, _words(document.text, blocks, pack=pack), strict=True))
    said = [word for _, words in told for word in words]
    body = [word for span, words in told if span.of(document.text) != title for word in words]
    lead = body[:_LEAD_WORDS]
    (in_title,) = _words(title, [Span(0, len(title))], pack=pack)
    address = words_of_address(document.url)
    (in_address,) = _words(address, [Span(0, len(address))], pack=pack)
    lead_end = lead[-1].end if lead else 0
    names = _names(reading, lead_end=lead_end)
    top_names = sorted(names, key=lambda key: (-names[key], key))
    days = published_days(document.published.value if document.published else None)
    earliest = datetime.combine(days.first, time(), UTC) if days else None
    latest = datetime.combine(days.last, time(), UTC) + timedelta(days=1) if days else None
    outlet = folded_name(document.outlet.value) if document.outlet else ""
    is_notice = len(body) <= _NOTICE_WORDS and bool(outlet)
    return Profile(
        make_id("prof", document.id),
        document.id,
        earliest,
        latest,
        term_weights(_stems(in_title), _stems(lead + in_address)) if is_notice else _heaviest(_stems(said)),
        tuple((key, names[key]) for key in sorted(top_names[:MAX_TERMS])),
        _days(reading),
        tuple(sorted({_encounter_key(encounter, reading) for encounter in reading.encounters})),
        len(said),
        tuple(sorted(set(_stems(in_title)))),
        tuple(sorted({word.name for word in in_title if word.name})),
        tuple(sorted({word.name for word in lead if word.name})),
        outlet if is_notice else None,
        _opening(title),
        f"{xxhash.xxh3_64_intdigest(folded_name(title).encode()):016x}",
        outlet or _host(document.url) or document.id,
        _told(reading),
        tuple(sorted(events_told(pack, title))) if pack else (),
        _figures(title, published=earliest),
        match_of(title, pack),
        is_day_page(title, pack),
    )


def _host(url: str | None) -> str:
    found = _HOST.match(url or "")
    return found[1].casefold() if found else ""


def words_of_address(url: str | None) -> str:
    """Return the words that an address writes with hyphens, as most outlets do below a title; "" for none.

    An address often keeps the words of an earlier title.
    """
    parts = (url or "").partition("?")[0].partition("#")[0].split("/")[3:]
    named = max(parts, key=lambda part: part.count("-"), default="")
    words = named.partition(".")[0].replace("_", "-").split("-")
    return " ".join(word for word in words if word.isalpha() and word.islower()) if len(words) > 2 else ""


def _opening(title: str) -> str:
    """Return what a title begins with: all before a colon or dash when that is short, else two words.

    Whatever its figures: the news of 13h and of 19h are one programme.
    """
    before = BREAK.split(title, maxsplit=1)[0]
    words = _FIGURE.sub("0", folded_name(before if before != title else title)).split()
    return " ".join(words if before != title and len(words) <= _OPENING_WORDS else words[:2])


def _figures(title: str, *, published: datetime | None) -> tuple[str, ...]:
    """Return the figures of a title, without what parts their digits.

    But for the years around its publication: they tell no event from any other.
    """
    year = published.year if published else 0
    found = {_NO_DIGIT.sub("", match[0]) for match in _WHOLE_FIGURE.finditer(title)}
    return tuple(sorted(found - {str(year + n) for n in (-1, 0, 1)}))


def term_weights(in_title: Iterable[str], below: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """Return the stems of a title and of what stands below it with their weights, sorted.

    Long words say more than short ones: TF-IDF of letters, which weighs them so, does better by .02 of pairs
    F on three days of headlines (eval/benches/stories) than TF-IDF of words.
    """
    counts = Counter(below)
    counts.update({stem: _TITLE_COUNTS * n for stem, n in Counter(in_title).items()})
    return tuple(
        (stem, round((1 + math.log(counts[stem])) * math.sqrt(len(stem)), 3)) for stem in sorted(counts)
    )


def _heaviest(stems: Iterable[str]) -> tuple[tuple[str, float], ...]:
    terms = {stem: 1 + math.log(n) for stem, n in Counter(stems).items()}
    heaviest = sorted(terms, key=lambda stem: (-terms[stem], stem))[:MAX_TERMS]
    return tuple((stem, round(terms[stem], 3)) for stem in sorted(heaviest))


def _stems(words: Iterable[_Word]) -> list[str]:
    return [word.stem for word in words if word.stem]


class _Word(NamedTuple):
    """A word of the text. stem: "" for a small word or a number. name: how it sounds; "" if it is no name."""

    end: int
    stem: str
    name: str


def _words(text: str, spans: Iterable[Span], *, pack: Pack | None) -> list[list[_Word]]:
    """Return the words of each span; one with a capital that is no small word is part of a name."""
    small = word_classes(pack) if pack else {}
    stem = _stems_of(pack) if pack else str
    bare_text = bare(text)
    return [
        [
            _Word(end, "", "")
            if len(word) < 2 or word in small or word[0].isdigit()
            else _Word(end, stem(word), sound_key(word) if text[start].isupper() else "")
            for word, start, end in words_in(bare_text, span)
        ]
        for span in spans
    ]


@cache
def _stems_of(pack: Pack) -> Callable[[str], str]:
    # A pack is hashed once for all words.
    return lru_cache(maxsize=65_536)(pack.functions.stem)


def name_key(entity: DocumentEntity) -> str:
    """Return what a name is known by across spellings: a person by how the last name sounds, else all words.

    "" when no letter can be read.
    """
    words = name_words(entity.name)
    if not words:
        return ""
    if entity.type == "PER":
        return f"per:{sound_key(words[-1])}"
    return folded_name(entity.name).replace(" ", "")


def _names(reading: Reading, *, lead_end: int) -> Counter[str]:
    """Return how often each name stands in the article; names of the title and the lead count double."""
    mentions = {mention.id: mention for mention in reading.mentions}
    names: Counter[str] = Counter()
    for entity in reading.entities:
        key = name_key(entity)
        found = [mentions[i] for i in entity.mention_ids if i in mentions and mentions[i].form == "name"]
        if key and found:
            names[key] += len(found) + sum(mention.span.start < lead_end for mention in found)
    return names


def _days(reading: Reading) -> tuple[str, ...]:
    """Return the single days the article speaks of, as ISO dates."""
    days = set()
    for said in reading.times:
        when = said.when
        if when is None or when.earliest is None or when.latest is None:
            continue
        if when.latest - when.earliest <= timedelta(days=1):
            days.add(when.earliest.date().isoformat())
    return tuple(sorted(days))


def _told(reading: Reading) -> str:
    for said in sorted(reading.times, key=lambda said: said.span):
        when = said.when
        if when is None or said.type not in ("date", "time"):
            continue
        if when.edtf.startswith(WEEKDAY):
            return when.edtf[: len(WEEKDAY) + 1]
        # "For now" is the day of publication, whatever has happened.
        if when.earliest is None or when.latest is None or when.granularity == "unknown":
            continue
        if when.latest - when.earliest <= timedelta(days=1):
            return when.earliest.date().isoformat()
    return ""


def _encounter_key(encounter: Encounter, reading: Reading) -> str:
    keys = {entity.id: name_key(entity) for entity in reading.entities}
    who = {keys.get(p.entity_id or "", "") or folded_name(p.name) for p in encounter.participants}
    return f"{encounter.kind}:{'+'.join(sorted(who - {''}))}:{encounter.status}"
