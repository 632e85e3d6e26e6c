"""Who a speaker's words refer to: a name, a role, a pronoun or a document, resolved in one document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from recoupe.packs import Pack
from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span
from recoupe.stages.draft import Draft
from recoupe.stages.noun_phrases import whole_subject
from recoupe.stages.speech import Token, Words, spoken_of, tokens_of, units_of, words_of

Gender = Literal["m", "f", ""]
_NAMED_AS_SPEAKER = frozenset({"PER", "ORG", "LOC"})
_LOOK_BACK_CHARS = 90
_SENTENCES_BACK = 4


@dataclass(frozen=True)
class Speaker:
    """Somebody who speaks. entity_id: None when no entity of the document. name: None: not resolved."""

    span: Span | None
    entity_id: str | None
    name: str | None
    kind: str = "person"


@dataclass(frozen=True)
class Cast:
    """The people and bodies of a document, as far as speakers are looked for among them."""

    draft: Draft
    words: Words
    mentions: tuple[Mention, ...]
    entities: Mapping[str, DocumentEntity]
    genders: Mapping[str, Gender]
    heads: tuple[tuple[int, str, str], ...]
    """(offset, head noun of a role, entity id) of each place where a role stands beside a name, in order."""
    issuers: tuple[tuple[int, str, Mention], ...]
    named: frozenset[str]
    """(offset, noun of a text, the body that issued it), in order; `named`: entities that bear a name."""


@dataclass
class Memory:
    """Who has spoken so far in the document, the latest last."""

    spoken: list[tuple[int, Speaker, Gender]] = field(default_factory=list)

    def last(self) -> Speaker | None:
        """Return who spoke last; None when nobody has."""
        return self.spoken[-1][1] if self.spoken else None


def cast_of(draft: Draft) -> Cast:
    """Return the document's cast."""
    return _cast(spoken_of(draft))


@lru_cache(maxsize=4)
def _cast(draft: Draft) -> Cast:
    words = words_of(draft.pack)
    mentions = tuple(sorted(draft.mentions, key=lambda m: (m.span, m.form)))
    entities = {entity.id: entity for entity in draft.entities}
    honorifics = {row["form"]: row["gender"] for row in draft.pack.lexicon("honorifics")}
    first_names = {row["name"]: row["gender"] for row in draft.pack.lexicon("first_names")}
    genders: dict[str, Gender] = {}
    heads: list[tuple[int, str, str]] = []
    issuers: list[tuple[int, str, Mention]] = []
    starts = frozenset(m.span.start for m in mentions if m.form == "name")
    for mention in mentions:
        if mention.form == "pronoun":
            continue
        before = _own_phrase(_tokens_before(draft, mention, words), starts)
        noun = _issued(before, words)
        if noun:
            issuers.append((mention.span.start, noun, mention))
        if mention.type != "PER" or mention.entity_id is None:
            continue
        gender = _gender_of(mention, before, words, honorifics=honorifics, first_names=first_names)
        if gender:
            genders.setdefault(mention.entity_id, gender)
        for head in _heads_beside(draft, mention, before, words):
            heads.append((mention.span.start, head, mention.entity_id))
    named = frozenset(m.entity_id for m in mentions if m.form == "name" and m.entity_id)
    return Cast(draft, words, mentions, entities, genders, tuple(heads), tuple(issuers), named)


def _tokens_before(draft: Draft, mention: Mention, words: Words) -> list[Token]:
    """Return the tokens that lead to a mention, from its article on; empty when it stands bare."""
    low = max(0, mention.span.start - _LOOK_BACK_CHARS)
    return _phrase_before(tokens_of(draft.text[low : mention.span.start].replace("\n", ";"), low), words)


def _phrase_before(tokens: list[Token], words: Words) -> list[Token]:
    """Return the tokens at the end that belong to one noun phrase, from its article on."""
    kept: list[Token] = []
    for i in range(len(tokens) - 1, -1, -1):
        token = tokens[i]
        if not (token.word[0].isalnum() or token.word in "-.") or words.has(token, "auxiliary", "relative"):
            break
        if words.has(token, "preposition", "conjunction", "coordination"):
            break
        kept.insert(0, token)
        linked = i > 0 and words.has(tokens[i - 1], "link")
        if words.has(token, "determiner") and not words.has(token, "link") and not linked:
            break
    return kept


def _own_phrase(before: list[Token], starts: frozenset[int]) -> list[Token]:
    """Return the tokens before a name, none when their article belongs to another name."""
    return [] if len(before) > 1 and before[1].span.start in starts else before


