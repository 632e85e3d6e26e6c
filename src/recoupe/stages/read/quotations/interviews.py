"""Interviews: questions and answers that stand without quotation marks, a block each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from recoupe.records.findings import DocumentEntity, Mention
from recoupe.records.spans import Span, stripped
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.cast import Cast, Speaker
from recoupe.stages.read.quotations.speech import tokens_of

_LABEL = re.compile(r"(?P<label>[^:\n«“\"?!]{1,45}?)(?:[ \u00a0\u202f]?:|\.[ \u00a0]?[-–—]) ?(?=\S)")
_LETTER = re.compile(r"[A-ZÀ-Ý][.:] ?(?=[A-ZÀ-Ý0-9])")
_INITIALS = re.compile(r"(?:[A-ZÀ-Ý]\.?[ -]?){1,5}")
_DASH = re.compile(r"[–—-] ?(?=\S)")
_MARKS = '«“"'
_LONGEST_QUESTION_WORDS = 60
_LONGEST_PROMPT_WORDS = 25
_LEAST_QUESTIONS = 2
_LEAD_CHARS = 30
_LEAST_LABELS = 2


@dataclass(frozen=True)
class Answer:
    """What somebody says in an interview. content: the words; label: those that name the speaker, if any.

    speaker: without entity and name where the interview does not tell who answers.
    """

    content: Span
    label: Span | None
    speaker: Speaker


@dataclass(frozen=True)
class Interview:
    """What of an article is an interview.

    answers: in text order; empty when it is none. prompted: where blocks begin that stand behind a question.
    interviewee: who answers there; without entity and name when nobody is named before the first question.
    """

    answers: tuple[Answer, ...]
    prompted: frozenset[int]
    interviewee: Speaker


def read_interview(draft: Draft, cast: Cast) -> Interview:
    """Return the answers of an interview and who gives them.

    An article is one when two blocks begin with the name or initials of somebody it names, or when it holds
    two questions, or one and a prompt, of which a question speaks to somebody ("vous"). Where questions and
    what follows them open with a dash, as in court, what follows alone is said.
    """
    blocks = _below_title(draft)
    dialogue = _dialogue(draft, cast, blocks)
    if dialogue:
        answers = _interviewee(draft, cast, dialogue)
        return Interview(tuple(_turns(draft, cast, blocks, dialogue, answers)), frozenset(), answers)
    named = _labelled(draft, cast, blocks)
    asked = _asked(draft, cast, blocks)
    if len(named) < _LEAST_LABELS and not asked:
        return Interview((), frozenset(), Speaker(None, None, None))
    interviewee = _interviewee(draft, cast, asked)
    found: list[Answer] = []
    prompted: set[int] = set()
    after_question = after_dash = False
    for block in blocks:
        dash = _dash(draft, block)
        answer = named.get(block)
        asks = answer is None and (_is_question(draft, block) or _is_prompt(draft, cast, block))
        if after_question:
            prompted.add(block.start)
        if answer is None and asked and not asks:
            begin = None
            if dash and not after_dash:
                begin = dash.end()
            elif after_question and _is_told_by_oneself(draft, cast, block, interviewee):
                letter = _LETTER.match(draft.text, block.start, block.end)
                begin = letter.end() if letter else block.start
            if begin is not None:
                answer = Answer(stripped(draft.text, Span(begin, block.end)), None, interviewee)
        if answer is not None and len(answer.content):
            found.append(answer)
        trails_off = block.of(draft.text).endswith(("…", "..."))
        after_question, after_dash = asks or (bool(asked) and trails_off), dash is not None
    return Interview(tuple(found), frozenset(prompted) if asked else frozenset(), interviewee)


def _dialogue(draft: Draft, cast: Cast, blocks: tuple[Span, ...]) -> list[Span]:
    """Return the questions of a dialogue: they and what answers one that speaks to somebody open with a dash.

    Empty where there is none.
    """
    asked = [b for b in blocks if _dash(draft, b) is not None and _is_question(draft, b)]
    turns = [(a, b) for a, b in pairwise(blocks) if a in asked and b not in asked and _dash(draft, b)]
    return asked if any(_has(draft, cast, question, "asks") for question, _ in turns) else []


def _turns(
    draft: Draft, cast: Cast, blocks: tuple[Span, ...], asked: list[Span], answers: Speaker
) -> Iterator[Answer]:
    """Yield what is said in the turns of a dialogue; whom a question speaks to by his name answers."""
    spoken_to = [m.entity_id for q in asked for m in cast.names_in(q) if m.type == "PER" and m.honorific]
    entity = cast.entities.get(spoken_to[0] or "") if spoken_to else None
    if entity is not None:
        answers = Speaker(None, entity.id, entity.name)
    is_answer = False
    for before, block in pairwise(blocks):
        dash = _dash(draft, block)
        is_turn = dash is not None and block not in asked and _dash(draft, before) is not None
        # Those who ask and answer take turns: "– Où ? – Chez moi. – Seul, donc. – Non."
        is_answer = is_turn and (before in asked or not is_answer)
        if dash is not None and is_turn:
            content = stripped(draft.text, Span(dash.end(), block.end))
            yield Answer(content, None, answers if is_answer else Speaker(None, None, None))


def _dash(draft: Draft, block: Span) -> re.Match[str] | None:
    return _DASH.match(draft.text, block.start, block.end)


def _below_title(draft: Draft) -> tuple[Span, ...]:
    titles = {block.span for block in draft.document.blocks if block.kind == "title"}
    return tuple(span for span in draft.blocks() if span not in titles)


def _asked(draft: Draft, cast: Cast, blocks: tuple[Span, ...]) -> list[Span]:
    """Return the questions of an interview; empty when none speaks to somebody, or only one of any sort."""
    asked = [block for block in blocks if _is_question(draft, block)]
    prompts = [block for block in blocks if _is_prompt(draft, cast, block) and block not in asked]
    speaks_to = any(_has(draft, cast, block, "asks") for block in asked) or len(prompts) >= _LEAST_QUESTIONS
    return asked if asked and speaks_to and len(asked) + len(prompts) >= _LEAST_QUESTIONS else []


def _is_question(draft: Draft, block: Span) -> bool:
    text = block.of(draft.text)
    return text.endswith("?") and text[0] not in _MARKS and len(text.split()) <= _LONGEST_QUESTION_WORDS


def _is_prompt(draft: Draft, cast: Cast, block: Span) -> bool:
    """Tell whether a block prompts an answer without a question mark: "On vous disait à Metz…"."""
    text = block.of(draft.text)
    if text[0] in _MARKS or len(text.split()) > _LONGEST_PROMPT_WORDS or _DASH.match(text):
        return False
    if text[0].isdigit():
        return False  # "2. Planifiez vos repas": one of a list
    return _has(draft, cast, block, "asks") and not _has(draft, cast, block, "self")


def _has(draft: Draft, cast: Cast, block: Span, kind: str) -> bool:
    return any(cast.words.has(token, kind) for token in tokens_of(block.of(draft.text), block.start))


def _is_told_by_oneself(draft: Draft, cast: Cast, block: Span, speaker: Speaker) -> bool:
    """Tell whether the block behind a question is the answer, not the article's telling of it."""
    if draft.text[block.start] in _MARKS:
        return False
    return all(m.entity_id != speaker.entity_id for m in _named_outside_marks(cast, block))


