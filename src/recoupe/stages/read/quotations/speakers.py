"""Who a speaker's words refer to: a name, a role, a pronoun or a document, resolved in one document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from recoupe.packs import Pack
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.read.names.role_phrases import offices_above, role_tables
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker
from recoupe.stages.read.quotations.definite_phrases import (
    described,
    head_word,
    networks,
    office_heads,
    role_heads,
    sort_of,
)
from recoupe.stages.read.quotations.descriptions import Phrase
from recoupe.stages.read.quotations.latter import told_last
from recoupe.stages.read.quotations.phrases import contracted, phrase_end
from recoupe.stages.read.quotations.speech import Token, Words, tokens_of
from recoupe.stages.read.quotations.voices import likeliest, place_of

_PHRASE_CHARS = 80
_WORDS_TO_AGENT = 4
"""Words before "by" that may part it from its noun: "des résultats publiés lundi par …"."""
_LONGEST_ROLE_CHARS = 200
_LEADER = "leader"
"""The office that whoever leads a state holds, in the pack's `offices`."""
_NAMED_AS_SPEAKER = frozenset({"PER", "ORG", "LOC"})


def resolve(
    cast: Cast, span: Span | None, memory: Memory, *, said: tuple[Span, ...] = (), cue: Span | None = None
) -> Speaker:
    """Return who the words of `span` refer to.

    said: the words he says; empty where none are looked at. cue: the words that introduce them. Without a
    span, nobody: the caller decides whether the last speaker goes on.
    """
    if span is None:
        return Speaker(None, None, None)
    outright = told_outright(cast, span, memory)
    if outright is not None:
        return outright
    place = place_of(cast, said, span, cue)
    if place is None:
        return Speaker(span, None, described(cast, span))
    latter = told_last(cast, place, memory) if place.form == "latest" else None
    if latter is not None:
        who = told_outright(cast, latter, memory) or _told_beside(cast, latter)
        return replace(who, span=span, name=who.name or described(cast, latter))
    office = office_name(cast, span) if place.kind == "description" else ""
    found = memory.holders.get(office) or _holder(cast, span) or _known_to_all(cast, span)
    found = found or likeliest(cast, memory, place)
    if found is None:
        return Speaker(span, None, None)
    people = {m.entity_id for m in cast.names_in(span) if m.type == "PER"}
    if place.kind == "description" and found.entity_id in people:
        return Speaker(span, None, described(cast, span))  # "la mère d'Ana Morel" is not she
    if office and found.entity_id is not None:
        # One holds an office in one article: whom it meant first it means again.
        memory.holders.setdefault(office, found)
    return replace(found, span=span)


def _told_beside(cast: Cast, span: Span) -> Speaker:
    """Return the only one of whom the noun of a phrase is said beside his name; without one, its words."""
    said_of = Phrase(cast, span).said_of
    entity = cast.entities.get(next(iter(said_of))) if len(said_of) == 1 else None
    if entity is None:
        return Speaker(span, None, described(cast, span))
    return Speaker(span, entity.id, entity.name, "person" if entity.type == "PER" else "institution")


def _holder(cast: Cast, span: Span) -> Speaker | None:
    """Return the one person who is told of beside his name as what a phrase says, and of the same body.

    "le porte-parole de Morel SA" is "le porte-parole de la société Morel SA, Paul Roche".
    """
    bodies = {m.entity_id for m in cast.names_in(span) if m.type != "PER" and m.entity_id}
    head = head_word(cast, tokens_of(span.of(cast.draft.text), span.start))
    if not bodies or head not in role_heads(cast.draft.pack):
        return None
    told: set[str] = set()
    for noun in {head, head.split("-")[0]}:
        for at, _, whose in cast.said_by.get(noun, ()):
            near = cast.mentions_from(at - _PHRASE_CHARS, at + _PHRASE_CHARS)
            is_person = whose in cast.named and cast.entities[whose].type == "PER"
            if is_person and any(m.entity_id in bodies and not span.holds(m.span) for m in near):
                told.add(whose)
    entity = cast.entities.get(told.pop()) if len(told) == 1 else None
    if entity is None or entity.type != "PER":
        return None
    return Speaker(span, entity.id, entity.name, "person")


