"""Who speaks, as words: the noun phrase before a verb of saying, or that a sentence begins with."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.packs import MASKS
from recoupe.records.spans import Span
from recoupe.stages.read.quotations import speech
from recoupe.stages.read.quotations.named_phrases import (
    has_person,
    joins,
    named_behind,
    named_in,
    names_it,
    span_of,
)
from recoupe.stages.read.quotations.phrases import (
    is_glued,
    is_verb,
    one_of_them,
    opens_phrase,
    phrase_end,
)
from recoupe.stages.read.quotations.speech import FINITE, INFINITIVE, QUOTE, Token, Unit, Words

_LONGEST_PHRASE = 28
_LONGEST_BRACKET = 10
_LONGEST_ADVERB = 4
_LONGEST_HEADING = 8
_BOUNDARIES = frozenset({";", ":", "—", "–", "•"})
_TIME = MASKS["TIME"]
_PERSON = MASKS["PER"]
_BODY = MASKS["ORG"]
_PLACE = MASKS["LOC"]
_SAID = frozenset({FINITE, speech.PARTICIPLE, speech.BOTH})


def subject_before(unit: Unit, at: int, words: Words) -> Span | None:
    """Return the subject of the verb whose group begins at offset `at`; None when none is found."""
    tokens = _segment(list(unit.tokens_until(at)), words)
    while (
        len(tokens) > 1 and words.has(tokens[-1], "clitic", "address") and _is_phrase_word(tokens[-2], words)
    ):
        tokens.pop()  # "quand le procureur lui répond"; "me" is an address, too
    if tokens and words.has(tokens[-1], "complement") and not _has_verb(tokens, words):
        return None  # "une clause que conteste Paul Morel": who contests it stands behind
    k = len(tokens) - 1
    while k > 0 and len(tokens) - k <= _LONGEST_ADVERB and not opens_phrase(tokens, k, words):
        if words.has(tokens[k], "relative"):
            return _antecedent(tokens[:k], words)
        if is_verb(tokens[k]) or tokens[k].word == "," or words.has(tokens[k], "coordination", "auxiliary"):
            break
        k -= 1
    joined = _joined_verb(tokens, words)
    if joined is not None:
        return subject_before(unit, joined, words)
    clause = _after_last(tokens, words)
    found = _pick(clause, words)
    if found is None and len(clause) < len(tokens):
        found = _pick(tokens, words)
    if found is None and unit.is_title:
        found = _bare_subject(clause, words)
    return found or _counted_subject(clause, words)


def _is_phrase_word(token: Token, words: Words) -> bool:
    """Tell whether a noun phrase may end with a word: a name or a noun."""
    small = (
        "preposition",
        "conjunction",
        "coordination",
        "relative",
        "adverb",
        "determiner",
        "link",
        "clitic",
    )
    return token.is_name or (token.word[0].isalpha() and not words.has(token, *small))


def _joined_verb(tokens: list[Token], words: Words) -> int | None:
    """Return where the group of the verb begins that the next one is joined to by "and" or "but".

    It is the last verb of saying that stands in no clause of another: "A says that B denies, and fears".
    None when what stands before is not joined, or has no such verb.
    """
    if not tokens or not words.has(tokens[-1], "coordination", "joining"):
        return None
    found: int | None = None
    is_inner = False
    for i, token in enumerate(tokens):
        if token.word == "," or words.has(token, "joining"):
            is_inner = False
        elif words.has(token, "complement", "relative") or token.word[0] == INFINITIVE:
            is_inner = found is not None or is_inner
        elif is_verb(token) and token.word[0] in _SAID and not is_inner:
            found = i
    if found is None:
        return None
    while found and words.has(tokens[found - 1], "auxiliary", "clitic", "adverb"):
        found -= 1
    return tokens[found].span.start


def _segment(tokens: list[Token], words: Words) -> list[Token]:
    """Return the tokens after the last strong boundary, what stands in brackets or dashes left out."""
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        loose_hyphen = token.word == "-" and not is_glued(tokens, i)
        if (token.word in _BOUNDARIES or loose_hyphen) and i + 1 < len(tokens):
            kept = []
        elif token.word == ")" and any(t.word == "(" for t in kept[-_LONGEST_BRACKET * 3 :]):
            while kept.pop().word != "(":
                pass
        elif token.word == "," and kept and kept[-1].word[0] == QUOTE and not _is_called(kept[:-1], words):
            kept = []
        else:
            kept.append(token)
    opening = next((i for i in range(len(kept) - 2, -1, -1) if kept[i].word == "("), -1)
    return kept[opening + 1 :]  # a bracket still open holds a sentence of its own


def _is_called(before: Sequence[Token], words: Words) -> bool:
    """Tell whether marked words are how the noun phrase before them calls somebody ("les « verts »")."""
    if not before or is_verb(before[-1]) or not before[-1].word[0].isalpha():
        return False
    if words.has(before[-1], "determiner"):
        return True
    return len(before) > 1 and words.has(before[-2], "determiner", "link")


def _after_last(tokens: list[Token], words: Words) -> list[Token]:
    """Return the tokens after the last word that opens a clause of its own, when something stands there."""
    for i in range(len(tokens) - 1, -1, -1):
        rest = tokens[i + 1 :]
        if _is_inserted(tokens, i, words):
            return _after_last(tokens[: i - 1], words)
        parted = _before_insertion(tokens, i, words)
        if parted:
            return tokens[:parted]
        if words.has(tokens[i], "conjunction") and _has_phrase(rest, words):
            return rest
        if words.has(tokens[i], "where") and _has_phrase(rest, words) and _is_named_once(rest, words):
            return rest  # "the man whose departure the unions demand"
        if words.has(tokens[i], "coordination") and i and _has_verb(tokens[:i], words):
            if rest and opens_phrase(rest, 0, words) and not words.has(rest[0], "clitic"):
                return rest
            if not _has_phrase(rest, words):
                return _after_last(tokens[:i], words)
    return tokens


def _is_inserted(tokens: list[Token], i: int, words: Words) -> bool:
    """Tell whether what begins at token `i` stands between commas behind a name: "Ana, whom he found, "."""
    is_apart = i > 1 and tokens[i - 1].word == "," and tokens[-1].word == ","
    return is_apart and words.has(tokens[i], "complement") and tokens[i - 2].word[0] == _PERSON


def _before_insertion(tokens: list[Token], i: int, words: Words) -> int:
    """Return where a name ends that its verb is parted from by the clause that token `i` opens; 0 without.

    "Le Conseil des ponts, saisi pour qu'on n'y passe plus, | a estimé": one comma on either side.
    """
    if tokens[-1].word != "," or not words.has(tokens[i], "conjunction"):
        return 0
    commas = [k for k, token in enumerate(tokens[:-1]) if token.word == ","]
    if not commas or commas[-1] > i or not commas[-1]:
        return 0
    comma = commas[-1]
    return comma if tokens[comma - 1].is_name and not _has_verb(tokens[comma:i], words) else 0


def _is_named_once(tokens: list[Token], words: Words) -> bool:
    """Tell whether tokens are one phrase, or one that a person's name stands beside: "whose owner, Ana, "."""
    noun, *beside = _chunks(tokens)
    if not beside:
        return True
    return (
        len(beside) == 2 and not beside[1] and bool(noun) and 0 < named_in(beside[0], words) == len(beside[0])
    )


