"""Who stands behind what a sentence says, when the article names somebody."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import get_args

from recoupe.packs import MASKS, Pack, Rule
from recoupe.records.findings import Authority, AuthorityKind
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quotations.cast import Cast, Memory, Speaker
from recoupe.stages.read.quotations.issuers import cast_of, issuer_of
from recoupe.stages.read.quotations.phrases import phrase_end
from recoupe.stages.read.quotations.reports import figure_reports, find_reports
from recoupe.stages.read.quotations.speakers import resolve
from recoupe.stages.read.quotations.speech import Unit, plain, spoken_of, tokens_of, unit_around

_KINDS: dict[str, AuthorityKind] = {kind: kind for kind in get_args(AuthorityKind)}
_MATCHES_PER_RULE = 60
_MIN_SHARE = 0.3
"""Part of a sentence that has to be somebody's words before they stand behind it (set on five articles)."""
_ISSUED = frozenset({"communique", "social post", "press conference"})
_ORDER = {"outlet": 0, "agency": 0, "communique": 2, "social post": 2, "press conference": 2}
"""Outermost first: who passes the news on, the text or occasion, then whoever speaks in it."""


def authority_of(draft: Draft, span: Span) -> tuple[Authority, ...]:
    """Return who is named as standing behind the words of `span`, outermost first.

    `span` is a sentence or a part of one; only its own sentence is looked at. Empty: the article
    itself says it. "Tass cites the ministry's press service" gives (Tass, the press service).
    """
    unit = unit_around(draft, span)
    if unit is None:
        return ()
    cast = cast_of(draft)
    shared: dict[Span, int] = {}
    for report in find_reports(unit, draft.pack):
        if report.speaker is not None:
            inside = sum(s.n_shared(span) for s in report.content)
            shared[report.speaker] = shared.get(report.speaker, 0) + inside
    speakers = []
    for words, n_chars in sorted(shared.items()):
        speaker = resolve(cast, words, Memory())
        if speaker.name and n_chars >= _MIN_SHARE * len(span):
            speakers.append(_authority(cast, speaker, words))
    found = [*speakers]
    for authority in authorities_in(draft, unit.span, holder=None):
        if not any(authority.span.meets(other.span) for other in found) and not authority.span.holds(span):
            found.append(authority)
    return tuple(sorted(found, key=lambda a: (_ORDER.get(a.kind, 3 if a in speakers else 1), a.span)))


def teller_of(draft: Draft, figure: Span) -> Authority | None:
    """Return who gives a figure, where the words beside it say so; None when they do not.

    Two figures of one sentence may be of two: "1,200 marchers according to the police, 3,000 to the unions".
    """
    unit = unit_around(draft, figure)
    if unit is None:
        return None
    cast = cast_of(draft)
    for report in figure_reports(unit, draft.pack):
        if report.speaker is not None and any(part.holds(figure) for part in report.content):
            speaker = resolve(cast, report.speaker, Memory())
            return _authority(cast, speaker, report.speaker) if speaker.name else None
    return None


def authorities_in(draft: Draft, sentence: Span, *, holder: Span | None) -> tuple[Authority, ...]:
    """Return the texts, occasions and media by which `sentence` reached the article, outermost first.

    holder: the words that name the speaker; they are no authority of their own.
    """
    unit = unit_around(draft, sentence)
    if unit is None:
        return ()
    found: list[Authority] = []
    for authority in _told_through(spoken_of(draft), unit):
        if holder is not None and authority.span.meets(holder):
            continue
        if not any(authority.span.meets(other.span) for other in found):
            found.append(authority)
    return tuple(sorted(found, key=lambda a: (_ORDER.get(a.kind, 1), a.span)))


@lru_cache(maxsize=512)
def _told_through(draft: Draft, unit: Unit) -> tuple[Authority, ...]:
    """Return what the rules find in one unit, in the order of the rules; some may overlap."""
    cast = cast_of(draft)
    texts = {"text": _readable(draft, unit)}
    found = []
    for rule in draft.pack.rules("authorities"):
        text = texts.get(str(rule.options.get("over")), unit.masked)
        for match in islice(rule.finditer(text), _MATCHES_PER_RULE):
            authority = _matched(cast, unit, match, rule)
            if authority is not None:
                found.append(authority)
    return tuple(found)