def _known_to_all(cast: Cast, span: Span) -> Speaker | None:
    """Return who leads a state, where nobody is told of so and of one person nothing but his name is told.

    Readers know whom an article names again and again and never introduces; a lone noun for many offices
    ("le président") is of a state where the article tells of its leader by another phrase, too.
    """
    stated = [
        m for m in cast.mentions if m.form == "nominal" and m.role is not None and _leads_state(cast, m)
    ]
    own = next((m for m in stated if m.span.start <= span.start + 1 and m.span.end >= span.end), None)
    if own is None or all(_is_many_offices(cast, m) for m in stated):
        return None
    if any(m.entity_id in cast.named for m in stated):
        return None
    bare = [
        entity
        for entity in cast.entities.values()
        if entity.type == "PER" and len(cast.names_of.get(entity.id, ())) > 1 and _is_bare(cast, entity)
    ]
    gender = Phrase(cast, span).gender
    bare = [e for e in bare if {gender, cast.genders.get(e.id, "")} != {"m", "f"}]
    if len(bare) != 1 or cast.names_of[bare[0].id][0].start > span.start:
        return None
    return Speaker(span, bare[0].id, bare[0].name, "person")


def _leads_state(cast: Cast, mention: Mention) -> bool:
    """Tell whether a role is the office of who leads a state, not a body of it."""
    role, pack = mention.role, cast.draft.pack
    if role is None or role.office is None:
        return False
    names = name_tables(pack)
    is_of_state = role.of is None or names.country_of(role.of) in names.countries
    return is_of_state and _LEADER in offices_above(role.office, None, tables=role_tables(pack))


def _is_many_offices(cast: Cast, mention: Mention) -> bool:
    """Tell whether a role is told by one noun that heads several offices."""
    noun = mention.role.stated.split(" ")[-1] if mention.role is not None else ""
    return len(_offices_of(cast.draft.pack).get(noun.lower(), ())) > 1


@lru_cache(maxsize=8)
def _offices_of(pack: Pack) -> Mapping[str, frozenset[str]]:
    """Return the offices whose names begin with each noun."""
    offices: dict[str, set[str]] = {}
    for row in pack.lexicon("roles"):
        for form in ("phrase", "feminine"):
            if row["kind"] == "office" and row[form]:
                offices.setdefault(row[form].split(" ")[0], set()).add(row["office"])
    return {noun: frozenset(found) for noun, found in offices.items()}


def _is_bare(cast: Cast, entity: DocumentEntity) -> bool:
    """Tell whether nothing is said of a person beside the name."""
    nouns = cast.nouns_of.get(entity.id, frozenset())
    return not entity.roles and all(sort_of(cast, noun) == "thing" for noun in nouns)


def office_name(cast: Cast, span: Span) -> str:
    """Return the name of an office of several words ("premier ministre"), in lower case; "" for none."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if head_word(cast, tokens) not in office_heads(cast.draft.pack):
        return ""
    name = described(cast, span).lower()
    return name if " " in name else ""


def told_outright(cast: Cast, span: Span, memory: Memory) -> Speaker | None:
    """Return whom words for a speaker tell by themselves: by a name, a role, or the text that speaks."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    return (
        _named(cast, span, tokens)
        or _nominal(cast, span)
        or _pronoun(cast, span, tokens, memory)
        or _document(cast, span, tokens, memory)
        or _counter(cast, span, tokens, memory)
    )


def _named(cast: Cast, span: Span, tokens: list[Token]) -> Speaker | None:
    """Return the person or body whose own name stands in the phrase, not one that only completes a role."""
    names = cast.names_in(span)
    if text_noun(cast.words, tokens):
        return None
    head = head_word(cast, tokens)
    # "un député Rivage" is nobody's name: the party's only says which one.
    classes = cast.words.classes.get(head, frozenset())
    # "L'éditeur Rivage" is a body, as often as a man.
    of_person = (head in role_heads(cast.draft.pack) or "person" in classes) and "body" not in classes
    places = networks(cast.draft.pack)  # "la page Facebook du collectif": where others speak
    for kinds in ({"PER"},) if of_person else ({"PER"}, _NAMED_AS_SPEAKER):
        for mention in names:
            if len(tokens) > 1 and mention.span.of(cast.draft.text) in places:
                continue
            if mention.type in kinds and not _is_complement(cast, span, mention, tokens):
                return _speaker(cast, mention, span)
    return None


def _is_complement(cast: Cast, span: Span, mention: Mention, tokens: list[Token]) -> bool:
    before = [t for t in tokens if t.span.end <= mention.span.start]
    if mention.type != "PER" and any(t.word == "," for t in before):
        # "la fédération des banques, Febelfin": the name stands beside the phrase.
        before = before[max(i for i, t in enumerate(before) if t.word == ",") + 1 :]
    if mention.type != "PER":
        # "le ministère de la Défense russe": a body or place counts only where its name heads the phrase.
        return not _is_apposed(cast, before) and any(cast.words.has(t, "link", "preposition") for t in before)
    offices = role_heads(cast.draft.pack)
    while before and cast.words.has(before[-1], "address"):
        before.pop()
    if len(before) > 2 and before[-1].word in offices and before[-2].word in contracted(cast.draft.pack):
        # "un proche du président Morel" is not he.
        before.pop()
    lead = [cast.words.has(t, "link") and not cast.words.has(t, "determiner") for t in before[-3:-2]]
    if any(lead) and before[-1].word in offices and cast.words.has(before[-2], "definite"):
        before = before[:-2]  # "la mère de la chanteuse Ana Morel" is not she
    if before and before[-1].word == ".":
        before = before[:-2]
    return bool(before) and cast.words.has(before[-1], "link", "preposition")


