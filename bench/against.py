"""Recoupe beside what people would use instead: quality by labels, and seconds, as ratios.

    python bench/against.py [--data FOLDER] [--only stories,copies,origins]

On the invented events that ship (eval/benches/events), and with --data on the labelled sets in that folder.
stories: TF-IDF with connected components and with DBSCAN (scikit-learn). copies: datasketch MinHash LSH over
word 5-grams. origins: a regular expression that looks for agency names. Every threshold is chosen on a tuning
part and scored on another: the open events and those kept aside; the days grouped by hand and the one held
out; every second labelled pair and the others. Recoupe runs as it is. Seconds are of the processor; Recoupe's
are those of the whole line from the articles given, the others start from words.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from eval.copies import COPIED, strongest
from eval.days import HELD_OUT, tuned_days
from eval.events import line_of, told_of
from eval.events_bench import ASIDE, OPEN, Item, bench_items, kinds_in_common
from eval.origins import agency_of
from eval.press import HEADLINES, LABELS, PRESS, headlines, labels, press, through_line

from recoupe.records.copies import Reuse
from recoupe.records.findings import Reading
from recoupe.records.stories import Story
from recoupe.run import load_resources

Pair = frozenset[str]
Article = Mapping[str, str]
_AGENCIES = re.compile(
    r"\b(AFP|Reuters|Belga|Associated Press|AP|Bloomberg|ATS|dpa|EFE|ANSA|Tass|Xinhua|(?:Agence )?Borée)\b"
)
"""Agencies of the press and the invented one."""
_STEPS = [step / 50 for step in range(5, 36)]
_N_GRAM = 5


@dataclass(frozen=True)
class Gold:
    """Articles and the pairs that are judged. right: those of them that belong together, or are copies."""

    articles: Mapping[str, Article]
    judged: frozenset[Pair]
    right: frozenset[Pair]


@dataclass(frozen=True)
class Row:
    """What one way of doing it gives. n: right, found, wanted."""

    name: str
    n: tuple[int, int, int]
    seconds: float

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall and F."""
        right, found, wanted = self.n
        p, r = right / max(1, found), right / max(1, wanted)
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


Way = Callable[[Gold, float], frozenset[Pair]]


def main() -> int:
    """Print one table for each kind of work and set; the exit status is 0."""
    parser = argparse.ArgumentParser(description="Recoupe beside what people would use instead.")
    parser.add_argument("--data", type=Path, help="folder of the labelled sets; without it what ships")
    parser.add_argument("--only", default="stories,copies,origins")
    options = parser.parse_args()
    works = {"stories": stories, "copies": copies, "origins": origins}
    for name in options.only.split(","):
        for set_name, rows in works[name](options.data):
            _show(f"{name}, {set_name}", rows)
    return 0


def _show(title: str, rows: Sequence[Row]) -> None:
    ours = rows[-1]
    print(f"\n{title:36} {'P':>6} {'R':>6} {'F':>6} {'s':>8}   Recoupe's F and seconds as multiples")
    for row in rows:
        precision, recall, f = row.scores
        ratios = f"{ours.scores[2] / max(f, 1e-9):5.2f} x F  {ours.seconds / max(row.seconds, 1e-9):7.1f} x s"
        print(f"{row.name:36} {precision:6.3f} {recall:6.3f} {f:6.3f} {row.seconds:8.2f}   {ratios}")


def _row(name: str, gold: Sequence[Gold], found: Sequence[frozenset[Pair]], seconds: float) -> Row:
    told = [pairs & one.judged for pairs, one in zip(found, gold, strict=True)]
    n_right = sum(len(pairs & one.right) for pairs, one in zip(told, gold, strict=True))
    return Row(name, (n_right, sum(map(len, told)), sum(len(one.right) for one in gold)), seconds)


def _tuned(name: str, way: Way, *, tuning: Sequence[Gold], scored: Gold) -> Row:
    """Return the row of a way at the threshold that is best on the tuning part."""
    tried = [(_row(name, tuning, [way(one, t) for one in tuning], 0.0).scores[2], t) for t in _STEPS]
    _, threshold = max(tried)
    start = time.process_time()
    found = way(scored, threshold)
    return _row(f"{name} at {threshold:.2f}", [scored], [found], time.process_time() - start)


