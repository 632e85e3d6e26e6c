"""Where the words of a story come from: its origins, and which articles share words with which."""

from __future__ import annotations

from collections import Counter

from recoupe.dossier.dossier import CopyLine, Evidence, OriginLine
from recoupe.dossier.material import Material
from recoupe.dossier.statements import StatedFact, Verbatim
from recoupe.records.comparisons import Root
from recoupe.records.spans import Anchor


def make_origins(material: Material) -> tuple[OriginLine, ...]:
    """Return the origins: named ones before unknown ones, those behind most facts first."""
    chain = material.chain
    if chain is None:
        return ()
    tellings = Counter(root_id for _, root_id in chain.behind)
    ordered = sorted(
        chain.roots, key=lambda r: (r.kind == "unknown", -len(r.document_ids), -tellings[r.id], r.id)
    )
    return tuple(
        OriginLine(
            root.id,
            f"O{i}",
            root.kind,
            material.in_order(root.document_ids),
            tellings[root.id],
            _evidence(material, root),
            _name(material, root),
            material.statement(
                root.reason, otherwise=tuple(a for d in root.document_ids for a in material.opening(d))
            ),
        )
        for i, root in enumerate(ordered, 1)
    )


def make_copies(material: Material) -> tuple[CopyLine, ...]:
    """Return the links between articles, the largest shares first."""
    chain = material.chain
    if chain is None:
        return ()
    order = {document.id: i for i, document in enumerate(material.documents)}
    lines = [
        CopyLine(
            copy.from_id,
            copy.to_id,
            copy.kind,
            copy.directed,
            copy.share,
            material.statement(
                copy.reason, otherwise=(*material.opening(copy.from_id), *material.opening(copy.to_id))
            ),
        )
        for copy in chain.copies
        if copy.from_id in order and copy.to_id in order
    ]
    return tuple(sorted(lines, key=lambda c: (-c.share, order[c.from_id], order[c.to_id], c.kind)))


def _evidence(material: Material, root: Root) -> tuple[Evidence, ...]:
    lines = [material.evidence(place) for place in root.reason.anchors]
    return tuple(dict.fromkeys(line for line in lines if line is not None))


def _name(material: Material, root: Root) -> Verbatim | StatedFact | None:
    """Return the origin's name where an article writes it, or as the outlet that the page states."""
    if root.name is None:
        return None
    written = material.find(root.name, root.reason.anchors)
    if written is not None:
        return written
    for document_id in material.in_order(root.document_ids):
        outlet = material.document[document_id].outlet
        if outlet is not None and outlet.value == root.name:
            return StatedFact(document_id, "outlet", outlet.value)
    places = [place for document_id in root.document_ids for place in _credits(material, document_id)]
    found = material.find(root.name, places)
    if found is not None or not root.reason.anchors:
        return found
    return material.verbatim(root.reason.anchors[0])


def _credits(material: Material, document_id: str) -> list[Anchor]:
    account = material.account.get(document_id)
    if account is None:
        return []
    credited = [place for credit, place in account.credits if credit.covers != "photo"]
    said = [source.anchor for fact in account.comparables for source in fact.authority]
    return [*credited, *said]
