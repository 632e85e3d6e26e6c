"""Which town a figure is of, where an article goes from town to town."""

from __future__ import annotations

from recoupe.packs import load_pack
from recoupe.settings import Settings as UserSettings
from recoupe.stages.accounts.settings import Settings
from recoupe.stages.read.read import READ
from recoupe.stages.stage import Resources
from written import document_of

PACK = load_pack("fr")
RESOURCES = Resources({"fr": PACK}, UserSettings())


def towns_of(text: str) -> list[tuple[str, tuple[str, ...], bool]]:
    """Return for each figure its words, its towns, and whether the article counts by town."""
    document = document_of(text)
    (reading,) = READ.run(document.id, (document,), RESOURCES)
    settings = Settings(document, reading, PACK)  # type: ignore[arg-type]
    found = ((quantity.span.of(text), settings.of(quantity)) for quantity in reading.quantities)  # type: ignore[union-attr]
    return [(words, setting.towns, setting.by_town) for words, setting in found]


def test_a_figure_is_of_the_town_named_in_its_sentence_or_shortly_before() -> None:
    told = towns_of(
        "À Nantes, 900 manifestants ont défilé samedi. Le cortège est resté calme. Vers 15 heures, 20"
        " personnes ont été interpellées. À Lyon, 400 manifestants ont défilé."
    )
    assert [(words.split()[0], towns, by_town) for words, towns, by_town in told] == [
        ("900", ("nantes",), True),
        ("20", ("nantes",), False),
        ("400", ("lyon",), True),
    ]


def test_an_article_of_one_town_does_not_count_by_town() -> None:
    told = towns_of(
        "À Nantes, 900 manifestants ont défilé samedi. Les syndicats ont compté 2.000 manifestants."
    )
    assert [towns for _, towns, _ in told] == [("nantes",), ("nantes",)]
    assert not any(by_town for _, _, by_town in told)