def _has_phrase(tokens: list[Token], words: Words) -> bool:
    return any(opens_phrase(tokens, i, words) for i in range(len(tokens)))


def _has_verb(tokens: list[Token], words: Words) -> bool:
    return any(is_verb(t) or words.has(t, "auxiliary") for t in tokens)


def _chunks(tokens: list[Token]) -> list[list[Token]]:
    chunks: list[list[Token]] = [[]]
    for token in tokens:
        if token.word == ",":
            chunks.append([])
        else:
            chunks[-1].append(token)
    return chunks


def _pick(tokens: list[Token], words: Words) -> Span | None:
    """Return the phrase that is the subject among the chunks between commas."""
    chunks = _chunks(tokens)
    found: list[tuple[int, list[Token]]] = []
    for k, chunk in enumerate(chunks):
        i = 0
        while i < len(chunk) and words.has(chunk[i], "conjunction", "adverb", "coordination", "where"):
            if opens_phrase(chunk, i, words):
                break
            i += 1
        end = phrase_end(chunk, i, words)
        if end > i and chunk[i].word[0] != _TIME:
            _, named = (0, 0) if has_person(chunk[i:end], words) else named_behind(chunk, end, words)
            found.append((k, chunk[i : named or end]))
    if not found:
        return _inner_subject(chunks[-1], words)
    last = len(chunks) - 1
    if len(found) > 1 and found[-1][0] == last:
        # "A, B said": A stands apart, B is the subject.
        return span_of(found[-1][1])
    first, phrase = found[0]
    if len(found) > 1 and found[1][0] == first + 1 and one_of_them(phrase, 0, words) == len(phrase):
        return span_of(found[1][1])  # "L'une d'elles, a keeper, said": she is told of as a keeper
    if len(found) > 1 and found[1][0] == first + 1 and _has_verb(chunks[first], words):
        return span_of(found[1][1])  # "Even if she says so, Ana Morel, calm, admits": she is the subject
    person = named_in(chunks[first + 1], words) if first + 1 < last and not has_person(phrase, words) else 0
    if person and all(k != first + 1 for k, _ in found):
        return Span(phrase[0].span.start, chunks[first + 1][person - 1].span.end)
    if (
        len(found) > 1
        and found[1][0] == first + 1
        and not has_person(phrase, words)
        and has_person(found[1][1], words)
    ):
        # "A, B, said": B names A.
        return Span(phrase[0].span.start, found[1][1][-1].span.end)
    if len(found) > 1 and found[1][0] == first + 1 and names_it(phrase, found[1][1], words):
        return Span(phrase[0].span.start, found[1][1][-1].span.end)
    return span_of(phrase)


