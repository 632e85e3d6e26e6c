"""Reports whose words stand between marks: before the cue, behind it, or around it."""

from __future__ import annotations

import re
from dataclasses import replace

from recoupe.packs import MASKS
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.clauses import (
    Context,
    clause_end,
    clause_start,
    has_verb,
    has_verb_in,
    is_body,
    is_human,
    is_somebody,
    report_rules,
    stripped_of,
    trimmed,
)
from recoupe.stages.read.quotations.definite_phrases import role_heads
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.phrases_behind import source_after, subject_after
from recoupe.stages.read.quotations.report import (
    Report,
    as_clause,
    group_of,
    marked_ending_at,
    marked_starting_at,
    speaker_of,
)
from recoupe.stages.read.quotations.speech import GERUND, QUOTE, Unit, personal_gender, tokens_of

_SENTENCE_END = re.compile(r"[.!?…] (?=[A-ZÀ-Ý0-9«“\ue000-\ue014-])")
_ENDS = ".!?:;…»—–"
_MIN_WEAK_CHARS = 12
_MOST_CATCHWORDS = 4


def quote_before(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    start = unit.span.start
    end = match.start()
    while end < len(unit.masked) and unit.masked[end] == QUOTE:
        end += 1
    quote = marked_ending_at(unit, start + end)
    speaker = speaker_of(report, match, unit, context)
    if quote is None or speaker is None:
        return None
    lead = trimmed(unit, clause_start(unit, quote.span.start - start, context), quote.span.start)
    told = unit.masked[lead.start - start : quote.span.start - start].strip()
    if context.rule.options.get("somebody"):
        n_words = len(unit.readable(quote.content).split())
        if (
            told
            or n_words < int(context.rule.options["least_words"])
            or not is_somebody(unit, speaker, context)
        ):
            return None
    if told and _is_reported(unit, lead, context):
        return None  # "Ana Morel trouve que « rien ne va », constate-t-elle"
    if told and told[-1] not in _ENDS:
        if context.rule.options.get("beside") and (told[-1] == "," or not has_verb(unit, lead, context)):
            return replace(report, content=(quote.content,), speaker=speaker, marked=(quote,), is_direct=True)
        is_sure = context.rule.options.get("speaker") == "group" and report.is_firm
        parted = report.cue is None or "," in unit.masked[end : report.cue.start - start]
        if not parted and not is_sure and not _is_end_of_clause(unit, lead, quote, speaker, context):
            return None
        clause = Span(lead.start, quote.span.end)
        return as_clause(replace(report, speaker=speaker), [clause], unit)
    spans = [quote.content]
    marked = [quote]
    # « A », says X, « B »: the words go on after the speaker.
    after = max(speaker.end, report.cue.end if report.cue else speaker.end)
    link = re.compile(r"[^,;:.!?\ue008]{0,60}, ?(?=\ue008)|,? ?(?=\ue008)").match(unit.masked, after - start)
    if link:
        more = marked_starting_at(unit, start + link.end())
        if more is not None and link.end() > after - start and not _tells_of_speaker(unit, more):
            spans.append(more.content)
            marked.append(more)
    # Words that run on from the paragraph before belong to the same speech.
    return replace(report, content=tuple(spans), speaker=speaker, marked=tuple(marked), is_direct=True)


def _is_reported(unit: Unit, lead: Span, context: Context) -> bool:
    """Tell whether words before marked ones are a verb of saying and what joins its clause."""
    tokens = [t for t in unit.tokens_from(lead.start) if lead.holds(t.span)]
    if not tokens or not context.words.has(tokens[-1], "complement"):
        return False
    return any(lead.holds(place) and "que" in v.takes for place, _, verbs in unit.verbs for v in verbs)


def _tells_of_speaker(unit: Unit, quote: Marked) -> bool:
    """Tell whether a few marked words behind a name say what its bearer is: "…, « mayor » of a day"."""
    behind = unit.masked[quote.span.end - unit.span.start :][:2]
    few = len(unit.readable(quote.content).split()) < _MOST_CATCHWORDS
    return few and behind[:1] == " " and behind[1:].isalnum()


def _is_end_of_clause(unit: Unit, lead: Span, quote: Marked, speaker: Span, context: Context) -> bool:
    """Tell whether marked words end a clause, no comma behind them: "It rains, « and hard » says Ana"."""
    is_long = len(unit.readable(quote.content).split()) >= _MOST_CATCHWORDS
    return is_long and has_verb(unit, lead, context) and is_human(unit, speaker, context.words, context.pack)


def quote_after(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    quote = marked_starting_at(unit, unit.span.start + match.end())
    if quote is None:
        return None
    speaker = speaker_of(report, match, unit, context)
    if context.rule.options.get("weak"):
        if speaker is None or len(quote.content) < _MIN_WEAK_CHARS:
            return None
        if context.rule.options.get("speaker") == "subject":
            if not _is_sentence(unit, quote):
                return None
            speaker = _who_talks(unit, speaker, quote, context)
            if speaker is None:
                return None
    least = int(context.rule.options.get("least_words", 0))
    if speaker is None or context.words.is_nobody(unit.readable(speaker)):
        least += 2 if least else 0
    if len(unit.readable(quote.content).split()) < least or _is_name(report, unit, quote, context):
        return None
    if context.rule.options.get("goes_on") and _is_head(unit, quote, context):
        clause = trimmed(unit, quote.span.start, clause_end(unit, quote.span.end, context, strict=True))
        return as_clause(replace(report, speaker=speaker), [clause], unit)
    spans, marked = [quote.content], [quote]
    last = quote
    for _ in range(6):
        end = last.span.end
        more = marked_starting_at(unit, end + 1) or marked_starting_at(unit, end + 2)
        if more is None or unit.masked[end - unit.span.start : more.span.start - unit.span.start].strip(" ,"):
            break
        spans.append(more.content)
        marked.append(more)
        last = more
    return replace(report, content=tuple(spans), speaker=speaker, marked=tuple(marked), is_direct=True)


def _is_head(unit: Unit, quote: Marked, context: Context) -> bool:
    """Tell whether a phrase goes on behind marked words: "dénonce « une farce » du conseil"."""
    first = tokens_of(unit.readable(quote.content), 0)[0]
    behind = unit.tokens_from(quote.span.end)[:1]
    if not behind or not context.words.has(first, "indefinite", "definite", "preposition"):
        return False
    is_more = context.words.has(behind[0], "link") and not context.words.has(behind[0], "coordination")
    return is_more or (context.words.has(first, "preposition") and context.words.has(behind[0], "determiner"))


def _is_name(report: Report, unit: Unit, quote: Marked, context: Context) -> bool:
    """Tell whether marked words are what a thing is called: "the road dite « of the north »"."""
    cue = report.cue
    tokens = [] if cue is None else tokens_of(cue.moved(-unit.span.start).of(unit.text), 0)
    if len(tokens) != 1 or not context.words.has(tokens[0], "naming"):
        return False
    first = tokens_of(unit.readable(quote.content), 0)[0]
    return context.words.has(first, "link") and not context.words.has(first, "coordination")


def _is_sentence(unit: Unit, quote: Marked) -> bool:
    """Tell whether marked words look like a sentence of their own, not a name or a catchword."""
    words = unit.readable(quote.content)
    return len(words.split()) > _MOST_CATCHWORDS or words[0].isupper() or words[-1] in ".!?…"


def _who_talks(unit: Unit, subject: Span, quote: Marked, context: Context) -> Span | None:
    """Return who says words behind a colon: the subject, or the only person named if it is a thing."""
    whose = _whose_view(unit, subject, context)
    if whose is not None:
        return whose
    first = unit.tokens_from(subject.start)[0]
    lead = unit.tokens_until(subject.start)
    is_told = context.words.has(first, "pronoun") and not first.is_name
    is_told = is_told and not any(context.words.has(t, "conjunction") for t in lead)
    if is_told or is_human(unit, subject, context.words, context.pack):
        return subject
    named = [t for t in unit.tokens_until(quote.span.start) if t.word[0] == MASKS["PER"]]
    if len(named) == 1:
        return named[0].span
    if named or (unit.is_title and not is_body(unit, subject)):
        return None
    return subject


def _whose_view(unit: Unit, subject: Span, context: Context) -> Span | None:
    """Return whose a subject is that stands for what he thinks: "Celle d'Ana Morel", "L'avis d'Ana Morel"."""
    words = context.words
    tokens = [t for t in unit.tokens_from(subject.start) if subject.holds(t.span)]
    heads = [t for t in tokens if not words.has(t, "determiner", "fore adjective") or words.has(t, "link")]
    if not heads or not words.has(heads[0], "link", "utterance", "own words"):
        return None
    named = (t.span for t in heads if t.word[0] == MASKS["PER"])
    return next(named, None)


def _behind_apposition(unit: Unit, rest: Span, context: Context) -> Span:
    """Return the words of a speech that go on behind what is said of the speaker ("…, driver, …")."""
    text = unit.readable(rest)
    stop = _SENTENCE_END.search(text)
    clauses = text[: stop.start() if stop else len(text)].split(", ")
    if not _is_said_of_speaker(clauses[0], context):
        return rest
    n_chars = len(clauses[0])
    for clause in clauses[1:]:
        tokens = tokens_of(clause, 0)
        bare = tokens and not context.words.has(tokens[0], "conjunction", "coordination", "adverb")
        if not (bare and (stop or _is_said_of_speaker(clause, context)) and not has_verb_in(tokens, context)):
            return Span(rest.start + n_chars + 2, rest.end)
        n_chars += len(clause) + 2
    return Span(rest.start + stop.end(), rest.end) if stop else Span(rest.end, rest.end)


def _is_said_of_speaker(clause: str, context: Context) -> bool:
    """Tell whether words behind a name say who or how somebody is: what he is called, his age, his voice."""
    tokens = tokens_of(clause, 0)
    words, pack = context.words, context.pack
    if not tokens or has_verb_in(tokens, context):
        return False
    if tokens[0].word[0] == GERUND or words.has(tokens[0], "of speaker"):
        return True
    if len(tokens) > 1 and words.has(tokens[0], "preposition") and words.is_gerund(tokens[1]):
        return True  # "en sortant du conseil"
    if tokens[0].word.isdigit() or tokens[0].word[0] == MASKS["NUM"]:
        return len(tokens) > 1 and words.has(tokens[1], "of speaker")
    heads = [t for t in tokens[:3] if not words.has(t, "determiner", "fore adjective")]
    if not heads:
        return False
    head = heads[0]
    if head.word[0] == MASKS["ROLE"] or words.has(head, "bearing"):
        return True
    called = head.word in role_heads(pack) or words.has(head, "person")
    return called or personal_gender(head.word, words, pack) is not None


def _is_told_behind(unit: Unit, quote: Marked, context: Context) -> bool:
    """Tell whether a verb of saying stands behind marked words: "« Too late, they say », notes Ana Morel"."""
    verbs = report_rules(context.pack).verbs
    at = quote.span.end - unit.span.start + len(", ")
    return unit.masked[:at].endswith(", ") and any(rule.pattern.match(unit.masked, at) for rule in verbs)


def inside(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    quote = next((m for m in unit.marked if m.content.holds(cue)), None)
    if quote is None:
        return None
    start = unit.span.start
    open_unit = replace(unit, masked=unit.open)
    speaker = group_of(match, "speaker", unit) or subject_after(open_unit, cue.end, context.words)
    if speaker is None or speaker.end > quote.content.end:
        return None
    if context.rule.options.get("somebody") and MASKS["PER"] not in open_unit.readable(speaker):
        return None
    if context.words.is_nobody(unit.readable(speaker)):
        if _is_told_behind(unit, quote, context):
            return None
        body = source_after(open_unit, cue.end, context.words)  # "…, says one at the ministry, …"
        if body is not None and body.end < quote.content.end and is_body(open_unit, body):
            speaker = body
    end = max(speaker.end, cue.end)
    low = start + match.start()
    rest = unit.open[end - start : quote.content.end - start]
    mark = re.match(r"[^,;:.!?…»]{0,40}[,;:.!?…–—-] ?", rest)
    if rest.strip() and not mark:
        return None
    if unit.open[match.start()] in "!?…":
        low += 1
    spans = [stripped_of(unit, Span(quote.content.start, low))]
    if mark and end + mark.end() < quote.content.end:
        after = Span(end + mark.end(), quote.content.end)
        if mark[0].rstrip().endswith(","):
            after = _behind_apposition(open_unit, after, context)
        spans.append(stripped_of(unit, after))
    kept = tuple(s for s in spans if len(s))
    return replace(report, content=kept, speaker=speaker, marked=(quote,), is_direct=True)
