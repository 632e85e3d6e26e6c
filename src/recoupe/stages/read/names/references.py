"""Who is meant by a role or a pronoun in one document: "le chef de la diplomatie russe", "ce dernier"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from recoupe.packs import Pack
from recoupe.records.findings import Role
from recoupe.records.spans import Span
from recoupe.stages.read.names.people import NamedPerson
from recoupe.stages.read.names.role_phrases import RolePhrase, RoleTables, offices_above, role_tables
from recoupe.stages.read.names.tables import NameTables, name_tables

COUNTERPART = "counterpart"
STATE_OFFICE = "head of state"
"""The office that belongs to countries alone."""
_SUBJECT_START = 30
_NEAR_SENTENCES = 3
_LEAD_SENTENCES = 2
_OPENING = 5
_OWN_ENTITY = frozenset({"office", "post"})


@dataclass(frozen=True)
class Reference:
    """A nominal or pronoun: its span, the role it states (None for a pronoun), whom it means.

    person: None when no named person of the document is meant; `rule`: what decided.
    """

    span: Span
    role: Role | None
    person: NamedPerson | None
    rule: str


@dataclass(frozen=True)
class Scene:
    """What references are read against.

    by_span: the person of each name. appositions: the person beside whose name a role phrase stands, by
    the phrase's core.
    """

    text: str
    sentences: tuple[Span, ...]
    by_span: dict[Span, NamedPerson]
    appositions: dict[Span, NamedPerson]
    pack: Pack

    @cached_property
    def everyone(self) -> list[NamedPerson]:
        """The persons of the document, in the order of their names in the text."""
        return _distinct(person for _, person in self._ordered)

    @cached_property
    def _ordered(self) -> list[tuple[Span, NamedPerson]]:
        return sorted(self.by_span.items(), key=lambda item: item[0])

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span, _ in self._ordered]

    def sentence_index(self, offset: int) -> int:
        """Return the index of the last sentence that starts at or before `offset`."""
        low, high = 0, len(self.sentences)
        while low < high:
            middle = (low + high) // 2
            if self.sentences[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def persons_in(self, sentence: Span) -> list[tuple[Span, NamedPerson]]:
        """Return the persons named in a sentence, in order."""
        first = bisect_left(self._starts, sentence.start)
        return self._ordered[first : bisect_left(self._starts, sentence.end)]


def role_fits(role: Role, person: NamedPerson, *, names: NameTables, roles: RoleTables) -> bool:
    """Tell whether a person of these roles can be called so: same, wider or narrower office."""
    country = names.country_of(role.of)
    countries = {names.country_of(r.of) for r in person.roles} & names.countries
    if country in names.countries and countries and country not in countries:
        return False
    return any(offices_fit(role, held, names=names, roles=roles) for held in person.roles)


def offices_fit(role: Role, held: Role, *, names: NameTables, roles: RoleTables) -> bool:
    """Tell whether two roles can be one: one office a kind of the other, of one country."""
    if role.office is None or held.office is None:
        return False
    one, other = names.country_of(role.of), names.country_of(held.of)
    if one and other and one != other:
        return False
    of = role.of or held.of
    if held.of and other not in names.countries and role.office != held.office:
        # "The president" is no leader of a party, "the head of state" no president of an association.
        is_wider = role.office in offices_above(held.office, None, tables=roles)
        return is_wider and role.office != STATE_OFFICE
    return role.office in offices_above(held.office, names.country_of(of), tables=roles) or (
        held.office in offices_above(role.office, names.country_of(of), tables=roles)
    )


def resolve(scene: Scene, phrases: Iterable[RolePhrase]) -> Iterator[Reference]:
    """Yield one reference for each free role phrase and pronoun, in text order; persons learn their roles."""
    pending = sorted(phrases, key=lambda p: p.core)
    made: list[Reference] = []
    strangers: list[int] = []
    _share_plurals(scene, pending)
    names, roles = name_tables(scene.pack), role_tables(scene.pack)
    for phrase in pending:
        if phrase.plural or not phrase.determiner:
            continue
        role = phrase.role(scene.text)
        person: NamedPerson | None
        if phrase.core in scene.appositions:
            person, rule = scene.appositions[phrase.core], "apposition"
            if phrase.office == COUNTERPART:
                learn_counterpart(scene, phrase, person=person)
        elif phrase.office == COUNTERPART:
            person, role, rule = _counterpart(scene, phrase, names=names, roles=roles)
        elif phrase.kind == "relation":
            strangers.append(phrase.span.start)
            continue
        else:
            person, rule = _holder(scene, phrase, role=role, names=names, roles=roles)
        if person is None and phrase.kind not in _OWN_ENTITY and phrase.office != COUNTERPART:
            continue
        if person and rule != "bare":
            _learn(person, role)
        made.append(Reference(phrase.span, role, person, rule))
    yield from made
    yield from _pronouns(scene, made, strangers)


def _learn(person: NamedPerson, role: Role) -> None:
    if role not in person.roles:
        person.roles.append(role)


def _holder(
    scene: Scene, phrase: RolePhrase, *, role: Role, names: NameTables, roles: RoleTables
) -> tuple[NamedPerson | None, str]:
    """Return the person a role phrase means, and the rule; (None, "none") when nobody fits or several do."""
    persons = scene.everyone
    persons = [p for p in persons if not p.gender or phrase.gender in {"", p.gender}]
    fitting = [p for p in persons if role_fits(role, p, names=names, roles=roles)]
    if len(fitting) == 1:
        return fitting[0], "role"
    if len(fitting) > 1:
        exact = [p for p in fitting if any(r.office == role.office for r in p.roles)]
        if len(exact) == 1 and role.of:
            return exact[0], "role"
        subject = _last_subject(scene, phrase.span.start, among=fitting)
        return (subject, "bare") if subject else (None, "none")
    if phrase.kind == "affiliation":
        subject = _last_subject(scene, phrase.span.start, among=persons)
        return (subject, "subject") if subject else (None, "none")
    if phrase.kind == "office":
        of_title = _of_title(scene, phrase, among=persons)
        following = None if of_title else _named_next(scene, phrase, among=persons)
        if following:
            return following, "named-next"
        return of_title or _of_lead(scene, phrase, among=persons), "title"
    return None, "none"


def _distinct(persons: Iterable[NamedPerson]) -> list[NamedPerson]:
    return list({id(p): p for p in persons}.values())


def _last_subject(scene: Scene, before: int, *, among: list[NamedPerson]) -> NamedPerson | None:
    """Return who was the subject last before an offset: by place or by its verb."""
    here = scene.sentence_index(before)
    for i in range(here, max(-1, here - 1 - _NEAR_SENTENCES), -1):
        sentence = scene.sentences[i]
        subjects = [
            person
            for span, person in scene.persons_in(sentence)
            if span.end <= before and person in among and is_subject(scene, sentence, span)
        ]
        if subjects:
            return subjects[0]
    return None


def is_subject(scene: Scene, sentence: Span, span: Span) -> bool:
    """Tell whether a name looks like the subject of its sentence: near its start or right before a verb."""
    if is_quoted(scene.text, span):
        return False
    return span.start - sentence.start < _SUBJECT_START or bool(
        subject_verb(scene.pack).match(scene.text, span.end)
    )


@cache
def subject_verb(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of what follows a subject: an auxiliary or a verb of saying."""
    return pack.compiled(pack.macros["reference_verb"])


