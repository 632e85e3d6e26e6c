"""Reports whose words are a clause: behind the verb, before or around the speaker, or a figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice, pairwise

from recoupe.packs import MASKS, Pack
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.clauses import (
    Context,
    clause_end,
    clause_start,
    end_of_source,
    goes_on,
    has_verb,
    has_view,
    is_deed,
    is_human,
    is_person,
    is_relative,
    is_whole_clause,
    says_who,
    trimmed,
)
from recoupe.stages.read.quotations.phrases import contracted, opens_phrase, phrase_end
from recoupe.stages.read.quotations.phrases_behind import source_after, subject_after
from recoupe.stages.read.quotations.report import (
    Report,
    as_clause,
    group_of,
    marked_starting_at,
    speaker_of,
)
from recoupe.stages.read.quotations.speech import BOTH, FINITE, PARTICIPLE, QUOTE, Token, Unit, tokens_of

_TO_COMMA = re.compile(r" [^,;:.!?\ue008]{1,60}(?=,)")
_ENDS_WORDS = frozenset(",;:.!?)")
_SLIGHT_WORDS = 2
_AHEAD_CHARS = 40
_MOST_CUTS = 2
_RELATIVE_WORDS = 5
_LEAST_REST_CHARS = 20
_MOST_NAME_WORDS = 5


@lru_cache(maxsize=32)
def _opening(pack: Pack, pattern: str) -> re.Pattern[str]:
    return pack.compiled(pattern)


def clause_after(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    speaker = speaker_of(report, match, unit, context)
    strict = context.rule.options.get("strict") or context.rule.options.get("needs_speaker")
    if strict and (speaker is None or context.words.is_nobody(unit.readable(speaker))):
        return None
    if context.rule.options.get("viewed") and not (
        speaker is not None and (is_person(unit, speaker, context) or has_view(unit, speaker, context))
    ):
        return None
    if (
        context.rule.options.get("by_deed", True) is False
        and speaker is not None
        and is_deed(unit, speaker, context)
    ):
        return None
    at = unit.span.start + match.end()
    opening = context.rule.options.get("opens_with")
    if opening and not _opening(context.pack, str(opening)).match(unit.open, match.end()):
        return None
    before = match["before"] if "before" in match.re.groupindex else None
    if before and before.strip() in contracted(context.pack) and unit.masked[match.end()] != QUOTE:
        at = unit.span.start + match.start("before")
    starts = context.rule.options.get("starts_at")
    told_from = _opening(context.pack, str(starts)).match(unit.masked, match.end()) if starts else None
    if told_from is not None:
        at = unit.span.start + told_from.end()
    end = min(clause_end(unit, at, context), _end_of_relative(report, at, unit, context))
    if _opens_subordinate(unit, context):
        end = min(end, _main_clause(unit, at, context) or end)
    if speaker is not None and speaker.start > at:
        # "Estimant que le pont tient, la maire a refusé les travaux."
        end = min(end, speaker.start)
    quote = marked_starting_at(unit, at)
    if opening and quote is not None and unit.masked[quote.span.end - unit.span.start :][:1] in _ENDS_WORDS:
        end = quote.span.end
    content = trimmed(unit, at, end)
    strict = bool(context.rule.options.get("strict")) and len(content) > 0
    if strict and speaker is not None and _is_of_one(report, speaker, unit, context):
        return None  # "Le vote sera reporté, ont indiqué deux élus"
    if strict and (_is_slight(unit, content, context) or _is_inverted(report, content, unit, context)):
        return None
    if strict and _is_sentence(report, content, unit, context):
        return None
    found = as_clause(replace(report, speaker=speaker), [content], unit)
    is_of_self = context.rule.options.get("takes") == "self"
    if (
        strict
        and told_from is None
        and found is not None
        and found.is_direct
        and not is_of_self
        and _is_one_word(found, unit)
    ):
        # "He speaks of « territories »": a choice of words, no remark; "he feels « fine »" is one.
        return None
    return found


def _end_of_relative(report: Report, at: int, unit: Unit, context: Context) -> int:
    """Return where the sentence goes on behind a relative clause: "A priest, who asks that …, sees it so"."""
    before = () if report.cue is None else unit.tokens_until(report.cue.start)[-_RELATIVE_WORDS:]
    pairs = pairwise(before)
    if not any(comma.word == "," and context.words.has(word, "relative") for comma, word in pairs):
        return unit.span.end
    tokens = unit.tokens_from(at)
    for comma, verb in pairwise(tokens):
        if comma.word == "," and has_verb(unit, verb.span, context) and not context.words.has(verb, "clitic"):
            return comma.span.start
    return unit.span.end


def _opens_subordinate(unit: Unit, context: Context) -> bool:
    """Tell whether a sentence begins with a clause that another follows ("even if", "at a time when")."""
    first = unit.tokens[:4]
    if not first:
        return False
    has = context.words.has
    if has(first[0], "subordinate") or (
        len(first) > 1 and has(first[0], "adverb") and has(first[1], "subordinate")
    ):
        return True
    is_time = has(first[0], "preposition", "link") or first[0].word == "au"
    return is_time and any(has(token, "where") and not has(token, "relative") for token in first[2:])


def _main_clause(unit: Unit, at: int, context: Context) -> int | None:
    """Return the comma behind offset `at` where the main clause begins: "Si elle dit que …, il ment"."""
    tokens = unit.tokens_from(at)
    for i, token in enumerate(tokens):
        end = phrase_end(tokens, i + 1, context.words) if token.word == "," else 0
        if end > i + 1 and opens_phrase(tokens, i + 1, context.words):
            behind = tokens[end : end + 1]
            is_named = bool(behind) and behind[0].word == "," and tokens[end - 1].word[0] == MASKS["PER"]
            if is_named or (behind and has_verb(unit, behind[0].span, context)):
                return token.span.start
    return None


def _is_inverted(report: Report, content: Span, unit: Unit, context: Context) -> bool:
    """Tell whether what stands behind the verb is its subject: "…, announced the mayor"."""
    cue = report.cue
    if cue is None or not unit.masked[: cue.start - unit.span.start].rstrip().endswith(","):
        return False
    tokens = unit.tokens_from(content.start)
    end = phrase_end(tokens, 0, context.words)
    if not end or not has_verb(unit, Span(unit.span.start, cue.start), context):
        return False
    return tokens[0].is_name or is_human(
        unit, Span(content.start, tokens[end - 1].span.end), context.words, context.pack
    )


def _is_of_one(report: Report, speaker: Span, unit: Unit, context: Context) -> bool:
    """Tell whether a verb of several behind a comma has a subject of one before it: it stands behind it."""
    cue = report.cue
    if cue is None or not unit.masked[: cue.start - unit.span.start].rstrip().endswith(","):
        return False
    return speaker.end <= cue.start and not _agrees(unit, cue, speaker, context)


def _is_sentence(report: Report, content: Span, unit: Unit, context: Context) -> bool:
    """Tell whether a verb sentences somebody to something ("the court fined him"), which nobody says."""
    convicts = report.cue is not None and any("convicts" in v.takes for v in unit.verbs_in(report.cue))
    told = _opening(context.pack, "{say_sentence}")
    return convicts and told.match(unit.open, content.start - unit.span.start) is not None


def _is_one_word(report: Report, unit: Unit) -> bool:
    return len(unit.readable(report.content[0]).split()) < _SLIGHT_WORDS


def _is_slight(unit: Unit, content: Span, context: Context) -> bool:
    """Tell whether an object only points at something ("this figure"): it says nothing by itself."""
    tokens = tokens_of(unit.masked[content.start - unit.span.start : content.end - unit.span.start], 0)
    return len(tokens) <= _SLIGHT_WORDS and context.words.has(tokens[0], "pointing")


def clause_after_speaker(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    tokens = list(unit.tokens_from(cue.end))
    speaker = subject_after(unit, cue.end, context.words)
    if speaker is None:
        # "Selon « Les Voisins » et Paul Morel, …": a name may stand between marks.
        begin = 2 if tokens and tokens[0].word[0] == QUOTE and _joins_name(tokens, context) else 0
        end = phrase_end(tokens, begin, context.words, bare=True)
        speaker = Span(tokens[0].span.start, tokens[end - 1].span.end) if end > begin else None
    if speaker is None:
        return None
    if _is_no_source(unit, speaker, context):
        return None
    behind = _told_right_behind(unit, speaker)
    if behind is not None:
        return as_clause(replace(report, speaker=behind[0]), [behind[1]], unit)
    # The speaker ends at the next comma: what stands between belongs to the phrase that names him.
    comma = end_of_source(unit, speaker, context)
    if comma is None:
        return None
    if unit.readable(cue).strip().lower() in context.pack.functions.WEAK_SOURCES and not (
        is_person(unit, speaker, context) or has_view(unit, speaker, context)
    ):
        return None
    if context.words.opens_clause(", " + unit.masked[comma.end() :]):
        return None
    at = unit.span.start + comma.end()
    content = trimmed(unit, at, _end_behind_verb(unit, at, context))
    if cue.start > unit.span.start and _says_nothing(unit, content, context):
        return None
    rest = unit.masked[content.end - unit.span.start :].replace(" ", "")
    told = has_verb(unit, content, context) or QUOTE in unit.masked[content.start - unit.span.start :][:1]
    if not told and rest.startswith(f":{QUOTE}"):
        return None  # "For Paul Morel, its secretary: « … »": the words are those behind the colon
    return as_clause(replace(report, speaker=speaker), [content], unit)


def _told_right_behind(unit: Unit, speaker: Span) -> tuple[Span, Span] | None:
    """Return who speaks and his words where no comma parts them: "Selon l'étude « elle est de 38 % »".

    Few marked words behind a noun are a name ("les « gilets jaunes »").
    """
    last = next((m for m in unit.marked if m.span.start > speaker.start and m.span.meets(speaker)), None)
    begin = speaker.end if last is None else last.span.start
    quote = last or marked_starting_at(unit, begin + 1)
    if quote is None or len(unit.readable(quote.content).split()) <= _MOST_NAME_WORDS:
        return None
    lead = unit.readable(Span(speaker.start, quote.span.start)).rstrip()
    if not lead or lead.endswith(("'", ",")):
        return None
    return Span(speaker.start, speaker.start + len(lead)), quote.span


def _joins_name(tokens: Sequence[Token], context: Context) -> bool:
    return len(tokens) > 2 and context.words.has(tokens[1], "coordination") and tokens[2].is_name


def _end_behind_verb(unit: Unit, at: int, context: Context) -> int:
    """Return where a clause ends, looked for behind its verb: "the council, a body of ten, has called"."""
    end = clause_end(unit, at, context)
    for _ in range(_MOST_CUTS):
        cut = unit.masked[end - unit.span.start :][:1]
        told = QUOTE in unit.masked[at - unit.span.start : end - unit.span.start]
        if cut != "," or told or has_verb(unit, Span(at, end), context):
            break
        end = clause_end(unit, end, context)
    return end


def _is_no_source(unit: Unit, speaker: Span, context: Context) -> bool:
    """Tell whether a phrase names what something goes by, not who says it: "selon la méthode des quotas"."""
    tokens = [t for t in unit.tokens_from(speaker.start) if speaker.holds(t.span)]
    heads = [t for t in tokens if not context.words.has(t, "determiner", "fore adjective")]
    if len(tokens) == len(heads) == 2:
        del heads[0]  # "selon toute vraisemblance"
    return bool(heads) and context.words.has(heads[0], "measure")


def _says_nothing(unit: Unit, content: Span, context: Context) -> bool:
    """Tell whether words behind a source only say who that is, or comment on what it said before."""
    words = context.words
    second = unit.tokens_from(content.start)[1:2]
    comments = words.opens_clause(f", {unit.readable(content)}") or any(
        words.has(token, "relative", "complement") for token in second
    )
    if comments or is_relative(unit, content.start, context):
        return True
    first = unit.tokens_from(content.start)[:1]
    told = [t for t in unit.tokens_from(content.start) if content.holds(t.span)]
    named = next((i for i, t in enumerate(told) if not _joins_names(t, context)), len(told))
    if named == len(told) and named and (told[0].is_name or words.has(told[0], "determiner")):
        return True  # "selon l'agence des statistiques, l'Insee"
    if (
        named > 1
        and told[0].is_name
        and not has_verb(unit, Span(told[named].span.start, content.end), context)
    ):
        return True  # "selon une enquête de Rivage, Le Fanal et « La Plaine » publiée jeudi"
    if len(told) > 1 and told[0].word[0] in (FINITE, BOTH) and all(t.is_name for t in told[1:]):
        return True  # "utile pour la mairie, estime Paul Morel"
    is_word = bool(first) and (first[0].word.isalpha() or first[0].word[0] == PARTICIPLE)
    is_beside = is_word and not opens_phrase(first, 0, words)
    if is_beside and not has_verb(unit, content, context):
        return True  # "selon une étude du parti, publiée mercredi"
    return not has_verb(unit, content, context) and is_human(unit, content, context.words, context.pack)


def _joins_names(token: Token, context: Context) -> bool:
    marks = token.word[0] == QUOTE or token.word == ","
    return token.is_name or marks or context.words.has(token, "determiner", "coordination")


def clause_before(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    if context.rule.options.get("speaker") == "in-document":
        tokens = list(unit.tokens_from(cue.end))
        end = phrase_end(tokens, 1, context.words)
        speaker = Span(tokens[1].span.start, tokens[end - 1].span.end) if end > 1 else None
    elif context.rule.options.get("speaker") == "source":
        speaker = source_after(unit, cue.end, context.words)
    else:
        speaker = group_of(match, "speaker", unit) or subject_after(unit, cue.end, context.words)
    begin, end = clause_start(unit, match.start(), context), unit.span.start + match.start()
    if context.rule.options.get("cut"):
        # "Le pont fermera, a appris l'agence de source syndicale": the incise is no part of it.
        end = min(end, clause_end(unit, begin, context))
    spans = [trimmed(unit, begin, end)]
    beside = _marked_beside(unit, spans[0], context)
    if beside is not None and unit.masked[match.start()] != ",":
        spans = [beside]
    if context.rule.options.get("speaker") == "nobody":
        return as_clause(report, spans, unit) if has_verb(unit, spans[0], context) else None
    if speaker is None:
        return None
    if _is_no_source(unit, speaker, context):
        return None
    behind = _TO_COMMA.match(unit.masked, speaker.end - unit.span.start)
    is_split = _ends_in_auxiliary(unit, spans[0], context)
    is_apart = is_split and unit.masked[match.start()] == ","
    if behind and is_apart and not has_verb(unit, Span(speaker.end, unit.span.start + behind.end()), context):
        # "selon le collectif contre le bruit (CCB), …": the phrase goes on to the comma.
        speaker = Span(speaker.start, unit.span.start + behind.end())
    speaker = _to_main_verb(unit, spans[0], speaker, context) or speaker
    rest = unit.masked[speaker.end - unit.span.start :]
    opening = re.match(r" (\w+'?) ?", rest)
    is_opening = opening is not None and "complement" in context.words.classes.get(opening[1], ())
    if opening is not None and is_opening and not _ends_in_noun(unit, spans[0], context):
        # "The film shows, according to him, that …": what is said stands behind. "A report that we have read"
        # says what stands before.
        at = speaker.end + opening.end()
        return as_clause(
            replace(report, speaker=speaker), [trimmed(unit, at, clause_end(unit, at, context))], unit
        )
    if context.words.opens_clause(rest) or (is_split and rest[:1] == " "):
        # "Le pont, qui est selon lui le plus beau, …": the words that are said stand behind.
        return None
    after = speaker.end + 2
    is_told = len(rest) > _LEAST_REST_CHARS or _is_verb_next(unit, spans[0], after, context)
    if re.match(r", \w", rest) and is_told and not is_relative(unit, after, context):
        more = trimmed(unit, after, clause_end(unit, after, context))
        if not says_who(unit, more, context):
            spans.append(more)
    return as_clause(replace(report, speaker=speaker), spans, unit)


def _marked_beside(unit: Unit, clause: Span, context: Context) -> Span | None:
    """Return the marked phrase that a clause ends with behind a comma: "Le pont ferme, « une folie »"."""
    quote = next((m for m in unit.marked if m.span.end == clause.end), None)
    if quote is None or not unit.masked[: quote.span.start - unit.span.start].endswith(", "):
        return None
    first = tokens_of(unit.readable(quote.content), 0)[:1]
    is_phrase = bool(first) and context.words.has(first[0], "definite", "indefinite")
    return quote.span if is_phrase and has_verb(unit, Span(clause.start, quote.span.start), context) else None


def _is_verb_next(unit: Unit, before: Span, at: int, context: Context) -> bool:
    """Tell whether the verb of words without one stands at an offset: "Le pont, selon lui, tombera"."""
    following = unit.tokens_from(at)[:1]
    has_own = not len(before) or has_verb(unit, before, context)
    return not has_own and bool(following) and has_verb(unit, following[0].span, context)


def _to_main_verb(unit: Unit, before: Span, speaker: Span, context: Context) -> Span | None:
    """Return a source up to the comma before the verb: "The network, by a report made …, is old"."""
    behind = _TO_COMMA.match(unit.masked, speaker.end - unit.span.start)
    if behind is None or not len(before) or has_verb(unit, before, context):
        return None
    end = unit.span.start + behind.end()
    following = unit.tokens_from(end)[1:2]
    is_told = bool(following) and has_verb(unit, following[0].span, context)
    return (
        Span(speaker.start, end) if is_told and not has_verb(unit, Span(speaker.end, end), context) else None
    )


def _ends_in_noun(unit: Unit, span: Span, context: Context) -> bool:
    inside = [t for t in unit.tokens_from(span.start) if span.holds(t.span)]
    return len(inside) > 1 and context.words.has(inside[-2], "determiner", "preposition")


def _ends_in_auxiliary(unit: Unit, span: Span, context: Context) -> bool:
    inside = [t for t in unit.tokens_from(span.start) if span.holds(t.span)]
    return bool(inside) and context.words.has(inside[-1], "auxiliary", "been")


def clause_around(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    before = trimmed(unit, clause_start(unit, match.start(), context), unit.span.start + match.start())
    if not len(before) or unit.masked[before.end - 1 - unit.span.start] == QUOTE:
        return None
    first = unit.tokens_from(before.start)
    if first and context.words.has(first[0], "relative"):
        return None
    speaker = group_of(match, "speaker", unit) or subject_after(unit, cue.end, context.words)
    if speaker is None:
        return None
    if context.words.is_nobody(unit.readable(speaker)):
        speaker = source_after(unit, cue.end, context.words) or speaker
    elif any("learnt" in verb.takes for verb in unit.verbs_in(cue)):
        # "a appris l'agence auprès de la préfecture": she says it.
        speaker = source_after(unit, speaker.end, context.words) or speaker
    stops = context.rule.options.get("not_before")
    if stops and _opening(context.pack, str(stops)).match(unit.masked, speaker.end - unit.span.start):
        return None  # "the deputies, among them Paul Morel, have urged the mayor to sign"
    if group_of(match, "speaker", unit) is None and not _agrees(unit, cue, speaker, context):
        return None  # "the others, like Paul Morel, make the same appeal": what stands behind is the object
    if group_of(match, "speaker", unit) is None and not is_whole_clause(
        unit, before, context, named=is_person(unit, speaker, context)
    ):
        return None
    end = max(speaker.end, cue.end)
    spans = [before]
    rest = re.compile(r"[^,;:.!?\ue008]{0,60},(?: (?!et )| )").match(unit.masked, end - unit.span.start)
    if rest:
        after = unit.span.start + rest.end()
        more = trimmed(unit, after, clause_end(unit, after, context))
        inverted = group_of(match, "speaker", unit) == speaker
        if _opens_with_gerund(unit, more, context):
            pass  # what somebody does while he says it: "…, a-t-elle dit, provoquant des rires"
        elif inverted or (goes_on(unit, more, context) and not is_relative(unit, more.start, context)):
            spans.append(more)
    return as_clause(replace(report, speaker=speaker), spans, unit)


def _agrees(unit: Unit, cue: Span, speaker: Span, context: Context) -> bool:
    """Tell whether a verb and its subject behind it can agree in number, as far as they show it."""
    verb = unit.text[cue.start - unit.span.start : cue.end - unit.span.start].lower().split()
    tokens = [t for t in unit.tokens_from(speaker.start) if speaker.holds(t.span)]
    is_many = context.pack.functions.is_plural_verb(verb)
    if not is_many or context.words.has(tokens[0], "many"):
        return True
    if not context.words.has(tokens[0], "determiner", "possessive"):
        return True
    # "disent une dizaine d'élus", "annoncent la mairie et l'État"
    return any(
        context.words.has(t, "link", "coordination") and not context.words.has(t, "determiner")
        for t in tokens[1:]
    )


def _opens_with_gerund(unit: Unit, span: Span, context: Context) -> bool:
    first = unit.tokens_from(span.start)[:1]
    small = ("preposition", "adverb", "conjunction", "coordination", "link", "determiner", "noun")
    return bool(first) and context.words.is_gerund(first[0]) and not context.words.has(first[0], *small)


def figure(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    """Return a figure with the source named beside it, when the clause before it says nothing else."""
    cue = report.cue
    assert cue is not None
    words = group_of(match, "words", unit)
    speaker = group_of(match, "speaker", unit) or subject_after(unit, cue.end, context.words)
    if words is None or speaker is None:
        return None
    if has_verb(unit, words, context) or _is_no_source(unit, speaker, context):
        return None
    several = sum(1 for _ in islice(context.rule.finditer(unit.masked), 2)) > 1
    if not several:
        before = Span(clause_start(unit, match.start(), context), unit.span.start + match.start())
        if has_verb(unit, before, context):
            return None
        after = tokens_of(unit.masked[speaker.end - unit.span.start :][:_AHEAD_CHARS], speaker.end)[:3]
        if after and after[0].word == "," and has_verb(unit, Span(speaker.end, after[-1].span.end), context):
            return None
    return replace(report, content=(words,), speaker=speaker)


def counted(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    """Return a figure that somebody gives who is named beside it, in brackets or without a verb."""
    words = group_of(match, "words", unit)
    speaker = speaker_of(report, match, unit, context)
    if words is None or speaker is None or has_verb(unit, words, context):
        return None
    if context.words.is_nobody(unit.readable(speaker)) or _is_no_source(unit, speaker, context):
        return None
    if _is_of_one(report, speaker, unit, context):
        return None
    return replace(report, content=(words,), speaker=speaker)
