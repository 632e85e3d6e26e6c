"""Quotations: whose words an article gives, direct, reported or mixed."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from msgspec import structs

from recoupe.records.findings import Authority, Certainty, Quotation
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.authorities import authorities_in
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker
from recoupe.stages.read.quotations.clauses import is_human
from recoupe.stages.read.quotations.definite_phrases import described
from recoupe.stages.read.quotations.interviews import Answer, Interview, read_interview
from recoupe.stages.read.quotations.issuers import cast_of
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.noun_phrases import whole_subject
from recoupe.stages.read.quotations.phrases import phrase_end
from recoupe.stages.read.quotations.report import Report
from recoupe.stages.read.quotations.reports import find_reports, inscribed
from recoupe.stages.read.quotations.speakers import resolve
from recoupe.stages.read.quotations.speech import Unit, tokens_of, unit_around, units_of

_MIN_BARE_WORDS = 4
_SHARED_WORDS = 0.7
_BLOCK_GAP = 6
_MOST_COMPARED = 200
_BARE = "bare"
_INTERVIEW = "interview"


def find_quotations(draft: Draft) -> tuple[Quotation, ...]:
    """Return the quotations of the article text in text order, none inside another."""
    units = units_of(draft)
    cast = cast_of(draft)
    memory = Memory()
    taken: set[Span] = set()
    found: list[Quotation] = []
    per_unit = [find_reports(unit, draft.pack) for unit in units]
    for reports in per_unit:
        taken.update(m.span for report in reports for m in report.marked)
    interview = read_interview(draft, cast)
    answers = iter(interview.answers)
    answer = next(answers, None)
    for i, unit in enumerate(units):
        while answer is not None and answer.content.end <= unit.span.start:
            answer = next(answers, None)
        if answer is not None and answer.content.meets(unit.span):
            if unit.span.end >= answer.content.end:
                found.append(_answered(draft, cast, answer, memory=memory))
            continue
        reports = _with_bare(unit, per_unit[i], draft, taken=taken)
        for report in reports:
            quotation = _quotation(draft, cast, unit, report=report, memory=memory, interview=interview)
            found.append(quotation)
    unclosed = {m.content for unit in units for m in unit.marked if not m.closed}
    found = list(_titled(draft, _running_on(found, unclosed)))
    return tuple(sorted(found, key=lambda q: (q.content[0], q.producer)))


def _answered(draft: Draft, cast: Cast, answer: Answer, *, memory: Memory) -> Quotation:
    """Return an answer of an interview as direct speech."""
    content, speaker = answer.content, answer.speaker
    if speaker.name:
        memory.spoken.append((content.end, speaker, cast.genders.get(speaker.entity_id or "", "")))
    return Quotation(
        make_id("quot", draft.document.id, str(content.start), str(content.end)),
        "direct",
        (content,),
        None,
        answer.label,
        speaker.entity_id,
        speaker.name,
        "certain",
        (),
        f"{draft.pack.language}/quotations/{_INTERVIEW}",
    )


def _running_on(found: list[Quotation], unclosed: set[Span]) -> list[Quotation]:
    """Return the quotations, those left open at a block's end given to whoever says the next one."""
    out: list[Quotation] = []
    for quotation in reversed(found):
        following = out[-1] if out else None
        if (
            quotation.cue is None
            and quotation.content[-1] in unclosed
            and following is not None
            and following.type == "direct"
            and following.content[0].start - quotation.content[-1].end <= _BLOCK_GAP
        ):
            entity_id, speaker = following.speaker_entity_id, following.speaker
            quotation = structs.replace(quotation, speaker_entity_id=entity_id, speaker=speaker)
        out.append(quotation)
    return out[::-1]