# Stories


def stories(data: Path | None) -> list[tuple[str, list[Row]]]:
    """Return the rows of each set."""
    invented = [_events(bench_items(part, LABELS / part)) for part in (OPEN, ASIDE)]
    sets = [("invented events", invented[:1], invented[1])]
    if data is not None:
        days = [_day(data, day) for day in (*tuned_days(), HELD_OUT)]
        sets.append((f"headlines of {HELD_OUT}", days[:-1], days[-1]))
    return [
        (
            name,
            [
                _tuned("TF-IDF, components", _components, tuning=tuning, scored=scored),
                _tuned("TF-IDF, DBSCAN", _dbscan, tuning=tuning, scored=scored),
                _our_stories(scored),
            ],
        )
        for name, tuning, scored in sets
    ]


def _events(items: Sequence[Item]) -> Gold:
    articles = {i.name: {"id": i.name, **i.article.given, "text": i.article.text} for i in items}
    return _by_event(articles, {item.name: item.event for item in items})


def _day(data: Path, day: str) -> Gold:
    events = {row[0]: row[1] for row in labels(LABELS / "stories" / f"day-{day}.tsv")}
    return _by_event(headlines(data / HEADLINES, day), events)


def _by_event(articles: Mapping[str, Article], events: Mapping[str, str]) -> Gold:
    judged = [frozenset(pair) for pair in combinations(sorted(events), 2)]
    right = [pair for pair in judged if len({events[key] for key in pair}) == 1]
    return Gold(articles, frozenset(judged), frozenset(right))


def _vectors(gold: Gold) -> object:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [f"{article['title']} {article['text']}" for article in gold.articles.values()]
    return TfidfVectorizer(sublinear_tf=True, strip_accents="unicode").fit_transform(texts)


def _components(gold: Gold, threshold: float) -> frozenset[Pair]:
    from scipy.sparse.csgraph import connected_components

    vectors = _vectors(gold)
    return _together(gold, connected_components((vectors @ vectors.T).tocsr() >= threshold)[1])


def _dbscan(gold: Gold, threshold: float) -> frozenset[Pair]:
    from sklearn.cluster import DBSCAN

    return _together(
        gold, DBSCAN(eps=1 - threshold, min_samples=2, metric="cosine").fit(_vectors(gold)).labels_
    )


def _together(gold: Gold, groups: Sequence[int]) -> frozenset[Pair]:
    members: dict[int, list[str]] = {}
    for key, group in zip(gold.articles, groups, strict=True):
        # -1 is DBSCAN's word for an article that is alone.
        if group >= 0:
            members.setdefault(int(group), []).append(key)
    return frozenset(frozenset(pair) for keys in members.values() for pair in combinations(keys, 2))


def _our_stories(gold: Gold) -> Row:
    resources = load_resources()
    start = time.process_time()
    line = through_line(gold.articles.values(), last="memberships", kind=Story, resources=resources)
    seconds = time.process_time() - start
    names = {document.id: key for key, document in line.documents.items()}
    found = frozenset(
        frozenset((names[a], names[b]))
        for story in line.records
        if isinstance(story, Story)
        for a, b in combinations(story.document_ids, 2)
    )
    return _row("Recoupe", [gold], [found], seconds)


# Copies


def copies(data: Path | None) -> list[tuple[str, list[Row]]]:
    """Return the rows of each set."""
    invented = [_copied(bench_items(part, LABELS / part)) for part in (OPEN, ASIDE)]
    sets = [("invented events", *invented)]
    if data is not None:
        sets.append(("every second pair of press-fr", *_labelled_pairs(data)))
    name = "datasketch MinHash LSH"
    return [
        (title, [_tuned(name, _minhash, tuning=[tuning], scored=scored), _our_copies(scored)])
        for title, tuning, scored in sets
    ]


def _copied(items: Sequence[Item]) -> Gold:
    pairs = {frozenset((a.name, b.name)): kinds_in_common(a, b) for a, b in combinations(items, 2)}
    right = frozenset(pair for pair, kinds in pairs.items() if kinds & COPIED)
    return Gold(_events(items).articles, frozenset(pairs), right)


