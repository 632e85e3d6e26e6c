"""Parsing: the sentences of one document through the pack's own model, or the pipeline the user names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from recoupe.packs.pipelines import named_pipeline
from recoupe.packs.syntax import has_syntax, syntax_pipeline
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.syntax.division import shown_to_parser, words_at
from recoupe.stages.read.syntax.parse import Parse, Word

if TYPE_CHECKING:  # slow to import, and most documents are read without a parse
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_WORDS = 400
"""A longer sentence is no sentence: a list or a table without full stops. It gets no parse."""
_BATCH = 64


def can_parse(draft: Draft) -> bool:
    """Tell whether sentences of the draft's language can be parsed."""
    return draft.models.syntax is not None or has_syntax(draft.pack)


def parse_sentences(draft: Draft, sentences: Iterable[Span]) -> dict[Span, Parse]:
    """Return the parses of some sentences of the document by their place.

    A sentence that is empty or has more than MAX_WORDS words gets none, and none does in a language
    without a model. A sentence is parsed by itself, without the white space around it: what stands beside
    it changes nothing.
    """
    if not can_parse(draft):
        return {}
    wanted = sorted(set(sentences))
    if draft.models.syntax is not None:
        return dict(_by_named(draft, wanted, named_pipeline(draft.models.syntax)))
    divided = [(span, words_at(draft.text, span, draft.pack)) for span in wanted]
    return dict(parse_divided(draft.text, divided, syntax_pipeline(draft.pack)))


def parse_divided(
    text: str, divided: Iterable[tuple[Span, Sequence[Span]]], pipeline: Language
) -> Iterator[tuple[Span, Parse]]:
    """Yield the parses of sentences given with the places of their words, in order."""
    from spacy.tokens import Doc

    kept = [(span, places) for span, places in divided if 0 < len(places) <= MAX_WORDS]
    with pipeline.memory_zone():
        docs = (
            Doc(pipeline.vocab, words=shown_to_parser(place.of(text) for place in places))
            for _, places in kept
        )
        for (span, places), doc in zip(kept, pipeline.pipe(docs, batch_size=_BATCH), strict=True):
            yield span, Parse(span, tuple(_words(doc, places)))


def _by_named(draft: Draft, sentences: Sequence[Span], pipeline: Language) -> Iterator[tuple[Span, Parse]]:
    """Yield the parses by a pipeline that divides words by itself; its blanks are left out."""
    texts = (span.of(draft.text).replace("\n", " ") for span in sentences)
    with pipeline.memory_zone():
        for span, doc in zip(sentences, pipeline.pipe(texts, batch_size=_BATCH), strict=True):
            places = [Span(span.start + token.idx, span.start + token.idx + len(token)) for token in doc]
            if 0 < len(doc) <= MAX_WORDS:
                yield span, Parse(span, tuple(_words(doc, places)))


def _words(doc: Doc, places: Sequence[Span]) -> Iterator[Word]:
    for token, place in zip(doc, places, strict=True):
        yield Word(place, token.head.i, token.dep_, token.pos_, token.lemma_)
