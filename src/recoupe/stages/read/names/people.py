"""Persons of one document: which names are one person, and what is said right beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from recoupe.records.findings import Role
from recoupe.records.spans import Span
from recoupe.stages.read.names.role_phrases import RolePhrase
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.tokens import GAP
from recoupe.stages.text.name_forms import name_words

_AFTER_APPOSITION = re.compile(r"\s*(?:[,.;:)(»”!?]|$)")
_HONORIFIC = re.compile(r"([^\W\d_]{1,12}\.?)[ \u00a0\u202f]{1,2}$")
_TITLE = re.compile(r"((?:[\w-]+[ \u00a0]){0,2}[\w-]+)[ \u00a0]$")
_ENDS = frozenset({"", ".", "!", "?", "»", "”", "…"})
_LONGEST_TITLE = 40
_NEAR = 160
_WORD_BEHIND = re.compile(r"[ \u00a0]([^\W\d_]+)")
_JOINED = re.compile(r"(?:, | [^\W\d_]{1,3} )$")  # a comma or one small word


Placed = TypeVar("Placed")


@dataclass
class NamedPerson:
    """A person under construction: the name's folded words, its spans in text order, roles, gender.

    gender: "m", "f" or "" when nothing tells. apart: tells them from another whose name is the same, "M. X"
    from "Mme X"; "" for nearly everybody.
    """

    words: tuple[str, ...]
    name: str
    spans: list[Span] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    gender: str = ""
    apart: str = ""

    @property
    def key(self) -> str:
        """The folded name, with what sets the person apart from a namesake."""
        return " ".join((*self.words, self.apart) if self.apart else self.words)


def group_persons(
    text: str, spans: Iterable[Span], *, tables: NameTables
) -> tuple[list[NamedPerson], dict[Span, NamedPerson]]:
    """Return the persons behind the name spans, and the person of each span.

    A lone surname or first name joins the only full name that has it, of several the one named last
    before it; a title of the other gender speaks against it. So does a surname of several words ("M. Di
    Marsan"), which no first name opens. The first name of a sovereign ("King X") is a whole name.
    """
    ordered = sorted(spans)
    full = {name_words(s.of(text)): s.of(text) for s in reversed(ordered) if len(name_words(s.of(text))) > 1}
    longer: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in full:
        for word in sorted({words[0], words[-1]}):
            longer[word].append(words)
    told: dict[tuple[str, ...], str] = {}
    for span in ordered:
        words = name_words(span.of(text))
        if words in full:
            told[words] = told.get(words) or _gender(text, span, tables=tables)
    persons: dict[tuple[str, ...], NamedPerson] = {}
    by_span: dict[Span, NamedPerson] = {}
    last_at: dict[tuple[str, ...], int] = {}
    for span in ordered:
        words = name_words(span.of(text))
        gender = _gender(text, span, tables=tables)
        known = longer.get(words[-1], []) if words else []
        fitting = [other for other in known if other != words and _is_short_for(words, other)]
        fitting = fitting or [o for o in full if o != words and initials(full[o]) == span.of(text)]
        if fitting and words in full:
            is_last = span.of(text).split()[0] not in tables.first_names
            fitting = [o for o in fitting if len(o) > len(words) and (o[0] == words[0] or is_last)]
        if gender:
            fitting = [o for o in fitting if told[o] in {"", gender}]
        if len(words) == 1 and _reigns(text, span, tables=tables):
            fitting = []
        if fitting:
            # A surname before a first name: "Vial" is Ilan Vial, not Vial Dorvak.
            lone = words[-1]
            words = max(fitting, key=lambda o: (o[-1] == lone, last_at.get(o, -1), -len(o), o))
        name = full.get(words, span.of(text))
        person = persons.setdefault(words, NamedPerson(words, name))
        if len(words) == 1 and gender and person.gender not in {"", gender}:
            person = persons.setdefault((*words, gender), NamedPerson(words, name, apart=gender))
        person.gender = person.gender or gender
        person.spans.append(span)
        by_span[span] = person
        last_at[words] = span.start
    return list(persons.values()), by_span


def initials(name: str) -> str:
    """Return the first letters of the words of a name that have capitals: "JLM" of "Jean-Luc Morel"."""
    return "".join(word[0] for word in re.split(r"[\s-]", name) if word[:1].isupper())


def _is_short_for(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Tell whether `words` is the surname, the first name, or initial and surname of `full`."""
    if not words or (len(words) >= len(full) and len(words) > 1 and len(words[0]) > 1):
        return False
    if full[-len(words) :] == words or (len(words) == 1 and words[0] == full[0]):
        return len(words) < len(full)
    return (
        len(words) > 1
        and len(words[0]) == 1
        and full[0].startswith(words[0])
        and len(full[0]) > 1
        and full[-1] == words[-1]
    )


def _gender(text: str, span: Span, *, tables: NameTables) -> str:
    title = honorific_before(text, span, tables=tables)
    if title:
        return {"m": "m", "f": "f"}.get(tables.honorific_gender.get(title, ""), "")
    first = re.split(r"[\s-]", span.of(text))[0]
    gender = tables.first_names.get(first, "")
    return gender if gender in {"m", "f"} and " " in span.of(text) else ""


def _reigns(text: str, span: Span, *, tables: NameTables) -> bool:
    """Tell whether a first name stands behind the title of a sovereign, who has no surname."""
    if span.of(text) not in tables.first_names:
        return False
    match = _TITLE.search(text[max(0, span.start - _LONGEST_TITLE) : span.start])
    words = match[1].lower().replace("\u00a0", " ").split() if match else []
    return any(" ".join(words[-n:]) in tables.reigns for n in range(1, len(words) + 1))


def honorific_before(text: str, span: Span, *, tables: NameTables) -> str | None:
    """Return the title that stands right before a name ("M.", "Mme"); None when there is none."""
    match = _HONORIFIC.search(text[max(0, span.start - 16) : span.start])
    return match[1] if match and match[1] in tables.honorifics else None


def role_beside(
    text: str,
    span: Span,
    *,
    roles: Sequence[RolePhrase],
    names: Sequence[Span],
    acts: re.Pattern[str],
    tables: NameTables,
) -> tuple[RolePhrase, ...]:
    """Return the roles that stand right before or behind a name and belong to it.

    "le ministre X", "le ministre des Ports, X," and "X, ministre des Ports"; a plural ("les
    présidents X et Y") goes to each name of the list. roles and names: of the sentence, in text order.
    acts: what follows whoever acts; "after X's threats, the minister refuses" gives X no office.
    """
    near = _between(roles, span.start - _NEAR, span.end + _NEAR, start_of=lambda r: r.core.start)
    beside = _between(names, span.start - _NEAR, span.end + 2 * _NEAR, start_of=lambda n: n.start)
    found = []
    gender = _gender(text, span, tables=tables)
    for role in near:
        if {role.gender, gender} == {"m", "f"} and _is_of_another(text, role, span):
            continue
        if role.kind == "relation" and role.office != "counterpart":
            continue
        before = role.span.end <= span.start and _leads(text, role, span, names=beside, roles=near)
        behind = (
            span.end <= role.core.start
            and not role.plural
            and _trails(text, role, span)
            and not (role.determiner and acts.match(text, role.span.end))
            and not (not role.determiner and _has_object(text, role, tables=tables))
            # "X, le ministre Y": the role is the title of Y.
            and not any(_is_title(text, role, name) for name in beside)
        )
        if before or behind:
            found.append(role)
    return tuple(found)


def _has_object(text: str, role: RolePhrase, *, tables: NameTables) -> bool:
    """Tell whether a bare role is a verb, an article right behind it: "X, juge cette grève"."""
    word = _WORD_BEHIND.match(text, role.span.end)
    return word is not None and tables.function_words.get(word[1].lower()) == "article"


def _is_of_another(text: str, role: RolePhrase, span: Span) -> bool:
    """Tell whether a man's office, told by one word before a woman's name, is not hers.

    "Received by the minister, Ana Roux said"; where it opens the sentence, she may be called so: "Le maire,
    Ana Roux, a dit".
    """
    is_apart = role.core.of(text).isalpha() and text[role.span.end : span.start] == ", "
    opens = text[max(0, role.span.start - 2) : role.span.start].rstrip()[-1:] in _ENDS
    return is_apart and not (opens and text[span.end : span.end + 1] == ",")


def _between(
    items: Sequence[Placed], start: int, end: int, *, start_of: Callable[[Placed], int]
) -> Sequence[Placed]:
    """Return the items that start in a stretch; they come in text order."""
    return items[bisect_left(items, start, key=start_of) : bisect_left(items, end, key=start_of)]


def _is_title(text: str, role: RolePhrase, name: Span) -> bool:
    """Tell whether a name stands right behind a role, or behind one word that goes on with it.

    That may be an adjective of a land that nobody lists: "le président valdonien Ivo Kraland".
    """
    if role.span.end >= name.start:
        return False
    more = text[role.span.end : role.reach].split()
    end = role.reach if len(more) == 1 and role.reach < name.start else role.span.end
    return bool(GAP.match(text[end : name.start]))


def _leads(
    text: str, role: RolePhrase, span: Span, *, names: Iterable[Span], roles: Sequence[RolePhrase]
) -> bool:
    if _is_title(text, role, span):
        return True
    beside = next((r for r in roles if r.kind == "affiliation" and r.span.start == role.span.end + 1), None)
    if beside is not None and not beside.determiner and GAP.match(text[beside.span.end : span.start]):
        return True  # "la sénatrice républicaine Ana Roux"
    if role.plural:
        between = [n for n in names if role.span.end < n.start and n.end < span.start]
        return (
            len(between) == 1
            and bool(_JOINED.fullmatch(text[between[0].end : span.start]))
            and bool(GAP.match(text[role.span.end : between[0].start]))
        )
    # "le commandant du groupement, le colonel Paul Roux,"
    starts = [span.start, *(r.span.start for r in roles if _is_title(text, r, span))]
    return (
        # "la cheffe de file des élus locaux, Ana Roux,"; "l'avocat de la victime, Paul Roux" is no victim.
        any(text[role.reach : start] == ", " for start in starts)
        and not role.completes
        and role.determiner != ""
        and not role.plural
        and bool(_AFTER_APPOSITION.match(text, span.end))
    )


def _trails(text: str, role: RolePhrase, span: Span) -> bool:
    start = role.span.start
    gap = text[span.end : start]
    if gap in {", ", " (", " – ", " - ", ",\u00a0"}:
        return True
    # "Ilan Dorvak Ministre des Ports", as machine translations have it; "Ilan Dorvak juge" is a verb.
    return gap == " " and role.determiner == "" and role.kind == "office" and text[start].isupper()
