"""What feeds really hold: nothing crashes, and nothing is merged without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from eval.press import through_line

from recoupe.records.copies import Reuse
from recoupe.records.stories import Story
from recoupe.run import load_resources

WEATHER = (
    "Le ciel reste couvert sur la plaine de Varnes, avec {0} degrés le matin et {1} degrés l'après-midi. "
    "Le vent souffle de l'ouest à {2} kilomètres par heure. Les nuages se dissipent dans la soirée. "
    "La qualité de l'air est bonne, avec un indice de {3}, et il tombe {4} millimètres de pluie."
)
BRIDGE = (
    "Le pont de Varnes sera fermé pendant trois semaines, a annoncé mardi la maire Odette Marel. "
    "Les travaux, qui ont commencé en avril, ont été retardés par la crue de la Lorge. "
    "Quarante ouvriers travaillent sur le chantier et la circulation est déviée par Port-Morel."
)
TICKER = "10h00. La maire reçoit les pompiers. 11h00. La crue monte encore à Varnes. "


def groups(articles: Iterable[Mapping[str, str]]) -> set[frozenset[str]]:
    """Return the ids of the articles of each story."""
    line = through_line(articles, last="memberships", kind=Story, resources=load_resources())
    names = {document.id: key for key, document in line.documents.items()}
    return {frozenset(names[d] for d in s.document_ids) for s in line.records if isinstance(s, Story)}


def article(
    name: str, title: str, text: str, *, outlet: str = "La Gazette", published: str = "2031-06-03"
) -> dict[str, str]:
    return {"id": name, "title": title, "text": text, "outlet": outlet, "published": published}


def test_pages_that_differ_by_figures_are_no_story_and_no_copy() -> None:
    pages = [
        article(f"{i}", f"Météo de Varnes du {i} juin", WEATHER.format(11 + i, 20 - i, 30 + 5 * i, i, 2 * i))
        for i in range(1, 5)
    ]
    line = through_line(pages, last="reuse", kind=Reuse, resources=load_resources())
    assert {r.kind for r in line.records if isinstance(r, Reuse)} <= {"template"}
    assert {len(group) for group in groups(pages)} == {1}


def test_one_article_under_two_links_is_one_story_also_with_a_misspelt_outlet() -> None:
    found = groups(
        [
            article("a", "Le pont de Varnes ferme", BRIDGE) | {"url": "https://gazette.example/1"},
            article("b", "Le pont de Varnes ferme", BRIDGE, outlet="La Gazete")
            | {"url": "https://gazette.example/2"},
            article(
                "c",
                "Un match nul à Lorges",
                "Les deux équipes se quittent sans vainqueur, dimanche, au stade.",
            ),
        ]
    )
    assert found == {frozenset("ab"), frozenset("c")}


def test_a_ticker_that_grows_stays_one_story_with_itself() -> None:
    grown = TICKER + BRIDGE + " 12h00. Les pompiers évacuent le quai."
    found = groups(
        [
            article("a", "En direct : crue à Varnes", TICKER + BRIDGE),
            article("b", "En direct : crue à Varnes", grown),
        ]
    )
    assert found == {frozenset("ab")}


@pytest.mark.parametrize("published", ["", "2099-01-01", "hier", "0000-00-00", "2031-06-03T23:59:00+14:00"])
def test_a_date_that_is_missing_or_odd_crashes_nothing(published: str) -> None:
    odd = article("b", "Le pont de Varnes ferme", BRIDGE, outlet="Le Courrier", published=published)
    found = groups([article("a", "Le pont de Varnes ferme", BRIDGE), odd])
    assert frozenset().union(*found) == {"a", "b"}
    if published.startswith("2099"):
        assert found == {frozenset("a"), frozenset("b")}


def test_articles_of_one_sentence_lists_and_empty_summaries_are_read_and_stand_alone() -> None:
    found = groups(
        [
            article("a", "Le pont rouvre", "Le pont rouvre."),
            article("b", "Résultats", "- Lorges 3\n- Varnes 1\n- Port-Morel 0"),
            article("c", "La forêt brûle à Port-Morel", ""),
            article("d", "Nouvelle exposition au musée", ""),
            article("e", "", "…"),
        ]
    )
    assert {frozenset(name) for name in "abcd"} <= found


def test_the_news_of_each_hour_are_a_programme_and_no_event() -> None:
    told = "Les informations de la rédaction, à {} heures, avec toute son équipe et ses reporters."
    found = groups(
        [
            article(hour, f"Le journal de {hour}h - 03/06/2031", told.format(hour))
            for hour in ("13", "19", "20")
        ]
    )
    assert found == {frozenset({"13"}), frozenset({"19"}), frozenset({"20"})}
