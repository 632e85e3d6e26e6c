"""Copies and stories on invented events: what tells one event, what is shared, whose words an item has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.copies import COPIED, strongest
from eval.events_bench import ASIDE, PLANTED, Item, Planted, bench_items, kinds_in_common
from eval.gold import GoldArticle
from eval.press import Line, through_line
from eval.score import Miss, Named, Result, Score, named, prf, share
from recoupe.records.comparisons import Root, SourceChain
from recoupe.records.copies import Reuse
from recoupe.records.spans import Anchor, Span, to_source
from recoupe.records.stories import Story
from recoupe.stages.stage import Resources
from recoupe.stages.text.folded import bare

TASK = "events"
NONE = "none"
_VOICES = frozenset({"person", "institution", "press conference", "social post"})
"""The kinds of origin that speak in an article; they are not what its text was made from."""


@dataclass(frozen=True)
class Told:
    """What the line says of an item. origin: None when it is unknown or nothing decides."""

    story: str | None
    thread: str | None
    origin: Root | None


def score_events(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores on one part of the bench, with its articles; of the part kept aside no errors."""
    items = bench_items(set_name, folder)
    line = line_of(items, resources)
    told = told_of(items, line)
    kinds = strongest(line)
    pairs = list(combinations(items, 2))
    found = [
        _grouping(set_name, pairs, told),
        _copying(set_name, pairs, kinds),
        _edits(set_name, items, line),
        _origins(set_name, items, told),
    ]
    scores = tuple(score for result in found for score in result.scores)
    if set_name == ASIDE:
        return Result(scores, ()), ()
    misses = tuple(miss for result in found for miss in result.misses)
    return Result(scores, misses), [item.article for item in items]


def line_of(items: Sequence[Item], resources: Resources) -> Line:
    """Return what the line makes of the items, each added as a JSON article by its name."""
    return through_line(
        [{"id": item.name, **item.article.given, "text": item.article.text} for item in items],
        last="origins",
        kind=(Story, Reuse, SourceChain),
        resources=resources,
    )


def told_of(items: Sequence[Item], line: Line) -> dict[str, Told]:
    """Return what the line says of each item, by its name."""
    stories = {d: s for s in line.records if isinstance(s, Story) for d in s.document_ids}
    chains = {c.story_id: c for c in line.records if isinstance(c, SourceChain)}
    found = {}
    for item in items:
        document_id = line.documents[item.name].id
        story = stories.get(document_id)
        chain = None if story is None else chains.get(story.id)
        origin = None if chain is None else _root_of(document_id, chain)
        story_id, thread = (None, None) if story is None else (story.id, story.thread or story.id)
        found[item.name] = Told(story_id, thread, origin)
    return found


def _root_of(document_id: str, chain: SourceChain) -> Root | None:
    """Return the one origin that a document's text goes back to; None when there is none, or more than one.

    Whoever is quoted in it apart; a text that others share comes before what stands beside it.
    """
    texts = [r for r in chain.roots if document_id in r.document_ids and r.kind not in _VOICES]
    known = [root for root in texts if root.kind != "unknown"]
    passed_on = [root for root in known if root.reason.code != "own_account"]
    chosen = passed_on or known
    return chosen[0] if len(chosen) == 1 else None


def _grouping(set_name: str, pairs: Sequence[tuple[Item, Item]], told: Mapping[str, Told]) -> Result:
    score = named(TASK, set_name)
    n: Counter[str] = Counter()
    misses = []
    for one, other in pairs:
        ours, theirs = told[one.name], told[other.name]
        for label, wanted, found in (
            ("event", one.event == other.event, ours.story is not None and ours.story == theirs.story),
            ("thread", one.thread == other.thread, ours.thread is not None and ours.thread == theirs.thread),
        ):
            n[f"{label} right"] += wanted and found
            n[f"{label} found"] += found
            n[f"{label} gold"] += wanted
            if label == "event" and wanted != found:
                kind = "pair of one event kept apart" if wanted else "pair of two events joined"
                misses.append(Miss(kind, one.article.name, Span(0, 0), f"and {other.article.name}"))
    scores = [
        one
        for label in ("event", "thread")
        for one in prf(
            score,
            f"one {label}",
            n_right=n[f"{label} right"],
            n_found=n[f"{label} found"],
            n_gold=n[f"{label} gold"],
        )
    ]
    return Result(tuple(scores), tuple(misses))


def _copying(
    set_name: str, pairs: Sequence[tuple[Item, Item]], kinds: Mapping[frozenset[str], str]
) -> Result:
    score = named(TASK, set_name)
    n: Counter[str] = Counter()
    misses = []
    for one, other in pairs:
        wanted = kinds_in_common(one, other)
        found = kinds.get(frozenset((one.name, other.name)), NONE)
        is_copy = bool(wanted & COPIED)
        n["gold"] += is_copy
        n["found"] += found in COPIED
        n["right"] += is_copy and found in COPIED
        if wanted != {NONE} or found != NONE:
            n["shared"] += 1
            n["kind"] += found in wanted
        for kind in ("quotation", "template"):
            n[kind] += wanted == {kind}
            n[f"{kind} right"] += wanted == {kind} and found == kind
        if is_copy != (found in COPIED):
            note = f"and {other.article.name}: {', '.join(sorted(wanted))}, found {found}"
            misses.append(Miss("copy missed" if is_copy else "no copy", one.article.name, Span(0, 0), note))
    scores = [
        *prf(score, "copies", n_right=n["right"], n_found=n["found"], n_gold=n["gold"]),
        score("kind right", share(n["kind"], n["shared"]), n["shared"]),
        score("quotations told", share(n["quotation right"], n["quotation"]), n["quotation"]),
        score("templates told", share(n["template right"], n["template"]), n["template"]),
    ]
    return Result(tuple(scores), tuple(misses))


