"""Times told over paragraphs: what hangs on a time named before gets the value a reader would give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recoupe.packs import load_pack
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import document_of

PACK = load_pack("fr")
STORIES = Path(__file__).with_name("times_told.txt")
_MARK = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")


def stories() -> Iterator[tuple[str, str, list[tuple[Span, str]]]]:
    """Yield the day of each story, its text, and the times marked in it with their values."""
    for story in STORIES.read_text("utf-8").split("\n@ ")[1:]:
        published, _, marked = story.partition("\n")
        text, marks, start = "", [], 0
        body = marked.strip().replace("\n", "\n\n")
        for mark in _MARK.finditer(body):
            text += body[start : mark.start()]
            marks.append((Span(len(text), len(text) + len(mark[2])), mark[1]))
            text, start = text + mark[2], mark.end()
        yield published, text + body[start:], marks


@pytest.mark.parametrize(("published", "text", "marks"), list(stories()))
def test_a_time_told_over_paragraphs_has_the_value_its_story_gives(
    published: str, text: str, marks: list[tuple[Span, str]]
) -> None:
    draft = Draft(document_of(text, published=published), PACK)
    times = find_times(replace(draft, sentences=find_sentences(draft)))
    values = {
        span.of(text): next((time.value for time in times if time.span.meets(span)), None)
        for span, _ in marks
    }
    assert values == {span.of(text): value for span, value in marks}
