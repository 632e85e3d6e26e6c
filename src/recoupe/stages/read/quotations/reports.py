"""Reported speech inside one sentence: which words, by which cue, and who is named as saying them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from recoupe.packs import Pack, Rule
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.clauses import (
    Context,
    clause_end,
    clause_start,
    end_of_source,
    goes_on,
    has_verb,
    is_person,
    is_whole_clause,
    report_rules,
    stripped_of,
    trimmed,
)
from recoupe.stages.read.quotations.definite_phrases import body_heads
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.noun_phrases import (
    phrase_end,
    place_before,
    source_after,
    subject_after,
    subject_before,
    whole_subject,
)
from recoupe.stages.read.quotations.speech import QUOTE, Unit, Words, tokens_of, words_of

_ENDS = ".!?:;…»—–"
_ENDS_WORDS = frozenset(",;:.!?)")
_MIN_CONTENT_CHARS = 4
_MIN_WEAK_CHARS = 12
_SLIGHT_WORDS = 2
_AHEAD_CHARS = 40
_MATCHES_PER_RULE = 60


@dataclass(frozen=True)
class Report:
    """Reported words of one unit, before their speaker is resolved.

    marked: the marked stretches that the words consist of (direct speech), or that stand in them. is_firm:
    by a rule that leaves no doubt, so that marked words win over longer readings of them; is_exact:
    reported words do so too; is_strict: what it reports is no clause, so that a clause wins over it.
    speaker: words that name who says them; None when the rule saw nobody.
    """

    rule: str
    content: tuple[Span, ...]
    cue: Span | None
    speaker: Span | None
    marked: tuple[Marked, ...]
    is_direct: bool
    is_firm: bool = False
    is_exact: bool = False
    is_strict: bool = False


@lru_cache(maxsize=512)
def find_reports(unit: Unit, pack: Pack) -> tuple[Report, ...]:
    """Return the reports of one unit in text order, none inside another."""
    words = words_of(pack)
    found: list[Report] = []
    for rule in report_rules(pack).finding:
        if not _may_match(rule, unit):
            continue
        for match in _matches(rule, unit):
            report = _report(rule, match, unit, pack=pack, words=words)
            if report is not None:
                found.append(report)
    return _outermost(found)


def _may_match(rule: Rule, unit: Unit) -> bool:
    """Tell whether the unit holds what the rule cannot do without: marked words, a verb of saying."""
    if "takes" in rule.options and not unit.verbs:
        return False
    place = str(rule.options["content"])
    return bool(unit.marked) or not (place == "inside" or place.startswith("quote-"))


def _matches(rule: Rule, unit: Unit) -> Iterator[re.Match[str]]:
    """Yield the rule's matches, each searched from just behind the start of the one before."""
    text = unit.open if rule.options.get("content") == "inside" else unit.masked
    position = 0
    for _ in range(_MATCHES_PER_RULE):
        match = rule.pattern.search(text, position)
        if match is None:
            return
        yield match
        position = max(
            match.start() + 1, match.end() if match.end() < match.start() + 2 else match.start() + 1
        )


def _group(match: re.Match[str], name: str, unit: Unit) -> Span | None:
    if name not in match.re.groupindex or match[name] is None:
        return None
    return Span(*match.span(name)).moved(unit.span.start)


def _report(rule: Rule, match: re.Match[str], unit: Unit, *, pack: Pack, words: Words) -> Report | None:
    """Return what a match of a rule reports; None when its verb, its speaker or its words do not fit."""
    cue = _group(match, "cue", unit)
    takes = set(str(rule.options["takes"]).split("|")) if "takes" in rule.options else None
    if cue is not None and not _fits(unit, cue, match, rule, takes=takes):
        return None
    if cue is not None and takes and _is_passive(unit, cue, words):
        return None
    place = str(rule.options["content"])
    builders = {
        "quote-before": _quote_before,
        "quote-after": _quote_after,
        "inside": _inside,
        "clause-after": _clause_after,
        "clause-after-speaker": _clause_after_speaker,
        "clause-before": _clause_before,
        "clause-around": _clause_around,
        "figure": _figure,
    }
    firm, exact = bool(rule.options.get("firm")), bool(rule.options.get("exact"))
    empty = Report(rule.id, (), cue, None, (), False, firm, exact, bool(rule.options.get("strict")))
    report = builders[place](empty, match, unit, Context(rule, pack, words))
    if report is None:
        return None
    return report if exact or sum(len(s) for s in report.content) >= _MIN_CONTENT_CHARS else None


