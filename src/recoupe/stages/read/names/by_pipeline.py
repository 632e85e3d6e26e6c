"""Names by the spaCy pipeline that the user has chosen for them, in place of the pack's own tagger."""

from __future__ import annotations

from collections.abc import Mapping

from recoupe.packs.pipelines import named_pipeline
from recoupe.records.findings import NameType
from recoupe.records.spans import Span, stripped
from recoupe.stages.read.draft import Draft

LABELS: Mapping[str, NameType] = {
    "PER": "PER",
    "PERSON": "PER",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
    "ORG": "ORG",
    "EVT": "EVT",
    "EVENT": "EVT",
    "MISC": "MISC",
    "WORK_OF_ART": "MISC",
    "LAW": "MISC",
    "PRODUCT": "MISC",
}
"""The labels of the usual corpora (WikiNER, OntoNotes) and the types they stand for; others are no names."""


def names_by_pipeline(draft: Draft, pipeline: str) -> tuple[tuple[Span, NameType], ...]:
    """Return the names of one document in text order, typed; they do not overlap.

    Sentences are given one by one, without line ends, so that what stands beside them changes nothing.
    """
    found: list[tuple[Span, NameType]] = []
    texts = (span.of(draft.text).replace("\n", " ") for span in draft.sentences)
    for sentence, doc in zip(draft.sentences, named_pipeline(pipeline).pipe(texts), strict=True):
        for name in doc.ents:
            place = stripped(draft.text, Span(name.start_char, name.end_char).moved(sentence.start))
            if name.label_ in LABELS and place:
                found.append((place, LABELS[name.label_]))
    return tuple(found)
