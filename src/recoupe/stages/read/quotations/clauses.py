"""Where reported clauses begin and end in a sentence, and whether words are a clause at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from recoupe.packs import MASKS, Pack, Rule
from recoupe.records.spans import Span, stripped
from recoupe.stages.read.quotations.definite_phrases import body_heads, role_heads
from recoupe.stages.read.quotations.phrases import opens_phrase, phrase_end
from recoupe.stages.read.quotations.speech import (
    BOTH,
    FINITE,
    QUOTE,
    Token,
    Unit,
    Words,
    personal_gender,
    tokens_of,
)

_TO_COMMA = re.compile(r"[^,;:.!?]{0,120}[,:] ")
_LONGEST_APPOSITION_CHARS = 90
_FINITE_MASKS = (FINITE, BOTH)
_ROLE = MASKS["ROLE"]
_TRAILING = " \t.,;:!?…–—-"


@dataclass(frozen=True)
class Context:
    """What the builders of contents need besides the match."""

    rule: Rule
    pack: Pack
    words: Words


@dataclass(frozen=True)
class ReportRules:
    """The rules of reported speech by what they are for.

    finding: those that find. cuts: those that end a clause; strict: those that end a strict one. starts: what
    stands before the first word of an article and belongs to no clause. inscriptions: they begin or end at
    marked words that stand on a thing. verbs: the places where a verb of saying may begin. voices: what
    stands between somebody and the one who speaks for him. whose: what tells whose words without a cue are.
    figures: those that only find whose a figure is; of_figures: ids of those of `finding` that find it, too.
    """

    finding: tuple[Rule, ...]
    cuts: tuple[Rule, ...]
    strict: tuple[Rule, ...]
    starts: tuple[Rule, ...]
    inscriptions: tuple[Rule, ...]
    verbs: tuple[Rule, ...]
    voices: tuple[Rule, ...]
    whose: tuple[Rule, ...]
    figures: tuple[Rule, ...]
    of_figures: frozenset[str]


def _may_tell_a_figure(rule: Rule) -> bool:
    return rule.options.get("content") in ("figure", "counted") or rule.options.get("takes") == "object"


@lru_cache(maxsize=8)
def report_rules(pack: Pack) -> ReportRules:
    """Return the pack's rules of reported speech."""
    rules = pack.rules("quotations")
    uses = [str(rule.options.get("use", "")) for rule in rules]
    paired = list(zip(rules, uses, strict=True))
    return ReportRules(
        tuple(r for r, use in paired if not use),
        tuple(r for r, use in paired if use == "cut"),
        tuple(r for r, use in paired if use.startswith("cut")),
        tuple(r for r, use in paired if use == "start"),
        tuple(r for r, use in paired if use == "inscription"),
        tuple(r for r, use in paired if use == "verb"),
        tuple(r for r, use in paired if use == "voice"),
        tuple(r for r, use in paired if use == "whose"),
        tuple(r for r, use in paired if use == "figure"),
        frozenset(r.id for r, use in paired if not use and _may_tell_a_figure(r)),
    )


def stripped_of(unit: Unit, span: Span) -> Span:
    """Return a span of the document without the white space at its ends."""
    place = stripped(unit.open, span.moved(-unit.span.start))
    return place.moved(unit.span.start)


def clause_end(unit: Unit, at: int, context: Context, *, strict: bool = False) -> int:
    """Return where the clause that begins at offset `at` ends, in offsets of the document.

    strict: that it is no clause but a phrase, whatever the rule says.
    """
    rules = report_rules(context.pack)
    begin = at - unit.span.start
    end = len(unit.masked)
    for rule in rules.strict if strict or context.rule.options.get("strict") else rules.cuts:
        match = rule.search(unit.masked, begin + 1)
        if match and match.start() < end:
            end = match.start()
    return unit.span.start + end


def trimmed(unit: Unit, start: int, end: int) -> Span:
    """Return the span without the white space and the punctuation at its ends."""
    text = unit.masked
    low, high = start - unit.span.start, end - unit.span.start
    while low < high and (text[low].isspace() or text[low] in ",;:–—" or text[low : low + 2] == "- "):
        low += 1
    while high > low and (text[high - 1].isspace() or text[high - 1] in _TRAILING):
        high -= 1
    return Span(low, high).moved(unit.span.start)


def clause_start(unit: Unit, at: int, context: Context) -> int:
    """Return where the clause before a place of the unit begins: after the last strong boundary."""
    opening = (rule.pattern.match(unit.masked) for rule in report_rules(context.pack).starts)
    best = max((match.end() for match in opening if match and match.end() <= at), default=0)
    for mark in ("; ", " : ", ": ", " – ", " — "):
        found = unit.masked.rfind(mark, 0, max(0, at - 10))
        begin = found + len(mark)
        # "Dix gares sont à sec: huit au nord, selon la région": what has no verb is told with the rest.
        is_part = ":" in mark and context.rule.options["content"] == "clause-before"
        if found >= 0 and (not is_part or has_verb(unit, Span(begin, at).moved(unit.span.start), context)):
            best = max(best, begin)
    return unit.span.start + best