def _issued(before: list[Token], words: Words) -> str:
    """Return the noun of a text when the phrase is "communiqué de" before the mention; else ""."""
    if not before or not words.has(before[-1], "link", "determiner"):
        return ""
    phrase = " ".join(t.word for t in before)
    for noun in sorted(words.nouns, key=lambda n: (-len(n), n)):
        if f" {noun} " in f" {phrase} ":
            return noun
    return ""


def _gender_of(
    mention: Mention,
    before: list[Token],
    words: Words,
    *,
    honorifics: Mapping[str, str],
    first_names: Mapping[str, str],
) -> Gender:
    for said in (
        honorifics.get(mention.honorific or "", ""),
        first_names.get(mention.normal.split(" ")[0], ""),
        words.genders.get(before[0].word, "") if before and not words.has(before[-1], "link") else "",
    ):
        if said == "m" or said == "f":
            return "m" if said == "m" else "f"
    return ""


def _heads_beside(draft: Draft, mention: Mention, before: list[Token], words: Words) -> list[str]:
    """Return the head nouns said of a named person right beside the name."""
    heads = []
    if mention.role is not None:
        stated = [t.word for t in tokens_of(mention.role.stated, 0) if not words.has(t, "determiner", "link")]
        heads += stated[:1]
    if mention.form == "name" and before and not words.has(before[-1], "link", "address"):
        heads += [t.word for t in before if t.word[0].isalpha() and not words.has(t, "determiner")][:1]
    after = tokens_of(draft.text[mention.span.end : mention.span.end + 40].split("\n")[0], 0)
    low = max(0, mention.span.start - _LOOK_BACK_CHARS)
    lead = tokens_of(draft.text[low : mention.span.start].replace("\n", ";"), low)
    if (
        mention.form == "name"
        and len(lead) > 2
        and lead[-1].word == ","
        and after[:1]
        and after[0].word in ",."
    ):
        # "la ministre des Ponts, Anne Morel,"
        phrase = _phrase_before(lead[:-1], words)
        if phrase and words.has(phrase[0], "determiner"):
            heads += [t.word for t in phrase if t.word[0].isalpha() and not words.has(t, "determiner")][:1]
    if mention.form == "name" and len(after) > 2 and after[0].word == ",":
        i = 2 if words.has(after[1], "determiner") else 1
        if after[i].word.isalpha() and not words.has(after[i], "pronoun", "preposition", "relative"):
            heads.append(after[i].word)
    return heads


def resolve(cast: Cast, span: Span | None, memory: Memory, *, at: int) -> Speaker:
    """Return who the words of `span` refer to, for a quotation at offset `at`.

    Without a span, nobody: the caller decides whether the last speaker goes on.
    """
    if span is None:
        return Speaker(None, None, None)
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    for found in (_named(cast, span, tokens), _nominal(cast, span), _pronoun(cast, span, tokens, memory)):
        if found is not None:
            return found
    document = _document(cast, span, tokens)
    if document is not None:
        return document
    return _described(cast, span, tokens)


def _named(cast: Cast, span: Span, tokens: list[Token]) -> Speaker | None:
    """Return the person or body whose own name stands in the phrase, not one that only completes a role."""
    names = [m for m in cast.mentions if m.form == "name" and span.holds(m.span)]
    if _text_noun(cast.words, tokens):
        return None
    for kinds in ({"PER"}, _NAMED_AS_SPEAKER):
        for mention in names:
            if mention.type in kinds and not _is_complement(cast, span, mention, tokens):
                return _speaker(cast, mention, span)
    return None


def _is_complement(cast: Cast, span: Span, mention: Mention, tokens: list[Token]) -> bool:
    before = [t for t in tokens if t.span.end <= mention.span.start]
    if mention.type != "PER":
        # "le ministère de la Défense russe": a body or place counts only where its name heads the phrase.
        return any(cast.words.has(t, "link", "preposition") for t in before)
    while before and cast.words.has(before[-1], "address"):
        before.pop()
    if before and before[-1].word == ".":
        before = before[:-2]
    return bool(before) and cast.words.has(before[-1], "link", "preposition")


def _speaker(cast: Cast, mention: Mention, span: Span) -> Speaker:
    entity = cast.entities.get(mention.entity_id or "")
    name = entity.name if entity is not None else mention.span.of(cast.draft.text)
    kind = "person" if mention.type == "PER" else "institution"
    return Speaker(span, mention.entity_id, name, kind)