def _is_passive(unit: Unit, cue: Span, words: Words) -> bool:
    """Tell whether the cue is said of its subject ("was considered"), not said by it."""
    tokens = tokens_of(unit.readable(cue), cue.start)
    before = unit.tokens_until(cue.start)[-1:]
    if before and len(tokens) == 1 and words.has(before[-1], "being"):
        return True
    return any(words.has(t, "being") for t in tokens) and not any(words.has(t, "reflexive") for t in tokens)


def _fits(unit: Unit, cue: Span, match: re.Match[str], rule: Rule, *, takes: set[str] | None) -> bool:
    """Tell whether a verb of the cue can introduce what the rule looks for."""
    verbs = unit.verbs_in(cue)
    if takes is None:
        return True
    fitting = [v for v in verbs if takes & v.takes]
    if not fitting:
        return False
    if "before" not in match.re.groupindex:
        return True
    before = (match["before"] or "").strip()
    for verb in fitting:
        if (not verb.before and not before) or before in verb.before or (not before and "" in verb.before):
            return True
    return False


def _speaker(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Span | None:
    """Return the words that name the speaker; where nobody in particular speaks, the body he does so at."""
    found = _words_of_speaker(report, match, unit, context)
    if found is None or not context.words.is_nobody(unit.readable(found)):
        return found
    place = place_before(unit, found.start, context.words, bodies=body_heads(context.pack))
    return found if place is None else place


def _words_of_speaker(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Span | None:
    """Return the words that name the speaker, sought where the rule says."""
    where = context.rule.options.get("speaker", "before")
    group = _group(match, "speaker", unit)
    cue = report.cue
    if where == "subject" or cue is None:
        found = whole_subject(unit, context.words)
        return found if found is None or cue is None or found.end <= cue.start else None
    if where == "after":
        return subject_after(unit, cue.end, context.words)
    before = subject_before(unit, cue.start, context.words)
    if group is not None and context.words.is_nobody(unit.readable(group)):
        return source_after(unit, cue.end, context.words) or group
    if where == "group":
        return before if before is not None and _touches(before, cue, unit) and group is not None else group
    if where == "either" and before is None:
        return group or subject_after(unit, cue.end, context.words)
    return before if before is not None else group


def _touches(before: Span, cue: Span, unit: Unit) -> bool:
    return not unit.masked[before.end - unit.span.start : cue.start - unit.span.start].strip()


def _marked_ending_at(unit: Unit, offset: int) -> Marked | None:
    return next((m for m in unit.marked if m.span.end == offset), None)


def _marked_starting_at(unit: Unit, offset: int) -> Marked | None:
    return next((m for m in unit.marked if m.span.start == offset), None)


def _quote_before(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    start = unit.span.start
    end = match.start()
    while end < len(unit.masked) and unit.masked[end] == QUOTE:
        end += 1
    quote = _marked_ending_at(unit, start + end)
    speaker = _speaker(report, match, unit, context)
    if quote is None or speaker is None:
        return None
    lead = trimmed(unit, clause_start(unit, quote.span.start - start, context), quote.span.start)
    told = unit.masked[lead.start - start : quote.span.start - start].strip()
    if told and told[-1] not in _ENDS:
        clause = Span(lead.start, quote.span.end)
        return _as_clause(replace(report, speaker=speaker), [clause], unit)
    spans = [quote.content]
    marked = [quote]
    # « A », says X, « B »: the words go on after the speaker.
    after = max(speaker.end, report.cue.end if report.cue else speaker.end)
    link = re.compile(r"[^,;:.!?\ue008]{0,60}, ?(?=\ue008)|,? ?(?=\ue008)").match(unit.masked, after - start)
    if link:
        more = _marked_starting_at(unit, start + link.end())
        if more is not None and link.end() > after - start:
            spans.append(more.content)
            marked.append(more)
    # Words that run on from the paragraph before belong to the same speech.
    return replace(report, content=tuple(spans), speaker=speaker, marked=tuple(marked), is_direct=True)


def _quote_after(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    quote = _marked_starting_at(unit, unit.span.start + match.end())
    if quote is None:
        return None
    speaker = _speaker(report, match, unit, context)
    if context.rule.options.get("weak") and (speaker is None or len(quote.content) < _MIN_WEAK_CHARS):
        return None
    least = int(context.rule.options.get("least_words", 0))
    if speaker is None or context.words.is_nobody(unit.readable(speaker)):
        least += 2 if least else 0
    if len(unit.readable(quote.content).split()) < least:
        return None
    spans, marked = [quote.content], [quote]
    last = quote
    for _ in range(6):
        end = last.span.end
        more = _marked_starting_at(unit, end + 1) or _marked_starting_at(unit, end + 2)
        if more is None or unit.masked[end - unit.span.start : more.span.start - unit.span.start].strip(" ,"):
            break
        spans.append(more.content)
        marked.append(more)
        last = more
    return replace(report, content=tuple(spans), speaker=speaker, marked=tuple(marked), is_direct=True)


def _inside(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    quote = next((m for m in unit.marked if m.content.holds(cue)), None)
    if quote is None:
        return None
    start = unit.span.start
    open_unit = replace(unit, masked=unit.open)
    speaker = _group(match, "speaker", unit) or subject_after(open_unit, cue.end, context.words)
    if speaker is None or speaker.end > quote.content.end:
        return None
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
        spans.append(stripped_of(unit, Span(end + mark.end(), quote.content.end)))
    kept = tuple(s for s in spans if len(s))
    return replace(report, content=kept, speaker=speaker, marked=(quote,), is_direct=True)


def _as_clause(report: Report, spans: list[Span], unit: Unit) -> Report | None:
    """Return the report with a clause as its content; a clause that is one marked stretch is direct."""
    kept = [s for s in spans if len(s)]
    inside = tuple(m for m in unit.marked if any(s.meets(m.span) for s in kept))
    if len(kept) == 1 and len(inside) == 1 and inside[0].span.holds(kept[0]):
        return replace(report, content=(inside[0].content,), marked=inside, is_direct=True)
    if not kept:
        return None
    return replace(report, content=tuple(kept), marked=inside, is_direct=False)


@lru_cache(maxsize=32)
def _opening(pack: Pack, pattern: str) -> re.Pattern[str]:
    return pack.compiled(pattern)


def _clause_after(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    speaker = _speaker(report, match, unit, context)
    strict = context.rule.options.get("strict") or context.rule.options.get("needs_speaker")
    if strict and (speaker is None or context.words.is_nobody(unit.readable(speaker))):
        return None
    at = unit.span.start + match.end()
    opening = context.rule.options.get("opens_with")
    if opening and not _opening(context.pack, str(opening)).match(unit.open, match.end()):
        return None
    if match.re.groupindex.get("before") and match["before"]:
        at = unit.span.start + match.start("before")
        if unit.masked[match.end()] == QUOTE:
            at = unit.span.start + match.end()
    end = clause_end(unit, at, context)
    quote = _marked_starting_at(unit, at)
    if opening and quote is not None and unit.masked[quote.span.end - unit.span.start :][:1] in _ENDS_WORDS:
        end = quote.span.end
    content = trimmed(unit, at, end)
    if context.rule.options.get("strict") and len(content) and _is_slight(unit, content, context):
        return None
    return _as_clause(replace(report, speaker=speaker), [content], unit)


def _is_slight(unit: Unit, content: Span, context: Context) -> bool:
    """Tell whether an object only points at something ("this figure"): it says nothing by itself."""
    tokens = tokens_of(unit.masked[content.start - unit.span.start : content.end - unit.span.start], 0)
    return len(tokens) <= _SLIGHT_WORDS and context.words.has(tokens[0], "pointing")


def _clause_after_speaker(
    report: Report, match: re.Match[str], unit: Unit, context: Context
) -> Report | None:
    cue = report.cue
    assert cue is not None
    tokens = list(unit.tokens_from(cue.end))
    speaker = subject_after(unit, cue.end, context.words)
    if speaker is None:
        end = phrase_end(tokens, 0, context.words, bare=True)
        speaker = Span(tokens[0].span.start, tokens[end - 1].span.end) if end else None
    if speaker is None:
        return None
    # The speaker ends at the next comma: what stands between belongs to the phrase that names him.
    comma = end_of_source(unit, speaker, context)
    if comma is None:
        return None
    if unit.readable(cue).strip().lower() in context.pack.functions.WEAK_SOURCES and not is_person(
        unit, speaker, context
    ):
        return None
    if context.words.opens_clause(", " + unit.masked[comma.end() :]):
        return None
    at = unit.span.start + comma.end()
    content = trimmed(unit, at, clause_end(unit, at, context))
    return _as_clause(replace(report, speaker=speaker), [content], unit)


def _clause_before(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    if context.rule.options.get("speaker") == "in-document":
        tokens = list(unit.tokens_from(cue.end))
        end = phrase_end(tokens, 1, context.words)
        speaker = Span(tokens[1].span.start, tokens[end - 1].span.end) if end > 1 else None
    else:
        speaker = subject_after(unit, cue.end, context.words)
    if speaker is None:
        return None
    spans = [trimmed(unit, clause_start(unit, match.start(), context), unit.span.start + match.start())]
    rest = unit.masked[speaker.end - unit.span.start :]
    if context.words.opens_clause(rest):
        return None
    if re.match(r", \w", rest) and len(rest) > 20:
        after = speaker.end + 2
        spans.append(trimmed(unit, after, clause_end(unit, after, context)))
    return _as_clause(replace(report, speaker=speaker), spans, unit)


def _clause_around(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    cue = report.cue
    assert cue is not None
    before = trimmed(unit, clause_start(unit, match.start(), context), unit.span.start + match.start())
    if not len(before) or unit.masked[before.end - 1 - unit.span.start] == QUOTE:
        return None
    first = unit.tokens_from(before.start)
    if first and context.words.has(first[0], "relative"):
        return None
    speaker = _group(match, "speaker", unit) or subject_after(unit, cue.end, context.words)
    if speaker is None:
        return None
    if context.words.is_nobody(unit.readable(speaker)):
        speaker = source_after(unit, cue.end, context.words) or speaker
    if _group(match, "speaker", unit) is None and not is_whole_clause(
        unit, before, context, named=is_person(unit, speaker, context)
    ):
        return None
    end = max(speaker.end, cue.end)
    spans = [before]
    rest = re.compile(r"[^,;:.!?\ue008]{0,60},(?: (?!et )| )").match(unit.masked, end - unit.span.start)
    if rest:
        after = unit.span.start + rest.end()
        more = trimmed(unit, after, clause_end(unit, after, context))
        if _group(match, "speaker", unit) is not None or goes_on(unit, more, context):
            spans.append(more)
    return _as_clause(replace(report, speaker=speaker), spans, unit)


def _figure(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Report | None:
    """Return a figure with the source named beside it, when the clause before it says nothing else."""
    cue = report.cue
    assert cue is not None
    words = _group(match, "words", unit)
    speaker = subject_after(unit, cue.end, context.words)
    if words is None or speaker is None:
        return None
    if has_verb(unit, words, context):
        return None
    several = sum(1 for _ in islice(context.rule.pattern.finditer(unit.masked), 2)) > 1
    if not several:
        before = Span(clause_start(unit, match.start(), context), unit.span.start + match.start())
        if has_verb(unit, before, context):
            return None
        after = tokens_of(unit.masked[speaker.end - unit.span.start :][:_AHEAD_CHARS], speaker.end)[:3]
        if after and after[0].word == "," and has_verb(unit, Span(speaker.end, after[-1].span.end), context):
            return None
    return replace(report, content=(words,), speaker=speaker)


def _outermost(found: list[Report]) -> tuple[Report, ...]:
    """Return the reports without those whose words stand in a better one, in text order."""
    kept: list[Report] = []
    for report in sorted(found, key=_rank):
        if not any(_covers(other, report) for other in kept):
            kept.append(report)
    return tuple(sorted(kept, key=lambda r: (r.content[0], r.rule)))


def _rank(report: Report) -> tuple[bool, bool, bool, bool, int, int, str]:
    """Marked speech with its own cue first, then reports with a speaker, then the longest."""
    length = sum(len(s) for s in report.content)
    certain = report.is_exact or (report.is_direct and report.is_firm)
    return (
        not certain,
        report.speaker is None and not report.is_firm,
        report.cue is None,
        report.is_strict,
        -length,
        report.content[0].start,
        report.rule,
    )


def _uses(report: Report, cue: Span) -> bool:
    """Tell whether a report has the cue for its own, or in its words."""
    return any(s.meets(cue) for s in (report.cue, *report.content) if s is not None)


def _covers(other: Report, report: Report) -> bool:
    """Tell whether two reports cannot both hold: one's words are the other's words or its speaker."""
    for one, two in ((other, report), (report, other)):
        named = one.speaker
        if one.is_exact and one.cue is not None and _uses(two, one.cue):
            return True
        if named is not None and one.cue == two.cue and two.content[0].start == named.start:
            return True
        if named is not None and any(
            s.holds(named) and len(named) * 2 > len(s) for s in two.content if not two.is_firm
        ):
            return True
    shared = sum(a.n_shared(b) for a in other.content for b in report.content)
    return shared * 2 > min(sum(len(s) for s in report.content), sum(len(s) for s in other.content))
