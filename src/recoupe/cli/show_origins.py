"""The origins of a story on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from recoupe.cli.base import Interface
from recoupe.cli.screen import LABEL, QUIET, STRONG, Screen, joined, words
from recoupe.cli.show_lists import origin_kind
from recoupe.cli.show_stories import origins_text
from recoupe.cli.spread import Spread, Step, spreads_of, unplaced, voices_of
from recoupe.dossier.as_json import SCHEMA, line_text
from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import Dossier, OriginLine
from recoupe.messages import Catalogue

SHARES = (4, 3, 6)


def show_origins(face: Interface, checked: Checked[Dossier]) -> None:
    """Write one row for each origin: who it is, when it is first seen, and its articles with their delay."""
    dossier = checked.shown
    screen = Screen(face)
    head = dossier.story
    title = face.text("dossier.no_title") if head.title is None else line_text(head.title, face.catalogue)
    screen.blank()
    screen.title(title, head.handle)
    counts = (
        origins_text(face, head.n_origins, head.n_unknown),
        face.text("count.articles", n=len(head.articles)),
    )
    screen.line(" · ".join(counts))
    screen.blank()
    columns = tuple(face.text(f"origins.{key}") for key in ("origin", "first_seen", "articles"))
    screen.table(columns, [_row(face, spread) for spread in spreads_of(dossier)], shares=SHARES)
    nowhere = ", ".join(article.label for article in unplaced(dossier))
    if nowhere:
        screen.line(face.text("origins.unplaced", articles=nowhere))
    labels = {a.document_id: a.label for a in dossier.story.articles}
    voices = [_voice(face, origin, labels) for origin in voices_of(dossier)]
    if voices:
        screen.line(words(face.text("origins.voices") + " ", STRONG), " · ".join(voices))
    if dossier.copies:
        screen.blank()
        screen.note(face.text("origins.legend"))


def _row(face: Interface, spread: Spread) -> tuple[Text | str, ...]:
    origin = spread.origin
    name = "" if origin.name is None else line_text(origin.name, face.catalogue)
    kind = face.catalogue.term("origin", origin_kind(origin))
    first = spread.steps[0].article.published
    seen = face.text("dossier.no_date") if first is None else face.catalogue.date(first.value)
    why = "" if origin.why is None else line_text(origin.why, face.catalogue)
    return (
        joined([words(f"{origin.label}  {kind} {name}".strip(), STRONG), words(why, QUIET)], "\n"),
        seen,
        joined([_step(face, step, is_first=i == 0) for i, step in enumerate(spread.steps)], "\n"),
    )


def _voice(face: Interface, origin: OriginLine, labels: Mapping[str, str]) -> str:
    name = "" if origin.name is None else line_text(origin.name, face.catalogue)
    articles = ", ".join(labels[d] for d in origin.document_ids)
    return f"{origin.label} {name or face.catalogue.term('origin', origin.kind)} ({articles})"


def _step(face: Interface, step: Step, *, is_first: bool) -> Text:
    outlet = step.article.outlet
    name = face.text("dossier.no_outlet") if outlet is None else outlet.value
    asides = [] if is_first else [delay_text(face.catalogue, step)]
    if step.share:
        asides.append(face.text("origins.share", share=step.share))
    return joined(
        [words(f"{step.article.label:<3}", LABEL), name, words(" · ".join(filter(None, asides)), QUIET)]
    )


def delay_text(catalogue: Catalogue, step: Step) -> str:
    """Return how much later an article appeared, as finely as the dates tell; empty when they do not."""
    if step.delay == 0:
        return catalogue.text("origins.at_once")
    if step.delay is not None:
        hours, minutes = divmod(step.delay, 60)
        if hours >= 48:
            return catalogue.text("origins.days_later", {"n": hours // 24})
        return catalogue.text("origins.later", {"hours": hours, "minutes": f"{minutes:02d}"})
    if step.days:
        return catalogue.text("origins.days_later", {"n": step.days})
    return ""


def origins_object(checked: Checked[Dossier], catalogue: Catalogue) -> dict[str, Any]:
    """Return the answer of `recoupe origins --json`."""
    dossier = checked.shown
    return {
        "schema": SCHEMA,
        "kind": "origins",
        "story": dossier.story.id,
        "n_origins": dossier.story.n_origins,
        "n_unknown": dossier.story.n_unknown,
        "origins": [_origin_object(spread, catalogue) for spread in spreads_of(dossier)],
        "unplaced": [article.document_id for article in unplaced(dossier)],
        "voices": [
            {
                "id": origin.id,
                "label": origin.label,
                "kind": origin.kind,
                "name": None if origin.name is None else line_text(origin.name, catalogue),
                "documents": list(origin.document_ids),
            }
            for origin in voices_of(dossier)
        ],
        "links": [
            {
                "from": copy.from_id,
                "to": copy.to_id,
                "kind": copy.kind,
                "directed": copy.directed,
                "share": round(copy.share, 4),
            }
            for copy in dossier.copies
        ],
    }


def _origin_object(spread: Spread, catalogue: Catalogue) -> dict[str, Any]:
    origin = spread.origin
    return {
        "id": origin.id,
        "label": origin.label,
        "kind": origin.kind,
        "name": None if origin.name is None else line_text(origin.name, catalogue),
        "why": None if origin.why is None else line_text(origin.why, catalogue),
        "n_tellings": origin.n_tellings,
        "articles": [
            {
                "document": step.article.document_id,
                "label": step.article.label,
                "outlet": None if step.article.outlet is None else step.article.outlet.value,
                "published": None if step.article.published is None else step.article.published.value,
                "share_in_common": None if step.share is None else round(step.share, 4),
                "minutes_later": step.delay,
                "days_later": step.days,
            }
            for step in spread.steps
        ],
    }
