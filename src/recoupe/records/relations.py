"""What holds between documents: copies, stories, accounts, people, origins, comparisons."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from recoupe.records.findings import Certainty, Credit, DocumentEntity, Polarity, Role, Slot, Status
from recoupe.records.ledger import Correction
from recoupe.records.spans import Anchor, Span
from recoupe.records.values import Reason, Value, When

Relation = Literal[
    "agrees", "refines", "differs", "contradicts", "updates", "reworded", "edited copy", "only one", "silent"
]
DIVERGENT: frozenset[str] = frozenset({"differs", "contradicts", "edited copy", "reworded"})
"""The relations that a reader has to look at first."""


TEXTS = frozenset({"agency", "communique", "press conference", "social post", "outlet"})
"""The kinds of origin that articles are made from; people and bodies that are only quoted in them speak
for their own words, and are counted there."""


class Passages(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The compact form of one document that copies are found and aligned by, without its text.

    outlet: normalised; None when unknown. published: EDTF or None. word_hashes: one 8-byte hash a
    word, little-endian, in order. word_starts, word_ends: offsets, 4 bytes each. sentence_starts: index
    of the first word of each sentence. article_sentences: per sentence whether it is article text.
    fingerprints: sorted distinct winnowing fingerprints of the article text, 8 bytes each;
    other_fingerprints: those of the other blocks (furniture, captions …).
    quoted: per word one byte, 1 when the word lies inside a direct quotation.
    word_classes: per word one byte of flags: 1 a number, 2 a negation, 4 begins with a capital, 8 a
    conjunction, preposition or article, 16 any word that says little by itself. sentence_spans: aligned
    with sentence_starts; a block that is no article text counts as one sentence.
    text: of the document, which the anchors of a shared passage
    and of its edits are checked against.
    """

    id: str
    document_id: str
    outlet: str | None
    published: str | None
    word_hashes: bytes
    word_starts: bytes
    word_ends: bytes
    sentence_starts: tuple[int, ...]
    article_sentences: tuple[bool, ...]
    quoted: bytes
    fingerprints: bytes
    other_fingerprints: bytes
    word_classes: bytes
    sentence_spans: tuple[Span, ...]
    text: str


class Edit(msgspec.Struct, frozen=True):
    """What was changed inside a copied passage.

    left, right: the words on either side; None on the side where nothing stands. kind: of the change,
    as far as it could be told.
    """

    left: Anchor | None
    right: Anchor | None
    kind: Literal["replaced", "number", "negation", "name", "added", "cut", "small words"]


