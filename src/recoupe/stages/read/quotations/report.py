"""What a rule of reported speech has found in a sentence, and how its parts are looked up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from recoupe.packs import Pack
from recoupe.records.spans import Span
from recoupe.stages.read.quotations.clauses import (
    Context,
    has_verb,
    has_view,
    is_human,
    is_person,
    report_rules,
)
from recoupe.stages.read.quotations.definite_phrases import body_heads
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.noun_phrases import (
    phrases_right_before,
    place_before,
    subject_before,
    whole_subject,
)
from recoupe.stages.read.quotations.phrases_behind import source_after, subject_after
from recoupe.stages.read.quotations.speech import GERUND, QUOTE, Unit, tokens_of


@dataclass(frozen=True)
class Report:
    """Reported words of one unit, before their speaker is resolved.

    marked: the marked stretches that the words consist of (direct speech), or that stand in them. is_firm:
    by a rule that leaves no doubt, so that marked words win over longer readings of them; is_exact:
    reported words do so too; is_strict: what it reports is no clause, so that a clause wins over it; is_near:
    the verb stands right behind the speaker, so that it wins over a verb before it.
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
    is_near: bool = False


def group_of(match: re.Match[str], name: str, unit: Unit) -> Span | None:
    if name not in match.re.groupindex or match[name] is None:
        return None
    return Span(*match.span(name)).moved(unit.span.start)


def marked_ending_at(unit: Unit, offset: int) -> Marked | None:
    return next((m for m in unit.marked if m.span.end == offset), None)


def marked_starting_at(unit: Unit, offset: int) -> Marked | None:
    return next((m for m in unit.marked if m.span.start == offset), None)


