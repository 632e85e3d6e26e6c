"""Quotations: whose words an article gives, direct, reported or mixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from msgspec import structs

from recoupe.records.findings import Authority, Certainty, Quotation
from recoupe.records.ids import make_id
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.authorities import authorities_in
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker
from recoupe.stages.read.quotations.clauses import Context, has_view, report_rules
from recoupe.stages.read.quotations.definite_phrases import head_word, sort_of
from recoupe.stages.read.quotations.interviews import Answer, Interview, read_interview
from recoupe.stages.read.quotations.issuers import cast_of
from recoupe.stages.read.quotations.marks import Marked
from recoupe.stages.read.quotations.phrases_behind import source_after
from recoupe.stages.read.quotations.report import Report
from recoupe.stages.read.quotations.reports import find_reports, inscribed
from recoupe.stages.read.quotations.speakers import resolve
from recoupe.stages.read.quotations.speech import Unit, tokens_of, units_of
from recoupe.stages.read.quotations.voices import likeliest, place_of

_MIN_BARE_WORDS = 4
_MIN_EMBEDDED_WORDS = 6
"""With 5 more catchwords than quotations are found, on three sets of press articles."""
_SHARED_WORDS = 0.7
_MOST_CREDIT_WORDS = 9
_BLOCK_GAP = 6
_MOST_COMPARED = 200
_BARE, _EMBEDDED = "bare", "embedded"
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
        reports = _with_bare(unit, per_unit[i], cast, taken=taken)
        for report in reports:
            quotation = _quotation(draft, cast, unit, report=report, memory=memory, interview=interview)
            found.append(quotation)
    unclosed = {m.content for unit in units for m in unit.marked if not m.closed}
    found = list(_titled(draft, cast, _running_on(found, unclosed), memory=memory))
    return tuple(sorted(found, key=lambda q: (q.content[0], q.producer)))


def _answered(draft: Draft, cast: Cast, answer: Answer, *, memory: Memory) -> Quotation:
    """Return an answer of an interview as direct speech."""
    content, speaker = answer.content, answer.speaker
    memory.said.append(content)
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


def _titled(draft: Draft, cast: Cast, found: list[Quotation], *, memory: Memory) -> Iterator[Quotation]:
    """Yield the quotations, a headline's given to who says its words below, or else most likely does.

    So are words without a cue between the paragraphs, when below somebody is named who says them all.
    """
    told = [(other, _words_of(draft, other)) for other in found if other.speaker is not None]
    for quotation in found:
        is_settled = quotation.speaker is not None and quotation.cue is not None
        if is_settled or quotation.speaker_span is not None:
            yield quotation
            continue
        voice = _said_below(draft, quotation, told)
        if voice is None and quotation.speaker is None:
            place = place_of(cast, quotation.content, None, quotation.cue)
            voice = likeliest(cast, memory, place) if place is not None and place.kind == "title" else None
        if voice is not None:
            quotation = structs.replace(quotation, speaker_entity_id=voice.entity_id, speaker=voice.name)
        yield quotation


def _said_below(
    draft: Draft, quotation: Quotation, told: Sequence[tuple[Quotation, set[str]]]
) -> Speaker | None:
    """Return who says the words of a quotation further below; None when nobody does.

    told: the quotations with a speaker, and their words. Where a speaker was taken for likely already, only
    one who is named by a cue and says all the words takes his place.
    """
    said, is_guess = _words_of(draft, quotation), quotation.speaker is not None
    least = len(said) if is_guess else _SHARED_WORDS * len(said)
    for other, words in told[:_MOST_COMPARED]:
        is_below = other.content[0] > quotation.content[0] and not (is_guess and other.cue is None)
        if said and is_below and len(said & words) >= least:
            return Speaker(None, other.speaker_entity_id, other.speaker)
    return None


def _words_of(draft: Draft, quotation: Quotation) -> set[str]:
    return {
        t.word for span in quotation.content for t in tokens_of(span.of(draft.text), 0) if len(t.word) > 2
    }


def _with_bare(
    unit: Unit, reports: tuple[Report, ...], cast: Cast, *, taken: set[Span]
) -> tuple[Report, ...]:
    """Return the unit's reports with its marked words that stand without any cue, in text order."""
    draft, bare = cast.draft, []
    written = inscribed(unit, draft.pack)
    for marked in unit.marked:
        if marked.span in taken or marked in written or _is_within(marked, reports):
            continue
        is_bare = _is_speech(draft, unit, marked)
        speaker = None if is_bare else _who_acts(cast, unit, marked, reports)
        if is_bare or speaker is not None:
            rule = f"{draft.pack.language}/quotations/{_BARE if is_bare else _EMBEDDED}"
            bare.append(Report(rule, (marked.content,), None, speaker, (marked,), True))
    return tuple(sorted((*reports, *bare), key=lambda r: (r.content[0], r.rule)))


def _who_acts(cast: Cast, unit: Unit, marked: Marked, reports: tuple[Report, ...]) -> Span | None:
    """Return whose several words a sentence goes on with: who speaks in it, or else its subject.

    None when the words are few, look like a name or title, or the sentence tells of nobody.
    """
    content = marked.content.of(cast.draft.text)
    if unit.is_title or len(content.split()) < _MIN_EMBEDDED_WORDS or not content[0].islower():
        return None
    told = [r.speaker for r in reports if r.speaker is not None and r.content[0] < marked.span]
    subject = told[-1] if told else cast.subject_at(cast.unit_at(unit.span.start))
    if subject is None or subject.end > marked.span.start:
        return None
    tokens = tokens_of(subject.of(cast.draft.text), subject.start)
    is_named = any(m.type in {"PER", "ORG"} for m in cast.names_in(subject))
    is_told = told or is_named or cast.words.has(tokens[0], "pronoun")
    return subject if is_told or sort_of(cast, head_word(cast, tokens)) != "thing" else None


