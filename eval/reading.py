"""The marked articles through the line: JSON articles in, what Recoupe finds in each one out."""

from __future__ import annotations

import io
import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.gold import GoldArticle
from recoupe.engine.contract import Engine
from recoupe.records.documents import Document
from recoupe.records.findings import Reading
from recoupe.records.spans import Span, to_source
from recoupe.records.stories import Story
from recoupe.run import Progress, add, run
from recoupe.settings import CleanSettings
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.stages.line import STAGES
from recoupe.stages.stage import Resources
from recoupe.store.sqlite import SqliteStore, open_store


@dataclass(frozen=True)
class ReadArticle:
    """A marked article and what was found in it.

    document: None when no text came of it. reading: None then, too. story: id of the story it was put
    into; None when stories were not asked for.
    """

    gold: GoldArticle
    document: Document | None
    reading: Reading | None
    story: str | None = None

    def at(self, span: Span) -> Span | None:
        """Return where a finding stands in the text as it was given; None when it has no place there."""
        return None if self.document is None else to_source(self.document.offset_map, span)

    def all_at(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return the places of several spans, without those that have none."""
        return tuple(place for span in spans if (place := self.at(span)) is not None)


def read_articles(
    articles: Sequence[GoldArticle],
    *,
    with_stories: bool,
    engine: Engine,
    resources: Resources,
    progress: Callable[[Progress], None] | None = None,
) -> tuple[ReadArticle, ...]:
    """Return what the real stages find in the articles, in their order.

    Each one enters as a JSON article, as `recoupe add` takes it, into a store in a temporary folder.
    with_stories: run the whole line, not only what reads single articles.
    """
    stages = STAGES if with_stories else tuple(stage for stage in STAGES if stage.name in ("clean", "read"))
    lines = b"".join(_line(article) for article in articles)
    captures = articles_of_lines("eval", io.BytesIO(lines), max_body_bytes=CleanSettings.max_body_bytes)
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "eval.sqlite") as store:
        add(store, captures)
        run(store, engine, resources, stages=stages, progress=progress)
        return _found(articles, store)


def _line(article: GoldArticle) -> bytes:
    given = {"id": article.name, **article.given, "text": article.text}
    return json.dumps(given, ensure_ascii=False).encode() + b"\n"


def _found(articles: Sequence[GoldArticle], store: SqliteStore) -> tuple[ReadArticle, ...]:
    documents = {
        document.input: document for document in store.scan(Document) if isinstance(document, Document)
    }
    readings = {r.document_id: r for r in store.scan(Reading) if isinstance(r, Reading)}
    stories = {
        document_id: story.id
        for story in store.scan(Story)
        if isinstance(story, Story)
        for document_id in story.document_ids
    }
    out = []
    for article in articles:
        document = documents.get(article.name)
        key = "" if document is None else document.id
        out.append(ReadArticle(article, document, readings.get(key), stories.get(key)))
    return tuple(out)
