"""Headlines and the texts below them tell one encounter; sides stand with the words that belong to them."""

from __future__ import annotations

import encounter_cast as cast
from recoupe.packs import load_pack
from recoupe.stages.read.encounters.encounters import find_encounters

PACK = load_pack("fr")


def told(text: str) -> list[tuple[str, ...]]:
    """Return who takes part in each encounter of a text."""
    found = find_encounters(cast.draft_of(text, PACK))
    return [tuple(sorted(p.name for p in encounter.participants)) for encounter in found]


def test_who_is_described_below_a_headline_is_whom_the_headline_names() -> None:
    text = "Igor Valkine reçu à Lyon\nLe préfet doit être reçu mardi par Claire Montbrun."
    assert told(text) == [("Claire Montbrun", "Igor Valkine")]


def test_another_meeting_of_other_named_people_stays_apart() -> None:
    text = "Igor Valkine reçu à Lyon\nNadia Ferrand a été reçue mardi par Claire Montbrun."
    assert len(told(text)) == 2


def test_a_new_holder_of_an_office_is_a_side() -> None:
    assert told("Claire Montbrun reçoit lundi le nouveau préfet Igor Valkine.") == [
        ("Claire Montbrun", "Igor Valkine")
    ]


def test_people_of_a_body_are_one_side() -> None:
    assert told("Claire Montbrun rencontrera samedi le collectif des victimes.") == [
        ("Claire Montbrun", "collectif des victimes")
    ]


def test_a_capital_without_its_accent_is_read() -> None:
    assert told("Echange tendu entre Claire Montbrun et Igor Valkine") == [
        ("Claire Montbrun", "Igor Valkine")
    ]