def _inner_subject(chunk: list[Token], words: Words) -> Span | None:
    """Return the last phrase of a chunk that begins with something else ("Au ministère on confirme")."""
    for i in range(len(chunk) - 1, 0, -1):
        if (
            words.has(chunk[i - 1], "preposition", "link", "determiner", "address")
            or chunk[i - 1].word == "-"
        ):
            continue
        if opens_phrase(chunk, i, words) and chunk[i].word[0] != _TIME:
            end = phrase_end(chunk, i, words)
            if end > i and end >= len(chunk) - 2:
                return span_of(chunk[i:end])
    return None


def _bare_subject(tokens: list[Token], words: Words) -> Span | None:
    chunk = _chunks(tokens)[-1]
    end = phrase_end(chunk, 0, words, bare=True)
    return span_of(chunk[:end]) if end and end >= len(chunk) - 1 else None


def _counted_subject(tokens: list[Token], words: Words) -> Span | None:
    """Return the number that is the subject of a verb right behind it: "47 % think that …"."""
    chunk = _chunks(tokens)[-1]
    while chunk and words.has(chunk[-1], "adverb"):
        chunk.pop()
    first = next(
        (i for i, t in enumerate(chunk) if not words.has(t, "adverb", "coordination", "conjunction")),
        len(chunk),
    )
    told = chunk[first:]
    if not told or not any(
        t.word[0] == MASKS["NUM"] or t.word.isdigit() or words.has(t, "many") for t in told
    ):
        return None
    is_bare = all(t.word[0].isalnum() or t.word in {"%", "'", "-"} or t.word[0] == MASKS["NUM"] for t in told)
    return span_of(told) if is_bare and not _has_verb(told, words) else None


def _antecedent(tokens: list[Token], words: Words) -> Span | None:
    """Return the phrase that a relative clause behind some tokens is about: one that ends there, else any.

    What only says who that is stands between: "Paul Morel, of the chamber of trade, who …".
    """
    chunks = _chunks(tokens)
    for k in range(len(chunks) - 1, -1, -1):
        found = _ending(chunks[k], words)
        if found is None:
            continue
        named = _ending(chunks[k - 1], words) if k and _tells_of(chunks[k], words) else None
        return span_of(named if named is not None and has_person(named, words) else found)
    return None


def _ending(chunk: list[Token], words: Words) -> list[Token] | None:
    """Return the phrase that a chunk ends with, else its first; None without one."""
    ends = [(i, phrase_end(chunk, i, words)) for i in range(len(chunk)) if opens_phrase(chunk, i, words)]
    phrases = [(i, end) for i, end in ends if end > i]
    if not phrases:
        return None
    i, end = next((phrase for phrase in phrases if phrase[1] == len(chunk)), phrases[0])
    # "the chair of the Blues, who claim …": what joins them is no article of theirs
    is_joined = 0 < i < end - 1 and words.has(chunk[i], "link") and chunk[i - 1].word[0].isalpha()
    return chunk[i + is_joined : end]


def _tells_of(chunk: list[Token], words: Words) -> bool:
    """Tell whether a chunk only says more of who is named before it: "of the chamber", "a guard"."""
    heads = [token for token in chunk if not words.has(token, "determiner")]
    if not heads or heads[0].is_name or _has_verb(chunk, words):
        return False
    return joins(chunk[0], words) or opens_phrase(chunk, 0, words)


