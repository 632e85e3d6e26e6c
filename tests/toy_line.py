"""A small line of stages over the real records, for tests of store, engines and runner.

An article is words; the word "crash" makes its reading fail, "die" takes the whole process along.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, get_args, get_origin

import msgspec

from recoupe.records import RECORD_TYPES, Record, encode
from recoupe.records.copies import Passages, Reuse
from recoupe.records.documents import Block, Capture, Document
from recoupe.records.findings import Judgement, Reading
from recoupe.records.ids import body_digest, make_id
from recoupe.records.ledger import Issue
from recoupe.records.spans import Span, anchor
from recoupe.records.stories import Story
from recoupe.settings import Settings
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.store.contract import Store

RESOURCES = Resources({}, Settings())
PRELOAD = ["pytest", "hypothesis", "trafilatura", "recoupe.stages", "recoupe.sources.inputs", "toy_line"]
"""What the server of child processes imports once: the first test to start it decides for all."""


def capture(name: str, text: str) -> Capture:
    body = text.encode()
    digest = body_digest(body)
    return Capture(make_id("cap", name, digest), name, "text/plain", "utf-8", None, digest, body)


def filled(kind: Any, /, **known: Any) -> Any:
    """Return a record with the fields that matter here; the others are empty, whatever they are called."""
    values = {}
    for field in msgspec.structs.fields(kind):
        if field.required and field.name not in known:
            options = get_args(field.type)
            if type(None) in options:
                values[field.name] = None
            else:
                values[field.name] = (get_origin(field.type) or field.type)()
    return kind(**values, **known)


def dump(store: Store) -> bytes:
    """Return every record of the store, in the order of types and ids: what an export would hold."""
    return b"\n".join(encode(record) for kind in RECORD_TYPES.values() for record in store.scan(kind))


def _clean_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Capture)
    return (record.body_digest,)


def _clean(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    captures = [member for member in members if isinstance(member, Capture)]
    text = captures[0].body.decode()
    if not text:
        for each in captures:
            yield Issue(make_id("issue", each.id), each.input, None, "clean", "empty", ())
        return
    yield filled(
        Document,
        id=make_id("doc", unit),
        input=min(each.input for each in captures),
        capture_ids=tuple(sorted(each.id for each in captures)),
        language="fr",
        text=text,
        blocks=(Block(Span(0, len(text)), "paragraph", "toy"),),
    )


def _document_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Document)
    return (record.id,)


def _read(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    (document,) = members
    assert isinstance(document, Document)
    if "die" in document.text.split():
        os._exit(9)
    if "crash" in document.text.split():
        raise ValueError("the toy reader does not like this text")
    spans, start = [], 0
    for part in document.text.split(". "):
        if part:
            spans.append(Span(start, start + len(part)))
        start += len(part) + 2
    yield filled(
        Reading,
        id=make_id("read", document.id),
        document_id=document.id,
        language="fr",
        sentences=tuple(spans),
        machine_translated=Judgement(None, (), ()),
    )


def _passages(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    (document,) = members
    assert isinstance(document, Document)
    yield filled(
        Passages,
        id=make_id("pass", document.id),
        document_id=document.id,
        fingerprints=" ".join(sorted(set(document.text.split()))).encode(),
    )


def _word_units(record: Record) -> Iterable[str]:
    assert isinstance(record, Passages)
    return _words_of(record)


def _words_of(passages: Passages) -> list[str]:
    return passages.fingerprints.decode().split()


def _reuse(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    passages = sorted((m for m in members if isinstance(m, Passages)), key=lambda m: m.document_id)
    for index, left in enumerate(passages):
        for right in passages[index + 1 :]:
            # As in the real stage: a pair is given by its smallest shared fingerprint, so once.
            if min(set(_words_of(left)) & set(_words_of(right))) == unit:
                yield filled(
                    Reuse,
                    id=make_id("reuse", left.document_id, right.document_id),
                    left=anchor(left.document_id, unit, Span(0, len(unit))),
                    right=anchor(right.document_id, unit, Span(0, len(unit))),
                    kind="copy",
                    jaccard=1.0,
                    n_words=len(set(_words_of(left)) & set(_words_of(right))),
                )


def _corpus_unit(record: Record) -> Iterable[str]:
    return ("corpus",)


def _stories(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    group = {m.document_id: m.document_id for m in members if isinstance(m, Passages)}
    for link in sorted((m for m in members if isinstance(m, Reuse)), key=lambda m: m.id):
        one, other = sorted((group[link.left.document_id], group[link.right.document_id]))
        group = {name: one if seed == other else seed for name, seed in group.items()}
    for seed in sorted(set(group.values())):
        ids = tuple(sorted(name for name, own in group.items() if own == seed))
        yield filled(Story, id=make_id("story", seed), seed_id=seed, document_ids=ids)


def _story_units(record: Record) -> Iterable[str]:
    if isinstance(record, Story):
        return (record.seed_id,)
    assert isinstance(record, Reading)
    return ()


def _tell(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    (story,) = members
    assert isinstance(story, Story)
    facts = (("articles", str(len(story.document_ids))),)
    yield Issue(make_id("issue", story.id), story.seed_id, story.seed_id, "tell", "told", facts)


CLEAN = Stage("clean", (Capture,), (Document, Issue), "1", _clean_units, _clean)
READ = Stage("read", (Document,), (Reading,), "1", _document_units, _read)
PASSAGES = Stage("passages", (Document,), (Passages,), "1", _document_units, _passages)
REUSE = Stage("reuse", (Passages,), (Reuse,), "1", _word_units, _reuse, min_members=2)
STORIES = Stage("stories", (Passages, Reuse), (Story,), "1", _corpus_unit, _stories)
TELL = Stage("tell", (Story, Reading), (Issue,), "1", _story_units, _tell)
TOY_STAGES = (CLEAN, READ, PASSAGES, REUSE, STORIES, TELL)
