"""The announced encounters of a story as a calendar (RFC 5545), one entry for each day that is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from recoupe.dossier.check import Checked
from recoupe.dossier.dossier import Article, Dossier, Encounter, Evidence, PositionLine
from recoupe.messages import Catalogue
from recoupe.records.values import When

ANNOUNCED = frozenset({"planned", "possible"})
"""Statuses of an encounter that lies ahead; what was cancelled or took place is no appointment."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAX_OCTETS = 75


@dataclass(frozen=True)
class Entry:
    """One appointment: an encounter and the time that some articles tell for it.

    start, end: "20261202", or "20261202T090000Z" when an hour is told. other: who else tells another time.
    """

    encounter: Encounter
    position: PositionLine
    start: str
    end: str | None
    n_times: int


def entries_of(dossier: Dossier) -> tuple[tuple[Entry, ...], int]:
    """Return the appointments, earliest first, and how many announced ones have no day that is known."""
    entries: list[Entry] = []
    undated = 0
    for encounter in dossier.encounters:
        if encounter.status not in ANNOUNCED:
            continue
        found = list(_entries(encounter))
        undated += not found
        entries += found
    return tuple(sorted(entries, key=lambda e: (e.start, e.encounter.id))), undated


def _entries(encounter: Encounter) -> Iterator[Entry]:
    timed: dict[tuple[str, str | None], PositionLine] = {}
    for row in encounter.rows:
        for position in row.positions if row.slot == "time" else ():
            bounds = bounds_of(position.value) if isinstance(position.value, When) else None
            if bounds is not None:
                timed.setdefault(bounds, position)
    for (start, end), position in timed.items():
        yield Entry(encounter, position, start, end, len(timed))


def bounds_of(when: When) -> tuple[str, str | None] | None:
    """Return the start and end of a told time; None when it is no day or hour."""
    if "/" in when.edtf and "T" in when.edtf and when.earliest is not None and when.latest is not None:
        first, last = (f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}" for at in (when.earliest, when.latest))
        return first, last
    if when.granularity in ("day", "part of day") and _DAY.match(when.edtf):
        day = datetime.fromisoformat(when.edtf[:10])
        return f"{day:%Y%m%d}", f"{day + timedelta(days=1):%Y%m%d}"
    if when.granularity in ("minute", "hour") and when.earliest is not None:
        return f"{when.earliest.astimezone(UTC):%Y%m%dT%H%M%SZ}", None
    return None


def calendar_of(checked: Checked[Dossier], catalogue: Catalogue) -> str:
    """Return the calendar's text, lines folded and ended as the standard has it; valid without any entry."""
    dossier = checked.shown
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Recoupe//recoupe//" + catalogue.language.upper()]
    for entry in entries_of(dossier)[0]:
        lines += _event(dossier, entry, catalogue)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _event(dossier: Dossier, entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    encounter = entry.encounter
    names = " – ".join(side.name.text for side in encounter.participants)
    is_day = "T" not in entry.start
    yield "BEGIN:VEVENT"
    yield f"UID:{encounter.id}-{entry.start}@recoupe"
    yield f"DTSTAMP:{_stamp(dossier, entry)}"
    yield f"DTSTART;VALUE=DATE:{entry.start}" if is_day else f"DTSTART:{entry.start}"
    if entry.end is not None:
        yield f"DTEND;VALUE=DATE:{entry.end}" if is_day else f"DTEND:{entry.end}"
    yield "SUMMARY:" + _escaped(f"{catalogue.term('encounter', encounter.kind)} {names}".strip())
    place = next(
        (p.stated.text for row in encounter.rows if row.slot == "place" for p in row.positions), None
    )
    if place is not None:
        yield "LOCATION:" + _escaped(place)
    yield "DESCRIPTION:" + _escaped("\n".join(_told(dossier, entry, catalogue)))
    url = next((a.url.value for a in _articles(dossier, entry) if a.url is not None), None)
    if url is not None:
        yield f"URL:{url}"
    firm = encounter.status == "planned" and entry.n_times == 1
    yield f"STATUS:{'CONFIRMED' if firm else 'TENTATIVE'}"
    yield "END:VEVENT"


def _stamp(dossier: Dossier, entry: Entry) -> str:
    """Return when the entry was made: there is no clock here, so the last article's publication tells."""
    latest = dossier.story.latest
    if latest is not None:
        return f"{latest.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f"{entry.start[:8]}T000000Z"


def _told(dossier: Dossier, entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    """Yield the sentences that tell the appointment, each with its article."""
    evidence: dict[str, Evidence] = {line.label: line for line in entry.position.evidence}
    outlets = {a.label: a.outlet.value for a in dossier.story.articles if a.outlet is not None}
    for label, line in evidence.items():
        words = line.words if line.sentence is None else line.sentence
        outlet = outlets.get(label.split(".")[0], catalogue.text("dossier.no_outlet"))
        yield catalogue.text(
            "joined.named", {"what": f"[{label}] {outlet}", "text": catalogue.quoted(words.text)}
        )


def _articles(dossier: Dossier, entry: Entry) -> Iterator[Article]:
    return (a for a in dossier.story.articles if a.document_id in entry.position.document_ids)


def _escaped(text: str) -> str:
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, written)
    return "".join(c for c in text if c >= " ")


def _folded(line: str) -> str:
    """Return a content line broken so that no part of it is longer than 75 octets."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _MAX_OCTETS - bool(parts):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