def _is_apposed(cast: Cast, before: list[Token]) -> bool:
    """Tell whether a name behind some tokens is that of the body they head: "le groupe de presse Rivage"."""
    words = cast.words
    heads = [t for t in before if not words.has(t, "determiner", "fore adjective")]
    if not heads or sort_of(cast, heads[0].word) != "body" or len(heads) < 3:
        return False
    small = ("determiner", "link", "preposition", "conjunction", "relative", "address")
    if words.has(before[-1], *small):
        return False
    links = [i for i, t in enumerate(before) if words.has(t, "link") and not words.has(t, "coordination")]
    return all(
        not words.has(t, "determiner", "agent", "preposition") for i in links for t in before[i : i + 2]
    )


def _speaker(cast: Cast, mention: Mention, span: Span) -> Speaker:
    entity = cast.entities.get(mention.entity_id or "")
    name = entity.name if entity is not None else mention.span.of(cast.draft.text)
    kind = "person" if mention.type == "PER" else "institution"
    return Speaker(span, mention.entity_id, name, kind)


def _nominal(cast: Cast, span: Span) -> Speaker | None:
    """Return the entity of a nominal mention that begins where the phrase begins."""
    for mention in cast.mentions_from(span.start - _LONGEST_ROLE_CHARS, span.end):
        if mention.form != "nominal" or mention.entity_id is None or not span.meets(mention.span):
            continue
        if mention.span.start <= span.start + 1 or span.holds(mention.span):
            entity = cast.entities.get(mention.entity_id)
            if entity is None or entity.id not in cast.named or _is_inner(cast, span, mention):
                continue
            if not _is_another(cast, span, entity):
                return Speaker(span, mention.entity_id, entity.name)
    return None


