"""The read stage: one document in, all its findings out, in one record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from recoupe.records import Record
from recoupe.records.documents import Document
from recoupe.records.findings import Judgement, Reading
from recoupe.records.ids import make_id
from recoupe.records.ledger import Issue
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.encounters.encounters import find_encounters
from recoupe.stages.read.names.names import find_names
from recoupe.stages.read.quantities.quantities import find_quantities
from recoupe.stages.read.quotations.credits import find_credits
from recoupe.stages.read.quotations.quotations import find_quotations
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from recoupe.stages.read.translated import judge_translation
from recoupe.stages.stage import Members, Resources, Stage

LONGEST_READ_WHOLE = 5_000
"""Characters of a sentence up to which all that it reports is looked for; real ones stay under 2,000."""


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Document)
    return (record.id,)


def _run(unit: str, members: Members, resources: Resources) -> Iterable[Record]:
    (document,) = members
    assert isinstance(document, Document)
    pack = resources.packs.get(document.language.split("-")[0])
    reading_id = make_id("read", document.id)
    if pack is None:
        nothing = Judgement(None, (), ())
        yield Reading(
            reading_id, document.id, document.language, (), (), (), (), (), (), (), (), nothing, "no pack"
        )
        if document.language == "und":
            yield _issue(document, "no_language", ("language", document.language))
        else:
            yield _issue(document, "no_pack", ("language", document.language))
        return
    draft = Draft(document, pack, models=resources.settings.models)
    draft = replace(draft, sentences=find_sentences(draft))
    mentions, entities = find_names(draft)
    draft = replace(draft, mentions=mentions, entities=entities)
    draft = replace(draft, times=find_times(draft))
    draft = replace(draft, quantities=find_quantities(draft))
    draft = replace(draft, credits=find_credits(draft))
    draft = replace(draft, quotations=find_quotations(draft))
    encounters = find_encounters(draft)
    yield Reading(
        reading_id,
        document.id,
        document.language,
        draft.sentences,
        draft.mentions,
        draft.entities,
        draft.times,
        draft.quantities,
        draft.quotations,
        encounters,
        draft.credits,
        judge_translation(draft),
    )
    longest = max((len(sentence) for sentence in draft.sentences), default=0)
    if longest > LONGEST_READ_WHOLE:
        yield _issue(document, "long_sentence", ("characters", str(longest)))


def _issue(document: Document, code: str, fact: tuple[str, str]) -> Issue:
    issue_id = make_id("issue", document.id, "read", code)
    return Issue(issue_id, document.input, document.id, "read", code, (fact,))


READ = Stage("read", (Document,), (Reading, Issue), "55", _units, _run, risky=True)