def _nominal(cast: Cast, span: Span) -> Speaker | None:
    """Return the entity of a nominal mention that begins where the phrase begins."""
    for mention in cast.mentions:
        if mention.form != "nominal" or mention.entity_id is None or not span.meets(mention.span):
            continue
        if mention.span.start <= span.start + 1 or span.holds(mention.span):
            entity = cast.entities.get(mention.entity_id)
            if entity is not None and entity.id in cast.named and not _is_inner(cast, span, mention):
                return Speaker(span, mention.entity_id, entity.name)
    return None


def _is_inner(cast: Cast, span: Span, mention: Mention) -> bool:
    before = tokens_of(cast.draft.text[span.start : mention.span.start], span.start)
    return any(cast.words.has(t, "link", "preposition") for t in before)


def _pronoun(cast: Cast, span: Span, tokens: list[Token], memory: Memory) -> Speaker | None:
    """Return who a pronoun or "ce dernier" stands for: the last that fits, speakers before others."""
    phrase = " ".join(t.word for t in tokens).replace(" - ", "-")
    kinds = cast.words.classes.get(phrase, frozenset())
    if phrase in cast.words.latest:
        return _last_named(cast, span, cast.words.genders.get(phrase, ""), skip_subject=True)
    if "pronoun" not in kinds:
        return None
    if "nobody" in kinds:
        return Speaker(span, None, None)
    gender = cast.words.genders.get(phrase, "")
    if "many" in kinds:
        last = memory.last()
        return (
            Speaker(span, last.entity_id, last.name, last.kind)
            if last and last.kind != "person"
            else Speaker(span, None, None)
        )
    subject = _subject_before(cast, span, gender, memory=memory)
    if subject is not None:
        return subject
    for offset, speaker, known in reversed(memory.spoken[-4:]):
        if speaker.name and (not known or not gender or known == gender):
            if _named_between(cast, offset, span.start, gender):
                break
            return Speaker(span, speaker.entity_id, speaker.name, speaker.kind)
    return _last_named(cast, span, gender, skip_subject=False)


def _subject_before(cast: Cast, span: Span, gender: str, *, memory: Memory) -> Speaker | None:
    """Return who the sentence, or the one before, speaks of, if he can speak and fits in gender."""
    units = units_of(cast.draft)
    own = bisect_right(units, span.start, key=lambda u: u.span.start) - 1
    if own < 0:
        return None
    subject = _own_words(cast, whole_subject(units[own], cast.words))
    if subject is None or subject.end > span.start:
        before = units[own - 1] if own else None
        if before is None or before.is_title or (memory.spoken and memory.spoken[-1][0] > before.span.start):
            return None
        subject = _own_words(cast, whole_subject(before, cast.words))
    if subject is None:
        return None
    tokens = tokens_of(subject.of(cast.draft.text), subject.start)
    found = resolve(cast, subject, memory, at=subject.start)
    said = cast.genders.get(found.entity_id or "", "") or cast.words.genders.get(tokens[0].word, "")
    if said and gender and said != gender:
        return None
    entity = cast.entities.get(found.entity_id or "")
    head = next((t.word for t in tokens if not cast.words.has(t, "determiner") and t.word[0].isalpha()), "")
    speaks = entity is not None and entity.type in {"PER", "ORG"}
    if not speaks and head not in role_heads(cast.draft.pack) and head not in body_heads(cast.draft.pack):
        return None
    return Speaker(span, found.entity_id, found.name, found.kind)


def _own_words(cast: Cast, subject: Span | None) -> Span | None:
    """Return the subject unless it is a pronoun."""
    if subject is None:
        return None
    tokens = tokens_of(subject.of(cast.draft.text), subject.start)
    return None if cast.words.has(tokens[0], "pronoun") else subject


@lru_cache(maxsize=8)
def body_heads(pack: Pack) -> frozenset[str]:
    """Return the nouns that bodies are called by: the first word of every institution of the pack."""
    rows = pack.lexicon("institutions")
    return frozenset(next(iter(row.values())).split(" ")[0].lower() for row in rows)


def _named_between(cast: Cast, start: int, end: int, gender: str) -> bool:
    """Tell whether a person of that gender opens a sentence between two places."""
    for mention in cast.mentions:
        if mention.type == "PER" and start < mention.span.start < end and mention.form == "name":
            sentence = cast.draft.sentence_at(mention.span.start)
            known = cast.genders.get(mention.entity_id or "", "")
            if (
                sentence is not None
                and sentence.start > start
                and mention.span.start - sentence.start < 40
                and (not known or known == gender)
            ):
                return True
    return False


