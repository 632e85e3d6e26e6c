"""The dossier: what is shown of one story, as records.

Words of articles appear in `Verbatim`, `StatedFact` and `Statement` only; a plain string here is an
id, a label given by Recoupe, a member of a closed list, or what a user wrote (`ByHand`). A field
with a default may be missing (looked for, not found, or not supported); a line without a field that has none
is not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Literal

import msgspec

from recoupe.dossier.statements import Line, StatedFact, Statement, Verbatim
from recoupe.records.comparisons import DIVERGENT, Relation
from recoupe.records.findings import Certainty, Polarity, Slot
from recoupe.records.ledger import Issue
from recoupe.records.values import Value

FEW_CHARS = 12
"""A sentence that has no more besides some words says no more than they do."""


class Evidence(msgspec.Struct, frozen=True):
    """A place in an article that a line rests on.

    label: of the sentence, "A1.4" for the fourth of the first article. words: what the line takes
    from it. sentence: the whole sentence; None when the words stand in none.
    """

    label: str
    words: Verbatim
    sentence: Verbatim | None = None


def label_order(label: str) -> tuple[int, ...]:
    """Return what labels of articles and sentences are sorted by: their numbers, not their letters.

    >>> sorted(["A1.10", "A1.9", "A2"], key=label_order)
    ['A1.9', 'A1.10', 'A2']
    """
    return tuple(int(part) for part in label[1:].split("."))


class Article(msgspec.Struct, frozen=True):
    """One article of the story.

    label: "A1" and so on, in the order of the story. handle: "A" and hex digits, good for commands.
    share_reused: part of its text that it has in common with other articles, 0 to 1; None when
    not known. n_sentences: of its article text. machine_translated: None when it cannot be told.
    tells_change: its date is that of its last change, as it tells no other.
    """

    document_id: str
    label: str
    handle: str
    language: str
    n_sentences: int
    input: StatedFact
    outlet: StatedFact | None = None
    published: StatedFact | None = None
    title: StatedFact | None = None
    url: StatedFact | None = None
    share_reused: float | None = None
    machine_translated: bool | None = None
    tells_change: bool = False
    translation_signs: tuple[Verbatim, ...] = ()


class Name(msgspec.Struct, frozen=True):
    """One spelling or description of a person, place or body, and the articles it stands in."""

    text: Verbatim
    form: Literal["name", "nominal", "pronoun"]
    document_ids: tuple[str, ...]
    n: int


class Person(msgspec.Struct, frozen=True):
    """Somebody or something named in the story, under every spelling.

    type: PER, ORG, LOC … merges: why spellings were taken for one. kept_apart: from whom, says a correction.
    """

    id: str
    type: str
    name: Verbatim
    names: tuple[Name, ...]
    document_ids: tuple[str, ...]
    roles: tuple[Verbatim, ...] = ()
    merges: tuple[Statement, ...] = ()
    kept_apart: tuple[Statement, ...] = ()


class PositionLine(msgspec.Struct, frozen=True):
    """What some articles say in one row.

    n_origins: known origins behind it. n_unknown: tellings whose origin is not known, counted apart.
    root_ids: those origins. authority: who the articles say it from.
    """

    needs: ClassVar[tuple[str, ...]] = ("evidence",)

    stated: Verbatim
    polarity: Polarity
    certainty: Certainty
    document_ids: tuple[str, ...]
    n_origins: int
    n_unknown: int
    root_ids: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    value: Value | None = None
    authority: tuple[Verbatim, ...] = ()


def counts_least(position: PositionLine, named: Sequence[str]) -> bool:
    """Tell whether a position counts fewer origins than are named behind it, as some may be one."""
    return 0 < position.n_origins < len(named)


def in_context(position: PositionLine, n_chars: int) -> str:
    """Return so many characters of a sentence around the words of a value, cut between words.

    Empty when the words are nearly all of the sentence, or stand in none.
    """
    same = (line for line in position.evidence if line.words.text == position.stated.text)
    line = next(same, position.evidence[0])
    if line.sentence is None:
        return ""
    text = " ".join(line.sentence.text.split())
    words = " ".join(line.words.text.split())
    before = line.words.anchor.span.start - line.sentence.anchor.span.start
    start = text.find(words, len(" ".join(line.sentence.text[:before].split())))
    if start < 0 or len(words) + FEW_CHARS > len(text):
        return ""
    more = max(0, n_chars - len(words)) // 2
    first, last = max(0, start - more), min(len(text), start + len(words) + more)
    head = text[first:start].partition(" ")[2] if first else text[:start]
    tail = text[start + len(words) : last]
    if last < len(text):
        tail = tail.rpartition(" ")[0]
    return f"{'… ' if first else ''}{head}{words}{tail}{' …' if last < len(text) else ''}"


class Row(msgspec.Struct, frozen=True):
    """One slot of one thing and how the tellings of it relate.

    about: id of an encounter or an entity, or "story". silent: articles that do not speak of it.
    """

    needs: ClassVar[tuple[str, ...]] = ("positions",)

    id: str
    about: str
    slot: Slot
    relation: Relation
    positions: tuple[PositionLine, ...]
    silent: tuple[str, ...]
    about_name: Verbatim | None = None
    why: Statement | None = None

    @property
    def is_divergent(self) -> bool:
        """Tell whether a reader has to look at this row first."""
        return self.relation in DIVERGENT

    @property
    def needs_context(self) -> bool:
        """Tell whether its values say nothing without their sentence: "Saturday", "412 people"."""
        is_of_story = self.about == "story" and self.slot not in ("decision", "wording")
        return is_of_story or self.slot == "copied passage"

    @property
    def is_of_one_voice(self) -> bool:
        """Tell whether its articles agree as all have it from one origin: that confirms nothing."""
        return self.relation == "agrees" and sum(p.n_origins + p.n_unknown for p in self.positions) < 2


class Side(msgspec.Struct, frozen=True):
    """One participant of an encounter; entity_id: None when it is no entity of the story."""

    name: Verbatim
    entity_id: str | None = None


class Encounter(msgspec.Struct, frozen=True):
    """A meeting, call, visit or summit of the story, with its rows: those that differ first."""

    needs: ClassVar[tuple[str, ...]] = ("evidence",)

    id: str
    kind: str
    status: str
    channel: str
    participants: tuple[Side, ...]
    document_ids: tuple[str, ...]
    rows: tuple[Row, ...]
    evidence: tuple[Evidence, ...]
    reasons: tuple[Statement, ...] = ()


class Wording(msgspec.Struct, frozen=True):
    """One telling of a remark: its words (several pieces when interrupted) and where they stand.

    document_ids: the articles that tell it in these very words. content: as the first of them has it.
    """

    needs: ClassVar[tuple[str, ...]] = ("content", "evidence")

    document_ids: tuple[str, ...]
    type: Literal["direct", "indirect", "mixed"]
    certainty: Certainty
    content: tuple[Verbatim, ...]
    evidence: tuple[Evidence, ...]
    authority: tuple[Verbatim, ...] = ()


class Remark(msgspec.Struct, frozen=True):
    """What somebody said; every telling of it, the fullest first.

    speaker: None when the articles do not say who. relation: between the tellings; None for one.
    """

    needs: ClassVar[tuple[str, ...]] = ("wordings",)

    wordings: tuple[Wording, ...]
    speaker_id: str | None = None
    speaker: Verbatim | None = None
    relation: Relation | None = None
    why: Statement | None = None


class Change(msgspec.Struct, frozen=True):
    """An edit inside a shared passage: what stands in the article, and what stands in most others.

    before: None when words were added. after: None when words were cut.
    """

    document_id: str
    kind: str
    before: Verbatim | None = None
    after: Verbatim | None = None


class SharedPassage(msgspec.Struct, frozen=True):
    """A passage that articles have in common. It does not say who copied whom."""

    needs: ClassVar[tuple[str, ...]] = ("passages",)

    kind: Literal["copy", "template", "quotation"]
    passages: tuple[Evidence, ...]
    edits: tuple[Change, ...]


class OriginLine(msgspec.Struct, frozen=True):
    """Where some articles' words go back to.

    name: None when nothing names it. n_tellings: facts of the story that rest on it.
    """

    id: str
    label: str
    kind: str
    document_ids: tuple[str, ...]
    n_tellings: int
    evidence: tuple[Evidence, ...]
    name: Verbatim | StatedFact | None = None
    why: Statement | None = None


class CopyLine(msgspec.Struct, frozen=True):
    """Two articles with shared words; `directed` when evidence says that the first took from the other."""

    from_id: str
    to_id: str
    kind: str
    directed: bool
    share: float
    why: Statement | None = None


class Moment(msgspec.Struct, frozen=True):
    """One entry of the timeline: what is said to be then, in the article's words.

    earliest, latest: half-open UTC interval; None when words and article date do not give it.
    """

    stated: Verbatim
    evidence: tuple[Evidence, ...]
    document_ids: tuple[str, ...]
    earliest: datetime | None = None
    latest: datetime | None = None
    about: str | None = None


class Silence(msgspec.Struct, frozen=True):
    """Articles that do not speak of something that others tell: shown, never held against them."""

    about: str
    slot: Slot
    document_ids: tuple[str, ...]


class ByHand(msgspec.Struct, frozen=True):
    """What somebody said of which articles tell the story, in words of their own.

    action: "gather" of articles of the story, "part" of one that is kept apart from it. handles: of these
    articles. by, because: who said so and why; may be empty.
    """

    correction: str
    action: Literal["gather", "part"]
    document_ids: tuple[str, ...]
    handles: tuple[str, ...]
    by: str
    because: str


class Head(msgspec.Struct, frozen=True):
    """A story in one line.

    handle: "S" and hex digits. n_origins: known origins the articles are made from: agencies, releases,
    own accounts; not the people quoted in them. n_unknown: articles that go back to none of these.
    first, last: publication of the first and last dated article. why: what brought the articles together.
    by_hand: what people say of that.
    """

    id: str
    handle: str
    articles: tuple[Article, ...]
    n_outlets: int
    n_origins: int
    n_unknown: int
    n_divergences: int
    title: Line | StatedFact | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    thread: str | None = None
    why: tuple[Statement, ...] = ()
    by_hand: tuple[ByHand, ...] = ()


class Dossier(msgspec.Struct, frozen=True):
    """All that is shown of one story. Views take it from `check.checked` only.

    rows: about the story itself. wordings: rows that set remarks of one speaker side by side; `remarks`
    shows the same, by speaker.
    """

    story: Head
    encounters: tuple[Encounter, ...]
    rows: tuple[Row, ...]
    wordings: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    people: tuple[Person, ...]
    shared: tuple[SharedPassage, ...]
    origins: tuple[OriginLine, ...]
    copies: tuple[CopyLine, ...]
    timeline: tuple[Moment, ...]
    silences: tuple[Silence, ...]
    issues: tuple[Issue, ...]

    def label(self, document_id: str) -> str:
        """Return the label of an article of this story. Raises KeyError for any other."""
        return {a.document_id: a.label for a in self.story.articles}[document_id]

    def main_encounters(self) -> tuple[Encounter, ...]:
        """Return the encounters that most articles tell: what the story is about, shown first."""
        n = len(self.story.articles)
        return tuple(encounter for encounter in self.encounters if 2 * len(encounter.document_ids) > n)

    def other_encounters(self) -> tuple[Encounter, ...]:
        """Return the encounters that stand below the story's own facts."""
        main = self.main_encounters()
        return tuple(encounter for encounter in self.encounters if encounter not in main)

    def all_rows(self) -> tuple[Row, ...]:
        """Return every row of the table: of the encounters, of the story itself, of remarks."""
        of_encounters = (row for encounter in self.encounters for row in encounter.rows)
        return (*of_encounters, *self.rows, *self.wordings)
