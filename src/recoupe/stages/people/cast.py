"""The people and things of a story's accounts, as the pieces that identities are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from recoupe.packs import Pack
from recoupe.records.accounts import Account, CastMember
from recoupe.records.findings import Role
from recoupe.records.spans import Anchor, Span
from recoupe.records.values import Reason
from recoupe.stages.read.names.role_phrases import find_roles, form_gender, role_tables
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.text.name_forms import name_words, normal_name, sound_key

_NEAR = 12
"""How many characters may stand between "a été élu" and the office."""


@dataclass(frozen=True)
class Piece:
    """An entity of one account.

    words: folded words of its fullest name, empty when it is only called by role. roles: with an office
    that the pack knows. translated: the account is a machine translation. beside: how the surnames of
    the persons sound who are named in the same sentences. belongings: senses of what is said to be
    theirs ("l'administration de X"), see belongings.tsv. gender: of its given name or title, "" when they
    do not tell. role_gender: of the words for its roles ("roi", "la ministre"). is_namesake: said to be
    somebody else of the same name. apart: ids of the document entities that a correction keeps it from.
    """

    member: CastMember
    document_id: str
    words: tuple[str, ...]
    roles: tuple[Role, ...]
    translated: bool
    beside: frozenset[str]
    belongings: frozenset[str]
    gender: str
    role_gender: str = ""
    is_namesake: bool = False
    apart: frozenset[str] = frozenset()

    @property
    def type(self) -> str:
        """The entity's type."""
        return self.member.entity.type

    @property
    def shown(self) -> tuple[str, Anchor]:
        """What it is called, and where: by its fullest name if it has one, else as it is mentioned first."""
        spelt = [(s[0], s[3]) for s in self.member.spellings if s[1] == "name"]
        full = [place for place in spelt if normal_name(place[0]) == self.member.entity.name]
        return (full or spelt or [(s[0], s[3]) for s in self.member.spellings])[0]


@dataclass
class Cluster:
    """Pieces found to be one; each piece after the first came with its reason."""

    pieces: list[Piece]
    reasons: list[Reason] = field(default_factory=list)

    def absorb(self, other: Cluster, reason: Reason) -> None:
        """Take in another cluster; `reason` is why its first piece belongs here."""
        self.pieces += other.pieces
        self.reasons += [reason, *other.reasons]

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The distinct folded names of the pieces, longest first."""
        return tuple(sorted({p.words for p in self.pieces if p.words}, key=lambda w: (-len(w), w)))

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of all pieces, each once."""
        return tuple(dict.fromkeys(role for piece in self.pieces for role in piece.roles))

    @property
    def gender(self) -> str:
        """ "m" or "f" when the pieces that tell agree; "" otherwise."""
        return _only({piece.gender for piece in self.pieces})

    @property
    def role_gender(self) -> str:
        """As gender, by name and title or else by the words for their roles."""
        return self.gender or _only({piece.role_gender for piece in self.pieces})

    def is_kept_from(self, other: Cluster) -> bool:
        """Tell whether a correction keeps a piece of one from a piece of the other."""
        apart = {member for piece in self.pieces for member in piece.apart}
        return bool(apart) and any(piece.member.entity.id in apart for piece in other.pieces)

    def documents(self) -> frozenset[str]:
        """Return the ids of the documents its pieces are of."""
        return frozenset(piece.document_id for piece in self.pieces)


def _only(genders: set[str]) -> str:
    told = genders - {""}
    return told.pop() if len(told) == 1 else ""


def pieces_of(account: Account, pack: Pack | None) -> tuple[Piece, ...]:
    """Return the pieces of an account, in the order of its cast.

    pack: of the account's language; without it belongings and genders are unknown.
    """
    beside = _beside(account)
    return tuple(
        Piece(
            member=member,
            document_id=account.document_id,
            words=name_words(member.entity.name) if member.entity.names else (),
            roles=tuple(
                dict.fromkeys(
                    role
                    for role in (*member.entity.roles, *_appointments(account, member, pack=pack))
                    if role.office
                )
            ),
            translated=bool(account.machine_translated),
            beside=frozenset(beside.get(member.entity.id, set()) - {member.entity.id}),
            belongings=_belongings(account, member, pack=pack),
            gender=_gender(account, member, pack=pack),
            role_gender=_role_gender(member, pack=pack),
            is_namesake=_is_namesake(account, member, pack=pack),
        )
        for member in account.cast
        if member.spellings
    )


