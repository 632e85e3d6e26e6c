"""The clean stage: one body of bytes in, one document out, with what was wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from recoupe.packs import Pack
from recoupe.records import Record
from recoupe.records.documents import Block, Capture, Document, Stated
from recoupe.records.ids import make_id
from recoupe.records.ledger import Issue
from recoupe.records.spans import Run, Span
from recoupe.settings import CleanSettings
from recoupe.stages.clean.dateline import dateline_of
from recoupe.stages.clean.decode import decoded
from recoupe.stages.clean.furniture import Judged, judged
from recoupe.stages.clean.language import language_of
from recoupe.stages.clean.layout import laid_out, unwrapped, with_outlet_marked
from recoupe.stages.clean.page import page_of
from recoupe.stages.clean.page_facts import PageFacts
from recoupe.stages.clean.source_text import Line, cleaned, lines_of, part
from recoupe.stages.clean.stated import Facts, date_alone, facts_of
from recoupe.stages.stage import Members, Resources, Stage
from recoupe.stages.values.edtf import edtf

_GAP = "\n\n"
_SENTENCE_END = re.compile(r"[.!?…][\"'’”»)]*\s")
IssueFacts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Source:
    """The text of one capture before it is laid out, and what came with it.

    given: fields of a JSON article. page: what a page's markup states; None for text. issues: code and
    facts of what was wrong so far.
    """

    lines: tuple[Judged, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    page: PageFacts | None = None
    issues: tuple[tuple[str, IssueFacts], ...] = ()


def _units(record: Record) -> Iterable[str]:
    assert isinstance(record, Capture)
    return (record.body_digest,)


def _run(unit: str, members: Members, resources: Resources) -> Iterator[Record]:
    captures = [member for member in members if isinstance(member, Capture)]
    captures.sort(key=lambda capture: (capture.input, capture.id))
    for capture in captures:
        if capture.refused is not None:
            yield _issue(capture, None, capture.refused, capture.facts)
    sound = [capture for capture in captures if capture.refused is None]
    if not sound:
        return
    first = sound[0]
    source = _source(first)
    document, more = _document(sound, source, resources)
    codes = (*source.issues, *more)
    if document is not None:
        yield document
    elif not any(code in ("bad_json", "json_no_object") for code, _ in codes):
        for capture in sound:
            yield _issue(capture, None, "no_text", ())
    for code, facts in codes:
        yield _issue(first, document, code, facts)
    for other in sound[1:]:
        yield _issue(other, document, "duplicate", (("same_as", first.input),))


CLEAN = Stage("clean", (Capture,), (Document, Issue), "2", _units, _run, risky=True)


def _issue(capture: Capture, document: Document | None, code: str, facts: IssueFacts) -> Issue:
    document_id = document.id if document else None
    return Issue(
        make_id("issue", capture.id, "clean", code), capture.input, document_id, "clean", code, facts
    )


def _source(capture: Capture) -> _Source:
    if capture.media_type == "application/json":
        return _json_source(capture)
    is_page = capture.media_type == "text/html"
    characters = decoded(capture.body, declared=capture.charset, is_page=is_page)
    issues: list[tuple[str, IssueFacts]] = []
    if characters.guessed:
        facts = (("encoding", characters.encoding), ("n_lost", str(characters.n_lost)))
        issues.append(("encoding_guessed", facts))
    source = _page_source(characters.text) if is_page else _text_source(characters.text)
    return replace(source, issues=(*issues, *source.issues))


def _text_source(text: str) -> _Source:
    lines = unwrapped(lines_of(cleaned(text)))
    return _Source(tuple(Judged(line) for line in lines))


def _page_source(markup: str) -> _Source:
    page = page_of(cleaned(markup).text)
    issues: tuple[tuple[str, IssueFacts], ...] = ()
    if page.is_too_deep:
        issues = (("markup_too_deep", (("depth", str(page.depth)),)),)
    return _Source(page.lines, page=page.facts, issues=issues)


def _json_source(capture: Capture) -> _Source:
    try:
        article = json.loads(capture.body)
    except (ValueError, RecursionError) as trouble:
        place = str(getattr(trouble, "pos", 0) + 1)
        return _Source((), issues=(("bad_json", (("place", place),)),))
    if not isinstance(article, dict):
        return _Source((), issues=(("json_no_object", ()),))
    # The text is left as it is: its offsets are those of the source.
    text, markup = article.get("text"), article.get("html")
    given = {
        name: cleaned(value).text.strip()
        for name, value in article.items()
        if name not in ("text", "html") and isinstance(value, str) and value.strip()
    }
    if isinstance(text, str) and text.strip():
        source = _text_source(text)
    elif isinstance(markup, str) and markup.strip():
        source = _page_source(markup)
    else:
        return _Source((), given)
    return replace(source, given=given)


def _document(
    captures: Sequence[Capture], source: _Source, resources: Resources
) -> tuple[Document | None, tuple[tuple[str, IssueFacts], ...]]:
    given, page, capture = source.given, source.page, captures[0]
    if not source.lines and page is None:
        # An item of a feed with no more than its title is an article of one line.
        source = replace(source, lines=_title_lines(given.get("title", "")))
    if not any(any(c.isalnum() for c in item.text) for item in source.lines):
        return None, ()
    stated_language = given.get("language") or None
    language = stated_language or language_of([item.text for item in source.lines])
    if language == "und" and page and page.language:
        language = page.language
    pack = resources.packs.get(language.split("-")[0])
    lines, cut = _bounded(source.lines, resources.settings.clean)
    title = given.get("title") or (page.title.value if page and page.title else None)
    items = laid_out(judged(lines, pack), title=title)
    items = _with_page_title(items, title, is_page=page is not None)
    text, spans, runs = _laid_down(items)
    facts = facts_of(items, spans, pack)
    outlet = _given(given, "outlet") or (page.outlet if page else None) or facts.outlet
    if outlet is not None:
        items = with_outlet_marked(items, outlet.value)
    blocks = tuple(
        Block(s, item.kind or "paragraph", item.producer) for item, s in zip(items, spans, strict=True)
    )
    published, issues = _published(given, page, facts, pack)
    modified = (page.modified if page else None) or facts.modified
    # Of a page that tells only when it was last changed, that is the day its words speak from.
    published = published or dateline_of(text, blocks, pack) or modified
    url = capture.url or given.get("url") or (page.url if page else None)
    document = Document(
        id=make_id("doc", capture.body_digest, url or "", text),
        input=capture.input,
        capture_ids=tuple(sorted(c.id for c in captures)),
        url=url,
        outlet=outlet,
        title=_title(given, page, blocks, text),
        byline=_given(given, "byline") or (page.byline if page else None) or facts.byline,
        published=published,
        modified=modified,
        language=language,
        section=given.get("section") or (page.section if page else None) or facts.section,
        tags=(page.tags if page else ()) or facts.tags,
        text=text,
        offset_map=() if page else runs,
        blocks=blocks,
    )
    if not document.article_blocks():
        issues = (*issues, ("no_text", ()))
    return document, (*issues, *cut)


def _bounded(
    lines: Sequence[Judged], settings: CleanSettings
) -> tuple[tuple[Judged, ...], tuple[tuple[str, IssueFacts], ...]]:
    """Cut lines that are too long for the reading: the rest is kept, as furniture."""
    out: list[Judged] = []
    n_unread = 0
    limit = settings.max_block_chars
    for item in lines:
        if len(item.text) <= limit:
            out.append(item)
            continue
        end = _last_end(item.text, limit)
        rest = item.text[end:]
        start = end + len(rest) - len(rest.lstrip())
        out.append(replace(item, line=replace(part(item.line, Span(0, end)), n_before=item.line.n_before)))
        if start < len(item.text):
            n_unread += len(item.text) - start
            tail = part(item.line, Span(start, len(item.text)))
            out.append(Judged(tail, "furniture", "clean/too-long"))
    return tuple(out), (("truncated", (("n_chars", str(n_unread)),)),) if n_unread else ()


def _last_end(text: str, limit: int) -> int:
    """Return where the last sentence before `limit` ends; else the last space; else `limit`."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, limit // 2, limit)]
    end = ends[-1] if ends else text.rfind(" ", limit // 2, limit)
    end = end if end > 0 else limit
    return len(text[:end].rstrip())


def _with_page_title(items: Sequence[Judged], title: str | None, *, is_page: bool) -> tuple[Judged, ...]:
    """Put the title of a page above its text when the extraction left it out.

    A text given as JSON is not added to: offsets are reported in that very text.
    """
    if not is_page or title is None or any(item.kind == "title" for item in items):
        return tuple(items)
    return (*_title_lines(title), *items)


def _title_lines(title: str) -> tuple[Judged, ...]:
    """Return a title that stands beside the text as a line of its own; nothing when it has no letter."""
    lines = lines_of(cleaned(title))
    if not lines:
        return ()
    return (Judged(Line(" ".join(line.text for line in lines), (), 2), "title", "clean/stated-title"),)


def _laid_down(items: Sequence[Judged]) -> tuple[str, tuple[Span, ...], tuple[Run, ...]]:
    spans: list[Span] = []
    runs: list[Run] = []
    at = 0
    for item in items:
        spans.append(Span(at, at + len(item.text)))
        runs += [Run(run.start + at, run.source_start, run.length) for run in item.line.runs]
        at += len(item.text) + len(_GAP)
    return _GAP.join(item.text for item in items), tuple(spans), tuple(runs)


def _given(given: Mapping[str, str], name: str) -> Stated | None:
    return Stated(given[name], "given") if name in given else None


def _title(
    given: Mapping[str, str], page: PageFacts | None, blocks: Sequence[Block], text: str
) -> Stated | None:
    if "title" in given:
        return Stated(given["title"], "given")
    if page and page.title:
        return page.title
    span = next((block.span for block in blocks if block.kind == "title"), None)
    return Stated(span.of(text), f"text:{span.start}-{span.end}") if span else None


def _published(
    given: Mapping[str, str], page: PageFacts | None, facts: Facts, pack: Pack | None
) -> tuple[Stated | None, tuple[tuple[str, IssueFacts], ...]]:
    if "published" in given:
        value = edtf(given["published"]) or (date_alone(given["published"], pack) if pack else None)
        if value is not None:
            return Stated(value, "given"), ()
        other = (page.published if page else None) or facts.published
        return other, (("date_not_understood", (("value", given["published"]),)),)
    return (page.published if page else None) or facts.published, ()
