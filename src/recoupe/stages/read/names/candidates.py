"""Where names may stand: runs of capitalised words, with the small words that belong to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import msgspec

from recoupe.packs import Rule
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.role_phrases import RolePhrase
from recoupe.stages.read.names.tables import NameTables
from recoupe.stages.read.names.tokens import GAP, Token, tokens_of

_ORDINAL = re.compile(r"[IVXLC]{1,6}(?:e|es|er|re|ère|ème|èmes|nd|nde)?|[A-Z]?\d+[a-z]*")
_MAX_WORDS = 12
_RULE_POINTS = 6.0


@dataclass(frozen=True)
class Candidate:
    """A stretch that may be a name.

    tokens: its words. first: it opens its sentence, so that its capital proves nothing. shouted: it
    stands among capitals only. producer: what found it. type: what the finder takes it to be, with
    `points`; None when it cannot tell.
    """

    span: Span
    tokens: tuple[Token, ...]
    first: bool
    shouted: bool
    producer: str
    type: NameType | None = None
    points: float = 0.0


def find_candidates(
    text: str,
    sentence: Span,
    *,
    tables: NameTables,
    rules: tuple[Rule, ...],
    roles: tuple[RolePhrase, ...] = (),
) -> Iterator[Candidate]:
    """Yield the candidates of one sentence in order; they do not overlap.

    roles: of the sentence; capitals in their fixed words open no name, unless it is a known one, and no
    name goes on where one ends.
    """
    tokens = _without_roles(
        tokens_of(text, sentence, joined=tables.joined), tuple(role.core for role in roles)
    )
    role_ends = frozenset(role.span.end for role in roles)
    shouted = _is_shouted(tokens)
    ruled = _ruled(text, sentence, rules)
    i = 0
    while i < len(tokens):
        known = _known_at(text, tokens, i, tables=tables)
        rule, ruled_end = _ruled_at(tokens, i, ruled)
        if rule and ruled_end > known and not _is_abbreviation(tokens[i:ruled_end], tables=tables):
            found = _candidate(tokens[i:ruled_end], shouted=shouted, producer=rule.id)
            kind: NameType = rule.options["type"]
            yield replace(found, type=kind, points=float(rule.options.get("points", _RULE_POINTS)))
            i = ruled_end
            continue
        if known:
            yield _candidate(tokens[i:known], shouted=shouted, producer="known")
            i = known
            continue
        if not tokens[i].capital or _is_no_start(tokens[i], tables=tables):
            i += 1
            continue
        end = _run_end(text, tokens, i, tables=tables)
        end = _before_person(tokens, i, end, role_ends=role_ends, tables=tables)
        article = i > 0 and tables.function_words.get(tokens[i - 1].text.lower()) == "article"
        for part in _parts(text, tokens[i:end], article=article, tables=tables):
            yield _candidate(part, shouted=shouted, producer="capitals")
        i = end


def _is_abbreviation(tokens: tuple[Token, ...], *, tables: NameTables) -> bool:
    """Tell whether all capitals of a stretch are those of common abbreviations ("prix TTC")."""
    capitals = [token.text for token in tokens if token.capital]
    return bool(capitals) and all(word.isupper() and word in tables.not_names for word in capitals)


def _without_roles(tokens: tuple[Token, ...], roles: tuple[Span, ...]) -> tuple[Token, ...]:
    """Return the words with the capitals of roles taken back; roles come in order and do not overlap."""
    out = []
    i = 0
    for token in tokens:
        while i < len(roles) and roles[i].end <= token.span.start:
            i += 1
        in_role = i < len(roles) and roles[i].holds(token.span)
        out.append(msgspec.structs.replace(token, capital=False) if in_role and token.capital else token)
    return tuple(out)


def _ruled(text: str, sentence: Span, rules: tuple[Rule, ...]) -> dict[int, tuple[int, Rule]]:
    """Return by start the end of the longest name that a rule finds there, with the rule."""
    found: dict[int, tuple[int, Rule]] = {}
    for rule in rules:
        for match in rule.finditer(text, sentence.start, sentence.end):
            start, end = match.span("name")
            if start not in found or end > found[start][0]:
                found[start] = (end, rule)
    return found


def _ruled_at(
    tokens: tuple[Token, ...], i: int, ruled: dict[int, tuple[int, Rule]]
) -> tuple[Rule | None, int]:
    end_offset, rule = ruled.get(tokens[i].span.start, (0, None))
    end = i
    while end < len(tokens) and tokens[end].span.end <= end_offset:
        end += 1
    return (rule, end) if end > i and tokens[end - 1].span.end == end_offset else (None, 0)


def _candidate(tokens: tuple[Token, ...], *, shouted: bool, producer: str) -> Candidate:
    span = Span(tokens[0].span.start, tokens[-1].span.end)
    return Candidate(span, tokens, tokens[0].first, shouted, producer)


def _is_shouted(tokens: tuple[Token, ...]) -> bool:
    letters = [token.text for token in tokens if token.text.isalpha() and len(token.text) > 1]
    return len(letters) > 2 and sum(word.isupper() for word in letters) > 0.7 * len(letters)


def _is_no_start(token: Token, *, tables: NameTables) -> bool:
    lowered = token.text.lower()
    if token.text in tables.honorifics or lowered in tables.role_words:
        return True
    if lowered in tables.function_words and (token.first or not token.text.isupper() or len(lowered) < 3):
        return token.first or tables.function_words[lowered] != "article"
    return len(token.text) == 1 and not token.text.isupper()


def _known_at(text: str, tokens: tuple[Token, ...], i: int, *, tables: NameTables) -> int:
    """Return the end of the longest known name of two or more words that starts at word i; 0 for none."""
    for end in range(min(len(tokens), i + tables.longest), i + 1, -1):
        start_offset, end_offset = tokens[i].span.start, tokens[end - 1].span.end
        if end_offset - start_offset > 60:
            continue
        written = text[start_offset:end_offset].replace("’", "'").replace("\u00a0", " ")
        known = tables.known.get(written)
        if known and not (end < len(tokens) and tokens[end].capital and _joins(text, tokens, end)):
            return end
    return 0


def _joins(text: str, tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether word i follows the one before it with nothing but a space between."""
    return bool(GAP.match(text[tokens[i - 1].span.end : tokens[i].span.start]))