def end_of_source(unit: Unit, speaker: Span, context: Context) -> re.Match[str] | None:
    """Return the match that ends where the reported clause begins, behind the speaker and its apposition."""
    at = speaker.end - unit.span.start
    first = _TO_COMMA.match(unit.masked, at)
    while first is not None:
        # "Pour Paul Morel, qui n'a rien vu, le pont tient": what is told of him stands between commas.
        behind = _TO_COMMA.match(unit.masked, first.end())
        if behind is None or not is_relative(unit, unit.span.start + first.end(), context):
            break
        first = behind
    if first is None:
        return None
    second = _TO_COMMA.match(unit.masked, first.end())
    tokens = unit.tokens_from(unit.span.start + first.end())
    if second is None or not tokens or second.end() - first.end() > _LONGEST_APPOSITION_CHARS:
        return first
    beside = Span(first.end(), second.end()).moved(unit.span.start)
    if has_verb(unit, beside, context) and not is_relative(unit, beside.start, context):
        return first  # what stands beside somebody has no verb of its own
    if tokens[0].is_name and not is_person(unit, speaker, context):
        return second
    if _names_person(unit, beside) and not _names_person(unit, speaker):
        return second  # "Pour l'expert, le professeur Morel, …"
    if _is_role(unit, beside, context) and is_human(unit, speaker, context.words, context.pack):
        return second  # but "Selon nos informations, le maire, Paul Morel, a démissionné"
    return first if opens_phrase(tokens, 0, context.words) or tokens[0].word[0] == QUOTE else second


def _names_person(unit: Unit, span: Span) -> bool:
    return MASKS["PER"] in unit.masked[span.start - unit.span.start : span.end - unit.span.start]


