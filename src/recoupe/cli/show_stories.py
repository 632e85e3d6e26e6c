"""The list of stories on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from recoupe.cli.base import Interface
from recoupe.cli.screen import ALERT, LABEL, QUIET, STRONG, Screen, joined, words
from recoupe.dossier.as_json import line_text
from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import Head
from recoupe.messages import Catalogue

_DAY = len("2031-03-09")


def show_stories(face: Interface, heads: Sequence[Checked[Head]]) -> None:
    """Write one line for each story, and how to see one whole."""
    screen = Screen(face)
    rows = [_row(face, head.shown) for head in heads]
    if screen.is_narrow:
        below = [(label, joined([story, joined(figures, " · ")], "\n")) for label, story, *figures in rows]
        screen.table(("", face.text("stories.column_story")), below, shares=(0, 1))
    else:
        columns = ("", face.text("stories.column_story"), face.text("dossier.origins_of"), "", "")
        screen.table(columns, rows, shares=(0, 5, 3, 0, 0))
    screen.blank()
    screen.note(face.text("stories.next", handle=heads[0].shown.handle))


def _row(face: Interface, head: Head) -> tuple[Text | str, ...]:
    title = " · ".join([face.text("dossier.no_title"), *(a.input.value for a in head.articles[:1])])
    title = title if head.title is None else line_text(head.title, face.catalogue)
    divergent = f"≠ {face.text('count.divergences', n=head.n_divergences)}" if head.n_divergences else ""
    aside = (published(face, head), face.text("stories.by_hand") if head.by_hand else "")
    return (
        words(head.handle, LABEL),
        joined([words(title, STRONG), words(" · ".join(part for part in aside if part), QUIET)], "  "),
        origins_text(face, head.n_origins, head.n_unknown),
        face.text("count.articles", n=len(head.articles)),
        words(divergent, ALERT),
    )


def published(face: Interface, head: Head) -> str:
    """Return when the articles were published, as finely as they say; empty when none says so."""
    return published_text(face.catalogue, head)


def published_text(catalogue: Catalogue, head: Head) -> str:
    """Return the same in the catalogue's language."""
    dates = sorted({a.published.value for a in head.articles if a.published is not None})
    if not dates:
        return ""
    first, last = dates[0][:10], dates[-1][:10]
    if catalogue.date(first) == catalogue.date(last):
        return catalogue.text("stories.on", {"first": first})
    if len(first) < _DAY or len(last) < _DAY:
        return f"{catalogue.date(first)} – {catalogue.date(last)}"
    return catalogue.text("stories.between", {"first": _shortened(catalogue, first, last), "last": last})


def _shortened(catalogue: Catalogue, first: str, last: str) -> str:
    """Return the first day in words, without the year and the month that the last one tells, too."""
    whole = catalogue.date(first)
    named = whole.removesuffix(f" {first[:4]}") if first[:4] == last[:4] else whole
    return named.split(" ")[0] if first[:7] == last[:7] else named


def origins_text(face: Interface, n_origins: int, n_unknown: int) -> str:
    """Return "3 origines", and beside it how many tellings have an origin that nothing decides."""
    known = face.text("count.origins", n=n_origins) if n_origins or not n_unknown else ""
    unknown = face.text("count.unknown", n=n_unknown) if n_unknown else ""
    return " + ".join(part for part in (known, unknown) if part)
