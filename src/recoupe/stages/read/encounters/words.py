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
from recoupe.stages.text.folded import bare_word

Kind = Literal["meeting", "call", "visit", "summit"]
_KINDS: dict[str, Kind] = {"meeting": "meeting", "call": "call", "visit": "visit", "summit": "summit"}
_STATUS: dict[str, Status] = {"planned": "planned", "held": "held"}
_WORD = re.compile(r"(?<![\w-])[^\W\d_]+")
_GOES_ON = re.compile(r"[\w-]")
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
    gathers: whom it needs one of only: plurals ("the ministers"), bodies. is_reflexive: the verb tells of one
    with its pronoun only.
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
    is_reflexive: bool = False


@dataclass(frozen=True)
class Trigger:
    """An encounter word in the text, with its readings: the noun first."""

    span: Span
    readings: tuple[Word, ...]


def find_triggers(plain: str, sentence: Span, pack: Pack) -> Iterator[Trigger]:
    """Yield the encounter words of a sentence in order; `plain` has straight apostrophes and plain spaces."""
    forms, by_first_word = _forms(pack), _by_first_word(pack)
    words = sentence.of(plain)
    lowered = words.lower()
    # A few capitals of other scripts grow when they are lowered; offsets would no longer fit.
    words = lowered if len(lowered) == len(words) else words
    end = 0
    for match in _WORD.finditer(words):
        if match.start() < end or match[0] not in by_first_word:
            continue
        for form in by_first_word[match[0]]:
            stop = match.start() + len(form)
            if words.startswith(form, match.start()) and not _GOES_ON.match(words, stop):
                end = stop
                yield Trigger(
                    Span(sentence.start + match.start(), sentence.start + end), forms[form.casefold()]
                )
                break


@cache
def _forms(pack: Pack) -> dict[str, tuple[Word, ...]]:
    table: dict[str, list[Word]] = {}
    for row in pack.lexicon("encounter_nouns"):
        forms = row["forms"].split("|")
        for form in forms:
            stem = pack.functions.stem(_head(form, forms))
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
            pack.functions.is_reflexive(row["lemma"]),
        )
        for form in pack.functions.verb_forms(row["lemma"], "all"):
            table.setdefault(form.casefold(), []).append(word)
    for form in [form for form in table if bare_word(form[0]) != form[0]]:
        # Headlines write capitals without accents: "Echange tendu".
        table.setdefault(bare_word(form[0]) + form[1:], table[form])
    return {form: tuple(words) for form, words in table.items()}


def _head(form: str, forms: list[str]) -> str:
    """Return the word by which a noun is known again: a compound of two nouns by the first of them."""
    word = form.split()[0]
    first, _, rest = word.partition("-")
    return first if rest and first in forms else word


@cache
def _by_first_word(pack: Pack) -> dict[str, tuple[str, ...]]:
    """All forms by their first word, the longest first, so that "conversation téléphonique" is not cut."""
    table: dict[str, list[str]] = {}
    for form in sorted({form.lower() for form in _forms(pack)}, key=lambda form: (-len(form), form)):
        first = _WORD.match(form)
        if first:
            table.setdefault(first[0], []).append(form)
    return {first: tuple(forms) for first, forms in table.items()}