def _named_outside_marks(cast: Cast, span: Span) -> Iterator[Mention]:
    """Yield the names in a stretch, but those in words between marks ("He told me: « Ana … »")."""
    units = cast.units[cast.unit_at(span.start) : cast.unit_at(span.end) + 1]
    marked = [m.span for unit in units for m in unit.marked]
    return (m for m in cast.names_in(span) if not any(words.holds(m.span) for words in marked))


def _labelled(draft: Draft, cast: Cast, blocks: tuple[Span, ...]) -> dict[Span, Answer]:
    """Return the blocks that begin with the name or the initials of a person, and a colon."""
    people = [e for e in draft.entities if e.type == "PER" and e.id in cast.named]
    full = sorted({n for e in people for n in (e.name, *e.names) if " " in n}, key=lambda n: (-len(n), n))
    bare = re.compile(rf"(?P<label>{'|'.join(map(re.escape, full))}) (?=[A-ZÀ-Ý])") if full else None
    found = {}
    behind_question = False
    for block in blocks:
        match = _LABEL.match(draft.text, block.start, block.end)
        if match is None and behind_question and bare is not None:
            # "Anne Morel Nous ne fermerons pas le pont": the type that set the name apart is lost.
            match = bare.match(draft.text, block.start, block.end)
        behind_question = _is_question(draft, block)
        entity = _of_label(match["label"].strip(), people) if match else None
        if match is not None and entity is not None:
            label = stripped(draft.text, Span(*match.span("label")))
            content = stripped(draft.text, Span(match.end(), block.end))
            if draft.text[content.start] not in _MARKS:
                found[block] = Answer(content, label, Speaker(label, entity.id, entity.name))
    return found


def _of_label(label: str, people: list[DocumentEntity]) -> DocumentEntity | None:
    """Return the only person whom a label names in full or by initials; None without one."""
    if _INITIALS.fullmatch(label) and len(label) > 1:
        letters = [c for c in label if c.isalpha()]
        fitting = [e for e in people if _capitals(e.name) == letters]
    else:
        # "Anne MOREL": the last name may be written in capitals.
        written = label.casefold()
        fitting = [e for e in people if written in {name.casefold() for name in (e.name, *e.names)}]
    return fitting[0] if len(fitting) == 1 else None


def _capitals(name: str) -> list[str]:
    return [word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()]


def _is_asking(draft: Draft, cast: Cast, entity: DocumentEntity) -> bool:
    """Tell whether somebody is named as who asks the questions: "Propos recueillis par Anne Morel"."""
    leads = (draft.text[max(0, s.start - _LEAD_CHARS) : s.start] for s in cast.names_of.get(entity.id, ()))
    pairs = (tokens_of(lead, 0)[-2:] for lead in leads)
    return any(
        len(p) == 2 and cast.words.has(p[0], "issued") and cast.words.has(p[1], "agent") for p in pairs
    )


def _interviewee(draft: Draft, cast: Cast, asked: list[Span]) -> Speaker:
    """Return the person named first before the first question, in the text rather than in the title.

    Of several the first whom the answers and questions do not name: nobody speaks of himself by his name.
    """
    end = asked[0].start if asked else 0
    titles = [block.span for block in draft.document.blocks if block.kind == "title"]
    before = [block for block in _below_title(draft) if block.end <= end]
    named = [m.entity_id for place in (*before, *titles) for m in cast.names_in(place) if m.type == "PER"]
    found = [entity for key in dict.fromkeys(named) if (entity := cast.entities.get(key or "")) is not None]
    inside = Span(end, asked[-1].end) if asked else Span(end, end)
    told_of = {m.entity_id for m in _named_outside_marks(cast, inside)}
    found = [e for e in found if not _is_asking(draft, cast, e)] or found
    apart = [e for e in found if e.id not in told_of]
    # A surname alone, or what is no name at all, comes after who is named in full.
    full = [e for e in apart if " " in e.name and e.name[0].isupper()]
    entity = next(iter(full or apart or found), None)
    return Speaker(None, None, None) if entity is None else Speaker(None, entity.id, entity.name)
