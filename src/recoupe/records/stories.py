"""Which documents tell one event: how they are profiled, compared, grouped and listed."""

from __future__ import annotations

from datetime import datetime

import msgspec

from recoupe.records.ledger import Correction
from recoupe.records.values import Reason


class ProfileColumns(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What one document is about, without its words: hashes that those of a day are put side by side by.

    first, last: day numbers of publication; 0 when no date is known. n_words: of article text, which the
    share of a copied passage is measured against. features, weights: as DayProfiles, the features themselves,
    8 bytes each. notice_of: the outlet of a notice of a few lines, folded; None for a longer article or when
    it is unknown. opening: what its title begins with, folded. title_digest: of the whole title, folded, 16
    hex digits. voice: whose it is: the outlet, folded, else the host of its address, else its own id. told:
    the number of the first single day that the text speaks of, which is most often that of the event; less
    than 0 the day of the week, 0 for none.
    """

    id: str
    document_id: str
    first: int
    last: int
    n_words: int
    features: bytes
    weights: bytes
    notice_of: str | None
    opening: str
    title_digest: str
    voice: str
    told: int


class DayDocuments(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The documents first published on one day, as columns in the order of their ids.

    day: ISO date, or "undated" and a number of two hex digits for a part of those without a date.
    document_ids: sorted. first, last: day numbers of publication, 4 bytes each, little-endian; 0 when no
    date is known. n_words: words of article text, 4 bytes each. notices: as DayProfiles. voices: hash of
    the voice of each, 8 bytes.
    """

    id: str
    day: str
    document_ids: tuple[str, ...]
    first: bytes
    last: bytes
    n_words: bytes
    notices: bytes
    voices: bytes


class DayProfiles(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What the notices, or the whole articles, of one day are about: profiles as columns, without letters.

    day, document_ids, first, last: as DayDocuments. bounds: index of the first feature of each document
    and the number of all, 4 bytes each. known: all their different features, sorted, 8 bytes each: hashes
    whose four lowest bits say of what (0 a term, 1 a name, 2 a day, 3 an encounter, 4 a term of the title, 5
    a word of a name, 6 an event, 7 a figure, 8 the match of the title, 9 a page on many things). features:
    indexes of these, in order within a document, 4 bytes each. weights: of the terms, in thousandths, 4 bytes
    each; 1 for the others. notices: hash of the outlet of each notice, 8 bytes each; 0 for other
    documents. series: of a document of an outlet's series 4 bytes of a hash of its title, then 4 of the
    series'; 0 for none. voices: as DayDocuments. told: as ProfileColumns, 4 bytes each.
    """

    id: str
    day: str
    document_ids: tuple[str, ...]
    first: bytes
    last: bytes
    bounds: bytes
    known: bytes
    features: bytes
    weights: bytes
    notices: bytes
    series: bytes
    voices: bytes
    told: bytes


class DayLayers(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Which documents of one day are told from the others: those of a loud source, or of one that repeats.

    day: as DayDocuments. last: the number of the last day that one of them may have been published on; 0
    without a date. document_ids: sorted. layers: of each, a byte: it is told from those of its layer and all
    below; documents that no such record names are of layer 0.
    """

    id: str
    day: str
    last: int
    document_ids: tuple[str, ...]
    layers: bytes


class DayCopies(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The pairs of documents that have copied words in common, of which the later one is of one day.

    day: as Similar. document_ids: of all that occur, sorted. left, right: as Similar. share: of the shorter
    one that is copied, in millionths, 4 bytes each.
    """

    id: str
    day: str
    document_ids: tuple[str, ...]
    left: bytes
    right: bytes
    share: bytes


class Similar(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The pairs of documents that are alike or copied, of which the later one was first published on one day.

    day: as DayDocuments; "undated" for pairs without a date, "undated" and a number where one of two has a
    date. begin, end: numbers of the first and the last day on which a document of these may be kept, or one
    that it is linked with elsewhere; 0 where one is without a date.
    document_ids: of all that occur, sorted. layers: of each, as DayLayers. left, right: their indexes, 4
    bytes each; left has the smaller id. strength: how much speaks for one event, in millionths, 4 bytes each.
    percent: of the shorter one that is copied, a byte each. n_names, n_days, n_encounters: what the two have
    in common, a byte each. near: whether they were surely published within two days. whole: 1 when both are
    whole articles. names: what the words of names in title and lead, the titles and the days told say for or
    against, in millionths, 4 bytes each.
    """

    id: str
    day: str
    begin: int
    end: int
    document_ids: tuple[str, ...]
    layers: bytes
    left: bytes
    right: bytes
    strength: bytes
    percent: bytes
    n_names: bytes
    n_days: bytes
    n_encounters: bytes
    near: bytes
    whole: bytes
    names: bytes


class SimilarNotes(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What was found of the documents of one day, for the next time that they are compared.

    day: as Similar. rows: of each document that was compared a hash of all that its pairs are told from, 8
    bytes each. left, right: of the pairs that are alike, without what is copied, the indexes of both, the
    lower one first, 4 bytes each. strength, n_names, n_days, n_encounters, near, names: of each, as Similar.
    """

    id: str
    day: str
    rows: bytes
    left: bytes
    right: bytes
    strength: bytes
    n_names: bytes
    n_days: bytes
    n_encounters: bytes
    near: bytes
    names: bytes


class Linked(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """How likely the pairs of some weeks tell one event, as told from all that their documents are like.

    part: which weeks: a number, or "undated" for pairs without a date. document_ids: of all that occur, about
    in order of their days. left, right: indexes, 4 bytes each. strength: as Similar, of those raised that
    stand out. chance: in hundredths, a byte each. whole: as Similar.
    """

    id: str
    part: str
    document_ids: tuple[str, ...]
    left: bytes
    right: bytes
    strength: bytes
    chance: bytes
    whole: bytes


class LinkedReasons(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What the pairs of some weeks have in common, which only a reader asks for: not what groups them.

    part: as Linked. percent, n_names, n_days, n_encounters: as Similar, of the pairs of Linked.
    """

    id: str
    part: str
    percent: bytes
    n_names: bytes
    n_days: bytes
    n_encounters: bytes


class LinkedNotes(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What was found of the links of some weeks, for the next time that they are told.

    part: as Linked. document_ids, left, right, strength: of the links that were looked at, as Similar, in any
    order. is_asked: 1 for those of these weeks themselves, a byte each. shared: of each of these, how much of
    what its two documents are like is the same: the sum of the products of both strengths, 8 bytes each.
    """

    id: str
    part: str
    document_ids: tuple[str, ...]
    left: bytes
    right: bytes
    strength: bytes
    is_asked: bytes
    shared: bytes


class CopiedWords(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """How many words pairs of documents have in common as copies; of one part of all pairs.

    document_ids: of all that occur, sorted. left, right: their indexes, 4 bytes each; left has the smaller
    id. n_words: 4 bytes each. Templates of an outlet and quotations that both have are not counted.
    """

    id: str
    document_ids: tuple[str, ...]
    left: bytes
    right: bytes
    n_words: bytes


class Grouped(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What the stories of some groups are made from, as far as it is known from the pairs of some weeks.

    part: which groups: the week of their first document and a hash of its id. weeks: whose pairs, as Linked;
    all records of one part together tell its stories. n_own: number of documents of these groups that are
    kept under a day of these weeks: each is so in one record of its part. document_ids: first these, then
    others that are alike or first. own: for each own document four numbers of 4 bytes, little-endian: the
    index of the first one of its group, which hangs together by pairs that are alike enough for one story;
    the index of the first document of its group's thread, -1 when the group is alone; first and last as
    DayDocuments. links: of documents that are alike, of which one at least is of these groups: both indexes,
    4 bytes each, chance as Linked, and percent, n_names, n_days, n_encounters as Similar. layers: of each
    document a byte, as DayLayers: those of a higher layer are told last and move nothing below; and a byte
    that is 1 for a notice.
    """

    id: str
    part: str
    weeks: str
    n_own: int
    document_ids: tuple[str, ...]
    own: bytes
    links: bytes
    layers: bytes


class GroupedWeeks(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """In which groups the documents of some weeks are, and those they are linked with.

    part: which weeks, as Linked. document_ids: of those kept under a day of these weeks or linked there, and
    of the first ones of their groups and threads, in order of publication. is_own: 1 for each that is kept
    there, a byte each. group, thread: indexes of the first ones of both, as Grouped, 4 bytes each. first,
    last: as DayDocuments. layer: as DayLayers, a byte each. notices: 1 for each that is one, a byte each.
    """

    id: str
    part: str
    document_ids: tuple[str, ...]
    is_own: bytes
    group: bytes
    thread: bytes
    first: bytes
    last: bytes
    layer: bytes
    notices: bytes


class GroupedNotes(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Which links of a corpus hold a group together, for the next time that it is grouped.

    parts: the weeks, as Linked. digests: for each of these one of its links and of those near to them. holds:
    for each a bit for each of its links, the first one highest.
    """

    id: str
    parts: tuple[str, ...]
    digests: tuple[bytes, ...]
    holds: tuple[bytes, ...]


class Story(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One event, as the documents that tell it.

    id: from the seed, so that order of arrival is no matter. seed_id: the earliest document (ties by id) of
    those that are not of a source which floods the store, if there is one.
    document_ids: sorted by publication, then id. earliest, latest: of publication; None when no
    document has a date. joined: per document (same order) why it belongs here; the seed's reason is
    empty. related: (document id, reason) near misses. thread: the wider chain; None when it is alone.
    layers: per document (same order) 0, or more for those of a source that floods the store or repeats the
    others: they are told from these and change nothing of them; empty when there are none such.
    """

    id: str
    seed_id: str
    document_ids: tuple[str, ...]
    earliest: datetime | None
    latest: datetime | None
    joined: tuple[tuple[Reason, ...], ...]
    related: tuple[tuple[str, Reason], ...]
    thread: str | None
    layers: tuple[int, ...] = ()


class FoundStory(Story, frozen=True, tag=True, tag_field="record"):
    """A story as it is found in the texts, with all fields of a `Story`, which is what people leave of it.

    first, last: numbers of the days between which each document was published, same order; 0 without a date.
    """

    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


class Claim(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What people say about a story as it was found, told by the first document of it that they name.

    found: the story. corrections: those of which this is the first document of the story, sorted by id.
    """

    id: str
    document_id: str
    found: FoundStory
    corrections: tuple[Correction, ...]


class GatheredStory(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A story made as people say, in place of those whose documents it holds.

    story: with these documents. instead_of: ids of the stories found, sorted.
    """

    id: str
    story: FoundStory
    instead_of: tuple[str, ...]


class Membership(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Which documents of a story are compared; what rests on this does not move with reasons and near misses.

    document_ids, layers: as in the story; of hundreds only the first and the last ones.
    """

    id: str
    story_id: str
    document_ids: tuple[str, ...]
    layers: tuple[int, ...] = ()


class Outline(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A story in so few words that a list of thousands can be searched and put in order.

    n_documents: those compared. n_divergences: rows a reader has to look at first. n_origins: known origins
    that articles are made from. n_unknown: articles of which none is known. outlets, published: as the
    articles state them, distinct, sorted. titles: of the articles; of one without a title its first
    sentence. names, places: as people, bodies and places are called in them, sorted; places with the wider
    ones they lie in.
    """

    id: str
    story_id: str
    n_documents: int
    n_divergences: int
    n_origins: int
    n_unknown: int
    outlets: tuple[str, ...]
    published: tuple[str, ...]
    titles: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[str, ...]
