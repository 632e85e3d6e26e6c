"""Recoupe beside what people would use instead: quality by hand-made labels, and seconds, as ratios.

    python bench/against.py --data FOLDER [--only stories,copies,origins]

stories: TF-IDF with connected components and with DBSCAN (scikit-learn), each at the best threshold for
the very day it is measured on. copies: datasketch MinHash of word 5-grams, at its best threshold. origins: a
regular expression that looks for agency names. Needs scikit-learn and datasketch, which Recoupe does not.
Recoupe's seconds are those of the whole line from the articles given; the others start from words.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eval.copies import COPIED, strongest
from eval.days import HELD_OUT
from eval.origins import agency_of
from eval.press import HEADLINES, LABELS, PRESS, headlines, labels, press, through_line

from recoupe.records.findings import Reading
from recoupe.records.relations import Reuse, Story
from recoupe.run import load_resources

Scores = tuple[float, float, float]
_AGENCIES = re.compile(r"\b(AFP|Reuters|Belga|Associated Press|AP|Bloomberg|ATS|dpa|EFE|ANSA|Tass|Xinhua)\b")


def main() -> int:
    """Print one table for each kind of work; the exit status is 0."""
    parser = argparse.ArgumentParser(description="Recoupe beside what people would use instead.")
    parser.add_argument("--data", type=Path, required=True, help="folder of the sets")
    parser.add_argument("--only", default="stories,copies,origins")
    options = parser.parse_args()
    for name in options.only.split(","):
        _show(name, {"stories": stories, "copies": copies, "origins": origins}[name](options.data))
    return 0


def _show(name: str, rows: Sequence[tuple[str, Scores, float]]) -> None:
    (_, (_, _, ours), seconds) = rows[-1]
    print(f"\n{name:10} {'P':>6} {'R':>6} {'F':>6} {'s':>8}  Recoupe's F and seconds as multiples")
    for label, (precision, recall, f), spent in rows:
        ratios = f"{ours / f if f else 0:.2f} x F, {seconds / spent if spent else 0:.1f} x s"
        print(f"{label:24} {precision:6.3f} {recall:6.3f} {f:6.3f} {spent:8.2f}  {ratios}")


def _prf(n_right: int, n_found: int, n_gold: int) -> Scores:
    p, r = n_right / max(1, n_found), n_right / max(1, n_gold)
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _grouped(events: Mapping[str, str], groups: Mapping[str, object]) -> Scores:
    n_right = n_found = n_gold = 0
    for one, other in combinations(sorted(events), 2):
        wanted = events[one] == events[other]
        ours = groups.get(one) is not None and groups.get(one) == groups.get(other)
        n_right, n_found, n_gold = n_right + (wanted and ours), n_found + ours, n_gold + wanted
    return _prf(n_right, n_found, n_gold)


def stories(data: Path) -> list[tuple[str, Scores, float]]:
    """Return the scores and seconds on the held-out day of headlines."""
    from scipy.sparse.csgraph import connected_components
    from sklearn.cluster import DBSCAN
    from sklearn.feature_extraction.text import TfidfVectorizer

    items = headlines(data / HEADLINES, HELD_OUT)
    events = {row[0]: row[1] for row in labels(LABELS / "stories" / f"day-{HELD_OUT}.tsv")}
    keys = list(items)
    start = time.perf_counter()
    texts = [f"{item['title']} {item['text']}" for item in items.values()]
    vectors = TfidfVectorizer(sublinear_tf=True, strip_accents="unicode").fit_transform(texts)
    alike = (vectors @ vectors.T).tocsr()
    spent = time.perf_counter() - start

    def best(name: str, cut: Callable[[float], Sequence[int]]) -> tuple[str, Scores, float]:
        tried = []
        for step in range(5, 31):
            begun = time.perf_counter()
            found = cut(step / 50)
            groups = {key: None if n < 0 else int(n) for key, n in zip(keys, found, strict=True)}
            tried.append((_grouped(events, groups), time.perf_counter() - begun))
        scores, seconds = max(tried, key=lambda one: one[0][2])
        return name, scores, spent + seconds

    rows = [
        best("TF-IDF, components", lambda t: connected_components(alike >= t)[1]),
        best(
            "TF-IDF, DBSCAN", lambda t: DBSCAN(eps=1 - t, min_samples=2, metric="cosine").fit(vectors).labels_
        ),
    ]
    resources = load_resources()
    start = time.perf_counter()
    line = through_line(items.values(), last="stories", kind=Story, resources=resources)
    spent = time.perf_counter() - start
    names = {document.id: key for key, document in line.documents.items()}
    groups = {names[d]: s.id for s in line.records if isinstance(s, Story) for d in s.document_ids}
    return [*rows, ("Recoupe", _grouped(events, groups), spent)]


def copies(data: Path) -> list[tuple[str, Scores, float]]:
    """Return the scores and seconds on the labelled pairs of press-fr."""
    from datasketch import MinHash

    articles = press(data / PRESS)
    rows = list(labels(LABELS / "reuse" / f"{PRESS}.tsv"))
    wanted = sorted({name for row in rows for name in row[:2]}, key=int)
    gold = {frozenset(row[:2]): row[2] in COPIED for row in rows}
    start = time.perf_counter()
    prints = {}
    for name in wanted:
        words = re.findall(r"\w+", articles[name]["text"].lower())
        prints[name] = MinHash(num_perm=128)
        prints[name].update_batch([" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)])
    alike = {pair: prints[min(pair)].jaccard(prints[max(pair)]) for pair in gold}
    spent = time.perf_counter() - start
    tried = []
    for step in range(1, 20):
        found = {pair for pair, value in alike.items() if value >= step / 20}
        right = sum(gold[pair] for pair in found)
        tried.append(_prf(right, len(found), sum(gold.values())))
    best = max(tried, key=lambda scores: scores[2])
    resources = load_resources()
    start = time.perf_counter()
    line = through_line([articles[i] for i in wanted], last="reuse", kind=Reuse, resources=resources)
    seconds = time.perf_counter() - start
    kinds = strongest(line)
    ours = {pair for pair in gold if kinds.get(pair, "none") in COPIED}
    scores = _prf(sum(gold[pair] for pair in ours), len(ours), sum(gold.values()))
    return [("datasketch MinHash", best, spent), ("Recoupe", scores, seconds)]


def origins(data: Path) -> list[tuple[str, Scores, float]]:
    """Return the scores and seconds of the agency of whole articles, on the labelled articles of press-fr."""
    articles = press(data / PRESS)
    rows = list(labels(LABELS / "origins" / f"{PRESS}.tsv"))
    gold = {name: agency for name, reach, agency in rows if reach == "whole"}
    start = time.perf_counter()
    named = {name: m[0] for name, *_ in rows if (m := _AGENCIES.search(articles[name]["text"]))}
    spent = time.perf_counter() - start
    resources = load_resources()
    start = time.perf_counter()
    line = through_line([articles[row[0]] for row in rows], last="read", kind=Reading, resources=resources)
    seconds = time.perf_counter() - start
    readings = {r.document_id: r for r in line.records if isinstance(r, Reading)}
    told = {name: agency_of(readings[line.documents[name].id]) for name, *_ in rows}
    ours = {name: agency for name, (reach, agency) in told.items() if reach == "whole"}

    def scored(found: Mapping[str, str]) -> Scores:
        return _prf(sum(gold.get(name) == agency for name, agency in found.items()), len(found), len(gold))

    return [("regular expression", scored(named), spent), ("Recoupe", scored(ours), seconds)]


if __name__ == "__main__":
    raise SystemExit(main())
