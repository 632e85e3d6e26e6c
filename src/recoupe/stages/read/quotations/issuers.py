"""Whose text or occasion it is by which words came: "dans un communiqué, la mairie affirme"."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import islice

from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.cast import Cast, Issued, Memory, Speaker, named_cast
from recoupe.stages.read.quotations.reports import find_reports
from recoupe.stages.read.quotations.speakers import complement, resolve, text_noun, told_issuer
from recoupe.stages.read.quotations.speech import Unit, spoken_of, tokens_of, units_of

_MATCHES_PER_RULE = 60


def cast_of(draft: Draft) -> Cast:
    """Return the document's cast, with the texts it tells of and whose they are."""
    return _cast(spoken_of(draft))


@lru_cache(maxsize=4)
def _cast(draft: Draft) -> Cast:
    cast = named_cast(draft)
    issued = list(cast.issued)
    rules = draft.pack.rules_with("authorities", kind="communique")
    for unit in units_of(draft):
        for rule in rules:
            for match in islice(rule.finditer(unit.masked), _MATCHES_PER_RULE):
                span = Span(*match.span("name")).moved(unit.span.start)
                noun = text_noun(cast.words, tokens_of(span.of(draft.text), span.start))
                issuer = _speaker_beside(cast, unit, span)
                if noun and issuer is not None:
                    issued.append(Issued(span.start, noun, issuer))
    return replace(cast, issued=tuple(sorted(issued, key=lambda i: (i.offset, i.noun))))


def issuer_of(cast: Cast, unit: Unit, span: Span) -> Speaker | None:
    """Return who issued the text, or spoke at the occasion, that a phrase of the unit tells of.

    Named in the phrase, else who speaks in the same sentence, else whose text it was before. None: nobody
    is named.
    """
    for mention in cast.names_in(span)[:1]:
        entity = cast.entities.get(mention.entity_id or "")
        name = entity.name if entity is not None else mention.span.of(cast.draft.text)
        return Speaker(mention.span, mention.entity_id, name)
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    noun = text_noun(cast.words, tokens)
    behind = tokens[len(noun.split(" ")) :] if noun else []
    whose = complement(cast, [tokens[0], *behind], span.end)
    if whose is not None:
        found = resolve(cast, whose, Memory())
        return Speaker(whose, found.entity_id, found.name or whose.of(cast.draft.text))
    beside = _speaker_beside(cast, unit, span)
    if beside is not None:
        return beside
    before = tokens_of(cast.draft.text[max(unit.span.start, span.start - 8) : span.start], 0)
    if cast.words.nouns.get(noun) != "communique" or not before:
        return None
    return None if before[-1].word in cast.words.indefinite else told_issuer(cast, noun, span.start)


def _speaker_beside(cast: Cast, unit: Unit, span: Span) -> Speaker | None:
    """Return who speaks in a unit beside the phrase: somebody definite, and no text."""
    for report in find_reports(unit, cast.draft.pack):
        if report.speaker is None or report.speaker.meets(span):
            continue
        tokens = tokens_of(report.speaker.of(cast.draft.text), report.speaker.start)
        if text_noun(cast.words, tokens):
            continue
        speaker = resolve(cast, report.speaker, Memory(), said=report.content, cue=report.cue)
        definite = tokens[0].word in cast.words.definite
        if speaker.name is not None and (speaker.entity_id is not None or definite):
            return Speaker(report.speaker, speaker.entity_id, speaker.name, speaker.kind)
    return None
