"""The words that name an encounter: which of them stand in a sentence, as nouns or as verbs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from recoupe.packs import Pack
from recoupe.records.findings import Channel, Status
from recoupe.records.spans import Span

Kind = Literal["meeting", "call", "visit", "summit"]
_KINDS: dict[str, Kind] = {"meeting": "meeting", "call": "call", "visit": "visit", "summit": "summit"}
_STATUS: dict[str, Status] = {"planned": "planned", "held": "held"}
_GATHERS = {"gather": "group", "convene": "body"}
_CHANNELS: dict[str, Channel] = {
    "in person": "in person",
    "call": "call",
    "video": "video",
    "unknown": "unknown",
}


@dataclass(frozen=True)
class Word:
    """One form of a word that names encounters.

    stem: of the noun or verb, so that "rencontrer" and "rencontre" are seen as one word.
    needs: what a noun has to have beside it (side, two, body). again: with an article it takes up an
    encounter told before. frames: in which a verb tells of one. status: what the verb itself says.
    gathers: whom it needs one of only: plurals ("the ministers"), bodies.
    """

    part: Literal["noun", "verb"]
    stem: str
    kind: Kind
    channel: Channel
    needs: str
    again: bool
    frames: tuple[str, ...]
    status: Status | None = None
    gathers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trigger:
    """An encounter word in the text, with its readings: the noun first."""

    span: Span
    readings: tuple[Word, ...]


def find_triggers(plain: str, sentence: Span, pack: Pack) -> Iterator[Trigger]:
    """Yield the encounter words of a sentence in order; `plain` has straight apostrophes and plain spaces."""
    forms = _forms(pack)
    for match in _pattern(pack).finditer(plain, sentence.start, sentence.end):
        yield Trigger(Span(match.start(), match.end()), forms[match[0].casefold()])


@cache
def _forms(pack: Pack) -> dict[str, tuple[Word, ...]]:
    table: dict[str, list[Word]] = {}
    for row in pack.lexicon("encounter_nouns"):
        for form in row["forms"].split("|"):
            stem = pack.functions.stem(form.split()[0])
            word = Word(
                "noun",
                stem,
                _KINDS[row["kind"]],
                _CHANNELS[row["channel"]],
                row["needs"],
                row["again"] == "yes",
                (),
            )
            table.setdefault(form.casefold(), []).append(word)
    for row in pack.lexicon("encounter_verbs"):
        stem = pack.functions.stem(row["lemma"].split()[-1].split("'")[-1])
        frames = tuple(row["frames"].split("|"))
        word = Word(
            "verb",
            stem,
            _KINDS[row["kind"]],
            _CHANNELS[row["channel"]],
            "",
            False,
            frames,
            _STATUS.get(row["status"]),
            tuple(_GATHERS[frame] for frame in frames if frame in _GATHERS),
        )
        for form in pack.functions.verb_forms(row["lemma"], "all"):
            table.setdefault(form.casefold(), []).append(word)
    return {form: tuple(words) for form, words in table.items()}


@cache
def _pattern(pack: Pack) -> re.Pattern[str]:
    """All forms, the longest first, so that "conversation téléphonique" is not cut to "conversation"."""
    forms = sorted(_forms(pack), key=lambda form: (-len(form), form))
    return re.compile(r"(?i)(?<![\w-])(?:" + "|".join(map(re.escape, forms)) + r")(?![\w-])")
