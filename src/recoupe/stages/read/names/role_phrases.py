"""Words that call a person by office, post or profession: "le ministre russe des Affaires étrangères"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from recoupe.packs import Pack
from recoupe.records.findings import Role
from recoupe.records.spans import Span
from recoupe.stages.read.names.tables import NameTables, name_tables
from recoupe.stages.read.names.tokens import Token, tokens_of
from recoupe.stages.text.name_forms import folded_name

_LINK = re.compile(r"[ \u00a0\u202f]?['’ \u00a0\u202f]{0,2}$")
_PARTY = re.compile(r"[A-Z][A-Z0-9]{1,5}")
_MAX_COMPLEMENT = 5
_MAX_COMPLEMENTS = 3
FORMER = "former "
"""Begins the key of an office that is said to be held no more."""


@dataclass(frozen=True)
class RolePhrase:
    """A role as it stands in the text.

    core: noun and fixed complement, where no name stands. span: with determiner (no contracted one),
    country and body. determiner: lower-case word before, "" when there is none. office, kind, of: see
    roles.tsv; `of` is None when not said. plural: more than one person. gender: "m" or "f" by form or
    determiner, "" when they do not tell. reach: where words in small letters that complete it end ("la
    cheffe de file des élus locaux"). completes: it only completes the role before it ("l'avocat de la
    victime").
    """

    core: Span
    span: Span
    determiner: str
    office: str
    kind: str
    of: str | None
    plural: bool
    gender: str
    reach: int
    completes: bool = False

    def role(self, text: str) -> Role:
        """Return the role as a record, without the determiner."""
        return Role(text[self.core.start : self.span.end], self.office, self.of)


class Form(NamedTuple):
    """A role as the pack lists it, one form: lower-case words, office and kind, number and gender."""

    words: tuple[str, ...]
    office: str
    kind: str
    plural: bool
    gender: str


@dataclass(frozen=True)
class RoleTables:
    """What the pack knows about roles.

    phrases: by first word the forms that begin so, longest first.
    links: the words that lead a complement. determiners: those that belong to a nominal, and those
    that do not (contracted ones). modifiers: words between determiner and noun. broader: office to the
    wider offices, by (office, country or ""). ministry: offices that take any portfolio, in lower case.
    fields: words that lead one of an office of several words beside the links ("aux"); opening: those that
    never stand right before it ("à la", "chargé de"). bodies: words that may lead a body in small letters.
    plurals, feminines, masculines: determiners of more than one person, of a woman, of a man. former:
    modifiers that say an office is held no more. auxiliaries: verbs that make the word behind them a
    participle.
    """

    phrases: Mapping[str, tuple[Form, ...]]
    links: frozenset[str]
    joins: frozenset[str]
    determiners: frozenset[str]
    contracted: frozenset[str]
    modifiers: frozenset[str]
    broader: Mapping[tuple[str, str], tuple[str, ...]]
    ministry: frozenset[str]
    fields: frozenset[str]
    opening: frozenset[str]
    bodies: frozenset[str]
    plurals: frozenset[str]
    feminines: frozenset[str]
    masculines: frozenset[str]
    former: frozenset[str]
    auxiliaries: frozenset[str]


@cache
def role_tables(pack: Pack) -> RoleTables:
    """Return the lookups for roles of a pack, built once per process."""
    by_first: dict[str, list[Form]] = {}
    for row in pack.lexicon("roles"):
        for form in _forms(row):
            by_first.setdefault(form.words[0], []).append(form)
    small = {
        use: frozenset(row["word"] for row in pack.lexicon("role_words") if row["use"] == use)
        for use in (
            "link",
            "join",
            "determiner",
            "contracted",
            "modifier",
            "ministry",
            "field",
            "opening",
            "body",
            "plural",
            "feminine",
            "masculine",
            "former",
            "auxiliary",
        )
    }
    broader: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in pack.lexicon("offices"):
        key = (row["office"], row["of"])
        broader[key] = (*broader.get(key, ()), row["broader"])
    return RoleTables(
        phrases={
            word: tuple(sorted(forms, key=lambda f: (-len(f.words), f))) for word, forms in by_first.items()
        },
        links=small["link"],
        joins=small["join"],
        determiners=small["determiner"],
        contracted=small["contracted"],
        modifiers=small["modifier"],
        broader=broader,
        ministry=small["ministry"],
        fields=small["field"] | small["opening"],
        opening=small["opening"],
        bodies=small["body"],
        plurals=small["plural"],
        feminines=small["feminine"],
        masculines=small["masculine"],
        former=small["former"],
        auxiliaries=small["auxiliary"],
    )


def _forms(row: Mapping[str, str]) -> Iterator[Form]:
    """Yield the singular and plural forms of a role, masculine and feminine."""
    for phrase, gender in ((row["phrase"], "m" if row["feminine"] else ""), (row["feminine"], "f")):
        if not phrase:
            continue
        words = _words(phrase)
        yield Form(words, row["office"], row["kind"], False, gender)
        if words[0][-1] not in "sx":
            yield Form((words[0] + "s", *words[1:]), row["office"], row["kind"], True, gender)


def form_gender(stated: str, *, tables: RoleTables) -> str:
    """Return the gender that the words of a role tell ("roi": "m"); "" when they are of both or unknown."""
    words = stated.lower().split()
    forms = tables.phrases.get(words[0], ()) if words else ()
    genders = {form.gender for form in forms}
    return genders.pop() if len(genders) == 1 else ""


def _words(phrase: str) -> tuple[str, ...]:
    return tuple(t.text.lower() for t in tokens_of(phrase, Span(0, len(phrase))))


def offices_above(office: str, of: str | None, *, tables: RoleTables) -> frozenset[str]:
    """Return the office itself and every wider one ("foreign minister" gives "minister", "diplomat" …).

    A portfolio that the pack does not list ("minister/ports") is a kind of its office. An office held no
    more ("former minister/ports") is a kind of other such offices only.
    """
    if office.startswith(FORMER):
        return frozenset(FORMER + o for o in offices_above(office.removeprefix(FORMER), of, tables=tables))
    found = {office, office.partition("/")[0]}
    waiting = sorted(found)
    while waiting:
        current = waiting.pop()
        for key in ((current, ""), (current, of or "")):
            for wider in tables.broader.get(key, ()):
                if wider not in found:
                    found.add(wider)
                    waiting.append(wider)
    return frozenset(found)


def find_roles(text: str, sentence: Span, *, pack: Pack) -> tuple[RolePhrase, ...]:
    """Return the role phrases of a sentence in order; a role inside another's complement is part of that."""
    names, roles = name_tables(pack), role_tables(pack)
    tokens = tokens_of(text, sentence, joined=names.joined)
    found = []
    i = last = 0
    while i < len(tokens):
        phrase, end = _role_at(text, tokens, i, names=names, roles=roles)
        if phrase and not _is_surname(text, tokens, i, names=names):
            found.append(replace(phrase, completes=_is_linked(text, tokens, last, i, roles=roles)))
            last = end
        i = max(i + 1, end)
    return tuple(found)


def _is_surname(text: str, tokens: tuple[Token, ...], i: int, *, names: NameTables) -> bool:
    """Tell whether word i ends a surname that begins with an article: "Ana Le Juge"."""
    if i < 2 or not all(token.capital for token in tokens[i - 2 : i + 1]):
        return False
    is_article = names.function_words.get(tokens[i - 1].text.lower()) == "article"
    first = re.split("[-‑]", tokens[i - 2].text)[0]
    near = _follows(text, tokens, i) and _follows(text, tokens, i - 1)
    return is_article and near and first in names.first_names


def _is_linked(text: str, tokens: tuple[Token, ...], behind: int, i: int, *, roles: RoleTables) -> bool:
    """Tell whether nothing but words that lead a complement stand between a role's end and word i."""
    between = range(behind, i + 1)
    return 0 < behind < i and all(
        _follows(text, tokens, j) and (j == i or _is_link(tokens[j], roles=roles)) for j in between
    )


def _reach(text: str, tokens: tuple[Token, ...], i: int, *, roles: RoleTables) -> int:
    """Return where the complements in small letters end that begin at word i."""
    at = i
    for _ in range(_MAX_COMPLEMENTS):
        noun = at
        while noun - at < 3 and noun < len(tokens) and _is_link(tokens[noun], roles=roles):
            noun += 1
        is_joined = at < noun < len(tokens) and all(_follows(text, tokens, j) for j in range(at, noun))
        if not is_joined or not _is_small(text, tokens, noun, roles=roles):
            break
        at = noun + 1
        at += _is_small(text, tokens, at, roles=roles)
    return at


def _role_at(
    text: str, tokens: tuple[Token, ...], i: int, *, names: NameTables, roles: RoleTables
) -> tuple[RolePhrase | None, int]:
    word, is_former = _without_former(tokens[i].text.lower(), roles=roles)
    for words, office, kind, plural, gender in roles.phrases.get(word, ()):
        end, of = _core_end(text, tokens, i, words=words, names=names)
        if not end:
            continue
        core_end = end
        if " ".join(words) in roles.ministry:
            behind = end + (end < len(tokens) and tokens[end].text in names.adjectives)
            fields = roles.fields if len(words) > 1 else frozenset[str]()
            portfolio = _ministry_end(text, tokens, behind, roles=roles, fields=fields)
            if portfolio > behind:
                of = names.adjectives[tokens[end].text] if behind > end else None
                office = f"{office}/{_portfolio(tokens[behind:portfolio], roles=roles)}"
                end = core_end = portfolio
        end, said = _complement(text, tokens, end, kind=kind, names=names, roles=roles)
        of = of or _seat_country(text, tokens, i, core_end, names=names)
        if is_former or (i and tokens[i - 1].text.lower() in roles.former and _follows(text, tokens, i)):
            office = f"{FORMER}{office.removeprefix(FORMER)}"
        start, determiner = _determiner(text, tokens, i, roles=roles)
        many = determiner in roles.plurals
        if many and not plural and words[0][-1] not in "esx":
            # "les juge": the word is a verb.
            continue
        if not determiner and i and tokens[i - 1].text.lower() in roles.auxiliaries:
            # "a prévenu Paul Roux": the word is a participle.
            continue
        if determiner in roles.feminines:
            gender = "f"
        elif determiner in roles.masculines:
            gender = gender or "m"
        core = Span(tokens[i].span.start, tokens[core_end - 1].span.end)
        span = Span(start, tokens[end - 1].span.end)
        tail = end + _is_small(text, tokens, end, roles=roles)
        reach = tokens[_reach(text, tokens, tail, roles=roles) - 1].span.end
        return RolePhrase(
            core, span, determiner, office, kind, of or said, plural or many, gender, reach
        ), end
    return None, 0


def _is_small(text: str, tokens: tuple[Token, ...], i: int, *, roles: RoleTables) -> bool:
    """Tell whether a word in small letters, no link, goes on with the phrase before."""
    return (
        i < len(tokens)
        and tokens[i].text.islower()
        and not _is_link(tokens[i], roles=roles)
        and _follows(text, tokens, i)
    )


def _without_former(word: str, *, roles: RoleTables) -> tuple[str, bool]:
    """Return a word without "ex-" before it, and whether that stood there."""
    before, hyphen, noun = word.partition("-")
    return (noun, True) if hyphen and before in roles.former else (word, False)


def _seat_country(
    text: str, tokens: tuple[Token, ...], start: int, end: int, *, names: NameTables
) -> str | None:
    """Return the country whose seat of power the fixed words name ("locataire de la Maison-Blanche")."""
    for first in range(start + 1, end):
        written = text[tokens[first].span.start : tokens[end - 1].span.end].replace("’", "'")
        known = names.known.get(written) if tokens[first].capital else None
        if known:
            return names.country_of(known.key)
    return None


def _core_end(
    text: str, tokens: tuple[Token, ...], i: int, *, words: tuple[str, ...], names: NameTables
) -> tuple[int, str | None]:
    """Return the end of the phrase at word i, 0 when it does not stand there, and the country inside it."""
    of = None
    at = i + 1
    for n, word in enumerate(words[1:]):
        adjective = names.adjectives.get(tokens[at].text) if at < len(tokens) else None
        if n == 0 and adjective and _follows(text, tokens, at):
            of = adjective
            at += 1
        if at >= len(tokens) or tokens[at].text.lower() != word or not _follows(text, tokens, at):
            return 0, None
        at += 1
    return at, of


def _follows(text: str, tokens: tuple[Token, ...], i: int) -> bool:
    return bool(_LINK.match(text[tokens[i - 1].span.end : tokens[i].span.start]))


def _ministry_end(
    text: str, tokens: tuple[Token, ...], i: int, *, roles: RoleTables, fields: frozenset[str]
) -> int:
    """Return the end of "de la Ville et des Quartiers" or "à la Mer" behind an office of any portfolio."""
    at = i
    for _ in range(3):
        step = at
        while step < len(tokens) and step - at < 4 and _leads_field(tokens[step], fields, roles=roles):
            step += 1
        if step > at and tokens[step - 1].text in roles.opening:
            break  # "le secrétaire d'État à Tarnac"
        if step == at or step >= len(tokens) or not tokens[step].capital or not _follows(text, tokens, step):
            break
        at = step + 1
        while at < len(tokens) and at - step < 3 and _is_ministry_tail(text, tokens, at):
            at += 1
    return at


def _portfolio(words: tuple[Token, ...], *, roles: RoleTables) -> str:
    return folded_name(" ".join(w.text for w in words if not _leads_field(w, roles.fields, roles=roles)))


def _leads_field(token: Token, fields: frozenset[str], *, roles: RoleTables) -> bool:
    return _is_link(token, roles=roles) or (token.text in fields and not token.capital)


def _is_link(token: Token, *, roles: RoleTables) -> bool:
    return token.text.lower() in roles.links and not token.capital


def _is_ministry_tail(text: str, tokens: tuple[Token, ...], i: int) -> bool:
    word = tokens[i].text
    return (
        _follows(text, tokens, i) and word.islower() and word.endswith(("ale", "aux", "eur", "ique", "ères"))
    )


def _complement(
    text: str, tokens: tuple[Token, ...], i: int, *, kind: str, names: NameTables, roles: RoleTables
) -> tuple[int, str | None]:
    """Return the end of country and body behind the noun, and the key of what they name.

    kind: of the role; a body in small letters counts for an office or post only.
    """
    if i < len(tokens) and _follows(text, tokens, i) and tokens[i].text in names.adjectives:
        return i + 1, names.adjectives[tokens[i].text]
    if i < len(tokens) and tokens[i].text.lower() in roles.joins:
        # "le pape et Tomas Rehn" are two.
        return i, None
    at = i
    if i < len(tokens) and tokens[i].text in roles.determiners:
        return i, None  # "la présidente l'interrompt"
    party = kind == "office" and i + 1 < len(tokens) and _PARTY.fullmatch(tokens[i].text)
    if party and _is_link(tokens[i + 1], roles=roles) and _follows(text, tokens, i):
        at = i = i + 1  # "le maire PVD de Valbrune"
    while (
        at < len(tokens) and at - i < 3 and _is_link(tokens[at], roles=roles) and _follows(text, tokens, at)
    ):
        at += 1
    if at == i or at >= len(tokens) or not _follows(text, tokens, at):
        return i, None
    for end in range(min(len(tokens), at + _MAX_COMPLEMENT), at, -1):
        written = text[tokens[at].span.start : tokens[end - 1].span.end].replace("’", "'")
        known = names.known.get(written)
        if known and tokens[at].capital:
            return end, known.key
    inner, end = _role_at(text, tokens, at, names=names, roles=roles)
    if inner and inner.kind == "office":
        return end, inner.of
    end = at
    while end < len(tokens) and _goes_on(text, tokens, at, end, names=names):
        end += 1
    if end - at > 2 and kind == "office" and not any(t.text in names.inside for t in tokens[at:end]):
        # "le président de la Veldonie Ilan Dorvak": a land of one word, then the name.
        end = at + 1
    if end > at:
        return end, folded_name(text[tokens[at].span.start : tokens[end - 1].span.end])
    if kind in {"office", "post"} and tokens[at - 1].text.lower() in roles.bodies:
        # "du gouvernement", "de la police": a body without a name; a bare "de" leads none.
        return at + 1, folded_name(tokens[at].text)
    return i, None


def _goes_on(text: str, tokens: tuple[Token, ...], start: int, i: int, *, names: NameTables) -> bool:
    """Tell whether word i is still of the place or body that begins at `start`; a first name is not."""
    if not tokens[i].capital or i - start >= 4:
        return False
    return i == start or (_follows(text, tokens, i) and tokens[i].text not in names.first_names)


def _determiner(text: str, tokens: tuple[Token, ...], i: int, *, roles: RoleTables) -> tuple[int, str]:
    """Return where the phrase starts with its determiner, and that determiner; ("" without one)."""
    at = i
    while (
        at > 0
        and i - at < 2
        and tokens[at - 1].text.lower() in roles.modifiers
        and _follows(text, tokens, at)
    ):
        at -= 1
    if at == 0 or not _follows(text, tokens, at):
        return tokens[at].span.start, ""
    word = tokens[at - 1].text.lower()
    if word in roles.determiners:
        return tokens[at - 1].span.start, word
    if word in roles.contracted:
        return tokens[at].span.start, word
    return tokens[at].span.start, ""