@cache
def acting_verb(pack: Pack) -> re.Pattern[str]:
    """Return the pattern of what follows whoever acts, as headlines word it ("refuse", "va")."""
    return pack.compiled(pack.macros["reference_acts"])


def is_quoted(text: str, span: Span) -> bool:
    """Tell whether a quotation that opened in the same block is still open at the span."""
    start = text.rfind("\n\n", 0, span.start) + 1
    before = text[start : span.start]
    return before.count("«") > before.count("»") or before.count("“") > before.count("”")


def _named_next(scene: Scene, phrase: RolePhrase, *, among: list[NamedPerson]) -> NamedPerson | None:
    """Return a person who is first named in the next sentence, speaks there, and has no role anywhere.

    "Selon le porte-parole du palais, … Comme l'a précisé X" tells the office first and the name after.
    """
    here = scene.sentence_index(phrase.span.start)
    if here + 1 >= len(scene.sentences) or not _speaks(scene, phrase.span):
        return None
    if phrase.determiner in _contracted(scene.pack):
        return None  # "the rector's counsel says": the rector does not
    following = scene.persons_in(scene.sentences[here + 1])
    new = [(s, p) for s, p in following if not p.roles and p.spans[0] == s and len(p.words) > 1]
    speaking = [p for s, p in new if _speaks(scene, s)]
    return speaking[0] if len(speaking) == 1 and speaking[0] in among else None


@cache
def _contracted(pack: Pack) -> frozenset[str]:
    """Return the articles that hold a preposition ("du"): what they open completes something."""
    return frozenset(row["form"] for row in pack.lexicon("contractions"))


