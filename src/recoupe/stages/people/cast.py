"""The people and things of a story's accounts, as the pieces that identities are put together from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from recoupe.packs import Pack
from recoupe.records.findings import Role
from recoupe.records.relations import Account, CastMember
from recoupe.records.spans import Anchor
from recoupe.records.values import Reason
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.text.name_forms import name_words, sound_key


@dataclass(frozen=True)
class Piece:
    """An entity of one account.

    words: folded words of its fullest name, empty when it is only called by role. roles: with an office
    that the pack knows. translated: the account is a machine translation. beside: how the surnames of
    the persons sound who are named in the same sentences. belongings: senses of what is said to be
    theirs ("l'administration de X"), see belongings.tsv. gender: of its given name, "" when that does
    not tell.
    """

    member: CastMember
    document_id: str
    words: tuple[str, ...]
    roles: tuple[Role, ...]
    translated: bool
    beside: frozenset[str]
    belongings: frozenset[str]
    gender: str

    @property
    def type(self) -> str:
        """The entity's type."""
        return self.member.entity.type

    @property
    def first_anchor(self) -> Anchor:
        """Where it is mentioned first, by name if it has one."""
        named = [s[3] for s in self.member.spellings if s[1] == "name"]
        return (named or [s[3] for s in self.member.spellings])[0]


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
        told = {piece.gender for piece in self.pieces} - {""}
        return told.pop() if len(told) == 1 else ""

    def documents(self) -> frozenset[str]:
        """Return the ids of the documents its pieces are of."""
        return frozenset(piece.document_id for piece in self.pieces)


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
            roles=tuple(role for role in member.entity.roles if role.office),
            translated=bool(account.machine_translated),
            beside=frozenset(beside.get(member.entity.id, set()) - {member.entity.id}),
            belongings=_belongings(account, member, pack=pack),
            gender=_gender(member, pack=pack),
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
    for _, form, _, anchor in member.spellings:
        if form != "name":
            continue
        for sentence, text in account.sentences:
            if sentence.span.holds(anchor.span):
                before = re.findall(r"\w+", text[: anchor.span.start - sentence.span.start])[-2:]
                found.update(words[word.lower()] for word in before if word.lower() in words)
    return frozenset(found)


def _gender(member: CastMember, *, pack: Pack | None) -> str:
    if pack is None:
        return ""
    given = re.split(r"[\s-]", member.entity.name)[0]
    gender = name_tables(pack).first_names.get(given, "")
    return gender if gender in {"m", "f"} and len(name_words(member.entity.name)) > 1 else ""


def by_document(pieces: Iterable[Piece]) -> list[Piece]:
    """Return pieces in a fixed order: by name, then document, then entity."""
    return sorted(pieces, key=lambda p: (p.words, p.document_id, p.member.entity.id))