def _labelled_pairs(data: Path) -> tuple[Gold, Gold]:
    articles = press(data / PRESS)
    rows = sorted(labels(LABELS / "reuse" / f"{PRESS}.tsv"))
    halves = []
    for part in (rows[::2], rows[1::2]):
        wanted = sorted({name for row in part for name in row[:2]}, key=int)
        judged = frozenset(frozenset(row[:2]) for row in part)
        right = frozenset(frozenset(row[:2]) for row in part if row[2] in COPIED)
        halves.append(Gold({name: articles[name] for name in wanted}, judged, right))
    return halves[0], halves[1]


def _minhash(gold: Gold, threshold: float) -> frozenset[Pair]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=128)
    found = set()
    for key, article in gold.articles.items():
        words = re.findall(r"\w+", article["text"].lower())
        grams = [" ".join(words[i : i + _N_GRAM]).encode() for i in range(len(words) - _N_GRAM + 1)]
        print_ = MinHash(num_perm=128)
        print_.update_batch(grams)
        found |= {frozenset((key, other)) for other in index.query(print_)}
        index.insert(key, print_)
    return frozenset(found)


def _our_copies(gold: Gold) -> Row:
    resources = load_resources()
    start = time.process_time()
    line = through_line(gold.articles.values(), last="reuse", kind=Reuse, resources=resources)
    seconds = time.process_time() - start
    found = frozenset(pair for pair, kind in strongest(line).items() if kind in COPIED)
    return _row("Recoupe", [gold], [found], seconds)


# Origins


def origins(data: Path | None) -> list[tuple[str, list[Row]]]:
    """Return the rows of each set: which agency's text a whole article is."""
    rows = [("invented events", _invented_origins(bench_items(ASIDE, LABELS / ASIDE)))]
    if data is not None:
        rows.append(("200 articles of press-fr", _press_origins(data)))
    return rows


def _invented_origins(items: Sequence[Item]) -> list[Row]:
    gold = {item.name: "borée" for item in items if item.origin == "Agence Borée"}
    texts = {item.name: f"{item.outlet}\n{item.article.text}" for item in items}
    rows = [_agencies_row(texts, gold)]
    resources = load_resources()
    start = time.process_time()
    told = told_of(items, line_of(items, resources))
    seconds = time.process_time() - start
    roots = {name: one.origin for name, one in told.items() if one.origin is not None}
    found = {name: _plain(root.name or "") for name, root in roots.items() if root.kind == "agency"}
    return [*rows, _origins_row("Recoupe", found, gold, seconds)]


def _press_origins(data: Path) -> list[Row]:
    articles = press(data / PRESS)
    rows = list(labels(LABELS / "origins" / f"{PRESS}.tsv"))
    gold = {name: _plain(agency) for name, reach, agency in rows if reach == "whole"}
    regular = _agencies_row({name: articles[name]["text"] for name, *_ in rows}, gold)
    resources = load_resources()
    start = time.process_time()
    line = through_line([articles[row[0]] for row in rows], last="read", kind=Reading, resources=resources)
    seconds = time.process_time() - start
    readings = {r.document_id: r for r in line.records if isinstance(r, Reading)}
    told = {name: agency_of(readings[line.documents[name].id]) for name, *_ in rows}
    found = {name: _plain(agency) for name, (reach, agency) in told.items() if reach == "whole"}
    return [regular, _origins_row("Recoupe", found, gold, seconds)]


def _agencies_row(texts: Mapping[str, str], gold: Mapping[str, str]) -> Row:
    start = time.process_time()
    found = {name: _plain(match[0]) for name, text in texts.items() if (match := _AGENCIES.search(text))}
    return _origins_row("regular expression", found, gold, time.process_time() - start)


def _plain(agency: str) -> str:
    return agency.lower().removeprefix("agence ")


def _origins_row(name: str, found: Mapping[str, str], gold: Mapping[str, str], seconds: float) -> Row:
    n_right = sum(gold.get(key) == agency for key, agency in found.items())
    return Row(name, (n_right, len(found), len(gold)), seconds)


if __name__ == "__main__":
    raise SystemExit(main())
