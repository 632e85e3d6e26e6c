"""What a hostile source, and many sites that echo one text, do to the count of origins.

    python bench/hostile.py flood FILE… [--items 10000] [--names 1] [--seed 1]
    python bench/hostile.py echo FILE… [--sites 40] [--texts 50] [--seed 1]

FILE: articles as `recoupe add` reads them. `flood` adds items of one source, or of one under several names,
that imitate the bylines, links and texts of the others, dated before and after them, and compares what is
known of the others before and after: their texts and readings byte for byte, which of them are one story, and
how many origins each story counts. A few items are a flood, too: `--items 60`. `echo` has many sites tell one
text in other words, under new titles, in another order, and compares the origins found with those of the text
alone, which may itself pass on more than one.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from recoupe.engine.contract import Engine
from recoupe.engine.processes import ProcessEngine
from recoupe.engine.serial import SerialEngine
from recoupe.records import encode
from recoupe.records.comparisons import Comparison
from recoupe.records.documents import Capture, Document
from recoupe.records.findings import Reading
from recoupe.records.stories import Outline, Story
from recoupe.run import add, load_resources, run
from recoupe.sources.inputs import read_inputs
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.store.sqlite import SqliteStore, open_store

Item = dict[str, Any]
RESOURCES = load_resources()
HOSTILE = "Le Miroir trompeur"
WAYS = 5
SYNONYMS = {
    "a déclaré": "a affirmé",
    "a annoncé": "a fait savoir",
    "a indiqué": "a précisé",
    "selon": "d'après",
    "mais": "cependant",
    "également": "aussi",
    "environ": "à peu près",
    "plusieurs": "divers",
    "notamment": "en particulier",
    "depuis": "dès",
    "ainsi": "de la sorte",
    "après": "à la suite de",
    "avant": "en amont de",
    "très": "fort",
    "samedi": "ce samedi",
    "important": "majeur",
    "jeudi": "ce jeudi",
    "ville": "cité",
    "personnes": "individus",
    "gouvernement": "exécutif",
    "accord": "entente",
    "annonce": "communication",
    "aussi": "de même",
    "autour de": "auprès de",
    "beaucoup": "nombre",
    "bilan": "décompte",
    "cette": "ladite",
    "commencé": "débuté",
    "début": "commencement",
    "demande": "réclame",
    "durant": "au cours de",
    "entreprise": "société",
    "expliqué": "fait valoir",
    "grand": "vaste",
    "habitants": "riverains",
    "incendie": "sinistre",
    "journée": "date",
    "lors de": "à l'occasion de",
    "mesure": "disposition",
    "mort": "décès",
    "obtenu": "décroché",
    "pendant": "durant",
    "pourrait": "serait susceptible de",
    "premier": "tout premier",
    "président": "chef",
    "rencontre": "entrevue",
    "réunion": "séance",
    "salariés": "employés",
    "situation": "conjoncture",
    "soir": "soirée",
    "terminé": "achevé",
    "toutefois": "néanmoins",
    "travail": "labeur",
}
TITLES = ("Ce que l'on sait", "Le point", "Nos explications", "L'essentiel", "À retenir", "Récit", "Vu d'ici")


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return the exit status: 1 when something of the others changed."""
    parser = argparse.ArgumentParser(description="Hostile sources and echoes.")
    parser.add_argument("kind", choices=("flood", "echo"))
    parser.add_argument("paths", nargs="+", metavar="FILE")
    parser.add_argument("--items", type=int, default=10_000, help="items of the hostile source")
    parser.add_argument("--names", type=int, default=1, help="outlets it goes by")
    parser.add_argument("--sites", type=int, default=40, help="sites that echo a text")
    parser.add_argument("--texts", type=int, default=50, help="texts that are echoed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    given = list(read_inputs(options.paths, stdin=io.BytesIO()))
    if options.kind == "flood":
        how = {"n_items": options.items, "n_names": options.names, "seed": options.seed}
        return flood(given, **how, workers=options.workers)
    return echo(given, options.texts, n_sites=options.sites, seed=options.seed, workers=options.workers)


@dataclass(frozen=True)
class Known:
    """What is known of some documents.

    same_story: the pairs of them in one story. origins: how many each document's story has, and at most how
    many stand behind one position of its table.
    """

    records: dict[str, bytes]
    same_story: frozenset[tuple[str, str]]
    origins: dict[str, tuple[int, int]]


def flood(given: Sequence[Capture], *, n_items: int, n_names: int, seed: int, workers: int) -> int:
    """Compare what is known of the given articles without and with the items of a hostile source."""
    before = known(given, [], workers=workers)
    items = list(imitations(before[1], n_items, n_names=n_names, seed=seed))
    after = known(given, items, workers=workers)
    changed = [i for i, raw in before[0].records.items() if after[0].records.get(i) != raw]
    apart = before[0].same_story - after[0].same_story
    joined = after[0].same_story - before[0].same_story
    more = Counter(
        max(gained(then, now) for now, then in zip(after[0].origins[i], counts, strict=True))
        for i, counts in before[0].origins.items()
        if i in after[0].origins
    )
    print(f"{len(before[0].origins):,} articles, {n_items:,} items of a hostile source, {n_names} names")
    print(f"  texts and readings of the others that changed     {len(changed):,}")
    print(
        f"  pairs of the others no longer in one story        {len(apart):,} of {len(before[0].same_story):,}"
    )
    print(f"  pairs of the others that are in one story now     {len(joined):,}")
    print(f"  origins more, by articles whose story counts them {dict(sorted(more.items()))}")
    return int(bool(changed or apart or joined or max(more, default=0) > n_names))


def gained(then: int, now: int) -> int:
    """Return how many origins more a story counts; the first one is none more.

    A story of one article has no table; with a second telling there is one, and its own origin in it.
    """
    return now - max(1, then) if now > then else now - then


def known(given: Sequence[Capture], items: Sequence[Item], *, workers: int) -> tuple[Known, list[Document]]:
    """Return what the line finds out about the given articles, beside some items of others."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "s.sqlite") as store:
        fill(store, given, items, workers=workers)
        own = {capture.id for capture in given}
        documents = [d for d in store.scan(Document) if isinstance(d, Document) and own & {*d.capture_ids}]
        ids = {document.id for document in documents}
        readings = {r.document_id: r for r in store.scan(Reading) if isinstance(r, Reading)}
        records = {d.id: encode(d) + encode(readings[d.id]) for d in documents}
        outlines = {o.story_id: o for o in store.scan(Outline) if isinstance(o, Outline)}
        most: Counter[str] = Counter()
        for row in store.scan(Comparison):
            if isinstance(row, Comparison):
                n = max((position.n_origins for position in row.positions), default=0)
                most[row.story_id] = max(most[row.story_id], n)
        same: set[tuple[str, str]] = set()
        origins: dict[str, tuple[int, int]] = {}
        for story in store.scan(Story):
            if isinstance(story, Story):
                mine = sorted(ids.intersection(story.document_ids))
                same |= {(a, b) for i, a in enumerate(mine) for b in mine[i + 1 :]}
                count = outlines[story.id].n_origins if story.id in outlines else 0
                origins |= dict.fromkeys(mine, (count, most[story.id]))
        return Known(records, frozenset(same), origins), documents


def fill(store: SqliteStore, given: Iterable[Capture], items: Iterable[Item], *, workers: int) -> None:
    """Add articles and items to a store and bring it up to date."""
    add(store, given)
    add(store, captures(items))
    engine: Engine = SerialEngine() if workers == 1 else ProcessEngine(workers)
    run(store, engine, RESOURCES)
    engine.close()


def captures(items: Iterable[Item]) -> Iterator[Capture]:
    """Yield the captures of some items, as a file of JSON lines gives them."""
    lines = b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)
    return articles_of_lines("items.jsonl", io.BytesIO(lines), max_body_bytes=20_000_000)


def imitations(documents: Sequence[Document], n: int, *, n_names: int = 1, seed: int) -> Iterator[Item]:
    """Yield items of a hostile source that imitate some documents in five ways, its names by turns."""
    chance = random.Random(seed)
    for number in range(n):
        first, second = chance.choice(documents), chance.choice(documents)
        paragraphs = article_of(first)
        way = number % WAYS
        if way == 1:
            paragraphs = echoed(paragraphs, chance)
        elif way == 2:
            paragraphs = [re.sub(r"\d", lambda _: str(chance.randrange(10)), part) for part in paragraphs]
        elif way == 3:
            paragraphs = [f"(AFP) - {paragraphs[0]}", *paragraphs[1:]]
        elif way == 4:
            paragraphs = [*paragraphs[: len(paragraphs) // 2 + 1], *article_of(second)]
        yield {
            "id": f"hostile-{number}",
            "outlet": f"{HOSTILE} {number // WAYS % n_names + 1}" if n_names > 1 else HOSTILE,
            "byline": first.byline.value if first.byline else None,
            "url": first.url,
            "title": first.title.value if first.title else None,
            "published": shifted(first.published.value if first.published else None, chance.randint(-3, 3)),
            "text": "\n\n".join(paragraphs),
        }


def article_of(document: Document) -> list[str]:
    """Return the paragraphs of a document's article text."""
    return [block.span.of(document.text) for block in document.article_blocks()] or [document.text]


def shifted(published: str | None, days: int) -> str | None:
    """Return a day some days from a date; None when it is not a day."""
    try:
        return (date.fromisoformat((published or "")[:10]) + timedelta(days=days)).isoformat()
    except ValueError:
        return None


def echo(given: Sequence[Capture], n_texts: int, *, n_sites: int, seed: int, workers: int) -> int:
    """Count the origins of texts that many sites tell in other words."""
    chance = random.Random(seed)
    _, documents = known(given, [], workers=workers)
    long_enough = [d for d in documents if len(" ".join(article_of(d)).split()) >= 120]
    chosen = chance.sample(long_enough, min(n_texts, len(long_enough)))
    found: Counter[str] = Counter()
    for number, document in enumerate(chosen):
        title = document.title.value if document.title else "les faits"
        items = [
            {
                "id": f"echo-{number}-{site}",
                "outlet": f"Site {site}",
                "title": f"{chance.choice(TITLES)} : {title}" if site else title,
                "published": f"2031-06-0{chance.randint(3, 5)}",
                "text": "\n\n".join(echoed(article_of(document), chance) if site else article_of(document)),
            }
            for site in range(n_sites)
        ]
        alone, together = counted(items[:1], workers=1), counted(items, workers=workers)
        verdict = "several"
        if together.n_origins <= max(1, alone.n_origins) and together.most <= max(1, alone.most):
            verdict = "possibly one" if together.n_unknown else "one"
        found[verdict] += 1
        print(
            f"  {together.n_documents:>3} of {n_sites} in one story; origins {together.n_origins}, alone"
            f" {alone.n_origins}; unknown {together.n_unknown}; behind one position at most {together.most},"
            f" alone {alone.most}: {verdict}",
            flush=True,
        )
    total = sum(found.values())
    counts = ", ".join(f"{verdict} {n}" for verdict, n in sorted(found.items()))
    print(f"\n{total} texts echoed by {n_sites} sites: {counts}")
    return int(found["one"] + found["possibly one"] < 0.95 * total)


@dataclass(frozen=True)
class Counted:
    """What a store's largest story counts; most: origins behind one position of its table."""

    n_documents: int
    n_origins: int
    n_unknown: int
    most: int


def counted(items: Sequence[Item], *, workers: int) -> Counted:
    """Return what the line counts in a store that holds some items only."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "s.sqlite") as store:
        fill(store, [], items, workers=workers)
        outlines = [o for o in store.scan(Outline) if isinstance(o, Outline)]
        largest = max(outlines, key=lambda outline: outline.n_documents)
        rows = [row for row in store.scan(Comparison) if isinstance(row, Comparison)]
        most = max((p.n_origins for row in rows for p in row.positions), default=0)
        return Counted(largest.n_documents, largest.n_origins, largest.n_unknown, most)


def echoed(paragraphs: Sequence[str], chance: random.Random) -> list[str]:
    """Return a text in other words and another order: about every second known word is replaced."""
    told = [_reworded(part, chance) for part in paragraphs]
    if len(told) > 2:
        head, rest = told[:1], told[1:]
        chance.shuffle(rest)
        told = head + rest
    return told


def _reworded(text: str, chance: random.Random) -> str:
    for word, other in SYNONYMS.items():
        if chance.random() < 0.6:
            text = re.sub(rf"\b{word}\b", other, text)
    return text


if __name__ == "__main__":
    sys.exit(main())
