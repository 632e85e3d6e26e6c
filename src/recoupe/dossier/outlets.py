"""What each outlet has to itself, and what it has in common with whom, over all its articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from recoupe.records.comparisons import SourceChain
from recoupe.records.copies import Reuse
from recoupe.records.documents import Document
from recoupe.records.spans import Span, merged


class OutletLine(msgspec.Struct, frozen=True):
    """One outlet.

    name: as its pages state it; None for the articles of which no outlet is known. own, common: shares of its
    text, 0 to 1, together 1. agency: the part of `common` that stands in articles of an agency origin.
    n_templates: passages it repeats itself. partners: (outlet, number of shared passages), most first.
    """

    name: str | None
    n_articles: int
    own: float
    common: float
    agency: float
    n_templates: int
    partners: tuple[tuple[str | None, int], ...]


def outlet_lines(
    documents: Iterable[Document], *, reuse: Iterable[Reuse], chains: Iterable[SourceChain]
) -> list[OutletLine]:
    """Return a line for each outlet, those with most articles first, the unknown one last.

    Text that two articles of one outlet share is its own. A passage counts as an agency's when one of the
    articles that have it goes back to an agency.
    """
    agency = {
        d for chain in chains for root in chain.roots if root.kind == "agency" for d in root.document_ids
    }
    outlet: dict[str, str | None] = {}
    length: dict[str, int] = {}
    for document in documents:
        outlet[document.id] = None if document.outlet is None else document.outlet.value
        length[document.id] = sum(len(block.span) for block in document.article_blocks())
    common: dict[str, list[Span]] = defaultdict(list)
    from_agency: dict[str, list[Span]] = defaultdict(list)
    partners: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    templates: Counter[str | None] = Counter()
    for passage in reuse:
        sides = (passage.left, passage.right)
        if not all(side.document_id in outlet for side in sides):
            continue
        names = [outlet[side.document_id] for side in sides]
        if passage.kind == "template":
            templates.update(set(names))
        if passage.kind not in ("copy", "near copy") or (names[0] == names[1] and names[0] is not None):
            continue
        partners[names[0]][names[1]] += 1
        partners[names[1]][names[0]] += 1
        is_agency = any(side.document_id in agency for side in sides)
        for side in sides:
            common[side.document_id].append(side.span)
            if is_agency:
                from_agency[side.document_id].append(side.span)
    by_outlet: dict[str | None, list[str]] = defaultdict(list)
    for document_id, name in outlet.items():
        by_outlet[name].append(document_id)
    lines = []
    for name, ids in by_outlet.items():
        whole = sum(length[i] for i in ids) or 1
        shared = min(1.0, _covered(common, ids) / whole)
        ranked = sorted(partners[name].items(), key=lambda item: (-item[1], item[0] is None, item[0] or ""))
        line = OutletLine(
            name,
            len(ids),
            1 - shared,
            shared,
            min(shared, _covered(from_agency, ids) / whole),
            templates[name],
            tuple(ranked),
        )
        lines.append(line)
    return sorted(lines, key=lambda line: (line.name is None, -line.n_articles, line.name or ""))


def _covered(spans: dict[str, list[Span]], document_ids: Iterable[str]) -> int:
    return sum(len(span) for i in document_ids for span in merged(spans.get(i, ())))
