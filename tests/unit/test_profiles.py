"""What a profile keeps of an article."""

from __future__ import annotations

import pytest
from eval.press import through_line

from recoupe.records.stories import Profile
from recoupe.run import load_resources


@pytest.mark.parametrize(
    ("published", "text", "told"),
    [
        ("2031-06-04", "Le pont a été fermé mardi. Il rouvrira lundi.", "2031-06-03"),
        ("2031-06-04", "Le chantier dure depuis deux ans. La crue du 5 mai l'a retardé.", "2031-05-05"),
        ("", "Le pont a été fermé mardi matin. Il rouvrira lundi.", "XXXX-WXX-2"),
        ("2031-06-04", "Pour l'instant, le pont est fermé.", ""),
        ("2031-06-04", "Le pont est fermé depuis le mois de mai, et pour tout l'été.", ""),
    ],
)
def test_a_profile_keeps_the_first_single_day_that_is_told(published: str, text: str, told: str) -> None:
    article = {"id": "a", "title": "Le pont de Varnes", "text": text, "published": published}
    line = through_line([article], last="profiles", kind=Profile, resources=load_resources())
    assert [record.told for record in line.records if isinstance(record, Profile)] == [told]
