"""Profiles: what a document is about, in numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.documents import ARTICLE_TEXT, Document
from recoupe.records.findings import DocumentEntity, Encounter, Reading
from recoupe.records.ids import make_id
from recoupe.records.relations import Profile
from recoupe.records.spans import Span
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.text.folded import bare
from recoupe.stages.text.name_forms import folded_name, name_words, sound_key
from recoupe.stages.text.words import word_classes, words_in
from recoupe.stages.values.days import published_days

MAX_TERMS = 160
"""Terms and names a profile keeps, heaviest first: a profile of any article takes at most about 8 kB."""

_LEAD_WORDS = 60


def _profiles_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Document | Reading)
    return (record.id if isinstance(record, Document) else record.document_id,)


def _run_profiles(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    documents = [record for record in members if isinstance(record, Document)]
    readings = [record for record in members if isinstance(record, Reading)]
    if documents and readings:
        pack = resources.packs.get(documents[0].language.split("-")[0])
        yield profile_of(documents[0], readings[0], pack=pack)


PROFILES = Stage("profiles", (Document, Reading), (Profile,), "1", _profiles_units, _run_profiles)


def profile_of(document: Document, reading: Reading, *, pack: Pack | None) -> Profile:
    """Return what a document is about. Without a pack its words count as they are, none as small words."""
    blocks = [block.span for block in document.blocks if block.kind in ARTICLE_TEXT]
    lead_end = _lead_end(document)
    counts, in_lead, n_words = _stems(document, blocks, lead_end=lead_end, pack=pack)
    terms = {stem: 1 + math.log(n) for stem, n in counts.items()}
    heaviest = sorted(terms, key=lambda stem: (-terms[stem], stem))[:MAX_TERMS]
    names = _names(reading, lead_end=lead_end)
    top_names = sorted(names, key=lambda key: (-names[key], key))
    days = published_days(document.published.value if document.published else None)
    earliest = datetime.combine(days.first, time(), UTC) if days else None
    latest = datetime.combine(days.last, time(), UTC) + timedelta(days=1) if days else None
    lead_terms = tuple(sorted(in_lead))
    return Profile(
        make_id("prof", document.id),
        document.id,
        document.language,
        document.published.value if document.published else None,
        earliest,
        latest,
        tuple((stem, round(terms[stem], 3)) for stem in sorted(heaviest)),
        lead_terms,
        tuple((key, names[key]) for key in sorted(top_names[:MAX_TERMS])),
        tuple(sorted({place_key(entity) for entity in reading.entities if entity.type == "LOC"})),
        _days(reading),
        tuple(sorted({_encounter_key(encounter, reading) for encounter in reading.encounters})),
        n_words,
    )


def _lead_end(document: Document) -> int:
    """Return where the title and the first paragraph end; a very long first paragraph is cut."""
    end = 0
    for block in document.blocks:
        if block.kind in ARTICLE_TEXT:
            end = block.span.end
            if block.kind not in ("title", "heading"):
                return min(end, block.span.start + 8 * _LEAD_WORDS)
    return end


def _stems(
    document: Document, blocks: list[Span], *, lead_end: int, pack: Pack | None
) -> tuple[Counter[str], set[str], int]:
    """Return how often each stem stands in the article, the stems of the lead, and the number of words."""
    small = word_classes(pack) if pack else {}
    bare_text = bare(document.text)
    counts: Counter[str] = Counter()
    in_lead: set[str] = set()
    n_words = 0
    for block in blocks:
        for word, start, _ in words_in(bare_text, block):
            n_words += 1
            if len(word) < 2 or word in small or word[0].isdigit():
                continue
            stem = _stem(word, pack) if pack else word
            counts[stem] += 1
            if start < lead_end:
                in_lead.add(stem)
    return counts, in_lead, n_words


@lru_cache(maxsize=65536)
def _stem(word: str, pack: Pack) -> str:
    stemmed: str = pack.functions.stem(word)
    return stemmed


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


def place_key(entity: DocumentEntity) -> str:
    """Return the gazetteer key of a place, else its folded name."""
    return entity.key or folded_name(entity.name).replace(" ", "")


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


def _encounter_key(encounter: Encounter, reading: Reading) -> str:
    keys = {entity.id: name_key(entity) for entity in reading.entities}
    who = {keys.get(p.entity_id or "", "") or folded_name(p.name) for p in encounter.participants}
    return f"{encounter.kind}:{'+'.join(sorted(who - {''}))}:{encounter.status}"