def _edits(set_name: str, items: Sequence[Item], line: Line) -> Result:
    """Score the changes inside copies, each against the first item that has the passage as it was."""
    score = named(TASK, set_name)
    n: Counter[str] = Counter()
    misses = []
    places = _edited_places(line)
    for item in items:
        for planted in item.planted:
            source = next((one for one in items if has_unchanged(one, planted, item.event)), None)
            if planted.kind not in PLANTED or source is None:
                continue
            n[planted.kind] += 1
            passage = source.passages[_key(planted, item.event)]
            start = source.article.text.index(planted.old, passage.start)
            old = Span(start, start + len(planted.old))
            marked = places.get(frozenset((item.name, source.name)), ())
            if (item.name, planted.span) in marked or any(
                span.meets(planted.span if name == item.name else old) for name, span in marked
            ):
                n[f"{planted.kind} right"] += 1
            else:
                note = f"{planted.old} -> {planted.new}"
                misses.append(Miss(f"planted {planted.kind} missed", item.article.name, planted.span, note))
    total = sum(n[kind] for kind in PLANTED)
    right = sum(n[f"{kind} right"] for kind in PLANTED)
    scores = (
        score("planted edits found", share(right, total), total, is_goal=True),
        *(
            score(f"planted {kind}s found", share(n[f"{kind} right"], n[kind]), n[kind])
            for kind in sorted(PLANTED)
        ),
    )
    return Result(scores, tuple(misses))


def _key(planted: Planted, event: str) -> str:
    return f"{event.rpartition('/')[2]}.{planted.passage}"


def has_unchanged(item: Item, planted: Planted, event: str) -> bool:
    """Tell whether an item has the words of a passage that were changed elsewhere."""
    passage = item.passages.get(_key(planted, event)) if item.event == event else None
    return passage is not None and planted.old in passage.of(item.article.text)


def _edited_places(line: Line) -> dict[frozenset[str], list[tuple[str, Span]]]:
    """Return where the line sees an edit, by pair of items: the item, and where in its text."""
    names = {document.id: name for name, document in line.documents.items()}
    found: dict[frozenset[str], list[tuple[str, Span]]] = {}

    def place(anchor: Anchor | None) -> list[tuple[str, Span]]:
        if anchor is None:
            return []
        name = names[anchor.document_id]
        span = to_source(line.documents[name].offset_map, anchor.span)
        return [] if span is None else [(name, span)]

    for reuse in line.records:
        if isinstance(reuse, Reuse):
            pair = frozenset((names[reuse.left.document_id], names[reuse.right.document_id]))
            marks = found.setdefault(pair, [])
            for edit in reuse.edits:
                marks += [*place(edit.left), *place(edit.right)]
    return found


def _origins(set_name: str, items: Sequence[Item], told: Mapping[str, Told]) -> Result:
    score = named(TASK, set_name)
    n: Counter[str] = Counter()
    misses: list[Miss] = []
    for item in items:
        origin = told[item.name].origin
        if origin is None:
            continue
        n["told"] += 1
        if is_origin(origin, item):
            n["right"] += 1
        else:
            note = f"{item.origin}, told as {origin.kind} {origin.name}"
            misses.append(Miss("other origin", item.article.name, Span(0, 0), note))
    for one, other in combinations(items, 2):
        if one.event != other.event or told[one.name].story != told[other.name].story:
            continue
        ours, theirs = told[one.name].origin, told[other.name].origin
        if ours is None or theirs is None:
            continue
        same = one.origin == other.origin
        n["same" if same else "apart"] += 1
        n["parted"] += same and ours.id != theirs.id
        n["joined"] += not same and ours.id == theirs.id
        if same != (ours.id == theirs.id):
            kind = "one origin told as two" if same else "two origins told as one"
            misses.append(Miss(kind, one.article.name, Span(0, 0), f"and {other.article.name}"))
    return Result(_origin_scores(score, n, len(items)), tuple(misses))


def _origin_scores(score: Named, n: Mapping[str, int], n_items: int) -> tuple[Score, ...]:
    return (
        score("origin right", share(n["right"], n_items), n_items, is_goal=True),
        score("origin wrong", share(n["told"] - n["right"], n_items), n_items, lower_is_better=True),
        score("one origin told as two", share(n["parted"], n["same"]), n["same"], lower_is_better=True),
        score("two origins told as one", share(n["joined"], n["apart"]), n["apart"], lower_is_better=True),
    )


def is_origin(origin: Root, item: Item) -> bool:
    """Tell whether an origin is whose words most of an item is, by name.

    What nobody is named for, but several items share, is right for an item that has no words of its own
    and credits nobody: who wrote it is not said.
    """
    if origin.name is None:
        return not item.has_own_words() and origin.kind in ("outlet", "communique")
    wanted, found = (f" {bare(name)} ".replace("'", " ") for name in (item.origin, origin.name))
    return wanted in found or found in wanted or wanted == f" agence{found}"