def _is_speech(draft: Draft, unit: Unit, marked: Marked) -> bool:
    """Tell whether marked words without a cue are somebody's words: a sentence of their own, not a title."""
    content = marked.content.of(draft.text)
    if len(content.split()) < _MIN_BARE_WORDS:
        return False
    following = draft.text[marked.span.end : unit.span.end].lstrip()
    if not unit.opens_with(marked) or following[:1].islower():
        return False  # "« The Others » won at Soleure": the words are part of a sentence
    return content[0].isupper() or not content[0].isalpha() or content[-1] in ".!?…"


def _is_within(marked: Marked, reports: tuple[Report, ...]) -> bool:
    return any(span.meets(marked.span) for report in reports for span in report.content)


def _quotation(
    draft: Draft, cast: Cast, unit: Unit, *, report: Report, memory: Memory, interview: Interview
) -> Quotation:
    start = report.content[0].start
    known = memory.tellers.get(report.speaker) if report.speaker is not None else None
    speaker = known or resolve(cast, report.speaker, memory, said=report.content, cue=report.cue)
    if report.speaker is not None:
        memory.tellers[report.speaker] = speaker  # "…, a-t-il dit, ajoutant que …": he is one
    else:
        speaker = _unnamed(cast, unit, report=report, memory=memory, interview=interview)
    memory.said += report.content
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


def _unnamed(cast: Cast, unit: Unit, *, report: Report, memory: Memory, interview: Interview) -> Speaker:
    """Return who most likely says words that name no speaker; nobody for a headline, before all is read."""
    credit = _credit_below(cast, unit, report)
    if credit is not None:
        return resolve(cast, credit, memory, said=report.content)
    if unit.span.start in interview.prompted and interview.interviewee.entity_id is not None:
        return interview.interviewee
    told = _told_behind(cast, unit, report)
    if told is not None:
        return resolve(cast, told, memory, said=report.content)
    acting = _acting_before(cast, unit, report)
    if acting is not None:
        acted = replace(resolve(cast, acting, memory, said=report.content), span=None)
        if acted.name is not None:
            return acted
    place = place_of(cast, report.content, None, report.cue)
    if place is not None and place.kind == "uncued" and report.cue is not None and not report.is_direct:
        place = replace(place, kind="pronoun", teller=report.cue)  # "à l'en croire" is "selon lui"
        voice = likeliest(cast, memory, place)
        return replace(voice, span=None) if voice is not None else Speaker(None, None, None)
    voice = likeliest(cast, memory, place) if place is not None and place.kind == "uncued" else None
    return voice or Speaker(None, None, None)


def _acting_before(cast: Cast, unit: Unit, report: Report) -> Span | None:
    """Return who did something right before words of nobody named: "Il hausse les épaules. « Non. »"."""
    i = cast.unit_at(unit.span.start) - 1
    if not report.is_direct or report.cue is not None or i < 0 or cast.units[i].marked:
        return None
    if unit.is_title or cast.block_at(cast.units[i].span.start) != cast.block_at(unit.span.start):
        return None
    subject = cast.subject_at(i)
    if subject is None:
        return None
    tokens, has = tokens_of(subject.of(cast.draft.text), subject.start), cast.words.has
    if has(tokens[0], "pronoun"):
        verb = cast.units[i].tokens_from(subject.end)[:1]
        is_one = bool(verb) and not has(tokens[0], "many", "nobody") and not has(verb[0], "being")
        return subject if is_one else None  # "Il était 23 h 58": nobody was
    is_person = any(m.type == "PER" for m in cast.names_in(subject))
    return subject if is_person or sort_of(cast, head_word(cast, tokens)) == "person" else None


def _credit_below(cast: Cast, unit: Unit, report: Report) -> Span | None:
    """Return the line below words set apart that only says whose they are: "« … »", "Anne Morel, maire"."""
    blocks = cast.blocks_from(unit.span.start, 2)
    if len(blocks) < 2 or not (report.is_direct and report.marked):
        return None
    block, below = blocks
    text, line = cast.draft.text, below.of(cast.draft.text)
    if text[block.start : block.end].strip() != report.marked[0].span.of(text).strip():
        return None
    if len(line.split()) > _MOST_CREDIT_WORDS or line[-1] in ".!?:…»”":
        return None
    names = [m for m in cast.names_in(below) if m.type in {"PER", "ORG"}]
    is_name = bool(names) and (names[0].type == "PER" or names[0].span == below)
    tokens = tokens_of(line, below.start)
    return below if is_name or sort_of(cast, head_word(cast, tokens)) == "person" else None


def _told_behind(cast: Cast, unit: Unit, report: Report) -> Span | None:
    """Return whose words are, where the next sentence says so: "« … » Ces mots de Paul Morel sont durs"."""
    i = cast.unit_at(unit.span.start) + 1
    if not (report.is_direct and report.cue is None) or i >= len(cast.units):
        return None
    following, pack = cast.units[i], cast.draft.pack
    for rule in report_rules(pack).whose:
        match = rule.pattern.match(following.masked)
        found = source_after(following, following.span.start + match.end(), cast.words) if match else None
        if found is not None and has_view(following, found, Context(rule, pack, cast.words)):
            return found
    return None


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