def _is_role(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether words between commas say what somebody is ("le directeur du site,"), and no more."""
    text = unit.masked[span.start - unit.span.start : span.end - unit.span.start]
    tokens = [t for t in tokens_of(text, span.start) if t.word != ","]
    heads = [t for t in tokens if not context.words.has(t, "determiner", "fore adjective")]
    if not heads:
        return False
    if heads[0] == tokens[0] and heads[0].word in role_heads(context.pack):
        return True  # "critique au magazine Rivage"
    if phrase_end(tokens, 0, context.words, bare=True) < len(tokens):
        return False
    return heads[0].word in role_heads(context.pack) or heads[0].word[0] == _ROLE


def is_person(unit: Unit, speaker: Span, context: Context) -> bool:
    """Tell whether the phrase can be somebody with a view: a person, a body, a role or a definite noun."""
    tokens = tokens_of(
        unit.masked[speaker.start - unit.span.start : speaker.end - unit.span.start], speaker.start
    )
    return any(t.is_name for t in tokens) or context.words.has(tokens[0], "pronoun")


def is_human(unit: Unit, span: Span, words: Words, pack: Pack) -> bool:
    """Tell whether a phrase names a person, or is a noun that persons are called by."""
    tokens = tokens_of(unit.masked[span.start - unit.span.start : span.end - unit.span.start], span.start)
    if any(t.word[0] in (_ROLE, MASKS["PER"]) for t in tokens):
        return True
    heads = [t for t in tokens if not words.has(t, "determiner", "fore adjective")]
    if not heads or len(heads) == len(tokens):
        return False
    called = heads[0].word in role_heads(pack) or words.has(heads[0], "person")
    return called or personal_gender(heads[0].word, words, pack) is not None


def is_deed(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether a phrase is of something done or being so ("cette confiance"), by how its noun ends."""
    words = context.words
    tokens = tokens_of(unit.masked[span.start - unit.span.start : span.end - unit.span.start], span.start)
    heads = [t for t in tokens if not words.has(t, "determiner", "fore adjective")]
    if not heads or heads[0].is_name or not any(heads[0].word.endswith(e) for e in words.deed_endings):
        return False
    known = words.has(heads[0], "person", "body", "circle", "league", "counter")
    return not known and heads[0].word not in body_heads(context.pack) | role_heads(context.pack)


def is_body(unit: Unit, span: Span) -> bool:
    """Tell whether a phrase is the name of a body and nothing else, its article apart."""
    tokens = tokens_of(unit.masked[span.start - unit.span.start : span.end - unit.span.start], span.start)
    return tokens[-1].word[0] == MASKS["ORG"] and len(tokens) <= 2


def is_somebody(unit: Unit, speaker: Span, context: Context) -> bool:
    """Tell whether the phrase behind a verb is a person's, or of somebody new ("a client")."""
    tokens = unit.tokens_from(speaker.start)
    new = len(tokens) > 1 and context.words.has(tokens[0], "indefinite")
    return new or is_human(unit, speaker, context.words, context.pack)


def has_view(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether a phrase is of somebody with a view: a person, or a body such as "la cour"."""
    if is_human(unit, span, context.words, context.pack):
        return True
    tokens = unit.tokens_from(span.start)
    if len(tokens) < 2 or not context.words.has(tokens[0], "definite"):
        return False
    return tokens[1].word in body_heads(context.pack) or context.words.has(tokens[1], "body")


def is_relative(unit: Unit, at: int, context: Context) -> bool:
    """Tell whether a relative clause begins at an offset, with or without a preposition ("pour qui").

    One that opens like a reported clause has its verb right there: "que contestent les élus".
    """
    tokens = unit.tokens_from(at)[:2]
    if not tokens:
        return False
    if context.words.has(tokens[0], "relative"):
        return True
    if len(tokens) > 1 and context.words.has(tokens[0], "complement"):
        return has_verb_in(tokens[1:], context) and not context.words.has(tokens[1], "clitic", "auxiliary")
    joined = len(tokens) > 1 and context.words.has(tokens[0], "preposition")
    return joined and context.words.has(tokens[1], "relative")


def is_whole_clause(unit: Unit, before: Span, context: Context, *, named: bool) -> bool:
    """Tell whether the words before an incise have a verb of their own, and are not just its subject."""
    text = unit.masked[before.start - unit.span.start : before.end - unit.span.start]
    tokens = tokens_of(text, before.start)
    if tokens[0].word[0] == QUOTE:
        # "« Il n'a pas vu » la grenade": the verb stands between the marks.
        marked = unit.open[before.start - unit.span.start : tokens[0].span.end - unit.span.start]
        return has_verb_in(tokens_of(marked, before.start), context)
    if len(tokens) > 1 and context.words.has(tokens[0], "joining"):
        rest = Span(tokens[1].span.start, before.end)
        return is_whole_clause(unit, rest, context, named=named)
    if named and not opens_phrase(tokens, 0, context.words):
        # "Last week, Ana Morel, the mayor, asked …": the verb behind a name is the sentence's own.
        # A heading in nouns ("Fin des pourparlers de Brest, rapporte l'agence") has none and is told whole.
        is_heading = tokens[0].word[0].isalpha() and not tokens[0].is_name
        told = has_verb_in(tokens, context) or is_heading or not any(t.is_name for t in tokens)
        opened = context.words.has(tokens[0], "preposition", "conjunction", "coordination")
        return told and (not opened or _has_clause_behind(tokens, context))
    if len(tokens) < 3:
        return False
    kept: list[Token] = []
    is_relative_clause = False
    for left, token in pairwise(tokens):
        # A relative clause has its own verb: "the bank, whose seat is in Metz, announced".
        if left.word == ",":
            is_relative_clause = context.words.has(token, "relative")
        if not is_relative_clause:
            kept.append(token)
    return has_verb_in(kept, context)


def _has_clause_behind(tokens: Sequence[Token], context: Context) -> bool:
    """Tell whether a phrase with a verb stands behind a comma: "On Monday, the bridge will close"."""
    chunks: list[list[Token]] = [[]]
    for token, after in pairwise([*tokens, tokens[-1]]):
        if token.word == "," and token.span.end < after.span.start:
            chunks.append([])
        else:
            chunks[-1].append(token)
    ends = ((chunk, phrase_end(chunk, 0, context.words)) for chunk in chunks[1:])
    return any(0 < end < len(chunk) and has_verb_in(chunk[end:], context) for chunk, end in ends)


def goes_on(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether words behind an incise go on with the clause, not with who said it ("…, delegate")."""
    first = unit.tokens_from(span.start)[:1]
    if says_who(unit, span, context):
        return False
    joins = ("preposition", "conjunction", "coordination", "adverb", "relative", "complement")
    return bool(first) and (context.words.has(first[0], *joins) or has_verb(unit, span, context))


def says_who(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether words behind a name say what its bearer is: "porte-parole de ceux qui sont restés"."""
    first = unit.tokens_from(span.start)[:1]
    return bool(first) and (first[0].word[0] == _ROLE or first[0].word in role_heads(context.pack))


def has_verb(unit: Unit, span: Span, context: Context) -> bool:
    """Tell whether a verb seems to stand in a span of the document."""
    text = unit.masked[span.start - unit.span.start : span.end - unit.span.start]
    return has_verb_in(tokens_of(text, span.start), context)


def has_verb_in(tokens: Sequence[Token], context: Context) -> bool:
    """Tell whether a verb seems to stand among the tokens."""
    functions = context.pack.functions
    return any(
        t.word[0] in _FINITE_MASKS
        or (
            context.words.has(t, "auxiliary", "clitic", "finite")
            and not context.words.has(t, "determiner", "preposition")
        )
        or functions.may_be_finite(t.word)
        for t in tokens
    )
