"""What the document and the tables know, set against what a tagger took each name for."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from recoupe.packs import Rule
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.candidates import Candidate
from recoupe.stages.read.names.decisions import TypedName
from recoupe.stages.read.names.role_phrases import RolePhrase
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.tokens import tokens_of
from recoupe.stages.read.names.types import evidence_for
from recoupe.stages.text.name_forms import name_words, normal_name

_BY_TAGGER = 4.0
"""Points of the tagger's own choice, beside those of name_types."""
_BRIDGE = re.compile(r" |['’]| (?:\w{1,3} |\w['’])")
_OWNED = re.compile(r"([\w-]{2,30}) (?:\w{1,3}['’]|\w{2,3} )$")
_JOINED_BEFORE = re.compile(r"(?<![\w-])([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,20})-[ \u00a0]?$")
_OWNER = 5.0
_MIN_REPEATED = 3
_SPACES = (" ", "\u00a0", "\u202f")

Tagged = tuple[Span, NameType]


def agree(
    text: str,
    tagged: Iterable[Tagged],
    *,
    roles: Mapping[Span, Sequence[RolePhrase]],
    tables: NameTables,
    rules: tuple[Rule, ...],
    places: Mapping[str, str],
) -> tuple[TypedName, ...]:
    """Return the names of a document in text order.

    Words that call a person by office are cut off, names the tables know are kept whole, common
    abbreviations go; a lone surname is the person named in full elsewhere; what speaks for a person
    beside a name outweighs the tagger where the tables do not know the name; and a name found in one
    place is one in all.
    """
    names = [
        name
        for sentence, inside in _by_sentence(tagged, roles)
        for whole in _whole(text, inside, tables=tables)
        for part in _parts(text, whole, roles[sentence], tables=tables)
        for name in _trimmed(text, part, roles[sentence], tables=tables)
    ]
    typed = _typed(text, names, roles=roles, tables=tables, rules=rules, places=places)
    typed = sorted(typed + _repeated(text, typed, roles, tables=tables))
    typed = sorted(_joined(text, typed))
    return tuple(TypedName(span, kind, normal_name(span.of(text)), "model") for span, kind in sorted(typed))


def _by_sentence(
    tagged: Iterable[Tagged], roles: Mapping[Span, Sequence[RolePhrase]]
) -> list[tuple[Span, list[Tagged]]]:
    """Return the names of each sentence; sentences and names come in text order."""
    rest = list(tagged)
    out = []
    i = 0
    for sentence in roles:
        first = i
        while i < len(rest) and rest[i][0].end <= sentence.end:
            i += 1
        out.append((sentence, rest[first:i]))
    return out


def _whole(text: str, names: Sequence[Tagged], *, tables: NameTables) -> list[Tagged]:
    """Return the names with those joined that together are one known name ("Émirats" "arabes unis")."""
    out: list[Tagged] = []
    for span, kind in names:
        if out:
            whole = Span(out[-1][0].start, span.end)
            known = tables.known.get(normal_name(whole.of(text)))
            if known and _BRIDGE.fullmatch(text[out[-1][0].end : span.start]):
                out[-1] = (whole, known.type)
                continue
        out.append((span, kind))
    return out


def _parts(text: str, name: Tagged, roles: Sequence[RolePhrase], *, tables: NameTables) -> Iterator[Tagged]:
    """Yield a name, or the two of a place and a person in a row.

    They part where a role ends ("président de la Veldonie | Ilan Vial") and where a first name follows a
    place that the tables know ("États-Unis | Hélène Vial").
    """
    span, _ = name
    tokens = tokens_of(text, span, joined=tables.joined)
    for k in range(1, len(tokens)):
        before, after = Span(span.start, tokens[k - 1].span.end), tokens[k:]
        if not after[0].capital or text[before.end : after[0].span.start] not in _SPACES:
            continue
        if before.of(text) in tables.first_names or after[0].text in tables.inside:
            continue
        opens = after[0].text in tables.first_names
        known = tables.known_as(normal_name(before.of(text)))
        ends_role = any(role.core.end < span.start and role.span.end == before.end for role in roles)
        headed = any(token.text in tables.inside or token.text in tables.head for token in tokens[:k])
        if (ends_role and not headed and (opens or len(after) == 2)) or (
            known and known.sure and opens and len(after) > 1
        ):
            yield before, known.type if known else "LOC"
            yield Span(after[0].span.start, span.end), "PER"
            return
    yield name


def _trimmed(text: str, name: Tagged, roles: Sequence[RolePhrase], *, tables: NameTables) -> Iterator[Tagged]:
    """Yield a name without titles and roles at its ends; nothing when it is nothing else."""
    span, kind = name
    tokens = list(tokens_of(text, span, joined=tables.joined))
    if kind == "PER":
        while len(tokens) > 1 and _is_title(tokens[0].text, tables=tables):
            del tokens[0]
            span = Span(tokens[0].span.start, span.end)
        while len(tokens) > 1 and _is_title(tokens[-1].text, tables=tables):
            del tokens[-1]
            span = Span(span.start, tokens[-1].span.end)
    capitals = [token for token in tokens if token.capital]
    if capitals and all(token.text in tables.not_names for token in capitals):
        return
    if _is_office([token.text for token in tokens], tables=tables):
        return
    if any(role.core.holds(span) for role in roles):
        return
    yield span, kind


