"""The words and marks of a sentence as the tagger takes them, with joined names parted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from recoupe.records.spans import Span
from recoupe.stages.read.names.listed import ListedNames
from recoupe.stages.read.names.tables import NameTables

_WORD = re.compile(r"(?:[A-Z]\.-?){2,6}|[A-ZÀ-Þ]\.(?=[ \u00a0-]?[A-ZÀ-Þ])|[^\W_]+(?:[-‑][^\W_]+)*|[^\w\s]|_")
_JOINT = re.compile("[-‑]")
_MIN_PART = 3
_JOINING = frozenset({"ORG.club", "ORG.media"})
"""Bodies that papers join: teams that meet, media that ask together."""


@dataclass(frozen=True)
class Words:
    """The words and marks of one sentence, as columns: starts, ends, forms."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    forms: tuple[str, ...]


def words_of(text: str, sentence: Span, *, joined: frozenset[str] = frozenset()) -> Words:
    """Return the words and marks of a sentence; hyphenated words whole, save for a prefix ("ex-URSS").

    joined: small words that a hyphen makes part of the name behind them ("el-Mina").
    """
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    for match in _WORD.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        form = match[0]
        if not form[0].isupper() and len(form) > 3 and form[0].isalpha():
            for joint in _JOINT.finditer(form):
                after = joint.end()
                if form[after].isupper():
                    if form[: joint.start()].lower() not in joined:
                        starts += (start, start + joint.start())
                        ends += (start + joint.start(), start + after)
                        forms += (form[: joint.start()], "-")
                        start, form = start + after, form[after:]
                    break
        starts.append(start)
        ends.append(end)
        forms.append(form)
    return Words(tuple(starts), tuple(ends), tuple(forms))


def joining_names(tables: NameTables, listed: ListedNames) -> frozenset[str]:
    """Return the words that call a team or a paper, which a hyphen joins to others ("RTL", "Figaro")."""
    teams_and_media = {name for name in listed.sure if not _JOINING.isdisjoint(listed.kinds[name])}
    papers = {
        name.split(" ")[1]
        for name, known in tables.known.items()
        if known.type == "ORG"
        and name.count(" ") == 1
        and tables.function_words.get(name.split(" ")[0].lower()) == "article"
    }
    return frozenset(teams_and_media | papers)


def split_joined(
    sentences: Sequence[Words], *, tables: NameTables, joining: frozenset[str]
) -> tuple[Words, ...]:
    """Return the words with those cut in which names are joined ("Kane-Olsen", "Ottawa-Lima", "ABC-Le").

    A word is cut where each part is a known place, one of those that a hyphen joins or stands alone elsewhere
    in the document, and the whole is not known. An article that opens a name or a number that ends one may
    be among them.
    """
    alone = {form for words in sentences for form in words.forms if form[0].isupper()}
    return tuple(_split(words, alone, tables=tables, joining=joining) for words in sentences)


def _split(words: Words, alone: set[str], *, tables: NameTables, joining: frozenset[str]) -> Words:
    if not any("-" in form and len(form) > 3 for form in words.forms):
        return words
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    for start, end, form in zip(words.starts, words.ends, words.forms, strict=True):
        parts = _parts_of(form, tables=tables) if len(form) > 3 else [form]
        if len(parts) > 1 and _are_names(form, parts, alone, tables=tables, joining=joining):
            at = start
            for i, part in enumerate(parts):
                if i:
                    starts.append(at - 1)
                    ends.append(at)
                    forms.append("-")
                starts.append(at)
                ends.append(at + len(part))
                forms.append(part)
                at += len(part) + 1
        else:
            starts.append(start)
            ends.append(end)
            forms.append(form)
    return Words(tuple(starts), tuple(ends), tuple(forms))


def _parts_of(form: str, *, tables: NameTables) -> list[str]:
    """Return the parts of a word with hyphens; the last ones are one where they are a known place."""
    parts = form.split("-")
    for k in range(1, len(parts) - 1):
        if "-".join(parts[k:]) in tables.known:
            return [*parts[:k], "-".join(parts[k:])]
    return parts


def _are_names(
    form: str, parts: Sequence[str], alone: set[str], *, tables: NameTables, joining: frozenset[str]
) -> bool:
    if form in tables.known or form in joining or form in tables.first_names:
        return False
    lands = [part for part in parts if (k := tables.known.get(part)) and k.key in tables.countries]
    if any(part in tables.first_names and part not in lands for part in parts):
        return False
    rest = [*parts]
    if rest[0].isdigit():
        del rest[0]
    if rest[-1].istitle() and tables.function_words.get(rest[-1].lower()) == "article":
        del rest[-1]
    beside = (bool(lands), not joining.isdisjoint(rest))
    return bool(rest) and all(
        _is_name(part, alone, tables=tables, joining=joining, beside=beside) for part in rest
    )


def _is_name(
    part: str, alone: set[str], *, tables: NameTables, joining: frozenset[str], beside: tuple[bool, bool]
) -> bool:
    """Tell whether a part is a name; beside: whether a land, and a team or paper, is among the parts."""
    if part in joining:
        return True
    beside_land, beside_team = beside
    known = tables.known.get(part)
    kinds = ("LOC", "ORG") if beside_land else ("LOC",)
    is_known = known is not None and (known.sure or beside_team) and known.type in kinds
    return len(part) >= _MIN_PART and part[0].isupper() and (part in alone or is_known)
