"""What said times mean: their value, their bounds, and how far the article's date carries them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from recoupe.packs import load_pack
from recoupe.packs.fr.numbers import read_number
from recoupe.records.documents import Block
from recoupe.records.findings import TimeExpression
from recoupe.records.spans import Span
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.quantities import find_quantities
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from recoupe.stages.values.days import Days, edtf_of, published_days
from written import WEDNESDAY, document_of

PACK = load_pack("fr")


def drafted(text: str, published: str | None) -> Draft:
    draft = Draft(document_of(text, published=published), PACK)
    return replace(draft, sentences=find_sentences(draft))


def said(text: str, published: str | None = WEDNESDAY) -> TimeExpression:
    """Return the last time expression of a text."""
    return find_times(drafted(text, published))[-1]


@pytest.mark.parametrize(("verb", "friday"), [("sera", "2031-05-16"), ("a été", "2031-05-09")])
def test_a_weekday_of_a_title_without_a_verb_is_the_one_that_the_text_has(verb: str, friday: str) -> None:
    title = "Une délégation reçue vendredi par la ministre"
    text = f"{title}\n\nUne délégation {verb} reçue vendredi par la ministre."
    draft = drafted(text, WEDNESDAY)
    blocks = (
        Block(Span(0, len(title)), "title", "test"),
        Block(Span(len(title) + 2, len(text)), "paragraph", "test"),
    )
    draft = replace(draft, document=changed(draft.document, blocks=blocks))
    assert [time.value for time in find_times(draft)] == [friday, friday]


def day(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il a été reçu mercredi.", "2031-05-14"),
        ("Il a été reçu vendredi.", "2031-05-09"),
        ("Il sera reçu vendredi.", "2031-05-16"),
        ("La foire a lieu jeudi.", "2031-05-15"),
        ("La foire a eu lieu jeudi.", "2031-05-08"),
        ("Il a annoncé qu'il déposerait lundi une plainte.", "2031-05-19"),
        ("Il a été reçu mercredi dernier.", "2031-05-07"),
        ("Les élus seront mobilisés lundi à Tarnac.", "2031-05-19"),
        ("La foule, venue lundi, a crié.", "2031-05-12"),
        ("Le texte adopté lundi sera contesté.", "2031-05-12"),
        ("Les soldes, qui débutent lundi, arrivent à point.", "2031-05-19"),
        ("La préfète recevra les élus lundi au château.", "2031-05-19"),
        ("Un avis, dit-on, sera rendu le 5 juin au tribunal saisi.", "2031-06-05"),
        ("Le marché se tient le lundi.", "XXXX-WXX-1"),
        ("Il a refusé un poste et devait arriver vendredi.", "2031-05-16"),
        ("Il a refusé un poste et devait arriver lundi.", "2031-05-12"),
        ("Il y a cinq ans jour pour jour, le barrage cédait.", "2026-05-14"),
        ("L'ambassadrice a été convoquée mardi au ministère.", "2031-05-13"),
        ("L'ambassadrice a été convoquée vendredi au ministère.", "2031-05-16"),
        ("Une entrevue aurait eu lieu samedi à Chypre.", "2031-05-10"),
        ("Le maire annonce une réunion avec les élus ce lundi.", "2031-05-19"),
        ("Le maire a annoncé une réunion avec les élus lundi.", "2031-05-19"),
        ("Ils se sont parlé avant des pourparlers lundi à Oslo.", "2031-05-19"),
        ("La ministre est attendue en Arabie saoudite ce lundi.", "2031-05-19"),
        ("La mer aura monté d'un mètre d'ici 2100.", "2100"),
        ("Le contact a été perdu lundi. Le signal s'est éteint, perdu à 13 h 52.", "2031-05-12T13:52"),
        ("Ils se seraient rencontrés samedi à Chypre.", "2031-05-10"),
        ("Le marché se tient tous les samedis de 8 h à 13 h.", "T08:00/T13:00"),
        ("Deux classes fermeront à la rentrée.", "2031-09"),
        ("Il devait parler le samedi 17 après une visite.", "2031-05-17"),
        ("Le bras de fer dure.\n\n10h40\nDe nouveaux heurts éclatent.", "2031-05-14T10:40"),
        ("Une stèle a été posée lundi au 12, place du 8-Mai-1945.", "2031-05-12"),
        ("Le vote a eu lieu mardi. Au lendemain de l'élection, on doute.", "2031-05-14"),
        ("Elle fut élue le 14 mai 2030. L'année suivante, elle partit.", "2031"),
        ("Il est mort à l'aube lundi.", "2031-05-12TMO"),
        ("Le train partira lundi à quinze heures trente.", "2031-05-19T15:30"),
        ("La batterie tient 3h30.", "PT3H30M"),
        ("Il pleut. A 17 heures, le vent est tombé.", "2031-05-14T17:00"),
        ("Le train de lundi à 6 heures est supprimé.", "2031-05-12T06:00"),
        ("Il a plu les six premiers mois de 2030.", "P6M"),
        ("Il parle au milieu de la semaine.", "2031-05-13/2031-05-15"),
        ("Il sera reçu mercredi prochain.", "2031-05-21"),
        ("Il arrive aujourd'hui.", "2031-05-14"),
        ("Il est parti avant-hier.", "2031-05-12"),
        ("Il est parti hier soir.", "2031-05-13TEV"),
        ("Il est mort dans la nuit de samedi à dimanche.", "2031-05-10TNI"),
        ("Ils se verront lundi à 17 heures.", "2031-05-19T17:00"),
        ("Le train arrive ce matin à 7h44 UTC.", "2031-05-14T07:44Z"),
        ("Le sommet aura lieu début juillet.", "2031-07-01/2031-07-10"),
        ("Il a plu en mars.", "2031-03"),
        ("La loi date du 30 juin.", "2031-06-30"),
        ("La loi date du 30 juin dernier.", "2030-06-30"),
        ("Il est né le 2 août 1998.", "1998-08-02"),
        ("La foire dure du 27 juillet au 12 août.", "2031-07-27/2031-08-12"),
        ("Il vivra jusqu'à l'automne 2032.", "2032-23"),
        ("Ils se verront la semaine prochaine.", "2031-W21"),
        ("La foire a lieu ce week-end.", "2031-05-17/2031-05-18"),
        ("Il a plu le week-end dernier.", "2031-05-10/2031-05-11"),
        ("Il pleut depuis le début de l'année.", "2031-01-01/2031-05-14"),
        ("Le prix a baissé l'an dernier.", "2030"),
        ("Le prix a baissé le mois dernier.", "2031-04"),
        ("Il est parti il y a trois jours.", "2031-05-11"),
        ("Il est parti il y a 30 ans.", "2001"),
        ("Le vote a lieu le 3 mai 2031. Il part le lendemain.", "2031-05-04"),
        ("Élue en mai 2029, elle part deux mois plus tard.", "2029-07"),
        ("La mosquée date du XVe siècle.", "14XX"),
        ("Il chantait dans les années 1970.", "197X"),
        ("Le marché se tient tous les lundis.", "XXXX-WXX-1"),
        ("Il dirigea le port de 2014 à 2018.", "2014/2018"),
        ("Ils se verront vendredi de la semaine prochaine.", "2031-05-23"),
        ("Elle partira le 20 du mois prochain.", "2031-06-20"),
        ("Le bal aura lieu le premier vendredi de juin.", "2031-06-06"),
        ("Les ventes ont baissé au premier semestre 2030.", "2030-01/2030-06"),
        ("Il a plu la deuxième quinzaine d'avril.", "2031-04-16/2031-04-30"),
        ("Il sera absent le reste du mois.", "2031-05-14/2031-05-31"),
        ("Elle est partie il y a un mois et 10 jours.", "2031-04-04"),
        ("Elle est partie il y a plus de dix ans.", "../2021"),
        ("Il est mort la veille de Noël.", "2030-12-24"),
        ("Il est mort le lundi de Pâques 2030.", "2030-04-22"),
        ("Il est mort la veille de son départ.", "XXXX-XX-XX"),
        ("Il est mort dans la nuit de samedi à dimanche, à trois heures du matin.", "2031-05-11T03:00"),
        ("Il est mort dans la nuit de samedi à dimanche. Dans la matinée, on l'a su.", "2031-05-11TMO"),
        ("Il est mort dans la nuit de samedi à dimanche. Dans la soirée, on l'a su.", "2031-05-11TEV"),
        ("Il est parti samedi. Dans la soirée, on l'a su.", "2031-05-10TEV"),
        ("Le feu a pris hier. Vers 17 heures, la rue a été fermée.", "2031-05-13T17:00"),
        ("Vers 17 heures, la rue a été fermée.", "2031-05-14T17:00"),
        ("Le rapport est attendu d'ici trois semaines.", "P3W"),
        ("Le 21 août 1911, la toile est volée. Le 23 août, un homme est arrêté.", "1911-08-23"),
        ("La société, créée en 2019, a annoncé un plan en mars.", "2031-03"),
        ("Il a beaucoup plu ces derniers mois.", "PXM"),
        ("Une partie des murs est du VIe siècle avant notre ère.", "-05XX"),
        ("Il travaille un an, un mois et 21 jours.", "P1Y1M21D"),
        ("Le guichet répond du lundi au vendredi.", "XXXX-WXX-1/XXXX-WXX-5"),
        ("Le rapport paraît chaque année.", "P1Y"),
    ],
)
def test_the_words_and_the_article_s_date_give_the_value(text: str, value: str) -> None:
    assert said(text).value == value


def test_a_weekday_is_one_of_those_of_the_month_when_the_article_is_dated_by_its_month() -> None:
    when = said("Il a été reçu ce mercredi.", "2031-05").when
    assert when is not None
    assert when.edtf == "[2031-05-07,2031-05-14,2031-05-21,2031-05-28]"
    assert (when.earliest, when.latest, when.granularity) == (day("2031-05-01"), day("2031-06-01"), "day")


def test_the_weekend_of_a_monday_without_a_verb_is_the_last_one() -> None:
    assert said("Le calme ce week-end à Tarnac.", "2031-05-12").value == "2031-05-10/2031-05-11"
    assert said("Ils se verront ce week-end.", "2031-05-12").value == "2031-05-17/2031-05-18"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il a été reçu mercredi.", "XXXX-WXX-3"),
        ("Il est parti hier.", "XXXX-XX-XX"),
        ("Le sommet aura lieu début juillet.", "XXXX-07-01/XXXX-07-10"),
        ("La loi date du 30 juin.", "XXXX-06-30"),
        ("La réunion commence à 17 heures.", "T17:00"),
        ("Le prix a baissé l'an dernier.", "XXXX"),
    ],
)
def test_an_undated_article_gives_no_bounds_to_what_hangs_on_its_date(text: str, value: str) -> None:
    when = said(text, None).when
    assert when is not None
    assert (when.edtf, when.earliest, when.latest) == (value, None, None)


@pytest.mark.parametrize(
    ("words", "low", "high", "low_open", "high_open"),
    [
        ("40 minutes", 2400, 2400, False, False),
        ("un peu plus d'une heure", 3600, 4500, True, False),
        ("plus d'une heure", 3600, None, True, False),
        ("près de deux heures", 6480, 7200, False, True),
        ("une quarantaine de minutes", 2160, 2640, False, False),
        ("environ une heure", 3240, 3960, False, False),
        ("au moins trois jours", 259200, None, False, False),
        ("une heure et demie", 5400, 5400, False, False),
        ("une demi-heure", 1800, 1800, False, False),
        ("trois quarts d'heure", 2700, 2700, False, False),
        ("deux heures et dix minutes", 7800, 7800, False, False),
        ("entre deux et trois heures", 7200, 10800, False, False),
        ("plusieurs semaines", 1209600, None, False, False),
    ],
)
def test_a_duration_is_an_interval_of_seconds(
    words: str, low: float, high: float | None, low_open: bool, high_open: bool
) -> None:
    time = said(f"La visite a duré {words}.")
    assert time.span.of(f"La visite a duré {words}.") == words
    assert time.duration is not None
    assert time.duration.unit == "s"
    assert (time.duration.low, time.duration.high) == (low, high)
    assert (time.duration.low_open, time.duration.high_open) == (low_open, high_open)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Il a plu les six premiers mois de 2030.", "2030-01/2030-06"),
        ("Il a plu les deux derniers mois de 2030.", "2030-11/2030-12"),
        ("En mai 2030, il plut plus que les huit mois précédents.", "2029-09/2030-04"),
        ("Elle partit le 2 mai 2031. Les trois jours suivants, il plut.", "2031-05-03/2031-05-05"),
        ("Six mois après l'incendie, en novembre 2030, elle revint.", "2030-11"),
    ],
)
def test_a_length_of_time_has_bounds_where_the_text_gives_them(text: str, edtf: str) -> None:
    when = said(text).when
    assert when is not None and when.edtf == edtf


def test_a_year_of_16_or_a_day_of_february_that_never_was_is_no_date() -> None:
    assert find_times(drafted("Le 31 février, rien ne se passe.", WEDNESDAY)) == ()


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_every_day_reads_back_from_its_edtf_name(today: date) -> None:
    assert published_days(edtf_of(Days(today, today))) == Days(today, today)


@given(st.integers(0, 999_999_999))
def test_a_number_in_figures_reads_the_same_with_divided_thousands(number: int) -> None:
    assert read_number(f"{number:,}".replace(",", " ")) == number


WORDS = (
    "le mercredi 12 mai 2031 à 17 h 30 , . en deux mille cent une heures et demie trois jours dont il y a "
    "près de d' plus 40 % euros personnes aucune nuit du au fin juillet tous les lundis -"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=40),
    st.sampled_from([None, "2031", "2031-05", WEDNESDAY]),
)
def test_findings_lie_in_order_inside_the_text_and_never_overlap(words: list[str], published: str) -> None:
    text = " ".join(words) or "rien"
    draft = drafted(text, published)
    times = find_times(draft)
    quantities = find_quantities(replace(draft, times=times))
    spans = sorted([time.span for time in times] + [quantity.span for quantity in quantities])
    assert [time.span for time in times] == sorted(time.span for time in times)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    for time in times:
        if time.when and time.when.earliest and time.when.latest:
            assert time.when.earliest < time.when.latest


@pytest.mark.parametrize(
    "piece",
    ["deux ", "12 ", "1.", "mai ", "de ", "près de ", "du 12 au ", "heures et ", "premier vendredi de "],
)
def test_hostile_repetition_is_read_in_linear_time(piece: str) -> None:
    def seconds(n: int) -> float:
        draft = drafted(piece * n, WEDNESDAY)
        start = process_time()
        find_quantities(replace(draft, times=find_times(draft)))
        return process_time() - start

    seconds(100)
    quarter = seconds(16_000 // len(piece))
    # Four times as much text: four times as long, sixteen times were it read anew for every piece of it.
    assert seconds(64_000 // len(piece)) < max(1.0, 8 * quarter)
