"""What quantities mean: bounds, what is counted, who says it, of when and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recoupe.packs import load_pack
from recoupe.records.findings import Quantity
from recoupe.stages.read.draft import Draft
from recoupe.stages.read.quantities.quantities import find_quantities
from recoupe.stages.read.sentences import find_sentences
from recoupe.stages.read.times.times import find_times
from written import WEDNESDAY, document_of

PACK = load_pack("fr")


def counted(text: str) -> tuple[Quantity, ...]:
    draft = Draft(document_of(text, published=WEDNESDAY), PACK)
    draft = replace(draft, sentences=find_sentences(draft))
    return find_quantities(replace(draft, times=find_times(draft)))


def sources(quantity: Quantity) -> list[str]:
    return [authority.name for authority in quantity.authority]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("La loi est votée par 312 voix contre 45.", 45, 45, "voix"),
        ("Le prix a monté de 60 à 70 %.", 60, 70, "%"),
        ("Une facture de 2,5 milliards d'euros, contre 3 milliards prévus.", 3e9, 3e9, "EUR"),
        ("Les ventes ont chuté (- 33 % en avril).", -33, -33, "%"),
        ("La dette atteint 240 millions de couronnes.", 240e6, 240e6, "couronne"),
        ("La dette atteint 3 milliards de pesos mexicains.", 3e9, 3e9, "MXN"),
        ("Elle a lu 300 livres.", 300, 300, "livre"),
        ("On compte des centaines de familles.", 200, 1000, "famille"),
        ("On compte une dizaine de blessés.", 9, 11, "blessé"),
        ("Elle a brûlé les milliers de lettres.", 2000, 10000, "lettre"),
        ("Elle a brûlé plusieurs dizaines de milliers de lettres.", 20_000, 100_000, "lettre"),
        ("Des millions de vaches sont mortes.", 2e6, 1e7, "vache"),
        ("Elle a reçu 2,5 millions de lettres.", 2.5e6, 2.5e6, "lettre"),
        ("Elle a brûlé un million et demi de lettres.", 1.5e6, 1.5e6, "lettre"),
        ("Le mur mesure 2 m 50.", 2.5, 2.5, "m"),
        ("La place coûte 24 euros et 90 centimes.", 24.9, 24.9, "EUR"),
        ("Le préjudice serait entre 4 et 6 millions d'euros.", 4e6, 6e6, "EUR"),
        ("Le préjudice serait de 4,2 millions.", 4.2e6, 4.2e6, "¤"),
        ("Le prix, 380 millions hors dette, surprend.", 380e6, 380e6, "¤"),
        ("La région promet 35 millions d'aides.", 35e6, 35e6, "¤"),
        ("La région a 900 euros et promet 35 millions d'aides.", 35e6, 35e6, "EUR"),
        ("La région compte 2 aides.", 2, 2, "aide"),
        ("Il faudrait entre 800 et 900 euros.", 800, 900, "EUR"),
        ("Il faudrait entre 900 000 et 2 millions d'euros.", 9e5, 2e6, "EUR"),
        ("Il fait moins 12 degrés.", -12, -12, "°C"),
        ("Le titre perd 3,4 % à 12 euros.", 12, 12, "EUR"),
        ("Ils étaient 2.500 « bonnets rouges ».", 2500, 2500, "bonnet"),
        ("Elle a reçu quatre-vingt-dix-sept lettres.", 97, 97, "lettre"),
        ("Trois femmes ont été tuées et deux autres sont parties.", 2, 2, "femme"),
        ("Le nombre d'emplois menacés est de 75 000, dit-on.", 75000, 75000, "emploi"),
    ],
)
def test_the_last_number_has_its_bounds_and_unit(text: str, low: float, high: float, unit: str) -> None:
    value = counted(text)[-1].value
    assert (value.low, value.high, value.unit) == (low, high, unit)


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("L'abstention a atteint 45 %.", "abstention"),
        ("L'indemnité s'élèverait à 400 000 euros.", "indemnité"),
        ("Le coût est chiffré à 6,5 millions d'euros.", "coût"),
        ("Une amende de 500 euros a été infligée.", "amende"),
        ("Elle a gagné 40 %.", None),
    ],
)
def test_an_amount_is_of_what_reaches_it(text: str, of: str | None) -> None:
    assert counted(text)[-1].value.of == of


def test_what_happened_to_the_next_ones_counted_did_not_happen_to_those_before() -> None:
    found = counted("120 détenus y ont pris part et cinq surveillants ont été blessés.")
    assert found[0].value.unit == "détenu"
    found = counted("Trois hommes et deux femmes ont été blessés.")
    assert [quantity.value.unit for quantity in found] == ["blessé", "blessé"]


def test_figures_of_them_count_those_the_sentence_before_is_about() -> None:
    text = "Les manifestants ont défilé. Ils étaient 3 500 selon les syndicats, 1 800 selon la préfecture."
    found = counted(text)
    assert [(q.value.low, q.value.unit, sources(q)) for q in found] == [
        (3500, "manifestant", ["syndicats"]),
        (1800, "manifestant", ["préfecture"]),
    ]
    assert {q.of_span.of(text) for q in found if q.of_span} == {"manifestants"}


def test_figures_of_them_count_nothing_known_when_nobody_is_named_before() -> None:
    found = counted("Ils étaient 3 500 selon les syndicats, 1 800 selon la préfecture.")
    assert [(q.value.low, q.value.unit, q.of_span, sources(q)) for q in found] == [
        (3500, "", None, ["syndicats"]),
        (1800, "", None, ["préfecture"]),
    ]


def test_a_toll_has_its_hour_and_its_parts_their_whole() -> None:
    dead, attackers = counted("Au moins 14 morts, dont cinq assaillants, selon un bilan établi à 17 heures.")
    assert (dead.value.low, dead.value.hedge, attackers.part_of) == (14, "at least", dead.id)
    assert dead.as_of is not None
    assert dead.as_of.edtf.endswith("T17:00")


@pytest.mark.parametrize(
    ("text", "tellers"),
    [
        (
            "La police a dénombré 1 200 manifestants, les organisateurs 3 000.",
            {"1 200": ["police"], "3 000": ["organisateurs"]},
        ),
        (
            "Les organisateurs revendiquent 12 000 participants, la police en a compté 5 500.",
            {"12 000": ["organisateurs"], "5 500": ["police"]},
        ),
        (
            "Selon la préfecture, 3 500 personnes ont défilé, les syndicats en revendiquent 10 000.",
            {"3 500": ["préfecture"], "10 000": ["syndicats"]},
        ),
        (
            "Pour la direction, il y a 12 % de grévistes, contre 40 % pour l'intersyndicale.",
            {"12 %": ["direction"], "40 %": ["intersyndicale"]},
        ),
        (
            "Le préfet fait état de 14 blessés ; l'hôpital, lui, parle de 19 blessés.",
            {"14": ["préfet"], "19": ["hôpital"]},
        ),
    ],
)
def test_each_figure_of_a_sentence_is_whose_the_words_beside_it_say(
    text: str, tellers: dict[str, list[str]]
) -> None:
    assert {q.span.of(text): sources(q) for q in counted(text)} == tellers


@pytest.mark.parametrize(
    "text",
    ["Quelque 51 % des sondés disent soutenir la grève et 12 % s'y opposent."],
)
def test_a_share_of_those_asked_is_no_source_of_figures(text: str) -> None:
    assert [sources(quantity) for quantity in counted(text)] == [[], []]


def test_a_multiple_with_its_number_in_brackets_counts_what_was_counted_before() -> None:
    text = "Le préfet a compté 1 500 marcheurs, 90 à Brest. Les syndicats en annoncent le double (3 000)."
    last = counted(text)[-1]
    assert (last.value.low, last.value.of, sources(last)) == (3_000, "marcheurs", ["syndicats"])