def _of_title(scene: Scene, phrase: RolePhrase, *, among: list[NamedPerson]) -> NamedPerson | None:
    """Return the one person of the title, where the text begins with an office and nobody's name.

    "Igor Valkine promises a bridge", and below: "The prefect spoke on Monday in Lyon". Of 41 such beginnings
    (76 press articles, 280 headlines with summaries) two meant somebody else.
    """
    here = scene.sentence_index(phrase.span.start)
    titled = _distinct(person for _, person in scene.persons_in(scene.sentences[0]))
    if not 0 < here <= _LEAD_SENTENCES or len(titled) != 1 or titled[0] not in among or titled[0].roles:
        return None
    told = (named for i in range(1, here + 1) for named in scene.persons_in(scene.sentences[i]))
    lead = (person for span, person in told if span.start < phrase.span.start)
    is_told = any(person is titled[0] for person in scene.appositions.values())
    return None if is_told or any(person is not titled[0] for person in lead) else titled[0]


def _of_lead(scene: Scene, phrase: RolePhrase, *, among: list[NamedPerson]) -> NamedPerson | None:
    """Return who opens the next sentence, first named there, where title or lead opens with an office.

    "The minister in Lyon", and below: "Claire Montbrun has met …", or: "We want a bridge", said Claire
    Montbrun. All eight such beginnings in 91 press articles, 280 headlines with summaries and 680 invented
    short articles meant one person.
    """
    here = scene.sentence_index(phrase.span.start)
    if here > 1 or here + 1 >= len(scene.sentences):
        return None
    opens = phrase.span.start - scene.sentences[here].start < _SUBJECT_START
    named = scene.persons_in(scene.sentences[here + 1])[:1] if opens else []
    told = {id(person) for person in scene.appositions.values()}
    for span, person in named:
        opening = span.start - scene.sentences[here + 1].start < _OPENING or _only_speaks(scene, here + 1)
        is_new = opening and person.spans[0] == span and len(person.words) > 1
        is_new = is_new and not person.roles and id(person) not in told
        if is_new and any(p is person for p in among) and not _is_one_more(scene, here + 1, span):
            return person
    return None


def _only_speaks(scene: Scene, number: int) -> bool:
    """Tell whether a sentence names one person only, and that one as the speaker: "…", said X."""
    named = scene.persons_in(scene.sentences[number])
    return len(named) == 1 and _speaks(scene, named[0][0])


def _is_one_more(scene: Scene, number: int, name: Span) -> bool:
    """Tell whether a sentence says that it tells of somebody else than the one before: "Ana Roux aussi"."""
    told = _one_more(scene.pack).search(scene.text, name.end, scene.sentences[number].end)
    return told is not None


@cache
def _one_more(pack: Pack) -> re.Pattern[str]:
    return pack.compiled(pack.macros["reference_one_more"])


def _speaks(scene: Scene, span: Span) -> bool:
    """Tell whether words beside a span make it a speaker."""
    before, after = _speech_patterns(scene.pack)
    return bool(
        before.search(scene.text, max(0, span.start - 40), span.start) or after.match(scene.text, span.end)
    )


@cache
def _speech_patterns(pack: Pack) -> tuple[re.Pattern[str], re.Pattern[str]]:
    macros = pack.macros
    return pack.compiled(macros["reference_speech_before"] + "$"), pack.compiled(
        macros["reference_speech_after"]
    )


def _counterpart(
    scene: Scene, phrase: RolePhrase, *, names: NameTables, roles: RoleTables
) -> tuple[NamedPerson | None, Role, str]:
    """Return who is meant by "son homologue", with the office of the one whose counterpart it is."""
    stated = phrase.role(scene.text)
    of_whom = _counterpart_of(scene, phrase)
    if of_whom is None:
        return None, stated, "none"
    offices = [r for r in of_whom.roles if r.office and r.office != COUNTERPART]
    for held in offices:
        role = Role(stated.stated, held.office, phrase.of)
        fitting = [
            p for p in scene.everyone if p is not of_whom and role_fits(role, p, names=names, roles=roles)
        ]
        if len(fitting) == 1:
            return fitting[0], role, "counterpart"
    role = Role(stated.stated, offices[0].office if offices else None, phrase.of)
    return None, role, "none"


def learn_counterpart(scene: Scene, phrase: RolePhrase, *, person: NamedPerson) -> None:
    """Give a person the office that "son homologue argentin" beside the name says; nothing when unknown."""
    of_whom = _counterpart_of(scene, phrase)
    if of_whom is None or of_whom is person or phrase.of is None:
        return
    office = next((r.office for r in of_whom.roles if r.office and r.office != COUNTERPART), None)
    if office:
        _learn(person, Role(phrase.role(scene.text).stated, office, phrase.of))


