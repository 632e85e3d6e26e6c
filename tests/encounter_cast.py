"""A small cast of invented names, so that the cases of encounters do not hang on the finding of names."""

from __future__ import annotations

import re
from dataclasses import replace

from recoupe.packs import Pack
from recoupe.records.documents import Document
from recoupe.records.findings import DocumentEntity, Mention, NameType, Role
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.encounters.scene import Scene
from recoupe.stages.read.encounters.words import find_triggers
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import document_of

TRIGGER = "\ue010"
"""What stands for each letter of the encounter word at hand."""

ROLES = {"montbrun": "ministre", "valkine": "préfet", "osmar": "roi"}

CAST: tuple[tuple[str, NameType, str, str | None, tuple[str, ...]], ...] = (
    ("montbrun", "PER", r"(?:Claire )?Montbrun|[Ll]a maire\b(?! [A-Z])|la ministre\b(?! [A-Z])", None, ()),
    ("valkine", "PER", r"(?:Igor )?Valkine|[Ll]e préfet\b|le président valdone", None, ()),
    ("ferrand", "PER", r"(?:Nadia )?Ferrand", None, ()),
    ("osmar", "PER", r"(?:roi )?Osmar|[Ll]e roi\b", None, ()),
    ("lyon", "LOC", r"Lyon", "lyon", ("FR",)),
    ("nice", "LOC", r"Nice", "nice", ("FR",)),
    ("valdonie", "LOC", r"Valdonie", "XV", ()),
    ("ostrie", "LOC", r"Ostrie", "XO", ()),
    ("union", "ORG", r"Union fluviale", None, ()),
    ("g20", "ORG", r"G20", None, ()),
    ("arche", "EVT", r"[Ss]ommet de l'Arche", None, ()),
)
"""(entity, type, pattern of its names and roles, gazetteer key, wider places)."""


def document_of_lines(text: str, *, published: str | None = "2024-03-12") -> Document:
    """Return a document of one paragraph for each line of `text`."""
    lines = [line for line in text.split("\n") if line.strip()]
    return document_of("\n\n".join(lines), published=published)


def draft_of(text: str, pack: Pack, *, published: str | None = "2024-03-12") -> Draft:
    """Return the draft that encounters are found in: the cast's names, real times and quotations."""
    draft = Draft(document_of_lines(text, published=published), pack)
    draft = replace(draft, sentences=find_sentences(draft))
    mentions, entities = _named(draft)
    draft = replace(draft, mentions=mentions, entities=entities)
    draft = replace(draft, times=find_times(draft))
    return replace(draft, quotations=find_quotations(draft))


def _named(draft: Draft) -> tuple[tuple[Mention, ...], tuple[DocumentEntity, ...]]:
    mentions: list[Mention] = []
    entities: list[DocumentEntity] = []
    for entity_id, kind, pattern, key, within in CAST:
        own = [_mention(draft, entity_id, kind, m) for m in re.finditer(pattern, draft.text)]
        if not own:
            continue
        names = tuple(dict.fromkeys(m.normal for m in own if m.form == "name")) or (own[0].normal,)
        roles = (Role(ROLES[entity_id], None, None),) if entity_id in ROLES else ()
        mentions += own
        entities.append(
            DocumentEntity(
                entity_id, kind, max(names, key=len), names, tuple(m.id for m in own), roles, key, within
            )
        )
    return tuple(sorted(mentions, key=lambda m: m.span)), tuple(entities)


def _mention(draft: Draft, entity_id: str, kind: NameType, match: re.Match[str]) -> Mention:
    words = match[0]
    is_name = kind != "PER" or (words[0].isupper() and not words.startswith(("La ", "Le ")))
    return Mention(
        f"men_{match.start()}",
        Span(match.start(), match.end()),
        kind,
        "name" if is_name else "nominal",
        words,
        entity_id,
        None,
        None,
        "test",
    )


def masked_for(text: str, pack: Pack) -> str:
    """Return the text as serving rules see it: parties masked, its first encounter word the trigger."""
    draft = draft_of(text, pack) if text.strip() else None
    if draft is None or draft.text != text:
        return text
    scene = Scene(draft)
    whole = Span(0, len(text))
    trigger = next(find_triggers(scene.plain, whole, pack), None)
    return scene.with_trigger(whole, trigger.span) if trigger else scene.masked