def _last_named(cast: Cast, span: Span, gender: str, *, skip_subject: bool) -> Speaker | None:
    """Return the last person named before; of a sentence with several, its first, unless `skip_subject`."""
    best: Mention | None = None
    sentence_of_best: Span | None = None
    for mention in reversed(cast.mentions):
        if mention.span.end > span.start or mention.type != "PER" or mention.form == "pronoun":
            continue
        known = cast.genders.get(mention.entity_id or "", "")
        if known and gender and known != gender:
            continue
        sentence = cast.draft.sentence_at(mention.span.start)
        if best is None:
            best, sentence_of_best = mention, sentence
            if skip_subject:
                break
        elif sentence == sentence_of_best:
            best = mention
        else:
            break
    return _speaker(cast, best, span) if best is not None else None


def _text_noun(words: Words, tokens: list[Token]) -> str:
    """Return the noun when the phrase is about a text ("le communiqué de …"); "" otherwise."""
    plain = [t.word for t in tokens if not words.has(t, "determiner")]
    for length in (4, 3, 2, 1):
        if " ".join(plain[:length]) in words.nouns:
            return " ".join(plain[:length])
    return ""


def _document(cast: Cast, span: Span, tokens: list[Token]) -> Speaker | None:
    """Return who issued the text that speaks; the text itself when nobody is named as its issuer."""
    noun = _text_noun(cast.words, tokens)
    if not noun:
        return None
    kind = cast.words.nouns[noun]
    for mention in cast.mentions:
        if mention.form == "name" and span.holds(mention.span) and mention.type in _NAMED_AS_SPEAKER:
            made = _speaker(cast, mention, span)
            return Speaker(span, made.entity_id, made.name, kind)
    for offset, _, mention in reversed(cast.issuers):
        if kind == "communique" and offset < span.start:
            made = _speaker(cast, mention, span)
            return Speaker(span, made.entity_id, made.name, kind)
    return Speaker(span, None, described(cast, span), kind)


def _described(cast: Cast, span: Span, tokens: list[Token]) -> Speaker:
    """Return the person a role was said of before, or the description itself."""
    head = next((t.word for t in tokens if not cast.words.has(t, "determiner") and t.word[0].isalpha()), "")
    definite = bool(tokens) and tokens[0].word in cast.words.definite
    if head and definite:
        rest = [t for t in tokens if t.word == head or cast.words.has(t, "determiner")]
        near = [h for h in cast.heads if h[1] == head]
        ids = {h[2] for h in near}
        earlier = [h for h in near if h[0] < span.start]
        if near and (len(ids) == 1 or len(rest) == len(tokens)):
            entity_id = (earlier or near)[-1 if earlier else 0][2]
            if entity_id in cast.entities:
                return Speaker(span, entity_id, cast.entities[entity_id].name)
        if not near and head in role_heads(cast.draft.pack) and not _has_complement(cast, tokens):
            only = _only_person_before(cast, span, cast.words.genders.get(tokens[0].word, ""))
            if only is not None:
                return Speaker(span, only, cast.entities[only].name)
    return Speaker(span, None, described(cast, span))


@lru_cache(maxsize=8)
def role_heads(pack: Pack) -> frozenset[str]:
    """Return the nouns that persons are called by: the first word of every role of the pack."""
    rows = pack.lexicon("roles")
    return frozenset(row[form].split(" ")[0] for row in rows for form in ("phrase", "feminine") if row[form])


def _has_complement(cast: Cast, tokens: list[Token]) -> bool:
    return any(
        cast.words.has(t, "link", "preposition") and not cast.words.has(t, "determiner") for t in tokens
    )


def _only_person_before(cast: Cast, span: Span, gender: str) -> str | None:
    """Return the entity of the only fitting person named shortly before; None when there are several."""
    low = _sentences_back(cast, span.start, _SENTENCES_BACK)
    found = {
        m.entity_id
        for m in cast.mentions
        if m.type == "PER"
        and m.form == "name"
        and low <= m.span.start < span.start
        and m.entity_id in cast.entities
    }
    fitting = {e for e in found if (e and cast.genders.get(e, gender) in {gender, ""}) or not gender}
    return next(iter(fitting)) if len(fitting) == 1 else None


def _sentences_back(cast: Cast, offset: int, n: int) -> int:
    i = bisect_right(cast.draft.sentences, offset, key=lambda s: s.start)
    return cast.draft.sentences[max(0, i - 1 - n)].start if cast.draft.sentences else 0


def described(cast: Cast, span: Span) -> str:
    """Return the words of the phrase without its article."""
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if len(tokens) > 1 and cast.words.has(tokens[0], "determiner") and tokens[0].word in cast.words.definite:
        return cast.draft.text[tokens[1].span.start : span.end]
    return span.of(cast.draft.text)
