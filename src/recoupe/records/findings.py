"""What one article says: the findings of the reading, all in one record per document.

Findings point into their document by span; ids are unique over all documents. A `producer` names
the rule ("fr/quotations/verb-colon") or model that made the finding.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from recoupe.records.spans import Span
from recoupe.records.values import Hedge, Interval, Value, When

NameType = Literal["PER", "LOC", "ORG", "EVT", "MISC"]
Polarity = Literal["asserted", "denied", "unknown"]
Certainty = Literal["certain", "probable", "alleged", "unknown"]
Status = Literal["held", "planned", "possible", "postponed", "refused", "cancelled", "denied"]
Channel = Literal["in person", "call", "video", "unknown"]
AuthorityKind = Literal[
    "person", "institution", "agency", "communique", "press conference", "outlet", "social post", "unnamed"
]
Slot = Literal[
    "participant", "also present", "place", "time", "duration", "channel", "format", "status", "topic",
    "outcome", "assessment", "next step", "first of its kind", "purpose", "count", "amount", "share",
    "vote", "wording", "decision", "cause", "copied passage",
]  # fmt: skip


class Role(msgspec.Struct, frozen=True):
    """An office or role as words say it.

    stated: the words ("le chef de la diplomatie russe"). office: key of the role in the pack's
    lexicon ("foreign minister"); None when the words name no known office. of: key of the country or
    body it belongs to ("RU"); None when not said.
    """

    stated: str
    office: str | None
    of: str | None


class Mention(msgspec.Struct, frozen=True):
    """A stretch of text that refers to somebody or something.

    span: the name alone, without title or role (a nominal: the whole phrase). type: of what is meant:
    a person, place, body, event, or something else. form: "name",
    "nominal" ("le chef de la diplomatie russe") or "pronoun". normal: the name without case endings,
    honorifics and typographic variants. entity_id: the entity of this document; None when the
    reading could not tell. role: said right beside the name, or by the nominal itself. honorific:
    "M.", "Mme" … as written; None when there is none.
    """

    id: str
    span: Span
    type: NameType
    form: Literal["name", "nominal", "pronoun"]
    normal: str
    entity_id: str | None
    role: Role | None
    honorific: str | None
    producer: str


class DocumentEntity(msgspec.Struct, frozen=True):
    """All mentions of one document that refer to the same thing.

    type: of what is meant. mention_ids: in text order. name: the fullest name seen. names: every spelling
    of the *names* (not nominals), most frequent first. roles: distinct roles in text order. key:
    gazetteer key of a place ("washington", "US") or known body; None when not in the gazetteer. within:
    wider places, nearest first.
    """

    id: str
    type: NameType
    name: str
    names: tuple[str, ...]
    mention_ids: tuple[str, ...]
    roles: tuple[Role, ...]
    key: str | None = None
    within: tuple[str, ...] = ()


class TimeExpression(msgspec.Struct, frozen=True):
    """A said date, time, duration or set ("tous les lundis").

    type: TIMEX3 type. value: in EDTF for dates and times, an ISO 8601 duration or recurrence else. when:
    for dates and times, and for durations that end or begin with the article ("ces derniers mois"); its
    bounds are None when neither the words nor the article's date give them. duration: for other durations, in
    seconds. relative_to: "published" or the span of the anchor in the text;
    None for absolute ones.
    """

    span: Span
    type: Literal["date", "time", "duration", "set"]
    value: str
    when: When | None
    duration: Interval | None
    hedge: Hedge
    relative_to: str | None
    producer: str


class Authority(msgspec.Struct, frozen=True):
    """Who stands behind a statement, when the article names one.

    kind: what it is. name: as the article says it, without article ("service de presse du
    ministère russe"). span: those words. entity_id: of this document; None when it is no entity.
    """

    kind: AuthorityKind
    name: str
    span: Span
    entity_id: str | None


class Quantity(msgspec.Struct, frozen=True):
    """A number with its unit and what it counts.

    span: number, hedge and unit. value: the interval that the number and its hedge leave open. of_span:
    the words that say what is counted; None when not said. as_of: the time the figure speaks of; None
    when not told. authority: outermost first; empty when the article itself says it. scope: place or part
    the figure is limited to; None when not said. part_of: id of the quantity it is a part of ("14 morts,
    dont 5 enfants"); None when it is none.
    """

    id: str
    span: Span
    value: Interval
    of_span: Span | None
    as_of: When | None
    scope: Span | None
    part_of: str | None
    polarity: Polarity
    certainty: Certainty
    authority: tuple[Authority, ...]
    producer: str


class Quotation(msgspec.Struct, frozen=True):
    """Somebody's words in the article (PARC: source, cue, content; we say speaker for source).

    type: of the words: quoted, told without marks, or both. content: one span, or several in order when
    the words are interrupted; without quotation marks. cue: the verb or preposition that announces them;
    None when there is none. speaker_span: the words that name the speaker, None when nobody is named
    near. speaker_entity_id and speaker: who it is, resolved in this document (full name, or the
    description); None when not resolved. authority: by what the words reached the article (a communique,
    a press conference, a channel).
    """

    id: str
    type: Literal["direct", "indirect", "mixed"]
    content: tuple[Span, ...]
    cue: Span | None
    speaker_span: Span | None
    speaker_entity_id: str | None
    speaker: str | None
    certainty: Certainty
    authority: tuple[Authority, ...]
    producer: str


class Participant(msgspec.Struct, frozen=True):
    """One side of an encounter.

    entity_id: of the document; None when it is no entity and has its bare words alone. name: as the
    reading resolved it. role: as said beside it; None when not said.
    """

    entity_id: str | None
    name: str
    role: str | None
    span: Span


class Fact(msgspec.Struct, frozen=True):
    """One property of an encounter (or visit) as the article tells it.

    slot: which property. span: the words that carry the value. stated: those words. sentence: the
    sentence they stand in. value: None when the words are kept but no value could be read.
    """

    slot: Slot
    span: Span
    stated: str
    sentence: Span
    value: Value | None
    polarity: Polarity
    certainty: Certainty
    authority: tuple[Authority, ...]
    producer: str


class Encounter(msgspec.Struct, frozen=True):
    """A meeting, call, visit or summit, all its mentions in this document taken together.

    kind: "meeting", "call", "visit", "summit". triggers: the words that name it, in order; the first
    one defines the id. participants: may be a single one (a visit), never none. channel: by what means.
    status: whether it took place, as this article tells it. facts: in text
    order. evidence: the sentences that speak of it.
    """

    id: str
    kind: Literal["meeting", "call", "visit", "summit"]
    triggers: tuple[Span, ...]
    participants: tuple[Participant, ...]
    channel: Channel
    status: Status
    facts: tuple[Fact, ...]
    evidence: tuple[Span, ...]
    producer: str


class Credit(msgspec.Struct, frozen=True):
    """Words by which an article says where its text or a part of it comes from.

    kind: as Authority. name: normalised name ("AFP"). covers: "article" (a dateline, "avec AFP" at
    the end), "sentence" or "photo" (a photo credit is no origin of the text).
    """

    span: Span
    kind: Literal["agency", "communique", "press conference", "outlet", "social post"]
    name: str
    covers: Literal["article", "sentence", "photo"]
    producer: str


class Judgement(msgspec.Struct, frozen=True):
    """A judgement on the whole text, with what speaks for it.

    value: None when the text does not let it be told. reasons: rules and other signs that spoke. spans: where
    they did.
    """

    value: bool | None
    reasons: tuple[str, ...]
    spans: tuple[Span, ...]


class Reading(msgspec.Struct, frozen=True, tag=True, tag_field="record"):
    """All findings of one document; one stored record.

    Everything is in text order; an empty tuple: looked for, none found.

    id: from the document's id. sentences: each inside one block. mentions: of people, places, bodies.
    entities: what the mentions mean. times: dates, hours, durations. quantities: other numbers.
    quotations: what people are said to have said. encounters: meetings, calls, visits. credits: words on
    where the text comes from. machine_translated: whether a machine translated the text. `not_read`: why
    nothing was looked for ("no pack"); None when the document was read.
    """

    id: str
    document_id: str
    language: str
    sentences: tuple[Span, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[DocumentEntity, ...]
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    quotations: tuple[Quotation, ...]
    encounters: tuple[Encounter, ...]
    credits: tuple[Credit, ...]
    machine_translated: Judgement
    not_read: str | None = None