def _readable(draft: Draft, unit: Unit) -> str:
    """Return the unit's text with its names readable and its marked words masked."""
    text = plain(unit.span.of(draft.text))
    if not unit.marked:
        return text
    return "".join(
        hidden if hidden == MASKS["QUOTE"] else shown for shown, hidden in zip(text, unit.masked, strict=True)
    )


def _matched(cast: Cast, unit: Unit, match: re.Match[str], rule: Rule) -> Authority | None:
    start = unit.span.start + match.start("name")
    end = unit.span.start + match.end("name")
    tokens = list(unit.tokens_from(start))
    stop = phrase_end(tokens, 0, cast.words, bare=True)
    kind = str(rule.options["kind"])
    heads = [t for t in tokens[:stop] if not cast.words.has(t, "determiner", "fore adjective")]
    if kind == "phrase" and heads and cast.words.has(heads[0], "measure"):
        return None  # "selon la méthode des quotas"
    if kind in {"phrase", "communique"} and stop:
        # A participle behind the issuer's name is no part of it ("communiqué de la mairie diffusé").
        named = next((i + 1 for i in range(stop - 1, -1, -1) if tokens[i].is_name), stop)
        end = max(end, tokens[named - 1].span.end)
    span = Span(start, end)
    if kind in {"phrase", "media"}:
        speaker = resolve(cast, span, Memory())
        return _authority(cast, speaker, span) if speaker.name else None
    issuer = issuer_of(cast, unit, span) if kind in _ISSUED else None
    if issuer is not None and issuer.name is not None:
        return Authority(_KINDS[kind], issuer.name, span, issuer.entity_id)
    names = (m for m in cast.names_in(span) if m.entity_id)
    return Authority(_KINDS[kind], span.of(cast.draft.text), span, next((m.entity_id for m in names), None))


def _authority(cast: Cast, speaker: Speaker, span: Span) -> Authority:
    """Return a speaker as an authority, under the name the article gives it."""
    if speaker.span is not None and span.holds(speaker.span):
        span = speaker.span
    tokens = tokens_of(span.of(cast.draft.text), span.start)
    if len(tokens) > 1 and cast.words.has(tokens[0], "determiner"):
        bare = Span(tokens[1].span.start, span.end)
    else:
        bare = span
    kind = kind_of(cast, speaker, bare)
    pronoun = cast.words.has(tokens[0], "pronoun")
    by_name = kind == "person" or kind in _ISSUED or pronoun
    name = speaker.name if speaker.name and by_name else bare.of(cast.draft.text)
    return Authority(kind, name, bare if kind != "person" else span, speaker.entity_id)


def kind_of(cast: Cast, speaker: Speaker, span: Span) -> AuthorityKind:
    """Return what kind of authority a speaker is, from its words and the entity it refers to."""
    if speaker.kind in _KINDS and speaker.kind not in {"person", "institution"}:
        return _KINDS[speaker.kind]
    text = span.of(cast.draft.text).lower()
    first = text.split(" ")[0]
    media = media_nouns(cast.draft.pack)
    if first in media:
        return _KINDS[media[first]]
    entity = cast.entities.get(speaker.entity_id or "")
    if entity is not None:
        if entity.name in agency_names(cast.draft.pack):
            return "agency"
        return "person" if entity.type == "PER" else "institution"
    before = cast.draft.text[max(0, span.start - 4) : span.start].lower().split()
    return "unnamed" if before and before[-1] in cast.words.indefinite else "institution"


@lru_cache(maxsize=8)
def media_nouns(pack: Pack) -> dict[str, str]:
    """Return the nouns that stand before the name of a medium, with the kind each makes."""
    return {row["noun"]: row["kind"] for row in pack.lexicon("media_nouns")}


@lru_cache(maxsize=8)
def agency_names(pack: Pack) -> dict[str, tuple[str, bool]]:
    """Return every spelling of a news agency: its normalised name, and whether it is a common word."""
    names = {}
    for row in pack.lexicon("agencies"):
        for spelling in (row["name"], *row["also"].split("|")):
            if spelling:
                names[spelling] = (row["name"], row["common"] == "yes")
    return names
