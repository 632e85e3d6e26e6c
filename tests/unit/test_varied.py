"""The variants that growth is measured on."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))

from varied import varied

TEXT = """Le pont de Vaubrun sera fermé 12 jours. Le maire Hugo Vial craint des embouteillages considérables.

La circulation reprendra ensuite normalement. Les commerçants de Vaubrun attendent des indemnités rapides.

Une déviation passera par Lédoux. Les autocars scolaires garderont leurs horaires habituels."""
GIVEN = [
    {"id": "a", "outlet": "Le Pontier", "published": "2019-01-03", "title": "Pont fermé", "text": TEXT},
    {"id": "b", "outlet": "La Rive", "published": None, "title": "Route", "text": TEXT.replace("12", "9")},
]


def test_the_given_articles_come_first_and_variants_are_always_the_same() -> None:
    made = varied(GIVEN, 40)
    assert [item["id"] for item in made[:2]] == ["a", "b"]
    assert made[1]["published"], "a date is drawn where none is given"
    assert len({item["id"] for item in made}) == 40
    assert varied(GIVEN, 20) == made[:20]


def test_variants_have_dates_and_their_own_words_or_another_outlet() -> None:
    made = varied(GIVEN, 200)[2:]
    days = [item["published"] for item in made if "published" in item]
    assert 0.9 < len(days) / len(made) < 1, "a few have none"
    assert len({*days}) > 60
    texts = {(item["outlet"], item["text"]) for item in made}
    assert len(texts) > 150


def test_a_sentence_that_its_outlet_repeats_stays_as_it_is() -> None:
    formula = "Retrouvez chaque matin notre lettre consacrée aux transports."
    towns = ("Vaubrun attend des arbres.", "Lédoux perd une école.", "Merle fête des cavaliers.")
    given = [{**GIVEN[0], "id": town, "text": f"{town} {formula}"} for town in towns] + GIVEN[1:]
    tellings = [item["text"] for item in varied(given, 40)[4:] if item["outlet"] == "Le Pontier"]
    assert sum(formula in text for text in tellings) > sum(t in text for t in towns for text in tellings)