def phrases_right_before(unit: Unit, at: int, words: Words) -> list[Span]:
    """Return the phrases that end, a comma apart, where a relative clause begins, the longest first.

    Before them who is named there, where what stands at the comma only says who that is.
    """
    tokens = list(unit.tokens_until(at))[-_LONGEST_PHRASE:]
    while tokens and tokens[-1].word == ",":
        tokens.pop()
    *before, beside = _chunks(tokens)
    named = _ending(before[-1], words) if before and beside and _is_phrase_word(beside[0], words) else None
    # "Ana Roux, adviser in Brest, for whom …"
    is_beside = named is not None and not beside[0].is_name and not _has_verb(beside, words)
    found = [named] if named is not None and is_beside and has_person(named, words) else []
    begins = [i for i in range(len(tokens)) if opens_phrase(tokens, i, words)]
    found += [tokens[i:] for i in begins if phrase_end(tokens, i, words) == len(tokens)]
    return [span_of(phrase) for phrase in found]


def whole_subject(unit: Unit, words: Words) -> Span | None:
    """Return the phrase the unit begins with, whoever it speaks of; None when it begins otherwise."""
    tokens = list(unit.tokens)
    chunks = _chunks(tokens if unit.is_title else _behind_heading(tokens, words))
    for k, chunk in enumerate(chunks):
        if chunk and words.has(chunk[0], "topic"):
            # "quant à la mairie, elle …"
            begin = 2 if len(chunk) > 1 and words.has(chunk[1], "preposition") else 1
            end = phrase_end(chunk, begin, words, bare=True)
            if end > begin:
                beside = chunks[k + 1] if end == len(chunk) and k + 2 < len(chunks) else []
                person = 0 if has_person(chunk[begin:end], words) else named_in(beside, words)
                last = beside[person - 1] if person else chunk[end - 1]
                return Span(chunk[begin].span.start, last.span.end)
        i = 0
        while i < len(chunk) and not opens_phrase(chunk, i, words):
            if not words.has(chunk[i], "conjunction", "adverb"):
                break
            i += 1
        end = phrase_end(chunk, i, words)
        if end == len(chunk) == i + 1 and chunk[i].word[0] == _PLACE and k + 1 < len(chunks):
            continue  # "At the embassy, Law Street, the adviser …"
        if end > i and chunk[i].word[0] != _TIME:
            if has_person(chunk[i:end], words):
                return span_of(chunk[i:end])
            _, named = named_behind(chunk, end, words)
            whole = end == len(chunk) or not _has_verb(chunk[end:], words) or _tells_who(chunk[end:], words)
            beside = chunks[k + 1] if not named and whole and k + 2 < len(chunks) else []
            if person := named_in(beside, words):
                # "A driver, Paul Morel, …": the name says who that is.
                return Span(chunk[i].span.start, beside[person - 1].span.end)
            return span_of(chunk[i : named or end])
    return None


def _behind_heading(tokens: list[Token], words: Words) -> list[Token]:
    """Return the tokens behind bare words that a colon sets before a sentence: "Relief in Brest: …"."""
    colon = next((i for i, token in enumerate(tokens[:_LONGEST_HEADING]) if token.word == ":"), 0)
    lead, rest = tokens[:colon], tokens[colon + 1 :]
    is_heading = bool(lead) and not opens_phrase(lead, 0, words) and not _has_verb(lead, words)
    is_sentence = bool(rest) and opens_phrase(rest, 0, words) and rest[0].word[0] != QUOTE
    return rest if is_heading and is_sentence else tokens


def _tells_who(clause: Sequence[Token], words: Words) -> bool:
    """Tell whether a relative clause tells of nobody else: "the man who had left in 2024, Ana Roux, …"."""
    return words.has(clause[0], "relative") and not _has_phrase(list(clause[1:]), words)


def place_before(unit: Unit, at: int, words: Words, *, bodies: frozenset[str]) -> Span | None:
    """Return the body at which nobody in particular speaks: "Au ministère, on dément"; None without one.

    bodies: nouns that bodies are called by.
    """
    tokens = _segment(list(unit.tokens_until(at)), words)
    for i in range(len(tokens) - 1):
        if not words.has(tokens[i], "place") or (i and tokens[i - 1].word != ","):
            continue
        begin = i + 1
        end = phrase_end(tokens, begin, words, bare=True)
        head = next((t for t in tokens[begin:end] if not words.has(t, "determiner")), None)
        rest = tokens[end:]
        if head is None or len(rest) > _LONGEST_BRACKET or any(is_verb(t) for t in rest):
            continue
        if head.word in bodies or head.word[0] == _BODY or words.has(head, "body", "circle"):
            return span_of(tokens[begin:end])
    return None