def _titled(draft: Draft, found: list[Quotation]) -> Iterator[Quotation]:
    """Yield the quotations, a headline's without speaker given to whoever says the words below."""
    voice = _main_voice(draft, found)
    titles = [b.span for b in draft.document.blocks if b.kind == "title"]
    told = [(other, _words_of(draft, other)) for other in found if other.speaker is not None]
    for quotation in found:
        if quotation.speaker is not None or quotation.type != "direct" or quotation.cue is not None:
            yield quotation
            continue
        said = _words_of(draft, quotation)
        for other, words in told[:_MOST_COMPARED]:
            if other.content[0] > quotation.content[0] and len(said & words) >= _SHARED_WORDS * len(said):
                entity_id, speaker = other.speaker_entity_id, other.speaker
                yield structs.replace(quotation, speaker_entity_id=entity_id, speaker=speaker)
                break
        else:
            if any(title.holds(quotation.content[0]) for title in titles):
                yield structs.replace(quotation, speaker_entity_id=voice[0], speaker=voice[1])
            else:
                yield quotation


def _main_voice(draft: Draft, found: list[Quotation]) -> tuple[str | None, str | None]:
    """Return the entity and name of who speaks most in marked words, of equals the first.

    Where nobody does, as in an interview, the only person whom the first paragraph names.
    """
    voices = Counter((q.speaker_entity_id, q.speaker) for q in found if q.type == "direct" and q.speaker)
    if voices:
        return max(voices, key=lambda voice: voices[voice])
    first = next((b.span for b in draft.document.blocks if b.kind in {"lead", "paragraph"}), None)
    names = [m for m in draft.mentions if first and m.form == "name" and first.holds(m.span)]
    people = {m.entity_id for m in names if m.type == "PER"}
    only = next((e for e in draft.entities if people == {e.id}), None)
    return (None, None) if only is None else (only.id, only.name)


def _words_of(draft: Draft, quotation: Quotation) -> set[str]:
    return {
        t.word for span in quotation.content for t in tokens_of(span.of(draft.text), 0) if len(t.word) > 2
    }


def _with_bare(
    unit: Unit, reports: tuple[Report, ...], draft: Draft, *, taken: set[Span]
) -> tuple[Report, ...]:
    """Return the unit's reports with its marked words that stand without any cue, in text order."""
    bare = []
    written = inscribed(unit, draft.pack)
    for marked in unit.marked:
        if marked.span not in taken and marked not in written and _is_speech(draft, unit, marked):
            bare.append(
                Report(
                    f"{draft.pack.language}/quotations/{_BARE}",
                    (marked.content,),
                    None,
                    None,
                    (marked,),
                    True,
                )
            )
    return tuple(sorted((*reports, *bare), key=lambda r: (r.content[0], r.rule)))


def _is_speech(draft: Draft, unit: Unit, marked: Marked) -> bool:
    """Tell whether marked words without a cue are somebody's words: a sentence of their own, not a title."""
    content = marked.content.of(draft.text)
    if len(content.split()) < _MIN_BARE_WORDS:
        return False
    outside = draft.text[unit.span.start : marked.span.start].strip()
    alone = not outside or outside[-1] in ".!?…:»”"
    following = draft.text[marked.span.end : unit.span.end].lstrip()
    if not alone or following[:1].islower():
        return False  # "« The Others » won at Soleure": the words are part of a sentence
    return content[0].isupper() or not content[0].isalpha() or content[-1] in ".!?…"


def _quotation(
    draft: Draft, cast: Cast, unit: Unit, *, report: Report, memory: Memory, interview: Interview
) -> Quotation:
    start = report.content[0].start
    speaker = resolve(cast, report.speaker, memory, at=start)
    if report.speaker is None:
        speaker = _going_on(draft, cast, unit, report=report, memory=memory, interview=interview)
    if (speaker.name and speaker.span is not None) or (speaker.name and report.is_direct):
        gender = cast.genders.get(speaker.entity_id or "", "")
        memory.spoken.append((report.content[-1].end, speaker, gender))
    authority = () if report.is_exact else authorities_in(draft, unit.span, holder=speaker.span)
    if speaker.kind in {"communique", "social post"} and report.speaker is not None:
        authority = _with_document(speaker, report.speaker, draft, authority)
    return Quotation(
        make_id("quot", draft.document.id, str(start), str(report.content[-1].end)),
        _type(report),
        report.content,
        report.cue,
        speaker.span,
        speaker.entity_id,
        speaker.name,
        _certainty(draft, report),
        authority,
        report.rule,
    )


