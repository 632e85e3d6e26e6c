"""What one account says that there is none of, and another says that there is."""

from __future__ import annotations

import pytest

from story_rows_shown import shown, told


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Aucune arrestation n'a eu lieu.", "Deux hommes ont été arrêtés."),
        ("Le pilote n'a émis aucun message de détresse.", "Il a lancé un message de détresse."),
        ("La maire dément la présence d'un obus dans le parc.", "Un obus a été vu dans le parc."),
        ("Le comédien n'a pas serré la main du ministre.", "Il lui a bien serré la main."),
        ("Aucune plainte n'a été déposée.", "Une plainte a bien été reçue."),
        ("Les passagers ne portaient pas de gilet.", "Tous avaient un gilet orange."),
        ("Personne n'a été arrêté.", "Un guide a été arrêté."),
        ("L'enquête s'est conclue par un avis favorable.", "La commissaire a rendu un avis défavorable."),
        ("Nul n'a été blessé.", "Une serveuse a été blessée."),
    ],
)
def test_what_is_missing_in_one_account_and_there_in_another_is_contested(left: str, right: str) -> None:
    assert {r for s, r in shown(left, right) if s == "decision"} & {"contradicts", "differs"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        # Another thing is denied of the same people.
        ("Aucun facteur n'a été mordu.", "Trois facteurs ont défilé devant la poste."),
        # The thing is only named.
        ("Il n'y a pas de grue sur le quai.", "Le maire parle de la grue de l'autre rive."),
        # "Well" says how, and not that it is so after all.
        ("Le pont de Lerne n'a pas été repeint.", "Le pont de Lerne est bien connu."),
        # Steps of a dance.
        ("Les pas de valse sont appris en mai.", "Une valse a été dansée en mai."),
    ],
)
def test_what_only_shares_a_word_is_not_contested(left: str, right: str) -> None:
    assert not {r for s, r in shown(left, right) if s == "decision" and r in ("contradicts", "differs")}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("Le maire n'a reçu aucun avertissement.", ("warn",)),
        ("Le car n'avait pas de pneus neige.", ("tyre", "snow")),
        ("Aucun passager ne portait de gilet.", ("traveller", "gilet")),
        ("Le maire n'a pas reçu la lettre.", ()),
    ],
)
def test_what_a_clause_says_there_is_none_of_is_read(text: str, missing: tuple[str, ...]) -> None:
    (account,) = told(text)
    settings = [c.setting for c in account.comparables if c.slot == "decision"]
    assert [s.missing for s in settings if s is not None] == [missing]


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        # What had been so by then is no news of three days later.
        ("Le berger était absent.", "Le berger était présent.", "contradicts"),
        ("La garde a arrêté un guide.", "Aucun guide n'a été arrêté.", "contradicts"),
        ("Aucun guide n'a été arrêté.", "Un guide a été arrêté.", "updates"),
        ("Le pont de Lerne est fermé.", "Le pont de Lerne est ouvert.", "updates"),
    ],
)
def test_another_account_of_what_was_so_then_is_no_news(left: str, right: str, relation: str) -> None:
    days = ("2031-05-02T09:00:00+02:00", "2031-05-06T09:00:00+02:00")
    assert ("decision", relation) in shown(left, right, days=days)