def _run_end(text: str, tokens: tuple[Token, ...], i: int, *, tables: NameTables) -> int:
    """Return the end of the run of name words that starts at word i."""
    end = i + 1
    while end < len(tokens) and end - i < _MAX_WORDS:
        token = tokens[end]
        gap = text[tokens[end - 1].span.end : token.span.start]
        elided = _is_elided(tokens[end - 1], gap, tables=tables)
        if token.capital and (GAP.match(gap) or gap in {" & ", "&"} or elided):
            if token.first or token.text in tables.honorifics:
                break
            end += 1
            continue
        after = _after_particles(text, tokens, end, tables=tables)
        opened = (
            tokens[end - 1].text.lower() in tables.particles and tables.particles.get(token.text) == "inner"
        )
        if _is_number(text, tokens, end):
            end += 1
            break
        if not after or not (opened or _takes_particles(tokens[i:end], tables=tables)):
            break
        end = after
    return end


def _before_person(
    tokens: tuple[Token, ...], i: int, end: int, *, role_ends: frozenset[int], tables: NameTables
) -> int:
    """Return the end of a run that begins inside a role ("président de la Veldonie | Ilan Vial")."""
    for k in range(i + 1, end):
        opens = end - i > 2 or _is_first_name(tokens[k].text, tables=tables)
        if tokens[k - 1].span.end in role_ends and opens:
            return k
    return end


def _is_number(text: str, tokens: tuple[Token, ...], i: int) -> bool:
    """Tell whether word i is the number of the abbreviation before it: "RN 124", "A 7"."""
    return (
        tokens[i].text.isdecimal()
        and len(tokens[i].text) < 4
        and tokens[i - 1].text.isupper()
        and _joins(text, tokens, i)
    )


def _parts(
    text: str, run: tuple[Token, ...], *, article: bool, tables: NameTables
) -> Iterator[tuple[Token, ...]]:
    """Yield the names of a run in which two stand side by side: "États-Unis Hélène Vial", "l'Américain Vial".

    A known place, an acronym or a lone word behind an article ends a name when a first name follows, a
    people when any name does. Words that are no names on their own (a lone article) are left out.
    """
    start = 0
    for i in range(1, len(run)):
        before = text[run[start].span.start : run[i - 1].span.end].replace("’", "'")
        after_place = before not in tables.first_names and (
            before in tables.known
            or (article and start == 0 and i == 1 and before not in tables.inside)
            or (len(before) > 1 and before.isupper() and not run[i].text.isupper())
        )
        if (after_place and _is_first_name(run[i].text, tables=tables)) or (
            before in tables.demonyms and run[i].capital
        ):
            yield run[start:i]
            start = i
    rest = run[start:]
    if any(_can_name(token.text, tables=tables) for token in rest):
        yield rest


def _can_name(word: str, *, tables: NameTables) -> bool:
    """Tell whether a word can be a name by itself: no small word, common abbreviation or ordinal."""
    return not (word.lower() in tables.function_words or word in tables.not_names or _ORDINAL.fullmatch(word))


def _is_elided(before: Token, gap: str, *, tables: NameTables) -> bool:
    """Tell whether an apostrophe joins two parts of a name: "N'Golo", "Vial-N'Guessan", "O'Hara"."""
    last = before.text.rsplit("-", 1)[-1]
    article = tables.function_words.get(last.lower()) == "article"
    return gap in {"'", "’"} and last[0].isupper() and len(last) <= 2 and not article


def _takes_particles(tokens: tuple[Token, ...], *, tables: NameTables) -> bool:
    """Tell whether what was read so far is a first name, after which a particle belongs to the name."""
    return any(_is_first_name(token.text, tables=tables) for token in tokens[:2])


def _is_first_name(word: str, *, tables: NameTables) -> bool:
    parts = re.split(r"[-‑]", word)
    return word in tables.first_names or (len(parts) > 1 and all(p in tables.first_names for p in parts))


def _after_particles(text: str, tokens: tuple[Token, ...], i: int, *, tables: NameTables) -> int:
    """Return the word after a capitalised word that follows particles at word i; 0 when there is none."""
    for n in (3, 2, 1):
        if i + n >= len(tokens) or not tokens[i + n].capital:
            continue
        words = tokens[i : i + n]
        written = text[words[0].span.start : tokens[i + n].span.start].strip()
        written = " ".join(written.replace("’", "'").split()).lower()
        if written in tables.particles and GAP.match(text[tokens[i - 1].span.end : words[0].span.start]):
            return i + n + 1
    return 0
