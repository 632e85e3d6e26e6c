"""The bench of copies and stories holds what it says, and its scorer tells right from wrong."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from eval.events import score_events
from eval.events_bench import ASIDE, OPEN, PLANTED, Item, bench_items, items_of, kinds_in_common

from reading_names import PACK
from recoupe.settings import Settings
from recoupe.stages.stage import Resources

BENCHES = Path(__file__).resolve().parents[2] / "eval" / "benches"
PARTS = {part: bench_items(part, BENCHES / part) for part in (OPEN, ASIDE)}
TEMPLATES = {"end": "Lisez la suite de {0} sur notre site."}
EVENT = """
thread = "pont"
[[event]]
name = "chute"
[event.quotes]
maire = "« Le pont ne tiendra pas l'hiver »"
[[event.source]]
id = "d"
by = "Agence Ourse"
passages = [
  '''Un pont de 12 mètres est tombé lundi dans la Lède à Vaubrun, deux heures après le car. Il n'y a pas de
blessé, mais la route des hameaux du Haut-Vaubrun restera fermée jusqu'à la fin du mois de janvier.''',
  "{q.maire}, dit le maire.",
]
[[event.item]]
id = "a"
outlet = "Agence Ourse"
published = "2027-01-04"
title = "Un pont tombe"
parts = [{ p = "d.1" }, { p = "d.2" }]
[[event.item]]
id = "b"
outlet = "Le Pontier"
published = "2027-01-04"
title = "Vaubrun sans pont"
parts = [
  { p = "d.1", edits = ["number: 12 -> 21", "negation: n'y a pas de -> y a un"] },
  { t = "end", fill = ["l'enquête"] },
]
[[event.item]]
id = "c"
outlet = "Le Pontier"
published = "2027-01-05"
title = "Pont de Vaubrun : le maire savait"
parts = ["{q.maire}, avait écrit Jean Vial en mai.", { t = "end", fill = ["la série"] }]
"""


def made(source: str = EVENT) -> dict[str, Item]:
    """Return the items of one file by their id."""
    return {item.name[-1]: item for item in items_of(OPEN, "pont", source, templates=TEMPLATES)}


def test_the_bench_has_24_events_in_8_threads_by_10_outlets_and_a_third_is_aside() -> None:
    events = {part: Counter(item.event for item in items) for part, items in PARTS.items()}
    assert sum(len(counts) for counts in events.values()) >= 24
    assert len(events[ASIDE]) * 3 >= len(events[OPEN])
    assert all(4 <= n <= 7 for counts in events.values() for n in counts.values())
    every = [item for items in PARTS.values() for item in items]
    assert len({item.thread for item in every}) >= 8
    assert len({item.outlet for item in every if not item.outlet.startswith("Agence")}) >= 10


def test_the_bench_has_120_pairs_that_share_something_of_every_kind() -> None:
    kinds = Counter(
        kind
        for items in PARTS.values()
        for one, other in combinations(items, 2)
        for kind in kinds_in_common(one, other) - {"none"}
    )
    assert kinds.total() >= 120
    assert min(kinds[kind] for kind in ("copy", "near copy", "quotation", "template")) >= 20
    planted = Counter(edit.kind for items in PARTS.values() for item in items for edit in item.planted)
    assert min(planted[kind] for kind in PLANTED) >= 12


def test_what_two_items_share_follows_from_their_parts() -> None:
    items = made()
    assert kinds_in_common(items["a"], items["b"]) == {"near copy"}
    assert kinds_in_common(items["a"], items["c"]) == {"quotation"}
    assert kinds_in_common(items["b"], items["c"]) == {"template"}
    assert [item.origin for item in items.values()] == ["Agence Ourse", "Agence Ourse", "Le Pontier"]


def test_an_edit_says_where_its_new_words_stand() -> None:
    item = made()["b"]
    assert [(p.kind, p.old, p.span.of(item.article.text)) for p in item.planted] == [
        ("number", "12", "21"),
        ("negation", "n'y a pas de", "y a un"),
    ]


@pytest.mark.parametrize("edit", ["number: 13 -> 14", "figure: 12 -> 13", "number: 12"])
def test_an_edit_of_words_that_are_not_there_is_refused_with_its_place(edit: str) -> None:
    with pytest.raises(ValueError, match="pont, chute, b"):
        made(EVENT.replace("number: 12 -> 21", edit))


def test_the_scorer_finds_a_copy_its_edits_and_its_agency(tmp_path: Path) -> None:
    (tmp_path / "pont.toml").write_text(EVENT, "utf-8")
    (tmp_path / "outlets.toml").write_text(f"[templates]\nend = '{TEMPLATES['end']}'\n", "utf-8")
    result, articles = score_events(OPEN, tmp_path, Resources({"fr": PACK}, Settings()))
    values = {score.measure: (score.value, score.n) for score in result.scores}
    assert len(articles) == 3
    assert values["one event P"] == values["one event R"] == (1.0, 3)
    assert values["copies P"] == values["copies R"] == (1.0, 1)
    assert values["planted edits found"] == (1.0, 2)
    assert "no copy" not in {miss.kind for miss in result.misses}