def _beside(account: Account) -> dict[str, set[str]]:
    """Return for each of the cast how the surnames sound of the persons named in the same sentences."""
    starts = [anchor.span.start for anchor, _ in account.sentences]
    people: dict[int, list[CastMember]] = {}
    for member in account.cast:
        for _, form, _, anchor in member.spellings:
            if form != "name":
                continue
            i = _last_at_most(starts, anchor.span.start)
            if member not in people.setdefault(i, []):
                people[i].append(member)
    beside: dict[str, set[str]] = {}
    for members in people.values():
        for member in members:
            others = {
                sound_key(name_words(m.entity.name)[-1])
                for m in members
                if m is not member and m.entity.type == "PER" and name_words(m.entity.name)
            }
            beside.setdefault(member.entity.id, set()).update(others)
    return beside


def _last_at_most(starts: Sequence[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


def _belongings(account: Account, member: CastMember, *, pack: Pack | None) -> frozenset[str]:
    if pack is None:
        return frozenset()
    words = name_tables(pack).of_person
    found: set[str] = set()
    for before, _ in _surroundings(account, member):
        found.update(words[word.lower()] for word in re.findall(r"\w+", before)[-2:] if word.lower() in words)
    return frozenset(found)


def _surroundings(account: Account, member: CastMember) -> Iterator[tuple[str, str]]:
    """Yield what stands before and behind each name of a member in its sentence."""
    starts = [sentence.span.start for sentence, _ in account.sentences]
    for _, form, _, anchor in member.spellings:
        i = _last_at_most(starts, anchor.span.start) if form == "name" else -1
        if i < 0 or not account.sentences[i][0].span.holds(anchor.span):
            continue
        sentence, text = account.sentences[i]
        yield text[: anchor.span.start - sentence.span.start], text[anchor.span.end - sentence.span.start :]


def _appointments(account: Account, member: CastMember, *, pack: Pack | None) -> Iterator[Role]:
    """Yield the offices that a member is told to have been given ("X a été élue maire de Y")."""
    if pack is None or member.entity.type != "PER":
        return
    appointed = pack.compiled(pack.macros["people_appointed"])
    for _, after in _surroundings(account, member):
        match = appointed.match(after)
        for phrase in find_roles(after, Span(0, len(after)), pack=pack) if match else ():
            if match and match.end() <= phrase.core.start <= match.end() + _NEAR:
                yield phrase.role(after)
                break


def _is_namesake(account: Account, member: CastMember, *, pack: Pack | None) -> bool:
    """Tell whether a name is said beside it to be another's, too ("X, homonyme du député")."""
    if pack is None or member.entity.type != "PER":
        return False
    namesake = pack.compiled(pack.macros["people_namesake"])
    return any(namesake.match(after) for _, after in _surroundings(account, member))


def _gender(account: Account, member: CastMember, *, pack: Pack | None) -> str:
    if pack is None:
        return ""
    tables = name_tables(pack)
    given = re.split(r"[\s-]", member.entity.name)[0]
    gender = tables.first_names.get(given, "")
    if gender in {"m", "f"} and len(name_words(member.entity.name)) > 1:
        return gender
    titles = [before.split()[-1:] for before, _ in _surroundings(account, member)]
    told = {tables.honorific_gender.get(title[0], "") for title in titles if title}
    return _only(told & {"m", "f"})


def _role_gender(member: CastMember, *, pack: Pack | None) -> str:
    """Return the gender that the words for a member's roles tell: of their form, else of their determiner."""
    if pack is None:
        return ""
    tables = role_tables(pack)
    told = {form_gender(role.stated, tables=tables) for role in member.entity.roles}
    nominals = [s[0].lower() for s in member.spellings if s[1] == "nominal"]
    if any(text.split()[0] in tables.feminines for text in nominals):
        return "f"
    return _only(told)


def by_document(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces in a fixed order: by name, then document, then entity."""
    return sorted(pieces, key=lambda p: (p.words, p.document_id, p.member.entity.id))