class Reuse(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Two documents share a passage. It does not say who copied: direction needs evidence.

    left, right: the passages, whole sentences; the document with the smaller id is left.
    kind: "copy" (word for word), "near copy" (edited), "template" (an outlet's own repeated words),
    "quotation" (the same quotation in both is no copy). jaccard: of the aligned words, 0 to 1. n_words:
    aligned. edits: in text order; empty for a verbatim copy.
    """

    id: str
    left: Anchor
    right: Anchor
    kind: Literal["copy", "near copy", "template", "quotation"]
    jaccard: float
    n_words: int
    edits: tuple[Edit, ...]


class Profile(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The compact form of one document that stories are grouped by, without its text.

    terms: (stem, weight) of the text, sorted; of a notice those of the title, too. names: (key, n) of the
    names. places: keys.
    days: ISO dates the text or its dateline speaks of. published: EDTF or None. earliest, latest:
    of publication, None when no date is known.
    encounters: keys of the encounters told.
    n_words: words of article text, which the share of a copied passage is measured against.
    title_terms: stems of the title. title_names, lead_names: how the words of names in title and lead sound.
    notice_of: the outlet of a notice of a few lines, folded; None for a longer article or when it is unknown.
    sentences: of such a notice, below its title: (digest, stems, words of names). What an outlet repeats
    below its notices of a day says nothing about one of them. opening: what its title begins with, folded.
    title_digest: of the whole title, folded, 16 hex digits. voice: whose it is: the outlet, folded, else the
    host of its address, else its own id. told: the first single day the text speaks of, which is most often
    that of the event: an ISO date, or "XXXX-WXX-3" when only the day of the week is known; "" for none.
    """

    id: str
    document_id: str
    language: str
    published: str | None
    earliest: datetime | None
    latest: datetime | None
    terms: tuple[tuple[str, float], ...]
    names: tuple[tuple[str, int], ...]
    places: tuple[str, ...]
    days: tuple[str, ...]
    encounters: tuple[str, ...]
    n_words: int
    title_terms: tuple[str, ...] = ()
    title_names: tuple[str, ...] = ()
    lead_names: tuple[str, ...] = ()
    notice_of: str | None = None
    sentences: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    opening: str = ""
    title_digest: str = ""
    voice: str = ""
    told: str = ""


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
    """What the documents of one day are about, as columns: the profiles without a word in letters.

    day, document_ids, first, last: as DayDocuments. bounds: index of the first feature of each document
    and the number of all, 4 bytes each. features: 8 bytes each, sorted within a document: hashes whose three
    lowest bits say of what (0 a term, 1 a name, 2 a day, 3 an encounter, 4 a term of the title, 5 a word of
    a name). weights: of the terms, in thousandths, 4 bytes each; 1 for the others. notices: hash of the
    outlet of each notice, 8 bytes each; 0 for other documents. series: of a document of an outlet's series 4
    bytes of a hash of its title, then 4 of the series'; 0 for none. voices: as DayDocuments. told: as
    Profile, 4 bytes each: the number of the day, less than 0 the day of the week, 0 for none.
    """

    id: str
    day: str
    document_ids: tuple[str, ...]
    first: bytes
    last: bytes
    bounds: bytes
    features: bytes
    weights: bytes
    notices: bytes
    series: bytes
    voices: bytes
    told: bytes


class Similar(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """The pairs of documents that are alike, of which the later one was first published on one day.

    day: as DayDocuments; "undated" for pairs without a date, with a number where one of two has a date.
    document_ids: of all that occur, sorted. left, right: their indexes, 4 bytes each; left has the smaller
    id. strength: how much speaks for one event, copies apart, in millionths, 4 bytes each. n_names, n_days,
    n_encounters: what the two have in common, a byte each. near: whether they were surely published within
    two days. names: what the words of names in title and lead, the titles and the days told say for or
    against, in millionths, 4 bytes each.
    """

    id: str
    day: str
    document_ids: tuple[str, ...]
    left: bytes
    right: bytes
    strength: bytes
    n_names: bytes
    n_days: bytes
    n_encounters: bytes
    near: bytes
    names: bytes


class CopiedWords(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """How many words pairs of documents have in common as copies; of one part of all pairs.

    pairs: (left, right, n_words), sorted; the document with the smaller id is left. Templates of an outlet
    and quotations that both have are not counted.
    """

    id: str
    pairs: tuple[tuple[str, str, int], ...]


class Grouped(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What the stories whose first document was published on one day are made from.

    day: as DayDocuments. n_own: number of documents of these stories. document_ids: first these, then
    others that are near to one of them. group: for each own document the index of the first one of its
    group; a group hangs together by pairs that are alike enough for one story. thread: for each own document
    the index of the first document of its group's thread, -1 when the group is alone. first, last: as
    DayDocuments, for each own document.
    left, right: indexes of documents that are alike, of which one at least is own, 4 bytes each.
    strength: copies included, in millionths, 4 bytes each. percent: of the shorter one that is copied.
    n_names, n_days, n_encounters, names: as Similar. whole: whether both are whole articles, a byte each.
    layer: of each document, a byte: those of a higher layer are told last and move nothing below. notices:
    whether each document is one, a byte each.
    """

    id: str
    day: str
    n_own: int
    document_ids: tuple[str, ...]
    group: bytes
    thread: bytes
    first: bytes
    last: bytes
    left: bytes
    right: bytes
    strength: bytes
    percent: bytes
    n_names: bytes
    n_days: bytes
    n_encounters: bytes
    names: bytes
    whole: bytes
    layer: bytes
    notices: bytes


class Story(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One event, as the documents that tell it.

    id: from the seed, so that order of arrival is no matter. seed_id: the earliest document (ties by id) of
    those that are not of a source which floods the store, if there is one.
    document_ids: sorted by publication, then id. earliest, latest: of publication; None when no
    document has a date. joined: per document (same order) why it belongs here; the seed's reason is
    empty. related: (document id, reason) near misses. thread: the wider chain; None when it is alone.
    layers: per document (same order) 0, or more for those of a source that floods the store: they are told
    from the others and change nothing of them; empty when there are none such.
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


class Membership(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """Which documents of a story are compared; what rests on this does not move with reasons and near misses.

    document_ids, layers: as in the story; of hundreds only the first and the last ones.
    """

    id: str
    story_id: str
    document_ids: tuple[str, ...]
    layers: tuple[int, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """Who stands behind a comparable (see Authority).

    kind: as Authority. name: as the article says it. anchor: those words. entity_id: of the document;
    None when it is no entity.
    """

    kind: str
    name: str
    anchor: Anchor
    entity_id: str | None


CONTRARY = "-"
"""Stands before the key of an event that a word says the contrary of."""
NAMED = "~"
"""Stands before the key, and its sign, of an event that a clause names without saying that it is so."""


class Setting(msgspec.Struct, frozen=True):
    """What tells which thing a figure counts, as far as its sentence says so.

    noun: stem of what is counted; "" when nothing is named. words: stems of the words that say what is
    counted. kinds: the things the noun may name, as rows of the pack's list. is_people, is_general: the noun
    names people, and says no more than that. happened: what happened to those counted, as the pack's key;
    None when it is not told. grows: such a count is told anew while an event goes on. falls: it may fall as
    well. around: stems of the rest of the sentence. person: the named person who stands nearest, by last
    name. long_ago: a time well before the article that the sentence names, in EDTF. is_total: the figure runs
    since a time well before. area: a phrase of the sentence such as "in the whole country". places: those the
    sentence names. home: those that title and lead name. opens: within the first three sentences. is_part:
    some of a number named right behind ("two of the three"). is_only: the authority of the figure gives no
    other value of the noun or of what happened. is_provisional: the sentence calls it a first, partial or
    estimated one. is_given: what is counted is named as known already ("the two neighbours"). towns: cities
    of the gazetteer that the sentence names, or the last one before it that names one. by_town: the article
    counts such things in several towns. is_revised: the sentence says that the figure takes the place of an
    earlier one. parts: numbers that are told as some of those counted. fate: "one" or "all" where what
    happened is news of a single person, too: of one of several, or of all of them as long as no number is
    given; else "no". is_one: one person is told of who may be one of several.

    Of an event: noun, "start" or "end" of a bound; words, keys of what happened, "-" before a contrary, "~"
    before what is only named; around, all keys; places, names; denied, beside: what is, or is behind others.
    """

    noun: str = ""
    words: tuple[str, ...] = ()
    kinds: tuple[int, ...] = ()
    is_people: bool = False
    is_general: bool = False
    happened: str | None = None
    grows: bool = False
    falls: bool = False
    around: tuple[str, ...] = ()
    person: str | None = None
    long_ago: str | None = None
    is_total: bool = False
    area: str | None = None
    places: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    opens: bool = False
    is_part: bool = False
    is_only: bool = False
    is_provisional: bool = False
    is_given: bool = False
    towns: tuple[str, ...] = ()
    by_town: bool = False
    is_revised: bool = False
    parts: tuple[float, ...] = ()
    fate: Literal["all", "one", "no"] = "no"
    is_one: bool = False
    denied: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


class Comparable(msgspec.Struct, frozen=True):
    """One article's telling of one fact of one story (see docs/explanation/crosscheck.md).

    id: from the document, what it is about, the slot and the place. about: id of an encounter of
    this document, "story", or for remarks the speaker's document-entity id (None: unknown speaker).
    kind: what `about` is; of an "event" the story itself, told outside encounters and
    figures. slot: which property. stated: the words of the article. value: read from them;
    None when none could be read. as_of: the time a figure speaks of; None when not told. anchor: the
    words. sentence: the whole sentence. sentence_text: its words. scope: words that limit the
    fact; None when it has no readable scope. authority: outermost first, empty when the article
    itself speaks. quoted: the words are direct speech. setting: of a figure or
    event; None for other facts.
    """

    id: str
    about: str | None
    kind: Literal["encounter", "remark", "figure", "event"]
    slot: Slot
    stated: str
    value: Value | None
    polarity: Polarity
    certainty: Certainty
    as_of: When | None
    scope: str | None
    authority: tuple[Source, ...]
    anchor: Anchor
    sentence: Anchor
    sentence_text: str
    quoted: bool
    setting: Setting | None = None


class ToldEncounter(msgspec.Struct, frozen=True):
    """An encounter as this article tells it; its facts are comparables with `about` = its id.

    kind, channel, status: as Encounter. participants: (document-entity id or None, name as written,
    role, anchor). trigger: the first word that names it.
    """

    id: str
    kind: str
    participants: tuple[tuple[str | None, str, str | None, Anchor], ...]
    channel: str
    status: Status
    trigger: Anchor
    evidence: tuple[Anchor, ...]


class CastMember(msgspec.Struct, frozen=True):
    """An entity of the document with the anchors of all its mentions, for resolution in the story.

    entity: of the document. spellings: (text, form, role, anchor) of each mention.
    """

    entity: DocumentEntity
    spellings: tuple[tuple[str, Literal["name", "nominal", "pronoun"], Role | None, Anchor], ...]


class Account(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One article's telling of one story; the only input of people, origins and crosscheck.

    outlet, published: of the document; None when unknown. machine_translated: None when unknown.
    cast: who and what is named. encounters: as it tells them. comparables: every fact it tells.
    credits: (credit, anchor). sentences: (anchor, text) of the article text, in order.
    reuse: the shared passages this document has with others of the same story. title: of the document;
    None when it has none. corrections: those that cite the document. layer: as in the story.
    """

    id: str
    story_id: str
    document_id: str
    outlet: str | None
    published: str | None
    language: str
    machine_translated: bool | None
    cast: tuple[CastMember, ...]
    encounters: tuple[ToldEncounter, ...]
    comparables: tuple[Comparable, ...]
    credits: tuple[tuple[Credit, Anchor], ...]
    reuse: tuple[Reuse, ...]
    sentences: tuple[tuple[Anchor, str], ...] = ()
    title: str | None = None
    corrections: tuple[Correction, ...] = ()
    layer: int = 0


class Spelling(msgspec.Struct, frozen=True):
    """One way an entity is called.

    text: as written. form: name, nominal or pronoun. anchors: every place it stands.
    """

    text: str
    form: Literal["name", "nominal", "pronoun"]
    anchors: tuple[Anchor, ...]


class Entity(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """A person, place or body as all accounts of one story name it.

    id: from the story and the normal form of its name. type: as Mention. name: the fullest one.
    spellings: names first, then nominals, each group most frequent first. key: in the gazetteer or of a
    known body; None when in neither. within: the wider places it lies in, nearest first. roles: as
    stated, distinct. member_ids: the document entities that were merged. merges: one reason for each
    member after the first: the evidence of the merge. kept_apart: from whom a correction keeps it.
    """

    id: str
    story_id: str
    type: str
    name: str
    spellings: tuple[Spelling, ...]
    roles: tuple[Role, ...]
    member_ids: tuple[str, ...]
    merges: tuple[Reason, ...]
    key: str | None
    within: tuple[str, ...]
    kept_apart: tuple[Reason, ...] = ()


class Root(msgspec.Struct, frozen=True):
    """One origin of a story: where the words of some articles go back to.

    id: from the story, kind and name. kind: "outlet" is the article's own account; "unknown": nothing
    decides. name: None for an article whose outlet is unknown. document_ids: what goes back to it.
    reason: which rule decided, with its evidence.
    """

    id: str
    kind: Literal[
        "agency",
        "communique",
        "press conference",
        "person",
        "institution",
        "outlet",
        "social post",
        "unknown",
    ]
    name: str | None
    document_ids: tuple[str, ...]
    reason: Reason


class Copy(msgspec.Struct, frozen=True):
    """A link between two articles: shared words, and a direction only where evidence gives one.

    from_id, to_id: documents. kind: what links them. directed: the first copied or cited the second; False
    when nothing tells who copied whom. reason: the evidence. share: part of from_id's article text, 0 to 1.
    """

    from_id: str
    to_id: str
    kind: Literal["shared passage", "copied", "cited"]
    directed: bool
    share: float
    reason: Reason


class SourceChain(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """What goes back to what in one story.

    roots: the origins. behind: (comparable id, root id) for every comparable of the story's accounts:
    the one origin that stands behind it. copies: the links between articles. shares: (document id,
    share of its article text that it has in common with other articles, 0 to 1). texts: the ids of articles
    that tell one text, in other words or another order, or are of one source that floods the story: they
    count as one.
    """

    id: str
    story_id: str
    roots: tuple[Root, ...]
    behind: tuple[tuple[str, str], ...]
    copies: tuple[Copy, ...]
    shares: tuple[tuple[str, float], ...]
    texts: tuple[tuple[str, ...], ...] = ()


class Position(msgspec.Struct, frozen=True):
    """What some articles say in one row of the table.

    value, stated: of the clearest telling. document_ids: of the articles that say so. comparable_ids: all
    tellings. root_ids: distinct known origins behind them. n_unknown: tellings whose origin is unknown,
    counted apart. authority: names in text order. anchors: the words. sentences: those that hold them,
    aligned with the anchors.
    """

    value: Value | None
    stated: str
    polarity: Polarity
    certainty: Certainty
    document_ids: tuple[str, ...]
    comparable_ids: tuple[str, ...]
    root_ids: tuple[str, ...]
    n_unknown: int
    authority: tuple[Source, ...]
    anchors: tuple[Anchor, ...]
    sentences: tuple[Anchor, ...]


class Happening(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """An encounter of the story: the tellings of several accounts that are about one and the same.

    id: from the story and its first telling. told_ids: encounter ids of the documents. participants:
    (entity id or None, name). kind, channel: as Encounter. status: the latest that is told. document_ids:
    of the articles that tell it. reasons: why their tellings are of one and the same.
    """

    id: str
    story_id: str
    kind: str
    told_ids: tuple[str, ...]
    participants: tuple[tuple[str | None, str], ...]
    status: Status
    channel: str
    document_ids: tuple[str, ...]
    evidence: tuple[Anchor, ...]
    reasons: tuple[Reason, ...]


class Comparison(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """One row of the table: one slot of one thing, and how the tellings relate.

    about: id of a Happening, of an Entity (remarks), or "story". slot: which property. relation: how the
    positions stand to each other. positions: differing values apart,
    largest number of origins first. silent: documents of the story that do not speak of it.
    why: the evidence and the rule, for a template.
    """

    id: str
    story_id: str
    about: str
    slot: Slot
    relation: Relation
    positions: tuple[Position, ...]
    silent: tuple[str, ...]
    why: Reason


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
