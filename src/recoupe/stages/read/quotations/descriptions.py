"""Whom a phrase means that names nobody: "la ministre", "le syndicat", "la Valbrunoise"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Literal

from recoupe.records.findings import DocumentEntity, Mention, Role
from recoupe.records.spans import Span
from recoupe.stages.read.names.references import offices_fit
from recoupe.stages.read.names.role_phrases import role_tables
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.quotations.cast import Cast, gender_of_noun
from recoupe.stages.read.quotations.definite_phrases import (
    body_heads,
    complement_of,
    decades,
    described,
    head_word,
    kin_heads,
    kinds_of,
    office_heads,
    sort_of,
)
from recoupe.stages.read.quotations.scene import Scene, Voice, few, gender_match, of_named, sort_of_voice
from recoupe.stages.read.quotations.speech import Token, tokens_of

RULED_OUT = "of another kind of office"
"""A trait of voices that others teach from and that are not chosen: "le procureur" is no mayor named before.

Of 902 descriptions 708 are right in articles left out, 705 where its weight is learnt, 700 where such voices
teach nothing (training/speakers.py, 28 November 2026).
"""
_BODIES = frozenset({"body", "league", "circle"})
_SEEN_BEFORE = 20
_LEAD_CHARS = 30
_BESIDE_CHARS = 2
_SOON_WORDS = 4
_COMPLEMENT_CHARS, _COMPLEMENT_WORDS, _COMPLEMENT_LEAD, _SMALL_WORD = 80, 6, 4, 3


class Phrase:
    """A definite phrase for somebody, and what it shows by itself.

    kind: what its noun is one for: "office", "person", "body", "league" (of members), "circle" (a body's part
    or seat), "demonym", "named so" (names of bodies begin so) or "thing".
    article: "the", "this", "possessive" or "many".
    form: "short" (no more than its noun), "complement" or "longer".
    """

    def __init__(self, cast: Cast, span: Span) -> None:
        self.cast, self.span = cast, span
        self.tokens = tokens_of(span.of(cast.draft.text), span.start)
        self.head = head_word(cast, self.tokens)
        self.kind, self.article, self.form = self._kind(), self._article(), self._form()

    @cached_property
    def nouns(self) -> frozenset[str]:
        """The noun and, of one with hyphens, its first part."""
        return frozenset({self.head, self.head.split("-")[0]})

    @property
    def is_personal(self) -> bool:
        """Tell whether a person is meant, as far as the noun tells."""
        return self.kind in {"office", "person", "demonym"}

    @property
    def gender(self) -> str:
        """The gender of the person meant; "" when it is not shown, or a body is meant."""
        if not self.is_personal:
            return ""
        # "L'ancienne ministre": where the article shows none, the adjective does.
        lead = [t for i, t in enumerate(self.tokens) if i == 0 or self.cast.words.has(t, "fore adjective")]
        told = (self.cast.words.genders.get(token.word, "") for token in lead)
        return gender_of_noun(self.head, self.cast.draft.pack) or next((g for g in told if g), "")

    @cached_property
    def role(self) -> Role | None:
        """The office that the phrase names in more words than its noun; None when it names none."""
        at = self.span.start
        mentions = self.cast.mentions_from(at, at + 2)
        found = next((m.role for m in mentions if m.role is not None and self.span.holds(m.span)), None)
        return found if found is not None and " " in found.stated else None

    @cached_property
    def has_fore(self) -> bool:
        """Tell whether an adjective stands before the noun ("l'ancienne ministre")."""
        return any(self.cast.words.has(token, "fore adjective") for token in self.tokens)

    @cached_property
    def said_of(self) -> frozenset[str]:
        """Those of whom the noun is said right beside their names."""
        places = (place for noun in self.nouns for place in self.cast.said_by.get(noun, ()))
        return frozenset(whose for _, _, whose in places if whose in self.cast.named)

    @cached_property
    def kin(self) -> dict[str, Literal["kindred", "alien"]]:
        """Whether the noun is of a kind with those said of each entity; without those of no known kind."""
        pack = self.cast.draft.pack
        own = kinds_of(self.nouns, pack)
        known = ((key, kinds_of(nouns, pack)) for key, nouns in self.cast.nouns_of.items())
        return {key: "kindred" if own & kinds else "alien" for key, kinds in known if own and kinds}

    @property
    def is_kin(self) -> bool:
        """Tell whether the phrase says whose kin somebody is ("la sœur d'un étudiant")."""
        return self.form == "complement" and self.head in kin_heads(self.cast.draft.pack)

    @cached_property
    def n_kindred(self) -> int:
        """How many are called by nouns of the kind of this one, and not by itself."""
        return sum(kin == "kindred" and key not in self.said_of for key, kin in self.kin.items())

    @cached_property
    def before(self) -> str:
        """How the document told of the noun before: "indefinite" ("un maire"), "seen" or ""."""
        text, words = self.cast.draft.text, self.cast.words
        found = re.compile(rf"(?<!\w){re.escape(self.head)}(?!\w)", re.IGNORECASE)
        seen = [m.start() for m in islice(found.finditer(text, 0, self.span.start), _SEEN_BEFORE)]
        leads = (tokens_of(text[max(0, start - _LEAD_CHARS) : start], 0)[-2:] for start in seen)
        if any(token.word in words.indefinite for lead in leads for token in lead):
            return "indefinite"
        return "seen" if seen else ""

    def _kind(self) -> str:
        words, pack = self.cast.words, self.cast.draft.pack
        known = words.classes.get(self.head, frozenset())
        own = next((t for t in self.tokens if t.word == self.head.split("-")[0]), None)
        written = "" if own is None else own.span.of(self.cast.draft.text)
        if (
            written[:1].isupper()
            and not written.isupper()
            and self._is_short()
            and not known & {"body", "circle"}
        ):
            return "demonym"
        if self.head in office_heads(pack):
            return "office"
        for kind in ("league", "body", "circle"):
            if kind in known:
                return kind
        if sort_of(self.cast, self.head) == "person":
            return "person"
        return "named so" if self.head in body_heads(pack) else "thing"

    def _article(self) -> str:
        classes = (("possessive", "possessive"), ("many", "many"), ("demonstrative", "this"))
        return next((name for c, name in classes if self.cast.words.has(self.tokens[0], c)), "the")

    def _is_short(self) -> bool:
        return all(t.word in self.head.split("-") or self._is_small(t) for t in self.tokens)

    def _is_small(self, token: Token) -> bool:
        return token.word == "-" or self.cast.words.has(token, "determiner", "fore adjective", "link")

    def _form(self) -> str:
        if self._is_short():
            return "short"
        return "complement" if complement_of(self.cast, self.tokens) else "longer"


def described_voices(
    scene: Scene, phrase: Phrase, *, but: str | None = None
) -> Iterator[tuple[Voice, tuple[str, ...]]]:
    """Yield those whom a phrase may mean, each with what is true of him: first nobody who bears a name.

    but: somebody whom it does not mean.

    "Le ministre" alone means somebody of whom the article says so beside his name: of 36 marked ones 34.
    """
    near = {entity.id for entity in scene.entities if entity.id != but}
    if not (phrase.article == "the" and phrase.form == "short" and phrase.said_of & near):
        yield Voice(described(scene.cast, phrase.span), None, phrase.span), tuple(_of_nobody(scene, phrase))
    counts = {entity.id: len(scene.cast.names_of[entity.id]) for entity in scene.entities}
    most = Counter[str]()
    for entity in scene.entities:
        most[entity.type] = max(most[entity.type], counts[entity.id])
    for entity in scene.entities:
        if entity.id == but:
            continue
        if phrase.article == "possessive" and entity.id not in phrase.said_of:
            continue  # "son avocat" is nobody told of before by another noun
        is_body = phrase.kind in _BODIES or sort_of(scene.cast, phrase.head) == "body"
        if phrase.article == "many" and (entity.type == "PER" or is_body):
            continue  # "les voisins" are no single person, "les autorités" no single body
        if phrase.kind == "office" and entity.type != "PER":
            continue  # "le préfet" is no prefecture
        if is_body and entity.type == "PER":
            continue  # "l'entreprise" is nobody who founded it
        if _is_of_other_age(phrase, entity) or _is_of_elsewhere(phrase, entity):
            continue
        if _holds_another(phrase, entity):
            continue  # "la conseillère d'État" is no "conseillère nationale"
        if phrase.said_of and entity.id not in phrase.said_of and _has_other_office(phrase, entity):
            continue  # beside "le ministre Claire Morel", "le ministre" is no president
        traits = list(of_named(scene, entity))
        if counts[entity.id] == most[entity.type]:
            traits.append(f"{_fit(phrase, entity)} named most: {phrase.form}")
        gender = gender_match(scene, entity)
        if gender == "other" and entity.id in phrase.said_of:
            gender = "same"  # "le ministre Claire Morel": the office is told of in its own gender
        is_woman = gender == "other" and phrase.gender == "f"
        if is_woman and (phrase.kind == "office" or scene.cast.surely.get(entity.id) == "m"):
            continue  # "la ministre" is no Paul
        traits += _of_phrase(phrase, entity, gender=gender)
        traits += _by_noun(phrase, entity)
        traits += _beside(scene, phrase, entity)
        more = _together(phrase, _fit(phrase, entity), traits)
        yield Voice(entity.name, entity), tuple(dict.fromkeys([*traits, *more]))


def _has_other_office(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether a phrase of an office alone calls somebody otherwise than by his own office."""
    offices = office_heads(phrase.cast.draft.pack)
    own = phrase.cast.nouns_of.get(entity.id, frozenset())
    return bool(phrase.nouns & offices) and bool(own & offices) and not own & phrase.nouns