def _counterpart_of(scene: Scene, phrase: RolePhrase) -> NamedPerson | None:
    here = scene.sentence_index(phrase.span.start)
    sentence = scene.sentences[here]
    named = [p for s, p in scene.persons_in(sentence) if s.end <= phrase.span.start]
    if named:
        return named[0]
    return _last_subject(scene, phrase.span.start, among=scene.everyone)


def _share_plurals(scene: Scene, phrases: list[RolePhrase]) -> None:
    """Give "les deux présidents" to the two persons of a sentence beside it who can both be meant."""
    names, roles = name_tables(scene.pack), role_tables(scene.pack)
    for phrase in phrases:
        if not phrase.plural or phrase.kind != "office" or phrase.determiner not in roles.plurals:
            continue
        role = replace_of(phrase.role(scene.text))
        here = scene.sentence_index(phrase.span.start)
        for i in (here, here - 1, here + 1):
            if not 0 <= i < len(scene.sentences):
                continue
            persons = _distinct(p for _, p in scene.persons_in(scene.sentences[i]))
            meant = [p for p in persons if not p.roles or role_fits(role, p, names=names, roles=roles)]
            # "The deputies" beside two names does not say that they are deputies; "the two deputies" does.
            is_of_two = phrase.core.start - phrase.span.start > len(phrase.determiner) + 1
            if len(meant) == 2 and (is_of_two or any(p.roles for p in meant)):
                for person in meant:
                    if not person.roles:
                        person.roles.append(role)
                break


def replace_of(role: Role) -> Role:
    """Return the role without country: the two who share it are of two countries."""
    return Role(role.stated, role.office, None)


def _pronouns(scene: Scene, nominals: list[Reference], strangers: list[int]) -> Iterator[Reference]:
    """Yield the pronouns that one person alone can be meant by.

    Where an unnamed person was spoken of in between ("le négociateur", "sa femme"), nobody is meant for sure.
    strangers: where relatives are told of who bear no name, in text order.
    """
    starts = [nominal.span.start for nominal in nominals]
    for row in scene.pack.lexicon("pronouns") if scene.everyone else ():
        for match in _pronoun_pattern(row["form"], row["use"]).finditer(scene.text):
            span = Span(match.start("word"), match.end("word"))
            i = scene.sentence_index(span.start)
            if i < 0 or not scene.sentences[i].holds(span):
                continue
            if row["use"] == "latter":
                person = _latter(scene, i, span=span)
            elif _is_saying(scene, span):
                person = _last_subject(scene, span.start, among=scene.everyone)
            else:
                continue
            if not person or not {person.gender, _gender_of_lone(scene, person)} <= {"", row["gender"]}:
                continue
            named = max(s.start for s, p in scene.by_span.items() if p is person and s.start < span.start)
            between = nominals[bisect_left(starts, named) : bisect_left(starts, span.start)]
            is_sure = bisect_left(strangers, named) == bisect_left(strangers, span.start)
            if is_sure and all(nominal.person is person for nominal in between):
                yield Reference(span, None, person, row["use"])


def _gender_of_lone(scene: Scene, person: NamedPerson) -> str:
    """Return the gender of somebody known by a first name alone ("Bernard"); "" for any other, or both."""
    told = name_tables(scene.pack).folded_first_names.get(person.words[0]) if len(person.words) == 1 else None
    return told if told in {"m", "f"} else ""


@cache
def _pronoun_pattern(form: str, use: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if use == "latter" else r"(?<=\w-)"
    return re.compile(rf"{before}(?P<word>(?i:{re.escape(form)}))(?![\w-])")


def _is_saying(scene: Scene, span: Span) -> bool:
    """Tell whether a pronoun stands behind a verb of saying ("a-t-il ajouté", "dit-elle")."""
    before, auxiliary, after = _inverted(scene.pack)
    start = max(0, span.start - 25)
    end = span.start - 1
    if auxiliary.search(scene.text, start, end):
        return bool(after.match(scene.text, span.end))
    return bool(before.search(scene.text, start, end))


@cache
def _inverted(pack: Pack) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    macros = pack.macros
    return (
        pack.compiled(macros["reference_inverted_before"] + "$"),
        pack.compiled(macros["reference_inverted_auxiliary"] + "$"),
        pack.compiled(macros["reference_inverted_after"]),
    )


def _latter(scene: Scene, i: int, *, span: Span) -> NamedPerson | None:
    """Return the person named last before "ce dernier", in the sentence before when it opens its own."""
    sentence = scene.sentences[i]
    opens = span.start - sentence.start < 3
    named = scene.persons_in(scene.sentences[i - 1] if opens and i else sentence)
    before = [p for s, p in named if s.end <= span.start]
    return before[-1] if before else None