def speaker_of(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Span | None:
    """Return the words that name the speaker; where nobody in particular speaks, the body he does so at."""
    found = _words_of_speaker(report, match, unit, context)
    if found is None:
        return None
    if not context.words.is_nobody(unit.readable(found)):
        return _voice_of(unit, found, context) or _topic_before(unit, found, context) or found
    place = place_before(unit, found.start, context.words, bodies=body_heads(context.pack))
    return found if place is None else place


def _topic_before(unit: Unit, pronoun: Span, context: Context) -> Span | None:
    """Return whom a pronoun means right behind a phrase set before it: "Quant à la mairie, elle dément"."""
    tokens = unit.tokens_until(pronoun.start)
    first = unit.tokens_from(pronoun.start)[0]
    if not tokens or tokens[-1].word != "," or first.is_name or not context.words.has(first, "pronoun"):
        return None
    topic = whole_subject(unit, context.words)
    lead = () if topic is None else unit.tokens_until(topic.start)
    is_topic = bool(lead) and any(context.words.has(token, "topic") for token in lead[-2:])
    if topic is None or not is_topic or unit.masked[topic.end - unit.span.start :][:2].strip() != ",":
        return None
    words, head = context.words, unit.tokens_from(topic.start)[0]
    is_body = head.word in body_heads(context.pack) or words.has(head, "body", "circle", "counter")
    is_able = is_body or has_view(unit, topic, context) or is_person(unit, topic, context)
    return topic if topic.end + len(", ") == pronoun.start and is_able else None


def _voice_of(unit: Unit, somebody: Span, context: Context) -> Span | None:
    """Return who speaks for somebody where the words behind him say so: "the board, by the voice of X"."""
    for rule in report_rules(context.pack).voices:
        match = rule.pattern.match(unit.masked, somebody.end - unit.span.start)
        voice = source_after(unit, unit.span.start + match.end(), context.words) if match else None
        first = unit.tokens_from(voice.start)[:1] if voice is not None else ()
        if voice is not None and first and context.words.has(first[0], "possessive"):
            return None  # "by the voice of her secretary": the board itself is who says it
        if voice is not None and (is_person(unit, voice, context) or has_view(unit, voice, context)):
            return voice
    return None


def _words_of_speaker(report: Report, match: re.Match[str], unit: Unit, context: Context) -> Span | None:
    """Return the words that name the speaker, sought where the rule says."""
    where = context.rule.options.get("speaker", "before")
    group = group_of(match, "speaker", unit)
    cue = report.cue
    if where == "nobody":
        return None
    if where == "agent":
        return _agent_behind(unit, unit.span.start + match.end(), context)
    if where == "named":
        return group
    if where == "made":
        # "Ce retard fait dire au maire que …", but "le préfet fait dire au maire que …": he says it.
        sender = None if cue is None else subject_before(unit, cue.start, context.words)
        return sender if sender and is_human(unit, sender, context.words, context.pack) else group
    if where == "gapped":
        return group if group is not None and _has_told(unit, group, context) else None
    is_gerund = (
        cue is not None and GERUND in unit.masked[cue.start - unit.span.start : cue.end - unit.span.start]
    )
    goes_on = is_gerund or (where == "told" and group is None)
    incise = None if cue is None or not goes_on else _subject_of_incise(unit, cue, context)
    if incise is not None:
        return incise
    if where == "subject" or cue is None:
        found = whole_subject(unit, context.words)
        # "Estimant que le pont tient, la maire a refusé": a gerund that opens the sentence is of its subject.
        opens = cue is None or found is None or found.end <= cue.start or cue.start == unit.span.start
        return found if opens else None
    if where == "after":
        return subject_after(unit, cue.end, context.words)
    if where == "antecedent":
        told_of = phrases_right_before(unit, cue.start, context.words)
        able = (p for p in told_of if is_person(unit, p, context) or has_view(unit, p, context))
        return next((p for p in able if not context.words.has(unit.tokens_from(p.start)[0], "pronoun")), None)
    if where == "source":
        return source_after(unit, cue.end, context.words)
    if where == "either" and is_by_agent(unit, cue, context):
        return source_after(unit, cue.end, context.words)
    told = (
        _named_before_colon(unit, cue, match.end(), context) if where == "either" and group is None else None
    )
    if told is not None:
        return told
    before = subject_before(unit, cue.start, context.words)
    if group is not None and context.words.is_nobody(unit.readable(group)):
        return source_after(unit, cue.end, context.words) or group
    if where == "told" and group is None:
        return before if before is not None else whole_subject(unit, context.words)
    if where in {"either", "told"} and group is not None:
        return group
    if where == "group":
        return before if before is not None and _touches(before, cue, unit) and group is not None else group
    if where == "either" and before is None:
        return group or subject_after(unit, cue.end, context.words)
    return before if before is not None else group


def is_by_agent(unit: Unit, cue: Span, context: Context) -> bool:
    """Tell whether a passive verb is followed by who does it: "is summed up by Ana Morel: …"."""
    tokens = tokens_of(unit.readable(cue), cue.start)
    behind = unit.tokens_from(cue.end)[:1]
    is_passive = any(context.words.has(token, "being", "been") for token in tokens)
    return is_passive and bool(behind) and context.words.has(behind[0], "agent")


def _named_before_colon(unit: Unit, cue: Span, at: int, context: Context) -> Span | None:
    """Return who is named between an incise's verb and a colon: "It will rain, warns Ana Morel: « … »"."""
    if not unit.masked[: cue.start - unit.span.start].rstrip().endswith(","):
        return None
    found = subject_after(unit, cue.end, context.words)
    if found is None or unit.masked[found.end - unit.span.start : at].strip(" :"):
        return None
    return found if is_person(unit, found, context) else None


def _agent_behind(unit: Unit, at: int, context: Context) -> Span | None:
    """Return who judges what stands between the marks that begin at an offset: "… » by Ana Morel"."""
    quote = marked_starting_at(unit, at)
    agent = None if quote is None else source_after(unit, quote.span.end, context.words)
    if agent is None or not (is_person(unit, agent, context) or has_view(unit, agent, context)):
        return None
    return agent


def _subject_of_incise(unit: Unit, cue: Span, context: Context) -> Span | None:
    """Return who says what stands before a verb, named behind his own: "…, said Paul Morel, adding …"."""
    inverted = _pronoun_of_incise(unit, cue, context)
    if inverted is not None:
        return inverted
    verb = next((place for place, _, _ in reversed(unit.verbs) if place.end <= cue.start), None)
    lead = list(unit.tokens_until(verb.start)) if verb is not None else []
    while lead and context.words.has(lead[-1], "auxiliary", "clitic", "adverb"):
        lead.pop()
    if verb is None or not lead or not (lead[-1].word == "," or lead[-1].word[0] == QUOTE):
        return None
    before = Span(unit.span.start, lead[-1].span.end)
    if (
        lead[-1].word == ","
        and lead[-2:-1]
        and lead[-2].word[0] != QUOTE
        and not has_verb(unit, before, context)
    ):
        return None  # "Paul Morel, mayor, has defended a motion, judging that …": he says it
    found = subject_after(unit, verb.end, context.words)
    if found is None or found.end > cue.start:
        return None
    return found if is_person(unit, found, context) or has_view(unit, found, context) else None


def _pronoun_of_incise(unit: Unit, cue: Span, context: Context) -> Span | None:
    """Return the pronoun of the last verb before another that tells what stands before it: "…, dit-il"."""
    told = _inverted(context.pack).finditer(unit.masked, 0, cue.start - unit.span.start)
    last = next(iter([*told][-1:]), None)
    if last is None or not unit.masked[: last.start()].rstrip().endswith((",", QUOTE)):
        return None
    found = Span(*last.span("speaker")).moved(unit.span.start)
    before = Span(unit.span.start, unit.span.start + last.start())
    if context.words.is_nobody(unit.readable(found)) or not (
        QUOTE in unit.masked[: last.start()][-3:] or has_verb(unit, before, context)
    ):
        return None
    return found


@lru_cache(maxsize=8)
def _inverted(pack: Pack) -> re.Pattern[str]:
    return pack.compiled("{say_inverted}")


def _has_told(unit: Unit, speaker: Span, context: Context) -> bool:
    """Tell whether a phrase without a verb is of somebody who says what one before him says otherwise.

    "the police counted 4,000 marchers, the unions 9,000"
    """
    if not any(place.end <= speaker.start for place, _, _ in unit.verbs):
        return False
    tokens = unit.tokens_from(speaker.start)
    known = any(context.words.has(t, "counter") for t in tokens if t.span.end <= speaker.end)
    return known or is_person(unit, speaker, context) or has_view(unit, speaker, context)


def _touches(before: Span, cue: Span, unit: Unit) -> bool:
    return not unit.masked[before.end - unit.span.start : cue.start - unit.span.start].strip()


def as_clause(report: Report, spans: list[Span], unit: Unit) -> Report | None:
    """Return the report with a clause as its content; a clause that is one marked stretch is direct."""
    kept = [s for s in spans if len(s)]
    inside = tuple(m for m in unit.marked if any(s.meets(m.span) for s in kept))
    if len(kept) == 1 and len(inside) == 1 and inside[0].span.holds(kept[0]):
        return replace(report, content=(inside[0].content,), marked=inside, is_direct=True)
    if not kept:
        return None
    return replace(report, content=tuple(kept), marked=inside, is_direct=False)
