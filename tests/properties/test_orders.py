"""Short articles of many days, dated by day, month, year or not at all: their order changes no byte.

A longer version on any articles is `python bench/order.py PATH… --orders 20 --one-by-one`.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Sequence
from pathlib import Path

from recoupe.engine.serial import SerialEngine
from recoupe.records.documents import Capture
from recoupe.records.stories import Story
from recoupe.run import add, forget, load_resources, run
from recoupe.sources.jsonlines import articles_of_lines
from recoupe.store.sqlite import open_store
from toy_line import dump

RESOURCES = load_resources()
EVENTS = (
    "Le pont de Varnes sera fermé trois semaines, annonce le maire Paul Maral",
    "Incendie dans un entrepôt de Lorges : douze pompiers légèrement blessés",
    "Anna Vélande a reçu Paul Orsini à Brissac pour parler de la pêche",
)
DATES = ("2031-06-01", "2031-06-02", "2031-06-08", "2031-06", "2031", None)


def captures() -> list[Capture]:
    """Return 18 short articles: each event told by three outlets and again, on all kinds of dates."""
    items = [
        {
            "id": f"{number}",
            "outlet": f"Gazette {number % 4}",
            "title": event,
            "text": f"{event}\n\nNos pages {number} en disent plus.",
            "published": DATES[number % len(DATES)],
        }
        for number, event in enumerate(EVENTS * 6)
    ]
    lines = "".join(json.dumps(item) + "\n" for item in items).encode()
    return list(articles_of_lines("items.jsonl", io.BytesIO(lines), max_body_bytes=1_000_000))


def store_of(path: Path, batches: Sequence[Sequence[Capture]], gone: Sequence[Capture] = ()) -> bytes:
    """Return what a store holds after the batches, the line run after each, and with some forgotten."""
    with open_store(path) as store:
        for batch in batches:
            add(store, batch)
            run(store, SerialEngine(), RESOURCES)
        if gone:
            forget(store, SerialEngine(), RESOURCES, capture_ids=[capture.id for capture in gone])
        stories = [story for story in store.scan(Story) if isinstance(story, Story)]
        assert max(len(story.document_ids) for story in stories) > 1 < len(stories)
        return dump(store)


def test_order_single_steps_and_forgetting_change_no_byte_on_any_date(tmp_path: Path) -> None:
    given = captures()
    expected = store_of(tmp_path / "all.sqlite", [given])
    shuffled = random.Random(3).sample(given, len(given))
    assert store_of(tmp_path / "batches.sqlite", [shuffled[:7], shuffled[7:8], shuffled[8:]]) == expected
    assert store_of(tmp_path / "single.sqlite", [[each] for each in shuffled]) == expected
    few = given[:12]
    assert store_of(tmp_path / "forgotten.sqlite", [given], given[12:]) == store_of(
        tmp_path / "few.sqlite", [few]
    )