def _is_title(word: str, *, tables: NameTables) -> bool:
    return word in tables.honorifics or word.lower() in tables.role_words


def _is_office(words: Sequence[str], *, tables: NameTables) -> bool:
    """Tell whether words are a role alone, or with an adjective of a country ("Président norvégien")."""
    titles = [_is_title(word, tables=tables) for word in words]
    return any(titles) and all(
        title or word.lower() in tables.adjectives for title, word in zip(titles, words, strict=True)
    )


def _typed(
    text: str,
    names: Sequence[Tagged],
    *,
    roles: Mapping[Span, Sequence[RolePhrase]],
    tables: NameTables,
    rules: tuple[Rule, ...],
    places: Mapping[str, str],
) -> list[Tagged]:
    """Return the names with the types that tagger, tables and document agree on best."""
    full = {
        words[-1] for span, kind in names if kind == "PER" and len(words := name_words(span.of(text))) > 1
    }
    persons: dict[str, list[float]] = defaultdict(list)
    for sentence, inside in _by_sentence(names, roles):
        ends = frozenset(role.span.end for role in roles[sentence])
        for span, kind in inside:
            written = normal_name(span.of(text))
            known = tables.known.get(written)
            if kind != "PER" and known and known.sure:
                continue
            if kind == "LOC" and places.get(written) != "near" and _is_owner(text, span, tables=tables):
                persons[written].append(_OWNER)
                continue
            tokens = tuple(tokens_of(text, span, joined=tables.joined))
            if not tokens:
                continue
            candidate = Candidate(span, tokens, False, False, "model")
            points = evidence_for(
                text, candidate, sentence=sentence, tables=tables, rules=rules, role_ends=ends
            ).points
            mine = points.get(kind, 0.0) + _BY_TAGGER
            persons[written].append(points.get("PER", 0.0) - mine if kind != "PER" else mine)
    out: list[Tagged] = []
    for span, kind in names:
        written = normal_name(span.of(text))
        words = name_words(written)
        known = tables.known.get(written)
        is_surname = len(words) == 1 and words[0] in full and not (known and known.sure)
        if is_surname or (kind != "PER" and sum(persons.get(written, ())) > 0.0):
            kind = "PER"
        out.append((span, kind))
    return out


def _is_owner(text: str, span: Span, *, tables: NameTables) -> bool:
    """Tell whether what a person has stands before a name ("le régime d'…")."""
    match = _OWNED.search(text[max(0, span.start - 40) : span.start])
    return match is not None and match[1].lower() in tables.of_person


def _joined(text: str, names: Sequence[Tagged]) -> list[Tagged]:
    """Return the names with the other halves of pairs of persons of which one was found ("Vial- Dorvak").

    What else the first half was taken for gives way.
    """
    out: list[Tagged] = []
    for span, kind in names:
        before = _JOINED_BEFORE.search(text[max(0, span.start - 30) : span.start])
        if kind == "PER" and before and " " not in span.of(text):
            start = span.start - len(before[0])
            half = Span(start, start + len(before[1]))
            if out and out[-1][0] == half:
                del out[-1]
            if not out or out[-1][0].end <= start:
                out.append((half, "PER"))
        out.append((span, kind))
    return out


def _repeated(
    text: str, names: Sequence[Tagged], sentences: Iterable[Span], *, tables: NameTables
) -> list[Tagged]:
    """Return the further places of the names found and of the persons' surnames, each of its usual type."""
    kinds: dict[str, Counter[NameType]] = defaultdict(Counter)
    for span, kind in names:
        kinds[span.of(text)][kind] += 1
        surname = span.of(text).rpartition(" ")[2]
        if kind == "PER" and len(surname) > _MIN_REPEATED and surname not in tables.known:
            kinds[surname][kind] += 1
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    written: dict[tuple[str, ...], str] = {}
    for name in sorted(kinds):
        words = tuple(token.text for token in tokens_of(name, Span(0, len(name)), joined=tables.joined))
        if words and words[0][0].isupper() and len(name) >= _MIN_REPEATED:
            by_first[words[0]].append(words)
            written[words] = name
    taken = [span for span, _ in names]
    out: list[Tagged] = []
    i = 0
    for sentence in sentences:
        tokens = tokens_of(text, sentence, joined=tables.joined)
        for j, token in enumerate(tokens):
            while i < len(taken) and taken[i].end <= token.span.start:
                i += 1
            for words in sorted(by_first.get(token.text, ()), key=len, reverse=True):
                if tuple(t.text for t in tokens[j : j + len(words)]) != words:
                    continue
                span = Span(token.span.start, tokens[j + len(words) - 1].span.end)
                free = (i >= len(taken) or span.end <= taken[i].start) and (
                    not out or out[-1][0].end <= span.start
                )
                if free and span.of(text) == written[words]:
                    kind = min(kinds[written[words]].items(), key=lambda item: (-item[1], item[0]))[0]
                    out.append((span, kind))
                    break
    return out
