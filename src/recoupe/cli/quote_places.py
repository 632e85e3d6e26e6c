"""What checking a quotation finds: its places in the store's articles, with what was changed there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from recoupe.cli.base import Interface
from recoupe.cli.screen import ALERT, GOOD, QUIET, STRONG, Screen, words
from recoupe.cli.shelf import Shelf
from recoupe.dossier.as_json import SCHEMA
from recoupe.dossier.check import is_supported
from recoupe.dossier.material import Material
from recoupe.dossier.statements import Verbatim
from recoupe.messages import Catalogue
from recoupe.packs import load_packs
from recoupe.records.documents import Document
from recoupe.records.findings import Quotation, Reading
from recoupe.records.spans import Span, anchor
from recoupe.store.contract import Store
from recoupe.wording import (
    RANKS,
    Change,
    Orthography,
    Outcome,
    Place,
    find_places,
    orthography,
    tokens,
    verdict,
)

MAX_SENTENCES = 400
MAX_ALIKE = 60
"""Sentences looked at more closely: with all the words in a row, and with many of them. One that holds most
of the words comes among the first few."""

_STYLES: Mapping[Outcome, str] = {"exact": GOOD, "elsewhere": ALERT, "altered": ALERT, "not found": STRONG}


@dataclass(frozen=True)
class ShownPlace:
    """A place as it is shown. label: "A1.4"; marks: spans of the words within the sentences' text.

    speaker: the words that name who speaks; None when the article names nobody near. name: whom a pronoun or
    an office there stands for, as the article names them before; None where it does not.
    """

    place: Place
    document: Document
    label: str
    sentences: Verbatim
    speaker: Verbatim | None
    name: Verbatim | None = None

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where the words stand within the shown sentences."""
        start = self.sentences.anchor.span.start
        return tuple(span.moved(-start) for span in self.place.spans)


@dataclass(frozen=True)
class Answer:
    """What the store says to a quotation. places: best first; empty when it is not found."""

    stated: str
    by: str | None
    outcome: Outcome
    places: tuple[ShownPlace, ...]


class Quotes:
    """Looks words up in a store; what spans all its stories is read once, when first asked for."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._coverage = _Coverage(Shelf(store, catalogue))

    def find(self, stated: str, *, by: str | None) -> Answer:
        """Look for the words in every article that holds some of them."""
        store, coverage, rules = self._store, self._coverage, _orthographies()
        found: list[ShownPlace] = []
        for document_id, near in _candidates(store, stated, rules.values()).items():
            document = store.get(document_id)
            if isinstance(document, Document):
                found += _places(store, document, stated, near=near, coverage=coverage, by=by, rules=rules)
        outcome = verdict(shown.place for shown in found)
        found = [shown for shown in found if shown.place.outcome == outcome or outcome != "exact"]
        return Answer(stated, by, outcome, tuple(sorted(found, key=_order)))


class _Coverage:
    """What the stories of some documents say of them; read when a document is first asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._materials: dict[str, Material] = {}

    def material(self, document_id: str) -> Material | None:
        """Return the material of a document's story; None when it is in none."""
        story = self._shelf.story_of.get(document_id)
        if story is None:
            return None
        if story.id not in self._materials:
            self._materials[story.id] = self._shelf.head_material(story)
        return self._materials[story.id]


@cache
def _orthographies() -> Mapping[str, Orthography]:
    """Return the orthography of each language that has a pack."""
    return {language: orthography(pack) for language, pack in load_packs().items()}


def _order(shown: ShownPlace) -> tuple[int, float, str, str]:
    published = shown.document.published
    date = "9" if published is None else published.value
    return RANKS[shown.place.outcome], -shown.place.likeness, date, shown.document.id


def _candidates(store: Store, stated: str, rules: Iterable[Orthography]) -> dict[str, list[Span]]:
    """Return where to look: by document, the sentences with the words in a row, or with many telling ones."""
    hits = store.search(f'"{_plain(stated)}"', limit=MAX_SENTENCES)
    small = frozenset().union(*(r.small for r in rules))
    said = [token.key for token in tokens(stated) if token.is_word]
    telling = [word for word in dict.fromkeys(said) if word not in small] or said
    hits += store.search(" ".join(telling), limit=MAX_ALIKE, any_word=True)
    found: dict[str, list[Span]] = {}
    for hit in hits:
        found.setdefault(hit.document_id, []).append(Span(hit.start, hit.end))
    return found


def _plain(stated: str) -> str:
    return stated.translate({ord(mark): " " for mark in '"“”«»'})


def _places(
    store: Store,
    document: Document,
    stated: str,
    *,
    near: Sequence[Span],
    coverage: _Coverage,
    by: str | None,
    rules: Mapping[str, Orthography],
) -> list[ShownPlace]:
    reading = next((r for r in store.outputs("read", document.id) if isinstance(r, Reading)), None)
    own_rules = rules.get(document.language.split("-")[0], orthography(None))
    find = partial(find_places, stated, document, reading, near=near, rules=own_rules)
    # What the coverage calls the speakers takes long to read, and most documents have no place.
    places = find(by=None, spellings={})
    if not places:
        return []
    material = coverage.material(document.id)
    if by is not None:
        places = find(by=by, spellings=_spellings(material))
    shown = (_shown(document, reading, material, place) for place in places)
    return [s for s in shown if s is not None]


def _spellings(material: Material | None) -> dict[str, tuple[str, ...]]:
    """Return what the coverage calls each entity of its documents: names, and phrases such as offices."""
    if material is None:
        return {}
    return {
        member: tuple(spelling.text for spelling in entity.spellings if spelling.form != "pronoun")
        for entity in material.entities
        for member in entity.member_ids
    }