def _type(report: Report) -> Literal["direct", "indirect", "mixed"]:
    if report.is_direct:
        return "direct"
    return "mixed" if report.marked else "indirect"


def _going_on(
    draft: Draft, cast: Cast, unit: Unit, *, report: Report, memory: Memory, interview: Interview
) -> Speaker:
    """Return who says words that name no speaker: whoever spoke just before, or is spoken of there."""
    start = report.content[0].start
    if unit.span.start in interview.prompted and interview.interviewee.entity_id is not None:
        return interview.interviewee
    named = _named_next(draft, cast, unit, report=report)
    if named is not None:
        return named
    previous = _sentence_before(draft, unit)
    last = memory.spoken[-1] if memory.spoken else None
    if last is not None and (previous is None or last[0] >= previous.start or last[0] >= unit.span.start):
        return replace(last[1], span=None)
    if previous is not None:
        subject = _subject_of(draft, cast, previous, memory=memory, at=start)
        if subject is not None:
            return subject
    if last is not None:
        return replace(last[1], span=None)
    return Speaker(None, None, None)


def _named_next(draft: Draft, cast: Cast, unit: Unit, *, report: Report) -> Speaker | None:
    """Return the person whom the sentence behind marked words that open a paragraph speaks of."""
    end = report.marked[-1].span.end if report.marked else unit.span.end
    block = cast.blocks.get(unit.span.start)
    if (
        block is None
        or block.end <= end
        or draft.text[end : unit.span.end].strip(" .")
        or not report.is_direct
    ):
        return None
    following = (
        unit_around(draft, Span(unit.span.end + 1, block.end)) if unit.span.end + 1 < block.end else None
    )
    if following is None or following.span.start >= block.end or following.marked:
        return None
    subject = whole_subject(following, cast.words)
    names = cast.names_in(subject) if subject is not None else []
    if len(names) != 1 or names[0].type != "PER":
        return None
    speaker = resolve(cast, subject, Memory(), at=following.span.start)
    return replace(speaker, span=None) if speaker.entity_id == names[0].entity_id else None


def _sentence_before(draft: Draft, unit: Unit) -> Span | None:
    i = bisect_right(draft.sentences, unit.span.start, key=lambda s: s.end)
    return draft.sentences[i - 1] if i else None


def _subject_of(draft: Draft, cast: Cast, sentence: Span, *, memory: Memory, at: int) -> Speaker | None:
    """Return the person whom a sentence speaks of, by name or as "a driver"; None when it is no person."""
    unit = unit_around(draft, sentence)
    subject = whole_subject(unit, cast.words) if unit is not None else None
    if unit is None or subject is None:
        return None
    speaker = resolve(cast, subject, memory, at=at)
    if speaker.entity_id is not None:
        return replace(speaker, span=None) if cast.entities[speaker.entity_id].type == "PER" else None
    if not is_human(unit, subject, cast.words, draft.pack):
        return None
    tokens = unit.tokens_from(subject.start)
    end = phrase_end(tokens, 0, cast.words)
    named = Span(subject.start, tokens[end - 1].span.end) if end else subject
    return Speaker(None, None, described(cast, named))


def _certainty(draft: Draft, report: Report) -> Certainty:
    """Return "alleged" when reported words stand in the conditional of the press; else "certain"."""
    if report.is_direct:
        return "certain"
    for rule in draft.pack.rules("certainty"):
        if rule.options["certainty"] == "alleged" and any(
            rule.search(span.of(draft.text)) for span in report.content
        ):
            return "alleged"
    return "certain"


def _with_document(
    speaker: Speaker, span: Span, draft: Draft, authority: tuple[Authority, ...]
) -> tuple[Authority, ...]:
    if any(a.span.meets(span) for a in authority):
        return authority
    kind: Literal["communique", "social post"] = (
        "communique" if speaker.kind != "social post" else "social post"
    )
    return (Authority(kind, speaker.name or span.of(draft.text), span, speaker.entity_id), *authority)