def _is_another(cast: Cast, span: Span, entity: DocumentEntity) -> bool:
    """Tell whether a phrase cannot mean somebody: it is of several people, or of another office than his."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if entity.type == "PER" and cast.words.has(tokens[0], "many"):
        return True
    head, offices = head_word(cast, tokens), office_heads(cast.draft.pack)
    own = cast.offices_of(entity.id, offices)
    return bool(own) and head in offices and head not in own


def _is_inner(cast: Cast, span: Span, mention: Mention) -> bool:
    before = tokens_of(cast.draft.text[span.start : mention.span.start], span.start)
    return any(cast.words.has(t, "link", "preposition") for t in before)


def _pronoun(cast: Cast, span: Span, tokens: list[Token], memory: Memory) -> Speaker | None:
    """Return whom a pronoun means that leaves no choice: the last speaker ("cette source") or nobody."""
    classes = cast.words.classes.get(" ".join(t.word for t in tokens).replace(" - ", "-"), frozenset())
    last = memory.last()
    if "echo" in classes and last is not None:
        return Speaker(span, last.entity_id, last.name, last.kind)
    if "nobody" not in classes:
        return None
    if last is not None and _is_body(cast, last):
        end = memory.spoken[-1][0] - 1
        if (
            cast.block_at(end) == cast.block_at(span.start)
            and cast.unit_at(span.start) - cast.unit_at(end) < 2
        ):
            return Speaker(span, last.entity_id, last.name, last.kind)
    return Speaker(span, None, None)


def _is_body(cast: Cast, speaker: Speaker) -> bool:
    """Tell whether a body spoke, with a name or called by what it is ("la mairie")."""
    if speaker.entity_id is not None or speaker.span is None:
        return speaker.kind == "institution"
    tokens = tokens_of(speaker.span.of(cast.draft.text), speaker.span.start)
    return sort_of(cast, head_word(cast, tokens)) == "body"


def text_noun(words: Words, tokens: list[Token]) -> str:
    """Return the noun when the phrase is about a text ("le communiqué de …"); "" otherwise."""
    plain = [t.word for t in tokens if not words.has(t, "determiner", "fore adjective")]
    for length in (4, 3, 2, 1):
        if " ".join(plain[:length]) in words.nouns:
            return " ".join(plain[:length])
    return ""


def complement(cast: Cast, tokens: list[Token], end: int) -> Span | None:
    """Return the words behind "du", "de la" or "par le" that say whose a text or a count is; None without."""
    for i in range(1, len(tokens) - 1):
        if not cast.words.has(tokens[i], "link", "agent") or cast.words.has(tokens[i], "coordination"):
            continue
        begin = i + 1
        if cast.words.has(tokens[begin], "determiner"):
            begin += 1
        elif not cast.words.has(tokens[i], "determiner", "agent", "partitive"):
            return None
        return Span(tokens[begin].span.start, end) if begin < len(tokens) else None
    return None


def _whose(cast: Cast, span: Span, tokens: list[Token]) -> Iterator[Span]:
    """Yield the words that may say whose a text or count is: in its phrase, else "par la cour" behind it."""
    own = complement(cast, tokens, tokens[-1].span.end)
    if own is not None:
        yield own
    following = cast.draft.text[span.end : span.end + _PHRASE_CHARS].split("\n")[0]
    more = tokens_of(following, span.end)
    agent = next((i for i, t in enumerate(more[:_WORDS_TO_AGENT]) if cast.words.has(t, "agent")), -1)
    is_seen = any(cast.words.has(t, "seen") for t in more[: max(0, agent)])  # "consultée par l'AFP"
    if agent >= 0 and not is_seen and all(t.word.isalpha() for t in more[:agent]):
        stop = phrase_end(more, agent + 1, cast.words, bare=True)
        by = complement(cast, [*tokens[:1], *more[agent:stop]], more[stop - 1].span.end)
        if by is not None:
            yield by


def _issued_by(cast: Cast, span: Span, tokens: list[Token], memory: Memory) -> Speaker | None:
    """Return whose a text or count is; None when nobody is told."""
    found = (_issuer(cast, whose, memory) for whose in _whose(cast, span, tokens))
    return next((speaker for speaker in found if speaker is not None), None)


def _issuer(cast: Cast, whose: Span, memory: Memory) -> Speaker | None:
    """Return whose a text or count is; None when the words behind it name a thing ("le bilan du séisme")."""
    found = resolve(cast, whose, memory)
    noun = head_word(cast, tokens_of(whose.of(cast.draft.text), whose.start))
    if found.entity_id is None and sort_of(cast, noun) == "thing":
        return None
    return Speaker(whose, found.entity_id, found.name or described(cast, whose), found.kind)


def _counter(cast: Cast, span: Span, tokens: list[Token], memory: Memory) -> Speaker | None:
    """Return whose count or words a phrase tells of: "un bilan provisoire de la préfecture" is hers."""
    heads = [t for t in tokens if not cast.words.has(t, "determiner", "fore adjective")]
    if not heads or not cast.words.has(heads[0], "count", "own words"):
        return None
    names = [m for m in cast.names_in(span) if m.type in _NAMED_AS_SPEAKER]
    if names and cast.words.has(heads[0], "own words"):
        return _speaker(cast, names[0], span)
    found = _issued_by(cast, span, tokens, memory)
    return None if found is None else replace(found, kind="institution")


def _document(cast: Cast, span: Span, tokens: list[Token], memory: Memory) -> Speaker | None:
    """Return who issued the text that speaks; the text itself when nobody is named as its issuer."""
    noun = text_noun(cast.words, tokens)
    if not noun:
        return None
    kind = cast.words.nouns[noun]
    for mention in cast.names_in(span):
        if mention.type in _NAMED_AS_SPEAKER:
            made = _speaker(cast, mention, span)
            return Speaker(span, made.entity_id, made.name, kind)
    found = _issued_by(cast, span, tokens, Memory())
    if found is not None:
        return Speaker(span, found.entity_id, found.name, kind)
    issuer = told_issuer(cast, noun, span.start) if tokens[0].word not in cast.words.indefinite else None
    if issuer is not None and kind == "communique":
        return Speaker(span, issuer.entity_id, issuer.name, kind)
    last = memory.last()
    if tokens[0].word in cast.words.definite and last is not None and _is_body(cast, last):
        return Speaker(span, last.entity_id, last.name, kind)  # "…, says the court. « … », adds the text"
    return Speaker(span, None, described(cast, span), kind)


def told_issuer(cast: Cast, noun: str, at: int) -> Speaker | None:
    """Return who issued the text that a noun points back to; None when the article has told of none.

    A text of the same noun, else any, where both nouns say no more than that it is one.
    """
    before = [issued for issued in cast.issued if issued.offset < at]
    for issued in reversed(before):
        if issued.noun == noun:
            return issued.issuer
    plain = cast.words.plain_nouns
    loose = [issued.issuer for issued in before if issued.noun in plain and noun in plain]
    return loose[-1] if loose else None