def _shown(
    document: Document, reading: Reading | None, material: Material | None, place: Place
) -> ShownPlace | None:
    """Return the place with the sentences that hold it; None when its document does not bear it out."""
    whole = Span(place.spans[0].start, place.spans[-1].end)
    held = [s for s in (() if reading is None else reading.sentences) if s.meets(whole)]
    span = Span(min([whole.start, *(s.start for s in held)]), max([whole.end, *(s.end for s in held)]))
    sentences = Verbatim(span.of(document.text), anchor(document.id, document.text, span))
    speaker = None
    if place.quotation is not None and place.quotation.speaker_span is not None:
        at = place.quotation.speaker_span
        speaker = Verbatim(at.of(document.text), anchor(document.id, document.text, at))
    documents = {document.id: document}
    name = _name(document, reading, place.quotation) if speaker is not None else None
    if not all(is_supported(line, documents) for line in (sentences, speaker, name) if line is not None):
        return None
    label = document.input if material is None else material.sentence_label(sentences.anchor)
    return ShownPlace(place, document, label, sentences, speaker, name)


def _name(document: Document, reading: Reading | None, quotation: Quotation | None) -> Verbatim | None:
    """Return the last name before a quotation of who speaks it; None where that is named right there."""
    if reading is None or quotation is None or quotation.speaker_entity_id is None:
        return None
    at = quotation.speaker_span
    names = [
        m.span for m in reading.mentions if m.entity_id == quotation.speaker_entity_id and m.form == "name"
    ]
    before = [span for span in names if at is not None and span.end <= at.start]
    if not before or any(at is not None and span.meets(at) for span in names):
        return None
    span = before[-1]
    return Verbatim(span.of(document.text), anchor(document.id, document.text, span))


def quote_object(answer: Answer, catalogue: Catalogue, *, limit: int) -> dict[str, Any]:
    """Return the answer of `recoupe check-quote --json`; offsets are within the document."""
    return {
        "schema": SCHEMA,
        "kind": "quote_check",
        "words": answer.stated,
        "by": answer.by,
        "outcome": answer.outcome,
        "n_places": len(answer.places),
        "places": [_place_object(shown) for shown in answer.places[:limit]],
    }


def _place_object(shown: ShownPlace) -> dict[str, Any]:
    place, at = shown.place, shown.sentences.anchor
    outlet, published = shown.document.outlet, shown.document.published
    quotation = place.quotation
    return {
        "document": place.document_id,
        "label": shown.label,
        "outlet": None if outlet is None else outlet.value,
        "published": None if published is None else published.value,
        "outcome": place.outcome,
        "why": place.why or None,
        "likeness": round(place.likeness, 3),
        "quotation": None if quotation is None else quotation.id,
        "speaker": None if quotation is None else quotation.speaker,
        "speaker_words": None if shown.speaker is None else shown.speaker.text,
        "spans": [[span.start, span.end] for span in place.spans],
        "start": at.span.start,
        "end": at.span.end,
        "text": shown.sentences.text,
        "changes": [
            {"kind": change.kind, "stated": _written(change.stated), "told": _told(shown.document, change)}
            for change in place.changes
        ],
    }


def _written(found: Iterable[Any]) -> str | None:
    return " ".join(token.written for token in found) or None


def _told(document: Document, change: Change) -> str | None:
    """Return the article's words of a change as they stand there; None where it has none."""
    if not change.told:
        return None
    return document.text[change.told[0].start : change.told[-1].end]


def show_quote(face: Interface, answer: Answer, *, limit: int) -> None:
    """Write the outcome, then each place with its sentence and what was changed."""
    screen = Screen(face)
    screen.line(words(face.text(f"quote.{_said(answer)}", by=answer.by or ""), _STYLES[answer.outcome]))
    for shown in answer.places[:limit]:
        screen.blank()
        _show_place(face, screen, shown)
    if len(answer.places) > limit:
        screen.blank()
        screen.note(face.text("count.more", n=len(answer.places) - limit))


def _said(answer: Answer) -> str:
    """Return the key of the message that tells the outcome."""
    if answer.outcome in ("exact", "elsewhere") and answer.by is not None:
        return f"{answer.outcome}_by"
    if answer.outcome == "altered" and answer.places[0].place.is_cut:
        return "altered_cut"
    return answer.outcome.replace(" ", "_")


def _show_place(face: Interface, screen: Screen, shown: ShownPlace) -> None:
    outlet = shown.document.outlet
    published = shown.document.published
    about = [
        face.text("dossier.no_outlet") if outlet is None else outlet.value,
        face.text("dossier.no_date") if published is None else face.catalogue.date(published.value),
        face.text("quote.no_speaker") if shown.speaker is None else shown.speaker.text,
    ]
    if shown.name is not None:
        about[-1] += f" ({shown.name.text})"
    if shown.place.why:
        about.append(face.text(f"quote.{shown.place.why.replace(' ', '_')}"))
    screen.note(" · ".join(about))
    screen.marked(f"[{shown.label}]", shown.sentences.text, shown.marks)
    for change in shown.place.changes:
        stated, told = _written(change.stated), _told(shown.document, change)
        kind = face.text(f"quote.change_{change.kind.replace(' ', '_')}")
        if stated is None:
            line = face.text("quote.change_missing", told=face.quoted(told or ""))
        elif told is None:
            line = face.text("quote.change_extra", stated=face.quoted(stated))
        else:
            line = face.text("quote.change", stated=face.quoted(stated), told=face.quoted(told))
        shown_kind = face.text("joined.named", what=kind, text="")
        screen.line(words(shown_kind, STRONG), words(line, QUIET), indent=2)
