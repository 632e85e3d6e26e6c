"""What one document tells of its story, and who the people of a story are."""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.copies import Reuse
from recoupe.records.findings import Certainty, Credit, DocumentEntity, Polarity, Role, Slot, Status
from recoupe.records.ledger import Correction
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason, Value, When


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


def contrary(key: str) -> str:
    """Return the key of the contrary of an event."""
    return key.removeprefix(CONTRARY) if key.startswith(CONTRARY) else CONTRARY + key


NAMED = "~"
"""Stands before the key, and its sign, of an event that a clause names without saying that it is so."""

PUT_OFF = "postpone"
"""The event of being put off to another time."""

CALLS_OFF = frozenset({"cancel", PUT_OFF, "suspend", "abandon", "ban", "dismantle"})
"""Events that say no to what they are of: a clause that tells one does not say that the other is so."""

SAYS_NO = frozenset({contrary("accept"), contrary("confirm"), contrary("support")})
"""Events that say no to what stands behind them."""

ADMITS = "admit"
"""The event of owning up to something: who does so tells what had been denied before."""


class Telling(msgspec.Struct, frozen=True):
    """An event or state that a clause tells.

    keys: of the event, "-" before a contrary, the likeliest first. implied: what is then so as well, or, with
    "-", cannot be so. before, behind: keys of what the clause names before and behind its words, in order.
    steps: (course, how far) of the courses of events that it is a step of. is_said: the clause says that it
    is so, by a verb of its own ("a été libérée"), and does not only call something so ("les otages libérés").
    """

    keys: tuple[str, ...]
    implied: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    steps: tuple[tuple[str, int], ...]
    is_said: bool


RANK = "rank"
"""The kind of what is the first, second or third of its kind; other kinds are those of the pack's list."""


class Contrast(msgspec.Struct, frozen=True):
    """What a clause says of a thing that excludes all else of its kind.

    kind: as in the pack's list ("colour", "storey"). thing: key of what it is said of; "" for what happens.
    value: which one, as in that list.
    """

    kind: str
    thing: str
    value: str


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
    some of a number named right behind ("two of the three"), or others than those named before. is_only: the
    authority of the figure gives no other value of the noun or of what happened. is_provisional: the sentence
    calls it a first, partial or estimated one. is_given: what is counted is named as known already ("the two
    neighbours"). towns: cities of the gazetteer that the sentence names, or the last one before it that names
    one. by_town: the article counts such things in several towns. is_revised: the sentence says that the
    figure takes the place of an earlier one. parts: numbers that are told as some of those counted. fate:
    "one" or "all" where what happened is news of a single person, too: of one of several, or of all of them
    as long as no number is given; else "no". is_one: one person is told of who may be one of several. stance:
    "asked" or "offered" where somebody does so for what is counted, "bound" where it may be so at most, is
    an average or may be inflicted; "" where it is so. lands: codes of the countries that the sentence names,
    or that its places lie in. is_land: it names no place but countries. ranks: which one of several it is
    about ("étape:2").

    Of an event: noun, "start" or "end" of a bound, "part" of a duration, "offset" of one from another moment,
    "counted" of one within which a figure was reached, or its stance; words, keys of what
    happened, "-" before a contrary, "~" before what is only named; around, all keys; places, names; towns,
    where it is; denied, beside: what is, or is behind others; tellings: what it tells, with whom or what of;
    is_before: it had been so before; is_still: it is so still; denies_any: it says that there is no such
    thing at all; missing: what it says that there is none of; insists: what it says to be so after all;
    is_then: it was so at the time told of; brings_up: what it speaks of as new ("un gilet"); main: "told" for
    an hour that is said to be that of what the article is about, "first" for the first hour that it tells;
    names_no_day: its sentence names no day; is_back: it ends what had been so ("a rouvert", "désormais");
    contrasts: what it says that excludes all else of its kind.

    Of a cause: noun, the key of what it brought about, "" for what the article is about; words, the keys of
    what title and lead tell; places, those that they and its sentence name; is_before: it was thought of at
    first; denied, of one that is told: the classes of those to which the article says no.
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
    tellings: tuple[Telling, ...] = ()
    is_before: bool = False
    is_still: bool = False
    denies_any: bool = False
    missing: tuple[str, ...] = ()
    insists: tuple[str, ...] = ()
    is_then: bool = False
    brings_up: tuple[str, ...] = ()
    main: Literal["told", "first", ""] = ""
    names_no_day: bool = False
    stance: Literal["asked", "offered", "bound", ""] = ""
    is_back: bool = False
    lands: tuple[str, ...] = ()
    is_land: bool = False
    ranks: tuple[str, ...] = ()
    contrasts: tuple[Contrast, ...] = ()


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
