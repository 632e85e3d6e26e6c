"""Names by a trained tagger: the best sequence of labels for the words of each sentence, as typed spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import cast, get_args

from recoupe.packs import Pack
from recoupe.packs.model import name_model
from recoupe.records.findings import NameType
from recoupe.records.spans import Span
from recoupe.stages.read.names.features import Featurizer
from recoupe.stages.read.names.listed import ListedNames, listed_names
from recoupe.stages.read.names.tables import name_tables
from recoupe.stages.read.names.words import Words

OUTSIDE = "O"
BARRIERS = frozenset('()[]{}<>/«»“”„"–—-;:!?…')
"""Marks that stand in no name: what is tagged across one is cut there."""
_TYPES = frozenset(get_args(NameType))


@cache
def featurizer(pack: Pack) -> Featurizer:
    """Return what computes the features of a pack with a model, built once per process."""
    model = name_model(pack)
    lists = (model.words, model.places, model.people, model.clusters)
    return Featurizer(name_tables(pack), *lists, listed_of(pack), pack.rules("names"))


@cache
def listed_of(pack: Pack) -> ListedNames:
    """Return the known names of a pack with a model, built once per process."""
    model = name_model(pack)
    return listed_names(pack, name_tables(pack), words=model.words, places=model.places, people=model.people)


def tag_names(
    text: str, sentences: Sequence[Span], *, roles: Mapping[Span, Sequence[Span]], pack: Pack
) -> tuple[tuple[Span, NameType], ...]:
    """Return the names of one document in text order, typed; they do not overlap.

    roles: by sentence the words that call a person by office. A sentence without a
    capital is not tagged.
    """
    sequences, rows = featurizer(pack).features(text, sentences, roles=roles)
    tagger = name_model(pack).tagger
    found: list[tuple[Span, NameType]] = []
    for words, features in zip(sequences, rows, strict=True):
        if any(form[0].isupper() for form in words.forms):
            found += spans_of(words, tagger.tag(features))
    return tuple(part for name in found for part in _on_one_line(text, name))


def _on_one_line(text: str, name: tuple[Span, NameType]) -> Iterator[tuple[Span, NameType]]:
    """Yield a name; its parts when it was tagged across the end of a line."""
    span, kind = name
    if "\n" not in span.of(text):
        yield name
        return
    start = span.start
    for line in span.of(text).split("\n"):
        inner = line.strip()
        if inner:
            first = start + line.index(inner)
            yield Span(first, first + len(inner)), kind
        start += len(line) + 1


def labels_of(words: Words, names: Iterable[tuple[Span, str]]) -> list[str]:
    """Return the label of each word: "B-" and "I-" with the type inside names, "O" outside.

    A name that begins or ends inside a word gets no label; one with a barrier is labelled in parts.
    """
    labels = [OUTSIDE] * len(words.forms)
    begins = {start: i for i, start in enumerate(words.starts)}
    ends = {end: i for i, end in enumerate(words.ends)}
    for span, kind in names:
        first, last = begins.get(span.start), ends.get(span.end)
        if first is None or last is None:
            continue
        inside = False
        for i in range(first, last + 1):
            if words.forms[i] in BARRIERS:
                inside = False
            else:
                labels[i] = f"{'I' if inside else 'B'}-{kind}"
                inside = True
    return labels


def spans_of(words: Words, labels: Sequence[str]) -> Iterator[tuple[Span, NameType]]:
    """Yield the names that a sequence of labels marks; an "I-" that follows no name of its type opens one."""
    start = end = -1
    kind = ""
    for i, label in enumerate(labels):
        place, _, here = label.partition("-")
        if words.forms[i] in BARRIERS:
            place, here = OUTSIDE, ""
        if place == "I" and here == kind:
            end = words.ends[i]
            continue
        if kind:
            yield Span(start, end), cast(NameType, kind)
        kind = here if here in _TYPES else ""
        start, end = words.starts[i], words.ends[i]
    if kind:
        yield Span(start, end), cast(NameType, kind)