def _is_of_other_kind(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether a phrase of an office held today is of another kind than the office said of somebody."""
    if phrase.kind != "office" or phrase.has_fore or entity.id in phrase.said_of:
        return False
    own = phrase.cast.nouns_of.get(entity.id, frozenset()) & office_heads(phrase.cast.draft.pack)
    is_alien = phrase.kin.get(entity.id) == "alien"
    besides = "besides" in phrase.cast.words.classes.get(phrase.head, ())
    is_told = bool(own) or (phrase.form == "short" and not besides)
    return is_alien and entity.type == "PER" and is_told


def _is_anothers_kin(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether a phrase is of somebody's kin, and nobody says that it is this one: "la sœur du mort"."""
    return phrase.is_kin and entity.id not in phrase.said_of


def _holds_another(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether the noun of a phrase is said of somebody in the name of another office."""
    if phrase.role is None:
        return False
    pack, noun = phrase.cast.draft.pack, phrase.role.stated.split(" ")[0]
    names, roles = name_tables(pack), role_tables(pack)
    own = [role for role in entity.roles if role.stated.split(" ")[0] == noun and role.stated != noun]
    return bool(own) and not any(offices_fit(phrase.role, held, names=names, roles=roles) for held in own)


def _of_nobody(scene: Scene, phrase: Phrase) -> Iterator[str]:
    """Yield what speaks for a phrase that means nobody who bears a name."""
    kind, article, form = phrase.kind, phrase.article, phrase.form
    for what in (kind, article, form, f"{kind} {form}", f"{article} {form}", f"{article} {kind}"):
        yield f"nobody: {what}"
    if phrase.has_fore:
        yield "nobody: fore adjective"
    names = scene.cast.names_in(phrase.span)
    if names:
        yield f"nobody: holds name {names[0].type}"
    if phrase.before:
        yield f"nobody: {phrase.before} before"
        yield f"nobody: {phrase.before} before {form}"
    if not phrase.said_of:
        yield f"nobody: kindred to {few(phrase.n_kindred, 2)}"
        yield f"nobody: kindred to {few(phrase.n_kindred, 2)}: {form}"
    yield "nobody: said of " + ("nobody", "one", "many")[min(2, len(phrase.said_of))]


def _fit(phrase: Phrase, entity: DocumentEntity) -> str:
    return "fit" if (entity.type == "PER") == phrase.is_personal else "unfit"


def _of_phrase(phrase: Phrase, entity: DocumentEntity, *, gender: str) -> Iterator[str]:
    """Yield how a phrase suits the sort of somebody who bears a name."""
    who, kind, article, form = sort_of_voice(entity), phrase.kind, phrase.article, phrase.form
    yield f"{who} gender: {gender}"
    yield _fit(phrase, entity)
    yield f"{_fit(phrase, entity)}: {article} {form}"
    for what in (kind, form, f"{kind} {form}", f"{article} {form}"):
        yield f"{who}: {what}"
    if phrase.has_fore:
        yield f"{who}: fore adjective"
    names = phrase.cast.names_in(phrase.span)
    if names:
        own = any(mention.entity_id == entity.id for mention in names)
        yield f"{who}: holds own name" if own else f"{_fit(phrase, entity)}: holds a name"


def _beside(scene: Scene, phrase: Phrase, entity: DocumentEntity) -> Iterator[str]:
    """Yield whether somebody is named right beside the phrase: "Infrabel, the network's operator, …"."""
    before, behind = scene.before(entity), scene.behind(entity)
    if before is not None and 0 <= phrase.span.start - before.end <= _BESIDE_CHARS:
        yield "named right before"
    if behind is None or behind.start < phrase.span.end:
        return
    between = phrase.cast.draft.text[phrase.span.end : behind.start][:_LEAD_CHARS]
    if len(between) <= _BESIDE_CHARS:
        yield "named right behind"
    elif len(between) < _LEAD_CHARS and len(tokens_of(between, 0)) <= _SOON_WORDS:
        yield "named soon behind"


def _by_kin(phrase: Phrase, entity: DocumentEntity) -> Iterator[str]:
    """Yield whether the nouns that somebody is called by are of the kind of a phrase's."""
    kin = phrase.kin.get(entity.id)
    if kin is None:
        return
    how = kin if kin == "alien" else "kindred alone" if phrase.n_kindred == 1 else "kindred too"
    yield how
    yield f"{how}: {phrase.form}"


def _by_noun(phrase: Phrase, entity: DocumentEntity) -> Iterator[str]:
    """Yield what the nouns that the document calls somebody by say for a phrase."""
    pack, kind, form = phrase.cast.draft.pack, phrase.kind, phrase.form
    said = phrase.cast.nouns_of.get(entity.id, frozenset())
    nouns = {noun for noun in said if sort_of(phrase.cast, noun) != "thing"}
    if entity.id in phrase.said_of:
        yield "said of him"
        yield f"said of him: {form}"
        yield "said of him " + ("alone" if len(phrase.said_of) == 1 else "too")
        if form == "complement":
            yield f"said of him: {_complements(phrase, entity)}"
    else:
        if phrase.said_of:
            yield "said of another"
            yield f"said of another: {form}" + (" alone" if len(phrase.said_of) == 1 else "")
        other = "other office" if nouns & office_heads(pack) else "other noun" if nouns else "no noun"
        yield other
        yield f"{other}: {kind}"
        if _is_of_other_kind(phrase, entity) or _is_anothers_kin(phrase, entity):
            yield RULED_OUT
        yield from _by_kin(phrase, entity)
    if entity.type == "PER":
        return
    yield f"{kind}: name of " + (
        "capitals" if entity.name.isupper() else "words" if " " in entity.name else "one word"
    )
    first, *rest = [t.word for t in tokens_of(entity.name, 0) if t.word[0].isalpha()] or [""]
    if first == phrase.head:
        yield "name begins with noun"
    elif phrase.head in rest:
        yield "name holds noun"
    else:
        yield f"name without noun: {kind}"
        if first in body_heads(pack):
            yield "name begins with another noun"


def _is_of_other_age(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether somebody is not as old as a noun for his age says ("le quinquagénaire")."""
    decade, age = decades(phrase.cast.draft.pack).get(phrase.head), phrase.cast.ages.get(entity.id)
    return decade is not None and age is not None and not decade <= age < decade + 10


def _is_of_elsewhere(phrase: Phrase, entity: DocumentEntity) -> bool:
    """Tell whether a noun is said of somebody with another place: "le maire de Valbrune" is not Tarnac's."""
    cast = phrase.cast
    own = {m.normal.lower() for m in cast.names_in(phrase.span) if m.type == "LOC"}
    places = [
        at for noun in phrase.nouns for at, _, whose in cast.said_by.get(noun, ()) if whose == entity.id
    ]
    near = [m for at in places for m in cast.mentions_from(at - _COMPLEMENT_CHARS, at + _COMPLEMENT_CHARS)]
    told = {
        m.normal.lower()
        for m in near
        if m.form == "name" and m.type == "LOC" and not phrase.span.holds(m.span) and _completes(phrase, m)
    }
    return bool(own and told) and own.isdisjoint(told)


def _completes(phrase: Phrase, mention: Mention) -> bool:
    """Tell whether a name stands right behind a phrase's noun as its complement ("le maire de Tarnac")."""
    low = max(0, mention.span.start - _LEAD_CHARS)
    lead = tokens_of(phrase.cast.draft.text[low : mention.span.start], low)[-_COMPLEMENT_LEAD:]
    return any(t.word in phrase.nouns for t in lead) and all(
        t.word.isalpha() or t.word[-1] == "'" for t in lead
    )


def _complements(phrase: Phrase, entity: DocumentEntity) -> str:
    """Tell whether what completes a noun beside somebody's name completes it in a phrase, too.

    "same complement", "other complement" ("le président du parti, Paul Morel", "le président du club") or
    "no complement" beside the name.
    """
    text = phrase.cast.draft.text
    own = _told_words(phrase, complement_of(phrase.cast, phrase.tokens))
    is_told = False
    for noun in phrase.nouns:
        for at, _, whose in phrase.cast.said_by.get(noun, ()):
            if whose != entity.id or at == phrase.span.start:
                continue
            low = max(0, at - _COMPLEMENT_CHARS)
            beside = tokens_of(text[low : at + _COMPLEMENT_CHARS].split("\n\n")[0], low)
            behind = [i + 1 for i, token in enumerate(beside) if token.word == noun]
            for i in behind:
                if i < len(beside) and phrase.cast.words.has(beside[i], "link"):
                    is_told = True
                    if own & _told_words(phrase, beside[i : i + _COMPLEMENT_WORDS]):
                        return "same complement"
    return "other complement" if is_told else "no complement"


def _told_words(phrase: Phrase, tokens: list[Token]) -> set[str]:
    return {token.word for token in tokens if len(token.word) > _SMALL_WORD}


def _together(phrase: Phrase, fit: str, traits: list[str]) -> Iterator[str]:
    """Yield those of somebody's traits that say more beside what the phrase shows."""
    for trait in traits:
        is_rank, is_subject = trait.endswith("of the last"), trait.startswith("subject")
        has_spoken = "spoke" in trait
        if is_rank or is_subject or has_spoken:
            yield f"{phrase.article}: {trait}"
        if is_rank or trait.startswith("just spoke") or trait.endswith("back of its block"):
            yield f"{fit} {phrase.form}: {trait}"
