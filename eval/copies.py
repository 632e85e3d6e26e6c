"""Copies: pairs of articles labelled by hand, and edits planted by program inside copies."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from eval.gold import GoldArticle
from eval.press import LABELS, Line, labels, press, through_line
from eval.score import Result, Score, named, prf, share
from recoupe.records.copies import Reuse
from recoupe.stages.stage import Resources

TASK = "reuse"
COPIED = frozenset({"copy", "near copy"})
_ORDER = ("copy", "near copy", "quotation", "template", "none")
_N_PLANTED = 30
_MIN_CHARS = 700
_NUMBER = re.compile(r"(?<![\w,.])[1-9]\d{1,2}(?![\w,.])")
_NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{4,}(?= [a-z])")
_VERB = re.compile(r"\b(est|sont|a|ont|sera|seront)\b(?= [a-z]+)")


def score_copies(set_name: str, folder: Path, resources: Resources) -> tuple[Result, Sequence[GoldArticle]]:
    """Return the scores of pairs of press-fr that are copies or not, and of planted edits; no errors."""
    articles = press(folder)
    rows = list(labels(LABELS / "reuse" / f"{set_name}.tsv"))
    wanted = sorted({name for row in rows for name in row[:2]}, key=int)
    line = through_line([articles[i] for i in wanted], last="reuse", kind=Reuse, resources=resources)
    kinds = strongest(line)
    n = Counter({"right": 0, "found": 0, "gold": 0, "kind": 0})
    for left, right, label, _ in rows:
        found = kinds.get(frozenset((left, right)), "none")
        n["gold"] += label in COPIED
        n["found"] += found in COPIED
        n["right"] += label in COPIED and found in COPIED
        n["kind"] += found == label or (found in COPIED and label in COPIED)
    score = named(TASK, set_name)
    scores = [
        *prf(score, "copies", n_right=n["right"], n_found=n["found"], n_gold=n["gold"]),
        score("kind right", share(n["kind"], len(rows)), len(rows)),
        *_planted_scores(set_name, [articles[i] for i in wanted], resources),
    ]
    return Result(tuple(scores), ()), ()


def strongest(line: Line) -> dict[frozenset[str], str]:
    """Return the strongest thing that each pair of articles has in common."""
    keys = {document.id: key for key, document in line.documents.items()}
    found: dict[frozenset[str], str] = {}
    for reuse in line.records:
        if isinstance(reuse, Reuse):
            pair = frozenset((keys[reuse.left.document_id], keys[reuse.right.document_id]))
            found[pair] = min(found.get(pair, "none"), reuse.kind, key=_ORDER.index)
    return found


def planted(article: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]] | None:
    """Return a copy of an article with one figure, one name and one negation changed, and what stands there.

    None when the article has no place for one of the three. The places are fixed by the article's id.
    """
    text, turn = article["text"], int(blake2b(article["id"].encode(), digest_size=4).hexdigest(), 16)
    marks: list[tuple[int, int, str, str]] = []
    for kind, pattern in (("number", _NUMBER), ("name", _NAME), ("negation", _VERB)):
        places = [m for m in pattern.finditer(text) if all(abs(m.start() - at) > 120 for at, *_ in marks)]
        if not places:
            return None
        place = places[turn % len(places)]
        new = {"number": str(int(place[0]) + 7) if kind == "number" else "", "name": "Valtarde"}.get(
            kind, f"n'{place[0]} pas" if place[0][0] in "aeo" else f"ne {place[0]} pas"
        )
        marks.append((place.start(), place.end(), new, kind))
    for start, end, new, _ in sorted(marks, reverse=True):
        text = text[:start] + new + text[end:]
    changed = {"id": f"{article['id']}-planted", "outlet": "Le Courrier de Valtarde", "text": text}
    return changed, {kind: new for _, _, new, kind in marks}


def _planted_scores(
    set_name: str, articles: Sequence[Mapping[str, str]], resources: Resources
) -> tuple[Score, ...]:
    given: list[Mapping[str, str]] = []
    changes: dict[str, dict[str, str]] = {}
    for article in articles:
        made = planted(article) if len(article["text"]) >= _MIN_CHARS and len(changes) < _N_PLANTED else None
        if made:
            given += [article, made[0]]
            changes[made[0]["id"]] = made[1]
    line = through_line(given, last="reuse", kind=Reuse, resources=resources)
    keys = {document.id: key for key, document in line.documents.items()}
    texts = {document.id: document.text for document in line.documents.values()}
    edited: dict[str, list[tuple[str, str]]] = {}
    for reuse in line.records:
        if not isinstance(reuse, Reuse):
            continue
        pair = {keys[reuse.left.document_id], keys[reuse.right.document_id]}
        for name in pair & changes.keys():
            if name.removesuffix("-planted") in pair:
                for edit in reuse.edits:
                    words = [
                        texts[a.document_id][a.span.start : a.span.end] for a in (edit.left, edit.right) if a
                    ]
                    edited.setdefault(name, []).append((edit.kind, " ".join(words)))
    score = named(TASK, set_name)
    n_found = dict.fromkeys(("number", "name", "negation"), 0)
    for name, change in changes.items():
        for kind, new in change.items():
            word = new.split()[-2] if kind == "negation" else new
            n_found[kind] += any(word in words for _, words in edited.get(name, ()))
    total = len(changes)
    return (
        score("planted edits found", share(sum(n_found.values()), 3 * total), 3 * total, is_goal=True),
        *(score(f"planted {kind}s found", share(n, total), total) for kind, n in n_found.items()),
    )
